package analysis

import (
	"math"

	"minping/scoring"
)

// Design names the columns that say how the rows were drawn.
type Design struct {
	Weight  string  `placeholder:"COL" help:"Column of design weights."`
	Strata  string  `placeholder:"COL" help:"Column of strata."`
	Cluster string  `placeholder:"COL" help:"Column of clusters, the sampling units drawn first."`
	FPC     string  `name:"fpc" placeholder:"COL" help:"Column with the number of sampling units that the population has in the row's stratum."`
	Lonely  string  `enum:"fail,adjust,certainty" default:"fail" help:"A stratum with one sampling unit: fail, adjust (centre at the mean of all) or certainty (adds nothing)."`
	Level   float64 `default:"0.95" help:"Level of intervals."`
}

// sample returns the sample that the columns describe.
func (d Design) sample(t *Table) (*scoring.Sample, error) {
	t = t.uncoded()
	design := scoring.SampleDesign{Lonely: map[string]scoring.Lonely{
		"adjust": scoring.LonelyAdjust, "certainty": scoring.LonelyCertainty,
	}[d.Lonely], Level: d.Level}
	if err := checkLevel(d.Level); err != nil {
		return nil, err
	}
	var err error
	if design.Weights, err = d.weights(t); err != nil {
		return nil, err
	}
	if d.Strata != "" {
		if design.Strata, err = t.Full(d.Strata); err != nil {
			return nil, err
		}
	}
	if d.Cluster != "" {
		if design.Clusters, err = t.Full(d.Cluster); err != nil {
			return nil, err
		}
	}
	if d.FPC != "" {
		if design.PSUs, err = t.fullNumbers(d.FPC); err != nil {
			return nil, err
		}
	}
	s, err := scoring.NewSample(t.Len(), design)
	return s, reason(err)
}

// weights returns the column of weights, nil where there is none.
func (d Design) weights(t *Table) ([]float64, error) {
	if d.Weight == "" {
		return nil, nil
	}
	w, err := t.fullNumbers(d.Weight)
	if err != nil {
		return nil, err
	}
	for i, x := range w {
		if x < 0 {
			return nil, t.wrong(i, d.Weight, t.cell(i, d.Weight), "权重不应小于 0", "a weight should not be below 0")
		}
	}
	return w, nil
}

// fullNumbers is Numbers of a column that must be filled in every row.
func (t *Table) fullNumbers(name string) ([]float64, error) {
	if _, err := t.Full(name); err != nil {
		return nil, err
	}
	return t.Numbers(name)
}

// cell returns a cell as it stands.
func (t *Table) cell(row int, column string) string {
	k, err := t.index(column)
	if err != nil {
		return ""
	}
	return t.Rows[row][k]
}

// checkLevel refuses levels that are none.
func checkLevel(level float64) error {
	if level > 0 && level < 1 && !math.IsNaN(level) {
		return nil
	}
	return problem("--level 应在 0 与 1 之间，如 0.95；现为 {level}", "--level should lie between 0 and 1, such as 0.95; it is {level}", "level", level)
}
