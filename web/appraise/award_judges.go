package appraise

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/awards"
	"minping/web/site"
)

// An awardNaming is the form that names the judges of a round.
type awardNaming struct {
	Round  int // from 1
	Title  string
	Judges string // as they are typed
	Open   bool
}

// An awardProgress is how far a judge is.
type awardProgress struct {
	awards.Progress
	Word, Mark, URL string
}

// An awardMark is a candidate on the sheet of a judge that is typed.
type awardMark struct {
	ID, Name, Unit string
	Cells          []awardCell
	Barred         bool
	Why            string // the organiser barred him; "": his unit does
	Recused        string // why the judge stood back by himself
	Sum            string // "": not all is marked
	Told           string // once the round is decided: what became of it
}

type awardCell struct{ Name, Label, Value string }

// An awardMarkTable is what the judges of a round marked.
type awardMarkTable struct {
	Title  string
	Items  string // in the order in which a cell tells them; "": none
	Judges []string
	Rows   []awardMarkRow
}

type awardMarkRow struct {
	Name  string
	Cells []awardMarkCell
}

type awardMarkCell struct{ Sum, Items string }

// naming are the forms that name judges, of each round that is still to be marked.
func (p *awardPage) naming() {
	for _, i := range p.Award.ToMark() {
		r := &p.Award.Rounds[i]
		f := awardNaming{Round: i + 1, Title: r.Title, Judges: awards.WriteJudges(r.Judges), Open: p.Sent.Do == awards.Name && p.Sent.Round == i+1}
		p.Naming = append(p.Naming, f)
	}
}

func judgeNames(all []awards.Judge) (names []string) {
	for _, j := range all {
		names = append(names, j.Name)
	}
	return names
}

// judges are the sheets that are in and that wait, and the one that is typed.
func (p *awardPage) judges(ctx context.Context, room awards.Room, now *awardRound, at int, names func(string) string) error {
	a := &p.Award
	r := &a.Rounds[at]
	progress, err := room.Progress(ctx, a.ID, at+1)
	if err != nil {
		return err
	}
	if p.Sent.Do == "" || p.Sent.Do == awards.Mark {
		now.Judge = p.Sent.Judge
	}
	for _, x := range progress {
		v := awardProgress{Progress: x, Word: p.T("awards.sheet." + string(x.State)), URL: site.AwardURL(a.ID) + "?judge=" + url.QueryEscape(x.Judge) + "#mark"}
		switch x.State {
		case awards.Handed, awards.Changed, awards.Typed:
			v.Mark = "done"
		default:
			v.Mark = "yellow"
			now.Missing = append(now.Missing, x.Judge)
			now.Named = append(now.Named, site.Choice{Value: x.Judge, Title: x.Judge, Chosen: x.Judge == now.Judge})
		}
		if x.State == awards.Typed {
			now.Named = append(now.Named, site.Choice{Value: x.Judge, Title: x.Judge, Chosen: x.Judge == now.Judge})
		}
		now.Progress = append(now.Progress, v)
		now.Recusals = append(now.Recusals, p.recused(x, names)...)
	}
	if len(r.Judges) == 0 {
		for _, sh := range r.Sheets {
			now.Progress = append(now.Progress, awardProgress{
				Progress: awards.Progress{Judge: sh.Judge, State: awards.Typed, Done: len(sh.Marks), Of: now.Candidates, Handed: sh.Day},
				Word:     p.T("awards.sheet.typed"), Mark: "done", URL: site.AwardURL(a.ID) + "?judge=" + url.QueryEscape(sh.Judge) + "#mark",
			})
		}
	}
	p.typed(now, r, a.In(at), names)
	now.Table, now.MarkFiles = p.markTable(r, names), p.markFiles(at)
	return nil
}

// typed is the sheet that the organiser types from paper.
func (p *awardPage) typed(now *awardRound, r *awards.Round, in []*awards.Candidate, names func(string) string) {
	m := p.Sent
	for _, sh := range r.Sheets {
		if m.Do == "" && sh.Judge == now.Judge {
			m.Marks, m.Items, m.Recused = sh.Marks, sh.Items, sh.Recused
		}
	}
	for _, x := range in {
		v := awardMark{ID: x.ID, Name: cmp.Or(x.Title, names(x.Unit)), Recused: m.Recused[x.ID]}
		if x.Title != "" {
			v.Unit = names(x.Unit)
		}
		values := m.Items[x.ID]
		if mark, given := m.Marks[x.ID]; given && len(r.Items) == 0 {
			values = []float64{mark}
		}
		for i, item := range r.Marked() {
			c := awardCell{Name: markName(x.ID, i), Label: itemLabel(p.Page, item)}
			if i < len(values) && values[i] >= 0 {
				c.Value = strconv.FormatFloat(values[i], 'f', -1, 64)
			}
			v.Cells = append(v.Cells, c)
		}
		now.Typed = append(now.Typed, v)
	}
}

// itemLabel names what is marked, with full marks.
func itemLabel(p site.Page, x awards.Item) string {
	full := strconv.FormatFloat(x.Full, 'f', -1, 64)
	if x.Title == "" {
		return p.T("awards.item.whole", "full", full)
	}
	return p.T("awards.item", "item", x.Title, "full", full)
}

// markTable is what each judge marked, for those who are told; nil: nobody is in.
func (p *awardPage) markTable(r *awards.Round, names func(string) string) *awardMarkTable {
	if len(r.Sheets) == 0 {
		return nil
	}
	t := awardMarkTable{Title: r.Title}
	var items []string
	for _, x := range r.Items {
		items = append(items, x.Title)
	}
	t.Items = site.JoinList(p.Lang, items)
	for _, sh := range r.Sheets {
		t.Judges = append(t.Judges, sh.Judge)
	}
	for i := range p.Award.Candidates {
		x := &p.Award.Candidates[i]
		row, marked := awardMarkRow{Name: cmp.Or(x.Title, names(x.Unit))}, false
		for _, sh := range r.Sheets {
			cell := awardMarkCell{Sum: "—"}
			if mark, given := sh.Marks[x.ID]; given {
				marked, cell.Sum, cell.Items = true, strconv.FormatFloat(mark, 'f', -1, 64), itemSum(sh.Items[x.ID])
			} else if sh.Recused[x.ID] != "" || slices.ContainsFunc(r.Judges, func(j awards.Judge) bool { return j.Name == sh.Judge && slices.Contains(j.Recused, x.ID) }) {
				cell.Sum = p.T("awards.recused.short")
			}
			row.Cells = append(row.Cells, cell)
		}
		if marked {
			t.Rows = append(t.Rows, row)
		}
	}
	return &t
}

// markFiles are the marks of a round, from 0, as files; none where it goes by no
// marks.
func (p *awardPage) markFiles(at int) (files []site.NavLink) {
	if p.Award.Rounds[at].Way != awards.ByMarks {
		return nil
	}
	for _, format := range []string{"xlsx", "csv"} {
		files = append(files, site.NavLink{Title: strings.ToUpper(format), URL: site.AwardURL(p.Award.ID) + "/marks-" + strconv.Itoa(at+1) + "." + format})
	}
	return files
}

// itemSum writes the marks of items one beside the other.
func itemSum(items []float64) string {
	var all []string
	for _, m := range items {
		all = append(all, strconv.FormatFloat(m, 'f', -1, 64))
	}
	return strings.Join(all, " + ")
}

// num writes a mark; "" for none.
func num(x survey.Num) string {
	if !x.OK() {
		return ""
	}
	return strconv.FormatFloat(float64(x), 'f', -1, 64)
}
