package official

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/document"
	"minping/survey/rectify"
)

// An OrderOf is an order with its tasks, as a document is written from it.
type OrderOf struct {
	rectify.Order
	Tasks []rectify.Task
}

// ordersPaper writes a document about orders.
type ordersPaper struct {
	kind   Kind
	lang   string
	orders []OrderOf
	unit   func(id string) string // what a unit is called
	today  survey.Day
	zone   *time.Location
	poll   string // title of the poll, "" if they are of several
	maker  string // who issues where an order does not say

	simulated bool // the figures are made up
}

// paper puts facts into a text.
func (o ordersPaper) paper(t Text) Paper {
	p := Paper{Text: t, Lang: o.lang, Wide: o.kind == Tasks || o.kind == Responsibilities, Values: o.values(), Simulated: o.simulated, Draft: len(o.orders) == 1 && o.orders[0].Issued.IsZero()}
	if o.kind != Notice {
		return p
	}
	p.Annexes = []Annex{
		{Title: o.say("反馈问题清单", "Problems"), Table: o.problemTable()},
		{Title: o.say("整改情况报告表", "Report on the rectification"), Notes: []string{o.say(
			"本表由责任单位填写，经主要负责同志审签后随佐证材料一并报送。",
			"To be filled in by the responsible unit, signed by its head and handed in with the evidence.")}, Table: o.replyTable()},
	}
	return p
}

func (o ordersPaper) say(zh, en string) string { return say(o.lang, zh, en) }

func (o ordersPaper) values() Values {
	first := o.orders[0]
	issued := o.today
	if !first.Issued.IsZero() && len(o.orders) == 1 {
		issued = survey.DayOf(first.Issued, o.zone)
	}
	v := Values{Fields: map[string]string{}, Lists: map[string][]Values{}, Tables: map[string]Block{}}
	var units []string
	claim := issued.Add(rectify.ClaimDays)
	due, n := survey.Day(""), 0
	for _, order := range o.orders {
		for _, t := range order.Tasks {
			n++
			due, claim = max(due, t.Due), min(claim, cmp.Or(t.Due, claim))
			if !slices.Contains(units, t.Unit) {
				units = append(units, t.Unit)
			}
			v.Lists["problems"] = append(v.Lists["problems"], Values{Fields: o.task(n, t)})
		}
		if len(order.Tasks) == 0 {
			due = max(due, order.Due)
		}
	}
	v.Fields = map[string]string{
		"issuer": cmp.Or(first.Issuer, o.maker),
		"date":   written(issued, o.lang),
		"year":   string(issued)[:min(4, len(issued))],
		"poll":   o.poll,
		"due":    written(due, o.lang),
		"claim":  written(claim, o.lang),
		"count":  strconv.Itoa(n),
		"units":  strconv.Itoa(len(units)),
	}
	if len(o.orders) == 1 {
		v.Fields["unit"], v.Fields["number"], v.Fields["order"], v.Fields["preamble"] = o.unit(first.Unit), first.Number, first.Title, first.Preamble
	}
	v.Tables["list"] = o.list().table(o.lang)
	return v
}

// task are the fields of a problem.
func (o ordersPaper) task(n int, t rectify.Task) map[string]string {
	var advice []string
	for _, a := range t.Advice {
		advice = append(advice, a.Text)
	}
	return map[string]string{
		"no": strconv.Itoa(n), "cn": numeral(n), "title": stop(t.Title), "detail": t.Detail, "kind": t.Kind, "source": o.source(t),
		"advice": strings.Join(advice, "\n"), "measure": t.Measure, "due": written(t.Due, o.lang), "lead": t.Lead, "person": t.Person,
		"cooperating": strings.Join(t.Cooperating, o.say("、", ", ")), "responsible": o.unit(t.Unit),
	}
}

// source says what a task rests on, with the numbers of the release.
func (o ordersPaper) source(t rectify.Task) string {
	var all []string
	for _, x := range t.Origins {
		var parts []string
		if title := x.NodeTitle.In(o.lang); title != "" {
			parts = append(parts, title)
		}
		if x.Score != nil {
			parts = append(parts, o.say("得分 ", "score ")+told(*x.Score, o.lang))
			if x.Score.N > 0 && !x.Score.Blurred {
				parts = append(parts, o.say(strconv.Itoa(x.Score.N)+" 份有效回答", strconv.Itoa(x.Score.N)+" answers"))
			}
		}
		if x.Peers.OK() {
			parts = append(parts, o.say("同级中位数 ", "median of peers ")+chart.Points(x.Peers))
		}
		if x.Statements > 0 {
			parts = append(parts, o.say(strconv.Itoa(x.Statements)+" 条意见提到", "named in "+strconv.Itoa(x.Statements)+" statements"))
		}
		if len(x.Flags) > 0 && !x.Certain() {
			parts = append(parts, o.say("在误差之内，请先核实", "within error: verify first"))
		}
		if x.Text != "" && len(parts) == 0 {
			parts = append(parts, x.Text)
		}
		if len(parts) > 0 {
			all = append(all, strings.Join(parts, o.say("，", ", ")))
		}
	}
	return strings.Join(all, "\n")
}

