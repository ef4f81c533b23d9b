package chart

import (
	"slices"

	"minping/survey"
)

// DriversHeadline names what is important and low, both beyond error, over all
// areas.
func (f Figures) DriversHeadline() string {
	analysed := false
	var concern []string
	for i := range f.Release.Drivers {
		a := &f.Release.Drivers[i]
		if a.Group != "" || a.Reason != "" || len(a.Outcomes) > 0 { // the whole has its own place and measure
			continue
		}
		analysed = true
		if a.Kind == survey.ImportanceStated {
			return f.word("drivers.head.stated")
		}
		for _, d := range a.Drivers {
			if d.Certain && d.Quadrant == "concentrate_here" {
				concern = append(concern, f.nodeTitle(d.Node))
			}
		}
	}
	switch {
	case !analysed:
		return f.word("drivers.head.none")
	case len(concern) == 0:
		return f.word("drivers.head.calm")
	case len(concern) > mostNames+1:
		return f.word("drivers.head.many", "n", len(concern))
	}
	return f.word("drivers.head.concern", "names", joined(f.lang(), concern), "n", len(concern))
}

// DriverHeadline says what the overall answer of an area goes with most, as far
// as the drivers can be told apart.
func (f Figures) DriverHeadline(a *survey.DriverAnalysis) string {
	name := f.nodeTitle(a.Node)
	if a.Reason != "" {
		return f.word("drivers.no", "node", name, "why", f.word("drivers.reason."+a.Reason))
	}
	if a.Kind == survey.ImportanceStated {
		return f.word("drivers.stated.head")
	}
	top := slices.MaxFunc(a.Drivers, func(x, y survey.Driver) int {
		if x.Importance < y.Importance {
			return -1
		}
		return 1
	})
	ties := []string{f.nodeTitle(top.Node)}
	for _, d := range a.Drivers {
		if d.Node != top.Node && !slices.Contains(a.Apart, [2]string{top.Node, d.Node}) {
			ties = append(ties, f.nodeTitle(d.Node))
		}
	}
	switch {
	case len(ties) == 1:
		return f.word("drivers.top", "node", name, "driver", ties[0], "share", Percent(top.Importance))
	case len(ties) == len(a.Drivers):
		return f.word("drivers.alike", "node", name, "n", len(ties))
	case len(ties) > mostNames:
		return f.word("drivers.some", "node", name, "n", len(ties))
	}
	return f.word("drivers.ties", "node", name, "names", joined(f.lang(), ties))
}
