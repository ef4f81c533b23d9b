package simulation

import (
	"strconv"

	"minping/scoring"
	"minping/survey"
)

// intervals counts how often the intervals of scores hold the truth.
func (r round) intervals(rel *survey.Release, p *population) {
	for u := range rel.Units {
		for i, n := range rel.Nodes {
			s, ok := rel.Units[u].Nodes[n.ID]
			has := ok && s.Low.OK()
			at := string(n.Level)
			r.add(key{what: "none", at: at}, !has)
			if !has {
				continue
			}
			truth := survey.Num(p.units[u].truth[i])
			r.add(key{what: "interval", at: at}, s.Low <= truth && truth <= s.High)
			r.sum(key{what: "half", at: at}, float64(s.High-s.Low)/2)
		}
	}
}

// regions counts how often the rank regions of a tier hold the true ranks, in
// a population whose name is at.
func (r round) regions(rel *survey.Release, p *population, t int, at string) {
	units, truth := tierOf(rel, p, t)
	all := true
	for i, rank := range scoring.CompetitionRanks(truth) {
		u := units[i].Rank
		if u == nil {
			continue
		}
		in := u.Low <= rank && rank <= u.High
		all = all && in
		r.add(key{"region", at, t}, in)
		r.sum(key{"width", at, t}, float64(u.High-u.Low+1))
	}
	r.add(key{"regions", at, t}, all)
}

// tierOf returns the units of a tier and their true overall scores.
func tierOf(rel *survey.Release, p *population, t int) (units []*survey.UnitResult, truth []float64) {
	for u := range rel.Units {
		if p.units[u].tier == t {
			units = append(units, &rel.Units[u])
			truth = append(truth, p.units[u].truth[0])
		}
	}
	return units, truth
}

// The two readings of "certainly among the last k".
const (
	byChance = "chance" // its own chance is at least the level
	byRegion = "region" // its joint rank region lies within the last k
)

// last counts what becomes of the last k of a tier: how many of those listed
// belong there, and who is certain.
func (r round) last(rel *survey.Release, p *population, t, k int, at string) {
	units, truth := tierOf(rel, p, t)
	level := rel.Method.Level
	ranks := scoring.CompetitionRanks(truth)
	mistaken, certain := map[string]bool{}, map[string]int{}
	for i, u := range units {
		if u.Rank == nil {
			continue
		}
		truly := worse(truth, i) < k && ranks[i] > 1
		if u.Rank.Rank > u.Rank.Of-k {
			r.add(key{"listed", at, t}, truly)
		}
		for reading, is := range map[string]bool{
			byChance: u.Rank.LastK[strconv.Itoa(k)] >= level,
			byRegion: u.Rank.Low > u.Rank.Of-k,
		} {
			if truly {
				r.add(key{"found-" + reading, at, t}, is)
			}
			if is {
				certain[reading]++
				r.add(key{"wrong-" + reading, at, t}, !truly)
				mistaken[reading] = mistaken[reading] || !truly
			}
		}
	}
	for _, reading := range []string{byChance, byRegion} {
		r.add(key{"false-" + reading, at, t}, mistaken[reading])
		r.sum(key{"certain-" + reading, at, t}, float64(certain[reading]))
	}
}

// worse returns how many values are lower than the i-th.
func worse(x []float64, i int) (n int) {
	for _, v := range x {
		if v < x[i] {
			n++
		}
	}
	return n
}

// alarms counts the flags of every rule where each of them is false.
func (r round) alarms(rel *survey.Release, rules []Rule, units, indicators int) {
	flagged, certain := flagCounts(rel, func(*survey.Flag) bool { return true })
	for _, rule := range rules {
		of := float64(units)
		if rule.Scope == indicator {
			of *= float64(indicators)
		}
		id := rule.id()
		r[key{what: "flagged", at: id}] = count{float64(flagged[id]), of}
		r[key{what: "certain", at: id}] = count{float64(certain[id]), of}
		r.add(key{what: "any-flagged", at: id}, flagged[id] > 0)
		r.add(key{what: "any-certain", at: id}, certain[id] > 0)
	}
}

// falls counts the flags of the drop rules where some units fell.
func (r round) falls(rel *survey.Release, rules []Rule, p *population, t, indicators int) {
	fell, n := map[string]bool{}, 0
	for u := range rel.Units {
		if p.units[u].tier == t && p.units[u].fell {
			fell[rel.Units[u].Unit] = true
			n++
		}
	}
	found, certain := flagCounts(rel, func(f *survey.Flag) bool { return fell[f.Unit] })
	all, allCertain := flagCounts(rel, func(*survey.Flag) bool { return true })
	for _, rule := range rules {
		id, of := rule.id(), float64(n)
		if rule.Scope == indicator {
			of *= float64(indicators)
		}
		r[key{what: "found", at: id}] = count{float64(found[id]), of}
		r[key{what: "found-certain", at: id}] = count{float64(certain[id]), of}
		r.sum(key{what: "wrong", at: id}, share(all[id]-found[id], all[id]))
		r.sum(key{what: "wrong-certain", at: id}, share(allCertain[id]-certain[id], allCertain[id]))
	}
}

// share returns n of so many, 0 of none.
func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func flagCounts(rel *survey.Release, counts func(*survey.Flag) bool) (flagged, certain map[string]int) {
	flagged, certain = map[string]int{}, map[string]int{}
	for i := range rel.Flags {
		if f := &rel.Flags[i]; counts(f) {
			flagged[f.Rule]++
			if f.Certain {
				certain[f.Rule]++
			}
		}
	}
	return flagged, certain
}
