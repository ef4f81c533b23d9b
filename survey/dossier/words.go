package dossier

import "minping/survey"

var kindWords = map[Kind]survey.Text{
	Score:   {"zh": "得分", "en": "Score"},
	Moved:   {"zh": "较上轮", "en": "Change"},
	Place:   {"zh": "位次", "en": "Rank"},
	Flags:   {"zh": "预警", "en": "Flags"},
	Open:    {"zh": "未结整改任务", "en": "Open tasks"},
	Total:   {"zh": "考核总分", "en": "Total of the appraisal"},
	Grade:   {"zh": "考核等次", "en": "Grade of the appraisal"},
	Late:    {"zh": "逾期任务", "en": "Overdue tasks"},
	Closed:  {"zh": "已销号任务", "en": "Closed tasks"},
	Prizes:  {"zh": "表彰", "en": "Awards"},
	Points:  {"zh": "积分", "en": "Points"},
	Credits: {"zh": "学时", "en": "Learning credits"},
	Work:    {"zh": "在办项目", "en": "Projects under way"},
	Duties:  {"zh": "述职评议", "en": "Duty report"},
	Proof:   {"zh": "佐证材料", "en": "Attachments"},
	Said:    {"zh": "未办结差评与来信", "en": "Open cases"},

	Tier:     {"zh": "类别", "en": "Kind"},
	Team:     {"zh": "所属", "en": "Belongs to"},
	Post:     {"zh": "现任职务", "en": "Post"},
	Group:    {"zh": "岗位层级", "en": "Rank group"},
	Born:     {"zh": "出生年月", "en": "Born"},
	Since:    {"zh": "任职时间", "en": "In post since"},
	Former:   {"zh": "原任职务", "en": "Post before"},
	Promoted: {"zh": "新提拔", "en": "Newly promoted"},
}

// Words is the name of the kind.
func (k Kind) Words() survey.Text { return kindWords[k] }
