package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/intake"
)

// The first rows and the sums of 1,000 were computed from the generator's
// definition in another language, in exact integers and 64-bit floats.
func TestGenerate(t *testing.T) {
	var out bytes.Buffer
	if err := generate(&out, 1000, 20260101); err != nil {
		t.Fatal(err)
	}
	want := `unit,group,weight,q1,q2,q3,q4,q5,q6,q7,q8,q9,q10,q11,q12,q13,q14,q15,q16,q17,q18,q19
44,3,0.71,9,2,3,4,5,5,4,5,3,5,4,2,4,3,2,5,4,1,4
21,1,1.49,3,9,2,9,3,9,3,2,5,3,4,3,5,4,3,4,1,4,3
10,1,0.77,4,4,2,4,4,1,3,4,4,3,1,9,3,1,4,3,4,5,4
46,2,1.14,4,3,4,3,4,4,3,5,4,5,5,2,3,3,5,4,3,1,3
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
		hundredths += atoi(t, strings.Replace(row[2], ".", "", 1))
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
	count, err := intake.Read(&out, q, intake.Options{Name: "generated"})
	if err != nil {
		t.Fatal(err)
	}
	r := survey.Compute(survey.Inputs{Questionnaire: q, Ballots: count.Ballots, Weighted: count.Weighted})
	if r.Method.Ballots != 2000 || len(r.Units) != generatedUnits || len(r.Items) != generatedItems {
		t.Errorf("%d ballots, %d units, %d items", r.Method.Ballots, len(r.Units), len(r.Items))
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
