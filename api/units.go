package api

import "context"

// ListUnits lists all units.
func (s *Server) ListUnits(ctx context.Context, _ ListUnitsRequestObject) (ListUnitsResponseObject, error) {
	units, err := s.Service.Units(ctx)
	return ListUnits200JSONResponse(list(units)), err
}

// PutUnits adds or replaces units.
func (s *Server) PutUnits(ctx context.Context, request PutUnitsRequestObject) (PutUnitsResponseObject, error) {
	return PutUnits204Response{}, s.Service.PutUnits(ctx, request.Body.Units)
}
