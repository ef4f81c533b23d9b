package manage

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/report"
	"minping/survey/slips"
	"minping/web/answer"
	"minping/web/site"
)

// assignDos are the edits that a form may ask for.
var assignDos = []survey.AssignmentDo{survey.Add, survey.Nominate, survey.Approve, survey.Decline, survey.Replace, survey.Remove}

// editAssignments makes the edit of a form: of the marked assignments, or of
// somebody who is to come. "recall" makes bundles worth nothing.
func (s *Pages) editAssignments(c echo.Context) error {
	ctx := c.Request().Context()
	w, err := s.assignWorld(c)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	do := survey.AssignmentDo(c.FormValue(site.FieldGo))
	base, person := assignmentsURL(w.poll.ID), c.FormValue("person")
	kept := func(p *assignPage) { p.One = &assignOne{Rater: c.FormValue("rater"), Reason: c.FormValue("reason")} }
	if do == "recall" {
		if err := s.Within(c).RecallBundles(ctx, w.poll.ID, revision); err != nil {
			return s.assignRefusal(c, err, nil)
		}
		return c.Redirect(http.StatusSeeOther, base+"?done=recalled")
	}
	if !slices.Contains(assignDos, do) {
		return site.ErrForm
	}
	edits, err := sentEdits(c, w, do)
	if err == nil {
		_, err = s.Within(c).EditAssignments(ctx, w.poll.ID, revision, edits)
	}
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		err = named(wrong, w)
	}
	if err != nil {
		return s.assignRefusal(c, err, kept)
	}
	back := url.Values{"done": {"edited"}}
	place := "#nominations"
	if person != "" {
		back.Set("person", person)
		place = "#one"
	}
	return c.Redirect(http.StatusSeeOther, base+"?"+back.Encode()+place)
}

// sentEdits reads the edits of a form.
func sentEdits(c echo.Context, w assignWorld, do survey.AssignmentDo) (edits []survey.AssignmentEdit, err error) {
	reason, typed := strings.TrimSpace(c.FormValue("reason")), strings.TrimSpace(c.FormValue("rater"))
	other := ""
	if typed != "" {
		if other, err = w.find(typed); err != nil {
			return nil, err
		}
	}
	if do == survey.Add || do == survey.Nominate {
		if other == "" {
			return nil, errWho
		}
		return []survey.AssignmentEdit{{Do: do, Ratee: c.FormValue("person"), Group: c.FormValue(site.FieldGroup), Rater: other}}, nil
	}
	form, err := c.FormParams()
	if err != nil {
		return nil, site.ErrForm
	}
	for _, mark := range form["mark"] {
		a, ok := answer.AssignmentOf(mark)
		if !ok {
			return nil, site.ErrForm
		}
		e := survey.AssignmentEdit{Do: do, Ratee: a.Ratee, Group: a.Group, Rater: a.Rater}
		if do == survey.Decline || do == survey.Replace {
			e.Reason, e.By = reason, other
		}
		edits = append(edits, e)
	}
	if len(edits) == 0 {
		return nil, survey.FieldErrors{mistake("edits", "nothing_marked")}
	}
	return edits, nil
}

// named puts names in the place of ids in what is told.
func named(wrong survey.FieldErrors, w assignWorld) survey.FieldErrors {
	for i := range wrong {
		for _, arg := range []string{"ratee", "rater", "person", "value"} {
			if id, is := wrong[i].Args[arg].(string); is {
				wrong[i].Args[arg] = w.name(id)
			}
		}
	}
	return wrong
}

// assignmentsFile sends who evaluates whom as a table.
func (s *Pages) assignmentsFile(c echo.Context) error {
	table, err := report.GatherAssignments(c.Request().Context(), s.Within(c), c.Param("poll"))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	media := "text/csv; charset=utf-8"
	switch c.Param("file") {
	case "assignments.csv":
		err = table.CSV(&b, site.Negotiate(c))
	case "assignments.xlsx":
		media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		err = table.XLSX(&b, site.Negotiate(c))
	default:
		return survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.Param("poll") + "-" + c.Param("file")}))
	return c.Blob(http.StatusOK, media, b.Bytes())
}

// issueBundles hands bundles over, this once: by mail, or as a file of which no
// address leads to the secrets again.
func (s *Pages) issueBundles(c echo.Context) error {
	ctx, poll, lang, url := c.Request().Context(), c.Param("poll"), site.Negotiate(c), middleware.Address(c, s.URL)
	if _, err := s.Within(c).ManagedPoll(ctx, poll); err != nil {
		return err
	}
	format, mail, join := c.FormValue("format"), c.FormValue("mail") != "", c.FormValue("join") != ""
	if !slices.Contains(slips.BundleFormats, format) || (mail || join) && s.Notify == nil {
		return site.ErrForm
	}
	hand := survey.BundleHand{Write: func(list []survey.Bundle) ([]byte, error) {
		all, err := slips.GatherBundles(ctx, s.Within(c), poll, url, list)
		if err != nil {
			return nil, err
		}
		all.Zone = s.Zone
		var b bytes.Buffer
		err = all.Write(&b, format, lang)
		return b.Bytes(), err
	}}
	if mail {
		hand.Check = s.Notify.CanDispatch
		hand.Send = func(list []survey.Bundle) ([]survey.Bundle, error) {
			return s.Notify.Dispatch(ctx, poll, lang, list, func(secret string) string { return slips.WorkspaceLink(url, secret) })
		}
	}
	if join {
		hand.Join = func(list []survey.Bundle) error { return s.Notify.JoinRaters(ctx, poll, list) }
	}
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	given, err := s.Within(c).HandOver(ctx, poll, revision, hand)
	if err != nil {
		return s.assignRefusal(c, err, func(p *assignPage) {
			p.Ask, p.Issue.Mail, p.Issue.Join = "issue", mail, join
			for i := range p.Issue.Format {
				p.Issue.Format[i].Chosen = p.Issue.Format[i].Value == format
			}
		})
	}
	if given.File == nil {
		return c.Redirect(http.StatusSeeOther, assignmentsURL(poll)+"?done=mailed")
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": poll + "-bundles." + format}))
	return c.Blob(http.StatusCreated, mime.TypeByExtension("."+format), given.File)
}
