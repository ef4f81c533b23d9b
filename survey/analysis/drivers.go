package analysis

import (
	"errors"
	"slices"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
	"minping/survey"
)

// Drivers says which facets move the overall judgement, and where to begin.
type Drivers struct {
	Outcome string   `required:"" placeholder:"COL" help:"Column of the overall judgement."`
	Items   []string `required:"" placeholder:"A,B,…" help:"Columns of the facets that may drive it, at most 20; FROM:TO for all between."`
	Weight  string   `placeholder:"COL" help:"Column of weights of the rows."`
}

// About says what the method answers.
func (Drivers) About() survey.Text {
	return survey.Text{
		"zh": "哪些方面最影响总体满意度，哪些重要却做得差、应先改进：LMG（Shapley）、相对权重、重要性—表现四象限。",
		"en": "Which facets move overall satisfaction most, and which of these do poorly and should come first: LMG (Shapley), relative weights, importance and performance.",
	}
}

// driverFigures are the figures of Drivers, facets in the order asked for.
type driverFigures struct {
	R2      survey.Num        `json:"r2"`
	Drivers []driverFigure    `json:"drivers"`
	Weights relativeWeights   `json:"relweights"`
	IPA     importanceFigures `json:"ipa"`
	N       int               `json:"n"`
	Rows
}

// driverFigure is what a facet contributes to R².
type driverFigure struct {
	Item    string     `json:"item"`
	LMG     survey.Num `json:"lmg"`
	Share   survey.Num `json:"lmg_share"`
	First   survey.Num `json:"first"`
	Last    survey.Num `json:"last"`
	BetaSq  survey.Num `json:"betasq"`
	Pratt   survey.Num `json:"pratt"`
	Beta    survey.Num `json:"beta"`
	StdBeta survey.Num `json:"std_beta"`
}

// relativeWeights are Johnson's.
type relativeWeights struct {
	R2      survey.Num       `json:"r2"`
	Drivers []relativeWeight `json:"drivers"`
}

type relativeWeight struct {
	Item  string     `json:"item"`
	Raw   survey.Num `json:"raw"`
	Share survey.Num `json:"share"`
}

// importanceFigures place the facets by importance (LMG share) and performance
// (mean).
type importanceFigures struct {
	ImportanceCut  survey.Num       `json:"importance_cut"`
	PerformanceCut survey.Num       `json:"performance_cut"`
	Items          []importanceItem `json:"items"`
}

type importanceItem struct {
	Item        string     `json:"item"`
	Importance  survey.Num `json:"importance"`
	Performance survey.Num `json:"performance"`
	Quadrant    string     `json:"quadrant"`
}

// Analyze decomposes R² and places the facets.
func (m Drivers) Analyze(t *Table) (*Result, error) {
	names, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	if slices.Contains(names, m.Outcome) {
		return nil, problem("“{name}”既是结果又在 --items 里；请从 --items 去掉", "“{name}” is both the outcome and among --items; leave it out of --items", "name", m.Outcome)
	}
	y, err := t.Numbers(m.Outcome)
	if err != nil {
		return nil, err
	}
	x, err := t.Matrix(names)
	if err != nil {
		return nil, err
	}
	w, err := Design{Weight: m.Weight}.weights(t)
	if err != nil {
		return nil, err
	}
	if err := m.varies(names, y, x, w); err != nil {
		return nil, err
	}
	a, err := scoring.KeyDrivers(y, x, w)
	if err != nil {
		return nil, m.reason(err, a, len(names))
	}
	johnson, err := scoring.RelativeWeights(y, x, w)
	if err != nil {
		return nil, m.reason(err, a, len(names))
	}
	f := driverFigures{R2: survey.Num(a.R2), N: a.N, Rows: Rows{Rows: t.Len(), Used: a.N}, Weights: relativeWeights{R2: survey.Num(johnson.R2)}}
	f.drop("incomplete", "", a.Incomplete)
	f.drop("no_weight", "", a.Weightless)
	f.fill(names, a, johnson)
	return &Result{Figures: f, Grids: []Grid{f.grid()}, Notes: append(f.notes(), f.conclusions(m.Outcome)...)}, nil
}

