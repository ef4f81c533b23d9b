package walk

import (
	"bytes"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// The ledger that the clerk has: headings as offices write them, in an order of
// their own, with a column that nobody here knows.
var clerkHeads = []string{"序号", "责任单位", "存在问题", "整改措施", "原因分析", "完成期限", "整改进展", "整改状态", "文号", "备注"}

const (
	clerkRows   = 300
	clerkClosed = 20 // the first ones
	clerkLate   = 12 // after them
	clerkDrafts = 3  // the last ones, all of one unit
)

// clerkLedger is the ledger of so many rows, by unit in turn.
func clerkLedger(units []survey.Unit, today time.Time) [][]string {
	rows := make([][]string, clerkRows)
	for i := range rows {
		unit, due, progress, state, number := units[i%len(units)].Name["zh"], today.AddDate(0, 0, 30+i%90), "", "已下发", fmt.Sprintf("督〔2025〕%d号", i%len(units)+1)
		switch {
		case i < clerkClosed:
			state, progress = "已完成", today.AddDate(0, -1, 0).Format("2006.1.2")+" 100% 已办结"
		case i < clerkClosed+clerkLate:
			due, state, progress = today.AddDate(0, 0, -1-i%5), "整改中", today.AddDate(0, 0, -20).Format(time.DateOnly)+" 40% 正在办"
		case i >= clerkRows-clerkDrafts:
			unit, state, number = units[0].Name["zh"], "待下发", ""
		}
		rows[i] = []string{fmt.Sprint(i + 1), unit, fmt.Sprintf("问题%03d：窗口办事排队久", i+1), fmt.Sprintf("措施%03d", i+1), "人手不足", due.Format("2006年1月2日"), progress, state, number, "老台账"}
	}
	return rows
}

func writeSheet(t *testing.T, file string, rows ...[]string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
}

// sees ends the test unless the page says all of it.
func (b *tab) sees(want ...string) {
	b.t.Helper()
	page := eval[string](b, "document.querySelector('main').innerText")
	for _, w := range want {
		if !strings.Contains(page, w) {
			b.t.Fatalf("the page does not say %q:\n%.3000s", w, page)
		}
	}
}

// take takes a step on the page of a task, with fields by name.
func (b *tab) take(do string, fields map[string]string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf("document.querySelector(`button[value=%s]`).closest('details').open = true", do))
	for name, value := range fields {
		b.do(chromedp.SetValue(chromedp.CSS("#"+do+"-"+name), value))
	}
	b.follow(chromedp.Click(chromedp.CSS("button[value=" + do + "]")))
}

// check hands in a table to be looked at.
func (b *tab) check(file string) {
	b.t.Helper()
	b.open("/orders/import")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	b.follow(chromedp.Click(chromedp.CSS("button[value=check]")))
}

