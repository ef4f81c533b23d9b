package projects

import (
	"context"

	"minping/survey"
	"minping/survey/evidence"
)

// Place implements evidence.Owner: the unit that has a project, and whoever looks
// after it or checks it, add files until it is withdrawn; before anybody has it
// only those who look after it.
func (d *Desk) Place(ctx context.Context, v survey.Scoped, id string) (evidence.Place, error) {
	p, err := d.Within(v).Project(ctx, id)
	if err != nil {
		return evidence.Place{}, err
	}
	reach, err := v.Reach(ctx)
	works := p.Unit != "" && (reach.Holds(survey.WorkOrders, p.Unit, "") || reach.Holds(survey.CheckOrders, p.Unit, ""))
	return evidence.Place{Unit: p.Unit, Adds: p.State != Withdrawn && (works || manages(reach, &p))}, err
}
