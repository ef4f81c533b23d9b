package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
)

// A choosePage asks for what must be known before the first question: the
// code, the unit, the group.
type choosePage struct {
	citizenPage
	Ask       string // code, unit or group
	Hidden    []hidden
	CodeError string
	Filter    string
	Units     []unitGroup
	Few       bool // units fit on a screen: no filter, nothing folded
	Groups    []groupChoice
	UnitName  string
	Whole     bool // the group is asked for a whole sheet
}

// A groupChoice is one group to choose.
type groupChoice struct {
	ID, Name string
	Full     bool
}

// A unitGroup is the units under one heading.
type unitGroup struct {
	Title string
	Open  bool
	Units []unitChoice
}

// A unitChoice is one unit to choose.
type unitChoice struct {
	ID, Name string
	Whole    bool // it stands above the others under its heading
	Done     bool // a ballot about it is on the paper already
	Full     bool // no more ballots about it are needed
	URL      string
}

// fewUnits is how many units need neither filter nor folding.
const fewUnits = 12

// settle fixes what follows from the code or from there being no choice. It
// reports whether code, unit and group are settled; FieldErrors say that the
// code is wrong, ErrFull that no ballot of this respondent is needed any more.
func (s *Site) settle(c echo.Context, p *paper) (bool, error) {
	units := p.poll.Units
	if p.poll.Access == survey.ByCode {
		if p.Code == "" {
			return false, nil
		}
		grant, err := survey.CodeGrant{Group: p.Group}, error(nil)
		if !p.Preview {
			grant, err = s.Service.CodeGrant(c.Request().Context(), p.poll.ID, p.Code)
		}
		switch {
		case errors.Is(err, survey.ErrNotFound):
			return false, s.unknownCode(c, p)
		case err != nil:
			return false, err
		case grant.Spent:
			return false, errSpent
		}
		if p.Group = grant.Group; len(grant.Units) > 0 {
			units = grant.Units
		}
	}
	if p.allowed = units; p.sheet() {
		return s.settleGroup(c, p)
	}
	if !slices.Contains(units, p.Unit) {
		p.Unit = ""
	}
	if len(units) == 1 {
		p.Unit = units[0]
	}
	known := func(g survey.Group) bool { return g.ID == p.Group }
	if !slices.ContainsFunc(p.q.Groups, known) {
		p.Group = ""
	}
	if len(p.q.Groups) == 1 {
		p.Group = p.q.Groups[0].ID
	}
	if !p.Preview {
		if err := s.findRoom(c, p); err != nil {
			return false, err
		}
	}
	return p.Unit != "" && (p.Group != "" || len(p.q.Groups) == 0), nil
}

// settleGroup fixes as whom a sheet is filled in, and with that its units.
func (s *Site) settleGroup(c echo.Context, p *paper) (bool, error) {
	if len(p.q.Groups) == 1 {
		p.Group = p.q.Groups[0].ID
	}
	if !slices.ContainsFunc(p.q.Groups, func(g survey.Group) bool { return g.ID == p.Group }) && len(p.q.Groups) > 0 {
		p.Group = ""
		return false, nil
	}
	if err := s.settleSheet(c, p); err != nil {
		return false, err
	}
	if len(p.units) == 0 {
		return false, survey.ErrNotFound
	}
	return true, nil
}

// unknownCode says that the paper's code does not exist, or that too many of
// its network do not.
func (s *Site) unknownCode(c echo.Context, p *paper) survey.FieldErrors {
	var wait access.ThrottledError
	if errors.As(s.Guesses.Answer(c, p.poll.ID, p.Code, survey.ErrNotFound), &wait) {
		c.Response().Header().Set("Retry-After", wholeSeconds(wait.After))
		return survey.FieldErrors{{Field: fieldCode, Key: "code.throttled"}}
	}
	return survey.FieldErrors{{Field: fieldCode, Key: "code.unknown"}}
}

