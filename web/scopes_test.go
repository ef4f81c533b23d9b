package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// Two sides of a province: roles are granted over hither, and must not learn of
// yonder. Absent ids are as long as those of yonder, so that answers can be
// compared byte by byte.
const (
	hither = "hither"
	yonder = "yonder"
	nowher = "nowher"
)

// sides are their units' names; no other text has them.
var sides = map[string]string{hither: "近水", yonder: "遥岭"}

// pollStates are the states in which each side, and both together, has a poll.
var pollStates = []string{"draft", "open", "coded", "closed", "published"}

// twoSides is a site over two cities with four counties each and polls of every
// state over the counties of each and of both ("mixed"), and cookies of an
// account of every role over hither.
func twoSides(t *testing.T) desk {
	t.Helper()
	d := newDesk(t)
	_, err := d.service.AddQuestionnaire(t.Context(), []byte(talkForm))
	must(t, err)
	units := map[string][]string{}
	for side, name := range sides {
		must(t, d.service.PutUnits(t.Context(), []survey.Unit{{ID: side, Name: survey.Text{"zh": name + "市", "en": side + " city"}, Tier: "city"}}))
		for i := range 4 {
			id := fmt.Sprintf("%s-%d", side, i)
			units[side] = append(units[side], id)
			must(t, d.service.PutUnits(t.Context(), []survey.Unit{{ID: id, Name: survey.Text{"zh": fmt.Sprintf("%s县%d", name, i), "en": id}, Tier: "county", Parent: side}}))
		}
	}
	units["mixed"] = slices.Concat(units[hither], units[yonder])
	for side := range sides { // "order" stands where a poll's state does
		d.ordered(t, side+"-order", side+"-0")
	}
	for side, rated := range units {
		for _, state := range pollStates {
			d.pollIn(t, side+"-"+state, state, rated)
		}
	}
	for _, role := range access.Roles {
		grant := access.Grant{Role: role, Unit: hither}
		if !role.Narrows() {
			grant.Unit = ""
		}
		a, err := d.Access.Add(t.Context(), string(role), password)
		must(t, err)
		grant.Account = a.ID
		_, err = d.Access.Grant(t.Context(), grant)
		must(t, err)
		d.cookies[string(role)] = session(t, d.send("/login", url.Values{"name": {a.Name}, "password": {password}}, nil))
	}
	return d
}

// pollIn makes a poll over units and brings it into a state: where it is over,
// with six ballots a unit, higher from unit to unit, and what was written
// waiting or, where it is published, released.
func (d desk) pollIn(t *testing.T, id, state string, units []string) {
	t.Helper()
	ctx := t.Context()
	p := survey.Poll{
		ID: id, Title: survey.Text{"zh": id}, Questionnaire: survey.QuestionnaireRef{ID: "talk"},
		Units: units, Access: survey.OpenLink, Closes: now.AddDate(0, 0, 8),
	}
	if state == "coded" {
		p.Access = survey.ByCode
	}
	_, err := d.service.CreatePoll(ctx, p)
	must(t, err)
	if state == "draft" {
		return
	}
	must(t, d.service.OpenPoll(ctx, id))
	if state != "closed" && state != "published" {
		return
	}
	for i, unit := range units {
		for n := range 12 {
			key := bytes.Repeat([]byte{byte(n)}, 32)
			copy(key, id+unit)
			_, err := d.service.Accept(ctx, survey.Submission{Poll: id, Key: key, Salt: key, Ballots: []survey.Ballot{{
				Unit: unit, Answers: survey.Answers{"s": {fmt.Sprint(1 + (i+n%2)%5)}, "why": {fmt.Sprintf("关于 %s 的第 %d 条", unit, n)}},
			}}})
			must(t, err)
		}
	}
	must(t, d.service.ClosePoll(ctx, id))
	if state == "closed" {
		return
	}
	must(t, d.service.PublishPoll(ctx, id))
	written, err := d.service.ReviewedComments(ctx, id, survey.CommentQuery{State: survey.CommentWaiting, Limit: 200})
	must(t, err)
	var verdicts []survey.CommentVerdict
	for _, c := range written {
		verdicts = append(verdicts, survey.CommentVerdict{ID: c.ID, State: survey.CommentPublished, Shown: c.Body})
	}
	must(t, d.service.ReviewComments(ctx, id, verdicts))
	_, err = d.service.ReleaseComments(ctx, id)
	must(t, err)
	_, err = d.service.EditOpinions(ctx, id, "why", 0, []survey.OpinionEdit{{Do: survey.ProposeOpinions}, {Do: survey.ShowOpinions}})
	must(t, err)
}

// as asks for a page of a poll, and of a unit, as a role; "": as a stranger. It
// returns the answer and the address that was asked for.
func (d desk) as(role string, row scopedRow, poll, unit string) (*httptest.ResponseRecorder, string) {
	names := strings.NewReplacer("POLL", poll, "UNIT", unit)
	form := url.Values{}
	for field, values := range row.form {
		form.Set(field, names.Replace(values[0]))
	}
	v := visit{method: row.method, route: row.route, path: names.Replace(row.at()), form: form}
	return v.ask(d, role), v.path
}

