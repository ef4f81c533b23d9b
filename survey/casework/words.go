package casework

import "minping/survey"

var stateWords = map[State]survey.Text{
	Received:   {"zh": "待受理", "en": "received"},
	Accepted:   {"zh": "已受理", "en": "accepted"},
	Verified:   {"zh": "已核实", "en": "verified"},
	Planned:    {"zh": "限期整改", "en": "to be fixed by a limit"},
	Fixed:      {"zh": "已整改", "en": "fixed"},
	Explained:  {"zh": "已解释", "en": "explained"},
	Rejected:   {"zh": "待复核", "en": "rejected, to be rechecked"},
	Dismissed:  {"zh": "复核不成立", "en": "dismissed"},
	Appealed:   {"zh": "申诉待复核", "en": "appealed"},
	Replied:    {"zh": "已答复", "en": "answered"},
	CalledBack: {"zh": "已回访", "en": "called back"},
	Closed:     {"zh": "已办结", "en": "closed"},
}

// Words is the state's name.
func (s State) Words() survey.Text { return stateWords[s] }

var doWords = map[Do]survey.Text{
	Receive:  {"zh": "收到", "en": "receive"},
	Accept:   {"zh": "受理", "en": "accept"},
	Refer:    {"zh": "转办", "en": "refer"},
	Verify:   {"zh": "核实", "en": "verify"},
	Fix:      {"zh": "即时整改", "en": "fix"},
	Plan:     {"zh": "列账限期整改", "en": "set a limit"},
	Explain:  {"zh": "解释说明", "en": "explain"},
	Reject:   {"zh": "认定恶意或误评", "en": "reject"},
	Uphold:   {"zh": "复核：维持", "en": "recheck: uphold"},
	Overturn: {"zh": "复核：撤销认定", "en": "recheck: overturn"},
	Reply:    {"zh": "答复", "en": "answer"},
	CallBack: {"zh": "回访", "en": "call back"},
	Appeal:   {"zh": "申诉", "en": "appeal"},
	Close:    {"zh": "办结", "en": "close"},
	Reopen:   {"zh": "重新办理", "en": "reopen"},
	Remind:   {"zh": "催办", "en": "remind"},
	Amend:    {"zh": "调整", "en": "amend"},
	Warn:     {"zh": "临期提醒", "en": "warn"},
	Recount:  {"zh": "按新日历重算期限", "en": "deadline counted anew by the calendar"},
	Escalate: {"zh": "逾期升级", "en": "escalate"},
}

// Waits says what a case waits for that others than its unit do; nil: for nothing.
func (s State) Waits() survey.Text {
	switch s {
	case Rejected, Appealed:
		return survey.Text{"zh": "复核", "en": "a recheck"}
	case Replied:
		return survey.Text{"zh": "回访", "en": "a call-back"}
	case CalledBack:
		return survey.Text{"zh": "办结", "en": "closing"}
	}
	return nil
}

// Words is the step's name.
func (d Do) Words() survey.Text { return doWords[d] }

var kindWords = map[Kind]survey.Text{
	ByReview: {"zh": "差评", "en": "bad review"},
	ByLetter: {"zh": "来信", "en": "letter"},
	ByVisit:  {"zh": "来访", "en": "visit"},
	ByCall:   {"zh": "来电", "en": "call"},
	Handled:  {"zh": "办件", "en": "matter"},
}

// Words is the kind's name.
func (k Kind) Words() survey.Text { return kindWords[k] }

var channelWords = map[Channel]survey.Text{
	Hall:   {"zh": "现场", "en": "at the counter"},
	Online: {"zh": "网上", "en": "online"},
	Phone:  {"zh": "电话", "en": "by phone"},
	Letter: {"zh": "来信", "en": "by letter"},
	Visit:  {"zh": "来访", "en": "by visit"},
}

// Words is the channel's name.
func (c Channel) Words() survey.Text { return channelWords[c] }

var pointWords = map[PointKind]survey.Text{
	Window: {"zh": "窗口、大厅", "en": "window or hall"},
	Item:   {"zh": "事项", "en": "item"},
	Person: {"zh": "工作人员", "en": "person"},
	Site:   {"zh": "网站、应用、终端", "en": "site, app or terminal"},
}

// Words is the kind's name; nil: there is no such kind.
func (k PointKind) Words() survey.Text { return pointWords[k] }

var gradeWords = [...]survey.Text{
	1: {"zh": "非常不满意", "en": "Very dissatisfied"},
	2: {"zh": "不满意", "en": "Dissatisfied"},
	3: {"zh": "基本满意", "en": "Fairly satisfied"},
	4: {"zh": "满意", "en": "Satisfied"},
	5: {"zh": "非常满意", "en": "Very satisfied"},
}

// GradeWords names a grade from 1 to 5; nil: there is no such grade.
func GradeWords(grade int) survey.Text {
	if grade < 1 || grade >= len(gradeWords) {
		return nil
	}
	return gradeWords[grade]
}

var aspectWords = map[string]survey.Text{
	"efficiency": {"zh": "办事效率", "en": "Speed of the procedure"},
	"guide":      {"zh": "指南精确度", "en": "Accuracy of the guide"},
	"ease":       {"zh": "便捷度", "en": "Convenience"},
	"platform":   {"zh": "平台操作性", "en": "Use of the site"},
	"speed":      {"zh": "服务效率", "en": "Speed of service"},
	"skill":      {"zh": "服务水平", "en": "Skill"},
	"attitude":   {"zh": "服务态度", "en": "Attitude"},
}

// AspectWords names an aspect.
func AspectWords(aspect string) survey.Text { return aspectWords[aspect] }

var groundWords = map[Ground]survey.Text{
	Malicious: {"zh": "恶意评价", "en": "malicious"},
	Mistaken:  {"zh": "误评", "en": "a mistake"},
}

// Words is the ground's name.
func (g Ground) Words() survey.Text { return groundWords[g] }

var outcomeWords = map[Outcome]survey.Text{
	Satisfied:    {"zh": "满意", "en": "satisfied"},
	Dissatisfied: {"zh": "不满意", "en": "dissatisfied"},
	Unreachable:  {"zh": "联系不上", "en": "not reached"},
}

// Words is the outcome's name.
func (o Outcome) Words() survey.Text { return outcomeWords[o] }
