package appraise

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/awards"
	"minping/web/site"
)

// awardRoutes are the pages of awards.
func (s *Pages) awardRoutes() []site.Route {
	return []site.Route{
		site.Get(site.AwardsPath, site.SignedIn, s.awardList),
		site.Post(site.AwardsPath, site.SignedIn, s.addAward),
		site.Get("/awards/new", site.SignedIn, s.newAward),
		site.Get("/awards/:award", site.SignedIn, s.award),
		site.Post("/awards/:award", site.SignedIn, s.moveAward),
		site.Get("/awards/:award/edit", site.SignedIn, s.editAward),
		site.Post("/awards/:award/edit", site.SignedIn, s.changeAward),
		site.Post("/awards/:award/marks", site.SignedIn, s.importMarks),
		site.Get("/awards/:award/:file", site.SignedIn, s.awardFile),
	}
}

// giving is the desk of awards for whoever asks.
func (s *Pages) giving(c echo.Context) (awards.Room, error) {
	if s.Awards == nil {
		return awards.Room{}, survey.ErrNotFound
	}
	return s.Awards.Within(s.Within(c)), nil
}

// An awardsPage lists awards.
type awardsPage struct {
	site.Page
	Headline string
	Lines    []awardLine
	Holds    bool // whoever asks may plan one
}

type awardLine struct {
	URL, Title, Year, Word, Mark, At string
	Candidates, Prizes               int
}

func (s *Pages) awardList(c echo.Context) error {
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	all, err := room.Awards(c.Request().Context())
	if err != nil {
		return err
	}
	page := awardsPage{Page: s.ManagePage(c, "awards.title"), Holds: s.Somewhere(c, survey.ManageOrders) == nil}
	open, noticed, conferred := 0, 0, 0
	for i := range all {
		a := &all[i]
		l := awardLine{URL: site.AwardURL(a.ID), Title: a.Title, Year: a.Year, Word: a.State.Words().In(page.Lang), Candidates: len(a.Candidates)}
		for _, p := range a.Prizes {
			l.Prizes += p.Places
		}
		switch a.State {
		case awards.Planned, awards.Chosen:
			open++
		case awards.Running:
			open++
			l.At = a.Rounds[a.Current()].Title
		case awards.Noticed:
			noticed++
			l.Mark, l.At = "yellow", page.T("awards.until", "day", page.WriteDay(a.Closes))
		case awards.Conferred:
			conferred++
			l.Mark, l.At = "done", page.WriteDay(a.Conferred)
		}
		page.Lines = append(page.Lines, l)
	}
	page.Headline = page.T("awards.none")
	if len(all) > 0 {
		page.Headline = page.T("awards.head", "open", open, "noticed", noticed, "conferred", conferred)
	}
	return s.Render(c, http.StatusOK, "awards/list", page)
}

// An awardForm is the plan of an award as it is typed.
type awardForm struct {
	site.Page
	Action     string
	Award      awards.Award
	Homes      []site.Choice
	Tiers      []site.Choice
	Prizes     string
	Candidates string
	Rounds     []awardFormRound
	Errors     []string
	New        bool
}

// An awardFormRound is a line of the table of rounds.
type awardFormRound struct {
	At                       int // from 1
	Title, Places, Full, Cut string
	Items, Due               string
	Ways                     []site.Choice
}

const awardFormRounds = 5

func (s *Pages) newAward(c echo.Context) error {
	a := awards.Award{Notice: 7}
	if room, err := s.giving(c); err == nil {
		a.Year = string(room.Today())[:4]
	}
	f := awardForm{Award: a, New: true}
	f.Page = s.Page(c)
	f.Prizes = f.T("awards.prizes.usual")
	for _, title := range []string{f.T("awards.round.first"), f.T("awards.round.second"), f.T("awards.round.last")} {
		f.Award.Rounds = append(f.Award.Rounds, awards.Round{Title: title, Way: awards.ByPoll})
	}
	return s.showAwardForm(c, http.StatusOK, f)
}

