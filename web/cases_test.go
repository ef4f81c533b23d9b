package web

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/casework"
	"minping/web/follow"
	"minping/web/site"
)

// withPoint is a desk with a service point of east, an answerer ("ying") and
// an inspector ("du") of east, and an answerer of west ("far").
func withPoint(t *testing.T) (desk, casework.Point) {
	t.Helper()
	d := newDesk(t)
	for name, g := range map[string]access.Grant{
		"ying": {Role: access.Answerer, Unit: "east"}, "du": {Role: access.Inspector, Unit: "east"}, "far": {Role: access.Answerer, Unit: "west"},
	} {
		d.hire(t, name, g)
	}
	d.post(t, "li", "/cases/points", url.Values{"unit": {"east"}, "kind": {"window"}, "name": {"3号窗口"}}, 303)
	points, err := d.store.People.Points(t.Context())
	must(t, err)
	return d, points[0]
}

// hire makes an account with a grant, which signs in.
func (d desk) hire(t *testing.T, name string, g access.Grant) {
	t.Helper()
	a, err := d.Access.Add(t.Context(), name, password)
	must(t, err)
	g.Account = a.ID
	_, err = d.Access.Grant(t.Context(), g)
	must(t, err)
	d.cookies[name] = session(t, d.send("/login", url.Values{"name": {name}, "password": {password}}, nil))
}

var (
	receiptShown = regexp.MustCompile(`[A-Z2-7]{4}(-[A-Z2-7]{4}){3}`)
	revisionSent = regexp.MustCompile(`name="revision" value="(\d+)"`)
)

// A bad review by the pages, from the service point to the call-back: the citizen
// needs no script, no cookie and no name, and reads the answer.
func TestServiceReview(t *testing.T) {
	d, p := withPoint(t)
	form := d.get("/s/" + p.ID)
	if form.Code != 200 || len(form.Result().Cookies()) > 0 || form.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%d, cookies %v", form.Code, form.Result().Cookies())
	}
	if n := form.Body.Len(); n > 24<<10 {
		t.Errorf("the form has %d bytes before it is packed", n)
	}
	for _, want := range []string{"3号窗口", "非常不满意", "服务态度", "不记录设备和网址"} {
		if !strings.Contains(form.Body.String(), want) {
			t.Errorf("the form does not say %s", want)
		}
	}
	none := d.send("/s/"+p.ID, url.Values{"words": {"等了两个小时"}, "aspect": {"speed"}, "go": {"send"}}, nil)
	if body := none.Body.String(); none.Code != 422 || !strings.Contains(body, "等了两个小时") || !strings.Contains(body, `value="speed" checked`) || !strings.Contains(body, "e-grade") {
		t.Errorf("without a grade: %d\n%s", none.Code, body)
	}
	turned := d.send("/s/"+p.ID, url.Values{"words": {"等了两个小时"}, "grade": {"1"}, "go": {"lang:en"}}, nil)
	if body := turned.Body.String(); turned.Code != 200 || !strings.Contains(body, "等了两个小时") || !strings.Contains(body, `value="1" checked`) || !strings.Contains(body, "Very dissatisfied") {
		t.Errorf("in English: %d\n%s", turned.Code, body)
	}
	good := d.send("/s/"+p.ID, url.Values{"grade": {"5"}, "go": {"send"}}, nil)
	if good.Code != 200 || receiptShown.MatchString(good.Body.String()) {
		t.Errorf("a good review: %d\n%s", good.Code, good.Body)
	}
	bad := d.send("/s/"+p.ID, url.Values{"grade": {"1"}, "words": {"等了两个小时"}, "contact": {"13912345678"}, "go": {"send"}}, nil)
	receipt := receiptShown.FindString(bad.Body.String())
	if bad.Code != 200 || receipt == "" || len(bad.Result().Cookies()) > 0 {
		t.Fatalf("a bad review: %d\n%s", bad.Code, bad.Body)
	}
	if numbered := d.get("/s/" + p.ID + "?matter=B7").Body.String(); !strings.Contains(numbered, "B7") || strings.Contains(numbered, "不记录设备和网址") {
		t.Error("with a matter's number it still promises anonymity")
	}

	cases, err := d.store.People.Cases(t.Context())
	must(t, err)
	at := site.CaseURL(cases[0].ID)
	list := d.page(t, "ying", "/cases", 200)
	if !strings.Contains(list, "等了两个小时") || !strings.Contains(list, "waits for you") || strings.Contains(list, "13912345678") {
		t.Errorf("the unit's list\n%s", list)
	}
	step := func(who, do string, want int, more ...string) string {
		t.Helper()
		revision := revisionSent.FindStringSubmatch(d.page(t, "li", at, 200))
		if revision == nil {
			t.Fatalf("no form before %s", do)
		}
		form := url.Values{"do": {do}, "revision": revision[1:2]}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return d.post(t, who, at, form, want)
	}
	if body := step("ying", "accept", 422); !strings.Contains(body, `aria-invalid="true"`) {
		t.Errorf("without a person\n%s", body)
	}
	step("ying", "accept", 303, "person", "闻以澄")
	if body := d.post(t, "ying", at, url.Values{"do": {"verify"}, "revision": {"1"}, "why": {"刚写的情况"}}, 409); !strings.Contains(body, "刚写的情况") {
		t.Errorf("the second is told without what he typed\n%s", body)
	}
	step("ying", "verify", 303, "why", "当日只开了一个窗口", "theme", "等候时间长")
	step("ying", "fix", 303, "measure", "高峰加开窗口")
	step("ying", "reply", 303, "why", "已加开窗口，抱歉让您久等")

	d.post(t, "ying", at+"/contact", nil, 403)
	if body := d.post(t, "du", at+"/contact", nil, 200); !strings.Contains(body, "13912345678") {
		t.Errorf("the inspector does not read the contact\n%s", body)
	}
	d.post(t, "du", at, url.Values{"do": {"close"}, "revision": {strconv.FormatInt(5, 10)}}, 422)

	answered := d.send("/s", url.Values{"receipt": {strings.ToLower(receipt)}, "go": {"follow"}}, nil)
	if body := answered.Body.String(); answered.Code != 200 || !strings.Contains(body, "抱歉让您久等") || !strings.Contains(body, `value="dissatisfied"`) {
		t.Errorf("followed: %d\n%s", answered.Code, body)
	}
	said := d.send("/s", url.Values{"receipt": {receipt}, "go": {"dissatisfied"}, "why": {"还是慢"}}, nil)
	if said.Code != 200 || strings.Contains(said.Body.String(), `value="dissatisfied"`) {
		t.Errorf("said: %d\n%s", said.Code, said.Body)
	}
	if again := d.send("/s", url.Values{"receipt": {receipt}, "go": {"dissatisfied"}}, nil); again.Code != 200 {
		t.Errorf("said twice: %d", again.Code)
	}
	one := d.page(t, "du", at, 200)
	for _, want := range []string{"还是慢", "its author", "behind", "等候时间长"} {
		if !strings.Contains(one, want) {
			t.Errorf("the case does not say %q\n%s", want, one)
		}
	}
	d.page(t, "li", "/cases/figures", 200)
	d.page(t, "li", "/cases/points/"+p.ID, 200)
	d.page(t, "li", "/cases/points?edit="+p.ID, 200)
}

