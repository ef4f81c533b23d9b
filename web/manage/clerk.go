package manage

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/clerk"
	"minping/web/site"
)

// A clerkPage is what the pages of paper entry share.
type clerkPage struct {
	site.Page
	Poll   survey.Poll
	Base   string
	Errors []string
}

// A batchesPage lists a poll's batches of paper and begins new ones.
type batchesPage struct {
	clerkPage
	Batches []batchLine
	Sums    []batchLine
	batchForm
	Open  bool // paper is taken now
	Waits bool // answering is over, the count waits for paper
	Rest  int  // sheets that are not in the box yet
	Stuck bool // some of them belong to batches that are partly in it
	Kiosk string
}

// A batchForm is what is said of a batch, as typed.
type batchForm struct {
	Label  string
	Given  clerk.Totals
	Units  []site.Choice
	Groups []site.Choice
}

// Max is how many sheets a batch may hold.
func (batchForm) Max() int { return clerk.MaxSheets }

// A batchLine is a batch, or a sum of such, in words.
type batchLine struct {
	clerk.Totals
	Number      int
	URL         string
	Unit, Group string
	Label       string
	State       string
	Done        bool
	Gone        bool // removed, or left out
	Rates       rates
}

// rates are shares of sheets, in words.
type rates struct{ Participation, Return, Valid string }

func ratesOf(t clerk.Totals) rates {
	share := func(part, whole int) string { return chart.Percent(survey.Num(float64(part) / float64(max(whole, 1)))) }
	return rates{share(t.Returned, t.Eligible), share(t.Returned, t.Issued), share(t.Valid, t.Returned)}
}

// clerkPage starts a page about a poll's paper. Only open links take paper.
func (s *Pages) clerkPage(c echo.Context) (clerkPage, *survey.Questionnaire, error) {
	if err := s.Within(c).PaperPoll(c.Request().Context(), c.Param("poll")); err != nil {
		return clerkPage{}, nil, err
	}
	poll, q, err := s.answers.PollOf(c)
	if err == nil && (s.Desk == nil || poll.Access != survey.OpenLink) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return clerkPage{}, nil, err
	}
	p := clerkPage{Page: s.Page(c), Poll: poll, Base: site.PaperURL(poll.ID)}
	p.Title = p.T("paper.title")
	p.Simulated = poll.Simulated
	return p, q, nil
}

// batches shows the list.
func (s *Pages) batches(c echo.Context) error { return s.listBatches(c, batchForm{}, nil, "") }

func (s *Pages) listBatches(c echo.Context, given batchForm, wrong survey.FieldErrors, trouble string) error {
	base, q, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	page := batchesPage{clerkPage: base, batchForm: given, Kiosk: site.KioskURL(base.Poll.ID)}
	if page.Waits, err = s.Within(c).WaitsForPaper(c.Request().Context(), page.Poll.ID); err != nil {
		return err
	}
	page.Open = page.Waits || base.Poll.State == survey.Open
	all, err := s.Seat(c).Batches(c.Request().Context(), page.Poll.ID)
	if err != nil {
		return err
	}
	for _, b := range all {
		page.Batches = append(page.Batches, s.batchLine(c, q, b))
		if b.State == clerk.Typing || b.State == clerk.Handing {
			page.Rest += b.Totals.Returned
			page.Stuck = page.Stuck || b.State == clerk.Handing
		}
	}
	for _, t := range clerk.Sum(all) {
		page.Sums = append(page.Sums, s.batchLine(c, q, clerk.Batch{Totals: t, State: clerk.Done}))
	}
	s.choices(c, &page.batchForm, page.clerkPage, q)
	page.complain(wrong)
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if trouble != "" {
		page.Errors = append(page.Errors, page.T(trouble))
		page.Failed, status = true, http.StatusConflict
	}
	return s.Render(c, status, "clerk/list", page)
}

// choices fills in the units and groups to choose from.
func (s *Pages) choices(c echo.Context, f *batchForm, p clerkPage, q *survey.Questionnaire) {
	if q.Evaluates() {
		f.Units = append(f.Units, site.Choice{Title: p.T("paper.sheet.whole"), Chosen: f.Given.Unit == ""})
	}
	for _, id := range p.Poll.Units {
		f.Units = append(f.Units, site.Choice{Value: id, Title: s.answers.UnitName(c, id, p.Lang), Chosen: id == f.Given.Unit})
	}
	for _, g := range q.Groups {
		f.Groups = append(f.Groups, site.Choice{Value: g.ID, Title: g.Title.In(p.Lang), Chosen: g.ID == f.Given.Group})
	}
}

// complain words what is wrong with what was said of a batch.
func (p *clerkPage) complain(wrong survey.FieldErrors) {
	for _, e := range wrong {
		p.Errors = append(p.Errors, p.T("paper."+e.Field)+p.T("paper.colon")+p.T("paper.wrong."+e.Key, "max", e.Args["max"]))
		p.Failed = true
	}
}

func (s *Pages) batchLine(c echo.Context, q *survey.Questionnaire, b clerk.Batch) batchLine {
	lang := site.Negotiate(c)
	l := batchLine{Totals: b.Totals, Number: b.Number, URL: site.PaperURL(b.Poll) + "/" + strconv.Itoa(b.Number), Done: b.State == clerk.Done, Label: b.Label, Rates: ratesOf(b.Totals)}
	l.Gone = b.State == clerk.Removed || b.State == clerk.LeftOut
	if l.Unit = site.Translate(lang, "paper.sheet.whole"); b.Totals.Unit != "" {
		l.Unit = s.answers.UnitName(c, b.Totals.Unit, lang)
	}
	for _, g := range q.Groups {
		if g.ID == b.Totals.Group {
			l.Group = g.Title.In(lang)
		}
	}
	switch b.State {
	case clerk.Typing:
		l.State = site.Translate(lang, "paper.state.typing", "n", len(b.Complete()))
	default:
		l.State = site.Translate(lang, "paper.state."+string(b.State))
	}
	return l
}

// newBatch begins a batch and leads to it.
func (s *Pages) newBatch(c echo.Context) error {
	if _, _, err := s.clerkPage(c); err != nil {
		return err
	}
	given := readBatchForm(c)
	b, err := s.Seat(c).Open(c.Request().Context(), c.Param("poll"), given.Label, given.Given)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.listBatches(c, given, wrong, "")
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.PaperURL(b.Poll)+"/"+strconv.Itoa(b.Number))
}

// readBatchForm reads what is said of a batch; what is no number is 0.
func readBatchForm(c echo.Context) batchForm {
	number := func(name string) int { n, _ := strconv.Atoi(c.FormValue(name)); return n }
	return batchForm{Label: c.FormValue("label"), Given: clerk.Totals{
		Unit: c.FormValue("unit"), Group: c.FormValue("group"),
		Eligible: number("eligible"), Issued: number("issued"), Returned: number("returned"),
	}}
}

// clerkOf is the account that asks; the route table lets nobody else in.
func clerkOf(c echo.Context) clerk.Clerk {
	a, _ := middleware.Signed(c)
	return clerk.Clerk{Account: a.ID, Name: a.Name}
}
