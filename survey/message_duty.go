package survey

import "maps"

// dutyMessages holds what can be wrong with duty reports.
var dutyMessages = map[string]message{
	"duty_year":           {"请写明年度，例如 2026。", "Please give the year, such as 2026."},
	"duty_due":            {"请写明提交期限，例如 2026-12-20。", "Please say by when reports are handed in, such as 2026-12-20."},
	"duty_cut":            {"去掉的最高分和最低分各为 0 到 {max} 个。", "From 0 to {max} of the highest and of the lowest marks are left out."},
	"duty_sections":       {"报告应有 1 到 {max} 个部分。", "A report has 1 to {max} sections."},
	"duty_items":          {"请设 1 到 {max} 个评分项目。", "There are 1 to {max} items to be marked."},
	"duty_item_title":     {"请写明评分项目，不超过 {max} 字。", "Please name the item, in at most {max} characters."},
	"duty_item_twice":     {"评分项目“{item}”列了两次。", "The item “{item}” is named twice."},
	"duty_item_line":      {"第 {line} 行“{text}”读不懂：应为项目和满分，例如“工作实绩 40”。", "Line {line}, “{text}”, cannot be read: write the item and its full marks, such as “Results 40”."},
	"duty_full":           {"满分应大于 0，不超过 {max}。", "Full marks are above 0 and at most {max}."},
	"duty_units":          {"请列出 1 到 {max} 个述职对象。", "There are 1 to {max} who report."},
	"duty_twice":          {"“{unit}”列了两次。", "“{unit}” is named twice."},
	"duty_unit":           {"没有述职对象“{unit}”，或不在范围内。", "There is no “{unit}” among those who report, or within its scope."},
	"duty_unit_line":      {"第 {line} 行“{text}”找不到唯一的单位或人员；请写编号或不重复的名称。", "Line {line}: no single unit or person is called “{text}”; write an id, or a name that no other has."},
	"duty_home":           {"没有单位“{unit}”，或不在您的管理范围内。", "There is no unit “{unit}”, or it is not in what you look after."},
	"duty_poll":           {"没有测评“{poll}”，或您无权查看。", "There is no poll “{poll}” that you may read."},
	"duty_stale":          {"您打开页面之后有人办理过，内容已变；您填写的还在，请核对后再提交。", "Somebody took a step after you opened the page. What you wrote is still here; please compare and send it again."},
	"duty_do":             {"没有“{do}”这个环节。", "There is no step “{do}”."},
	"duty_not_now":        {"现在是“{state}”，不能{do}。", "It is {state}; this step is not possible now: {do}."},
	"duty_no_sheets":      {"还没有评委打分，不能公布结果。", "No judge has marked yet; there is nothing to publish."},
	"duty_why_reopen":     {"请写明撤回公布的理由。", "Please say why the result is taken back."},
	"duty_why_withdraw":   {"请写明取消的理由。", "Please say why it is called off."},
	"duty_why_return":     {"请写明退回的理由和要补充的内容。", "Please say why the report is returned, and what it lacks."},
	"duty_why_ask":        {"请写明问题。", "Please write the question."},
	"duty_why_answer":     {"请写明回答。", "Please write the answer."},
	"duty_judge":          {"请写明评委。", "Please name the judge."},
	"duty_judges":         {"评委最多 {max} 位。", "There are at most {max} judges."},
	"duty_own_sheet":      {"您只能提交自己的评分表。", "You may hand in your own sheet only."},
	"duty_not_handed":     {"报告还没有提交，不能评分。", "The report has not been handed in, so it cannot be marked."},
	"duty_marks":          {"{count} 个项目都要评分；回避的请整行留空。", "All {count} items need a mark; leave the whole line empty of whom you do not mark."},
	"duty_mark":           {"“{item}”的评分应在 0 到 {full} 之间。", "Marks for “{item}” are from 0 to {full}."},
	"duty_mark_number":    {"“{text}”不是分数；“{item}”的评分应在 0 到 {full} 之间。", "“{text}” is no mark; marks for “{item}” are from 0 to {full}."},
	"duty_grade":          {"综合评价应为好、较好、一般或差（A、B、C、D）。", "The grade is good, fairly good, fair or poor (A, B, C, D)."},
	"duty_texts":          {"报告应有 {count} 个部分。", "The report has {count} sections."},
	"duty_section":        {"请写“{section}”。", "Please write the section “{section}”."},
	"duty_no_question":    {"没有待回答的这个问题。", "There is no such question that waits for an answer."},
	"duty_many_questions": {"最多 {max} 个问题。", "There are at most {max} questions."},
	"duty_column":         {"表里没有“{column}”这一列。", "The table has no column “{column}”."},
	"duty_judge_twice":    {"评委“{judge}”对同一对象打了两次分；只留一行。", "The judge “{judge}” marks the same one twice; keep one line."},
}

func init() { maps.Copy(messages, dutyMessages) }
