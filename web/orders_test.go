package web

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"minping/survey/access"
	"minping/survey/rectify"
)

// ordering is a desk with an answerer of two units and an inspector of all.
func ordering(t *testing.T) desk {
	t.Helper()
	d := newDesk(t)
	d.Orders.Now, d.Orders.Zone = d.service.Now, d.Zone
	for name, grant := range map[string]access.Grant{
		"zhu": {Role: access.Answerer, Unit: "east"}, "gu": {Role: access.Answerer, Unit: "west"}, "an": {Role: access.Inspector}, "ling": {Role: access.Leader},
	} {
		a, err := d.Access.Add(t.Context(), name, password)
		must(t, err)
		grant.Account = a.ID
		_, err = d.Access.Grant(t.Context(), grant)
		must(t, err)
		d.cookies[name] = session(t, d.send("/login", url.Values{"name": {name}, "password": {password}}, nil))
	}
	return d
}

// ordered puts a problem, an order and its task of a unit into the store, all
// by one id.
func (d desk) ordered(t *testing.T, id, unit string) {
	t.Helper()
	must(t, d.store.People.ChangeOrders(t.Context(), rectify.Change{
		Problems: []rectify.Problem{{ID: id, State: rectify.Drafted, Unit: unit, Title: "问题在" + unit}},
		Orders:   []rectify.Order{{ID: id, Unit: unit, Title: "通知" + unit, Number: "整改通知〔2026〕" + id, Pattern: rectify.NumberPattern, Due: "2026-12-31", Issued: now}},
		Tasks:    []rectify.Task{{ID: id, Order: id, No: 1, Unit: unit, Title: "任务在" + unit, State: rectify.Issued, Due: "2026-12-31"}},
	}))
}

// says checks that a text holds others, in this order.
func says(t *testing.T, text string, want ...string) {
	t.Helper()
	text = strings.ReplaceAll(text, "\u00a0", " ")
	for _, w := range want {
		_, after, there := strings.Cut(text, w)
		if !there {
			_, main, _ := strings.Cut(text, "<main")
			t.Errorf("%q is not said, or not there, in\n%s", w, cmp.Or(main, text))
			return
		}
		text = after
	}
}

var revisionIn = regexp.MustCompile(`name="revision(?:\.\w+)?" value="(\d+)"`)

// at is the revision that a page's forms carry.
func at(t *testing.T, page string) string {
	t.Helper()
	m := revisionIn.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no revision in %s", page)
	}
	return m[1]
}

// issued drafts a problem of a unit by hand, confirms it, puts it into an order
// and issues that, all on pages, and returns the addresses of order and task.
func (d desk) issued(t *testing.T, unit, title, due string) (order, task string) {
	t.Helper()
	d.post(t, "li", "/orders/problems", url.Values{"go": {"enter"}, "unit": {unit}, "title": {title}}, http.StatusSeeOther)
	list := d.page(t, "li", "/orders/problems", http.StatusOK)
	id := regexp.MustCompile(`href="/orders/problems/(\w+)"[^>]*>(?:<span[^>]*>)?` + regexp.QuoteMeta(title)).FindStringSubmatch(list)[1]
	d.post(t, "li", "/orders/problems", url.Values{"go": {"confirm"}, "p": {id}, "revision." + id: {"1"}}, http.StatusSeeOther)
	order = d.post(t, "li", "/orders/problems", url.Values{"go": {"order"}, "p": {id}, "title": {"限期整改通知"}, "due": {due}}, http.StatusSeeOther)
	page := d.page(t, "li", order+"?ask=issue", http.StatusOK)
	d.post(t, "li", order, url.Values{"go": {"issue"}, "revision": {at(t, page)}}, http.StatusSeeOther)
	task = regexp.MustCompile(`href="(/orders/tasks/\w+)"`).FindStringSubmatch(d.page(t, "li", order, http.StatusOK))[1]
	return order, task
}

// move takes a step on a task's page, at its revision now.
func (d desk) move(t *testing.T, who, task, do string, form url.Values, want int) string {
	t.Helper()
	stored, err := d.store.People.Task(t.Context(), task[strings.LastIndex(task, "/")+1:])
	must(t, err)
	form.Set("go", do)
	form.Set("revision", fmt.Sprint(stored.Revision))
	return d.post(t, who, task, form, want)
}

