package awards

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"minping/scoring"
	"minping/survey"
)

// Unknown is a figure, or mark, that there is not.
var Unknown = survey.Num(math.NaN())

// A Figure is what a candidate is ranked by.
type Figure struct {
	Value, Low, High survey.Num
	N                int
	Verdict          string // of a vote; only what was carried, or has none, wins
}

// wins reports whether a candidate with the figure may go on.
func (f Figure) wins() bool {
	return f.Value.OK() && (f.Verdict == "" || f.Verdict == scoring.Carried.String())
}

// places after the point to which figures are compared: what is printed alike is
// a tie.
const decimals = 100

// standing ranks candidates by their figures and shares places out. Ties over a
// line are marked and not broken.
func standing(in []*Candidate, figures map[string]Figure, places []int) []Line {
	lines := make([]Line, len(in))
	steps := []int{}
	at := make([]int, len(in)) // 0: wins nothing
	for i, c := range in {
		f, told := figures[c.ID]
		if !told {
			f = Figure{Value: Unknown, Low: Unknown, High: Unknown}
		}
		lines[i] = Line{Candidate: c.ID, Value: f.Value, Low: f.Low, High: f.High, N: f.N, Verdict: f.Verdict}
		if f.Value.OK() {
			steps = append(steps, rounded(f.Value))
		}
	}
	slices.Sort(steps)
	steps = slices.Compact(steps)
	order := make([]int, len(in))
	for i, l := range lines {
		if !l.Value.OK() {
			continue
		}
		step, _ := slices.BinarySearch(steps, rounded(l.Value))
		order[i] = step + 1
		if figures[l.Candidate].wins() {
			at[i] = step + 1
		}
	}
	ranks, seats := scoring.Seats(order), scoring.Seats(at, places...)
	for i := range lines {
		l := &lines[i]
		if l.Value.OK() {
			l.Rank = ranks[i].Rank
		}
		l.Class, l.Tied = seats[i].Class, seats[i].Tied
		if l.Tied {
			l.Upper, l.Lower, l.Class = seats[i].Upper, seats[i].Class, 0
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Or(cmp.Compare(told(b), told(a)), cmp.Compare(a.Rank, b.Rank)) })
	return lines
}

func rounded(v survey.Num) int { return int(math.Round(float64(v) * decimals)) }

func told(l Line) int {
	if l.Rank > 0 {
		return 1
	}
	return 0
}

// decide puts what the organiser decided into lines: who of those tied, or of
// all where a meeting decides, gets which class. last: prizes are given, of
// which there are no more than places.
func decide(lines []Line, choice map[string]int, places []int, meeting, last bool) (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	taken := make([]int, len(places)+1)
	for i := range lines {
		l := &lines[i]
		class, said := choice[l.Candidate]
		switch {
		case meeting || l.Tied:
			switch {
			case !said && l.Tied:
				add("choice."+l.Candidate, "award_tied")
			case said && !between(class, l.Upper, l.Lower, len(places), meeting):
				add("choice."+l.Candidate, "award_class", "class", class)
			default:
				l.Class = class
			}
		case said && class != l.Class:
			add("choice."+l.Candidate, "award_not_tied")
		}
		if l.Class >= 0 && l.Class < len(taken) {
			taken[l.Class]++
		}
	}
	for class, n := range places {
		spare := !meeting && !last // those tied at the line of a round may all go on
		if got := taken[class+1]; got > n && !spare {
			add("choice", "award_too_many", "class", class+1, "places", n, "count", got)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(choice)) {
		if !slices.ContainsFunc(lines, func(l Line) bool { return l.Candidate == id }) {
			add("choice."+survey.Clip(id), "award_no_candidate")
		}
	}
	return errs
}

// between reports whether a class lies from the upper one to the lower, of which
// 0 comes after all others.
func between(class, upper, lower, classes int, meeting bool) bool {
	if meeting {
		return class >= 0 && class <= classes
	}
	last := func(c int) int {
		if c == 0 {
			return classes + 1
		}
		return c
	}
	return class >= 0 && last(class) >= upper && last(class) <= last(lower)
}
