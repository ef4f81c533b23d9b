package awards

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

var markHeads = []survey.Text{{"zh": "评委", "en": "Judge"}, {"zh": "编号", "en": "Candidate"}, {"zh": "项目", "en": "Entry"}, {"zh": "单位", "en": "Unit"}}

var (
	headWhole   = survey.Text{"zh": "打分", "en": "Mark"}
	headSum     = survey.Text{"zh": "合计", "en": "Sum"}
	headRecused = survey.Text{"zh": "回避", "en": "Recused"}
)

// MarkTable writes the marks of a round, from 1, as ImportMarks reads them: a row
// for each judge and candidate, empty where nothing is in. Only for those who hold
// the award.
func (r Room) MarkTable(ctx context.Context, id string, round int, lang string) (heads []string, rows [][]string, err error) {
	a, reach, err := r.whole(ctx, id)
	if err == nil && (!holds(reach, a.Home, holding...) || round < 1 || round > len(a.Rounds) || a.Rounds[round-1].Way != ByMarks) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return nil, nil, err
	}
	named, of := reach.Named(), &a.Rounds[round-1]
	for _, h := range markHeads {
		heads = append(heads, h.In(lang))
	}
	for _, x := range of.Marked() {
		heads = append(heads, cmp.Or(x.Title, headWhole.In(lang)))
	}
	if len(of.Items) > 0 {
		heads = append(heads, headSum.In(lang))
	}
	heads = append(heads, headRecused.In(lang))
	for _, j := range of.marking() {
		sheet := of.sheetOf(j.Name)
		for _, c := range a.candidatesOf(round - 1) {
			row := []string{j.Name, c.ID, c.Title, cmp.Or(named[c.Unit].Name.In(lang), c.Unit)}
			rows = append(rows, append(row, of.markCells(&j, sheet, c.ID, lang)...))
		}
	}
	return heads, rows, nil
}

// candidatesOf are those of a round, with whoever left after it was marked.
func (a *Award) candidatesOf(round int) (all []*Candidate) {
	in := a.In(round)
	for i := range a.Candidates {
		c := &a.Candidates[i]
		marked := slices.ContainsFunc(a.Rounds[round].Sheets, func(s Sheet) bool { _, given := s.Marks[c.ID]; return given })
		if marked || slices.Contains(in, c) {
			all = append(all, c)
		}
	}
	return all
}

// marking are the judges that were named, else those whose sheets are in.
func (r *Round) marking() []Judge {
	if len(r.Judges) > 0 {
		return r.Judges
	}
	var all []Judge
	for _, s := range r.Sheets {
		all = append(all, Judge{Name: s.Judge})
	}
	return all
}

// markCells are the marks of a judge for a candidate, their sum, and why he gave none.
func (r *Round) markCells(j *Judge, sheet *Sheet, candidate, lang string) []string {
	cells, why := make([]string, len(r.Marked())), ""
	sum := ""
	if sheet != nil {
		for i, m := range sheet.marks(candidate) {
			cells[i] = strconv.FormatFloat(float64(m), 'f', -1, 64)
		}
		if mark, given := sheet.Marks[candidate]; given {
			sum = strconv.FormatFloat(mark, 'f', -1, 64)
		}
		why = sheet.Recused[candidate]
	}
	if slices.Contains(j.Recused, candidate) {
		why = barred.In(lang)
	}
	if len(r.Items) > 0 {
		cells = append(cells, sum)
	}
	return append(cells, why)
}

var barred = survey.Text{"zh": "应当回避", "en": "recused"}

// MarksImported is what a table of marks brings.
type MarksImported struct {
	Sheets int // judges whose sheets it brings
	Marks  int // candidates that they mark
}

// A markTable is the reading of one.
type markTable struct {
	award   *Award
	round   *Round
	judge   int // columns; -1: there is none
	id      int
	recused int
	items   []int
	at      map[[2]string]int // row by judge and candidate
	moves   []*Move
	wrong   []survey.CellError
}

// ImportMarks types sheets of judges of the current round from a table, all or
// nothing; check: it only says what that would bring. Judges whose sheets are as the
// table says are left alone. Cells that are wrong are returned, and nothing is kept.
func (r Room) ImportMarks(ctx context.Context, id string, revision int64, header []string, rows [][]string, check bool) (done MarksImported, wrong []survey.CellError, err error) {
	a, reach, err := r.whole(ctx, id)
	switch {
	case err != nil:
		return done, nil, err
	case !may(reach, &a, Mark):
		return done, nil, survey.ErrForbidden
	case a.Revision != revision:
		return done, nil, survey.ErrStale
	case !slices.Contains(a.Next(), Mark):
		return done, nil, survey.FieldErrors{{Field: "do", Key: "award_not_now", Args: survey.Args("do", Mark.Words(), "state", a.State.Words())}}
	}
	t := markTable{award: &a, round: &a.Rounds[a.Current()], at: map[[2]string]int{}}
	if t.columns(header); len(t.wrong) == 0 {
		for i, cells := range rows {
			t.row(i, cells)
		}
	}
	after := a
	for _, m := range t.moves {
		if len(t.wrong) > 0 {
			break
		}
		next, err := after.Apply(*m, Basis{}, r.moment(ctx))
		var errs survey.FieldErrors
		if errors.As(err, &errs) {
			t.fault(m, errs)
			continue
		}
		after = next
		done.Sheets, done.Marks = done.Sheets+1, done.Marks+len(m.Marks)+len(m.Items)
	}
	if len(t.wrong) > 0 || check || done.Sheets == 0 {
		return done, t.wrong, nil
	}
	return done, nil, r.desk.store.PutAward(ctx, after, survey.Act{
		Kind: survey.ActAwardMoved, Object: a.ID, Unit: a.Home,
		Detail: map[string]string{"do": string(Mark), "from": string(a.State), "to": string(after.State), "sheets": strconv.Itoa(done.Sheets)},
	})
}

