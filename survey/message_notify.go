package survey

import "maps"

// notifyMessages holds what can be wrong with channels, recipients and texts.
var notifyMessages = map[string]message{
	"mail_address":        {"“{address}”不是电子邮件地址；应形如 wang@example.org（不带姓名，只用英文字符）。", "“{address}” is no mail address; it must be like wang@example.org, without a name and in ASCII."},
	"unknown_lang":        {"没有语言“{lang}”；可用：zh（中文）、en（英文）。", "There is no language “{lang}”; there are zh (Chinese) and en (English)."},
	"no_groups":           {"本问卷不分测评主体，请把“{group}”删去。", "The questionnaire has no groups; leave “{group}” out."},
	"duplicate_address":   {"地址“{address}”在第 {row} 行已经有过。", "The address “{address}” was there before, in row {row}."},
	"channel_kind":        {"没有“{kind}”这种渠道；可用：mail、wecom、dingtalk、feishu、json。", "There is no kind of channel “{kind}”; there are mail, wecom, dingtalk, feishu and json."},
	"channel_url":         {"应是 https:// 开头的完整地址（通用 JSON 渠道也可用 http://），不含用户名。", "It must be a whole address that begins with https:// (http:// too for the kind json), without a user name."},
	"channel_secret":      {"这种渠道不用密钥；请留空。", "A channel of this kind has no secret; leave it empty."},
	"channel_unit":        {"没有单位“{unit}”。", "There is no unit “{unit}”."},
	"channel_recipients":  {"最多 {max} 个收件地址。", "At most {max} addresses can be told."},
	"channel_body":        {"应是一段 JSON，其中可用 {names}；例如 {example}。", "It must be JSON, in whose strings {names} may stand; such as {example}."},
	"unknown_event":       {"没有事件“{event}”；可用：{events}。", "There is no event “{event}”; there are {events}."},
	"unknown_text":        {"没有“{kind}”这种通知；可用：{kinds}。", "There is no text “{kind}”; there are {kinds}."},
	"unknown_placeholder": {"没有占位符“{name}”；[[您是否指“{near}”？]]可用：{names}。", "There is no placeholder “{name}”;[[ did you mean “{near}”?]] there are {names}."},
	"absent_unknown":      {"本测评不记录谁参加过，所以只能发给全部收件人。", "This poll does not know who took part, so that a message can only go to all."},
	"no_recipients":       {"还没有收件人；请先导入名单。", "There are no recipients yet; import a list first."},
	"bundles_max":         {"一次最多用邮件发送 {max} 套（现有 {count} 名评价人登记了邮箱）；请改为打印凭条，或导出表格用单位自己的邮件系统合并发送。", "At most {max} bundles are sent by mail at once ({count} raters have an address); print slips instead, or take the table for a mail merge of your own."},
	"no_mail_server":      {"服务器没有配置发信（--smtp-addr）；请运维人员配置后再发。", "The server has no way to send mail (--smtp-addr); ask whoever runs it to set one up."},
	"mailing_days":        {"应是结束前 {min} 至 {max} 天。", "It must be from {min} to {max} days before the end."},
	"mailing_when":        {"没有发送时间“{when}”；可用：now、opening、closing。", "There is no time “{when}” to send; there are now, opening and closing."},
	"mailing_past":        {"这个时间已过；请改选“立即”。", "That time is past; choose now instead."},
	"mailing_no_end":      {"本测评没有设定结束时间，不能按“结束前”安排。", "The poll has no end set, so that nothing can be planned before it."},
	"mailing_closed":      {"测评已经结束，不能再邀请或提醒。", "The poll has ended; nobody can be invited or reminded any more."},
	"mailing_draft":       {"测评还没有开始，链接还不能用；请安排在“开始时”发送，或先开始测评。", "The poll has not opened and its link does not work yet; plan the message for its opening, or open it first."},
	"recipients_max":      {"一次测评最多 {max} 个收件人。", "A poll can have at most {max} recipients."},
}

func init() { maps.Copy(messages, notifyMessages) }
