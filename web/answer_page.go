package web

import (
	"net/http"
	"slices"

	"minping/survey"

	"github.com/labstack/echo/v4"
)

// An answerPage is one screen of questions. The first screen also says what
// the poll is about.
type answerPage struct {
	citizenPage
	Fresh     bool
	Hidden    []hidden
	Part      int // 1 for the first
	Parts     []int
	Heading   string
	Hint      string
	UnitName  string
	Questions []question
	Back      bool // there is a screen before
	Review    bool // "next" leads back to the review
	Wrong     []question
	Doubts    []question
}

// Count returns the number of questions answered.
func (p answerPage) Count() int {
	n := 0
	for _, q := range p.Questions {
		if q.Answered() {
			n++
		}
	}
	return n
}

// Of returns the number of questions.
func (p answerPage) Of() int {
	n := 0
	for _, q := range p.Questions {
		if q.Kind != string(survey.Information) {
			n++
		}
	}
	return n
}

// Apart returns the label of don't know, if some question offers it.
func (p answerPage) Apart() string {
	for _, q := range p.Questions {
		for _, asked := range append([]question{q}, q.Rows...) {
			if len(asked.Apart) > 0 {
				return asked.Apart[0].Label
			}
		}
	}
	return ""
}

// show renders the screen that the paper is at, with what is wrong on it.
func (s *Site) show(c echo.Context, p *paper, errs survey.FieldErrors) error {
	all := shown(p.q, p.Answers)
	if len(all) == 0 {
		return s.review(c, p)
	}
	at := max(screenIndex(all, p.Screen), 0)
	p.Screen = all[at].ID
	page := answerPage{citizenPage: s.citizen(c, p), Fresh: p.Fresh, Part: at + 1, Parts: make([]int, len(all)), Back: at > 0, Review: p.Review}
	lang := page.Lang
	first := 1
	for i := range all {
		page.Parts[i] = i + 1
		if i < at {
			first += countNumbered(all[i].Items)
		}
	}
	page.Heading = all[at].Title.In(lang)
	page.Hint = p.q.Quote(all[at].Hint, lang, p.Answers)
	page.UnitName = s.unitName(c, p.Unit, lang)
	page.Questions = p.questions(lang, all[at], first)
	page.mark(lang, errs)
	page.Intro = p.Fresh && c.FormValue(fieldGo) == "" // who went on has read it
	var asked []string
	for _, it := range all[at].Items {
		if slices.ContainsFunc(page.Questions, func(q question) bool { return q.ID == it.ID }) {
			asked = append(asked, it.Answers()...)
		}
	}
	s.setTask(c, p)
	page.Hidden = p.hidden(lang, page.Large, asked)
	page.Form = formID
	status := http.StatusOK
	if len(page.Wrong) > 0 || len(page.Doubts) > 0 {
		status = http.StatusUnprocessableEntity
	}
	page.Failed = len(page.Wrong) > 0
	return s.render(c, status, "citizen/answer", page)
}

// mark puts the messages beside the questions that they are about.
func (p *answerPage) mark(lang string, errs survey.FieldErrors) {
	for _, e := range errs {
		for i := range p.Questions {
			q := &p.Questions[i]
			if q.ID != itemOf(e.Field) {
				continue
			}
			text := q.complaint(lang, e)
			if e.Soft {
				q.Doubt = text
			} else {
				q.Error = text
			}
			for j := range q.Rows {
				if q.Rows[j].ID == e.Field {
					q.Rows[j].Error = text
				}
			}
		}
	}
	for _, q := range p.Questions {
		switch {
		case q.Error != "":
			p.Wrong = append(p.Wrong, q)
		case q.Doubt != "":
			p.Doubts = append(p.Doubts, q)
		}
	}
}

func countNumbered(items []survey.Item) int {
	n := 0
	for _, it := range items {
		if numbered(it) {
			n++
		}
	}
	return n
}
