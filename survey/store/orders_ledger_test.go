package store_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
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

// ledgerOf is a ledger as an office keeps it: a title, headings in two rows with
// groups that are merged, and so many tasks at every stage, in a column of their own what
// nobody here knows. kept are the rows as they are to come out again, by heading.
func ledgerOf(t testing.TB, n int) (file []byte, kept []map[string]string) {
	t.Helper()
	heads := []struct{ group, name string }{
		{"", "序号"},
		{"存在问题", "问题"},
		{"存在问题", "具体表现"},
		{"存在问题", "问题类型"},
		{"责任落实", "牵头领导"},
		{"责任落实", "责任单位"},
		{"责任落实", "责任人"},
		{"责任落实", "配合单位"},
		{"", "来源"},
		{"整改", "整改建议"},
		{"整改", "问题原因"},
		{"整改", "整改措施"},
		{"整改", "整改进展"},
		{"整改", "佐证"},
		{"", "完成时限"},
		{"销号", "状态"},
		{"销号", "审核意见"},
		{"销号", "销号人"},
		{"销号", "销号日期"},
		{"", "回头看"},
		{"", "文号"},
		{"", "备注"},
	}
	book := excelize.NewFile()
	defer book.Close()
	put := func(column, row int, value string) string {
		at, err := excelize.CoordinatesToCellName(column+1, row)
		ok(t, err)
		if value != "" {
			ok(t, book.SetCellStr("Sheet1", at, value))
		}
		return at
	}
	put(0, 1, "群众满意度测评整改台账")
	for i, h := range heads {
		switch {
		case h.group == "":
			ok(t, book.MergeCell("Sheet1", put(i, 2, h.name), put(i, 3, "")))
		case heads[i-1].group != h.group:
			last := i
			for heads[last+1].group == h.group {
				last++
			}
			ok(t, book.MergeCell("Sheet1", put(i, 2, h.group), put(last, 2, "")))
			fallthrough
		default:
			put(i, 3, h.name)
		}
	}
	for i := range n {
		row := map[string]string{
			"问题": fmt.Sprintf("问题 %d：=窗口“排队”久，\n群众有意见", i), "具体表现": "早上 8 点到 9 点；\n下午 2 点起", "问题类型": "服务", "责任单位": fmt.Sprintf("u%d", i%2),
			"牵头领导": "卓砚青", "责任人": "闻以澄", "配合单位": "县融媒体中心、县财政局", "来源": "2025 年民调·窗口服务", "整改建议": "增开窗口\n预约办理", "问题原因": "人手不足",
			"整改措施": fmt.Sprintf("措施 %d\n第二条", i), "完成时限": fmt.Sprintf("2026-0%d-%02d", 1+i%9, 1+i%28), "状态": "已下发", "文号": fmt.Sprintf("棠组〔2025〕%d号", i%2+1),
		}
		switch i % 5 {
		case 1:
			row["状态"], row["整改进展"], row["佐证"] = "整改中", "2026-01-05 30% 已修订办法\n2026-02-05 60% 已公布", "办法.docx\n照片"
		case 2:
			row["状态"], row["整改进展"], row["审核意见"] = "已销号", "2026-01-05 100% 已办结", "属实，同意销号"
			row["销号人"], row["销号日期"], row["回头看"] = "祁若川", "2026-03-06", "2026-04-06 未反弹"
		case 3:
			row["状态"], row["整改进展"], row["销号人"], row["销号日期"] = "长期坚持", "2026-01-05 100% 已办结", "祁若川", "2026-03-06"
		}
		for j, h := range heads {
			text := row[h.name]
			switch h.name {
			case "序号":
				text = fmt.Sprint(i + 1)
			case "备注":
				text = "老台账"
			}
			put(j, i+4, text)
		}
		kept = append(kept, row)
	}
	var packed bytes.Buffer
	ok(t, book.Write(&packed))
	return packed.Bytes(), kept
}

