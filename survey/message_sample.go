package survey

import "maps"

// sampleMessages holds what can be wrong with a sample design.
var sampleMessages = map[string]message{
	"sample_strata":         {"“{strata}”不是分层方式；[[您是否指“{near}”？]]可用：none、unit、group，或一个个人情况题（profile: true）的 id。", "“{strata}” names no strata;[[ did you mean “{near}”?]] write none, unit, group, or the id of an item with profile: true."},
	"sample_lonely":         {"“{lonely}”不可用；可用：fail（不给误差）、adjust（以总均值为中心）、certainty（不计入误差）。", "“{lonely}” cannot stand here; there are fail, adjust and certainty."},
	"sample_item":           {"问卷中没有题目“{item}”；[[您是否指“{near}”？]]个人情况题有：{items}。", "the questionnaire has no item “{item}”;[[ did you mean “{near}”?]] its profile items are {items}."},
	"sample_no_profile":     {"问卷中没有题目“{item}”，也没有任何个人情况题；请在问卷中给有关题目加 profile: true。", "the questionnaire has no item “{item}”, and no profile item at all; mark one by profile: true."},
	"sample_not_profile":    {"题目“{item}”不是个人情况题；请在问卷中给它加 profile: true。", "item “{item}” is not about the respondent; mark it by profile: true in the questionnaire."},
	"sample_type":           {"题目“{item}”是 {type} 题，不能用在这里；应是：{types}。", "item “{item}” is of type {type}, which cannot be used here; it should be one of {types}."},
	"sample_option":         {"题目“{item}”没有选项“{option}”；选项有：{options}。几个选项合并为一类时用竖线连接，如 4|5。", "item “{item}” has no option “{option}”; its options are {options}. Several that make one category are joined by bars, as in 4|5."},
	"sample_option_twice":   {"选项“{option}”在同一分布中出现了两次；每个选项只能属于一类。", "option “{option}” stands twice in one margin; it can be in one category only."},
	"sample_bound":          {"“{bound}”不是数；{item} 是数字题，这里应写每一段的下限，如 18、30、45。", "“{bound}” is not a number; {item} is a number item, so write the lower bound of each class, such as 18, 30, 45."},
	"sample_bound_twice":    {"下限“{bound}”出现了两次；每段只写一次。", "the lower bound “{bound}” stands twice; write each class once."},
	"sample_count":          {"{count} 不是人数；应是不小于 0 的数。", "{count} is no number of people; it must be 0 or more."},
	"margin_gaps":           {"填了一部分；请把这一行填全，没有人的填 0。", "Some of this row is missing; fill in all of it, with 0 where there is nobody."},
	"sample_size":           {"{size} 不是总体规模；应是大于 0 的数。", "{size} is not the size of a population; it must be above 0."},
	"sample_empty":          {"这里至少要有一类，且人数合计大于 0。", "there must be at least one category, with more than nobody in it."},
	"sample_totals":         {"合计 {total} 人，而{place}的“{other}”合计 {want} 人；同一单位的各项分布应合计相同。", "this adds up to {total} people, but “{other}” in {place} adds up to {want}; the margins of one unit must have the same total."},
	"sample_margin_twice":   {"{place}已经给出了同一单位“{item}”的分布；请合并为一处。", "{place} gives the distribution of “{item}” for this unit already; keep one of them."},
	"sample_groups_mixed":   {"{place}给出的是本单位全部票种合在一起的分布；请要么都分票种给出，要么都不分。", "{place} is for all groups of this unit together; give the margins of a unit either by group or for all groups, not both."},
	"sample_groups_missing": {"本单位只给出了部分票种的分布，而各票种合并计算；还缺：{groups}。", "margins are given for some groups of this unit only, but the groups are pooled; missing are {groups}."},
	"sample_no_groups":      {"问卷没有票种，请去掉“{group}”。", "the questionnaire has no groups; remove “{group}”."},
	"sample_bounds":         {"下限应不小于 0 且小于 1，上限应大于 1（都是平均权数的倍数），如 0.3 和 3；不限则写 0 或不写。", "bounds are multiples of the mean weight: lowest 0 or more and below 1, highest above 1, such as 0.3 and 3; 0 or absent: no bound."},
	"sample_no_margins":     {"没有 margins 就没有要限制的权数；请去掉，或补上总体分布。", "without margins there are no weights to bound; remove it, or add the margins."},
	"sample_unfit":          {"分层为 {strata} 时，总体规模不能写 {key}；请去掉。", "where strata is {strata}, a population has no {key}; remove it."},
	"sample_needs":          {"分层为 {strata} 时，总体规模要写明 {key}。", "where strata is {strata}, a population must say its {key}."},
	"sample_size_twice":     {"{place}已经给出了同一层的总体规模；只留一处。", "{place} gives the size of this stratum already; keep one of them."},
}

func init() { maps.Copy(messages, sampleMessages) }
