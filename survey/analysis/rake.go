package analysis

import (
	"errors"
	"slices"
	"strconv"

	"minping/scoring"
	"minping/survey"
)

// Rake weighs the rows so that known margins of the population are met.
type Rake struct {
	Margins   string   `required:"" placeholder:"FILE" help:"Table of the margins: columns variable, category, population."`
	Items     []string `placeholder:"COL" help:"Columns whose means and totals to estimate with the new weights."`
	Unit      string   `placeholder:"COL" help:"Also for each value of this column."`
	Lowest    float64  `placeholder:"X" help:"Smallest weight, as a multiple of the mean weight; between 0 and 1."`
	Highest   float64  `placeholder:"X" help:"Largest weight, likewise; above 1."`
	Out       string   `placeholder:"FILE" help:"Write the table with the new weights, column raked_weight, as CSV."`
	Residuals string   `enum:"regression,sweeps" default:"regression" help:"How errors are linearised: regression (Deville & Särndal) or sweeps (as rake of R's survey)."`
	Design
}

// About says what the method answers.
func (Rake) About() survey.Text {
	return survey.Text{
		"zh": "样本的性别、年龄等构成与总体不符时，各行应加多大权重；加权后的平均值与误差是多少（事后分层、边际加权）。",
		"en": "Which weights make the sample's make-up that of the population, margin by margin, and what are means and errors then (post-stratification, raking)?",
	}
}

// rakeFigures are the figures of Rake.
type rakeFigures struct {
	Rows
	Sweeps    int                  `json:"sweeps"`
	MaxError  survey.Num           `json:"max_error"` // of a margin, relative
	Converged bool                 `json:"converged"`
	MinRatio  survey.Num           `json:"min_g"` // new over old weight
	MaxRatio  survey.Num           `json:"max_g"`
	Trimmed   int                  `json:"trimmed"`
	KishDeff  survey.Num           `json:"kish_deff"`
	NEff      survey.Num           `json:"n_eff_kish"`
	Weights   []survey.Num         `json:"weights"`
	Items     map[string]rakedItem `json:"items,omitempty"`
}

type rakedItem struct {
	Mean    survey.Num `json:"mean"`
	SE      survey.Num `json:"se"`
	Low     survey.Num `json:"ci_lo"`
	High    survey.Num `json:"ci_hi"`
	Total   survey.Num `json:"total"`
	TotalSE survey.Num `json:"total_se"`
	N       int        `json:"n"`
	By      []domain   `json:"by,omitempty"`
}

// Analyze rakes, then estimates.
func (m Rake) Analyze(t *Table) (*Result, error) {
	if m.Lowest < 0 || m.Lowest >= 1 || m.Highest != 0 && m.Highest <= 1 {
		return nil, problem("--lowest 应在 0 与 1 之间，--highest 应大于 1", "--lowest should lie between 0 and 1, --highest above 1")
	}
	items, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	sample, err := m.sample(t)
	if err != nil {
		return nil, err
	}
	margins, err := m.margins(t)
	if err != nil {
		return nil, err
	}
	old := sample.Weights()
	raked, report, err := sample.Rake(margins.list, scoring.RakeOptions{
		Lowest: m.Lowest, Highest: m.Highest,
		Residuals: map[string]scoring.RakeResiduals{"sweeps": scoring.UnweightedSweeps}[m.Residuals],
	})
	if err != nil && !errors.Is(err, scoring.ErrRaking) {
		return nil, margins.name(err)
	}
	f := &rakeFigures{
		Rows: Rows{Rows: t.Len()}, Sweeps: report.Sweeps, MaxError: survey.Num(report.MaxError), Converged: report.Converged,
		MinRatio: survey.Num(report.MinRatio), MaxRatio: survey.Num(report.MaxRatio), Trimmed: report.Trimmed,
		KishDeff: survey.Num(report.KishDeff), NEff: survey.Num(report.NEff), Weights: nums(raked.Weights()),
	}
	for _, w := range old {
		if w > 0 {
			f.Used++
		}
	}
	f.drop("no_weight", "", f.Rows.Rows-f.Used)
	r := &Result{Figures: f, Grids: []Grid{margins.grid(old, raked.Weights())}}
	if err := f.estimate(t, raked, items, m.Unit, r); err != nil {
		return nil, err
	}
	r.Notes = append(f.notes(), f.words()...)
	if m.Out != "" {
		r.Save = &Saved{m.Out, t.with("raked_weight", raked.Weights())}
	}
	return r, nil
}

// with returns the table as it stands with one more column.
func (t *Table) with(name string, column []float64) [][]string {
	rows := [][]string{append(slices.Clone(t.Header), name)}
	for i, row := range t.Rows {
		rows = append(rows, append(slices.Clone(row), strconv.FormatFloat(column[i], 'g', -1, 64)))
	}
	return rows
}

// words says what raking did.
func (f *rakeFigures) words() []survey.Text {
	var notes []survey.Text
	if !f.Converged {
		notes = append(notes, sentence(scoring.ErrRaking))
	}
	notes = append(notes, say("新旧权重之比 {min} 至 {max}；权重不等的设计效应 {deff}，相当于 {n} 份等权的答卷。",
		"New over old weights run from {min} to {max}; unequal weights have a design effect of {deff}, which leaves {n} equally weighted rows.",
		"min", round(float64(f.MinRatio), 3), "max", round(float64(f.MaxRatio), 3), "deff", round(float64(f.KishDeff), 3), "n", round(float64(f.NEff), 1)))
	if f.Trimmed > 0 {
		notes = append(notes, say("{n} 份的权重取在上下限。", "{n} weights lie on a bound.", "n", f.Trimmed))
	}
	return notes
}

// estimate computes the items' figures with the new weights.
func (f *rakeFigures) estimate(t *Table, s *scoring.Sample, items []string, unit string, r *Result) error {
	if len(items) == 0 {
		return nil
	}
	e := newEstimation(r, t, s)
	if err := e.means(items); err != nil {
		return err
	}
	if err := e.by(items, unit); err != nil {
		return err
	}
	f.Items = map[string]rakedItem{}
	for _, item := range items {
		w, total := e.figures, e.figures.Totals[item]
		f.Items[item] = rakedItem{w.Mean[item], w.SE[item], w.Low[item], w.High[item], total.Total, total.SE, w.N[item], w.By[item]}
	}
	f.Dropped = append(f.Dropped, slices.DeleteFunc(e.figures.Dropped, func(d Dropped) bool { return d.Reason != "missing" })...)
	return nil
}
