package survey

import (
	"strings"
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	scale := map[string]Scale{"s": make(Scale, 5)}
	han := Text{"zh": strings.Repeat("问", 30)} // five seconds to read
	for _, tt := range []struct {
		name string
		q    Questionnaire
		want time.Duration
	}{
		{"nothing", Questionnaire{}, 20 * time.Second},
		{"a choice", Questionnaire{Scales: scale, Items: []Item{{ID: "a", Type: Choice, Scale: "s", Text: han}}}, 28 * time.Second},
		{"in English", Questionnaire{Languages: []string{"en"}, Items: []Item{{ID: "a", Type: Choice, Text: Text{"zh": "问", "en": strings.Repeat("q", 30)}}}}, 25 * time.Second},
		{"a matrix of three rows", Questionnaire{Items: []Item{{ID: "a", Type: Matrix, Text: han, Rows: make([]Row, 3)}}}, 37 * time.Second},
		{"several of five", Questionnaire{Scales: scale, Items: []Item{{ID: "a", Type: Multiple, Scale: "s", Text: han}}}, 33 * time.Second},
		{"five in order", Questionnaire{Scales: scale, Items: []Item{{ID: "a", Type: Ranking, Scale: "s", Text: han}}}, 45 * time.Second},
		{"a number and a date", Questionnaire{Items: []Item{{ID: "a", Type: Number}, {ID: "b", Type: Date}}}, 36 * time.Second},
		{"texts that must be written", Questionnaire{Items: []Item{{ID: "a", Type: ShortText, Required: true}, {ID: "b", Type: LongText, Required: true}}}, 65 * time.Second},
		{"and that need not", Questionnaire{Items: []Item{{ID: "b", Type: LongText}}}, 35 * time.Second},
		{"a follow-up", Questionnaire{Items: []Item{{ID: "a", Type: Choice, Text: han, ShowIf: "x"}}}, 24 * time.Second},
		{"a page that some get", Questionnaire{Pages: []Page{{ID: "p", ShowIf: "x", Items: []string{"a"}}}, Items: []Item{{ID: "a", Type: Choice, Text: han}}}, 24 * time.Second},
		{"what nobody sees", Questionnaire{Items: []Item{{ID: "a", Type: Calculated}}}, 20 * time.Second},
		{"a text to read", Questionnaire{Items: []Item{{ID: "a", Type: Information, Text: han}}}, 25 * time.Second},
	} {
		if got := tt.q.Duration(); got != tt.want {
			t.Errorf("%s takes %s, want %s", tt.name, got, tt.want)
		}
	}
}
