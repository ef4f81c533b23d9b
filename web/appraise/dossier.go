package appraise

import (
	"cmp"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/dossier"
	"minping/survey/rectify"
	"minping/web/follow"
	"minping/web/site"
)

// dossierRoutes are the pages of dossiers and candidate lists.
func (s *Pages) dossierRoutes() []site.Route {
	return []site.Route{
		site.Get("/units", site.SignedIn, s.unitIndex),
		site.Get("/units/:unit", site.SignedIn, s.dossier),
		site.Get("/candidates", site.SignedIn, s.candidateLists),
		site.Post("/candidates", site.SignedIn, s.addCandidates),
		site.Get("/candidates/new", site.SignedIn, s.newCandidates),
		site.Get("/candidates/:list", site.SignedIn, s.candidateSheet),
		site.Post("/candidates/:list", site.SignedIn, s.editCandidates),
		site.Get("/candidates/:list/edit", site.SignedIn, s.candidatesForm),
		site.Get("/candidates/:list/:file", site.SignedIn, s.candidatesFile),
	}
}

// shelf is the shelf of dossiers for whoever asks.
func (s *Pages) shelf(c echo.Context) dossier.Room { return s.Dossiers.Within(s.Within(c)) }

// dossierURL is where a unit's dossier is.
func dossierURL(unit string) string { return "/units/" + url.PathEscape(unit) }

// A unitIndexPage lists the units that whoever asks sees, each with its dossier.
type unitIndexPage struct {
	site.Page
	Search string
	Known  int
	Tiers  []site.UnitTier
}

func (s *Pages) unitIndex(c echo.Context) error {
	all, err := s.shelf(c).Units(c.Request().Context())
	if err != nil {
		return err
	}
	page := unitIndexPage{Page: s.ManagePage(c, "dossier.units"), Search: strings.TrimSpace(c.QueryParam("q")), Known: len(all)}
	name := make(map[string]string, len(all))
	for _, u := range all {
		name[u.ID] = u.Name.In(page.Lang)
	}
	at := map[string]int{}
	for _, u := range all {
		if !site.AnyContains(page.Search, u.ID, u.Name["zh"], u.Name["en"]) {
			continue
		}
		i, seen := at[u.Tier]
		if !seen {
			i = len(page.Tiers)
			at[u.Tier] = i
			page.Tiers = append(page.Tiers, site.UnitTier{Title: site.TierOr(page.Page, u.Tier)})
		}
		page.Tiers[i].Lines = append(page.Tiers[i].Lines, site.UnitLine{Unit: u, Above: name[u.Parent], URL: dossierURL(u.ID)})
	}
	return s.Render(c, http.StatusOK, "dossier/units", page)
}

// A dossierPage is all that is kept of a unit or person.
type dossierPage struct {
	site.Page
	Dossier     dossier.Dossier
	Name, Kind  string
	Above       []site.NavLink
	Facts       []dossierFact
	Members     []site.NavLink
	ResultsHead string
	Results     []dossierResult
	Series      []dossierSeries
	OrdersHead  string
	Tasks       []dossierTask
	Projects    []dossierProject
	Cards       []dossierFact
	Graded      []dossierGrade
	Awards      []dossierAward
	Duty        []dossierDuty
	Files       []dossierFile
	CasesHead   string
	CasesURL    string
	Problems    []dossierProblem
	HasRanks    bool
	HasChanges  bool
}

type dossierFact struct{ Name, Value string }

type dossierResult struct {
	Poll, URL        string
	Closes           time.Time
	Hidden           bool
	Score, Interval  string
	Rough            bool
	Rank, Of, Range  string
	Change, ChangeIn string
	Within           bool // the change is within error
	Flags            []dossierFlag
	Problems         []string
}

type dossierFlag struct {
	Mark, Kind, Node string
}

// A dossierSeries is one chain of rounds.
type dossierSeries struct {
	Title, Head string
	Chart       template.HTML
}

type dossierTask struct {
	URL                               string
	Title, Number, State, Mark, Alert string
	Due, Closed                       survey.Day
	Late                              int
}

// A dossierAward is a prize that the unit was conferred.
type dossierAward struct {
	Title, URL, Prize, Entry, Year, Gone string
	Day                                  survey.Day
}

// A dossierProject is a project that the unit has taken on.
type dossierProject struct {
	Title, Programme, URL, State string
	Due                          survey.Day
	Share                        int
	Marks                        []follow.ProjectMark
}

// A dossierGrade is what an appraisal that is shown says of the unit.
type dossierGrade struct{ Title, URL, Year, Total, Interval, Grade string }

// A dossierFile is evidence of what was done: a file that is kept here, or what it
// is and where it lies.
type dossierFile struct{ Name, URL, Task, TaskURL string }

type dossierProblem struct{ Title, State string }

