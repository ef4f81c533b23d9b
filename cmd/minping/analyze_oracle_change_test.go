package main

import "testing"

var _ = repeats(
	oracleCommand{file: "univbct_waves", id: `jobsat\.(by_unit|p_adjust)`, args: "change FILE --before JOBSAT1 --after JOBSAT2 --unit COMPANY", at: "$1"},
	oracleCommand{file: "univbct_waves", id: `commit\.(by_unit|p_adjust)`, args: "change FILE --before COMMIT1 --after COMMIT2 --unit BTN2", at: "$1"},
	oracleCommand{file: "univbct_waves", id: `jobsat\.(overall_\w+)`, args: "change FILE --before JOBSAT1 --after JOBSAT2 --weight w --cluster BTN2", at: "$1"},
	oracleCommand{file: "univbct_waves", id: `commit\.(overall_\w+)`, args: "change FILE --before COMMIT1 --after COMMIT2 --weight w --cluster BTN2", at: "$1"},
	oracleCommand{file: "api_strat", id: `strat_fpc\.ttest`, args: "change FILE --score api00 --wave sch.wide --weight pw --strata stype --fpc fpc", at: "ttest"}, //nolint:misspell // a name in the files
	oracleCommand{file: "nps_mobi", id: `(\w+)\.nps`, args: "nps FILE --items $1", at: "nps/$1"},
	oracleCommand{file: "nps_mobi", id: `(\w+)\.nps_weighted`, args: "nps FILE --items $1 --weight w", at: "nps_design/$1"},
	oracleCommand{file: "nps_mobi", id: `(\w+)\.nps_cluster`, args: "nps FILE --items $1 --weight w --cluster cluster", at: "nps_design/$1"},
	oracleCommand{file: "careless200", id: `c200\.(longstring|irv|mahalanobis|evenodd)`, args: "careless FILE --items scaleA1:scaleJ5 --scales 5,5,5,5,5,5,5,5,5,5", at: "$1"},
)

var (
	_ = repeats(rakeCommands("api_strat", "weights_only", "--weight pw")...)                       //nolint:misspell // a name in the files
	_ = repeats(rakeCommands("api_strat", "strat_fpc", "--weight pw --strata stype --fpc fpc")...) //nolint:misspell // likewise
	_ = repeats(rakeCommands("api_clus1", "clus", "--weight pw --cluster dnum")...)
)

func rakeCommands(file, design, flags string) []oracleCommand {
	args := "rake DATA --margins FILE --items api00 --unit awards " + flags
	return []oracleCommand{
		{file: file, id: design + `\.(?:poststrat|rake_calibrate)`, args: args, data: caseMargins, holds: holdsRaked},
		{file: file, id: design + `\.rake`, args: args + " --residuals sweeps", data: caseMargins, holds: holdsRaked},
	}
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
