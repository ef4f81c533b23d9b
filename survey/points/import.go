package points

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// Imported is what a table brings.
type Imported struct {
	Entries int `json:"entries"`
	Known   int `json:"known"` // rows that are there already, by their number
}

// importColumns are the columns of a table of entries, by their headings in
// lower case.
var importColumns = map[string][]string{
	"id": {"编号", "entry"}, "unit": {"单位", "对象", "unit"}, "date": {"日期", "date"}, "card": {"积分卡", "card"}, "item": {"项目", "item"},
	"points": {"加扣分", "分值", "points"}, "matter": {"事项", "理由", "事实依据", "matter", "reason"}, "basis": {"依据", "basis"}, "veto": {"否决事项", "veto"},
}

// An importing is the reading of one table.
type importing struct {
	scheme  *survey.Scheme
	day     survey.Day
	columns map[string]int
	parts   map[int]string      // columns that are marks for a part
	units   map[string][]string // plain name → ids
	known   map[string]bool     // numbers of entries
	inputs  []Input
	at      [][2]int // row and column of marks, by input; column -1: of no mark
	wrong   []survey.CellError
	done    Imported
}

// Import enters a table of points, marks or vetoes under a scheme, all or
// nothing; check: it only says what that would bring. A table with a column for
// an item is of points, with one for a veto of vetoes, else each column that is
// named as a part is of marks. day is that of rows that say none; "": today.
// Whoever imports has entered them; cells that are wrong are returned, and
// nothing is kept.
func (r Room) Import(ctx context.Context, scheme string, day survey.Day, header []string, rows [][]string, check bool) (Imported, []survey.CellError, error) {
	reach, err := r.reach(ctx, entering...)
	if err != nil {
		return Imported{}, nil, err
	}
	plan, err := r.Scheme(ctx, scheme, 0)
	if err != nil {
		return Imported{}, nil, err
	}
	entries, err := r.desk.store.PointEntries(ctx, scheme, "")
	if err != nil {
		return Imported{}, nil, err
	}
	in := newImporting(plan.Scheme, day, header)
	for _, e := range entries {
		in.known[e.ID] = holds(reach, e.Unit, seeing...)
	}
	for id, u := range reach.Named() {
		if holds(reach, id, entering...) {
			for _, name := range slices.Compact([]string{u.Name.In("zh"), u.Name.In("en")}) {
				in.units[name] = append(in.units[name], id)
			}
		}
	}
	if !in.of() {
		return Imported{}, in.wrong, nil
	}
	for i, cells := range rows {
		in.row(i, cells)
	}
	if len(in.wrong) > 0 {
		return in.done, in.wrong, nil
	}
	n, errs, err := r.AddAll(ctx, in.inputs, check)
	for i := range in.inputs {
		for _, e := range errs[i] {
			in.fault(in.at[i][0], in.at[i][1], e)
		}
	}
	in.done.Entries = n
	return in.done, in.wrong, err
}

func newImporting(s *survey.Scheme, day survey.Day, header []string) *importing {
	in := &importing{scheme: s, day: day, columns: map[string]int{}, parts: map[int]string{}, units: map[string][]string{}, known: map[string]bool{}}
	for i, h := range header {
		h = strings.TrimSpace(h)
		for field, names := range importColumns {
			if _, twice := in.columns[field]; !twice && slices.Contains(names, strings.ToLower(h)) {
				in.columns[field] = i
			}
		}
		for _, p := range s.Marked() {
			if h == p.ID || h == p.Title["zh"] || h == p.Title["en"] {
				in.parts[i] = p.ID
			}
		}
	}
	return in
}

// of reports whether the columns say what the rows are of.
func (in *importing) of() bool {
	if _, there := in.columns["unit"]; !there {
		in.fault(-1, -1, survey.FieldError{Field: "unit", Key: "case_columns", Args: survey.Args("column", "单位")})
	}
	_, item := in.columns["item"]
	_, veto := in.columns["veto"]
	if !item && !veto && len(in.parts) == 0 {
		in.fault(-1, -1, survey.FieldError{Field: "item", Key: "case_columns", Args: survey.Args("column", "项目")})
	}
	if item || veto {
		in.parts = nil
	}
	return len(in.wrong) == 0
}

func (in *importing) fault(row, column int, e survey.FieldError) {
	if column < 0 {
		column = -1
		if at, there := in.columns[e.Field]; there {
			column = at
		}
	}
	in.wrong = append(in.wrong, survey.CellError{Row: row, Column: column, FieldError: e})
}

// says is what a row says in a column; "" also where there is no such column.
func (in *importing) says(cells []string, field string) string {
	at, there := in.columns[field]
	if !there || at >= len(cells) {
		return ""
	}
	return strings.TrimSpace(survey.FromPlainCell(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(cells[at])))
}

func (in *importing) row(i int, cells []string) {
	if id := in.says(cells, "id"); id != "" && in.known[id] {
		in.done.Known++
		return
	}
	e := Input{Scheme: in.scheme.ID, Unit: in.says(cells, "unit"), Day: survey.ReadDay(in.says(cells, "date")), Matter: in.says(cells, "matter"), Basis: in.says(cells, "basis")}
	if e.Day == "" {
		e.Day = in.day
	}
	if ids := in.units[e.Unit]; len(ids) == 1 {
		e.Unit = ids[0]
	}
	if in.parts != nil {
		for column := range cells {
			if part, marked := in.parts[column]; marked && strings.TrimSpace(cells[column]) != "" {
				e.Part, e.Points = part, in.number(i, column, cells[column])
				in.add(e, i, column)
			}
		}
		return
	}
	e.Card, e.Item, e.Veto = in.says(cells, "card"), in.says(cells, "item"), in.says(cells, "veto")
	if e.Veto != "" && e.Item == "" {
		e.Points = nil
	} else if at, there := in.columns["points"]; there && in.says(cells, "points") != "" {
		e.Points = in.number(i, at, in.says(cells, "points"))
	}
	in.named(&e)
	in.add(e, i, -1)
}

// named puts ids where a table says titles.
func (in *importing) named(e *Input) {
	is := func(title survey.Text, said string) bool {
		return said != "" && (said == title["zh"] || said == title["en"])
	}
	for i := range in.scheme.Cards {
		c := &in.scheme.Cards[i]
		if is(c.Title, e.Card) {
			e.Card = c.ID
		}
		for j := range c.Items {
			if (e.Card == "" || e.Card == c.ID) && is(c.Items[j].Title, e.Item) {
				e.Card, e.Item = c.ID, c.Items[j].ID
			}
		}
	}
	for i := range in.scheme.Vetoes {
		if is(in.scheme.Vetoes[i].Title, e.Veto) {
			e.Veto = in.scheme.Vetoes[i].ID
		}
	}
}

func (in *importing) add(e Input, row, column int) {
	in.inputs, in.at = append(in.inputs, e), append(in.at, [2]int{row, column})
}

func (in *importing) number(row, column int, said string) *float64 {
	x, errs := ReadPoints(said)
	for _, e := range errs {
		in.fault(row, column, e)
	}
	return x
}

// ReadPoints reads points as people write them: 5, +5, −2.5; nil where that is
// no number, which is a mistake of the field points.
func ReadPoints(said string) (*float64, survey.FieldErrors) {
	x, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(strings.TrimSpace(said), "−", "-"), "+"), 64)
	if err != nil || !(x > -1e9 && x < 1e9) {
		return nil, survey.FieldErrors{{Field: "points", Key: "points_number", Args: survey.Args("value", survey.Clip(said))}}
	}
	return &x, nil
}
