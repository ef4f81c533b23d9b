package demo

import (
	_ "embed" // what raters write
	"math/rand/v2"
	"strings"

	"minping/survey"
)

// voiceLines has a remark a line: the question, the group that says it, the text.
//
//go:embed voices.txt
var voiceLines string

// voices are what raters of the 360 write, in its own order of chance: the marks
// are the same with and without it.
type voices struct {
	remarks map[string]map[string][]string // by question, by group
	chance  *rand.Rand
}

func newVoices() *voices {
	v := &voices{remarks: map[string]map[string][]string{}, chance: rand.New(rand.NewPCG(2026, 361))}
	for line := range strings.Lines(voiceLines) {
		part := strings.SplitN(strings.TrimSpace(line), "|", 3)
		if v.remarks[part[0]] == nil {
			v.remarks[part[0]] = map[string][]string{}
		}
		v.remarks[part[0]][part[1]] = append(v.remarks[part[0]][part[1]], part[2])
	}
	return v
}

// write answers the open questions as one of a group: nine of ten say what is
// good, seven of ten what could be better.
func (v *voices) write(a survey.Answers, group string) {
	for _, q := range []struct {
		item  string
		share float64
	}{{"strengths", 0.9}, {"improve", 0.7}} {
		if of := v.remarks[q.item][group]; len(of) > 0 && v.chance.Float64() < q.share {
			a[q.item] = []string{of[v.chance.IntN(len(of))]}
		}
	}
}
