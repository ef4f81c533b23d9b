package manage

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/web/site"
)

// A rosterImportPage takes a table of people and shows what it would do.
type rosterImportPage struct {
	site.Page
	File    string // name of the table
	List    string // its text, to be sent again; "": nothing to apply
	Columns []importColumn
	Into    []site.Choice
	Options survey.RosterOptions
	Known   string // digest of the roster that the difference is from
	Checked bool   // nothing is wrong with the table
	Rows    int
	Diff    survey.RosterDiff
	Doubts  []string
	Added   []rosterLine
	Changed []personChange
	MiB     int
	Errors  []string
}

// A personChange is what of somebody would be changed, in words.
type personChange struct {
	Name   string
	Fields []fieldChange
}

// A fieldChange is what was said and what is said instead.
type fieldChange struct{ Field, Was, Is string }

func (s *Pages) rosterImportForm(c echo.Context) error {
	if _, err := s.Within(c).People(c.Request().Context()); err != nil {
		return err
	}
	return s.showRosterImport(c, http.StatusOK, rosterImportPage{})
}

func (s *Pages) showRosterImport(c echo.Context, status int, page rosterImportPage) error {
	page.Page, page.Failed, page.MiB = s.ManagePage(c, "roster.import.title"), len(page.Errors) > 0, intake.MaxUpload>>20
	return s.Render(c, status, "manage/roster-import", page)
}

// importRoster shows what a table of people would do, which changes nothing, or
// does it, all of it or nothing.
func (s *Pages) importRoster(c echo.Context) error {
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(site.FieldGo)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	ctx, lang := c.Request().Context(), site.Negotiate(c)
	w, err := s.rosterWorld(c)
	if err != nil {
		return err
	}
	page := rosterImportPage{File: name, Known: rosterDigest(w.people), Options: sentOptions(c)}
	sheet, err := intake.UploadedPeople(in, name)
	var problems *intake.Problems
	if errors.As(err, &problems) {
		page.Errors = strings.Split(problems.In(lang), "\n")
		return s.showRosterImport(c, http.StatusUnprocessableEntity, page)
	} else if err != nil {
		return err
	}
	columns := rosterColumns(c, sheet)
	page.List, page.Columns, page.Into = sheet.CSV(), rosterColumnChoices(lang, sheet, columns), intoChoices(lang, w, page.Options.Into)
	table, err := sheet.Table(name, columns)
	table.Options = page.Options
	if err == nil {
		page.Diff, err = s.Within(c).ImportRoster(ctx, table, asked == "check", func(all []survey.Person) error {
			if rosterDigest(all) != c.FormValue("known") {
				return survey.ErrStale
			}
			return nil
		})
	}
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &problems):
		page.Errors = strings.Split(problems.In(lang), "\n")
		return s.showRosterImport(c, http.StatusUnprocessableEntity, page)
	case errors.As(err, &wrong):
		page.Errors = strings.Split(sheet.Wrong(name, columns, table, wrong).In(lang), "\n")
		return s.showRosterImport(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors = []string{site.Translate(lang, "roster.import.stale")}
		return s.showRosterImport(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		return c.Redirect(http.StatusSeeOther, "/manage/roster?done=imported")
	}
	page.Checked, page.Rows = true, len(table.Rows)
	page.tell(lang, w, sheet, columns, table)
	return s.showRosterImport(c, http.StatusOK, page)
}

// tell puts in words what the table would do.
func (page *rosterImportPage) tell(lang string, w rosterWorld, sheet *intake.PeopleSheet, columns []survey.RosterField, table survey.RosterTable) {
	if len(page.Diff.Doubts) > 0 {
		page.Doubts = strings.Split(sheet.Wrong(page.File, columns, table, page.Diff.Doubts).In(lang), "\n")
	}
	for _, u := range page.Diff.Units {
		w.unit[u.ID] = u
	}
	for _, p := range page.Diff.Added {
		w.person[p.ID] = p
	}
	p := site.Page{Lang: lang}
	for _, who := range page.Diff.Added {
		office, team := w.home(who, lang)
		page.Added = append(page.Added, rosterLine{Person: who, Kind: kindOr(p, who.Tier), Above: strings.TrimSpace(office + " " + team)})
	}
	for _, c := range page.Diff.Changed {
		change := personChange{Name: c.Was.Name}
		for _, f := range c.Fields {
			change.Fields = append(change.Fields, fieldChange{site.Translate(lang, "roster.f."+string(f)), w.said(p, c.Was, f), w.said(p, c.Is, f)})
		}
		page.Changed = append(page.Changed, change)
	}
}

