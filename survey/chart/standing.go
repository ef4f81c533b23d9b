package chart

import (
	"cmp"
	"html/template"

	"minping/survey"
)

// A standingView is what the template of a tier at one node shows.
type standingView struct {
	Tier, Node   string
	Units        int
	Level, Alpha string
	Ranges       bool // of ranks are told
	Changes      bool
	Bars         bool
	Low          bool // some interval lies below the low line as a whole
	DontKnow     bool
	Axis         axis
	Rows         []standingRow
	Absent       []absence
	Rough        string
}

type standingRow struct {
	Rank                                   int
	Range, Name, URL                       string
	Mark                                   mark
	Segments                               []segment
	Score, Margin, Change, Way, DontKnowBy string
}

// Standing draws the units of a tier at one node of the index tree, the best
// first: score and interval, last round, rank and its joint range. Bars join
// those that cannot be told apart; a diamond lies below the low line with its
// whole interval. Units that are not compared are listed below, with the reason.
func (f Figures) Standing(s survey.Standing) template.HTML {
	v := standingView{
		Tier: f.tierName(s.Tier), Node: f.nodeTitle(s.Node), Units: len(s.Places), Level: f.level(),
		Alpha: Percent(1 - f.Release.Method.Level), Absent: f.unplaced(s),
	}
	if len(s.Places) == 0 {
		if len(v.Absent) == 0 {
			return ""
		}
		return f.draw("absent", v.Absent)
	}
	var values []survey.Num
	units := make([]*survey.UnitResult, len(s.Places))
	for i, p := range s.Places {
		units[i] = &survey.UnitResult{Unit: p.Unit}
		values = append(values, p.Score.Score, p.Score.Low, p.Score.High)
		if c := p.Score.Change; c != nil {
			values = append(values, c.Previous)
		}
	}
	v.Axis = axisOver(values...)
	v.Axis.Limit = lowLine
	list, lanes := bars(survey.TierInfo{Bands: s.Bands}, units)
	v.Bars = len(list) > 0
	parts := segments(list, lanes, len(units))
	for i, p := range s.Places {
		row := f.standingRow(p, v.Axis)
		row.Segments = parts[i]
		v.Ranges = v.Ranges || row.Range != ""
		v.Changes = v.Changes || row.Change != ""
		v.Low = v.Low || row.Mark.Low
		v.DontKnow = v.DontKnow || p.Score.DontKnow > 0
		v.Rows = append(v.Rows, row)
	}
	for _, u := range s.Unplaced {
		if u.Why == survey.Roughly {
			v.Rough = f.word("rough.mark") + f.HowRough()
		}
	}
	return f.draw("standing", v)
}

func (f Figures) standingRow(p survey.NodePlace, a axis) standingRow {
	s := p.Score
	row := standingRow{
		Rank: p.Rank, Name: cmp.Or(f.text(p.Name), p.Unit), URL: f.unitURL(p.Unit), Mark: a.mark(s.Score, s.Low, s.High).withWas(s.Change),
		Score: Points(s.Score), Margin: margin(s), DontKnowBy: Percent(s.DontKnow),
	}
	row.Mark.Low = clearlyLow(s)
	if p.Low > 0 {
		row.Range = span(p.Low, p.High)
	}
	if c := s.Change; c != nil && finite(c.Diff) {
		row.Change, row.Way = Signed(c.Diff), way(c)
	}
	return row
}

// clearlyLow reports whether the whole interval lies below the low line.
func clearlyLow(s survey.NodeScore) bool { return finite(s.High) && s.High < lowLine }

// unplaced returns the units that are not compared at a node, by reason.
func (f Figures) unplaced(s survey.Standing) []absence {
	var list []absence
	for _, reason := range reasons {
		a := absence{Reason: f.word("unranked."+string(reason), "n", f.leastBallots(reason))}
		for _, u := range s.Unplaced {
			if u.Why != reason {
				continue
			}
			out := absentUnit{Name: cmp.Or(f.text(u.Name), u.Unit), URL: f.unitURL(u.Unit)}
			if u.Score != nil {
				out.Figures = f.word("standing.score", "score", Told(*u.Score))
			}
			a.Units = append(a.Units, out)
		}
		if len(a.Units) > 0 {
			list = append(list, a)
		}
	}
	return list
}