// What comes in by other ways, by hand and by a table.
func TestCaseEntry(t *testing.T) {
	d, p := withPoint(t)
	wrong := d.post(t, "li", "/cases/new", url.Values{"kind": {"letter"}, "unit": {"east"}, "contact": {"幸福路 1 号"}}, 422)
	if !strings.Contains(wrong, "幸福路 1 号") || !strings.Contains(wrong, "msg") {
		t.Errorf("what was typed is lost\n%s", wrong)
	}
	done := d.post(t, "li", "/cases/new", url.Values{"kind": {"letter"}, "unit": {"east"}, "words": {"公示栏没有更新"}}, 201)
	if !receiptShown.MatchString(done) {
		t.Errorf("no receipt\n%s", done)
	}
	table := "服务点,评分,内容\n3号窗口,2,慢\n3号窗口,5,好\n"
	if body := d.post(t, "li", "/cases/import", url.Values{"go": {"check"}, "list": {table}}, 200); !strings.Contains(body, "1 cases, 1 reviews") && !strings.Contains(body, "1 件来件、1 条评价") {
		t.Errorf("checked\n%s", body)
	}
	if body := d.post(t, "li", "/cases/import", url.Values{"go": {"import"}, "list": {strings.Replace(table, "5", "6", 1)}}, 422); !strings.Contains(body, "3") {
		t.Errorf("a wrong row\n%s", body)
	}
	d.post(t, "li", "/cases/import", url.Values{"go": {"import"}, "list": {table}}, 200)
	cases, err := d.store.People.Cases(t.Context())
	must(t, err)
	if len(cases) != 2 || cases[1].Point != p.ID {
		t.Errorf("%d cases", len(cases))
	}

	// The rules: a holiday moves deadlines; an older form is refused.
	rules := url.Values{"start": {"1"}, "simple": {"4"}, "complex": {"15"}, "silent": {"7"}, "imputed": {"3"}, "keep": {"30"}, "low": {"90"}, "holidays": {"2099-10-01，2099-10-02\n"}, "revision": {"0"}}
	d.post(t, "li", "/cases/rules", rules, 303)
	d.post(t, "li", "/cases/rules", rules, 409)
	set, err := d.store.People.CaseRules(t.Context())
	must(t, err)
	if set.Simple != 4 || len(set.Holidays) != 2 || set.Holidays[0] != survey.Day("2099-10-01") {
		t.Errorf("rules %+v", set)
	}
	if body := d.page(t, "du", "/cases/rules", 200); !strings.Contains(body, "disabled") {
		t.Errorf("an inspector may change the rules\n%s", body)
	}
}

