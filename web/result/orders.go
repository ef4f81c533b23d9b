package result

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey/chart"
	"minping/survey/rectify"
	"minping/web/follow"
	"minping/web/site"
)

// mostTasks is how many tasks a page of results names.
const mostTasks = 4

// An ordersView is what is being put right at units of a release, as whoever
// asks may see it: on the overview at all of them, on a unit's page at that one.
type ordersView struct {
	Headline string
	Says     string
	Sum      sumView
	Lines    []follow.TaskLine // the most urgent
	URL      string            // of all
	stamp    string            // names everything that it says
}

// pageWithOrders is pageOverRounds for one that also shows what is being put right.
func (l *leader) pageWithOrders(name string, fill func(echo.Context, resultsPage) (site.PageData, error)) echo.HandlerFunc {
	return l.keep(name, func(c echo.Context) (resultsPage, error) {
		p, err := l.results(c)
		if err == nil {
			p.Rounds, err = l.rounds(c, p)
		}
		if err == nil && p.Proves {
			p.Orders, err = l.putRight(c, &p)
		}
		return p, err
	}, fill)
}

// putRight sums up the tasks at the units of a release, or at the one in the
// path; nil where nothing was issued.
func (l *leader) putRight(c echo.Context, p *resultsPage) (*ordersView, error) {
	room, err := l.followed.OrderRoom(c)
	if err != nil {
		return nil, err
	}
	unit := site.PathParam(c, "unit")
	tasks, orders, err := room.Ledger(c.Request().Context(), rectify.Filter{})
	if err != nil {
		return nil, err
	}
	tasks = slices.DeleteFunc(tasks, func(t rectify.Task) bool {
		return t.State == rectify.Draft || t.State == rectify.Withdrawn || unit != "" && t.Unit != unit || p.Release.Unit(t.Unit) == nil
	})
	sum := room.Summarise(tasks)
	if sum.Issued == 0 {
		return nil, nil
	}
	v := &ordersView{URL: site.OrdersPath}
	if unit != "" {
		v.URL += "?" + url.Values{"unit": {unit}}.Encode()
	}
	v.Headline, v.Says = follow.PutRight(p.Page, sum)
	open, late := sum.Issued-sum.Closed, sum.Alerts[rectify.Red]
	v.Sum = sumView{
		Value: chart.Count(late), Word: p.T("r.sum.late", "n", late), Detail: p.T("r.sum.late.of", "n", open),
		URL: site.OrdersPath + "?alert=red", Red: late > 0,
	}
	for _, t := range tasks[:min(mostTasks, len(tasks))] {
		v.Lines = append(v.Lines, room.TaskLine(t, orders[t.Order]))
	}
	var stamp strings.Builder
	fmt.Fprint(&stamp, room.Today())
	for _, t := range tasks {
		fmt.Fprint(&stamp, " ", t.ID, ".", t.Revision)
	}
	v.stamp = site.Digest([]byte(stamp.String()))
	return v, nil
}

// key names what is shown of orders.
func (v *ordersView) key() string {
	if v == nil {
		return ""
	}
	return v.stamp
}
