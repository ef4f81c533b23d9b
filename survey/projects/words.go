package projects

import "minping/survey"

var stateWords = map[State]survey.Text{
	Offered:   {"zh": "待认领", "en": "offered"},
	Claimed:   {"zh": "推进中", "en": "under way"},
	Done:      {"zh": "已完成，待验收", "en": "done, to be accepted"},
	Accepted:  {"zh": "已验收", "en": "accepted"},
	Withdrawn: {"zh": "已撤销", "en": "withdrawn"},
}

// Words is the state's name.
func (s State) Words() survey.Text { return stateWords[s] }

var doWords = map[Do]survey.Text{
	Asking:   {"zh": "申请认领", "en": "ask for it"},
	Retract:  {"zh": "撤回申请", "en": "take the asking back"},
	Agree:    {"zh": "同意认领", "en": "agree"},
	Refuse:   {"zh": "不予认领", "en": "refuse"},
	Tell:     {"zh": "报进展", "en": "report"},
	Seen:     {"zh": "记走访", "en": "record a visit"},
	HandIn:   {"zh": "报请验收", "en": "hand in as done"},
	Accept:   {"zh": "验收", "en": "accept"},
	Return:   {"zh": "退回", "en": "return"},
	Amend:    {"zh": "调整", "en": "amend"},
	Withdraw: {"zh": "撤销", "en": "withdraw"},
	Imported: {"zh": "表格导入", "en": "imported"},
}

// Words is the step's name.
func (d Do) Words() survey.Text { return doWords[d] }

var alertWords = map[Alert]survey.Text{
	Overdue:    {"zh": "逾期", "en": "overdue"},
	Unreported: {"zh": "上月未报", "en": "nothing reported last month"},
	Behind:     {"zh": "进度滞后", "en": "behind"},
	Near:       {"zh": "临期", "en": "due soon"},
	Unvisited:  {"zh": "本季未走访", "en": "not visited this quarter"},
}

// Words is the alert's name.
func (a Alert) Words() survey.Text { return alertWords[a] }
