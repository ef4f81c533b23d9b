package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"minping/survey/demo"
)

// People of a 360 propose raters, by tick and by name; their superior approves
// one and refuses the other; each sees what is his and nothing else.
func TestNominatePages(t *testing.T) {
	d := sectionsDesk(t)
	const manage, path = "/manage/" + demo.Sections + "/assignments", "/n/" + demo.Sections
	revision := func() string { return fmt.Sprint(d.book(t).Revision) }
	if page := d.page(t, "wei", manage+"?ask=call", http.StatusOK); !strings.Contains(page, `name="groups" value="peer"`) || strings.Contains(page, `name="groups" value="self"`) {
		t.Errorf("the form:\n%s", page)
	}
	wrong := d.post(t, "wei", manage+"/nominations", url.Values{"go": {"call"}, "groups": {"peer"}, "most": {"21"}, "until": {"2001-01-01T00:00"}, "revision": {revision()}}, http.StatusUnprocessableEntity)
	if !strings.Contains(wrong, "from 1 to 20") || !strings.Contains(wrong, "lies in the past") || !strings.Contains(wrong, `value="21"`) {
		t.Errorf("a bad call:\n%s", wrong)
	}
	d.Notify.Mailer = refusing{"bureau-1-1@example.org"}
	if page := d.page(t, "wei", manage+"?ask=call", http.StatusOK); !strings.Contains(page, `name="mail" value="1"`) {
		t.Errorf("nothing can be mailed:\n%s", page)
	}
	left := d.post(t, "wei", manage+"/nominations", url.Values{"go": {"call"}, "groups": {"peer"}, "most": {"2"}, "mail": {"1"}, "revision": {revision()}}, http.StatusCreated)
	if strings.Count(left, "\r\n") != 2 || !strings.Contains(left, "bureau-1-1@example.org") {
		t.Errorf("what could not be mailed:\n%s", left)
	}
	file := d.post(t, "wei", manage+"/nominations", url.Values{"go": {"call"}, "groups": {"peer", "subordinate"}, "most": {"2"}, "revision": {revision()}}, http.StatusCreated)
	secret := map[string]string{}
	for _, m := range regexp.MustCompile(`([\w-]+)@example.org,,([0-9A-Z-]+),\S+`).FindAllStringSubmatch(file, -1) {
		secret[m[1]] = m[2]
	}
	if len(secret) != 19 { // 18 who are evaluated and the superior of their heads
		t.Fatalf("%d secrets in\n%s", len(secret), file)
	}
	send := func(who string, form url.Values, want int) string {
		t.Helper()
		form.Set("bundle", secret[who])
		form.Set("lang", "en")
		rec := d.send(path, form, nil)
		if rec.Code != want || len(rec.Header()["Set-Cookie"]) > 0 {
			t.Fatalf("%s: %d\n%s", who, rec.Code, rec.Body)
		}
		return unmarked(rec.Body.String())
	}
	page := send("bureau-2-2", url.Values{"go": {"open"}}, http.StatusOK)
	for _, said := range []string{"propose who evaluates you", "Peers", "Subordinates", "You are not told who evaluates you"} {
		if !strings.Contains(page, said) {
			t.Errorf("the page does not say %q:\n%s", said, page)
		}
	}
	book := d.book(t)
	rates, free := "", ""
	for _, m := range regexp.MustCompile(`name="rater.peer" value="([\w-]+)"`).FindAllStringSubmatch(page, -1) {
		is := false
		for _, a := range book.Assignments {
			is = is || a.Ratee == "bureau-2-2" && a.Rater == m[1]
		}
		if is {
			rates = m[1]
		} else {
			free = m[1]
		}
	}
	page = send("bureau-2-2", url.Values{"go": {"nominate:peer"}, "rater.peer": {rates, free}}, http.StatusOK)
	if strings.Count(page, "<small>proposed</small>") != 2 || !strings.Contains(page, "as many as asked") {
		t.Errorf("both are not told alike:\n%s", page)
	}
	page = send("bureau-2-2", url.Values{"go": {"nominate:subordinate"}, "names.subordinate": {"没有这个人、"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(page, "Nobody on the roster is called “没有这个人”") || !strings.Contains(page, "没有这个人、</textarea>") {
		t.Errorf("somebody who is not there:\n%s", page)
	}

	page = send("bureau-2-1", url.Values{"go": {"open"}}, http.StatusOK)
	if !strings.Contains(page, "1 nomination waits") || !strings.Contains(page, "bureau-2-2|peer|"+free) || strings.Contains(page, rates+`"`) && strings.Contains(page, "bureau-2-2|peer|"+rates) {
		t.Errorf("what waits for the superior:\n%s", page)
	}
	page = send("bureau-2-1", url.Values{"go": {"decline"}, "mark": {"bureau-2-2|peer|" + free}, "reason": {"too far away"}}, http.StatusOK)
	if strings.Contains(page, "nomination waits") {
		t.Errorf("it waits still:\n%s", page)
	}
	if page = send("bureau-2-2", url.Values{"go": {"open"}}, http.StatusOK); !strings.Contains(page, "not taken up") || !strings.Contains(page, "too far away") || !strings.Contains(page, "1 more name") {
		t.Errorf("what he reads of it:\n%s", page)
	}
	send("bureau-3-1", url.Values{"go": {"approve"}, "mark": {"bureau-2-2|peer|" + free}}, http.StatusUnprocessableEntity) // not his people
	send("nobody", url.Values{"go": {"open"}}, http.StatusNotFound)

	if page := d.page(t, "wei", manage, http.StatusOK); !strings.Contains(page, "Nominations are open: 2 names so far") {
		t.Errorf("what the organiser sees:\n%s", page)
	}
	d.post(t, "wei", manage+"/nominations", url.Values{"go": {"end"}, "revision": {revision()}}, http.StatusSeeOther)
	send("bureau-2-2", url.Values{"go": {"open"}}, http.StatusNotFound)
}
