package analysis

import (
	"math"
	"slices"

	"minping/survey"
)

// Change compares two waves.
type Change struct {
	Before   string   `placeholder:"COL" help:"Column of answers of the first wave, a row a respondent; with --after."`
	After    string   `placeholder:"COL" help:"Column of answers of the second wave."`
	Score    string   `placeholder:"COL" help:"Column of answers where each wave has its own rows; with --wave."`
	Wave     string   `placeholder:"COL" help:"Column that says which wave a row belongs to."`
	Waves    []string `placeholder:"FIRST,SECOND" help:"Values of --wave to compare; default: its two values in order."`
	ID       string   `name:"id" placeholder:"COL" help:"With --wave: column of respondents, to pair those who answered both."`
	Unit     string   `placeholder:"COL" help:"Also the change of each unit, with p values adjusted for their number."`
	MinPairs int      `default:"3" help:"Units with fewer pairs (or answers in a wave) are left out."`
	Design
}

// About says what the method answers.
func (Change) About() survey.Text {
	return survey.Text{
		"zh": "两轮之间是真的变了，还是偶然波动：同一批人前后对比，或两批不同的人对比；多单位时校正多重比较。",
		"en": "Did two waves really differ, or by chance: the same people before and after, or different people, and for many units at once?",
	}
}

// changeFigures are the figures of Change.
type changeFigures struct {
	Rows
	Paired         *pairedFigures   `json:"overall_paired,omitempty"`
	Welch          *welchFigures    `json:"overall_welch,omitempty"`
	DesignedPaired *designedPaired  `json:"overall_design_paired,omitempty"`
	CrossSections  *crossSections   `json:"overall_repeated_cs,omitempty"`
	TTest          *pairedFigures   `json:"ttest,omitempty"` // as a regression on the wave
	ByUnit         []unitChange     `json:"by_unit,omitempty"`
	Adjusted       *adjustedChanges `json:"p_adjust,omitempty"`
}

// pairedFigures are those of one t test.
type pairedFigures struct {
	N    int        `json:"n"`
	Diff survey.Num `json:"diff"`
	SE   survey.Num `json:"se"`
	T    survey.Num `json:"t"`
	DF   survey.Num `json:"df"`
	P    survey.Num `json:"p"`
	Low  survey.Num `json:"lo"`
	High survey.Num `json:"hi"`
}

type welchFigures struct {
	N1 int `json:"n1"`
	N2 int `json:"n2"`
	pairedFigures
	G survey.Num `json:"hedges_g_indep"`
}

type designedPaired struct {
	Diff survey.Num `json:"diff"`
	SE   survey.Num `json:"se"`
	DF   survey.Num `json:"df"`
	Low  survey.Num `json:"lo"`
	High survey.Num `json:"hi"`
	N    int        `json:"n"`
}

// crossSections compares all answers of each wave under the design, in which
// the waves share clusters; the independent form draws every answer by itself.
type crossSections struct {
	Wave1           survey.Num `json:"wave1"`
	Wave2           survey.Num `json:"wave2"`
	Diff            survey.Num `json:"diff"`
	SE              survey.Num `json:"se"`
	DF              survey.Num `json:"df"`
	T               survey.Num `json:"t"`
	P               survey.Num `json:"p"`
	Low             survey.Num `json:"lo"`
	High            survey.Num `json:"hi"`
	DiffIndependent survey.Num `json:"diff_independent"`
	SEIndependent   survey.Num `json:"se_independent"`
}

// Analyze compares the waves.
func (m Change) Analyze(t *Table) (*Result, error) {
	if err := checkLevel(m.Level); err != nil {
		return nil, err
	}
	if m.MinPairs < 2 {
		return nil, problem("--min-pairs 至少为 2", "--min-pairs should be 2 or more")
	}
	w, err := m.waves(t)
	if err != nil {
		return nil, err
	}
	c := comparison{Change: m, waves: w, figures: &changeFigures{Rows: Rows{Rows: t.Len()}}, Result: &Result{}}
	c.grid.Head = head("比较", "Comparison", "人数", "n", "第一轮", "First", "第二轮", "Second", "变化", "Change", "标准误", "SE", "下限", "Low", "上限", "High", "p", "p")
	if err := c.overall(); err != nil {
		return nil, err
	}
	c.Grids = append(c.Grids, c.grid)
	c.count()
	if m.Unit != "" {
		if err := c.byUnit(); err != nil {
			return nil, err
		}
	}
	c.Figures = c.figures
	c.Notes = append(c.figures.notes(), c.Notes...)
	return c.Result, nil
}

// waves are two waves laid out for each test.
type waves struct {
	before, after []float64 // of the same respondents, a row each; nil: not known who is who
	unit          []string  // of these rows, and of the stacked ones where these are nil
	paired        *Table    // the rows of before and after, for the design

	y             []float64 // all answers, one below the other
	first, second []bool    // which wave they are of
	stackedUnit   []string
	stacked       *Table
}

// A comparison is a Change under way.
type comparison struct {
	Change
	*waves
	*Result
	figures *changeFigures
	grid    Grid
}

// count says which rows are used: those with an answer.
func (c *comparison) count() {
	answers := 0
	for i, y := range c.y {
		if !math.IsNaN(y) && (c.first[i] || c.second[i]) {
			answers++
		}
	}
	if c.before == nil {
		c.figures.Used = answers
		c.figures.drop("missing", "", c.figures.Rows.Rows-answers)
		return
	}
	c.figures.Used = c.figures.Paired.N
	c.figures.drop("incomplete", "", len(c.before)-c.figures.Used)
}

// at returns the entries of x at the places.
func at[T any](x []T, places []int) []T {
	out := make([]T, len(places))
	for k, i := range places {
		out[k] = x[i]
	}
	return out
}

// pick returns the table of some rows.
func (t *Table) pick(rows []int) *Table {
	lines := make([]int, len(rows))
	for k, i := range rows {
		lines[k] = t.line(i)
	}
	return &Table{Header: t.Header, Rows: at(t.Rows, rows), Lines: lines, Missing: slices.Clone(t.Missing), Open: t.Open}
}
