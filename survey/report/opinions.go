package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"minping/survey"
)

// OpinionFormats lists the formats in which opinions are written.
var OpinionFormats = []string{"xlsx", "csv"}

// Opinions are the opinions on one question to write, each with the raw
// statements beside it: a statement a row.
type Opinions struct {
	Release *survey.Release // what the question and units are called
	List    survey.OpinionList
}

// Write writes the opinions in a format of OpinionFormats.
func (o *Opinions) Write(w io.Writer, format, lang string) error {
	switch format {
	case "csv":
		return o.csv(w, lang)
	case "xlsx":
		return o.xlsx(w, lang)
	}
	return fmt.Errorf("no format %q of opinions: there are %s", format, strings.Join(OpinionFormats, ", "))
}

func (o *Opinions) question(lang string) string {
	for _, q := range o.Release.Open {
		if q.ID == o.List.Item {
			return q.Text.In(lang)
		}
	}
	return o.List.Item
}

func (o *Opinions) unit(id, lang string) string {
	if u := o.Release.Unit(id); u != nil {
		return u.Name.In(lang)
	}
	return id
}

// csv writes texts that a spreadsheet would take for formulas with an
// apostrophe before them.
func (o *Opinions) csv(w io.Writer, lang string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{"opinion", "wording", "statements", "findings", "unit", "name", "statement"}}
	for _, x := range o.List.Opinions {
		for _, s := range x.Statements {
			rows = append(rows, []string{
				x.ID, survey.PlainCell(x.Wording), strconv.Itoa(len(x.Statements)), strings.Join(x.Findings, " "),
				s.Unit, survey.PlainCell(o.unit(s.Unit, lang)), survey.PlainCell(s.Text),
			})
		}
	}
	return out.WriteAll(rows)
}

// xlsx writes a sheet of opinions and a sheet of what was said.
func (o *Opinions) xlsx(w io.Writer, lang string) error {
	return writeBook(w, o.Release, lang, func(b *book) {
		title := b.title(o.question(lang))
		note := b.sayf("由公布的第 %d 版意见归并而成；原话照录。", "Merged from release %d of comments; what was said is kept word for word.", o.List.Release)
		s := b.sheet(b.say("归并意见", "Opinions"), title, note)
		s.heads(1, head{b.say("序号", "No."), 8, true}, head{b.say("意见", "Opinion"), 70, false}, head{b.say("提到次数", "Statements"), 12, true}, head{b.say("对应问题", "Findings"), 20, false})
		for i, x := range o.List.Opinions {
			s.put(cell{i + 1, countLook}, cell{x.Wording, wrapLook}, cell{len(x.Statements), countLook}, cell{strings.Join(x.Findings, " "), wrapLook})
		}
		s = b.sheet(b.say("原话", "What was said"), title, note)
		s.heads(1, head{b.say("序号", "No."), 8, true}, head{b.say("意见", "Opinion"), 50, false}, head{b.say("测评对象", "Unit"), 24, false}, head{b.say("原话", "Statement"), 80, false})
		for i, x := range o.List.Opinions {
			for _, st := range x.Statements {
				s.put(cell{i + 1, countLook}, cell{x.Wording, wrapLook}, cell{o.unit(st.Unit, lang), wrapLook}, cell{st.Text, wrapLook})
			}
		}
	})
}
