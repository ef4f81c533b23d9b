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
	if wrong = append(wrong, more...); wrong != nil {
		return nil, invalid(wrong)
	}
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	is, robust, err := s.within(ctx).WhatIf(ctx, request.Poll, survey.Scenario{Nodes: nodes, Groups: groups})
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
	shown := WhatIf{Nodes: nodes, Groups: groups, Tiers: make([]WhatIfTier, len(is.Tiers))}
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

func whatIfTierOf(t survey.WhatIfTier, robust survey.RobustTier) WhatIfTier {
	shown := WhatIfTier{Tier: t.Tier, K: t.K, Named: t.Named, Units: make([]WhatIfUnit, len(t.Units)), Robust: robustOf(robust)}
	for i, u := range t.Units {
		shown.Units[i] = WhatIfUnit{
			Unit: u.Unit, Before: u.Before, After: u.After, SE: u.SE, Rank: u.Rank, Low: u.Low, High: u.High,
			NewLow: u.NewLow, NewHigh: u.NewHigh, WasLast: u.WasLast, Last: certaintyOf(u.Last), Reason: WhatIfUnitReason(u.Reason),
		}
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
