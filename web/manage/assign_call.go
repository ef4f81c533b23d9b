package manage

import (
	"bytes"
	"encoding/csv"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/slips"
	"minping/web/site"
)

// A callForm asks people for nominations.
type callForm struct {
	Groups []site.Choice
	Most   string
	Until  string // of a field of date and time
	Mail   bool
}

// newCall offers the groups for which raters are proposed.
func (p *assignPage) newCall(w assignWorld, book survey.AssignmentBook) {
	p.Call = callForm{Most: "3"}
	p.Called = book.Call != nil && len(book.Call.Keys) > 0
	if p.Called {
		p.CalledUntil, p.Proposed = book.Call.Until, len(book.Call.Proposals)
	}
	for _, g := range book.Plan.CallGroups() {
		p.Call.Groups = append(p.Call.Groups, site.Choice{Value: g, Title: w.groups[g], Chosen: book.Call == nil || slices.Contains(book.Call.Groups, g)})
	}
}

// callNominations asks for nominations and hands the secrets over, this once: by
// mail, or as a table for a mail merge; or ends the asking.
func (s *Pages) callNominations(c echo.Context) error {
	ctx, poll, lang, address := c.Request().Context(), c.Param("poll"), site.Negotiate(c), middleware.Address(c, s.URL)
	w, err := s.assignWorld(c)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if c.FormValue(site.FieldGo) == "end" {
		if _, err := s.Within(c).EndNominations(ctx, poll, revision); err != nil {
			return s.assignRefusal(c, err, nil)
		}
		return c.Redirect(http.StatusSeeOther, assignmentsURL(poll)+"?done=edited")
	}
	form, _ := c.FormParams()
	call, mail := survey.NominationCall{Groups: form["groups"]}, c.FormValue("mail") != ""
	if mail && s.Notify == nil {
		return site.ErrForm
	}
	var errs survey.FieldErrors
	if call.Most, err = strconv.Atoi(strings.TrimSpace(c.FormValue("most"))); err != nil {
		errs = append(errs, mistake("most", "not_whole"))
	}
	if typed := c.FormValue("until"); typed != "" {
		if call.Until, err = time.ParseInLocation("2006-01-02T15:04", typed, s.Zone); err != nil {
			errs = append(errs, mistake("until", "nominations_past"))
		}
	}
	shown := func(p *assignPage) {
		p.Ask, p.Call.Most, p.Call.Until, p.Call.Mail = "call", c.FormValue("most"), c.FormValue("until"), mail
	}
	if len(errs) > 0 {
		return s.assignRefusal(c, errs, shown)
	}
	var check func(int) survey.FieldErrors
	if mail {
		check = s.Notify.CanDispatch
	}
	invited, _, err := s.Within(c).CallNominations(ctx, poll, revision, call, check)
	if err != nil {
		return s.assignRefusal(c, err, shown)
	}
	link := func(secret string) string { return slips.NominationLink(address, poll, secret) }
	if mail { // whom it does not reach is in the table
		if invited, _ = s.Notify.DispatchNominations(ctx, poll, lang, call.Until, invited, link); len(invited) == 0 {
			return c.Redirect(http.StatusSeeOther, assignmentsURL(poll)+"?done=called")
		}
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	rows := [][]string{{"name", "team", "post", "mail", "phone", "secret", "link"}}
	for _, one := range invited {
		p := one.Person
		row := []string{p.Name, w.unit[p.Team].Name.In(lang), p.Post, p.Mail, p.Phone, one.Secret, link(one.Secret)}
		for i := range row {
			row[i] = survey.PlainCell(row[i])
		}
		rows = append(rows, row)
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": poll + "-nominations.csv"}))
	return c.Blob(http.StatusCreated, "text/csv; charset=utf-8", b.Bytes())
}
