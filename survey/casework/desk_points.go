package casework

import (
	"context"
	"fmt"
	"slices"

	"minping/survey"
)

// Points lists the service points that whoever asks sees, by unit.
func (r Room) Points(ctx context.Context) ([]Point, error) {
	reach, err := r.reach(ctx, caseRights...)
	if err != nil {
		return nil, err
	}
	points, err := r.desk.store.Points(ctx)
	return slices.DeleteFunc(points, func(p Point) bool { return !sees(reach, p.Unit) }), err
}

// Point returns one of them.
func (r Room) Point(ctx context.Context, id string) (Point, error) {
	reach, err := r.reach(ctx, caseRights...)
	if err != nil {
		return Point{}, err
	}
	p, err := r.desk.store.Point(ctx, id)
	if err == nil && !sees(reach, p.Unit) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Point{}, fmt.Errorf("service point %s: %w", id, err)
	}
	return p, nil
}

// PutPoint adds a service point (without id), or changes one at its revision. A
// point stays with its unit and kind, since what was said there is of them.
func (r Room) PutPoint(ctx context.Context, p Point) (Point, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Point{}, err
	}
	p = p.clean()
	if p.ID == "" {
		p.ID, p.Revision = newID("")[:8], 0
	} else {
		was, err := r.Point(ctx, p.ID)
		switch {
		case err != nil:
			return Point{}, err
		case !reach.Holds(survey.ManageOrders, was.Unit, ""):
			return Point{}, survey.ErrForbidden
		case was.Revision != p.Revision:
			return Point{}, survey.ErrStale
		}
		p.Unit, p.Kind = was.Unit, was.Kind
	}
	errs := p.check()
	if p.Unit != "" && !reach.Holds(survey.ManageOrders, p.Unit, "") {
		errs = append(errs, survey.FieldError{Field: "unit", Key: "case_unit_unknown", Args: survey.Args("value", survey.Clip(p.Unit))})
	}
	if len(errs) > 0 {
		return Point{}, errs
	}
	act := survey.Act{Kind: survey.ActPointPut, Object: p.ID, Unit: p.Unit}
	if err := r.desk.store.ChangeCases(ctx, Change{Points: []Point{p}, Acts: []survey.Act{act}}); err != nil {
		return Point{}, err
	}
	p.Revision++
	return p, nil
}

// Reviews lists the reviews of units that whoever asks sees, from a day to a day,
// of one unit and those below it where it is named; the latest first.
func (r Room) Reviews(ctx context.Context, unit string, from, to survey.Day) ([]Review, error) {
	reach, err := r.reach(ctx, caseRights...)
	if err != nil {
		return nil, err
	}
	reviews, err := r.desk.store.Reviews(ctx, from, to)
	var below []string
	if unit != "" {
		below = reach.Below(unit)
	}
	reviews = slices.DeleteFunc(reviews, func(v Review) bool {
		return !sees(reach, v.Unit) || unit != "" && !slices.Contains(below, v.Unit)
	})
	slices.Reverse(reviews)
	return reviews, err
}
