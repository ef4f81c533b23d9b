package form_test

import (
	"errors"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

// Of the bundled nomination two of six go on with one who was written in: the
// file says so, and else what it said, byte by byte.
func TestNominate(t *testing.T) {
	src, err := library.Source("nomination")
	if err != nil {
		t.Fatal(err)
	}
	out, err := form.Nominate(src, survey.Nominees{Item: "names", Version: "1", Keep: []string{"n5", "n2"}, Add: []string{"李某"}}, func(v string) bool { return v == "2" })
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(src)) {
		switch {
		case strings.HasPrefix(line, "version:"):
			line = "version: \"3\"\n"
		case strings.Contains(line, "code: n6"):
			line = "      - {code: w1, label: {zh: 李某, en: 李某}}\n"
		case strings.Contains(line, "code: n") && !strings.Contains(line, "n2,") && !strings.Contains(line, "n5,") && !strings.Contains(line, "none"):
			continue
		}
		want = append(want, line)
	}
	if got := string(out); got != strings.Join(want, "") {
		t.Errorf("%s", got)
	}
	if _, err := form.Parse(out); err != nil {
		t.Error(err)
	}
}

// One language, no write-ins, all listed ones gone: as many may be named as there are.
func TestNominateFewer(t *testing.T) {
	const src = `id: n
version: "1"
title: 推荐
items:
  - id: names
    type: multiple
    max: 3
    text: 推荐
    options: [{code: w1, label: 甲}, {code: b, label: 乙}, {code: c, label: 丙}, {code: none, label: 放弃, kind: abstain, exclusive: true}]
votes:
  - {item: names, places: [1]}
`
	out, err := form.Nominate([]byte(src), survey.Nominees{Item: "names", Version: "1", Keep: []string{"b"}, Add: []string{"丁"}}, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"max: 2\n", "options: [{code: b, label: 乙}, {code: w2, label: 丁}, {code: none,", "version: \"2\""} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if _, err := form.Parse(out); err != nil {
		t.Error(err)
	}
	var wrong survey.FieldErrors
	if _, err := form.Nominate([]byte(src), survey.Nominees{Item: "other"}, func(string) bool { return false }); !errors.As(err, &wrong) || wrong[0].Key != "next_options" {
		t.Errorf("an item that is not there: %v", err)
	}
}
