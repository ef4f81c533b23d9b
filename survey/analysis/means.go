package analysis

import (
	"errors"
	"math"

	"minping/scoring"
	"minping/survey"
)

// Means estimates means, totals, shares and means by domain under a sample
// design, each with its error.
type Means struct {
	Items    []string `placeholder:"COL" help:"Columns of numbers whose means and totals to estimate; FROM:TO for all between."`
	Unit     string   `placeholder:"COL" help:"Estimate the means also for each value of this column."`
	Shares   []string `placeholder:"COL" help:"Columns of categories whose shares to estimate."`
	Interval string   `enum:"logit,mean,beta" default:"logit" help:"Interval of shares: logit, mean (Wald) or beta (Clopper-Pearson)."`
	Design
}

// About says what the method answers.
func (Means) About() survey.Text {
	return survey.Text{
		"zh": "总体的平均值、合计与占比是多少，误差多大：可计入权重、分层、整群和有限总体。",
		"en": "What are the population's means, totals and shares, and how sure are they, given weights, strata, clusters and finite populations?",
	}
}

type byItem map[string]survey.Num

// meansFigures are the figures of Means, by the name of the item.
type meansFigures struct {
	Rows
	N           map[string]int          `json:"n"`
	Mean        byItem                  `json:"mean"`
	SE          byItem                  `json:"se"`
	Low         byItem                  `json:"ci_lo"`
	High        byItem                  `json:"ci_hi"`
	DF          survey.Num              `json:"df"`
	Deff        byItem                  `json:"deff"`
	DeffReplace byItem                  `json:"deff_replace"`
	Variance    byItem                  `json:"svyvar"`
	KishDeff    survey.Num              `json:"kish_deff"`
	NEff        survey.Num              `json:"n_eff_kish"`
	Covariance  [][]survey.Num          `json:"vcov,omitempty"`
	Totals      map[string]totalFigures `json:"totals"`
	By          map[string][]domain     `json:"by,omitempty"`
	Prop        *propFigures            `json:"prop,omitempty"`
	CIProp      map[string]share        `json:"ciprop,omitempty"`
}

type totalFigures struct {
	Total survey.Num `json:"total"`
	SE    survey.Num `json:"se"`
	Low   survey.Num `json:"ci_lo"`
	High  survey.Num `json:"ci_hi"`
}

// A domain is the mean of an item in the rows with one value of the unit.
type domain struct {
	By   string     `json:"by"`
	Mean survey.Num `json:"mean"`
	SE   survey.Num `json:"se"`
	Deff survey.Num `json:"deff"`
	Low  survey.Num `json:"ci_lo"`
	High survey.Num `json:"ci_hi"`
	N    int        `json:"n"`
}

type propFigures struct {
	Mean byItem `json:"mean"`
	SE   byItem `json:"se"`
}

type share struct {
	P    survey.Num `json:"p"`
	SE   survey.Num `json:"se"`
	Low  survey.Num `json:"ci_lo"`
	High survey.Num `json:"ci_hi"`
	N    int        `json:"n"`
}

// Analyze estimates the figures.
func (m Means) Analyze(t *Table) (*Result, error) {
	if len(m.Items)+len(m.Shares) == 0 {
		return nil, problem("请用 --items 或 --shares 指明要估计的列", "name the columns to estimate with --items or --shares")
	}
	items, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	sample, err := m.sample(t)
	if err != nil {
		return nil, err
	}
	e := newEstimation(&Result{}, t, sample)
	if err := e.means(items); err != nil {
		return nil, err
	}
	e.covariance(items)
	if err := e.by(items, m.Unit); err != nil {
		return nil, err
	}
	if err := e.shares(m.Shares, m.Interval); err != nil {
		return nil, err
	}
	e.Figures = e.figures
	e.count()
	e.Notes = append(e.figures.notes(), e.Notes...)
	return e.Result, nil
}

func newMeansFigures(s *scoring.Sample, t *Table) *meansFigures {
	f := &meansFigures{
		Rows: Rows{Rows: t.Len()}, N: map[string]int{},
		Mean: byItem{}, SE: byItem{}, Low: byItem{}, High: byItem{}, Deff: byItem{}, DeffReplace: byItem{}, Variance: byItem{},
		DF: survey.Num(s.DF()), Totals: map[string]totalFigures{},
	}
	deff, nEff, _ := scoring.KishDeff(s.Weights()) // a sample has weights
	f.KishDeff, f.NEff = survey.Num(deff), survey.Num(nEff)
	return f
}

