package web

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
	"minping/survey/chart"
	"minping/survey/rectify"
)

// Where orders, and the problems that they are drafted from, are.
const (
	ordersPath   = "/orders"
	problemsPath = ordersPath + "/problems"
	tasksPath    = ordersPath + "/tasks"
)

func orderURL(id string) string        { return ordersPath + "/" + url.PathEscape(id) }
func taskURL(id string) string         { return tasksPath + "/" + url.PathEscape(id) }
func orderProblemURL(id string) string { return problemsPath + "/" + url.PathEscape(id) }

// orderRoutes are the pages of orders. They are for whoever has one of the
// rights of orders somewhere, which the room asks for: most of them are no
// organisers.
func (s *Site) orderRoutes() []route {
	return []route{
		{http.MethodGet, ordersPath, signedIn, s.ledger},
		{http.MethodGet, "/orders/ledger/:file", signedIn, s.ledgerFile},
		{http.MethodGet, "/orders/import", signedIn, s.ledgerImportForm},
		{http.MethodPost, "/orders/import", signedIn, s.importLedger},
		{http.MethodGet, "/orders/problems", signedIn, s.orderProblems},
		{http.MethodPost, "/orders/problems", signedIn, s.draftOrder},
		{http.MethodGet, "/orders/problems/:problem", signedIn, s.orderProblem},
		{http.MethodPost, "/orders/problems/:problem", signedIn, s.editOrderProblem},
		{http.MethodGet, "/orders/tasks/:task", signedIn, s.task},
		{http.MethodPost, "/orders/tasks/:task", signedIn, s.moveTask},
		{http.MethodPost, "/orders/tasks/:task/files", signedIn, s.changeFiles},
		{http.MethodGet, "/orders/tasks/:task/files/:file", signedIn, s.taskFile},
		{http.MethodGet, "/orders/:order", signedIn, s.order},
		{http.MethodPost, "/orders/:order", signedIn, s.editOrder},
	}
}

// orderRights are those by which somebody sees orders.
var orderRights = []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}

// seesOrders reports whether whoever asks sees orders anywhere.
func (s *Site) seesOrders(c echo.Context) bool {
	return s.Orders != nil && slices.ContainsFunc(orderRights, func(r survey.Right) bool { return s.somewhere(c, r) == nil })
}

// An orderRoom is the desk of orders for whoever asks, with the names of units.
type orderRoom struct {
	rectify.Room
	survey.Reach
	named map[string]survey.Unit
	lang  string
	zone  *time.Location
}

func (s *Site) orderRoom(c echo.Context) (orderRoom, error) {
	if !s.seesOrders(c) {
		return orderRoom{}, survey.ErrNotFound
	}
	v := s.within(c)
	reach, err := v.Reach(c.Request().Context())
	return orderRoom{s.Orders.Within(v), reach, reach.Named(), negotiate(c), s.Zone}, err
}

// unit is the name of a unit; of one that is gone, its id.
func (r orderRoom) unit(id string) string { return cmp.Or(r.named[id].Name.In(r.lang), id) }

// day is the start of a day; zero for none.
func (r orderRoom) day(d rectify.Date) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), r.zone) // "": the zero time
	return t
}

// A ledgerPage is the tasks that whoever asks sees.
type ledgerPage struct {
	Page
	Headline, Says string
	Counts         []ledgerCount
	Units          []choice
	States, Alerts []choice
	Text           string
	Lines          []taskLine
	Found          int
	Filtered       bool
	Parts          []rosterPart
	Drafting       bool // whoever asks looks after problems
	Drafts         []orderLine
	Files          []choice // the ledger as it is filtered
	Done           string   // what was imported
}

// A ledgerCount is a number of tasks, and where they are listed.
type ledgerCount struct {
	Value, Word, URL string
	Red              bool
}

// A taskLine is a task in a list.
type taskLine struct {
	rectify.Task
	URL, OrderURL, Number string
	Where                 string // the unit
	With                  string // the units that cooperate
	DueOn                 time.Time
	How, Alert, Mark      string // state; alert in words, with its mark
	Turn                  string // whose it is to do what
}