// A task from a problem that was typed to the look-back, on pages alone: each
// is offered the steps that are his, and told whose turn it is.
func TestTaskOnPages(t *testing.T) {
	d := ordering(t)
	order, task := d.issued(t, "east", "任前公示时间短", "2026-12-20")
	says(t, d.page(t, "li", order, http.StatusOK), "整改通知〔2026〕1号", "Issue")
	offers := func(who string, steps ...string) string {
		t.Helper()
		page := d.page(t, who, task, http.StatusOK)
		var got []string
		for _, m := range regexp.MustCompile(`name="go" value="(\w+)"`).FindAllStringSubmatch(page, -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, " ") != strings.Join(steps, " ") {
			t.Errorf("%s is offered %v, want %v", who, got, steps)
		}
		return page
	}
	d.page(t, "gu", task, http.StatusNotFound) // another unit's
	d.page(t, "gu", order, http.StatusNotFound)
	offers("ling")
	offers("an")
	says(t, offers("zhu", "claim", "ask"), "任前公示时间短", "Waits for Dongjiang to claim it", "Due 20 December")
	if page := d.move(t, "zhu", task, "claim", url.Values{}, http.StatusUnprocessableEntity); !strings.Contains(page, "aria-invalid") {
		t.Errorf("nothing says where the person is missing: %s", page)
	}
	d.move(t, "an", task, "claim", url.Values{"person": {"闻以澄"}}, http.StatusForbidden)
	d.move(t, "zhu", task, "claim", url.Values{"person": {"闻以澄"}}, http.StatusSeeOther)
	d.move(t, "zhu", task, "plan", url.Values{"cause": {"公示只在县城"}, "measure": {"张贴到村"}}, http.StatusSeeOther)
	d.move(t, "zhu", task, "report", url.Values{"why": {"已修订办法"}, "share": {"40 percent"}}, http.StatusUnprocessableEntity)
	d.move(t, "zhu", task, "report", url.Values{"why": {"已修订办法"}, "share": {"40%"}}, http.StatusSeeOther)
	says(t, offers("zhu", "report", "submit", "ask"), "40% done", "张贴到村")
	d.move(t, "zhu", task, "ask", url.Values{"why": {"材料未齐"}, "due": {"2026-12-31"}}, http.StatusSeeOther)
	says(t, offers("li", "grant", "report", "submit", "refuse", "remind", "amend", "withdraw"), "More time is asked for: 31 December", `value="2026-12-31"`)
	d.move(t, "li", task, "grant", url.Values{}, http.StatusSeeOther)
	says(t, offers("zhu", "report", "submit", "ask"), "Due 31 December")
	d.move(t, "zhu", task, "submit", url.Values{"why": {"办完了"}, "evidence": {"办法.pdf\r\n照片 12 张"}}, http.StatusSeeOther)
	says(t, offers("an", "check", "return"), "an inspector checks it next", "照片 12 张")
	d.move(t, "an", task, "return", url.Values{"why": {"缺村里的照片"}}, http.StatusSeeOther)
	says(t, offers("zhu", "submit", "plan", "report", "ask"), "Returned: Dongjiang is to do it again", "缺村里的照片", "Behind")
	d.move(t, "zhu", task, "submit", url.Values{"why": {"已补"}, "evidence": {"村照片"}}, http.StatusSeeOther)
	d.move(t, "an", task, "check", url.Values{"why": {"属实"}}, http.StatusSeeOther)
	d.move(t, "an", task, "close", url.Values{"lasting": {"1"}}, http.StatusSeeOther)
	says(t, offers("an", "held", "fell_back"), "Closed", "Closed, and kept up", "属实")
	says(t, d.page(t, "ling", "/orders", http.StatusOK), "The only task is closed", "1 issued, 1 closed: 100%", "of those closed, 100%", "returned at least once: 1, 100%")
	d.move(t, "an", task, "fell_back", url.Values{"why": {"又短了"}, "due": {"2027-03-01"}}, http.StatusSeeOther)
	says(t, offers("zhu", "submit", "plan", "report", "ask"), "又短了", "Due 1 March 2027")
}

