package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/web/site"
)

// everybodys are the methods that answer units or figures to whoever asks.
var everybodys = map[string]bool{
	// These are of an open poll, or one whose results are for all: what everybody may see.
	"LandingUnits": true,
}

// figures are the types that hold units, or figures of them.
var figures = []reflect.Type{
	reflect.TypeFor[survey.Unit](), reflect.TypeFor[survey.UnitResult](), reflect.TypeFor[survey.Release](),
	reflect.TypeFor[survey.UnitTurnout](), reflect.TypeFor[survey.PollTurnout](), reflect.TypeFor[survey.QuotaProgress](),
	reflect.TypeFor[survey.Comment](), reflect.TypeFor[survey.Record](),
}

// Units and figures are reached through survey.Scoped alone: what a site
// holds of the service answers none, and no file names the service itself or a
// store. Whatever Scoped answers goes by rights and scope, which TestScopes holds.
func TestReach(t *testing.T) {
	held := reflect.TypeFor[site.Polls]()
	for i := range held.NumMethod() {
		m := held.Method(i)
		for j := range m.Type.NumOut() {
			if m.Name != "Within" && !everybodys[m.Name] && holds(m.Type.Out(j), map[reflect.Type]bool{}) {
				t.Errorf("%s answers units or figures, whoever asks", m.Name)
			}
		}
	}
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) < 150 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				of, _ := s.X.(*ast.Ident)
				if of != nil && of.Name == "survey" && slices.Contains([]string{"Service", "NewService", "Definitions", "BallotBox"}, s.Sel.Name) {
					t.Errorf("%s names survey.%s: go through survey.Scoped", name, s.Sel.Name)
				}
			}
			return true
		})
	}
}

// holds reports whether a value of the type can hold one of figures.
func holds(typ reflect.Type, seen map[reflect.Type]bool) bool {
	if slices.Contains(figures, typ) {
		return true
	}
	if seen[typ] {
		return false
	}
	seen[typ] = true
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map, reflect.Chan:
		return holds(typ.Elem(), seen)
	case reflect.Struct:
		for i := range typ.NumField() {
			if holds(typ.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}
