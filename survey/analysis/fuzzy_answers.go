package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"minping/survey"
)

// answers makes the matrix of shares from answers.
func (m Fuzzy) answers(t *Table) (in fuzzyInput, err error) {
	if m.Weight != "" {
		return in, problem("--weight 与 --grades 合用；用 --items 时请写 --weights 数,数,…", "--weight goes with --grades; with --items write --weights NUMBER,NUMBER,…")
	}
	if in.items, err = t.Columns(m.Items); err != nil {
		return in, err
	}
	if len(m.Options) < 2 {
		return in, problem("请用 --options 按等级顺序列出回答，如 5,4,3,2,1", "list the answers in the order of the grades with --options, such as 5,4,3,2,1")
	}
	in.grades = m.Options
	in.weights = m.Weights
	if len(in.weights) == 0 {
		in.weights = sumToOne(slices.Repeat([]float64{1}, len(in.items)))
	}
	if len(in.weights) != len(in.items) {
		return in, problem("--weights 应有 {k} 个数（每个指标一个）；现有 {n} 个", "--weights should have {k} numbers, one for each indicator; there are {n}", "k", len(in.items), "n", len(in.weights))
	}
	for _, w := range in.weights {
		if !(w >= 0 && w <= 1) {
			return in, problem("--weights 里的 {got} 不对；权重应在 0 与 1 之间", "{got} of --weights is not right; a weight should lie between 0 and 1", "got", w)
		}
	}
	answered := make([]bool, t.Len())
	in.r = mat.NewDense(len(in.items), len(in.grades), nil)
	for j, item := range in.items {
		column, err := t.Text(item)
		if err != nil {
			return in, err
		}
		for i, a := range column {
			if a != "" && !slices.Contains(in.grades, a) {
				return in, t.wrong(i, item, a, "它不在 --options 之中；代表“未答”的编码可用 --missing 注明", "it is not among --options; name codes for no answer with --missing")
			}
			if a != "" && !answered[i] {
				answered[i] = true
				in.used++
			}
		}
		in.r.SetRow(j, shares(column, in.grades))
	}
	return in, nil
}

// shares returns the share of each grade among the answers; NaN without any.
func shares(answers, grades []string) []float64 {
	out, n := make([]float64, len(grades)), 0.0
	for _, a := range answers {
		if k := slices.Index(grades, a); k >= 0 {
			out[k]++
			n++
		}
	}
	for k := range out {
		out[k] /= n // 0/0 is NaN: no answer
	}
	return out
}

// units evaluates every unit, in order of appearance.
func (m Fuzzy) units(t *Table, in fuzzyInput, f *fuzzyFigures) error {
	if m.Unit == "" {
		return nil
	}
	of, err := t.ids(m.Unit)
	if err != nil {
		return err
	}
	var order []string
	counts := map[string]int{}
	for _, u := range of {
		if u != "" && counts[u] == 0 {
			order = append(order, u)
		}
		counts[u]++
	}
	matrices := map[string]*mat.Dense{}
	for _, u := range order {
		matrices[u] = mat.NewDense(len(in.items), len(in.grades), nil)
	}
	for j, item := range in.items {
		column, err := t.Text(item)
		if err != nil {
			return err
		}
		byUnit := map[string][]string{}
		for i, a := range column {
			byUnit[of[i]] = append(byUnit[of[i]], a)
		}
		for _, u := range order {
			matrices[u].SetRow(j, shares(byUnit[u], in.grades))
		}
	}
	for _, u := range order {
		e, err := m.evaluate(in, matrices[u])
		if err != nil { // no indicator with an answer and weight
			empty := nums(slices.Repeat([]float64{math.NaN()}, len(in.grades)))
			e = fuzzyEvaluation{empty, empty, "", none}
		}
		f.Units = append(f.Units, fuzzyUnit{u, counts[u], e})
	}
	return nil
}

// grids shows the matrix, the outcome and the units.
func (f fuzzyFigures) grids() []Grid {
	matrix := Grid{Title: say("隶属度", "Memberships"), Head: append(head("指标", "Indicator", "权重", "Weight"), plainHead(f.Grades)...), Most: 40}
	for _, i := range f.Indicators {
		matrix.add(append([]any{i.Item, i.Weight}, cellsOf(i.Memberships)...)...)
	}
	whole := Grid{Title: say("综合评价", "Evaluation"), Head: append(head("算子", "Operator"), plainHead(f.Grades)...)}
	for _, o := range []struct {
		name string
		b    []survey.Num
	}{{"weighted_average", f.WeightedAverage}, {"max_min", f.MaxMin}, {"max_prod", f.MaxProduct}, {"bounded_min", f.BoundedMin}} {
		whole.add(append([]any{o.name}, cellsOf(o.b)...)...)
	}
	out := []Grid{matrix, whole}
	if len(f.Units) == 0 {
		return out
	}
	units := Grid{
		Title: say("各单位（归一）", "Units, memberships with sum 1"), Most: 40,
		Head: append(head("单位", "Unit", "行数", "Rows", "等级", "Grade", "得分", "Score"), plainHead(f.Grades)...),
	}
	for _, u := range f.Units {
		units.add(append([]any{u.Unit, u.N, u.Grade, u.Score}, cellsOf(u.Normalised)...)...)
	}
	return append(out, units)
}

// cellsOf returns figures as cells of a grid.
func cellsOf(x []survey.Num) []any {
	out := make([]any, len(x))
	for i, v := range x {
		out[i] = v
	}
	return out
}

// conclusion says the grade and the score.
func (f fuzzyFigures) conclusion() survey.Text {
	score := ""
	if f.Score.OK() {
		score = plain(round(float64(f.Score), 2))
	}
	return say("按 {operator}，隶属度最大的等级是“{grade}”[[，折合 {score} 分]]。", "By {operator} the grade of the largest membership is “{grade}”[[, worth {score} points]].",
		"operator", f.Operator, "grade", f.Grade, "score", score)
}
