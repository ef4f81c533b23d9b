package report

import (
	"fmt"
	"strconv"
	"strings"

	"minping/survey"
)

// A note says how one kind of figure is made.
type note struct{ Head, Text string }

// notes are the method notes: the definition of each figure, the design of the
// sample, how many ballots it rests on and what was left out.
func (w words) notes(r *survey.Release) []note {
	notes := []note{
		{w.say("依据", "Basis"), w.basis(r)},
		{w.say("满意度（得分）", "Score"), w.scoreNote(r)},
		{w.say("满意率", "Satisfaction rate"), w.rateNote(r)},
		{w.say("指标体系", "Index"), w.indexNote(r)},
	}
	if len(r.Groups) > 0 {
		notes = append(notes, note{w.say("票种", "Groups"), w.groupNote(r)})
	}
	if r.Weighting != nil {
		notes = append(notes, note{w.say("加权", "Weighting"), w.weightingNote(r)})
	}
	notes = append(notes,
		note{w.say("误差与区间", "Error and interval"), w.errorNote(r)},
		note{w.say("名次", "Rank"), w.rankNote(r)},
		note{w.say("无法区分", "Alike"), w.alikeNote()},
		note{w.say("不排名", "Not ranked"), w.unrankedNote(r)},
		note{w.say("收缩后得分", "Shrunken score"), w.shrunkenNote()},
	)
	if r.Previous != nil {
		notes = append(notes, note{w.say("升降", "Change"), w.changeNote(r)})
	}
	notes = append(notes, note{w.say("预警", "Flags"), w.say(
		"“确定”：数值的整个区间都越过界线，或居末 k 位的概率不低于置信水平，或降幅经检验显著（同一规则的全部单位和指标一并校正，Benjamini–Hochberg）；否则写“先核实”，不宜直接据以处理。",
		"Certain: the whole interval of the value lies beyond the line, the chance of being among the last k is at least the "+
			"confidence level, or a fall is significant, tested together with all units and indicators of its rule "+
			"(Benjamini–Hochberg). Otherwise verify first; do not act on it alone.",
	)})
	if r.Method.MinGroup > 1 {
		notes = append(notes, note{w.say("保密", "Disclosure"), w.sayf(
			"不足 %d 张票的单位、票种和指标不显示；为防止相减推出，必要时一并隐去相邻的数。",
			"Units, groups and indicators with fewer than %d ballots are hidden, and others with them where they could be found by subtraction.",
			r.Method.MinGroup,
		) + w.blurNote(r)})
	}
	if r.Integrity != nil {
		notes = append(notes, note{w.say("刷票检查", "Stuffing"), w.integrityNote(r)})
	}
	if r.Paper != nil {
		notes = append(notes, note{w.say("纸质票", "Paper"), w.paperNote(r)})
	}
	if len(r.LeftOut) > 0 {
		notes = append(notes, note{w.say("未计入", "Left out"), w.leftOutNote(r)})
	}
	return notes
}

func (w words) basis(r *survey.Release) string {
	units, unranked := 0, 0
	for _, t := range r.Tiers {
		units += t.Units
		unranked += t.Units - t.Ranked
	}
	text := w.sayf("问卷 %s（版本 %s）；有效票 %s 张，测评对象 %s 个。",
		"Questionnaire %s (version %s); %s ballots counted, %s units.",
		r.Questionnaire.ID, r.Questionnaire.Version, w.thousands(r.Method.Ballots), w.thousands(units))
	if unranked > 0 {
		text += w.sayf("其中 %d 个只列出、不排名", " %d of them are listed without a rank", unranked)
		if r.Method.MinBallots > 0 {
			text += w.sayf("（不足 %d 张票）", " (fewer than %d ballots)", r.Method.MinBallots)
		}
		text += w.say("。", ".")
	}
	if r.Simulated {
		text += w.say("全部票为模拟数据，地名虚构。", " All ballots are simulated; the places are invented.")
	}
	return text
}

// scoreNote says what each option is worth.
func (w words) scoreNote(r *survey.Release) string {
	text := w.say(
		"得分 = Σ(权重 × 选项分) ÷ Σ 权重，只计有分的答案，范围 0–100。不了解、弃权、未答、无效都不计分，也不当作 0 分，各自的比例另列。",
		"Score = Σ(weight × option score) ÷ Σ weight over answers that have a score, 0–100. Don't know, abstained, blank and void "+
			"answers have none; they are never counted as 0, and their shares are listed apart.",
	)
	for _, s := range w.scales(r) {
		text += w.say("", " ") + s
	}
	return text
}

// scales describes each set of options once.
func (w words) scales(r *survey.Release) []string {
	var texts []string
	seen := map[string]bool{}
	for _, item := range r.Items {
		var parts []string
		for _, o := range item.Options {
			value := w.say("不计分", "not scored")
			if o.Score != nil {
				value = strconv.FormatFloat(*o.Score, 'g', -1, 64)
			}
			label := o.Label.In(w.lang)
			if label == "" {
				label = o.Code
			}
			parts = append(parts, label+" = "+value)
		}
		text := w.say("选项分：", "Option scores: ") + strings.Join(parts, w.say("，", ", ")) + w.say("。", ".")
		if !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
	}
	return texts
}