// taskLine puts a task in words.
func (r orderRoom) taskLine(t rectify.Task, o rectify.Order) taskLine {
	line := taskLine{
		Task: t, URL: taskURL(t.ID), OrderURL: orderURL(t.Order), Number: o.Number, Where: r.unit(t.Unit),
		With: joinList(r.lang, t.Cooperating), DueOn: r.day(t.Due), How: upperFirst(t.State.Words().In(r.lang)), Mark: "none",
	}
	line.Turn = translate(r.lang, "orders.turn."+string(t.State), "unit", line.Where, "share", shareOf(t))
	if a := t.Alert(r.Today(), r.zone); a != rectify.NoAlert {
		line.Mark, line.Alert = string(a), r.alert(a, t)
	}
	if t.State == rectify.Closed {
		line.Mark, line.Alert = "done", line.How
	}
	return line
}

// alert says what is urgent about a task, in days where they are counted.
func (r orderRoom) alert(a rectify.Alert, t rectify.Task) string {
	switch left := r.Today().Until(t.Due); {
	case a == rectify.Red:
		return translate(r.lang, "orders.late", "n", t.Late(r.Today()))
	case a == rectify.Blue && left == 0:
		return translate(r.lang, "orders.today")
	case a == rectify.Blue:
		return translate(r.lang, "orders.left", "n", left)
	}
	return translate(r.lang, "orders.alert."+string(a))
}

// shareOf is how much of a task was done, as last reported.
func shareOf(t rectify.Task) string { return chart.Percent(survey.Num(float64(t.Share) / 100)) }

// shownTasks is how many tasks a page lists.
const shownTasks = 100

// stillOpen is the choice of a state that stands for all in which something is
// to be done.
const stillOpen = "open"

// toldCount is a number that the page before tells of; false: none.
func toldCount(c echo.Context, name string) (string, bool) {
	n, err := strconv.Atoi(c.QueryParam(name))
	return chart.Count(n), err == nil
}

// ledgerFilter reads what of the ledger is asked for.
func ledgerFilter(c echo.Context) rectify.Filter {
	asked := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	f := rectify.Filter{Unit: asked("unit"), State: rectify.State(asked("state")), Alert: rectify.Alert(asked("alert")), Text: asked("q")}
	if f.State == stillOpen {
		f.State, f.Open = "", true
	}
	return f
}

// ledger shows the tasks that whoever asks sees.
func (s *Site) ledger(c echo.Context) error {
	ctx := c.Request().Context()
	room, err := s.orderRoom(c)
	if err != nil {
		return err
	}
	all, _, err := room.Tasks(ctx)
	if err != nil {
		return err
	}
	f, state := ledgerFilter(c), c.QueryParam("state")
	tasks, orders, err := room.Ledger(ctx, f)
	if err != nil {
		return err
	}
	p := ledgerPage{Page: s.managePage(c, "orders.title"), Text: f.Text, Found: len(tasks), Filtered: f != (rectify.Filter{}), Drafting: room.Anywhere(survey.ManageOrders)}
	p.sum(room.Summarise(all))
	p.Units = room.unitChoices(all, f.Unit)
	p.States = choices(state, "", p.T("orders.all"), stillOpen, p.T("orders.open"))
	for _, state := range rectify.States {
		if state != rectify.Draft || p.Drafting {
			p.States = append(p.States, choice{string(state), upperFirst(state.Words().In(p.Lang)), state == f.State})
		}
	}
	p.Alerts = choices(string(f.Alert), "", p.T("orders.all"))
	for _, a := range rectify.Alerts {
		p.Alerts = append(p.Alerts, choice{string(a), p.T("orders.alert." + string(a)), a == f.Alert})
	}
	kept := url.Values{"unit": {f.Unit}, "state": {state}, "alert": {string(f.Alert)}, "q": {f.Text}}
	for _, format := range []string{"xlsx", "csv"} {
		p.Files = append(p.Files, choice{Value: ordersPath + "/ledger/ledger." + format + "?" + kept.Encode(), Title: strings.ToUpper(format)})
	}
	shown, parts := part(tasks, shownTasks, c.QueryParam("part"), ordersPath+"?", kept, "#ledger")
	p.Parts = parts
	for _, t := range shown {
		p.Lines = append(p.Lines, room.taskLine(t, orders[t.Order]))
	}
	if added, told := toldCount(c, "added"); told {
		changed, _ := toldCount(c, "changed")
		p.Done = p.T("orders.imported", "added", added, "changed", changed)
	}
	if p.Drafts, err = room.drafts(c); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "orders/ledger", p)
}

