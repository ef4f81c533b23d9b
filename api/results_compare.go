package api

import (
	"context"
	"encoding/json"
	"slices"

	"minping/survey"
)

// GetIndicator returns where the units of each tier stand at a node.
func (s *Server) GetIndicator(ctx context.Context, request GetIndicatorRequestObject) (GetIndicatorResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	if r.release.Node(request.Node) == nil {
		return nil, survey.ErrNotFound
	}
	standings := make([]survey.Standing, len(r.release.Tiers))
	for i, t := range r.release.Tiers {
		standings[i] = r.release.Standing(t.ID, request.Node)
	}
	return r.answer(request.Params.IfNoneMatch, standings), nil
}

// CompareUnits sets units side by side.
func (s *Server) CompareUnits(ctx context.Context, request CompareUnitsRequestObject) (CompareUnitsResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	p := request.Params
	units, err := different(p.A, p.B, p.C, p.D)
	if err != nil {
		return nil, err
	}
	c, err := r.release.Compare(units...)
	if err != nil {
		return nil, err
	}
	return r.answer(p.IfNoneMatch, c), nil
}

// different returns the units to compare, of which a to d are the parameters.
func different(given ...string) ([]string, error) {
	var units []string
	for i, unit := range given {
		switch {
		case unit == "":
		case slices.Contains(units, unit):
			message := survey.FieldError{Key: "unit_twice", Args: survey.Args("unit", unit)}.Message
			return nil, mistakes{{Parameter: string(rune('a' + i)), Key: "unit_twice", words: message}}
		default:
			units = append(units, unit)
		}
	}
	return units, nil
}

// GetTrend follows units over the rounds that whoever asks may read.
func (s *Server) GetTrend(ctx context.Context, request GetTrendRequestObject) (GetTrendResponseObject, error) {
	rounds, err := s.within(ctx).Rounds(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	last, tier, unit := rounds[len(rounds)-1].Release, request.Params.Tier, request.Params.Unit
	if u := last.Unit(unit); u != nil {
		tier = u.Tier
	} else if unit != "" {
		return nil, survey.ErrNotFound
	}
	if last.Node(request.Node) == nil || !slices.ContainsFunc(last.Tiers, func(t survey.TierInfo) bool { return t.ID == tier }) {
		return nil, survey.ErrNotFound
	}
	b, err := json.Marshal(survey.TrendOf(rounds, tier, unit, request.Node))
	if err != nil {
		return nil, err
	}
	own := rendering{etag: etagOf(b)} // it changes as earlier rounds are published
	return own.answer(request.Params.IfNoneMatch, rawJSON(b)), nil
}
