package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/rectify"
)

// The overview and the page of a unit tell what is being put right there and
// what is overdue, as it is now, to whoever sees orders; nobody else is told.
func TestResultsTellWhatIsOverdue(t *testing.T) {
	d := newDesk(t)
	_, err := d.service.AddQuestionnaire(t.Context(), fmt.Appendf(nil, ratedForm, 1, "是否满意"))
	must(t, err)
	var units []survey.Unit
	for u := range 12 {
		units = append(units, survey.Unit{ID: fmt.Sprint("n", u), Name: survey.Text{"zh": fmt.Sprintf("第%d县", u), "en": fmt.Sprint("County ", u)}, Tier: "county"})
	}
	must(t, d.service.PutUnits(t.Context(), units))
	d.hold(t, "one", "", "1")
	if page := d.page(t, "li", "/r/one", http.StatusOK); strings.Contains(page, "overdue") {
		t.Error("nothing was issued, but something is overdue")
	}
	today := d.Orders.Today()
	late := rectify.Task{ID: "ta_0", Order: "or_0", Unit: "n0", Title: "Complaints wait", State: rectify.InProgress, Due: "2020-01-01"}
	c := rectify.Change{
		Orders: []rectify.Order{{ID: "or_0", Number: "1", Unit: "n0", Issued: now}},
		Tasks: []rectify.Task{
			late,
			{ID: "ta_1", Order: "or_0", Unit: "n1", Title: "Queues", State: rectify.InProgress, Due: today},
			{ID: "ta_2", Order: "or_0", Unit: "n1", Title: "Not out yet", State: rectify.Draft, Due: today},
			{ID: "ta_3", Order: "or_0", Unit: "east", Title: "Elsewhere", State: rectify.InProgress, Due: "2020-01-01"},
		},
	}
	must(t, d.store.People.ChangeOrders(t.Context(), c))
	says := func(path string, want ...string) string {
		t.Helper()
		page := d.page(t, "li", path, http.StatusOK)
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
		return page
	}
	page := says("/r/one", "2 tasks are open, 1 of them overdue", `href="/orders?alert=red"`, "Complaints wait", `href="/orders/tasks/ta_0"`, "Queues")
	for _, not := range []string{"Not out yet", "Elsewhere"} {
		if strings.Contains(page, not) {
			t.Errorf("the overview tells of %q", not)
		}
	}
	if page := says("/r/one/unit/n0", "Complaints wait"); strings.Contains(page, "Queues") {
		t.Error("a unit's page tells of another unit's task")
	}
	if rec := d.get("/r/one"); strings.Contains(rec.Body.String(), "Complaints wait") {
		t.Error("a stranger is told of orders")
	}
	// A page that was kept is not shown again once a task has moved.
	stored, err := d.store.People.Task(t.Context(), "ta_0")
	must(t, err)
	stored.State = rectify.Submitted
	must(t, d.store.People.ChangeOrders(t.Context(), rectify.Change{Tasks: []rectify.Task{stored}}))
	says("/r/one", "2 tasks are open, none is overdue")
}
