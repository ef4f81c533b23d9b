package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
	"minping/survey"
)

// Fuzzy is the fuzzy comprehensive evaluation of one object, or of every unit.
type Fuzzy struct {
	Items    []string  `placeholder:"A,B,…" help:"Columns of answers, one an indicator; memberships are the shares of the answers."`
	Options  []string  `placeholder:"5,4,…" help:"With --items: the answers that stand for the grades, best grade first or last."`
	Weights  []float64 `placeholder:"W1,W2,…" help:"With --items: a weight for each, 0–1; default: equal."`
	Unit     string    `placeholder:"COL" help:"With --items: evaluate every unit of this column too."`
	Grades   []string  `placeholder:"A,B,…" help:"Instead of --items: columns of memberships, 0–1, one a grade; a row is an indicator."`
	Weight   string    `placeholder:"COL" help:"With --grades: column of the indicators' weights, 0–1; default: equal."`
	Operator string    `enum:"weighted_average,max_min,max_prod,bounded_min" default:"weighted_average" help:"How weights and memberships are put together: weighted_average, max_min, max_prod or bounded_min."`
	Scores   []float64 `placeholder:"S1,S2,…" help:"Points that the grades are worth, for one score."`
}

// About says what the method answers.
func (Fuzzy) About() survey.Text {
	return survey.Text{
		"zh": "各项指标分属“很满意……很不满意”的比例合起来，总体属于哪一等、折合多少分：模糊综合评价。",
		"en": "When each indicator belongs to several grades by shares, to which grade does the whole belong and what is it worth: fuzzy comprehensive evaluation.",
	}
}

// fuzzyFigures are the figures of Fuzzy, memberships in the order of the grades.
type fuzzyFigures struct {
	fuzzyEvaluation
	Operator        string           `json:"operator"`
	Grades          []string         `json:"grades"`
	Indicators      []fuzzyIndicator `json:"indicators"`
	MaxMin          []survey.Num     `json:"max_min"`
	MaxProduct      []survey.Num     `json:"max_prod"`
	BoundedMin      []survey.Num     `json:"bounded_min"`
	WeightedAverage []survey.Num     `json:"weighted_average"`
	MaxMinShares    []survey.Num     `json:"max_min_normalised"`
	Units           []fuzzyUnit      `json:"by,omitempty"`
	Rows
}

// fuzzyEvaluation is the outcome by the operator asked for.
type fuzzyEvaluation struct {
	B          []survey.Num `json:"b"`
	Normalised []survey.Num `json:"normalised"` // b with sum 1
	Grade      string       `json:"grade"`      // of the largest membership
	Score      survey.Num   `json:"score"`      // null without --scores
}

// fuzzyIndicator is one row of the membership matrix.
type fuzzyIndicator struct {
	Item        string       `json:"item"`
	Weight      survey.Num   `json:"weight"`
	Memberships []survey.Num `json:"memberships"`
}

type fuzzyUnit struct {
	Unit string `json:"unit"`
	N    int    `json:"n"` // rows
	fuzzyEvaluation
}

// fuzzyOperators are the operators by name.
var fuzzyOperators = map[string]scoring.FuzzyOperator{
	"max_min": scoring.MaxMin, "max_prod": scoring.MaxProduct, "bounded_min": scoring.BoundedMin, "weighted_average": scoring.WeightedAverage,
}

