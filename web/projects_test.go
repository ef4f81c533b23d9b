package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var projectLink = regexp.MustCompile(`href="/projects/(pj_\w+)"`)

// A project goes its way on its page; of two who act on what they read the
// second is told, and keeps what he wrote.
func TestProjectPages(t *testing.T) {
	d := newDesk(t)
	d.post(t, "wei", "/projects", url.Values{"programme": {"强基工程"}, "title": {"村级阵地"}, "due": {"2099-06-30"}}, http.StatusSeeOther)
	list := d.page(t, "wei", "/projects", http.StatusOK)
	found := projectLink.FindStringSubmatch(list)
	if found == nil || !strings.Contains(list, "强基工程") {
		t.Fatalf("the list:\n%s", list)
	}
	at := "/projects/" + found[1]
	d.post(t, "wei", at, url.Values{"do": {"ask"}, "unit": {"west"}, "revision": {"1"}, "why": {"有基础"}}, http.StatusSeeOther)
	if stale := d.post(t, "wei", at, url.Values{"do": {"agree"}, "unit": {"west"}, "revision": {"1"}, "why": {"好"}}, http.StatusConflict); !strings.Contains(stale, "Somebody took a step") || !strings.Contains(stale, "好") {
		t.Errorf("as it was before:\n%s", stale)
	}
	d.post(t, "wei", at, url.Values{"do": {"agree"}, "unit": {"west"}, "revision": {"2"}}, http.StatusSeeOther)
	refused := d.post(t, "wei", at, url.Values{"do": {"report"}, "month": {"1999-01"}, "share": {"half"}, "revision": {"3"}, "why": {"完成摸底"}}, http.StatusUnprocessableEntity)
	for _, want := range []string{"Month", "from 0 to 100", "完成摸底"} {
		if !strings.Contains(refused, want) {
			t.Errorf("%q is not told:\n%s", want, refused)
		}
	}
	if page := d.page(t, "wei", at, http.StatusOK); !strings.Contains(page, "under way") || !strings.Contains(page, "<b>0%</b>") {
		t.Errorf("the project:\n%s", page)
	}
	d.page(t, "wei", "/projects/circular", http.StatusOK)
	if page := d.page(t, "wei", "/units/west", http.StatusOK); !strings.Contains(page, "1 project claimed") {
		t.Errorf("the dossier:\n%s", page)
	}
}
