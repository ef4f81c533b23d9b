package manage

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/slips"
	"minping/web/answer"
	"minping/web/site"
)

// A managePage is one poll as its organiser sees it.
type managePage struct {
	site.Page
	Poll     survey.Poll
	Base     string
	Name     string
	Address  string // where it is answered, in full
	K        int    // numbers are in steps of so many while the poll is open
	Total    string
	Banded   bool // numbers of few people are told as bands
	Few      int  // fewer than these are few
	Links    []site.NavLink
	Groups   []string
	Rows     []turnoutRow
	Posters  bool // units have posters of their own
	Target   survey.Target
	Behind   int // units that are behind
	Quotas   []quotaLine
	Batches  []codeLine
	Folded   *foldedCodes // of Batches; nil: they are all there
	Wanted   codesForm
	ByCode   bool
	TakesNew bool   // codes can be made
	Lost     string // characters that slips as a document cannot print
	Ask      string // the move that is to be confirmed, or ""
	AskBatch codeLine
	Closes   string // as the field of a later end begins
	Errors   []string
	Snippet  string          // for the page of a site that embeds the poll, or ""
	Account  *releaseAccount // of a closed poll; nil: not to be seen

	related    []survey.Group // of the questionnaire
	AllBatches []codeLine
}

// A turnoutRow is a unit's ballots so far, by group.
type turnoutRow struct {
	Unit   string
	Poster string // address of its sheet to hang up, or ""
	Groups []string
	Total  string

	Ballots int  // at least
	Enough  bool // as many as the target, at least
	Behind  bool // fewer than the target's part of the time that has passed
}

// A quotaLine is how far a quota is filled.
type quotaLine struct {
	survey.QuotaProgress
	Of string
}

// A codeLine is a batch of codes in words.
type codeLine struct {
	survey.CodeBatch
	As, About, Used string
}

// showManaged renders a poll's page with the form of codes as it was sent and
// what was wrong with it.
func (s *Pages) showManaged(c echo.Context, status int, form codesForm, wrong []string) error {
	page, err := s.managedPoll(c)
	if err != nil {
		return err
	}
	page.Wanted.take(form)
	page.Errors, page.Failed = wrong, len(wrong) > 0
	ask, batch := c.QueryParam("ask"), c.QueryParam("batch")
	if form.Replaces != "" {
		ask, batch = "replace", form.Replaces
	}
	if ask == "void" || ask == "replace" {
		page.askAbout(ask, batch)
	} else if from, ok := moves[ask]; ok && from == page.Poll.State && ask != "extend" {
		page.Ask = ask
	}
	return s.Render(c, status, "manage/poll", page)
}

// askAbout asks before something is done to a batch that is not void.
func (p *managePage) askAbout(ask, batch string) {
	i := slices.IndexFunc(p.AllBatches, func(b codeLine) bool { return b.ID == batch && !b.Void })
	if i < 0 || !p.TakesNew {
		return
	}
	p.Ask, p.AskBatch = ask, p.AllBatches[i]
	if p.Wanted.Count == "" {
		p.Wanted.Count = strconv.Itoa(p.AskBatch.Issued - p.AskBatch.Spent)
	}
}

// managedPoll gathers what the page says.
func (s *Pages) managedPoll(c echo.Context) (managePage, error) {
	ctx := c.Request().Context()
	poll, err := s.Within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return managePage{}, err
	}
	q, err := s.Within(c).PollQuestionnaire(ctx, poll.ID)
	if err != nil {
		return managePage{}, err
	}
	line, err := s.PollLine(c, poll)
	if err != nil {
		return managePage{}, err
	}
	p := managePage{Page: s.ManagePage(c), Poll: poll, Base: site.ManageURL(poll.ID), K: q.MinGroup(), ByCode: poll.Access == survey.ByCode, related: q.Groups}
	p.Name = line.Name.In(p.Lang)
	p.Title, p.Simulated = p.Name, poll.Simulated
	p.Address = middleware.Address(c, s.URL) + site.PollURL(poll.ID)
	if len(poll.Embed) > 0 && p.answerable() {
		p.Snippet = site.Snippet(poll.ID, middleware.Address(c, s.URL), p.Name)
	}
	p.TakesNew = p.ByCode && p.answerable()
	p.Closes = p.Now.AddDate(0, 0, 7).Format(LocalTime)
	if !poll.Closes.IsZero() {
		p.Closes = poll.Closes.In(s.Zone).Format(LocalTime)
	}
	p.Links = s.links(&p)
	total, err := s.Within(c).Turnout(ctx, poll.ID)
	if err != nil {
		return p, err
	}
	p.Few = survey.FewEligible
	p.Total, p.Banded = came(total.Submissions, total.Band), total.Band != nil
	if err := s.fillTurnout(c, &p, q); err != nil {
		return p, err
	}
	if err := s.fillQuotas(c, &p, q); err != nil {
		return p, err
	}
	if p.ByCode {
		if err := s.fillCodes(c, &p, q); err != nil {
			return p, err
		}
	}
	return p, s.fillAccount(c, &p)
}

// answerable reports whether the poll is open or will be.
func (p *managePage) answerable() bool {
	return p.Poll.State == survey.Open || p.Poll.State == survey.Draft
}

