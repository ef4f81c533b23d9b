package report

import "minping/survey"

// shrunkenNote says how raw scores become shrunken ones.
func (w words) shrunkenNote() string {
	return w.say(
		"把原始得分按误差拉向同级平均：收缩后得分 = λ × 原始得分 + (1 − λ) × 同级平均 μ，可靠度 λ = τ² ÷ (τ² + 标准误²)；"+
			"τ² 是同级单位真实得分的方差，用限制最大似然（REML）估计，等于 R 的 metafor::rma(method = \"REML\") 与 blup()。"+
			"只用参加排名的单位已公布的得分和标准误，因此透露不出任何未公布的数；同级不足 4 个单位不算。"+
			"可排名度 = τ² ÷ (τ² + 标准误²的中位数)。标准误为 0（没有抽样误差，或答案完全一致）的单位按已知处理，不收缩。",
		"The raw score is drawn towards the mean of its tier: shrunken = λ × raw + (1 − λ) × mean μ, reliability λ = τ² ÷ (τ² + "+
			"std error²), where τ² is the variance of the units' true scores, estimated by restricted maximum likelihood (REML), as "+
			"metafor::rma(method = \"REML\") and blup() in R. It rests on the published scores and errors of the ranked units alone, so "+
			"it gives away nothing that is not published; with fewer than 4 units there is none. Rankability = τ² ÷ (τ² + median of "+
			"std error²). A unit with a std error of 0 (nothing was sampled, or all answers agree) is taken as known and not drawn.",
	)
}

// alikeNote says what bars and ranges of ranks mean.
func (w words) alikeNote() string {
	return w.say(
		"排名旁的竖线连起彼此都无法区分的单位：同一线上任两个单位的差别不显著，任两个无法区分的单位至少共有一条线。"+
			"甲与乙、乙与丙无法区分，甲与丙却可能有别，所以竖线会重叠。单位多、线太多时，改画名次可信范围。",
		"A bar beside a ranking joins units of which no two can be told apart; any two that cannot be told apart share a bar. A may "+
			"be like B and B like C while A and C differ, so bars overlap. Where there would be too many bars, the ranges of the ranks "+
			"are drawn instead.",
	)
}

// unrankedNote says which units are listed without a rank.
func (w words) unrankedNote(r *survey.Release) string {
	text := w.say("只列出、不排名，也不触发预警，绝不排在末位：", "Listed, but neither ranked nor flagged, and never placed last: units ")
	if r.Method.MinBallots > 0 {
		text += w.sayf("有效票不足 %d 张、", "with fewer than %d ballots, ", r.Method.MinBallots)
	}
	return text + w.say("没有收到票、没有可计分的答案、作答太少而得分只约略公布、样本给不出误差（如只有一张票）、为保护作答人不公布的单位。",
		"without ballots, without a valid answer, with so few answers that the score is told roughly, whose sample gives no error (one ballot, for instance), or whose figures are not shown.")
}

// changeNote says how changes are judged.
func (w words) changeNote(r *survey.Release) string {
	return w.sayf(
		"差值 = 本轮得分 − 上轮得分；答卷匿名，不知道谁两轮都答，按独立样本计算误差（有人两轮都答时，真实误差通常更小）。"+
			"区间是单个差值的区间。同一层级的单位在同一指标上一并检验（Benjamini–Hochberg 校正），校正 p 值不大于 %s 才说升或降，"+
			"否则写“无法断定”：所说的升降中，预计至多 %[1]s 是错的。“意料之中”是上轮收缩后得分 − 上轮得分：即使什么都没变，也会有的变化（趋中回归）。",
		"Difference = score now − score last round. Ballots are anonymous, so nobody knows who answered in both rounds: the samples are "+
			"taken as independent (where some answered in both, the true error is usually smaller). The interval is that of the one "+
			"difference. The units of a tier are tested together at each node (Benjamini–Hochberg), and a rise or fall is said only "+
			"where the adjusted p is at most %s; otherwise nobody can tell. Of the rises and falls said at most %[1]s are expected to "+
			"be false. Expected: last round's shrunken score − its score, the change that comes if nothing changed (regression to the mean).",
		level(1-r.Method.Level),
	)
}
