package chart

import (
	"html/template"
	"strconv"

	"minping/survey"
)

// The scatter's height in pixels: corners above, the plot, ticks below.
const (
	scatterTop    = 30
	scatterBottom = 266
	scatterHeight = 290
)

type scatterView struct {
	Name        string
	Stated      bool
	Level       string
	Height      int
	Top, Bottom int
	Ticks       []tick // of the performance, below
	Lines       []rule // of the importance
	CutX        string // the crosshair
	CutY        string
	Corners     []scatterLabel
	Points      []scatterPoint
}

// A rule is a labelled line across.
type rule struct {
	Y, Label string
	LabelY   string
}

type scatterPoint struct {
	X, Y     string
	From, To string // the whisker of the importance; "" where it is known exactly
	Left     string // and of the performance
	Right    string
	Concern  bool // important and low, beyond error
	Title    string
	Label    *scatterLabel // nil where there is no room
}

// Scatter draws the drivers of an analysis, importance upwards and performance
// to the right, each with its intervals.
func (f Figures) Scatter(a *survey.DriverAnalysis) template.HTML {
	drivers := placed(a)
	if len(drivers) == 0 {
		return ""
	}
	x, y := scatterAxes(drivers)
	v := scatterView{
		Name: f.nodeTitle(a.Node), Stated: a.Kind == survey.ImportanceStated, Level: f.level(),
		Height: scatterHeight, Top: scatterTop, Bottom: scatterBottom, Ticks: x.Ticks(),
		CutX: x.X(a.PerformanceCut), CutY: pixels(down(y, 100*a.ImportanceCut)),
	}
	for i := range int((y.High-y.Low)/y.Step+.5) + 1 {
		value := survey.Num(y.Low + float64(i)*y.Step)
		v.Lines = append(v.Lines, rule{Y: pixels(down(y, value)), LabelY: pixels(down(y, value) - 3), Label: strconv.Itoa(int(value)) + "%"})
	}
	board := &labelBoard{}
	v.Corners = f.corners(board)
	for _, line := range v.Lines {
		board.reserve(line.Label, 0, "start", down(y, 0)-3)
	}
	for _, d := range drivers {
		board.dot(x.share(d.Performance), down(y, 100*d.Importance))
	}
	for _, d := range drivers {
		v.Points = append(v.Points, f.scatterPoint(d, x, y, board))
	}
	return f.draw("scatter", v)
}

// placed are the drivers that have both coordinates.
func placed(a *survey.DriverAnalysis) []survey.Driver {
	var drivers []survey.Driver
	for _, d := range a.Drivers {
		if finite(d.Importance) && finite(d.Performance) {
			drivers = append(drivers, d)
		}
	}
	return drivers
}

// scatterAxes returns the axes of performance, in points, and of importance, in
// per cent from 0.
func scatterAxes(drivers []survey.Driver) (x, y axis) {
	var across []survey.Num
	up := []survey.Num{0}
	for _, d := range drivers {
		across = append(across, d.Performance, d.PerformanceLow, d.PerformanceHigh)
		up = append(up, 100*d.Importance, 100*d.ImportanceHigh)
	}
	x, y = axisOver(across...), axisOver(up...)
	if y.Step < 1 {
		y.Step, y.High = 1, 1 // whole per cents
	}
	x.Low, x.High = max(x.Low-x.Step, min(x.Low, 0)), min(x.High+x.Step, max(x.High, 100))
	return x, y
}

// down returns the height of a value, in pixels from the top.
func down(y axis, v survey.Num) float64 {
	return scatterBottom - y.share(v)*(scatterBottom-scatterTop)
}

func pixels(y float64) string { return strconv.FormatFloat(y, 'f', 1, 64) }

func (f Figures) scatterPoint(d survey.Driver, x, y axis, board *labelBoard) scatterPoint {
	title := f.nodeTitle(d.Node)
	p := scatterPoint{
		X: x.X(d.Performance), Y: pixels(down(y, 100*d.Importance)), Title: title,
		Concern: d.Certain && d.Quadrant == "concentrate_here",
	}
	if d.ImportanceLow < d.ImportanceHigh {
		p.From, p.To = pixels(down(y, 100*d.ImportanceLow)), pixels(down(y, 100*d.ImportanceHigh))
	}
	if d.PerformanceLow < d.PerformanceHigh {
		p.Left, p.Right = x.X(d.PerformanceLow), x.X(d.PerformanceHigh)
	}
	p.Label = board.place(title, x.share(d.Performance), down(y, 100*d.Importance))
	return p
}

// corners names the four fields.
func (f Figures) corners(board *labelBoard) []scatterLabel {
	var labels []scatterLabel
	for _, c := range []struct {
		key, anchor string
		at          float64
		y           float64
	}{
		{"concentrate_here", "start", .12, 14},
		{"keep_up", "end", 1, 14},
		{"low_priority", "start", .12, scatterBottom - 6},
		{"possible_overkill", "end", 1, scatterBottom - 6},
	} {
		text := f.word("drivers." + c.key)
		board.reserve(text, c.at, c.anchor, c.y)
		labels = append(labels, scatterLabel{Text: text, X: perCent(c.at), Y: pixels(c.y), Anchor: c.anchor})
	}
	return labels
}