// An estimation is a Means under way.
type estimation struct {
	*Result
	t       *Table
	sample  *scoring.Sample
	figures *meansFigures
	lonely  bool   // it is noted that errors cannot be stated
	used    []bool // rows with a weight and an answer to any item
}

func newEstimation(r *Result, t *Table, s *scoring.Sample) *estimation {
	return &estimation{Result: r, t: t, sample: s, figures: newMeansFigures(s, t), used: make([]bool, t.Len())}
}

// answered notes the rows with an answer, which counts where they have a weight.
func (e *estimation) answered(has func(row int) bool) {
	for i, w := range e.sample.Weights() {
		e.used[i] = e.used[i] || w > 0 && has(i)
	}
}

// count says how many rows were used, and how many lack a weight.
func (e *estimation) count() {
	weightless := 0
	for i, w := range e.sample.Weights() {
		if e.used[i] {
			e.figures.Used++
		}
		if w == 0 {
			weightless++
		}
	}
	e.figures.drop("no_weight", "", weightless)
}

// tolerable reports whether an estimate has a value although its error cannot
// be stated, which is noted.
func (e *estimation) tolerable(err error) bool {
	if err == nil {
		return true
	}
	if !errors.Is(err, scoring.ErrLonelyUnit) {
		return false
	}
	if !e.lonely {
		e.lonely = true
		e.Notes = append(e.Notes, sentence(err))
	}
	return true
}

func (e *estimation) means(items []string) error {
	f := e.figures
	means := Grid{Head: head("题目", "Item", "回答数", "Answers", "平均值", "Mean", "标准误", "SE", "下限", "Low", "上限", "High",
		"设计效应", "Design effect", "合计", "Total", "合计标准误", "SE of total")}
	for _, item := range items {
		y, err := e.t.Numbers(item)
		if err != nil {
			return err
		}
		e.answered(func(i int) bool { return !math.IsNaN(y[i]) })
		m, err := e.sample.Mean(y)
		if !e.tolerable(err) {
			return about(item, err)
		}
		total, err := e.sample.Total(y)
		if !e.tolerable(err) {
			return about(item, err)
		}
		f.N[item], f.Mean[item], f.SE[item] = m.N, survey.Num(m.Value), survey.Num(m.SE)
		f.Low[item], f.High[item] = survey.Num(m.Low), survey.Num(m.High)
		f.Deff[item], f.DeffReplace[item], f.Variance[item] = survey.Num(m.Deff), survey.Num(m.DeffReplace), survey.Num(m.Variance)
		f.Totals[item] = totalFigures{survey.Num(total.Value), survey.Num(total.SE), survey.Num(total.Low), survey.Num(total.High)}
		f.drop("missing", item, m.Missing)
		means.add(item, m.N, survey.Num(m.Value), survey.Num(m.SE), survey.Num(m.Low), survey.Num(m.High),
			survey.Num(m.Deff), survey.Num(total.Value), survey.Num(total.SE))
	}
	if len(items) > 0 {
		e.Grids = append(e.Grids, means)
		e.Notes = append(e.Notes, say("自由度 {df}；权重不等使有效样本为 {n} 行。", "{df} degrees of freedom; unequal weights leave {n} effective rows.",
			"df", float64(f.DF), "n", round(float64(f.NEff), 1)))
	}
	return nil
}

// covariance is that of the means over the rows that answered all items; there
// is none where no row did, or no error can be stated.
func (e *estimation) covariance(items []string) {
	if len(items) == 0 {
		return
	}
	columns := make([][]float64, len(items))
	for j, item := range items {
		columns[j], _ = e.t.Numbers(item) // has been read before
	}
	m, err := e.sample.Means(columns...)
	if err != nil {
		return
	}
	for i := range items {
		row := make([]survey.Num, len(items))
		for j := range items {
			row[j] = survey.Num(m.Covariance.At(i, j))
		}
		e.figures.Covariance = append(e.figures.Covariance, row)
	}
}
