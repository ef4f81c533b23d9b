package follow

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
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
	Drop       *orderForm  // nil with Edit, and of one that is dropped
	Advice     []adviceRow
	Others     []problemLine // of the same unit, which may go into it
	Precedents []precedentView
	IntoURL    string
}

// An adviceRow is an advice in the form; the last is empty.
type adviceRow struct {
	rectify.Advice
	No   int
	Days string // as it was typed
	URL  string // of the task in which it was done before
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
		p.Advice = adviceRows(x.Advice, nil)
		if x.State != rectify.Dropped {
			p.Drop = &orderForm{Fields: dropFields(p.Page, "drop")}
		}
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
// Days are as they were typed; nil: as they are kept.
func adviceRows(list []rectify.Advice, days []string) []adviceRow {
	rows := make([]adviceRow, 0, len(list)+1)
	for i, a := range append(slices.Clip(list), rectify.Advice{}) {
		row := adviceRow{Advice: a, No: i + 1}
		switch {
		case i < len(days):
			row.Days = days[i]
		case a.Days > 0:
			row.Days = strconv.Itoa(a.Days)
		}
		if a.Task != "" {
			row.URL = site.TaskURL(a.Task)
		}
		rows = append(rows, row)
	}
	return rows
}

// dropFields are what is said of problems that are dropped.
func dropFields(p site.Page, prefix string) []orderField {
	fields := orderFields(p, prefix, map[string]string{}, []string{"why"}, []string{"why"})
	fields[0].Label = p.T("orders.why.drop")
	return fields
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

// adopt is the button that takes over what was done in a task.
const adopt = "adopt "

// adopted adds what was done in a task of the precedents to the advice.
func adopted(c echo.Context, room orderRoom, problem, task string, advice []rectify.Advice) ([]rectify.Advice, error) {
	found, err := room.Precedents(c.Request().Context(), problem)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(found, func(f rectify.Precedent) bool { return f.Task == task && f.Measure != "" })
	if at < 0 {
		return nil, site.ErrForm
	}
	if slices.ContainsFunc(advice, func(a rectify.Advice) bool { return a.Task == task }) {
		return advice, nil
	}
	return append(advice, rectify.Advice{Text: found[at].Measure, Task: task}), nil
}

// editOrderProblem changes a problem, takes others into it, confirms or drops it.
func (s *Pages) editOrderProblem(c echo.Context) error {
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("problem")
	was, err := room.Problem(ctx, id)
	if err != nil {
		return err
	}
	state, known := editStates[c.FormValue(site.FieldGo)]
	task, adopts := strings.CutPrefix(c.FormValue(site.FieldGo), adopt)
	form, err := c.FormParams()
	if err != nil || !known && !adopts {
		return site.ErrForm
	}
	sent := slices.Concat(entryFields, []string{"why"})
	values := site.SentFields(c, sent)
	advice, days, err := adviceOf(form)
	if adopts {
		if state = was.State; state != rectify.Confirmed {
			state = rectify.Drafted
		}
		if err == nil {
			advice, err = adopted(c, room, id, task, advice)
		}
	}
	if err == nil {
		_, err = room.EditProblem(ctx, id, rectify.ProblemEdit{
			Revision: site.RevisionOf(c), Title: values["title"], Detail: values["detail"], Kind: values["kind"], Why: values["why"],
			Advice: advice, State: state, Merge: form["merge"],
		})
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, site.OrderProblemURL(id))
	}
	status, by, above, rest := site.FormRefusal(room.lang, err, sent...)
	if rest != nil {
		return rest
	}
	return s.showProblem(c, status, func(p *problemPage) {
		p.Errors = above
		if p.Edit == nil {
			p.Kept = keptFields(p.Page, sent, values)
			for _, a := range advice {
				p.Kept = append(p.Kept, keptField{p.T("orders.advice"), a.Text})
			}
			return
		}
		p.Edit.fill(values, by)
		if p.Drop != nil {
			p.Drop.fill(values, by)
			p.Drop.Open = state == rectify.Dropped
		}
		p.Advice = adviceRows(advice, days)
		for i := range p.Others {
			p.Others[i].Marked = slices.Contains(form["merge"], p.Others[i].ID)
		}
	})
}

// adviceOf reads the rows of the form, without those that say nothing, and the
// days of each as they were typed.
func adviceOf(form map[string][]string) (list []rectify.Advice, days []string, err error) {
	at := func(name string, i int) string {
		if list := form["advice."+name]; i < len(list) {
			return list[i]
		}
		return ""
	}
	list = []rectify.Advice{}
	for i := range form["advice.text"] {
		a := rectify.Advice{Text: at("text", i), Measure: at("measure", i), Library: at("library", i), Task: at("task", i)}
		typed := strings.TrimSpace(at("days", i))
		if strings.TrimSpace(a.Text+a.Measure+typed) == "" {
			continue
		}
		var wrong error
		if typed != "" { // else there is no term
			a.Days, wrong = strconv.Atoi(typed)
		}
		if wrong != nil {
			err = rectify.ErrNoDays
		}
		list, days = append(list, a), append(days, typed)
	}
	return list, days, err
}
