package chart

import (
	"cmp"
	"html/template"

	"minping/survey"
)

// A compareView is what the template of units side by side shows.
type compareView struct {
	Level        string
	Two          bool
	Units        []compareUnit
	Scores       axis
	Diffs        axis // of two units: a plot of its own
	Rows         []compareRow
	Hidden       bool
	Rough, First string
}

type compareUnit struct{ Name, URL string }

type compareRow struct {
	Area      bool
	Name, URL string // of the node
	Marks     []compareMark
	Scores    []string // by unit; "": hidden
	Differ    []compareDiff
}

// A compareMark is one unit's score on the common axis.
type compareMark struct {
	N           int // which of the units, from 1
	Y           string
	X, From, To string
}

// A compareDiff is the first unit's score minus another's.
type compareDiff struct {
	Known                    bool
	Mark                     mark
	Diff, Span, Way, Verdict string
}

// Compare draws units side by side at every node: their scores with intervals,
// and how the first differs from each other one.
func (f Figures) Compare(c *survey.Comparison) template.HTML {
	v := compareView{Level: f.level(), Two: len(c.Units) == 2}
	for _, u := range c.Units {
		v.Units = append(v.Units, compareUnit{cmp.Or(f.text(u.Name), u.Unit), f.unitURL(u.Unit)})
	}
	v.First = v.Units[0].Name
	var scores []survey.Num
	diffs := []survey.Num{0}
	for _, n := range c.Nodes {
		for _, s := range n.Scores {
			if s != nil {
				scores = append(scores, s.Score, s.Low, s.High)
			}
		}
		for _, d := range n.Differences {
			if d != nil {
				diffs = append(diffs, d.Diff, d.Low, d.High)
			}
		}
	}
	v.Scores, v.Diffs = axisOver(scores...), axisOver(diffs...)
	v.Scores.Limit = lowLine
	for _, n := range c.Nodes {
		row := f.compareRow(c, n, v)
		for i, s := range n.Scores {
			v.Hidden = v.Hidden || s == nil
			if s != nil && s.Blurred {
				v.Rough = f.word("rough.mark") + f.HowRough()
			}
			row.Scores[i] = told(s)
		}
		v.Rows = append(v.Rows, row)
	}
	return f.draw("compare", v)
}

// told writes a score, "" where there is none.
func told(s *survey.NodeScore) string {
	if s == nil {
		return ""
	}
	return Told(*s)
}

func (f Figures) compareRow(c *survey.Comparison, n survey.NodeComparison, v compareView) compareRow {
	info := f.Release.Node(n.Node)
	row := compareRow{
		Area: info.Item == "", Name: f.nodeTitle(n.Node), URL: f.nodeURL(c.Units[0].Tier, n.Node), Scores: make([]string, len(n.Scores)),
	}
	for i, s := range n.Scores {
		if s == nil || !finite(s.Score) {
			continue
		}
		m := v.Scores.mark(s.Score, s.Low, s.High)
		row.Marks = append(row.Marks, compareMark{i + 1, perCent((float64(i) + .75) / (float64(len(n.Scores)) + .5)), m.X, m.From, m.To})
	}
	for _, d := range n.Differences[1:] {
		if d == nil || !finite(d.Diff) {
			row.Differ = append(row.Differ, compareDiff{})
			continue
		}
		out := compareDiff{
			Known: true, Mark: v.Diffs.mark(d.Diff, d.Low, d.High), Diff: Signed(d.Diff), Span: f.between(d.Low, d.High),
			Way: wayOf(d), Verdict: f.differVerdict(d),
		}
		out.Mark.Low = out.Way == "down"
		row.Differ = append(row.Differ, out)
	}
	return row
}

// wayOf is the class of a difference: "up" or "down" beyond error, else "flat".
func wayOf(d *survey.UnitDifference) string {
	switch {
	case d == nil || !d.Real:
		return "flat"
	case d.Diff > 0:
		return "up"
	}
	return "down"
}

// differVerdict says what may be said of a difference: higher, lower, perhaps
// one of them (its own interval leaves out zero, but not among so many), or that
// nothing can be told.
func (f Figures) differVerdict(d *survey.UnitDifference) string {
	switch {
	case d.Real:
		return f.word("differ." + wayOf(d))
	case d.Low > 0:
		return f.word("differ.perhaps.up")
	case d.High < 0:
		return f.word("differ.perhaps.down")
	}
	return f.word("differ.flat")
}
