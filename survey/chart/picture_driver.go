package chart

import (
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/canvas"
)

// The size of a plot of drivers.
const (
	driverHeight = 520.0
	driverEdge   = 64.0 // room left of it for the labels of importance
)

// driversPicture sets what matters beside how it is rated: see Scatter. Without
// a node it is the first area that was analysed.
func (f Figures) driversPicture(about Subject) *Picture {
	i := slices.IndexFunc(f.Release.Drivers, func(a survey.DriverAnalysis) bool {
		return a.Group == about.Group && a.Reason == "" && (about.Node == "" || a.Node == about.Node)
	})
	if i < 0 {
		return nil
	}
	a := &f.Release.Drivers[i]
	drivers := placed(a)
	if len(drivers) == 0 {
		return nil
	}
	t := Table{Head: []string{
		f.word("indicator"), f.word("picture.importance"), f.word("table.low"), f.word("table.high"), f.word("score"), f.word("table.low"), f.word("table.high"),
		f.word("verdict"), f.word("table.certain"),
	}}
	for _, d := range drivers {
		field, certain := "", ""
		if d.Quadrant != "" {
			field, certain = f.word("drivers."+d.Quadrant), f.word("table.zone.unsure")
			if d.Certain {
				certain = f.word("table.zone.sure")
			}
		}
		t.Rows = append(t.Rows, []Cell{
			text(f.nodeTitle(d.Node)), number(d.Importance, 4), number(d.ImportanceLow, 4), number(d.ImportanceHigh, 4),
			number(d.Performance, 2), number(d.PerformanceLow, 2), number(d.PerformanceHigh, 2), text(field), text(certain),
		})
	}
	p := &Picture{
		Title: f.quadrantHeadline(a), Table: t,
		subtitle: f.word("drivers.figure", "node", f.nodeTitle(a.Node)) + f.word("picture.comma") + f.word("picture.interval", "level", f.level()),
		keys: []key{f.dotKey(), f.lowKey(f.word("picture.concern")), {f.word("picture.means"), func(b *board, x, y float64) {
			b.Line(canvas.Point{X: x, Y: y - 9}, canvas.Point{X: x, Y: y + 9}, canvas.Paint{Stroke: b.of("ink-3"), Width: 1.4, Dash: 4})
		}}},
	}
	x, y := scatterAxes(drivers)
	placed, unnamed := f.placeDrivers(drivers, x, y)
	if len(unnamed) > 0 {
		p.notes = append(p.notes, f.word("picture.unnamed", "names", strings.Join(unnamed, f.word("list.comma"))))
	}
	p.body = func(b *board) { b.quadrant(a, drivers, placed, x, y) }
	return p
}

// quadrantHeadline names what is important and low, both beyond error, in one
// area; where nothing is, what its overall answer goes with.
func (f Figures) quadrantHeadline(a *survey.DriverAnalysis) string {
	var concern []string
	for _, d := range a.Drivers {
		if d.Certain && d.Quadrant == "concentrate_here" {
			concern = append(concern, f.nodeTitle(d.Node))
		}
	}
	if len(concern) == 0 || a.Kind == survey.ImportanceStated {
		return f.DriverHeadline(a)
	}
	return f.word("drivers.head.concern", "names", joined(f.lang(), concern), "n", len(concern))
}

// A driverPlace is where a driver and its label stand, from the plot's corner.
type driverPlace struct {
	x, y   float64
	label  string
	at     canvas.Point
	anchor canvas.Anchor
}

var driverType = canvas.Type{Size: plainText}

// placeDrivers finds room for the labels, nearest first; unnamed are those for
// which there is none.
func (f Figures) placeDrivers(drivers []survey.Driver, x, y axis) (list []driverPlace, unnamed []string) {
	width := pictureWidth - 2*pictureEdge - driverEdge
	var taken []canvas.Box
	for _, d := range drivers {
		p := driverPlace{x: width * x.share(d.Performance), y: driverHeight * (1 - y.share(100*d.Importance))}
		list = append(list, p)
		taken = append(taken, canvas.Box{Left: p.x - 7, Top: p.y - 7, Right: p.x + 7, Bottom: p.y + 7})
		if d.PerformanceLow < d.PerformanceHigh { // its whiskers
			taken = append(taken, canvas.Box{Left: width * x.share(d.PerformanceLow), Top: p.y - 1, Right: width * x.share(d.PerformanceHigh), Bottom: p.y + 1})
		}
		if d.ImportanceLow < d.ImportanceHigh {
			taken = append(taken, canvas.Box{
				Left: p.x - 1, Top: driverHeight * (1 - y.share(100*d.ImportanceHigh)), Right: p.x + 1, Bottom: driverHeight * (1 - y.share(100*d.ImportanceLow)),
			})
		}
	}
	for i, d := range drivers {
		title, p := f.nodeTitle(d.Node), &list[i]
		if !f.placeLabel(p, title, width, taken) {
			unnamed = append(unnamed, title)
			continue
		}
		taken = append(taken, canvas.Room(p.at.X, p.at.Y, title, driverType.With(p.anchor)))
	}
	return list, unnamed
}

