package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/intake"
)

// generatedMap says what the column w of generated ballots is.
var generatedMap = map[string]string{"w": "weight"}

// The first rows and the sums of 1,000 were computed from the generator's
// definition in another language, in exact integers and 64-bit floats.
func TestGenerate(t *testing.T) {
	var out bytes.Buffer
	if err := generate(&out, 1000, 20260101); err != nil {
		t.Fatal(err)
	}
	want := `unit,group,w,q1,q2,q3,q4,q5,q6,q7,q8,q9,q10,q11,q12,q13,q14,q15,q16,q17,q18,q19
44,3,71,9,2,3,4,5,5,4,5,3,5,4,2,4,3,2,5,4,1,4
21,1,149,3,9,2,9,3,9,3,2,5,3,4,3,5,4,3,4,1,4,3
10,1,77,4,4,2,4,4,1,3,4,4,3,1,9,3,1,4,3,4,5,4
46,2,114,4,3,4,3,4,4,3,5,4,5,5,2,3,3,5,4,3,1,3
`
	if !strings.HasPrefix(out.String(), want) {
		t.Errorf("starts with\n%s\nwant\n%s", out.String()[:len(want)], want)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	units, hundredths, answers := 0, 0, 0
	for _, row := range rows[1:] {
		units += atoi(t, row[0])
		hundredths += atoi(t, row[2])
		for _, answer := range row[3:] {
			answers += atoi(t, answer)
		}
	}
	if units != 39253 || hundredths != 123262 || answers != 71809 {
		t.Errorf("sums of units %d, weights %d, answers %d; want 39253, 123262, 71809", units, hundredths, answers)
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestGeneratedBallotsAnswerTheirQuestionnaire(t *testing.T) {
	q, err := form.Parse(generatedQuestionnaire)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := generate(&out, 2000, 1); err != nil {
		t.Fatal(err)
	}
	count, err := intake.Read(&out, q, intake.Options{Name: "generated", Map: generatedMap})
	if err != nil {
		t.Fatal(err)
	}
	r := survey.Compute(survey.Inputs{Questionnaire: q, Ballots: count.Ballots, Weighted: count.Weighted})
	if r.Method.Ballots != 2000 || len(r.Units) != generatedUnits || len(r.Items) != generatedItems {
		t.Errorf("%d ballots, %d units, %d items", r.Method.Ballots, len(r.Units), len(r.Items))
	}
}

// TestGenerateMillion: the million ballots of seed 20260101 are those that
// other languages make of the same definition, and score as R 4.2.2 with survey
// 4.1.1 does (svyby, svymean): the sums of the 77 × 19 weighted means and of
// their standard errors.
func TestGenerateMillion(t *testing.T) {
	if testing.Short() {
		t.Skip("a million ballots: run without -short")
	}
	q, err := form.Parse(generatedQuestionnaire)
	if err != nil {
		t.Fatal(err)
	}
	for g := range q.Groups {
		q.Groups[g].Weight = 0 // pooled
	}
	hash := sha256.New()
	var file bytes.Buffer
	if err := generate(io.MultiWriter(&file, hash), million, 20260101); err != nil {
		t.Fatal(err)
	}
	if size, sum := file.Len(), hex.EncodeToString(hash.Sum(nil)); size != 46_549_571 ||
		sum != "f81fcaa3b1c066ceb45376c36414114f3a79fdc6789cd6a443ba66c70cf01932" {
		t.Fatalf("%d bytes, SHA-256 %s", size, sum)
	}
	count, err := intake.Read(&file, q, intake.Options{Name: "million", Map: generatedMap})
	if err != nil {
		t.Fatal(err)
	}
	r := survey.Compute(survey.Inputs{Questionnaire: q, Ballots: count.Ballots, Weighted: count.Weighted})
	means, errs := 0.0, 0.0
	for _, u := range r.Units {
		for _, n := range r.Nodes {
			if n.Level == survey.LevelIndicator {
				means += float64(u.Nodes[n.ID].Score)
				errs += float64(u.Nodes[n.ID].SE)
			}
		}
	}
	if math.Abs(means-91396.367618226) > 1e-8 || math.Abs(errs-401.283615334) > 1e-8 {
		t.Errorf("sums %.9f and %.9f; want 91396.367618226 and 401.283615334", means, errs)
	}
}

func TestGenerateUsedWrongly(t *testing.T) {
	for _, c := range []generateCmd{{N: 0, Seed: 1}, {N: 1, Seed: 0}, {N: 1, Seed: lehmerModulus}} {
		var usage usageError
		if err := c.Run(); !errors.As(err, &usage) {
			t.Errorf("%+v: got %v; want a usage error", c, err)
		}
	}
}
