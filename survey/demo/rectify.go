package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"minping/survey"
	"minping/survey/rectify"
)

// lifted is what two rectifications truly brought between the rounds, in points
// of an item: all other changes of the example are drift and chance.
var lifted = map[string]map[string]float64{"x38": {"D4": 15}, "x13": {"A2": 14}}

// rectified are the findings of the first round that something was done about,
// each closed on paper before the second. What became of them is known, since
// the answers are simulated: two truly rose; x51 would have come up by itself,
// having stood far below; nothing rose at the others.
var rectified = []struct{ unit, node string }{{"x38", "D4"}, {"x13", "A2"}, {"x51", "C4"}, {"x26", "D3"}, {"x39", "D3"}}

// stages are how far tasks of the second round are, over and over.
var stages = []stage{
	{until: "close", due: 20},
	{until: "report", due: -4}, // overdue
	{until: "submit", due: 12},
	{until: "return", due: 25},
	{until: "plan", due: 30},
	{until: "check", due: 15},
	{until: "claim", due: 34},
	{until: "ask", due: 9},
	{until: "issue", due: 40},
	{until: "withdraw", due: 35},
	{until: "report", due: 5}, // soon due
}

// A stage is the last step that a task has seen, and in how many days it is due.
type stage struct {
	until rectify.Do
	due   int
}

// orderedUnits is how many units are told to put something right after the
// second round; one more has a draft.
const orderedUnits = 10

// Rectify goes through the loop twice: what the first round found was put right
// before the second, which proves what it was good for; what the second found
// is at every stage today, one task overdue. It sets the desk's clock and leaves
// it as it was.
func Rectify(ctx context.Context, svc *survey.Service, desk *rectify.Desk, ex Example, lang string, now time.Time) error {
	defer func(clock func() time.Time) { desk.Now = clock }(desk.Now)
	l := &loop{ctx: ctx, desk: desk, room: desk.Within(svc.Within(everything())), lang: lang, today: now}
	earlier, err := svc.Poll(ctx, ex.Earlier)
	if err != nil {
		return err
	}
	l.first(ex.Earlier, earlier.Opens)
	l.second(ex.Finished)
	l.at(now)
	if ex.Opinions != "" && l.err == nil {
		_, l.err = l.room.DraftOpinions(ctx, ex.Opinions, "service")
	}
	return l.err
}

// everything are the rights of whoever prepares the example.
func everything() survey.Rights {
	rights := survey.Rights{}
	for _, r := range []survey.Right{survey.ReadResults, survey.ManagePolls, survey.Moderate, survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders} {
		rights.Add(r, survey.Area{})
	}
	return rights
}

// A loop is the example's rectification under way; after an error it does
// nothing more.
type loop struct {
	ctx   context.Context
	desk  *rectify.Desk
	room  rectify.Room
	lang  string
	today time.Time
	err   error
}

// at sets the clock.
func (l *loop) at(t time.Time) { l.desk.Now = func() time.Time { return t } }

// day is the date some days after a time.
func (l *loop) day(t time.Time, days int) survey.Day {
	return survey.DayOf(t.AddDate(0, 0, days), l.desk.Zone)
}

// in is a text in the language of the example.
func (l *loop) in(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(l.lang) }

// as is the context in which somebody acts.
func (l *loop) as(zh, en string) context.Context {
	return survey.WithActor(l.ctx, survey.Actor{Name: l.in(zh, en), Via: survey.ViaSystem})
}

// problems drafts the findings of a poll and confirms those that are wanted.
func (l *loop) problems(poll string, wanted func(rectify.Problem) bool) (confirmed []rectify.Problem) {
	if l.err != nil {
		return nil
	}
	if _, l.err = l.room.DraftFindings(l.ctx, poll, l.lang); l.err != nil {
		return nil
	}
	all, err := l.room.Problems(l.ctx)
	if l.err = err; err != nil {
		return nil
	}
	for _, p := range all {
		if p.Poll != poll || p.State != rectify.Drafted || !wanted(p) {
			continue
		}
		edit := rectify.ProblemEdit{Revision: p.Revision, Title: p.Title, Detail: p.Detail, Kind: p.Kind, Advice: p.Advice, State: rectify.Confirmed}
		if p, l.err = l.room.EditProblem(l.as("整改办 周岚", "Zhou Lan, office"), p.ID, edit); l.err != nil {
			return nil
		}
		confirmed = append(confirmed, p)
	}
	return confirmed
}

