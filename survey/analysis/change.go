package analysis

import (
	"math"
	"slices"

	"minping/scoring"
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

// overall compares all rows, by each test that the data allow.
func (c *comparison) overall() error {
	if c.before != nil {
		if err := c.pairs(); err != nil {
			return err
		}
	} else {
		c.welch()
	}
	if c.Weight+c.Strata+c.Cluster+c.FPC == "" {
		return nil
	}
	if c.before != nil {
		if err := c.designedPairs(); err != nil {
			return err
		}
	}
	return c.designed()
}

func (c *comparison) add(zh, en string, n any, wave1, wave2, diff, se, low, high survey.Num, p float64) {
	c.grid.add(survey.Text{"zh": zh, "en": en}, n, wave1, wave2, diff, se, low, high, P(p))
}

func (c *comparison) pairs() error {
	p, err := scoring.PairedT(c.before, c.after, c.Level)
	if err != nil {
		return reason(err)
	}
	c.figures.Paired = &pairedFigures{p.N, survey.Num(p.Diff), survey.Num(p.SE), survey.Num(p.T), survey.Num(p.DF), survey.Num(p.P), survey.Num(p.Low), survey.Num(p.High)}
	c.add("同一批人（配对 t）", "same people (paired t)", p.N, survey.Num(p.Before), survey.Num(p.After), survey.Num(p.Diff), survey.Num(p.SE), survey.Num(p.Low), survey.Num(p.High), p.P)
	return nil
}

// welch compares the answers of the two waves; where there is no test, the
// other figures say why they have no value.
func (c *comparison) welch() {
	first, second := c.answers(c.first), c.answers(c.second)
	w, err := scoring.WelchT(first, second, c.Level)
	if err != nil {
		c.Notes = append(c.Notes, sentence(err))
	}
	c.figures.Welch = &welchFigures{
		N1: w.N1, N2: w.N2, G: survey.Num(w.G),
		pairedFigures: pairedFigures{w.N1 + w.N2, survey.Num(w.Diff), survey.Num(w.SE), survey.Num(w.T), survey.Num(w.DF), survey.Num(w.P), survey.Num(w.Low), survey.Num(w.High)},
	}
	c.add("不同的人（Welch t）", "different people (Welch t)", w.N1+w.N2, survey.Num(w.Before), survey.Num(w.After), survey.Num(w.Diff), survey.Num(w.SE), survey.Num(w.Low), survey.Num(w.High), w.P)
}

// answers returns the answers of the rows in the wave.
func (c *comparison) answers(in []bool) []float64 {
	var out []float64
	for i, y := range c.y {
		if in[i] {
			out = append(out, y)
		}
	}
	return out
}

// designedPairs estimates the mean difference of the complete pairs, which are
// a sample of their own.
func (c *comparison) designedPairs() error {
	var complete []int
	var diff []float64
	for i := range c.before {
		if d := c.after[i] - c.before[i]; !math.IsNaN(d) {
			complete, diff = append(complete, i), append(diff, d)
		}
	}
	sample, err := c.sample(c.paired.pick(complete))
	if err != nil {
		return err
	}
	e, err := sample.Mean(diff)
	if err != nil {
		return reason(err)
	}
	c.figures.DesignedPaired = &designedPaired{survey.Num(e.Value), survey.Num(e.SE), survey.Num(e.DF), survey.Num(e.Low), survey.Num(e.High), e.N}
	c.add("同一批人，按抽样设计", "same people, by design", e.N, none, none, survey.Num(e.Value), survey.Num(e.SE), survey.Num(e.Low), survey.Num(e.High), math.NaN())
	return nil
}

// designed compares all answers of the waves under the design.
func (c *comparison) designed() error {
	answered := make([]int, 0, len(c.y))
	for i, y := range c.y {
		if !math.IsNaN(y) {
			answered = append(answered, i)
		}
	}
	table := c.stacked.pick(answered)
	y, first, second := at(c.y, answered), at(c.first, answered), at(c.second, answered)
	sample, err := c.sample(table)
	if err != nil {
		return err
	}
	w, err := sample.Change(y, first, second)
	if err != nil {
		return reason(err)
	}
	alone, err := Change{Design: Design{Weight: c.Weight, Level: c.Level}}.sample(table)
	if err != nil {
		return err
	}
	independent, err := alone.Change(y, first, second)
	if err != nil {
		return reason(err)
	}
	c.figures.CrossSections = &crossSections{
		survey.Num(w.Before), survey.Num(w.After), survey.Num(w.Diff), survey.Num(w.SE), survey.Num(w.DF), survey.Num(w.T), survey.Num(w.P),
		survey.Num(w.Low), survey.Num(w.High), survey.Num(independent.Diff), survey.Num(independent.SE),
	}
	c.add("各轮全部回答，按抽样设计", "all answers, by design", w.N1+w.N2, survey.Num(w.Before), survey.Num(w.After), survey.Num(w.Diff), survey.Num(w.SE), survey.Num(w.Low), survey.Num(w.High), w.P)
	if c.before == nil {
		r, err := sample.TTest(y, first, second)
		if err != nil {
			return reason(err)
		}
		c.figures.TTest = &pairedFigures{r.N1 + r.N2, survey.Num(r.Diff), survey.Num(r.SE), survey.Num(r.T), survey.Num(r.DF), survey.Num(r.P), survey.Num(r.Low), survey.Num(r.High)}
	}
	return nil
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
