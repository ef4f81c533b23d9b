package rectify

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

// add makes a task of a row without an id: what it says was done becomes
// recorded steps, and one more says that it was imported.
func (l *ledgerImport) add(i int, cells []string) {
	before := len(l.wrong)
	t := Task{
		ID: newID("ta_"), State: Issued, Unit: l.unitOf(i, l.says(cells, "责任单位")), Advice: []Advice{}, Cooperating: []string{},
		Origins:  []Origin{{Source: OfLedger, Text: l.says(cells, "来源"), Peers: survey.Num(math.NaN())}},
		Evidence: []Evidence{}, Steps: []Step{},
	}
	for _, c := range ledgerColumns {
		if said := l.says(cells, c.Name["zh"]); c.put != nil && said != "" {
			if c.Date {
				said = dateCell(said)
			}
			c.put(&t, said)
		}
	}
	for _, text := range linesIn(l.says(cells, "整改建议")) {
		t.Advice = append(t.Advice, Advice{Text: text})
	}
	for _, name := range linesIn(l.says(cells, "佐证")) {
		t.Evidence = append(t.Evidence, Evidence{Name: name})
	}
	l.check(i, t)
	l.bound(i, cells)
	state := l.stateOf(i, l.says(cells, "状态"), &t)
	if state == Closed && (t.Cause == "" || t.Measure == "") {
		l.fault(i, "状态", "ledger_closed")
	}
	l.record(i, cells, &t, state)
	if len(l.wrong) > before {
		return
	}
	l.enter(&t, l.says(cells, "文号"), state)
	imported := Step{Do: Imported, To: state}
	t = t.stepped(imported, l.now)
	l.change.Tasks = append(l.change.Tasks, t)
	l.diff.Added = append(l.diff.Added, t)
}

// mostLines is how many lines a cell of a new row holds at most, of those whose
// lines are kept one by one.
const mostLines = 200

// bound says which cells of a new row say too much.
func (l *ledgerImport) bound(i int, cells []string) {
	for _, c := range []struct {
		column      string
		lines, most int
	}{
		{"来源", 0, mostWords},
		{"整改建议", mostList, mostWords},
		{"整改进展", mostLines, mostWords},
		{"佐证", mostList, mostTitle},
		{"审核意见", 0, mostWords},
		{"销号人", 0, mostName},
		{"回头看", mostLines, mostWords},
		{"文号", 0, mostName},
	} {
		said := l.says(cells, c.column)
		texts := []string{said}
		if c.lines > 0 {
			texts = linesIn(said)
		}
		if c.lines > 0 && len(texts) > c.lines {
			l.fault(i, c.column, "order_many", "max", c.lines)
			continue
		}
		for _, text := range texts {
			if wrong := long(c.column, text, c.most); len(wrong) > 0 {
				l.fault(i, c.column, wrong[0].Key)
				l.wrong[len(l.wrong)-1].Args = wrong[0].Args
				break
			}
		}
	}
}

// unitOf finds the unit that a cell names, by id or by name.
func (l *ledgerImport) unitOf(i int, said string) string {
	mine := func(id string) bool { return l.reach.Holds(survey.ManageOrders, id, "") }
	if _, there := l.reach.Named()[said]; there && mine(said) {
		return said
	}
	ids := slices.DeleteFunc(slices.Clone(l.called[plain(said)]), func(id string) bool { return !mine(id) })
	switch len(ids) {
	case 1:
		return ids[0]
	case 0:
		l.fault(i, "责任单位", "ledger_unit", "value", survey.Clip(said))
	default:
		l.fault(i, "责任单位", "ledger_which", "value", survey.Clip(said), "count", len(ids))
	}
	return ""
}

// usualStates are what else clerks call the states.
var usualStates = map[string]State{"": Issued, "未启动": Issued, "已完成": Closed, "已办结": Closed}

func (l *ledgerImport) stateOf(i int, said string, t *Task) State {
	if said == lasting["zh"] || said == lasting["en"] {
		t.Lasting = true
		return Closed
	}
	if s, there := usualStates[said]; there {
		return s
	}
	var known []string
	for _, s := range States {
		if said == s.Words()["zh"] || said == s.Words()["en"] {
			return s
		}
		known = append(known, s.Words()["zh"])
	}
	l.fault(i, "状态", "ledger_state", "value", survey.Clip(said), "states", append(known, lasting["zh"]))
	return ""
}

