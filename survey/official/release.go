package official

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/document"
	"minping/survey/report"
)

// A resultsPaper is a document about a release.
type resultsPaper struct {
	kind     Kind
	lang     string
	poll     survey.Poll
	release  *survey.Release
	rankings []report.Ranking
	today    survey.Day
	zone     *time.Location
	crowd    chart.Crowd
	tasks    int // that were ordered of what it found
}

func (r resultsPaper) say(zh, en string) string { return say(r.lang, zh, en) }

func (r resultsPaper) figures() chart.Figures {
	return chart.Figures{Release: r.release, Lang: r.lang, Crowd: r.crowd}
}

func (r resultsPaper) root() string { return r.release.Nodes[0].ID }

// paper puts facts into a text; unit is whom a Feedback is to.
func (r resultsPaper) paper(t Text, unit string) Paper {
	p := Paper{Text: t, Lang: r.lang, Values: r.values(), Simulated: r.release.Simulated, Wide: r.kind == Supervision}
	switch r.kind {
	case Circular:
		p.Values.Lists = map[string][]Values{"tiers": r.tiers()}
	case Supervision:
		p.Values.Lists = r.flagged()
		p.Values.Lists["tiers"] = r.tiers()
		p.Values.Tables = map[string]Block{"list": r.flagList().table(r.lang)}
	case Feedback:
		p.Values = r.ofUnit(p.Values, r.release.Unit(unit))
	}
	return p
}

func (r resultsPaper) values() Values {
	rel, counted := r.release, 0
	for _, u := range rel.Units {
		if len(u.Nodes) > 0 {
			counted++
		}
	}
	return Values{Fields: map[string]string{
		"issuer":    r.poll.Organiser.In(r.lang),
		"organiser": r.poll.Organiser.In(r.lang),
		"date":      written(r.today, r.lang),
		"year":      string(r.today)[:min(4, len(r.today))],
		"poll":      plain(cmp.Or(r.poll.Title.In(r.lang), rel.Title.In(r.lang))),
		"closed":    written(survey.DayOf(r.poll.Closes, r.zone), r.lang),
		"ballots":   r.say(strconv.Itoa(rel.Method.Ballots), report.Thousands(rel.Method.Ballots, r.lang)),
		"units":     strconv.Itoa(counted),
		"level":     chart.Percent(rel.Method.Level),
		"findings":  strconv.Itoa(len(rel.Findings)),
		"tasks":     some(r.tasks),
	}}
}

// some is a number, "" for none.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// plain is a title without the spaces that only pages need.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", "") }

// tiers are the tiers with results: who is last, and how sure that is.
func (r resultsPaper) tiers() (all []Values) {
	f := r.figures()
	for _, t := range r.release.Tiers {
		at := slices.IndexFunc(r.rankings, func(x report.Ranking) bool { return x.Tier == t.ID })
		if at < 0 || t.Ranked < 2 {
			continue
		}
		ranking, last := r.rankings[at], f.LastPart(t.ID)
		fields := map[string]string{
			"no": strconv.Itoa(len(all) + 1), "cn": numeral(len(all) + 1), "tier": ranking.Title, "ranked": strconv.Itoa(t.Ranked), "headline": stop(f.TierHeadline(t.ID)),
			"spread": stop(ranking.Spread), "boundary": stop(f.BoundaryNote(t.ID)),
			"certain": r.nameAll(last.Certain), "unsure": r.nameAll(last.Unsure), "near": r.nameAll(last.Near),
		}
		if last.K > 0 {
			fields["k"] = strconv.Itoa(last.K)
		}
		all = append(all, Values{Fields: fields, Tables: map[string]Block{"ranking": r.ranking(ranking).table(r.lang)}})
	}
	return all
}

func (r resultsPaper) nameAll(units []*survey.UnitResult) string {
	var all []string
	for _, u := range units {
		all = append(all, u.Name.In(r.lang))
	}
	return strings.Join(all, r.say("、", ", "))
}

// ranking is a tier in order, each rank with its interval.
func (r resultsPaper) ranking(x report.Ranking) sheet {
	s := sheet{heads: []column{
		middle(r.say("名次", "Rank"), 1.1),
		middle(r.say("名次区间", "Rank interval"), 1.6),
		col(r.say("单位", "Unit"), 3),
		middle(r.say("得分", "Score"), 1.3),
		middle(r.say("得分区间", "Interval"), 2),
		middle(r.say("居末", "Among last ")+strconv.Itoa(x.K)+r.say("位可能性", ""), 1.8),
		col(r.say("说明", "Remark"), 2.4),
	}}
	for _, row := range x.Rows {
		s.rows = append(s.rows, []string{row.Rank, row.Interval, row.Name, row.Score, row.Between, row.Last, row.Flag})
	}
	return s
}

// grave are the actions that a supervision list is about.
var grave = []survey.Action{survey.Supervision, survey.Inspection, survey.YellowCard}