// Analyze evaluates the whole and, where asked for, every unit.
func (m Fuzzy) Analyze(t *Table) (*Result, error) {
	f := fuzzyFigures{Operator: m.Operator, Rows: Rows{Rows: t.Len()}}
	var in fuzzyInput
	var err error
	switch {
	case (len(m.Items) > 0) == (len(m.Grades) > 0):
		err = problem("请用 --items（每列是一个指标的回答）或 --grades（每列是一个等级的隶属度）之一", "name either --items (a column of answers for each indicator) or --grades (a column of memberships for each grade)")
	case len(m.Items) > 0:
		in, err = m.answers(t)
	default:
		in, err = m.memberships(t)
	}
	if err != nil {
		return nil, err
	}
	if len(m.Scores) > 0 && len(m.Scores) != len(in.grades) {
		return nil, problem("--scores 应有 {k} 个数（每个等级一个）；现有 {n} 个", "--scores should have {k} numbers, one for each grade; there are {n}", "k", len(in.grades), "n", len(m.Scores))
	}
	f.Grades, f.Used = in.grades, in.used
	f.drop("missing", "", f.Rows.Rows-f.Used)
	for j, item := range in.items {
		f.Indicators = append(f.Indicators, fuzzyIndicator{item, survey.Num(in.weights[j]), nums(in.r.RawRowView(j))})
	}
	whole, err := m.evaluate(in, in.r)
	if err != nil {
		return nil, reason(err)
	}
	f.fuzzyEvaluation = whole
	f.operators(in)
	if err := m.units(t, in, &f); err != nil {
		return nil, err
	}
	return &Result{Figures: f, Grids: f.grids(), Notes: append(f.notes(), f.conclusion())}, nil
}

// A fuzzyInput is the membership matrix with its weights.
type fuzzyInput struct {
	items, grades []string
	weights       []float64
	r             *mat.Dense // indicators × grades
	used          int        // rows of the table
}

// memberships reads the matrix as it stands.
func (m Fuzzy) memberships(t *Table) (in fuzzyInput, err error) {
	if m.Unit != "" || len(m.Options) > 0 || len(m.Weights) > 0 {
		return in, problem("--unit、--options、--weights 与 --items 合用；用 --grades 时权重写在一列里（--weight）", "--unit, --options and --weights go with --items; with --grades, weights stand in a column (--weight)")
	}
	if in.grades, err = t.Columns(m.Grades); err != nil {
		return in, err
	}
	if in.r, err = t.Matrix(in.grades); err != nil {
		return in, err
	}
	if in.weights, err = (Design{Weight: m.Weight}).weights(t); err != nil {
		return in, err
	}
	if in.weights == nil {
		in.weights = sumToOne(slices.Repeat([]float64{1}, t.Len()))
	}
	in.items, _ = Decision{}.names(t)
	for i := range t.Len() {
		row := in.r.RawRowView(i)
		for j, v := range row {
			if v < 0 || v > 1 {
				return in, t.wrong(i, in.grades[j], t.cell(i, in.grades[j]), "隶属度应在 0 与 1 之间", "a membership should lie between 0 and 1")
			}
		}
		if in.weights[i] > 1 {
			return in, t.wrong(i, m.Weight, t.cell(i, m.Weight), "权重应在 0 与 1 之间", "a weight should lie between 0 and 1")
		}
		if !slices.ContainsFunc(row, math.IsNaN) {
			in.used++
		}
	}
	return in, nil
}

// evaluate evaluates a membership matrix by the operator asked for.
func (m Fuzzy) evaluate(in fuzzyInput, r mat.Matrix) (fuzzyEvaluation, error) {
	e, err := scoring.FuzzyComprehensive(in.weights, r, fuzzyOperators[m.Operator])
	if err != nil {
		return fuzzyEvaluation{}, err
	}
	out := fuzzyEvaluation{nums(e.B), nums(e.Normalised), in.grades[e.Grade()], none}
	if len(m.Scores) > 0 {
		out.Score = survey.Num(e.Score(m.Scores))
	}
	return out, nil
}

// operators sets the memberships by all four operators.
func (f *fuzzyFigures) operators(in fuzzyInput) {
	for name, into := range map[string]*[]survey.Num{
		"max_min": &f.MaxMin, "max_prod": &f.MaxProduct, "bounded_min": &f.BoundedMin, "weighted_average": &f.WeightedAverage,
	} {
		if e, err := scoring.FuzzyComprehensive(in.weights, in.r, fuzzyOperators[name]); err == nil {
			*into = nums(e.B)
			if name == "max_min" {
				f.MaxMinShares = nums(e.Normalised)
			}
		}
	}
}