var progressLine = regexp.MustCompile(`^(\S+)(?:\s+(\d{1,3})%)?(?:\s+(.*))?$`)

// record notes the steps that a row says were taken elsewhere.
func (l *ledgerImport) record(i int, cells []string, t *Task, state State) {
	at := l.now
	note := func(s Step) { s.Do = Recorded; *t = t.stepped(s, at) }
	on := func(column, day string) bool {
		when, err := time.ParseInLocation(time.DateOnly, dateCell(day), l.room.desk.Zone)
		if err != nil {
			l.fault(i, column, "ledger_date", "value", survey.Clip(day))
			return false
		}
		at.At = when.Add(12 * time.Hour) // the ledger says the day alone
		return true
	}
	at.Actor = survey.Actor{}
	for _, line := range linesIn(l.says(cells, "整改进展")) {
		m := progressLine.FindStringSubmatch(line)
		if m == nil || !survey.Day(dateCell(m[1])).Valid() {
			l.fault(i, "整改进展", "ledger_progress")
			break
		}
		share, _ := strconv.Atoi(m[2]) // at most three digits, or none
		if share > 100 {
			l.fault(i, "整改进展", "order_share")
			break
		}
		on("整改进展", m[1])
		t.Share = share
		note(Step{To: InProgress, Why: strings.TrimSpace(m[3]), Share: share})
	}
	at.At = l.now.At
	if opinion := l.says(cells, "审核意见"); opinion != "" {
		note(Step{To: Checked, Why: opinion})
	}
	if state == Closed {
		at.Actor.Name = plain(l.says(cells, "销号人"))
		if day := l.says(cells, "销号日期"); day == "" || on("销号日期", day) {
			note(Step{To: Closed})
		}
	}
	at.Actor = survey.Actor{}
	for _, line := range linesIn(l.says(cells, "回头看")) {
		day, why, _ := strings.Cut(line, " ")
		if t.State == Closed && on("回头看", day) {
			note(Step{To: Closed, Why: strings.TrimSpace(why)})
		}
	}
}

// enter puts a task into the order of its number and unit, a new one where
// there is none.
func (l *ledgerImport) enter(t *Task, number string, state State) {
	number = plain(number)
	draft := state == Draft
	if number != "" {
		for _, o := range l.orders {
			if o.Number == number && o.Unit == t.Unit && !o.Issued.IsZero() && !draft && l.reach.Holds(survey.ManageOrders, o.Unit, o.Poll) {
				t.Order = o.ID
			}
		}
	}
	if t.Order == "" {
		key := [3]string{number, t.Unit, strconv.FormatBool(draft)}
		o, there := l.fresh[key]
		if !there {
			made := l.now.At.UTC().Truncate(time.Millisecond)
			o = &Order{ID: newID("or_"), Number: number, Pattern: NumberPattern, Title: "问题整改通知", Unit: t.Unit, Due: t.Due, Made: made}
			if !draft {
				o.Issued = made
			}
			l.fresh[key] = o
		}
		o.Due = max(o.Due, t.Due)
		t.Order = o.ID
	}
	l.filled[t.Order]++
	t.No = l.filled[t.Order]
}

// linesIn are the lines of a cell that say something.
func linesIn(cell string) (lines []string) {
	for _, line := range strings.Split(cell, "\n") {
		if line = plain(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

var (
	serialDay = regexp.MustCompile(`^[0-9]{5}(\.0+)?$`)
	looseDay  = regexp.MustCompile(`^([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?$`)
)

// dateCell writes a day as 2026-11-30, which stands as 2026.11.30, 2026/11/30,
// 2026年11月30日 or as a spreadsheet counts days; what is none stays as it is.
func dateCell(s string) string {
	if serialDay.MatchString(s) {
		n, _ := strconv.ParseFloat(s, 64)
		return time.Date(1899, 12, 30+int(n), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	m := looseDay.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	pad := func(n string) string { return ("0" + n)[len(n)-1:] }
	return m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
}
