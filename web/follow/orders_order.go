package follow

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/official"
	"minping/survey/rectify"
	"minping/web/site"
)

// An orderPage is an order with its tasks and what was done about them.
type orderPage struct {
	site.Page
	Order      rectify.Order
	Base, Unit string
	DueOn      time.Time
	Says       string
	Errors     []string
	Lines      []TaskLine
	Steps      []stepView
	Kept       []keptField // typed into a form that is not there any more
	Edit       *orderForm  // of a draft that whoever asks looks after
	Ask        string      // what is to be confirmed: "issue" or "drop"
	Papers     []PaperFile
}

// order shows an order.
func (s *Pages) order(c echo.Context) error { return s.showOrder(c, http.StatusOK, nil) }

func (s *Pages) showOrder(c echo.Context, status int, change func(*orderPage)) error {
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	o, tasks, err := room.Order(c.Request().Context(), c.Param("order"))
	if err != nil {
		return err
	}
	p := orderPage{Page: s.ManagePage(c), Order: o, Base: site.OrderURL(o.ID), Unit: room.unit(o.Unit), DueOn: room.day(o.Due)}
	p.Title = o.Title
	if s.Papers != nil && len(tasks) > 0 {
		p.Papers = PaperFiles(p.Page, orderPapersURL(o.ID), official.OfOrder...)
	}
	for _, t := range tasks {
		p.Lines = append(p.Lines, room.TaskLine(t, o))
		for _, step := range room.steps(t) {
			step.No = p.T("orders.no", "no", chart.Count(t.No))
			p.Steps = append(p.Steps, step)
		}
	}
	slices.SortStableFunc(p.Steps, func(a, b stepView) int { return a.At.Compare(b.At) })
	p.Steps = together(p.Steps)
	if sum := room.Summarise(tasks); sum.Issued > 0 {
		p.Says = p.T("orders.order.says", "n", sum.Issued, "closed", chart.Count(sum.Closed), "red", chart.Count(sum.Alerts[rectify.Red]))
	}
	if o.Issued.IsZero() && room.Holds(survey.ManageOrders, o.Unit, o.Poll) {
		p.Edit = &orderForm{Do: "edit", Fields: orderFields(p.Page, "edit", orderValues(o), []string{"title", "due"}, orderFormFields)}
		if ask := c.QueryParam("ask"); ask == "issue" || ask == "drop" {
			p.Ask = ask
		}
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "orders/order", p)
}

// together tells once of a step that was taken with several tasks at once, as
// issuing them.
func together(steps []stepView) (list []stepView) {
	for _, s := range steps {
		if last := len(list) - 1; last >= 0 && list[last].At.Equal(s.At) && list[last].What == s.What && list[last].Why == s.Why {
			list[last].No = ""
			continue
		}
		list = append(list, s)
	}
	return list
}

// editOrder changes, issues or drops a draft.
func (s *Pages) editOrder(c echo.Context) error {
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	ctx, id, revision := c.Request().Context(), c.Param("order"), site.RevisionOf(c)
	if _, _, err := room.Order(ctx, id); err != nil {
		return err
	}
	values := site.SentFields(c, orderFormFields)
	back := site.OrderURL(id)
	switch c.FormValue(site.FieldGo) {
	case "edit":
		o := orderOf(values)
		o.ID, o.Revision = id, revision
		_, err = room.EditOrder(ctx, o)
	case "issue":
		_, err = room.IssueOrder(ctx, id, revision)
		values = nil
	case "drop":
		err = room.DropOrder(ctx, id, revision)
		values, back = nil, site.ProblemsPath
	default:
		return site.ErrForm
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, back)
	}
	status, by, above, rest := site.FormRefusal(site.Negotiate(c), err, orderFormFields...)
	if rest != nil {
		return rest
	}
	return s.showOrder(c, status, func(p *orderPage) {
		p.Errors = above
		switch {
		case p.Edit == nil:
			p.Kept = keptFields(p.Page, orderFormFields, values)
		case values != nil:
			p.Edit.fill(values, by)
		}
	})
}