func (s *Pages) dossier(c echo.Context) error {
	d, err := s.shelf(c).Dossier(c.Request().Context(), site.PathParam(c, "unit"))
	if err != nil {
		return err
	}
	page := dossierPage{Page: s.ManagePage(c), Dossier: d, Name: cmp.Or(d.Name.In(s.Page(c).Lang), d.ID)}
	page.Title = page.Name
	if d.Tier != "" {
		page.Kind = survey.TierTitle(d.Tier).In(page.Lang)
	}
	for _, n := range d.Above {
		page.Above = append(page.Above, site.NavLink{Title: n.Name.In(page.Lang), URL: dossierURL(n.ID)})
	}
	for _, n := range d.Members {
		page.Members = append(page.Members, site.NavLink{Title: n.Name.In(page.Lang), URL: dossierURL(n.ID), Count: n.Post})
	}
	page.facts()
	for _, r := range d.Results {
		page.Results = append(page.Results, page.result(r))
		page.HasRanks, page.HasChanges = page.HasRanks || r.Rank > 0, page.HasChanges || r.Change != nil
		page.Simulated = page.Simulated || r.Simulated
	}
	page.ResultsHead = page.resultsHead()
	if err := s.series(c, &page); err != nil {
		return err
	}
	page.orders()
	page.taken()
	return s.Render(c, http.StatusOK, "dossier/unit", page)
}

// facts are what the roster says of a person.
func (p *dossierPage) facts() {
	who := p.Dossier.Person
	if who == nil {
		return
	}
	gender := map[survey.Gender]string{survey.Male: p.T("roster.male"), survey.Female: p.T("roster.female")}[who.Gender]
	for _, f := range []dossierFact{
		{p.T("roster.f.post"), who.Post},
		{p.T("roster.f.rank"), who.Rank},
		{p.T("roster.f.since"), who.Since},
		{p.T("roster.f.former"), who.Former},
		{p.T("roster.f.gender"), gender},
		{p.T("roster.f.born"), who.Born},
	} {
		if f.Value != "" {
			p.Facts = append(p.Facts, f)
		}
	}
	if who.Promoted {
		p.Facts = append(p.Facts, dossierFact{p.T("roster.f.promoted"), p.T("dossier.yes")})
	}
}

func (p *dossierPage) result(r dossier.Result) dossierResult {
	v := dossierResult{
		Poll: r.Poll.Title.In(p.Lang), URL: site.ResultsURL(r.Poll.ID) + "/unit/" + url.PathEscape(p.Dossier.ID), Closes: r.Closes, Hidden: r.Suppressed,
		Rough: r.Blurred,
	}
	if r.Score.OK() {
		v.Score = chart.Told(survey.NodeScore{Score: r.Score, Blurred: r.Blurred})
		if r.Low.OK() && !r.Blurred {
			v.Interval = chart.Interval(r.Low, r.High)
		}
	}
	if r.Rank > 0 {
		v.Rank, v.Of, v.Range = chart.Count(r.Rank), chart.Count(r.Of), p.T("dossier.range", "low", chart.Count(r.RankLow), "high", chart.Count(r.RankHigh))
	}
	if ch := r.Change; ch != nil && ch.Diff.OK() {
		v.Change, v.Within = chart.Signed(ch.Diff), !ch.Real
		if ch.Low.OK() {
			v.ChangeIn = p.T("dossier.change.in", "low", chart.Signed(ch.Low), "high", chart.Signed(ch.High))
		}
	}
	for _, f := range r.Flags {
		flag := dossierFlag{"red", site.Translate(p.Lang, "r.kind."+f.Kind), f.Node.In(p.Lang)}
		switch {
		case f.Action == survey.Verify || f.Kind == "missing":
			flag.Mark = "blue"
		case !f.Certain:
			flag.Mark, flag.Kind = "yellow", p.T("r.verify.first")
		}
		v.Flags = append(v.Flags, flag)
	}
	for _, text := range r.Problems {
		v.Problems = append(v.Problems, text.In(p.Lang))
	}
	return v
}

// resultsHead says what the latest results are.
func (p *dossierPage) resultsHead() string {
	for i, r := range p.Dossier.Results {
		v := p.Results[i]
		switch {
		case v.Score == "":
			continue
		case v.Interval == "":
			return p.T("dossier.head.rough", "poll", v.Poll, "score", v.Score)
		case r.Rank == 0:
			return p.T("dossier.head.score", "poll", v.Poll, "score", v.Score, "interval", v.Interval)
		case r.RankLow == r.RankHigh:
			return p.T("dossier.head.place", "poll", v.Poll, "score", v.Score, "of", v.Of, "rank", v.Rank)
		}
		return p.T("dossier.head.rank", "poll", v.Poll, "score", v.Score, "of", v.Of, "low", chart.Count(r.RankLow), "high", chart.Count(r.RankHigh))
	}
	if len(p.Results) > 0 {
		return p.T("dossier.head.hidden")
	}
	return p.T("dossier.head.none")
}

