package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"minping/api/middleware"
)

const origin = "http://example.com" // the host of httptest's requests

// session signs in and returns the cookie.
func (f *fixture) session(header map[string]string) *http.Cookie {
	f.t.Helper()
	w := f.do(call{method: "POST", path: "/session", body: `{"name":"` + testName + `","password":"` + testPassword + `"}`, header: header})
	if w.Code != http.StatusOK {
		f.t.Fatalf("login: %d %s", w.Code, w.Body)
	}
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		f.t.Fatalf("login sets %v", cookies)
	}
	return cookies[0]
}

// with returns the call as a browser on our pages sends it with the cookie.
func with(c call, cookie *http.Cookie) call {
	c.header = map[string]string{"Cookie": cookie.Name + "=" + cookie.Value, "Origin": origin}
	return c
}

var whoami = call{method: "GET", path: "/session"}

func TestSession(t *testing.T) {
	f := newFixture(t)
	cookie := f.session(nil)
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" {
		t.Errorf("cookie %v", cookie)
	}
	f.must(with(whoami, cookie), http.StatusOK, nil)
	f.must(with(call{method: "PUT", path: "/units", body: units}, cookie), http.StatusNoContent, nil)
	f.must(with(call{method: "DELETE", path: "/session"}, cookie), http.StatusNoContent, nil)
	f.must(with(whoami, cookie), http.StatusUnauthorized, nil)
}

// Trust test 49: a cookie planted before signing in leads nowhere after.
func TestSessionIsNotFixed(t *testing.T) {
	f := newFixture(t)
	planted := &http.Cookie{Name: "minping_session", Value: "planted-by-somebody-else"}
	cookie := f.session(map[string]string{"Cookie": planted.String()})
	if cookie.Value == planted.Value {
		t.Error("login keeps a cookie from before")
	}
	f.must(with(whoami, planted), http.StatusUnauthorized, nil)
	second := f.session(map[string]string{"Cookie": cookie.String(), "Origin": origin})
	if second.Value == cookie.Value {
		t.Error("a second login keeps the cookie")
	}
	f.must(with(whoami, cookie), http.StatusUnauthorized, nil)
	f.must(with(whoami, second), http.StatusOK, nil)
}

func TestPasswordChangeEndsSessions(t *testing.T) {
	f := newFixture(t)
	cookie := f.session(nil)
	if err := f.access.SetPassword(t.Context(), testName, "another good password"); err != nil {
		t.Fatal(err)
	}
	f.must(with(whoami, cookie), http.StatusUnauthorized, nil)
}

func TestCrossOrigin(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	cookie := f.session(nil)
	put := call{method: "PUT", path: "/units", body: units}
	for name, header := range map[string]map[string]string{
		"another origin":      {"Origin": "https://evil.example"},
		"cross-site":          {"Sec-Fetch-Site": "cross-site"},
		"same-site, not ours": {"Sec-Fetch-Site": "same-site"},
		"says nothing":        {},
	} {
		c := put
		c.header = map[string]string{"Cookie": cookie.String()}
		for k, v := range header {
			c.header[k] = v
		}
		if w := f.do(c); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "cross-origin") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	plain := with(put, cookie)
	plain.header["Content-Type"] = "text/plain"
	if w := f.do(plain); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("text/plain: %d", w.Code)
	}
	stuffing := submit(submissionBody(1, "north", `{"s1":3}`))
	stuffing.header = map[string]string{"Origin": "https://evil.example"}
	if w := f.do(stuffing); w.Code != http.StatusForbidden {
		t.Errorf("a submission from another site: %d", w.Code)
	}
	f.must(call{method: "PUT", path: "/units", body: units, signed: true}, http.StatusNoContent, nil) // a program says no origin
}

// Trust test 47: a token that is expired, revoked or of nobody opens nothing.
func TestTokens(t *testing.T) {
	f := newFixture(t)
	var made Token
	f.must(call{method: "POST", path: "/tokens", body: `{"label":"import","days":2}`, signed: true}, http.StatusCreated, &made)
	bearer := func(secret string) call {
		return call{method: "GET", path: "/units", header: map[string]string{"Authorization": "Bearer " + secret}}
	}
	f.must(bearer(made.Secret), http.StatusOK, nil)
	f.must(bearer(made.Secret+"x"), http.StatusUnauthorized, nil)
	f.must(bearer("minping_"), http.StatusUnauthorized, nil)
	f.must(call{method: "GET", path: "/units", header: map[string]string{"Authorization": "Basic YTpi"}}, http.StatusUnauthorized, nil)
	// A token that does not hold is told so even where none is needed.
	f.must(call{method: "GET", path: "/polls", header: map[string]string{"Authorization": "Bearer wrong"}}, http.StatusUnauthorized, nil)
	var list []Token
	f.must(call{method: "GET", path: "/tokens", signed: true}, http.StatusOK, &list)
	for _, k := range list {
		if k.Secret != "" {
			t.Error("the list shows a secret")
		}
	}
	f.advance(49 * time.Hour)
	f.must(bearer(made.Secret), http.StatusUnauthorized, nil)
	f.advance(-49 * time.Hour)
	f.must(call{method: "DELETE", path: "/tokens/" + made.ID, signed: true}, http.StatusNoContent, nil)
	f.must(bearer(made.Secret), http.StatusUnauthorized, nil)
	f.must(call{method: "DELETE", path: "/tokens/" + made.ID, signed: true}, http.StatusNotFound, nil)
}

func TestLoginIsThrottledWithoutAnOracle(t *testing.T) {
	f := newFixture(t)
	attempt := func(name, password string) *httptest.ResponseRecorder {
		return f.do(call{method: "POST", path: "/session", body: `{"name":"` + name + `","password":"` + password + `"}`})
	}
	if known, unknown := attempt(testName, "wrong"), attempt("nobody", "wrong"); known.Code != 401 || known.Body.String() != unknown.Body.String() {
		t.Errorf("wrong password: %d %s; unknown name: %d %s", known.Code, known.Body, unknown.Code, unknown.Body)
	}
	for range 30 {
		attempt(testName, "wrong")
	}
	right, wrong, unknown := attempt(testName, testPassword), attempt(testName, "wrong"), attempt("nobody", "wrong")
	if right.Code != http.StatusTooManyRequests || right.Header().Get("Retry-After") == "" {
		t.Errorf("after many attempts: %d, headers %v", right.Code, right.Header())
	}
	if right.Body.String() != wrong.Body.String() || right.Body.String() != unknown.Body.String() {
		t.Error("a throttled answer tells right from wrong")
	}
	f.advance(10 * time.Minute)
	if w := attempt(testName, testPassword); w.Code != http.StatusOK {
		t.Errorf("after a rest: %d %s", w.Code, w.Body)
	}
}

func TestSecureCookie(t *testing.T) {
	f := newFixture(t)
	gate := middleware.NewGate(f.access, f.sessions, true, f.slog)
	f.server.Gate = gate
	f.e = f.newEcho()
	cookie := f.session(nil)
	if !cookie.Secure || cookie.Name != "__Host-minping_session" || cookie.Domain != "" {
		t.Errorf("cookie %v", cookie)
	}
	f.must(with(whoami, cookie), http.StatusOK, nil)
}

func TestSessionsAreStoredHashed(t *testing.T) {
	f := newFixture(t)
	cookie := f.session(nil)
	if _, found, err := f.sessions.Find(cookie.Value); err != nil || found {
		t.Errorf("the store knows the cookie itself: %v, %v", found, err)
	}
}
