package chart

import (
	"slices"
	"strings"

	"minping/survey/canvas"
)

// OpinionsHeadline says how many opinions the statements come to, and which of
// them is voiced most; "" where there is none.
func (f Figures) OpinionsHeadline() string {
	if f.Opinions == nil || len(f.Opinions.Opinions) == 0 {
		return ""
	}
	statements := 0
	for _, o := range f.Opinions.Opinions {
		statements += len(o.Statements)
	}
	first := f.Opinions.Opinions[0]
	return f.word("opinions.headline", "statements", statements, "n", len(f.Opinions.Opinions), "wording", first.Wording, "count", len(first.Statements))
}

// opinionsPicture is how often each opinion on a question is voiced.
func (f Figures) opinionsPicture(about Subject) *Picture {
	if f.Opinions == nil || f.Opinions.Item != about.Node || len(f.Opinions.Opinions) == 0 {
		return nil
	}
	list := f.Opinions.Opinions
	t := Table{Head: []string{f.word("opinions.opinion"), f.word("opinions.count"), f.word("opinions.units"), f.word("opinions.findings")}}
	most := 0
	s := sheet{}
	for _, o := range list {
		var units []string
		for _, st := range o.Statements {
			units = append(units, st.Unit)
		}
		slices.Sort(units)
		times, places := integer(len(o.Statements)), integer(len(slices.Compact(units)))
		findings := strings.Join(o.Findings, f.word("list.comma"))
		most = max(most, len(o.Statements))
		t.Rows = append(t.Rows, []Cell{text(o.Wording), times, places, text(findings)})
		s.rows = append(s.rows, sheetRow{cells: []sheetCell{
			{text: o.Wording}, {}, {text: times.Told(), bold: true}, {text: places.Told(), color: "ink-2"}, {text: findings, color: "ink-2"},
		}})
	}
	s.columns = []column{
		{title: f.word("opinions.opinion"), most: 380},
		{plot: func(p plot, row int) {
			wide := p.width * float64(len(list[row].Statements)) / float64(most)
			p.b.Rect(p.x, p.middle()-6, wide, 12, canvas.Paint{Fill: p.b.of("peer")})
		}},
		{title: f.word("opinions.count"), anchor: canvas.End},
		{title: f.word("opinions.units"), anchor: canvas.End},
		{title: f.word("opinions.findings"), most: 160},
	}
	return &Picture{
		Title: f.OpinionsHeadline(), Table: t, subtitle: f.question(f.Opinions.Item),
		notes: []string{f.word("opinions.note", "release", f.Opinions.Release)}, body: func(b *board) { b.sheet(s) },
	}
}

// question is the text of an open question, "" where the release has none.
func (f Figures) question(item string) string {
	for _, q := range f.Release.Open {
		if q.ID == item {
			return f.text(q.Text)
		}
	}
	return ""
}
