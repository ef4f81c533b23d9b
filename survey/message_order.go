package survey

import "maps"

// orderMessages holds what can be wrong with problems, orders and their tasks.
var orderMessages = map[string]message{
	"order_do":            {"没有“{do}”这个环节。", "There is no step “{do}”."},
	"order_not_now":       {"任务{state}，现在不能{do}。", "The task is {state}; this step is not possible now: {do}."},
	"order_why":           {"请写明理由或情况。", "Please say why, or what was done."},
	"order_cause":         {"请写明问题产生的原因；没有原因不能提交和销号。", "Please state the cause of the problem; without it nothing is submitted or closed."},
	"order_measure":       {"请写明整改措施；没有措施不能提交和销号。", "Please state the measure; without it nothing is submitted or closed."},
	"order_person":        {"请写明责任人。", "Please name who is responsible."},
	"order_due":           {"请写明完成时限，例如 2026-11-30。", "Please give the deadline, such as 2026-11-30."},
	"order_evidence":      {"请列出至少一件佐证材料。", "Please list at least one piece of evidence."},
	"order_evidence_file": {"这不是本任务已上传的文件；请先上传，再引用。", "This is no file of the task; upload it first, then refer to it."},
	"order_share":         {"完成比例应在 0 到 100 之间。", "The share done is from 0 to 100 percent."},
	"order_no_extension":  {"没有待批的延期申请。", "Nobody has asked for more time."},
	"order_asked":         {"已有一份延期申请待批。", "More time was asked for already; it waits for an answer."},
	"order_ask_late":      {"期限 {due} 已过，延期须在到期前申请。", "The deadline {due} has passed; more time has to be asked for before it."},
	"order_later":         {"新期限应在原期限 {due} 之后。", "The new deadline has to be after {due}."},
	"order_past":          {"期限不能在今天之前。", "The deadline must not lie in the past."},
	"order_task_past":     {"任务“{task}”的期限 {due} 已过，请先改期限再下发。", "The deadline {due} of the task “{task}” has passed; change it before you issue."},
	"order_own_work":      {"提交或申请的人不能自己核验、销号或批准延期，请换一位办理。", "Whoever handed it in, or asked for more time, cannot check, close or grant it himself; somebody else has to."},
	"order_pattern":       {"文号格式中须有且只有一处序号，例如 {example}。", "The pattern of numbers has one place for the number, such as {example}."},
	"order_many":          {"最多 {max} 项。", "There may be at most {max}."},
	"order_no_tasks":      {"通知中没有任务；请先列入已确认的问题。", "The order has no tasks; put confirmed problems into it first."},
	"order_problem":       {"没有可列入的问题“{problem}”：须已确认，且属于同一责任单位。", "Problem “{problem}” cannot be put into the order: it has to be confirmed, and of the same unit."},
	"order_merge":         {"问题“{problem}”不能合并：须同属一个单位，且尚未列入通知。", "Problem “{problem}” cannot be merged: it has to be of the same unit, and in no order yet."},
	"order_state":         {"这个问题{state}，不能再改。", "This problem is {state} and cannot be changed any more."},
	"order_unit":          {"没有单位“{unit}”，或不在您的管理范围内。", "There is no unit “{unit}”, or it is not in what you look after."},

	"template_field":   {"第 {line} 行：没有字段“{name}”；可用：{fields}。", "Line {line}: there is no field “{name}”; there are {fields}."},
	"template_list":    {"第 {line} 行：没有清单“{name}”；可用：{fields}。", "Line {line}: there is no list “{name}”; there are {fields}."},
	"template_table":   {"第 {line} 行：没有表格“{name}”；可用：{fields}。", "Line {line}: there is no table “{name}”; there are {fields}."},
	"template_end":     {"第 {line} 行：多出一个结束标记，前面没有与它对应的开始标记。", "Line {line}: this end closes nothing that was begun."},
	"template_unended": {"第 {line} 行：这里开始的部分没有结束标记；请在后面另起一行写上结束标记 end（加花括号）。", "Line {line}: what begins here is not ended; write end, in braces, on a line of its own below."},
	"template_brace":   {"第 {line} 行：花括号没有配对；要写花括号本身，请连写两个。", "Line {line}: a brace is not closed; write two for the character itself."},
	"template_alone":   {"第 {line} 行：“{name}”须单独成行。", "Line {line}: “{name}” has to stand on a line of its own."},
	"template_name":    {"第 {line} 行：“{name}”不是字段名；字段名由小写字母和下划线组成。", "Line {line}: “{name}” is no name of a field; names are of lower-case letters and underscores."},
	"template_bound":   {"第 {line} 行：双方括号没有配对，须在同一行内成对。", "Line {line}: double brackets are not closed; they come in pairs on one line."},
	"template_body":    {"第 {line} 行：清单、表格和条件只能写在正文中。", "Line {line}: lists, tables and conditions stand in the body only."},

	"ledger_columns":        {"缺少“{column}”一列。", "There is no column “{column}”."},
	"ledger_date":           {"“{value}”不是日期；应如 2026-11-30。", "“{value}” is no date; write it like 2026-11-30."},
	"ledger_state":          {"没有状态“{value}”；可用：{states}。", "There is no state “{value}”; there are {states}."},
	"ledger_progress_parts": {"日期、内容、比例各行要一一对应：每条进展一行。", "Dates, contents and shares must go line by line: one line a report."},
	"ledger_progress":       {"每条进展以日期开头，如“2026-10-01 30% 已修订办法”。", "Each report begins with a date, like “2026-10-01 30% rules were revised”."},
	"ledger_unit":           {"没有单位“{value}”，或不在您的管理范围内。", "There is no unit “{value}”, or it is not in what you look after."},
	"ledger_which":          {"有 {count} 个单位叫“{value}”；请写单位编号。", "{count} units are called “{value}”; write the id."},
	"ledger_history":        {"“{column}”由办理环节形成，不能用台账改写；请在任务页上办理。", "“{column}” comes of the steps of the task and cannot be changed by a table; take the step on its page."},
	"ledger_done":           {"任务{state}，不能再改。", "The task is {state} and cannot be changed any more."},
	"ledger_twice":          {"与第 {row} 行是同一任务。", "The same task as in row {row}."},
	"ledger_unknown":        {"没有编号为“{value}”的任务；新任务请将编号留空。", "There is no task “{value}”; leave the id of new ones empty."},
	"ledger_stale":          {"任务在导出之后已经变动；请重新导出台账再改。", "The task has changed since the table was exported; export the ledger anew and change that."},
	"ledger_closed":         {"已销号，但没有写明原因或措施。", "Closed, but without a cause or a measure."},
}

func init() { maps.Copy(messages, orderMessages) }
