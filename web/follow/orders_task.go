package follow

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/rectify"
	"minping/web/site"
)

// A taskPage is where a task stands, what was done, and what may be done next.
type taskPage struct {
	site.Page
	Task     TaskLine
	Errors   []string
	Origins  []originView
	Files    []string
	Evidence taskFiles
	Because  string    // why it was returned, where it is
	Asked    time.Time // the deadline that is asked for; zero: none is
	Steps    []stepView
	Forms    []orderForm
	Own      bool        // what is to be decided is the reader's own work
	Kept     []keptField // typed into a form that is not there any more
	Edit     *orderForm  // of a task that is not issued
}

// A stepView is a step in words.
type stepView struct {
	At               time.Time
	What, Name       string
	No               string // of the task, where several are shown
	Why, Share       string
	Due              time.Time
	Files            []string
	Mark, Escalation string
}

// An originView is what a problem rests on, in words.
type originView struct {
	Source, Poll, URL, Node string
	Text                    string
	Score, Interval, Peers  string
	Statements              int
	Certain                 bool
	Measured                bool
}

// origins puts in words what a problem rests on.
func (r orderRoom) origins(list []rectify.Origin, unit, title string) []originView {
	views := make([]originView, 0, len(list))
	for _, o := range list {
		v := originView{
			Source: site.Translate(r.lang, "orders.source."+string(o.Source)), Poll: o.Title.In(r.lang), Node: o.NodeTitle.In(r.lang),
			Text: o.Text, Statements: o.Statements, Certain: o.Certain(),
		}
		if o.Text == title { // which is above already
			v.Text = ""
		}
		if o.Poll != "" && r.Holds(survey.ReadResults, unit, o.Poll) {
			v.URL = site.ResultsURL(o.Poll) + "/unit/" + unit
		}
		if o.Score != nil && o.Score.Score.OK() {
			v.Measured = true
			v.Score, v.Interval = chart.Points(o.Score.Score), chart.Interval(o.Score.Low, o.Score.High)
		}
		if o.Peers.OK() {
			v.Peers = chart.Points(o.Peers)
		}
		views = append(views, v)
	}
	return views
}

// badSteps are the steps that something went wrong with, by their mark.
var badSteps = map[rectify.Do]string{rectify.Return: "ret", rectify.Refuse: "ret", rectify.Escalate: "bad", rectify.FellBack: "bad", rectify.Withdraw: "ret"}

// steps puts what was done in words, oldest first.
func (r orderRoom) steps(t rectify.Task) []stepView {
	views := make([]stepView, 0, len(t.Steps))
	for _, s := range t.Steps {
		v := stepView{At: s.At, What: site.UpperFirst(s.Do.Words().In(r.lang)), Name: s.Name, Why: s.Why, Due: r.day(s.Due), Files: names(s.Evidence), Mark: badSteps[s.Do]}
		if s.Do == rectify.Report {
			v.Share = shareOf(rectify.Task{Share: s.Share})
		}
		if s.Do == rectify.Escalate {
			v.Escalation = site.Translate(r.lang, "orders.level."+chart.Count(s.Level))
		}
		views = append(views, v)
	}
	return views
}

func names(evidence []rectify.Evidence) []string {
	list := make([]string, len(evidence))
	for i, e := range evidence {
		list[i] = e.Name
	}
	return list
}

// task shows a task.
func (s *Pages) task(c echo.Context) error { return s.showTask(c, http.StatusOK, nil) }

// showTask completes a page, which change has filled in what was sent, and
// writes it.
func (s *Pages) showTask(c echo.Context, status int, change func(*taskPage)) error {
	ctx := c.Request().Context()
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	t, o, err := room.Task(ctx, c.Param("task"))
	if err != nil {
		return err
	}
	p := taskPage{Page: s.ManagePage(c), Task: room.TaskLine(t, o), Origins: room.origins(t.Origins, t.Unit, t.Title), Files: names(t.Evidence), Steps: room.steps(t)}
	p.Title = t.Title
	if t.Extension != nil {
		p.Asked = room.day(t.Extension.Due)
	}
	if p.Evidence, err = room.files(c, t); err != nil {
		return err
	}
	dos, own, err := room.May(ctx, t)
	if err != nil {
		return err
	}
	p.Own = own
	if t.State == rectify.Returned {
		p.Because = because(t)
	}
	usual := usualStep[t.State]
	if t.Extension != nil && slices.Contains(dos, rectify.Grant) {
		usual = rectify.Grant
	}
	slices.SortStableFunc(dos, func(a, b rectify.Do) int { return rank(a == usual) - rank(b == usual) })
	for _, do := range dos {
		form := stepForm(p.Page, do, t)
		form.Open = do == usual
		form.refer(p.Evidence.Files)
		p.Forms = append(p.Forms, form)
	}
	if t.State == rectify.Draft && room.Holds(survey.ManageOrders, t.Unit, t.Poll) {
		p.Edit = &orderForm{Do: "edit", URL: p.Task.URL, Revision: t.Revision, Fields: orderFields(p.Page, "edit", taskValues(t), []string{"title", "due"}, taskFields)}
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "orders/task", p)
}

// usualStep is the step that a task in a state waits for.
var usualStep = map[rectify.State]rectify.Do{
	rectify.Issued: rectify.Claim, rectify.Claimed: rectify.Plan, rectify.Planned: rectify.Report, rectify.InProgress: rectify.Report,
	rectify.Submitted: rectify.Check, rectify.Checked: rectify.Close, rectify.Returned: rectify.Submit,
}

// rank puts what is first before the others.
func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// because is why a task was returned the last time, or fell back.
func because(t rectify.Task) string {
	for _, s := range slices.Backward(t.Steps) {
		if s.Do == rectify.Return || s.Do == rectify.FellBack {
			return s.Why
		}
	}
	return ""
}

// moveTask takes a step with a task, or changes one that is not issued.
func (s *Pages) moveTask(c echo.Context) error {
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	ctx, id, do := c.Request().Context(), c.Param("task"), c.FormValue(site.FieldGo)
	fields, known := stepFields[rectify.Do(do)]
	if do == "edit" {
		fields, known = taskFields, true
	}
	if _, _, err := room.Task(ctx, id); err != nil {
		return err
	}
	if !known {
		return site.ErrForm
	}
	values := site.SentFields(c, fields)
	if do == "edit" {
		_, err = room.EditTask(ctx, id, taskEditOf(site.RevisionOf(c), values))
	} else {
		move := moveOf(rectify.Do(do), values)
		move.Evidence = append(sentEvidence(c), move.Evidence...)
		_, err = room.Move(ctx, id, site.RevisionOf(c), move)
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, site.TaskURL(id))
	}
	return s.refuseStep(c, err, do, fields, values)
}

// refuseStep shows the task as it is now, with what is wrong and what was typed.
func (s *Pages) refuseStep(c echo.Context, err error, do string, fields []string, values map[string]string) error {
	status, by, above, rest := site.FormRefusal(site.Negotiate(c), err, fields...)
	if rest != nil {
		return rest
	}
	return s.showTask(c, status, func(p *taskPage) {
		p.Errors = above
		at := slices.IndexFunc(p.Forms, func(f orderForm) bool { return f.Do == do })
		form := p.Edit
		if at >= 0 {
			form = &p.Forms[at]
		}
		if form == nil || form.Do != do {
			p.Kept = keptFields(p.Page, fields, values)
			return
		}
		for i := range p.Forms {
			p.Forms[i].Open = i == at
		}
		form.fill(values, by)
		form.mark(sentEvidence(c))
	})
}
