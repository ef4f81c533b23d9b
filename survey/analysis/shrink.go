package analysis

import (
	"math"
	"slices"

	"minping/scoring"
	"minping/survey"
)

// Shrink pulls units' scores towards their mean as far as they are noise.
type Shrink struct {
	Unit   string   `placeholder:"COL" help:"Column that names the units; default: their row."`
	Score  string   `placeholder:"COL" help:"Column of scores, with --se; or raw answers with --items."`
	SE     string   `name:"se" placeholder:"COL" help:"Column of their standard errors."`
	Items  []string `placeholder:"COL" help:"Columns of raw answers, one row a respondent: their mean per row is modelled by unit."`
	Method []string `enum:"DL,PM,REML" default:"REML" help:"Estimators of the variance between units: DerSimonian-Laird, Paule-Mandel, REML; raw answers take REML."`
}

// About says what the method answers.
func (Shrink) About() survey.Text {
	return survey.Text{
		"zh": "单位得分中有多少是真实差异、多少是偶然：把不可靠的得分向总平均收缩，给出更可信的估计。",
		"en": "How much of the differences between units is real: what is each unit's score once chance is taken out, small units most?",
	}
}

// shrinkFigures are the figures of Shrink, under the names of its estimators.
type shrinkFigures struct {
	Rows
	DL   *shrinkage `json:"eb_DL,omitempty"`
	PM   *shrinkage `json:"eb_PM,omitempty"`
	REML *shrinkage `json:"eb_REML,omitempty"`
	Raw  *oneWay    `json:"reml,omitempty"` // of raw answers
}

type shrinkage struct {
	Mu    survey.Num `json:"mu"`
	MuSE  survey.Num `json:"mu_se"`
	Tau2  survey.Num `json:"tau2"`
	I2    survey.Num `json:"I2"`
	Q     survey.Num `json:"Q"`
	Units []shrunken `json:"units"`
}

type shrunken struct {
	ID     string     `json:"id"`
	Shrink survey.Num `json:"shrink"` // weight of the unit's own score
	EB     survey.Num `json:"eb"`
	SE     survey.Num `json:"eb_se"`
}

type oneWay struct {
	Mu     survey.Num    `json:"mu"`
	MuSE   survey.Num    `json:"mu_se"`
	Tau2   survey.Num    `json:"tau2"`
	Sigma2 survey.Num    `json:"sigma2"`
	ICC    survey.Num    `json:"icc"`
	Units  []shrunkenRaw `json:"shrunken"`
}

type shrunkenRaw struct {
	Group  string     `json:"grp"`
	N      int        `json:"n"`
	Raw    survey.Num `json:"raw"`
	EB     survey.Num `json:"eb"`
	SE     survey.Num `json:"eb_se"`
	Shrink survey.Num `json:"shrink"`
}

// Analyze shrinks scores, or the means of raw answers.
func (m Shrink) Analyze(t *Table) (*Result, error) {
	switch {
	case len(m.Items) > 0 && m.Score+m.SE == "":
		return m.raw(t)
	case len(m.Items) == 0 && m.Score != "" && m.SE != "":
		return m.scores(t)
	}
	return nil, problem("请给出 --score 与 --se，或 --items 与 --unit（原始回答）", "give --score and --se, or --items and --unit for raw answers")
}

