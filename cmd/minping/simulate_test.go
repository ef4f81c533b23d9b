package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"minping/survey/simulation"
)

// parsedSimulation returns the command as its options make it.
func parsedSimulation(t *testing.T, args ...string) simulateCmd {
	t.Helper()
	var c simulateCmd
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(args); err != nil {
		t.Fatal(err)
	}
	return c
}

// The defaults of the options are those of the plan.
func TestSimulateDefaults(t *testing.T) {
	got, err := parsedSimulation(t).plan()
	if err != nil {
		t.Fatal(err)
	}
	if want := simulation.Default(got.Questionnaire); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestSimulate(t *testing.T) {
	c := parsedSimulation(t, "-q", "library:service-review", "--rounds=2", "--ballots=8", "--units=3,4", "--last=1,1")
	for lang, want := range map[string][]string{
		"zh": {"区间包含真值", "名次区间", "连续两轮末位", "低于方面"},
		"en": {"holds the truth", "rank regions", "repeat 1 overall", "fell by 5 points"},
	} {
		c.Lang = lang
		var out bytes.Buffer
		if err := c.run(&out, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(out.String(), s) {
				t.Errorf("%s: lacks %q:\n%s", lang, s, out.String())
			}
		}
	}
	c.JSON = true
	var out bytes.Buffer
	if err := c.run(&out, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	var r simulation.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Questionnaire != "service-review" || len(r.Intervals) == 0 || len(r.Falls) == 0 || r.Plan.Rounds != 2 {
		t.Errorf("%+v", r)
	}
}

func TestSimulateUsedWrongly(t *testing.T) {
	for lang, want := range map[string]string{"zh": "至少 2", "en": "at least 2"} {
		c := parsedSimulation(t, "--rounds=1")
		c.Lang = lang
		var usage usageError
		if err := c.run(&bytes.Buffer{}, &bytes.Buffer{}); !errors.As(err, &usage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v; want a usage error with %q", lang, err, want)
		}
	}
}

// Proofs of rectifications are tried out by the same command.
func TestSimulateProofs(t *testing.T) {
	c := parsedSimulation(t, "-q", "library:service-review", "--proof", "--rounds=2", "--ballots=8", "--units=9", "--last=2", "--effects=0,6")
	for lang, want := range map[string][]string{
		"zh": {"“确有改进”的判断", "均值回归", "9 个单位中末 2 位整改"},
		"en": {"What is called improved", "Interval holds the truth", "the last 2 get orders"},
	} {
		c.Lang = lang
		var out bytes.Buffer
		if err := c.run(&out, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(out.String(), s) {
				t.Errorf("%s: lacks %q:\n%s", lang, s, out.String())
			}
		}
	}
	c.JSON = true
	var out bytes.Buffer
	if err := c.run(&out, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	var r simulation.ProofReport
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || len(r.Cases) != 2 || r.Cases[1].Effect != 6 {
		t.Errorf("%v: %s", err, out.String())
	}
	c.Effects = []float64{-2}
	if err := c.run(&bytes.Buffer{}, &bytes.Buffer{}); !errors.As(err, new(usageError)) {
		t.Errorf("a negative effect: %v", err)
	}
}

// Rules of supervision are tried out by the same command.
func TestSimulateSupervision(t *testing.T) {
	c := parsedSimulation(t, "-q", "library:service-review", "--supervision", "--rounds=2", "--ballots=8", "--units=4,9", "--last=1,2")
	for lang, want := range map[string][]string{
		"zh": {"页面所示误报率", "连续 2 轮末 2 名", "9 个单位", "≤ "},
		"en": {"whoever is named is a false alarm", "among the last 2, 3 rounds running", "9 units", "Of these wrongly"},
	} {
		c.Lang = lang
		var out bytes.Buffer
		if err := c.run(&out, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(out.String(), s) {
				t.Errorf("%s: lacks %q:\n%s", lang, s, out.String())
			}
		}
	}
	c.JSON = true
	var out bytes.Buffer
	if err := c.run(&out, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	var r simulation.SupervisionReport
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || len(r.Cases) != 5 || math.Abs(float64(r.Cases[0].ByChance)-2./9) > 1e-12 {
		t.Errorf("%v: %s", err, out.String())
	}
	c.Drift = -1
	if err := c.run(&bytes.Buffer{}, &bytes.Buffer{}); !errors.As(err, new(usageError)) {
		t.Errorf("a negative drift: %v", err)
	}
}

// The tables of docs/supervision.md are of the command that stands
// above them: the false-alarm rates that are told follow from the plan alone.
func TestSupervisionPageFigures(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "supervision.md"))
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`(?m)^    minping analyze simulate (--supervision .*)$`).FindSubmatch(page)
	if command == nil {
		t.Fatal("docs/supervision.md names no command")
	}
	c := parsedSimulation(t, strings.Fields(string(command[1]))...)
	rounds, sizes := c.Rounds, c.Ballots
	c.Rounds, c.Ballots, c.Lang = 2, c.Ballots[:1], "en" // what is told does not depend on them
	plan, err := c.plan()
	if err != nil {
		t.Fatal(err)
	}
	r, err := simulation.RunSupervision(t.Context(), simulation.SupervisionPlan{Plan: plan, Drift: c.Drift})
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range sizes {
		for _, x := range r.Cases {
			told := percentOf(x.ByChance)
			if x.Rule.Drop > 0 {
				told = "≤ " + told
			}
			if row := fmt.Sprintf("| %d | %s | %s | ", size, x.Rule.Words()["en"], told); !bytes.Contains(page, []byte(row)) {
				t.Errorf("lacks %q", row)
			}
		}
	}
	if !bytes.Contains(page, fmt.Appendf(nil, "%d times three polls", rounds)) {
		t.Errorf("does not say that there were %d rounds", rounds)
	}
}
