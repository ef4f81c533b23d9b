package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/clerk"
)

// A clerkPage is what the pages of paper entry share.
type clerkPage struct {
	Page
	Poll   survey.Poll
	Base   string
	Errors []string
}

// A batchesPage lists a poll's batches of paper and begins new ones.
type batchesPage struct {
	clerkPage
	Batches []batchLine
	Sums    []batchLine
	Units   []choice
	Groups  []choice
	Given   clerk.Totals // as typed
	Open    bool         // paper is taken now
	Max     int
}

// A batchLine is a batch, or a sum of such, in words.
type batchLine struct {
	clerk.Totals
	Number      int
	URL         string
	Unit, Group string
	State       string
	Done        bool
}

// paperURL is where the paper of a poll is entered.
func paperURL(poll string) string { return "/paper/" + url.PathEscape(poll) }

// clerkPage starts a page about a poll's paper. Only open links take paper.
func (s *Site) clerkPage(c echo.Context) (clerkPage, *survey.Questionnaire, error) {
	poll, q, err := s.pollOf(c)
	if err == nil && (s.Desk == nil || poll.Access != survey.OpenLink) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return clerkPage{}, nil, err
	}
	p := clerkPage{Page: s.page(c), Poll: poll, Base: paperURL(poll.ID)}
	p.Title = p.T("paper.title")
	p.Simulated = poll.Simulated
	return p, q, nil
}

// batches shows the list.
func (s *Site) batches(c echo.Context) error { return s.listBatches(c, clerk.Totals{}, nil) }

func (s *Site) listBatches(c echo.Context, given clerk.Totals, wrong survey.FieldErrors) error {
	base, q, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	page := batchesPage{clerkPage: base, Given: given, Open: base.Poll.State == survey.Open, Max: clerk.MaxSheets}
	all, err := s.Desk.Batches(c.Request().Context(), page.Poll.ID)
	if err != nil {
		return err
	}
	for _, b := range all {
		page.Batches = append(page.Batches, s.batchLine(c, q, b))
	}
	for _, t := range clerk.Sum(all) {
		page.Sums = append(page.Sums, s.batchLine(c, q, clerk.Batch{Totals: t, State: clerk.Done}))
	}
	for _, id := range page.Poll.Units {
		page.Units = append(page.Units, choice{Value: id, Title: s.unitName(c, id, page.Lang), Chosen: id == given.Unit})
	}
	for _, g := range q.Groups {
		page.Groups = append(page.Groups, choice{Value: g.ID, Title: g.Title.In(page.Lang), Chosen: g.ID == given.Group})
	}
	status := http.StatusOK
	for _, e := range wrong {
		page.Errors = append(page.Errors, page.T("paper."+e.Field)+page.T("paper.colon")+page.T("paper.wrong."+e.Key, "max", e.Args["max"]))
		page.Failed, status = true, http.StatusUnprocessableEntity
	}
	return s.render(c, status, "clerk/list", page)
}

func (s *Site) batchLine(c echo.Context, q *survey.Questionnaire, b clerk.Batch) batchLine {
	lang := negotiate(c)
	l := batchLine{Totals: b.Totals, Number: b.Number, URL: paperURL(b.Poll) + "/" + strconv.Itoa(b.Number), Done: b.State == clerk.Done}
	l.Unit = s.unitName(c, b.Totals.Unit, lang)
	for _, g := range q.Groups {
		if g.ID == b.Totals.Group {
			l.Group = g.Title.In(lang)
		}
	}
	switch b.State {
	case clerk.Done:
		l.State = translate(lang, "paper.state.done")
	case clerk.Handing:
		l.State = translate(lang, "paper.state.handing")
	default:
		l.State = translate(lang, "paper.state.typing", "n", len(b.Work.Entries))
	}
	return l
}

// newBatch begins a batch and leads to it.
func (s *Site) newBatch(c echo.Context) error {
	if _, _, err := s.clerkPage(c); err != nil {
		return err
	}
	number := func(name string) int { n, _ := strconv.Atoi(c.FormValue(name)); return n } // 0: refused as none
	given := clerk.Totals{
		Unit: c.FormValue("unit"), Group: c.FormValue("group"),
		Eligible: number("eligible"), Issued: number("issued"), Returned: number("returned"),
	}
	b, err := s.Desk.Open(c.Request().Context(), c.Param("poll"), c.FormValue("label"), given)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.listBatches(c, given, wrong)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, paperURL(b.Poll)+"/"+strconv.Itoa(b.Number))
}

// clerkOf is the account that asks; the route table lets nobody else in.
func clerkOf(c echo.Context) clerk.Clerk {
	a, _ := middleware.Signed(c)
	return clerk.Clerk{Account: a.ID, Name: a.Name}
}
