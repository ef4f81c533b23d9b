package survey

import "maps"

// pointMessages holds what can be wrong with entries of points, publications,
// objections and appraisals.
var pointMessages = map[string]message{
	"points_other_id":   {"文件里的编号是“{id}”，应是“{want}”；要另存为新方案，请从新建开始。", "The file says the id “{id}”, not “{want}”; begin a new scheme for another id."},
	"points_orphan":     {"“{what}”已有记录，不能从方案中去掉；要停用，请在标题中注明。", "There are entries of “{what}”, so it has to stay in the scheme; say in its title that it is no longer used."},
	"points_scheme":     {"没有考核方案“{scheme}”。", "There is no scheme “{scheme}”."},
	"points_unit":       {"没有单位“{unit}”，或不在您的管理范围内。", "There is no unit “{unit}”, or it is not in what you look after."},
	"points_tier":       {"“{unit}”不在“{scheme}”的考核层级内。", "“{unit}” is not of a tier that “{scheme}” appraises."},
	"points_future":     {"日期不能在今天之后。", "The day must not lie in the future."},
	"points_long":       {"最多 {max} 字，现有 {count} 字。", "At most {max} characters; there are {count}."},
	"points_item":       {"请选择记分项目、评分部分或否决事项。", "Choose an item, a part to mark, or a veto."},
	"points_one":        {"一条记录只能是积分、评分、否决之一。", "An entry is points, a mark or a veto: only one of them."},
	"points_matter":     {"请写明事项。", "Say what it is for."},
	"points_mark":       {"请填写评分。", "Give the mark."},
	"points_twice":      {"{year} 年已有一条同样的评分或否决；先撤销再录入。", "There is one of {year} already; withdraw it first."},
	"points_corrects":   {"“{entry}”不是这个单位已撤销或未通过的记录。", "“{entry}” is no entry of this unit that was withdrawn or refused."},
	"points_do":         {"没有“{do}”这个环节。", "There is no step “{do}”."},
	"points_own":        {"录入人不能审核自己的记录；请由另一人办理。", "Whoever entered it cannot review it: somebody else has to."},
	"points_not_now":    {"这条记录{state}，不能再这样办理。", "The entry stands at “{state}”; this step is not possible."},
	"points_why":        {"请写明理由。", "State the reason."},
	"points_period":     {"起止日期应在同一年内，起不晚于止。", "The period lies within one year and ends no earlier than it begins."},
	"points_window":     {"异议期从今天或以后开始，截止不早于开始。", "Objections are taken from today or later, and end no earlier than they begin."},
	"points_nobody":     {"范围内没有“{scheme}”的考核对象。", "There is nobody there whom “{scheme}” appraises."},
	"points_line":       {"公示中没有这条记录。", "The publication has no such line."},
	"points_shut":       {"异议期是 {opens} 至 {closes}，现在不受理。", "Objections are taken from {opens} to {closes}."},
	"points_concerned":  {"提出异议、录入或审核过这条记录的人不能处理；请由另一人办理。", "Whoever raised it, or entered or reviewed the line, cannot decide it: somebody else has to."},
	"points_finding":    {"请选择成立或不成立。", "Say whether it is upheld or dismissed."},
	"points_correction": {"只有对某一条记录的异议成立时才能更正。", "There is a correction only where an objection to a line is upheld."},
	"points_year":       {"“{year}”不是年份；应如 2026。", "“{year}” is no year; write it like 2026."},
	"points_review":     {"没有已公布的述职评议“{review}”，或您无权查看。", "there is no published round of duty reports “{review}” that you may read."},
	"points_poll":       {"测评“{poll}”没有您可以查看的结果。", "The poll “{poll}” has no results that you may read."},
	"points_no_poll":    {"方案中没有测评“{poll}”；有：{polls}。", "The scheme has no poll “{poll}”; it has: {polls}."},
	"points_grade":      {"方案中没有等次“{grade}”。", "The scheme has no grade “{grade}”."},
	"points_reason":     {"与建议等次不同，请写明理由。", "It is not the suggested grade: state the reason."},
	"points_settled":    {"考核结果已公布；先撤下再改。", "The results are shown; hide them first."},
	"points_alone":      {"按方案，等次由一人决定，不需复核。", "By the scheme one person decides: nobody needs to agree."},
	"points_agree_own":  {"“{unit}”的等次是您决定的；请由另一人复核。", "You decided the grade of “{unit}” yourself: somebody else has to agree."},
	"points_agree_none": {"“{unit}”还没有待复核的决定。", "There is no decision about “{unit}” that waits for a second person."},
	"points_no_units":   {"没有选中任何对象。", "No unit is chosen."},
	"points_number":     {"“{value}”不是数字。", "“{value}” is no number."},
	"points_undecided":  {"还有 {count} 个对象的等次没有决定，或没有复核。", "The grades of {count} units are not decided yet, or wait for a second person."},
}

func init() { maps.Copy(messages, pointMessages) }
