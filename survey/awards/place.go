package awards

import (
	"context"

	"minping/survey"
	"minping/survey/evidence"
)

// Place implements evidence.Owner: the files of an award are for those who hold
// it, of whom whoever makes orders adds some until it is conferred or called off.
func (d *Desk) Place(ctx context.Context, v survey.Scoped, id string) (evidence.Place, error) {
	room := d.Within(v)
	a, err := room.Award(ctx, id)
	if err != nil {
		return evidence.Place{}, err
	}
	reach, err := v.Reach(ctx)
	if err == nil && !holds(reach, a.Home, holding...) {
		err = survey.ErrNotFound
	}
	return evidence.Place{Unit: a.Home, Adds: a.State != Conferred && a.State != Cancelled && holds(reach, a.Home, survey.ManageOrders)}, err
}