// What is due, by the page and by a calendar that knows the address.
func TestCalendar(t *testing.T) {
	d, p := withPoint(t)
	bad := d.send("/s/"+p.ID, url.Values{"grade": {"1"}, "words": {"等了两个小时"}, "go": {"send"}}, nil)
	if bad.Code != 200 {
		t.Fatal(bad.Body)
	}
	cases, err := d.store.People.Cases(t.Context())
	must(t, err)
	week := "/calendar?week=" + string(cases[0].StartBy)
	for who, sees := range map[string]bool{"ying": true, "li": true, "far": false} {
		if body := d.page(t, who, week, 200); strings.Contains(body, site.CaseURL(cases[0].ID)) != sees || strings.Contains(body, "等了两个小时") {
			t.Errorf("%s, should see it: %v\n%s", who, sees, body)
		}
	}
	address := regexp.MustCompile(`/calendar/[a-z2-7]+\.ics`)
	made := address.FindString(d.post(t, "ying", "/calendar", url.Values{"go": {"feed"}}, 200))
	feed := d.get(made)
	if body := feed.Body.String(); feed.Code != 200 || !strings.HasPrefix(feed.Header().Get("Content-Type"), "text/calendar") || !strings.Contains(body, cases[0].ID) || strings.Contains(body, "等了两个小时") {
		t.Errorf("the feed: %d\n%s", feed.Code, body)
	}
	second := address.FindString(d.post(t, "ying", "/calendar", url.Values{"go": {"feed"}}, 200))
	if d.get(made).Code != 404 || d.get(second).Code != 200 {
		t.Error("the address before still leads there")
	}
	d.post(t, "ying", "/calendar", url.Values{"go": {"drop"}}, 303)
	if d.get(second).Code != 404 {
		t.Error("the feed goes on")
	}
	if body := d.post(t, "ying", "/calendar", url.Values{"go": {"weekly"}, "weekly": {"1"}, "mail": {"nobody"}}, 422); !strings.Contains(body, `value="nobody"`) {
		t.Errorf("what was typed is lost\n%s", body)
	}
}

// What everybody sees of a month that is over: nothing until the rules publish it,
// then figures with their interval, and nothing where there are few.
func TestPublicFigures(t *testing.T) {
	d, p := withPoint(t)
	if rec := d.get("/services"); rec.Code != 404 || strings.Contains(d.get("/").Body.String(), "/services") {
		t.Errorf("before it is published: %d", rec.Code)
	}
	month := d.Cases.Today().Time().AddDate(0, 0, -d.Cases.Today().Time().Day()).Format("2006-01")
	rows := "类型,服务点,日期,评分,内容\n"
	for i := range 30 {
		rows += "评价," + p.ID + "," + month + "-1" + strconv.Itoa(i%10) + "," + strconv.Itoa(3+i%3) + ",很快\n"
	}
	rows += "评价," + p.ID + "," + month + "-05,1,很慢\n评价," + p.ID + "," + month + "-05,1,很慢\n"
	d.post(t, "li", "/cases/points", url.Values{"unit": {"west"}, "kind": {"item"}, "name": {"登记"}}, 303)
	points, err := d.store.People.Points(t.Context())
	must(t, err)
	all := survey.Rights{}
	all.Add(survey.ReadOrders, survey.Area{})
	all.Add(survey.ManageOrders, survey.Area{})
	room := d.Cases.Within(d.Service.Within(all))
	var table [][]string
	for _, line := range strings.Split(strings.TrimSpace(rows), "\n") {
		table = append(table, strings.Split(line, ","))
	}
	table = append(table, []string{"评价", points[1].ID, month + "-06", "5", "有人很耐心"})
	_, wrong, err := room.Import(t.Context(), table[0], table[1:], func(i int) int { return i }, false)
	must(t, err)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	rules := casework.Usual()
	rules.Public = true
	rules, err = room.EditRules(t.Context(), rules)
	must(t, err)

	if body := d.get("/?lang=en").Body.String(); !strings.Contains(body, `<a href="/services">`) {
		t.Errorf("the first page does not lead there\n%s", body)
	}
	rec := d.get("/services?lang=en")
	body := rec.Body.String()
	if rec.Code != 200 || strings.Contains(body, "很慢") || strings.Contains(body, "很耐心") {
		t.Fatalf("%d\n%s", rec.Code, body)
	}
	if west := regexp.MustCompile(`(?s)登记.*?</tr>`).FindString(body); !strings.Contains(west, "not told") || strings.Contains(west, "100%") {
		t.Errorf("one review: %s", west)
	}
	// Without the one review of west, which its unit's figure would tell, nothing of
	// east may stand either: the whole less east would be that one.
	if !strings.Contains(body, "33 reviews") || strings.Contains(body, "0/2") || strings.Count(body, "not told (") != 4 {
		t.Errorf("the whole, and what follows from it\n%s", body)
	}
	if rec := d.get("/services?month=2001-01"); rec.Code != 404 {
		t.Errorf("a month that is not public: %d", rec.Code)
	}
	if said := d.page(t, "li", "/cases/reviews?from="+month+"-01", 200); !strings.Contains(said, "31 good reviews, 2 bad ones") || !strings.Contains(said, "很耐心") || !strings.Contains(said, "很慢") {
		t.Errorf("praise beside complaints\n%s", said)
	}
	form := url.Values{"revision": {strconv.FormatInt(rules.Revision, 10)}}
	for _, name := range follow.CaseRuleNames {
		form.Set(name, strconv.Itoa(*follow.CaseRuleNumber(&rules, name)))
	}
	d.post(t, "wei", "/cases/rules", form, 303)
	if rec := d.get("/services"); rec.Code != 404 {
		t.Errorf("after it is withdrawn: %d", rec.Code)
	}
}

