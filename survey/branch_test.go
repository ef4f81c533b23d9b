package survey

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// branchCase is one shared test vector: the browser evaluates tree for the
// answers and must find want.
type branchCase struct {
	Expression string    `json:"expression"`
	Tree       any       `json:"tree"`
	Cases      []outcome `json:"cases"`
}

type outcome struct {
	Answers Answers `json:"answers"`
	Want    any     `json:"want"`
}

// TestBranch holds trees and values against testdata/branch.json, which
// browser code is tested with as well. With -update it writes the trees; the
// wanted values are written by hand.
func TestBranch(t *testing.T) {
	path := filepath.Join("testdata", "branch.json")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []branchCase
	if err := json.Unmarshal(src, &cases); err != nil {
		t.Fatal(err)
	}
	q := sample()
	for i, c := range cases {
		tree, err := q.Branch(c.Expression)
		if err != nil {
			t.Errorf("%s: %v", c.Expression, err)
			continue
		}
		x, err := NewVocabulary(q).Parse(c.Expression)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range c.Cases {
			if got := x.root.eval(o.Answers).json(); got != o.Want {
				t.Errorf("%s with %v = %v, want %v", c.Expression, o.Answers, got, o.Want)
			}
		}
		if *update {
			cases[i].Tree = tree
			continue
		}
		if d := cmp.Diff(asJSON(t, c.Tree), asJSON(t, tree)); d != "" {
			t.Errorf("%s: tree (-want +got):\n%s", c.Expression, d)
		}
	}
	if *update {
		writeVectors(t, path, cases)
	}
}

// writeVectors writes one expression a block, one case a line.
func writeVectors(t *testing.T, path string, cases []branchCase) {
	var b strings.Builder
	b.WriteString("[\n")
	for i, c := range cases {
		fmt.Fprintf(&b, "  {\"expression\": %s,\n   \"tree\": %s,\n   \"cases\": [\n", asJSON(t, c.Expression), asJSON(t, c.Tree))
		for j, o := range c.Cases {
			fmt.Fprintf(&b, "     {\"answers\": %s, \"want\": %s}%s\n", asJSON(t, o.Answers), asJSON(t, o.Want), comma(j, len(c.Cases)))
		}
		fmt.Fprintf(&b, "   ]}%s\n", comma(i, len(cases)))
	}
	b.WriteString("]\n")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func comma(i, n int) string {
	if i < n-1 {
		return ","
	}
	return ""
}

func asJSON(t *testing.T, v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}
