package survey

import (
	"fmt"
	"math"
	"strings"

	"minping/scoring"
)

// headline says how many rectifications worked. It claims an improvement only
// of those called so, and calls nothing without effect: what cannot be told
// from noise may have worked.
func (p *Proof) headline() Text {
	c := p.Count
	improved, fell := c.Effects[scoring.Improved.String()], c.Effects[scoring.Fell.String()]
	open := c.Judged - improved - fell
	var zh, en []string
	add := func(z, e string) { zh, en = append(zh, z), append(en, e) }
	switch {
	case c.Pairs == 0:
		return Text{"zh": "没有可核验的整改", "en": "There is no rectification to prove"}
	case c.Judged == 0 && c.Pairs == 1:
		return Text{"zh": "这项整改还无法核验", "en": "The one rectification cannot be judged yet"}
	case c.Judged == 0:
		return Text{
			"zh": fmt.Sprintf("%d 项整改都还无法核验", c.Pairs),
			"en": fmt.Sprintf("None of %d rectifications can be judged yet", c.Pairs),
		}
	case c.Judged == 1 && improved == 1:
		add("这项整改确有改进", "The one rectification proved to have improved")
	case c.Judged == 1:
		add("这项整改未能证实有改进", "The one rectification is not proved to have improved")
	case improved == 0:
		add(fmt.Sprintf("%d 项整改中，没有一项能证实确有改进", c.Judged), fmt.Sprintf("None of %d rectifications is proved to have improved", c.Judged))
	case improved == c.Judged:
		add(fmt.Sprintf("%d 项整改全部得到证实：确有改进", c.Judged), fmt.Sprintf("All %d rectifications proved to have improved", c.Judged))
	default:
		add(fmt.Sprintf("%d 项整改中，%d 项确有改进", c.Judged, improved), fmt.Sprintf("%d of %d rectifications proved to have improved", improved, c.Judged))
	}
	if fell > 0 {
		add(fmt.Sprintf("%d 项反而下降", fell), fmt.Sprintf("%d fell", fell))
	}
	if open > 0 {
		add(fmt.Sprintf("%d 项的变化未超出预期或随机波动", open), fmt.Sprintf("%d moved within what was expected or chance", open))
	}
	return Text{"zh": strings.Join(zh, "，"), "en": strings.Join(en, ", ")}
}

// says puts one entry into words, with the interval of every figure that it
// argues with.
func (p *Proof) says(it *ProofItem) Text {
	if it.Why != "" {
		return doubtWords(it.Why)
	}
	if it.Change == nil {
		return Text{"zh": "无法判断", "en": "cannot be judged"}
	}
	zh, en := moved(it.Change)
	if it.Net == nil { // the figures of the untouched are not for this reader
		t := EffectTitle(it.Effect)
		return Text{"zh": t["zh"] + "：" + zh, "en": t["en"] + ": " + en}
	}
	zhNet, enNet := interval(it.Net)
	expected := it.Trend + it.Regression
	zhExpected, enExpected := fmt.Sprintf("预期变化 %s 分", signed(expected)), fmt.Sprintf("a change of %s was to be expected", signed(expected))
	switch it.Effect {
	case scoring.Improved.String():
		return Text{
			"zh": fmt.Sprintf("%s；不整改时%s，多出 %s 分（%s）", zh, zhExpected, signed(it.Net.Diff), zhNet),
			"en": fmt.Sprintf("%s; without it %s: %s more (%s)", en, enExpected, signed(it.Net.Diff), enNet),
		}
	case scoring.Fell.String():
		return Text{
			"zh": fmt.Sprintf("%s；不整改时%s，低于预期 %s 分（%s）", zh, zhExpected, points(math.Abs(float64(it.Net.Diff))), zhNet),
			"en": fmt.Sprintf("%s; without it %s: %s less (%s)", en, enExpected, points(math.Abs(float64(it.Net.Diff))), enNet),
		}
	case scoring.ByRegression.String():
		return Text{
			"zh": fmt.Sprintf("%s；上轮得分偏离较大，不整改也会回归：预期变化 %s 分（其中回归 %s 分），其余 %s 分（%s），未超出预期", zh, signed(expected), signed(it.Regression), signed(it.Net.Diff), zhNet),
			"en": fmt.Sprintf("%s; so extreme a score comes back by itself: a change of %s was to be expected (%s of it regression), the rest is %s (%s), not beyond it", en, signed(expected), signed(it.Regression), signed(it.Net.Diff), enNet),
		}
	case scoring.WithOthers.String():
		return Text{
			"zh": fmt.Sprintf("%s；未整改的同类单位平均也变化 %s 分，预期变化 %s 分，其余 %s 分（%s），未超出预期", zh, signed(it.Trend), signed(expected), signed(it.Net.Diff), zhNet),
			"en": fmt.Sprintf("%s; comparable units moved by %s without it, a change of %s was to be expected, the rest is %s (%s), not beyond it", en, signed(it.Trend), signed(expected), signed(it.Net.Diff), enNet),
		}
	}
	return Text{
		"zh": fmt.Sprintf("%s；%s，其余 %s 分（%s），%s", zh, zhExpected, signed(it.Net.Diff), zhNet, p.doubtful(it)["zh"]),
		"en": fmt.Sprintf("%s; %s, the rest is %s (%s): %s", en, enExpected, signed(it.Net.Diff), enNet, p.doubtful(it)["en"]),
	}
}

