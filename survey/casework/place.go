package casework

import (
	"context"
	"slices"

	"minping/survey"
	"minping/survey/evidence"
)

// Place implements evidence.Owner: whoever works on cases of its unit, makes or
// checks its orders, adds files to a case that he sees, at any stage.
func (d *Desk) Place(ctx context.Context, v survey.Scoped, id string) (evidence.Place, error) {
	c, err := d.Within(v).Case(ctx, id)
	if err != nil {
		return evidence.Place{}, err
	}
	reach, err := v.Reach(ctx)
	working := []survey.Right{survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}
	adds := slices.ContainsFunc(working, func(right survey.Right) bool { return reach.Holds(right, c.Unit, "") })
	return evidence.Place{Unit: c.Unit, Adds: adds}, err
}
