package survey

import "maps"

// pollMessages holds what can be wrong with units, polls and codes.
var pollMessages = map[string]message{
	"missing":               {"此处不能为空。", "This must not be empty."},
	"duplicate":             {"“{value}”出现了不止一次。", "“{value}” occurs more than once."},
	"unknown_parent":        {"没有上级单位“{unit}”；请先录入，或与本单位一并录入。", "There is no unit “{unit}” to be the parent; put it first, or together with this one."},
	"unit_taken":            {"编号“{unit}”已用于别的单位；请换一个。", "The id “{unit}” belongs to another unit; choose another."},
	"unit_top":              {"“{unit}”是您管辖范围的最上一级，只能由上级改动。", "“{unit}” is the top of what you look after; only somebody above may change it."},
	"circle_of_units":       {"“{unit}”的上级最终是它自己；请去掉其中一环。", "“{unit}” is above itself; break the circle of parents."},
	"poll_id":               {"编号只能用小写字母、数字和连字符，以字母或数字开头，最多 64 个字符，例如 2026-spring。", "An id is made of small letters, digits and hyphens, begins with a letter or digit and has at most 64 characters, such as 2026-spring."},
	"poll_id_reserved":      {"“{id}”是页面的地址，不能作编号；请换一个。", "“{id}” is the address of a page and cannot be an id; choose another."},
	"poll_is_previous":      {"测评“{poll}”以它为上一轮，不能删除；请先改那一个。", "The poll “{poll}” has it as its round before, so it cannot be deleted; change that one first."},
	"next_no_vote":          {"测评“{poll}”没有可以接着投的表决，也不是评价。", "The poll “{poll}” holds no vote to go on from, and is no evaluation."},
	"next_no_vote_on":       {"没有对“{item}”的表决；请填结果中某项表决的题目和单位。", "There is no vote on “{item}”; give the item and unit of a vote in the results."},
	"next_nobody":           {"请至少选一位候选人。", "Choose at least one candidate."},
	"next_no_candidate":     {"“{name}”不是这项表决的候选人，或写了两次。", "“{name}” is no candidate of this vote, or is named twice."},
	"next_options":          {"“{item}”的选项不写在这道题里，不能自动换成候选人；请在问卷中改好，再建下一轮。", "The options of “{item}” do not stand with the item, so candidates cannot be put in their place; change the questionnaire, then make the next round."},
	"no_questionnaire":      {"请先选一份问卷。", "Choose a questionnaire first."},
	"no_units_chosen":       {"请至少勾选一个测评对象，或在下面录入名称。", "Tick at least one unit, or write names below."},
	"not_a_time":            {"时间要像 2026-12-31 18:00 这样写。", "A time is written like 2026-12-31 18:00."},
	"unknown_poll":          {"没有测评“{poll}”。", "There is no poll “{poll}”."},
	"circle_of_polls":       {"“{poll}”不能是自己的上一轮；请去掉其中一环。", "“{poll}” cannot be the round before itself; break the circle."},
	"unknown_questionnaire": {"没有问卷“{id}”[[，版本 {version}]]；请先发布问卷。", "There is no questionnaire “{id}”[[, version {version}]]; publish it first."},
	"unknown_access":        {"没有参与方式“{access}”；可用：open（公开链接）、code（测评码）。", "There is no access “{access}”; there are open (a link) and code (one-time codes)."},
	"unknown_layout":        {"没有“{layout}”这种答题页面；可用：one（一页一题）、list（全部题目在一页），不填则按问卷分页。", "There is no layout “{layout}”; there are one (one question at a time) and list (everything on one page), and none for the questionnaire's own pages."},
	"embed_origin":          {"“{origin}”不是网站地址；请写协议和域名，不带路径，例如 https://www.example.gov.cn。", "“{origin}” is not the address of a site; write scheme and name without a path, such as https://www.example.gov.cn."},
	"embed_count":           {"最多可嵌入 {max} 个网站。", "At most {max} sites can embed a poll."},
	"closes_before_opens":   {"结束时间必须晚于开始时间。", "The end must be after the beginning."},
	"closes_past":           {"结束时间已过；请先改为以后的时间。", "The end is past; move it to a later time first."},
	"closes_earlier":        {"测评开始后，结束时间只能推迟。", "Once a poll is open, its end can only be moved to a later time."},
	"no_codes":              {"本测评用公开链接，不用测评码。", "This poll is open by link; it has no codes."},
	"slip_count":            {"一次最多可印 {max} 张测评码纸条；更多请分几批，或用 CSV。", "At most {max} slips can be printed at once; make several batches, or use CSV."},
	"range":                 {"应在 {min} 至 {max} 之间。", "It must be from {min} to {max}."},
	"batch_id":              {"批次编号须是 32 位小写十六进制数。", "The id of a batch must be 32 lower-case hexadecimal digits."},
	"codes_wanted_twice":    {"同一主体、同一对象的测评码写了两次；请合并。", "Codes of the same group and unit are asked for twice; make one of them."},
	"codes_wanted_many":     {"一共要 {total} 个测评码；最多 {max} 个。", "That is {total} codes in all; there can be at most {max}."},
	"code_count":            {"一次可生成 {min} 至 {max} 个测评码。", "From {min} to {max} codes can be made at once."},
}

func init() { maps.Copy(messages, pollMessages) }
