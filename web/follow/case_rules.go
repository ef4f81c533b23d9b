package follow

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/web/site"
)

// A rulesPage is what cases go by.
type rulesPage struct {
	site.Page
	Set      casework.Settings
	Fields   []caseRuleField
	Edits    bool
	Holidays string // a day a line
	Workdays string
	Unknown  string // the year, where no holiday of it is named
	Wrong    map[string]string
	Errors   []string
}

// A caseRuleField is a number of the rules: messages "cases.rule." + Name, and the
// same with ".tip".
type caseRuleField struct {
	Name, Label, Tip, Value, Wrong string
}

// CaseRuleNames are the numbers of the rules, as the form has them.
var CaseRuleNames = []string{"start", "simple", "complex", "silent", "imputed", "keep", "low"}

// CaseRuleNumber is where a number of the rules lies.
func CaseRuleNumber(set *casework.Settings, name string) *int {
	return map[string]*int{
		"start": &set.Start, "simple": &set.Simple, "complex": &set.Complex, "silent": &set.Silent, "imputed": &set.Imputed,
		"keep": &set.Keep, "low": &set.Low,
	}[name]
}

func (s *Pages) caseRules(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	set, err := room.Rules(c.Request().Context())
	if err != nil {
		return err
	}
	return s.showRules(c, http.StatusOK, room, set, nil, nil)
}

func (s *Pages) showRules(c echo.Context, status int, room casework.Room, set casework.Settings, wrong survey.FieldErrors, said []string) error {
	page := rulesPage{Page: s.casePage(c, "cases.rules"), Set: set, Edits: room.EditsRules(), Errors: said, Wrong: map[string]string{}}
	page.Holidays, page.Workdays = dayLines(set.Holidays), dayLines(set.Workdays)
	if year := string(room.Today()[:4]); !set.Knows(year) {
		page.Unknown = year
	}
	for _, w := range wrong {
		field, _, _ := strings.Cut(w.Field, "[")
		page.Wrong[field] = w.Message(page.Lang)
	}
	if len(wrong) > 0 {
		page.Errors = append(page.Errors, page.T("cases.wrong"))
	}
	for _, name := range CaseRuleNames {
		page.Fields = append(page.Fields, caseRuleField{
			name, page.T("cases.rule." + name), page.T("cases.tip." + name), strconv.Itoa(*CaseRuleNumber(&set, name)), page.Wrong[name],
		})
	}
	page.Failed = len(page.Errors) > 0
	return s.Render(c, status, "cases/rules", page)
}

func dayLines(days []survey.Day) string {
	lines := make([]string, len(days))
	for i, d := range days {
		lines[i] = string(d)
	}
	return strings.Join(lines, "\n")
}

// putCaseRules changes the rules.
func (s *Pages) putCaseRules(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	if !room.EditsRules() {
		return survey.ErrNotFound
	}
	set := casework.Settings{Public: c.FormValue("public") != "", Revision: sentRevision(c)}
	for _, name := range CaseRuleNames {
		n, err := strconv.Atoi(strings.TrimSpace(c.FormValue(name)))
		if err != nil {
			n = -1 // out of every range
		}
		*CaseRuleNumber(&set, name) = n
	}
	set.Holidays, set.Workdays = sentDays(c.FormValue("holidays")), sentDays(c.FormValue("workdays"))
	_, err = room.EditRules(c.Request().Context(), set)
	var wrong survey.FieldErrors
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, "/cases/rules")
	case errors.As(err, &wrong):
		return s.showRules(c, http.StatusUnprocessableEntity, room, set, wrong, nil)
	case errors.Is(err, survey.ErrStale):
		lang := site.Negotiate(c)
		now, err := room.Rules(c.Request().Context())
		if err != nil {
			return err
		}
		set.Revision = now.Revision
		return s.showRules(c, http.StatusConflict, room, set, nil, []string{site.Translate(lang, "cases.rules.stale")})
	}
	return err
}

// sentDays reads days, one a line or with commas between.
func sentDays(text string) []survey.Day {
	days := []survey.Day{}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，、;；", r) }) {
		days = append(days, survey.Day(word))
	}
	return days
}
