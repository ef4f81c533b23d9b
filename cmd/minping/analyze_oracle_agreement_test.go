package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reliabilityCommand repeats the cases of one scale.
func reliabilityCommand(file, scale, flags string) oracleCommand {
	return oracleCommand{
		file: file, id: scale + `\.(alpha|items|alpha_pairwise|omega|omega_minres)`, args: "reliability FILE --items " + flags, at: "$1", holds: holdsLoadings,
	}
}

// holdsLoadings takes the loadings of a factor, whose sign as a whole is free,
// with the sign of the case's.
func holdsLoadings(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	if want, ok := c.Expect.(map[string]any); ok && want["loadings"] != nil {
		loadings := got.(map[string]any)["loadings"].([]any)
		if turned := loadings[0].(float64)*want["loadings"].([]any)[0].(float64) < 0; turned {
			for i, l := range loadings {
				loadings[i] = -l.(float64)
			}
		}
	}
	c.sameFigures(t, c.ID, got, c.Expect)
}

var _ = repeats(
	reliabilityCommand("bfi_ac", "agree", "A1:A5 --reverse A1 --range 1-6"),
	reliabilityCommand("bfi_ac", "consc", "C1:C5 --reverse C4,C5 --range 1-6"),
	reliabilityCommand("bfi_ac", "agree_unreversed", "A1:A5"),
	reliabilityCommand("ecsi_mobi", "image", "IMAG1:IMAG5"),
	reliabilityCommand("ecsi_mobi", "quality", "PERQ1:PERQ7"),
	reliabilityCommand("ecsi_mobi", "satisfaction", "CUSA1:CUSA3"),
	reliabilityCommand("ecsi_mobi", "expectation", "CUEX1:CUEX3"),
)

var _ = repeats(
	oracleCommand{file: "lq2002", id: `lead\.rwg`, args: "agreement FILE --items LEAD01 --unit COMPID --range 1-5", at: "rwg"},
	oracleCommand{file: "lq2002", id: `lead\.(rwgj|adm)`, args: "agreement FILE --items LEAD01:LEAD11 --unit COMPID --range 1-5", at: "rwgj"},
	oracleCommand{file: "lq2002", id: `lead\.icc1_2`, args: "agreement FILE --items LEAD01:LEAD11 --unit COMPID --range 1-5", at: "icc1_2"},
	oracleCommand{file: "r360_synth", id: `s360\.rwgj`, args: "agreement FILE --items i1:i8 --unit ratee --range 1-5 --missing 9", at: "rwgj", data: othersForms, holds: holdsRatees},
	oracleCommand{file: "r360_synth", id: `s360\.icc`, args: "agreement FILE --items i1:i8 --unit ratee --range 1-5 --missing 9", at: "icc1_2", data: othersForms},
)

// othersForms writes the forms that are not the ratee's own.
func othersForms(t *testing.T, _ analyzeCase) string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "scoring", "testdata", "r360_synth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	relation := slices.Index(rows[0], "relation")
	return writeTable(t, "others.csv", slices.DeleteFunc(rows, func(row []string) bool { return row[relation] == "self" }))
}

// writeTable writes a table and returns its path.
func writeTable(t *testing.T, name string, rows [][]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// holdsRatees compares units that the case calls ratees.
func holdsRatees(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	for _, unit := range got.([]any) {
		unit.(map[string]any)["ratee"] = unit.(map[string]any)["grp"]
	}
	c.sameFigures(t, c.ID, got, c.Expect)
}

const iccArgs = "icc FILE --trim 0.2 --items "

var _ = repeats(
	oracleCommand{file: "shrout_fleiss", id: `sf\.icc_psych`, args: iccArgs + "J1:J4", at: "icc"},
	oracleCommand{file: "shrout_fleiss", id: `sf\.(kendall_w|trimmed)`, args: iccArgs + "J1:J4", at: "$1"},
	oracleCommand{file: "shrout_fleiss", id: `sf\.(icc_irr|icc_oneway|published)`, args: iccArgs + "J1:J4", at: "icc", holds: holdsICC},
	oracleCommand{file: "anxiety", id: `anx\.icc_psych`, args: iccArgs + "rater1:rater3", at: "icc"},
	oracleCommand{file: "anxiety", id: `anx\.(kendall_w|trimmed)`, args: iccArgs + "rater1:rater3", at: "$1"},
	oracleCommand{file: "anxiety", id: `anx\.(icc_irr|icc_oneway)`, args: iccArgs + "rater1:rater3", at: "icc", holds: holdsICC},
)

// holdsICC compares the forms with cases that name them otherwise: by type and
// unit and with the approximate test, the first alone, or by numbers.
func holdsICC(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	forms := got.([]any)
	switch want := c.Expect.(type) {
	case []any:
		places := map[string]int{"agreement single": 1, "consistency single": 2, "agreement average": 4, "consistency average": 5}
		for _, w := range want {
			w := w.(map[string]any)
			name := fmt.Sprint(w["type"], " ", w["unit"])
			form := forms[places[name]].(map[string]any)
			form["df2"], form["p"], form["type"], form["unit"] = form["approx_df2"], form["approx_p"], w["type"], w["unit"]
			c.sameFigures(t, name, form, w)
		}
	case map[string]any:
		if want["icc11"] == nil {
			c.sameFigures(t, c.ID, forms[0], want)
			return
		}
		for i, key := range []string{"icc11", "icc21", "icc31", "icc14", "icc24", "icc34"} {
			c.sameFigures(t, key, forms[i].(map[string]any)["icc"], want[key])
		}
	}
}
