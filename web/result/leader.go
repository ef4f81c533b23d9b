package result

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// leaderRoutes are the pages of results.
func (s *Pages) leaderRoutes() []site.Route {
	l := s.leader
	return append(l.routes(), site.Post("/r/:poll/votes", site.Organiser, l.nextRound), site.Post("/r/:poll/supervision", site.SignedIn, l.recordSupervision))
}

// routes are the pages of results of one leader, or of one trial.
func (l *leader) routes() []site.Route {
	e := &easel{leader: l, kept: newShownPages(maxPictures)}
	return []site.Route{
		site.Get("/static/leader.css", site.File, site.LeaderStyle.Serve),

		site.Get("/r/:poll", site.Reader, l.released(l.votesFirst(l.pageWithOrders("leader/overview", l.overview)))),
		site.Get("/r/:poll/ranking", site.Reader, l.page("leader/ranking", l.ranking)),
		site.Get("/r/:poll/change", site.Reader, l.pageOverRounds("leader/change", l.change)),
		site.Get("/r/:poll/screen", site.Reader, l.page("screen/slide", l.slides)),
		site.Get("/r/:poll/heat", site.Reader, l.page("leader/heat", l.heat)),
		site.Get("/r/:poll/indicator/:node", site.Reader, l.page("leader/indicator", l.indicator)),
		site.Get("/r/:poll/unit/:unit", site.Reader, l.pageWithOrders("leader/unit", l.unit)),
		site.Get("/r/:poll/compare", site.Reader, l.page("leader/compare", l.compare)),
		site.Get("/r/:poll/trend", site.Reader, l.pageOverRounds("leader/trend", l.trend)),
		site.Get("/r/:poll/flags", site.Reader, l.page("leader/flags", l.flags)),
		site.Get("/r/:poll/problems", site.Reader, l.page("leader/problems", l.problems)),
		site.Get("/r/:poll/problems.xlsx", site.Reader, l.problemsXLSX),
		site.Get("/r/:poll/proof", site.Reader, l.proof),
		site.Get("/r/:poll/supervision", site.Reader, l.supervision),
		site.Get("/r/:poll/comments", site.Reader, l.comments),
		site.Get("/r/:poll/opinions", site.Reader, l.opinions),
		site.Get("/r/:poll/votes", site.Reader, l.keep("leader/votes", l.votedOn, l.votes)),
		site.Get("/r/:poll/evaluation", site.Reader, l.page("leader/evaluation", l.evaluation)),
		site.Get("/r/:poll/feedback", site.Reader, l.page("leader/feedback", l.feedback)),
		site.Get("/r/:poll/whatif", site.Reader, l.whatIf()),
		site.Get("/r/:poll/drivers", site.Reader, l.page("leader/drivers", l.drivers)),
		site.Get("/r/:poll/quality", site.Reader, l.page("leader/quality", l.quality)),
		site.Get("/r/:poll/method", site.Reader, l.page("leader/method", l.method)),
		site.Get("/r/:poll/chart/:file", site.Reader, e.picture),
		site.Get("/r/:poll/:file", site.Reader, l.download),
	}
}

// A leader serves the pages of results.
type leader struct {
	*Pages
	shown  *shownPages
	trials *trialDesk // of a draft that is tried out; nil: of releases
}

// A resultsPage is what all pages of results share.
type resultsPage struct {
	site.Page
	Poll      survey.Poll
	Release   *survey.Release
	Figures   chart.Figures
	Trial     bool           // of a draft that is tried out: it has no stored release
	Base      string         // the address of the overview
	Proves    bool           // whoever asks sees orders, and whether they worked
	Orders    *ordersView    // what is being put right, where the page shows it and there is any
	PaperDesk string         // where whoever asks enters paper; "": he does not
	Wide      bool           // the page takes the whole width of the screen
	Rounds    []survey.Round // this poll and those before it, where the page shows them
	next      nextRights     // where the page has forms for it
}