func (m Shrink) scores(t *Table) (*Result, error) {
	units, err := Estimates{m.Unit, m.Score, m.SE}.read(t)
	if err != nil {
		return nil, err
	}
	f := &shrinkFigures{Rows: units.Rows}
	summary := Grid{Head: head("方法", "Method", "平均", "Mean", "标准误", "SE", "真实差异的标准差", "SD of true scores", "I² (%)", "I² (%)", "Q", "Q")}
	grid := Grid{Head: append([]survey.Text{unitHead(m.Unit)}, head("得分", "Score", "标准误", "SE")...), Most: 40}
	for i, id := range units.ids {
		grid.add(id, survey.Num(units.x[i]), survey.Num(units.se[i]))
	}
	for _, name := range m.Method {
		s, err := scoring.Shrink(units.x, units.se, map[string]scoring.TauEstimator{
			"DL": scoring.DerSimonianLaird, "PM": scoring.PauleMandel, "REML": scoring.REML,
		}[name])
		if err != nil {
			return nil, reason(err)
		}
		w := &shrinkage{Mu: survey.Num(s.Mu), MuSE: survey.Num(s.MuSE), Tau2: survey.Num(s.Tau2), I2: survey.Num(s.I2), Q: survey.Num(s.Q)}
		for i, u := range s.Units {
			w.Units = append(w.Units, shrunken{units.ids[i], survey.Num(u.Lambda), survey.Num(u.Value), survey.Num(u.SE)})
			grid.Rows[i] = append(grid.Rows[i], survey.Num(u.Lambda), survey.Num(u.Value), survey.Num(u.SE))
		}
		grid.Head = append(grid.Head, head("自身权重 "+name, "Own weight "+name, "收缩得分", "Shrunken", "标准误", "SE")...)
		summary.add(name, w.Mu, w.MuSE, survey.Num(math.Sqrt(s.Tau2)), w.I2, w.Q)
		*map[string]**shrinkage{"DL": &f.DL, "PM": &f.PM, "REML": &f.REML}[name] = w
	}
	slices.SortStableFunc(grid.Rows, byScore(1))
	return &Result{Figures: f, Grids: []Grid{summary, grid}, Notes: f.notes()}, nil
}

// byScore orders rows by the number in a column, the largest first.
func byScore(column int) func(a, b []any) int {
	return func(a, b []any) int {
		x, _ := a[column].(survey.Num)
		y, _ := b[column].(survey.Num)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	}
}

func (m Shrink) raw(t *Table) (*Result, error) {
	if m.Unit == "" {
		return nil, problem("原始回答要用 --unit 指明单位", "raw answers need --unit, the column of units")
	}
	f := &shrinkFigures{Rows: Rows{Rows: t.Len()}}
	names, groups, err := m.groups(t, f)
	if err != nil {
		return nil, err
	}
	fit, err := scoring.OneWayREML(groups)
	if err != nil {
		return nil, reason(err)
	}
	f.Used = fit.N
	f.Raw = &oneWay{Mu: survey.Num(fit.Mu), MuSE: survey.Num(fit.MuSE), Tau2: survey.Num(fit.Tau2), Sigma2: survey.Num(fit.Sigma2), ICC: survey.Num(fit.ICC)}
	grid := Grid{Head: append([]survey.Text{unitHead(m.Unit)}, head("份数", "Rows", "平均", "Mean", "自身权重", "Own weight", "收缩得分", "Shrunken", "标准误", "SE")...), Most: 40}
	for i, u := range fit.Units {
		w := shrunkenRaw{names[i], u.N, survey.Num(u.Raw), survey.Num(u.Value), survey.Num(u.SE), survey.Num(u.Lambda)}
		f.Raw.Units = append(f.Raw.Units, w)
		grid.add(w.Group, w.N, w.Raw, w.Shrink, w.EB, w.SE)
	}
	slices.SortStableFunc(grid.Rows, byScore(2))
	summary := Grid{Head: head("平均", "Mean", "标准误", "SE", "单位间方差", "Variance between", "单位内方差", "Variance within", "ICC", "ICC")}
	summary.add(f.Raw.Mu, f.Raw.MuSE, f.Raw.Tau2, f.Raw.Sigma2, f.Raw.ICC)
	return &Result{Figures: f, Grids: []Grid{summary, grid}, Notes: f.notes()}, nil
}

// groups returns the units in the order of natural sorting, and the mean of the
// items in each of their rows that has answered all.
func (m Shrink) groups(t *Table, f *shrinkFigures) (names []string, groups [][]float64, err error) {
	items, err := t.Columns(m.Items)
	if err != nil {
		return nil, nil, err
	}
	x, err := t.Matrix(items)
	if err != nil {
		return nil, nil, err
	}
	unit, err := t.ids(m.Unit)
	if err != nil {
		return nil, nil, err
	}
	of := map[string][]float64{}
	for i, name := range unit {
		mean := 0.0
		for _, v := range x.RawRowView(i) {
			mean += v / float64(len(items))
		}
		switch {
		case name == "":
			f.drop1("no_unit")
		case math.IsNaN(mean):
			f.drop1("incomplete")
		default:
			of[name] = append(of[name], mean)
		}
	}
	for name := range of {
		names = append(names, name)
	}
	slices.SortFunc(names, natural)
	for _, name := range names {
		groups = append(groups, of[name])
	}
	return names, groups, nil
}
