package answer

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// A rater's workspace: whom he evaluates, and what is left. He comes with the
// secret of his bundle, in the fragment of a link or typed in; from page to page
// it travels in forms as codes do, and nothing is kept of his having been here.

// WorkPath is where raters come with a bundle.
const WorkPath = "/w"

// What buttons say of a bundle's sheets.
const (
	WorkRate    = "rate"    // with the number of the sheet
	WorkDecline = "decline" // the rater cannot judge whom the sheet is about
)

// A workDoor asks for the secret of a bundle.
type workDoor struct {
	site.Page
	Hidden []site.Hidden
	Error  string
}

// A workPage lists the sheets of a bundle.
type workPage struct {
	CitizenPage
	Hidden []site.Hidden
	Notice string // what has just become of a sheet, or ""
	Open   bool   // sheets can be handed in now
	Groups []workGroup
	All    int
	Left   int
	Need   int    // minutes that the sheets left need
	Until  string // how much time is left, or ""
	Next   *workRow
	Closed string // why nothing can be handed in, or ""
}

// A workGroup is the sheets that the rater fills in as one of a group.
type workGroup struct {
	Title        string
	Attributable bool   // everybody can tell whose sheets they are
	Written      string // where their comments stand, if by themselves
	Rows         []workRow
}

// A workRow is a sheet.
type workRow struct {
	N          int    // of the bundle
	Name, Post string // of whom it is about
	Spent      bool
	Receipt    string // in fours, if spent
	Draft      string // under which a draft of it is kept on the device
}

// A workNext is what comes after a sheet was handed in.
type workNext struct {
	Hidden []site.Hidden
	Left   int
	Next   *workRow
}

// A workSheet is what a sheet of a bundle says beside its questions.
type workSheet struct {
	Name, Post string
	Declines   bool   // it has words for what cannot be judged,
	Mark       string // these
}

// Rate is where sheets of the poll are filled in.
func (p workPage) Rate() string { return rateURL(p.Poll.ID) }

func rateURL(poll string) string { return "/p/" + url.PathEscape(poll) }

// workDoor asks for the secret.
func (s *Pages) workDoor(c echo.Context) error { return s.showWorkDoor(c, http.StatusOK, "") }

func (s *Pages) showWorkDoor(c echo.Context, status int, wrong string) error {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	page := workDoor{Page: s.Page(c, "work.door")}
	page.Sheets, page.URL = true, &url.URL{Path: WorkPath} // links lead here, without what may stand in the address
	page.Error, page.Failed = wrong, wrong != ""           // its switches are links: Enter is for the form
	page.Hidden = WorkHidden(page.Page, "")
	return s.Render(c, status, "citizen/work-door", page)
}

// WorkHidden are the fields that every form of the workspace has.
func WorkHidden(p site.Page, secret string) []site.Hidden {
	h := []site.Hidden{{Name: site.LangField, Value: p.Lang}}
	if p.Large {
		h = append(h, site.Hidden{Name: site.SizeField, Value: site.SizeLarge})
	}
	if secret != "" {
		h = append(h, site.Hidden{Name: FieldBundle, Value: secret})
	}
	return h
}

// work opens a bundle.
func (s *Pages) work(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, site.MaxForm)
	secret := strings.TrimSpace(c.FormValue(FieldBundle))
	if verb, _, _ := strings.Cut(c.FormValue(site.FieldGo), ":"); secret == "" && verb != "open" {
		return s.showWorkDoor(c, http.StatusOK, "")
	}
	return s.showWork(c, secret, "")
}

