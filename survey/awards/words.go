package awards

import "minping/survey"

var stateWords = map[State]survey.Text{
	Planned:   {"zh": "筹备中", "en": "in preparation"},
	Running:   {"zh": "评选中", "en": "under way"},
	Chosen:    {"zh": "已评出，待公示", "en": "decided, to be announced"},
	Noticed:   {"zh": "公示中", "en": "on public notice"},
	Conferred: {"zh": "已表彰", "en": "conferred"},
	Cancelled: {"zh": "已终止", "en": "called off"},
}

// Words is the state's name.
func (s State) Words() survey.Text { return stateWords[s] }

var doWords = map[Do]survey.Text{
	Plan:     {"zh": "编制方案", "en": "plan"},
	Start:    {"zh": "启动评选", "en": "begin"},
	Name:     {"zh": "确定评委", "en": "name the judges"},
	Recuse:   {"zh": "确定回避", "en": "recuse a judge"},
	Readmit:  {"zh": "解除回避", "en": "end a recusal"},
	Hand:     {"zh": "评委交评分", "en": "a judge hands in"},
	Mark:     {"zh": "录入评委打分", "en": "enter a judge's marks"},
	Settle:   {"zh": "确定本轮结果", "en": "decide the round"},
	Reopen:   {"zh": "重评上一轮", "en": "reopen the last round"},
	Drop:     {"zh": "退出评选", "en": "take a candidate out"},
	Publish:  {"zh": "开始公示", "en": "put on public notice"},
	Object:   {"zh": "登记异议", "en": "enter an objection"},
	Rule:     {"zh": "处理异议", "en": "rule on an objection"},
	Confer:   {"zh": "授予奖项", "en": "confer"},
	Revoke:   {"zh": "撤销奖项", "en": "revoke a prize"},
	Withdraw: {"zh": "终止评选", "en": "call it off"},
}

// Words is the step's name.
func (d Do) Words() survey.Text { return doWords[d] }

var wayWords = map[Way]survey.Text{
	ByPoll:      {"zh": "票决或测评", "en": "votes or scores of a poll"},
	ByMarks:     {"zh": "评委打分", "en": "marks of judges"},
	ByAppraisal: {"zh": "考核结果", "en": "totals of an appraisal"},
	ByMeeting:   {"zh": "会议研究", "en": "decision of a meeting"},
}

// Words is the way's name.
func (w Way) Words() survey.Text { return wayWords[w] }

var findingWords = map[Finding]survey.Text{
	Raised:    {"zh": "待处理", "en": "open"},
	Upheld:    {"zh": "成立", "en": "upheld"},
	Dismissed: {"zh": "不成立", "en": "dismissed"},
}

// Words is the finding's name.
func (f Finding) Words() survey.Text { return findingWords[f] }
