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

// Those who are evaluated in a 360 propose raters, and their superiors approve
// whom they propose. Each comes with a secret, as raters do with their bundles:
// in the fragment of a link, or typed in; it travels in forms.

// nominatePath is where people propose raters.
const nominatePath = "/n/:poll"

// nominationURL is that of a poll.
func nominationURL(poll string) string { return "/n/" + url.PathEscape(poll) }

// A nominatePage is what the bearer of a secret proposed, and what waits for him.
type nominatePage struct {
	CitizenPage
	N      survey.Nominations
	Hidden []site.Hidden
	Errors []string
	Done   bool              // something was changed
	Typed  map[string]string // names as they were sent, by group
	Until  string            // how long it is open still, or ""
}

// Says is what a colleague is and where.
func (p nominatePage) Says(c survey.Colleague) string {
	return strings.TrimSpace(c.Team.In(p.Lang) + " " + c.Post)
}

// Chosen reports whether somebody is proposed for a group, and was not refused.
func (p nominatePage) Chosen(g survey.NominationGroup, c survey.Colleague) bool {
	return slices.ContainsFunc(g.Proposed, func(n survey.Nomination) bool { return n.Rater.ID == c.ID })
}

// Left is how many names of a group can be proposed still.
func (p nominatePage) Left(g survey.NominationGroup) int {
	left := p.N.Most
	for _, n := range g.Proposed {
		if !n.Refused {
			left--
		}
	}
	return max(0, left)
}

// nominateDoor asks for the secret.
func (s *Pages) nominateDoor(c echo.Context) error { return s.showNominateDoor(c, http.StatusOK, "") }

func (s *Pages) showNominateDoor(c echo.Context, status int, wrong string) error {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	page := workDoor{Page: s.Page(c, "nominate.door")}
	page.Sheets, page.URL = true, &url.URL{Path: nominationURL(c.Param("poll"))}
	page.Error, page.Failed = wrong, wrong != ""
	page.Hidden = WorkHidden(page.Page, "")
	return s.Render(c, status, "citizen/nominate-door", page)
}

// nominate shows what the bearer of a secret proposed, and changes it.
func (s *Pages) nominate(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, site.MaxForm)
	secret, poll := strings.TrimSpace(c.FormValue(FieldBundle)), c.Param("poll")
	verb, arg, _ := strings.Cut(c.FormValue(site.FieldGo), ":")
	if secret == "" && verb != "open" {
		return s.showNominateDoor(c, http.StatusOK, "")
	}
	n, err := s.Service.Nominate(r.Context(), poll, secret, nil)
	if err != nil {
		return s.unknownNomination(c, secret, err)
	}
	edits, typed := sentNominations(c, verb, arg)
	page := nominatePage{Typed: typed}
	status := http.StatusOK
	if len(edits) > 0 {
		after, err := s.Service.Nominate(r.Context(), poll, secret, edits)
		var wrong survey.FieldErrors
		switch {
		case errors.As(err, &wrong):
			status, page.Errors = http.StatusUnprocessableEntity, site.MessagesOf(site.Negotiate(c), wrong)
		case errors.Is(err, survey.ErrClosed), errors.Is(err, survey.ErrStale):
			status, page.Errors = http.StatusConflict, []string{site.Translate(site.Negotiate(c), "nominate.over")}
		case err != nil:
			return s.unknownNomination(c, secret, err)
		default:
			n, page.Done, page.Typed = after, true, map[string]string{}
		}
	}
	q, err := s.Service.LandingQuestionnaire(r.Context(), poll)
	if err != nil {
		return err
	}
	page.N = n
	page.CitizenPage = s.citizen(c, &Paper{Poll: n.Poll, Full: q, Q: q})
	page.Sheets, page.Form, page.Hidden = true, FormID, WorkHidden(page.Page, secret)
	page.Failed = len(page.Errors) > 0
	if n.Open && !n.Until.IsZero() {
		page.Until = workPage{CitizenPage: page.CitizenPage}.left(n.Until)
	}
	return s.Render(c, status, "citizen/nominate", page)
}

// unknownNomination says that a secret opens nothing.
func (s *Pages) unknownNomination(c echo.Context, secret string, err error) error {
	var wait access.ThrottledError
	lang := site.Negotiate(c)
	switch {
	case !errors.Is(err, survey.ErrNotFound):
		return err
	case errors.As(s.Guesses.Answer(c, c.Param("poll"), secret, err), &wait):
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		return s.showNominateDoor(c, http.StatusTooManyRequests, site.Translate(lang, "code.throttled"))
	case secret != "" && !survey.IsCode(secret):
		return s.showNominateDoor(c, http.StatusNotFound, site.Translate(lang, "work.mistyped"))
	}
	return s.showNominateDoor(c, http.StatusNotFound, site.Translate(lang, "nominate.unknown"))
}

// sentNominations reads what a form asks for: names proposed for a group, by
// tick or typed; one taken back; those ticked approved or declined.
func sentNominations(c echo.Context, verb, arg string) (edits []survey.NominationEdit, typed map[string]string) {
	typed = map[string]string{}
	form, _ := c.FormParams()
	switch do := survey.AssignmentDo(verb); do {
	case survey.Nominate:
		typed[arg] = c.FormValue("names." + arg)
		split := func(r rune) bool { return strings.ContainsRune("\n\r、，,;；", r) }
		for _, name := range slices.Concat(form["rater."+arg], strings.FieldsFunc(typed[arg], split)) {
			if name = strings.TrimSpace(name); name != "" {
				edits = append(edits, survey.NominationEdit{Do: do, Group: arg, Rater: name})
			}
		}
	case survey.Remove:
		group, rater, _ := strings.Cut(arg, "|")
		edits = append(edits, survey.NominationEdit{Do: do, Group: group, Rater: rater})
	case survey.Approve, survey.Decline:
		for _, mark := range form["mark"] {
			if a, ok := AssignmentOf(mark); ok {
				e := survey.NominationEdit{Do: do, Ratee: a.Ratee, Group: a.Group, Rater: a.Rater}
				if do == survey.Decline {
					e.Reason = strings.TrimSpace(c.FormValue("reason"))
				}
				edits = append(edits, e)
			}
		}
	}
	return edits, typed
}

// MarkOf names an assignment in a form.
func MarkOf(a survey.Assignment) string { return a.Ratee + "|" + a.Group + "|" + a.Rater }

// AssignmentOf reads what MarkOf wrote.
func AssignmentOf(mark string) (a survey.Assignment, ok bool) {
	parts := strings.Split(mark, "|")
	if len(parts) != 3 {
		return a, false
	}
	return survey.Assignment{Ratee: parts[0], Group: parts[1], Rater: parts[2]}, true
}