// Whoever asked for more time is not offered to grant it, and told why.
func TestOwnWorkIsForOthers(t *testing.T) {
	const told = "is checked, closed or granted by somebody else"
	d := ordering(t)
	_, task := d.issued(t, "east", "举报后得不到答复", "2026-12-20")
	d.move(t, "li", task, "ask", url.Values{"why": {"材料未齐"}, "due": {"2026-12-31"}}, http.StatusSeeOther)
	page := d.page(t, "li", task, http.StatusOK)
	says(t, page, `value="refuse"`, told)
	if strings.Contains(page, `value="grant"`) {
		t.Error("li is offered to grant what he asked for")
	}
	d.move(t, "li", task, "grant", url.Values{}, http.StatusUnprocessableEntity)
	d.move(t, "li", task, "refuse", url.Values{"why": {"可按期完成"}}, http.StatusSeeOther)
	if page := d.page(t, "li", task, http.StatusOK); strings.Contains(page, told) {
		t.Error("li is told of his own work where there is none")
	}
}

// Two people with one task: the second is told, what the first did is there,
// and what the second typed is not lost, also where the step is gone.
func TestSecondIsTold(t *testing.T) {
	d := ordering(t)
	_, task := d.issued(t, "east", "举报后得不到答复", "2026-12-20")
	d.move(t, "zhu", task, "claim", url.Values{"person": {"闻以澄"}}, http.StatusSeeOther)
	read := at(t, d.page(t, "zhu", task, http.StatusOK))
	d.move(t, "li", task, "amend", url.Values{"why": {"换人"}, "person": {"祁若川"}}, http.StatusSeeOther)
	form := url.Values{"go": {"plan"}, "revision": {read}, "cause": {"没有专人"}, "measure": {"七日内书面答复"}}
	told := d.post(t, "zhu", task, form, http.StatusConflict)
	says(t, told, "yours was not kept", "没有专人", "七日内书面答复", "祁若川")
	form.Set("revision", at(t, told))
	d.post(t, "zhu", task, form, http.StatusSeeOther) // what was typed is sent again as it is

	read = at(t, d.page(t, "zhu", task, http.StatusOK))
	d.move(t, "li", task, "withdraw", url.Values{"why": {"下发有误"}}, http.StatusSeeOther)
	told = d.post(t, "zhu", task, url.Values{"go": {"report"}, "revision": {read}, "why": {"专人已定"}, "share": {"50"}}, http.StatusConflict)
	says(t, told, "Withdrawn", "What you typed, and what was not kept", "专人已定")
	if strings.Contains(told, `value="report"`) {
		t.Error("a step that is not possible any more is offered")
	}
}

