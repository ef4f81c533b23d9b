package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/provider"
	"minping/survey/provider/providertest"
)

// withProvider returns a desk whose people may sign in by an issuer too.
func withProvider(t *testing.T) (desk, *providertest.Issuer) {
	t.Helper()
	d, issuer := newDesk(t), providertest.New(t)
	var err error
	d.Provider, err = provider.New(provider.Config{Issuer: issuer.URL, ClientID: providertest.ClientID, Secret: providertest.Secret, Back: providertest.Back})
	must(t, err)
	return d, issuer
}

// back is where the issuer sends a browser with a cookie, which may be nil.
func (d desk) back(query url.Values, cookie *http.Cookie) *httptest.ResponseRecorder {
	headers := []string{"Accept-Language", "en"}
	if cookie != nil {
		headers = append(headers, "Cookie", cookie.String())
	}
	return d.get("/login/oidc/back?"+query.Encode(), headers...)
}

// setsOut goes to the issuer to sign in and returns with what it is sent back.
func (d desk) setsOut(t *testing.T, issuer *providertest.Issuer, then string) (url.Values, *http.Cookie) {
	t.Helper()
	rec := d.get("/login/oidc?" + url.Values{"then": {then}}.Encode())
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	return issuer.Visit(t, rec.Header().Get("Location")), session(t, rec)
}

var leads = regexp.MustCompile(`http-equiv="refresh" content="0;url=([^"]+)"`)

// links goes to the issuer to link an identity to an account and comes back.
func (d desk) links(t *testing.T, issuer *providertest.Issuer, who string) *httptest.ResponseRecorder {
	t.Helper()
	to := leads.FindStringSubmatch(d.post(t, who, "/account/identity", url.Values{"password": {password}}, http.StatusOK))
	if to == nil {
		t.Fatal("no way to the issuer")
	}
	return d.back(issuer.Visit(t, html.UnescapeString(to[1])), d.cookies[who])
}

func TestSingleSignOn(t *testing.T) {
	d, issuer := withProvider(t)
	if page := d.get("/login?then=/manage", "Accept-Language", "en").Body.String(); !strings.Contains(page, `href="/login/oidc?then=%2fmanage"`) || !strings.Contains(page, "Single sign-on") {
		t.Errorf("the way there:\n%s", page)
	}
	query, cookie := d.setsOut(t, issuer, "/manage")
	if rec := d.back(query, cookie); rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "no account here") {
		t.Fatalf("an identity of nobody: %d %s", rec.Code, rec.Body)
	}
	if rec := d.links(t, issuer, "li"); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/account?done=linked#identities" {
		t.Fatalf("linking: %d %s", rec.Code, rec.Body)
	}
	if page := d.page(t, "li", "/account?done=linked", http.StatusOK); !strings.Contains(page, "王 芳") || !strings.Contains(page, issuer.URL) || !strings.Contains(page, "The identity was linked") {
		t.Errorf("linked:\n%s", page)
	}
	query, cookie = d.setsOut(t, issuer, "/manage")
	rec := d.back(query, cookie)
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/manage" {
		t.Fatalf("signing in: %d %s", rec.Code, rec.Body)
	}
	whole := session(t, rec)
	if whole.Value == cookie.Value || !whole.HttpOnly || whole.SameSite != http.SameSiteLaxMode {
		t.Errorf("the session is %v, before %v", whole, cookie)
	}
	if page := d.get("/account", "Cookie", whole.String(), "Accept-Language", "en").Body.String(); !strings.Contains(page, "You are signed in as li") {
		t.Errorf("signed in:\n%s", page)
	}
	for name, c := range map[string]*http.Cookie{"again": whole, "with the cookie from before": cookie, "without a cookie": nil} {
		if rec := d.back(query, c); rec.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, rec.Code)
		}
	}
}

// An answer of the issuer is good in the browser that asked, once, and not with
// another state.
func TestSingleSignOnIsForOneBrowser(t *testing.T) {
	d, issuer := withProvider(t)
	d.links(t, issuer, "li")
	query, cookie := d.setsOut(t, issuer, "/")
	other, otherCookie := d.setsOut(t, issuer, "/")
	if rec := d.back(query, nil); rec.Code != http.StatusBadRequest || !strings.Contains(rec.Body.String(), "does not fit") {
		t.Errorf("without a cookie: %d %s", rec.Code, rec.Body)
	}
	if rec := d.back(query, otherCookie); rec.Code != http.StatusBadRequest {
		t.Errorf("in another browser: %d", rec.Code)
	}
	if rec := d.back(other, otherCookie); rec.Code != http.StatusBadRequest {
		t.Errorf("after a failure: %d", rec.Code)
	}
	query.Set("state", other.Get("state"))
	if rec := d.back(query, cookie); rec.Code != http.StatusBadRequest {
		t.Errorf("with another state: %d", rec.Code)
	}
}

