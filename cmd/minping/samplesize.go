package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"minping/scoring"
	"minping/survey"
)

// samplesizeCmd says how many ballots a poll needs, before fieldwork.
type samplesizeCmd struct {
	Half       float64 `default:"3" help:"Half of the interval of a unit's score, in points."`
	Drop       float64 `default:"5" help:"True drop between two rounds to be found, in points."`
	Rank       float64 `default:"0.7" help:"Share of the differences between units that should be true, 0 to 1."`
	SD         float64 `name:"sd" default:"20" help:"Standard deviation of one respondent's score within a unit, in points."`
	Tau        float64 `default:"3" help:"Standard deviation of the units' true scores, in points."`
	Units      int     `default:"64" help:"Units compared at once."`
	Real       int     `default:"1" help:"Of these, units that truly drop; for BH."`
	Adjust     string  `default:"bh" enum:"bh,bonferroni,none" help:"How p values of many units are adjusted: ${enum}."`
	Level      float64 `default:"0.95" help:"Level of intervals and tests."`
	Power      float64 `default:"0.8" help:"Chance of finding the drop."`
	Cluster    float64 `default:"1" help:"Ballots per cluster."`
	ICC        float64 `name:"icc" default:"0" help:"Correlation of ballots within a cluster, 0 to 1."`
	Population float64 `default:"0" help:"People per unit; 0: many."`
	Response   float64 `default:"1" help:"Share of valid returns, above 0 to 1."`
	N          int     `name:"n" default:"0" help:"Ballots per unit: say what they tell; 0: none given."`
	JSON       bool    `name:"json" help:"Print the figures as JSON."`
	speech
}

// Help says in Chinese what the command answers.
func (samplesizeCmd) Help() string {
	return "调查之前：每个单位要收多少张有效票，才能达到所要的误差、测得出所要的下降、排得出可靠的名次；或反过来，给定票数能知道什么。"
}

// sampleSizes are the figures of the command; a number of ballots that does
// not exist is null.
type sampleSizes struct {
	Deff     float64    `json:"deff"`
	Alpha    float64    `json:"alpha"` // of each test, after adjustment
	Half     *int       `json:"n_half_width"`
	Drop     *int       `json:"n_drop"` // in each round
	Rank     *int       `json:"n_rankability"`
	Response float64    `json:"response"`
	Given    *givenSize `json:"given,omitempty"`
}

// A givenSize is what some number of ballots tells.
type givenSize struct {
	N           int        `json:"n"`
	HalfWidth   survey.Num `json:"half_width"`
	Drop        survey.Num `json:"drop"`
	Rankability survey.Num `json:"rankability"`
}

// Run computes and prints the sample sizes.
func (c samplesizeCmd) Run() error { return c.run(os.Stdout) }

func (c samplesizeCmd) run(stdout io.Writer) error {
	if err := c.check(); err != nil {
		return usageError{err}
	}
	s := c.sizes()
	if c.JSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(s)
	}
	return c.print(stdout, s)
}

// check says which option is out of range.
func (c samplesizeCmd) check() error {
	share := func(x float64) bool { return x > 0 && x < 1 }
	positive := func(x float64) bool { return x > 0 && !math.IsInf(x, 1) }
	for _, o := range []struct {
		name, zh, en string
		ok           bool
	}{
		{"half", "应大于 0", "must be above 0", positive(c.Half)},
		{"drop", "应大于 0", "must be above 0", positive(c.Drop)},
		{"rank", "应在 0 与 1 之间", "must lie between 0 and 1", share(c.Rank)},
		{"sd", "应大于 0", "must be above 0", positive(c.SD)},
		{"tau", "应大于 0", "must be above 0", positive(c.Tau)},
		{"units", "应至少为 1", "must be 1 or more", c.Units >= 1},
		{"real", "应从 0 到 --units", "must lie from 0 to --units", c.Real >= 0 && c.Real <= c.Units},
		{"level", "应在 0 与 1 之间", "must lie between 0 and 1", share(c.Level)},
		{"power", "应在 0 与 1 之间", "must lie between 0 and 1", share(c.Power)},
		{"cluster", "应至少为 1", "must be 1 or more", positive(c.Cluster) && c.Cluster >= 1},
		{"icc", "应从 0 到 1", "must lie from 0 to 1", c.ICC >= 0 && c.ICC <= 1},
		{"population", "应大于 1；0 为很多", "must be above 1; 0 for many", c.Population == 0 || c.Population > 1},
		{"response", "应大于 0，至多 1", "must be above 0 and at most 1", share(c.Response) || c.Response == 1},
		{"n", "不能为负", "must not be negative", c.N >= 0},
	} {
		if !o.ok {
			return errors.New("--" + o.name + " " + map[string]string{"zh": o.zh, "en": o.en}[c.language()])
		}
	}
	return nil
}

