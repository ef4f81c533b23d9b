package chart

import (
	"slices"

	"minping/survey"
)

// How many bars, and how many side by side, a figure can carry and still be
// read. With more of them the intervals of the ranks speak alone.
const (
	maxBars  = 24
	maxLanes = 6
)

// A bar joins rows that cannot be told apart: each of its rows with each other.
type bar struct {
	Rows  []int // ascending, at least two
	First int
	Last  int
	Lane  int // which of the parallel lines it is drawn on
}

// bars returns the bars of a ranking, so that two rows share a bar if and only
// if they cannot be told apart, and the number of lanes they take. It returns
// none where the release lists no pairs or the bars would be too many to read.
//
// It is the compact letter display by insert and absorb: Piepho, H.-P. (2004),
// Journal of Computational and Graphical Statistics 13, 456–466.
func bars(info survey.TierInfo, units []*survey.UnitResult) (list []bar, lanes int) {
	if len(units) < 2 || info.Ranked > survey.MaxDistinct {
		return nil, 0
	}
	row := make(map[string]int, len(units))
	all := make([]int, len(units))
	for i, u := range units {
		row[u.Unit], all[i] = i, i
	}
	sets := [][]int{all}
	for _, pair := range info.Distinct {
		a, okA := row[pair[0]]
		b, okB := row[pair[1]]
		if !okA || !okB {
			continue
		}
		if sets = split(sets, a, b); len(sets) > 8*maxBars {
			return nil, 0
		}
	}
	for _, s := range sets {
		if len(s) > 1 {
			list = append(list, bar{Rows: s, First: s[0], Last: s[len(s)-1]})
		}
	}
	if len(list) > maxBars {
		return nil, 0
	}
	slices.SortFunc(list, func(x, y bar) int { return slices.Compare([]int{x.First, x.Last}, []int{y.First, y.Last}) })
	if lanes = assignLanes(list); lanes > maxLanes {
		return nil, 0
	}
	return list, lanes
}

// split parts every set that holds both a and b, and drops sets that lie
// within another.
func split(sets [][]int, a, b int) [][]int {
	var out [][]int
	for _, s := range sets {
		if slices.Contains(s, a) && slices.Contains(s, b) {
			out = append(out, without(s, a), without(s, b))
		} else {
			out = append(out, s)
		}
	}
	var kept [][]int
	for i, s := range out {
		absorbed := slices.ContainsFunc(out, func(o []int) bool { return len(o) > len(s) && within(s, o) }) ||
			slices.ContainsFunc(out[:i], func(o []int) bool { return slices.Equal(o, s) })
		if !absorbed {
			kept = append(kept, s)
		}
	}
	return kept
}

func without(s []int, x int) []int {
	return slices.DeleteFunc(slices.Clone(s), func(y int) bool { return y == x })
}

// within reports whether the ascending s lies in the ascending o.
func within(s, o []int) bool {
	for _, x := range s {
		if _, ok := slices.BinarySearch(o, x); !ok {
			return false
		}
	}
	return true
}

// assignLanes puts bars that do not overlap on one lane.
func assignLanes(list []bar) int {
	var ends []int
	for i := range list {
		lane := slices.IndexFunc(ends, func(end int) bool { return end < list[i].First })
		if lane < 0 {
			lane = len(ends)
			ends = append(ends, 0)
		}
		ends[lane], list[i].Lane = list[i].Last, lane
	}
	return len(ends)
}

// A segment is a bar's part in one row.
type segment struct {
	X, From, To string
	Gap         bool // the bar passes a row that does not belong to it
}

// segments returns, by row, the parts of the bars.
func segments(list []bar, lanes, rows int) [][]segment {
	out := make([][]segment, rows)
	for _, b := range list {
		x := perCent((float64(b.Lane) + .5) / float64(lanes))
		for r := b.First; r <= b.Last; r++ {
			s := segment{X: x, From: "0", To: "100%", Gap: !slices.Contains(b.Rows, r)}
			if r == b.First {
				s.From = "50%"
			}
			if r == b.Last {
				s.To = "50%"
			}
			out[r] = append(out[r], s)
		}
	}
	return out
}
