package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var inviteURL = regexp.MustCompile(`/invite\?token=([\w-]{43})`)

// An operator makes a link, shown once; its bearer sets the password, once.
func TestInvitations(t *testing.T) {
	d := newDesk(t)
	if page := d.post(t, "wei", "/admin/invitations", url.Values{"name": {"li"}, "role": {"king"}, "ends": {"2020-01-01"}}, http.StatusUnprocessableEntity); strings.Count(page, `class="msg"`) != 3 {
		t.Errorf("mistakes:\n%s", page)
	}
	made := d.post(t, "wei", "/admin/invitations", url.Values{"name": {"<b>zhao"}, "role": {"leader"}, "unit": {"east"}, "ends": {"2027-06-30"}}, http.StatusCreated)
	link := inviteURL.FindStringSubmatch(made)
	if link == nil {
		t.Fatalf("no link:\n%s", made)
	}
	page := d.page(t, "wei", "/admin/invitations", http.StatusOK)
	if strings.Contains(page, link[1]) || strings.Contains(page, "<b>") || !strings.Contains(page, "&lt;b&gt;zhao") {
		t.Errorf("the list:\n%s", page)
	}
	d.visit(t, link[0]).sees(http.StatusOK, "Set a password")
	form := url.Values{"token": {link[1]}, "password": {password}, "again": {"other"}}
	if rec := d.send("/invite", form, nil); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "The two passwords differ") {
		t.Errorf("different passwords: %d", rec.Code)
	}
	form.Set("again", password)
	rec := d.send("/invite", form, nil)
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	zhao := session(t, rec)
	if home := d.get("/", "Cookie", zhao.String(), "Accept-Language", "en"); !strings.Contains(home.Body.String(), "Signed in as &lt;b&gt;zhao") {
		t.Error("not signed in")
	}
	if rec := d.get("/admin/invitations", "Cookie", zhao.String()); rec.Code != http.StatusNotFound {
		t.Errorf("a leader sees invitations: %d", rec.Code)
	}
	if nav := d.get("/account", "Cookie", zhao.String()).Body.String(); strings.Contains(nav, "/admin/invitations") {
		t.Error("a leader is led to invitations")
	}
	d.visit(t, link[0]).sees(http.StatusNotFound, "This link no longer works")

	made = d.post(t, "wei", "/admin/invitations/reset", url.Values{"account": {"li"}}, http.StatusCreated)
	link = inviteURL.FindStringSubmatch(made)
	withdraw := regexp.MustCompile(`/admin/invitations/[\w-]+/withdraw`).FindString(made)
	d.post(t, "wei", withdraw, nil, http.StatusSeeOther)
	d.visit(t, link[0]).sees(http.StatusNotFound, "This link no longer works")
	d.page(t, "li", "/account", http.StatusOK) // her session goes on
}
