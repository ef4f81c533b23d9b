package analysis

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
	"minping/survey"
)

// AHP turns pairwise judgements of criteria into weights.
type AHP struct {
	Items []string `placeholder:"COL" help:"Columns of criteria; default: all columns but a first one of names. The matrix has a row for each, in the same order."`
	With  []string `placeholder:"FILE" help:"Judgements of further members: the group's are their geometric means."`
}

// About says what the method answers.
func (AHP) About() survey.Text {
	return survey.Text{
		"zh": "由专家两两比较得出各指标的权重，并检查判断是否前后一致；多人判断可合成（层次分析法）。",
		"en": "What weights follow from judging criteria in pairs, and are the judgements consistent; several members' can be put together (AHP)?",
	}
}

// ahpFigures are the figures of AHP.
type ahpFigures struct {
	Rows
	Criteria      []string     `json:"criteria"`
	Weights       []survey.Num `json:"weights"`
	LambdaMax     survey.Num   `json:"lambda_max"`
	CI            survey.Num   `json:"CI"`
	RI            survey.Num   `json:"RI"`
	CR            survey.Num   `json:"CR"`
	GeometricMean []survey.Num `json:"geometric_mean_weights"`
	GCI           survey.Num   `json:"GCI"`
	Acceptable    bool         `json:"acceptable"`
	MemberCR      []survey.Num `json:"member_CR,omitempty"` // of each file, for a group
}

// Analyze weighs the criteria.
func (m AHP) Analyze(t *Table) (*Result, error) {
	criteria, matrix, err := m.judgements(t)
	if err != nil {
		return nil, err
	}
	f := &ahpFigures{Rows: Rows{Rows: t.Len(), Used: t.Len()}, Criteria: criteria}
	var w scoring.AHPResult
	if len(m.With) == 0 {
		w, err = scoring.AHP(matrix)
	} else {
		w, err = m.group(t, criteria, matrix, f)
	}
	if err != nil && !errors.Is(err, scoring.ErrNoRandomIndex) {
		return nil, reason(err)
	}
	f.Weights, f.GeometricMean = nums(w.Weights), nums(w.GeometricMean)
	f.LambdaMax, f.CI, f.RI, f.CR, f.GCI = survey.Num(w.LambdaMax), survey.Num(w.CI), survey.Num(w.RI), survey.Num(w.CR), survey.Num(w.GCI)
	f.Acceptable = w.Acceptable()
	return &Result{Figures: f, Grids: f.grids(m), Notes: f.words()}, nil
}

func (f *ahpFigures) grids(m AHP) []Grid {
	grid := Grid{Head: head("准则", "Criterion", "权重", "Weight", "几何平均法", "By geometric means")}
	for i, c := range f.Criteria {
		grid.add(c, f.Weights[i], f.GeometricMean[i])
	}
	summary := Grid{Head: head("λmax", "λmax", "CI", "CI", "RI", "RI", "CR", "CR", "GCI", "GCI")}
	summary.add(f.LambdaMax, f.CI, f.RI, f.CR, f.GCI)
	grids := []Grid{grid, summary}
	if f.MemberCR != nil {
		members := Grid{Head: head("成员", "Member", "CR", "CR")}
		for i, cr := range f.MemberCR {
			name := "1"
			if i > 0 {
				name = m.With[i-1]
			}
			members.add(name, cr)
		}
		grids = append(grids, members)
	}
	return grids
}

func (f *ahpFigures) words() []survey.Text {
	switch {
	case !f.CR.OK():
		return []survey.Text{sentence(scoring.ErrNoRandomIndex)}
	case f.Acceptable:
		return []survey.Text{say("CR = {cr}，不超过 0.10：判断的一致性可以接受。", "CR = {cr}, at most 0.10: the judgements are consistent enough.", "cr", round(float64(f.CR), 3))}
	}
	return []survey.Text{say("CR = {cr}，超过 0.10：判断前后不一致，应请专家重新比较。", "CR = {cr}, above 0.10: the judgements contradict each other; have them made again.", "cr", round(float64(f.CR), 3))}
}

// group puts the members' judgements together.
func (m AHP) group(t *Table, criteria []string, first *mat.Dense, f *ahpFigures) (scoring.AHPResult, error) {
	matrices := []mat.Matrix{first}
	for _, path := range m.With {
		other, err := t.Open(path)
		if err != nil {
			return scoring.AHPResult{}, err
		}
		names, matrix, err := m.judgements(other)
		if err != nil {
			return scoring.AHPResult{}, within(path, err)
		}
		if strings.Join(names, "\n") != strings.Join(criteria, "\n") {
			return scoring.AHPResult{}, problem("{file}：准则是 {got}；应与第一个文件相同：{want}", "{file}: the criteria are {got}; they should be those of the first file: {want}",
				"file", path, "got", names, "want", criteria)
		}
		if _, err := scoring.AHP(matrix); errors.Is(err, scoring.ErrNotReciprocal) {
			return scoring.AHPResult{}, within(path, reason(err))
		}
		matrices = append(matrices, matrix)
	}
	w, err := scoring.GroupAHP(matrices)
	f.MemberCR = nums(w.Each)
	return w.AHPResult, err
}

// within names the file that a problem is in.
func within(file string, err error) error {
	if wrong, ok := errors.AsType[*Problem](err); ok {
		return wrong.At(file)
	}
	return err
}

// judgements reads a square matrix; what is empty is the reciprocal of what is
// judged the other way round, and 1 in the diagonal.
func (m AHP) judgements(t *Table) ([]string, *mat.Dense, error) {
	asked := m.Items
	if len(asked) == 0 {
		asked = t.Header
		if len(asked) == t.Len()+1 {
			asked = asked[1:]
		}
	}
	criteria, err := t.Columns(asked)
	if err != nil {
		return nil, nil, err
	}
	n := len(criteria)
	if t.Len() != n {
		return nil, nil, problem("有 {columns} 列准则、{rows} 行；应一样多", "there are {columns} columns of criteria and {rows} rows; they should be as many", "columns", n, "rows", t.Len())
	}
	a := mat.NewDense(n, n, nil)
	for j, name := range criteria {
		column, err := t.Text(name)
		if err != nil {
			return nil, nil, err
		}
		for i, s := range column {
			x, ok := judgement(s)
			if !ok {
				return nil, nil, t.wrong(i, name, s, "应是大于 0 的数或分数，如 3 或 1/3", "it should be a number or a fraction above 0, such as 3 or 1/3")
			}
			a.Set(i, j, x)
		}
	}
	for i := range n {
		for j := range n {
			switch x := a.At(j, i); {
			case !math.IsNaN(a.At(i, j)):
			case i == j:
				a.Set(i, j, 1)
			case !math.IsNaN(x):
				a.Set(i, j, 1/x)
			}
		}
	}
	return criteria, a, nil
}

// judgement reads 3, 0.5 or 1/3; an empty cell is NaN.
func judgement(s string) (float64, bool) {
	if s == "" {
		return math.NaN(), true
	}
	above, below, fraction := strings.Cut(halfWidth(s), "/")
	x, err := strconv.ParseFloat(strings.TrimSpace(above), 64)
	if err == nil && fraction {
		var y float64
		y, err = strconv.ParseFloat(strings.TrimSpace(below), 64)
		x /= y
	}
	return x, err == nil && x > 0 && !math.IsInf(x, 0)
}