// putRight says how many tasks are open and overdue, and how it went with those
// that were closed.
func (p Page) putRight(sum rectify.Summary) (headline, says string) {
	open, red := sum.Issued-sum.Closed, sum.Alerts[rectify.Red]
	switch {
	case sum.Issued == 0:
		return p.T("orders.headline.none"), ""
	case open == 0:
		headline = p.T("orders.headline.closed", "n", sum.Issued)
	case red == 0:
		headline = p.T("orders.headline.intime", "n", open)
	default:
		headline = p.T("orders.headline", "n", open, "red", chart.Count(red))
	}
	share := func(n, of int) string { return chart.Percent(survey.Num(float64(n) / float64(of))) }
	says = p.T("orders.says", "closed", chart.Count(sum.Closed), "all", chart.Count(sum.Issued), "rate", share(sum.Closed, sum.Issued))
	if sum.Closed > 0 {
		says += p.T("orders.says.intime", "rate", share(sum.OnTime, sum.Closed))
	}
	if sum.Back > 0 {
		says += p.T("orders.says.back", "back", chart.Count(sum.Back), "rate", share(sum.Back, sum.Issued))
	}
	return headline, says + p.T("orders.says.end")
}

// sum counts tasks by what is urgent about them.
func (p *ledgerPage) sum(sum rectify.Summary) {
	p.Headline, p.Says = p.putRight(sum)
	if sum.Issued == 0 {
		return
	}
	open, red, yellow := sum.Issued-sum.Closed, sum.Alerts[rectify.Red], sum.Alerts[rectify.Yellow]
	p.Counts = []ledgerCount{
		{chart.Count(open), p.T("orders.open"), ordersPath + "?state=" + stillOpen, false},
		{chart.Count(red), p.T("orders.alert.red"), ordersPath + "?alert=red", red > 0},
		{chart.Count(yellow), p.T("orders.alert.yellow"), ordersPath + "?alert=yellow", false},
		{chart.Count(sum.Alerts[rectify.Blue]), p.T("orders.alert.blue"), ordersPath + "?alert=blue", false},
		{chart.Count(sum.Closed), upperFirst(rectify.Closed.Words().In(p.Lang)), ordersPath + "?state=closed", false},
	}
}

// unitChoices are the units of tasks, and those above them that whoever asks
// sees orders of, in the directory's order.
func (r orderRoom) unitChoices(tasks []rectify.Task, chosen string) []choice {
	there := map[string]bool{}
	for _, t := range tasks {
		for id := t.Unit; id != "" && !there[id]; id = r.named[id].Parent {
			there[id] = true
		}
	}
	list := choices(chosen, "", translate(r.lang, "orders.all"))
	for _, right := range orderRights {
		for _, u := range r.Reach.Units(right) {
			if there[u.ID] {
				list = append(list, choice{u.ID, u.Name.In(r.lang), u.ID == chosen})
				delete(there, u.ID)
			}
		}
	}
	return list
}

// An orderLine is an order that waits to be issued.
type orderLine struct {
	rectify.Order
	URL, Where string
	DueOn      time.Time
}

// drafts lists the orders that are not issued yet.
func (r orderRoom) drafts(c echo.Context) (lines []orderLine, err error) {
	orders, err := r.Orders(c.Request().Context())
	for _, o := range orders {
		if o.Issued.IsZero() {
			lines = append(lines, orderLine{o, orderURL(o.ID), r.unit(o.Unit), r.day(o.Due)})
		}
	}
	return lines, err
}
