package report

import (
	"strings"

	"minping/survey"
)

// problems adds the sheet of the problem list, worst first.
func (b *book) problems() {
	name := b.say("问题清单", "Problems")
	s := b.sheet(name, b.title(name), b.sub(b.say("按严重程度排列。", "Worst first.")))
	s.heads(2,
		head{b.say("编号", "No."), 7, false},
		head{b.say("测评对象", "Unit"), 18, false},
		head{b.say("层级", "Tier"), 14, false},
		head{b.say("指标", "Indicator"), 22, false},
		head{b.say("问题", "Problem"), 52, false},
		head{b.say("得分", "Score"), 8, true},
		head{b.say("区间", "Interval"), 11, true},
		head{b.say("同层级中位数", "Tier median"), 13, true},
		head{b.say("处理", "Action"), 13, false},
		head{b.say("把握", "Certainty"), 13, false},
		head{b.say("建议", "Suggestions"), 16, false},
	)
	for i := range b.r.Findings {
		f := &b.r.Findings[i]
		e := f.Evidence
		sure := cell{b.say("先核实", "verify first"), atTop(verifyLook)}
		if certain(b.r, f) {
			sure = cell{b.say("确定", "certain"), atTop(certainLook)}
		}
		s.put(cell{f.ID, wrapLook}, cell{b.findingUnit(b.r, f), wrapLook}, cell{b.tierName(f.Tier), wrapLook},
			cell{b.nodeTitle(b.r, f.Node), wrapLook}, cell{f.Problem.In(b.lang), wrapLook},
			cell{e.Score.Score, atTop(scoreLook(e.Score))},
			cell{interval(e.Score.Low, e.Score.High), atTop(rightLook)},
			cell{e.PeerMedian, atTop(scoreLook(survey.NodeScore{Score: e.PeerMedian}))},
			cell{b.action(f.Action), wrapLook}, sure, cell{strings.Join(b.numbers(b.r, f), " "), wrapLook})
	}
	if len(b.r.Findings) == 0 {
		s.put(cell{b.say("没有单位触发预警规则。", "No unit meets a flag rule."), look{color: ink2}})
	}
}

// suggestions adds the sheet of what to do: a row for each problem and suggestion.
func (b *book) suggestions() {
	name := b.say("整改建议", "Suggestions")
	s := b.sheet(name, b.title(name), b.sub(b.say("一个问题可有多条建议。", "A problem may have several suggestions.")))
	s.heads(3,
		head{b.say("问题", "Problem"), 9, false},
		head{b.say("建议", "No."), 7, false},
		head{b.say("测评对象", "Unit"), 18, false},
		head{b.say("指标", "Indicator"), 22, false},
		head{b.say("常见原因", "What is typically wrong"), 36, false},
		head{b.say("整改建议", "Suggestion"), 52, false},
		head{b.say("完成标志", "Done when"), 36, false},
		head{b.say("期限（天）", "Days"), 9, true},
	)
	library := map[string]survey.Suggestion{}
	for _, g := range b.r.Suggestions {
		library[g.ID] = g
	}
	for i := range b.r.Findings {
		f := &b.r.Findings[i]
		numbers := b.numbers(b.r, f)
		for j, id := range f.Suggestions {
			g := library[id]
			days := cell{nil, atTop(rightLook)}
			if g.Days > 0 {
				days = cell{g.Days, atTop(countLook)}
			}
			s.put(cell{f.ID, wrapLook}, cell{numbers[j], wrapLook}, cell{b.findingUnit(b.r, f), wrapLook},
				cell{b.nodeTitle(b.r, f.Node), wrapLook}, cell{g.Problem.In(b.lang), wrapLook},
				cell{g.Text.In(b.lang), wrapLook}, cell{g.Measure.In(b.lang), wrapLook}, days)
		}
	}
}

// methods adds the sheet of method notes, and how each item was answered.
func (b *book) methods() {
	name := b.say("方法说明", "Method")
	s := b.sheet(name, b.title(name), b.say("每个数是怎样算出来的。", "How each figure is made."))
	s.heads(0,
		head{b.say("项目", "Subject"), 26, false}, head{b.say("说明", "Definition"), 84, false},
		head{b.say("应答", "Asked"), 10, true}, head{b.say("有分答案", "Scored"), 10, true},
		head{b.say("不了解", "Don't know"), 10, true}, head{b.say("弃权", "Abstained"), 10, true},
		head{b.say("未答", "Blank"), 10, true}, head{b.say("无效", "Void"), 10, true},
	)
	for _, n := range b.notes(b.r) {
		s.put(cell{n.Head, look{bold: true, wrap: true, ruled: true}}, cell{n.Text, wrapLook})
	}
	s.skip()
	for _, item := range b.r.Items {
		a := answersOf(b.r, item)
		s.put(cell{item.ID, wrapLook}, cell{item.Text.In(b.lang), wrapLook}, cell{a.asked, atTop(countLook)},
			cell{a.share(a.valid), atTop(shareLook)}, cell{a.share(a.dontKnow), atTop(shareLook)}, cell{a.share(a.abstain), atTop(shareLook)},
			cell{a.share(a.blank), atTop(shareLook)}, cell{a.share(a.invalid), atTop(shareLook)})
	}
}

// certain reports whether one of a finding's flags is beyond error.
func certain(r *survey.Release, f *survey.Finding) bool {
	for _, id := range f.Evidence.Flags {
		for i := range r.Flags {
			if r.Flags[i].ID == id && r.Flags[i].Certain {
				return true
			}
		}
	}
	return false
}

func (w words) findingUnit(r *survey.Release, f *survey.Finding) string {
	if u := r.Unit(f.Unit); u != nil {
		return w.unitName(u)
	}
	return f.Unit
}

func (w words) nodeTitle(r *survey.Release, id string) string {
	if n := r.Node(id); n != nil {
		return n.Title.In(w.lang)
	}
	return id
}
