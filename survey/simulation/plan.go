package simulation

import (
	"fmt"
	"slices"

	"minping/survey"
)

// A Plan says what to simulate. Zero fields, but for Questionnaire and Seed,
// take the defaults of Default.
type Plan struct {
	Questionnaire *survey.Questionnaire `json:"-"`
	Rounds        int                   `json:"rounds"`   // polls simulated per number of ballots
	Ballots       []int                 `json:"ballots"`  // ballots per unit, a set of polls each
	Units         []int                 `json:"units"`    // units per tier, at least 2; flags look at the last tier
	Last          []int                 `json:"last"`     // per tier: how many units the last-k rules name
	Seed          uint64                `json:"seed"`     // the same seed gives the same figures
	Shares        []float64             `json:"shares"`   // of the scored options, the worst first; stretched over other numbers of options
	DontKnow      float64               `json:"dontknow"` // share of answers without a score, 0 to less than 1
	Leniency      float64               `json:"leniency"` // correlation of a respondent's opinions on two items, 0 to less than 1
	Spread        float64               `json:"spread"`   // standard deviation of the units' true scores, points
	Drop          float64               `json:"drop"`     // true fall since the last round where there is one, points
	Cluster       int                   `json:"cluster"`  // ballots per cluster; 0: no clusters
	Shared        float64               `json:"shared"`   // share of a respondent's leniency that his cluster has in common, 0 to 1
	Weights       float64               `json:"weights"`  // the largest design weight over the smallest; 1: all alike

	// Progress, if not nil, is told of every simulated round. It is called from
	// several goroutines, one at a time.
	Progress func(done, of int) `json:"-"`
}

// Default is the plan of the published tables, but for the number of rounds.
func Default(q *survey.Questionnaire) Plan {
	return Plan{
		Questionnaire: q, Rounds: 100, Ballots: []int{5, 10, 20, 30, 50, 100, 400},
		Units: []int{13, 64}, Last: []int{3, 10}, Seed: 20260101,
		Shares: []float64{0.04, 0.08, 0.20, 0.38, 0.30}, DontKnow: 0.08, Leniency: 0.45, Spread: 4, Drop: 5,
		Shared: 0.1, Weights: 1,
	}
}

// A PlanError says what a plan lacks, in both languages.
type PlanError struct{ Zh, En string }

func (e PlanError) Error() string { return e.En }

// In returns the error in a language.
func (e PlanError) In(lang string) string {
	if lang == "zh" {
		return e.Zh
	}
	return e.En
}

// Check returns the first thing wrong with a plan, a PlanError.
func (p Plan) Check() error {
	for _, rule := range []struct {
		ok     bool
		zh, en string
	}{
		{p.Questionnaire != nil, "缺问卷", "there is no questionnaire"},
		{p.Rounds >= 2, fmt.Sprintf("轮数 %d 太少，至少 2", p.Rounds), fmt.Sprintf("%d rounds are too few; at least 2", p.Rounds)},
		{len(p.Ballots) > 0 && slices.Min(p.Ballots) >= 2, "每个单位的票数至少为 2", "ballots per unit must be at least 2"},
		{len(p.Units) > 0 && slices.Min(p.Units) >= 2, "每个层级至少 2 个单位", "every tier needs at least 2 units"},
		{len(p.Last) == len(p.Units) && placesFit(p), "末 k 位的 k 须每层级一个，为 1 至单位数减 1", "last k must be given per tier, from 1 to one less than its units"},
		{len(p.Shares) >= 2 && slices.Min(p.Shares) > 0, "选项比例至少两个，都大于 0", "shares must be two or more, all above 0"},
		{p.DontKnow >= 0 && p.DontKnow < 1, "不了解的比例须为 0 至 1（不含 1）", "the share of don't know must be at least 0 and below 1"},
		{p.Leniency >= 0 && p.Leniency < 1, "答案相关须为 0 至 1（不含 1）", "the correlation of answers must be at least 0 and below 1"},
		{p.Shared >= 0 && p.Shared <= 1, "群内共同部分须为 0 至 1", "what a cluster has in common must be 0 to 1"},
		{p.Weights >= 1, "最大与最小权重之比至少为 1", "the largest weight over the smallest must be at least 1"},
		{p.Cluster >= 0 && p.Spread >= 0 && p.Drop > 0, "群的大小、单位间差异不能为负，降幅须大于 0", "cluster size and spread must not be negative, the drop must be above 0"},
	} {
		if !rule.ok {
			return PlanError{rule.zh, rule.en}
		}
	}
	if p.Questionnaire.Scoring.Aggregation == "respondent-first" {
		return PlanError{
			"模拟需要先汇总后合成的得分（aggregate-first）：逐人合成时，真值取决于谁没有作答",
			"simulation needs aggregate-first scoring: with respondent-first the truth depends on who leaves out what",
		}
	}
	if len(p.Questionnaire.Index) == 0 {
		return PlanError{"问卷没有指标体系", "the questionnaire has no index to score"}
	}
	return nil
}

func placesFit(p Plan) bool {
	for i, k := range p.Last {
		if k < 1 || k >= p.Units[i] {
			return false
		}
	}
	return true
}
