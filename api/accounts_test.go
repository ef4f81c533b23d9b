package api

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"minping/survey/access"
)

// An operator makes a program's account, gives it a token, grants and ends
// roles, and stops it; the last operator stays.
func TestAccounts(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	var made Profile
	f.must(call{method: "POST", path: "/accounts", body: `{"name":"warehouse","unit":"north"}`, signed: true}, 201, &made)
	if made.ID == "" || !made.Program || made.Disabled || made.SignsIn || made.SecondFactor {
		t.Errorf("made %+v", made)
	}
	path := "/accounts/" + made.ID
	for name, body := range map[string]string{
		"taken": `{"name":" Warehouse "}`, "nowhere": `{"name":"x","unit":"nowhere"}`, "past": `{"name":"x","ends":"2001-01-01T00:00:00Z"}`,
	} {
		f.must(call{method: "POST", path: "/accounts", body: body, signed: true}, 422, nil)
		if list, err := f.access.Accounts(t.Context()); err != nil || len(list) != 2 {
			t.Errorf("%s: %d accounts, %v", name, len(list), err)
		}
	}

	var token Token
	f.must(call{method: "POST", path: path + "/tokens", body: `{"label":"nightly"}`, signed: true}, 201, &token)
	var tokens []Token
	f.must(call{method: "GET", path: path + "/tokens", signed: true}, 200, &tokens)
	if len(tokens) != 1 || tokens[0].ID != token.ID || tokens[0].Secret != "" {
		t.Errorf("tokens %+v", tokens)
	}
	turnout := func(want int) {
		t.Helper()
		if w := f.as(token.Secret, call{method: "GET", path: "/polls/spring/turnout"}, "", ""); w.Code != want {
			t.Errorf("its token: %d, want %d: %s", w.Code, want, w.Body)
		}
	}
	turnout(200)

	// What else it is granted its token does not have.
	var grant RoleGrant
	f.must(call{method: "POST", path: path + "/grants", body: `{"role":"operator"}`, signed: true}, 201, &grant)
	if w := f.as(token.Secret, call{method: "GET", path: "/accounts"}, "", ""); w.Code != 404 {
		t.Errorf("a client's token lists accounts: %d", w.Code)
	}
	f.must(call{method: "DELETE", path: path + "/grants/" + grant.ID, signed: true}, 204, nil)
	f.must(call{method: "DELETE", path: path + "/grants/" + grant.ID, signed: true}, 404, nil)

	state := func(ifMatch string, disabled string, want int) {
		t.Helper()
		w := f.do(call{method: "PUT", path: path, body: `{"disabled":` + disabled + `}`, header: map[string]string{"If-Match": ifMatch}, signed: true})
		if w.Code != want {
			t.Errorf("disabled %s: %d, want %d: %s", disabled, w.Code, want, w.Body)
		}
		if tag := f.do(call{method: "HEAD", path: path, signed: true}).Header().Get("ETag"); want == 200 && w.Header().Get("ETag") != tag {
			t.Errorf("answered with tag %s, then there is %s", w.Header().Get("ETag"), tag)
		}
	}
	tag := f.do(call{method: "HEAD", path: path, signed: true}).Header().Get("ETag")
	state("", "true", 428)
	state(`"other"`, "true", 412)
	turnout(200)
	state(tag, "true", 200)
	turnout(401)
	state(tag, "false", 412)
	state("*", "false", 200)
	turnout(200)
}

