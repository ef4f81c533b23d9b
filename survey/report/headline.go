package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"minping/survey"
)

// Headline says in a sentence what the results show.
func Headline(r *survey.Release, lang string) string { return words{lang}.headline(r) }

// headline names the units at the bottom, else counts the problems.
func (w words) headline(r *survey.Release) string {
	var parts []string
	for _, t := range tiers(r) {
		parts = append(parts, w.bottom(r, t)...)
	}
	if n := unitsWithFindings(r); len(parts) == 0 && n > 0 {
		parts = append(parts, w.sayf("%d 个单位有 %d 个问题，其中 %d 个确定", "%d units have %d problems, %d of them for certain",
			n, len(r.Findings), certainFindings(r)))
	}
	if len(parts) == 0 {
		parts = append(parts, w.say("没有单位触发预警", "No unit is flagged"))
	}
	return strings.Join(parts, w.say("；", "; "))
}

// tierFinding says of one tier how far the ranks hold and, where there are
// several tiers, who is at the bottom.
func (w words) tierFinding(r *survey.Release, t survey.TierInfo) string {
	var parts []string
	if len(tiers(r)) > 1 {
		parts = w.bottom(r, t)
	}
	if s := w.spread(r, t); s != "" {
		parts = append(parts, s)
	}
	if len(parts) == 0 {
		return w.sayf("%d 个参加排名", "%d ranked", t.Ranked)
	}
	return strings.Join(parts, w.say("；", "; "))
}

// bottom names the units of a tier that are flagged for being among the last.
func (w words) bottom(r *survey.Release, t survey.TierInfo) []string {
	var parts []string
	sure, doubtful := w.lastFlagged(r, t.ID)
	if len(sure) > 0 {
		parts = append(parts, w.sayf("%s确定居末", "%s at the bottom for certain", w.list(sure, 4)))
	}
	if len(doubtful) > 0 {
		parts = append(parts, w.sayf("%s列在末位但在误差内，先核实", "%s ranked last but within error: verify first", w.list(doubtful, 4)))
	}
	return parts
}

// lastFlagged names the units of a tier with a flag for being among the last,
// certain or not.
func (w words) lastFlagged(r *survey.Release, tier string) (sure, doubtful []string) {
	named := map[string]bool{}
	for _, certain := range []bool{true, false} {
		for _, f := range r.Flags {
			if f.Tier != tier || f.Kind != "last" || f.Certain != certain || named[f.Unit] || f.Node != r.Nodes[0].ID {
				continue
			}
			named[f.Unit] = true
			name := f.Unit
			if u := r.Unit(f.Unit); u != nil {
				name = w.unitName(u)
			}
			if certain {
				sure = append(sure, name)
			} else {
				doubtful = append(doubtful, name)
			}
		}
	}
	return sure, doubtful
}

func unitsWithFindings(r *survey.Release) int {
	units := map[string]bool{}
	for _, f := range r.Findings {
		units[f.Unit] = true
	}
	return len(units)
}

// certainFindings counts the problems that are beyond error.
func certainFindings(r *survey.Release) int {
	n := 0
	for i := range r.Findings {
		if certain(r, &r.Findings[i]) {
			n++
		}
	}
	return n
}

// spread says how much of a tier's ranking the mean rank interval spans.
func (w words) spread(r *survey.Release, t survey.TierInfo) string {
	if t.Ranked < 5 {
		return ""
	}
	places := 0
	for _, u := range standing(r, t.ID) {
		if u.Rank != nil {
			places += u.Rank.High - u.Rank.Low + 1
		}
	}
	mean := float64(places) / float64(t.Ranked)
	name := w.say("单位", "units")
	if t.ID != "" {
		name = strings.ToLower(w.tierName(t.ID))
	}
	if mean > float64(t.Ranked)/2 {
		return w.sayf("%d 个%s的名次多数不能断定，平均每个可能处在 %.0f 个位次上",
			"Most ranks of the %d %s cannot be told apart: on average one may hold any of %.0f places", t.Ranked, name, mean)
	}
	return w.sayf("%d 个%s的名次大体可信，平均每个可能处在 %.0f 个位次上",
		"The ranks of the %d %s hold broadly: on average one may hold any of %.0f places", t.Ranked, name, mean)
}

// A Ranking is one tier's order as a table of texts.
type Ranking struct {
	Title, Finding string       // the tier, and what its ranking shows
	K              int          // of the chance of being among the last K
	Rows           []RankingRow // the ranked units, then the others
	Ranked         int
}

// A RankingRow is one unit.
type RankingRow struct {
	Rank, Interval, Name, Ballots, Score, Between, Rate, Last, Change, Rise, Flag string
	Certain                                                                       bool // the flag is beyond error
}

// Rankings lists the tiers that have results.
func Rankings(r *survey.Release, lang string) []Ranking {
	w := words{lang}
	var list []Ranking
	for _, t := range tiers(r) {
		k := lastK(r, t)
		ranking := Ranking{Title: w.tierName(t.ID), Finding: w.tierFinding(r, t), K: k, Ranked: t.Ranked}
		for _, u := range standing(r, t.ID) {
			ranking.Rows = append(ranking.Rows, w.rankingRow(r, u, k))
		}
		list = append(list, ranking)
	}
	return list
}

func (w words) rankingRow(r *survey.Release, u *survey.UnitResult, k int) RankingRow {
	row := RankingRow{Rank: "—", Name: w.unitName(u), Ballots: w.thousands(u.Ballots)}
	n, ok := u.Nodes[r.Nodes[0].ID]
	switch {
	case u.Suppressed:
		row.Ballots, row.Flag = "", w.say("票数过少，不显示", "too few ballots to show")
		return row
	case ok:
		row.Score, row.Between, row.Rate = score(n.Score), interval(n.Low, n.High), percent(n.Rate)
	}
	if u.Rank == nil {
		row.Flag = w.say("不排名", "not ranked")
		return row
	}
	row.Rank = strconv.Itoa(u.Rank.Rank)
	row.Interval = fmt.Sprintf("%d–%d", u.Rank.Low, u.Rank.High)
	if p, ok := chanceLast(u, k); ok {
		row.Last = chance(p)
	}
	if n.Change != nil {
		row.Change, row.Rise = signed(n.Change.Diff), w.riseOrFall(n.Change)
	}
	for _, f := range r.Flags {
		if f.Unit == u.Unit && f.Node == r.Nodes[0].ID {
			row.Flag, row.Certain = cmp.Or(w.action(f.Action), f.Rule), f.Certain
			if !f.Certain {
				row.Flag += w.say("（先核实）", " (verify first)")
			}
			break
		}
	}
	return row
}
