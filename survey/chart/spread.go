package chart

import (
	"html/template"
	"math"
	"strconv"
	"strings"

	"minping/survey"
)

// The size of a spread: columns across, pixels from dot to dot and at most
// upwards.
const (
	spreadColumns = 34
	dotStep       = 11.0
	spreadHeight  = 200.0
)

type spreadView struct {
	Tier     string
	Units, K int
	Height   int // of the ground that the dots stand on
	Total    int
	Label    int // of the axis
	Axis     axis
	Radius   string
	Side     string // of a diamond
	Half     string
	Dots     []spreadDot
	Sure     bool // some diamond is certain
	Unsure   bool
}

type spreadDot struct{ X, Y, Kind string }

// Spread draws a tier's scores as stacked dots: diamonds are the last k,
// hollow where that is uncertain.
func (f Figures) Spread(tier string) template.HTML {
	units := f.ranked(tier)
	if len(units) < 2 {
		return ""
	}
	z, root := f.zone(tier), f.root()
	var scores []survey.Num
	for _, u := range units {
		scores = append(scores, u.Nodes[root].Score)
	}
	v := spreadView{Tier: f.tierName(tier), Units: len(units), K: z.k, Axis: axisOver(scores...)}
	column := func(s survey.Num) int { return int(math.Round(v.Axis.share(s) * spreadColumns)) }
	height := map[int]int{}
	top := 0
	for _, s := range scores {
		height[column(s)]++
		top = max(top, height[column(s)])
	}
	step := min(dotStep, spreadHeight/float64(top))
	v.Height = int(math.Ceil(float64(top)*step)) + 12
	v.Total, v.Label = v.Height+22, v.Height+16
	v.Radius, v.Side, v.Half = length(.41*step), length(.76*step), length(-.38*step)
	stacked := map[int]int{}
	for i := len(units) - 1; i >= 0; i-- {
		c := column(scores[i])
		d := spreadDot{X: perCent(float64(c) / spreadColumns), Y: length(-8 - float64(stacked[c])*step)}
		stacked[c]++
		if fl := z.flags[units[i].Unit]; fl != nil {
			d.Kind = "unsure"
			if fl.Certain {
				d.Kind = "sure"
			}
			v.Sure, v.Unsure = v.Sure || fl.Certain, v.Unsure || !fl.Certain
		}
		v.Dots = append(v.Dots, d)
	}
	return f.draw("spread", v)
}

// length writes a number of pixels.
func length(px float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(px, 'f', 1, 64), ".0")
}
