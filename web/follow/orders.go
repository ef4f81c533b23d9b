package follow

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/rectify"
	"minping/web/site"
)

// Where orders, and the problems that they are drafted from, are.

// orderRoutes are the pages of orders. They are for whoever has one of the
// rights of orders somewhere, which the room asks for: most of them are no
// organisers.
func (s *Pages) orderRoutes() []site.Route {
	return []site.Route{
		site.Get(site.OrdersPath, site.SignedIn, s.ledger),
		site.Get("/orders/ledger/:file", site.SignedIn, s.ledgerFile),
		site.Get("/orders/import", site.SignedIn, s.ledgerImportForm),
		site.Post("/orders/import", site.SignedIn, s.importLedger),
		site.Get("/orders/problems", site.SignedIn, s.orderProblems),
		site.Post("/orders/problems", site.SignedIn, s.draftOrder),
		site.Get("/orders/problems/:problem", site.SignedIn, s.orderProblem),
		site.Post("/orders/problems/:problem", site.SignedIn, s.editOrderProblem),
		site.Get("/orders/tasks/:task", site.SignedIn, s.task),
		site.Post("/orders/tasks/:task", site.SignedIn, s.moveTask),
		site.Post("/orders/tasks/:task/files", site.SignedIn, s.changeFiles),
		site.Get("/orders/tasks/:task/files/:file", site.SignedIn, s.taskFile),
		site.Get("/orders/:order", site.SignedIn, s.order),
		site.Post("/orders/:order", site.SignedIn, s.editOrder),
	}
}

// An orderRoom is the desk of orders for whoever asks, with the names of units.
type orderRoom struct {
	rectify.Room
	survey.Reach
	named map[string]survey.Unit
	lang  string
	zone  *time.Location
}

// OrderRoom returns the desk of orders for whoever asks.
func (s *Pages) OrderRoom(c echo.Context) (orderRoom, error) {
	if !s.SeesOrders(c) {
		return orderRoom{}, survey.ErrNotFound
	}
	v := s.Within(c)
	reach, err := v.Reach(c.Request().Context())
	return orderRoom{s.Orders.Within(v), reach, reach.Named(), site.Negotiate(c), s.Zone}, err
}

// unit is the name of a unit; of one that is gone, its id.
func (r orderRoom) unit(id string) string { return cmp.Or(r.named[id].Name.In(r.lang), id) }

// day is the start of a day; zero for none.
func (r orderRoom) day(d survey.Day) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), r.zone) // "": the zero time
	return t
}

// A ledgerPage is the tasks that whoever asks sees.
type ledgerPage struct {
	site.Page
	Headline, Says string
	Counts         []ledgerCount
	Units          []site.Choice
	States, Alerts []site.Choice
	Text           string
	Lines          []TaskLine
	Found          int
	Filtered       bool
	Parts          []site.ListPart
	Drafting       bool // whoever asks looks after problems
	Drafts         []orderLine
	Files          []site.Choice // the ledger as it is filtered
	Done           string        // what was imported
}

// A ledgerCount is a number of tasks, and where they are listed.
type ledgerCount struct {
	Value, Word, URL string
	Red              bool
}

// A TaskLine is a task in a list.
type TaskLine struct {
	rectify.Task
	URL, OrderURL, Number string
	Where                 string // the unit
	With                  string // the units that cooperate
	DueOn                 time.Time
	How, Alert, Mark      string // state; alert in words, with its mark
	Turn                  string // whose it is to do what
}