// showWork lists the sheets of a bundle, with what has just become of one.
func (s *Pages) showWork(c echo.Context, secret, notice string) error {
	w, err := s.Service.Workspace(c.Request().Context(), secret)
	if errors.Is(err, survey.ErrNotFound) {
		return s.unknownBundle(c, secret)
	}
	if err != nil {
		return err
	}
	q, err := s.Service.LandingQuestionnaire(c.Request().Context(), w.Poll.ID)
	if err != nil {
		return err
	}
	page := workPage{CitizenPage: s.citizen(c, &Paper{Poll: w.Poll, Full: q, Q: q}), All: len(w.Sheets), Left: w.Left()}
	page.Open, page.Sheets, page.Form = w.Poll.State == survey.Open, true, FormID
	page.Notice, page.Hidden = notice, WorkHidden(page.Page, secret)
	page.list(w, q)
	page.Closed = s.whyClosed(page)
	if page.Open && !w.Poll.Closes.IsZero() {
		page.Until = page.left(w.Poll.Closes)
	}
	status := http.StatusOK
	if len(w.Sheets) == 0 {
		status = http.StatusGone
	}
	return s.Render(c, status, "citizen/work", page)
}

// unknownBundle says that there is no such bundle, or that too many of the
// network do not exist.
func (s *Pages) unknownBundle(c echo.Context, secret string) error {
	var wait access.ThrottledError
	lang := site.Negotiate(c)
	switch {
	case errors.As(s.Guesses.Answer(c, "", secret, survey.ErrNotFound), &wait):
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		return s.showWorkDoor(c, http.StatusTooManyRequests, site.Translate(lang, "code.throttled"))
	case secret != "" && !survey.IsCode(secret):
		return s.showWorkDoor(c, http.StatusNotFound, site.Translate(lang, "work.mistyped"))
	}
	return s.showWorkDoor(c, http.StatusNotFound, site.Translate(lang, "work.unknown"))
}

// whyClosed says why nothing can be handed in.
func (s *Pages) whyClosed(p workPage) string {
	switch {
	case p.All == 0:
		return p.T("work.void")
	case p.Poll.State == survey.Draft && !p.Poll.Opens.IsZero():
		return p.T("work.soon", "at", site.WriteTime(p.Lang, p.Poll.Opens.In(s.Zone), p.Now))
	case p.Poll.State == survey.Draft:
		return p.T("work.notyet")
	case !p.Open:
		return p.T("work.closed")
	}
	return ""
}

// list groups the sheets by what the rater is to whom they are about, in the
// questionnaire's order, and finds the next one.
func (p *workPage) list(w survey.Workspace, q *survey.Questionnaire) {
	need := 0.0
	for _, g := range q.Groups {
		group := workGroup{Title: g.Title.In(p.Lang), Attributable: g.Attributable}
		if g.Attributable {
			group.Written = written(p.Page, q, g.ID)
		}
		for n, sheet := range w.Sheets {
			if sheet.Group != g.ID {
				continue
			}
			group.Rows = append(group.Rows, newWorkRow(p.Lang, w.Poll.ID, n, sheet))
			if !sheet.Spent {
				need += sheetMinutes(q, sheet.Tier)
			}
		}
		if len(group.Rows) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	p.Need = int(math.Ceil(need))
	p.Next = nextRow(p.Groups, -1)
}

func newWorkRow(lang, poll string, n int, sheet survey.WorkspaceSheet) workRow {
	row := workRow{N: n, Name: sheet.Name.In(lang), Post: sheet.Post, Spent: sheet.Spent}
	if sheet.Spent {
		row.Receipt = inFours(sheet.Receipt)
	}
	row.Draft = draftOf(poll, sheet.Code)
	return row
}

// draftOf is where citizen.js keeps the draft of a sheet with a code: under the
// poll and a digest of the code, 32 bits of FNV.
func draftOf(poll, code string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.ReplaceAll(code, "-", "")))
	return fmt.Sprintf("%s/~%d.", poll, h.Sum32())
}

// sheetMinutes is how long a sheet about one of a tier takes.
func sheetMinutes(q *survey.Questionnaire, tier string) float64 {
	if q.Minutes > 0 {
		return float64(q.Minutes)
	}
	return q.For(tier).Duration().Minutes()
}

