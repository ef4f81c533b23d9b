package chart

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
)

// Peers looked up in a crowd are those that are looked for each time.
func TestCrowd(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := &survey.Release{}
		for i := range rapid.IntRange(1, 12).Draw(rt, "units") {
			u := survey.UnitResult{Unit: fmt.Sprint(i), Tier: rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "tier"), Nodes: map[string]survey.NodeScore{}}
			switch rapid.IntRange(0, 4).Draw(rt, "score") {
			case 0:
			case 1:
				u.Nodes["n"] = survey.NodeScore{Score: survey.Num(math.NaN())}
			default:
				u.Nodes["n"] = survey.NodeScore{Score: survey.Num(rapid.IntRange(60, 66).Draw(rt, "points"))}
			}
			r.Units = append(r.Units, u)
		}
		plain, crowd := Figures{Release: r}, Figures{Release: r, Crowd: NewCrowd(r)}
		for i := range r.Units {
			u := &r.Units[i]
			if want, got := plain.peers(u, "n"), crowd.peers(u, "n"); fmt.Sprint(want) != fmt.Sprint(got) {
				rt.Errorf("%s: %v, want %v", u.Unit, got, want)
			}
		}
	})
}
