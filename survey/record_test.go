package survey

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
)

// wideQuestionnaire has two scored items of so many options.
func wideQuestionnaire(options int) *Questionnaire {
	scale := make(Scale, options)
	for i := range scale {
		score := float64(i)
		scale[i] = Option{Code: fmt.Sprint("c", i), Score: &score}
	}
	return &Questionnaire{
		Scales: map[string]Scale{"s": scale},
		Items:  []Item{{ID: "a", Scale: "s"}, {ID: "why", Type: LongText}, {ID: "b", Scale: "s"}},
		Index:  []Node{{ID: "a", Item: "a"}, {ID: "b", Item: "b"}},
	}
}

func TestRecordBytes(t *testing.T) {
	for _, tt := range []struct {
		options int
		a, b    []string
		want    []byte
	}{
		{250, nil, []string{"c0"}, []byte{0, 1}},
		{250, []string{InvalidMark}, []string{"c249"}, []byte{255, 250}},
		{251, nil, []string{"c0"}, []byte{0, 0, 0, 1}},
		{251, []string{InvalidMark}, []string{"c250"}, []byte{255, 255, 0, 251}},
		{300, []string{"c255"}, []string{"c299"}, []byte{1, 0, 1, 44}},
	} {
		r := newRecordCodec(wideQuestionnaire(tt.options)).encode(Ballot{Unit: "u", Answers: Answers{"a": tt.a, "b": tt.b, "why": {"x"}}}, "")
		if !slices.Equal(r.Scored, tt.want) || string(r.Rest) != `{"why":["x"]}` || string(r.Unit) != "u" {
			t.Errorf("%d options, %v, %v: record %v", tt.options, tt.a, tt.b, r)
		}
	}
}

// What is written is read again.
func TestRecordRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := wideQuestionnaire(rapid.IntRange(1, 400).Draw(t, "options"))
		codec := newRecordCodec(q)
		want := make([]int16, 2)
		answers := Answers{}
		for i, id := range codec.encoder.Columns() {
			want[i] = int16(rapid.IntRange(int(scoring.Invalid), len(q.Scales["s"])-1).Draw(t, id))
			switch {
			case want[i] == scoring.Invalid:
				answers[id] = []string{InvalidMark}
			case want[i] >= 0:
				answers[id] = []string{q.Scales["s"][want[i]].Code}
			}
		}
		got := make([]int16, 2)
		if err := codec.decode(codec.encode(Ballot{Answers: answers}, "").Scored, got); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v read as %v, %v", want, got, err)
		}
	})
}

func TestRecordOfAnotherForm(t *testing.T) {
	for _, scored := range [][]byte{nil, {1}, {1, 2, 3}} {
		if err := newRecordCodec(wideQuestionnaire(2)).decode(scored, make([]int16, 2)); err == nil {
			t.Errorf("%v was taken for two items", scored)
		}
	}
}
