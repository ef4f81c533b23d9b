package rectify

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// A LedgerDiff is what a table changes of the ledger.
type LedgerDiff struct {
	Added   []Task        `json:"added"`
	Changed []TaskChanged `json:"changed"`
	Same    int           `json:"unchanged"`
	Left    []string      `json:"left_out"` // headings of columns that are none of the ledger's
}

// A TaskChanged is a task as it is put, and the headings of what differs.
type TaskChanged struct {
	Task    Task         `json:"task"`
	Columns []string     `json:"columns"`
	Cells   []LedgerCell `json:"cells"` // one a heading
}

// A LedgerCell is what a table puts in place of what the ledger says.
type LedgerCell struct {
	Column string `json:"column"` // its heading
	Was    string `json:"was"`    // as a table of the ledger says it, in Chinese
	Is     string `json:"is"`
}

// A ledgerImport is the reading of one table.
type ledgerImport struct {
	room     Room
	header   []string
	columns  map[string]int // by their Chinese name → place in the table
	progress progressParts
	reach    survey.Reach
	unit     func(id string) string
	called   map[string][]string // plain name → ids of units
	tasks    map[string]Task
	orders   map[string]Order
	now      Moment
	met      map[string]int // task → row
	fresh    map[[3]string]*Order
	filled   map[string]int // order → its last task's place
	change   Change
	diff     LedgerDiff
	wrong    []survey.CellError
}

// ImportLedger puts a table into the ledger, all or nothing; check: it only
// says what that would change. line says where a row stands, for what is told.
// A cell that says what a table of the ledger would say leaves what it came of
// as it is; what came of steps cannot be changed. Cells that are wrong are
// returned, and nothing is kept; a task that changed meanwhile is
// survey.ErrStale.
func (r Room) ImportLedger(ctx context.Context, header []string, rows [][]string, line func(row int) int, check bool) (LedgerDiff, []survey.CellError, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return LedgerDiff{}, nil, err
	}
	numbers, err := r.desk.store.OrdersRevision(ctx)
	if err != nil {
		return LedgerDiff{}, nil, err
	}
	tasks, orders, err := r.Tasks(ctx)
	if err != nil {
		return LedgerDiff{}, nil, err
	}
	l := &ledgerImport{
		room: r, header: header, columns: map[string]int{}, reach: reach, unit: unitNames(reach), called: map[string][]string{},
		tasks: map[string]Task{}, orders: orders, now: r.desk.moment(ctx), met: map[string]int{}, fresh: map[[3]string]*Order{}, filled: map[string]int{},
		diff: LedgerDiff{Added: []Task{}, Changed: []TaskChanged{}, Left: []string{}},
	}
	for _, t := range tasks {
		l.tasks[t.ID] = t
		l.filled[t.Order] = max(l.filled[t.Order], t.No)
	}
	named := reach.Named()
	for _, id := range slices.Sorted(maps.Keys(named)) {
		name := plain(named[id].Name.In("zh"))
		l.called[name] = append(l.called[name], id)
	}
	for i, h := range header {
		c := columnOf(h)
		if c != nil {
			if _, twice := l.columns[c.Name["zh"]]; !twice {
				l.columns[c.Name["zh"]] = i
				continue
			}
		}
		if h != "" {
			l.diff.Left = append(l.diff.Left, h)
		}
	}
	l.inParts(header, rows)
	_, byID := l.columns["任务编号"]
	for _, need := range []string{"问题", "责任单位", "完成时限"} {
		if _, there := l.columns[need]; !there && !byID {
			l.fault(-1, "", "ledger_columns", "column", need)
		}
	}
	for i, cells := range rows {
		if len(l.wrong) == 0 || l.wrong[0].Row >= 0 {
			l.row(i, cells, line)
		}
	}
	if len(l.wrong) > 0 {
		return LedgerDiff{}, l.wrong, nil
	}
	if check || len(l.change.Tasks) == 0 {
		return l.diff, nil, nil
	}
	for _, key := range slices.SortedFunc(maps.Keys(l.fresh), func(a, b [3]string) int { return slices.Compare(a[:], b[:]) }) {
		o := *l.fresh[key]
		l.change.Orders = append(l.change.Orders, o)
		if o.Number != "" {
			l.change.Seen = &numbers
		}
	}
	l.change.Acts = []survey.Act{{Kind: survey.ActLedgerImported, Detail: map[string]string{
		"added": strconv.Itoa(len(l.diff.Added)), "changed": strconv.Itoa(len(l.diff.Changed)),
	}}}
	err = r.desk.store.ChangeOrders(ctx, l.change)
	if errors.Is(err, survey.ErrConflict) { // numbers were given meanwhile
		err = survey.ErrStale
	}
	return l.diff, nil, err
}

