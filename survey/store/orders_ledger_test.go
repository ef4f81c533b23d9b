package store_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/rectify"
	"minping/survey/report"
)

// ledgerFile writes the ledger as a file, as the API does.
func ledgerFile(t rapid.TB, room rectify.Room, xlsx bool) []byte {
	t.Helper()
	tasks, orders, err := room.Tasks(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := room.Table(ctx, tasks, orders, "zh")
	if err != nil {
		t.Fatal(err)
	}
	table := report.Table{Title: "台账", Rows: ledger.Rows}
	for _, c := range ledger.Columns {
		table.Heads = append(table.Heads, report.TableHead{Name: c.Name.In("zh"), Width: c.Width, Date: c.Date})
	}
	var file bytes.Buffer
	if xlsx {
		err = table.XLSX(&file, "zh")
	} else {
		err = table.CSV(&file)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func importLedger(t rapid.TB, room rectify.Room, file []byte, check bool) (rectify.LedgerDiff, []survey.CellError) {
	t.Helper()
	sheet, err := intake.UploadedTable(bytes.NewReader(file), "ledger")
	if err != nil {
		t.Fatal(err)
	}
	diff, wrong, err := room.ImportLedger(ctx, sheet.Header, sheet.Rows, sheet.Line, check)
	if err != nil {
		t.Fatal(err)
	}
	return diff, wrong
}

const clerksLedger = `责任单位,问题,完成时限,整改进展,状态,问题原因,整改措施,销号人,销号日期,回头看,文号,备注
u0,公示时间短,2026年4月1日,"2026.03.02 30% 已修订办法
2026-03-05 100% 已公布",已完成,没有规定,定规定,卓砚青,2026/3/6,2026-03-20 未反弹,棠组〔2025〕3号,x
u0,公示范围窄,46113,,整改中,,,,,,棠组〔2025〕3号,
u1,=答复慢,2026-04-01,,,,,,,,,
`

func TestLedgerOfClerks(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := organiserOf(o, "")
		if diff, wrong := importLedger(t, room, []byte(clerksLedger), true); len(wrong) > 0 || len(diff.Added) != 3 {
			t.Fatalf("checked %+v, %+v", diff, wrong)
		}
		if tasks, _, err := room.Tasks(ctx); err != nil || len(tasks) != 0 {
			t.Fatalf("a check keeps %d tasks, %v", len(tasks), err)
		}
		importLedger(t, room, []byte(clerksLedger), false)
		tasks, orders, err := room.Tasks(ctx)
		ok(t, err)
		if len(tasks) != 3 || len(orders) != 2 {
			t.Fatalf("%d tasks of %d orders", len(tasks), len(orders))
		}
		first := tasks[0]
		if by := first.ClosedBy(); by == nil || by.Name != "卓砚青" || first.Share != 100 || first.Due != orderDue || tasks[1].Due != orderDue || tasks[1].Order != first.Order || tasks[1].No != 2 {
			t.Errorf("imported %+v, %+v", first, tasks[1])
		}
		if n := strings.Count(o.kinds(t), string(survey.ActLedgerImported)); n != 1 {
			t.Errorf("%d imports are noted", n)
		}
		for _, xlsx := range []bool{false, true} {
			if diff, wrong := importLedger(t, room, ledgerFile(t, room, xlsx), false); len(wrong) > 0 || diff.Same != 3 {
				t.Errorf("xlsx %v: again: %+v, %+v", xlsx, diff, wrong)
			}
		}
		was := ledgerFile(t, room, false)
		edit := strings.Replace(string(was), "公示范围窄", "公示范围太窄", 1)
		if diff, wrong := importLedger(t, room, []byte(edit), false); len(wrong) > 0 || len(diff.Changed) != 1 || strings.Join(diff.Changed[0].Columns, " ") != "问题" {
			t.Errorf("changed: %+v, %+v", diff, wrong)
		}
		done := tasks[0].ID
		for name, tt := range map[string]struct{ table, want string }{
			"stale":    {edit, "1 修订号 ledger_stale"},
			"history":  {"任务编号,销号人\n" + done + ",别人\n", "0 销号人 ledger_history"},
			"closed":   {"任务编号,责任人\n" + done + ",别人\n", "0 责任人 ledger_done"},
			"unknown":  {"任务编号,责任人\nta_x,别人\n", "0 任务编号 ledger_unknown"},
			"twice":    {"任务编号\n" + done + "\n" + done + "\n", "1 任务编号 ledger_twice"},
			"columns":  {"问题,责任单位\n短,u0\n", "-1  ledger_columns"},
			"unit":     {"问题,责任单位,完成时限\n短,nowhere,2026-04-01\n", "0 责任单位 ledger_unit"},
			"date":     {"问题,责任单位,完成时限\n短,u0,月底\n", "0 完成时限 ledger_date"},
			"state":    {"问题,责任单位,完成时限,状态\n短,u0,2026-04-01,好\n", "0 状态 ledger_state"},
			"no cause": {"问题,责任单位,完成时限,状态\n短,u0,2026-04-01,已销号\n", "0 状态 ledger_closed"},
			"progress": {"问题,责任单位,完成时限,整改进展\n短,u0,2026-04-01,已修订\n", "0 整改进展 ledger_progress"},
		} {
			_, wrong := importLedger(t, room, []byte(tt.table), false)
			if len(wrong) == 0 || fmt.Sprintf("%d %s %s", wrong[0].Row, wrong[0].Field, wrong[0].Key) != tt.want {
				t.Errorf("%s: %+v", name, wrong)
			}
		}
		if _, wrong := importLedger(t, organiserOf(o, "u1"), []byte("任务编号\n"+done+"\n"), false); len(wrong) != 1 || wrong[0].Key != "ledger_unknown" {
			t.Errorf("outside: %+v", wrong)
		}
	})
}

// What is exported and imported again changes nothing, whatever its texts are.
func TestLedgerRoundTrip(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := organiserOf(o, "")
		n := 0
		rapid.Check(t, func(t *rapid.T) {
			text := rapid.StringMatching(`[-=+@'"a、,;问题 \n]{0,12}`)
			p, err := room.AddProblem(ctx, rectify.Problem{Unit: "u0", Title: "题" + text.Draw(t, "title"), Detail: text.Draw(t, "detail"), Kind: text.Draw(t, "kind")})
			if err != nil {
				t.Fatal(err)
			}
			p, err = room.EditProblem(ctx, p.ID, rectify.ProblemEdit{Revision: 1, Title: p.Title, Detail: p.Detail, Kind: p.Kind, State: rectify.Confirmed})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := room.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "通知", Due: orderDue}, []string{p.ID}); err != nil {
				t.Fatal(err)
			}
			n++
			diff, wrong := importLedger(t, room, ledgerFile(t, room, rapid.Bool().Draw(t, "xlsx")), false)
			if len(wrong) > 0 || diff.Same != n || len(diff.Added)+len(diff.Changed) > 0 {
				t.Fatalf("%d the same of %d, changed %+v, wrong %+v", diff.Same, n, diff.Changed, wrong)
			}
		})
	})
}
