package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// maxNamed is how many units or categories a note names; the tables of the
// release hold all.
const maxNamed = 6

// designNote says how the respondents were drawn.
func (w words) designNote(r *survey.Release) string {
	m := r.Method
	var text string
	switch m.Strata {
	case "none":
		text = w.say("全部票作为一个简单随机样本", "all ballots as one simple random sample")
		if m.Clusters != "" {
			text = w.say("不分层", "without strata")
		}
	case "unit":
		text = w.say("每个单位各自抽样（按单位分层）", "each unit sampled by itself (units are strata)")
	case "group":
		text = w.say("每个单位的每个票种各自抽样", "each group of each unit sampled by itself")
	case survey.FromFile:
		text = w.say("按票数据中所写的层", "strata as the file of ballots names them")
	default:
		text = w.sayf("每个单位内按“%s”分层", "strata by “%s” within each unit", w.profileItem(r, m.Strata))
	}
	switch m.Clusters {
	case "":
	case survey.FromFile:
		text += w.say("，整群抽样，群如票数据中所写", ", clusters as the file of ballots names them")
	default:
		text += w.sayf("，整群抽样，群为“%s”", ", clusters by “%s”", w.profileItem(r, m.Clusters))
	}
	if m.FPC {
		text += w.say("，按总体规模作有限总体校正", ", corrected for the size of the population")
	}
	if m.FPCRefused {
		text += w.say("（有的层票数超过所报规模，未校正）", " (not in strata of which more came than there were said to be)")
	}
	return text
}

// profileItem names an item about the respondent.
func (w words) profileItem(r *survey.Release, id string) string {
	for _, it := range r.Profile {
		if text := it.Text.In(w.lang); it.ID == id && text != "" {
			return text
		}
	}
	return id
}

// weightingNote says how weights were made, and what failed.
func (w words) weightingNote(r *survey.Release) string {
	g := r.Weighting
	names := make([]string, len(g.Items))
	for i, id := range g.Items {
		names[i] = w.profileItem(r, id)
	}
	text := w.sayf(
		"计算之前先加权，使票的构成与已知的人口构成一致：%s。各单位（或票种）分别用迭代比例拟合（raking）加权。",
		"Before anything is computed ballots are weighted so that they are made up as the population is known to be: %s. "+
			"Each unit (or group) is raked by itself (iterative proportional fitting).",
		strings.Join(names, w.say("、", ", ")),
	)
	if g.Lowest > 0 || g.Highest > 0 {
		text += w.boundsNote(g)
	}
	text += w.spreadNote(g)
	for _, more := range []string{w.emptyNote(r), w.unknownNote(g), w.failedNote(r)} {
		text += more
	}
	if g.Mixed {
		text += w.say("有的下级单位没有给出人口构成：在上级的合计中，它们按票数计，其余按人口计，合计宜慎用。",
			" Some of the units below others have no margins: in the totals above them these count by ballots and the others by people; read such totals with care.")
	}
	return text
}

func (w words) boundsNote(g *survey.Weighting) string {
	number := func(n survey.Num) string { return strconv.FormatFloat(float64(n), 'g', -1, 64) }
	var parts []string
	if g.Lowest > 0 {
		parts = append(parts, w.say("不低于平均权数的 ", "at least ")+number(g.Lowest)+w.say(" 倍", " times"))
	}
	if g.Highest > 0 {
		parts = append(parts, w.say("不高于平均权数的 ", "at most ")+number(g.Highest)+w.say(" 倍", " times"))
	}
	return w.sayf("权数%s。", " Weights are %s the mean.", strings.Join(parts, w.say("，", " and ")))
}

