package follow

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/rectify"
	"minping/web/site"
)

// A draftingPage is where problems are drafted, confirmed and put into orders.
type draftingPage struct {
	site.Page
	Headline, Says string
	Errors         []string
	Done           string
	Releases       []site.Choice // polls with results
	Opinions       []site.Choice // questions with opinions: poll and item
	Units, States  []site.Choice
	Groups         []problemGroup
	Found          int
	Parts          []site.ListPart
	Order, Drop    orderForm // of the problems that are marked
	Entry          orderForm
	EntryUnits     []site.Choice
}

// A problemGroup is the problems of a unit.
type problemGroup struct {
	ID, Unit string
	Problems []problemLine
}

// A problemLine is a problem in words.
type problemLine struct {
	rectify.Problem
	URL, TaskURL, Where, Stands, Mark string
	Basis                             []originView
	Marked                            bool
}

// problemMarks are the marks of the states.
var problemMarks = map[rectify.ProblemState]string{rectify.Drafted: "blue", rectify.Confirmed: "done"}

func (r orderRoom) problemLine(p rectify.Problem) problemLine {
	line := problemLine{
		Problem: p, URL: site.OrderProblemURL(p.ID), Where: r.unit(p.Unit), Stands: site.UpperFirst(p.State.Words().In(r.lang)), Mark: "none",
		Basis: r.origins(p.Origins, p.Unit, p.Title),
	}
	if mark, there := problemMarks[p.State]; there {
		line.Mark = mark
	}
	if p.Task != "" {
		line.TaskURL = site.TaskURL(p.Task)
	}
	return line
}

// Marks reports whether the problem may be marked: it is still open.
func (l problemLine) Marks() bool { return l.State == rectify.Drafted || l.State == rectify.Confirmed }

// newOrderFields are what an order takes beside its problems, which have to be
// of one unit.
var newOrderFields = []string{"title", "due", "issuer"}

// entryFields are what a problem that is written by hand takes.
var entryFields = []string{"title", "detail", "kind"}

// orderProblems shows the problems of the units that whoever asks looks after.
func (s *Pages) orderProblems(c echo.Context) error { return s.showProblems(c, http.StatusOK, nil) }

// showProblems completes a page, which change has filled in what was sent, and
// writes it.
func (s *Pages) showProblems(c echo.Context, status int, change func(*draftingPage)) error {
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	problems, err := room.Problems(c.Request().Context())
	if err != nil {
		return err
	}
	p := draftingPage{Page: s.ManagePage(c, "orders.problems.title")}
	for _, done := range []string{"drafted", "settled"} {
		if n, told := toldCount(c, done); told {
			p.Done = p.T("orders.done."+done, "count", n)
		}
	}
	p.count(problems)
	p.Order = orderForm{Fields: orderFields(p.Page, "order", map[string]string{}, []string{"title", "due"}, newOrderFields)}
	p.Drop = orderForm{Fields: dropFields(p.Page, "dismiss")}
	p.Entry = orderForm{Fields: orderFields(p.Page, "entry", map[string]string{}, []string{"title"}, entryFields)}
	for _, u := range room.Reach.Units(survey.ManageOrders) {
		p.EntryUnits = append(p.EntryUnits, site.Choice{Value: u.ID, Title: u.Name.In(p.Lang), Chosen: u.ID == c.FormValue("unit")})
	}
	p.list(room, problems, c)
	if err := s.draftSources(c, &p); err != nil {
		return err
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "orders/problems", p)
}

// count says how many problems wait for what.
func (p *draftingPage) count(problems []rectify.Problem) {
	n := map[rectify.ProblemState]int{}
	for _, x := range problems {
		n[x.State]++
	}
	drafted, confirmed := chart.Count(n[rectify.Drafted]), chart.Count(n[rectify.Confirmed])
	switch {
	case len(problems) == 0:
		p.Headline = p.T("orders.problems.none")
	case n[rectify.Drafted]+n[rectify.Confirmed] == 0:
		p.Headline = p.T("orders.problems.settled")
	default:
		p.Headline = p.T("orders.problems.headline", "drafted", drafted, "confirmed", confirmed)
	}
	p.Says = p.T("orders.problems.says", "ordered", chart.Count(n[rectify.Ordered]), "merged", chart.Count(n[rectify.Merged]), "dropped", chart.Count(n[rectify.Dropped]))
}

