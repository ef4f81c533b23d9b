package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"minping/survey"
)

// wholeSheets is a desk with the open poll "bureau" about a team and so many of
// its members, and a batch of whole sheets of ballot B.
func wholeSheets(t *testing.T, members, sheets int) desk {
	t.Helper()
	d := newDesk(t)
	openBureau(t, d.world, members, survey.OpenLink)
	n := fmt.Sprint(sheets)
	d.post(t, "wei", "/paper/bureau", url.Values{"unit": {""}, "group": {"B"}, "eligible": {n}, "issued": {n}, "returned": {n}}, http.StatusSeeOther)
	return d
}

// sheetForm is a sheet typed: every mark of everybody, and the grades of the
// members by letter.
func sheetForm(number int, mark, team, grades string) url.Values {
	at := fmt.Sprint(number-1) + "."
	f := url.Values{"sheet": {fmt.Sprint(number)}, "go": {"next"}, at + "bureau/T00": {team}}
	for i := range 12 {
		f.Set(fmt.Sprintf("%sbureau/T%02d", at, i+1), mark)
		for j := range grades {
			f.Set(fmt.Sprintf("%sp-%02d/M%02d", at, j+1, i+1), mark)
		}
	}
	for j, g := range grades {
		f.Set(fmt.Sprintf("%sp-%02d/M00", at, j+1), string(g))
	}
	return f
}

