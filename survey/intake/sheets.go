package intake

import (
	"cmp"
	"maps"
	"slices"

	"minping/scoring"
	"minping/survey"
)

// A sheetRow is a ballot that waits for the others of its sheet.
type sheetRow struct {
	no     int
	rater  string
	voted  survey.Answers
	ballot scoring.Ballot
}

// hold keeps a ballot of a sheet until the file is read: its rows may stand
// anywhere.
func (w *worker) hold(r row) {
	b := w.ballot
	b.Answers = slices.Clone(b.Answers)
	w.sheets[w.sheet] = append(w.sheets[w.sheet], sheetRow{no: r.no, rater: cmp.Or(w.rater, w.sheet), voted: w.voted, ballot: b})
}

// countSheets counts the ballots of whole sheets by the rules of the sheet, as
// paper is judged: one that breaks a rule is void and left out. Sheets are
// taken in the order in which they begin.
func (c *counting) countSheets() {
	found := newProblems(c.o.Name)
	for _, rows := range c.sheets {
		slices.SortFunc(rows, func(a, b sheetRow) int { return cmp.Compare(a.no, b.no) })
	}
	byFirst := func(a, b string) int { return cmp.Compare(c.sheets[a][0].no, c.sheets[b][0].no) }
	for _, name := range slices.SortedFunc(maps.Keys(c.sheets), byFirst) {
		rows := c.sheets[name]
		if p, bad := c.uneven(name, rows); bad {
			found.add(p)
			found.leave(p.key)
			continue
		}
		if reason := c.judge(rows); reason != "" {
			c.void++
			found.leave(voidSheet + key(reason))
			continue
		}
		for i := range rows {
			c.ballots.AddFrom(rows[i].rater, &rows[i].ballot)
			countVote(c.votes, rows[i].ballot.Unit, rows[i].ballot.Group, rows[i].voted)
		}
	}
	c.problems.merge(found)
}

// voidSheet begins the reasons for which sheets are left out.
const voidSheet = "void_"

// uneven finds what cannot be on one sheet: ballots of two groups, two about one unit.
func (c *counting) uneven(name string, rows []sheetRow) (p problem, bad bool) {
	units := map[string]bool{}
	for _, r := range rows {
		switch {
		case r.ballot.Group != rows[0].ballot.Group:
			return problem{row: r.no, key: keySheetGroups, got: name, n: rows[0].no}, true
		case units[r.ballot.Unit]:
			return problem{row: r.no, key: keySheetTwice, got: name, name: r.ballot.Unit}, true
		}
		units[r.ballot.Unit] = true
	}
	return problem{}, false
}

// judge returns why a sheet is void, or "".
func (c *counting) judge(rows []sheetRow) string {
	columns := c.enc.Columns()
	ballots := make([]survey.Ballot, len(rows))
	for i, r := range rows {
		a := survey.Answers{}
		for j, option := range r.ballot.Answers {
			switch {
			case option >= 0:
				a[columns[j]] = []string{c.ins.Items[j].Options[option].Code}
			case option == scoring.Invalid:
				a[columns[j]] = []string{survey.InvalidMark}
			}
		}
		ballots[i] = survey.Ballot{Unit: r.ballot.Unit, Group: r.ballot.Group, Answers: a}
	}
	_, reason, _ := c.q.JudgeSheet(ballots, func(unit string) string { return c.tiers[unit] })
	return reason
}
