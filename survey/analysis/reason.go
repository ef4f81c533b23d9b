package analysis

import (
	"errors"

	"minping/scoring"
	"minping/survey"
)

// reasons words what package scoring cannot do with poor data.
var reasons = map[error]survey.Text{
	scoring.ErrTooFew:            {"zh": "完整的行太少", "en": "there are too few complete rows"},
	scoring.ErrConstant:          {"zh": "所有回答都一样，没有差异可分析", "en": "the answers do not vary"},
	scoring.ErrNoAnswers:         {"zh": "没有一行既有回答又有权重", "en": "no row has an answer and a weight"},
	scoring.ErrFewUnits:          {"zh": "既有得分又有标准误的单位不足两个", "en": "fewer than two units have a value and an error"},
	scoring.ErrWithin:            {"zh": "单位之内的回答没有差异，或每个单位只有一份回答，无法把单位内、单位间的差异分开", "en": "the answers do not vary within units, or no unit has two: differences within cannot be told from those between"},
	scoring.ErrSampleWeight:      {"zh": "权重应是不小于 0 的数，且不能全为 0", "en": "weights should be numbers, none below 0 and not all 0"},
	scoring.ErrPopulationSize:    {"zh": "总体数（--fpc）在同一层内应相同，且不小于样本数", "en": "population sizes (--fpc) should be the same within a stratum and not below the sample"},
	scoring.ErrLonelyUnit:        {"zh": "有的层只有一个抽样单位，误差无从估计；可合并层，或用 --lonely adjust", "en": "a stratum has a single sampling unit, so that no error can be stated; merge strata, or use --lonely adjust"},
	scoring.ErrExtremeProportion: {"zh": "占比为 0 或 1 时没有 Wald 或 logit 区间；请用 --interval beta", "en": "a share of 0 or 1 has no Wald or logit interval; use --interval beta"},
	scoring.ErrMarginCategory:    {"zh": "样本与总体的类别应一致，且每类都有权重和大于 0 的总体数；缺人的类请先合并", "en": "sample and margin should have the same categories, each with weight and a population above 0; merge those without respondents"},
	scoring.ErrMarginTotals:      {"zh": "各变量的总体数之和应相同", "en": "the populations of each variable should add up to the same total"},
	scoring.ErrRaking:            {"zh": "没有权重能同时满足各边际；可合并类别或放宽上下限", "en": "no weights meet the margins; merge categories or widen the bounds"},
	scoring.ErrDependent:         {"zh": "题目线性相关：某题不变、重复其他题，或完整的行不多于题数", "en": "the items are linearly dependent: one is constant or repeats others, or there are not more complete rows than items"},
	scoring.ErrNegative:          {"zh": "熵权的数据不能小于 0；可用 --method entropy_minmax", "en": "entropy weights need values that are not negative; --method entropy_minmax takes any"},
	scoring.ErrNoConflict:        {"zh": "各指标完全相关，没有冲突可言", "en": "all indicators are perfectly correlated"},
	scoring.ErrFewAlternatives:   {"zh": "数据完整的行不足两行", "en": "fewer than two rows are complete"},
	scoring.ErrNoContrast:        {"zh": "各行在所有指标上都一样", "en": "the rows do not differ in any indicator"},
	scoring.ErrNotReciprocal:     {"zh": "判断矩阵应为正互反矩阵：a_ij × a_ji = 1（三分之一写 1/3，不写 0.33）", "en": "judgements should be positive and reciprocal, a_ij × a_ji = 1 (write 1/3, not 0.33)"},
	scoring.ErrNotJudged:         {"zh": "判断矩阵有空缺", "en": "a pairwise judgement is missing"},
	scoring.ErrNoRandomIndex:     {"zh": "超过 15 个准则，没有公布的随机一致性指标", "en": "no random index is published for more than 15 criteria"},
	scoring.ErrSameGap:           {"zh": "各人的差距都一样，无从检验", "en": "all gaps are the same, so that no test can be made"},
	scoring.ErrNoRatings:         {"zh": "有评分的被评人或评分人不足两个", "en": "fewer than two ratees or two raters have ratings"},
	scoring.ErrUnconnected:       {"zh": "被评人与评分人分成互不相连的几部分，各部分之间无法比较；请分开分析，或用随机效应", "en": "ratees and raters fall into parts without a common rating; analyse them one by one, or use random effects"},
	scoring.ErrNoResidual:        {"zh": "每个评分都被两个因素完全解释，没有剩余差异", "en": "ratees and raters explain every rating, so that no residual variance is left"},
	scoring.ErrCollinear:         {"zh": "驱动因素之间线性相关；请去掉重复的", "en": "drivers are linearly dependent; leave out one of them"},
	scoring.ErrManyDrivers:       {"zh": "驱动因素太多，无法精确分解", "en": "there are too many drivers for an exact decomposition"},
	scoring.ErrUnrelated:         {"zh": "驱动因素完全不能解释结果", "en": "the drivers explain nothing of the outcome"},
	scoring.ErrUnidentified:      {"zh": "单因子模型至少要三个题目", "en": "one factor needs three items or more"},
	scoring.ErrNoFactor:          {"zh": "这些题目拟合不出单一因子", "en": "no single factor can be fitted to the items"},
	scoring.ErrNoConvergence:     {"zh": "路径模型的权重不收敛", "en": "the weights of the path model do not settle"},
	scoring.ErrIsolated:          {"zh": "某个潜变量与它相连的潜变量都不相关", "en": "a latent variable is uncorrelated with those it is linked to"},
	scoring.ErrCausesAlike:       {"zh": "某个潜变量的各个原因线性相关", "en": "the causes of a latent variable are linearly dependent"},
	scoring.ErrNotMembership:     {"zh": "权重和隶属度应在 0 与 1 之间", "en": "weights and memberships should lie between 0 and 1"},
	scoring.ErrNoMembership:      {"zh": "没有任何等级有隶属度", "en": "no grade has a membership"},
	scoring.ErrWeight:            {"zh": "指标权重不应小于 0，也不能全为 0", "en": "weights of indicators must not be negative and must not all be 0"},
}

// reason words an error of package scoring as a *Problem.
func reason(err error) error {
	if err == nil {
		return nil
	}
	for known, text := range reasons {
		if errors.Is(err, known) {
			return &Problem{text}
		}
	}
	return err
}

// sentence words an error of package scoring as a note.
func sentence(err error) survey.Text { return say("{why}。", "{why}.", "why", why(err)) }
