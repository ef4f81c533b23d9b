package chart

import (
	"strconv"

	"minping/survey"
)

// roughly stands before a score that disclosure control has blurred.
const roughly = "≈"

// Told writes a score as Points does, ≈79.5 where it is blurred.
func Told(s survey.NodeScore) string {
	if s.Blurred {
		return roughly + Points(s.Score)
	}
	return Points(s.Score)
}

// mostRough is how many blurred scores a note names.
const mostRough = 6

// RoughNote says which of a unit's scores are blurred, how, and why; "" where
// none is.
func (f Figures) RoughNote(unit string) string {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	var of []string
	for _, n := range f.Release.Nodes {
		if u.Nodes[n.ID].Blurred {
			of = append(of, f.text(n.Title))
		}
	}
	for _, g := range f.Release.Groups {
		if anyBlurred(u.Groups[g.ID].Nodes) {
			of = append(of, f.text(g.Title))
		}
	}
	switch {
	case len(of) == 0:
		return ""
	case len(of) > mostRough:
		return f.word("rough.mark") + f.HowRough()
	}
	return f.word("rough.of", "list", joined(f.Lang, of)) + f.HowRough()
}

// HowRough says how scores are blurred and why; "" where the release blurs none.
func (f Figures) HowRough() string {
	b := f.Release.Method.Blur
	if b == nil {
		return ""
	}
	short := func(n survey.Num) string { return strconv.FormatFloat(float64(n), 'g', -1, 64) }
	return f.word("rough.how", "n", b.Below, "step", short(b.Step), "low", short(b.Low), "high", short(b.High))
}

// roughTier explains the blurred scores of a tier that the scores of hold; ""
// where none is blurred.
func (f Figures) roughTier(tier string, of func(*survey.UnitResult) map[string]survey.NodeScore) string {
	for i := range f.Release.Units {
		if u := &f.Release.Units[i]; u.Tier == tier && anyBlurred(of(u)) {
			return f.word("rough.mark") + f.HowRough()
		}
	}
	return ""
}

// RoughTier explains the blurred scores of a tier's units in a table of them; ""
// where none is blurred.
func (f Figures) RoughTier(tier string) string {
	return f.roughTier(tier, func(u *survey.UnitResult) map[string]survey.NodeScore { return u.Nodes })
}

// roughRoots explains the blurred overall scores of a tier's units.
func (f Figures) roughRoots(tier string) string {
	return f.roughTier(tier, func(u *survey.UnitResult) map[string]survey.NodeScore {
		return map[string]survey.NodeScore{f.root(): u.Nodes[f.root()]}
	})
}

func anyBlurred(nodes map[string]survey.NodeScore) bool {
	for _, s := range nodes {
		if s.Blurred {
			return true
		}
	}
	return false
}