// TaskLine puts a task in words.
func (r orderRoom) TaskLine(t rectify.Task, o rectify.Order) TaskLine {
	line := TaskLine{
		Task: t, URL: site.TaskURL(t.ID), OrderURL: site.OrderURL(t.Order), Number: o.Number, Where: r.unit(t.Unit),
		With: site.JoinList(r.lang, t.Cooperating), DueOn: r.day(t.Due), How: site.UpperFirst(t.State.Words().In(r.lang)), Mark: "none",
	}
	line.Turn = site.Translate(r.lang, "orders.turn."+string(t.State), "unit", line.Where, "share", shareOf(t))
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
		return site.Translate(r.lang, "orders.late", "n", t.Late(r.Today()))
	case a == rectify.Blue && left == 0:
		return site.Translate(r.lang, "orders.today")
	case a == rectify.Blue:
		return site.Translate(r.lang, "orders.left", "n", left)
	}
	return site.Translate(r.lang, "orders.alert."+string(a))
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
func (s *Pages) ledger(c echo.Context) error {
	ctx := c.Request().Context()
	room, err := s.OrderRoom(c)
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
	p := ledgerPage{Page: s.ManagePage(c, "orders.title"), Text: f.Text, Found: len(tasks), Filtered: f != (rectify.Filter{}), Drafting: room.Anywhere(survey.ManageOrders)}
	p.sum(room.Summarise(all))
	p.Units = room.unitChoices(all, f.Unit)
	p.States = site.Choices(state, "", p.T("orders.all"), stillOpen, p.T("orders.open"))
	for _, state := range rectify.States {
		if state != rectify.Draft || p.Drafting {
			p.States = append(p.States, site.Choice{Value: string(state), Title: site.UpperFirst(state.Words().In(p.Lang)), Chosen: state == f.State})
		}
	}
	p.Alerts = site.Choices(string(f.Alert), "", p.T("orders.all"))
	for _, a := range rectify.Alerts {
		p.Alerts = append(p.Alerts, site.Choice{Value: string(a), Title: p.T("orders.alert." + string(a)), Chosen: a == f.Alert})
	}
	kept := url.Values{"unit": {f.Unit}, "state": {state}, "alert": {string(f.Alert)}, "q": {f.Text}}
	for _, format := range []string{"xlsx", "csv"} {
		p.Files = append(p.Files, site.Choice{Value: site.OrdersPath + "/ledger/ledger." + format + "?" + kept.Encode(), Title: strings.ToUpper(format)})
	}
	shown, parts := site.Part(tasks, shownTasks, c.QueryParam("part"), site.OrdersPath+"?", kept, "#ledger")
	p.Parts = parts
	for _, t := range shown {
		p.Lines = append(p.Lines, room.TaskLine(t, orders[t.Order]))
	}
	if added, told := toldCount(c, "added"); told {
		changed, _ := toldCount(c, "changed")
		p.Done = p.T("orders.imported", "added", added, "changed", changed)
	}
	if p.Drafts, err = room.drafts(c); err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, "orders/ledger", p)
}

// PutRight says how many tasks are open and overdue, and how it went with those
// that were closed.
func PutRight(p site.Page, sum rectify.Summary) (headline, says string) {
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
	p.Headline, p.Says = PutRight(p.Page, sum)
	if sum.Issued == 0 {
		return
	}
	open, red, yellow := sum.Issued-sum.Closed, sum.Alerts[rectify.Red], sum.Alerts[rectify.Yellow]
	p.Counts = []ledgerCount{
		{chart.Count(open), p.T("orders.open"), site.OrdersPath + "?state=" + stillOpen, false},
		{chart.Count(red), p.T("orders.alert.red"), site.OrdersPath + "?alert=red", red > 0},
		{chart.Count(yellow), p.T("orders.alert.yellow"), site.OrdersPath + "?alert=yellow", false},
		{chart.Count(sum.Alerts[rectify.Blue]), p.T("orders.alert.blue"), site.OrdersPath + "?alert=blue", false},
		{chart.Count(sum.Closed), site.UpperFirst(rectify.Closed.Words().In(p.Lang)), site.OrdersPath + "?state=closed", false},
	}
}

// unitChoices are the units of tasks, and those above them that whoever asks
// sees orders of, in the directory's order.
func (r orderRoom) unitChoices(tasks []rectify.Task, chosen string) []site.Choice {
	there := map[string]bool{}
	for _, t := range tasks {
		for id := t.Unit; id != "" && !there[id]; id = r.named[id].Parent {
			there[id] = true
		}
	}
	list := site.Choices(chosen, "", site.Translate(r.lang, "orders.all"))
	for _, right := range site.OrderRights {
		for _, u := range r.Reach.Units(right) {
			if there[u.ID] {
				list = append(list, site.Choice{Value: u.ID, Title: u.Name.In(r.lang), Chosen: u.ID == chosen})
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
			lines = append(lines, orderLine{o, site.OrderURL(o.ID), r.unit(o.Unit), r.day(o.Due)})
		}
	}
	return lines, err
}
