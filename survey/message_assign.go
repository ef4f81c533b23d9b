package survey

import "maps"

// assignMessages holds what can be wrong with assignments.
var assignMessages = map[string]message{
	"assign_relation":     {"没有测评关系“{relation}”；可用：self、superior、peer、subordinate、recipient。", "There is no relation “{relation}”; there are self, superior, peer, subordinate and recipient."},
	"assign_limit":        {"每人的份数应是 0（不限）至 {max} 的整数。", "A rater's sheets are a whole number from 0 (any number) to {max}."},
	"assign_unknown":      {"“{rater}”没有被安排评价“{ratee}”。", "“{rater}” is not assigned to evaluate “{ratee}”."},
	"assign_full":         {"“{rater}”已经有 {max} 份，不能再多。", "“{rater}” has {max} sheets already, and can have no more."},
	"assign_do":           {"现在不能这样做（{do}）；可做：add、nominate、approve（提名待定的）、remove、decline、replace。", "This cannot be done now ({do}); there are add, nominate, approve (of a nomination), remove, decline and replace."},
	"assign_declined":     {"“{rater}”已经谢绝或被谢绝评价“{ratee}”，不能再提名；确需安排，请直接添加。", "“{rater}” has declined, or was declined, for “{ratee}” and is not nominated again; if he is to rate him all the same, add him."},
	"assign_nobody":       {"没有人可以替补：能评价“{ratee}”的人都已安排、已谢绝或已满。", "There is nobody to take the place: all who could rate “{ratee}” are assigned, have declined or have no room."},
	"assign_edits":        {"一次最多提交 {max} 项修改，请分批进行。", "At most {max} changes can be made at once; please make them in parts."},
	"assign_line":         {"服务对象第 {line} 行：花名册中没有“{name}”，或有多人同名；同名的请填人员编号。", "People served, line {line}: nobody on the roster is called “{name}”, or several are; give the id of the person."},
	"assign_line_short":   {"服务对象第 {line} 行：请写成“被评价人：服务对象、服务对象”。", "People served, line {line}: write “ratee: person served, person served”."},
	"not_whole":           {"份数和人数须是整数，0 表示不限或全部。", "Numbers of sheets and raters are whole; 0 means any number, or all."},
	"nothing_marked":      {"请先勾选要处理的评价关系。", "Please mark the assignments first."},
	"assign_group":        {"方案中没有票种“{group}”。", "The plan has no group “{group}”."},
	"nominations_nobody":  {"测评对象都不在花名册里，没有人可以提名。", "Nobody whom the poll is about is on the roster, so nobody can propose raters."},
	"nominations_group":   {"“{group}”的评价人由花名册决定，不由本人提名。", "Raters of “{group}” follow from the roster; nobody proposes them."},
	"nominations_count":   {"每类可提名人数应是 1 至 {max} 的整数。", "The names that one may propose for a group are a whole number from 1 to {max}."},
	"nominations_past":    {"截止时间已经过去，请填一个以后的时间。", "The end lies in the past; give a time to come."},
	"nominations_unknown": {"没有这项提名，或已经有人处理；请刷新页面再看。", "There is no such nomination, or somebody has settled it; look at the page anew."},
	"nominations_do":      {"这里不能这样做（{do}）；可做：nominate、remove（本人的提名），approve、decline（下属的提名）。", "This cannot be done here ({do}); there are nominate and remove of one's own, approve and decline of those whom one leads."},
	"nominations_refused": {"提名“{name}”没有被采纳，请另提一人。", "“{name}” was not taken up; please propose somebody else."},
	"nominations_twice":   {"您已经提名“{name}”，不必重复。", "You have proposed “{name}” already."},
	"nominations_most":    {"这一类最多提名 {max} 人；要换人，请先撤回一个。", "At most {max} names for this group; take one back to propose another."},
	"nominations_several": {"有几位同名的“{name}”，请在姓名后注明部门，例如“{name}（综合处）”。", "Several people are called “{name}”; write the team after the name, for instance “{name} (General office)”."},
	"nominations_who":     {"花名册中没有“{name}”，请核对姓名；同名的请在姓名后注明部门。", "Nobody on the roster is called “{name}”; check the name, and write the team after it where several have it."},
	"assign_self":         {"自评只能在“自评”票种中，他评不能是本人。", "People rate themselves in the group for that, and only there."},
}

func init() { maps.Copy(messages, assignMessages) }
