package survey

import "maps"

// schemeMessages holds what can be wrong with a scheme and its inputs.
var schemeMessages = map[string]message{
	"scheme_word":         {"“{word}”不可用；可用：{words}。", "“{word}” cannot stand here; there are {words}."},
	"scheme_id_twice":     {"编号“{id}”重复，{place} 已有；请换一个。", "the id “{id}” stands in {place} already; choose another."},
	"scheme_no_parts":     {"这里至少要有一个组成部分。", "there must be at least one part."},
	"scheme_weight":       {"权重 {weight} 不可用；应是 1 到 100 的整数。", "{weight} is no weight; it must be a whole number from 1 to 100."},
	"scheme_weights":      {"这 {count} 个部分的权重合计 {sum}；应是 100。", "the weights of these {count} parts add up to {sum}; they must make 100."},
	"scheme_source":       {"每个部分要有且只有一个来源（现有 {count} 个）：parts、poll、card、marks: true 之一。", "a part has exactly one source (there are {count}): parts, poll, card or marks: true."},
	"scheme_node":         {"只有来自测评（poll）的部分才有指标；请去掉。", "only a part from a poll has a node; remove it."},
	"scheme_full":         {"full 是折合 100 分的满分，大于 0，只用于积分卡和评分。", "full is what is worth 100, above 0, of cards and marks only."},
	"scheme_no_card":      {"没有积分卡“{card}”[[；您是否指“{near}”？]]", "there is no point card “{card}”[[; did you mean “{near}”?]]"},
	"scheme_bounds":       {"上限应大于下限。", "high must be above low."},
	"scheme_no_items":     {"积分卡至少要有一个事项。", "a card needs at least one item."},
	"scheme_points":       {"每次的分值不能是 0：加分写正数，扣分写负数。", "points cannot be 0: above 0 to add, below 0 to take away."},
	"scheme_cap":          {"封顶写大于 0 的分值；不封顶就不写。", "a cap is above 0; leave it out for none."},
	"scheme_required":     {"所需的最低分不能小于 0，也不能超过上限。", "what is required is not below 0 nor above high."},
	"scheme_credits":      {"学时学分只加不扣：分值写正数。", "learning credits are never taken away: points above 0."},
	"scheme_grades":       {"至少要有两个等次，从好到差。", "there must be two grades at least, the best first."},
	"scheme_last_grade":   {"最后一个等次收下其余所有对象，不能有起始分和名额。", "the last grade takes whoever is left: it has neither from nor quota."},
	"scheme_open_grade":   {"这个等次既没有起始分也没有名额，后面的等次就永远轮不到；请写 from 或 quota。", "without from and quota this grade takes everybody, and those after it nobody: write one of them."},
	"scheme_from":         {"起始分 {from} 不可用；应在 0 到 100 之间，并低于前一个等次的起始分。", "{from} cannot stand here: between 0 and 100, and below that of the grade before."},
	"scheme_deciders":     {"决定等次的人数 {count} 不可用；写 1，或写 2（一人决定、另一人复核）。", "{count} deciders are not possible: 1, or 2 (one decides, another agrees)."},
	"scheme_share":        {"名额比例应大于 0、不超过 1，如 0.2。", "a share is above 0 and at most 1, such as 0.2."},
	"scheme_no_bars":      {"请写明不得评为哪些等次（bars）。", "say which grades it bars."},
	"scheme_no_grade":     {"没有等次“{grade}”；有：{grades}。", "there is no grade “{grade}”; there are {grades}."},
	"scheme_bars_last":    {"最后一个等次不能被否决：总要有一个等次可评。", "the last grade cannot be barred: there must be one to give."},
	"scheme_no_unit":      {"考核对象中没有“{unit}”。", "there is no unit “{unit}” among those appraised."},
	"scheme_no_mark_part": {"“{part}”不是评分的部分。", "“{part}” is no part that is marked."},
	"scheme_mark":         {"评分 {value} 超出范围；应在 0 到 {full} 之间。", "the mark {value} is out of range; it must lie between 0 and {full}."},
	"scheme_mark_twice":   {"“{unit}”的“{part}”已有评分；只留一处。", "“{unit}” has a mark for “{part}” already; keep one."},
	"scheme_no_veto":      {"方案中没有否决事项“{veto}”。", "the scheme has no veto “{veto}”."},
	"scheme_veto_reason":  {"请写明事实依据。", "state the reason."},
	"scheme_no_item":      {"“{card}”没有事项“{item}”。", "“{card}” has no item “{item}”."},
	"scheme_date":         {"“{date}”不是日期；应写成 2026-03-31。", "“{date}” is no date; write it as 2026-03-31."},
	"scheme_entered":      {"请写明录入人。", "say who entered it."},
	"scheme_reviewed":     {"审核人不能是录入人“{name}”；没有审核的留空，不计分。", "“{name}” entered it and cannot review it; leave it empty until somebody else has: it does not count before."},
	"scheme_entry_points": {"{points} 分超出该事项的分值；应在 {low} 与 {high} 之间，且不为 0。", "{points} points are not the item's; between {low} and {high}, and not 0."},

	"appraisal_missing":    {"缺“{part}”（{why}），没有总分。", "“{part}” is missing ({why}): there is no total."},
	"appraisal_shared":     {"缺“{part}”（{why}），其权重由同一层其他部分分担。", "“{part}” is missing ({why}): the others of its list share its weight."},
	"appraisal_zero":       {"缺“{part}”（{why}），按 0 分计。", "“{part}” is missing ({why}): it counts as 0."},
	"appraisal_score":      {"总分 {total}[[，达到 {from} 分]]：按分数为“{grade}”。", "A total of {total}[[, which reaches {from}]]: by score “{grade}”."},
	"appraisal_veto":       {"“{veto}”：{reason}；不得评为“{grade}”。", "“{veto}”: {reason}; “{grade}” is barred."},
	"appraisal_over_quota": {"“{grade}”有 {places} 个名额（参加 {of} 个），在达到条件者中居第 {rank}，超出名额。", "“{grade}” has {places} places (of {of} units); rank {rank} of those who reach it is beyond them."},
	"appraisal_tied":       {"与他人同分争“{grade}”的最后 {left} 个名额，须由人决定。", "Ties with others for the last {left} places of “{grade}”: somebody must choose."},
	"appraisal_close":      {"与名额线另一侧的“{name}”相差在抽样误差之内，“{grade}”给谁靠数字分不出。", "Within the sampling error of “{name}” on the other side of the border: figures cannot say which of them is “{grade}”."},
	"appraisal_given":      {"建议等次：“{grade}”。", "Suggested: “{grade}”."},
	"appraisal_short":      {"“{card}”有 {balance}，低于所需的 {required}。", "“{card}” has {balance}, less than the {required} that it requires."},
	"appraisal_waiting":    {"“{card}”有 {count} 条未经第二人审核，不计分。", "“{card}” has {count} entries that no second person has reviewed: they do not count."},
}

// partMissing says why a part has no value.
var partMissing = map[PartMissing]Text{
	PartNoRelease: {"zh": "测评还没有结果", "en": "the poll has no results"},
	PartNoScore:   {"zh": "测评没有公布它的得分", "en": "the poll publishes no score"},
	PartNoMark:    {"zh": "还没有评分", "en": "no mark yet"},
	PartEmpty:     {"zh": "所含部分都缺", "en": "all that it is made of is missing"},
}

// Words says why a part has no value; nothing where it has one.
func (m PartMissing) Words() Text { return partMissing[m] }

func init() { maps.Copy(messages, schemeMessages) }