// order drafts an order of a unit's problems.
func (l *loop) order(poll string, due survey.Day, problems []rectify.Problem) (o rectify.Order, tasks []rectify.Task) {
	if l.err != nil {
		return o, nil
	}
	ids := make([]string, len(problems))
	for i, p := range problems {
		ids[i] = p.ID
	}
	o, l.err = l.room.AddOrder(l.as("整改办 周岚", "Zhou Lan, office"), rectify.Order{
		Title: l.in("关于整改民意调查反映问题的通知", "Putting right what the poll found"), Unit: problems[0].Unit, Poll: poll, Due: due,
		Issuer: organiser.In(l.lang),
	}, ids)
	if l.err != nil {
		return o, nil
	}
	_, tasks, l.err = l.room.Order(l.ctx, o.ID)
	return o, tasks
}

// issue gives an order its number and returns its tasks.
func (l *loop) issue(o rectify.Order) (tasks []rectify.Task) {
	if l.err != nil {
		return nil
	}
	if o, l.err = l.room.IssueOrder(l.as("整改办 周岚", "Zhou Lan, office"), o.ID, o.Revision); l.err != nil {
		return nil
	}
	_, tasks, l.err = l.room.Order(l.ctx, o.ID)
	return tasks
}

// first puts right what the first round found, long before the second.
func (l *loop) first(poll string, opened time.Time) {
	issued := opened.AddDate(0, 0, 20)
	l.at(issued)
	for _, r := range rectified {
		found := l.problems(poll, func(p rectify.Problem) bool {
			return p.Unit == r.unit && slices.ContainsFunc(p.Origins, func(o rectify.Origin) bool { return o.Node == r.node })
		})
		if l.err == nil && len(found) != 1 {
			l.err = fmt.Errorf("the first round has %d findings on %s of %s", len(found), r.node, r.unit)
		}
		if l.err != nil {
			return
		}
		l.at(issued)
		o, _ := l.order(poll, l.day(issued, 120), found)
		for _, t := range l.issue(o) {
			l.walk(t, rectify.Close, issued, 110)
		}
	}
}

// second issues what the second round found, and lets each task come to its stage.
func (l *loop) second(poll string) {
	issued := l.today.AddDate(0, 0, -50)
	l.at(issued)
	units := []string{}
	found := map[string][]rectify.Problem{}
	for _, p := range l.problems(poll, func(p rectify.Problem) bool {
		if !slices.Contains(units, p.Unit) && len(units) <= orderedUnits {
			units = append(units, p.Unit)
		}
		return slices.Contains(units, p.Unit)
	}) {
		found[p.Unit] = append(found[p.Unit], p)
	}
	at := 0
	for i, unit := range units {
		l.at(issued)
		o, tasks := l.order(poll, l.day(l.today, 40), found[unit])
		if l.err != nil || i == orderedUnits {
			return // the last stays a draft
		}
		ends := make([]stage, len(tasks))
		for j, t := range tasks {
			if ends[j] = stages[at%len(stages)]; ends[j].due < 0 && at >= len(stages) {
				ends[j].due = 28 // one is overdue
			}
			at++
			_, l.err = l.room.EditTask(l.ctx, t.ID, rectify.TaskEdit{
				Revision: t.Revision, Title: t.Title, Detail: t.Detail, Kind: t.Kind, Due: l.day(l.today, ends[j].due),
				Cooperating: []string{l.in("市督查室（虚构）", "Supervision office (invented)")},
			})
			if l.err != nil {
				return
			}
		}
		for j, t := range l.issue(o) {
			l.walk(t, ends[j].until, issued, 45)
		}
	}
}

