package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// A PaperRow is a line of the table of paper, in words.
type PaperRow struct {
	Unit, Group                                           string // Unit "" and Group "": all units
	Eligible, Issued, Returned, Valid, Invalid, Abstained string
	Participation, ReturnRate, ValidRate                  string
	Reasons                                               string // why sheets are invalid

	id, group string
	figures   survey.PaperFigures
}

// Paper returns what became of the sheets of paper: of the whole poll, then of
// each unit, followed by its groups; none where no paper was counted.
func Paper(r *survey.Release, lang string) []PaperRow {
	if r.Paper == nil {
		return nil
	}
	w := words{lang}
	rows := []PaperRow{w.paperRow(r.Paper.PaperFigures)}
	for _, u := range r.Paper.Units {
		row := w.paperRow(u.PaperFigures)
		row.Unit, row.id = unitName(r, u.Unit, lang), u.Unit
		rows = append(rows, row)
		for _, g := range u.Groups {
			line := w.paperRow(g.PaperFigures)
			line.Unit, line.id, line.Group, line.group = row.Unit, u.Unit, groupName(r, g.Group, lang), g.Group
			rows = append(rows, line)
		}
	}
	return rows
}

func groupName(r *survey.Release, id, lang string) string {
	if i := slices.IndexFunc(r.Groups, func(g survey.GroupInfo) bool { return g.ID == id }); i >= 0 {
		return r.Groups[i].Title.In(lang)
	}
	return id
}

func (w words) paperRow(f survey.PaperFigures) PaperRow {
	row := PaperRow{Eligible: w.thousands(f.Eligible), figures: f}
	if b := f.Band; b != nil {
		row.Issued, row.Returned, row.Valid, row.Invalid, row.Abstained, row.ReturnRate, row.ValidRate = "—", "—", "—", "—", "—", "—", "—"
		row.Participation = fmt.Sprintf("%.0f–%.0f%%", 100*float64(b.Low), 100*float64(b.High))
		return row
	}
	s := f.Sheets
	row.Issued, row.Returned, row.Valid = w.thousands(s.Issued), w.thousands(s.Returned), w.thousands(s.Valid)
	row.Invalid, row.Abstained = w.thousands(s.Invalid), w.thousands(s.Abstained)
	row.Participation, row.ReturnRate, row.ValidRate = percent(s.Participation), percent(s.ReturnRate), percent(s.ValidRate)
	row.Reasons = w.paperReasons(s.Reasons)
	return row
}

// paperReasons lists why sheets are invalid, with their numbers.
func (w words) paperReasons(reasons []survey.PaperReason) string {
	var parts []string
	for _, x := range reasons {
		parts = append(parts, VoidReason(x.Reason, w.lang)+" "+w.thousands(x.Count))
	}
	return strings.Join(parts, w.say("，", ", "))
}

// VoidReason words one of survey.VoidReasons.
func VoidReason(reason, lang string) string { return voidReasons[reason].In(lang) }

var voidReasons = map[string]survey.Text{
	survey.VoidIllegible: {"zh": "无法辨认", "en": "illegible"},
	survey.VoidForeign:   {"zh": "不是本次的票或带有记号", "en": "no sheet of this poll, or signed"},
	survey.VoidOther:     {"zh": "其他", "en": "other"},
	survey.VoidOver:      {"zh": "推荐人数超额", "en": "more names than seats"},
	survey.VoidAlike:     {"zh": "全部同分", "en": "one score throughout"},
	survey.VoidMost:      {"zh": "某档超过限额", "en": "a grade more often than allowed"},
	survey.VoidCheck:     {"zh": "答案前后矛盾", "en": "answers contradict one another"},
	survey.VoidFull:      {"zh": "配额已满", "en": "a quota was full"},
}

// paperNote says how many sheets of paper were counted and how.
func (w words) paperNote(r *survey.Release) string {
	whole := Paper(r, w.lang)[0]
	text := w.say(
		"收回 = 有效 + 无效，弃权（整张空白）计入有效；参评率 = 收回 ÷ 应到，回收率 = 收回 ÷ 发出，有效率 = 有效 ÷ 收回。无效票和弃权票只计张数，不进入得分。",
		"Returned = valid + invalid; abstained (wholly blank) are among the valid. Participation = returned ÷ eligible, return rate = returned ÷ issued, "+
			"valid rate = valid ÷ returned. Invalid and abstained sheets are counted, but enter no score. ",
	)
	if r.Paper.Sheets == nil {
		return text + w.sayf("全部：应到 %s，参评率 %s。", "In all: eligible %s, participation %s.", whole.Eligible, whole.Participation) + w.bandNote()
	}
	text += w.sayf("全部：应到 %s，发出 %s，收回 %s，有效 %s，无效 %s，弃权 %s；参评率 %s，回收率 %s，有效率 %s。",
		"In all: eligible %s, issued %s, returned %s, valid %s, invalid %s, abstained %s; participation %s, return rate %s, valid rate %s.",
		whole.Eligible, whole.Issued, whole.Returned, whole.Valid, whole.Invalid, whole.Abstained,
		whole.Participation, whole.ReturnRate, whole.ValidRate)
	if whole.Reasons != "" {
		text += w.sayf("无效的原因：%s。", " Invalid because: %s.", whole.Reasons)
	}
	return text + w.bandNote()
}