// choose asks for the first thing that is not settled.
func (s *Site) choose(c echo.Context, p *paper, wrong survey.FieldErrors) error {
	page := choosePage{citizenPage: s.citizen(c, p)}
	page.Intro = c.FormValue(fieldGo) == "" // who went on has read it
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	status := http.StatusOK
	switch {
	case p.poll.Access == survey.ByCode && (p.Code == "" || len(wrong) > 0):
		page.Ask = fieldCode
		page.Hidden = slices.DeleteFunc(page.Hidden, func(h hidden) bool { return h.Name == fieldCode })
		if len(wrong) > 0 {
			page.CodeError, page.Failed, status = page.T(wrong[0].Key), true, http.StatusNotFound
			if wrong[0].Key == "code.throttled" {
				status = http.StatusTooManyRequests
			}
		}
	case p.Unit == "" && !p.sheet():
		page.Ask = fieldUnit
		page.Filter = strings.TrimSpace(c.FormValue("q"))
		if err := s.listUnits(c, p, &page); err != nil {
			return err
		}
	default:
		page.Ask = fieldGroup
		if page.Whole = p.sheet(); !page.Whole {
			page.UnitName = s.unitName(c, p.Unit, page.Lang)
		}
		for _, g := range p.q.Groups {
			page.Groups = append(page.Groups, groupChoice{g.ID, g.Title.In(page.Lang), !page.Whole && !p.room.For(p.Unit, g.ID)})
		}
	}
	if page.Post() {
		page.Form, page.Enter = formID, "start"
	}
	return s.render(c, status, "citizen/choose", page)
}

// listUnits fills in the units to choose from: those with others below them
// head a list of their own, the others stand under their parent or else under
// their tier.
func (s *Site) listUnits(c echo.Context, p *paper, page *choosePage) error {
	all, err := s.Service.LandingUnits(c.Request().Context(), c.Param("poll"))
	if err != nil {
		return err
	}
	byID := make(map[string]survey.Unit, len(all))
	for _, u := range all {
		byID[u.ID] = u
	}
	parents := make(map[string]bool)
	for _, id := range p.allowed {
		parents[byID[id].Parent] = true
	}
	place := make(map[string]int)
	for _, id := range p.allowed {
		u, ok := byID[id]
		if !ok {
			continue
		}
		key, title := heading(u, byID, parents, page.Lang)
		if !anyContains(page.Filter, u.Name.In(page.Lang), u.Name.In("zh"), title) {
			continue
		}
		at, seen := place[key]
		if !seen {
			at = len(page.Units)
			place[key] = at
			page.Units = append(page.Units, unitGroup{Title: title})
		}
		done := p.holds(u.ID)
		page.Units[at].Units = append(page.Units[at].Units, unitChoice{
			ID: u.ID, Name: u.Name.In(page.Lang), Whole: key == u.ID, Done: done, Full: !done && !p.takes(u.ID),
			URL: page.link(fieldUnit, u.ID, fieldGo, "start"),
		})
	}
	page.Few = len(p.allowed) <= fewUnits
	for i := range page.Units {
		page.Units[i].Open = page.Few || page.Filter != ""
	}
	return nil
}

// link is the page's address with such fields, and those that it carries.
func (p choosePage) link(fields ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		q.Set(fields[i], fields[i+1])
	}
	for _, h := range p.Carried() {
		q.Set(h.Name, h.Value)
	}
	return p.URL.Path + "?" + q.Encode()
}

// heading returns under which heading a unit is listed.
func heading(u survey.Unit, byID map[string]survey.Unit, parents map[string]bool, lang string) (key, title string) {
	if parents[u.ID] {
		return u.ID, u.Name.In(lang)
	}
	if parent, ok := byID[u.Parent]; ok {
		return parent.ID, parent.Name.In(lang)
	}
	return "tier:" + u.Tier, survey.TierTitle(u.Tier).In(lang)
}

// anyContains reports whether any of the names contains the filter, without case.
func anyContains(filter string, names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		return strings.Contains(strings.ToLower(n), strings.ToLower(filter))
	})
}

// unitName returns a unit's name for people; where the store cannot say, its id.
func (s *Site) unitName(c echo.Context, id, lang string) string {
	units, err := s.Service.LandingUnits(c.Request().Context(), c.Param("poll"))
	if err != nil {
		return id
	}
	for _, u := range units {
		if u.ID == id {
			return u.Name.In(lang)
		}
	}
	return id
}
