package survey

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A unitScore is a unit of a made round.
type unitScore struct {
	unit, tier, parent string
	score, se          Num
}

// roundOf makes a round of units that are scored at the whole and an indicator below.
func roundOf(id string, closes time.Time, units ...unitScore) Round {
	r := &Release{
		Questionnaire: QuestionnaireRef{ID: "q", Hash: "same"}, Method: Method{Level: .95},
		Nodes: []NodeInfo{{ID: "overall", Title: Text{"zh": "总体", "en": "Overall"}}, {ID: "s1", Parent: "overall", Title: Text{"zh": "选拔", "en": "Selection"}}},
	}
	for _, u := range units {
		s := NodeScore{Score: u.score, SE: u.se, Low: u.score - 2*u.se, High: u.score + 2*u.se, DF: 200, N: 200}
		res := UnitResult{Unit: u.unit, Name: Text{"zh": u.unit, "en": u.unit}, Tier: u.tier, Parent: u.parent}
		if u.score.OK() {
			res.Nodes = map[string]NodeScore{"overall": s, "s1": s}
		}
		r.Units = append(r.Units, res)
	}
	return Round{Poll: PollRef{ID: id}, Closes: closes, Release: r}
}

var proofDay = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// proved are two rounds of twenty counties with small noise: c0 improved, c1
// only stood low by chance, c2 did nothing, c3 rose with all others, c4 fell.
func proved() (then, now Round) {
	rng := rand.New(rand.NewPCG(3, 3))
	var a, b []unitScore
	add := func(id string, before, after, se Num) {
		a = append(a, unitScore{id, "county", "", before, se})
		b = append(b, unitScore{id, "county", "", after, se})
	}
	add("c0", 70, 86, 1)
	add("c1", 50, 71, 7)
	add("c2", 70, 71, 1)
	add("c3", 72, 77, 1)
	add("c4", 74, 62, 1)
	for i := 5; i < 25; i++ {
		truth := Num(64 + i)
		add(fmt.Sprint("c", i), truth+Num(rng.NormFloat64()), truth+2+Num(rng.NormFloat64()), 1)
	}
	return roundOf("p1", proofDay, a...), roundOf("p2", proofDay.AddDate(0, 6, 0), b...)
}

func entries(units ...string) (list []Rectified) {
	for i, u := range units {
		list = append(list, Rectified{Order: fmt.Sprint(i + 1), Unit: u, Node: "overall", Closed: proofDay.AddDate(0, 3, 0)})
	}
	return list
}

func TestProofTellsTheKindsApart(t *testing.T) {
	then, now := proved()
	p := ProofOf(then, now, entries("c0", "c1", "c2", "c3", "c4"))
	for i, want := range []string{"improved", "regression", "noise", "trend", "fell"} {
		it := p.Items[i]
		if it.Effect != want {
			t.Errorf("%s: %s, want %s: %s", it.Unit, it.Effect, want, it.Says["en"])
		}
		if d := it.Trend + it.Regression + it.Net.Diff - it.Change.Diff; d > 1e-9 || d < -1e-9 {
			t.Errorf("%s: the parts miss the change by %g", it.Unit, d)
		}
		t.Log(it.Says["zh"], "|", it.Says["en"])
	}
	if n := p.Compared[0]; n.Untouched != 20 || n.Touched != 5 || n.Trend < 1 || n.Trend > 3 || n.Together == nil {
		t.Errorf("compared: %+v", n)
	}
	if p.Headline["zh"] != "5 项整改中，1 项确有改进，1 项反而下降，3 项的变化未超出预期或随机波动" {
		t.Error(p.Headline)
	}
	if c := p.Count; c.Pairs != 5 || c.Judged != 5 || c.Closed != 5 || c.Improved != 1 {
		t.Errorf("%+v", c)
	}
	text, err := json.Marshal(p)
	if err != nil || strings.Contains(string(text), "NaN") {
		t.Errorf("%v: %s", err, text)
	}
}

// Nothing is judged across a break, of what is hidden, of what came too late,
// nor against too few.
func TestProofDoubts(t *testing.T) {
	then, now := proved()
	nan := notKnown
	then.Release.Units = append(then.Release.Units, roundOf("", proofDay, unitScore{"hidden", "county", "", nan, nan}, unitScore{"gone", "county", "", 70, 1}).Release.Units...)
	now.Release.Units = append(now.Release.Units, roundOf("", proofDay, unitScore{"hidden", "county", "", 70, 1}, unitScore{"alone", "city", "", 70, 1}).Release.Units...)
	then.Release.Units = append(then.Release.Units, roundOf("", proofDay, unitScore{"alone", "city", "", 70, 1}).Release.Units...)
	late := entries("c0")[0]
	late.Closed = now.Closes.Add(time.Hour)
	blurred := now.Release.Units[5].Nodes["overall"]
	blurred.Blurred = true
	now.Release.Units[5].Nodes["overall"] = blurred
	list := append(entries("hidden", "gone", "nobody", "alone", "c5"), late)
	list = append(list, Rectified{Unit: "c2", Node: "elsewhere"})
	p := ProofOf(then, now, list)
	for i, want := range []ProofDoubt{DoubtHidden, DoubtAbsent, DoubtAbsent, DoubtPeers, DoubtHidden, DoubtLate, DoubtAbsent} {
		if it := p.Items[i]; it.Why != want || it.Effect != "unjudged" || it.Net != nil || it.Says["zh"] == "" {
			t.Errorf("%s: %q %s, want %q", it.Unit, it.Why, it.Effect, want)
		}
	}
	if p.Count.Judged != 0 || p.Headline["en"] != "None of 7 rectifications can be judged yet" {
		t.Errorf("%+v %s", p.Count, p.Headline["en"])
	}
	then.Release.Questionnaire.Hash, then.Release.Method.Aggregation = "other", "otherwise"
	if p = ProofOf(then, now, entries("c0")); p.Items[0].Why != DoubtBreak || p.Items[0].Before != nil || len(p.Compared[0].Breaks) == 0 || p.Compared[0].Trend.OK() {
		t.Errorf("across a break: %+v", p.Items[0])
	}
}

