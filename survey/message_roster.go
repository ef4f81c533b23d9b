package survey

import "maps"

// rosterMessages holds what can be wrong, or doubtful, with a roster.
var rosterMessages = map[string]message{
	"roster_gender":           {"“{value}”不是性别；应为 男 或 女。", "“{value}” is no gender; write male or female."},
	"roster_month":            {"“{value}”不是年月；应如 1975.03、1975-03 或 1975年3月。", "“{value}” is no month; write it like 1975.03, 1975-03 or 1975年3月."},
	"roster_which_month":      {"“{value}”可以是 1 月，也可以是 10 月；请写成 {january} 或 {october}。", "“{value}” may be January or October; write {january} or {october}."},
	"roster_future":           {"“{value}”在今天之后。", "“{value}” lies in the future."},
	"roster_before_born":      {"任职时间 {value} 不晚于出生年月 {born}。", "the post was taken up in {value}, not after birth in {born}."},
	"roster_order":            {"排序号应是 0 至 {max} 的整数。", "the place within the team is a whole number from 0 to {max}."},
	"roster_phone":            {"“{value}”不是电话号码。", "“{value}” is no telephone number."},
	"roster_promoted":         {"“{value}”读不懂；应为 是 或 否。", "“{value}” is neither yes nor no."},
	"roster_unknown_team":     {"没有班子或部门“{team}”。", "there is no team or department “{team}”."},
	"roster_unknown_superior": {"花名册和表中都没有上级“{name}”。", "the superior “{name}” is neither on the roster nor in the table."},
	"roster_which_superior":   {"有 {count} 人叫“{name}”，不知道上级是哪一位；请用人员编号。", "{count} people are called “{name}”; give the superior by id."},
	"roster_circle":           {"{name} 的上级又以其为上级；请去掉其中一环。", "the superiors of {name} lead back to the same person; break the circle."},
	"roster_no_team":          {"没有写明单位或班子；请补上，或在上面选定全表所属。", "neither organisation nor team is said; add it, or choose above where the whole table belongs."},
	"roster_which_team":       {"有 {count} 个单位叫“{name}”；请加一列上级单位。", "{count} units are called “{name}”; add a column for the organisation."},
	"roster_nowhere":          {"“{name}”是新单位，但您的管理范围内没有可以放它的上级；请在上面选定。", "“{name}” is new, and there is no one place for it in what you look after; choose one above."},
	"unknown_person":          {"花名册中没有“{person}”。", "there is nobody “{person}” on the roster."},
	"roster_twice":            {"与第 {row} 行是同一人（{name}）。", "the same person as in row {row} ({name})."},

	"roster_same_name":  {"同一单位中有两人叫“{name}”：是同一人，还是重名？", "two people in one team are called “{name}”: one person, or a namesake?"},
	"roster_alike":      {"“{name}”与同一单位的“{other}”只差一字：是否写错？", "“{name}” and “{other}” in the same team differ by one character: a slip?"},
	"roster_spaced":     {"“{name}”与同一单位的“{other}”只差空格或全半角：是否同一人？", "“{name}” and “{other}” in the same team differ by spaces or width alone: the same person?"},
	"roster_moved":      {"“{name}”出生年月相同，但原在“{other}”：按调动处理；如是重名请加人员编号。", "“{name}”, born in the same month, was in “{other}”: taken as moved; give ids if it is a namesake."},
	"roster_total":      {"表中写“{said}”，实有 {count} 人。", "the table says “{said}” but holds {count} people."},
	"roster_parts":      {"“{said}”各项相加是 {sum} 人，实有 {count} 人。", "the parts of “{said}” add up to {sum} people; there are {count}."},
	"roster_part":       {"表中写{what} {said} 人，实有 {count} 人。", "the table says {said} for {what}, but there are {count}."},
	"roster_numbering":  {"{team} 的排序号 {order} 出现了不止一次。", "place {order} in {team} is given more than once."},
	"roster_month_read": {"“{value}”按 {read} 读入（同列月份写两位，末尾的 0 被表格软件去掉了）。", "“{value}” was read as {read}: other months in the column have two digits, and spreadsheets drop the last 0."},
}

func init() { maps.Copy(messages, rosterMessages) }
