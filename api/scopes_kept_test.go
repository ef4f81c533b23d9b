package api

import (
	"cmp"
	"encoding/json"
	"strings"
	"testing"

	"minping/survey/access"
)

// keptOf are the parts of paths before the ids of what is kept of units, and how
// one of a unit comes about: the path, the body, and where its id stands in the
// answer.
var keptOf = []struct{ part, path, body string }{
	{"candidate-lists", "/candidate-lists", `{"title":"人选","units":["UNIT"],"columns":[{"kind":"overdue"},{"kind":"cases"},{"kind":"files"},{"kind":"grade"},{"kind":"total","scheme":"year"}]}`},
	{"awards", "/awards", `{"title":"创新奖","year":"2026","home":"SIDE","notice":7,"prizes":[{"title":"一等奖","places":1}],"candidates":[{"unit":"UNIT"}],"rounds":[{"title":"终评","way":"meeting"}]}`},
	{"duty-reviews", "/duty-reviews", `{"title":"年终述职","year":"2026","home":"SIDE","due":"2099-12-20","sections":["履职情况"],"items":[{"title":"实绩","full":100}],"units":["UNIT"]}`},
	{"order-problems", "/order-problems", `{"unit":"UNIT","title":"公示时间短"}`},
	{"cases", "/cases", `{"kind":"letter","unit":"UNIT","words":"路灯不亮"}`},
	{"point-entries", "/point-entries", `{"scheme":"year","unit":"UNIT","item":"award","date":"2026-01-02","matter":"获表彰"}`},
	{"appraisals", "/appraisals", `{"scheme":"year","unit":"SIDE","year":"2026"}`},
}

// Every operation on a candidate list, award, round of duty reports, problem,
// order, task, case, entry of points or appraisal, by every role over one of two cities:
// what is of the other is answered as what does not exist, byte by byte, and no
// list tells of it (trust test 43).
func TestScopesOfWhatIsKept(t *testing.T) {
	f := twoSides(t)
	source, err := json.Marshal(apiScheme)
	if err != nil {
		t.Fatal(err)
	}
	f.must(call{method: "POST", path: "/schemes", body: `{"revision":0,"source":` + string(source) + `}`, signed: true}, 200, nil)
	kept := map[string]map[string]string{} // by side and part of the path
	tokens := map[access.Role]string{}
	for _, role := range access.Roles {
		tokens[role], _, _ = f.tokenFor(role, "east")
	}
	other, _, _ := f.tokenFor(access.Organiser, "west")
	for side, token := range map[string]string{"east": tokens[access.Organiser], "west": other} {
		names := strings.NewReplacer("UNIT", side+"-0", "SIDE", side)
		kept[side] = map[string]string{}
		for _, k := range keptOf {
			var is struct{ ID, Case string }
			f.must(call{method: "POST", path: k.path, body: names.Replace(k.body), header: map[string]string{"Authorization": "Bearer " + token}}, 201, &is)
			kept[side][k.part] = cmp.Or(is.ID, is.Case)
		}
		task := f.issuedTask(side + "-0")
		kept[side]["orders"], kept[side]["tasks"] = task.Order, task.ID
	}
	cells := 0
	reached := map[string]bool{} // operations that somebody within his scope is answered by
	tried := map[string]bool{}
	for _, role := range access.Roles {
		if role == access.Operator { // over all
			continue
		}
		token := tokens[role]
		for _, row := range matrix {
			part := partOf(row.call.path, kept["west"])
			if part == "" {
				continue
			}
			tried[row.operation] = true
			ask := func(id, unit string) (int, string) {
				cells++
				c := row.call
				c.path = strings.Replace(c.path, "/reports/north", "/reports/"+unit, 1)
				c.path = strings.Replace(c.path, part+"/none", part+"/"+id, 1)
				w := f.as(token, c, "", "")
				return w.Code, strings.ReplaceAll(w.Body.String(), id, "ID")
			}
			status, said := ask(kept["west"][part], "west-0")
			if absent, words := ask("none", "west-0"); status != absent || said != words || status < 400 {
				t.Errorf("%s by %q of the other side: %d %s\nabsent: %d %s", row.operation, role, status, said, absent, words)
			}
			if row.call.method == "GET" {
				if status, _ = ask(kept["east"][part], "east-0"); status < 400 {
					reached[row.operation] = true
				}
			}
		}
		for _, list := range []string{
			"/candidate-lists", "/awards", "/duty-reviews", "/order-problems", "/orders", "/tasks", "/cases", "/service-points", "/point-entries", "/appraisals",
			"/case-figures", "/calendar", "/export/ledger", "/export/cases",
		} {
			cells++
			body := f.as(token, call{method: "GET", path: list}, "", "").Body.String()
			for part, id := range kept["west"] {
				if strings.Contains(body, id) || strings.Contains(body, "west") {
					t.Errorf("%s by %q tells of %s of the other side: %s", list, role, part, body)
					break
				}
			}
		}
	}
	for _, row := range matrix {
		if row.call.method == "GET" && tried[row.operation] && row.administrator == 404 && !reached[row.operation] && !unready[row.operation] {
			t.Errorf("%s answers nobody within his scope", row.operation)
		}
	}
	if len(tried) < 30 {
		t.Errorf("only %d operations were tried", len(tried))
	}
	t.Logf("%d operations, %d cells", len(tried), cells)
}

// unready are operations on something that these tests do not bring about, so that
// nobody is answered.
var unready = map[string]bool{"getTaskFile": true, "getAwardDocument": true, "exportAwardMarks": true}

// partOf is the part of a path behind which the id of something kept stands as none.
func partOf(path string, kept map[string]string) string {
	for part := range kept {
		if strings.Contains(path, "/"+part+"/none") {
			return part
		}
	}
	return ""
}
