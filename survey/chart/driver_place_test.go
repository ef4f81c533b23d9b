package chart

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/canvas"
)

// Wherever the points of a plot of drivers lie, no label runs into another, into
// a point, or out of the plot; each driver is named there or beside it.
func TestDriverLabels(t *testing.T) {
	names := []string{"办事", "Manner of the staff", "组织工作", "Selection and appointment of cadres", "防止和纠正用人上不正之风", "Fees"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "drivers")
		r := &survey.Release{}
		var drivers []survey.Driver
		for i := range n {
			id := fmt.Sprint("D", i)
			title := rapid.SampledFrom(names).Draw(t, "name") + fmt.Sprint(i)
			r.Nodes = append(r.Nodes, survey.NodeInfo{ID: id, Title: survey.Text{"zh": title}})
			at, up := rapid.Float64Range(0, 100).Draw(t, "score"), rapid.Float64Range(0, 1).Draw(t, "importance")
			wide := rapid.Float64Range(0, 20).Draw(t, "interval")
			drivers = append(drivers, survey.Driver{
				Node: id, Performance: survey.Num(at), PerformanceLow: survey.Num(max(0, at-wide)), PerformanceHigh: survey.Num(min(100, at+wide)),
				Importance: survey.Num(up), ImportanceLow: survey.Num(max(0, up-wide/100)), ImportanceHigh: survey.Num(min(1, up+wide/100)),
			})
		}
		x, y := scatterAxes(drivers)
		places, unnamed := Figures{Release: r, Lang: "zh"}.placeDrivers(drivers, x, y)
		width := pictureWidth - 2*pictureEdge - driverEdge
		var labels, points []canvas.Box
		for _, p := range places {
			points = append(points, canvas.Box{Left: p.x - 6, Top: p.y - 6, Right: p.x + 6, Bottom: p.y + 6})
			if p.label != "" {
				labels = append(labels, canvas.Room(p.at.X, p.at.Y, p.label, driverType.With(p.anchor)))
			}
		}
		if len(labels)+len(unnamed) != n {
			t.Fatalf("%d drivers, %d labels, %d named beside", n, len(labels), len(unnamed))
		}
		for i, b := range labels {
			if b.Left < 0 || b.Right > width || b.Top < 0 || b.Bottom > driverHeight {
				t.Fatalf("label %d leaves the plot: %v", i, b)
			}
			if slices.ContainsFunc(labels[:i], b.Meets) || slices.ContainsFunc(points, b.Meets) {
				t.Fatalf("label %d runs into another or a point: %v", i, b)
			}
		}
	})
}

// On pages no label runs into another at any width of the figure.
func TestScatterLabelsAtAnyWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		board := &labelBoard{}
		type spot struct{ share, y float64 }
		var spots []spot
		for range rapid.IntRange(2, 16).Draw(t, "drivers") {
			s := spot{rapid.Float64Range(.05, .95).Draw(t, "x"), rapid.Float64Range(scatterTop, scatterBottom).Draw(t, "y")}
			spots = append(spots, s)
			board.dot(s.share, s.y)
		}
		var labels []*scatterLabel
		for _, s := range spots {
			name := rapid.SampledFrom([]string{"办事", "Manner of the staff", "防止和纠正用人上不正之风"}).Draw(t, "name")
			if l := board.place(name, s.share, s.y); l != nil {
				labels = append(labels, l)
			}
		}
		of := rapid.Float64Range(scatterWidths[0], scatterWidths[1]).Draw(t, "width")
		var rooms []box
		for _, l := range labels {
			var share, y float64
			if _, err := fmt.Sscanf(l.X+" "+l.Y, "%f%% %f", &share, &y); err != nil {
				t.Fatal(err)
			}
			left, width := share/100*of+float64(l.DX), textWidth(l.Text)
			switch l.Anchor {
			case "end":
				left -= width
			case "middle":
				left -= width / 2
			}
			room := box{left + .5, y - labelHeight + 4.5, left + width - .5, y + 3.5} // rounding
			for _, other := range rooms {
				if room.meets(other) {
					t.Fatalf("at %.0f pixels %q runs into another: %v, %v", of, l.Text, room, other)
				}
			}
			rooms = append(rooms, room)
		}
	})
}
