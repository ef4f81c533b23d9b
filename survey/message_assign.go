package survey

import "maps"

// assignMessages holds what can be wrong with assignments.
var assignMessages = map[string]message{
	"assign_relation":   {"没有测评关系“{relation}”；可用：self、superior、peer、subordinate、recipient。", "There is no relation “{relation}”; there are self, superior, peer, subordinate and recipient."},
	"assign_limit":      {"每人的份数应是 0（不限）至 {max} 的整数。", "A rater's sheets are a whole number from 0 (any number) to {max}."},
	"assign_unknown":    {"“{rater}”没有被安排评价“{ratee}”。", "“{rater}” is not assigned to evaluate “{ratee}”."},
	"assign_full":       {"“{rater}”已经有 {max} 份，不能再多。", "“{rater}” has {max} sheets already, and can have no more."},
	"assign_do":         {"现在不能这样做（{do}）；可做：add、nominate、approve（提名待定的）、remove、decline、replace。", "This cannot be done now ({do}); there are add, nominate, approve (of a nomination), remove, decline and replace."},
	"assign_declined":   {"“{rater}”已经谢绝或被谢绝评价“{ratee}”，不能再提名；确需安排，请直接添加。", "“{rater}” has declined, or was declined, for “{ratee}” and is not nominated again; if he is to rate him all the same, add him."},
	"assign_nobody":     {"没有人可以替补：能评价“{ratee}”的人都已安排、已谢绝或已满。", "There is nobody to take the place: all who could rate “{ratee}” are assigned, have declined or have no room."},
	"assign_edits":      {"一次最多提交 {max} 项修改，请分批进行。", "At most {max} changes can be made at once; please make them in parts."},
	"assign_line":       {"服务对象第 {line} 行：花名册中没有“{name}”，或有多人同名；同名的请填人员编号。", "People served, line {line}: nobody on the roster is called “{name}”, or several are; give the id of the person."},
	"assign_line_short": {"服务对象第 {line} 行：请写成“被评价人：服务对象、服务对象”。", "People served, line {line}: write “ratee: person served, person served”."},
	"not_whole":         {"份数和人数须是整数，0 表示不限或全部。", "Numbers of sheets and raters are whole; 0 means any number, or all."},
	"nothing_marked":    {"请先勾选要处理的评价关系。", "Please mark the assignments first."},
	"assign_group":      {"方案中没有票种“{group}”。", "The plan has no group “{group}”."},
	"assign_self":       {"自评只能在“自评”票种中，他评不能是本人。", "People rate themselves in the group for that, and only there."},
}

func init() { maps.Copy(messages, assignMessages) }
