package survey

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Ids and names that occur in no other text, and in no other unit's.
func nthUnit(i int) Unit {
	return Unit{ID: fmt.Sprintf("qz%03dx", i), Name: Text{"zh": fmt.Sprintf("蘅%03d芜", i)}, Tier: "county"}
}

// wholeRelease draws a release of so many cities, of which each has some
// counties, with everything that a release can hold: a round before, weights,
// paper, screened ballots, flags and problems.
func wholeRelease(rt *rapid.T) *Release {
	q := small()
	q.Flags = []FlagRule{{ID: "last", Tier: "county", Node: "overall", Last: 2, Action: Supervision}, {ID: "low", Level: LevelIndicator, Below: score(60), Action: Notice}}
	var units []Unit
	for range rapid.IntRange(2, 4).Draw(rt, "cities") {
		city := nthUnit(len(units))
		city.Tier = "city"
		units = append(units, city)
		for range rapid.IntRange(1, 5).Draw(rt, "counties") {
			county := nthUnit(len(units))
			county.Parent = city.ID
			units = append(units, county)
		}
	}
	fill := func(c *Counter) {
		for _, u := range units {
			for _, group := range []string{"a", "b"} {
				for _, code := range []string{"1", "2", "3"} {
					tally(c, q, u.ID, group, code, rapid.IntRange(0, 9).Draw(rt, "ballots"))
				}
			}
		}
	}
	before := compute(q, 5, units, fill)
	r := compute(q, 5, units, fill, before)
	r.Weighting, r.Integrity = &Weighting{}, &Integrity{Mark: Red, Ballots: 99}
	var batches []PaperBatch
	for _, u := range units {
		r.Weighting.Units = append(r.Weighting.Units, UnitWeighting{Unit: u.ID, Ballots: 9})
		r.Integrity.Units = append(r.Integrity.Units, ScreenedUnit{Unit: u.ID})
		r.Integrity.Reasons = append(r.Integrity.Reasons, IntegrityReason{Kind: "copies", Unit: u.ID})
		batches = append(batches, paperBatch(u.ID, "a", rapid.IntRange(10, 90).Draw(rt, "eligible"), 10, 10, 2, 1))
	}
	c := &computation{in: Inputs{MinGroup: 5, Paper: batches}, out: r}
	c.paper()
	return r
}

// A part of a release holds no id and no name of a unit outside, and says of
// those inside what the whole says (trust test 43).
func TestPartTellsNothingOfOthers(t *testing.T) {
	flags, spreads := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		whole := wholeRelease(rt)
		seen := map[string]bool{}
		for _, u := range whole.Units {
			seen[u.Unit] = rapid.Bool().Draw(rt, "inside")
		}
		seen[whole.Units[0].Unit] = false
		before := text(t, whole)
		part := whole.Within(func(unit string) bool { return seen[unit] })
		if text(t, whole) != before {
			rt.Fatal("making a part changes the whole")
		}
		all := text(t, part)
		for _, u := range whole.Units {
			if inside := seen[u.Unit]; strings.Contains(all, u.Unit) != inside || strings.Contains(all, u.Name["zh"]) != inside {
				rt.Fatalf("unit %s, inside: %v: %s", u.Unit, inside, all)
			}
		}
		for i := range part.Units {
			sameUnit(rt, whole, part, &part.Units[i])
		}
		for _, tier := range part.Tiers {
			sameTier(rt, whole, part, tier)
			if tier.Spread != nil {
				spreads++
			}
		}
		flags += len(part.Flags)
		for _, f := range part.Flags {
			if !slices.ContainsFunc(whole.Flags, func(w Flag) bool { return text(t, w) == text(t, f) }) {
				rt.Fatalf("flag %+v is not the whole's", f)
			}
		}
	})
	if flags == 0 || spreads == 0 {
		t.Errorf("parts had %d flags and %d spreads: nothing was shown", flags, spreads)
	}
}

// sameUnit looks whether a part says of a unit what the whole says: all but its
// parent outside and, with few others, what was drawn from theirs.
func sameUnit(rt *rapid.T, whole, part *Release, got *UnitResult) {
	rt.Helper()
	want := *whole.Unit(got.Unit)
	if part.Unit(want.Parent) == nil {
		want.Parent = ""
	}
	if leftOut(whole, part, want.Tier) < 3 {
		want.Nodes = alone(want.Nodes)
		if want.Rank != nil {
			rank := *want.Rank
			rank.Shrunken = nil
			want.Rank = &rank
		}
		groups := map[string]GroupResult{}
		for id, g := range want.Groups {
			g.Nodes = alone(g.Nodes)
			groups[id] = g
		}
		want.Groups = groups
	}
	if a, b := text(rt, want), text(rt, got); a != b {
		rt.Fatalf("the part says\n%s\nthe whole\n%s", b, a)
	}
	if got.Rank != nil && (got.Rank.Rank != whole.Unit(got.Unit).Rank.Rank || got.Rank.Of != whole.Unit(got.Unit).Rank.Of) {
		rt.Fatalf("the place of %s is %+v", got.Unit, got.Rank)
	}
}

// sameTier looks whether a tier keeps how many units it has, and how they
// differ only where three or more are outside.
func sameTier(rt *rapid.T, whole, part *Release, got TierInfo) {
	rt.Helper()
	want := whole.Tiers[slices.IndexFunc(whole.Tiers, func(t TierInfo) bool { return t.ID == got.ID })]
	if got.Units != want.Units || got.Ranked != want.Ranked {
		rt.Fatalf("tier %s has %d units, %d ranked", got.ID, got.Units, got.Ranked)
	}
	told := reflect.DeepEqual(got.Spread, want.Spread)
	if few := leftOut(whole, part, got.ID) < 3; few && got.Spread != nil || !few && !told {
		rt.Fatalf("tier %s tells how its units differ: %v", got.ID, got.Spread)
	}
}

// leftOut counts the ranked units of a tier that a part leaves out.
func leftOut(whole, part *Release, tier string) (n int) {
	for _, u := range whole.Units {
		if u.Tier == tier && u.Rank != nil && part.Unit(u.Unit) == nil {
			n++
		}
	}
	return n
}

func text(t interface{ Fatal(...any) }, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The same units are the same part; where only what is above them is seen or
// not, it is another.
func TestPartsAreKeptApart(t *testing.T) {
	r := &Release{Units: []UnitResult{{Unit: "a", Parent: "top"}, {Unit: "b", Parent: "top"}, {Unit: "c", Parent: "other"}}}
	var cache partCache
	of := func(inside ...string) *Release {
		return cache.of(r, func(unit string) bool { return slices.Contains(inside, unit) })
	}
	led := of("a", "b", "top")
	if of("a", "b", "top") != led {
		t.Error("the same part is made twice")
	}
	if led.Units[0].Parent != "top" || of("a", "b").Units[0].Parent != "" {
		t.Error("a part names a unit above that is outside")
	}
}
