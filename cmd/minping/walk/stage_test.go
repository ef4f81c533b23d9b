package walk

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"minping/survey/demo"
	"minping/survey/library"
	"minping/survey/rectify"
)

// A stage is a running demo with accounts and all that pages can show, made by
// what people send: forms, and requests to the API.
type stage struct {
	url    string
	props  map[string]string       // what $names in paths stand for
	people map[string]*http.Client // by account; "": nobody
	setup  string                  // address at which the first account is made
}

// password is of all accounts of a stage.
const password = "correct-horse-battery"

// openStage starts a demo. Nobody has an account yet.
func openStage(t *testing.T) *stage {
	t.Helper()
	pages := start(t, "Ctrl+C", "demo", "--addr", "127.0.0.1:0", "--lang", "zh")
	if len(pages) != 10 {
		t.Fatalf("the demo names %v", pages)
	}
	results, err := url.Parse(pages[0])
	if err != nil {
		t.Fatal(err)
	}
	consulted, err := url.Parse(pages[4])
	if err != nil {
		t.Fatal(err)
	}
	voted, err := url.Parse(pages[5])
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{url: "http://" + results.Host, people: map[string]*http.Client{}, setup: pages[9]}
	setup, _ := url.Parse(s.setup)
	s.props = map[string]string{
		"finished": path.Base(results.Path), "unit": path.Base(pages[2]), "open": path.Base(pages[8]),
		"opinions":   path.Base(path.Dir(consulted.Path)),
		"team":       path.Base(path.Dir(pages[6])),
		"assigned":   demo.Sections,
		"feedback":   path.Base(path.Dir(pages[7])),
		"vote":       path.Base(path.Dir(voted.Path)),
		"first_vote": strings.TrimSuffix(path.Base(path.Dir(voted.Path)), "2") + "1",
		"setup":      setup.Query().Get("token"),
	}
	s.people[""] = newPerson(t)
	return s
}

