package official

import (
	"slices"

	"minping/survey"
)

// A Kind is what a document is.
type Kind string

// The kinds.
const (
	Notice           Kind = "notice"           // 整改通知书, of an order
	Problems         Kind = "problems"         // 问题清单, of an order or of all of a poll
	Tasks            Kind = "tasks"            // 任务清单
	Responsibilities Kind = "responsibilities" // 责任清单
	Circular         Kind = "circular"         // 通报, of a poll
	Supervision      Kind = "supervision"      // 督导名单, of a poll
	Feedback         Kind = "feedback"         // 反馈报告, of a unit in a poll
	AwardNotice      Kind = "award_notice"     // 评选结果公示, of an award
	Commendation     Kind = "commendation"     // 表彰通报, of an award
)

// Kinds are all of them.
var Kinds = []Kind{Notice, Problems, Tasks, Responsibilities, Circular, Supervision, Feedback, AwardNotice, Commendation}

// OfOrder are those of one order, OfPoll those of one poll.
var (
	OfOrder = []Kind{Notice, Problems, Tasks, Responsibilities}
	OfPoll  = []Kind{Circular, Supervision, Problems, Tasks, Responsibilities}
)

var kindWords = map[Kind]survey.Text{
	Notice:           {"zh": "整改通知书", "en": "Rectification notice"},
	Problems:         {"zh": "问题清单", "en": "List of problems"},
	Tasks:            {"zh": "任务清单", "en": "List of tasks"},
	Responsibilities: {"zh": "责任清单", "en": "List of responsibilities"},
	Circular:         {"zh": "通报", "en": "Circular"},
	Supervision:      {"zh": "督导名单", "en": "Supervision list"},
	Feedback:         {"zh": "反馈报告", "en": "Feedback report"},
	AwardNotice:      {"zh": "评选结果公示", "en": "Public notice of an award"},
	Commendation:     {"zh": "表彰通报", "en": "Commendation"},
}

// Words is the kind's name.
func (k Kind) Words() survey.Text { return kindWords[k] }

// Known reports whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(Kinds, k) }

// List reports whether it is a list, which is written as a workbook too.
func (k Kind) List() bool {
	return k == Problems || k == Tasks || k == Responsibilities || k == Supervision || k == AwardNotice || k == Commendation
}

// Formats are those in which a kind is written.
func (k Kind) Formats() []string {
	if k.List() {
		return []string{"docx", "pdf", "xlsx"}
	}
	return []string{"docx", "pdf"}
}

// Languages are those in which there are templates.
var Languages = []string{"zh", "en"}

// general are the fields of all kinds.
var general = []Field{
	named("issuer", "发文单位", "who issues it"),
	named("date", "成文日期", "date of the document"),
	named("year", "年份", "year of the document"),
	named("poll", "测评名称；不是由一次测评产生的为空", "title of the poll; empty where it did not come of one"),
}

// ofTask are the fields of an entry of {each problems}.
var ofTask = []Field{
	named("no", "序号：1", "number: 1"),
	named("cn", "序号：一", "number in words, 一 (Chinese)"),
	named("title", "问题", "the problem"),
	named("detail", "具体表现", "details"),
	named("kind", "问题类型", "kind of problem"),
	named("source", "来源和数据", "what it rests on, with its numbers"),
	named("advice", "整改建议", "what is advised"),
	named("measure", "整改措施", "what is to be done"),
	named("due", "完成时限", "deadline"),
	named("lead", "牵头领导", "who leads"),
	named("person", "责任人", "who is responsible"),
	named("cooperating", "配合单位", "cooperating units"),
	named("responsible", "责任单位", "responsible unit"),
}

var ofOrders = []Field{
	named("unit", "责任单位；多个单位时为空", "responsible unit; empty where there are several"),
	named("number", "文号", "the order's number"),
	named("order", "通知标题", "the order's title"),
	named("preamble", "通知引言", "the order's preamble"),
	named("due", "完成时限；多个时限时为最晚的", "deadline; the latest where there are several"),
	named("claim", "认领期限", "last day to claim tasks"),
	named("count", "问题数", "number of problems"),
	named("units", "责任单位数", "number of units"),
}

var ofTier = []Field{
	named("no", "序号：1", "number: 1"),
	named("cn", "序号：一", "number in words, 一 (Chinese)"),
	named("tier", "层级", "tier"),
	named("ranked", "参加排名的单位数", "number of ranked units"),
	named("headline", "排名能说明什么", "what the ranking shows"),
	named("spread", "名次的可信程度", "how far ranks hold"),
	named("boundary", "末位界线两侧能否区分", "whether the line of the last can be told"),
	named("k", "末位规则的位数", "how many count as last"),
	named("certain", "可以确定居末位的单位", "units certainly among the last"),
	named("unsure", "得分居末位、但在误差之内的单位", "units among the last by score, within error"),
	named("near", "得分不在末位、但不能与末位区分的单位", "units not among the last by score, perhaps in truth"),
}

