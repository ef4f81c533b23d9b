package survey

import "maps"

// caseMessages holds what can be wrong with service reviews, cases and their rules.
var caseMessages = map[string]message{
	"case_do":           {"没有“{do}”这个环节。", "There is no step “{do}”."},
	"case_not_now":      {"这一件{state}，现在不能{do}。", "The case is {state}; this step is not possible now: {do}."},
	"case_not_so":       {"这一件不能{do}。", "This step is not possible with this case: {do}."},
	"case_call_first":   {"留了联系方式的，须先回访再办结。", "A contact was left: call back before the case is closed."},
	"case_why":          {"请写明情况、理由或答复。", "Please say what was found, why, or what the answer is."},
	"case_person":       {"请写明承办人。", "Please name who handles it."},
	"case_unit":         {"请选择承办单位。", "Please choose the unit that handles it."},
	"case_measure":      {"请写明整改措施。", "Please state the measure."},
	"case_due":          {"请写明期限，例如 2026-11-30。", "Please give the limit, such as 2026-11-30."},
	"case_ground":       {"请选择认定为恶意评价还是误评。", "Please say whether it is malicious or a mistake."},
	"case_outcome":      {"请选择回访结果。", "Please say what the call-back found."},
	"case_same_unit":    {"这一件已经在这个单位。", "The case is with this unit already."},
	"case_beyond":       {"列账限期最迟到 {day}；确需更长的，请组织者说明理由后调整。", "The limit is {day} at the latest; more time is given by the organiser, with a reason."},
	"case_past":         {"期限不能在今天之前。", "The limit must not lie in the past."},
	"case_own_work":     {"本人的认定、复核或答复须由别人复核、回访和办结。", "Somebody else has to recheck, call back and close what you rejected, rechecked or answered."},
	"case_called_today": {"今天已记过一次联系不上；换一天再联系。", "Not reached was noted today already; call again on another day."},
	"case_kind":         {"没有“{value}”这一类。", "There is no kind “{value}”."},
	"case_channel":      {"没有“{value}”这一渠道。", "There is no channel “{value}”."},
	"case_date":         {"“{value}”不是日期；应如 2026-11-30。", "“{value}” is no date; write it like 2026-11-30."},
	"case_future":       {"日期不能在今天之后。", "The day must not lie in the future."},
	"case_grade":        {"请从“非常满意”到“非常不满意”中选一项。", "Please choose one grade, from very satisfied to very dissatisfied."},
	"case_no_grade":     {"只有评价才有评分。", "Only a review has a grade."},
	"case_words":        {"请写明来信、来访或来电反映的内容。", "Please write down what the letter, visit or call was about."},
	"case_unit_unknown": {"没有单位“{value}”，或不在您的管理范围内。", "There is no unit “{value}”, or it is not in what you look after."},
	"case_point":        {"没有服务点“{value}”，或不在这个单位。", "There is no service point “{value}”, or it is not of this unit."},
	"case_which":        {"有 {count} 处叫“{value}”；请写编号。", "{count} are called “{value}”; write the id."},
	"case_columns":      {"缺少“{column}”一列。", "There is no column “{column}”."},
	"case_matter":       {"请写明办件编号。", "Please give the number of the matter."},
	"case_matter_again": {"办件 {value} 已评价过；一事一评。", "Matter {value} was reviewed already; each is reviewed once."},
	"case_matter_twice": {"与第 {row} 行是同一办件。", "The same matter as in row {row}."},
	"case_shut":         {"这个服务点已停止评价。", "This service point takes no more reviews."},
	"case_pace":         {"这个网络一小时内的评价太多，请稍后再提交；您填写的内容还在。", "This network has sent too many reviews within an hour; please try again later. What you wrote is still here."},
	"case_range":        {"应在 {min} 到 {max} 之间。", "It has to be from {min} to {max}."},
	"case_complex":      {"复杂事项的期限不能短于简单事项。", "Complex cases cannot have less time than simple ones."},
	"case_many":         {"最多 {max} 项。", "There may be at most {max}."},
}

func init() { maps.Copy(messages, caseMessages) }