func TestLinkingAnIdentity(t *testing.T) {
	d, issuer := withProvider(t)
	if page := d.post(t, "wei", "/account/identity", url.Values{"password": {"wrong"}}, http.StatusUnprocessableEntity); !strings.Contains(page, "The present password is wrong") {
		t.Errorf("without the password:\n%s", page)
	}
	for range 2 { // the second time it is there already
		if rec := d.links(t, issuer, "wei"); rec.Code != http.StatusSeeOther {
			t.Fatalf("linking: %d %s", rec.Code, rec.Body)
		}
	}
	if rec := d.links(t, issuer, "li"); rec.Code != http.StatusConflict || !strings.Contains(rec.Body.String(), "belongs to another account") {
		t.Errorf("another account's: %d %s", rec.Code, rec.Body)
	}
	to := leads.FindStringSubmatch(d.post(t, "li", "/account/identity", url.Values{"password": {password}}, http.StatusOK))[1]
	rec := d.send("/login", url.Values{"name": {"wei"}, "password": {password}}, d.cookies["li"])
	if rec := d.back(issuer.Visit(t, html.UnescapeString(to)), session(t, rec)); rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "Somebody else is signed in") {
		t.Errorf("signed in as another meanwhile: %d %s", rec.Code, rec.Body)
	}

	wei, err := d.Access.Identified(t.Context(), issuer.URL, "248289761001")
	must(t, err)
	if wei.Name != "wei" {
		t.Errorf("it belongs to %s", wei.Name)
	}
	unlink := url.Values{"issuer": {issuer.URL}, "subject": {"248289761001"}}
	d.cookies["li"] = session(t, d.send("/login", url.Values{"name": {"li"}, "password": {password}}, nil))
	d.post(t, "li", "/account/identity/remove", unlink, http.StatusNotFound)
	d.post(t, "wei", "/account/identity/remove", unlink, http.StatusSeeOther)
	query, cookie := d.setsOut(t, issuer, "/")
	if rec := d.back(query, cookie); rec.Code != http.StatusForbidden {
		t.Errorf("after unlinking: %d", rec.Code)
	}
	if rec := d.links(t, issuer, "li"); rec.Code != http.StatusSeeOther {
		t.Errorf("linking what was unlinked: %d", rec.Code)
	}
}

// An identity is no second factor, unless its provider says that it asked for
// more than one.
func TestSingleSignOnAndTheSecondFactor(t *testing.T) {
	d, issuer := withProvider(t)
	d.links(t, issuer, "li")
	d.Access.Policy = access.FactorRequired
	query, cookie := d.setsOut(t, issuer, "/manage")
	if rec := d.back(query, cookie); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/account/factor?then=%2Fmanage" {
		t.Errorf("by a password there: %d to %q", rec.Code, rec.Header().Get("Location"))
	}
	issuer.Change(func(_, claims map[string]any) { claims["amr"] = []string{"pwd", "otp"} })
	query, cookie = d.setsOut(t, issuer, "/manage")
	rec := d.back(query, cookie)
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/manage" {
		t.Fatalf("by two factors there: %d to %q", rec.Code, rec.Header().Get("Location"))
	}
	if rec := d.get("/manage", "Cookie", session(t, rec).String()); rec.Code != http.StatusOK {
		t.Errorf("by two factors there: %d", rec.Code)
	}
}

func TestProviderThatIsLost(t *testing.T) {
	d, issuer := withProvider(t)
	issuer.Down(true)
	if rec := d.get("/login"); rec.Code != http.StatusOK {
		t.Errorf("the form: %d", rec.Code)
	}
	if rec := d.get("/login/oidc", "Accept-Language", "en"); rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "cannot be reached") || rec.Header().Get("Retry-After") == "" {
		t.Errorf("the way there: %d %s", rec.Code, rec.Body)
	}
	d, issuer = withProvider(t)
	query, cookie := d.setsOut(t, issuer, "/")
	query.Set("error", "access_denied")
	if rec := d.back(query, cookie); rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "did not let you through") {
		t.Errorf("who says no there: %d %s", rec.Code, rec.Body)
	}
	var rec *httptest.ResponseRecorder
	for range 100 {
		if rec = d.get("/login/oidc"); rec.Code != http.StatusSeeOther {
			break
		}
	}
	if rec.Code != http.StatusTooManyRequests {
		t.Errorf("after 100 times: %d", rec.Code)
	}
}

