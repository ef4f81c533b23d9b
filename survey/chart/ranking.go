package chart

import (
	"html/template"
	"strconv"

	"minping/survey"
)

// A rankingView is what the ranking's template shows.
type rankingView struct {
	Tier    string // its name
	Units   int
	Level   string
	Alpha   string // the level of the tests behind the bars
	K       int    // the last k; 0: no rule
	Changes bool
	Bars    bool
	Axis    axis
	Rows    []rankingRow
	Few     []string // listed, not ranked
	Hidden  []string
	Least   int // ballots below which a unit is hidden
}

type rankingRow struct {
	Class                            string
	Rank                             int
	Range                            string // 9–12
	Name, URL                        string
	Mark                             mark
	Segments                         []segment
	Score, Margin, Change, ChangeWay string
	Chance                           string
}

// Ranking draws the units of a tier, the best first: score and interval, last
// round, rank and its joint interval, bars beside those that cannot be told
// apart, and the chance of being among the last k. Solid ground marks units
// that are among the last k for certain, hatched ground those that perhaps are.
func Ranking(r *survey.Release, tier, lang string) template.HTML {
	return Figures{Release: r, Lang: lang}.Ranking(tier)
}

// Ranking draws the units of a tier; see the function Ranking.
func (f Figures) Ranking(tier string) template.HTML {
	units := f.ranked(tier)
	if len(units) == 0 {
		return ""
	}
	z, info := f.zone(tier), f.tier(tier)
	list, lanes := bars(info, units)
	v := rankingView{
		Tier: f.tierName(tier), Units: len(units), Level: f.level(), Alpha: Percent(1 - f.Release.Method.Level), K: z.k, Least: f.Release.Method.MinGroup,
		Bars: len(list) > 0, Axis: f.rankingAxis(units),
	}
	v.Few, v.Hidden = f.unranked(tier)
	parts := segments(list, lanes, len(units))
	for i, u := range units {
		row := f.rankingRow(u, v.Axis)
		row.Class, row.Segments = z.class(u), parts[i]
		if z.k > 0 {
			row.Chance = Chance(z.chance(u))
		}
		v.Changes = v.Changes || row.Change != ""
		v.Rows = append(v.Rows, row)
	}
	return f.draw("ranking", v)
}

func (f Figures) rankingRow(u *survey.UnitResult, a axis) rankingRow {
	s := u.Nodes[f.root()]
	row := rankingRow{
		Rank: u.Rank.Rank, Range: span(u.Rank.Low, u.Rank.High), Name: f.text(u.Name), URL: f.unitURL(u.Unit),
		Mark: a.mark(s.Score, s.Low, s.High).withWas(s.Change), Score: Points(s.Score), Margin: margin(s),
	}
	if s.Change != nil {
		row.Change, row.ChangeWay = Signed(s.Change.Diff), way(s.Change)
	}
	return row
}

// rankingAxis spans all scores, intervals and last scores of the units.
func (f Figures) rankingAxis(units []*survey.UnitResult) axis {
	var values []survey.Num
	for _, u := range units {
		s := u.Nodes[f.root()]
		values = append(values, s.Score, s.Low, s.High)
		if s.Change != nil {
			values = append(values, s.Change.Previous)
		}
	}
	return axisOver(values...)
}

// span writes a range of ranks: 9–12, or 13 alone.
func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return strconv.Itoa(low) + "–" + strconv.Itoa(high)
}

// way is the class of a change: "up" or "down" beyond error, else "flat".
func way(c *survey.Change) string {
	switch {
	case c == nil || !c.Real:
		return "flat"
	case c.Diff > 0:
		return "up"
	}
	return "down"
}
