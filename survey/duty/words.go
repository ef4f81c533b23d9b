package duty

import "minping/survey"

var stateWords = map[State]survey.Text{
	Planned:   {"zh": "筹备中", "en": "in preparation"},
	Running:   {"zh": "述职评议中", "en": "under way"},
	Published: {"zh": "已公布", "en": "published"},
	Cancelled: {"zh": "已取消", "en": "called off"},
}

// Words is the state's name.
func (s State) Words() survey.Text { return stateWords[s] }

var reportStateWords = map[ReportState]survey.Text{
	Awaited:  {"zh": "待提交", "en": "awaited"},
	Handed:   {"zh": "已提交", "en": "handed in"},
	Returned: {"zh": "退回修改", "en": "returned"},
	Accepted: {"zh": "已接收", "en": "accepted"},
}

// Words is the state's name.
func (s ReportState) Words() survey.Text { return reportStateWords[s] }

var doWords = map[Do]survey.Text{
	Plan:     {"zh": "制定方案", "en": "plan"},
	Start:    {"zh": "启动述职", "en": "begin"},
	Name:     {"zh": "确定评委", "en": "name the judges"},
	Score:    {"zh": "录入评分", "en": "enter a judge’s marks"},
	Publish:  {"zh": "公布结果", "en": "publish the result"},
	Reopen:   {"zh": "撤回公布", "en": "take the result back"},
	Withdraw: {"zh": "取消述职评议", "en": "call it off"},
}

// Words is the step's name.
func (d Do) Words() survey.Text { return doWords[d] }

var reportDoWords = map[ReportDo]survey.Text{
	Write:  {"zh": "保存草稿", "en": "keep a draft"},
	HandIn: {"zh": "提交报告", "en": "hand in the report"},
	Return: {"zh": "退回修改", "en": "return it"},
	Take:   {"zh": "接收", "en": "accept it"},
	Ask:    {"zh": "提问", "en": "ask a question"},
	Answer: {"zh": "回答", "en": "answer"},
}

// Words is the step's name.
func (d ReportDo) Words() survey.Text { return reportDoWords[d] }

var gradeWords = map[Grade]survey.Text{
	Good:     {"zh": "好", "en": "good"},
	RatherSo: {"zh": "较好", "en": "fairly good"},
	Fair:     {"zh": "一般", "en": "fair"},
	Poor:     {"zh": "差", "en": "poor"},
}

// Words is the grade's name.
func (g Grade) Words() survey.Text { return gradeWords[g] }
