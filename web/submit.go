package web

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// A reviewPage lists all answers before they are handed in.
type reviewPage struct {
	citizenPage
	Hidden   []hidden
	UnitName string
	Parts    []reviewPart
	Units    []unitChoice // the others that the same code covers
	Left     int          // of them not yet rated
}

// A reviewPart is one screen's answers.
type reviewPart struct {
	Screen string
	Title  string
	Lines  []reviewLine
}

// A reviewLine is one question with its answer.
type reviewLine struct {
	Number  int
	Text    string
	Answers []string // none: not answered
}

// reviewScreen stands for the review among the screens.
const reviewScreen = "_review"

// review shows all answers, or the first screen on which something is wrong.
func (s *Site) review(c echo.Context, p *paper) error {
	if at, errs := p.firstWrong(); len(errs) > 0 {
		p.Screen, p.Review = at, true
		return s.show(c, p, errs)
	}
	page := reviewPage{citizenPage: s.citizen(c, p)}
	page.UnitName = s.unitName(c, p.Unit, page.Lang)
	kept, _ := p.q.Check(p.Answers, true)
	number := 1
	for _, sc := range shown(p.q, kept) {
		part := reviewPart{Screen: sc.ID, Title: sc.Title.In(page.Lang)}
		part.Lines, number = p.lines(page.Lang, sc, kept, number)
		page.Parts = append(page.Parts, part)
	}
	p.Screen = reviewScreen
	if err := s.otherUnits(c, p, &page); err != nil {
		return err
	}
	p.Review = false
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	page.Form = formID
	return s.render(c, http.StatusOK, "citizen/review", page)
}

// lines returns the questions of a screen with their answers, numbered from
// first, and the number after the last.
func (p *paper) lines(lang string, sc screen, kept survey.Answers, first int) ([]reviewLine, int) {
	var out []reviewLine
	visible := p.q.Visible(kept)
	for _, qu := range p.questions(lang, sc, first) {
		if qu.Number > 0 {
			first = qu.Number + 1
		}
		switch {
		case !visible[qu.ID] || qu.Kind == string(survey.Information):
		case len(qu.Rows) > 0:
			for _, r := range qu.Rows {
				out = append(out, reviewLine{Number: qu.Number, Text: translate(lang, "row.of", "text", qu.Text, "row", r.Text), Answers: r.answers()})
			}
		default:
			out = append(out, reviewLine{Number: qu.Number, Text: qu.Text, Answers: qu.answers()})
		}
	}
	return out, first
}

// answers returns what was answered, in words.
func (q question) answers() []string {
	var out []string
	for _, list := range append([][]option{q.Options, q.Apart}, q.Places...) {
		for _, o := range list {
			if o.Chosen {
				out = append(out, o.Label)
			}
		}
	}
	if q.Value != "" {
		out = append(out, strings.TrimSpace(q.Value+" "+q.Measure))
	}
	return out
}

// otherUnits lists the units that the same code covers.
func (s *Site) otherUnits(c echo.Context, p *paper, page *reviewPage) error {
	if p.poll.Access != survey.ByCode || len(p.allowed) < 2 {
		return nil
	}
	var list choosePage
	list.Page = page.Page
	if err := s.listUnits(c, p, &list); err != nil {
		return err
	}
	for _, g := range list.Units {
		for _, u := range g.Units {
			if u.ID == p.Unit {
				continue
			}
			page.Units = append(page.Units, u)
			if !u.Done {
				page.Left++
			}
		}
	}
	return nil
}

// A receiptPage says that the answers are in.
type receiptPage struct {
	citizenPage
	Leaf   string       // in groups of four
	File   template.URL // the receipt as a text file
	Closed bool
}

// A retryPage keeps a filled-in form while the ballot box cannot be reached.
type retryPage struct {
	citizenPage
	Hidden []hidden
}

// retryAfter is when to try again, in seconds.
const retryAfter = "5"

// submit hands the paper in. Nothing is said about a ballot that Accept has
// not said.
func (s *Site) submit(c echo.Context, p *paper) error {
	receipt, err := s.Service.Accept(c.Request().Context(), p.submission())
	var wrong survey.FieldErrors
	switch {
	case err == nil:
		return s.thank(c, p, receipt)
	case errors.As(err, &wrong):
		return s.sentBack(c, p)
	case errors.Is(err, survey.ErrConflict):
		return errSpent
	case errors.Is(err, survey.ErrClosed), errors.Is(err, survey.ErrNotOpen):
		return s.notNow(c, p.poll, err)
	case errors.Is(err, survey.ErrNotFound) && p.poll.Access == survey.ByCode:
		return s.choose(c, p, survey.FieldErrors{{Field: fieldCode, Key: "code.unknown"}})
	case errors.Is(err, survey.ErrUnavailable):
		return s.retry(c, p)
	}
	return err
}

// sentBack shows a refused paper from the first thing that is wrong with it.
func (s *Site) sentBack(c echo.Context, p *paper) error {
	if ready, err := s.settle(c, p); err != nil || !ready {
		return s.begin(c, p)
	}
	if _, errs := p.firstWrong(); len(errs) > 0 {
		return s.review(c, p)
	}
	for _, b := range p.Done {
		if _, errs := p.q.Check(b.Answers, true); len(errs) > 0 {
			p.turnTo(b.Unit)
			return s.review(c, p)
		}
	}
	return errForm
}

// thank shows the receipt.
func (s *Site) thank(c echo.Context, p *paper, r survey.Receipt) error {
	page := receiptPage{citizenPage: s.citizen(c, p), Leaf: inFours(r.Leaf), Closed: p.poll.State != survey.Open}
	page.Title = page.T("thanks.title")
	text := page.T("receipt.file") + "\n" + page.PollTitle + "\n" + page.Leaf + "\n"
	page.File = template.URL("data:text/plain;charset=utf-8," + url.PathEscape(text)) //nolint:gosec // escaped text
	page.Form = ""
	return s.render(c, http.StatusOK, "citizen/thanks", page)
}

// retry keeps the form for another try with the same body.
func (s *Site) retry(c echo.Context, p *paper) error {
	page := retryPage{citizenPage: s.citizen(c, p)}
	page.Title = page.T("retry.title")
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	c.Response().Header().Set("Retry-After", retryAfter)
	return s.render(c, http.StatusServiceUnavailable, "citizen/retry", page)
}

// inFours writes a receipt number in capitals and groups of four.
func inFours(leaf string) string {
	leaf = strings.ToUpper(leaf)
	var b strings.Builder
	for i := 0; i < len(leaf); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(leaf[i:min(i+4, len(leaf))])
	}
	return b.String()
}
