package api

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"minping/survey"
)

// GetWhatIf computes the rankings of a release under other weights.
func (s *Server) GetWhatIf(ctx context.Context, request GetWhatIfRequestObject) (GetWhatIfResponseObject, error) {
	p := request.Params
	nodes, wrong := weightsOf("nodes", p.Nodes)
	groups, more := weightsOf("groups", p.Groups)
	wrong = append(wrong, more...)
	kinds, more := kindsOf(p.Kinds)
	if wrong = append(wrong, more...); wrong != nil {
		return nil, invalid(wrong)
	}
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	scenario := survey.Scenario{Nodes: nodes, Groups: groups, Kinds: kinds, NoBallots: p.Empty}
	is, robust, err := s.within(ctx).WhatIf(ctx, request.Poll, scenario)
	var fields survey.FieldErrors
	if errors.As(err, &fields) {
		for _, e := range fields {
			wrong = append(wrong, Mistake{Parameter: e.Field, Key: e.Key, words: e.Message})
		}
		return nil, invalid(wrong)
	}
	if err != nil {
		return nil, err
	}
	shown := WhatIf{Nodes: nodes, Groups: groups, Empty: p.Empty, Kinds: make(map[string]Weights, len(kinds)), Tiers: make([]WhatIfTier, len(is.Tiers))}
	for tier, weights := range kinds {
		shown.Kinds[tier] = weights
	}
	for _, k := range is.Kinds {
		weights := make(map[string]float64, len(k.Groups))
		for i, g := range k.Groups {
			weights[g] = k.Weights[i]
		}
		shown.Published = append(shown.Published, WhatIfKind{Tier: k.Tier, Weights: weights})
	}
	for i, t := range is.Tiers {
		shown.Tiers[i] = whatIfTierOf(t, robust[i])
	}
	return r.answer(p.IfNoneMatch, shown), nil
}

// weightsOf reads weights written "id:weight", as the document says.
func weightsOf(parameter string, list []string) (map[string]float64, mistakes) {
	var wrong mistakes
	weights := make(map[string]float64, len(list))
	for _, text := range list {
		id, number, _ := strings.Cut(text, ":")
		e := survey.FieldError{Key: "scenario_twice", Args: survey.Args("name", id)}
		if _, twice := weights[id]; twice {
			wrong = append(wrong, Mistake{Parameter: parameter, Key: e.Key, words: e.Message})
		}
		weights[id], _ = strconv.ParseFloat(number, 64) // digits, by the document's pattern
	}
	return weights, wrong
}

// kindsOf reads weights written "tier:group:weight", as the document says.
func kindsOf(list []string) (map[string]map[string]float64, mistakes) {
	var wrong mistakes
	kinds := map[string]map[string]float64{}
	for _, text := range list {
		tier, rest, _ := strings.Cut(text, ":")
		group, number, _ := strings.Cut(rest, ":")
		if kinds[tier] == nil {
			kinds[tier] = map[string]float64{}
		}
		if _, twice := kinds[tier][group]; twice {
			e := survey.FieldError{Key: "scenario_twice", Args: survey.Args("name", tier+":"+group)}
			wrong = append(wrong, Mistake{Parameter: "kinds", Key: e.Key, words: e.Message})
		}
		kinds[tier][group], _ = strconv.ParseFloat(number, 64) // digits, by the document's pattern
	}
	return kinds, wrong
}

func whatIfTierOf(t survey.WhatIfTier, robust survey.RobustTier) WhatIfTier {
	shown := WhatIfTier{Tier: t.Tier, K: t.K, Named: t.Named, Units: make([]WhatIfUnit, len(t.Units)), Robust: robustOf(robust)}
	for i, u := range t.Units {
		shown.Units[i] = WhatIfUnit{
			Unit: u.Unit, Before: u.Before, After: u.After, SE: u.SE, Rank: u.Rank, Low: u.Low, High: u.High,
			NewLow: u.NewLow, NewHigh: u.NewHigh, WasLast: u.WasLast, Last: certaintyOf(u.Last), Reason: WhatIfUnitReason(u.Reason),
		}
	}
	for _, u := range t.Unblocked {
		shown.Unblocked = append(shown.Unblocked, Unblocked{Unit: u.Unit, After: u.After, Reason: u.Reason})
	}
	return shown
}

func certaintyOf(c survey.Certainty) WhatIfUnitLast {
	switch c {
	case survey.Yes:
		return WhatIfUnitLastSurely
	case survey.No:
		return WhatIfUnitLastSurelyNot
	default:
		return WhatIfUnitLastUnsettled
	}
}

func robustOf(t survey.RobustTier) Robust {
	shown := Robust{Draws: t.Draws, Spread: t.Spread, LeftOut: t.LeftOut, Units: make([]RobustUnit, len(t.Units)), Without: make([]Without, len(t.Without))}
	for i, u := range t.Units {
		shown.Units[i] = RobustUnit{Unit: u.Unit, Rank: u.Rank, Median: u.Median, Low: u.Low, High: u.High, Last: u.Last, Shift: u.Shift, WasLast: u.WasLast}
	}
	for i, w := range t.Without {
		shown.Without[i] = Without{Node: w.Node, Enters: w.Enters, Leaves: w.Leaves, Shift: survey.Num(w.Shift), Beyond: w.Beyond, Unknown: w.Unknown}
	}
	return shown
}
