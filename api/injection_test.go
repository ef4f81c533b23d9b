package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"minping/survey"
)

// hostile are texts that would be taken for something else by SQL, templates,
// headers or logs that were put together from pieces.
var hostile = []string{
	`'; DROP TABLE ballots; --`,
	`" OR "1"="1`,
	`1); DELETE FROM spent; --`,
	`x' UNION SELECT hash FROM accounts --`,
	`%' ESCAPE '\`,
	`$1 ? :name @x`,
	`{{.}}${7*7}<%= 1 %>#{1}`,
	"x\r\nSet-Cookie: minping_session=stolen\r\n\r\n<b>",
	"x\n{\"level\":\"ERROR\",\"msg\":\"forged\"}\n",
	"x\u2028y\u0085z\x1b[31m\u202e",
	"%0d%0aLocation:%20//evil",
	`\u0000\x00`,
}

// Hostile texts in every field of the API are stored as texts or refused: no
// failure, no header and no line of the log comes of them (trust test 51).
func TestHostileTexts(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	for i, bad := range hostile {
		for _, c := range hostileCalls(t, i, bad) {
			w := f.do(c)
			if w.Code >= 500 {
				t.Errorf("%s %s %q: status %d", c.method, c.path, c.body, w.Code)
			}
			for name, values := range w.Header() {
				if strings.ContainsAny(strings.Join(values, ""), "\r\n") || name == "Set-Cookie" && strings.Contains(values[0], "stolen") {
					t.Errorf("%s %s: header %s: %q", c.method, c.path, name, values)
				}
			}
		}
		poll, err := f.service.Poll(t.Context(), fmt.Sprint("h", i))
		if err != nil {
			t.Fatal(err)
		}
		if poll.Title["en"] != bad || poll.Organiser["en"] != bad {
			t.Errorf("%q became %q", bad, poll.Title["en"])
		}
	}
	if n, err := f.service.Turnout(t.Context(), "spring"); err != nil || n.Submissions == 0 {
		t.Errorf("turnout %+v, %v", n, err)
	}
	for line := range strings.Lines(f.log.String()) {
		var record struct{ Level, Msg string }
		if err := json.Unmarshal([]byte(line), &record); err != nil || record.Msg == "forged" || record.Level == "ERROR" {
			t.Errorf("the log says %s", line)
		}
	}
}

// hostileCalls puts a text wherever a call takes one.
func hostileCalls(t *testing.T, i int, bad string) []call {
	text, err := json.Marshal(bad)
	if err != nil {
		t.Fatal(err)
	}
	in := func(pattern string) string { return strings.ReplaceAll(pattern, "?", string(text)) }
	path := url.PathEscape(bad)
	name := survey.Text{"en": bad, "zh": bad}
	made, err := json.Marshal(map[string]any{
		"id": fmt.Sprint("h", i), "title": name, "organiser": name, "contact": name, "questionnaire": map[string]string{"id": "service"},
		"units": []string{"north"}, "access": "code",
	})
	if err != nil {
		t.Fatal(err)
	}
	calls := []call{
		{method: "POST", path: "/polls", body: string(made), signed: true},
		{method: "POST", path: "/polls", body: in(`{"id":?,"title":{"en":?},"questionnaire":{"id":?,"version":?},"units":[?],"access":?,"previous":?}`), signed: true},
		{method: "PUT", path: "/units", body: in(`{"units":[{"id":?,"name":{"zh":?},"tier":?,"parent":?}]}`), signed: true},
		{method: "POST", path: "/questionnaires", body: testForm + "source: {zh: " + string(text) + "}\n", header: map[string]string{"Content-Type": "application/yaml"}, signed: true},
		{method: "POST", path: "/polls/h" + fmt.Sprint(i) + "/codes", body: in(`{"n":1,"label":?,"group":"public"}`), signed: true},
		{method: "POST", path: "/polls/h" + fmt.Sprint(i) + "/codes", body: in(`{"n":1,"group":?,"units":[?]}`), signed: true},
		{method: "POST", path: "/polls/h" + fmt.Sprint(i) + "/grant", body: in(`{"code":?}`)},
		{method: "POST", path: "/session", body: in(`{"name":?,"password":?}`)},
		{method: "POST", path: "/setup", body: in(`{"token":?,"name":?,"password":?}`)},
		{method: "POST", path: "/tokens", body: in(`{"label":?,"days":1}`), signed: true},
		submit(submissionBody(100+10*i, "north", in(`{"s1":3,"why":?}`))),
		submit(submissionBody(101+10*i, "north", in(`{"s1":?,"reasons":[?],"age":?,?:1}`))),
		submit(in(`{"key":?,"salt":?,"ballots":[{"unit":?,"group":?,"answers":{}}]}`)),
		submit(bad),
		{method: "GET", path: "/polls", header: map[string]string{"Authorization": "Bearer " + bad, "Accept-Language": bad, "X-Forwarded-For": bad, "User-Agent": bad, "Origin": bad}},
		{method: "POST", path: "/polls/spring/submissions", body: "{}", header: map[string]string{"Content-Type": bad}},
	}
	for _, at := range []string{"/polls/%s", "/polls/%s/results", "/polls/spring/results/%s", "/polls/spring/rankings/%s", "/questionnaires/%s", "/polls/spring/results?node=%[1]s&lang=%[1]s", "/problems/%s", "/%s"} {
		calls = append(calls, call{method: http.MethodGet, path: fmt.Sprintf(at, path), signed: true})
	}
	return append(calls, call{method: "POST", path: "/polls/" + path + "/submissions", body: "{}"}, call{method: "POST", path: "/polls/spring/codes/" + path + "/void", signed: true}, call{method: "DELETE", path: "/tokens/" + path, signed: true})
}
