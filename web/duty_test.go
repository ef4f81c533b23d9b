package web

import (
	"net/url"
	"strings"
	"testing"

	"minping/survey/access"
)

// A round of duty reports by its pages, from the plan to the panel of judges: what
// is wrong is told with what was typed, a judge marks in his own name, and the
// round says who has not marked.
func TestDutyPages(t *testing.T) {
	d := newDesk(t)
	d.hire(t, "ying", access.Grant{Role: access.Answerer, Unit: "east"})
	d.hire(t, "du", access.Grant{Role: access.Inspector})
	form := func(pairs ...string) url.Values {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	plan := form("title", "年终述职", "year", "2026", "due", "2099-12-20", "sections", "履职", "items", "实绩 六十", "units", "east\nwest", "cut", "0")
	if body := d.post(t, "li", "/duty", plan, 422); !strings.Contains(body, "实绩 六十") {
		t.Errorf("a mistake in the plan takes what was typed away\n%s", body)
	}
	plan.Set("items", "实绩 100")
	d.post(t, "li", "/duty", plan, 303)
	all, err := d.store.People.DutyReviews(t.Context())
	must(t, err)
	at := "/duty/" + all[0].ID
	d.post(t, "li", at, form("revision", "1", "do", "start"), 303)
	d.post(t, "ying", at+"/reports/east", form("revision", "0", "do", "hand_in", "text-0", "办结 12 项"), 303)

	name := form("revision", "2", "do", "name", "judges", "du\n顾长庚\n", "marks_by", "2099-12-01")
	if body := d.post(t, "li", at, name, 422); !strings.Contains(body, "2099-12-20") || !strings.Contains(body, "顾长庚") || !strings.Contains(body, `value="2099-12-01"`) {
		t.Errorf("marks before reports\n%s", body)
	}
	name.Set("marks_by", "2099-12-25")
	d.post(t, "du", at, name, 403)
	d.post(t, "li", at, name, 303)
	if body := d.page(t, "li", at, 200); !strings.Contains(body, "to be marked by 25\u00a0December 2099") || strings.Count(body, "has not marked yet") != 2 {
		t.Errorf("the panel is not shown\n%s", body)
	}
	marks := func(judge string) url.Values {
		return form("revision", "3", "do", "score", "judge", judge, "mark-0-east", "88", "grade-east", "A")
	}
	if body := d.post(t, "li", at, marks("外人"), 422); !strings.Contains(body, "is no judge of this round") || !strings.Contains(body, `value="88"`) {
		t.Errorf("somebody else marks\n%s", body)
	}
	d.post(t, "du", at, marks("du"), 303)
	d.post(t, "li", at, form("revision", "4", "do", "name", "judges", " ", "marks_by", ""), 303)
	if body := d.page(t, "li", at, 200); !strings.Contains(body, "rows=\"6\" maxlength=\"12000\">du\n</textarea>") {
		t.Errorf("who has a sheet is not put forward as a judge\n%s", body)
	}
	name.Set("revision", "5")
	d.post(t, "li", at, name, 303)
	if body := d.page(t, "li", at, 200); strings.Count(body, "has not marked yet") != 1 || !strings.Contains(body, "1 marked") {
		t.Errorf("after one marked\n%s", body)
	}
	if body := d.page(t, "ying", at, 200); strings.Contains(body, "顾长庚") {
		t.Errorf("those who report read who judges\n%s", body)
	}
}
