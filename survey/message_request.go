package survey

import "maps"

// requestMessages holds what can be wrong with a request to the API, and with
// accounts.
var requestMessages = map[string]message{
	// The body as a whole.
	"json_syntax":     {"不是有效的 JSON：第 {offset} 个字节处有误。", "This is not valid JSON: there is a mistake at byte {offset}."},
	"json_empty":      {"请求正文为空；此处需要 JSON。", "The body is empty; JSON is needed here."},
	"json_utf8":       {"正文必须是 UTF-8 编码。", "The body must be encoded as UTF-8."},
	"json_depth":      {"嵌套太深；最多 {max} 层。", "It is nested too deeply; at most {max} levels are allowed."},
	"json_duplicate":  {"同一对象中“{name}”出现了两次。", "“{name}” occurs twice in one object."},
	"unit_twice":      {"单位“{unit}”给出了两次；请选不同的单位。", "The unit “{unit}” is given twice; choose different ones."},
	"parameter_twice": {"参数“{name}”给出了两次，只能给一次。", "The parameter “{name}” is given twice; give it once."},

	// Its parts.
	"field_missing":  {"缺少此项。", "This is missing."},
	"field_unknown":  {"没有名为“{name}”的项。", "There is no field “{name}” here."},
	"json_type":      {"类型不对；应为{type}。", "The type is wrong; it must be {type}."},
	"json_format":    {"格式不对；应形如 {example}。", "The format is wrong; it must look like {example}."},
	"json_choice":    {"应为以下之一：{options}。", "It must be one of {options}."},
	"length_min":     {"至少 {min} 个字符。", "It must have at least {min} characters."},
	"length_max":     {"最多 {max} 个字符。", "It must have at most {max} characters."},
	"items_min":      {"至少 {min} 个。", "There must be at least {min}."},
	"items_max":      {"最多 {max} 个。", "There must be at most {max}."},
	"number_min":     {"不能小于 {min}。", "It must not be less than {min}."},
	"number_max":     {"不能大于 {max}。", "It must not be more than {max}."},
	"paper_unit":     {"这次测评没有这个测评对象。", "The poll has no such unit."},
	"paper_group":    {"问卷没有这个测评主体。", "The questionnaire has no such group."},
	"paper_sheets":   {"应为 {n} 张，与本批收回的张数一致。", "There must be {n} sheets, as many as were returned."},
	"cursor":         {"不是这个列表的游标，或它所指的内容已不存在；请从第一页重新读取。", "This is no cursor of this list, or what it points to is gone; begin again with the first page."},
	"schema":         {"不符合接口文档中的规定（{rule}）。", "It does not meet the rule “{rule}” of the API document."},
	"poll_id_change": {"编号不能更改；应为“{id}”。", "The id cannot change; it must be “{id}”."},

	// Other weights for a release.
	"scenario_unknown":   {"这次发布没有“{name}”，或它是总分，没有权重；请用指标体系或测评主体中的编号。", "The release has no “{name}”, or it is the overall score, which has no weight; use an id of the index tree or of a group."},
	"scenario_weight":    {"“{name}”的权重应为不小于 0 的数。", "The weight of “{name}” must be a number of 0 or more."},
	"scenario_twice":     {"“{name}”给出了两次，只能给一次。", "“{name}” is given twice; give it once."},
	"scenario_pooled":    {"各类测评主体合并计票，没有权重；“{name}”只能写 0，即不计入。", "Groups are pooled and have no weights; of “{name}” only 0 can be said, which leaves it out."},
	"scenario_stands_in": {"“{name}”的上级指标由一道题直接代表，这里的权重不起作用；请去掉。", "One item stands for the node above “{name}”, so that this weight changes nothing; leave it out."},
	"scenario_no_node":   {"至少留下一项有权重的指标。", "Leave at least one indicator with a weight."},
	"scenario_no_group":  {"至少留下一类有权重的测评主体。", "Leave at least one group with a weight."},
	"scenario_by_kind":   {"这次测评按对象类别定权重；“{name}”的权重请在类别（kinds）里给出。", "This evaluation weighs groups by kind of unit; give the weight of “{name}” among kinds."},
	"scenario_no_kind":   {"没有“{name}”这样的对象类别和测评主体；请写有权重的类别和可以测评它的主体。", "There is no kind of unit and group “{name}”; name a kind that has weights and a group that rates it."},
	"scenario_whole":     {"“{name}”的权重应为 0 到 100 的整数。", "The weight of “{name}” must be a whole number from 0 to 100."},
	"scenario_sum":       {"“{name}”各主体的权重合计应为 100，没有写到的主体按已发布的权重计。", "The weights of the groups of “{name}” must be 100 in all; those not named keep the published weight."},
	"scenario_rule":      {"没有收到票的主体怎样计，只能用于按类别定权重的测评，应为 renormalise、block 或 zero。", "A rule for groups without ballots is for evaluations with weights by kind of unit, and must be renormalise, block or zero."},

	// Accounts.
	"password_short":  {"密码至少 {min} 个字符；可用一句好记的话。", "The password must have at least {min} characters; a sentence is easy to remember."},
	"password_long":   {"密码最多 {max} 个字符。", "The password must have at most {max} characters."},
	"password_weak":   {"密码不能包含用户名，也不能只是一个重复的字符。", "The password must not contain the name, nor repeat a single character."},
	"grant_role":      {"没有角色“{role}”；可用：{roles}。", "There is no role “{role}”; there are {roles}."},
	"grant_whole":     {"运维员的授权不能限于某些单位或某次测评；请留空。", "An operator's grant cannot be narrowed to units or a poll; leave both empty."},
	"grant_unit":      {"没有单位“{unit}”；请填单位编号，或留空表示全部。", "There is no unit “{unit}”; give a unit's id, or nothing for all."},
	"grant_delegated": {"您可以授予的角色：{roles}。", "The roles that you may grant: {roles}."},
	"grant_within":    {"只能在您自己组织测评的范围内授予：请填写该范围内的单位或测评。", "Only within what you organise yourself: give a unit or a poll in it."},
	"grant_outlasts":  {"不能晚于您自己的授权结束；请填写不晚于它的日期。", "It must not outlast your own grant: give a day no later than its end."},
	"grant_name":      {"没有可以授予角色的账号“{name}”；请核对姓名，或发出邀请。", "No account “{name}” can be granted a role; check the name, or send an invitation."},
	"grant_past":      {"截止时间已过；请改为以后的时间，或留空表示长期有效。", "This end is past; give a later time, or nothing for no end."},
	"account_taken":   {"已有名为“{name}”的账号；每个账号的名称都应不同。", "There is an account “{name}” already; each needs a name of its own."},
	"list_column":     {"没有这样的列，或前面已有这一列；可有的列：{columns}。请改正列名或删去此列。", "There is no such column, or it is there twice; a list has the columns {columns}. Correct its name or remove it."},
	"list_name":       {"缺少“姓名”列（name）；可有的列：{columns}。", "There is no column “name”; a list has the columns {columns}."},
	"list_role":       {"缺少“角色”列（role）：单位、测评、截止都是对角色的限定；可有的列：{columns}。", "There is no column “role”, which unit, poll and ends narrow; a list has the columns {columns}."},
	"list_day":        {"“{day}”不是日期；应写成 2027-01-31 这样，或留空表示长期有效。", "“{day}” is no date; write it like 2027-01-31, or nothing for no end."},
	"list_twice":      {"前面已有一行给“{name}”同样的角色、单位和测评；请删去其中一行，若是同名的另一人请改名。", "A row before gives “{name}” the same role, unit and poll; remove one, or give another person of this name a name of his own."},
	"list_long":       {"一次最多 {max} 行；请分成几个文件。", "There may be {max} rows at once; split the file."},
	"token_life":      {"有效期应为 1 至 {max} 天。", "A token must expire within {max} days."},
}

func init() { maps.Copy(messages, requestMessages) }