// A batch of whole sheets is typed sheet by sheet, also without script: what
// breaks a rule is kept and told, the second entry is compared cell by cell, and
// the record says why a sheet does not count.
func TestWholeSheetsAreTyped(t *testing.T) {
	d := wholeSheets(t, 3, 3)
	page := d.page(t, "wei", "/paper/bureau/1", http.StatusOK)
	for _, want := range []string{"Sheet 1 of 3", `name="0.bureau/T00"`, `name="0.p-03/M12"`, "At most 1 of 3 may be graded", "A Excellent", "Done: next sheet"} {
		if !strings.Contains(strings.ReplaceAll(page, "at most", "At most"), want) {
			t.Errorf("the sheet lacks %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, `name="1.`) {
		t.Error("two sheets are shown at once")
	}
	wrong := sheetForm(1, "B", "B", "BBB")
	wrong.Set("0.p-02/M05", "7")
	if page := d.post(t, "wei", "/paper/bureau/1", wrong, http.StatusUnprocessableEntity); !strings.Contains(page, `value="7" aria-label="Cen Zhiyuan`) && !strings.Contains(page, "Qi Zhiyuan: ") {
		t.Errorf("a wrong mark is not told by name:\n%s", page)
	}
	// Digits by place; a sheet with two best; one that is left for later.
	d.post(t, "wei", "/paper/bureau/1", sheetForm(1, "2", "1", "122"), http.StatusSeeOther)
	d.post(t, "wei", "/paper/bureau/1", sheetForm(2, "B", "B", "AAB"), http.StatusSeeOther)
	if page := d.page(t, "wei", "/paper/bureau/1?type=1&sheet=1", http.StatusOK); !strings.Contains(page, `name="0.p-01/M00" value="A"`) || strings.Contains(page, "is invalid") {
		t.Errorf("a place is not its option:\n%s", page)
	}
	page = d.page(t, "wei", "/paper/bureau/1?type=1&sheet=2", http.StatusOK)
	for _, want := range []string{"By the rules this sheet is invalid: a grade more often than allowed", "At most 1 of 3 may be graded “Excellent”; the sheet has 2."} {
		if !strings.Contains(page, want) {
			t.Errorf("the broken rule is not told: %q", want)
		}
	}
	half := sheetForm(3, "", "B", "B")
	half.Set("go", "draft")
	if to := d.post(t, "wei", "/paper/bureau/1", half, http.StatusSeeOther); to != "/paper/bureau/1?sheet=3&type=1" {
		t.Errorf("a draft leads to %s", to)
	}
	if page := d.page(t, "wei", "/paper/bureau/1", http.StatusOK); !strings.Contains(page, "Sheet 3 of 3") || !strings.Contains(page, `name="2.p-01/M00" value="B"`) || !strings.Contains(page, "Typed 0 times of 2") {
		t.Errorf("the open sheet is not the next one:\n%s", page)
	}
	d.post(t, "wei", "/paper/bureau/1", url.Values{"sheet": {"3"}, "go": {"next"}}, http.StatusSeeOther) // blank
	d.post(t, "wei", "/paper/bureau/1", url.Values{"sheet": {"4"}, "go": {"next"}}, http.StatusNotFound) // there is none
	if page := d.page(t, "li", "/paper/bureau/1", http.StatusOK); !strings.Contains(page, "Typed 1 time of 2") || strings.Contains(page, `M00" value="A"`) {
		t.Error("the second clerk sees what the first typed, or the first entry is not whole")
	}
	for i, grades := range []string{"ABC", "AAB"} {
		d.post(t, "li", "/paper/bureau/1", sheetForm(i+1, "B", "A", grades), http.StatusSeeOther)
	}
	d.post(t, "li", "/paper/bureau/1", url.Values{"sheet": {"3"}, "go": {"next"}}, http.StatusSeeOther)
	page = d.page(t, "li", "/paper/bureau/1", http.StatusOK)
	for _, want := range []string{"differ in 2 places", "Cen Zhiyuan", "leadership team"} {
		if !strings.Contains(page, want) {
			t.Errorf("the comparison lacks %q:\n%s", want, page)
		}
	}
	d.post(t, "wei", "/paper/bureau/1", url.Values{"go": {"handin"}, "revision": {"7"}, "d0": {"1"}, "d1": {"2"}}, http.StatusSeeOther)
	page = d.page(t, "wei", "/paper/bureau/1/protocol", http.StatusOK)
	if !strings.Contains(page, `a grade more often than allowed</th><td class="num">1`) || !strings.Contains(page, `Abstained`) {
		t.Errorf("the record:\n%s", page)
	}
}

// A team and nine members typed twice by keys alone, compared and handed in.
func TestBrowserWholeSheetByKeys(t *testing.T) {
	d := wholeSheets(t, 9, 1)
	// A browser of each, signed in: their cookies go with every request.
	var b *browser
	open := func(who string) {
		e := echo.New()
		e.Any("/*", func(c echo.Context) error {
			c.Request().AddCookie(d.cookies[who])
			d.e.ServeHTTP(c.Response(), c.Request())
			return nil
		})
		shown := *d.world
		shown.e = e
		b = openBrowser(t, &shown)
		b.width = 1440
		b.do(chromedp.EmulateViewport(1440, 900))
	}
	at := func() string { return eval[string](b, "document.activeElement.name ?? ''") }
	keys := func(s string) {
		t.Helper()
		for _, k := range s {
			b.do(chromedp.KeyEvent(string(k)))
		}
	}
	const left, up, right, down = "\u0302", "\u0304", "\u0303", "\u0301"
	for i, name := range []string{"wei", "li"} {
		open(name)
		b.do(chromedp.Navigate(b.url + "/paper/bureau/1?lang=zh"))
		b.awaits("第 1 张")
		b.fits()
		if at() != "0.bureau/T01" {
			t.Fatalf("the keyboard begins at %q", at())
		}
		for _, step := range []struct{ key, want string }{{right, "0.bureau/T02"}, {down, "0.p-01/M02"}, {left, "0.p-01/M01"}, {up, "0.bureau/T01"}} {
			if keys(step.key); at() != step.want {
				t.Fatalf("after %q at %s, want %s", step.key, at(), step.want)
			}
		}
		// A letter, a digit for its place, a wrong key that is held back and undone.
		keys("b2")
		if got := eval[string](b, "[...document.querySelectorAll('tbody input')].slice(0, 3).map(i => i.value).join()"); got != "b,B," {
			t.Errorf("typed %q", got)
		}
		keys("7\r")
		if at() != "0.bureau/T03" || !eval[bool](b, "document.activeElement.matches('[aria-invalid]')") {
			t.Fatalf("a wrong key moves on to %s", at())
		}
		keys("\b2222222222" + "1")
		keys("\r")
		for person := 1; person <= 9; person++ {
			if want := fmt.Sprintf("0.p-%02d/M01", person); at() != want {
				t.Fatalf("row %d begins at %s", person, at())
			}
			marks := "2222222222222"
			if person == 3 {
				marks = "222222222222" + []string{"3", "2"}[i] // the first misreads a grade
			}
			keys(marks)
			if person == 9 {
				b.picture("clerk-sheet-" + name)
				_, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent("\r"))
				must(t, err)
				break
			}
			keys("\r")
		}
		b.awaits(fmt.Sprintf("已录 %d 遍", i+1))
	}
	b.says("两遍有 1 处不同", "岑知远：总体评价")
	b.picture("clerk-sheet-compare")
	// Tab to the choice, the second entry by the arrow, Enter puts it into the box.
	for range 40 {
		if at() == "d0" {
			break
		}
		keys("\t")
	}
	keys(" " + right)
	_, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent("\r"))
	must(t, err)
	b.awaits("这一批已投入票箱")
	b.picture("clerk-sheet-done")
	d.ballots(t, "bureau", 10)
	r, err := d.service.Release(t.Context(), "bureau")
	must(t, err)
	if n := len(r.Units); n != 10 {
		t.Errorf("%d units have results", n)
	}
}
