package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minping/survey/access"
)

// Organisers of a part grant roles in it, see those and end them; of what lies
// elsewhere they are told as of what there is not, and so of names.
func TestPeople(t *testing.T) {
	f := twoSides(t)
	north, _, _ := f.tokenFor(access.Organiser, "east")
	_, lei, far := f.tokenFor(access.Leader, "west")
	_, _, operator := f.tokenFor(access.Operator, "")
	_, err := f.access.AddClient(t.Context(), "program", access.Grant{Role: access.Client})
	if err != nil {
		t.Fatal(err)
	}
	send := func(method, path, body string, want int) string {
		t.Helper()
		w := f.as(north, call{method: method, path: path, body: body}, "", "")
		if w.Code != want {
			t.Errorf("%s %s %s: %d, want %d: %s", method, path, body, w.Code, want, w.Body)
		}
		return w.Body.String()
	}
	grant := func(rest string) string { return fmt.Sprintf(`{"name":%q,%s}`, lei.Name, rest) }
	for _, tt := range []struct{ rest, field string }{
		{`"role":"organiser","unit":"east"`, "/role"},
		{`"role":"operator"`, "/role"},
		{`"role":"auditor","unit":"east"`, "/role"},
		{`"role":"client","unit":"east"`, "/role"},
		{`"role":"leader"`, "/unit"},
		{`"role":"leader","unit":"west-0"`, "/unit"},
		{`"role":"leader","unit":"east-0","poll":"west-closed"`, "/poll"},
		{`"role":"leader","unit":"east","ends":"2001-01-01T00:00:00Z"`, "/ends"},
	} {
		for _, path := range []string{"/people/grants", "/people/invitations"} {
			if got := send("POST", path, grant(tt.rest), http.StatusUnprocessableEntity); !strings.Contains(got, tt.field+`"`) {
				t.Errorf("%s: %s", tt.rest, got)
			}
		}
	}
	same := func(a, b string) {
		t.Helper()
		if a != b {
			t.Errorf("told apart:\n%s\n%s", a, b)
		}
	}
	same(strings.ReplaceAll(send("POST", "/people/grants", grant(`"role":"leader","unit":"west"`), 422), "west", "none"),
		send("POST", "/people/grants", grant(`"role":"leader","unit":"none"`), 422))
	same(strings.ReplaceAll(send("POST", "/people/grants", `{"name":"program","role":"leader","unit":"east"}`, 422), "program", "nobody!"),
		send("POST", "/people/grants", `{"name":"nobody!","role":"leader","unit":"east"}`, 422))

	send("POST", "/people/grants", grant(`"role":"leader","unit":"east-0"`), 201)
	if got := send("POST", "/people/invitations", `{"name":"newcomer","role":"moderator","unit":"east","poll":"east-closed"}`, 201); !strings.Contains(got, "/invite?token=") {
		t.Errorf("no link: %s", got)
	}
	var list []NamedGrant
	w := f.as(north, call{method: "GET", path: "/people/grants"}, "", "")
	if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].Name != lei.Name || list[0].Unit != "east-0" || list[1].Name != "newcomer" || list[1].Poll != "east-closed" {
		t.Fatalf("lists %+v", list)
	}
	for _, id := range []string{far.ID, operator.ID, "none"} {
		send("DELETE", "/people/grants/"+id, "", 404)
	}
	for _, g := range list {
		send("DELETE", "/people/grants/"+g.ID, "", 204)
	}
	if got := send("GET", "/people/grants", "", 200); strings.TrimSpace(got) != "[]" {
		t.Errorf("left %s", got)
	}
}

// Nobody but organisers is told that there are people.
func TestPeopleByRole(t *testing.T) {
	f := twoSides(t)
	for _, role := range access.Roles {
		token, _, grant := f.tokenFor(role, "east")
		for _, tt := range []struct {
			call
			organiser int
		}{
			{call{method: "GET", path: "/people/grants"}, 200},
			{call{method: "POST", path: "/people/grants", body: `{"name":"nobody","role":"leader","unit":"east"}`}, 422},
			{call{method: "POST", path: "/people/invitations", body: `{"name":"new","role":"leader","unit":"east"}`}, 201},
			{call{method: "DELETE", path: "/people/grants/" + grant.ID}, 404},
		} {
			want := http.StatusNotFound
			if role == access.Organiser {
				want = tt.organiser
			}
			if w := f.as(token, tt.call, "", ""); w.Code != want {
				t.Errorf("%s %s by %s: %d, want %d: %s", tt.method, tt.path, role, w.Code, want, w.Body)
			}
		}
	}
}