// A service point that is shut says so, as one that never was; neither takes a
// review, in the language and size that were asked for.
func TestServiceDoors(t *testing.T) {
	d, p := withPoint(t)
	d.post(t, "li", "/cases/points", url.Values{"id": {p.ID}, "unit": {"east"}, "kind": {"window"}, "name": {p.Name}, "shut": {"yes"}, "revision": {strconv.FormatInt(p.Revision, 10)}}, 303)
	for path, want := range map[string]int{"/s/" + p.ID: 410, "/s/unknown": 404} {
		for _, query := range []string{"", "?lang=en", "?size=large"} {
			rec := d.get(path + query)
			if body := rec.Body.String(); rec.Code != want || strings.Contains(body, `name="grade"`) || !strings.Contains(body, "<h1>") || len(rec.Result().Cookies()) > 0 {
				t.Errorf("%s: %d, want %d\n%s", path+query, rec.Code, want, body)
			}
			if english := strings.Contains(rec.Body.String(), `<html lang="en"`); english != (query == "?lang=en") {
				t.Errorf("%s is in English: %t", path+query, english)
			}
		}
		if rec := d.send(path, url.Values{"grade": {"1"}, "go": {"send"}}, nil); rec.Code != want {
			t.Errorf("a review at %s: %d, want %d", path, rec.Code, want)
		}
	}
	reviews, err := d.store.People.Reviews(t.Context(), "2000-01-01", "2999-12-31")
	must(t, err)
	if len(reviews) > 0 {
		t.Errorf("%d reviews were taken", len(reviews))
	}
}

// Every case that came in is in the list until it is closed, each with the day by
// which it is to be answered: no bad review is lost, whatever way it came.
func TestEveryCaseAnswered(t *testing.T) {
	d, p := withPoint(t)
	want := map[string]bool{}
	for i, words := range []string{"太慢", "没人", "收费"} {
		d.send("/s/"+p.ID, url.Values{"grade": {strconv.Itoa(1 + i%2)}, "words": {words}, "go": {"send"}}, nil)
		want[words] = true
	}
	d.post(t, "li", "/cases/new", url.Values{"kind": {"letter"}, "unit": {"east"}, "words": {"公示栏没有更新"}}, 201)
	want["公示栏没有更新"] = true
	body := d.page(t, "du", "/cases?open=1", 200)
	for words := range want {
		if !strings.Contains(body, words) {
			t.Errorf("%s is not in the list\n%s", words, body)
		}
	}
	reviews, err := d.store.People.Reviews(t.Context(), "2000-01-01", "2999-12-31")
	must(t, err)
	cases, err := d.store.People.Cases(t.Context())
	must(t, err)
	of := map[string]bool{}
	for _, c := range cases {
		of[c.Review] = true
		if !c.Due.Valid() || c.Due <= c.Day {
			t.Errorf("%s came on %s and is due on %q", c.Words, c.Day, c.Due)
		}
	}
	for _, r := range reviews {
		if r.Bad() && !of[r.ID] {
			t.Errorf("no case of %s", r.Words)
		}
	}
	if len(cases) != len(want) {
		t.Errorf("%d cases of %d matters", len(cases), len(want))
	}
}