// results starts a page about a poll's release.
func (l *leader) results(c echo.Context) (resultsPage, error) {
	if l.trials != nil {
		return l.trials.results(c)
	}
	ctx := c.Request().Context()
	poll, err := l.Within(c).ReadablePoll(ctx, c.Param("poll"))
	if err != nil {
		return resultsPage{}, err
	}
	release, err := l.Within(c).Release(ctx, poll.ID)
	if err != nil {
		return resultsPage{}, err
	}
	p := resultsPage{Page: l.Page(c), Poll: poll, Release: release, Base: site.ResultsURL(poll.ID)}
	if poll.Access == survey.OpenLink && l.EntersPaper(c, poll.ID) {
		p.PaperDesk = site.PaperURL(poll.ID)
	}
	p.Proves = l.SeesOrders(c)
	p.Where = poll.Title.In(p.Lang)
	p.Simulated = poll.Simulated || release.Simulated
	p.Figures = chart.Figures{Release: release, Lang: p.Lang, UnitURL: p.unitURL, NodeURL: p.indicatorURL, Zone: l.Zone}
	return p, nil
}

// navigate fills in the navigation: overview, a ranking for each tier, changes,
// the indicators, flags, problems, method. current is the address of the entry
// that the page belongs to.
func (p *resultsPage) navigate(current string) {
	add := func(title, count, url string) {
		p.Nav = append(p.Nav, site.NavLink{Title: title, Count: count, URL: url, Current: url == current})
	}
	if p.scored() || len(p.Release.Votes) == 0 {
		add(p.T("r.overview"), "", p.Base)
	}
	if p.Release.Evaluation != nil {
		add(p.T("evaluation.nav"), "", p.Base+"/evaluation")
	}
	if n := len(p.Release.Votes); n > 0 {
		add(p.T("votes.nav"), strconv.Itoa(n), p.Base+"/votes")
	}
	if p.scored() {
		p.navigateScores(add)
	}
	if len(p.Release.Open) > 0 {
		add(p.T("comments.nav"), "", p.Base+"/comments")
	}
	if p.scored() {
		if len(p.tiers()) > 0 && !p.Release.Part && !p.Trial { // other weights rank all units anew
			add(p.T("whatif.nav"), "", p.Base+"/whatif")
		}
		add(p.T("drivers.nav"), "", p.Base+"/drivers")
		add(p.T("quality.nav"), "", p.Base+"/quality")
	}
	if p.Proves && !p.Trial {
		add(p.T("orders.nav"), "", site.OrdersPath)
	}
	add(p.T("r.method"), "", p.Base+"/method")
}

// navigateScores adds the pages of scores.
func (p *resultsPage) navigateScores(add func(title, count, url string)) {
	for _, t := range p.tiers() {
		add(p.tierTitle(t.ID), strconv.Itoa(t.Ranked), p.rankingURL(t.ID))
	}
	add(p.T("change.nav"), "", p.Base+"/change")
	add(p.T("r.indicators"), strconv.Itoa(len(p.Figures.Indicators())), p.Base+"/heat")
	add(p.T("r.flags"), strconv.Itoa(len(p.Release.Flags)), p.Base+"/flags")
	add(p.T("r.problems"), strconv.Itoa(len(p.Release.Findings)), p.Base+"/problems")
	if p.Proves {
		add(p.T("supervision.nav"), "", p.Base+"/supervision")
		add(p.T("effect.nav"), "", p.Base+"/proof")
	}
}

// tiers returns the tiers in which units are compared.
func (p *resultsPage) tiers() []survey.TierInfo {
	var tiers []survey.TierInfo
	for _, t := range p.Release.Tiers {
		if t.Ranked > 1 {
			tiers = append(tiers, t)
		}
	}
	return tiers
}

// tier returns the tier asked for, the largest if none is, or ErrNotFound.
func (p *resultsPage) tier(c echo.Context) (survey.TierInfo, error) {
	id, asked := c.QueryParam("tier"), c.QueryParams().Has("tier")
	largest := -1
	for i, t := range p.Release.Tiers {
		if asked && t.ID == id {
			return t, nil
		}
		if largest < 0 || t.Units > p.Release.Tiers[largest].Units {
			largest = i
		}
	}
	if asked || largest < 0 {
		return survey.TierInfo{}, survey.ErrNotFound
	}
	return p.Release.Tiers[largest], nil
}

// tierTitle names a tier: 市, Cities.
func (p *resultsPage) tierTitle(tier string) string {
	if tier == "" {
		return p.T("r.units")
	}
	return survey.TierTitle(tier).In(p.Lang)
}
