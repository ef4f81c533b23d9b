package points

import "minping/survey"

var stateWords = map[State]survey.Text{
	Entered:   {"zh": "待审核", "en": "Waiting for review"},
	Confirmed: {"zh": "已确认", "en": "Confirmed"},
	Refused:   {"zh": "未通过", "en": "Refused"},
	Withdrawn: {"zh": "已撤销", "en": "Withdrawn"},
}

// Words names the state.
func (s State) Words() survey.Text { return stateWords[s] }

var doWords = map[Do]survey.Text{
	Enter:    {"zh": "录入", "en": "Entered"},
	Confirm:  {"zh": "确认", "en": "Confirm"},
	Refuse:   {"zh": "不通过", "en": "Refuse"},
	Withdraw: {"zh": "撤销", "en": "Withdraw"},
}

// Words names what is done.
func (d Do) Words() survey.Text { return doWords[d] }

var findingWords = map[Finding]survey.Text{
	Raised:    {"zh": "待处理", "en": "To be decided"},
	Upheld:    {"zh": "成立", "en": "Upheld"},
	Dismissed: {"zh": "不成立", "en": "Dismissed"},
}

// Words names the finding.
func (f Finding) Words() survey.Text { return findingWords[f] }