// openEmptyStage starts a server whose folder of data is new.
func openEmptyStage(t *testing.T) *stage {
	t.Helper()
	const link = "/setup?token="
	pages := start(t, link, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--second-factor", "optional", "--lang", "zh")
	url, token, _ := strings.Cut(pages[len(pages)-1], link)
	return &stage{url: url, props: map[string]string{"setup": token}, people: map[string]*http.Client{"": newPerson(t)}}
}

func newPerson(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// expand puts props in the place of $names.
func (s *stage) expand(t *testing.T, text string) string {
	t.Helper()
	return os.Expand(text, func(name string) string {
		value, ok := s.props[name]
		if !ok {
			t.Errorf("%s: there is no $%s on the stage", text, name)
		}
		return value
	})
}

// ask sends a request as an account; anything but the status wanted ends the test.
func (s *stage) ask(t *testing.T, who, method, path, contentType, body string, want int) (location, page string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+s.expand(t, path), strings.NewReader(s.expand(t, body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", s.url)
	r.Header.Set("Content-Type", contentType)
	resp, err := s.people[who].Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != want {
		t.Fatalf("%s %s as %q: %s, %v\n%.3000s", method, path, who, resp.Status, err, answer)
	}
	return resp.Header.Get("Location"), string(answer)
}

// form sends a form.
func (s *stage) form(t *testing.T, who, path, form string, want int) (location, page string) {
	t.Helper()
	return s.ask(t, who, http.MethodPost, path, "application/x-www-form-urlencoded", form, want)
}

// api sends JSON to the API.
func (s *stage) api(t *testing.T, who, path, body string, want int) string {
	t.Helper()
	_, answer := s.ask(t, who, http.MethodPost, "/api/v1"+path, "application/json", body, want)
	return answer
}

// found returns what the first group of a pattern holds in a page.
func found(t *testing.T, page, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no %s in\n%s", pattern, page)
	}
	return m[1]
}

// set makes accounts and things: an operator who organises (wei), an organiser
// (li), a leader of one city (zhao), polls in all states, codes, paper,
// comments, a hook with a delivery, a channel, a token, recipients.
func (s *stage) set(t *testing.T) {
	t.Helper()
	s.people["wei"] = newPerson(t)
	s.form(t, "wei", "/setup", "token=$setup&name=wei&password="+password+"&again="+password, http.StatusSeeOther)
	s.invite(t, "li", "organiser", "")
	s.invite(t, "zhao", "leader", "c01")
	_, page := s.form(t, "wei", "/admin/invitations", "name=qian&role=leader&unit=c02", http.StatusCreated)
	s.props["invite"] = found(t, page, `/invite\?token=([\w.~-]+)`)
	_, page = s.ask(t, "wei", http.MethodGet, "/admin/accounts", "", "", http.StatusOK)
	s.props["account"] = found(t, page, `href="/admin/accounts/([\w-]+)">zhao<`)
	begun, _ := s.form(t, "wei", "/manage/questionnaires", "from=bundled:service-review", http.StatusSeeOther)
	s.props["questionnaire"] = found(t, begun, `/manage/questionnaires/(\w+)/`)
	_, page = s.ask(t, "wei", http.MethodGet, "/r/$finished/screen", "", "", http.StatusOK)
	s.props["slides"] = found(t, page, `class="at">1 / (\d+)<`)
	s.half(t)
	_, page = s.form(t, "wei", "/admin/webhooks", "url=https%3A%2F%2Farchive.invalid%2Fhook&label=档案&kinds=poll.opened&kinds=poll.closed", http.StatusCreated)
	s.props["hook"] = found(t, page, `/admin/webhooks/([\w-]+)`)
	s.form(t, "wei", "/admin/notifications", "name=值班&kind=mail&language=zh&to=duty%40example.org&event=poll.opened&event=poll.closed", http.StatusSeeOther)
	s.form(t, "wei", "/account/tokens", "label=import&days=30", http.StatusCreated)

	s.poll(t, "draft", "下一轮满意度测评", "The next round", "open")
	s.poll(t, "closed", "已结束的试测", "A trial that is over", "open", "open", "close")
	s.poll(t, "coded", "机关作风内部测评", "Ways of working, by code", "code", "open")
	s.props["code"] = s.codes(t, "coded", 20)[0]
	s.form(t, "wei", "/manage/coded/messages/recipients", "go=import&list="+url.QueryEscape("address,name,group\na@example.org,王某,cadres\nb@example.org,李某,cadres"), http.StatusSeeOther)
	s.paper(t)
	s.sheets(t)
	s.comments(t)
	s.projects(t)
	s.awards(t)
	s.duty(t)
	s.props["candidates"] = found(t, s.api(t, "wei", "/candidate-lists", `{"title":"现场推进会名单","units":["x01","x02","c01"],"columns":[{"kind":"score","poll":"$finished"},{"kind":"rank","poll":"$finished"},{"kind":"overdue"},{"kind":"team"}]}`, http.StatusCreated), `"(cl_\w+)"`)
	s.orders(t)
	s.cases(t)
	s.points(t)
	s.props["event"] = found(t, s.await(t, "/admin/webhooks/$hook", `/evt`), `/admin/webhooks/[\w-]+/(evt[\w-]+)"`)
}

// cases makes a service point, a bad review there that was answered, and a letter.
func (s *stage) cases(t *testing.T) {
	t.Helper()
	var point, review struct{ ID, Case, Receipt string }
	read := func(answer string, into any) {
		t.Helper()
		if err := json.Unmarshal([]byte(answer), into); err != nil {
			t.Fatalf("%v in %s", err, answer)
		}
	}
	read(s.api(t, "wei", "/service-points", `{"unit":"c01","kind":"window","name":"3号窗口（不动产登记）"}`, http.StatusCreated), &point)
	s.props["point"] = point.ID
	read(s.api(t, "wei", "/service-points/$point/reviews", `{"grade":1,"aspects":["speed"],"words":"等了两个小时，只开了一个窗口","contact":"13900000000"}`, http.StatusCreated), &review)
	s.props["case"], s.props["receipt"] = review.Case, review.Receipt
	for i, step := range []string{`"do":"accept","person":"闻以澄"`, `"do":"verify","why":"属实","theme":"等候时间长"`, `"do":"fix","measure":"高峰加开窗口"`, `"do":"reply","why":"已加开窗口，抱歉让您久等"`} {
		s.api(t, "li", "/cases/$case/steps", fmt.Sprintf(`{"revision":%d,%s}`, i+1, step), http.StatusOK)
	}
	s.api(t, "wei", "/cases", `{"kind":"letter","unit":"c02","day":"2026-01-05","words":"反映村里公示栏三个月没有更新"}`, http.StatusCreated)
}

// cardScheme is a scheme of counties with a point card and one of learning.
const cardScheme = `id: year
title: {zh: 年度考核, en: Annual appraisal}
tiers: [county]
parts:
  - {id: routine, title: {zh: 平时积分, en: Points over the year}, weight: 60, card: card}
  - {id: duty, title: {zh: 述职评分, en: Duty report}, weight: 40, marks: true, full: 50}
cards:
  - id: card
    title: {zh: 积分卡, en: Point card}
    base: 60
    high: 100
    items:
      - {id: award, title: {zh: 受表彰, en: Commended}, points: 10, cap: 20}
      - {id: absent, title: {zh: 无故缺会, en: Absent without leave}, points: -2, cap: 12}
  - {id: learning, title: {zh: 学时, en: Hours of learning}, kind: credits, required: 90, items: [{id: course, title: {zh: 集中培训, en: Course}, points: 40}]}
grades:
  - {id: best, title: {zh: 优秀, en: Excellent}, from: 80}
  - {id: rest, title: {zh: 其余, en: Other}}
`

// points keeps a scheme, some entries of a unit, of which one waits, and a
// publication with an objection.
func (s *stage) points(t *testing.T) {
	t.Helper()
	source, _ := json.Marshal(cardScheme)
	s.api(t, "wei", "/schemes", `{"revision":0,"source":`+string(source)+`}`, http.StatusOK)
	today := time.Now().Format(time.DateOnly)
	enter := func(what string) string {
		t.Helper()
		return found(t, s.api(t, "wei", "/point-entries", `{"scheme":"year","unit":"x01","date":"`+today+`",`+what+`}`, http.StatusCreated), `"(pe_\w+)"`)
	}
	for _, what := range []string{`"card":"card","item":"award","matter":"获市级表彰","basis":"市委办公室表彰决定"`, `"card":"card","item":"absent","matter":"全市调度会无故缺席","basis":"会议签到表"`} {
		s.api(t, "li", "/point-entries/"+enter(what)+"/steps", `{"revision":1,"do":"confirm"}`, http.StatusOK)
	}
	enter(`"card":"learning","item":"course","matter":"秋季主体班"`)
	s.props["publication"] = found(t, s.api(t, "wei", "/point-publications", `{"scheme":"year","card":"card","unit":"","from":"`+today[:4]+`-01-01","to":"`+today+`"}`, http.StatusCreated), `"(pp_\w+)"`)
	s.api(t, "wei", "/point-publications/$publication/objections", `{"unit":"x01","reason":"表彰应记 5 分"}`, http.StatusCreated)
	s.props["point_unit"] = "x01"
	_, page := s.ask(t, "wei", http.MethodGet, "/appraisals", "", "", http.StatusOK)
	s.props["appraisal"] = found(t, page, `/appraisals/(ap_\w+)`) // the demo's
	_, page = s.ask(t, "zhao", http.MethodGet, "/appraisals", "", "", http.StatusOK)
	s.props["shown"] = found(t, page, `/appraisals/(ap_\w+)`) // all that a leader sees
	_, page = s.ask(t, "wei", http.MethodGet, "/points", "", "", http.StatusOK)
	s.props["decided"] = found(t, page, `/points/publications/(pp_\w+)`) // the demo's
}

// poll makes a poll and moves it on.
func (s *stage) poll(t *testing.T, id, zh, en, access string, moves ...string) {
	t.Helper()
	s.api(t, "wei", "/polls", fmt.Sprintf(`{"id":%q,"title":{"zh":%q,"en":%q},"questionnaire":{"id":"organisation-work"},
		"units":["c01","c02","c03"],"simulated":true,"public_results":true,"access":%q,
		"organiser":{"zh":"澄川省民意调查中心（虚构）","en":"Chengchuan Opinion Centre (invented)"}}`, id, zh, en, access), http.StatusCreated)
	s.props[id] = id
	for _, move := range moves {
		s.form(t, "wei", "/manage/"+id, "go="+move, http.StatusSeeOther)
	}
}

// codes makes a batch of codes.
func (s *stage) codes(t *testing.T, poll string, n int) []string {
	t.Helper()
	var made struct{ Codes []string }
	answer := s.api(t, "wei", "/polls/"+poll+"/codes", fmt.Sprintf(`{"label":"一号会议室","group":"public","units":["c01","c02"],"count":%d}`, n), http.StatusCreated)
	if err := json.Unmarshal([]byte(answer), &made); err != nil || len(made.Codes) != n {
		t.Fatalf("%v in %s", err, answer)
	}
	return made.Codes
}

// await returns a page once it holds a text.
func (s *stage) await(t *testing.T, path, text string) string {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		_, page := s.ask(t, "wei", http.MethodGet, path, "", "", http.StatusOK)
		if strings.Contains(page, text) {
			return page
		}
		if time.Now().After(end) {
			t.Fatalf("%s never says %s:\n%s", path, text, page)
		}
	}
}

// invite makes an account that signs in.
func (s *stage) invite(t *testing.T, name, role, unit string) {
	t.Helper()
	_, page := s.form(t, "wei", "/admin/invitations", "name="+name+"&role="+role+"&unit="+unit, http.StatusCreated)
	s.people[name] = newPerson(t)
	s.form(t, name, "/invite", "token="+found(t, page, `/invite\?token=([\w.~-]+)`)+"&password="+password+"&again="+password, http.StatusSeeOther)
	s.form(t, name, "/login", "name="+name+"&password="+password, http.StatusSeeOther)
}

// half leaves somebody with a second factor who has given his password only.
func (s *stage) half(t *testing.T) {
	t.Helper()
	s.invite(t, "half", "organiser", "")
	_, page := s.ask(t, "half", http.MethodGet, "/account/factor", "", "", http.StatusOK)
	secret := found(t, page, `name="secret" value="([A-Z2-7]{32})"`)
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s.form(t, "half", "/account/factor", "secret="+secret+"&code="+code, http.StatusCreated)
	s.people["half"] = newPerson(t)
	s.form(t, "half", "/login", "name=half&password="+password, http.StatusSeeOther)
}

// sheets begins a batch of whole sheets about a team and its members, and types
// one that gives too many the best grade.
func (s *stage) sheets(t *testing.T) {
	t.Helper()
	units, sheet := []string{"water"}, url.Values{"sheet": {"1"}, "go": {"next"}, "0.water/T00": {"A"}}
	for i := range 8 {
		units = append(units, fmt.Sprintf("water-%d", i+1))
		sheet.Set(fmt.Sprintf("0.water-%d/M00", i+1), "A")
	}
	source, err := library.Source("leadership-evaluation")
	if err != nil {
		t.Fatal(err)
	}
	s.ask(t, "wei", http.MethodPost, "/api/v1/questionnaires", "application/yaml", string(source), http.StatusCreated)
	next := strings.NewReplacer(`version: "1"`, `version: "2"`, "{A: 40, B: 30, C: 30}, grade: M00", "{A: 50, B: 30, C: 20}, grade: M00", "above: 0.333333", "above: 0.25").Replace(string(source))
	s.ask(t, "wei", http.MethodPost, "/api/v1/questionnaires", "application/yaml", next, http.StatusCreated)
	for name, id := range map[string]string{"evaluating": "leadership-evaluation", "nominating": "nomination"} {
		begun, _ := s.form(t, "wei", "/manage/questionnaires", "from=bundled:"+id, http.StatusSeeOther)
		s.props[name] = found(t, begun, `/manage/questionnaires/(\w+)/`)
	}
	s.form(t, "wei", "/manage/questionnaires/$evaluating/supervision", "revision=1&go=add:supervision", http.StatusSeeOther)
	s.api(t, "wei", "/polls", fmt.Sprintf(`{"id":"sheets","title":{"zh":"水务局领导班子会议测评","en":"Water affairs: evaluation at a meeting"},"questionnaire":{"id":"leadership-evaluation"},
		"units":["%s"],"simulated":true,"access":"open"}`, strings.Join(units, `","`)), http.StatusCreated)
	s.props["sheets"] = "sheets"
	s.form(t, "wei", "/manage/sheets", "go=open", http.StatusSeeOther)
	s.form(t, "wei", "/paper/sheets", "unit=&group=B&label=一号会议室&eligible=30&issued=4&returned=3", http.StatusSeeOther)
	s.form(t, "wei", "/paper/sheets/1", sheet.Encode(), http.StatusSeeOther)
}

// paper types three batches: one half, one twice with differences, one handed in.
func (s *stage) paper(t *testing.T) {
	t.Helper()
	typed := func(first string) string {
		return "0.A1=" + first + "&0.A2=5&0.A3=4&1.A1=3&2.void!=illegible"
	}
	for range 3 {
		s.form(t, "wei", "/paper/$open", "unit=x01&group=public&label=二楼&eligible=30&issued=4&returned=3", http.StatusSeeOther)
	}
	s.form(t, "wei", "/paper/$open/1", typed("5")+"&go=draft", http.StatusSeeOther)
	s.form(t, "wei", "/paper/$open/2", typed("5"), http.StatusSeeOther)
	s.form(t, "li", "/paper/$open/2", typed("4"), http.StatusSeeOther)
	s.form(t, "wei", "/paper/$open/3", typed("5"), http.StatusSeeOther)
	s.form(t, "li", "/paper/$open/3", typed("5"), http.StatusSeeOther)
	s.form(t, "wei", "/paper/$open/3", "go=handin&revision=2", http.StatusSeeOther)
}

// projects offers two projects: for one a city asks, the other one has, and has
// told of a month.
func (s *stage) projects(t *testing.T) {
	t.Helper()
	s.props["month"] = time.Now().Format("2006-01")
	for _, name := range []string{"project", "claimed"} {
		answer := s.api(t, "wei", "/projects", `{"programme":"强基工程","title":"村级阵地规范化","due":"2099-06-30","lead":"卓砚青","measures":"每季验收一批"}`, http.StatusCreated)
		s.props[name] = found(t, answer, `"(pj_\w+)"`)
		s.form(t, "wei", "/projects/$"+name, "do=ask&revision=1&unit=c01&why=有基础", http.StatusSeeOther)
	}
	s.form(t, "wei", "/projects/$claimed", "do=agree&revision=2&unit=c01", http.StatusSeeOther)
	s.form(t, "wei", "/projects/$claimed", "do=report&revision=3&share=20&month=$month&why=完成摸底", http.StatusSeeOther)
	s.form(t, "wei", "/projects/$claimed", "do=visit&revision=4&why=看了两个村", http.StatusSeeOther)
}

// awards plans awards: one that goes by a poll, one by marks, of which a sheet is
// in, one that is on public notice with an objection, and one that has not begun.
func (s *stage) awards(t *testing.T) {
	t.Helper()
	plan := `{"title":"组织工作创新奖","year":"2026","notice":7,"prizes":[{"title":"一等奖","places":1},{"title":"二等奖","places":2}],"candidates":[{"unit":"c01"},{"unit":"c02"},{"unit":"c03"},{"unit":"c04"},{"id":"e1","unit":"c05","title":"阳光村务"}],"rounds":[{"title":"初评","way":"poll","places":4},{"title":"复评","way":"marks","places":3,"cut":1},{"title":"终评","way":"meeting"}]}`
	before, _, _ := strings.Cut(plan, `"rounds":`)
	for _, x := range [][2]string{
		{"award", plan},
		{"plannedaward", plan},
		{"marked", before + `"rounds":[{"title":"复评","way":"marks","places":2,"due":"2026-12-10","items":[{"title":"创新性","full":40},{"title":"实效性","full":40},{"title":"推广性","full":20}]},{"title":"终评","way":"meeting"}]}`},
		{"noticed", before + `"rounds":[{"title":"终评","way":"meeting"}]}`},
	} {
		name, body := x[0], x[1]
		s.props[name] = found(t, s.api(t, "wei", "/awards", body, http.StatusCreated), `"(aw_\w+)"`)
		if name != "plannedaward" {
			s.form(t, "wei", "/awards/$"+name, "do=start&revision=1", http.StatusSeeOther)
		}
	}
	s.form(t, "wei", "/awards/$marked", "do=name&revision=2&round=1&judges=li|c02%0A卓砚青%0A闻以澄|c05", http.StatusSeeOther)
	s.form(t, "wei", "/awards/$marked", "do=mark&revision=3&judge=卓砚青"+sheet("c01", 38, 37, 17)+sheet("c02", 36, 35, 17)+sheet("c03", 35, 36, 17.5)+sheet("c04", 30, 33, 12)+sheet("e1", 36, 36, 18), http.StatusSeeOther)
	s.form(t, "wei", "/awards/$marked", "do=recuse&revision=4&round=1&judge=闻以澄&candidate=c01&why=曾在该县任职", http.StatusSeeOther)
	s.form(t, "li", "/judging/$marked/1", "go=keep&revision=0"+sheet("c01", 37, 36, 17)+sheet("c03", 34, 35, 18)+"&out-e1=参与过该项目", http.StatusSeeOther)
	s.form(t, "wei", "/awards/$noticed", "do=settle&revision=2&why=评审会研究决定&class-c01=1&class-c02=2&class-e1=2", http.StatusSeeOther)
	s.form(t, "wei", "/awards/$noticed", "do=publish&revision=3", http.StatusSeeOther)
	s.form(t, "li", "/awards/$noticed", "do=object&revision=4&candidate=c02&why=材料有出入", http.StatusSeeOther)
}

// sheet are the marks of a candidate on a form.
func sheet(candidate string, marks ...float64) (form string) {
	for i, m := range marks {
		form += fmt.Sprintf("&mark-%s-%d=%g", candidate, i, m)
	}
	return form
}

// duty plans rounds of duty reports: one to be changed, one under way, in which
// a report was asked about, and one whose result is published.
func (s *stage) duty(t *testing.T) {
	t.Helper()
	for _, name := range []string{"dutyplan", "duty", "dutytold"} {
		s.props[name] = found(t, s.api(t, "wei", "/duty-reviews", `{"title":"年终述职评议","year":"2026","due":"2026-01-20","sections":["履职情况","问题和打算"],"items":[{"title":"素质","full":20},{"title":"任务","full":50},{"title":"形象","full":30}],"units":["c01","c02","c03"]}`, http.StatusCreated), `"(dr_\w+)"`)
		if name == "dutyplan" {
			continue
		}
		s.api(t, "wei", "/duty-reviews/$"+name+"/steps", `{"revision":1,"do":"start"}`, http.StatusOK)
		for _, unit := range []string{"c01", "c02"} {
			s.api(t, "wei", "/duty-reviews/$"+name+"/reports/"+unit+"/steps", `{"revision":0,"do":"hand_in","texts":["全年办结重点任务 12 项，其中 2 项延期到下一季度。\n群众来访答复率 98%。","窗口排队时间仍长，下一步增开午间窗口。"]}`, http.StatusOK)
		}
		s.api(t, "li", "/duty-reviews/$"+name+"/reports/c01/steps", `{"revision":1,"do":"ask","why":"两项任务为何延期？"}`, http.StatusOK)
		for i, judge := range []string{"卓砚青", "闻以澄", "沈禾"} {
			s.api(t, "wei", "/duty-reviews/$"+name+"/steps", fmt.Sprintf(`{"revision":%d,"do":"score","judge":%q,"given":{"c01":{"items":[%d,44,27],"grade":"A"},"c02":{"items":[17,%d,25],"grade":"B"}}}`, i+2, judge, 18+i%2, 38+i), http.StatusOK)
		}
	}
	s.api(t, "wei", "/duty-reviews/$dutytold/steps", `{"revision":5,"do":"publish","overall":{"c01":"A"}}`, http.StatusOK)
}

// comments holds a poll about which people write, releases half of what they
// wrote and leaves the other half to review.
func (s *stage) comments(t *testing.T) {
	t.Helper()
	s.poll(t, "talk", "干部工作征求意见", "Views on work with officials", "code", "open")
	answers := map[string]string{}
	for _, item := range []string{"A", "B", "C", "D"} {
		for i := 1; i <= 5 && item+strconv.Itoa(i) != "D5"; i++ {
			answers[item+strconv.Itoa(i)] = strconv.Itoa(1 + (i+len(answers))%5)
		}
	}
	for i, code := range s.codes(t, "talk", 24) {
		answers["X4"] = said[i%len(said)]
		salt := sha256.Sum256([]byte(code))
		body, err := json.Marshal(map[string]any{"code": code, "salt": salt[:], "ballots": []any{
			map[string]any{"unit": "c01", "answers": answers}, map[string]any{"unit": "c02", "answers": answers},
		}})
		if err != nil {
			t.Fatal(err)
		}
		s.api(t, "", "/polls/talk/submissions", string(body), http.StatusCreated)
	}
	s.form(t, "wei", "/manage/talk", "go=close", http.StatusSeeOther)
	s.form(t, "wei", "/manage/talk", "go=publish", http.StatusSeeOther)
	_, page := s.ask(t, "wei", http.MethodGet, "/comments/talk?unit=c01", "", "", http.StatusOK)
	form := url.Values{}
	for _, m := range regexp.MustCompile(`(?s)name="id\.(\d+)" value="([^"]+)".*?<textarea[^>]*>([^<]*)<`).FindAllStringSubmatch(page, -1) {
		form.Set("id."+m[1], m[2])
		form.Set("state."+m[1], "published")
		form.Set("shown."+m[1], m[3])
	}
	s.form(t, "wei", "/comments/talk?unit=c01", form.Encode(), http.StatusSeeOther)
	s.form(t, "wei", "/comments/talk/release", "", http.StatusSeeOther)
}

// said is what people write on a stage.
var said = []string{
	"希望多到基层走一走，听听大家的话。", "选人用人的标准应当公开。", "办事流程太长，跑了三趟。", "新来的同志很负责。",
	"公示的时间太短，看不到。", "More notice before meetings, please.", "培训要结合实际。", "希望建立长期的反馈渠道。",
}

// orders drafts problems from the finished round, issues an order of some to a
// unit with an answerer (zhou), of which one task was returned, and drafts another.
func (s *stage) orders(t *testing.T) {
	t.Helper()
	ask := func(method, path, body string, want int, into any) {
		t.Helper()
		_, answer := s.ask(t, "wei", method, "/api/v1"+path, "application/json", body, want)
		if err := json.Unmarshal([]byte(answer), into); err != nil {
			t.Fatalf("%v in %s", err, answer)
		}
	}
	s.api(t, "wei", "/order-problems/draft", `{"poll":"`+s.props["finished"]+`"}`, http.StatusOK)
	var problems []rectify.Problem
	ask(http.MethodGet, "/order-problems", "", http.StatusOK, &problems)
	of := map[string][]rectify.Problem{}
	for _, p := range problems {
		if p.State == rectify.Drafted {
			of[p.Unit] = append(of[p.Unit], p)
		}
	}
	draft := func(unit string) (o rectify.Order, tasks []rectify.Task) {
		t.Helper()
		var ids []string
		for _, p := range of[unit][:2] {
			s.api(t, "wei", "/order-problems/"+p.ID+"/edit", fmt.Sprintf(`{"revision":1,"title":%q,"advice":[{"text":"公示满五个工作日","measure":"抽查下一批","days":60}],"state":"confirmed"}`, p.Title), http.StatusOK)
			ids = append(ids, p.ID)
		}
		due := time.Now().AddDate(0, 0, 5).Format(time.DateOnly)
		ask(http.MethodPost, "/orders", fmt.Sprintf(`{"unit":%q,"title":"关于选人用人突出问题限期整改的通知","due":%q,"issuer":"中共澄川省委组织部","problems":[%q,%q]}`, unit, due, ids[0], ids[1]), http.StatusCreated, &o)
		var whole struct{ Tasks []rectify.Task }
		ask(http.MethodGet, "/orders/"+o.ID, "", http.StatusOK, &whole)
		return o, whole.Tasks
	}
	var units []string
	for unit, list := range of {
		if len(list) > 2 {
			units = append(units, unit)
		}
	}
	slices.Sort(units)
	if len(units) < 3 {
		t.Fatalf("problems of %v only", units)
	}
	o, tasks := draft(units[0])
	s.api(t, "wei", "/orders/"+o.ID+"/issue", fmt.Sprintf(`{"revision":%d}`, o.Revision), http.StatusOK)
	for i, step := range []string{
		`"do":"claim","person":"闻以澄","lead":"卓砚青"`, `"do":"plan","cause":"只在县城张贴","measure":"公示不少于 5 个工作日，张贴到村（社区）"`,
		`"do":"report","why":"已修订办法","share":40`, `"do":"submit","why":"已张贴到 112 个村","evidence":[{"name":"公示办法.pdf"}]`, `"do":"return","why":"缺村里的照片"`,
	} {
		s.api(t, "wei", "/tasks/"+tasks[0].ID+"/steps", fmt.Sprintf(`{"revision":%d,%s}`, i+2, step), http.StatusOK)
	}
	s.invite(t, "zhou", "answerer", units[0])
	s.props["order"], s.props["task"], s.props["problem"] = o.ID, tasks[0].ID, of[units[2]][0].ID
	o, tasks = draft(units[1])
	s.props["order_draft"], s.props["task_draft"] = o.ID, tasks[0].ID
}
