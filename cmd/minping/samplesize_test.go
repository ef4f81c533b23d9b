package main

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// samplesize runs the command with options and returns what it prints.
func samplesize(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var c samplesizeCmd
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(args); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	err = c.run(&b)
	return b.String(), err
}

// R: power.t.test(delta=5, sd=20, power=.8, sig.level=.05/64)$n is 567.57,
// power.t.test(n=300, sd=20, power=.8, sig.level=.05/64)$delta 6.89269595347.
func TestSamplesizeEqualsR(t *testing.T) {
	out, err := samplesize(t, "--adjust=bonferroni", "--n=300", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var got sampleSizes
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if *got.Drop != 568 || *got.Half != 174 || math.Abs(float64(got.Given.Drop)-6.89269595347) > 1e-6 {
		t.Errorf("%s", out)
	}
}

func TestSamplesizeSays(t *testing.T) {
	out, err := samplesize(t, "--lang=en", "--response=0.5", "--n=100")
	if err != nil || !strings.Contains(out, "174 ballots (348 sent out)") || !strings.Contains(out, "100 ballots: ±3.97 points") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := samplesize(t, "--lang=en", "--icc=2"); err == nil || !strings.Contains(err.Error(), "--icc must lie from 0 to 1") {
		t.Errorf("%v", err)
	}
}
