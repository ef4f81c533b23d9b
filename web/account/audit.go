package account

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// auditRoutes are the pages on which the audit log is read.
func (s *Pages) auditRoutes() []site.Route {
	return []site.Route{
		site.Get("/admin/audit", site.Auditor, s.auditLog),
		site.Get("/admin/audit/:file", site.Auditor, s.auditFile),
	}
}

// auditShown is how many entries a page shows.
const auditShown = 50

// An auditForm is what the page is asked for.
type auditForm struct{ Actor, Kind, Poll, From, To, Text string }

// An auditPage shows entries, the newest first.
type auditPage struct {
	site.Page
	Wanted  auditForm
	Kinds   []site.Choice
	Polls   []site.Choice
	Errors  map[string]string // by field
	Narrow  bool              // something is filtered
	Entries []auditLine
	Newer   string // link; "": there are none
	Older   string
	CSV     string // links to all that is found
	Lines   string
	Day     string           // on which the head was last signed; "": never
	Head    survey.AuditHead // that was signed then
}

func askedAudit(c echo.Context) auditForm {
	asked := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	return auditForm{asked("actor"), asked("kind"), asked("poll"), asked("from"), asked("to"), asked("text")}
}

// query is what the form asks for. Errors: survey.FieldErrors.
func (s *Pages) auditQuery(f auditForm) (survey.AuditQuery, error) {
	q := survey.AuditQuery{Actor: f.Actor, Kind: survey.ActKind(f.Kind), Poll: f.Poll, Text: f.Text}
	var err error
	q.From, q.To, err = survey.AuditDays(f.From, f.To, s.Zone)
	return q, err
}

// url is a path with what the form holds, and a further parameter where its
// value is not 0.
func (f auditForm) url(path, name string, sequence int64) string {
	q := url.Values{}
	for k, v := range map[string]string{"actor": f.Actor, "kind": f.Kind, "poll": f.Poll, "from": f.From, "to": f.To, "text": f.Text} {
		if v != "" {
			q.Set(k, v)
		}
	}
	if sequence != 0 {
		q.Set(name, strconv.FormatInt(sequence, 10))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// auditLog shows a page of the log.
func (s *Pages) auditLog(c echo.Context) error {
	page := auditPage{Page: s.adminPage(c, "audit.title"), Wanted: askedAudit(c), Errors: map[string]string{}}
	names, err := s.auditNames(c, page.Page)
	if err != nil {
		return err
	}
	page.Kinds, page.Polls = auditKinds(page.Page, page.Wanted.Kind), names.choices(page.Page, page.Wanted.Poll)
	if s.Heads != nil {
		if page.Day, page.Head, err = s.Heads.SignedHead(); err != nil {
			return err
		}
	}
	q, err := s.auditQuery(page.Wanted)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		for _, e := range wrong {
			page.Errors[e.Field] = e.Message(page.Lang)
		}
		page.Failed, page.Narrow = true, true
		return s.Render(c, http.StatusUnprocessableEntity, "admin/audit", page)
	}
	page.Narrow = q.Filtered()
	entries, newer, older, err := turnAudit(c, s.Within(c), q)
	if err != nil {
		return err
	}
	for _, e := range entries {
		page.Entries = append(page.Entries, names.line(page.Page, e))
	}
	if newer {
		page.Newer = page.Wanted.url("/admin/audit", "after", entries[0].Sequence)
	}
	if older {
		page.Older = page.Wanted.url("/admin/audit", "before", entries[len(entries)-1].Sequence)
	}
	page.CSV, page.Lines = page.Wanted.url("/admin/audit/audit.csv", "", 0), page.Wanted.url("/admin/audit/audit.ndjson", "", 0)
	return s.Render(c, http.StatusOK, "admin/audit", page)
}

// turnAudit returns the page of the log before or after the sequence in the
// request, the newest first, and whether there are newer and older ones.
func turnAudit(c echo.Context, log survey.AuditPager, q survey.AuditQuery) (entries []survey.AuditEntry, newer, older bool, err error) {
	ctx := c.Request().Context()
	q.Before, q.After, q.Most = sequenceIn(c, "before"), sequenceIn(c, "after"), auditShown+1
	q.Oldest = q.After > 0 && q.Before == 0
	entries, err = log.AuditPage(ctx, q)
	more := len(entries) > auditShown
	entries = entries[:min(len(entries), auditShown)]
	if err == nil && q.Oldest {
		if len(entries) < auditShown { // the front page, and so a whole one
			q.After, q.Oldest = 0, false
			entries, err = log.AuditPage(ctx, q)
			return entries[:min(len(entries), auditShown)], false, len(entries) > auditShown, err
		}
		slices.Reverse(entries)
		return entries, more, true, nil
	}
	return entries, q.Before > 0 && len(entries) > 0, more, err
}

// sequenceIn reads a sequence in the request; 0: there is none.
func sequenceIn(c echo.Context, name string) int64 {
	n, err := strconv.ParseInt(c.QueryParam(name), 10, 64)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// auditFile writes all that is found, the oldest first, and has the head signed.
func (s *Pages) auditFile(c echo.Context) error {
	name, format, _ := strings.Cut(c.Param("file"), ".")
	media := map[string]string{"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}[format]
	if name != "audit" || media == "" {
		return survey.ErrNotFound
	}
	q, err := s.auditQuery(askedAudit(c))
	if err != nil {
		return site.ErrForm
	}
	ctx, out := c.Request().Context(), c.Response()
	if s.Heads != nil {
		if err := s.Heads.SignHead(ctx); err != nil {
			return err
		}
	}
	out.Header().Set("Content-Type", media)
	out.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "audit." + format}))
	return survey.WriteAudit(ctx, out, format, s.Within(c), q)
}
