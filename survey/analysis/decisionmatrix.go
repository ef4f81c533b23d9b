package analysis

import (
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
	"minping/survey"
)

// Decision names the columns of a decision matrix: one row an alternative, such
// as a unit, one column an indicator.
type Decision struct {
	Items   []string `required:"" placeholder:"A,B,…" help:"Columns of indicators; FROM:TO for all between."`
	Unit    string   `placeholder:"COL" help:"Column with the names of the units; default: the numbers of the rows."`
	Cost    []string `placeholder:"A,…" help:"Indicators of which less is better, such as complaints."`
	Weights []string `default:"equal" placeholder:"equal|entropy|critic|W1,W2,…" help:"Weights of the indicators: equal, by entropy, by CRITIC, or a number for each."`
}

// A decisionMatrix is the data of a Decision.
type decisionMatrix struct {
	items   []string
	units   []string
	x       *mat.Dense
	cost    []bool
	weights []float64 // sum 1
	Rows
}

// matrix reads the columns and settles the weights.
func (d Decision) matrix(t *Table) (m decisionMatrix, err error) {
	if m.items, err = t.Columns(d.Items); err != nil {
		return m, err
	}
	if m.x, err = t.Matrix(m.items); err != nil {
		return m, err
	}
	if m.units, err = d.names(t); err != nil {
		return m, err
	}
	cost, err := t.Columns(d.Cost)
	if err != nil {
		return m, err
	}
	m.cost = make([]bool, len(m.items))
	for _, name := range cost {
		j := slices.Index(m.items, name)
		if j < 0 {
			return m, problem("--cost 里的“{name}”不在 --items 之中", "“{name}” of --cost is not among --items", "name", name)
		}
		m.cost[j] = true
	}
	m.Rows = Rows{Rows: t.Len(), Used: t.Len()}
	for i := range t.Len() {
		if slices.ContainsFunc(m.x.RawRowView(i), func(v float64) bool { return v != v }) {
			m.Used--
		}
	}
	m.drop("incomplete", "", m.Rows.Rows-m.Used)
	if m.Used < 2 {
		return m, reason(scoring.ErrFewAlternatives)
	}
	m.weights, err = d.weights(m)
	return m, err
}

// names returns the names of the units.
func (d Decision) names(t *Table) ([]string, error) {
	if d.Unit != "" {
		return t.uncoded().Full(d.Unit)
	}
	out := make([]string, t.Len())
	for i := range out {
		out[i] = strconv.Itoa(i + 1)
	}
	return out, nil
}

// weights returns the weights asked for, with sum 1.
func (d Decision) weights(m decisionMatrix) ([]float64, error) {
	k := len(m.items)
	w := make([]float64, k)
	if len(d.Weights) == 1 {
		switch strings.ToLower(d.Weights[0]) {
		case "equal":
			return sumToOne(slices.Repeat([]float64{1}, k)), nil
		case "entropy":
			e, err := scoring.EntropyWeights(m.x)
			return e.W, reason(err)
		case "critic":
			c, err := scoring.CriticWeights(m.x, m.cost)
			return c.W, reason(err)
		}
	}
	if len(d.Weights) != k {
		return nil, problem("--weights 应是 equal、entropy、critic 之一，或 {k} 个数（每个指标一个）；现有 {n} 个", "--weights should be equal, entropy, critic, or {k} numbers, one for each indicator; there are {n}",
			"k", k, "n", len(d.Weights))
	}
	sum := 0.0
	for j, s := range d.Weights {
		v, ok := readerOf(nil)(strings.TrimSpace(s))
		if !ok || v < 0 {
			return nil, problem("--weights 里的“{got}”不对；应是不小于 0 的数", "“{got}” of --weights is not right; it should be a number not below 0", "got", s)
		}
		w[j] = v
		sum += v
	}
	if sum == 0 {
		return nil, reason(scoring.ErrWeight)
	}
	return sumToOne(w), nil
}

// sumToOne divides weights by their sum.
func sumToOne(w []float64) []float64 {
	sum := 0.0
	for _, v := range w {
		sum += v
	}
	for j := range w {
		w[j] /= sum
	}
	return w
}

// weighting shows the weights.
func (m decisionMatrix) weighting() Grid {
	g := Grid{Title: say("权重", "Weights"), Head: head("指标", "Indicator", "权重", "Weight", "越小越好", "Less is better")}
	for j, item := range m.items {
		g.add(item, survey.Num(m.weights[j]), m.cost[j])
	}
	return g
}

// ranks returns the ranks of scores, the largest first; NaN has none.
func ranks(score []float64) []survey.Num {
	var stated []float64
	for _, s := range score {
		if s == s {
			stated = append(stated, s)
		}
	}
	of := scoring.CompetitionRanks(stated)
	out := make([]survey.Num, len(score))
	next := 0
	for i, s := range score {
		out[i] = none
		if s == s {
			out[i] = survey.Num(of[next])
			next++
		}
	}
	return out
}

// rankCell shows a rank without decimals.
func rankCell(rank survey.Num) any {
	if rank.OK() {
		return int(rank)
	}
	return rank
}

// byRank returns the numbers of the rows, the best first and those without a
// rank last.
func byRank(rank []survey.Num) []int {
	order := make([]int, len(rank))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareNum(rank[a], rank[b]) })
	return order
}