// Problems are drafted from results by the page, edited, merged, dropped and
// confirmed, each at the revision at which it was read; an order takes confirmed
// ones of one unit, can be changed and dropped until it is issued.
func TestProblemsOnPages(t *testing.T) {
	d := ordering(t)
	d.cast(t, "work", "east", "cadres", 12, workAnswered())
	must(t, d.service.ClosePoll(t.Context(), "work"))
	must(t, d.service.PublishPoll(t.Context(), "work"))
	d.page(t, "zhu", "/orders/problems", http.StatusNotFound)
	d.post(t, "zhu", "/orders/problems", url.Values{"go": {"enter"}, "unit": {"east"}, "title": {"问题"}}, http.StatusNotFound)
	says(t, d.page(t, "li", "/orders/problems", http.StatusOK), "No problem has been drafted yet")
	d.post(t, "li", "/orders/problems", url.Values{"go": {"findings"}, "poll": {"work"}}, http.StatusSeeOther)
	says(t, d.post(t, "li", "/orders/problems", url.Values{"go": {"enter"}, "unit": {"east"}, "detail": {"写了一半"}}, http.StatusUnprocessableEntity), "aria-invalid", "写了一半")
	for _, title := range []string{"甲问题", "乙问题", "丙问题"} {
		d.post(t, "li", "/orders/problems", url.Values{"go": {"enter"}, "unit": {"east"}, "title": {title}, "detail": {title + "的表现"}}, http.StatusSeeOther)
	}
	id := map[string]string{}
	for _, m := range regexp.MustCompile(`href="/orders/problems/(pr_\w+)"[^>]*>(?:<span[^>]*>)?(.问题)<`).FindAllStringSubmatch(d.page(t, "li", "/orders/problems", http.StatusOK), -1) {
		id[m[2]] = m[1]
	}
	one := "/orders/problems/" + id["甲问题"]
	edit := url.Values{
		"go": {"confirm"}, "revision": {"1"}, "title": {"甲问题"}, "detail": {"甲问题的表现"}, "merge": {id["乙问题"]},
		"advice.text": {"公开办事流程", ""}, "advice.measure": {"上墙", ""}, "advice.days": {"30", ""}, "advice.library": {"", ""}, "advice.task": {"", ""},
	}
	d.post(t, "li", one, edit, http.StatusSeeOther)
	says(t, d.page(t, "li", one, http.StatusOK), "Confirmed", "乙问题的表现", "公开办事流程", "上墙", `value="30"`)
	says(t, d.page(t, "li", "/orders/problems/"+id["乙问题"], http.StatusOK), "Merged", one)
	edit.Set("title", "别人的改法")
	says(t, d.post(t, "li", one, edit, http.StatusConflict), "yours was not kept", "别人的改法")
	says(t, d.post(t, "li", "/orders/problems", url.Values{"go": {"drop"}, "p": {id["丙问题"]}, "revision." + id["丙问题"]: {"1"}}, http.StatusUnprocessableEntity), "checked", "Please say why it is dropped")
	says(t, d.post(t, "li", "/orders/problems", url.Values{"go": {"drop"}, "why": {"与甲重复"}, "p": {id["丙问题"]}, "revision." + id["丙问题"]: {"9"}}, http.StatusConflict), "丙问题", "checked", "与甲重复")
	says(t, d.post(t, "li", "/orders/problems", url.Values{"go": {"order"}, "title": {"通知"}, "due": {"2026-12-20"}}, http.StatusUnprocessableEntity), "Mark problems first", `value="通知"`)
	says(t, d.post(t, "li", "/orders/problems", url.Values{"go": {"order"}, "p": {id["丙问题"]}, "title": {"通知"}, "due": {"2026-12-20"}}, http.StatusUnprocessableEntity), "it has to be confirmed")
	d.post(t, "li", "/orders/problems", url.Values{"go": {"drop"}, "why": {"与甲重复"}, "p": {id["丙问题"]}, "revision." + id["丙问题"]: {"1"}}, http.StatusSeeOther)
	says(t, d.page(t, "li", "/orders/problems/"+id["丙问题"], http.StatusOK), "Dropped", "与甲重复")
	says(t, d.page(t, "li", "/orders/problems?state=dropped", http.StatusOK), "丙问题", "与甲重复")

	order := d.post(t, "li", "/orders/problems", url.Values{"go": {"order"}, "p": {id["甲问题"]}, "title": {"通知"}, "due": {"2026-12-20"}}, http.StatusSeeOther)
	says(t, d.page(t, "li", order, http.StatusOK), "not issued yet", "甲问题")
	d.page(t, "zhu", order, http.StatusNotFound)
	says(t, d.post(t, "li", order, url.Values{"go": {"edit"}, "revision": {"1"}, "title": {"改过的通知"}, "due": {"2026-12-20"}, "pattern": {"没有序号"}}, http.StatusUnprocessableEntity), "改过的通知", "The pattern of numbers has")
	d.post(t, "li", order, url.Values{"go": {"edit"}, "revision": {"1"}, "title": {"改过的通知"}, "due": {"2026-12-21"}, "pattern": {"督〔{year}〕{n}号"}}, http.StatusSeeOther)
	says(t, d.post(t, "li", order, url.Values{"go": {"edit"}, "revision": {"1"}, "title": {"又改"}, "due": {"2026-12-22"}}, http.StatusConflict), "又改")
	task := regexp.MustCompile(`href="(/orders/tasks/\w+)"`).FindStringSubmatch(d.page(t, "li", order, http.StatusOK))[1]
	says(t, d.page(t, "li", task, http.StatusOK), "Not issued yet", "2026-12-21")
	d.move(t, "li", task, "edit", url.Values{"title": {"甲问题"}, "due": {"2026-12-21"}, "cooperating": {"县融媒体中心\r\n县财政局"}}, http.StatusSeeOther)
	says(t, d.page(t, "li", task, http.StatusOK), "县融媒体中心", "县财政局")
	says(t, d.page(t, "li", order+"?ask=drop", http.StatusOK), "Drop this draft?")
	d.post(t, "li", order, url.Values{"go": {"drop"}, "revision": {"2"}}, http.StatusSeeOther)
	says(t, d.page(t, "li", "/orders/problems?state=confirmed", http.StatusOK), "甲问题", "Confirmed")
}