// walk takes a task from its issue to a step, the steps spread over some days.
func (l *loop) walk(t rectify.Task, until rectify.Do, issued time.Time, days int) {
	path := []rectify.Do{rectify.Claim, rectify.Plan, rectify.Report, rectify.Submit, rectify.Check, rectify.Close}
	switch until {
	case rectify.Issue:
		return
	case rectify.Return:
		path = append(path[:4:4], rectify.Return)
	case rectify.Ask:
		path = append(path[:3:3], rectify.Ask)
	case rectify.Withdraw:
		path = []rectify.Do{rectify.Withdraw}
	}
	for i, do := range path {
		when := issued.AddDate(0, 0, (i+1)*days/(len(path)+1))
		l.at(when)
		t = l.step(t, do)
		if l.err != nil || do == until {
			return
		}
	}
}

// step takes one step with a task.
func (l *loop) step(t rectify.Task, do rectify.Do) rectify.Task {
	if l.err != nil {
		return t
	}
	ctx, m := l.as("单位经办 沈禾", "Shen He, the unit"), rectify.Move{Do: do}
	switch do {
	case rectify.Claim:
		m.Person, m.Lead = l.in("沈禾", "Shen He"), l.in("陆青川", "Lu Qingchuan")
	case rectify.Plan:
		m.Cause = l.in("受理、转办、答复三个环节没有时限，也没有人对全过程负责。", "Nothing said how soon a matter is taken in, passed on and answered, and nobody answered for the whole.")
		m.Measure = l.in("定时限、定责任人，每周通报一次；到期未答复的由分管领导督办。", "Deadlines and one person for each matter, told every week; what is late goes to the head in charge.")
	case rectify.Report:
		m.Why, m.Share = l.in("办法已印发，受理台账已建，人员培训了两次。", "The rules are out, the register is kept, staff were trained twice."), 60
	case rectify.Submit:
		m.Why = l.in("积压事项全部办结，答复率由 61% 升至 97%（单位自报）。", "The backlog is done; answered in time 97% instead of 61%, by the unit's own count.")
		if m.Evidence = l.evidence(ctx, t); l.err != nil {
			return t
		}
	case rectify.Check:
		ctx, m.Why = l.as("督查 贺遥", "He Yao, inspection"), l.in("抽查 20 件，均有答复和回访记录。", "Of 20 cases drawn all were answered and called back.")
	case rectify.Close:
		ctx, m.Lasting = l.as("督查 贺遥", "He Yao, inspection"), true
	case rectify.Return:
		ctx, m.Why = l.as("督查 贺遥", "He Yao, inspection"), l.in("台账缺后三个月，请补齐。", "The register lacks the last three months.")
	case rectify.Ask:
		m.Due, m.Why = l.day(l.today, 30), l.in("系统改造的招标流标一次，需重新组织。", "The tender for the system failed once and is held again.")
	case rectify.Withdraw:
		ctx, m.Why = l.as("整改办 周岚", "Zhou Lan, office"), l.in("与另一份通知重复。", "The same as in another order.")
	}
	after, err := l.room.Move(ctx, t.ID, t.Revision, m)
	if err != nil {
		l.err = fmt.Errorf("%s of a task of %s: %w", do, t.Unit, err)
	}
	return after
}

// evidence is a small register as a workbook, kept where files are; else its name.
func (l *loop) evidence(ctx context.Context, t rectify.Task) []rectify.Evidence {
	name := l.in("办理台账（模拟）.xlsx", "register (simulated).xlsx")
	if l.desk.Files == nil {
		return []rectify.Evidence{{Name: name}}
	}
	book, err := register(l.lang, t.Title)
	if err == nil {
		var f rectify.File
		if f, err = l.room.AddFile(ctx, t.ID, name, bytes.NewReader(book)); err == nil {
			return []rectify.Evidence{{Name: f.Name, Hash: f.Hash}}
		}
	}
	l.err = err
	return nil
}

// register is a workbook of what was done, month by month.
func register(lang, title string) ([]byte, error) {
	head := []any{"Month", "Taken in", "Answered", "Called back"}
	if lang == "zh" {
		head = []any{"月份", "受理", "答复", "回访"}
	}
	f := excelize.NewFile()
	rows := [][]any{{title}, head}
	for month, taken := range []int{41, 38, 44, 40, 37, 42} {
		rows = append(rows, []any{month + 1, taken, taken - max(0, 5-month), taken - max(0, 8-2*month)})
	}
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			return nil, err
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), f.Close()
}
