package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
)

// tierFinding says what a tier's ranking shows and how far it holds.
func (w words) tierFinding(r *survey.Release, t survey.TierInfo) string {
	finding := chart.Figures{Release: r, Lang: w.lang}.TierHeadline(t.ID)
	if s := w.spread(r, t); s != "" {
		return finding + w.say("。", ". ") + s
	}
	return finding
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
	Tier           string       // its id
	Title, Finding string       // the tier, and what its ranking shows
	Spread         string       // how far its ranks hold
	K              int          // of the chance of being among the last K
	Rows           []RankingRow // the ranked units, then the others
	Ranked         int
}

// A RankingRow is one unit.
type RankingRow struct {
	Rank, Interval, Name, Ballots, Score, Between, Rate, Last, Change, Rise, Flag string
	Shrunken                                                                      string
	Certain                                                                       bool // the flag is beyond error
}

// Rankings lists the tiers that have results.
func Rankings(r *survey.Release, lang string) []Ranking {
	w := words{lang}
	var list []Ranking
	for _, t := range tiers(r) {
		k := lastK(r, t)
		ranking := Ranking{Tier: t.ID, Title: w.tierName(t.ID), Spread: w.spread(r, t), Finding: w.tierFinding(r, t), K: k, Ranked: t.Ranked}
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
		row.Ballots, row.Flag = "", w.why(r, u)
		return row
	case ok:
		row.Score, row.Between, row.Rate = score(n.Score), interval(n.Low, n.High), percent(n.Rate)
		if n.Shrunken != nil {
			row.Shrunken = point(n.Shrunken.Score)
		}
	}
	if u.Rank == nil {
		row.Flag = w.why(r, u)
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
