package analysis

import (
	"slices"

	"minping/scoring"
	"minping/survey"
)

// Weights lets the data weigh indicators, by how much they tell units apart.
type Weights struct {
	Items  []string `required:"" placeholder:"COL" help:"Columns of indicators; a row is a unit (or other alternative)."`
	Cost   []string `placeholder:"COL" help:"Of these, those where less is better (for minmax and critic)."`
	Method []string `enum:"entropy_sum,entropy_minmax,critic" default:"entropy_minmax,critic" help:"Entropy of the values as they are (entropy_sum) or scaled to 0–1 (entropy_minmax); CRITIC."`
}

// About says what the method answers.
func (Weights) About() survey.Text {
	return survey.Text{
		"zh": "各指标该占多大权重，若只看数据：熵权看差异大小，CRITIC 还看是否与其他指标重复。",
		"en": "What weights would the data give the indicators: more to those that tell units apart (entropy), less to those that repeat others (CRITIC)?",
	}
}

// weightFigures are the figures of Weights, in the order of the items.
type weightFigures struct {
	Rows
	Items   []string        `json:"items"`
	Sum     *entropyFigures `json:"entropy_sum,omitempty"`
	MinMax  *entropyFigures `json:"entropy_minmax,omitempty"`
	Critics *criticFigures  `json:"critic,omitempty"`
}

type entropyFigures struct {
	E []survey.Num `json:"e"`
	D []survey.Num `json:"d"`
	W []survey.Num `json:"w"`
}

type criticFigures struct {
	SD       []survey.Num `json:"sd"`
	Conflict []survey.Num `json:"conflict"`
	Info     []survey.Num `json:"info"`
	W        []survey.Num `json:"w"`
}

// Analyze weighs the indicators.
func (m Weights) Analyze(t *Table) (*Result, error) {
	items, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	cost, err := t.costs(items, m.Cost)
	if err != nil {
		return nil, err
	}
	x, err := t.Matrix(items)
	if err != nil {
		return nil, err
	}
	f := &weightFigures{Items: items, Rows: Rows{Rows: t.Len()}}
	grid := Grid{Head: head("指标", "Indicator")}
	for _, item := range items {
		grid.add(item)
	}
	column := func(zh, en string, values []survey.Num) {
		grid.Head = append(grid.Head, survey.Text{"zh": zh, "en": en})
		for i := range grid.Rows {
			grid.Rows[i] = append(grid.Rows[i], values[i])
		}
	}
	entropy := func(zh, en string, e scoring.Entropy) *entropyFigures {
		w := &entropyFigures{nums(e.E), nums(e.D), nums(e.W)}
		f.Used = e.N
		column(zh, en, w.W)
		return w
	}
	for _, method := range m.Method {
		switch method {
		case "entropy_sum":
			e, err := scoring.EntropyWeights(x)
			if err != nil {
				return nil, reason(err)
			}
			f.Sum = entropy("熵权（原值）", "Entropy (values)", e)
		case "entropy_minmax":
			e, err := scoring.EntropyWeightsMinMax(x, cost)
			if err != nil {
				return nil, reason(err)
			}
			f.MinMax = entropy("熵权（归一）", "Entropy (0–1)", e)
		case "critic":
			c, err := scoring.CriticWeights(x, cost)
			if err != nil {
				return nil, reason(err)
			}
			f.Used = c.N
			f.Critics = &criticFigures{nums(c.SD), nums(c.Conflict), nums(c.Info), nums(c.W)}
			column("差异", "Spread", f.Critics.SD)
			column("冲突", "Conflict", f.Critics.Conflict)
			column("CRITIC", "CRITIC", f.Critics.W)
		}
	}
	f.drop("incomplete", "", f.Rows.Rows-f.Used)
	return &Result{Figures: f, Grids: []Grid{grid}, Notes: f.notes()}, nil
}

// costs marks the items where less is better.
func (t *Table) costs(items, asked []string) ([]bool, error) {
	names, err := t.Columns(asked)
	if err != nil {
		return nil, err
	}
	cost := make([]bool, len(items))
	for _, name := range names {
		i := slices.Index(items, name)
		if i < 0 {
			return nil, problem("--cost 中的“{name}”不在 --items 之列", "“{name}” of --cost is not among --items", "name", name)
		}
		cost[i] = true
	}
	return cost, nil
}