// list fills in the problems of a unit and a state, by unit: where nothing is
// asked for, those that are still open.
func (p *draftingPage) list(room orderRoom, problems []rectify.Problem, c echo.Context) {
	unit, state := c.QueryParam("of"), c.QueryParam("state")
	units := map[string]bool{}
	var shown []problemLine
	for _, x := range problems {
		units[x.Unit] = true
		line := room.problemLine(x)
		if (unit == "" || x.Unit == unit) && (state == "" && line.Marks() || state == "all" || string(x.State) == state) {
			shown = append(shown, line)
		}
	}
	p.Units = site.Choices(unit, "", p.T("orders.all"))
	place := map[string]int{}
	for i, u := range room.Reach.Units(survey.ManageOrders) {
		place[u.ID] = i
		if units[u.ID] {
			p.Units = append(p.Units, site.Choice{Value: u.ID, Title: u.Name.In(p.Lang), Chosen: u.ID == unit})
		}
	}
	p.States = site.Choices(state, "", p.T("orders.problems.open"), "all", p.T("orders.all"))
	for _, st := range rectify.ProblemStates {
		p.States = append(p.States, site.Choice{Value: string(st), Title: site.UpperFirst(st.Words().In(p.Lang)), Chosen: string(st) == state})
	}
	slices.SortStableFunc(shown, func(a, b problemLine) int { return place[a.Unit] - place[b.Unit] })
	p.Found = len(shown)
	shown, p.Parts = site.Part(shown, shownTasks, c.QueryParam("part"), site.ProblemsPath+"?", url.Values{"of": {unit}, "state": {state}}, "#list")
	for _, line := range shown {
		if last := len(p.Groups) - 1; last < 0 || p.Groups[last].ID != line.Unit {
			p.Groups = append(p.Groups, problemGroup{ID: line.Unit, Unit: line.Where})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Problems = append(g.Problems, line)
	}
}

// draftSources offers the results and the opinions that problems are drafted from.
func (s *Pages) draftSources(c echo.Context, p *draftingPage) error {
	ctx, v := c.Request().Context(), s.Within(c)
	polls, err := v.ReadablePolls(ctx)
	if err != nil {
		return err
	}
	for _, poll := range polls {
		release, err := v.Release(ctx, poll.ID)
		if errors.Is(err, survey.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		name := poll.Title.In(p.Lang)
		if len(release.Findings) > 0 {
			p.Releases = append(p.Releases, site.Choice{Value: poll.ID, Title: p.T("orders.draft.findings.of", "poll", name, "findings", chart.Count(len(release.Findings)))})
		}
		for _, q := range release.Open {
			list, err := v.Opinions(ctx, poll.ID, q.ID)
			if err != nil && !errors.Is(err, survey.ErrNotFound) {
				return err
			}
			if len(list.Opinions) > 0 {
				p.Opinions = append(p.Opinions, site.Choice{Value: poll.ID + " " + q.ID, Title: p.T("orders.draft.opinions.of", "poll", name, "question", q.Text.In(p.Lang))})
			}
		}
	}
	return nil
}

// draftOrder drafts problems, or settles those that are marked: it confirms or
// drops them, or makes an order of them.
func (s *Pages) draftOrder(c echo.Context) error {
	room, err := s.OrderRoom(c)
	if err == nil {
		_, err = room.Problems(c.Request().Context()) // who looks after none finds no such page
	}
	if err != nil {
		return err
	}
	ctx, asked := c.Request().Context(), c.FormValue(site.FieldGo)
	var n int
	var fields []string
	switch asked {
	case "findings":
		n, err = room.DraftFindings(ctx, c.FormValue("poll"), room.lang)
	case "opinions":
		poll, item, _ := strings.Cut(c.FormValue("question"), " ")
		n, err = room.DraftOpinions(ctx, poll, item)
	case "enter":
		fields = append([]string{"unit"}, entryFields...)
		v := site.SentFields(c, fields)
		_, err = room.AddProblem(ctx, rectify.Problem{Unit: v["unit"], Title: v["title"], Detail: v["detail"], Kind: v["kind"]})
		n = 1
	case "confirm":
		return s.settleProblems(c, room, rectify.Confirmed)
	case "drop":
		return s.settleProblems(c, room, rectify.Dropped)
	case "order":
		return s.makeOrder(c, room)
	default:
		return site.ErrForm
	}
	if err != nil {
		return s.refuseProblems(c, err, "entry", fields)
	}
	return c.Redirect(http.StatusSeeOther, site.ProblemsPath+"?drafted="+strconv.Itoa(n))
}

// marked are the problems that a form marks.
func marked(c echo.Context) ([]string, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, site.ErrForm
	}
	return form["p"], nil
}

// settleProblems brings the marked problems into a state, each at the revision at which
// it was read. Those that somebody changed meanwhile stay as they are, are
// named, and stay marked.
func (s *Pages) settleProblems(c echo.Context, room orderRoom, state rectify.ProblemState) error {
	ctx := c.Request().Context()
	ids, err := marked(c)
	if err != nil {
		return err
	}
	if state == rectify.Dropped && len(ids) > 0 && strings.TrimSpace(c.FormValue("why")) == "" {
		return s.refuseProblems(c, rectify.ErrNoReason, "drop", []string{"why"})
	}
	var failed []string
	left := map[string]bool{}
	for _, id := range ids {
		p, err := room.Problem(ctx, id)
		if err != nil {
			return err
		}
		read, _ := strconv.ParseInt(c.FormValue("revision."+id), 10, 64)
		_, err = room.EditProblem(ctx, id, rectify.ProblemEdit{Revision: read, Title: p.Title, Detail: p.Detail, Kind: p.Kind, Why: c.FormValue("why"), Advice: p.Advice, State: state})
		if err == nil {
			continue
		}
		_, _, above, rest := site.FormRefusal(room.lang, err)
		if rest != nil {
			return rest
		}
		left[id] = true
		failed = append(failed, site.Translate(room.lang, "orders.problem.refused", "problem", p.Title, "why", strings.Join(above, " ")))
	}
	if len(ids) == 0 {
		failed = []string{site.Translate(room.lang, "orders.nothing")}
	}
	if len(failed) > 0 {
		return s.showProblems(c, http.StatusConflict, func(p *draftingPage) {
			p.Errors = failed
			p.mark(left)
			p.Drop.fill(site.SentFields(c, []string{"why"}), nil)
			p.Drop.Open = state == rectify.Dropped
		})
	}
	return c.Redirect(http.StatusSeeOther, site.ProblemsPath+"?settled="+strconv.Itoa(len(ids)))
}

// makeOrder drafts an order of the marked problems, and leads to it.
func (s *Pages) makeOrder(c echo.Context, room orderRoom) error {
	ctx := c.Request().Context()
	ids, err := marked(c)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return s.showProblems(c, http.StatusUnprocessableEntity, func(p *draftingPage) {
			p.Errors = []string{p.T("orders.nothing")}
			p.Order.fill(site.SentFields(c, newOrderFields), nil)
		})
	}
	first, err := room.Problem(ctx, ids[0])
	if err != nil {
		return err
	}
	o := orderOf(site.SentFields(c, newOrderFields))
	o.Unit = first.Unit
	o, err = room.AddOrder(ctx, o, ids)
	if err != nil {
		return s.refuseProblems(c, err, "order", newOrderFields)
	}
	return c.Redirect(http.StatusSeeOther, site.OrderURL(o.ID))
}

// refuseProblems shows the page with what is wrong, what was typed and what was
// marked.
func (s *Pages) refuseProblems(c echo.Context, err error, form string, fields []string) error {
	status, by, above, rest := site.FormRefusal(site.Negotiate(c), err, fields...)
	if rest != nil {
		return rest
	}
	ids, err := marked(c)
	if err != nil {
		return err
	}
	return s.showProblems(c, status, func(p *draftingPage) {
		p.Errors = above
		left := map[string]bool{}
		for _, id := range ids {
			left[id] = true
		}
		p.mark(left)
		at := map[string]*orderForm{"order": &p.Order, "drop": &p.Drop, "entry": &p.Entry}[form]
		at.fill(site.SentFields(c, fields), by)
		at.Open = true
		if m := by["unit"]; m != "" {
			p.Errors = append(p.Errors, m)
		}
	})
}

// mark marks problems of the list.
func (p *draftingPage) mark(ids map[string]bool) {
	for i := range p.Groups {
		for j := range p.Groups[i].Problems {
			line := &p.Groups[i].Problems[j]
			line.Marked = ids[line.ID]
		}
	}
}