func (t *markTable) cell(row, column int, e survey.FieldError) {
	t.wrong = append(t.wrong, survey.CellError{Row: row, Column: column, FieldError: e})
}

// columns finds the columns by their headings.
func (t *markTable) columns(header []string) {
	find := func(title survey.Text) int {
		return slices.IndexFunc(header, func(h string) bool {
			return strings.EqualFold(line(h), title["zh"]) || strings.EqualFold(line(h), title["en"])
		})
	}
	t.judge, t.id, t.recused = find(markHeads[0]), find(markHeads[1]), find(headRecused)
	need := func(at int, column string) {
		if at < 0 {
			t.cell(-1, -1, survey.FieldError{Field: "marks", Key: "case_columns", Args: survey.Args("column", column)})
		}
	}
	need(t.judge, markHeads[0]["zh"])
	need(t.id, markHeads[1]["zh"])
	for _, x := range t.round.Marked() {
		title := survey.Text{"zh": x.Title, "en": x.Title}
		if x.Title == "" {
			title = headWhole
		}
		t.items = append(t.items, find(title))
		need(t.items[len(t.items)-1], title["zh"])
	}
}

// row reads what a judge says of a candidate; where he says nothing it is no row.
func (t *markTable) row(i int, cells []string) {
	says := func(column int) string {
		if column < 0 || column >= len(cells) {
			return ""
		}
		return line(survey.FromPlainCell(cells[column]))
	}
	judge, id, why := says(t.judge), says(t.id), says(t.recused)
	var marks []float64
	for _, column := range t.items {
		if said := says(column); said != "" {
			x, err := strconv.ParseFloat(said, 64)
			if err != nil {
				t.cell(i, column, survey.FieldError{Field: "marks", Key: "award_mark", Args: survey.Args("full", t.round.Full)})
				return
			}
			marks = append(marks, x)
		}
	}
	j := t.round.judge(judge)
	out := j != nil && slices.Contains(j.Recused, id) && (why == barred["zh"] || why == barred["en"])
	if len(marks) == 0 && (why == "" || out) {
		return
	}
	if t.award.Candidate(id) == nil {
		t.cell(i, t.id, survey.FieldError{Field: "marks", Key: "award_no_candidate"})
		return
	}
	key := [2]string{strings.ToLower(judge), id}
	if _, twice := t.at[key]; twice {
		t.cell(i, t.id, survey.FieldError{Field: "candidates", Key: "award_twice", Args: survey.Args("candidate", survey.Clip(id))})
		return
	}
	t.at[key] = i
	m := t.move(judge)
	switch {
	case len(marks) == 0:
		m.Recused[id] = why
	case len(t.round.Items) > 0:
		m.Items[id] = marks
	default:
		m.Marks[id] = marks[0]
	}
	if len(marks) > 0 && why != "" {
		m.Recused[id] = why // is told: either, and not both
	}
}

// move is the one of a judge.
func (t *markTable) move(judge string) *Move {
	for _, m := range t.moves {
		if strings.EqualFold(m.Judge, judge) {
			return m
		}
	}
	m := &Move{Do: Mark, Judge: judge, Marks: map[string]float64{}, Items: map[string][]float64{}, Recused: map[string]string{}}
	t.moves = append(t.moves, m)
	return m
}

// fault tells what is wrong with a judge's sheet at the rows that say it. A sheet
// that is in as the table says is none that is changed.
func (t *markTable) fault(m *Move, errs survey.FieldErrors) {
	if s := t.round.sheetOf(m.Judge); s != nil && s.says(m) {
		return
	}
	for _, e := range errs {
		_, id, _ := strings.Cut(e.Field, ".")
		row, there := t.at[[2]string{strings.ToLower(m.Judge), id}]
		column := t.id
		if !there { // it is about the judge: at his first row
			column, row = t.judge, -1
			for key, i := range t.at {
				if key[0] == strings.ToLower(m.Judge) && (row < 0 || i < row) {
					row = i
				}
			}
		}
		t.cell(row, column, e)
	}
}

// says reports whether a sheet says what a move would put in its place.
func (s *Sheet) says(m *Move) bool {
	same := Sheet{Marks: m.Marks, Items: m.Items}
	same.sum()
	return maps.Equal(s.Marks, same.Marks) && maps.EqualFunc(s.Items, m.Items, slices.Equal) && maps.Equal(s.Recused, m.Recused)
}
