package chart

import (
	"html/template"
	"strconv"

	"minping/survey"
)

// A rankingView is what the ranking's template shows.
type rankingView struct {
	Tier     string // its name
	Units    int
	Level    string
	Alpha    string // the level of the tests behind the bars
	K        int    // the last k; 0: no rule
	Changes  bool
	Shrunken bool
	Bars     bool
	Spans    bool // intervals of ranks, drawn where bars would be too many
	Axis     axis
	Rows     []rankingRow
	Absent   []absence // listed, not ranked
	Rough    string    // why scores of some of these are blurred, or ""
}

type rankingRow struct {
	Class                            string
	Rank                             int
	Range                            string // 9–12
	Name, URL                        string
	Mark                             mark
	Segments                         []segment
	Place, From, To                  string // of the rank and its interval among all ranks
	Score, Margin, Change, ChangeWay string
	Shrunken, Chance                 string
}

// Ranking draws the units of a tier, the best first: score and interval, last
// round, shrunken score, rank and its joint interval, and the chance of being
// among the last k. Bars join those that cannot be told apart; where there would
// be too many of them, the intervals of the ranks are drawn. Solid ground marks
// units that are among the last k for certain, hatched ground those that
// perhaps are. The units that are not ranked are listed below, with the reason.
func Ranking(r *survey.Release, tier, lang string) template.HTML {
	return Figures{Release: r, Lang: lang}.Ranking(tier)
}

// Ranking draws the units of a tier; see the function Ranking.
func (f Figures) Ranking(tier string) template.HTML {
	units, absent := f.ranked(tier), f.absent(tier)
	if len(units) == 0 {
		if len(absent) == 0 {
			return ""
		}
		return f.draw("absent", absent)
	}
	v := f.rankingView(tier, units)
	v.Absent, v.Rough = absent, f.roughRoots(tier)
	return f.draw("ranking", v)
}

// rankingView gathers the rows of a tier, the best first.
func (f Figures) rankingView(tier string, units []*survey.UnitResult) rankingView {
	z, info := f.zone(tier), f.tier(tier)
	list, lanes := bars(info, units)
	v := rankingView{
		Tier: f.tierName(tier), Units: len(units), Level: f.level(), Alpha: Percent(1 - f.Release.Method.Level), K: z.k,
		Bars: len(list) > 0, Axis: f.rankingAxis(units),
	}
	v.Spans = !v.Bars && len(units) > 2
	parts := segments(list, lanes, len(units))
	for i, u := range units {
		row := f.rankingRow(u, v.Axis)
		row.Class, row.Segments = z.class(u), parts[i]
		if z.k > 0 {
			row.Chance = Chance(z.chance(u))
		}
		v.Changes = v.Changes || row.Change != ""
		v.Shrunken = v.Shrunken || row.Shrunken != ""
		v.Rows = append(v.Rows, row)
	}
	return v
}

func (f Figures) rankingRow(u *survey.UnitResult, a axis) rankingRow {
	s := u.Nodes[f.root()]
	row := rankingRow{
		Rank: u.Rank.Rank, Range: span(u.Rank.Low, u.Rank.High), Name: f.text(u.Name), URL: f.unitURL(u.Unit),
		Mark: a.mark(s.Score, s.Low, s.High).withWas(s.Change), Score: Points(s.Score), Margin: margin(s),
		Place: rankX(u.Rank.Rank, u.Rank.Of), From: rankX(u.Rank.Low, u.Rank.Of), To: rankX(u.Rank.High, u.Rank.Of),
	}
	if s.Change != nil {
		row.Change, row.ChangeWay = Signed(s.Change.Diff), way(s.Change)
	}
	if s.Shrunken != nil {
		row.Shrunken = Points(s.Shrunken.Score)
	}
	return row
}

// rankX returns where a rank lies on the line of all ranks, 1 on the left.
func rankX(rank, of int) string { return perCent(float64(rank-1) / float64(max(1, of-1))) }

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
