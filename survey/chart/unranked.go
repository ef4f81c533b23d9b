package chart

import (
	"cmp"

	"minping/survey"
)

// reasons are those for which units are not ranked, in the order they are told.
var reasons = []survey.Unranked{survey.FewBallots, survey.Roughly, survey.NoError, survey.EmptyGroup, survey.NoScore, survey.NoBallots, survey.NotShown}

// An absence is the units of a tier that are not ranked for one reason.
type absence struct {
	Reason string
	Units  []absentUnit
}

type absentUnit struct {
	Name, URL string
	Figures   string // its ballots and score, where they may be shown
}

// absent returns the units of a tier that are listed but not ranked, by reason.
func (f Figures) absent(tier string) []absence {
	var list []absence
	for _, reason := range reasons {
		a := absence{Reason: f.word("unranked."+string(reason), "n", f.leastBallots(reason))}
		for i := range f.Release.Units {
			if u := &f.Release.Units[i]; u.Tier == tier && u.Unranked == reason {
				a.Units = append(a.Units, f.absentUnit(u))
			}
		}
		if len(a.Units) > 0 {
			list = append(list, a)
		}
	}
	return list
}

func (f Figures) absentUnit(u *survey.UnitResult) absentUnit {
	a := absentUnit{Name: cmp.Or(f.text(u.Name), u.Unit), URL: f.unitURL(u.Unit)}
	s, ok := u.Nodes[f.root()]
	switch {
	case ok && finite(s.SE):
		a.Figures = f.word("unranked.figures", "n", u.Ballots, "score", Points(s.Score), "margin", margin(s))
	case ok:
		a.Figures = f.word("unranked.about", "n", u.Ballots, "score", Points(s.Score))
	case u.Ballots > 0:
		a.Figures = f.word("unranked.ballots", "n", u.Ballots)
	}
	return a
}

// leastBallots is the number of ballots that a reason names.
func (f Figures) leastBallots(reason survey.Unranked) int {
	if reason == survey.NotShown {
		return f.Release.Method.MinGroup
	}
	return f.Release.Method.MinBallots
}

// WhyUnranked says why a unit is not ranked: fewer than 20 ballots; "" where it is.
func (f Figures) WhyUnranked(reason survey.Unranked) string {
	if reason == "" {
		return ""
	}
	return f.word("unranked.why."+string(reason), "n", f.leastBallots(reason))
}
