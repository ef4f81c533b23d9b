package report

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// Assignments is who evaluates whom, to be written.
type Assignments struct {
	List   []survey.Assignment
	People []survey.Person
	Units  []survey.Unit  // with the teams of the people
	Groups []survey.Group // of the questionnaire
}

// assignmentSource is what is read of survey.Scoped.
type assignmentSource interface {
	Assignments(ctx context.Context, poll string) (survey.AssignmentBook, error)
	People(ctx context.Context) ([]survey.Person, error)
	Units(ctx context.Context) ([]survey.Unit, error)
	PollQuestionnaire(ctx context.Context, poll string) (*survey.Questionnaire, error)
}

// GatherAssignments reads who evaluates whom in a poll, by ratee, group and rater.
func GatherAssignments(ctx context.Context, s assignmentSource, poll string) (a Assignments, err error) {
	book, err := s.Assignments(ctx, poll)
	if err != nil {
		return a, err
	}
	a.List = slices.Clone(book.Assignments)
	survey.SortAssignments(a.List)
	if a.People, err = s.People(ctx); err != nil {
		return a, err
	}
	if a.Units, err = s.Units(ctx); err != nil {
		return a, err
	}
	q, err := s.PollQuestionnaire(ctx, poll)
	if err != nil {
		return a, err
	}
	a.Groups = q.Groups
	return a, nil
}

// assignmentHeads are the headings of its columns, and how wide they are.
var assignmentHeads = []struct {
	zh, en string
	width  float64
}{
	{"被评价人", "Ratee", 12},
	{"被评价人部门", "Team", 20},
	{"被评价人职务", "Post", 24},
	{"评价关系", "Group", 12},
	{"评价人", "Rater", 12},
	{"评价人部门", "Rater's team", 20},
	{"评价人职务", "Rater's post", 24},
	{"状态", "State", 10},
	{"说明", "Reason", 24},
	{"被评价人编号", "Ratee ID", 12},
	{"评价人编号", "Rater ID", 12},
}

// heads are the headings in a language.
func (a Assignments) heads(lang string) []string {
	heads := make([]string, len(assignmentHeads))
	for i, h := range assignmentHeads {
		heads[i] = words{lang}.say(h.zh, h.en)
	}
	return heads
}

// rows writes each assignment as a row of texts.
func (a Assignments) rows(lang string) [][]string {
	people, units, groups := map[string]survey.Person{}, map[string]string{}, map[string]string{}
	for _, p := range a.People {
		people[p.ID] = p
	}
	for _, u := range a.Units {
		units[u.ID] = u.Name.In(lang)
	}
	for _, g := range a.Groups {
		groups[g.ID] = g.Title.In(lang)
	}
	say := words{lang}.say
	states := map[survey.AssignmentState]string{
		survey.Assigned: say("已安排", "assigned"), survey.Nominated: say("待批准", "nominated"), survey.Declined: say("已谢绝", "declined"),
	}
	rows := make([][]string, len(a.List))
	for i, x := range a.List {
		of, by := people[x.Ratee], people[x.Rater]
		rows[i] = []string{
			of.Name, units[of.Team], of.Post, groups[x.Group], by.Name, units[by.Team], by.Post, states[x.State], x.Reason, x.Ratee, x.Rater,
		}
	}
	return rows
}

// CSV writes the table with a byte order mark, so that spreadsheets read it as
// UTF-8; no cell is taken for a formula.
func (a Assignments) CSV(w io.Writer, lang string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(a.heads(lang)); err != nil {
		return err
	}
	for _, row := range a.rows(lang) {
		for i := range row {
			row[i] = survey.PlainCell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// XLSX writes the table as a workbook, row by row; texts are written as texts.
func (a Assignments) XLSX(w io.Writer, lang string) (err error) {
	f := excelize.NewFile()
	defer f.Close()
	sheet := words{lang}.say("测评关系", "Assignments")
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	for i, h := range assignmentHeads {
		if err := out.SetColWidth(i+1, i+1, h.width); err != nil {
			return fmt.Errorf("xlsx: %w", err)
		}
	}
	for i, row := range append([][]string{a.heads(lang)}, a.rows(lang)...) {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
		}
		if err := out.SetRow(fmt.Sprint("A", i+1), cells); err != nil {
			return fmt.Errorf("xlsx: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	return f.Write(w)
}
