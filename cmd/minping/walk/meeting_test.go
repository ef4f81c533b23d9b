package walk

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"minping/survey/library"
)

// meet makes the account of whoever organises and the draft of a meeting's
// poll: a team and three of its members, three categories of tickets.
func (s *stage) meet(t *testing.T) {
	t.Helper()
	s.found(t)
	source, err := library.Source("leadership-evaluation")
	if err != nil {
		t.Fatal(err)
	}
	s.ask(t, "wei", http.MethodPost, "/api/v1/questionnaires", "application/yaml", string(source), http.StatusCreated)
	s.api(t, "wei", "/polls", `{"id":"plenum","title":{"zh":"水务局年度考核大会","en":"Water affairs: the yearly meeting"},
		"questionnaire":{"id":"leadership-evaluation"},"units":["water","water-1","water-2","water-3"],"simulated":true,"access":"code",
		"organiser":{"zh":"局办公室（虚构）","en":"The office (invented)"},
		"codes_wanted":[{"group":"C","count":24},{"group":"A","count":24},{"group":"B","count":24}]}`, http.StatusCreated)
	s.props["plenum"] = "plenum"
}

// found makes the first account, wei.
func (s *stage) found(t *testing.T) {
	t.Helper()
	s.people["wei"] = newPerson(t)
	s.form(t, "wei", "/setup", "token=$setup&name=wei&password="+password+"&again="+password, http.StatusSeeOther)
}