// sizes computes the figures.
func (c samplesizeCmd) sizes() sampleSizes {
	plan := scoring.SamplePlan{SD: c.SD, ICC: c.ICC, Cluster: c.Cluster, Weighting: 1, Population: math.Inf(1)}
	if c.Population > 0 {
		plan.Population = c.Population
	}
	method := map[string]scoring.Adjustment{"bh": scoring.BH, "bonferroni": scoring.Bonferroni, "none": scoring.Unadjusted}[c.Adjust]
	alpha := scoring.FamilyAlpha(1-c.Level, c.Units, c.Real, c.Power, method)
	found := func(n int, err error) *int {
		if err != nil {
			return nil
		}
		return &n
	}
	s := sampleSizes{
		Deff: plan.Deff(), Alpha: alpha, Response: c.Response,
		Half: found(plan.ForHalfWidth(c.Half, c.Level)), Drop: found(plan.ForDrop(c.Drop, alpha, c.Power)), Rank: found(plan.ForRankability(c.Rank, c.Tau)),
	}
	if c.N > 0 {
		s.Given = &givenSize{
			c.N, survey.Num(plan.HalfWidth(c.N, c.Level)), survey.Num(plan.DetectableDrop(c.N, alpha, c.Power)), survey.Num(plan.Rankability(c.N, c.Tau)),
		}
	}
	return s
}

// print says the figures in sentences.
func (c samplesizeCmd) print(w io.Writer, s sampleSizes) error {
	zh := c.language() == "zh"
	pick := func(a, b string) string {
		if zh {
			return a
		}
		return b
	}
	number := func(n *int) string {
		if n == nil {
			return pick("收多少都不够", "no number is enough")
		}
		return fmt.Sprintf(pick("%d 张（发出 %.0f 份）", "%d ballots (%.0f sent out)"), *n, math.Ceil(float64(*n)/c.Response))
	}
	_, err := fmt.Fprintf(w, pick(
		"得分误差 ±%g 分（区间 %g%%）：每单位 %s\n测得出 %g 分的下降（把握 %g%%，%d 个单位一起比较）：每轮 %s\n名次可靠度 %g%%：每单位 %s\n",
		"An error of ±%g points (%g%% interval): per unit %s\nFinding a drop of %g points (power %g%%, %d units compared at once): in each round %s\nRanks with a reliability of %g%%: per unit %s\n"),
		c.Half, 100*c.Level, number(s.Half), c.Drop, 100*c.Power, c.Units, number(s.Drop), 100*c.Rank, number(s.Rank))
	if err == nil && s.Given != nil {
		_, err = fmt.Fprintf(w, pick("%d 张：误差 ±%.2f 分，测得出 %.2f 分的下降，名次可靠度 %.0f%%\n", "%d ballots: ±%.2f points, a drop of %.2f points, reliability of ranks %.0f%%\n"),
			s.Given.N, float64(s.Given.HalfWidth), float64(s.Given.Drop), 100*float64(s.Given.Rankability))
	}
	return err
}