// told is all that an answer tells: status, headers and body, without the
// address that was asked for.
func told(rec *httptest.ResponseRecorder, path string) string {
	var b strings.Builder
	fmt.Fprintln(&b, rec.Code)
	for _, name := range slices.Sorted(maps.Keys(rec.Header())) {
		if name != "Etag" { // a digest of the body, with the address
			fmt.Fprintln(&b, name, rec.Header()[name])
		}
	}
	b.Write(rec.Body.Bytes())
	path, query, asks := strings.Cut(path, "?")
	pairs := []string{url.QueryEscape(path), "PATH", path, "PATH"}
	if asks {
		pairs = append(pairs, url.QueryEscape(query), "QUERY", query, "QUERY", strings.ReplaceAll(query, "&", "&amp;"), "QUERY")
	}
	return strings.NewReplacer(pairs...).Replace(b.String())
}

// contents is the text of an answer, also of one that is packed (XLSX).
func contents(t *testing.T, rec *httptest.ResponseRecorder) string {
	t.Helper()
	body := rec.Body.Bytes()
	if !bytes.HasPrefix(body, []byte("PK")) {
		return string(body)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	must(t, err)
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		_, err = io.Copy(&b, r)
		must(t, err)
	}
	return b.String()
}

// A matrix counts its cells and the leaks among them.
type matrix struct {
	*testing.T
	desk
	cells, leaks int
}

func (m *matrix) leak(format string, args ...any) {
	m.Helper()
	m.leaks++
	m.Errorf(format, args...)
}

// Every route of the table, asked for by every role over one of two cities and
// by a stranger: within as the table says, outside as what does not exist, byte
// by byte; and what is read of a poll over both cities tells nothing of the
// other (trust test 43).
func TestScopes(t *testing.T) {
	m := &matrix{T: t, desk: twoSides(t)}
	missing := map[string]site.Who{}
	for _, r := range routes(m.Site) {
		missing[r.Method+" "+r.Path] = r.Who
	}
	whose, later := maps.Clone(missing), time.Duration(0)
	for _, row := range scopedRows {
		name := row.method + " " + row.route
		w, ok := whose[name]
		if !ok {
			t.Errorf("%s is no route", name)
		}
		delete(missing, name)
		for _, role := range append([]access.Role{""}, access.Roles...) {
			if row.once && role != "" {
				break
			}
			if row.route == "/login" || row.route == "/invite" { // attempts are counted, and all come from here
				later += time.Minute
				m.Access.Now = func() time.Time { return time.Now().Add(later) }
			}
			m.ask(row, w, role)
		}
	}
	for name := range missing {
		t.Errorf("%s is not in the matrix of scopes", name)
	}
	t.Logf("%d cells, %d leaks", m.cells, m.leaks)
}

// ask asks for all cells of a route and a role.
func (m *matrix) ask(row scopedRow, w site.Who, role access.Role) {
	m.Helper()
	name := fmt.Sprintf("%s %s by %q", row.method, row.at(), role)
	in, path := m.as(string(role), row, hither+"-"+row.poll, hither+"-0")
	m.cells++
	if want := row.want(w, role); in.Code != want {
		m.leak("%s: %d, want %d: %s", name, in.Code, want, in.Body)
	}
	if row.poll == "" {
		if text := contents(m.T, in); role != access.Operator && speaksOf(text, row.known) {
			m.leak("%s tells of %s: %s", name, yonder, text)
		}
		return
	}
	if row.open {
		return
	}
	absent := told(m.as(string(role), row, nowher+"-"+row.poll, nowher+"-0"))
	out := told(m.as(string(role), row, yonder+"-"+row.poll, yonder+"-0"))
	m.cells += 2
	if out != absent {
		m.leak("%s outside:\n%s\nabsent:\n%s", name, out, absent)
	}
	if in.Code == http.StatusOK && row.method == http.MethodGet && strings.HasPrefix(out, "200") {
		m.leak("%s is answered outside", name)
	}
	if in.Code == http.StatusNotFound && row.roles != nil && told(in, path) != absent {
		m.leak("%s without the right:\n%s\nabsent:\n%s", name, told(in, path), absent)
	}
	m.mixed(row, role, name)
}

// mixed asks for a poll over both sides: what is answered tells of one only, and
// a unit of the other is as one that does not exist.
func (m *matrix) mixed(row scopedRow, role access.Role, name string) {
	m.Helper()
	both, _ := m.as(string(role), row, "mixed-"+row.poll, hither+"-0")
	m.cells++
	text := contents(m.T, both)
	if speaksOf(text, nil) {
		m.leak("%s of the poll over both tells of %s: %s", name, yonder, text)
	}
	if both.Code == http.StatusOK && row.names && !strings.Contains(text, sides[hither]) && !strings.Contains(text, hither+"-0") {
		m.leak("%s of the poll over both says nothing of its own side: %s", name, text)
	}
	if !strings.Contains(row.at(), "UNIT") {
		return
	}
	m.cells++
	other := told(m.as(string(role), row, "mixed-"+row.poll, yonder+"-0"))
	absent := told(m.as(string(role), row, "mixed-"+row.poll, nowher+"-0"))
	if other != absent || strings.Contains(other, yonder) {
		m.leak("%s of another's unit:\n%s\nabsent:\n%s", name, other, absent)
	}
}

// speaksOf reports whether a text has an id or a name of yonder, beside those
// that everybody knows.
func speaksOf(text string, known []string) bool {
	for _, k := range known {
		text = strings.ReplaceAll(text, k, "")
	}
	return strings.Contains(text, yonder) || strings.Contains(text, sides[yonder])
}
