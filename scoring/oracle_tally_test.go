package scoring

import (
	"slices"
	"strings"
)

// apiRange is what the scores of the api data are rescaled by: they run from
// 200 to 1000.
const apiRange = 10

// apiTallies counts the rows of the case as ballots of one unit with one item y,
// rescaled to 0–100, and their groups in the column by.
func (r *oracleRun) apiTallies(y, by string, margins ...string) *Tallies {
	r.Helper()
	s, d := r.sample()
	design := SampleDesign{Weights: s.Weights()}
	if strings.HasPrefix(r.c.ID, "strat") { //nolint:misspell // a name in the oracle files
		design.Strata = d["stype"]
	}
	if strings.HasPrefix(r.c.ID, "clus") {
		design.Clusters = d["dnum"]
	}
	if strings.Contains(r.c.ID, "_fpc") {
		design.PSUs = d.numbers("fpc")
	}
	profiles := make([]string, len(design.Weights))
	for i := range profiles {
		for k, column := range margins {
			if k > 0 {
				profiles[i] += ProfileSeparator
			}
			profiles[i] += d[column][i]
		}
	}
	scores := slices.Clone(d.numbers(y))
	for i := range scores {
		scores[i] /= apiRange
	}
	return columnTallies(design, d[by], profiles, scores)
}

// talliedMean holds a mean through tallies against R's, with its design effect
// against simple random sampling with replacement.
func (r *oracleRun) talliedMean(y string, mean, se, replace float64) {
	r.Helper()
	got := r.apiTallies(y, "awards").Scores()[0].Nodes[1]
	r.close(y+" tallied mean", apiRange*got.Value, mean)
	r.close(y+" tallied SE", apiRange*got.SE, se)
	left := 1.0
	switch {
	case strings.HasPrefix(r.c.ID, "strat_fpc"): //nolint:misspell // a name in the oracle files
		left = 1 - 200./6194
	case strings.HasPrefix(r.c.ID, "clus_fpc"):
		left = 1 - 15./757
	case strings.HasPrefix(r.c.ID, "weights_only"):
		// Its ballots are one cell with three different weights: the tally
		// takes Σw²z²/Σw² for S², svyvar Σwz²/Σw.
		if got.Deff < replace*0.85 || got.Deff > replace*1.15 {
			r.Errorf("%s tallied design effect %g, R's %g", y, got.Deff, replace)
		}
		return
	}
	r.close(y+" tallied design effect", got.Deff*left, replace)
}

// talliedMargins holds the mean of api00 of tallies raked to the margins, over
// all and by awards, against R's.
func (r *oracleRun) talliedMargins(rows ...[]map[string]any) {
	r.Helper()
	var want struct {
		Mean, SE float64
		By       []wantEstimate
		Kish     float64 `json:"kish_deff"`
	}
	r.expect(&want)
	var columns []string
	c := Calibration{Unit: "u"}
	for i, margin := range rows {
		m := TallyMargin{At: i, Population: map[string]float64{}}
		for column := range margin[0] {
			if column != "Freq" {
				m.Name = column
			}
		}
		for _, row := range margin {
			m.Population[row[m.Name].(string)] = row["Freq"].(float64)
		}
		columns = append(columns, m.Name)
		c.Margins = append(c.Margins, m)
	}
	tallies, reports := r.apiTallies("api00", "awards", columns...).Calibrate([]Calibration{c})
	if reports[0].Failed != nil {
		r.Fatalf("%+v", reports[0])
	}
	unit := tallies.Scores()[0]
	r.close("Kish deff tallied", reports[0].KishDeff, want.Kish)
	r.close("tallied mean", apiRange*unit.Nodes[0].Value, want.Mean)
	r.close("tallied SE", apiRange*unit.Nodes[0].SE, want.SE)
	if len(unit.Groups) != len(want.By) {
		r.Fatalf("%d groups, want %d", len(unit.Groups), len(want.By))
	}
	for i, w := range want.By {
		g := unit.Groups[i]
		if g.Group != w.By {
			r.Fatalf("group %s, want %s", g.Group, w.By)
		}
		r.close(w.By+" tallied mean", apiRange*g.Nodes[0].Value, w.Mean)
		r.close(w.By+" tallied SE", apiRange*g.Nodes[0].SE, w.SE)
	}
}
