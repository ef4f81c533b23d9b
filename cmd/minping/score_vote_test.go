package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// scored runs minping score on ballots given as lines.
func scored(t *testing.T, c scoreCmd, lines ...string) (out, errs string) {
	t.Helper()
	c.Ballots = filepath.Join(t.TempDir(), "ballots.csv")
	if err := os.WriteFile(c.Ballots, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.Lang = "en"
	var stdout, stderr bytes.Buffer
	if err := c.run(&stdout, &stderr); err != nil {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String()
}

// times repeats a line.
func times(n int, line string) (lines []string) {
	for range n {
		lines = append(lines, line)
	}
	return lines
}

// A decision from a file. By hand: 31 are entitled, 16 of 31 is more than half
// and carries, 15 is not; 22 came, which is 2/3 of 31 (20.7) at least.
func TestScoreOfADecision(t *testing.T) {
	lines := []string{"unit,vote"}
	for _, part := range [][]string{times(16, "first,Y"), times(4, "first,N"), times(2, "first,0"), times(15, "second,Y"), times(6, "second,!"), times(1, "second,")} {
		lines = append(lines, part...)
	}
	c := scoreCmd{Questionnaire: "library:decision", Expected: 31}
	out, _ := scored(t, c, lines...)
	for _, want := range []string{"   1  first  16  carried", "   2  second  15  lost", "31 expected; 22 returned"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	c.Format = "csv"
	out, _ = scored(t, c, lines...)
	if !strings.Contains(out, "first,first,false,,16,31,22,0,2,carried,1,0,false") || !strings.Contains(out, "second,second,false,,15,31,22,6,1,lost,2,0,false") {
		t.Errorf("as CSV:\n%s", out)
	}
}

// A nomination from a file: several names in a field, further names in another;
// more than two names void the ballot, and what is no option does.
func TestScoreOfANomination(t *testing.T) {
	lines := []string{"unit,names,others"}
	for _, part := range [][]string{times(5, "post,n1 n2,"), times(3, `post,"n2;n3",`), times(2, "post,n1,李 某"), times(2, "post,n1|n2|n3,"), times(1, "post,none,")} {
		lines = append(lines, part...)
	}
	out, _ := scored(t, scoreCmd{Questionnaire: "library:nomination"}, lines...)
	// n2: 5 + 3, n1: 5 + 2, n3: 3, the name written in: 2; 13 returned, 2 void, 1 abstains.
	for _, want := range []string{"   1  Candidate B  8  chosen", "   2  Candidate A  7  chosen", "   3  Candidate C  3  none", "   4  李某  2  none", "13 returned, 11 valid, 2 void, 1 abstained"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	out, errs := scored(t, scoreCmd{Questionnaire: "library:nomination", Lenient: true}, append(lines, "post,n9,")...)
	if !strings.Contains(out, "14 returned, 11 valid, 3 void") || !strings.Contains(errs, "n9") {
		t.Errorf("what is no option:\n%s%s", out, errs)
	}
}

// Sheets that break a rule are said on standard error and left out.
func TestScoreOfSheets(t *testing.T) {
	dir := t.TempDir()
	units := filepath.Join(dir, "units.csv")
	if err := os.WriteFile(units, []byte("unit,name,tier\nm1,A,member\nm2,B,member\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	form := filepath.Join(dir, "form.yaml")
	if err := os.WriteFile(form, []byte(`id: sheets
version: "1"
title: 测评
scales:
  s: [{code: A, label: 优秀, score: 100}, {code: B, label: 称职, score: 80}]
items:
  - {id: m0, scale: s, text: 总评, tiers: [member]}
  - {id: m1, scale: s, text: 德, tiers: [member]}
index: [{item: m1, weight: 1}]
evaluation: {types: [{tier: member, grade: m0, best_at_most: 1}]}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs := scored(t, scoreCmd{Questionnaire: form, Units: units, JSON: true},
		"sheet,unit,m0,m1", "1,m1,A,A", "1,m2,B,B", "2,m1,A,A", "2,m2,A,A")
	if !strings.Contains(errs, "1 sheets break a rule of the sheet") || !strings.Contains(strings.ReplaceAll(out, " ", ""), `"reason":"void_most"`) {
		t.Errorf("%s\n%s", errs, out)
	}
}