// nextRow returns the first sheet after one, round to the start, that is not
// handed in; nil if all are.
func nextRow(groups []workGroup, after int) *workRow {
	var first, next *workRow
	passed := after < 0
	for _, g := range groups {
		for i := range g.Rows {
			row := &g.Rows[i]
			switch {
			case row.N == after:
				passed = true
			case row.Spent:
			case passed && next == nil:
				next = row
			case first == nil:
				first = row
			}
		}
	}
	if next == nil {
		return first
	}
	return next
}

// left says how much time is left until then.
func (p workPage) left(at time.Time) string {
	left := at.Sub(p.Now)
	switch {
	case left <= 0:
		return ""
	case left <= time.Hour:
		return p.T("work.minutes", "n", int(math.Ceil(left.Minutes())))
	case left <= 48*time.Hour:
		return p.T("work.hours", "n", int(left.Hours()))
	}
	return p.T("work.days", "n", int(left.Hours()/24))
}

// rate opens a sheet of the paper's bundle.
func (s *Pages) rate(c echo.Context, p *Paper, arg string) error {
	w, err := s.Service.Workspace(c.Request().Context(), p.Bundle)
	if errors.Is(err, survey.ErrNotFound) {
		return s.unknownBundle(c, p.Bundle)
	}
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 0 || n >= len(w.Sheets) || w.Poll.ID != p.Poll.ID || w.Poll.State != survey.Open {
		return s.showWork(c, p.Bundle, "")
	}
	if w.Sheets[n].Spent {
		return s.showWork(c, p.Bundle, workWas(c))
	}
	p.Code, p.Screen, p.Fresh = w.Sheets[n].Code, "", true
	return s.Begin(c, p)
}

// workWas says that a sheet was handed in before.
func workWas(c echo.Context) string {
	lang := site.Negotiate(c)
	return site.Translate(lang, "work.was")
}

// workOn adds to a receipt what comes after a sheet of a bundle. Only this
// sheet's draft is let go.
func (s *Pages) workOn(c echo.Context, p *Paper, page *receiptPage) error {
	if p.Bundle == "" {
		return nil
	}
	w, err := s.Service.Workspace(c.Request().Context(), p.Bundle)
	if errors.Is(err, survey.ErrNotFound) {
		return nil // it is of no bundle
	}
	if err != nil {
		return err
	}
	list := workPage{CitizenPage: page.CitizenPage}
	list.list(w, p.Full)
	at := -1
	for n, sheet := range w.Sheets {
		if sheet.Code == p.Code {
			at = n
		}
	}
	page.Done = draftOf(p.Poll.ID, p.Code)
	page.Form, page.Sheets = FormID, true
	page.Work = &workNext{Hidden: WorkHidden(page.Page, p.Bundle), Left: w.Left(), Next: nextRow(list.Groups, at)}
	return nil
}

// workSheet returns what a sheet of a bundle says beside its questions, or nil.
func (p *Paper) workSheet(lang string) *workSheet {
	if p.Bundle == "" || len(p.Units) == 0 {
		return nil
	}
	w := &workSheet{Name: p.Units[0].Name.In(lang)}
	asked := p.Full.For(p.Units[0].Tier)
	if a, ok := asked.Abstention(); ok {
		w.Declines = true
		for i := range asked.Items {
			for _, o := range asked.ItemOptions(&asked.Items[i]) {
				if given := a[asked.Items[i].Answers()[0]]; w.Mark == "" && len(given) == 1 && given[0] == o.Code {
					w.Mark = o.Label.In(lang)
				}
			}
		}
	}
	return w
}

// decline fills the sheet in with what says that nothing can be judged, where
// the questionnaire has words for that.
func (p *Paper) decline() bool {
	for _, u := range p.Units {
		a, ok := p.Full.For(u.Tier).Abstention()
		if !ok {
			return false
		}
		p.marks[u.ID] = a
	}
	return true
}