// doubtful says why nothing is claimed of a change that nothing explains.
func (p *Proof) doubtful(it *ProofItem) Text {
	if it.Net.Low > 0 || it.Net.High < 0 {
		if it.Change.Low > 0 || it.Change.High < 0 {
			return Text{
				"zh": fmt.Sprintf("单独看超出误差，但 %d 项一起看还不足以下结论", p.Count.Judged),
				"en": fmt.Sprintf("beyond error by itself, but not sure among %d judged together", p.Count.Judged),
			}
		}
		return Text{"zh": "与预期不同，但得分本身未见变化", "en": "other than expected, but the score itself cannot be seen to have moved"}
	}
	return Text{"zh": "与随机波动分不开", "en": "it cannot be told from chance"}
}

// moved says how far a score moved.
func moved(c *ProofChange) (zh, en string) {
	inZh, inEn := interval(c)
	size := points(math.Abs(float64(c.Diff)))
	switch {
	case size == "0.0":
		return fmt.Sprintf("得分未变（%s）", inZh), fmt.Sprintf("the score did not move (%s)", inEn)
	case c.Diff > 0:
		return fmt.Sprintf("上升 %s 分（%s）", size, inZh), fmt.Sprintf("up %s (%s)", size, inEn)
	}
	return fmt.Sprintf("下降 %s 分（%s）", size, inZh), fmt.Sprintf("down %s (%s)", size, inEn)
}

// interval prints an interval of a difference.
func interval(c *ProofChange) (zh, en string) {
	if !c.Low.OK() {
		return "误差未知", "error unknown"
	}
	low, high := signed(c.Low), signed(c.High)
	return low + " 至 " + high, low + " to " + high
}

// signed prints a difference with its sign.
func signed(x Num) string {
	s := points(float64(x))
	switch {
	case s == "0.0" || s == "-0.0":
		return "0.0"
	case x > 0:
		return "+" + s
	}
	return "−" + strings.TrimPrefix(s, "-")
}

// EffectTitle names what became of an entry of a proof.
func EffectTitle(effect string) Text {
	return map[string]Text{
		scoring.Improved.String():     {"zh": "确有改进", "en": "improved"},
		scoring.Fell.String():         {"zh": "反而下降", "en": "fell"},
		scoring.ByRegression.String(): {"zh": "均值回归", "en": "regression to the mean"},
		scoring.WithOthers.String():   {"zh": "随大势变化", "en": "moved with the others"},
		scoring.OnlyNoise.String():    {"zh": "无法与波动区分", "en": "only noise"},
		scoring.Unjudged.String():     {"zh": "无法核验", "en": "cannot be judged"},
	}[effect]
}

func doubtWords(why ProofDoubt) Text {
	return map[ProofDoubt]Text{
		DoubtAbsent: {"zh": "两轮中有一轮没有这个单位或指标", "en": "the unit or the indicator is not in both rounds"},
		DoubtLate:   {"zh": "本轮结束后才销号，下一轮才能核验", "en": "closed after this round had ended: the next one will tell"},
		DoubtBreak:  {"zh": "两轮的问法或计分不同，不能比较", "en": "asked or scored otherwise in the two rounds: they cannot be compared"},
		DoubtHidden: {"zh": "有一轮答的人太少，没有公布带误差的得分", "en": "too few answered in one of the rounds for a score with an error to be published"},
		DoubtPeers:  {"zh": "未整改的同类单位太少，无从对照", "en": "too few comparable units in which nothing was done"},
	}[why]
}
