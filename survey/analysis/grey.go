package analysis

import (
	"minping/scoring"
	"minping/survey"
)

// Grey orders units by their grey relation to the ideal.
type Grey struct {
	Decision
	Rho float64 `default:"0.5" help:"Distinguishing coefficient, above 0 and up to 1: the smaller, the farther apart the grades."`
}

// About says what the method answers.
func (Grey) About() survey.Text {
	return survey.Text{
		"zh": "多项指标合起来，哪个单位与各项最优最接近：灰色关联度排序。",
		"en": "Taking several indicators together, which unit comes closest to the best in each: grey relational grades.",
	}
}

// greyFigures are the figures of Grey, in the order of the rows; null for a row
// left out.
type greyFigures struct {
	Units        []string       `json:"units"`
	Items        []string       `json:"items"`
	Weights      []survey.Num   `json:"weights"`
	Grade        []survey.Num   `json:"grade"` // 0–1
	Rank         []survey.Num   `json:"rank"`
	Coefficients [][]survey.Num `json:"coefficients"`         // unit × indicator
	Critic       []survey.Num   `json:"grade_critic_weights"` // by CRITIC weights; null where there are none
	Rows
}

// Analyze computes the grade of every row.
func (m Grey) Analyze(t *Table) (*Result, error) {
	if !(m.Rho > 0 && m.Rho <= 1) {
		return nil, problem("--rho 应大于 0、不超过 1，如 0.5；现为 {rho}", "--rho should be above 0 and up to 1, such as 0.5; it is {rho}", "rho", m.Rho)
	}
	d, err := m.matrix(t)
	if err != nil {
		return nil, err
	}
	r, err := scoring.GreyRelational(d.x, d.weights, d.cost, m.Rho)
	if err != nil {
		return nil, reason(err)
	}
	f := greyFigures{Units: d.units, Items: d.items, Weights: nums(d.weights), Grade: nums(r.Grade), Rank: ranks(r.Grade), Rows: d.Rows}
	for _, row := range r.Coefficients {
		f.Coefficients = append(f.Coefficients, nums(row))
	}
	if c, err := scoring.CriticWeights(d.x, d.cost); err == nil {
		if by, err := scoring.GreyRelational(d.x, c.W, d.cost, m.Rho); err == nil {
			f.Critic = nums(by.Grade)
		}
	}
	g := Grid{Head: append(head("名次", "Rank", "单位", "Unit", "关联度", "Grade"), plainHead(f.Items)...), Most: 40}
	for _, i := range byRank(f.Rank) {
		cells := []any{rankCell(f.Rank[i]), f.Units[i], f.Grade[i]}
		for _, c := range f.Coefficients[i] {
			cells = append(cells, c)
		}
		g.add(cells...)
	}
	return &Result{Figures: f, Grids: []Grid{g, d.weighting()}, Notes: append(f.notes(),
		say("每项指标下是关联系数，1 为该项最优。", "Under each indicator stands the coefficient; 1 is the best there."))}, nil
}

// plainHead makes heads of names that are alike in every language.
func plainHead(names []string) []survey.Text {
	out := make([]survey.Text, len(names))
	for i, name := range names {
		out[i] = survey.Text{"zh": name, "en": name}
	}
	return out
}
