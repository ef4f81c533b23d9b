package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

var _ = repeats(
	oracleCommand{file: "hcahps_state", id: `h23\.(entropy_sum|entropy_minmax|critic)`, args: "weights FILE --items H_CLEAN_HSP:H_RECMND --method $1", at: "$1", data: hospitals},
	oracleCommand{file: "mcdm_published", id: `\w+\.entropy`, args: "weights FILE --items c1:c4 --method entropy_sum", at: "entropy_sum", data: caseMatrix("matrix", "weights")},
	oracleCommand{file: "mcdm_published", id: `\w+\.critic`, args: "weights FILE --items c1:c6 --method critic", at: "critic", data: caseMatrix("matrix", "weights")},
	oracleCommand{file: "mcdm_published", id: `saaty_\w+\.ahp\w*`, args: "ahp FILE", data: caseMatrix("matrix", "weights")},
	oracleCommand{file: "mcdm_published", id: `group\.ahp`, args: "ahp FILE", data: caseMembers},
)

// caseMembers writes the judgements of each member of a group, and returns the
// first file and the option that names the others.
func caseMembers(t *testing.T, c analyzeCase) string {
	t.Helper()
	var files []string
	for k, matrix := range c.Params["matrices"].([]any) {
		var rows [][]string
		for i, judgements := range matrix.([]any) {
			var head, cells []string
			for j, x := range judgements.([]any) {
				head, cells = append(head, fmt.Sprint("c", j+1)), append(cells, jsonNumber(x))
			}
			if i == 0 {
				rows = append(rows, head)
			}
			rows = append(rows, cells)
		}
		files = append(files, writeTable(t, fmt.Sprintf("member%d.csv", k), rows))
	}
	return files[0] + " --with " + strings.Join(files[1:], ",")
}

// jsonNumber writes a number of a case as it stands.
func jsonNumber(x any) string { return strconv.FormatFloat(x.(float64), 'g', -1, 64) }
