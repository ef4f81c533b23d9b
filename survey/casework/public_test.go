package casework

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
	"minping/survey"
)

// Whatever was said at whatever points, no sum or difference of what is published
// is about fewer than PublicLeast reviews.
func TestPublicDerivesNothingSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []Point
		var reviews []Review
		var atoms []int
		index := map[string]int{} // of an atom, by unit and point
		for u := range rapid.IntRange(1, 4).Draw(t, "units") {
			unit := fmt.Sprintf("u%d", u)
			for i := range rapid.IntRange(0, 4).Draw(t, "points") {
				at := Point{ID: fmt.Sprintf("%sp%d", unit, i), Unit: unit, Kind: rapid.SampledFrom(PointKinds).Draw(t, "kind")}
				points = append(points, at)
				index[unit+" "+at.ID] = len(atoms)
				atoms = append(atoms, rapid.IntRange(0, 25).Draw(t, "reviews"))
				for range atoms[len(atoms)-1] {
					reviews = append(reviews, Review{Unit: unit, Point: at.ID, Grade: 5})
				}
			}
			index[unit+" "] = len(atoms)
			atoms = append(atoms, rapid.IntRange(0, 12).Draw(t, "elsewhere"))
			for range atoms[len(atoms)-1] {
				reviews = append(reviews, Review{Unit: unit, Grade: 1})
			}
		}
		p := publish(points, reviews)
		var totals [][]int
		of := func(wanted func(unit string) bool) (list []int) {
			for u := range 4 {
				unit := fmt.Sprintf("u%d", u)
				for i := range 4 {
					if at, there := index[fmt.Sprintf("%s %sp%d", unit, unit, i)]; there && wanted(unit) {
						list = append(list, at)
					}
				}
				if at, there := index[unit+" "]; there && wanted(unit) {
					list = append(list, at)
				}
			}
			return list
		}
		if p.Whole.Reviews > 0 {
			totals = append(totals, of(func(string) bool { return true }))
		}
		for _, u := range p.Units {
			if u.Reviews > 0 {
				totals = append(totals, of(func(unit string) bool { return unit == u.Unit }))
			}
			for _, at := range u.Points {
				if at.Kind == Person {
					t.Fatalf("%s is a person", at.ID)
				}
				if at.Reviews > 0 {
					totals = append(totals, []int{index[u.Unit+" "+at.ID]})
				}
				if at.Hidden && at.Reviews != 0 {
					t.Fatalf("%s is hidden, and told", at.ID)
				}
			}
		}
		if small := scoring.Derivable(atoms, totals, PublicLeast); small != nil {
			t.Fatalf("atoms %v, told %v: %v are few and can be derived", atoms, totals, small)
		}
	})
}

// What is public of a month: what is imputed or void is in nothing, a shut point
// without reviews has no line, few are hidden together with the next.
func TestPublish(t *testing.T) {
	points := []Point{
		{ID: "a", Unit: "u", Kind: Window, Name: "1号窗口"},
		{ID: "b", Unit: "u", Kind: Item, Name: "登记"},
		{ID: "c", Unit: "u", Kind: Site, Name: "网上"},
		{ID: "d", Unit: "u", Kind: Window, Name: "旧窗口", Shut: true},
		{ID: "e", Unit: "v", Kind: Window, Name: "2号窗口"},
	}
	var reviews []Review
	say := func(point, unit string, grade, times int, more ...func(*Review)) {
		for range times {
			r := Review{Unit: unit, Point: point, Grade: grade}
			for _, f := range more {
				f(&r)
			}
			reviews = append(reviews, r)
		}
	}
	say("a", "u", 5, 30)
	say("a", "u", 2, 10)
	say("b", "u", 4, 12)
	say("c", "u", 1, 3)
	say("a", "u", 1, 5, func(r *Review) { r.Void = true })
	say("b", "u", 3, 50, func(r *Review) { r.Imputed = true })
	p := publish(points, reviews)
	u := p.Units[slices.IndexFunc(p.Units, func(u PublicUnit) bool { return u.Unit == "u" })]
	if u.Reviews != 55 || u.Satisfied.N != 42 || p.Whole.Reviews != 55 {
		t.Errorf("%+v of %+v", u.PublicLine, p.Whole)
	}
	if len(u.Points) != 3 || u.Points[0].Reviews != 40 || u.Points[0].Satisfied.N != 30 || !(float64(u.Points[0].Satisfied.Low) > .59 && float64(u.Points[0].Satisfied.High) < .87) {
		t.Errorf("%+v", u.Points)
	}
	for _, at := range u.Points[1:] { // 3 are few; 12 would tell them
		if !at.Hidden || at.Reviews != 0 || at.Satisfied.Of != 0 {
			t.Errorf("%+v", at)
		}
	}
	v := p.Units[slices.IndexFunc(p.Units, func(u PublicUnit) bool { return u.Unit == "v" })]
	if v.Hidden || v.Reviews != 0 || len(v.Points) != 1 {
		t.Errorf("nothing was said: %+v", v)
	}
}

func TestPublicMonths(t *testing.T) {
	months := publicMonths(survey.Day("2026-01-31"))
	if len(months) != 12 || months[0] != "2025-12" || months[11] != "2025-01" {
		t.Errorf("%v", months)
	}
}