// varies names a column that does not vary over the rows used.
func (m Drivers) varies(names []string, y []float64, x *mat.Dense, w []float64) error {
	var used []int
	for i := range y {
		if row := x.RawRowView(i); y[i] == y[i] && !slices.ContainsFunc(row, func(v float64) bool { return v != v }) && (w == nil || w[i] > 0) {
			used = append(used, i)
		}
	}
	if len(used) < len(names)+2 {
		return nil // too few, which is what to say
	}
	constant := func(value func(i int) float64) bool {
		return !slices.ContainsFunc(used, func(i int) bool { return value(i) != value(used[0]) })
	}
	same := func(name string) error {
		return problem("“{name}”在所用的行里都一样，无从分析；请换一列或去掉它", "“{name}” is the same in every row used, so that nothing can be said of it; leave it out", "name", name)
	}
	if constant(func(i int) float64 { return y[i] }) {
		return same(m.Outcome)
	}
	for j, name := range names {
		if constant(func(i int) float64 { return x.At(i, j) }) {
			return same(name)
		}
	}
	return nil
}

// reason words an error, with what would be enough.
func (m Drivers) reason(err error, a scoring.DriverAnalysis, drivers int) error {
	switch {
	case errors.Is(err, scoring.ErrTooFew):
		return problem("完整的行只有 {n} 行；{k} 个方面至少要 {least} 行", "there are {n} complete rows only; {k} facets need {least} or more",
			"n", a.N, "k", drivers, "least", drivers+2)
	case errors.Is(err, scoring.ErrManyDrivers):
		return problem("--items 有 {k} 列；最多 {most} 列", "--items names {k} columns; at most {most}", "k", drivers, "most", scoring.MaxDrivers)
	}
	return reason(err)
}

func (f *driverFigures) fill(names []string, a scoring.DriverAnalysis, johnson scoring.RelativeWeighting) {
	importance, performance := make([]float64, len(names)), make([]float64, len(names))
	for k, name := range names {
		d, j := a.Drivers[k], johnson.Drivers[k]
		importance[k], performance[k] = d.Share, d.Mean
		f.Drivers = append(f.Drivers, driverFigure{
			name, survey.Num(d.LMG), survey.Num(d.Share), survey.Num(d.First), survey.Num(d.Last),
			survey.Num(d.BetaSq), survey.Num(d.Pratt), survey.Num(d.Beta), survey.Num(d.StdBeta),
		})
		f.Weights.Drivers = append(f.Weights.Drivers, relativeWeight{name, survey.Num(j.Raw), survey.Num(j.Share)})
	}
	grid := scoring.ImportancePerformance(importance, performance)
	f.IPA.ImportanceCut, f.IPA.PerformanceCut = survey.Num(grid.ImportanceCut), survey.Num(grid.PerformanceCut)
	for k, name := range names {
		f.IPA.Items = append(f.IPA.Items, importanceItem{name, survey.Num(importance[k]), survey.Num(performance[k]), grid.Quadrants[k].String()})
	}
}

// quadrants words the places of facets.
var quadrants = map[string]survey.Text{
	"concentrate_here":  {"zh": "重要而做得差：先改进", "en": "important, poor: begin here"},
	"keep_up":           {"zh": "重要且做得好：保持", "en": "important, good: keep up"},
	"low_priority":      {"zh": "不太重要、做得差：可缓", "en": "of less weight, poor: can wait"},
	"possible_overkill": {"zh": "不太重要、做得好：够了", "en": "of less weight, good: enough"},
}

// grid shows the facets, the most important first.
func (f driverFigures) grid() Grid {
	g := Grid{Head: head("方面", "Facet", "重要性（LMG 占比）", "Importance (LMG share)", "相对权重占比", "Relative weight", "单独 R²", "R² alone", "标准化系数", "Std. coefficient",
		"表现（平均）", "Performance (mean)", "位置", "Place")}
	order := make([]int, len(f.Drivers))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareNum(f.Drivers[b].Share, f.Drivers[a].Share) })
	for _, k := range order {
		d, i := f.Drivers[k], f.IPA.Items[k]
		g.add(d.Item, d.Share, f.Weights.Drivers[k].Share, d.First, d.StdBeta, i.Performance, quadrants[i.Quadrant])
	}
	return g
}

// conclusions says what the figures mean, and what they do not.
func (f driverFigures) conclusions(outcome string) []survey.Text {
	out := []survey.Text{say("这些方面合起来解释了“{outcome}”差异的 {share}%。", "Together the facets explain {share} % of the differences in “{outcome}”.",
		"outcome", outcome, "share", round(100*float64(f.R2), 1))}
	var first []string
	for _, i := range f.IPA.Items {
		if i.Quadrant == "concentrate_here" {
			first = append(first, i.Item)
		}
	}
	if len(first) > 0 {
		out = append(out, say("重要而做得差：{items}。", "Important and poor: {items}.", "items", first))
	}
	return append(out, say("相关不等于因果：这里说的是各方面与总体评价的联系。", "This is how facets go with the overall judgement, which is not yet cause and effect."))
}
