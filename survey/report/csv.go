package report

import (
	"bufio"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"minping/survey"
)

// csvColumns are the columns of the long table: one row a unit, group and node.
var csvColumns = []string{
	"unit", "name", "tier", "parent", "group", "node", "title", "level", "suppressed", "ballots",
	"score", "se", "low", "high", "df", "n", "n_eff", "rate", "dont_know", "abstain", "blank", "invalid",
	"rank", "of", "rank_low", "rank_high", "previous", "change", "change_low", "change_high", "change_p",
	"deff", "shrunken", "shrunken_se", "reliability", "rank_expected", "rank_expected_shrunken", "pcer", "unranked",
	"change_p_adjusted", "change_real", "change_expected", "blurred", "told",
}

// CSV writes a long table with all figures: one row a unit and node, then one
// a group of the unit and node. It starts with a byte order mark, so that
// spreadsheets read it as UTF-8; texts that a spreadsheet would take for
// formulas start with an apostrophe. Paper and votes have rows and columns of
// their own.
func CSV(w io.Writer, r *survey.Release, lang string) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	columns := csvColumns
	if r.Paper != nil {
		columns = append(slices.Clip(columns), csvPaper...)
	}
	before := len(columns)
	if len(r.Votes) > 0 {
		columns = append(slices.Clip(columns), csvVote...)
	}
	out := csvTable{csv.NewWriter(buffered), len(columns)}
	out.UseCRLF = true
	if err := out.Write(columns); err != nil {
		return err
	}
	for i := range r.Units {
		u := &r.Units[i]
		if err := csvRows(out, r, u, "", u.Ballots, u.Suppressed, u.Nodes, lang); err != nil {
			return err
		}
		for _, g := range r.Groups {
			if res, ok := u.Groups[g.ID]; ok {
				if err := csvRows(out, r, u, g.ID, res.Ballots, res.Suppressed, res.Nodes, lang); err != nil {
					return err
				}
			}
		}
	}
	for _, row := range Paper(r, lang) {
		if err := out.Write(csvPaperRow(row)); err != nil {
			return err
		}
	}
	for i := range r.Votes {
		for _, row := range csvVotes(r, &r.Votes[i], before, lang) {
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// A csvTable is a table whose rows may be given without their last cells.
type csvTable struct {
	*csv.Writer
	columns int
}

// Write writes a row.
func (t csvTable) Write(row []string) error {
	return t.Writer.Write(append(row, make([]string, t.columns-len(row))...))
}

// csvRows writes the nodes of a unit, or of a group of it; what is suppressed
// has one row without figures.
func csvRows(
	out csvTable, r *survey.Release, u *survey.UnitResult, group string,
	ballots int, suppressed bool, nodes map[string]survey.NodeScore, lang string,
) error {
	for i, n := range r.Nodes {
		row := []string{
			survey.PlainCell(u.Unit), survey.PlainCell(u.Name.In(lang)), survey.PlainCell(u.Tier), survey.PlainCell(u.Parent), survey.PlainCell(group),
			survey.PlainCell(n.ID), survey.PlainCell(n.Title.In(lang)), string(n.Level), strconv.FormatBool(suppressed), "",
		}
		s, ok := nodes[n.ID]
		switch {
		case suppressed && i > 0:
			return nil
		case suppressed:
			row = append(row, make([]string, len(csvColumns)-len(row))...)
			row[slices.Index(csvColumns, "unranked")] = string(u.Unranked)
			row[slices.Index(csvColumns, "told")] = words{lang}.hiddenWhy(r)
		case !ok:
			continue
		default:
			row[len(row)-1] = strconv.Itoa(ballots)
			row = append(row, csvFigures(s)...)
			row = append(row, csvRank(u, s, group == "", i == 0)...)
			row = append(row, csvChange(s.Change)...)
			row = append(row, csvShrunken(u, s, group == "" && i == 0)...)
			row = append(row, csvVerdict(s.Change)...)
			row = append(row, strconv.FormatBool(s.Blurred), words{lang}.told(r, s))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

func csvFigures(s survey.NodeScore) []string {
	return []string{
		number(s.Score), number(s.SE), number(s.Low), number(s.High), number(s.DF), strconv.Itoa(s.N), number(s.NEff),
		number(s.Rate), number(s.DontKnow), number(s.Abstain), number(s.Blank), number(s.Invalid),
	}
}

// csvRank gives the place at the node and, at the root, its interval.
func csvRank(u *survey.UnitResult, s survey.NodeScore, whole, root bool) []string {
	row := make([]string, 4)
	if !whole || s.Rank == 0 {
		return row
	}
	row[0] = strconv.Itoa(s.Rank)
	if root && u.Rank != nil {
		row[1], row[2], row[3] = strconv.Itoa(u.Rank.Of), strconv.Itoa(u.Rank.Low), strconv.Itoa(u.Rank.High)
	}
	return row
}

func csvChange(c *survey.Change) []string {
	if c == nil {
		return make([]string, 5)
	}
	return []string{number(c.Previous), number(c.Diff), number(c.Low), number(c.High), number(c.P)}
}

// csvShrunken gives the design effect and the shrunken score of a node and, at
// the root, the expected places, or why there is none.
func csvShrunken(u *survey.UnitResult, s survey.NodeScore, root bool) []string {
	row := make([]string, 8)
	row[0] = number(s.Deff)
	if h := s.Shrunken; h != nil {
		row[1], row[2], row[3] = number(h.Score), number(h.SE), number(h.Reliability)
	}
	if !root {
		return row
	}
	row[7] = string(u.Unranked)
	if u.Rank != nil {
		row[4] = number(u.Rank.Expected)
		if p := u.Rank.Shrunken; p != nil {
			row[5], row[6] = number(p.Expected), number(p.PCER)
		}
	}
	return row
}

// csvVerdict gives what may be said of a change, once all units of the tier
// are tested together.
func csvVerdict(c *survey.Change) []string {
	if c == nil {
		return make([]string, 3)
	}
	return []string{number(c.PAdjusted), strconv.FormatBool(c.Real), number(c.Expected)}
}

// number prints a figure in full; one that cannot be stated is empty.
func number(n survey.Num) string {
	if !n.OK() {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'g', -1, 64)
}
