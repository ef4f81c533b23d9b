package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minping/survey"
	"minping/web/manage"
)

// Each mistake of a step is a line above the form, which leads to its field, and
// a text beside that field, which the field refers to; what was typed stays.
func TestSetupMistakesStandBesideTheirFields(t *testing.T) {
	d := newDesk(t)
	id := d.draftOf(t, url.Values{"questionnaire": {"organisation-work@"}})
	vote := d.draftOf(t, url.Values{"questionnaire": {"bundled:decision"}})
	poll, err := d.service.Poll(t.Context(), id)
	must(t, err)
	q, err := d.service.Questionnaire(t.Context(), poll.Questionnaire.ID, poll.Questionnaire.Version)
	must(t, err)
	group, strata := q.Groups[0].ID, manage.StrataOf(q, &survey.Sample{})
	size := manage.StratumField(map[bool]string{true: "", false: "east"}[strata == "none"], manage.StrataParts(q, strata, "zh")[0].ID)
	for _, tt := range []struct {
		poll, step, said string
		form             url.Values
		fields           []string
	}{
		{id, manage.StepTime, "A time is written like", url.Values{"opens": {"soon"}, "closes": {"later"}}, []string{"opens", "closes"}},
		{id, manage.StepTime, "", url.Values{"opens": {"2026-12-02T08:00"}, "closes": {"2026-12-01T08:00"}}, []string{"closes"}},
		{id, manage.StepUnits, "", url.Values{"go": {"next"}}, []string{"unit"}},
		{id, manage.StepPeople, "A quota is at least", url.Values{"access": {"open"}, "quota": {"2"}}, []string{"quota"}},
		{id, manage.StepPeople, "not the address of a site", url.Values{"access": {"open"}, "embed": {"ftp:/x"}}, []string{"embed"}},
		{id, manage.StepPeople, "", url.Values{"access": {"code"}, manage.CodesField("", group): {"-3"}}, []string{manage.CodesField("", group)}},
		{id, manage.StepPeople, "", url.Values{"access": {"open"}, "strata": {""}, size: {"many"}}, []string{size}},
		{vote, manage.StepPeople, "", url.Values{"access": {"open"}, "expected": {"all"}}, []string{"expected"}},
	} {
		page := d.step(t, tt.poll, tt.step, tt.form, http.StatusUnprocessableEntity)
		if !strings.Contains(page, tt.said) {
			t.Errorf("%v: it is not said that %s", tt.form, tt.said)
		}
		doc, err := html.Parse(strings.NewReader(page))
		must(t, err)
		ids, lines := map[string]*html.Node{}, []string(nil)
		for n := range doc.Descendants() {
			if id := attr(n, "id"); id != "" {
				ids[id] = n
			}
			if n.Data == "a" && n.Parent.Data == "p" && attr(n.Parent, "class") == "msg" {
				to, err := url.PathUnescape(strings.TrimPrefix(attr(n, "href"), "#"))
				must(t, err)
				lines = append(lines, to)
			}
		}
		if !slices.Equal(lines, tt.fields) {
			t.Errorf("%v: the lines lead to %q, not to %q", tt.form, lines, tt.fields)
		}
		for _, field := range tt.fields {
			n := ids[field]
			switch {
			case n == nil:
				t.Errorf("%v: no field %q", tt.form, field)
			case n.Data == "p": // the list of units as a whole
			case attr(n, "aria-invalid") != "true" || !slices.Contains(strings.Fields(attr(n, "aria-describedby")), "e-"+field) || ids["e-"+field] == nil || text(ids["e-"+field]) == "":
				t.Errorf("%v: nothing is said beside %s", tt.form, field)
			case n.Data == "input" && attr(n, "value") != tt.form.Get(field):
				t.Errorf("%s: %q was typed, %q is kept", field, tt.form.Get(field), attr(n, "value"))
			}
		}
	}
	// Where no poll is made yet.
	page := d.post(t, "wei", "/manage/new", url.Values{"title.zh": {"满意度"}}, http.StatusUnprocessableEntity)
	for _, part := range []string{`href="#questionnaire"`, `aria-describedby="e-questionnaire"`, `id="e-questionnaire">Choose a questionnaire first.`, `value="满意度"`} {
		if !strings.Contains(page, part) {
			t.Errorf("a new poll without a questionnaire lacks %s", part)
		}
	}
}