// A meeting from the printing of its codes to the results on the big screen:
// everything that people do at a screen is done at one, and those who hand in
// by the hundred do it as programs do.
func TestMeetingInTheHall(t *testing.T) {
	s := openStage(t)
	s.meet(t)
	b := s.openTab(t)
	b = b.within(t)
	b.look(view{"en", 1440, false})

	// The organiser opens the poll and prints codes of all categories at once.
	b.become("wei")
	b.open("/manage/$plenum/setup/check")
	b.followClick("form.asked button.btn")
	tickets := b.printed()
	if len(tickets) != 3 {
		t.Fatalf("codes of %d categories are printed", len(tickets))
	}
	b.open("/manage/$plenum")
	if eval[bool](b, "!!document.querySelector('button[value=wanted]')") {
		t.Error("codes that are printed are asked for again")
	}

	// Before anybody has handed in the hall sees where to go.
	b.open("/manage/$plenum/screen")
	b.reads("Water affairs: the yearly meeting", "/p/plenum", "0 of 24 handed out")
	if svg := eval[int](b, "document.querySelectorAll('.hall svg.qr').length"); svg != 1 {
		t.Errorf("%d QR codes are on the screen", svg)
	}

	// One of each category answers at a screen of his own kind.
	b.become("")
	for i, v := range []view{{"zh", 360, false}, {"en", 1440, false}, {"zh", 360, true}} {
		b.look(v)
		b.script(i != 2)
		b.marks(tickets[i][0], i)
	}
	b.script(true)
	b.quiet(http.StatusOK)
	b.open("/p/$plenum") // a ticket is good once
	b.do(chromedp.SendKeys(chromedp.CSS("#code"), tickets[0][0]))
	b.followClick(".acts .btn")
	if eval[bool](b, "!!document.querySelector('.marksheet')") {
		t.Error("a ticket that was handed in opens a sheet")
	}
	b.quiet(http.StatusConflict)

	// The others hand in as programs do; the screen tells them in steps of five.
	for g, n := range []int{23, 21, 18} {
		for i := 1; i < n; i++ {
			s.handIn(t, tickets[g][i], i+g)
		}
	}
	b.look(view{"en", 1440, false})
	b.become("wei")
	b.await("/manage/$plenum/screen", "<dd>60</dd>") // 23 + 21 + 18 are 62
	b.open("/manage/$plenum/screen")
	if got := eval[[]string](b, "[...document.querySelectorAll('.tickets dd b')].map(e => e.textContent)"); strings.Join(got, " ") != "20 20 15" {
		t.Errorf("of the tickets %q are told, want 20, 20 and 15", got)
	}
	if wide := eval[int](b, "document.documentElement.scrollWidth"); wide > 1440 {
		t.Errorf("the screen is %d pixels wide", wide)
	}

	// The chair, who may do nothing else, closes at his telephone.
	b.become("")
	b.look(view{"zh", 360, false})
	made := s.api(t, "wei", "/people/invitations", `{"name":"zhou","role":"chair","poll":"plenum"}`, http.StatusCreated)
	b.do(chromedp.Navigate(b.url + "/invite?token=" + found(t, made, `/invite\?token=([\w.~-]+)`)))
	b.do(chromedp.SendKeys(chromedp.CSS("#password"), password), chromedp.SendKeys(chromedp.CSS("#again"), password))
	b.followClick("main .btn")
	if eval[string](b, "location.pathname") == "/login" {
		b.do(chromedp.SendKeys(chromedp.CSS("#name"), "zhou"), chromedp.SendKeys(chromedp.CSS("#password"), password))
		b.followClick("main .btn")
	}
	b.open("/meeting/$plenum")
	b.reads("水务局年度考核大会", "60", "请输入“结束”确认")
	b.do(chromedp.SendKeys(chromedp.CSS("#word"), "结束"))
	b.followClick("form.asked button.btn")
	b.reads("已经结束，不再收票")
	b.open("/manage/$plenum")
	if status := eval[int](b, "performance.getEntriesByType('navigation')[0].responseStatus"); status != http.StatusNotFound {
		t.Errorf("the chair organises: %d", status)
	}
	s.refused(t, tickets[0][23])

	// The record of the count carries the hash of the release as it is stored.
	b.look(view{"en", 1440, false})
	b.become("wei")
	b.open("/r/$plenum/evaluation")
	b.reads("Ballot A")
	record := eval[string](b, `(async () => {
		const file = document.querySelector('a[href*="protocol.html"]').href;
		return (await (await fetch(file)).text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
	})()`)
	hash := strings.Join(regexp.MustCompile(`\b[0-9a-f]{8}\b`).FindAllString(record, -1), "")
	if len(hash) != 64 || !strings.Contains(record, "minping verify plenum") || !strings.Contains(record, "Chief scrutineer") {
		t.Errorf("%q is no hash, in the record\n%s", hash, record)
	}
	if !strings.Contains(record, "24 23") {
		t.Errorf("the record does not count 23 of 24 tickets A:\n%s", record)
	}

	// Nothing is on the big screen for others before it is released.
	s.ask(t, "", http.MethodGet, "/r/$plenum/screen", "", "", http.StatusNotFound)
	b.open("/manage/$plenum?ask=publish")
	b.followClick(`button[value=publish]`)
	b.open("/r/$plenum/screen")
	of := eval[int](b, "Number(document.querySelector('.at').textContent.split('/')[1])")
	told := ""
	for range of {
		told += eval[string](b, "document.querySelector('main').innerText") + "\n"
		b.follow(chromedp.KeyEvent(kb.ArrowRight))
	}
	if at := eval[string](b, "document.querySelector('.at').textContent"); at != fmt.Sprintf("1 / %d", of) || of < 3 {
		t.Errorf("after %d slides the screen is at %s", of, at)
	}
	for _, want := range []string{"Excellent by ticket", "Ballot A", "Ballot C"} {
		if !strings.Contains(told, want) {
			t.Errorf("no slide says %q:\n%s", want, told)
		}
	}
	b.quiet(http.StatusNotFound)
}

// quiet demands that nothing went wrong since it was asked before, but for the
// status that is expected, and that no other host was asked.
func (b *tab) quiet(expected int64) {
	b.t.Helper()
	if wrong, _ := b.noted(expected); len(wrong) > 0 {
		b.t.Error(strings.Join(wrong, "\n"))
	}
	b.forget()
}