// What was done before about the same indicator is taken over as advice that says
// where it is from, beside what was typed; what is wrong with the days is said, and
// stays as it was typed.
func TestAdviceOfBefore(t *testing.T) {
	d := ordering(t)
	origin := []rectify.Origin{{Source: rectify.OfFinding, Poll: "work", Finding: "F1", Node: "C4"}}
	must(t, d.store.People.ChangeOrders(t.Context(), rectify.Change{
		Problems: []rectify.Problem{{ID: "pr_now", State: rectify.Confirmed, Unit: "east", Title: "公示时间短", Origins: origin}},
		Orders:   []rectify.Order{{ID: "or_then", Unit: "west", Title: "通知", Number: "整改通知〔2025〕1号", Pattern: rectify.NumberPattern, Due: "2025-12-31", Issued: now}},
		Tasks: []rectify.Task{{
			ID: "ta_then", Order: "or_then", No: 1, Unit: "west", Title: "公示不够", State: rectify.Closed, Due: "2025-12-31", Origins: origin,
			Measure: "公示延长到五个工作日", Steps: []rectify.Step{{Do: rectify.Close, At: now}},
		}},
	}))
	one := "/orders/problems/pr_now"
	says(t, d.page(t, "li", one, http.StatusOK), "公示延长到五个工作日", `value="adopt ta_then"`)
	form := url.Values{
		"go": {"adopt ta_then"}, "revision": {"1"}, "title": {"公示时间短"},
		"advice.text": {"张贴到村"}, "advice.measure": {""}, "advice.days": {"三十天"}, "advice.library": {""}, "advice.task": {""},
	}
	says(t, d.post(t, "li", one, form, http.StatusUnprocessableEntity), "The days of an advice", "张贴到村", `value="三十天"`)
	form["advice.days"] = []string{"30"}
	d.post(t, "li", one, form, http.StatusSeeOther)
	says(t, d.page(t, "li", one, http.StatusOK), "Confirmed", "张贴到村", `value="30"`, "/orders/tasks/ta_then", "公示延长到五个工作日")
	p, err := d.store.People.Problem(t.Context(), "pr_now")
	must(t, err)
	if len(p.Advice) != 2 || p.Advice[1].Text != "公示延长到五个工作日" || p.Advice[1].Task != "ta_then" {
		t.Errorf("advised %+v", p.Advice)
	}
	form.Set("revision", "2")
	form["advice.text"], form["advice.measure"] = []string{""}, []string{"有照片"}
	says(t, d.post(t, "li", one, form, http.StatusUnprocessableEntity), "Please say what to do", "有照片")
	form.Set("go", "adopt ta_other")
	says(t, d.post(t, "li", one, form, http.StatusUnprocessableEntity), "The form is incomplete")
}

