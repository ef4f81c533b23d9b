package chart

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
)

// shaken is the small release with scores and errors at random; the ranking
// tells apart what it likes.
func shaken(t *rapid.T) *survey.Release {
	r := small()
	ids := []string{"c1", "c2", "c3", "c4"}
	r.Tiers[0].Distinct = nil
	for i, a := range ids {
		for _, b := range ids[i+1:] {
			if rapid.Bool().Draw(t, "apart") {
				r.Tiers[0].Distinct = append(r.Tiers[0].Distinct, [2]string{a, b})
			}
		}
	}
	for i := range ids {
		u := &r.Units[i]
		for _, n := range r.Nodes {
			s := u.Nodes[n.ID]
			s.Score = survey.Num(rapid.Float64Range(40, 95).Draw(t, "score"))
			s.SE, s.DF = survey.Num(rapid.Float64Range(.1, 8).Draw(t, "se")), survey.Num(rapid.IntRange(3, 200).Draw(t, "df"))
			s.Low, s.High = s.Score-2*s.SE, s.Score+2*s.SE
			s.Blurred = rapid.IntRange(0, 9).Draw(t, "few") == 0
			u.Nodes[n.ID] = s
		}
	}
	return r
}

// claims reports, in both languages, whether a sentence makes a claim; it fails
// where only one of them does.
func claims(t *rapid.T, r *survey.Release, say func(Figures) string, zh, en string) bool {
	a, b := say(Figures{Release: r, Lang: "zh"}), say(Figures{Release: r, Lang: "en"})
	a = strings.ReplaceAll(a, "\u00a0", " ")
	inZh, inEn := strings.Contains(a, zh), strings.Contains(strings.ToLower(b), strings.ToLower(en))
	if inZh != inEn {
		t.Fatalf("one language claims what the other does not:\n%s\n%s", a, b)
	}
	return inEn
}

// Comparisons: higher or lower is said if and only if the difference is real,
// which its interval and the ranking support; the counts are those of the
// differences; both languages say the same.
func TestCompareHeadlineClaimsNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := shaken(t)
		c, err := r.Compare("c1", "c3")
		if err != nil {
			t.Fatal(err)
		}
		say := func(f Figures) string { return f.CompareHeadline(c) }
		d := c.Nodes[0].Differences[1]
		up, down := d != nil && d.Real && d.Diff > 0, d != nil && d.Real && d.Diff < 0
		if claims(t, r, say, "比第三市高", "points higher than") != up || claims(t, r, say, "比第三市低", "points lower than") != down {
			t.Fatalf("%+v: %s", d, say(Figures{Release: r, Lang: "en"}))
		}
		if claims(t, r, say, "分不出高下", "cannot be told apart overall") != (d != nil && !d.Real) || claims(t, r, say, "不能比", "cannot be compared overall") != (d == nil) {
			t.Fatalf("%+v: %s", d, say(Figures{Release: r, Lang: "en"}))
		}
		if (up && d.Low <= 0) || (down && d.High >= 0) || (up || down) && !apart(r, "c1", "c3") {
			t.Fatalf("beyond what is shown: %+v", d)
		}
		higher, lower := 0, 0
		for _, n := range c.Nodes[1:] {
			if d := n.Differences[1]; d != nil && d.Real && d.Low > 0 {
				higher++
			} else if d != nil && d.Real && d.High < 0 {
				lower++
			}
		}
		if s := say(Figures{Release: r, Lang: "en"}); d != nil && (higher > 0 && !strings.Contains(s, fmt.Sprintf("higher on %d", higher)) || lower > 0 && !strings.Contains(s, fmt.Sprintf("lower on %d", lower))) {
			t.Fatalf("%d higher, %d lower: %s", higher, lower, s)
		}
		many, _ := r.Compare("c1", "c3", "c4")
		say = func(f Figures) string { return f.CompareHeadline(many) }
		real := func(diff func(survey.Num) bool) bool {
			for _, d := range many.Nodes[0].Differences[1:] {
				if d != nil && d.Real && diff(d.Diff) {
					return true
				}
			}
			return false
		}
		if claims(t, r, say, "总体高于", "is higher overall") != real(func(d survey.Num) bool { return d > 0 }) ||
			claims(t, r, say, "总体低于", "is lower overall") != real(func(d survey.Num) bool { return d < 0 }) {
			t.Fatalf("%s", say(Figures{Release: r, Lang: "en"}))
		}
	})
}

func apart(r *survey.Release, a, b string) bool {
	for _, p := range r.Tiers[0].Distinct {
		if p == [2]string{a, b} || p == [2]string{b, a} {
			return true
		}
	}
	return false
}

// Indicators: first and last are clear only where no other unit's rank can be
// theirs, units are alike if and only if no two differ, and low only with all
// of the interval.
func TestStandingHeadlineClaimsNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := shaken(t)
		node := rapid.SampledFrom([]string{"a", "a2", "b", "b1"}).Draw(t, "node")
		s := r.Standing("city", node)
		say := func(f Figures) string { return f.StandingHeadline(s) }
		n := len(s.Places)
		if n < 2 {
			claims(t, r, say, "可比", "can be compared")
			return
		}
		others := func(unit string) int { // from which it differs
			k := 0
			for _, p := range s.Distinct {
				if p[0] == unit || p[1] == unit {
					k++
				}
			}
			return k
		}
		last, first := s.Places[n-1].Unit, s.Places[0].Unit
		if claims(t, r, say, "末位确凿", "clearly last") != (others(last) == n-1) || claims(t, r, say, "首位确凿", "clearly first") != (others(first) == n-1) {
			t.Fatalf("last differs from %d, first from %d of %d: %s", others(last), others(first), n-1, say(Figures{Release: r, Lang: "en"}))
		}
		if claims(t, r, say, "彼此无法区分", "cannot be told apart") != (len(s.Distinct) == 0) {
			t.Fatalf("%v: %s", s.Distinct, say(Figures{Release: r, Lang: "en"}))
		}
		low := 0
		for _, p := range s.Places {
			if p.Score.High < lowLine {
				low++
			}
		}
		if claims(t, r, say, "连同误差低于", "with all of the interval") != (low > 0) {
			t.Fatalf("%d low: %s", low, say(Figures{Release: r, Lang: "en"}))
		}
	})
}

