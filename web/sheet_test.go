package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// twoByTwo is a sheet of two people with one item and the mark of the whole;
// one of them at most may be the best.
func twoByTwo() *markSheet {
	return &markSheet{
		Subject: "Name", Cap: 1,
		Columns: []sheetColumn{{ID: "work", Name: "Work", Area: "Results"}, {ID: "all", Name: "Overall", Overall: true}},
		Marks: []sheetMark{
			{Code: "A", Letter: "A", Name: "Excellent"},
			{Code: "B", Letter: "B", Name: "Good"},
			{Code: "D", Letter: "D", Name: "Poor", Reason: true},
			{Code: "0", Letter: "0", Name: "Abstain", Apart: true},
		},
		Rows: []sheetRow{{ID: "li", Name: "Li"}, {ID: "wang", Name: "Wang"}},
	}
}

func TestSheetCheck(t *testing.T) {
	all := func(li, wang string) url.Values {
		return url.Values{"mark.li.work": {"B"}, "mark.li.all": {li}, "mark.wang.work": {"0"}, "mark.wang.all": {wang}}
	}
	with := func(form url.Values, name, value string) url.Values { form.Set(name, value); return form }
	for _, tt := range []struct {
		name string
		form url.Values
		want map[string]string // the beginning of the message, by row and column
	}{
		{"complete", all("A", "B"), nil},
		{"abstained overall", all("0", "0"), nil},
		{"nothing", nil, map[string]string{"li.work": "Not marked", "li.all": "Not marked", "wang.work": "Not marked", "wang.all": "Not marked"}},
		{"a mark that is none", all("Z", "B"), map[string]string{"li.all": "Not marked"}},
		{"two are the best", all("A", "A"), map[string]string{"wang.all": "At most 1 may be “Excellent”"}},
		{"the lowest without a reason", all("D", "B"), map[string]string{"li.reason": "This mark needs a reason"}},
		{"a reason of spaces", with(all("D", "B"), "reason.li", " \n"), map[string]string{"li.reason": "This mark needs"}},
		{"the lowest with a reason", with(all("D", "B"), "reason.li", "late"), nil},
		{"the lowest of an item needs none", with(all("B", "B"), "mark.li.work", "D"), nil},
		{"a reason too long", with(all("B", "B"), "reason.wang", strings.Repeat("x", maxReason+1)), map[string]string{"wang.reason": "At most 666"}},
		{"somebody who is not on the sheet", with(all("B", "B"), "mark.zhao.all", "A"), nil},
	} {
		s := twoByTwo()
		s.read(tt.form)
		if good := s.check("en"); good != (len(tt.want) == 0) {
			t.Errorf("%s: good is %v", tt.name, good)
		}
		n := 0
		for _, row := range s.Rows {
			for column, message := range row.Errors {
				n++
				if want, ok := tt.want[row.ID+"."+column]; !ok || !strings.HasPrefix(message, want) {
					t.Errorf("%s: %s.%s: %q", tt.name, row.ID, column, message)
				}
			}
		}
		if n != len(tt.want) || len(s.Wrong()) != n {
			t.Errorf("%s: %d messages and %d links, want %d", tt.name, n, len(s.Wrong()), len(tt.want))
		}
		if s.Done()+s.Open() != s.Total() {
			t.Errorf("%s: %d and %d of %d", tt.name, s.Done(), s.Open(), s.Total())
		}
	}
}

func TestSheetHeads(t *testing.T) {
	s := twoByTwo()
	if diff := cmp.Diff([]sheetHead{{"Results", 1, false}, {"Overall", 1, true}}, s.Heads()); diff != "" {
		t.Error(diff)
	}
	s.Columns = append([]sheetColumn{{ID: "x", Name: "X", Area: "Results"}}, s.Columns...)
	if diff := cmp.Diff([]sheetHead{{"Results", 2, false}, {"Overall", 1, true}}, s.Heads()); diff != "" {
		t.Error(diff)
	}
	s.Columns = []sheetColumn{{ID: "x", Name: "X"}}
	if s.Heads() != nil || s.Reasons() {
		t.Error("heads, or reasons, without areas and a mark of the whole")
	}
}

// sheetPage is the part of a page that is a sheet of marks.
func sheetPage(t *testing.T, s *markSheet, lang string) string {
	t.Helper()
	w := newWorld(t)
	page, err := w.templates[pageName{lang, "design/sheet"}]()
	must(t, err)
	var b bytes.Buffer
	must(t, page.ExecuteTemplate(&b, "marksheet-wrong", s))
	must(t, page.ExecuteTemplate(&b, "marksheet", s))
	return b.String()
}

func TestGoldenSheet(t *testing.T) {
	for _, lang := range languages {
		s := twoByTwo()
		s.read(url.Values{"mark.li.work": {"A"}, "mark.li.all": {"D"}, "mark.wang.all": {"A"}})
		s.check(lang)
		golden(t, "sheet-"+lang, sheetPage(t, s, lang)+"\n")
	}
}

// developing is a world whose server shows the design system.
func developing(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.Design = true
	for _, r := range w.designRoutes() {
		w.e.Add(r.method, r.path, r.handle, w.way(r.who)...)
	}
	return w
}