var ofRelease = []Field{
	named("ballots", "有效票数", "number of ballots counted"),
	named("units", "有结果的单位数", "number of units with results"),
	named("level", "置信水平", "confidence level"),
	named("organiser", "组织单位", "who organised the poll"),
	named("closed", "结束日期", "day on which the poll ended"),
	named("findings", "发现的问题数", "number of problems found"),
	named("tasks", "已下发的整改任务数，即问题清单的条数；没有时为空", "number of tasks issued, as in the list of problems; empty where there are none"),
}

var ofFlag = []Field{
	named("no", "序号：1", "number: 1"),
	named("unit", "单位", "unit"),
	named("tier", "层级", "tier"),
	named("action", "处理", "what is to be done"),
	named("evidence", "依据", "what it rests on"),
}

var ofUnit = []Field{
	named("unit", "单位", "unit"),
	named("tier", "层级", "tier"),
	named("unit_ballots", "本单位有效票数", "ballots about the unit"),
	named("score", "得分", "score"),
	named("interval", "得分区间", "interval of the score"),
	named("rank", "名次；没有可比的同级单位时，名次各项为空", "rank; empty, as all about ranks, where there is nobody to compare with"),
	named("of", "同级单位数", "units in the tier"),
	named("rank_low", "名次区间：最好", "rank interval: best"),
	named("rank_high", "名次区间：最差", "rank interval: worst"),
	named("change", "比上一轮的变化：提高0.9分，在误差之内", "change since the round before: up 0.9, within error"),
	named("headline", "主要结论", "the main finding"),
	named("weak", "明显低于同级的方面", "clearly below peers"),
	named("strong", "明显高于同级的方面", "clearly above peers"),
}

var ofFinding = []Field{
	named("no", "序号：1", "number: 1"),
	named("cn", "序号：一", "number in words, 一 (Chinese)"),
	named("problem", "问题", "the problem"),
	named("evidence", "依据", "what it rests on"),
	named("sure", "是否超出误差", "whether it is beyond error"),
}

var ofAdvice = []Field{
	named("advice", "整改建议", "what is advised"),
	named("check", "完成标准", "how one sees that it is done"),
	named("days", "天数", "days"),
}

// Scope is what templates of a kind may name.
func (k Kind) Scope() Scope {
	problems := List{named("problems", "逐个问题", "each problem"), Scope{Fields: ofTask}}
	tiers := List{named("tiers", "逐个层级", "each tier"), Scope{Fields: ofTier, Tables: []Field{named("ranking", "排名表", "ranking")}}}
	switch k {
	case Notice:
		return Scope{Fields: slices.Concat(general, ofOrders), Lists: []List{problems}, Tables: []Field{named("list", "问题表", "table of problems")}}
	case Problems, Tasks, Responsibilities:
		return Scope{Fields: slices.Concat(general, ofOrders), Lists: []List{problems}, Tables: []Field{named("list", "清单表", "the list")}}
	case Circular:
		return Scope{Fields: slices.Concat(general, ofRelease), Lists: []List{tiers}}
	case AwardNotice, Commendation:
		return awardScope()
	case Supervision:
		return Scope{
			Fields: slices.Concat(general, ofRelease),
			Lists: []List{
				tiers,
				{named("certain_units", "超出误差的预警，逐个", "each flag beyond error"), Scope{Fields: ofFlag}},
				{named("unsure_units", "误差之内的预警，逐个", "each flag within error"), Scope{Fields: ofFlag}},
			},
			Tables: []Field{named("list", "名单表", "the list")},
		}
	}
	advice := List{named("suggestions", "逐条建议", "each suggestion"), Scope{Fields: ofAdvice}}
	return Scope{
		Fields: slices.Concat(general, ofRelease, ofUnit),
		Lists:  []List{{named("problems", "逐个问题", "each problem"), Scope{Fields: ofFinding, Lists: []List{advice}}}},
		Tables: []Field{named("profile", "各方面得分表", "scores by area and indicator")},
	}
}

// A Name is what a template may name, and where.
type Name struct {
	Name  string      `json:"name"`
	Use   string      `json:"use"`          // "field", "list" or "table"
	In    string      `json:"in,omitempty"` // the list within which there is it; "": everywhere
	Words survey.Text `json:"words"`
}

// Names lists what templates of a kind may name.
func (k Kind) Names() []Name { return k.Scope().names("") }

func (s Scope) names(in string) (all []Name) {
	for _, f := range s.Fields {
		all = append(all, Name{f.Name, "field", in, f.Words})
	}
	for _, t := range s.Tables {
		all = append(all, Name{t.Name, "table", in, t.Words})
	}
	for _, l := range s.Lists {
		all = append(all, Name{l.Name, "list", in, l.Words})
		all = append(all, l.Of.names(l.Name)...)
	}
	return all
}
