package survey

import "maps"

// projectMessages holds what can be wrong with claimed projects.
var projectMessages = map[string]message{
	"project_do":        {"没有“{do}”这个环节。", "There is no step “{do}”."},
	"project_not_now":   {"项目{state}，现在不能{do}。", "The project is {state}; this step is not possible now: {do}."},
	"project_why":       {"请写明理由或情况。", "Please say why, or what was done."},
	"project_unit":      {"请写明单位。", "Please name the unit."},
	"project_month":     {"请写明月份，例如 2026-11。", "Please give the month, such as 2026-11."},
	"project_future":    {"最迟到 {month} 这个月。", "The latest month is {month}."},
	"project_before":    {"项目从 {month} 起认领，不能报更早的月份。", "The project was claimed in {month}; no month before can be reported."},
	"project_share":     {"完成比例应在 0 到 100 之间。", "The share done is from 0 to 100 percent."},
	"project_due":       {"请写明完成时限，例如 2026-11-30。", "Please give the deadline, such as 2026-11-30."},
	"project_past":      {"期限不能在今天之前。", "The deadline must not lie in the past."},
	"project_many":      {"最多 {max} 项。", "There may be at most {max}."},
	"project_asked":     {"这个单位已经申请，正在等候答复。", "This unit has asked already; it waits for an answer."},
	"project_not_asked": {"这个单位没有申请这个项目。", "This unit has not asked for the project."},
	"project_own_work":  {"报请验收的人不能自己验收，请换一位督查人员。", "Whoever handed it in cannot accept it; somebody else has to."},
	"project_home":      {"没有单位“{unit}”，或不在您的管理范围内。", "There is no unit “{unit}”, or it is not in what you look after."},

	"projects_columns": {"缺少“{column}”一列。", "There is no column “{column}”."},
	"projects_date":    {"“{value}”不是日期；应如 2026-11-30。", "“{value}” is no date; write it like 2026-11-30."},
	"projects_which":   {"没有单位“{value}”，或有同名的单位；请写单位编号。", "There is no unit “{value}”, or several are called so; write the id."},
	"projects_unknown": {"没有编号为“{value}”的项目；新项目请将编号留空。", "There is no project “{value}”; leave the id of new ones empty."},
	"projects_twice":   {"与第 {row} 行是同一项目。", "The same project as in row {row}."},
	"projects_state":   {"项目{state}，不能用表格改写。", "The project is {state} and cannot be changed by a table."},
	"projects_stale":   {"项目在导出之后已经变动；请重新导出再改。", "The project has changed since the table was exported; export it anew and change that."},
	"projects_claimed": {"项目已有承办单位；请在项目页上办理。", "A unit has the project already; take the step on its page."},
}

func init() { maps.Copy(messages, projectMessages) }