// Trends: a rise or fall since a round only where the change is real, and a
// tier's counts are those of its units.
func TestTrendHeadlineClaimsNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rounds []survey.Round
		for i := range rapid.IntRange(2, 4).Draw(t, "rounds") {
			r := shaken(t)
			r.Previous = nil // so that changes are judged here
			if rapid.IntRange(0, 3).Draw(t, "changed") == 0 {
				r.Nodes[2].Item, r.Nodes[1].StandIn = fmt.Sprint("item", i), fmt.Sprint("item", i)
			}
			rounds = append(rounds, survey.Round{Poll: survey.PollRef{ID: fmt.Sprint(i)}, Release: r})
		}
		r := rounds[len(rounds)-1].Release
		tier := survey.TrendOf(rounds, "city", "", "overall")
		up, down := 0, 0
		for i, u := range tier.Units {
			one := survey.TrendOf(rounds, "city", u.Unit, "overall")
			say := func(f Figures) string { return f.TrendHeadline(one) }
			s := u.Since
			rose, fell := s != nil && s.Real && s.Low > 0, s != nil && s.Real && s.High < 0
			if s != nil && s.Round == tier.Joined() {
				up, down = up+count(rose), down+count(fell)
			}
			if claims(t, r, say, "以来上升", "up ") != rose || claims(t, r, say, "以来下降", "down ") != fell {
				t.Fatalf("unit %d: %+v: %s", i, s, say(Figures{Release: r, Lang: "en"}))
			}
			if claims(t, r, say, "以前问卷不同", "the questionnaire was another") != (tier.Joined() > 0) {
				t.Fatalf("joined from %d: %s", tier.Joined(), say(Figures{Release: r, Lang: "en"}))
			}
			if chart := string((Figures{Release: r, Lang: "en"}).Trend(one)); chart != "" && !strings.Contains(chart, "The axis starts at") {
				t.Fatal("the start of the axis is not told")
			}
		}
		say := func(f Figures) string { return f.TrendTierHeadline(tier) }
		if claims(t, r, say, fmt.Sprintf("%d 个上升", up), fmt.Sprintf("%d rose", up)) != (up > 0) && up > 0 {
			t.Fatalf("%d rose: %s", up, say(Figures{Release: r, Lang: "en"}))
		}
		if s := say(Figures{Release: r, Lang: "en"}); down > 0 && !strings.Contains(s, fmt.Sprintf("%d fell", down)) {
			t.Fatalf("%d fell: %s", down, s)
		}
	})
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// The new figures are sound: no number that is none, no style, nothing outside
// its cell, tags that close; of the small release, of one with holes, and of
// parts of it.
func TestNewFiguresAreSound(t *testing.T) {
	holes := small()
	for i := range holes.Units {
		for id, s := range holes.Units[i].Nodes {
			s.SE, s.Low, s.High = nan, nan, nan
			holes.Units[i].Nodes[id] = s
		}
	}
	for name, r := range map[string]*survey.Release{"small": small(), "holes": holes, "example": exampleRelease(t)} {
		for _, lang := range languages {
			f := Figures{Release: r, Lang: lang, NodeURL: func(tier, node string) string { return "n/" + tier + node }}
			out := map[string]string{}
			tier := r.Tiers[len(r.Tiers)-1].ID
			for _, n := range r.Nodes {
				s := r.Standing(tier, n.ID)
				out["standing "+n.ID] = string(f.Standing(s)) + string(f.DivergeItems(tier, n.ID))
				if f.StandingHeadline(s) == "" {
					t.Errorf("%s %s: no headline", name, n.ID)
				}
			}
			var units []string
			for _, u := range r.Units[:min(6, len(r.Units))] {
				units = append(units, u.Unit)
			}
			out["diverge"] = string(f.DivergeUnits("a1", units))
			for k := 2; k <= survey.MostCompared; k++ {
				c, err := r.Compare(units[len(units)-k:]...) // with the hidden one
				if err != nil {
					t.Fatal(err)
				}
				out[fmt.Sprint("compare ", k)] = string(f.Compare(c))
			}
			before := small()
			before.Units = append(before.Units[:0:0], before.Units[1:]...)
			rounds := []survey.Round{{Release: before}, {Release: r}, {Release: r}}
			all := survey.TrendOf(rounds, tier, "", r.Nodes[0].ID)
			out["trends"] = string(f.TrendTier(all))
			for _, u := range all.Units {
				out["trend "+u.Unit] = string(f.Trend(survey.TrendOf(rounds, tier, u.Unit, r.Nodes[0].ID)))
			}
			for figure, h := range out {
				where := name + " " + lang + " " + figure
				if m := badNumber.FindString(h); m != "" {
					t.Errorf("%s prints %s", where, m)
				}
				if m := styleAttr.FindString(h); m != "" {
					t.Errorf("%s has %q", where, m)
				}
				for _, m := range position.FindAllStringSubmatch(h, -1) {
					var at float64
					if _, err := fmt.Sscan(m[1], &at); err != nil || at < 0 || at > 100 {
						t.Errorf("%s: position %s", where, m[0])
					}
				}
				wellFormed(t, where, h)
			}
		}
	}
}
