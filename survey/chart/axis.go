package chart

import (
	"math"
	"strconv"
	"strings"

	"minping/survey"
)

// An axis maps values to positions in per cent of a cell's width.
type axis struct {
	Low, High float64
	Step      float64
	Limit     float64 // a line to draw, such as 60; NaN: none
}

// axisOver returns an axis over all values that can be stated, from tick to
// tick, with three to six steps. It never leaves 0–100 unless values do.
func axisOver(values ...survey.Num) axis {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) {
			low, high = min(low, float64(v)), max(high, float64(v))
		}
	}
	if low > high {
		low, high = 0, 100
	}
	a := axis{Limit: math.NaN()}
	for _, a.Step = range []float64{.5, 1, 2, 5, 10, 20, 25, 50, 100} {
		a.Low, a.High = a.Step*math.Floor(low/a.Step), a.Step*math.Ceil(high/a.Step)
		if (a.High-a.Low)/a.Step <= 5 {
			break
		}
	}
	if a.Low == a.High {
		a.Low -= a.Step
		a.High += a.Step
	}
	return a
}

// share returns where v lies on the axis, 0–1; values outside lie at its ends.
func (a axis) share(v survey.Num) float64 {
	return max(0, min(1, (float64(v)-a.Low)/(a.High-a.Low)))
}

// X returns the position of v: "42.5%".
func (a axis) X(v survey.Num) string { return perCent(a.share(v)) }

// A tick is a labelled position.
type tick struct {
	X, Label, Anchor string
	Value            survey.Num
	Zero             bool
}

// Ticks returns the ticks from left to right.
func (a axis) Ticks() []tick {
	var ticks []tick
	n := int(math.Round((a.High - a.Low) / a.Step))
	for i := range n + 1 {
		v := a.Low + float64(i)*a.Step
		t := tick{X: a.X(survey.Num(v)), Value: survey.Num(v), Label: minus(strconv.FormatFloat(v, 'f', -1, 64)), Anchor: "middle", Zero: v == 0 && a.Low < 0}
		switch i {
		case 0:
			t.Anchor = "start"
		case n:
			t.Anchor = "end"
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// LimitX returns the position of the limit, or "" where it is not on the axis.
func (a axis) LimitX() string {
	if math.IsNaN(a.Limit) || a.Limit < a.Low || a.Limit > a.High {
		return ""
	}
	return a.X(survey.Num(a.Limit))
}

// perCent writes a share of the width as an svg length.
func perCent(share float64) string {
	return strconv.FormatFloat(100*share, 'f', 1, 64) + "%"
}

// minus writes a number with a true minus.
func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

// A mark is one row of a dot plot: a dot on a whisker, last round's hollow dot,
// the peers' box.
type mark struct {
	Axis       axis
	X          string // the dot
	From, To   string // the whisker; "" where no error is known
	Was        string // last round; "" where there was none
	Low        bool   // drawn as a red diamond
	Box, Width string // the middle half of the peers; "" where none
	Median     string
}

// mark places a value with its interval.
func (a axis) mark(value, low, high survey.Num) mark {
	m := mark{Axis: a, X: a.X(value)}
	if finite(low) && finite(high) {
		m.From, m.To = a.X(low), a.X(high)
	}
	return m
}

// withWas adds last round's value.
func (m mark) withWas(c *survey.Change) mark {
	if c != nil && finite(c.Previous) {
		m.Was = m.Axis.X(c.Previous)
	}
	return m
}

// An axisHead is an axis with its labels: the head of a table-plot's column.
type axisHead struct {
	Title, Desc string
	Axis        axis
}
