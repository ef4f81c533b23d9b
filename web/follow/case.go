package follow

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/web/site"
)

// A onePage is one case: what came in, how it stands, what was done, and what
// whoever asks may do next.
type onePage struct {
	site.Page
	caseLine
	Steps   []caseStepLine
	Files   Attachments
	Forms   []caseStepForm
	Reads   bool   // he may read the contact
	Contact string // as he has just read it
	Errors  []string
}

// A caseStepLine is a step of the past.
type caseStepLine struct {
	casework.Step
	Who string
	To  string // unit that it was referred to
}

// A caseStepForm hands in a step.
type caseStepForm struct {
	Do       casework.Do
	Open     bool
	Fields   map[string]bool // that it has
	Needs    map[string]bool
	Move     casework.Move // as it was typed
	Wrong    map[string]string
	Units    []site.Choice
	Grounds  []site.Choice
	Outcomes []site.Choice
	Complex  bool // it can still be made so
}

// caseStepFields are the fields of a step beside those that it needs.
var caseStepFields = map[casework.Do][]string{
	casework.Accept: {"complex"}, casework.Verify: {"theme"}, casework.CallBack: {"why"}, casework.Amend: {"due", "person", "theme"},
	casework.Close: {"why"}, casework.Remind: {"why"}, casework.Fix: {"why"},
}

// oneCase shows a case.
func (s *Pages) oneCase(c echo.Context) error {
	return s.showCase(c, http.StatusOK, func(*onePage) {})
}

func (s *Pages) showCase(c echo.Context, status int, change func(*onePage)) error {
	w, err := s.caseWorld(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	k, err := w.room.Case(ctx, c.Param("case"))
	if err != nil {
		return err
	}
	page := onePage{Page: s.casePage(c)}
	page.caseLine = w.line(page.Page, k)
	page.Title = page.About
	for i := len(k.Steps) - 1; i >= 0; i-- {
		step := k.Steps[i]
		line := caseStepLine{Step: step, Who: step.Name}
		switch {
		case step.Citizen:
			line.Who = page.T("cases.by.citizen")
		case step.Name == "":
			line.Who = page.T("cases.by.server")
		}
		if step.Unit != "" {
			line.To = w.unit(step.Unit, page.Lang)
		}
		page.Steps = append(page.Steps, line)
	}
	may, err := w.room.May(ctx, k)
	if err != nil {
		return err
	}
	for i, do := range may {
		page.Forms = append(page.Forms, w.form(page.Page, k, do, i == 0))
	}
	if page.Reads, err = w.room.ReadsContact(ctx, k); err != nil {
		return err
	}
	if page.Files, err = s.AttachmentsTo(c, "case", k.ID); err != nil {
		return err
	}
	change(&page)
	page.Failed = len(page.Errors) > 0
	return s.Render(c, status, "cases/case", page)
}

// form is the empty form of a step.
func (w caseWorld) form(p site.Page, k casework.Case, do casework.Do, open bool) caseStepForm {
	f := caseStepForm{Do: do, Open: open, Fields: map[string]bool{}, Needs: map[string]bool{}, Wrong: map[string]string{}, Complex: !k.Complex}
	for _, field := range do.Needs() {
		f.Fields[field], f.Needs[field] = true, true
	}
	for _, field := range caseStepFields[do] {
		f.Fields[field] = true
	}
	f.Move = casework.Move{Person: k.Person, Measure: k.Measure}
	if do == casework.Amend {
		f.Move.Due, f.Move.Theme = k.Due, k.Theme
	}
	choose := p.T("choose")
	f.Units = slices.DeleteFunc(w.unitsOf(survey.ManageOrders, p.Lang, choose, ""), func(u site.Choice) bool { return u.Value == k.Unit })
	f.Grounds, f.Outcomes = []site.Choice{{Title: choose}}, []site.Choice{{Title: choose}}
	for _, g := range casework.Grounds {
		f.Grounds = append(f.Grounds, site.Choice{Value: string(g), Title: g.Words().In(p.Lang), Chosen: false})
	}
	for _, o := range casework.Outcomes {
		f.Outcomes = append(f.Outcomes, site.Choice{Value: string(o), Title: o.Words().In(p.Lang), Chosen: false})
	}
	return f
}

// sentMove reads a step from a form, and the revision it was read at.
func sentMove(c echo.Context) (casework.Move, int64) {
	v := c.FormValue
	return casework.Move{
		Do: casework.Do(v("do")), Why: v("why"), Person: v("person"), Unit: v("unit"), Measure: v("measure"), Due: survey.Day(v("due")),
		Ground: casework.Ground(v("ground")), Outcome: casework.Outcome(v("outcome")), Theme: v("theme"), Complex: v("complex") != "",
	}, sentRevision(c)
}

// moveCase takes a step. Where somebody was faster, the page shows the case as it
// is now, with what was typed.
func (s *Pages) moveCase(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	m, revision := sentMove(c)
	_, err = room.Move(c.Request().Context(), c.Param("case"), revision, m)
	var wrong survey.FieldErrors
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, site.CaseURL(c.Param("case")))
	case errors.Is(err, survey.ErrStale):
		return s.showCase(c, http.StatusConflict, func(p *onePage) {
			p.Errors = []string{p.T("cases.stale")}
			p.take(m, nil)
		})
	case errors.As(err, &wrong):
		return s.showCase(c, http.StatusUnprocessableEntity, func(p *onePage) { p.take(m, wrong) })
	}
	return err
}

// take shows a step as it was typed, with what is wrong beside its fields.
func (p *onePage) take(m casework.Move, wrong survey.FieldErrors) {
	at := slices.IndexFunc(p.Forms, func(f caseStepForm) bool { return f.Do == m.Do })
	for i := range p.Forms {
		p.Forms[i].Open = i == at
	}
	for _, w := range wrong {
		if at < 0 || !p.Forms[at].Fields[w.Field] {
			p.Errors = append(p.Errors, w.Message(p.Lang))
			continue
		}
		p.Forms[at].Wrong[w.Field] = w.Message(p.Lang)
	}
	if len(wrong) > 0 && len(p.Errors) == 0 {
		p.Errors = []string{p.T("cases.wrong")}
	}
	if at < 0 {
		return
	}
	f := &p.Forms[at]
	f.Move = m
	chosen := func(list []site.Choice, value string) {
		for i := range list {
			list[i].Chosen = list[i].Value == value
		}
	}
	chosen(f.Units, m.Unit)
	chosen(f.Grounds, string(m.Ground))
	chosen(f.Outcomes, string(m.Outcome))
}

// caseContact shows how to reach whoever left a contact; the reading is noted.
func (s *Pages) caseContact(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	contact, err := room.Contact(c.Request().Context(), c.Param("case"))
	if errors.Is(err, survey.ErrNotFound) {
		if _, there := room.Case(c.Request().Context(), c.Param("case")); there == nil {
			return s.showCase(c, http.StatusNotFound, func(p *onePage) { p.Errors = []string{p.T("cases.contact.gone")} })
		}
	}
	if err != nil {
		return err
	}
	return s.showCase(c, http.StatusOK, func(p *onePage) { p.Contact = contact })
}

// sentRevision is the revision that a form was read at; 0: of something new.
func sentRevision(c echo.Context) int64 {
	n, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64) // what is no number is stale
	return n
}
