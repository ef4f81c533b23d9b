package manage

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/slips"
	"minping/web/answer"
	"minping/web/site"
)

// assignRoutes are the pages on which it is settled who evaluates whom.
func (s *Pages) assignRoutes() []site.Route {
	return []site.Route{
		site.Get("/manage/:poll/assignments", site.Organiser, s.assignments),
		site.Post("/manage/:poll/assignments", site.Organiser, s.editAssignments),
		site.Post("/manage/:poll/assignments/draw", site.Organiser, s.drawAssignments),
		site.Post("/manage/:poll/assignments/issue", site.Organiser, s.issueBundles),
		site.Post("/manage/:poll/assignments/nominations", site.Organiser, s.callNominations),
		site.Get("/manage/:poll/assignments/:file", site.Organiser, s.assignmentsFile),
	}
}

// assignmentsURL is where who evaluates whom in a poll is looked after.
func assignmentsURL(poll string) string { return site.ManageURL(poll) + "/assignments" }

// shownAssigned is how many people, and how many nominations, a page lists.
const shownAssigned = 50

// An assignPage is who evaluates whom in a poll.
type assignPage struct {
	site.Page
	Poll     survey.Poll
	Base     string
	Name     string
	Revision int64
	Sent     bool
	Drawn    bool
	ByCode   bool
	CanDraw  bool // the poll is a draft or open
	CanMail  bool
	Done     string // what was done before
	Ask      string // what is to be confirmed: "issue", "recall", or the form to show: "draw"
	Errors   []string

	Draw    drawForm
	Account *assignAccount // of what is kept, or of the preview
	Preview bool

	By      string // the people whom the table lists: "ratee" or "rater"
	Search  string
	Heads   []string // of the groups
	Lines   []assignLine
	Found   int
	Parts   []site.ListPart
	Waiting []assignMark // nominations
	More    int          // nominations that are not listed
	One     *assignOne   // the ratee whose raters are edited

	Issue    issueForm
	Progress []progressLine
	Limit    int // bundles that can be mailed at once

	Call        callForm
	Called      bool // people are asked for nominations
	CalledUntil time.Time
	Proposed    int
}

// An assignAccount is an account in words.
type assignAccount struct {
	survey.AssignmentAccount
	Median  string
	Limit   int
	Seed    uint64
	Groups  []groupLine
	Busiest []namedNumber
	Few     []fewLine // by group and reason
	Unknown int
}

// A groupLine is the sheets of a group.
type groupLine struct {
	Title, Relation string
	Sheets          int
	Load            survey.Load
	Median          string
}

// A namedNumber is a number of somebody.
type namedNumber struct {
	Name string
	N    int
}

// A fewLine is those who have too few raters of a group for one reason.
type fewLine struct {
	Group, Why string
	Least, N   int
	Names      []string // the first of them, with what they have
	More       int
}

// An assignLine is one of the people in the table.
type assignLine struct {
	Name, Place, URL string
	Sheets           int
	Cells            []string // names by group
}

// An assignMark is one assignment as forms name it.
type assignMark struct {
	Value                      string // ratee, group and rater
	Ratee, Group, Rater, State string
	Reason, RaterPlace         string
	Held                       survey.AssignmentState
}

// An assignOne is the raters of one ratee.
type assignOne struct {
	ID, Name, Place string
	Marks           []assignMark
	Groups          []site.Choice
	Rater           string // as the form was sent
	Reason          string
}

// A progressLine is how far a group is.
type progressLine struct {
	Title, Done string
	Sheets      int
	At          int // at least so many, to be drawn
}

// An issueForm says how bundles are handed over.
type issueForm struct {
	Format     []site.Choice
	Mail, Join bool
}

// assignments shows who evaluates whom.
func (s *Pages) assignments(c echo.Context) error {
	return s.showAssignments(c, http.StatusOK, nil)
}

