package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"minping/survey/access"
)

var (
	offeredSecret = regexp.MustCompile(`name="secret" value="([A-Z2-7]{32})"`)
	recoveryCode  = regexp.MustCompile(`[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}`)
)

// A password leads no further than to the second factor, where one is required;
// codes and recovery codes are good once.
func TestSecondFactorPages(t *testing.T) {
	w := withAccounts(t)
	at := now
	w.Access.Now = func() time.Time { return at }
	w.Access.Policy = access.FactorRequired
	token, err := w.Access.Setup(t.Context())
	must(t, err)
	rec := w.send("/setup", url.Values{"token": {token}, "name": {"wang"}, "password": {password}, "again": {password}}, nil)
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/account/factor?then=%2F" {
		t.Fatalf("setup: %d to %q", rec.Code, rec.Header().Get("Location"))
	}
	half := session(t, rec)
	for _, path := range []string{"/manage", "/account", "/account/tokens", "/admin"} {
		if rec := w.get(path, "Cookie", half.String()); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/account/factor?then="+url.QueryEscape(path) {
			t.Errorf("half a session at %s: %d to %q", path, rec.Code, rec.Header().Get("Location"))
		}
	}
	page := w.get("/account/factor", "Cookie", half.String(), "Accept-Language", "en").Body.String()
	secret := offeredSecret.FindStringSubmatch(page)[1]
	if !strings.Contains(page, `class="qr"`) || !strings.Contains(page, "<code class=\"secret\">"+secret) {
		t.Errorf("the page:\n%s", page)
	}
	code := func() string {
		c, err := totp.GenerateCode(secret, at)
		must(t, err)
		return c
	}
	again := w.send("/account/factor", url.Values{"secret": {secret}, "code": {"000000"}}, half)
	if again.Code != http.StatusUnprocessableEntity || !strings.Contains(again.Body.String(), secret) || !strings.Contains(again.Body.String(), "The code is wrong") {
		t.Errorf("a wrong code: %d\n%s", again.Code, again.Body)
	}
	done := w.send("/account/factor", url.Values{"secret": {secret}, "code": {code()}, "then": {"/manage"}}, half)
	codes := recoveryCode.FindAllString(done.Body.String(), -1)
	if done.Code != http.StatusCreated || len(codes) != 10 || !strings.Contains(done.Body.String(), `href="/manage"`) {
		t.Fatalf("enrolled: %d\n%s", done.Code, done.Body)
	}
	whole := session(t, done)
	if rec := w.get("/manage", "Cookie", whole.String()); rec.Code != http.StatusOK {
		t.Errorf("after enrolment: %d", rec.Code)
	}
	if own := w.get("/account", "Cookie", whole.String(), "Accept-Language", "en").Body.String(); strings.Contains(own, secret) || recoveryCode.MatchString(own) || !strings.Contains(own, "10 recovery codes are left") {
		t.Errorf("the account:\n%s", own)
	}

	at = at.Add(time.Minute)
	rec = w.send("/login", url.Values{"name": {"wang"}, "password": {password}, "then": {"/manage"}}, nil)
	if rec.Header().Get("Location") != "/login/code?then=%2Fmanage" {
		t.Fatalf("login leads to %q", rec.Header().Get("Location"))
	}
	half = session(t, rec)
	if rec := w.get("/account/factor", "Cookie", half.String()); rec.Code != http.StatusSeeOther {
		t.Errorf("half a session may enrol another factor: %d", rec.Code)
	}
	if rec := w.send("/account/factor", url.Values{"secret": {secret}, "code": {code()}}, half); rec.Code != http.StatusSeeOther {
		t.Errorf("half a session enrols another factor: %d", rec.Code)
	}
	for _, wrong := range []string{"", "000000", codes[0] + "A"} {
		if rec := w.send("/login/code", url.Values{"code": {wrong}}, half); rec.Code != http.StatusUnauthorized {
			t.Errorf("code %q: %d", wrong, rec.Code)
		}
	}
	rec = w.send("/login/code", url.Values{"code": {codes[0]}, "then": {"/manage"}}, half)
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/manage" {
		t.Fatalf("a recovery code: %d %s", rec.Code, rec.Body)
	}
	if session(t, rec).Value == half.Value {
		t.Error("the cookie of half a session goes on")
	}
	second := session(t, w.send("/login", url.Values{"name": {"wang"}, "password": {password}}, nil))
	if rec := w.send("/login/code", url.Values{"code": {codes[0]}}, second); rec.Code != http.StatusUnauthorized {
		t.Errorf("a recovery code again: %d", rec.Code)
	}
	for range 20 {
		rec = w.send("/login/code", url.Values{"code": {"000000"}}, second)
	}
	if rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") == "" {
		t.Errorf("guessed codes: %d", rec.Code)
	}
}

// Whoever is signed in changes his password and ends sessions.
func TestOwnPages(t *testing.T) {
	d := newDesk(t)
	second := session(t, d.send("/login", url.Values{"name": {"wei"}, "password": {password}}, nil))
	page := d.page(t, "wei", "/account", http.StatusOK)
	if n := strings.Count(page, `name="session"`); n != 1 || !strings.Contains(page, "this one") {
		t.Errorf("%d other sessions:\n%s", n, page)
	}
	id := regexp.MustCompile(`name="session" value="([\w-]+)"`).FindStringSubmatch(page)[1]
	d.post(t, "li", "/account/sessions", url.Values{"session": {id}}, http.StatusSeeOther)
	if rec := d.get("/account", "Cookie", second.String()); rec.Code != http.StatusOK {
		t.Errorf("ended by somebody else: %d", rec.Code)
	}
	d.post(t, "wei", "/account/sessions", url.Values{"session": {id}}, http.StatusSeeOther)
	if rec := d.get("/account", "Cookie", second.String()); rec.Code != http.StatusSeeOther {
		t.Errorf("an ended session: %d", rec.Code)
	}
	const fresh = "three other words here"
	for _, tt := range []struct{ old, new, again, says string }{
		{"wrong", fresh, fresh, "The present password is wrong"},
		{password, "short", "short", "At least 12 characters"},
		{password, fresh, "another", "The two passwords differ"},
	} {
		if page := d.post(t, "wei", "/account/password", url.Values{"old": {tt.old}, "new": {tt.new}, "again": {tt.again}}, http.StatusUnprocessableEntity); !strings.Contains(page, tt.says) {
			t.Errorf("%+v:\n%s", tt, page)
		}
	}
	second = session(t, d.send("/login", url.Values{"name": {"wei"}, "password": {password}}, nil))
	before := d.cookies["wei"]
	rec := d.send("/account/password", url.Values{"old": {password}, "new": {fresh}, "again": {fresh}}, before)
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	for _, cookie := range []*http.Cookie{second, before} {
		if rec := d.get("/account", "Cookie", cookie.String()); rec.Code != http.StatusSeeOther {
			t.Errorf("a cookie from before: %d", rec.Code)
		}
	}
	d.cookies["wei"] = session(t, rec)
	if page := d.page(t, "wei", rec.Header().Get("Location"), http.StatusOK); !strings.Contains(page, "The password was changed") {
		t.Errorf("afterwards:\n%s", page)
	}
}