// Whoever goes back to a path of another site goes to the first page.
func TestSingleSignOnStaysHere(t *testing.T) {
	d, issuer := withProvider(t)
	d.links(t, issuer, "li")
	query, cookie := d.setsOut(t, issuer, "https://evil.example/")
	if rec := d.back(query, cookie); rec.Header().Get("Location") != "/" {
		t.Errorf("to %q", rec.Header().Get("Location"))
	}
}

// What was linked and unlinked is in the log.
func TestIdentitiesAreNoted(t *testing.T) {
	d, issuer := withProvider(t)
	d.links(t, issuer, "wei")
	d.post(t, "wei", "/account/identity/remove", url.Values{"issuer": {issuer.URL}, "subject": {"248289761001"}}, http.StatusSeeOther)
	noted := map[survey.ActKind]survey.AuditEntry{}
	must(t, d.store.People.EachAudit(t.Context(), 0, func(e survey.AuditEntry) error {
		noted[e.Kind] = e
		return nil
	}))
	for _, kind := range []survey.ActKind{survey.ActIdentityLinked, survey.ActIdentityUnlinked} {
		if e := noted[kind]; e.Actor.Name != "wei" || e.Object != e.Actor.ID || e.Detail["issuer"] != issuer.URL {
			t.Errorf("%s: %+v", kind, e)
		}
	}
}

// An operator without a password is shown as one who signs in by the provider;
// as the last he cannot unlink his identity, nor can it be unlinked for him.
func TestLastOperatorKeepsIdentity(t *testing.T) {
	d, issuer := withProvider(t)
	zhao := access.Account{ID: "zhao", Name: "zhao", Epoch: 1, Created: d.Access.Now()}
	must(t, d.store.People.AddAccount(t.Context(), zhao, access.Grant{ID: "z", Account: zhao.ID, Role: access.Operator}))
	must(t, d.Access.Link(t.Context(), zhao, issuer.URL, "248289761001", "赵 敏"))
	d.cookies["zhao"] = session(t, d.back(d.setsOut(t, issuer, "/")))
	d.post(t, "zhao", d.accountOf(t, "wei"), url.Values{"go": {"disable"}}, http.StatusSeeOther)

	link := d.accountOf(t, "zhao")
	if page := d.page(t, "zhao", link, http.StatusOK); !strings.Contains(page, "signs in by single sign-on") || !strings.Contains(page, issuer.URL) {
		t.Errorf("the account:\n%s", page)
	}
	unlink := url.Values{"issuer": {issuer.URL}, "subject": {"248289761001"}}
	if page := d.post(t, "zhao", "/account/identity/remove", unlink, http.StatusConflict); !strings.Contains(page, "the last operator signs in by it alone") {
		t.Errorf("by himself:\n%s", page)
	}
	if page := d.post(t, "zhao", link+"/identities/remove", unlink, http.StatusConflict); !strings.Contains(page, "this is the last operator") {
		t.Errorf("as operator:\n%s", page)
	}
}

// Operators see the identities of an account and unlink them, after a question.
func TestOperatorUnlinks(t *testing.T) {
	d, issuer := withProvider(t)
	if rec := d.links(t, issuer, "li"); rec.Code != http.StatusSeeOther {
		t.Fatalf("linking: %d %s", rec.Code, rec.Body)
	}
	li := d.accountOf(t, "li")
	page := d.page(t, "wei", li, http.StatusOK)
	ask := regexp.MustCompile(`href="(` + li + `\?issuer=[^"]+)"`).FindStringSubmatch(page)
	if ask == nil || !strings.Contains(page, "王 芳") {
		t.Fatalf("not listed:\n%s", page)
	}
	if page := d.page(t, "wei", html.UnescapeString(ask[1]), http.StatusOK); !strings.Contains(page, `action="`+li+`/identities/remove"`) || !strings.Contains(page, "Unlink this identity?") {
		t.Errorf("no question:\n%s", page)
	}
	unlink := url.Values{"issuer": {issuer.URL}, "subject": {"248289761001"}}
	d.post(t, "li", li+"/identities/remove", unlink, http.StatusNotFound) // no operator
	d.post(t, "wei", li+"/identities/remove", unlink, http.StatusSeeOther)
	d.post(t, "wei", li+"/identities/remove", unlink, http.StatusNotFound)
	if page := d.page(t, "wei", li, http.StatusOK); strings.Contains(page, issuer.URL) {
		t.Errorf("not unlinked:\n%s", page)
	}
	query, cookie := d.setsOut(t, issuer, "/")
	if rec := d.back(query, cookie); rec.Code != http.StatusForbidden {
		t.Errorf("after unlinking: %d", rec.Code)
	}
}
