package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var _ = repeats(
	oracleCommand{file: "mcdm_published", id: `hwang_yoon\.topsis(_exact)?`, args: "topsis FILE --items c1:c6 --cost c4 --weights 0.2,0.1,0.1,0.1,0.2,0.3", data: caseMatrix("matrix", "weights"), holds: holdsCloseness},
	oracleCommand{file: "mcdm_published", id: `clothes\.fce`, args: "fuzzy FILE --grades c1:c4 --weight w", data: caseMatrix("R", "")},
	oracleCommand{file: "mcdm_published", id: `defuzz`, args: "fuzzy FILE --grades c1:c4 --weight w --scores 100,75,50,25", data: caseMatrix("R", "")},
	oracleCommand{file: "hcahps_state", id: `h23\.topsis`, args: "topsis FILE --items H_CLEAN_HSP:H_RECMND --unit state", data: hospitals},
	oracleCommand{file: "hcahps_state", id: `h23\.gra`, args: "grey FILE --items H_CLEAN_HSP:H_RECMND --unit state", data: hospitals, holds: holdsGrey},
)

// caseMatrix writes the matrix that a case holds, with columns c1, c2, … and,
// unless it goes with the columns, the weights as w.
func caseMatrix(key, columnWeights string) func(*testing.T, analyzeCase) string {
	return func(t *testing.T, c analyzeCase) string {
		t.Helper()
		var rows [][]string
		for i, row := range c.Params[key].([]any) {
			var head, cells []string
			for j, x := range row.([]any) {
				head, cells = append(head, fmt.Sprint("c", j+1)), append(cells, fmt.Sprint(x))
			}
			if columnWeights == "" {
				head, cells = append(head, "w"), append(cells, fmt.Sprint(c.Params["weights"].([]any)[i]))
			}
			if i == 0 {
				rows = append(rows, head)
			}
			rows = append(rows, cells)
		}
		return writeTable(t, "matrix.csv", rows)
	}
}

// hospitals writes the states' latest top-box shares, a column a measure, with
// the states that have them all.
func hospitals(t *testing.T, c analyzeCase) string {
	t.Helper()
	f, err := os.Open(besideOracles(t, "hcahps_state.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) int { return slices.Index(rows[0], name) }
	cells := map[string]map[string]string{}
	for _, row := range rows[1:] {
		if row[at("release")] != "07_2023" || row[at("top")] == "" {
			continue
		}
		state := row[at("state")]
		if cells[state] == nil {
			cells[state] = map[string]string{}
		}
		cells[state][row[at("measure")]] = row[at("top")]
	}
	head := []string{"state"}
	for _, m := range c.Params["columns"].([]any) {
		head = append(head, m.(string))
	}
	out := [][]string{head}
	for _, state := range slices.Sorted(maps.Keys(cells)) {
		if line := append([]string{state}, make([]string, len(head)-1)...); len(cells[state]) == len(head)-1 {
			for j, m := range head[1:] {
				line[j+1] = cells[state][m]
			}
			out = append(out, line)
		}
	}
	return writeTable(t, "states.csv", out)
}

// besideOracles returns the path of a file in the folders of MINPING_ORACLES.
func besideOracles(t *testing.T, name string) string {
	t.Helper()
	for _, dir := range filepath.SplitList(os.Getenv("MINPING_ORACLES")) {
		if path := filepath.Join(dir, name); fileExists(path) {
			return path
		}
	}
	t.Fatalf("no folder of MINPING_ORACLES has %s", name)
	return ""
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// holdsCloseness compares under the names that the cases use.
func holdsCloseness(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	figures := got.(map[string]any)
	figures["c"], figures["dp"], figures["dn"] = figures["score"], figures["d_plus"], figures["d_minus"]
	c.sameFigures(t, c.ID, figures, c.Expect)
}

// holdsGrey takes the coefficients of the first row out of all.
func holdsGrey(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	figures := got.(map[string]any)
	figures["coef_first_row"] = figures["coefficients"].([]any)[0]
	c.sameFigures(t, c.ID, figures, c.Expect)
}
