package chart

import (
	"strings"

	"minping/survey"
)

// mostNames is how many units a sentence names before it counts them.
const mostNames = 3

// say joins the parts of a sentence: 甲；乙 or a; b.
func (f Figures) say(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	sentence := strings.Join(said, f.word("semicolon"))
	if f.lang() == "en" && sentence != "" {
		sentence = strings.ToUpper(sentence[:1]) + sentence[1:]
	}
	return sentence
}

// name lists units by name, or counts them where they are many.
func (f Figures) name(units []*survey.UnitResult, tier string) string {
	if len(units) > mostNames {
		return f.word("so.many", "n", len(units), "tier", f.tierName(tier))
	}
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = f.text(u.Name)
	}
	return joined(f.lang(), names)
}

// TierHeadline says what can be told of a tier's ranking: who is surely last,
// and how many of the last k are certain.
func (f Figures) TierHeadline(tier string) string {
	units := f.ranked(tier)
	if f.Release.Part && len(units) > 0 {
		return f.partHeadline(tier, units)
	}
	if len(units) < 2 {
		return f.word("head.too.few", "n", len(units), "tier", f.tierName(tier))
	}
	if !f.anyDistinct(units) {
		return f.word("head.all.alike", "n", len(units), "tier", f.tierName(tier))
	}
	var parts []string
	if last := units[len(units)-1]; last.Rank.Low == last.Rank.Of {
		parts = append(parts, f.word("head.surely.last", "unit", f.text(last.Name)))
	}
	if first := units[0]; first.Rank.High == 1 {
		parts = append(parts, f.word("head.surely.first", "unit", f.text(first.Name)))
	}
	if z := f.zone(tier); z.k > 0 {
		parts = append(parts, f.word("head.certain", "n", z.certain(), "k", z.k, "flagged", len(z.flags)))
	} else if len(parts) == 0 {
		parts = append(parts, f.word("head.some.distinct", "n", len(units), "tier", f.tierName(tier)))
	}
	return f.say(parts...)
}

// partHeadline says where the units that are shown stand among all of their
// tier, the others of which are not.
func (f Figures) partHeadline(tier string, units []*survey.UnitResult) string {
	first, last := units[0], units[len(units)-1]
	parts := []string{f.word("head.part", "n", len(units), "tier", f.tierName(tier), "unit", f.text(last.Name),
		"best", first.Rank.Rank, "worst", last.Rank.Rank, "of", last.Rank.Of)}
	if z := f.zone(tier); z.k > 0 && len(z.flags) > 0 {
		parts = append(parts, f.word("head.part.last", "sure", z.certain(), "unsure", len(z.flags)-z.certain(), "k", z.k))
	}
	return f.say(parts...)
}

// anyDistinct reports whether any two units differ beyond error: then at least
// one interval of a rank is not the whole table.
func (f Figures) anyDistinct(units []*survey.UnitResult) bool {
	for _, u := range units {
		if u.Rank.Low > 1 || u.Rank.High < u.Rank.Of {
			return true
		}
	}
	return false
}

// BoundaryNote says whether the last unit inside the last k and the first one
// outside can be told apart; "" where no rule names the last k, or the release
// lists no pairs or not all units.
func (f Figures) BoundaryNote(tier string) string {
	units, z, info := f.ranked(tier), f.zone(tier), f.tier(tier)
	if f.Release.Part || z.k == 0 || z.k >= len(units) || info.Ranked > survey.MaxDistinct {
		return ""
	}
	out, in := units[len(units)-z.k-1], units[len(units)-z.k]
	key := "head.line.alike"
	for _, p := range info.Distinct {
		if p == [2]string{out.Unit, in.Unit} || p == [2]string{in.Unit, out.Unit} {
			key = "head.line.apart"
		}
	}
	gap := strings.TrimPrefix(Signed(out.Nodes[f.root()].Score-in.Nodes[f.root()].Score), "+")
	if gap == Signed(0) && key == "head.line.alike" {
		key = "head.line.hair"
	}
	return f.word(key, "k", z.k, "in", f.text(in.Name), "out", f.text(out.Name),
		"inrank", in.Rank.Rank, "outrank", out.Rank.Rank, "gap", gap)
}

func (f Figures) unitsWithFindings() int {
	units := map[string]bool{}
	for _, x := range f.Release.Findings {
		units[x.Unit] = true
	}
	return len(units)
}

// AreasLead counts the areas of a unit that rose, fell, or cannot be told.
func (f Figures) AreasLead(u *survey.UnitResult) string {
	up, down, flat := 0, 0, 0
	for _, n := range f.areas(u) {
		switch c := u.Nodes[n.ID].Change; {
		case c == nil:
		case way(c) == "up":
			up++
		case way(c) == "down":
			down++
		default:
			flat++
		}
	}
	if up+down+flat == 0 {
		return ""
	}
	return f.word("head.areas", "n", up+down+flat, "up", up, "down", down, "flat", flat)
}

// ProblemsHeadline counts the problem list.
func (f Figures) ProblemsHeadline() string {
	if len(f.Release.Findings) == 0 {
		return f.word("head.no.problem")
	}
	return f.word("head.problems", "n", len(f.Release.Findings), "units", f.unitsWithFindings())
}

// FlagsHeadline counts the flags, and those that hold beyond error.
func (f Figures) FlagsHeadline() string {
	certain := 0
	for _, fl := range f.Release.Flags {
		if fl.Certain {
			certain++
		}
	}
	if len(f.Release.Flags) == 0 {
		return f.word("head.no.flag")
	}
	return f.word("head.flags", "n", len(f.Release.Flags), "certain", certain)
}

// amount writes how far a score moved: the word says which way, unless neither
// can be told.
func amount(c *survey.Change) string {
	if c.Real {
		return strings.TrimLeft(Signed(c.Diff), "+−")
	}
	return Signed(c.Diff)
}
