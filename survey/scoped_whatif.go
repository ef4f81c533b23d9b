package survey

import (
	"context"
	"sync"
)

// WhatIf computes the rankings of a poll's release under other weights, and
// says how far they rest on the weights at all: a Robust for each tier, in the
// same order. Other weights rank all units anew, so it answers those alone who
// read the whole release; for others there is none. A scenario that says
// nothing to this release is answered as FieldErrors, at "nodes", "groups", "kinds" and "empty".
func (v Scoped) WhatIf(ctx context.Context, poll string, s Scenario) (WhatIf, []RobustTier, error) {
	r, err := v.Release(ctx, poll)
	if err != nil {
		return WhatIf{}, nil, err
	}
	if r.Part {
		return WhatIf{}, nil, v.absent(ctx, poll)
	}
	if errs := s.Check(r); errs != nil {
		return WhatIf{}, nil, scenarioErrors(errs)
	}
	return r.WhatIf(s), v.s.robust.of(r), nil
}

// Robustness is Release.Robustness of a poll's release, for those who read all
// of it. It is computed once and shared: callers must not change it.
func (v Scoped) Robustness(ctx context.Context, poll string) ([]RobustTier, error) {
	_, robust, err := v.WhatIf(ctx, poll, Scenario{})
	return robust, err
}

// scenarioWords are the mistakes of a scenario as those of an input.
var scenarioWords = map[ScenarioProblem]FieldError{
	ScenarioUnknown:  {Key: "scenario_unknown"},
	ScenarioWeight:   {Key: "scenario_weight"},
	ScenarioPooled:   {Key: "scenario_pooled"},
	ScenarioNoNode:   {Key: "scenario_no_node"},
	ScenarioNoGroup:  {Key: "scenario_no_group"},
	ScenarioStandsIn: {Key: "scenario_stands_in"},
	ScenarioByKind:   {Key: "scenario_by_kind"},
	ScenarioNoKind:   {Key: "scenario_no_kind"},
	ScenarioWhole:    {Key: "scenario_whole"},
	ScenarioSum:      {Key: "scenario_sum"},
	ScenarioRule:     {Key: "scenario_rule"},
}

func scenarioErrors(errs []ScenarioError) FieldErrors {
	list := make(FieldErrors, len(errs))
	for i, e := range errs {
		list[i] = scenarioWords[e.Problem]
		list[i].Field, list[i].Args = "nodes", Args("name", e.Node)
		switch {
		case e.Problem == ScenarioNoKind || e.Problem == ScenarioWhole:
			list[i].Field, list[i].Args = "kinds", Args("name", e.Tier+":"+e.Group)
		case e.Problem == ScenarioSum:
			list[i].Field, list[i].Args = "kinds", Args("name", e.Tier)
		case e.Problem == ScenarioRule:
			list[i].Field, list[i].Args = "empty", nil
		case e.Group != "" || e.Problem == ScenarioNoGroup:
			list[i].Field, list[i].Args = "groups", Args("name", e.Group)
		}
	}
	return list
}

// robustCache keeps how far the rankings of the releases asked for last rest on
// their weights. It is computed by one request at a time, since it takes all of
// a processor.
type robustCache struct {
	mu    sync.Mutex
	kept  map[*Release][]RobustTier
	order []*Release
}

// maxRobust is how many releases' robustness is kept.
const maxRobust = 8

func (c *robustCache) of(r *Release) []RobustTier {
	c.mu.Lock()
	defer c.mu.Unlock()
	tiers, ok := c.kept[r]
	if ok {
		return tiers
	}
	if len(c.order) >= maxRobust {
		delete(c.kept, c.order[0])
		c.order = c.order[1:]
	}
	if c.kept == nil {
		c.kept = make(map[*Release][]RobustTier)
	}
	tiers = r.Robustness()
	c.kept[r] = tiers
	c.order = append(c.order, r)
	return tiers
}
