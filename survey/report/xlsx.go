package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// XLSX writes a workbook: a ranking for each tier, a heat table, everything of an
// evaluation, the problem list, the suggestions and the method notes, one sheet
// each, ready to print. Votes have a sheet each; where nothing is scored there is
// nothing else.
// Texts are written as texts, also where they look like formulas.
func XLSX(w io.Writer, r *survey.Release, lang string) error {
	return writeBook(w, r, lang, func(b *book) {
		b.votes()
		if len(r.Items) > 0 || len(r.Votes) == 0 {
			for _, t := range tiers(r) {
				b.ranking(t)
			}
			b.heat()
			b.evaluation()
			b.problems()
			b.suggestions()
		}
		b.paper()
		if len(r.Items) > 0 || len(r.Votes) == 0 {
			b.methods()
		}
	})
}

// writeBook writes a workbook of the sheets that fill adds.
func writeBook(w io.Writer, r *survey.Release, lang string, fill func(*book)) error {
	b := &book{words: words{lang}, f: excelize.NewFile(), r: r, styles: map[look]int{}}
	defer b.f.Close()
	b.f.SetZipWriter(newOrderedZip)
	b.keep(b.f.SetDefaultFont(b.say("微软雅黑", "Calibri")))
	fill(b)
	for _, s := range b.sheets {
		s.end()
	}
	if b.err != nil {
		return fmt.Errorf("xlsx: %w", b.err)
	}
	return b.f.Write(w)
}

// A book is a workbook being written. The first error ends the writing.
type book struct {
	words
	f      *excelize.File
	r      *survey.Release
	sheets []*sheet
	styles map[look]int
	err    error
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// title heads a sheet: what it shows, of which survey.
func (b *book) title(what string) string {
	name := b.r.Title.In(b.lang)
	if b.r.Poll != nil && b.r.Poll.Title != nil {
		name = b.r.Poll.Title.In(b.lang)
	}
	return what + b.say("：", ": ") + name
}

// sub is the line below a title: what all figures rest on.
func (b *book) sub(more string) string {
	text := b.sayf("有效票 %s 张；区间为 %s 置信区间。", "%s ballots; intervals are %s confidence intervals. ",
		b.thousands(b.r.Method.Ballots), level(b.r.Method.Level))
	if b.r.Simulated {
		text = b.say("模拟数据，地名虚构。", "Simulated data, invented places. ") + text
	}
	return text + more
}
