package survey

import "maps"

// assignMessages holds what can be wrong with assignments.
var assignMessages = map[string]message{
	"assign_relation": {"没有测评关系“{relation}”；可用：self、superior、peer、subordinate、recipient。", "There is no relation “{relation}”; there are self, superior, peer, subordinate and recipient."},
	"assign_limit":    {"每人的份数应是 0（不限）至 {max} 的整数。", "A rater's sheets are a whole number from 0 (any number) to {max}."},
	"assign_unknown":  {"“{rater}”没有被安排评价“{ratee}”。", "“{rater}” is not assigned to evaluate “{ratee}”."},
	"assign_full":     {"“{rater}”已经有 {max} 份，不能再多。", "“{rater}” has {max} sheets already, and can have no more."},
	"assign_do":       {"现在不能这样做（{do}）；可做：nominate、approve（提名待定的）、remove、decline。", "This cannot be done now ({do}); there are nominate, approve (of a nomination), remove and decline."},
	"assign_group":    {"方案中没有票种“{group}”。", "The plan has no group “{group}”."},
	"assign_self":     {"自评只能在“自评”票种中，他评不能是本人。", "People rate themselves in the group for that, and only there."},
}

func init() { maps.Copy(messages, assignMessages) }
