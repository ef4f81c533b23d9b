package survey

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// chainOf is so many rounds of five units, each compared with the one before;
// shift moves the scores of the n-th.
func chainOf(q *Questionnaire, rounds int, answer func(round, unit int) string, ballots int) []Round {
	var units []Unit
	for i := range 5 {
		units = append(units, Unit{ID: fmt.Sprint("u", i), Tier: "t"})
	}
	var chain []Round
	var past []*Release
	for round := range rounds {
		r := compute(q, 5, units, func(c *Counter) {
			for i, u := range units {
				for _, code := range []string{"1", "2", "3"} {
					tally(c, q, u.ID, "a", code, ballots/4)
				}
				tally(c, q, u.ID, "a", answer(round, i), ballots)
			}
		}, past...)
		r.Poll = &PollRef{ID: fmt.Sprint("p", round)}
		chain, past = append(chain, Round{Poll: *r.Poll, Release: r}), []*Release{r}
	}
	return chain
}

// A rise over three rounds is found, with the change of the last round as its
// release tells it; who stays stays.
func TestTrend(t *testing.T) {
	chain := chainOf(small(), 3, func(round, unit int) string {
		if unit == 0 && round > 0 {
			return "3"
		}
		return "2"
	}, 60)
	tr := TrendOf(chain, "t", "", "overall")
	if len(tr.Rounds) != 3 || len(tr.Units) != 5 || tr.Joined() != 0 || len(tr.Mean) != 3 {
		t.Fatalf("%d rounds, %d units, joined from %d", len(tr.Rounds), len(tr.Units), tr.Joined())
	}
	rose, stayed := tr.Units[0], tr.Units[1]
	if s := rose.Since; s == nil || s.Round != 0 || !s.Real || s.Diff <= 0 || s.Low <= 0 {
		t.Errorf("the unit that rose: %+v", s)
	}
	if s := stayed.Since; s == nil || s.Real {
		t.Errorf("the unit that stayed: %+v", s)
	}
	if rose.Points[2].Change != chain[2].Release.Unit("u0").Nodes["overall"].Change || rose.Points[0].Change != nil {
		t.Error("the change of a round is the one that its release tells")
	}
	if one := TrendOf(chain, "t", "u3", "overall"); len(one.Units) != 1 || one.Units[0].Unit != "u3" {
		t.Errorf("asked for one: %+v", one.Units)
	}
	// with one round left out, the last release compares with another round
	if two := TrendOf([]Round{chain[0], chain[2]}, "t", "u0", "overall"); two.Units[0].Points[1].Change != nil || two.Units[0].Since == nil {
		t.Error("a change since a round that is not shown")
	}
	if none := TrendOf(nil, "t", "", "overall"); len(none.Units) != 0 {
		t.Error("units of no round")
	}
}

// Other wording breaks the line: nothing is compared across it.
func TestTrendBreaks(t *testing.T) {
	stay := func(int, int) string { return "2" }
	chain := chainOf(small(), 3, stay, 40)
	for i := range chain[0].Release.Items {
		it := &chain[0].Release.Items[i]
		it.Text = Text{"zh": "另一种问法" + it.ID}
	}
	chain[0].Release.Questionnaire.Hash = "other"
	tr := TrendOf(chain, "t", "", "overall")
	if !slices.Equal(tr.Rounds[1].Breaks, []Break{BreakWording}) || tr.Joined() != 1 {
		t.Fatalf("breaks %v, joined from %d", tr.Rounds[1].Breaks, tr.Joined())
	}
	for _, u := range tr.Units {
		if u.Points[1].Change != nil || u.Since == nil || u.Since.Round != 1 {
			t.Errorf("%s is compared across the break: %+v", u.Unit, u.Since)
		}
	}
}

// What differs between two releases is named; a translation added later is no
// difference.
func TestBreaks(t *testing.T) {
	made := func(change func(*Release)) *Release {
		r := chainOf(small(), 1, func(int, int) string { return "2" }, 40)[0].Release
		r.Questionnaire.Hash = "x"
		change(r)
		return r
	}
	now := made(func(r *Release) { r.Questionnaire.Hash = "now" })
	inner := ""
	for _, n := range now.Nodes[1:] {
		if n.Item == "" {
			inner = n.ID
		}
	}
	for _, tt := range []struct {
		name   string
		node   string
		change func(*Release)
		want   []Break
	}{
		{"the same", "overall", func(*Release) {}, nil},
		{"an added translation", "overall", func(r *Release) {
			for i := range r.Items {
				delete(r.Items[i].Text, "en")
			}
		}, nil},
		{"no such node", inner, func(r *Release) { r.Nodes = r.Nodes[:1] }, []Break{BreakNode}},
		{"a weight", "overall", func(r *Release) { r.Nodes[1].Weight += .25 }, []Break{BreakWeights}},
		{"an option's score", "overall", func(r *Release) { *r.Items[0].Options[1].Score++ }, []Break{BreakOptions}},
		{"a label", "overall", func(r *Release) { r.Items[0].Options[0].Label = Text{"zh": "极好"} }, []Break{BreakWording}},
		{"a group's weight", "overall", func(r *Release) { r.Groups = []GroupInfo{{ID: "a", Weight: .1}} }, []Break{BreakGroups}},
		{"how scores are put together", "overall", func(r *Release) { r.Method.Aggregation = "another" }, []Break{BreakMethod}},
	} {
		now.Items[0].Options[0].Label = Text{"zh": "好"}
		then := made(func(r *Release) { r.Items[0].Options[0].Label = Text{"zh": "好"} })
		tt.change(then)
		if got := Breaks(then, now, tt.node); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Over any rounds a change is called real only where its own interval leaves
// out zero and the rounds between are joined; hidden scores have no change.
func TestTrendSaysNoMore(t *testing.T) {
	q := small()
	rapid.Check(t, func(rt *rapid.T) {
		chain := chainOf(q, rapid.IntRange(1, 4).Draw(rt, "rounds"), func(int, int) string {
			return rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "answer")
		}, rapid.IntRange(4, 60).Draw(rt, "ballots"))
		for _, n := range chain[0].Release.Nodes {
			tr := TrendOf(chain, "t", "", n.ID)
			for _, u := range tr.Units {
				for i, p := range u.Points {
					if !p.Shown && (p.Score.OK() || p.Change != nil || p.N != 0) {
						rt.Fatalf("%s round %d is hidden and tells %+v", u.Unit, i, p)
					}
				}
				if s := u.Since; s != nil && (s.Round < tr.Joined() || s.Real && !(s.Low > 0 || s.High < 0 || s.SE == 0 && s.Diff != 0)) {
					rt.Fatalf("%s: %+v", u.Unit, s)
				}
			}
		}
	})
}
