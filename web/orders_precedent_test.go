package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/rectify"
)

// What was done before about the same indicator stands on the problem's page:
// where, what, when it was closed, what was found on looking back, and the score
// then and in the first round after; not what is open, of another indicator or
// of units that whoever asks does not see.
func TestPrecedents(t *testing.T) {
	d := ordering(t)
	_, err := d.service.AddQuestionnaire(t.Context(), fmt.Appendf(nil, ratedForm, 1, "是否满意"))
	must(t, err)
	var units []survey.Unit
	for u := range 12 {
		units = append(units, survey.Unit{ID: fmt.Sprint("n", u), Name: survey.Text{"zh": fmt.Sprintf("第%d县", u), "en": fmt.Sprint("County ", u)}, Tier: "county"})
	}
	must(t, d.service.PutUnits(t.Context(), units))
	d.hold(t, "one", "", "1")
	d.hold(t, "two", "one", "1", "n1")
	release, err := d.service.Release(t.Context(), "one")
	must(t, err)
	origin := func(node string) []rectify.Origin {
		score := release.Unit("n1").Nodes["overall"]
		return []rectify.Origin{{Source: rectify.OfFinding, Poll: "one", Node: node, Title: survey.Text{"zh": "测评one"}, Score: &score}}
	}
	done := func(id, unit, node string, more ...rectify.Step) rectify.Task {
		steps := append([]rectify.Step{{Do: rectify.Close, At: now.AddDate(0, 0, -2), To: rectify.Closed}}, more...)
		return rectify.Task{ID: id, Order: "or_" + unit, No: 1, Unit: unit, Title: "办结 " + id, Measure: "措施 " + id, State: rectify.Closed, Origins: origin(node), Steps: steps}
	}
	open := done("ta_open", "n1", "overall")
	open.State = rectify.InProgress
	later := done("ta_later", "n3", "overall")
	later.Steps[0].At = now.AddDate(0, 0, 20) // after both rounds
	must(t, d.store.People.ChangeOrders(t.Context(), rectify.Change{
		Problems: []rectify.Problem{{ID: "pr_new", State: rectify.Drafted, Unit: "n0", Title: "又低了", Origins: origin("overall")}},
		Orders: []rectify.Order{
			{ID: "or_n1", Unit: "n1", Title: "通知", Issued: now}, {ID: "or_n2", Unit: "n2", Title: "通知", Issued: now}, {ID: "or_n3", Unit: "n3", Title: "通知", Issued: now},
		},
		Tasks: []rectify.Task{done("ta_done", "n1", "overall", rectify.Step{Do: rectify.Held, At: now, From: rectify.Closed, To: rectify.Closed}), open, done("ta_other", "n2", "elsewhere"), later},
	}))
	page := d.page(t, "li", "/orders/problems/pr_new", http.StatusOK)
	says(t, page, "What was done before", "ta_later</bdi>", "County 3", "Closed 12 December", "no round since", "ta_done</bdi>", "County 1", " ta_done", "Closed 20 November", "Look back: held", "then 66.7", "next round 100.0", "no proof")
	for _, not := range []string{"ta_open", "ta_other"} {
		if strings.Contains(page, not) {
			t.Errorf("%s is a precedent", not)
		}
	}
	room := d.Orders.Within(d.service.Within(rightsBelow("n0")))
	if found, err := room.Precedents(t.Context(), "pr_new"); err != nil || len(found) != 0 {
		t.Errorf("whoever sees one unit alone is told of %+v, %v", found, err)
	}
}

// rightsBelow are an organiser's rights of orders below a unit.
func rightsBelow(unit string) survey.Rights {
	r := survey.Rights{}
	for _, right := range []survey.Right{survey.ReadOrders, survey.ManageOrders} {
		r.Add(right, survey.Area{Unit: unit})
	}
	return r
}