// showAssignments completes a page, which change has filled in what was sent,
// and writes it.
func (s *Pages) showAssignments(c echo.Context, status int, change func(*assignPage)) error {
	ctx := c.Request().Context()
	w, err := s.assignWorld(c)
	if err != nil {
		return err
	}
	book, err := s.Within(c).Assignments(ctx, w.poll.ID)
	if err != nil {
		return err
	}
	asked := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	p := assignPage{
		Page: s.ManagePage(c, "assign.title"), Poll: w.poll, Base: assignmentsURL(w.poll.ID), Revision: book.Revision, Sent: book.Sent,
		Drawn: book.Revision > 0 && !book.Sent && len(book.Plan.Rules) > 0, ByCode: w.poll.Access == survey.ByCode,
		CanDraw: w.poll.State == survey.Draft || w.poll.State == survey.Open, CanMail: s.Notify != nil && s.Notify.CanMail(),
		Done: asked("done"), Ask: asked("ask"), Search: asked("q"), By: asked("by"),
	}
	p.Name, p.Simulated = w.poll.Title.In(p.Lang), w.poll.Simulated
	if p.Name == "" {
		p.Name = w.q.Title.In(p.Lang)
	}
	if p.By != "rater" {
		p.By = "ratee"
	}
	p.Draw = newDrawForm(p.Page, w, book.Plan)
	p.newIssue()
	p.newCall(w, book)
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	if p.Sent {
		err = s.fillProgress(c, &p, w)
	} else if p.Drawn {
		if p.Account == nil {
			err = s.account(c, &p, w, book)
		}
		p.list(w, book, asked)
		p.nominations(w, book)
		p.one(w, book, cmp.Or(asked("person"), c.FormValue("person")))
	}
	if err != nil {
		return err
	}
	return s.Render(c, status, "manage/assignments", p)
}

// account words what a book comes to.
func (s *Pages) account(c echo.Context, p *assignPage, w assignWorld, book survey.AssignmentBook) error {
	a, err := s.Within(c).AssignmentAccount(c.Request().Context(), p.Poll.ID, book)
	if err != nil {
		return err
	}
	half := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	words := assignAccount{AssignmentAccount: a, Median: half(a.Load.Median), Limit: book.Plan.Limit, Seed: book.Plan.Seed, Unknown: len(a.Unknown)}
	for i, g := range a.Groups {
		words.Groups = append(words.Groups, groupLine{w.groups[g.Group], site.Translate(p.Lang, "assign.relation."+string(book.Plan.Rules[i].Relation)), g.Sheets, g.Load, half(g.Load.Median)})
	}
	for _, b := range a.Busiest {
		words.Busiest = append(words.Busiest, namedNumber{w.name(b.Rater), b.Sheets})
	}
	at := map[string]int{}
	for _, f := range a.Few {
		key := f.Group + "\x00" + string(f.Why)
		i, there := at[key]
		if !there {
			i = len(words.Few)
			at[key] = i
			words.Few = append(words.Few, fewLine{Group: w.groups[f.Group], Why: site.Translate(p.Lang, "assign.why."+string(f.Why)), Least: f.Least})
		}
		line := &words.Few[i]
		if line.N++; line.N <= shownFew {
			line.Names = append(line.Names, p.T("assign.few.one", "name", w.name(f.Ratee), "got", f.Got))
		} else {
			line.More++
		}
	}
	p.Account = &words
	return nil
}

// shownFew is how many of those with too few raters are named at a time.
const shownFew = 12

