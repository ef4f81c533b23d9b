package library

import "minping/survey"

// catalogue names the files in the order of the list, each with what it is for.
var catalogue = []struct {
	id    string
	about survey.Text
}{
	{"organisation-work", survey.Text{
		"zh": "市县组织工作和选人用人民意调查，排名、预警、整改",
		"en": "Poll of cities and counties on organisation work: ranks, flags, rectification",
	}},
	{"leadership-team", survey.Text{
		"zh": "A/B/C 票评领导班子",
		"en": "Ballots A/B/C on a leadership team",
	}},
	{"leadership-individual", survey.Text{
		"zh": "A/B/C 票评领导干部个人，德能勤绩廉",
		"en": "Ballots A/B/C on a leading official: virtue, ability, diligence, results, integrity",
	}},
	{"leadership-evaluation", survey.Text{
		"zh": "A/B/C 票一张表评班子和全体成员，限评优秀名额",
		"en": "Ballots A/B/C on a team and all its members on one sheet, with a limit of excellent grades",
	}},
	{"one-report-two-reviews", survey.Text{
		"zh": "听取选人用人报告后评议本年度选拔任用工作",
		"en": "Review of a year’s appointments after the yearly report",
	}},
	{"new-appointees", survey.Text{
		"zh": "逐人评议新提拔干部，不认同须写理由",
		"en": "Review of each newly promoted official; disagreeing takes a reason",
	}},
	{"two-reviews", survey.Text{
		"zh": "一报告两评议，一个码一张表评工作和全部新提拔干部",
		"en": "Both reviews after the yearly report, under one code and on one sheet",
	}},
	{"decision", survey.Text{
		"zh": "全委会、常委会逐项票决，应到过半为通过",
		"en": "A committee decides by ballot on each proposal, by a majority of those expected",
	}},
	{"nomination", survey.Text{
		"zh": "会议推荐人选，可另提他人，多选无效",
		"en": "A meeting nominates for a post, from a list or beyond it",
	}},
	{"award", survey.Text{
		"zh": "创新奖等分等次评选，同票另投",
		"en": "Prizes of several classes by ballot; ties go to another vote",
	}},
	{"service-review", survey.Text{
		"zh": "办事群众评窗口和网上服务，差评问原因",
		"en": "Users review counters and online services; a bad review asks what was wrong",
	}},
	{"opinion-form", survey.Text{
		"zh": "开放式征求意见，按方面归集原话",
		"en": "Open consultation: remarks by dimension, in people’s own words",
	}},
	{"leadership-360", survey.Text{
		"zh": "本人、上级、同级、下级、服务对象多维评价，供发展反馈",
		"en": "Self, superiors, peers, subordinates and people served, for development",
	}},
	{"customer-satisfaction", survey.Text{
		"zh": "三题顾客满意度指数，附抱怨和忠诚",
		"en": "Three-question customer satisfaction index, with complaints and loyalty",
	}},
}
