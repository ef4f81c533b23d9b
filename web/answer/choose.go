package answer

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// A choosePage asks for what must be known before the first question: the
// code, the unit, the group.
type choosePage struct {
	CitizenPage
	Ask       string // code, unit or group
	Hidden    []site.Hidden
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

// FewUnits is how many units need neither filter nor folding.
const FewUnits = 12

// settle fixes what follows from the code or from there being no choice. It
// reports whether code, unit and group are settled; FieldErrors say that the
// code is wrong, ErrFull that no ballot of this respondent is needed any more.
func (s *Pages) settle(c echo.Context, p *Paper) (bool, error) {
	units := p.Poll.Units
	if p.Poll.Access == survey.ByCode {
		if p.Code == "" {
			return false, nil
		}
		grant, err := survey.CodeGrant{Group: p.Group}, error(nil)
		if !p.Preview {
			grant, err = s.Service.CodeGrant(c.Request().Context(), p.Poll.ID, p.Code)
		}
		switch {
		case errors.Is(err, survey.ErrNotFound):
			return false, s.unknownCode(c, p)
		case err != nil:
			return false, err
		case grant.Spent:
			return false, site.ErrSpent
		}
		if p.Group = grant.Group; len(grant.Units) > 0 {
			units = grant.Units
		}
	}
	if p.allowed = units; p.Sheet() {
		return s.settleGroup(c, p)
	}
	if !slices.Contains(units, p.Unit) {
		p.Unit = ""
	}
	if len(units) == 1 {
		p.Unit = units[0]
	}
	known := func(g survey.Group) bool { return g.ID == p.Group }
	if !slices.ContainsFunc(p.Q.Groups, known) {
		p.Group = ""
	}
	if len(p.Q.Groups) == 1 {
		p.Group = p.Q.Groups[0].ID
	}
	if !p.Preview {
		if err := s.findRoom(c, p); err != nil {
			return false, err
		}
	}
	return p.Unit != "" && (p.Group != "" || len(p.Q.Groups) == 0), nil
}

// settleGroup fixes as whom a sheet is filled in, and with that its units.
func (s *Pages) settleGroup(c echo.Context, p *Paper) (bool, error) {
	if len(p.Q.Groups) == 1 {
		p.Group = p.Q.Groups[0].ID
	}
	if !slices.ContainsFunc(p.Q.Groups, func(g survey.Group) bool { return g.ID == p.Group }) && len(p.Q.Groups) > 0 {
		p.Group = ""
		return false, nil
	}
	if err := s.settleSheet(c, p); err != nil {
		return false, err
	}
	if len(p.Units) == 0 {
		return false, survey.ErrNotFound
	}
	return true, nil
}

// unknownCode says that the paper's code does not exist, or that too many of
// its network do not.
func (s *Pages) unknownCode(c echo.Context, p *Paper) survey.FieldErrors {
	var wait access.ThrottledError
	if errors.As(s.Guesses.Answer(c, p.Poll.ID, p.Code, survey.ErrNotFound), &wait) {
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		return survey.FieldErrors{{Field: FieldCode, Key: "code.throttled"}}
	}
	return survey.FieldErrors{{Field: FieldCode, Key: "code.unknown"}}
}

// choose asks for the first thing that is not settled.
func (s *Pages) choose(c echo.Context, p *Paper, wrong survey.FieldErrors) error {
	page := choosePage{CitizenPage: s.citizen(c, p)}
	page.Intro = c.FormValue(site.FieldGo) == "" // who went on has read it
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	status := http.StatusOK
	switch {
	case p.Poll.Access == survey.ByCode && (p.Code == "" || len(wrong) > 0):
		page.Ask = FieldCode
		page.Hidden = slices.DeleteFunc(page.Hidden, func(h site.Hidden) bool { return h.Name == FieldCode })
		if len(wrong) > 0 {
			page.CodeError, page.Failed, status = page.T(wrong[0].Key), true, http.StatusNotFound
			if wrong[0].Key == "code.throttled" {
				status = http.StatusTooManyRequests
			}
		}
	case p.Unit == "" && !p.Sheet():
		page.Ask = site.FieldUnit
		page.Filter = strings.TrimSpace(c.FormValue("q"))
		if err := s.listUnits(c, p, &page); err != nil {
			return err
		}
	default:
		page.Ask = site.FieldGroup
		if page.Whole = p.Sheet(); !page.Whole {
			page.UnitName = s.UnitName(c, p.Unit, page.Lang)
		}
		for _, g := range p.Q.Groups {
			page.Groups = append(page.Groups, groupChoice{g.ID, g.Title.In(page.Lang), !page.Whole && !p.room.For(p.Unit, g.ID)})
		}
	}
	if page.Post() {
		page.Form, page.Enter = FormID, "start"
	}
	return s.Render(c, status, "citizen/choose", page)
}

// listUnits fills in the units to choose from: those with others below them
// head a list of their own, the others stand under their parent or else under
// their tier.
func (s *Pages) listUnits(c echo.Context, p *Paper, page *choosePage) error {
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
		key, title := Heading(u, byID, parents, page.Lang)
		if !site.AnyContains(page.Filter, u.Name.In(page.Lang), u.Name.In("zh"), title) {
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
			URL: page.link(site.FieldUnit, u.ID, site.FieldGo, "start"),
		})
	}
	page.Few = len(p.allowed) <= FewUnits
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

// Heading returns under which heading a unit is listed.
func Heading(u survey.Unit, byID map[string]survey.Unit, parents map[string]bool, lang string) (key, title string) {
	if parents[u.ID] {
		return u.ID, u.Name.In(lang)
	}
	if parent, ok := byID[u.Parent]; ok {
		return parent.ID, parent.Name.In(lang)
	}
	return "tier:" + u.Tier, survey.TierTitle(u.Tier).In(lang)
}

// UnitName returns a unit's name for people; where the store cannot say, its id.
func (s *Pages) UnitName(c echo.Context, id, lang string) string {
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
