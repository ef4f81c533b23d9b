package chart

import (
	"strings"
	"testing"

	"minping/survey"
)

// scales is a release with the given intervals of α, one area each.
func scales(intervals ...[2]survey.Num) *survey.Release {
	r := &survey.Release{Quality: &survey.Quality{Scales: []survey.ScaleQuality{{Node: "overall", Reason: survey.ReasonFewBallots}}}}
	for i, in := range intervals {
		id := string(rune('A' + i))
		r.Nodes = append(r.Nodes, survey.NodeInfo{ID: id, Title: survey.Text{"en": "Area " + id, "zh": id}})
		r.Quality.Scales = append(r.Quality.Scales, survey.ScaleQuality{Node: id, Low: in[0], Alpha: (in[0] + in[1]) / 2, High: in[1]})
	}
	return r
}

// Headings claim no more than the intervals allow.
func TestQualityHeadline(t *testing.T) {
	for _, tt := range []struct {
		intervals [][2]survey.Num
		want      string
	}{
		{[][2]survey.Num{{.81, .85}, {.80, .9}}, "All 2 areas are measured reliably"},
		{[][2]survey.Num{{.81, .85}, {.79, .9}}, "Reliable (α at least 0.80): Area A; fair (α at least 0.70): Area B"},
		{[][2]survey.Num{{.81, .85}, {.6, .69}}, "not reliable (α below 0.70): Area B"},
		{[][2]survey.Num{{.81, .85}, {.6, .75}}, "cannot be told: Area B"},
		{[][2]survey.Num{{.6, .75}, {.6, .75}}, "The data do not tell"},
	} {
		if got := (Figures{Release: scales(tt.intervals...), Lang: "en"}).QualityHeadline(); !strings.Contains(got, tt.want) {
			t.Errorf("%v: %q, want %q", tt.intervals, got, tt.want)
		}
	}
	// A group below the line decides, however reliable all look together.
	r := scales([2]survey.Num{.85, .9})
	r.Quality.Scales = append(r.Quality.Scales, survey.ScaleQuality{Node: "A", Group: "g", Low: .5, Alpha: .6, High: .65})
	if got := (Figures{Release: r, Lang: "en"}).QualityHeadline(); !strings.Contains(got, "Not reliable") {
		t.Errorf("%q", got)
	}
	if got := (Figures{Release: &survey.Release{}, Lang: "en"}).QualityHeadline(); !strings.Contains(got, "Too few") {
		t.Errorf("%q", got)
	}
}

func TestCoefficientsAreCutOff(t *testing.T) {
	for x, want := range map[survey.Num]string{.7999: "0.79", .8: "0.80", -.004: "0.00", -.128: "−0.12", 1: "1.00", .29: "0.29"} {
		if got := Coefficient(x); got != want {
			t.Errorf("Coefficient(%g) = %s, want %s", float64(x), got, want)
		}
	}
}

// Only drivers that can be told apart are said to lead, and only what is
// important and low beyond error is to be improved first.
func TestDriverHeadlines(t *testing.T) {
	r := scales([2]survey.Num{.8, .9})
	for _, id := range []string{"x", "y"} {
		r.Nodes = append(r.Nodes, survey.NodeInfo{ID: id, Title: survey.Text{"en": "Item " + id}})
	}
	a := survey.DriverAnalysis{Node: "A", Kind: survey.ImportanceDerived, Drivers: []survey.Driver{
		{Node: "x", Importance: .7, Quadrant: "concentrate_here"}, {Node: "y", Importance: .3},
	}}
	r.Drivers = []survey.DriverAnalysis{a}
	f := Figures{Release: r, Lang: "en"}
	if got := f.DriverHeadline(&r.Drivers[0]); !strings.Contains(got, "alike") {
		t.Errorf("nothing is apart: %q", got)
	}
	if got := f.DriversHeadline(); !strings.Contains(got, "No indicator") {
		t.Errorf("nothing is certain: %q", got)
	}
	r.Drivers[0].Apart = [][2]string{{"x", "y"}}
	r.Drivers[0].Drivers[0].Certain = true
	if got := f.DriverHeadline(&r.Drivers[0]); !strings.Contains(got, "goes most with Item x (70%)") {
		t.Errorf("%q", got)
	}
	if got := f.DriversHeadline(); !strings.Contains(got, "Improve first: Item x") {
		t.Errorf("%q", got)
	}
}

// Labels meet neither one another nor points at any width of the figure.
func TestLabelsDoNotCollide(t *testing.T) {
	board := &labelBoard{}
	titles := []string{"公道正派", "A rather long name of an indicator that nobody would wish", "B", "业务能力", "C five", "D six", "E"}
	for i := range titles {
		board.dot(.3+.02*float64(i), 100+float64(5*i))
	}
	fixed := len(board.taken[0])
	placed := 0
	for i, title := range titles {
		if board.place(title, .3+.02*float64(i), 100+float64(5*i)) != nil {
			placed++
		}
	}
	for i := range scatterWidths {
		for j, a := range board.taken[i] {
			for k, b := range board.taken[i][:j] {
				if j >= fixed && a.meets(b) {
					t.Errorf("width %g: %d and %d", scatterWidths[i], j, k)
				}
			}
		}
	}
	if placed < 4 {
		t.Errorf("%d of %d labels found room", placed, len(titles))
	}
}