// list fills in the table of people, a part of it.
func (p *assignPage) list(w assignWorld, book survey.AssignmentBook, asked func(string) string) {
	byPerson := map[string][]survey.Assignment{}
	for _, a := range book.Assignments {
		switch {
		case p.By == "ratee":
			byPerson[a.Ratee] = append(byPerson[a.Ratee], a)
		case a.State == survey.Assigned:
			byPerson[a.Rater] = append(byPerson[a.Rater], a)
		}
	}
	if p.By == "ratee" {
		for _, u := range p.Poll.Units { // also those who have nobody
			if _, known := w.person[u]; known && byPerson[u] == nil {
				byPerson[u] = []survey.Assignment{}
			}
		}
	}
	var ids []string
	for _, q := range w.people {
		if _, there := byPerson[q.ID]; there && (p.Search == "" || site.AnyContains(p.Search, q.ID, q.Name, q.Post, w.unit[q.Team].Name.In(p.Lang))) {
			ids = append(ids, q.ID)
		}
	}
	p.Found = len(ids)
	var shown []string
	shown, p.Parts = site.Part(ids, shownAssigned, asked("part"), p.Base+"?", url.Values{"by": {p.By}, "q": {p.Search}}, "#table")
	for _, r := range book.Plan.Rules {
		p.Heads = append(p.Heads, w.groups[r.Group])
	}
	for _, id := range shown {
		line := assignLine{Name: w.name(id), Place: w.place(id)}
		if p.By == "ratee" {
			line.URL = p.Base + "?person=" + url.QueryEscape(id) + "#one"
		}
		for _, r := range book.Plan.Rules {
			var names []string
			for _, a := range byPerson[id] {
				if a.Group == r.Group && a.State == survey.Assigned {
					line.Sheets++
					names = append(names, w.name(map[string]string{"ratee": a.Rater, "rater": a.Ratee}[p.By]))
				}
			}
			line.Cells = append(line.Cells, site.JoinList(p.Lang, names))
		}
		p.Lines = append(p.Lines, line)
	}
}

// mark words one assignment.
func (p *assignPage) mark(w assignWorld, a survey.Assignment) assignMark {
	m := assignMark{
		Value: answer.MarkOf(a), Ratee: w.name(a.Ratee), Group: w.groups[a.Group], Rater: w.name(a.Rater), RaterPlace: w.place(a.Rater), Reason: a.Reason, Held: a.State,
	}
	m.State = site.Translate(p.Lang, "assign.state."+cmp.Or(string(a.State), "assigned"))
	return m
}

// nominations lists those that wait.
func (p *assignPage) nominations(w assignWorld, book survey.AssignmentBook) {
	for _, a := range book.Assignments {
		switch {
		case a.State != survey.Nominated:
		case len(p.Waiting) < shownAssigned:
			p.Waiting = append(p.Waiting, p.mark(w, a))
		default:
			p.More++
		}
	}
}

// one fills in the raters of a ratee.
func (p *assignPage) one(w assignWorld, book survey.AssignmentBook, id string) {
	if _, known := w.person[id]; !known || !slices.Contains(p.Poll.Units, id) {
		return
	}
	if p.One == nil {
		p.One = &assignOne{}
	}
	p.One.ID, p.One.Name, p.One.Place = id, w.name(id), w.place(id)
	for _, r := range book.Plan.Rules {
		p.One.Groups = append(p.One.Groups, site.Choice{Value: r.Group, Title: w.groups[r.Group]})
		for _, a := range book.Assignments {
			if a.Ratee == id && a.Group == r.Group {
				p.One.Marks = append(p.One.Marks, p.mark(w, a))
			}
		}
	}
}

// newIssue offers the ways of handing over.
func (p *assignPage) newIssue() {
	for _, format := range slips.BundleFormats {
		p.Issue.Format = append(p.Issue.Format, site.Choice{Value: format, Title: site.Translate(p.Lang, "assign.format."+format)})
	}
	p.Issue.Join = true
}

// fillProgress says how far the groups are.
func (s *Pages) fillProgress(c echo.Context, p *assignPage, w assignWorld) error {
	groups, err := s.Within(c).Progress(c.Request().Context(), p.Poll.ID)
	for _, g := range groups {
		if g.Sheets == 0 {
			continue
		}
		line := progressLine{Title: w.groups[g.Group], Sheets: g.Sheets, At: g.Done, Done: p.T("assign.atleast", "count", g.Done)}
		if g.Band != nil {
			line.Done, line.At = came(0, g.Band), int(float64(g.Band.Low)*float64(g.Sheets))
		}
		p.Progress = append(p.Progress, line)
	}
	return err
}