func (w words) bandNote() string {
	return w.say("应到不足 20 人的只给参评率的区间，必要时一并隐去相邻的数。",
		" Where fewer than 20 were eligible only a band of the participation is given, and of others with them where they could be found by subtraction.")
}

// paper adds the sheet of the numbers of paper.
func (b *book) paper() {
	rows := Paper(b.r, b.lang)
	if rows == nil {
		return
	}
	name := b.say("纸质票", "Paper")
	s := b.sheet(name, b.title(name), b.say("收回 = 有效 + 无效，弃权计入有效。", "Returned = valid + invalid; abstained are among the valid.")+b.bandNote())
	s.heads(2,
		head{b.say("测评对象", "Unit"), 22, false}, head{b.say("测评主体", "Group"), 18, false},
		head{b.say("应到", "Eligible"), 10, true}, head{b.say("发出", "Issued"), 10, true}, head{b.say("收回", "Returned"), 10, true},
		head{b.say("有效", "Valid"), 10, true}, head{b.say("无效", "Invalid"), 10, true}, head{b.say("弃权", "Abstained"), 10, true},
		head{b.say("参评率", "Participation"), 13, true}, head{b.say("回收率", "Return rate"), 11, true}, head{b.say("有效率", "Valid rate"), 11, true},
		head{b.say("无效的原因", "Why invalid"), 40, false},
	)
	for i, row := range rows {
		unit := row.Unit
		if i == 0 {
			unit = b.say("合计", "All")
		}
		cells := []cell{{unit, wrapLook}, {row.Group, wrapLook}, {row.figures.Eligible, atTop(countLook)}}
		if sheets := row.figures.Sheets; sheets != nil {
			for _, n := range []int{sheets.Issued, sheets.Returned, sheets.Valid, sheets.Invalid, sheets.Abstained} {
				cells = append(cells, cell{n, atTop(countLook)})
			}
			for _, share := range []survey.Num{sheets.Participation, sheets.ReturnRate, sheets.ValidRate} {
				cells = append(cells, cell{share, atTop(shareLook)})
			}
		} else {
			for range 5 {
				cells = append(cells, cell{"—", atTop(rightLook)})
			}
			cells = append(cells, cell{row.Participation, atTop(rightLook)}, cell{"—", atTop(rightLook)}, cell{"—", atTop(rightLook)})
		}
		s.put(append(cells, cell{row.Reasons, wrapLook})...)
	}
}

// csvPaper are the columns that a table has more where paper was counted; its
// rows have the level "paper" and no node.
var csvPaper = []string{
	"eligible", "issued", "returned", "valid", "void", "abstained",
	"participation_low", "participation_high", "return_rate", "valid_rate", "void_reasons",
}

// csvPaperRow writes a line of paper; abstained and void are numbers of sheets.
func csvPaperRow(row PaperRow) []string {
	cells := make([]string, len(csvColumns))
	cells[0], cells[1], cells[4], cells[7] = survey.PlainCell(row.id), survey.PlainCell(row.Unit), survey.PlainCell(row.group), "paper"
	cells = append(cells, strconv.Itoa(row.figures.Eligible))
	s := row.figures.Sheets
	if s == nil {
		b := row.figures.Band
		return append(cells, "", "", "", "", "", number(b.Low), number(b.High), "", "", "")
	}
	for _, n := range []int{s.Issued, s.Returned, s.Valid, s.Invalid, s.Abstained} {
		cells = append(cells, strconv.Itoa(n))
	}
	var reasons []string
	for _, x := range s.Reasons {
		reasons = append(reasons, x.Reason+"="+strconv.Itoa(x.Count))
	}
	return append(cells, number(s.Participation), number(s.Participation), number(s.ReturnRate), number(s.ValidRate), strings.Join(reasons, " "))
}
