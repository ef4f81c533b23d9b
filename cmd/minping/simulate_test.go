package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
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