// series draws each chain of rounds in which there are at least two figures.
func (s *Pages) series(c echo.Context, page *dossierPage) error {
	told := map[string]bool{}
	for _, r := range page.Dossier.Results {
		if told[r.Poll.ID] {
			continue
		}
		rounds, err := s.Within(c).Rounds(c.Request().Context(), r.Poll.ID)
		if errors.Is(err, survey.ErrNotFound) || err == nil && len(rounds) == 0 {
			continue
		}
		if err != nil {
			return err
		}
		for _, round := range rounds {
			told[round.Poll.ID] = true
		}
		last := rounds[len(rounds)-1].Release
		u := last.Unit(page.Dossier.ID)
		if u == nil || len(last.Nodes) == 0 {
			continue
		}
		fig := chart.Figures{Release: last, Lang: page.Lang, Rounds: rounds, Zone: s.Zone}
		trend := survey.TrendOf(rounds, u.Tier, u.Unit, last.Nodes[0].ID)
		if drawn := fig.Trend(trend); drawn != "" {
			page.Series = append(page.Series, dossierSeries{r.Poll.Title.In(page.Lang), fig.TrendHeadline(trend), drawn})
		}
	}
	return nil
}

// orders puts the tasks and problems in words.
func (p *dossierPage) orders() {
	for _, problem := range p.Dossier.Problems {
		p.Problems = append(p.Problems, dossierProblem{problem.Title, problem.State.Words().In(p.Lang)})
	}
	o := p.Dossier.Orders
	if o == nil {
		return
	}
	switch {
	case len(o.Tasks) == 0:
		p.OrdersHead = p.T("dossier.orders.none")
	case o.Overdue > 0:
		p.OrdersHead = p.T("dossier.orders.overdue", "open", chart.Count(o.Open), "overdue", chart.Count(o.Overdue), "closed", chart.Count(o.Closed))
	case o.Open > 0:
		p.OrdersHead = p.T("dossier.orders.open", "open", chart.Count(o.Open), "closed", chart.Count(o.Closed))
	default:
		p.OrdersHead = p.T("dossier.orders.closed", "closed", chart.Count(o.Closed))
	}
	for _, t := range o.Tasks {
		v := dossierTask{
			Title: t.Title, URL: site.TaskURL(t.ID), Number: t.Number, State: t.State.Words().In(p.Lang), Due: t.Due, Closed: t.Closed, Late: t.Late,
			Mark: string(t.Alert),
		}
		switch {
		case t.Alert != rectify.NoAlert:
			v.Alert = site.Translate(p.Lang, "dossier.alert."+string(t.Alert))
		case t.State == rectify.Closed:
			v.Mark = "done"
		}
		p.Tasks = append(p.Tasks, v)
		for _, e := range t.Evidence {
			file := dossierFile{Name: e.Name, Task: t.Title, TaskURL: v.URL}
			if e.Hash != "" {
				file.URL = v.URL + "#files"
			}
			p.Files = append(p.Files, file)
		}
	}
	slices.SortStableFunc(p.Tasks, func(a, b dossierTask) int { return cmp.Compare(b.Late, a.Late) })
}

// taken puts projects, points, awards and duty reports in words.
func (p *dossierPage) taken() {
	for _, x := range p.Dossier.Projects {
		p.Projects = append(p.Projects, dossierProject{
			Title: x.Title, Programme: x.Programme, URL: site.ProjectURL(x.ID), State: x.State.Words().In(p.Lang), Due: x.Due, Share: x.Share,
			Marks: follow.ProjectMarks(p.Lang, x.Alerts),
		})
	}
	for _, x := range p.Dossier.Awards {
		v := dossierAward{Title: x.Title, URL: site.AwardURL(x.Award), Prize: x.Prize, Entry: x.Entry, Day: x.Conferred, Year: x.Year}
		if x.Revoked != "" {
			v.Gone = p.T("dossier.award.revoked", "day", p.WriteDay(x.Revoked), "why", x.Why)
		}
		p.Awards = append(p.Awards, v)
	}
	for _, x := range p.Dossier.Duty {
		p.Duty = append(p.Duty, p.onDuty(x))
	}
	for _, f := range p.Dossier.Files {
		p.Files = append(p.Files, dossierFile{f.Name, follow.AttachmentsURL(f.Of) + "/" + url.PathEscape(f.ID), f.Title, follow.AttachmentHome(f.Of)})
	}
	if n := p.Dossier.Cases; n != nil {
		p.CasesHead = p.T("dossier.cases", "open", chart.Count(n.Open), "closed", chart.Count(n.Closed))
		if n.Overdue > 0 {
			p.CasesHead = p.T("dossier.cases.overdue", "open", chart.Count(n.Open), "overdue", chart.Count(n.Overdue), "closed", chart.Count(n.Closed))
		}
		p.CasesURL = "/cases?" + url.Values{"unit": {p.Dossier.ID}}.Encode()
	}
	for _, x := range p.Dossier.Graded {
		v := dossierGrade{Title: x.Title.In(p.Lang), URL: appraisedURL(x.Appraisal, p.Dossier.ID), Year: x.Year, Total: twoDecimals(x.Total), Grade: x.Grade.In(p.Lang)}
		if x.Low < x.High {
			v.Interval = chart.Interval(x.Low, x.High)
		}
		p.Graded = append(p.Graded, v)
	}
	for _, c := range p.Dossier.Cards {
		p.Cards = append(p.Cards, dossierFact{p.T("dossier.card", "card", c.Title.In(p.Lang), "year", c.Year), strconv.FormatFloat(c.Balance, 'f', -1, 64)})
	}
}