// said words one thing of somebody.
func (w rosterWorld) said(page site.Page, p survey.Person, field survey.RosterField) string {
	text := ""
	switch field {
	case survey.FieldTeam:
		office, team := w.home(p, page.Lang)
		text = strings.TrimSpace(office + " " + team)
	case survey.FieldOrder:
		if p.Order > 0 {
			text = strconv.Itoa(p.Order)
		}
	case survey.FieldGender:
		if p.Gender != "" {
			text = site.Translate(page.Lang, "roster."+string(p.Gender))
		}
	case survey.FieldTier:
		text = kindOr(page, p.Tier)
	case survey.FieldSuperior:
		text = w.person[p.Superior].Name
	case survey.FieldPromoted:
		text = page.T("roster.no")
		if p.Promoted {
			text = page.T("roster.yes")
		}
	default:
		text = map[survey.RosterField]string{
			survey.FieldName: p.Name, survey.FieldBorn: p.Born, survey.FieldPost: p.Post, survey.FieldSince: p.Since,
			survey.FieldFormer: p.Former, survey.FieldRank: p.Rank, survey.FieldMail: p.Mail, survey.FieldPhone: p.Phone,
		}[field]
	}
	if text == "" {
		return page.T("roster.empty.value")
	}
	return text
}

// rosterDigest tells whether the roster is as it was.
func rosterDigest(all []survey.Person) string {
	document, err := json.Marshal(all)
	if err != nil {
		panic(err) // a type of ours
	}
	return site.Digest(document)[:16]
}

// sentOptions reads what the form says beside the table; where it says nothing,
// as it is usually meant.
func sentOptions(c echo.Context) survey.RosterOptions {
	form, err := c.FormParams()
	if err != nil || !form.Has("column.0") {
		return survey.RosterOptions{Rated: true}
	}
	return survey.RosterOptions{Into: c.FormValue("into"), Rated: c.FormValue("rated") != "", Leave: c.FormValue("leave") != ""}
}

// rosterColumns reads what the columns of a table hold, as the form says; where
// it says nothing, by their headings.
func rosterColumns(c echo.Context, sheet *intake.PeopleSheet) []survey.RosterField {
	columns := sheet.Guess()
	form, err := c.FormParams()
	if err != nil || !form.Has("column.0") {
		return columns
	}
	for i := range columns {
		columns[i] = survey.RosterField(c.FormValue("column." + strconv.Itoa(i)))
		if !slices.Contains(survey.RosterFields, columns[i]) || slices.Contains(columns[:i], columns[i]) {
			columns[i] = ""
		}
	}
	return columns
}

func rosterColumnChoices(lang string, sheet *intake.PeopleSheet, columns []survey.RosterField) (list []importColumn) {
	for i, heading := range sheet.Header {
		if heading == "" {
			heading = site.Translate(lang, "roster.column.n", "n", i+1)
		}
		column := importColumn{Field: "column." + strconv.Itoa(i), Heading: heading, Is: []site.Choice{{Title: site.Translate(lang, "roster.column.none")}}}
		for _, is := range survey.RosterFields {
			column.Is = append(column.Is, site.Choice{Value: string(is), Title: site.Translate(lang, "roster.f."+string(is)), Chosen: is == columns[i]})
		}
		list = append(list, column)
	}
	return list
}

// intoChoices offers where rows without a unit, and new units, come to lie.
func intoChoices(lang string, w rosterWorld, into string) []site.Choice {
	list := []site.Choice{{Title: site.Translate(lang, "roster.into.none")}}
	for _, u := range w.units {
		list = append(list, site.Choice{Value: u.ID, Title: u.Name.In(lang), Chosen: u.ID == into})
	}
	return list
}