func TestLastOperatorStays(t *testing.T) {
	f := newFixture(t)
	var list []Profile
	f.must(call{method: "GET", path: "/accounts", signed: true}, 200, &list)
	if len(list) != 1 || list[0].Program || !list[0].SignsIn {
		t.Fatalf("%+v", list)
	}
	path := "/accounts/" + list[0].ID
	var grants []RoleGrant
	f.must(call{method: "GET", path: path + "/grants", signed: true}, 200, &grants)
	for _, g := range grants {
		c := call{method: "DELETE", path: path + "/grants/" + g.ID, signed: true}
		if g.Role != RoleOperator {
			f.must(c, 204, nil)
		} else if w := f.do(c); w.Code != 409 || !strings.Contains(w.Body.String(), "last-operator") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if w := f.do(call{method: "PUT", path: path, body: `{"disabled":true}`, signed: true}); w.Code != 409 || !strings.Contains(w.Body.String(), "last-operator") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := f.do(call{method: "POST", path: path + "/tokens", body: `{"label":"x"}`, signed: true}); w.Code != 409 || !strings.Contains(w.Body.String(), "not-program") {
		t.Errorf("a person's token: %d %s", w.Code, w.Body)
	}
}

// Who, what and in which state is said by address and operation, never by
// fields that are not there to be set (trust test 45).
func TestAccountsTakeNoOtherFields(t *testing.T) {
	f := newFixture(t)
	a, err := f.access.AddClient(t.Context(), "warehouse", access.Grant{Role: access.Client})
	if err != nil {
		t.Fatal(err)
	}
	path := "/accounts/" + a.ID
	for _, tt := range []call{
		{method: "POST", path: "/accounts", body: `{"name":"x","role":"operator"}`},
		{method: "POST", path: "/accounts", body: `{"name":"x","id":"mine"}`},
		{method: "POST", path: "/accounts", body: `{"name":"x","disabled":false}`},
		{method: "POST", path: "/accounts", body: `{"name":"x","password":"three unrelated words"}`},
		{method: "PUT", path: path, body: `{"disabled":false,"name":"y"}`},
		{method: "PUT", path: path, body: `{"disabled":false,"second_factor":false}`},
		{method: "PUT", path: path, body: `{"disabled":false,"role":"operator"}`},
		{method: "PUT", path: path, body: `{"disabled":"no"}`},
		{method: "POST", path: path + "/grants", body: `{"role":"leader","account":"other"}`},
		{method: "POST", path: path + "/grants", body: `{"role":"leader","id":"mine"}`},
		{method: "POST", path: path + "/grants", body: `{"role":"king"}`},
		{method: "POST", path: path + "/tokens", body: `{"label":"x","role":"operator"}`},
		{method: "POST", path: path + "/tokens", body: `{"label":"x","account":"other"}`},
	} {
		tt.signed = true
		if w := f.do(tt); w.Code != 422 {
			t.Errorf("%s %s %s: %d %s", tt.method, tt.path, tt.body, w.Code, w.Body)
		}
	}
}

// Nobody but those who manage accounts is told that there are any.
func TestAccountsByRole(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	for _, role := range access.Roles {
		token, a, grant := f.tokenFor(role, "north")
		for _, tt := range []call{
			{method: "GET", path: "/accounts"},
			{method: "GET", path: "/accounts/" + a.ID},
			{method: "GET", path: "/accounts/" + a.ID + "/grants"},
			{method: "GET", path: "/accounts/" + a.ID + "/identities"},
			{method: "DELETE", path: "/accounts/" + a.ID + "/identities?issuer=https://id.example.org&subject=1"},
			{method: "GET", path: "/accounts/" + a.ID + "/tokens"},
			{method: "POST", path: "/accounts", body: `{"name":"more"}`},
			{method: "POST", path: "/accounts/" + a.ID + "/grants", body: `{"role":"operator"}`},
			{method: "POST", path: "/accounts/" + a.ID + "/tokens", body: `{"label":"x"}`},
			{method: "PUT", path: "/accounts/" + a.ID, body: `{"disabled":true}`},
			{method: "DELETE", path: "/accounts/" + a.ID + "/grants/" + grant.ID},
		} {
			w := f.as(token, tt, "", "")
			if role == access.Operator {
				if tt.method == "GET" && w.Code != 200 {
					t.Errorf("%s %s by the operator: %d", tt.method, tt.path, w.Code)
				}
			} else if w.Code != 404 {
				t.Errorf("%s %s by %s: %d %s", tt.method, tt.path, role, w.Code, w.Body)
			}
		}
	}
}

// An operator sees and unlinks the identities of an account; the last operator
// who has no password keeps his.
func TestIdentities(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	list, err := f.access.Accounts(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	const issuer = "https://id.example.org/realm?x=1&y=2"
	lei := access.Account{ID: "lei", Name: "lei", Epoch: 1, Created: f.access.Now()}
	if err := f.store.People.AddAccount(t.Context(), lei, access.Grant{ID: "l", Account: lei.ID, Role: access.Operator}); err != nil {
		t.Fatal(err)
	}
	if err := f.access.Link(t.Context(), lei, issuer, "1", "韩 梅梅"); err != nil {
		t.Fatal(err)
	}
	var profile Profile
	f.must(call{method: "GET", path: "/accounts/lei", signed: true}, 200, &profile)
	if !profile.SingleSignOn || profile.SignsIn || profile.Program {
		t.Errorf("%+v", profile)
	}
	var linked []Identity
	f.must(call{method: "GET", path: "/accounts/lei/identities", signed: true}, 200, &linked)
	if len(linked) != 1 || linked[0].Issuer != issuer || linked[0].Subject != "1" || linked[0].Name != "韩 梅梅" {
		t.Errorf("%+v", linked)
	}
	unlink := call{method: "DELETE", path: "/accounts/lei/identities?" + url.Values{"issuer": {issuer}, "subject": {"1"}}.Encode(), signed: true}
	f.must(call{method: "DELETE", path: "/accounts/lei/identities?issuer=x&subject=1", signed: true}, 404, nil)
	if err := f.access.SetDisabled(t.Context(), list[0].ID, true); err != nil {
		t.Fatal(err)
	}
	if err := f.access.Unlink(t.Context(), "lei", issuer, "1"); !errors.Is(err, access.ErrLastOperator) {
		t.Errorf("of the last operator: %v", err)
	}
	if err := f.access.SetDisabled(t.Context(), list[0].ID, false); err != nil {
		t.Fatal(err)
	}
	f.must(unlink, 204, nil)
	f.must(unlink, 404, nil)
	f.must(call{method: "GET", path: "/accounts/lei/identities", signed: true}, 200, &linked)
	if len(linked) != 0 {
		t.Errorf("left %+v", linked)
	}
}