// showAwardForm shows a form; its rounds are those of its award.
func (s *Pages) showAwardForm(c echo.Context, status int, f awardForm) error {
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	homes, whole, err := room.Homes(ctx)
	if err != nil {
		return err
	}
	f.Page = s.ManagePage(c, "awards.plan")
	f.Failed, f.Action = len(f.Errors) > 0, site.AwardsPath
	if !f.New {
		f.Action = site.AwardURL(f.Award.ID) + "/edit"
	}
	if whole {
		f.Homes = append(f.Homes, site.Choice{Title: f.T("awards.home.all"), Chosen: f.Award.Home == ""})
	}
	f.Tiers = []site.Choice{{Title: f.T("awards.tier.none")}}
	for _, u := range homes {
		f.Homes = append(f.Homes, site.Choice{Value: u.ID, Title: u.Name.In(f.Lang), Chosen: u.ID == f.Award.Home})
		if !slices.ContainsFunc(f.Tiers, func(x site.Choice) bool { return x.Value == u.Tier }) {
			f.Tiers = append(f.Tiers, site.Choice{Value: u.Tier, Title: f.T("awards.tier.all", "tier", site.TierOr(f.Page, u.Tier))})
		}
	}
	for i := range max(len(f.Award.Rounds)+1, awardFormRounds) {
		v := awardFormRound{At: i + 1}
		var r awards.Round
		if i < len(f.Award.Rounds) {
			r = f.Award.Rounds[i]
			v.Title, v.Places, v.Full, v.Cut = r.Title, some(r.Places), some(r.Full), some(r.Cut)
			v.Items, v.Due = awards.WriteItems(r.Items), string(r.Due)
			if len(r.Items) > 0 {
				v.Full = "" // that of its items
			}
		}
		for _, w := range awards.Ways {
			v.Ways = append(v.Ways, site.Choice{Value: string(w), Title: w.Words().In(f.Lang), Chosen: w == r.Way})
		}
		f.Rounds = append(f.Rounds, v)
	}
	return s.Render(c, status, "awards/form", f)
}

// some writes a number; "" for 0.
func some[T int | float64](n T) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'f', -1, 64)
}

// sentAward reads the form of a plan, and says what in it cannot be read.
func (s *Pages) sentAward(c echo.Context) (f awardForm, errs survey.FieldErrors, err error) {
	reach, err := s.Within(c).Reach(c.Request().Context())
	if err != nil {
		return f, nil, err
	}
	said := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	number := func(name string) (n int) {
		if text := said(name); text != "" {
			if n, err = strconv.Atoi(text); err != nil {
				n = -1 // is told with what else is wrong
			}
		}
		return n
	}
	f.Prizes, f.Candidates = c.FormValue("prizes"), c.FormValue("candidates")
	a := awards.Award{Title: said("title"), Year: said("year"), Home: said("home"), Notice: number("notice"), Issuer: said("issuer"), Contact: said("contact"), Panel: said("panel") != ""}
	a.Revision, _ = strconv.ParseInt(said("revision"), 10, 64) // what is none is no revision of any
	named := reach.Named()
	var units []survey.Unit
	for _, id := range reach.Below(a.Home) {
		units = append(units, named[id])
	}
	if a.Home == "" {
		units = reach.Units(survey.ManageOrders)
	}
	var wrong survey.FieldErrors
	a.Prizes, wrong = awards.ReadPrizes(f.Prizes)
	errs = append(errs, wrong...)
	a.Candidates, wrong = awards.ReadCandidates(f.Candidates, units)
	errs = append(errs, wrong...)
	if tier := said("tier"); tier != "" {
		for _, u := range units {
			if u.Tier == tier && !slices.ContainsFunc(a.Candidates, func(x awards.Candidate) bool { return x.ID == u.ID }) {
				a.Candidates = append(a.Candidates, awards.Candidate{ID: u.ID, Unit: u.ID})
			}
		}
	}
	for i := range awards.MostRounds + 1 {
		at := strconv.Itoa(i + 1)
		r := awards.Round{Title: said("round" + at), Way: awards.Way(said("way" + at)), Places: number("places" + at), Cut: number("cut" + at)}
		if text := said("full" + at); text != "" {
			if r.Full, err = strconv.ParseFloat(text, 64); err != nil {
				r.Full = -1
			}
		}
		r.Due = survey.Day(said("due" + at))
		r.Items, wrong = awards.ReadItems(said("items" + at))
		errs = append(errs, wrong...)
		if r.Title != "" || r.Places != 0 {
			a.Rounds = append(a.Rounds, r)
		}
	}
	f.Award = a
	return f, errs, nil
}

