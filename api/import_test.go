package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/access"
)

var linesBody = map[string]string{"Content-Type": "application/x-ndjson"}

func importing(body string, header map[string]string, query string) call {
	return call{method: "POST", path: "/units/import" + query, body: body, header: header, signed: true}
}

// A table or lines say what they would change, change it, and then change
// nothing more; what is exported reads back as the same units.
func TestImportUnits(t *testing.T) {
	table := "单位编码,单位名称,英文名称,层级,上级\nnorth,北城区,North,county,\neast,东区,,county,\neast-1,\"=东一\",,township,east\n"
	lines := `{"id":"north","name":{"zh":"北城区","en":"North"},"tier":"county"}` + "\n\n" +
		`{"id":"east","name":{"zh":"东区"},"tier":"county"}` + "\r\n" + `{"id":"east-1","name":{"zh":"=东一"},"tier":"township","parent":"east"}`
	for _, tt := range []struct {
		name, body string
		header     map[string]string
	}{{"csv", table, csvBody}, {"ndjson", lines, linesBody}} {
		f := newFixture(t)
		f.prepare()
		before, err := f.service.Units(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var change UnitsChange
		f.must(importing(tt.body, tt.header, "?check=true"), 200, &change)
		if after, err := f.service.Units(t.Context()); err != nil || len(after) != len(before) || change.Stored {
			t.Errorf("%s: a check stored %v, %v", tt.name, after, err)
		}
		var stored UnitsChange
		f.must(importing(tt.body, tt.header, ""), 200, &stored)
		if change.Stored = true; fmt.Sprint(change) != fmt.Sprint(stored) {
			t.Errorf("%s: checked %+v, then %+v", tt.name, change, stored)
		}
		if len(stored.Added) != 2 || len(stored.Changed) != 1 || stored.Changed[0].Was.Name["zh"] == stored.Changed[0].Is.Name["zh"] {
			t.Errorf("%s: %+v", tt.name, stored)
		}
		for format, header := range map[string]map[string]string{"csv": csvBody, "ndjson": linesBody} {
			out := f.do(call{method: "GET", path: "/export/units?format=" + format, signed: true})
			f.must(importing(out.Body.String(), header, ""), 200, &stored)
			if len(stored.Added)+len(stored.Changed) > 0 || stored.Unchanged != 4 {
				t.Errorf("%s: the export as %s changes %+v", tt.name, format, stored)
			}
		}
	}
}

// Every mistake is told where it stands, and nothing is stored.
func TestImportUnitsMistakes(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	long := strings.Repeat("长", 33)
	for _, tt := range []struct {
		name, body string
		header     map[string]string
		want       string
	}{
		{"no unit", "unit,name\n\na,甲\n,乙\n", csvBody, "/rows/1 4:0 unnamed_unit"},
		{"a unit twice", "unit,name\na,甲\na,乙\n", csvBody, "/rows/1 3:0 duplicate_unit"},
		{"a long tier", "name,tier,unit\n甲,county,a\n乙," + long + ",b\n", csvBody, "/rows/1/tier 3:2 length_max"},
		{"no such parent", "unit,name,parent\na,甲,nowhere\n", csvBody, "/rows/0/parent 2:3 unknown_parent"},
		{"a circle", "unit,name,parent\na,甲,b\nb,乙,a\n", csvBody, "/rows/0/parent 2:3 circle_of_units, /rows/1/parent 3:3 circle_of_units"},
		{"no column", "name\n甲\n", csvBody, " 1:0 missing_roster_column"},
		{"no rows", "unit,name\n", csvBody, " 0:0 no_units"},
		{"an open quote", "unit,name\na,\"甲\n", csvBody, " 2:2 open_quote"},
		{"a broken line", `{"id":"a","name":{"zh":"甲"}}` + "\n" + `{"id":"b",}`, linesBody, "/rows/1 2:10 json_syntax"},
		{"half a line", `{"id":"a"`, linesBody, "/rows/0 1:9 json_syntax"},
		{"another field", "\n" + `{"id":"a","name":{"zh":"甲"},"state":"x"}`, linesBody, "/rows/0/state 2:0 field_unknown"},
		{"a name twice", `{"id":"a","id":"b","name":{"zh":"甲"}}`, linesBody, "/rows/0/id 1:0 json_duplicate"},
		{"another type", `{"id":7,"name":{"zh":"甲"}}`, linesBody, "/rows/0/id 1:0 json_type"},
		{"a long tier", `{"id":"a","name":{"zh":"甲"},"tier":"` + long + `"}`, linesBody, "/rows/0/tier 1:0 length_max"},
		{"no name", `{"id":"a","name":{}}`, linesBody, "/rows/0/name 1:0 missing"},
		{"no such parent", `{"id":"a","name":{"zh":"甲"}}` + "\n" + `{"id":"b","name":{"zh":"甲"},"parent":"c"}`, linesBody, "/rows/1/parent 2:0 unknown_parent"},
		{"a unit twice", strings.Repeat(`{"id":"a","name":{"zh":"甲"}}`+"\n", 2), linesBody, "/rows/1/id 2:0 duplicate"},
	} {
		for _, query := range []string{"", "?check=true"} {
			var p Problem
			f.must(importing(tt.body, tt.header, query), http.StatusUnprocessableEntity, &p)
			var got []string
			for _, e := range p.Errors {
				got = append(got, fmt.Sprintf("%s %d:%d %s", e.Pointer, e.Line, e.Column, e.Key))
				if e.Message == "" || e.Message == e.Key {
					t.Errorf("%s: no words for %s", tt.name, e.Key)
				}
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
	}
	f.must(importing(" \n", linesBody, ""), http.StatusBadRequest, nil)
	f.must(importing(strings.Repeat("{}\n", mostLines+1), linesBody, ""), http.StatusUnprocessableEntity, nil)
	if units, err := f.service.Units(t.Context()); err != nil || len(units) != 2 {
		t.Errorf("%v, %v", units, err)
	}
}

// If-Match is honoured where it is given, a scope wherever there is one.
func TestImportUnitsWithin(t *testing.T) {
	f := twoSides(t)
	table := "unit,name,tier,parent\neast-2,east县2,county,east\n"
	organiser, _, _ := f.tokenFor(access.Organiser, "east")
	tag := f.as(organiser, call{method: "GET", path: "/units"}, "", "").Header().Get("ETag")
	post := func(token, table, match string) *httptest.ResponseRecorder {
		return f.as(token, call{method: "POST", path: "/units/import", body: table, header: map[string]string{"Content-Type": "text/csv", "If-Match": match}}, "", "")
	}
	if w := post(organiser, table, `"other"`); w.Code != http.StatusPreconditionFailed {
		t.Errorf("on what it is not: %d %s", w.Code, w.Body)
	}
	if w := post(organiser, table, tag); w.Code != http.StatusOK {
		t.Errorf("on what it is: %d %s", w.Code, w.Body)
	}
	theirs, none := post(organiser, "unit,name,parent\nx,x,west\n", "*"), post(organiser, "unit,name,parent\nx,x,none\n", "*")
	if theirs.Code != 422 || strings.ReplaceAll(theirs.Body.String(), "west", "none") != none.Body.String() {
		t.Errorf("below another's unit: %d %s\nbelow none: %s", theirs.Code, theirs.Body, none.Body)
	}
	if w := post(organiser, "unit,name,parent\nwest-0,x,east\n", "*"); w.Code != 422 {
		t.Errorf("another's unit: %d %s", w.Code, w.Body)
	}
	leader, _, _ := f.tokenFor(access.Leader, "east")
	if w := post(leader, table, "*"); w.Code != http.StatusNotFound {
		t.Errorf("a leader: %d %s", w.Code, w.Body)
	}
}

// A table makes accounts as the page does: shown first, then all or none.
func TestImportInvitations(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	post := func(query, table string, want int, into any) {
		t.Helper()
		f.must(call{method: "POST", path: "/invitations/import" + query, body: table, header: csvBody, signed: true}, want, into)
	}
	table := "姓名,角色,单位\nzhao,leader,north\nzhao,moderator,\nqian,,\n"
	var rows []Invitee
	post("?check=true", table, 200, &rows)
	if len(rows) != 3 || rows[0].Unit != "north" || rows[1].Role != "moderator" || rows[2].Role != "" {
		t.Errorf("%+v", rows)
	}
	var made []Invitation
	post("", table, 201, &made)
	if len(made) != 2 || made[0].Link == "" {
		t.Errorf("%+v", made)
	}
	var p Problem
	post("", "name,role,unit\nsun,leader,nowhere\nli,king,\nzhao,,\n", 422, &p)
	var got []string
	for _, e := range p.Errors {
		got = append(got, fmt.Sprintf("%s %d:%d %s", e.Pointer, e.Line, e.Column, e.Key))
	}
	if want := "/rows/0/unit 2:3 grant_unit, /rows/1/role 3:2 grant_role, /rows/2/name 4:1 account_taken"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}

// Whoever looks after accounts takes them all along, in either form.
func TestExportAccounts(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.must(call{method: "POST", path: "/invitations/import", body: "name,role,unit,ends\n-zhao,leader,north,2199-12-31\n-zhao,moderator,,\nqian,,,\n", header: csvBody, signed: true}, 201, nil)
	table, err := csv.NewReader(f.do(call{method: "GET", path: "/export/accounts?format=csv", signed: true}).Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range table[1:] {
		got = append(got, strings.Join(row[:3], " "))
	}
	if want := "'-zhao leader north|'-zhao moderator |admin operator |admin organiser |qian  "; strings.Join(got, "|") != want {
		t.Errorf("%s, want %s", strings.Join(got, "|"), want)
	}
	lines := strings.Split(strings.TrimSpace(f.do(call{method: "GET", path: "/export/accounts?format=ndjson", signed: true}).Body.String()), "\n")
	var row AccountRow
	if err := json.Unmarshal([]byte(lines[0]), &row); err != nil || len(lines) != 3 || row.Name != "-zhao" || len(row.Roles) != 2 || row.Roles[0].Ends.IsZero() == row.Roles[1].Ends.IsZero() {
		t.Errorf("%v: %+v", err, row)
	}
}

// FuzzRoster: whatever a body of units is, it is read within limits, or told
// what is wrong with it (trust test 75).
func FuzzRoster(f *testing.F) {
	f.Add(false, "unit,name,tier\na,甲,county\n")
	f.Add(true, `{"id":"a","name":{"zh":"甲"}}`+"\n"+`{"id":"b","name":{"zh":"乙"},"parent":"a"}`)
	f.Add(true, `{"id":"a","name":{"zh":[[]]}}`+"\r\n\x00")
	f.Add(false, "unit;name\n\"a\n")
	f.Fuzz(func(t *testing.T, lines bool, body string) {
		media := "text/csv"
		if lines {
			media = "application/x-ndjson"
		}
		r, err := readRoster(media, strings.NewReader(body))
		if err != nil {
			kind := kindOf(err)
			if kind.status != 422 && kind.status != 400 {
				t.Fatalf("%v: %d", err, kind.status)
			}
			for _, m := range kind.problem(err, "zh").Errors {
				if m.Message == "" || m.Line < 0 || m.Column < 0 {
					t.Fatalf("%+v", m)
				}
			}
			return
		}
		if len(r.units) == 0 || len(r.units) != len(r.lines) {
			t.Fatalf("%d units on %d lines", len(r.units), len(r.lines))
		}
		for i, m := range r.place(survey.FieldErrors{{Field: "units[0].id", Key: "missing"}}) {
			if m.Line != r.lines[i] {
				t.Fatalf("%+v", m)
			}
		}
	})
}
