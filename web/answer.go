package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
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

// pollOf returns the poll of the path and its questionnaire.
func (s *Site) pollOf(c echo.Context) (survey.Poll, *survey.Questionnaire, error) {
	ctx := c.Request().Context()
	poll, err := s.Service.Poll(ctx, c.Param("poll"))
	if err != nil {
		return poll, nil, err
	}
	q, err := s.Service.Questionnaire(ctx, poll.Questionnaire.ID, poll.Questionnaire.Version)
	return poll, q, err
}

// answering returns an error unless the poll can be answered now.
func answering(poll survey.Poll) error {
	switch poll.State {
	case survey.Open:
		return nil
	case survey.Draft:
		return survey.ErrNotOpen
	default:
		return survey.ErrClosed
	}
}

// landing is where a link to a poll leads: what it is about, then the choice
// of a unit, or the first questions if nothing is left to choose.
func (s *Site) landing(c echo.Context) error {
	poll, q, err := s.pollOf(c)
	if err != nil {
		return err
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	p := &paper{
		poll: poll, q: q, Fresh: true, Answers: survey.Answers{},
		Key: randomHex(), Salt: randomHex(), Seed: randomHex(),
		Unit: c.QueryParam(fieldUnit), Group: c.QueryParam(fieldGroup),
	}
	return s.begin(c, p)
}

// step takes a screen that was filled in and shows the next one.
func (s *Site) step(c echo.Context) error {
	poll, q, err := s.pollOf(c)
	if err != nil {
		return err
	}
	p, err := readPaper(c, poll, q)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(c.FormValue(fieldGo), ":")
	if verb == "submit" {
		return s.submit(c, p)
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	if p.Screen == "" || verb == "start" {
		return s.begin(c, p)
	}
	// The code may have been typed over, the unit with it.
	if ready, err := s.settle(c, p); err != nil || !ready {
		return s.begin(c, p)
	}
	switch verb {
	case "next":
		return s.next(c, p, false)
	case "sure": // doubts are confirmed
		return s.next(c, p, true)
	case "back":
		return s.back(c, p)
	case "to":
		p.Screen, p.Review = arg, true
		return s.show(c, p, nil)
	case "unit":
		return s.another(c, p, arg)
	case "review":
		return s.review(c, p)
	}
	// Another language or size: the same screen again.
	if p.Screen == reviewScreen {
		return s.review(c, p)
	}
	return s.show(c, p, nil)
}

// begin shows the choices that are left, else the first screen.
func (s *Site) begin(c echo.Context, p *paper) error {
	ready, err := s.settle(c, p)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.choose(c, p, wrong)
	}
	if err != nil {
		return err
	}
	if !ready {
		return s.choose(c, p, nil)
	}
	return s.show(c, p, nil)
}

// next leaves a screen if nothing on it is wrong.
func (s *Site) next(c echo.Context, p *paper, confirmed bool) error {
	all := shown(p.q, p.Answers)
	at := screenIndex(all, p.Screen)
	if at < 0 {
		return s.show(c, p, nil)
	}
	_, errs := p.q.Check(p.Answers, confirmed)
	if here := about(errs, all[at].Items); len(here) > 0 {
		return s.show(c, p, here)
	}
	if p.Review || at+1 == len(all) {
		return s.review(c, p)
	}
	p.Screen = all[at+1].ID
	return s.show(c, p, nil)
}

// back turns to the screen before, whatever the answers.
func (s *Site) back(c echo.Context, p *paper) error {
	all := shown(p.q, p.Answers)
	at := screenIndex(all, p.Screen)
	if p.Screen == reviewScreen {
		at = len(all)
	}
	if at > 0 {
		p.Screen = all[at-1].ID
	}
	p.Review = false
	return s.show(c, p, nil)
}

// another turns to the ballot about another unit of the same code.
func (s *Site) another(c echo.Context, p *paper, unit string) error {
	if page, errs := p.firstWrong(); len(errs) > 0 {
		p.Screen, p.Review = page, true
		return s.show(c, p, errs)
	}
	p.turnTo(unit)
	return s.begin(c, p)
}

// firstWrong returns the first screen with a mistake, and its mistakes. Doubts
// were confirmed screen by screen.
func (p *paper) firstWrong() (screen string, errs survey.FieldErrors) {
	_, all := p.q.Check(p.Answers, true)
	if len(all) == 0 {
		return "", nil
	}
	for _, sc := range shown(p.q, p.Answers) {
		if here := about(all, sc.Items); len(here) > 0 {
			return sc.ID, here
		}
	}
	return "", nil
}

// screenIndex returns the place of a screen, -1 if it is not among them.
func screenIndex(all []screen, id string) int {
	return slices.IndexFunc(all, func(s screen) bool { return s.ID == id })
}

// about returns those of the errors that concern the items.
func about(errs survey.FieldErrors, items []survey.Item) survey.FieldErrors {
	var here survey.FieldErrors
	for _, e := range errs {
		if slices.ContainsFunc(items, func(it survey.Item) bool { return it.ID == itemOf(e.Field) }) {
			here = append(here, e)
		}
	}
	return here
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
