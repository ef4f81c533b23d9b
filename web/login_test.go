package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey/access"
)

const password = "three unrelated words"

// withAccounts adds accounts and sessions to a world.
func withAccounts(t *testing.T) *world {
	t.Helper()
	return newWorld(t).signsIn()
}

// signsIn gives a site accounts.
func (w *world) signsIn() *world {
	w.Access = access.New(w.store.People)
	w.Gate = middleware.NewGate(w.Access, w.store.People.Sessions(), false, slog.New(slog.NewTextHandler(io.Discard, nil)))
	w.e = echo.New()
	w.e.HTTPErrorHandler = w.Error
	Register(w.e, w.Site)
	return w
}

// send posts a form as a browser on this site does, with the cookie given.
func (w *world) send(path string, form url.Values, cookie *http.Cookie) *httptest.ResponseRecorder {
	r := postForm(path, form)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	if cookie != nil {
		r.AddCookie(cookie)
	}
	rec := httptest.NewRecorder()
	w.e.ServeHTTP(rec, r)
	return rec
}

// session returns the session cookie that an answer sets.
func session(t *testing.T, rec *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	for _, c := range rec.Result().Cookies() {
		if strings.Contains(c.Name, "session") {
			return c
		}
	}
	t.Fatalf("no session: %d %s", rec.Code, rec.Body)
	return nil
}

func TestFirstStart(t *testing.T) {
	w := withAccounts(t)
	token, err := w.Access.Setup(context.Background())
	must(t, err)
	link := "/setup?token=" + url.QueryEscape(token)
	v := w.visit(t, link).sees(http.StatusOK, "Create the first account")
	golden(t, "setup-en", strings.ReplaceAll(v.body, token, "TOKEN"))
	form := url.Values{"token": {token}, "name": {"Wang"}, "password": {password}, "again": {"other"}}
	if rec := w.send("/setup", form, nil); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "The two passwords differ") {
		t.Fatalf("different passwords: %d", rec.Code)
	}
	form["password"], form["again"] = []string{"short"}, []string{"short"}
	if rec := w.send("/setup", form, nil); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "At least 12 characters") {
		t.Fatalf("short password: %d", rec.Code)
	}
	form["password"], form["again"] = []string{password}, []string{password}
	rec := w.send("/setup", form, nil)
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("setup: %d %s", rec.Code, rec.Body)
	}
	if home := w.get("/", "Cookie", session(t, rec).String(), "Accept-Language", "en"); !strings.Contains(home.Body.String(), "Signed in as Wang") {
		t.Error("not signed in after setup")
	}
	w.visit(t, link).sees(http.StatusNotFound, "This link no longer works")
	w.visit(t, "/setup").sees(http.StatusNotFound, "This link no longer works")
}

func TestLogin(t *testing.T) {
	w := withAccounts(t)
	token, err := w.Access.Setup(context.Background())
	must(t, err)
	_, err = w.Access.Claim(context.Background(), token, "wang", password)
	must(t, err)

	for _, form := range []url.Values{
		{"name": {"wang"}, "password": {"wrong"}}, {"name": {"nobody"}, "password": {password}}, {},
	} {
		rec := w.send("/login", form, nil)
		if rec.Code != http.StatusUnauthorized || !strings.Contains(rec.Body.String(), "Wrong name or password") {
			t.Errorf("login %v: %d", form, rec.Code)
		}
	}
	rec := w.send("/login", url.Values{"name": {"Wang"}, "password": {password}, "then": {"/p/open?unit=west"}}, nil)
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/p/open?unit=west" {
		t.Fatalf("login: %d to %q", rec.Code, rec.Header().Get("Location"))
	}
	cookie := session(t, rec)
	if rec := w.get("/login", "Cookie", cookie.String()); rec.Code != http.StatusSeeOther {
		t.Errorf("login while signed in: %d", rec.Code)
	}
	if rec := w.send("/logout", nil, cookie); rec.Code != http.StatusSeeOther {
		t.Fatalf("logout: %d", rec.Code)
	}
	if home := w.get("/", "Cookie", cookie.String(), "Accept-Language", "en"); strings.Contains(home.Body.String(), "Signed in") {
		t.Error("the cookie holds after signing out")
	}
}

func TestLoginIsThrottled(t *testing.T) {
	w := withAccounts(t)
	var rec *httptest.ResponseRecorder
	for range 30 {
		if rec = w.send("/login", url.Values{"name": {"wang"}, "password": {"guess"}}, nil); rec.Code != http.StatusUnauthorized {
			break
		}
	}
	if rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") == "" || !strings.Contains(rec.Body.String(), "Too many attempts") {
		t.Errorf("status %d after 30 guesses", rec.Code)
	}
}

func TestForeignFormsAreRefused(t *testing.T) {
	w := withAccounts(t)
	r := postForm("/login", url.Values{"name": {"wang"}, "password": {password}})
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	rec := httptest.NewRecorder()
	w.e.ServeHTTP(rec, r)
	if rec.Code != http.StatusForbidden {
		t.Errorf("status %d", rec.Code)
	}
}