// A sheet of ten people and thirteen columns takes 15,000 bytes, its module
// 3,000, both packed.
func TestSheetBudget(t *testing.T) {
	s := designMarkSheet(Page{Lang: "zh"})
	row := s.Rows[0]
	s.Rows = nil
	for i := range 10 {
		row.ID = "person-" + string(rune('a'+i))
		s.Rows = append(s.Rows, row)
	}
	if n := packed(t, []byte(sheetPage(t, s, "zh"))); n > 15_000 {
		t.Errorf("the sheet: %d bytes packed", n)
	}
	if n := packed(t, assets["sheet.js"].content); n > 3000 {
		t.Errorf("sheet.js: %d bytes packed", n)
	}
}

// Without script the sheet is a plain form of radio buttons.
func TestSheetWithoutScript(t *testing.T) {
	w := developing(t)
	form := url.Values{}
	for _, row := range designMarkSheet(Page{Lang: "en"}).Rows {
		for _, c := range designMarkSheet(Page{Lang: "en"}).Columns {
			form.Set("mark."+row.ID+"."+c.ID, "B")
		}
	}
	post := func(status int, says ...string) {
		t.Helper()
		rec := w.send("/design/sheet", form, nil)
		if rec.Code != status {
			t.Fatalf("status %d, want %d", rec.Code, status)
		}
		for _, s := range says {
			if !strings.Contains(rec.Body.String(), s) {
				t.Errorf("the page does not say %s", s)
			}
		}
	}
	form.Del("mark.ran.law")
	form.Set("mark.qi.overall", "D")
	post(http.StatusUnprocessableEntity, "2 things need another look", `href="#c-ran-law"`, `href="#why-qi"`, `<b data-done>64</b>`)
	form.Set("mark.ran.law", "C")
	form.Set("reason.qi", "absent")
	post(http.StatusOK, "can be handed in", "absent</textarea>")
}

func TestBrowserSheetKeyboard(t *testing.T) {
	b := openBrowser(t, developing(t))
	b.do(chromedp.EmulateViewport(1440, 900))
	b.do(chromedp.Navigate(b.url + "/design/sheet?lang=en"))
	at := func() string { return eval[string](b, "document.activeElement.closest('.cell')?.id ?? ''") }
	press := func(keys ...string) {
		for _, k := range keys {
			b.do(chromedp.KeyEvent(k))
		}
	}
	b.do(chromedp.Focus(chromedp.CSS("#c-wen-faith input:checked")))
	const left, up, right, down = "\u0302", "\u0304", "\u0303", "\u0301"
	for _, step := range []struct{ key, want string }{
		{right, "c-wen-morals"},
		{down, "c-qi-morals"},
		{left, "c-qi-faith"},
		{up, "c-wen-faith"},
		{up, "c-wen-faith"},
		{left, "c-wen-faith"},
		{"\r", "c-wen-law"}, // the next that is open
	} {
		if press(step.key); at() != step.want {
			t.Fatalf("after %q in %s, want %s", step.key, at(), step.want)
		}
	}
	if !eval[bool](b, "getComputedStyle(document.querySelector('#c-wen-law .ops')).position == 'absolute'") {
		t.Error("the cell in focus does not open")
	}
	press("c")
	if got := eval[string](b, "document.querySelector('#c-wen-law :checked').value"); got != "C" {
		t.Errorf("the key gave %q", got)
	}
	b.says("Marked 47 / 65")
	// The second best of all fills the cap: others cannot be the best then.
	b.do(chromedp.Focus(chromedp.CSS("#c-cen-overall input")))
	press("a")
	b.says("None left")
	b.do(chromedp.Focus(chromedp.CSS("#c-ran-overall input[value=B]")))
	press("a")
	if eval[bool](b, "document.querySelector('#c-ran-overall [value=A]').checked") {
		t.Error("a third is the best")
	}
	press("d")
	if !eval[bool](b, "document.querySelector('#why-ran').checkVisibility()") || eval[bool](b, "document.querySelector('#why-qi').checkVisibility()") {
		t.Error("the reason is asked for where it is not needed, or not where it is")
	}
}

func TestBrowserSheetOnPhone(t *testing.T) {
	b := openBrowser(t, developing(t))
	b.open("/design/sheet?lang=en") // fits 360 pixels
	shown := func() string {
		return eval[string](b, "[...document.querySelectorAll('.person')].filter(p => p.checkVisibility()).map(p => p.querySelector('th').firstChild.textContent).join()")
	}
	if got := shown(); got != "Wen Zhiyuan" {
		t.Fatalf("shown: %s", got)
	}
	if h := eval[float64](b, "document.querySelector('.cell label').getBoundingClientRect().height"); h < 48 {
		t.Errorf("a mark is %v pixels high", h)
	}
	b.click("[data-turn='1']")
	if got := shown(); got != "Qi Ruochuan" {
		t.Errorf("after the next: %s", got)
	}
	b.click("#c-qi-people label:nth-of-type(2)")
	b.says("Marked 47 / 65", "2 / 5")
	b.click("[data-next]")
	if got := shown(); got != "Wen Zhiyuan" && got != "Cen Wangshu" {
		t.Errorf("the next open cell is of %s", got)
	}
	b.follow(".formacts .btn")
	b.says("things need another look", "Not marked yet")
	b.click(`.wrong a[href="#c-ran-law"]`)
	if got := shown(); got != "Ran Tinglan" {
		t.Errorf("the link shows %s", got)
	}
}