// The ledger is filtered, is written as a table, and takes it back: what was
// changed in the table is shown first, then done; what is wrong is said by row
// and column, and nothing is kept.
func TestLedgerOnPages(t *testing.T) {
	d := ordering(t)
	_, task := d.issued(t, "east", "任前公示时间短", "2026-11-25")
	d.issued(t, "west", "窗口推诿", "2027-02-01")
	d.move(t, "zhu", task, "claim", url.Values{"person": {"闻以澄"}}, http.StatusSeeOther)
	says(t, d.page(t, "li", "/orders", http.StatusOK), "2 tasks are open, none is overdue", "任前公示时间短", "Due in 3 days", "窗口推诿", "On course")
	for query, want := range map[string]string{"unit=east": "任前", "state=claimed": "任前", "alert=blue": "任前", "q=推诿": "窗口", "state=closed": "", "unit=west&alert=blue": ""} {
		page := d.page(t, "li", "/orders?"+query, http.StatusOK)
		for _, title := range []string{"任前公示时间短", "窗口推诿"} {
			if got, should := strings.Contains(page, title), want != "" && strings.HasPrefix(title, want); got != should {
				t.Errorf("%s: %s is shown: %v", query, title, got)
			}
		}
	}
	if page := d.page(t, "gu", "/orders", http.StatusOK); strings.Contains(page, "任前") || !strings.Contains(page, "窗口推诿") || strings.Contains(page, "/orders/import") {
		t.Errorf("the answerer of another unit sees %s", page)
	}
	d.page(t, "gu", "/orders/import", http.StatusNotFound)
	d.page(t, "li", "/orders/ledger/ledger.ods", http.StatusNotFound)
	if file := d.get("/orders/ledger/ledger.csv", "Cookie", d.cookies["gu"].String()).Body.String(); strings.Contains(file, "任前") || !strings.Contains(file, "窗口推诿") {
		t.Errorf("a table of another's: %s", file)
	}

	link := regexp.MustCompile(`href="(/orders/ledger/ledger\.csv[^"]*)"`).FindStringSubmatch(d.page(t, "li", "/orders?unit=east", http.StatusOK))[1]
	table := d.get(html.UnescapeString(link), "Cookie", d.cookies["li"].String(), "Accept-Language", "zh").Body.String()
	changed := strings.Replace(table, "2026-11-25", "2026-12-31", 1) + "整改通知〔2026〕9号,,,新来的问题,,,,,西岭市,,,,,2027-01-31,,,,,,,,,\r\n"
	page := d.upload(t, "/orders/import", "台账.csv", changed, url.Values{"go": {"check"}}).Body.String()
	says(t, page, "将新增 1 项，改动 1 项；0 项不动", "完成时限", "<del>2026-11-25</del>", "<ins>2026-12-31</ins>", "新来的问题")
	grouped := "整改台账,,,,\n序号,存在问题,责任,,备注,完成时限\n,问题,单位,责任人,,\n1,两行的表头,西岭市,闻以澄,老台账,2027-01-31\n"
	says(t, d.upload(t, "/orders/import", "台账.csv", grouped, url.Values{"go": {"check"}}).Body.String(), "将新增 1 项", "不导入：备注", "两行的表头", "闻以澄")
	wrong := d.upload(t, "/orders/import", "台账.csv", strings.Replace(changed, "2027-01-31", "年底前", 1), url.Values{"go": {"check"}})
	if wrong.Code != http.StatusUnprocessableEntity {
		t.Error(wrong.Code)
	}
	says(t, wrong.Body.String(), "一行也没有存", "第 3 行", "完成时限", "年底前")
	list := regexp.MustCompile(`(?s)name="list" value="([^"]*)"`).FindStringSubmatch(page)[1]
	to := d.post(t, "li", "/orders/import", url.Values{"go": {"import"}, "name": {"台账.csv"}, "list": {html.UnescapeString(list)}}, http.StatusSeeOther)
	says(t, d.page(t, "li", to, http.StatusOK), "3 tasks are open", "1 new, 1 changed", "新来的问题")
	if again := d.upload(t, "/orders/import", "台账.csv", changed, url.Values{"go": {"check"}}); again.Code != http.StatusUnprocessableEntity || !strings.Contains(again.Body.String(), "重新导出") {
		t.Errorf("an older table is taken: %d %s", again.Code, again.Body)
	}
	var tasks []rectify.Task
	tasks, err := d.store.People.Tasks(t.Context())
	must(t, err)
	if len(tasks) != 3 || tasks[0].Due != "2026-12-31" {
		t.Errorf("%+v", tasks)
	}
}