// links lead to what else there is about the poll.
func (s *Pages) links(p *managePage) []site.NavLink {
	var links []site.NavLink
	add := func(to, url string) { links = append(links, site.NavLink{Title: p.T("manage.link." + to), URL: url}) }
	id := p.Poll.ID
	if p.answerable() {
		add("answer", site.PollURL(id))
		add("poster", site.PollURL(id)+"/poster")
		if len(p.Poll.Units) > 1 {
			add("posters", site.PollURL(id)+"/poster?units="+answer.AllUnits)
		}
		add("kiosk", site.KioskURL(id))
	}
	links = append(links, site.NavLink{Title: p.T("screen.link"), URL: p.Base + "/screen"})
	if s.Desk != nil && !p.ByCode && p.Poll.State != survey.Draft {
		add("paper", site.PaperURL(id))
	}
	if p.ByCode && slices.ContainsFunc(p.related, func(g survey.Group) bool { return g.Relation != "" }) {
		links = append(links, site.NavLink{Title: p.T("assign.title"), URL: assignmentsURL(id)})
	}
	if s.Notify != nil {
		links = append(links, site.NavLink{Title: p.T("messages.title"), URL: messagesURL(id)})
	}
	if p.Poll.State != survey.Draft && p.Poll.State != survey.Open {
		add("results", site.ResultsURL(id))
		add("protocol", site.ResultsURL(id)+"/protocol.pdf")
		add("comments", site.ReviewURL(id))
	}
	return links
}

// came writes a number of ballots or codes, or the band of the eligible that is
// told in its place.
func came(n int, b *survey.Band) string {
	if b == nil {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%.0f–%.0f%%", 100*b.Low, 100*b.High)
}

func (s *Pages) fillTurnout(c echo.Context, p *managePage, q *survey.Questionnaire) error {
	for _, g := range q.Groups {
		p.Groups = append(p.Groups, g.Title.In(p.Lang))
	}
	turnouts, err := s.Within(c).Turnouts(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	names, err := s.UnitNames(c, p.Lang)
	if err != nil {
		return err
	}
	if p.Target, err = s.Within(c).Target(c.Request().Context(), p.Poll.ID); err != nil {
		return err
	}
	for _, t := range turnouts {
		row := turnoutRow{Unit: names(t.Unit), Total: came(t.Ballots, t.Band), Ballots: t.Ballots}
		row.Enough = t.Ballots >= p.Target.Ballots
		// A band tells too little to say so.
		row.Behind = t.Band == nil && float64(t.Ballots+p.K-1) < p.passed()*float64(p.Target.Ballots)
		if row.Behind {
			p.Behind++
		}
		p.Banded = p.Banded || t.Band != nil
		if p.answerable() && len(p.Poll.Units) > 1 {
			row.Poster, p.Posters = answer.UnitPosterURL(p.Poll.ID, t.Unit), true
		}
		for _, g := range t.Groups {
			row.Groups = append(row.Groups, came(g.Ballots, g.Band))
			p.Banded = p.Banded || g.Band != nil
		}
		p.Rows = append(p.Rows, row)
	}
	return err
}

// passed is the share of the window that has passed, 0–1; 0 where it has no end.
func (p *managePage) passed() float64 {
	if p.Poll.Closes.IsZero() || p.Poll.Opens.IsZero() {
		return 0
	}
	whole := p.Poll.Closes.Sub(p.Poll.Opens)
	return min(1, max(0, float64(p.Now.Sub(p.Poll.Opens))/float64(whole)))
}

func (s *Pages) fillQuotas(c echo.Context, p *managePage, q *survey.Questionnaire) error {
	progress, err := s.Within(c).Quotas(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	names, err := s.UnitNames(c, p.Lang)
	words := &answer.Paper{Poll: p.Poll, Q: q}
	for _, quota := range progress {
		p.Quotas = append(p.Quotas, quotaLine{quota, quotaWords(p.Page, words, quota.Quota, names)})
	}
	return err
}

func (s *Pages) fillCodes(c echo.Context, p *managePage, q *survey.Questionnaire) error {
	batches, err := s.Within(c).CodeBatches(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	names, err := s.UnitNames(c, p.Lang)
	words := &answer.Paper{Poll: p.Poll, Q: q}
	for _, b := range batches {
		about := make([]string, len(b.Units))
		for i, u := range b.Units {
			about[i] = names(u)
		}
		if b.OfBundles() {
			b.Label = names(b.Units[0])
		}
		line := codeLine{CodeBatch: b, About: site.JoinList(p.Lang, about), Used: came(b.Spent, b.Band)}
		p.Banded = p.Banded || b.Band != nil
		if b.Group != "" {
			line.As = words.GroupName(p.Lang, b.Group)
		}
		if len(b.Units) == 0 {
			line.About = p.T("manage.units.all")
		}
		p.Batches = append(p.Batches, line)
	}
	p.fold()
	p.Wanted = newCodesForm(p, q, names)
	p.Wanted.Missing = p.Poll.CodesMissing(batches)
	for _, w := range p.Wanted.Missing {
		p.Wanted.Codes += w.Count
	}
	units, err2 := s.Within(c).Units(c.Request().Context())
	if err2 != nil {
		return err2
	}
	said := slips.Batch{Poll: p.Poll, Title: survey.Text{p.Lang: p.Name}, URL: p.Address}
	for _, u := range units {
		if slices.Contains(p.Poll.Units, u.ID) {
			said.Units = append(said.Units, u)
		}
	}
	p.Lost = string(slips.Uncovered(said, p.Lang))
	return err
}