// Three hundred tasks come in and go out as XLSX: every cell that is the ledger's is
// as it was, and coming in again it changes nothing.
func TestLedgerOfThreeHundred(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := organiserOf(o, "")
		file, kept := ledgerOf(t, 300)
		diff, wrong := importLedger(t, room, file, false)
		if len(wrong) > 0 || len(diff.Added) != 300 || strings.Join(diff.Left, " ") != "备注" {
			t.Fatalf("%d added, left out %q, %+v", len(diff.Added), diff.Left, wrong)
		}
		sent := ledgerFile(t, room, true)
		sheet, err := intake.UploadedTable(bytes.NewReader(sent), "sent")
		ok(t, err)
		if len(sheet.Rows) != 300 {
			t.Fatalf("%d rows are sent", len(sheet.Rows))
		}
		out := map[string]map[string]string{}
		for _, cells := range sheet.Rows {
			row := map[string]string{}
			for i, h := range sheet.Header {
				row[h] = cells[i]
			}
			for _, column := range []string{"完成时限", "销号日期"} { // which are written as dates
				if day, err := strconv.ParseFloat(row[column], 64); err == nil {
					at, err := excelize.ExcelDateToTime(day, false)
					ok(t, err)
					row[column] = at.Format(time.DateOnly)
				}
			}
			out[row["问题"]] = row
		}
		for _, was := range kept {
			was["问题"] = strings.ReplaceAll(was["问题"], "\n", " ") // which is one line
			is := out[was["问题"]]
			for column, text := range was {
				if is[column] != text {
					t.Errorf("%s: %s is %q, was %q", was["问题"], column, is[column], text)
				}
			}
		}
		if diff, wrong := importLedger(t, room, sent, false); len(wrong) > 0 || diff.Same != 300 {
			t.Errorf("again: %d the same, %d changed, %+v", diff.Same, len(diff.Changed), wrong)
		}
	})
}

func importLedger(t rapid.TB, room rectify.Room, file []byte, check bool) (rectify.LedgerDiff, []survey.CellError) {
	t.Helper()
	sheet, err := intake.UploadedTableUnder(bytes.NewReader(file), "ledger", rectify.LedgerHeading)
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

// Progress that is kept in three columns under one heading becomes what one column
// says: several reports line by line, shares as people or spreadsheets write them.
func TestLedgerWithProgressInColumns(t *testing.T) {
	const heads = "整改台账,,,,,\n责任单位,问题,完成时限,整改进展,,\n,,,日期,内容,比例\n"
	for name, tt := range map[string]struct{ rows, want, wrong string }{
		"lines":     {"u0,短,2026-12-01,\"2026.03.02\n2026-03-05\",\"已修订办法\n已公布\",\"30%\n60\"\n", "2026-03-02 30% 已修订办法\n2026-03-05 60% 已公布", ""},
		"fractions": {"u0,短,2026-12-01,2026-03-02,已修订,0.3\nu0,长,2026-12-01,,,\n", "2026-03-02 30% 已修订", ""},
		"whole":     {"u0,短,2026-12-01,46083,已办结,1\n", "2026-03-02 100% 已办结", ""},
		"one day":   {"u0,短,2026-12-01,2026-03-02,\"一、修订办法\n二、公布\",\n", "2026-03-02 0% 一、修订办法 二、公布", ""},
		"uneven":    {"u0,短,2026-12-01,\"2026-03-02\n2026-03-05\",已修订,\n", "", "0 整改进展 ledger_progress_parts"},
		"no day":    {"u0,短,2026-12-01,,已修订,30\n", "", "0 整改进展 ledger_progress_parts"},
		"too much":  {"u0,短,2026-12-01,2026-03-02,已修订,130\n", "", "0 整改进展 order_share"},
		"no share":  {"u0,短,2026-12-01,2026-03-02,已修订,一半\n", "", "0 整改进展 order_share"},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, o *office) {
				o.prepare(t)
				room := organiserOf(o, "")
				diff, wrong := importLedger(t, room, []byte(heads+tt.rows), false)
				if tt.wrong != "" {
					if len(wrong) != 1 || fmt.Sprint(wrong[0].Row, " ", wrong[0].Field, " ", wrong[0].Key) != tt.wrong {
						t.Errorf("wrong is %+v", wrong)
					}
					return
				}
				if len(wrong) > 0 || len(diff.Left) > 0 {
					t.Fatalf("left out %q, %+v", diff.Left, wrong)
				}
				tasks, orders, err := room.Tasks(ctx)
				ok(t, err)
				table, err := room.Table(ctx, tasks, orders, "zh")
				ok(t, err)
				at := slices.IndexFunc(table.Columns, func(c rectify.Column) bool { return c.Name["zh"] == "整改进展" })
				if is := table.Rows[0][at]; is != tt.want {
					t.Errorf("progress is %q", is)
				}
				if diff, wrong := importLedger(t, room, ledgerFile(t, room, true), false); len(wrong) > 0 || diff.Same != len(tasks) {
					t.Errorf("again: %+v, %+v", diff, wrong)
				}
			})
		})
	}
}

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
		if diff, wrong := importLedger(t, room, []byte(edit), false); len(wrong) > 0 || len(diff.Changed) != 1 || strings.Join(diff.Changed[0].Columns, " ") != "问题" || diff.Changed[0].Cells[0] != (rectify.LedgerCell{Column: "问题", Was: "公示范围窄", Is: "公示范围太窄"}) {
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
