package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"minping/survey/access"
)

// codeAt is what an authenticator shows for a secret.
func (f *fixture) codeAt(secret string) string {
	f.t.Helper()
	code, err := totp.GenerateCode(secret, f.clock())
	if err != nil {
		f.t.Fatal(err)
	}
	return code
}

// An account that must have a second factor gets no further than to set one up;
// from then on the password alone begins no session.
func TestSecondFactor(t *testing.T) {
	f := newFixture(t)
	f.access.Policy = access.FactorRequired
	login := func(more string) call {
		return call{method: "POST", path: "/session", body: `{"name":"` + testName + `","password":"` + testPassword + `"` + more + `}`}
	}
	w := f.do(login(""))
	if w.Code != http.StatusUnauthorized || !problem(t, w, "second-factor") || len(w.Result().Cookies()) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	half := w.Result().Cookies()[0]
	for _, c := range []call{whoami, {method: "GET", path: "/account"}, {method: "GET", path: "/account/sessions"}, {method: "PUT", path: "/units", body: units}, {method: "POST", path: "/tokens", body: `{"label":"x"}`}} {
		if w := f.do(with(c, half)); w.Code != http.StatusUnauthorized {
			t.Errorf("half a session: %s %s: %d", c.method, c.path, w.Code)
		}
	}
	var offered SecondFactor
	f.must(with(call{method: "POST", path: "/account/second-factor"}, half), http.StatusOK, &offered)
	enrol := call{method: "PUT", path: "/account/second-factor", body: `{"secret":"` + offered.Secret + `","code":"000000"}`}
	f.must(with(enrol, half), http.StatusUnauthorized, nil)
	enrol.body = `{"secret":"` + offered.Secret + `","code":"` + f.codeAt(offered.Secret) + `"}`
	w = f.do(with(enrol, half))
	var made RecoveryCodes
	decode(t, w, http.StatusOK, &made)
	whole := w.Result().Cookies()[0]
	f.must(with(whoami, whole), http.StatusOK, nil)
	f.must(with(whoami, half), http.StatusUnauthorized, nil) // under another cookie

	f.advance(time.Minute)
	for _, more := range []string{"", `,"code":"000000"`, `,"code":"` + f.codeAt(offered.Secret) + `x"`} {
		if w := f.do(login(more)); w.Code != http.StatusUnauthorized || !problem(t, w, "second-factor") || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s: %d %s", more, w.Code, w.Body)
		}
	}
	good := `,"code":"` + f.codeAt(offered.Secret) + `"`
	f.must(login(good), http.StatusOK, nil)
	f.must(login(good), http.StatusUnauthorized, nil)
	f.must(login(`,"code":"`+made.RecoveryCodes[0]+`"`), http.StatusOK, nil)
	f.must(login(`,"code":"`+made.RecoveryCodes[0]+`"`), http.StatusUnauthorized, nil)
	var own OwnAccount
	f.must(with(call{method: "GET", path: "/account"}, whole), http.StatusOK, &own)
	if want := (OwnAccount{Name: testName, SecondFactor: true, SecondFactorRequired: true, RecoveryCodes: 9}); own != want {
		t.Errorf("account %+v, want %+v", own, want)
	}
	f.advance(time.Minute)
	f.must(with(call{method: "POST", path: "/account/second-factor/remove", body: `{"code":"` + f.codeAt(offered.Secret) + `"}`}, whole), http.StatusForbidden, nil)
	f.must(with(call{method: "POST", path: "/account/recovery-codes", body: `{"code":"` + f.codeAt(offered.Secret) + `"}`}, whole), http.StatusOK, &made)
	f.access.Policy = access.FactorOptional
	f.must(with(call{method: "POST", path: "/account/second-factor/remove", body: `{"code":"` + made.RecoveryCodes[0] + `"}`}, whole), http.StatusNoContent, nil)
	f.must(login(""), http.StatusOK, nil)
}

// Sessions are their owner's to see and end; the password changes for whoever
// knows the old one.
func TestOwnAccount(t *testing.T) {
	f := newFixture(t)
	mine, other := f.session(map[string]string{"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}), f.session(nil)
	var list []Session
	f.must(with(call{method: "GET", path: "/account/sessions"}, mine), http.StatusOK, &list)
	i := slices.IndexFunc(list, func(s Session) bool { return s.This })
	if len(list) != 2 || i < 0 || list[i].Agent != "Firefox, Linux" {
		t.Fatalf("%+v", list)
	}
	f.must(with(call{method: "DELETE", path: "/account/sessions/" + list[1-i].ID}, mine), http.StatusNoContent, nil)
	f.must(with(whoami, other), http.StatusUnauthorized, nil)
	f.must(with(call{method: "DELETE", path: "/account/sessions/" + list[1-i].ID}, mine), http.StatusNotFound, nil)

	other = f.session(nil)
	f.must(with(call{method: "DELETE", path: "/account/sessions"}, mine), http.StatusNoContent, nil)
	f.must(with(whoami, other), http.StatusUnauthorized, nil)

	other = f.session(nil)
	f.must(with(call{method: "PUT", path: "/account/password", body: `{"old":"wrong","password":"another good password"}`}, mine), http.StatusUnauthorized, nil)
	w := f.do(with(call{method: "PUT", path: "/account/password", body: `{"old":"` + testPassword + `","password":"another good password"}`}, mine))
	if w.Code != http.StatusNoContent {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	f.must(with(whoami, other), http.StatusUnauthorized, nil)
	f.must(with(whoami, mine), http.StatusUnauthorized, nil)
	f.must(with(whoami, w.Result().Cookies()[0]), http.StatusOK, nil)
}

// problem reports whether an answer is a problem of the kind.
func problem(t *testing.T, w *httptest.ResponseRecorder, kind string) bool {
	t.Helper()
	var p Problem
	decode(t, w, w.Code, &p)
	return p.Type == Base+"/problems/"+kind
}

// decode reads the JSON of an answer that has the status.
func decode(t *testing.T, w *httptest.ResponseRecorder, status int, v any) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
}