// placeLabel finds room for one label.
func (f Figures) placeLabel(p *driverPlace, title string, width float64, taken []canvas.Box) bool {
	for _, down := range []float64{5, -10, 20, -24, 34, -40, 50, -56, 66} {
		for _, c := range []struct {
			dx     float64
			anchor canvas.Anchor
		}{{11, canvas.Start}, {-11, canvas.End}, {0, canvas.Middle}} {
			if down == 5 && c.anchor == canvas.Middle {
				continue
			}
			at := canvas.Point{X: p.x + c.dx, Y: p.y + down}
			room := canvas.Room(at.X, at.Y, title, driverType.With(c.anchor))
			free := room.Left >= 4 && room.Right <= width-4 && room.Top >= 26 && room.Bottom <= driverHeight-26 &&
				!slices.ContainsFunc(taken, room.Meets)
			if free {
				p.label, p.at, p.anchor = title, at, c.anchor
				return true
			}
		}
	}
	return false
}

// quadrant draws the plot.
func (b *board) quadrant(a *survey.DriverAnalysis, drivers []survey.Driver, places []driverPlace, x, y axis) {
	left, top := b.x+driverEdge, b.y
	width, bottom := b.width-driverEdge, b.y+driverHeight
	grid := canvas.Paint{Stroke: b.of("grid"), Width: 1}
	small := canvas.Type{Size: 11.5, Color: b.of("ink-3")}
	for i := range int((y.High-y.Low)/y.Step + 1.5) {
		v := survey.Num(y.Low + float64(i)*y.Step)
		at := bottom - driverHeight*y.share(v)
		b.Line(canvas.Point{X: left, Y: at}, canvas.Point{X: left + width, Y: at}, grid)
		b.Text(left-8, at+4, fixed(v, 0)+"%", small.With(canvas.End))
	}
	b.grid(column{x: left, width: width, axis: x}, top, bottom)
	cross := canvas.Paint{Stroke: b.of("ink-3"), Width: 1.4, Dash: 4}
	if finite(a.PerformanceCut) && finite(a.ImportanceCut) {
		at := canvas.Point{X: left + width*x.share(a.PerformanceCut), Y: bottom - driverHeight*y.share(100*a.ImportanceCut)}
		b.Line(canvas.Point{X: at.X, Y: top}, canvas.Point{X: at.X, Y: bottom}, cross)
		b.Line(canvas.Point{X: left, Y: at.Y}, canvas.Point{X: left + width, Y: at.Y}, cross)
	}
	corner := canvas.Type{Size: plainText, Color: b.of("ink-2"), Bold: true}
	b.Text(left+6, top+17, b.f.word("drivers.concentrate_here"), corner)
	b.Text(left+width-6, top+17, b.f.word("drivers.keep_up"), corner.With(canvas.End))
	b.Text(left+6, bottom-9, b.f.word("drivers.low_priority"), corner)
	b.Text(left+width-6, bottom-9, b.f.word("drivers.possible_overkill"), corner.With(canvas.End))
	for i, d := range drivers {
		b.driver(d, places[i], left, top, width, x, y)
	}
	b.ticks(column{x: left, width: width, axis: x}, bottom+17)
	name := canvas.Type{Size: smallText, Color: b.of("ink-2")}
	b.Text(left+width/2, bottom+36, b.f.word("score"), name.With(canvas.Middle))
	name.Turned = true
	b.Text(b.x+12, top+driverHeight/2, b.f.word("picture.importance"), name.With(canvas.Middle))
	b.y = bottom + 42
}

// driver draws one indicator with both its intervals.
func (b *board) driver(d survey.Driver, p driverPlace, left, top, width float64, x, y axis) {
	concern := d.Certain && d.Quadrant == "concentrate_here"
	color := b.of("peer")
	if concern {
		color = b.of("red")
	}
	thin := canvas.Paint{Stroke: color, Width: 1.2}
	at := canvas.Point{X: left + p.x, Y: top + p.y}
	if d.ImportanceLow < d.ImportanceHigh {
		up := func(v survey.Num) float64 { return top + driverHeight*(1-y.share(100*v)) }
		b.Line(canvas.Point{X: at.X, Y: up(d.ImportanceLow)}, canvas.Point{X: at.X, Y: up(d.ImportanceHigh)}, thin)
	}
	if d.PerformanceLow < d.PerformanceHigh {
		across := func(v survey.Num) float64 { return left + width*x.share(v) }
		b.Line(canvas.Point{X: across(d.PerformanceLow), Y: at.Y}, canvas.Point{X: across(d.PerformanceHigh), Y: at.Y}, thin)
	}
	b.dot(at.X, at.Y, concern)
	t := driverType.With(p.anchor)
	t.Color = b.of("ink")
	b.Text(left+p.at.X, top+p.at.Y, p.label, t)
}
