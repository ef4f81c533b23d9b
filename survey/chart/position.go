package chart

import (
	"html/template"
	"strconv"

	"minping/survey"
)

type positionView struct {
	Rank, Of, Low, High, K int
	X, From, To            string
	ZoneX, ZoneWidth       string // the last k; "" where no rule names them
	Stops                  []stop
}

// A stop is a place on the line of ranks.
type stop struct {
	X, Label, Anchor string
	Y                int // where its stroke begins
}

// Position draws a unit's rank with its joint interval on the line of all
// ranks of its tier.
func (f Figures) Position(unit string) template.HTML {
	u := f.Release.Unit(unit)
	if u == nil || u.Rank == nil || u.Rank.Of < 2 {
		return ""
	}
	r := u.Rank
	x := func(rank float64) float64 { return (rank - 1) / float64(r.Of-1) }
	v := positionView{
		Rank: r.Rank, Of: r.Of, Low: r.Low, High: r.High,
		X: perCent(x(float64(r.Rank))), From: perCent(x(float64(r.Low))), To: perCent(x(float64(r.High))),
	}
	if z := f.zone(u.Tier); z.k > 0 && z.k < r.Of {
		from := x(float64(r.Of-z.k) + .5)
		v.K, v.ZoneX, v.ZoneWidth = z.k, perCent(from), perCent(1-from)
	}
	v.Stops = stops(r, x)
	return f.draw("position", v)
}

// stops returns a stroke for every place, or every tenth of many, and labels
// for the first, the last and round ones between.
func stops(r *survey.UnitRank, x func(float64) float64) []stop {
	var list []stop
	for _, p := range rankStops(r) {
		s := stop{X: perCent(x(float64(p.rank))), Y: 48, Anchor: p.anchor}
		if p.labelled {
			s.Label = strconv.Itoa(p.rank)
			if p.anchor == "middle" {
				s.Y = 44
			}
		}
		list = append(list, s)
	}
	return list
}

// A rankStop is a place on the line of ranks that has a stroke.
type rankStop struct {
	rank     int
	labelled bool
	anchor   string // of the label
}

func rankStops(r *survey.UnitRank) []rankStop {
	every, label := 1, 1
	for r.Of/label > 9 {
		label *= 10
		if r.Of/(label/2) <= 9 {
			label /= 2
		}
	}
	if r.Of > 120 {
		every = label / 5
	}
	var list []rankStop
	for i := 1; i <= r.Of; i++ {
		first, last := i == 1, i == r.Of
		if !first && !last && i%every != 0 {
			continue
		}
		s := rankStop{rank: i, anchor: "middle"}
		switch {
		case first:
			s.labelled, s.anchor = true, "start"
		case last:
			s.labelled, s.anchor = true, "end"
		default:
			s.labelled = i%label == 0 && r.Of-i >= (label+1)/2
		}
		list = append(list, s)
	}
	return list
}