// spreadNote says what unequal weights cost.
func (w words) spreadNote(g *survey.Weighting) string {
	worst, done := survey.UnitWeighting{}, 0
	for _, u := range g.Units {
		if u.Failed == "" {
			done++
			if u.Deff > worst.Deff {
				worst = u
			}
		}
	}
	if done == 0 {
		return ""
	}
	return w.sayf("共加权 %d 处；权数不等使方差至多为等权时的 %.2f 倍，该处 %d 张票相当于 %.0f 张等权票。",
		" %d were weighted; unequal weights make a variance at most %.2f times that of equal ones, where %d ballots are worth %.0f.",
		done, float64(worst.Deff), worst.Ballots, float64(worst.NEff))
}

// emptyNote names the categories of people that nobody answered for.
func (w words) emptyNote(r *survey.Release) string {
	var names []string
	for _, u := range r.Weighting.Units {
		for _, e := range u.Empty {
			names = append(names, fmt.Sprintf("%s %s %s", w.weighted(r, u), w.profileItem(r, e.Item), w.category(r, e)))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return w.sayf("有人口而没有票的类别，其份额由其他类别分担：%s。", " Categories with people and without a ballot leave their share to the others: %s.", w.some(names))
}

// category names a category of a margin by the labels of its options.
func (w words) category(r *survey.Release, e survey.EmptyCategory) string {
	for _, it := range r.Profile {
		if it.ID != e.Item || len(it.Options) == 0 {
			continue
		}
		var labels []string
		for code := range strings.SplitSeq(e.Category, "|") {
			at := slices.IndexFunc(it.Options, func(o survey.Option) bool { return o.Code == code })
			if at >= 0 && it.Options[at].Label.In(w.lang) != "" {
				code = it.Options[at].Label.In(w.lang)
			}
			labels = append(labels, code)
		}
		return strings.Join(labels, w.say("、", ", "))
	}
	return w.sayf("%s 起", "from %s", e.Category)
}

// unknownNote counts the ballots without an answer to weight by.
func (w words) unknownNote(g *survey.Weighting) string {
	most, places := 0, 0
	for _, u := range g.Units {
		for _, unknown := range u.Unknown {
			places++
			most = max(most, unknown.Ballots)
		}
	}
	if places == 0 {
		return ""
	}
	return w.sayf("有的票没有可用来加权的回答（一项分布中至多 %d 张），它们自成一类，份额不变。",
		" Ballots without an answer to weight by (at most %d for one margin) are a category of their own and keep their share.", most)
}

// failedNote names the units that keep their weights, and why.
func (w words) failedNote(r *survey.Release) string {
	reasons := []struct{ key, why string }{
		{"no_ballots", w.say("没有票", "no ballots")},
		{"no_answers", w.say("没有可用的回答", "no answers to weight by")},
		{"no_convergence", w.say("权数不能同时满足各项分布和界限", "no weights meet all margins within the bounds")},
	}
	var parts []string
	for _, reason := range reasons {
		var names []string
		for _, u := range r.Weighting.Units {
			if u.Failed == reason.key {
				names = append(names, w.weighted(r, u))
			}
		}
		if len(names) > 0 {
			parts = append(parts, w.sayf("%s（%s）", "%s (%s)", w.some(names), reason.why))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return w.sayf("未能加权、仍按原有权数计算的：%s。", " Not weighted, and computed with the weights as they were: %s.", strings.Join(parts, w.say("；", "; ")))
}

// weighted names what a weighting is of: a unit, or one of its groups.
func (w words) weighted(r *survey.Release, of survey.UnitWeighting) string {
	name := of.Unit
	if u := r.Unit(of.Unit); u != nil && u.Name.In(w.lang) != "" {
		name = u.Name.In(w.lang)
	}
	for _, g := range r.Groups {
		if g.ID == of.Group {
			name += w.say("（", " (") + g.Title.In(w.lang) + w.say("）", ")")
		}
	}
	return name
}

// some lists the first few.
func (w words) some(names []string) string {
	list := strings.Join(names[:min(len(names), maxNamed)], w.say("、", ", "))
	if len(names) > maxNamed {
		list += w.sayf(" 等 %d 处", ", … %d in all", len(names))
	}
	return list
}
