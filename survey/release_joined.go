package survey

import (
	"context"
	"slices"

	"minping/scoring"
)

// unbroken takes out of a stored release what it tells across a break: releases
// made by earlier versions compared rounds whose questionnaires differ. What is
// stored stays as it is, and so does what verification compares.
func (s *Service) unbroken(ctx context.Context, r *Release) error {
	if r.Previous == nil || r.Previous.ID == "" {
		return nil
	}
	before, err := s.storedRelease(ctx, r.Previous.ID)
	if isNotFound(err) {
		return nil
	}
	if err == nil {
		r.cutAtBreaks(joinedWith(before, r))
	}
	return err
}

// cutAtBreaks removes what is said of a round before at nodes that are not joined with
// it: changes, former ranks, flags that rest on them, and findings that rest on
// those flags alone.
func (r *Release) cutAtBreaks(joined map[string]bool) {
	if !slices.ContainsFunc(r.Nodes, func(n NodeInfo) bool { return !joined[n.ID] }) {
		return
	}
	for i := range r.Units {
		u := &r.Units[i]
		cutScores(u.Nodes, joined)
		for _, g := range u.Groups {
			cutScores(g.Nodes, joined)
		}
		if u.Rank != nil && !joined[rootNode] {
			u.Rank.Previous = nil
		}
	}
	for i := range r.Tiers {
		if !joined[rootNode] {
			r.Tiers[i].Regression = nil
		}
	}
	r.Flags = filtered(r.Flags, func(f Flag) bool { return joined[f.Node] || f.Kind != "drop" && f.Kind != "repeat" })
	r.restFindings(joined)
}

// cutScores removes the changes of nodes that are not joined.
func cutScores(nodes map[string]NodeScore, joined map[string]bool) {
	for id, s := range nodes {
		if s.Change != nil && !joined[id] {
			s.Change = nil
			nodes[id] = s
		}
	}
}

// restFindings words findings anew that lost a flag, and removes those that
// lost all.
func (r *Release) restFindings(joined map[string]bool) {
	findings := []Finding{}
	for _, f := range r.Findings {
		var rest []scoring.Flag
		ids := []string{}
		for i := range r.Flags {
			if fl := &r.Flags[i]; slices.Contains(f.Evidence.Flags, fl.ID) {
				rest, ids = append(rest, fl.scoring()), append(ids, fl.ID)
			}
		}
		if !joined[f.Node] {
			f.Evidence.Score.Change = nil
		}
		if len(ids) < len(f.Evidence.Flags) && r.Node(f.Node) != nil {
			f.Evidence.Flags, f.Action = ids, gravest(rest)
			f.Problem = problemWords(*r.Node(f.Node), f.Evidence.Score, rest)
			f.Suggestions = filtered(f.Suggestions, func(id string) bool { return r.suggests(id, rest) })
		}
		if len(ids) > 0 {
			findings = append(findings, f)
		}
	}
	r.Findings = findings
	r.Suggestions = filtered(r.Suggestions, func(s Suggestion) bool {
		return slices.ContainsFunc(findings, func(f Finding) bool { return slices.Contains(f.Suggestions, s.ID) })
	})
}

// suggests reports whether a suggestion answers any of the flags.
func (r *Release) suggests(id string, flags []scoring.Flag) bool {
	i := slices.IndexFunc(r.Suggestions, func(s Suggestion) bool { return s.ID == id })
	return i >= 0 && (len(r.Suggestions[i].When) == 0 || slices.ContainsFunc(flags, func(f scoring.Flag) bool {
		return slices.Contains(r.Suggestions[i].When, ruleKinds[f.Kind])
	}))
}

// scoring returns a flag as package scoring has it, for its words.
func (f *Flag) scoring() scoring.Flag {
	out := scoring.Flag{
		Value: float64(f.Value), Threshold: float64(f.Threshold), Rank: f.Rank, Of: f.Of,
		Previous: float64(f.Previous), Certain: f.Certain, Action: string(f.Action),
	}
	for kind, name := range ruleKinds {
		if name == f.Kind {
			out.Kind = kind
		}
	}
	return out
}
