package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The tests that docs/trust-tests.md names are there.
func TestTrustTestsExist(t *testing.T) {
	page, err := os.ReadFile("../../docs/trust-tests.md")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	named := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, " | ")
		if !strings.HasPrefix(line, "|") || len(cells) != 4 {
			continue
		}
		folder := strings.Trim(cells[3], " |\n")
		for _, m := range name.FindAllStringSubmatch(cells[2], -1) {
			named++
			if !declared(t, folder, m[1]) {
				t.Errorf("%s: there is no %s in %s", cells[0], m[1], folder)
			}
		}
	}
	if named < 30 {
		t.Errorf("%d tests are named: the table was not read", named)
	}
}

// declared reports whether a test file of the folder declares the function.
func declared(t *testing.T, folder, function string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+function+"(") {
			return true
		}
	}
	return false
}
