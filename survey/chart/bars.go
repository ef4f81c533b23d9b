package chart

import (
	"slices"

	"minping/survey"
)

// How many bars, and how many side by side, a figure can carry and still be
// read. With more of them the intervals of the ranks are drawn instead.
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
// none where the release lists no bands or they are too many to read.
func bars(info survey.TierInfo, units []*survey.UnitResult) (list []bar, lanes int) {
	row := make(map[string]int, len(units))
	for i, u := range units {
		row[u.Unit] = i
	}
	for _, band := range info.Bands {
		var rows []int
		for _, unit := range band {
			if i, ok := row[unit]; ok {
				rows = append(rows, i)
			}
		}
		if slices.Sort(rows); len(rows) > 1 {
			list = append(list, bar{Rows: rows, First: rows[0], Last: rows[len(rows)-1]})
		}
	}
	if len(list) > maxBars {
		return nil, 0
	}
	slices.SortFunc(list, func(x, y bar) int { return slices.Compare(x.Rows, y.Rows) })
	if lanes = assignLanes(list); lanes > maxLanes {
		return nil, 0
	}
	return list, lanes
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
