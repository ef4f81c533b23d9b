package chart

import (
	"html/template"
	"math"
	"strconv"

	"minping/survey"
)

// A rankingFiguresView is the table of all that a ranking rests on.
type rankingFiguresView struct {
	Tier   string
	Spread string // how far the units truly differ, in a sentence
	Rows   []rankingFigures
}

type rankingFigures struct {
	Rank                         int
	Name, URL                    string
	Score, SE                    string
	Shrunken, ShrunkenSE, Lambda string
	Expected, ShrunkenRank, PCER string
	Ballots, N, NEff, Deff       string
}

// RankingFigures is the table behind a ranking, folded away: raw and shrunken
// score with their errors, expected ranks, and how many ballots each rests on.
func (f Figures) RankingFigures(tier string) template.HTML {
	units := f.ranked(tier)
	if len(units) < 2 {
		return ""
	}
	v := rankingFiguresView{Tier: f.tierName(tier), Spread: f.SpreadNote(tier)}
	for _, u := range units {
		v.Rows = append(v.Rows, f.rankingFigures(u))
	}
	return f.draw("ranking-figures", v)
}

func (f Figures) rankingFigures(u *survey.UnitResult) rankingFigures {
	s := u.Nodes[f.root()]
	row := rankingFigures{
		Rank: u.Rank.Rank, Name: f.text(u.Name), URL: f.unitURL(u.Unit), Score: Points(s.Score), SE: decimal(s.SE, 2),
		Shrunken: none, ShrunkenSE: none, Lambda: none, Expected: decimal(u.Rank.Expected, 1), ShrunkenRank: none, PCER: none,
		Ballots: Count(u.Ballots), N: strconv.Itoa(s.N), NEff: decimal(s.NEff, 0), Deff: decimal(s.Deff, 2),
	}
	if h := s.Shrunken; h != nil {
		row.Shrunken, row.ShrunkenSE, row.Lambda = Points(h.Score), decimal(h.SE, 2), decimal(h.Reliability, 2)
	}
	if p := u.Rank.Shrunken; p != nil {
		row.ShrunkenRank, row.PCER = decimal(p.Expected, 1), decimal(p.PCER, 0)
	}
	return row
}

// SpreadNote says what share of the differences between the units of a tier is
// not chance; "" where that is not known.
func (f Figures) SpreadNote(tier string) string {
	s, ok := f.tier(tier).Spread[f.root()]
	if !ok {
		return ""
	}
	return f.word("spread.note", "tier", f.tierName(tier), "n", s.Units, "share", Percent(s.Rankability),
		"mean", decimal(s.Mean, 1), "sd", decimal(survey.Num(math.Sqrt(float64(s.Tau2))), 1))
}
