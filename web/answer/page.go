package answer

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// An answerPage is one screen of questions. The first screen also says what
// the poll is about.
type answerPage struct {
	CitizenPage
	Fresh     bool
	Hidden    []site.Hidden
	Part      int // 1 for the first
	Parts     []int
	Number    int // questions with a number so far, this screen included, and
	Numbers   int // on all screens
	Sections  []questionList
	UnitName  string
	Questions []Question // of all sections
	Back      bool       // there is a screen before
	Review    bool       // "next" leads back to the review
	Wrong     []Question
	Doubts    []Question
}

// A questionList is a section with its questions.
type questionList struct {
	ID        string
	Heading   string
	Hint      string
	If        string // as of a question
	Questions []Question
}

// Single reports whether one question is asked at a time.
func (p answerPage) Single() bool { return p.Poll.Layout == survey.OneByOne }

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
func (l questionList) Apart() string {
	for _, q := range l.Questions {
		for _, asked := range append([]Question{q}, q.Rows...) {
			if len(asked.Apart) > 0 {
				return asked.Apart[0].Label
			}
		}
	}
	return ""
}

// Show renders the screen that the paper is at, with what is wrong on it.
func (s *Pages) Show(c echo.Context, p *Paper, errs survey.FieldErrors) error {
	all := p.shown(p.Answers)
	if len(all) == 0 {
		return s.Review(c, p)
	}
	at := max(screenIndex(all, p.Screen), 0)
	p.Screen = all[at].ID
	page := answerPage{CitizenPage: s.citizen(c, p), Fresh: p.Fresh, Part: at + 1, Parts: make([]int, len(all)), Back: at > 0, Review: p.Review}
	lang := page.Lang
	first := 1
	for i, sc := range all {
		page.Parts[i] = i + 1
		n := countNumbered(sc.items())
		if i < at {
			first += n
		}
		if page.Numbers += n; i <= at {
			page.Number += n
		}
	}
	page.UnitName = s.UnitName(c, p.Unit, lang)
	page.list(p, all[at], first, len(all) > 1)
	page.mark(lang, errs)
	page.Intro = p.Fresh && c.FormValue(site.FieldGo) == "" // who went on has read it
	var asked []string
	for _, it := range all[at].items() {
		if slices.ContainsFunc(page.Questions, func(q Question) bool { return q.ID == it.ID }) {
			asked = append(asked, it.Answers()...)
		}
	}
	s.setTask(c, p)
	page.Hidden = p.hidden(lang, page.Large, asked)
	page.Form, page.Enter = FormID, "next"
	status := http.StatusOK
	if len(page.Wrong) > 0 || len(page.Doubts) > 0 {
		status = http.StatusUnprocessableEntity
	}
	page.Failed = len(page.Wrong) > 0
	return s.Render(c, status, "citizen/answer", page)
}

// list fills in the questions of a screen, numbered from first, by section.
func (p *answerPage) list(of *Paper, sc screen, first int, others bool) {
	onScreen := sc.items()
	ends := make([]int, len(sc.Sections))
	for i, sec := range sc.Sections {
		var asked []Question
		asked, first = of.questions(p.Lang, sec, onScreen, first)
		p.Questions = append(p.Questions, asked...)
		ends[i] = len(p.Questions)
	}
	start := 0
	for i, sec := range sc.Sections {
		l := questionList{
			ID: sec.ID, Heading: sec.Title.In(p.Lang), Hint: of.Q.Quote(sec.Hint, p.Lang, of.Answers),
			If: of.condition(sec.ShowIf, onScreen), Questions: p.Questions[start:ends[i]],
		}
		if start = ends[i]; len(l.Questions) == 0 {
			continue
		}
		switch {
		case l.Heading != "":
		case others || i > 0:
			l.Heading = p.T("rest")
		default:
			l.Heading = p.T("questions")
		}
		p.Sections = append(p.Sections, l)
	}
}

// mark puts the messages beside the questions that they are about.
func (p *answerPage) mark(lang string, errs survey.FieldErrors) {
	for _, e := range errs {
		for i := range p.Questions {
			q := &p.Questions[i]
			if q.ID != ItemOf(e.Field) {
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
