package rectify

import "minping/survey"

// stateWords name the states.
var stateWords = map[State]survey.Text{
	Draft:      {"zh": "待下发", "en": "not issued"},
	Issued:     {"zh": "已下发", "en": "issued"},
	Claimed:    {"zh": "已认领", "en": "claimed"},
	Planned:    {"zh": "已报方案", "en": "planned"},
	InProgress: {"zh": "整改中", "en": "in progress"},
	Submitted:  {"zh": "已提交", "en": "submitted"},
	Checked:    {"zh": "已核验", "en": "checked"},
	Returned:   {"zh": "已退回", "en": "returned"},
	Closed:     {"zh": "已销号", "en": "closed"},
	Withdrawn:  {"zh": "已撤销", "en": "withdrawn"},
}

// Words is the state's name.
func (s State) Words() survey.Text { return stateWords[s] }

var problemWords = map[ProblemState]survey.Text{
	Drafted:   {"zh": "草拟", "en": "draft"},
	Confirmed: {"zh": "已确认", "en": "confirmed"},
	Ordered:   {"zh": "已列入通知", "en": "in an order"},
	Merged:    {"zh": "已合并", "en": "merged"},
	Dropped:   {"zh": "不列入", "en": "dropped"},
}

// Words is the state's name.
func (s ProblemState) Words() survey.Text { return problemWords[s] }

// doWords name the steps.
var doWords = map[Do]survey.Text{
	Issue:    {"zh": "下发", "en": "issue"},
	Claim:    {"zh": "认领", "en": "claim"},
	Plan:     {"zh": "报方案", "en": "plan"},
	Report:   {"zh": "报进展", "en": "report progress"},
	Submit:   {"zh": "提交", "en": "submit"},
	Check:    {"zh": "核验", "en": "check"},
	Close:    {"zh": "销号", "en": "close"},
	Return:   {"zh": "退回", "en": "return"},
	Ask:      {"zh": "申请延期", "en": "ask for more time"},
	Grant:    {"zh": "批准延期", "en": "grant more time"},
	Refuse:   {"zh": "不予延期", "en": "refuse more time"},
	Remind:   {"zh": "催办", "en": "remind"},
	Amend:    {"zh": "调整", "en": "amend"},
	Escalate: {"zh": "逾期升级", "en": "escalate"},
	Withdraw: {"zh": "撤销", "en": "withdraw"},
	Held:     {"zh": "回头看：已巩固", "en": "look back: held"},
	FellBack: {"zh": "回头看：有反弹", "en": "look back: fell back"},
	Imported: {"zh": "台账导入", "en": "imported"},
	Recorded: {"zh": "台账所载", "en": "from the ledger"},
}

// Words is the step's name.
func (d Do) Words() survey.Text { return doWords[d] }
