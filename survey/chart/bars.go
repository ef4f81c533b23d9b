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
	if len(units) < 2 || len(units) > survey.MaxDistinct {
		return nil, 0
	}
	row := make(map[string]int, len(units))
	var all rowSet
	for i, u := range units {
		row[u.Unit] = i
		all = all.with(i)
	}
	sets := []rowSet{all}
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
		if rows := s.rows(); len(rows) > 1 {
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

// A rowSet is a set of rows below survey.MaxDistinct.
type rowSet [(survey.MaxDistinct + 63) / 64]uint64

func (s rowSet) has(i int) bool       { return s[i/64]&(1<<(i%64)) != 0 }
func (s rowSet) with(i int) rowSet    { s[i/64] |= 1 << (i % 64); return s }
func (s rowSet) without(i int) rowSet { s[i/64] &^= 1 << (i % 64); return s }

// within reports whether all rows of s are in o.
func (s rowSet) within(o rowSet) bool {
	for i := range s {
		if s[i]&^o[i] != 0 {
			return false
		}
	}
	return true
}

// rows lists the rows, ascending.
func (s rowSet) rows() []int {
	var rows []int
	for i := range 64 * len(s) {
		if s.has(i) {
			rows = append(rows, i)
		}
	}
	return rows
}

// split parts every set that holds both a and b. A part that lies within
// another set says nothing more and is dropped; no older set can lie within a
// part, since it would have lain within the whole.
func split(sets []rowSet, a, b int) []rowSet {
	if !slices.ContainsFunc(sets, func(s rowSet) bool { return s.has(a) && s.has(b) }) {
		return sets
	}
	var out, parts []rowSet
	for _, s := range sets {
		if s.has(a) && s.has(b) {
			parts = append(parts, s.without(a), s.without(b))
		} else {
			out = append(out, s)
		}
	}
	for i, p := range parts {
		if !slices.ContainsFunc(out, p.within) && !slices.ContainsFunc(parts[i+1:], p.within) {
			out = append(out, p)
		}
	}
	return out
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
