package analysis

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// TestEveryReasonIsWorded finds the exported errors of package scoring in its
// source and wants each of them in both languages, Chinese in Chinese.
func TestEveryReasonIsWorded(t *testing.T) {
	// No method takes an index tree or ballots, or plans a sample from a table.
	elsewhere := map[string]bool{"ErrTree": true, "ErrNoBallots": true, "ErrCalibrationTwice": true, "ErrSampleSize": true}
	paths, err := filepath.Glob("../../scoring/*.go")
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			group, ok := d.(*ast.GenDecl)
			if !ok || group.Tok != token.VAR {
				continue
			}
			for _, spec := range group.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					if strings.HasPrefix(name.Name, "Err") && !elsewhere[name.Name] {
						names++
					}
				}
			}
		}
	}
	if names != len(reasons) {
		t.Errorf("package scoring has %d errors, of which %d are worded", names, len(reasons))
	}
	for err, text := range reasons {
		if text["en"] == "" || !strings.ContainsFunc(text["zh"], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%v: %v", err, text)
		}
	}
}