// A clerk's day: a ledger of three hundred rows comes in, what is left is
// assigned and issued, a unit is reminded, works and hands in, an inspector
// returns, checks and closes, and the ledger goes out as it stands: what nobody
// touched is as the clerk had written it, and coming in again it changes nothing.
func TestClerkKeepsTheLedger(t *testing.T) {
	s := openEmptyStage(t)
	s.people["wei"] = newPerson(t)
	s.form(t, "wei", "/setup", "token=$setup&name=wei&password="+password+"&again="+password, http.StatusSeeOther)
	var units []survey.Unit
	table := "单位编码,单位名称,层级\n"
	for i := range 25 {
		units = append(units, survey.Unit{ID: fmt.Sprintf("x%02d", i+1), Name: survey.Text{"zh": fmt.Sprintf("第%d县", i+1)}})
		table += units[i].ID + "," + units[i].Name["zh"] + ",county\n"
	}
	s.ask(t, "wei", http.MethodPost, "/api/v1/units/import", "text/csv", table, http.StatusOK)
	s.invite(t, "zhou", "answerer", units[0].ID)
	s.invite(t, "an", "inspector", "")
	s.invite(t, "li", "organiser", "")
	rows := clerkLedger(units, time.Now())
	file := filepath.Join(t.TempDir(), "台账.xlsx")
	writeSheet(t, file, append([][]string{clerkHeads}, rows...)...)

	b := s.openTab(t).within(t)
	b.look(view{"zh", 1440, false})
	b.become("wei")
	b.check(file)
	b.sees("将新增 300 项，改动 0 项；0 项不动", rows[299][2])
	b.follow(chromedp.Click(chromedp.CSS("button[value=import]")))
	b.sees("277 项未销号，其中 12 项逾期", "下发 297 项，销号 20 项", "1 份通知待下发", "共 300 项")

	b.follow(chromedp.Click(chromedp.CSS(".drafts .list a")))
	order := strings.TrimPrefix(eval[string](b, "location.pathname"), "/orders/")
	b.follow(chromedp.Click(chromedp.CSS(".tasks a")))
	task := strings.TrimPrefix(eval[string](b, "location.pathname"), "/orders/tasks/")
	b.sees("还没有下发")
	b.do(chromedp.SetValue(chromedp.CSS("#edit-lead"), "卓砚青"), chromedp.SetValue(chromedp.CSS("#edit-cooperating"), "县融媒体中心"))
	b.follow(chromedp.Click(chromedp.CSS("button[value=edit]")))
	b.sees("牵头领导", "卓砚青", "县融媒体中心")
	b.open("/orders/" + order + "?ask=issue")
	b.sees("下发这份通知和 3 项任务？")
	b.follow(chromedp.Click(chromedp.CSS("button[value=issue]")))
	b.sees(fmt.Sprintf("整改通知〔%d〕1号", time.Now().Year()))
	b.open("/orders/tasks/" + task)
	b.take("remind", map[string]string{"why": "请于周五前认领"})
	b.sees("等"+units[0].Name["zh"]+"认领", "催办", "请于周五前认领")

	b.become("zhou")
	b.open("/orders")
	if got := eval[int](b, "document.querySelectorAll('.ledger tbody tr').length"); got != 12+clerkDrafts {
		t.Errorf("the unit sees %d tasks", got)
	}
	b.open("/orders/tasks/" + task)
	b.take("claim", map[string]string{"person": "闻以澄"})
	b.take("plan", map[string]string{"cause": "只开两个窗口", "measure": "高峰增开三个窗口"})
	b.take("report", map[string]string{"why": "已增开一个", "share": "40"})
	b.sees("已完成 40%")

	// somebody else amends it while the unit writes
	b.do(chromedp.SetValue(chromedp.CSS("#report-why"), "已增开三个窗口，排队不过十分钟"), chromedp.SetValue(chromedp.CSS("#report-share"), "90"))
	revision := eval[string](b, "document.querySelector('input[name=revision]').value")
	s.form(t, "li", "/orders/tasks/"+task, "go=amend&why=换人&person=祁若川&revision="+revision, http.StatusSeeOther)
	b.follow(chromedp.Click(chromedp.CSS("button[value=report]")))
	b.sees("别人已经改动了这一件", "祁若川")
	if kept := eval[string](b, "document.querySelector('#report-why').value"); kept != "已增开三个窗口，排队不过十分钟" {
		t.Errorf("of what was typed %q is left", kept)
	}
	b.follow(chromedp.Click(chromedp.CSS("button[value=report]")))
	b.sees("已完成 90%", "换人", "已增开三个窗口，排队不过十分钟")
	b.take("submit", map[string]string{"why": "排队不过十分钟", "evidence": "排队记录.xlsx"})

	inspect := func(do string, fields map[string]string, want ...string) {
		t.Helper()
		b.become("an")
		b.open("/orders/tasks/" + task)
		b.take(do, fields)
		b.sees(want...)
	}
	inspect("return", map[string]string{"why": "缺十月的记录"}, "已退回", "缺十月的记录")
	b.become("zhou")
	b.open("/orders/tasks/" + task)
	b.take("submit", map[string]string{"why": "已补十月", "evidence": "十月记录.xlsx"})
	inspect("check", map[string]string{"why": "属实"}, "已核验")
	inspect("close", nil, "已销号", "有没有用，由下一轮测评说话")

	b.become("wei")
	b.open("/orders")
	b.sees("279 项未销号，其中 12 项逾期", "下发 300 项，销号 21 项", "退回过 1 项")
	_, sent := s.ask(t, "wei", http.MethodGet, eval[string](b, "document.querySelector('.get a[href*=xlsx]').getAttribute('href')"), "", "", http.StatusOK)
	compareLedger(t, rows, []byte(sent))
	again := filepath.Join(t.TempDir(), "导出.xlsx")
	writeSheet(t, again, readSheet(t, []byte(sent))...)
	b.check(again)
	b.sees("将新增 0 项，改动 0 项；300 项不动")
}

func readSheet(t *testing.T, table []byte) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// compareLedger holds the ledger that went out against that which came in.
func compareLedger(t *testing.T, rows [][]string, table []byte) {
	t.Helper()
	out := readSheet(t, table)
	at := map[string]int{}
	for i, h := range out[0] {
		at[h] = i
	}
	cell := func(row []string, heading string) string {
		if i, there := at[heading]; there && i < len(row) {
			return row[i]
		}
		return ""
	}
	byTitle := map[string][]string{}
	for _, row := range out[1:] {
		byTitle[cell(row, "问题")] = row
	}
	if len(out) != len(rows)+1 || len(byTitle) != len(rows) {
		t.Fatalf("%d rows go out, %d problems", len(out)-1, len(byTitle))
	}
	states, touched := map[string]string{"已完成": "已销号", "待下发": "已下发"}, 0
	for _, row := range rows {
		is := byTitle[row[2]]
		due, err := time.Parse("2006年1月2日", row[5])
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"责任单位": row[1], "完成时限": due.Format(time.DateOnly), "整改措施": row[3], "问题原因": row[4], "状态": row[7]}
		if state, other := states[row[7]]; other {
			want["状态"] = state
		}
		if row[8] != "" {
			want["文号"] = row[8]
		}
		if cell(is, "责任人") == "祁若川" { // the one that was worked on
			touched++
			want["状态"], want["整改措施"], want["问题原因"], want["审核意见"] = "已销号", "高峰增开三个窗口", "只开两个窗口", "属实"
		}
		for heading, w := range want {
			if got := cell(is, heading); got != w {
				t.Errorf("%s: %s is %q, came in as %q", row[2], heading, got, w)
			}
		}
		if row[6] != "" && !strings.Contains(cell(is, "整改进展"), strings.Fields(row[6])[2]) {
			t.Errorf("%s: progress is %q, came in as %q", row[2], cell(is, "整改进展"), row[6])
		}
	}
	if touched != 1 {
		t.Errorf("%d tasks were worked on", touched)
	}
}