// told is a score with its interval.
func told(s survey.NodeScore, lang string) string {
	switch {
	case s.Blurred:
		return chart.Told(s)
	case s.Low.OK() && s.High.OK():
		return chart.Points(s.Score) + say(lang, "（", " (") + chart.Interval(s.Low, s.High) + say(lang, "）", ")")
	}
	return chart.Points(s.Score)
}

// stop takes the full stop from the end of a heading.
func stop(s string) string { return strings.TrimRight(s, "。. ") }

func (o ordersPaper) serial() column {
	return column{name: o.say("序号", "No."), share: 1.5, align: document.Centre, number: true}
}

func (o ordersPaper) deadline() column {
	return column{name: o.say("完成时限", "Due"), share: 3.7, align: document.Centre, date: true}
}

// problemTable is the list of problems.
func (o ordersPaper) problemTable() document.Table {
	o.kind = Problems
	return o.list().table(o.lang)
}

// replyTable is the form on which a unit answers.
func (o ordersPaper) replyTable() document.Table {
	s := sheet{heads: []column{
		o.serial(),
		col(o.say("问题", "Problem"), 4),
		col(o.say("问题原因", "Cause"), 2.6),
		col(o.say("整改措施", "Measure"), 2.6),
		col(o.say("整改成效", "Result"), 2.6),
		col(o.say("责任人", "Person"), 2.2),
		col(o.say("完成日期", "Done on"), 2.2),
	}}
	for _, order := range o.orders {
		for _, t := range order.Tasks {
			s.rows = append(s.rows, []string{strconv.Itoa(len(s.rows) + 1), t.Title, "", "", "", t.Person, ""})
		}
	}
	return s.table(o.lang)
}

// list is the list of the kind: of several orders, with a line for each.
func (o ordersPaper) list() sheet {
	var s sheet
	lines := func(parts ...string) string {
		return strings.Join(slices.DeleteFunc(parts, func(x string) bool { return x == "" }), "\n")
	}
	number := inBook(o.say("文号", "Order"), 24)
	switch o.kind {
	case Tasks:
		s.heads = []column{o.serial(), col(o.say("整改任务", "Task"), 4.6), col(o.say("整改措施", "Measure"), 8.4), col(o.say("完成标准", "Done when"), 5.6), col(o.say("责任单位", "Unit"), 2.8), o.deadline(), col(o.say("状态", "State"), 2.2), number}
	case Responsibilities:
		s.heads = []column{o.serial(), col(o.say("问题", "Problem"), 4.6), col(o.say("整改措施", "Measure"), 7.6), col(o.say("牵头领导", "Lead"), 2.4), col(o.say("责任单位", "Unit"), 2.8), col(o.say("责任人", "Person"), 2.4), col(o.say("配合单位", "Cooperating"), 2.8), o.deadline(), number}
	default:
		s.heads = []column{o.serial(), col(o.say("存在问题", "Problem"), 4), col(o.say("依据", "Evidence"), 3.4), col(o.say("整改建议", "Advice"), 6), o.deadline(), inBook(o.say("责任单位", "Unit"), 14), number}
	}
	for _, order := range o.orders {
		for i, t := range order.Tasks {
			f := o.task(len(s.rows)+1, t)
			var checks []string
			for _, a := range t.Advice {
				checks = append(checks, a.Measure)
			}
			group := ""
			if i == 0 && len(o.orders) > 1 {
				group = strings.TrimSpace(o.unit(order.Unit) + "　" + cmp.Or(order.Number, order.Title))
			}
			s.groups = append(s.groups, group)
			measure := cmp.Or(t.Measure, f["advice"])
			switch o.kind {
			case Tasks:
				s.rows = append(s.rows, []string{f["no"], t.Title, measure, lines(checks...), f["responsible"], string(t.Due), t.State.Words().In(o.lang), order.Number})
			case Responsibilities:
				s.rows = append(s.rows, []string{f["no"], t.Title, measure, t.Lead, f["responsible"], t.Person, f["cooperating"], string(t.Due), order.Number})
			default:
				s.rows = append(s.rows, []string{f["no"], lines(t.Title, t.Detail), f["source"], f["advice"], string(t.Due), f["responsible"], order.Number})
			}
		}
	}
	return s
}

// written is a day as documents write it: 2026年11月22日.
func written(d survey.Day, lang string) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return t.Format(say(lang, "2006年1月2日", "2 January 2006"))
}

// numeral writes a number up to 99 in Chinese: 十二.
func numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n%10]
	}
	return digits[n/10] + "十" + digits[n%10]
}
