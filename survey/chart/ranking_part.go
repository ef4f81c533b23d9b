package chart

import "html/template"

// A RankingPart is some rows of a tier's ranking, for a screen that has room for
// no more of them.
type RankingPart struct {
	First, Last, Of int // rows, from 1
	Ranking         template.HTML
}

// RankingParts draws the ranking of a tier in parts of at most so many units, as
// even as can be. All parts share one axis, so that they can be compared.
func (f Figures) RankingParts(tier string, most int) []RankingPart {
	whole := f.rankingView(tier, f.ranked(tier))
	n := len(whole.Rows)
	count := (n + most - 1) / most
	var parts []RankingPart
	for i := range count {
		first, end := n*i/count, n*(i+1)/count
		v := whole
		v.Rows = whole.Rows[first:end]
		parts = append(parts, RankingPart{first + 1, end, n, f.draw("ranking", v)})
	}
	return parts
}

// Unranked lists the units of a tier that are not ranked, with the reason; ""
// where there are none.
func (f Figures) Unranked(tier string) template.HTML {
	absent := f.absent(tier)
	if len(absent) == 0 {
		return ""
	}
	return f.draw("absent", absent)
}
