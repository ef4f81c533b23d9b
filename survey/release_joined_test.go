package survey

import (
	"fmt"
	"slices"
	"testing"
)

// followed is the small questionnaire with rules that look at the round before.
func followed() *Questionnaire {
	q := small()
	drop := 1.0
	q.Flags = []FlagRule{
		{ID: "last", Last: 2, Action: Supervision}, {ID: "again", Last: 2, Rounds: 2, Action: YellowCard}, {ID: "drop", Drop: &drop, Action: Notice},
	}
	q.Suggestions = []Suggestion{
		{ID: "for-last", Node: rootNode, When: []string{"last"}, Text: Text{"zh": "甲", "en": "A"}},
		{ID: "for-drop", Node: rootNode, When: []string{"drop"}, Text: Text{"zh": "乙", "en": "B"}},
	}
	return q
}

// rounds computes rounds of one tier in which the last two fall, the questions
// of some of them being put otherwise.
func rounds(n int, reworded ...int) []*Release {
	var units []Unit
	for i := range 6 {
		units = append(units, Unit{ID: fmt.Sprint("u", i), Tier: "t"})
	}
	var past []*Release
	for round := range n {
		q := followed()
		if slices.Contains(reworded, round) {
			for i := range q.Items {
				q.Items[i].Text = Text{"zh": "另一种问法" + q.Items[i].ID}
			}
		}
		r := compute(q, 5, units, func(c *Counter) {
			for i, u := range units {
				tally(c, q, u.ID, "a", "3", 20+10*i-map[bool]int{true: 8 * round, false: 0}[i < 2])
				tally(c, q, u.ID, "a", "2", 20)
				tally(c, q, u.ID, "a", "1", 80-10*i)
			}
		}, past...)
		r.Poll = &PollRef{ID: fmt.Sprint("p", round)}
		past = append([]*Release{r}, past...)
	}
	return past
}

// kinds counts flags by kind.
func kinds(r *Release) map[string]int {
	n := map[string]int{}
	for _, f := range r.Flags {
		n[f.Kind]++
	}
	return n
}

// Twice among the last needs two rounds that measured the same, as a fall does;
// a break further back matters only to rules that look so far.
func TestNoFlagAcrossABreak(t *testing.T) {
	whole := rounds(2)[0]
	if k := kinds(whole); k["repeat"] != 2 || k["drop"] == 0 || whole.Unit("u0").Rank.Previous == nil {
		t.Fatalf("joined rounds: %v", k)
	}
	broken := rounds(2, 0)[0]
	if k := kinds(broken); k["repeat"] != 0 || k["drop"] != 0 || k["last"] != 2 {
		t.Errorf("across a break: %v", k)
	}
	if u := broken.Unit("u0"); u.Rank.Previous != nil || u.Nodes[rootNode].Change != nil {
		t.Errorf("%+v: %+v", u.Rank.Previous, u.Nodes[rootNode].Change)
	}
	if k := kinds(rounds(3, 0)[0]); k["repeat"] != 2 {
		t.Errorf("a break before both rounds: %v", k)
	}
}

// A release that was stored with comparisons across a break is read as it would
// be computed today: no change, no former rank, no flag and no finding rests on
// it.
func TestStoredReleasesAreCutAtBreaks(t *testing.T) {
	stored, want := rounds(2)[0], rounds(2, 0)[0]
	before := rounds(1, 0)[0]
	stored.cutAtBreaks(joinedWith(before, stored))
	for _, u := range stored.Units {
		for id, s := range u.Nodes {
			if s.Change != nil {
				t.Errorf("%s %s: %+v", u.Unit, id, s.Change)
			}
		}
		if u.Rank != nil && u.Rank.Previous != nil {
			t.Errorf("%s: %+v", u.Unit, u.Rank.Previous)
		}
	}
	if stored.Tiers[0].Regression != nil {
		t.Error("the last of a round that measured something else are followed up")
	}
	flags := func(r *Release) (ids []string) {
		for _, f := range r.Flags {
			ids = append(ids, f.ID)
		}
		slices.Sort(ids)
		return ids
	}
	if got, want := flags(stored), flags(want); !slices.Equal(got, want) {
		t.Errorf("flags %v, want %v", got, want)
	}
	findings := func(r *Release) (said []string) {
		for _, f := range r.Findings {
			said = append(said, fmt.Sprint(f.Unit, f.Node, f.Problem, f.Action, f.Evidence.Flags, f.Suggestions))
		}
		slices.Sort(said)
		return said
	}
	if got, want := findings(stored), findings(want); !slices.Equal(got, want) {
		t.Errorf("findings\n%v\nwant\n%v", got, want)
	}
	if len(stored.Suggestions) != len(want.Suggestions) {
		t.Errorf("suggestions %v, want %v", stored.Suggestions, want.Suggestions)
	}
	// where nothing differs, nothing is cut
	if k := rounds(2); true {
		n := len(k[0].Flags)
		k[0].cutAtBreaks(joinedWith(k[1], k[0]))
		if len(k[0].Flags) != n || k[0].Unit("u0").Nodes[rootNode].Change == nil {
			t.Error("joined rounds are cut")
		}
	}
}
