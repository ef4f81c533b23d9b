package analysis

import (
	"math"

	"minping/scoring"
	"minping/survey"
)

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
