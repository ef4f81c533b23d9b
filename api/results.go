package api

import (
	"cmp"
	"context"
	"slices"

	"minping/survey"
)

// rendering returns a poll's release as it is answered, if whoever asks may see it.
func (s *Server) rendering(ctx context.Context, id string) (*rendering, error) {
	r, err := s.within(ctx).Release(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.renderings.of(r)
}

// GetResults returns the whole release.
func (s *Server) GetResults(ctx context.Context, request GetResultsRequestObject) (GetResultsResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return r.answer(request.Params.IfNoneMatch, rawJSON(r.json)), nil
}

// GetUnitResults returns one unit's results.
func (s *Server) GetUnitResults(ctx context.Context, request GetUnitResultsRequestObject) (GetUnitResultsResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	u := r.release.Unit(request.Unit)
	if u == nil {
		return nil, survey.ErrNotFound
	}
	return r.answer(request.Params.IfNoneMatch, u), nil
}

// ListRankings returns one ranking per tier.
func (s *Server) ListRankings(ctx context.Context, request ListRankingsRequestObject) (ListRankingsResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	rankings := make([]Ranking, len(r.release.Tiers))
	for i, t := range r.release.Tiers {
		rankings[i] = rankingOf(r.release, t)
	}
	return r.answer(request.Params.IfNoneMatch, rankings), nil
}

// GetRanking returns the ranking of one tier.
func (s *Server) GetRanking(ctx context.Context, request GetRankingRequestObject) (GetRankingResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	for _, t := range r.release.Tiers {
		if t.ID == request.Tier {
			return r.answer(request.Params.IfNoneMatch, rankingOf(r.release, t)), nil
		}
	}
	return nil, survey.ErrNotFound
}

// rankingOf lists the ranked units of a tier, the best first; units of one
// rank stay in the release's order.
func rankingOf(r *survey.Release, t survey.TierInfo) Ranking {
	ranking := Ranking{Tier: t.ID, Title: survey.TierTitle(t.ID), Distinct: list(t.Distinct), Units: []Place{}}
	for i := range r.Units {
		if u := &r.Units[i]; u.Tier == t.ID && u.Rank != nil && !u.Suppressed {
			ranking.Units = append(ranking.Units, Place{
				Unit: u.Unit, Name: u.Name, Ballots: u.Ballots, Score: u.Nodes[r.Nodes[0].ID], Rank: *u.Rank,
			})
		}
	}
	slices.SortStableFunc(ranking.Units, func(a, b Place) int { return cmp.Compare(a.Rank.Rank, b.Rank.Rank) })
	return ranking
}

// only returns the elements that a filter names; "" names all.
func only[T any](all []T, unit, tier string, action survey.Action, of func(T) (string, string, survey.Action)) []T {
	shown := []T{}
	for _, x := range all {
		u, t, a := of(x)
		if (unit == "" || u == unit) && (tier == "" || t == tier) && (action == "" || a == action) {
			shown = append(shown, x)
		}
	}
	return shown
}

// ListFlags lists the rules that units met.
func (s *Server) ListFlags(ctx context.Context, request ListFlagsRequestObject) (ListFlagsResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	p := request.Params
	flags, err := paged(ctx, only(r.release.Flags, p.Unit, p.Tier, p.Action,
		func(f survey.Flag) (string, string, survey.Action) { return f.Unit, f.Tier, f.Action }), func(f survey.Flag) string { return f.ID })
	return r.answer(p.IfNoneMatch, flags), err
}

// ListFindings lists the problems.
func (s *Server) ListFindings(ctx context.Context, request ListFindingsRequestObject) (ListFindingsResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	p := request.Params
	findings, err := paged(ctx, only(r.release.Findings, p.Unit, p.Tier, p.Action,
		func(f survey.Finding) (string, string, survey.Action) { return f.Unit, f.Tier, f.Action }), func(f survey.Finding) string { return f.ID })
	return r.answer(p.IfNoneMatch, findings), err
}

// ListSuggestions lists what to do about the findings.
func (s *Server) ListSuggestions(ctx context.Context, request ListSuggestionsRequestObject) (ListSuggestionsResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	suggestions, err := paged(ctx, r.release.Suggestions, func(s survey.Suggestion) string { return s.ID })
	return r.answer(request.Params.IfNoneMatch, suggestions), err
}
