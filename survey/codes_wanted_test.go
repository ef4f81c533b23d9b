package survey_test

import (
	"slices"
	"testing"

	"minping/survey"
)

// What is missing is what is wanted less the batches that are good.
func TestCodesMissing(t *testing.T) {
	wanted := []survey.CodesWanted{{Group: "a", Count: 5}, {Group: "b", Unit: "u", Count: 3}, {Group: "b", Unit: "v", Count: 3}}
	poll := survey.Poll{CodesWanted: wanted}
	for _, tt := range []struct {
		name    string
		batches []survey.CodeBatch
		want    []survey.CodesWanted
	}{
		{"none is made", nil, wanted},
		{"one is made", []survey.CodeBatch{{Group: "b", Units: []string{"u"}}}, []survey.CodesWanted{wanted[0], wanted[2]}},
		{"a void one is none", []survey.CodeBatch{{Group: "a", Void: true}}, wanted},
		{"codes for two units are others", []survey.CodeBatch{{Group: "b", Units: []string{"u", "v"}}}, wanted},
		{"all are made", []survey.CodeBatch{{Group: "a", Units: []string{}}, wanted[1].Batch("1"), wanted[2].Batch("2")}, nil},
	} {
		if got := poll.CodesMissing(tt.batches); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
