package chart

import (
	"unicode"

	"minping/survey"
)

// headlineRoom is how wide the sentence over the overview may be, in half the
// width of a Chinese character: two lines on a screen of 1440 pixels.
const headlineRoom = 114

// A detail is how fully a tier's last units are told. Each says less than the
// one before, and nothing that the one before does not imply.
type detail int

const (
	byName       detail = iota // who is certain, who must be verified
	byCertain                  // who is certain; how many must be verified
	byCount                    // how many of either
	byCertainty                // how many are certain
	leastDetails = byCertainty
)

// shortenings are how fully the first tier and the others are told, the longest
// first.
var shortenings = []struct{ first, others detail }{
	{byName, byName}, {byName, byCount}, {byCertain, byCount}, {byCertain, byCertainty}, {byCount, byCertainty}, {leastDetails, leastDetails},
}

// Headline says in a sentence who must be acted upon, and whether the whole
// rose or fell: as fully as two lines hold.
func (f Figures) Headline() string {
	var tiers []string
	for _, t := range f.Release.Tiers {
		if f.zone(t.ID).k > 0 {
			tiers = append(tiers, t.ID)
		}
	}
	var said string
	for i, s := range shortenings {
		var parts []string
		for j, tier := range tiers {
			d := s.others
			if j == 0 {
				d = s.first
			}
			parts = append(parts, f.danger(tier, f.zone(tier), d))
		}
		if said = f.say(append(parts, f.wholeChange(i > 1))...); width(said) <= headlineRoom {
			break
		}
	}
	if width(said) > headlineRoom {
		said = f.say(f.allDanger(tiers), f.wholeChange(true))
	}
	if said != "" {
		return said
	}
	if n := len(f.Release.Findings); n > 0 {
		return f.word("head.problems", "n", n, "units", f.unitsWithFindings())
	}
	return f.word("head.no.flag")
}

// width is how wide a text is, in half the width of a Chinese character.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if unicode.In(r, unicode.Han) || r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFF61 {
			n++
		}
	}
	return n
}

// flagged returns the units that a rule finds among the last k of a tier: those
// that are for certain, and those that must be verified.
func (f Figures) flagged(tier string, z zone) (sure, unsure []*survey.UnitResult) {
	for _, u := range f.ranked(tier) {
		switch fl := z.flags[u.Unit]; {
		case fl == nil:
		case fl.Certain:
			sure = append(sure, u)
		default:
			unsure = append(unsure, u)
		}
	}
	return sure, unsure
}

// danger tells who is among the last k for certain and who must be verified;
// it counts them where they are many.
func (f Figures) danger(tier string, z zone, d detail) string {
	sure, unsure := f.flagged(tier, z)
	if len(sure)+len(unsure) > 2*mostNames {
		d = max(d, byCount)
	}
	switch {
	case len(sure)+len(unsure) == 0:
		return ""
	case f.Release.Part && (d >= byCount || d == byCertain && len(sure) == 0): // of the others nothing is known
		return f.word("head.part.count", "tier", f.tierName(tier), "k", z.k, "sure", len(sure), "unsure", len(unsure))
	case f.Release.Part && len(sure) == 0:
		return f.word("head.part.verify", "unsure", f.name(unsure, tier), "k", z.k)
	case d == byCount:
		return f.word("head.last.count", "tier", f.tierName(tier), "k", z.k, "sure", len(sure), "unsure", len(unsure))
	case d == byCertainty:
		return f.word("head.last.certain", "tier", f.tierName(tier), "k", z.k, "sure", len(sure))
	case len(sure) == 0 && d == byName:
		return f.word("head.verify.only", "unsure", f.name(unsure, tier), "k", z.k)
	case len(sure) == 0:
		return f.word("head.verify.count", "unsure", len(unsure), "tier", f.tierName(tier), "k", z.k)
	case len(unsure) == 0:
		return f.word("head.last", "sure", f.name(sure, tier), "k", z.k)
	case d == byCertain:
		return f.word("head.last.more", "sure", f.name(sure, tier), "unsure", len(unsure), "k", z.k)
	}
	return f.word("head.last.verify", "sure", f.name(sure, tier), "unsure", f.name(unsure, tier), "k", z.k)
}

// allDanger counts who is among the last of any tier.
func (f Figures) allDanger(tiers []string) string {
	sure, unsure := 0, 0
	for _, tier := range tiers {
		s, u := f.flagged(tier, f.zone(tier))
		sure, unsure = sure+len(s), unsure+len(u)
	}
	if sure+unsure == 0 {
		return ""
	}
	return f.word("head.last.all", "part", f.Release.Part, "sure", sure, "unsure", unsure)
}

// wholeChange tells whether the whole rose or fell beyond error; shortly means
// without its name.
func (f Figures) wholeChange(shortly bool) string {
	w := Whole(f.Release)
	if w == nil {
		return ""
	}
	c := w.Nodes[f.root()].Change
	if c == nil || !finite(c.Diff) {
		return ""
	}
	name := f.text(w.Name)
	if shortly {
		name = ""
	}
	return f.word("head.whole."+way(c), "name", name, "by", amount(c))
}
