package trial

import (
	"encoding/json"
	"errors"
	"testing"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

// units are five counties of a city.
func units() (all []survey.Unit, ids []string) {
	all = []survey.Unit{{ID: "city", Name: survey.Text{"zh": "市"}, Tier: "city"}}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		all = append(all, survey.Unit{ID: id, Name: survey.Text{"zh": id}, Tier: "county", Parent: "city"})
		ids = append(ids, id)
	}
	return all, ids
}

// document is the release as JSON.
func document(t *testing.T, of *Trial) string {
	t.Helper()
	b, err := json.Marshal(of.Release)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Every bundled questionnaire can be tried out, and gives figures of every unit.
func TestBundledQuestionnaires(t *testing.T) {
	all, ids := units()
	for _, e := range library.List() {
		src, err := library.Source(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		q, err := form.Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		poll := survey.Poll{ID: "p", Title: q.Title, Units: ids}
		got, err := Run(q, poll, all)
		if err != nil {
			t.Fatal(err)
		}
		if got.Turned > 0 || len(got.Refused) > 0 {
			t.Errorf("%s: %d ballots refused: %v", e.ID, got.Turned, got.Refused)
		}
		if want := Each * max(1, len(q.Groups)) * len(ids); got.Ballots < want || got.Release.Method.Ballots != got.Ballots {
			t.Errorf("%s: %d ballots, %d in the release, want %d at least", e.ID, got.Ballots, got.Release.Method.Ballots, want)
		}
		if !got.Release.Simulated || poll.Simulated {
			t.Errorf("%s: the release says simulated: %v, the poll: %v", e.ID, got.Release.Simulated, poll.Simulated)
		}
		if len(q.Index) == 0 {
			continue
		}
		for _, u := range got.Release.Units {
			if !u.Nodes["overall"].Score.OK() && u.Unit != "city" {
				t.Errorf("%s: unit %s has no score", e.ID, u.Unit)
			}
		}
		again, err := Run(q, poll, all)
		if err != nil {
			t.Fatal(err)
		}
		if one, other := document(t, got), document(t, again); one != other {
			t.Errorf("%s: another run differs:\n%s\n%s", e.ID, one, other)
		}
	}
}

// A rule that nobody can keep is found before citizens meet it.
func TestRefusals(t *testing.T) {
	q, err := form.Parse([]byte(`
id: q
version: "1"
title: {zh: 测试}
scales: {s: [{code: 1, label: {zh: 好}, score: 100}, {code: 2, label: {zh: 差}, score: 0}]}
items:
  - {id: s1, scale: s, text: {zh: 一}, required: true, checks: [{that: "s1 in [1] && s1 in [2]", message: {zh: 不可能}}]}
index: [{id: n, item: s1, weight: 1}]
`))
	if err != nil {
		t.Fatal(err)
	}
	all, ids := units()
	got, err := Run(q, survey.Poll{ID: "p", Units: ids}, all)
	if err != nil {
		t.Fatal(err)
	}
	if got.Ballots != 0 || got.Turned != Each*len(ids) || len(got.Refused) != 1 || got.Refused[0].Field != "s1" {
		t.Errorf("%d counted, %d refused for %v", got.Ballots, got.Turned, got.Refused)
	}
	if _, err := Run(q, survey.Poll{ID: "p"}, all); !errors.Is(err, ErrUnits) {
		t.Errorf("without units: %v", err)
	}
}
