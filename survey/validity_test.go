package survey_test

import (
	"reflect"
	"testing"

	"minping/survey"
	"minping/survey/form"
)

const ruled = `
id: ruled
version: "1"
title: {en: Ruled}
scales:
  s: [{code: A, label: {en: Excellent}, score: 100}, {code: B, label: {en: Good}, score: 80}, {code: C, label: {en: Poor}, score: 40}, {code: 0, label: {en: Don't know}}]
index: [{item: all, weight: 1}, {item: a, weight: 1}, {item: b, weight: 1}, {item: c, weight: 1}]
items:
  - {id: a, scale: s, text: {en: A}, required: true}
  - {id: b, scale: s, text: {en: B}}
  - {id: c, scale: s, text: {en: C}}
  - id: all
    scale: s
    text: {en: Overall}
    checks: [{that: 'not (all == "A" and a == "C" and b == "C")', message: {en: The overall grade must fit}}]
  - {id: names, type: multiple, max: 2, text: {en: Names}, options: [{code: x, label: {en: X}}, {code: y, label: {en: Y}}, {code: z, label: {en: Z}}]}
  - {id: why, type: multiple, max: 2, text: {en: Why}, options: [{code: x, label: {en: X}}, {code: y, label: {en: Y}}, {code: z, label: {en: Z}}, {code: none, label: {en: None}, exclusive: true}]}
`

// The validity rules of domain practice, by their ids. V1, of a session, is in
// package clerk: TestTotalsAreChecked.
func TestValidityRules(t *testing.T) {
	void := []string{survey.InvalidMark}
	for _, tt := range []struct {
		rule, name, validity string
		given                survey.Answers
		want                 survey.Answers
		reason               string
	}{
		{"V2", "two marks void their item", "", survey.Answers{"a": void, "b": {"B"}}, survey.Answers{"a": void, "b": {"B"}}, ""},
		{"V2", "too many marks void a list, not the sheet", "", survey.Answers{"a": {"A"}, "why": {"x", "y", "z"}}, survey.Answers{"a": {"A"}, "why": void}, ""},
		{"V2", "none and another contradict", "", survey.Answers{"a": {"A"}, "why": {"x", "none"}}, survey.Answers{"a": {"A"}, "why": void}, ""},
		{"V3", "a blank sheet is valid", "{alike: any}", survey.Answers{}, survey.Answers{}, ""},
		{"V3", "a blank answer is none", "", survey.Answers{"b": {"B"}}, survey.Answers{"b": {"B"}}, ""},
		{"V4", "more names than seats", "{nominations: names}", survey.Answers{"a": {"A"}, "names": {"x", "y", "z"}}, nil, survey.VoidOver},
		{"V4", "fewer names are fine", "{nominations: names}", survey.Answers{"names": {"x"}}, survey.Answers{"names": {"x"}}, ""},
		{"V5", "an unreadable part voids that part", "{nominations: names}", survey.Answers{"a": {"A"}, "names": void}, survey.Answers{"a": {"A"}, "names": void}, ""},
		{"V6", "one score throughout", "{alike: any}", survey.Answers{"a": {"B"}, "b": {"B"}, "c": {"B"}}, nil, survey.VoidAlike},
		{"V6", "beside blanks and void marks", "{alike: any}", survey.Answers{"a": {"B"}, "b": {"B"}, "c": void}, nil, survey.VoidAlike},
		{"V6", "one answer alone", "{alike: any}", survey.Answers{"a": {"B"}}, survey.Answers{"a": {"B"}}, ""},
		{"V6", "don't know is another answer", "{alike: any}", survey.Answers{"a": {"B"}, "b": {"B"}, "c": {"0"}}, survey.Answers{"a": {"B"}, "b": {"B"}, "c": {"0"}}, ""},
		{"V6", "full marks throughout", "{alike: top}", survey.Answers{"a": {"A"}, "b": {"A"}}, nil, survey.VoidAlike},
		{"V6", "only full marks are void", "{alike: top}", survey.Answers{"a": {"B"}, "b": {"B"}}, survey.Answers{"a": {"B"}, "b": {"B"}}, ""},
		{"V6", "not unless it is declared", "", survey.Answers{"a": {"A"}, "b": {"A"}}, survey.Answers{"a": {"A"}, "b": {"A"}}, ""},
		{"V7", "a grade more often than allowed", "{most: [{option: A, count: 1}]}", survey.Answers{"a": {"A"}, "b": {"A"}, "c": {"B"}}, nil, survey.VoidMost},
		{"V7", "as often as allowed", "{most: [{option: A, count: 2}]}", survey.Answers{"a": {"A"}, "b": {"A"}, "c": {"B"}}, survey.Answers{"a": {"A"}, "b": {"A"}, "c": {"B"}}, ""},
		{"V8", "the overall grade contradicts its parts", "", survey.Answers{"a": {"C"}, "b": {"C"}, "all": {"A"}}, nil, survey.VoidCheck},
		{"V8", "it fits", "", survey.Answers{"a": {"C"}, "b": {"B"}, "all": {"A"}}, survey.Answers{"a": {"C"}, "b": {"B"}, "all": {"A"}}, ""},
	} {
		t.Run(tt.rule+" "+tt.name, func(t *testing.T) {
			source := ruled
			if tt.validity != "" {
				source += "validity: " + tt.validity + "\n"
			}
			q, err := form.Parse([]byte(source))
			if err != nil {
				t.Fatal(err)
			}
			kept, reason, errs := q.JudgePaper(tt.given)
			if len(errs) > 0 || reason != tt.reason || !reflect.DeepEqual(kept, tt.want) {
				t.Errorf("%v is %v, %q, %v; want %v, %q", tt.given, kept, reason, errs, tt.want, tt.reason)
			}
		})
	}
}