// A call is that a unit is to be supervised: its flags of one certainty.
type call struct {
	unit, tier       string
	actions, reasons []string
	certain          bool
}

// calls are those that flags ask for, the certain ones first, the worst first.
func (r resultsPaper) calls() (all []call) {
	for _, certain := range []bool{true, false} {
		for _, f := range r.release.Flags {
			if f.Certain != certain || !slices.Contains(grave, f.Action) {
				continue
			}
			i := slices.IndexFunc(all, func(c call) bool { return c.unit == f.Unit && c.certain == certain })
			if i < 0 {
				i, all = len(all), append(all, call{unit: f.Unit, tier: f.Tier, certain: certain})
			}
			all[i].actions = addNew(all[i].actions, report.ActionWords(f.Action, r.lang))
			all[i].reasons = addNew(all[i].reasons, r.evidence(f))
		}
	}
	return all
}

func addNew(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

func (r resultsPaper) action(c call) string { return strings.Join(c.actions, r.say("、", ", ")) }
func (r resultsPaper) reason(c call) string { return strings.Join(c.reasons, r.say("；", "; ")) }

// flagged are the calls beyond error and those within.
func (r resultsPaper) flagged() map[string][]Values {
	lists := map[string][]Values{}
	for _, c := range r.calls() {
		list := "unsure_units"
		if c.certain {
			list = "certain_units"
		}
		lists[list] = append(lists[list], Values{Fields: map[string]string{
			"no": strconv.Itoa(len(lists[list]) + 1), "unit": r.unit(c.unit), "tier": survey.TierTitle(c.tier).In(r.lang),
			"action": r.action(c), "evidence": r.reason(c),
		}})
	}
	return lists
}

func (r resultsPaper) unit(id string) string {
	if u := r.release.Unit(id); u != nil {
		return u.Name.In(r.lang)
	}
	return id
}

// evidence says a flag's numbers.
func (r resultsPaper) evidence(f survey.Flag) string {
	var parts []string
	if n := r.release.Node(f.Node); n != nil && f.Node != r.root() {
		parts = append(parts, n.Title.In(r.lang))
	}
	if u := r.release.Unit(f.Unit); u != nil {
		if s, shown := u.Nodes[f.Node]; shown {
			parts = append(parts, r.say("得分 ", "score ")+told(s, r.lang))
		}
	}
	if f.Rank > 0 {
		parts = append(parts, r.say("第 "+strconv.Itoa(f.Rank)+" 名，共 "+strconv.Itoa(f.Of)+" 个", "rank "+strconv.Itoa(f.Rank)+" of "+strconv.Itoa(f.Of)))
	}
	if f.Chance.OK() && (f.Kind == "last" || f.Kind == "repeat") {
		k := strconv.FormatFloat(float64(f.Threshold), 'f', -1, 64)
		parts = append(parts, r.say("确居末 "+k+" 位的可能性 ", "chance of being among the last "+k+" ")+chart.Chance(f.Chance))
	}
	return strings.Join(parts, r.say("，", ", "))
}

// flagList is the supervision list.
func (r resultsPaper) flagList() sheet {
	s := sheet{heads: []column{
		{name: r.say("序号", "No."), share: 1, align: document.Centre, number: true},
		col(r.say("单位", "Unit"), 3),
		middle(r.say("层级", "Tier"), 2.1),
		middle(r.say("处理", "Action"), 2.6),
		col(r.say("依据", "Evidence"), 6.6),
		middle(r.say("可信程度", "Certainty"), 3),
		figures(r.say("得分", "Score")), figures(r.say("区间下限", "Score, low")), figures(r.say("区间上限", "Score, high")),
		figures(r.say("名次", "Rank")), figures(r.say("名次：最好", "Rank, best")), figures(r.say("名次：最差", "Rank, worst")), figures(r.say("单位数", "Of")),
	}}
	for _, c := range r.calls() {
		sure := r.say("误差之内，先核实", "within error: verify first")
		if c.certain {
			sure = r.say("超出误差", "beyond error")
		}
		s.rows = append(s.rows, append([]string{
			strconv.Itoa(len(s.rows) + 1), r.unit(c.unit), survey.TierTitle(c.tier).In(r.lang), r.action(c), r.reason(c), sure,
		}, r.standing(c.unit)...))
	}
	return s
}

// standing is a unit's score and rank with their intervals, as numbers; "" where
// they are not told.
func (r resultsPaper) standing(unit string) []string {
	all := make([]string, 7)
	u := r.release.Unit(unit)
	if u == nil {
		return all
	}
	if s, shown := u.Nodes[r.root()]; shown && !s.Blurred {
		for i, x := range []survey.Num{s.Score, s.Low, s.High} {
			if x.OK() {
				all[i] = strconv.FormatFloat(float64(x), 'f', 1, 64)
			}
		}
	}
	if k := u.Rank; k != nil {
		for i, n := range []int{k.Rank, k.Low, k.High, k.Of} {
			all[3+i] = some(n)
		}
	}
	return all
}
