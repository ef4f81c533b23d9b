package rectify

import (
	"slices"
	"strconv"
	"strings"
)

// The parts of 整改进展 that offices keep in columns of their own, below one
// heading: days, what was done, and how much of it.
const (
	progressDay = iota
	progressWhat
	progressShare
)

var progressHeadings = [...][]string{
	progressDay:   {"日期", "时间", "date"},
	progressWhat:  {"内容", "情况", "content"},
	progressShare: {"比例", "完成比例", "百分比", "share"},
}

// progressPart tells which part of 整改进展 a heading means: 整改进展日期, as two rows
// of headings are joined; ok is false where it is none.
func progressPart(heading string) (part int, ok bool) {
	heading = strings.TrimRight(headingOf(heading), "%()")
	for _, group := range []string{"整改进展", "进展", "progress"} {
		if name, under := strings.CutPrefix(heading, group); under {
			name = strings.TrimPrefix(name, "·")
			for part, names := range progressHeadings {
				if slices.Contains(names, name) {
					return part, true
				}
			}
		}
	}
	return 0, false
}

// A progressParts is where a table has the parts, by part → place.
type progressParts struct {
	at       map[int]int
	fraction bool // shares are 0.3 and not 30
}

// inParts notes the columns of parts; a table that has 整改进展 in one is not asked
// for them.
func (l *ledgerImport) inParts(header []string, rows [][]string) {
	_, whole := l.columns["整改进展"]
	at := map[int]int{}
	for i, h := range header {
		part, ok := progressPart(h)
		if _, twice := at[part]; ok && !twice && !whole && columnOf(h) == nil {
			at[part] = i
		}
	}
	day, there := at[progressDay]
	if !there {
		return
	}
	l.columns["整改进展"], l.progress.at = day, at
	for _, i := range at {
		l.diff.Left = slices.DeleteFunc(l.diff.Left, func(h string) bool { return h == header[i] })
	}
	l.progress.fraction = true
	for _, cells := range rows {
		for _, s := range linesIn(l.partOf(cells, progressShare)) {
			n, err := strconv.ParseFloat(s, 64)
			l.progress.fraction = l.progress.fraction && err == nil && n <= 1
		}
	}
}

// partOf is what a row says in the column of a part.
func (l *ledgerImport) partOf(cells []string, part int) string {
	at, there := l.progress.at[part]
	if !there || at >= len(cells) {
		return ""
	}
	return tidyCell(cells[at])
}

// joinedProgress writes parts as the one column would: a line a day. What stands beside
// the only day belongs to it, however many lines it has; days of which there are
// several go line by line with the other parts. wrong is the key of why they do not.
func (l *ledgerImport) joinedProgress(cells []string) (joined, wrong string) {
	days, what, shares := linesIn(l.partOf(cells, progressDay)), linesIn(l.partOf(cells, progressWhat)), linesIn(l.partOf(cells, progressShare))
	if len(days) == 1 && len(what) > 1 {
		what = []string{strings.Join(what, " ")}
	}
	fits := func(lines []string) bool { return len(lines) == 0 || len(lines) == len(days) }
	if !fits(what) || !fits(shares) {
		return "", "ledger_progress_parts"
	}
	lines := make([]string, len(days))
	for i, day := range days {
		parts := []string{dateCell(day)}
		if len(shares) > 0 {
			share, ok := l.percent(shares[i])
			if !ok {
				return "", "order_share"
			}
			parts = append(parts, share)
		}
		if len(what) > 0 {
			parts = append(parts, what[i])
		}
		lines[i] = strings.Join(parts, " ")
	}
	return strings.Join(lines, "\n"), ""
}

// percent writes a share as 30%, which stands as 30%, as 30 or, where no share of
// the table is above 1, as 0.3, the way spreadsheets keep percentages.
func (l *ledgerImport) percent(s string) (percent string, ok bool) {
	n, err := strconv.ParseFloat(strings.TrimRight(s, "%％ "), 64)
	if err != nil || !(n >= 0 && n <= 1000) {
		return "", false
	}
	if l.progress.fraction {
		n *= 100
	}
	return strconv.FormatFloat(n, 'f', 0, 64) + "%", true
}