func (s *Pages) addAward(c echo.Context) error {
	return s.keepAward(c, true, func(room awards.Room, a awards.Award) (awards.Award, error) {
		return room.Add(c.Request().Context(), a)
	})
}

func (s *Pages) changeAward(c echo.Context) error {
	return s.keepAward(c, false, func(room awards.Room, a awards.Award) (awards.Award, error) {
		a.ID = c.Param("award")
		return room.Change(c.Request().Context(), a)
	})
}

func (s *Pages) keepAward(c echo.Context, fresh bool, keep func(awards.Room, awards.Award) (awards.Award, error)) error {
	room, err := s.giving(c)
	if err == nil && s.Somewhere(c, survey.ManageOrders) != nil {
		err = survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	f, errs, err := s.sentAward(c)
	if err != nil {
		return err
	}
	var kept awards.Award
	if len(errs) == 0 {
		kept, err = keep(room, f.Award)
	} else if !fresh { // what is not there is not told of
		_, err = room.Award(c.Request().Context(), c.Param("award"))
	}
	var wrong survey.FieldErrors
	status := http.StatusUnprocessableEntity
	switch {
	case errors.As(err, &wrong):
		errs = append(errs, wrong...)
	case errors.Is(err, survey.ErrStale):
		status, f.Errors = http.StatusConflict, []string{s.Page(c).T("awards.stale")}
	case err != nil:
		return err
	case len(errs) == 0:
		return c.Redirect(http.StatusSeeOther, site.AwardURL(kept.ID))
	}
	f.New, f.Award.ID = fresh, c.Param("award")
	f.Errors = append(f.Errors, s.awardMistakes(c, &f.Award, errs)...)
	return s.showAwardForm(c, status, f)
}

func (s *Pages) editAward(c echo.Context) error {
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	a, err := room.Award(c.Request().Context(), c.Param("award"))
	if err != nil {
		return err
	}
	return s.showAwardForm(c, http.StatusOK, awardForm{Award: a, Prizes: awards.WritePrizes(a.Prizes), Candidates: awards.WriteCandidates(a.Candidates)})
}

// awardMistakes words what is wrong, each with the field or candidate that it is about.
func (s *Pages) awardMistakes(c echo.Context, a *awards.Award, wrong survey.FieldErrors) []string {
	lang, said := site.Negotiate(c), []string{}
	names, err := s.UnitNamer(c)
	if err != nil {
		names = func(id string) string { return id }
	}
	for _, e := range wrong {
		field, rest, _ := strings.Cut(strings.NewReplacer("[", ".", "]", "").Replace(e.Field), ".")
		what := ""
		switch field {
		case "title", "year", "home", "notice", "prizes", "candidates", "rounds", "why", "judge", "candidate", "number", "source", "part", "finding", "marks", "issuer", "contact", "judges":
			what = site.Translate(lang, "awards.f."+field)
		}
		at, err := strconv.Atoi(rest)
		switch x := a.Candidate(rest); {
		case x != nil && (field == "choice" || field == "marks"):
			what = cmp.Or(x.Title, names(x.Unit))
		case err == nil && field == "rounds" && at < len(a.Rounds):
			what = cmp.Or(a.Rounds[at].Title, what)
		case err == nil && field == "candidates" && at < len(a.Candidates):
			what = cmp.Or(a.Candidates[at].Title, names(a.Candidates[at].Unit))
		}
		m := e.Message(lang)
		if what != "" {
			m = site.Translate(lang, "roster.mistake", "field", what, "what", m)
		}
		said = append(said, m)
	}
	return said
}
