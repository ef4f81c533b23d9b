package api

import (
	"context"

	"minping/survey"
)

// ListUnits lists all units.
func (s *Server) ListUnits(ctx context.Context, _ ListUnitsRequestObject) (ListUnitsResponseObject, error) {
	units, err := s.within(ctx).Units(ctx)
	if err != nil {
		return nil, err
	}
	setTag(ctx, units) // of the whole list: it is edited as a whole
	units, err = paged(ctx, units, unitID)
	return ListUnits200JSONResponse(units), err
}

func unitID(u survey.Unit) string { return u.ID }

// PutUnits adds or replaces units.
func (s *Server) PutUnits(ctx context.Context, request PutUnitsRequestObject) (PutUnitsResponseObject, error) {
	return PutUnits204Response{}, s.within(ctx).PutUnitsIf(ctx, request.Body.Units, ifMatch[[]survey.Unit](ctx))
}