// Touched units are no peers: nor are those with an entry above or below in the
// index, or whose parent has one.
func TestProofPeersAreUntouched(t *testing.T) {
	then, now := proved()
	for _, r := range []*Release{then.Release, now.Release} {
		r.Units = append(r.Units, roundOf("", proofDay, unitScore{"city", "city", "", 70, 1}).Release.Units...)
		r.Unit("c9").Parent = "city"
	}
	list := append(entries("c0"), Rectified{Unit: "c8", Node: "s1"}, Rectified{Unit: "city", Node: "overall"})
	p := ProofOf(then, now, list)
	for _, unit := range []string{"c0", "c8", "c9"} {
		if slices.Contains(p.Compared[0].untouched, unit) {
			t.Errorf("%s is touched", unit)
		}
	}
	if p.Compared[0].Untouched != 22 {
		t.Errorf("%d untouched of 25, three touched", p.Compared[0].Untouched)
	}
}

// An order twice is judged once; a part tells the judgement of its units and no
// figure of fewer than three others.
func TestProofWithin(t *testing.T) {
	then, now := proved()
	p := ProofOf(then, now, append(entries("c0", "c1", "c2"), entries("c0")...))
	if p.Count.Pairs != 3 || p.Compared[0].Touched != 3 || p.Items[3].Net.P != p.Items[0].Net.P {
		t.Errorf("%+v", p.Count)
	}
	own := p.Within(func(u string) bool { return u == "c0" })
	if !own.Part || len(own.Items) != 2 || own.Items[0].Effect != "improved" || own.Compared[0].Together != nil || !own.Compared[0].Trend.OK() {
		t.Errorf("own part: %+v", own)
	}
	if len(p.Items) != 4 || p.Items[0].Net == nil || p.Compared[0].Together == nil {
		t.Error("a part changed the whole")
	}
	most := p.Within(func(u string) bool { return u != "c20" && u != "c21" })
	if it := most.Items[0]; it.Net != nil || it.Trend.OK() || it.Change == nil || it.Effect != "improved" || most.Compared[0].Trend.OK() || strings.Contains(it.Says["en"], "expected") {
		t.Errorf("with two others: %+v", it)
	}
	if all := p.Within(func(string) bool { return true }); all.Part || all.Compared[0].Together == nil {
		t.Error("the whole is no part")
	}
}

// Sentences claim what the intervals hold, whatever the rounds.
func TestProofClaims(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 14).Draw(t, "units")
		var a, b []unitScore
		for i := range n {
			se := Num(rapid.Float64Range(.2, 6).Draw(t, "se"))
			id := fmt.Sprint("u", i)
			a = append(a, unitScore{id, "t", "", Num(rapid.Float64Range(30, 95).Draw(t, "then")), se})
			b = append(b, unitScore{id, "t", "", Num(rapid.Float64Range(30, 95).Draw(t, "now")), se})
		}
		then, now := roundOf("a", time.Time{}, a...), roundOf("b", time.Time{}, b...)
		list := entries("u0", "u1", "u2")
		p := ProofOf(then, now, list)
		improved := 0
		for _, it := range p.Items {
			switch it.Effect {
			case "improved":
				improved++
				if !(it.Change.Low > 0 && it.Net.Low > 0 && it.PAdjusted <= .05) || !strings.HasPrefix(it.Says["en"], "up ") || !strings.Contains(it.Says["en"], " more (") {
					t.Fatalf("claims too much: %+v", it)
				}
			case "fell":
				if !(it.Change.High < 0 && it.Net.High < 0 && it.PAdjusted <= .05) || !strings.HasPrefix(it.Says["en"], "down ") {
					t.Fatalf("claims too much: %+v", it)
				}
			case "regression", "trend":
				if it.Change.Diff > 0 && it.Net.Low > 0 || it.Change.Diff < 0 && it.Net.High < 0 || it.Change.Low <= 0 && it.Change.High >= 0 {
					t.Fatalf("not explained: %+v", it)
				}
				if regressed := it.Regression*it.Change.Diff > max(0, it.Trend*it.Change.Diff); regressed != (it.Effect == "regression") {
					t.Fatalf("explained by the lesser part: %+v", it)
				}
			case "unjudged":
				if it.Why == "" {
					t.Fatalf("no reason: %+v", it)
				}
			}
			if it.Says["zh"] == "" || it.Says["en"] == "" || strings.Contains(it.Says["en"], "NaN") {
				t.Fatalf("says %v", it.Says)
			}
		}
		if claims := strings.Contains(p.Headline["zh"], "项确有改进") || strings.Contains(p.Headline["zh"], "全部得到证实"); claims != (improved > 0) {
			t.Fatalf("%d improved: %s", improved, p.Headline["zh"])
		}
		// the same in any order of units
		slices.Reverse(then.Release.Units)
		slices.Reverse(now.Release.Units)
		again := ProofOf(then, now, list)
		for i := range p.Items {
			if again.Items[i].Effect != p.Items[i].Effect {
				t.Fatalf("another order of units: %s, then %s", p.Items[i].Effect, again.Items[i].Effect)
			}
		}
	})
}
