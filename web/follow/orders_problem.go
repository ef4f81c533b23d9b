package follow

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/rectify"
	"minping/web/site"
)

// A problemPage is one problem: what it rests on, how it is worded, what is
// advised, and what was done about the same before.
type problemPage struct {
	site.Page
	Problem    problemLine
	Errors     []string
	Kept       []keptField // typed into a form that is not there any more
	Edit       *orderForm  // nil: it is settled
	Advice     []adviceRow
	Others     []problemLine // of the same unit, which may go into it
	Precedents []precedentView
	IntoURL    string
}

// An adviceRow is an advice in the form; the last is empty.
type adviceRow struct {
	rectify.Advice
	No int
}

// A precedentView is what was done before.
type precedentView struct {
	rectify.Precedent
	URL, Where            string
	ClosedOn              time.Time
	Then, ThenIn          string
	Next, NextIn, Looking string
}

// orderProblem shows a problem.
func (s *Pages) orderProblem(c echo.Context) error { return s.showProblem(c, http.StatusOK, nil) }

func (s *Pages) showProblem(c echo.Context, status int, change func(*problemPage)) error {
	ctx := c.Request().Context()
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	x, err := room.Problem(ctx, c.Param("problem"))
	if err != nil {
		return err
	}
	p := problemPage{Page: s.ManagePage(c), Problem: room.problemLine(x)}
	p.Title = x.Title
	if x.Into != "" {
		p.IntoURL = site.OrderProblemURL(x.Into)
	}
	if p.Problem.Marks() || x.State == rectify.Dropped {
		values := map[string]string{"title": x.Title, "detail": x.Detail, "kind": x.Kind}
		p.Edit = &orderForm{Fields: orderFields(p.Page, "edit", values, []string{"title"}, entryFields)}
		p.Advice = adviceRows(x.Advice)
		if err := p.others(c, room); err != nil {
			return err
		}
	}
	found, err := room.Precedents(ctx, x.ID)
	if err != nil {
		return err
	}
	for _, f := range found {
		p.Precedents = append(p.Precedents, room.precedent(f))
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "orders/problem", p)
}

// adviceRows are the rows of the form: one for each advice, and an empty one.
func adviceRows(list []rectify.Advice) []adviceRow {
	rows := make([]adviceRow, 0, len(list)+1)
	for _, a := range append(slices.Clip(list), rectify.Advice{}) {
		rows = append(rows, adviceRow{a, len(rows) + 1})
	}
	return rows
}

// others lists the problems of the same unit that may go into this one.
func (p *problemPage) others(c echo.Context, room orderRoom) error {
	all, err := room.Problems(c.Request().Context())
	for _, o := range all {
		if line := room.problemLine(o); o.Unit == p.Problem.Unit && o.ID != p.Problem.ID && line.Marks() {
			p.Others = append(p.Others, line)
		}
	}
	return err
}

// precedent puts in words what was done before.
func (r orderRoom) precedent(f rectify.Precedent) precedentView {
	v := precedentView{Precedent: f, URL: site.TaskURL(f.Task), Where: r.unit(f.Unit), ClosedOn: r.day(f.Closed)}
	score := func(s *survey.NodeScore) (score, interval string) {
		if s == nil || !s.Score.OK() {
			return "", ""
		}
		return chart.Points(s.Score), chart.Interval(s.Low, s.High)
	}
	v.Then, v.ThenIn = score(f.Before)
	v.Next, v.NextIn = score(f.After)
	if f.Held != nil {
		do := rectify.FellBack
		if *f.Held {
			do = rectify.Held
		}
		v.Looking = site.UpperFirst(do.Words().In(r.lang))
	}
	return v
}

// editStates are the states into which the buttons of the form bring a problem.
var editStates = map[string]rectify.ProblemState{"save": rectify.Drafted, "confirm": rectify.Confirmed, "drop": rectify.Dropped}

// editOrderProblem changes a problem, takes others into it, confirms or drops it.
func (s *Pages) editOrderProblem(c echo.Context) error {
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("problem")
	if _, err := room.Problem(ctx, id); err != nil {
		return err
	}
	state, known := editStates[c.FormValue(site.FieldGo)]
	form, err := c.FormParams()
	if err != nil || !known {
		return site.ErrForm
	}
	values, advice := site.SentFields(c, entryFields), adviceOf(form)
	_, err = room.EditProblem(ctx, id, rectify.ProblemEdit{
		Revision: site.RevisionOf(c), Title: values["title"], Detail: values["detail"], Kind: values["kind"], Advice: advice, State: state, Merge: form["merge"],
	})
	if err == nil {
		return c.Redirect(http.StatusSeeOther, site.OrderProblemURL(id))
	}
	status, by, above, rest := site.FormRefusal(room.lang, err, entryFields...)
	if rest != nil {
		return rest
	}
	return s.showProblem(c, status, func(p *problemPage) {
		p.Errors = above
		if p.Edit == nil {
			p.Kept = keptFields(p.Page, entryFields, values)
			for _, a := range advice {
				p.Kept = append(p.Kept, keptField{p.T("orders.advice"), a.Text})
			}
			return
		}
		p.Edit.fill(values, by)
		p.Advice = adviceRows(advice)
		for i := range p.Others {
			p.Others[i].Marked = slices.Contains(form["merge"], p.Others[i].ID)
		}
	})
}

// adviceOf reads the rows of the form, without those that say nothing.
func adviceOf(form map[string][]string) []rectify.Advice {
	at := func(name string, i int) string {
		if list := form["advice."+name]; i < len(list) {
			return list[i]
		}
		return ""
	}
	list := []rectify.Advice{}
	for i := range form["advice.text"] {
		days, _ := strconv.Atoi(at("days", i)) // empty: no term
		a := rectify.Advice{Text: at("text", i), Measure: at("measure", i), Days: max(days, 0), Library: at("library", i), Task: at("task", i)}
		if a.Text != "" {
			list = append(list, a)
		}
	}
	return list
}
