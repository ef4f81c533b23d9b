package main

import "testing"

var _ = repeats(
	oracleCommand{file: "univbct_waves", id: `jobsat\.(by_unit|p_adjust)`, args: "change FILE --before JOBSAT1 --after JOBSAT2 --unit COMPANY", at: "$1"},
	oracleCommand{file: "univbct_waves", id: `commit\.(by_unit|p_adjust)`, args: "change FILE --before COMMIT1 --after COMMIT2 --unit BTN2", at: "$1"},
	oracleCommand{file: "univbct_waves", id: `jobsat\.(overall_\w+)`, args: "change FILE --before JOBSAT1 --after JOBSAT2 --weight w --cluster BTN2", at: "$1"},
	oracleCommand{file: "univbct_waves", id: `commit\.(overall_\w+)`, args: "change FILE --before COMMIT1 --after COMMIT2 --weight w --cluster BTN2", at: "$1"},
	oracleCommand{file: "api_strat", id: `strat_fpc\.ttest`, args: "change FILE --score api00 --wave sch.wide --weight pw --strata stype --fpc fpc", at: "ttest"},
	oracleCommand{file: "nps_mobi", id: `(\w+)\.nps`, args: "nps FILE --items $1", at: "nps/$1"},
	oracleCommand{file: "nps_mobi", id: `(\w+)\.nps_weighted`, args: "nps FILE --items $1 --weight w", at: "nps_design/$1"},
	oracleCommand{file: "nps_mobi", id: `(\w+)\.nps_cluster`, args: "nps FILE --items $1 --weight w --cluster cluster", at: "nps_design/$1"},
	oracleCommand{file: "careless200", id: `c200\.(longstring|irv|mahalanobis|evenodd)`, args: "careless FILE --items scaleA1:scaleJ5 --scales 5,5,5,5,5,5,5,5,5,5", at: "$1"},
	oracleCommand{file: "api_strat", id: `weights_only\.(?:poststrat|rake_calibrate)`, args: raked("--weight pw"), data: caseMargins, holds: holdsRaked},
	oracleCommand{file: "api_strat", id: `weights_only\.rake`, args: raked("--weight pw --residuals sweeps"), data: caseMargins, holds: holdsRaked},
	oracleCommand{file: "api_strat", id: `strat_fpc\.(?:poststrat|rake_calibrate)`, args: raked("--weight pw --strata stype --fpc fpc"), data: caseMargins, holds: holdsRaked},
	oracleCommand{file: "api_strat", id: `strat_fpc\.rake`, args: raked("--weight pw --strata stype --fpc fpc --residuals sweeps"), data: caseMargins, holds: holdsRaked},
	oracleCommand{file: "api_clus1", id: `clus\.(?:poststrat|rake_calibrate)`, args: raked("--weight pw --cluster dnum"), data: caseMargins, holds: holdsRaked},
	oracleCommand{file: "api_clus1", id: `clus\.rake`, args: raked("--weight pw --cluster dnum --residuals sweeps"), data: caseMargins, holds: holdsRaked},
)

func raked(flags string) string {
	return "rake DATA --margins FILE --items api00 --unit awards " + flags
}

// caseMargins writes the margins that a case holds.
func caseMargins(t *testing.T, c analyzeCase) string {
	t.Helper()
	margins := []any{c.Params["margin"]}
	if c.Params["margins"] != nil {
		margins = c.Params["margins"].([]any)
	}
	rows := [][]string{{"variable", "category", "population"}}
	for _, margin := range margins {
		for _, category := range margin.([]any) {
			cell := category.(map[string]any)
			for variable, name := range cell {
				if variable != "Freq" {
					rows = append(rows, []string{variable, name.(string), jsonNumber(cell["Freq"])})
				}
			}
		}
	}
	return writeTable(t, "margins.csv", rows)
}

// holdsRaked compares the figures of the one item and of the weights.
func holdsRaked(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	figures := got.(map[string]any)
	item := figures["items"].(map[string]any)["api00"].(map[string]any)
	item["weights"], item["kish_deff"] = figures["weights"], figures["kish_deff"]
	c.sameFigures(t, c.ID, item, c.Expect)
}
