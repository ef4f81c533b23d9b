package web

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
)

// leaderRoutes are the pages of results.
func (s *Site) leaderRoutes() []route {
	l := &leader{Site: s, shown: newShownPages(maxShown)}
	return append(l.routes(), route{http.MethodPost, "/r/:poll/votes", organiser, l.nextRound}, route{http.MethodPost, "/r/:poll/supervision", signedIn, l.recordSupervision})
}

// routes are the pages of results of one leader, or of one trial.
func (l *leader) routes() []route {
	e := &easel{leader: l, kept: newShownPages(maxPictures)}
	return []route{
		{http.MethodGet, "/static/leader.css", file, leaderStyle.serve},

		{http.MethodGet, "/r/:poll", reader, l.released(l.votesFirst(l.pageWithOrders("leader/overview", l.overview)))},
		{http.MethodGet, "/r/:poll/ranking", reader, l.page("leader/ranking", l.ranking)},
		{http.MethodGet, "/r/:poll/change", reader, l.pageOverRounds("leader/change", l.change)},
		{http.MethodGet, "/r/:poll/screen", reader, l.page("screen/slide", l.slides)},
		{http.MethodGet, "/r/:poll/heat", reader, l.page("leader/heat", l.heat)},
		{http.MethodGet, "/r/:poll/indicator/:node", reader, l.page("leader/indicator", l.indicator)},
		{http.MethodGet, "/r/:poll/unit/:unit", reader, l.pageWithOrders("leader/unit", l.unit)},
		{http.MethodGet, "/r/:poll/compare", reader, l.page("leader/compare", l.compare)},
		{http.MethodGet, "/r/:poll/trend", reader, l.pageOverRounds("leader/trend", l.trend)},
		{http.MethodGet, "/r/:poll/flags", reader, l.page("leader/flags", l.flags)},
		{http.MethodGet, "/r/:poll/problems", reader, l.page("leader/problems", l.problems)},
		{http.MethodGet, "/r/:poll/problems.xlsx", reader, l.problemsXLSX},
		{http.MethodGet, "/r/:poll/proof", reader, l.proof},
		{http.MethodGet, "/r/:poll/supervision", reader, l.supervision},
		{http.MethodGet, "/r/:poll/comments", reader, l.comments},
		{http.MethodGet, "/r/:poll/opinions", reader, l.opinions},
		{http.MethodGet, "/r/:poll/votes", reader, l.keep("leader/votes", l.votedOn, l.votes)},
		{http.MethodGet, "/r/:poll/evaluation", reader, l.page("leader/evaluation", l.evaluation)},
		{http.MethodGet, "/r/:poll/feedback", reader, l.page("leader/feedback", l.feedback)},
		{http.MethodGet, "/r/:poll/whatif", reader, l.whatIf()},
		{http.MethodGet, "/r/:poll/drivers", reader, l.page("leader/drivers", l.drivers)},
		{http.MethodGet, "/r/:poll/quality", reader, l.page("leader/quality", l.quality)},
		{http.MethodGet, "/r/:poll/method", reader, l.page("leader/method", l.method)},
		{http.MethodGet, "/r/:poll/chart/:file", reader, e.picture},
		{http.MethodGet, "/r/:poll/:file", reader, l.download},
	}
}

// leaderFuncs are the template functions of the pages of results.
func (s *Site) leaderFuncs(string) template.FuncMap {
	return template.FuncMap{
		"stylesheet": func() string { return leaderStyleURL },
		"points":     chart.Points,
		"told":       chart.Told,
		"interval":   chart.Interval,
		"signed":     chart.Signed,
		"percent":    chart.Percent,
		"chance":     chart.Chance,
		"count":      chart.Count,
		"width":      func(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) },
		"grid":       func(title string, head []string, rows []gridRow) numberGrid { return numberGrid{title, head, rows} },
		"select": func(name, label string, c []choice, wrong ...string) selection {
			return selection{name, label, c, strings.Join(wrong, "")}
		},
	}
}

// A leader serves the pages of results.
type leader struct {
	*Site
	shown  *shownPages
	trials *trialDesk // of a draft that is tried out; nil: of releases
}

// A resultsPage is what all pages of results share.
type resultsPage struct {
	Page
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
	poll, err := l.within(c).ReadablePoll(ctx, c.Param("poll"))
	if err != nil {
		return resultsPage{}, err
	}
	release, err := l.within(c).Release(ctx, poll.ID)
	if err != nil {
		return resultsPage{}, err
	}
	p := resultsPage{Page: l.Site.page(c), Poll: poll, Release: release, Base: resultsURL(poll.ID)}
	if poll.Access == survey.OpenLink && l.entersPaper(c, poll.ID) {
		p.PaperDesk = paperURL(poll.ID)
	}
	p.Proves = l.seesOrders(c)
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
		p.Nav = append(p.Nav, NavLink{Title: title, Count: count, URL: url, Current: url == current})
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
		add(p.T("orders.nav"), "", ordersPath)
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
