package manage

import (
	"bytes"
	"encoding/csv"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/report"
	"minping/web/site"
)

// unitRoutes are the pages of the directory of units.
func (s *Pages) unitRoutes() []site.Route {
	return []site.Route{
		site.Get("/manage/units", site.Organiser, s.units),
		site.Post("/manage/units", site.Organiser, s.putUnit),
		site.Get("/manage/units/:file", site.Organiser, s.unitFile),
		site.Get("/manage/units/import", site.Organiser, s.unitImportForm),
		site.Post("/manage/units/import", site.Organiser, s.importUnits),
	}
}

// A unitsPage is the directory, and the form of one unit.
type unitsPage struct {
	site.Page
	Search  string
	Known   int // units in all
	Tiers   []site.UnitTier
	Edited  unitForm
	Parents []site.Choice
	Titles  []site.Choice // the usual tiers
	Errors  []string
	Saved   string // name of the unit that was saved
}

// A unitForm is a unit as it is typed.
type unitForm struct {
	ID, Zh, En, Tier, Parent string
	Old                      bool   // it is there
	Was                      string // digest of what it was when the form was shown
}

func (s *Pages) units(c echo.Context) error { return s.showUnits(c, http.StatusOK, nil, nil) }

// showUnits renders the directory; form is a unit as it was sent.
func (s *Pages) showUnits(c echo.Context, status int, form *unitForm, wrong []string) error {
	all, err := s.Within(c).Units(c.Request().Context())
	if err != nil {
		return err
	}
	page := unitsPage{Page: s.ManagePage(c, "units.title"), Search: strings.TrimSpace(c.QueryParam("q")), Known: len(all), Errors: wrong, Saved: c.QueryParam("saved")}
	page.Failed = len(wrong) > 0
	byID := make(map[string]survey.Unit, len(all))
	for _, u := range all {
		byID[u.ID] = u
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
		page.Tiers[i].Lines = append(page.Tiers[i].Lines, site.UnitLine{Unit: u, Above: byID[u.Parent].Name.In(page.Lang), URL: "/manage/units?edit=" + url.QueryEscape(u.ID) + "#unit"})
	}
	if u, ok := byID[c.QueryParam("edit")]; form == nil && ok {
		page.Edited = unitForm{ID: u.ID, Zh: u.Name["zh"], En: u.Name["en"], Tier: u.Tier, Parent: u.Parent, Old: true, Was: UnitDigest(u)}
	} else if form != nil {
		page.Edited = *form
	} else if len(all) > 0 {
		page.Edited.Tier = all[len(all)-1].Tier
	}
	page.Parents, page.Titles = parentChoices(page.Page, all, page.Edited.Parent), tierChoices(page.Page, all)
	return s.Render(c, status, "manage/units", page)
}

// parentChoices offers the units that others may lie below.
func parentChoices(p site.Page, all []survey.Unit, chosen string) []site.Choice {
	list := []site.Choice{{Title: p.T("units.parent.none")}}
	for _, u := range all {
		list = append(list, site.Choice{Value: u.ID, Title: u.Name.In(p.Lang), Chosen: u.ID == chosen})
	}
	return list
}

// usualTiers are offered where the directory has none yet.
var usualTiers = []string{"province", "city", "county", "township", "village", "department", "team", "person"}

// tierChoices offers the tiers of the directory, then the usual ones.
func tierChoices(p site.Page, all []survey.Unit) (list []site.Choice) {
	tiers := []string{}
	for _, u := range all {
		tiers = append(tiers, u.Tier)
	}
	seen := map[string]bool{"": true}
	for _, tier := range append(tiers, usualTiers...) {
		if !seen[tier] {
			list = append(list, site.Choice{Value: tier, Title: survey.TierTitle(tier).In(p.Lang)})
		}
		seen[tier] = true
	}
	return list
}

// UnitDigest tells whether a unit is as it was.
func UnitDigest(u survey.Unit) string {
	return site.Digest([]byte(strings.Join([]string{u.ID, u.Name["zh"], u.Name["en"], u.Tier, u.Parent}, "\x00")))[:16]
}

// errUnitTaken says that an id belongs to a unit already.
var errUnitTaken = errors.New("the id is taken")

// putUnit adds or changes one unit.
func (s *Pages) putUnit(c echo.Context) error {
	ctx, lang := c.Request().Context(), site.Negotiate(c)
	field := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	form := unitForm{ID: field("id"), Zh: field("zh"), En: field("en"), Tier: field("tier"), Parent: field("parent"), Old: field("was") != "", Was: field("was")}
	u := survey.Unit{ID: form.ID, Tier: form.Tier, Parent: form.Parent, Name: survey.Text{}}
	for in, name := range map[string]string{"zh": form.Zh, "en": form.En} {
		if name != "" {
			u.Name[in] = name
		}
	}
	if u.ID == "" {
		all, err := s.Within(c).Units(ctx)
		if err != nil {
			return err
		}
		u.ID = survey.ProposeUnitID(u.Name, func(id string) bool {
			return slices.ContainsFunc(all, func(u survey.Unit) bool { return u.ID == id })
		})
	}
	err := s.Within(c).PutUnitsIf(ctx, []survey.Unit{u}, func(all []survey.Unit) error {
		i := slices.IndexFunc(all, func(was survey.Unit) bool { return was.ID == u.ID })
		switch {
		case i >= 0 && !form.Old:
			return errUnitTaken
		case form.Old && (i < 0 || UnitDigest(all[i]) != form.Was):
			return survey.ErrStale
		}
		return nil
	})
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return s.showUnits(c, http.StatusUnprocessableEntity, &form, site.MessagesOf(lang, wrong))
	case errors.Is(err, errUnitTaken):
		return s.showUnits(c, http.StatusConflict, &form, []string{site.Translate(lang, "units.taken", "id", u.ID)})
	case errors.Is(err, survey.ErrStale):
		form.Was = s.unitNow(c, u.ID)
		return s.showUnits(c, http.StatusConflict, &form, []string{site.Translate(lang, "units.stale")})
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/manage/units?saved="+url.QueryEscape(u.Name.In(lang))+"#unit")
}

// unitNow is the digest of a unit as it is; "" where it is not there any more.
func (s *Pages) unitNow(c echo.Context, id string) string {
	all, err := s.Within(c).Units(c.Request().Context())
	if i := slices.IndexFunc(all, func(u survey.Unit) bool { return u.ID == id }); err == nil && i >= 0 {
		return UnitDigest(all[i])
	}
	return ""
}

// unitFile sends the directory as a table, or a table to fill in: as they are
// read again.
func (s *Pages) unitFile(c echo.Context) error {
	rows := [][]string{report.UnitColumns}
	switch c.Param("file") {
	case "template.csv":
		rows = append(rows,
			[]string{"qinglan", "青岚市", "Qinglan", "city", ""},
			[]string{"qinglan-1", "柳溪县", "Liuxi", "county", "qinglan"})
	case "units.xlsx":
		all, err := s.Within(c).Units(c.Request().Context())
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := report.Units(&b, all); err != nil {
			return err
		}
		c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "minping-units.xlsx"}))
		return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
	case "units.csv":
		all, err := s.Within(c).Units(c.Request().Context())
		if err != nil {
			return err
		}
		for _, u := range all {
			rows = append(rows, report.UnitRow(u))
		}
	default:
		return survey.ErrNotFound
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets then read it as UTF-8
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return site.AsFile(c, http.StatusOK, "minping-"+c.Param("file"), b.Bytes())
}
