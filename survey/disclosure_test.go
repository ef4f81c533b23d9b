package survey

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The account of a release agrees with the release, figure by figure, and with
// the same ballots where nothing is hidden; and the audit finds nothing.
func TestAccount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q := small()
		q.Scoring.RollUp = rapid.Bool().Draw(rt, "roll up")
		units, counter := organisation(rt), NewCounter(q, nil)
		for i := range units {
			units[i].Tier = rapid.SampledFrom([]string{"city", "county"}).Draw(rt, "tier")
			for _, g := range q.Groups {
				for range rapid.IntRange(0, 16).Draw(rt, "people") {
					addPerson(rt, counter, map[cellKey]int{}, q, units[i].ID, g.ID)
				}
			}
		}
		in := Inputs{Questionnaire: q, Units: units, Ballots: counter}
		open := Compute(in)
		in.MinGroup = rapid.IntRange(3, 6).Draw(rt, "k")
		told := Compute(in)
		got := Account(in, told)
		if want := accountByHand(open, told); !cmp.Equal(got.Cells, want) {
			rt.Error(cmp.Diff(want, got.Cells))
		}
		if got.Audit.Small != 0 || got.Audit.Exact != 0 {
			rt.Errorf("the audit finds %+v", got.Audit)
		}
		if shown := shownCells(told); got.Audit.Figures != shown {
			rt.Errorf("%d figures were combined, the release shows %d", got.Audit.Figures, shown)
		}
	})
}

// What is shown beside what is hidden is found: an account of a release with
// one figure too many says so.
func TestAccountFindsWhatIsDerivable(t *testing.T) {
	q := small()
	q.Scoring.RollUp = true
	units := []Unit{{ID: "city", Tier: "t"}, {ID: "a", Parent: "city", Tier: "t"}, {ID: "b", Parent: "city", Tier: "t"}, {ID: "c", Parent: "city", Tier: "t"}}
	counter := NewCounter(q, nil)
	rapid.Check(t, func(rt *rapid.T) {
		if counter.Ballots() > 0 {
			return
		}
		for unit, n := range map[string]int{"a": 30, "b": 30, "c": 2} {
			for range n {
				addPerson(rt, counter, map[cellKey]int{}, q, unit, q.Groups[0].ID)
			}
		}
	})
	in := Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: 5}
	told, open := Compute(in), Inputs{Questionnaire: q, Units: units, Ballots: counter}
	if got := Account(in, told); got.Audit.Small != 0 || !told.Units[3].Suppressed || !told.Units[1].Suppressed && !told.Units[2].Suppressed {
		t.Fatalf("of the release: %+v", got)
	}
	for i, u := range Compute(open).Units {
		if u.Unit != "c" {
			told.Units[i].Suppressed, told.Units[i].Ballots = false, u.Ballots
		}
	}
	if got := Account(in, told); got.Audit.Small == 0 {
		t.Errorf("city, a and b tell of c, but the audit says %+v", got.Audit)
	}
}

// accountByHand compares the figures of two releases of the same ballots, of
// which the first hides nothing.
func accountByHand(open, told *Release) []CellCount {
	counts := []CellCount{}
	for _, tier := range tiersOf(open) {
		by := map[CellKind]*CellCount{}
		for _, kind := range cellKinds {
			by[kind] = &CellCount{Tier: tier, Kind: kind}
		}
		k := told.Method.MinGroup
		note := func(kind CellKind, people, least int, shown, blurred bool) {
			switch n := by[kind]; {
			case people == 0:
			case blurred:
				n.Blurred++
			case shown:
				n.Exact++
			case people < least:
				n.Few++
			default:
				n.Protecting++
			}
		}
		nodes := func(all, kept map[string]NodeScore) {
			for id, n := range all {
				score, ok := kept[id]
				note(NodeCell, n.N, k, ok, score.Blurred)
			}
		}
		for i, u := range open.Units {
			if u.Tier != tier {
				continue
			}
			kept := told.Units[i]
			note(UnitCell, u.Ballots, k, !kept.Suppressed, false)
			nodes(u.Nodes, kept.Nodes)
			for id, g := range u.Groups {
				hidden := kept.Suppressed || kept.Groups[id].Suppressed
				note(GroupCell, g.Ballots, k, !hidden, false)
				nodes(g.Nodes, kept.Groups[id].Nodes)
			}
			for id, options := range u.Counts {
				_, ok := kept.Counts[id]
				note(DistributionCell, answered(options), max(10, 2*k), ok, false)
			}
		}
		for _, kind := range cellKinds {
			if n := *by[kind]; n.Exact+n.Blurred+n.Few+n.Protecting > 0 {
				counts = append(counts, n)
			}
		}
	}
	return counts
}

// tiersOf lists the tiers of units about which somebody answered.
func tiersOf(r *Release) (tiers []string) {
	seen := map[string]bool{}
	for _, u := range r.Units {
		if u.Ballots > 0 && !seen[u.Tier] {
			seen[u.Tier], tiers = true, append(tiers, u.Tier)
		}
	}
	return tiers
}

// shownCells counts the figures that a release shows.
func shownCells(r *Release) (n int) {
	for _, u := range r.Units {
		if u.Ballots == 0 {
			continue
		}
		n += 1 + len(u.Nodes)
		for _, g := range u.Groups {
			if !g.Suppressed {
				n += 1 + len(g.Nodes)
			}
		}
		for _, options := range u.Counts {
			if answered(options) > 0 {
				n++
			}
		}
	}
	return n
}