func (l *ledgerImport) fault(row int, column, key string, args ...any) {
	at, there := l.columns[column]
	if !there {
		at = -1
	}
	l.wrong = append(l.wrong, survey.CellError{Row: row, Column: at, FieldError: survey.FieldError{Field: column, Key: key, Args: survey.Args(args...)}})
}

// says is what a row says in a column; "" also where there is no such column.
func (l *ledgerImport) says(cells []string, column string) string {
	if column == "整改进展" && l.progress.at != nil {
		joined, _ := l.joinedProgress(cells)
		return joined
	}
	at, there := l.columns[column]
	if !there || at >= len(cells) {
		return ""
	}
	return tidyCell(cells[at])
}

func (l *ledgerImport) row(i int, cells []string, line func(int) int) {
	if _, wrong := l.joinedProgress(cells); wrong != "" {
		l.fault(i, "整改进展", wrong)
		return
	}
	id := l.says(cells, "任务编号")
	if id == "" {
		l.add(i, cells)
		return
	}
	t, there := l.tasks[id]
	switch first, twice := l.met[id]; {
	case !there || !l.reach.Holds(survey.ManageOrders, t.Unit, t.Poll):
		l.fault(i, "任务编号", "ledger_unknown", "value", survey.Clip(id))
		return
	case twice:
		l.fault(i, "任务编号", "ledger_twice", "row", line(first))
		return
	}
	l.met[id] = i
	l.edit(i, cells, t)
}

// edit compares a row with what the ledger would write of its task, in either language.
func (l *ledgerImport) edit(i int, cells []string, t Task) {
	if said := l.says(cells, "修订号"); said != "" && said != strconv.FormatInt(t.Revision, 10) {
		l.fault(i, "修订号", "ledger_stale")
		return
	}
	is, before := t, len(l.wrong)
	var changed, headings []string
	var put []LedgerCell
	for _, c := range ledgerColumns {
		name := c.Name["zh"]
		if _, there := l.columns[name]; !there || name == "修订号" {
			continue
		}
		said := l.says(cells, name)
		if c.Date {
			said = dateCell(said)
		}
		same := func(lang string) bool {
			return said == c.cell(ledgerLine{t, l.orders[t.Order], l.unit, lang, l.room.desk.Zone})
		}
		switch {
		case same("zh") || same("en"):
			continue
		case c.put == nil:
			l.fault(i, name, "ledger_history", "column", c.Name)
			continue
		}
		c.put(&is, said)
		heading := l.header[l.columns[name]]
		changed, headings = append(changed, name), append(headings, heading)
		put = append(put, LedgerCell{heading, c.cell(ledgerLine{t, l.orders[t.Order], l.unit, "zh", l.room.desk.Zone}), said})
	}
	if len(changed) == 0 {
		if len(l.wrong) == before {
			l.diff.Same++
		}
		return
	}
	if t.State == Closed || t.State == Withdrawn {
		l.fault(i, changed[0], "ledger_done", "state", t.State.Words())
		return
	}
	l.check(i, is)
	if is.Due >= l.now.Today {
		is.Level = 0
	}
	step := Step{Do: Imported, Why: strings.Join(changed, "、")}
	if is.Due != t.Due {
		step.Due = is.Due
	}
	is = is.stepped(step, l.now)
	l.change.Tasks = append(l.change.Tasks, is)
	l.diff.Changed = append(l.diff.Changed, TaskChanged{is, headings, put})
}

// fieldColumns are the columns of what Task.check checks.
var fieldColumns = map[string]string{
	"title": "问题", "detail": "具体表现", "kind": "问题类型", "lead": "牵头领导", "person": "责任人", "due": "完成时限", "cause": "问题原因", "measure": "整改措施",
}

func (l *ledgerImport) check(i int, t Task) {
	for _, e := range t.check() {
		name := fieldColumns[e.Field]
		if strings.HasPrefix(e.Field, "cooperating") {
			name = "配合单位"
		}
		if e.Field == "due" && t.Due != "" {
			e.Key, e.Args = "ledger_date", survey.Args("value", survey.Clip(string(t.Due)))
		}
		l.fault(i, name, e.Key)
		l.wrong[len(l.wrong)-1].Args = e.Args
	}
}
