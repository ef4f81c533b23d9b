package analysis

import (
	"math"

	"minping/scoring"
	"minping/survey"
)

// unitChange is the change of one unit; figures that its answers do not allow
// have no value.
type unitChange struct {
	Unit     string     `json:"unit"`
	N        int        `json:"n"` // pairs, or answers of both waves
	Wave1    survey.Num `json:"wave1"`
	Wave2    survey.Num `json:"wave2"`
	Diff     survey.Num `json:"diff"`
	SEPaired survey.Num `json:"se_paired"`
	TPaired  survey.Num `json:"t_paired"`
	PPaired  survey.Num `json:"p_paired"`
	Low      survey.Num `json:"lo"`
	High     survey.Num `json:"hi"`
	TWelch   survey.Num `json:"t_welch"`
	DFWelch  survey.Num `json:"df_welch"`
	PWelch   survey.Num `json:"p_welch"`
	DZ       survey.Num `json:"d_z"`
	G        survey.Num `json:"hedges_g_indep"`
}

// adjustedChanges are the p values of the units, adjusted for their number:
// of the paired test, or of Welch's where respondents are not known.
type adjustedChanges struct {
	Unit       []string     `json:"unit"`
	Bonferroni []survey.Num `json:"bonferroni"`
	Holm       []survey.Num `json:"holm"`
	Hochberg   []survey.Num `json:"hochberg"`
	BH         []survey.Num `json:"BH"`
	BY         []survey.Num `json:"BY"`
}

// byUnit compares the waves of every unit with enough answers.
func (c *comparison) byUnit() error {
	var changes []unitChange
	names := c.unit
	if c.before == nil {
		names = c.stackedUnit
	}
	few := 0
	for _, unit := range distinct(names) {
		change, ok := c.unitChange(unit, equal(names, unit))
		if !ok {
			few++
			continue
		}
		changes = append(changes, change)
	}
	if few > 0 {
		c.Notes = append(c.Notes, say("{n} 个单位不足 {min} 对（份），未列。", "{n} units with fewer than {min} pairs (or answers) are not listed.", "n", few, "min", c.MinPairs))
	}
	if len(changes) == 0 {
		return problem("没有一个单位有 {min} 对（份）以上", "no unit has {min} pairs (or answers in each wave)", "min", c.MinPairs)
	}
	c.figures.ByUnit, c.figures.Adjusted = changes, adjustChanges(changes, c.before != nil)
	c.layUnits(changes)
	return nil
}

// unitChange compares the rows in the unit.
func (c *comparison) unitChange(unit string, in []bool) (unitChange, bool) {
	before, after := c.unitAnswers(in)
	u := unitChange{Unit: unit, N: len(before)}
	if min(len(before), len(after)) < c.MinPairs {
		return u, false
	}
	u.SEPaired, u.TPaired, u.PPaired, u.DZ = none, none, none, none
	w, _ := scoring.WelchT(before, after, c.Level) // without a test its figures have no value
	u.Wave1, u.Wave2, u.Diff = survey.Num(w.Before), survey.Num(w.After), survey.Num(w.Diff)
	u.TWelch, u.DFWelch, u.PWelch, u.G = survey.Num(w.T), survey.Num(w.DF), survey.Num(w.P), survey.Num(w.G)
	u.Low, u.High = survey.Num(w.Low), survey.Num(w.High)
	if c.before == nil {
		u.N += len(after)
		return u, true
	}
	p, _ := scoring.PairedT(before, after, c.Level) // likewise
	u.SEPaired, u.TPaired, u.PPaired, u.DZ = survey.Num(p.SE), survey.Num(p.T), survey.Num(p.P), survey.Num(p.DZ)
	u.Low, u.High = survey.Num(p.Low), survey.Num(p.High)
	return u, true
}

// unitAnswers returns the unit's complete pairs, or all its answers where
// respondents are not known.
func (c *comparison) unitAnswers(in []bool) (before, after []float64) {
	for i := range in {
		switch {
		case !in[i]:
		case c.before != nil:
			if !math.IsNaN(c.before[i]) && !math.IsNaN(c.after[i]) {
				before, after = append(before, c.before[i]), append(after, c.after[i])
			}
		case math.IsNaN(c.y[i]):
		case c.first[i]:
			before = append(before, c.y[i])
		case c.second[i]:
			after = append(after, c.y[i])
		}
	}
	return before, after
}

func adjustChanges(changes []unitChange, paired bool) *adjustedChanges {
	a := &adjustedChanges{}
	p := make([]float64, len(changes))
	for i, u := range changes {
		a.Unit = append(a.Unit, u.Unit)
		p[i] = float64(u.PWelch)
		if paired {
			p[i] = float64(u.PPaired)
		}
	}
	a.Bonferroni, a.Holm = nums(scoring.AdjustP(p, scoring.Bonferroni)), nums(scoring.AdjustP(p, scoring.Holm))
	a.Hochberg = nums(scoring.AdjustP(p, scoring.Hochberg))
	a.BH, a.BY = nums(scoring.AdjustP(p, scoring.BH)), nums(scoring.AdjustP(p, scoring.BY))
	return a
}

func (c *comparison) layUnits(changes []unitChange) {
	grid := Grid{Head: append([]survey.Text{unitHead(c.Unit)}, head("人数", "n", "第一轮", "First", "第二轮", "Second", "变化", "Change",
		"下限", "Low", "上限", "High", "p", "p", "校正 p（Holm）", "p (Holm)", "校正 p（BH）", "p (BH)")...)}
	for i, u := range changes {
		p := u.PWelch
		if c.before != nil {
			p = u.PPaired
		}
		grid.add(u.Unit, u.N, u.Wave1, u.Wave2, u.Diff, u.Low, u.High, P(p), P(c.figures.Adjusted.Holm[i]), P(c.figures.Adjusted.BH[i]))
	}
	c.Grids = append(c.Grids, grid)
}
