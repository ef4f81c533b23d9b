package survey

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"minping/scoring"
)

// actionGravity orders the actions, the gravest first.
var actionGravity = []Action{Supervision, Inspection, YellowCard, Notice, Verify}

// find draws up the problem list with its suggestions.
func (c *computation) find() {
	library := c.library()
	named := map[string]bool{}
	for i, f := range scoring.Findings(c.ins, c.flags, c.standings(), library) {
		node := c.out.Nodes[f.Node]
		finding := Finding{
			ID: "F" + strconv.Itoa(i+1), Unit: f.Unit, Tier: f.Tier, Node: node.ID,
			Severity: Num(f.Severity), Suggestions: f.Suggestions,
			Evidence: Evidence{PeerMedian: c.peerMedian(f.Tier, node.ID)},
		}
		if finding.Suggestions == nil {
			finding.Suggestions = []string{}
		}
		if u := c.out.Unit(f.Unit); u != nil {
			finding.Evidence.Score = u.Nodes[node.ID]
		}
		for _, flag := range f.Flags {
			finding.Evidence.Flags = append(finding.Evidence.Flags, c.flagID(flag))
		}
		finding.Action = gravest(f.Flags)
		finding.Problem = problemWords(node, finding.Evidence.Score, f.Flags)
		for _, id := range f.Suggestions {
			named[id] = true
		}
		c.out.Findings = append(c.out.Findings, finding)
	}
	for _, s := range c.in.Questionnaire.Suggestions {
		if named[s.ID] {
			c.out.Suggestions = append(c.out.Suggestions, s)
		}
	}
}

// gravest returns the gravest action that flags ask for, "" where none asks.
func gravest(flags []scoring.Flag) Action {
	for _, a := range actionGravity {
		if slices.ContainsFunc(flags, func(f scoring.Flag) bool { return Action(f.Action) == a }) {
			return a
		}
	}
	return ""
}

// library returns the suggestion library as scoring sees it.
func (c *computation) library() []scoring.Suggestion {
	nodes := make(map[string]int, len(c.out.Nodes))
	for i, n := range c.out.Nodes {
		nodes[n.ID] = i
	}
	kinds := make(map[string]scoring.RuleKind, len(ruleKinds))
	for k, name := range ruleKinds {
		kinds[name] = k
	}
	var library []scoring.Suggestion
	for _, s := range c.in.Questionnaire.Suggestions {
		entry := scoring.Suggestion{ID: s.ID, Node: nodes[s.Node]}
		for _, w := range s.When {
			entry.Kinds = append(entry.Kinds, kinds[w])
		}
		library = append(library, entry)
	}
	return library
}

// peerMedian returns the median of a tier's scores at a node.
func (c *computation) peerMedian(tier, node string) Num {
	var scores []Num
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if s, ok := u.Nodes[node]; ok && u.Tier == tier && c.ranked(u) {
			scores = append(scores, s.Score)
		}
	}
	return scoring.Median(scores)
}

// problemWords puts a finding in words: the node, its score, and each flag's
// evidence. It claims no more than the flags do.
func problemWords(node NodeInfo, score NodeScore, flags []scoring.Flag) Text {
	zh := []string{fmt.Sprintf("%s %s 分", node.Title.In("zh"), pointsBeside(float64(score.Score), flags))}
	en := []string{fmt.Sprintf("%s: score %s", node.Title.In("en"), pointsBeside(float64(score.Score), flags))}
	for _, f := range flags {
		if f.Kind == scoring.RuleLast && slices.ContainsFunc(flags, func(r scoring.Flag) bool {
			return r.Kind == scoring.RuleRepeat && r.Threshold == f.Threshold && r.Certain == f.Certain
		}) {
			continue // which the other says too
		}
		t := flagWords(f)
		zh, en = append(zh, t["zh"]), append(en, t["en"])
	}
	return Text{"zh": strings.Join(zh, "，"), "en": strings.Join(en, ", ")}
}

// flagWords says what a flag found.
func flagWords(f scoring.Flag) Text {
	zh, en := "", ""
	switch f.Kind {
	case scoring.RuleLast:
		zh = fmt.Sprintf("列第 %d 位（共 %d 个），在末 %g 位之内", f.Rank, f.Of, f.Threshold)
		en = fmt.Sprintf("ranked %d of %d, among the last %g", f.Rank, f.Of, f.Threshold)
	case scoring.RuleRepeat:
		zh = fmt.Sprintf("连续列末 %g 位之内（本轮第 %d 位，共 %d 个）", f.Threshold, f.Rank, f.Of)
		en = fmt.Sprintf("again among the last %g (now %d of %d)", f.Threshold, f.Rank, f.Of)
	case scoring.RuleBelow:
		zh = fmt.Sprintf("低于 %g 分", f.Threshold)
		en = fmt.Sprintf("below %g", f.Threshold)
	case scoring.RuleDrop:
		zh = fmt.Sprintf("较上轮下降 %s 分（上轮 %s 分）", points(math.Abs(f.Value)), points(f.Previous))
		en = fmt.Sprintf("down %s points since the last round (then %s)", points(math.Abs(f.Value)), points(f.Previous))
	case scoring.RuleGap:
		zh = fmt.Sprintf("低于所属方面 %s 分", points(math.Abs(f.Value)))
		en = fmt.Sprintf("%s points under its area", points(math.Abs(f.Value)))
	case scoring.RuleMissing:
		share := strconv.FormatFloat(100*f.Value, 'f', 0, 64)
		zh = fmt.Sprintf("%s%% 的人答“不了解”或未答", share)
		en = fmt.Sprintf("%s%% answered don't know or nothing", share)
	}
	if !f.Certain && f.Kind != scoring.RuleMissing {
		zh += "（在误差内，须先核实）"
		en += " (within error: verify first)"
	}
	return Text{"zh": zh, "en": en}
}

// points prints a score or a difference with one decimal.
func points(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// pointsBeside prints a score that flags hold against lines: with as many
// decimals as it takes not to show it on a line that it does not reach.
func pointsBeside(x float64, flags []scoring.Flag) string {
	for decimals := 1; decimals < 4; decimals++ {
		s := strconv.FormatFloat(x, 'f', decimals, 64)
		shown, _ := strconv.ParseFloat(s, 64) // it was just printed
		if !slices.ContainsFunc(flags, func(f scoring.Flag) bool {
			return f.Kind == scoring.RuleBelow && shown >= f.Threshold
		}) {
			return s
		}
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