// printed presses the button that makes the codes of all categories and reads
// the file that comes: the codes by category, in the questionnaire's order.
func (b *tab) printed() (tickets [][]string) {
	b.t.Helper()
	b.open("/manage/$plenum")
	file := eval[string](b, `(async () => {
		const go = document.querySelector('button[value=wanted]'), form = go.form;
		form.elements.format.value = 'html';
		return (await fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form, go))})).text();
	})()`)
	code := regexp.MustCompile(`class="code">([0-9A-Z-]+)<`)
	for _, sheet := range strings.Split(file, `<section class="sheet`)[2:] { // the first one counts them
		if found(b.t, sheet, `<span>(\d+) / \d+</span></p>`) == "1" { // sheets are numbered within a category
			tickets = append(tickets, nil)
		}
		for _, m := range code.FindAllStringSubmatch(sheet, -1) {
			tickets[len(tickets)-1] = append(tickets[len(tickets)-1], m[1])
		}
	}
	for i, list := range tickets {
		if len(list) != 24 {
			b.t.Fatalf("%d codes of category %d are printed", len(list), i+1)
		}
	}
	return tickets
}

// marks fills in the sheet that a ticket opens, and hands it in.
func (b *tab) marks(ticket string, i int) {
	b.t.Helper()
	b.open("/p/$plenum")
	b.do(chromedp.SendKeys(chromedp.CSS("#code"), ticket))
	b.followClick(".acts .btn")
	b.do(chromedp.WaitVisible(chromedp.CSS(".marksheet")))
	left := eval[int](b, `(() => {
		const mark = 'BBC'[`+fmt.Sprint(i)+`];
		for (const e of document.querySelectorAll('.marksheet input[type=radio][value="' + mark + '"]')) e.click();
		return new Set([...document.querySelectorAll('.marksheet input[type=radio]')].map(e => e.name)).size - document.querySelectorAll('.marksheet :checked').length;
	})()`)
	if left != 0 {
		b.t.Fatalf("%d marks cannot be given", left)
	}
	b.followClick(".last")
	if eval[bool](b, "!!document.querySelector('#sum')") {
		b.t.Fatalf("the sheet is not taken:\n%s", eval[string](b, "document.querySelector('#sum').innerText"))
	}
	b.click("form [value=submit].btn")
	b.do(chromedp.WaitVisible(chromedp.CSS("[data-done]")))
}

// handed is a sheet about the team and its members as programs send it.
func (s *stage) handed(t *testing.T, ticket string, i int) string {
	t.Helper()
	ballots := []any{}
	for u, unit := range []string{"water", "water-1", "water-2", "water-3"} {
		answers, letter := map[string]string{}, "M"
		if u == 0 {
			letter = "T"
		}
		for n := range 13 {
			answers[fmt.Sprintf("%s%02d", letter, n)] = string("BBC"[(i+u+n)%3])
		}
		if i%4 == u {
			answers[letter+"00"] = "A"
		}
		ballots = append(ballots, map[string]any{"unit": unit, "answers": answers})
	}
	salt := sha256.Sum256([]byte(ticket))
	body, err := json.Marshal(map[string]any{"code": ticket, "salt": salt[:], "ballots": ballots})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func (s *stage) handIn(t *testing.T, ticket string, i int) {
	t.Helper()
	s.api(t, "", "/polls/plenum/submissions", s.handed(t, ticket, i), http.StatusCreated)
}

// refused demands that nothing more is taken.
func (s *stage) refused(t *testing.T, ticket string) {
	t.Helper()
	s.api(t, "", "/polls/plenum/submissions", s.handed(t, ticket, 1), http.StatusGone)
}

// followClick clicks what leads to another page, and waits for that.
func (b *tab) followClick(sel string) {
	b.t.Helper()
	b.follow(chromedp.Click(chromedp.CSS(sel)))
}

// reads demands texts on the page as it is shown.
func (b *tab) reads(texts ...string) {
	b.t.Helper()
	page := eval[string](b, "document.body.innerText.replace(/\\s+/g, ' ')")
	for _, s := range texts {
		if !strings.Contains(page, s) {
			b.t.Fatalf("the page does not say %q:\n%s", s, page)
		}
	}
}
