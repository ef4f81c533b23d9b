package chart

import (
	"slices"
	"strconv"

	"minping/survey"
)

// A zone is the last k places of a tier, where a rule of the questionnaire
// names them.
type zone struct {
	k     int
	flags map[string]*survey.Flag // by unit
}

// zone returns the danger zone of a tier at the root; k is 0 where no rule
// has flagged anybody for being among the last.
func (f Figures) zone(tier string) zone {
	z := zone{flags: map[string]*survey.Flag{}}
	for i := range f.Release.Flags {
		if fl := &f.Release.Flags[i]; fl.Kind == "last" && fl.Tier == tier && fl.Node == f.root() {
			z.k, z.flags[fl.Unit] = int(fl.Threshold), fl
		}
	}
	return z
}

// chance returns the chance that u is among the last k; NaN where none is known.
func (z zone) chance(u *survey.UnitResult) survey.Num {
	if p, ok := u.Rank.LastK[strconv.Itoa(z.k)]; ok {
		return p
	}
	return nan
}

// maybe is the least chance with which a unit is drawn as perhaps in the zone.
const maybe = 0.05

// class tells how a row is drawn: "zone" for certainly among the last k,
// "maybe" for perhaps, "" for hardly.
func (z zone) class(u *survey.UnitResult) string {
	fl := z.flags[u.Unit]
	switch {
	case z.k == 0:
		return ""
	case fl != nil && fl.Certain:
		return "zone"
	case fl != nil || z.chance(u) > maybe:
		return "maybe"
	}
	return ""
}

// certain counts the units that are among the last k for certain.
func (z zone) certain() int {
	n := 0
	for _, fl := range z.flags {
		if fl.Certain {
			n++
		}
	}
	return n
}

// A LastPart says who is among the last k of a tier, and how sure that is.
type LastPart struct {
	K       int                  // 0: no rule names the last
	Certain []*survey.UnitResult // beyond error
	Unsure  []*survey.UnitResult // by their scores, but within error
	Near    []*survey.UnitResult // not by their scores, but perhaps
}

// LastPart returns who is among the last k of a tier, the last one first.
func (f Figures) LastPart(tier string) LastPart {
	z := f.zone(tier)
	part := LastPart{K: z.k}
	units := f.ranked(tier)
	for _, u := range slices.Backward(units) {
		switch fl := z.flags[u.Unit]; {
		case z.k == 0:
		case fl != nil && fl.Certain:
			part.Certain = append(part.Certain, u)
		case fl != nil:
			part.Unsure = append(part.Unsure, u)
		case z.chance(u) > maybe:
			part.Near = append(part.Near, u)
		}
	}
	return part
}