func (w words) rateNote(r *survey.Release) string {
	var sets []string
	seen := map[string]bool{}
	for _, item := range r.Items {
		var labels []string
		for _, o := range satisfied(item.Options) {
			label := o.Label.In(w.lang)
			if label == "" {
				label = o.Code
			}
			labels = append(labels, label)
		}
		if set := strings.Join(labels, w.say("、", ", ")); set != "" && !seen[set] {
			seen[set] = true
			sets = append(sets, set)
		}
	}
	return w.sayf(
		"满意率 = 选“满意”一类选项的加权比例 ÷ 全部有分答案，按同一指标体系汇总；它与满意度（得分）不是一回事。算作满意的选项：%s。",
		"Satisfaction rate = the weighted share of answers that count as satisfied among those that have a score, aggregated over the "+
			"same index; it is not the score. Counted as satisfied: %s.",
		strings.Join(sets, w.say("；", "; ")),
	)
}

func (w words) indexNote(r *survey.Release) string {
	text := w.say(
		"先对全体答卷人求各指标平均，再按权重逐级汇总：上级得分 = Σ(权重 × 下级得分) ÷ Σ 权重，没有有效答案的下级不参加。",
		"Each indicator is averaged over respondents first, then the indicators up the tree: score = Σ(weight × score below) ÷ Σ weight; "+
			"parts without a valid answer take no part.",
	)
	if r.Method.Aggregation == "respondent-first" {
		text = w.say(
			"先求每位答卷人自己的得分（权重按其有效答案重新归一），再对答卷人求加权平均。",
			"Each respondent's own score is made first, with weights renormalised over the valid answers, then respondents are averaged.",
		)
	}
	var parts []string
	for _, n := range children(r, r.Nodes[0].ID) {
		parts = append(parts, n.Title.In(w.lang)+" "+strconv.FormatFloat(float64(n.Weight), 'g', 4, 64))
	}
	text += w.say("第一级权重：", " Weights at the first level: ") + strings.Join(parts, w.say("，", ", ")) + w.say("。", ".")
	for _, n := range r.Nodes {
		if n.StandIn != "" {
			text += w.sayf("“%s”以总体评价题 %s 的得分代表。", " %s is represented by the overall item %s.", n.Title.In(w.lang), n.StandIn)
		}
	}
	return text
}

func (w words) groupNote(r *survey.Release) string {
	var parts []string
	weighted := false
	for _, g := range r.Groups {
		part := g.Title.In(w.lang)
		if g.Weight > 0 {
			weighted = true
			part += " " + strconv.FormatFloat(float64(g.Weight), 'g', 4, 64)
		}
		parts = append(parts, part)
	}
	names := strings.Join(parts, w.say("，", ", "))
	if !weighted {
		return w.sayf("各票种合在一起计算：%s。", "The groups are pooled: %s.", names)
	}
	return w.sayf("单位得分 = Σ(票种权重 × 该票种得分) ÷ Σ 权重；没有票的票种不参加，其余重新归一。票种权重：%s。",
		"A unit's score = Σ(group weight × score in the group) ÷ Σ weight; groups without a ballot take no part. Group weights: %s.", names)
}

func (w words) errorNote(r *survey.Release) string {
	design := w.designNote(r)
	lonely := map[string]string{
		"fail":      w.say("只有一个抽样单元的层不给误差", "where a stratum holds a single sampling unit no error is stated"),
		"adjust":    w.say("只有一个抽样单元的层以总均值为中心", "a stratum with a single sampling unit is centred at the grand mean"),
		"certainty": w.say("只有一个抽样单元的层不计入误差", "a stratum with a single sampling unit adds no error"),
	}[r.Method.Lonely]
	weights := w.say("各票等权", "all ballots weigh the same")
	switch {
	case r.Weighting != nil:
		weights = w.say("权数按总体构成调整过，误差用对各项分布回归后的残差计算",
			"weights are adjusted to the population, and errors are those of the residuals from the regression on its margins")
	case r.Method.Weighted:
		weights = w.say("票带有设计权数", "ballots carry design weights")
	}
	return w.sayf(
		"标准误用线性化（Taylor）方法按抽样设计计算：%s；%s；%s。区间为 t 分布 %s 置信区间，截于 0–100。",
		"Standard errors are linearised (Taylor) under the sampling design: %s; %s; %s. Intervals are %s t intervals, cut at 0 and 100.",
		design, weights, lonely, level(r.Method.Level),
	)
}

func (w words) rankNote(r *survey.Release) string {
	return w.sayf(
		"名次在同一层级内排列，并列为 1-2-2-4。名次区间：对每两个单位作 t 检验（Welch 自由度，Holm 校正），全部区间同时成立的概率不低于 %s。"+
			"“居末 k 位概率”按各得分独立正态计算。两个单位的得分区间是否重叠不是检验；能否区分以名次区间和“无法区分”为准。",
		"Ranks are within a tier, ties 1-2-2-4. Rank interval: Welch's t tests of every pair (Holm's correction); all intervals hold together "+
			"with probability at least %s. The chance of being among the last k takes scores as independent and normal. Whether two "+
			"score intervals overlap is no test: go by the rank intervals.", level(r.Method.Level),
	)
}

func (w words) leftOutNote(r *survey.Release) string {
	var parts []string
	for _, l := range r.LeftOut {
		parts = append(parts, fmt.Sprintf("%s %d", w.reason(l.Reason), l.Count))
	}
	return strings.Join(parts, w.say("；", "; ")) + w.say("。", ".")
}
