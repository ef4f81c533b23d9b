package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var _ = repeats(
	oracleCommand{file: "ecsi_mobi_pls", id: `ecsi\.plspm_(centroid|factorial|path)`, args: "pls FILE/ecsi_mobi.csv --range 1-10 --scheme $1"},
	oracleCommand{file: "ecsi_mobi_pls", id: `ecsi\.sempls`, args: "pls FILE/ecsi_mobi.csv --range 1-10", holds: holdsRelationsOfModel},
	oracleCommand{file: "ecsi_bank", id: `bank\.plspm_(centroid|path)`, args: "pls FILE/ecsi_bank.csv --range 1-10 --scheme $1 --model FILE/model.yaml", data: bankModel},
)

// bankModel writes the case's model beside its data and returns their folder.
func bankModel(t *testing.T, c analyzeCase) string {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString("latent:\n")
	var names []string
	for _, name := range c.Expect.(map[string]any)["lv"].([]any) {
		names = append(names, name.(string))
	}
	for i, name := range names {
		fmt.Fprintf(&b, "  - name: %s\n    items: %s\n", name, yamlList(c.Params["blocks"].(map[string]any)[name].([]any)))
		var causes []any
		for j, linked := range c.Params["path"].([]any)[i].([]any) {
			if linked == 1.0 {
				causes = append(causes, names[j])
			}
		}
		fmt.Fprintf(&b, "    causes: %s\n", yamlList(causes))
	}
	data, err := os.ReadFile(besideOracles(t, "ecsi_bank.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"model.yaml": []byte(b.String()), "ecsi_bank.csv": data} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func yamlList(items []any) string {
	return "[" + strings.Trim(strings.ReplaceAll(fmt.Sprintln(items...), " ", ", "), "\n") + "]"
}

// holdsRelationsOfModel compares loadings and paths, listed as cause -> effect.
func holdsRelationsOfModel(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	figures := got.(map[string]any)
	have := map[string]any{}
	for _, o := range figures["outer"].([]any) {
		item := o.(map[string]any)
		have[fmt.Sprint(item["block"], " -> ", item["item"])] = item["loading"]
	}
	names := figures["lv"].([]any)
	for i, row := range figures["path"].([]any) {
		for j, b := range row.([]any) {
			if b != 0.0 {
				have[fmt.Sprint(names[j], " -> ", names[i])] = b
			}
		}
	}
	list := c.Expect.([]any)
	if len(have) != len(list) {
		t.Errorf("%d relations, want %d", len(have), len(list))
	}
	for _, w := range list {
		path := w.(map[string]any)["Path"].(string)
		c.sameFigures(t, path, have[path], w.(map[string]any)["Estimate"])
	}
}
