package demo

import (
	"context"
	_ "embed" // the scheme
	"slices"
	"strconv"
	"time"

	"minping/survey"
	"minping/survey/points"
)

// performance is the scheme by which the cities of the example are appraised.
//
//go:embed performance.yaml
var performance []byte

// An earned is something that a city earned or lost on a day of the year.
type earned struct {
	city    int
	item    string
	day     string // month and day
	zh, en  string
	byZH    string // 依据
	byEN    string
	learned bool
}

// yearEarned is what cities earned in the year that is appraised.
var yearEarned = []earned{
	{city: 0, item: "award", day: "02-18", zh: "获省级表彰", en: "Commended by the province", byZH: "省委组织部表彰决定（虚构）", byEN: "Decision of the province (invented)"},
	{city: 0, item: "award", day: "06-30", zh: "支部工作法获推广", en: "Its way of working adopted elsewhere", byZH: "推广通知（虚构）", byEN: "Notice (invented)"},
	{city: 0, item: "award", day: "11-05", zh: "再获专项表彰", en: "Commended again", byZH: "专项表彰决定（虚构）", byEN: "Decision (invented)"}, // beyond the cap
	{city: 0, item: "pilot", day: "09-12", zh: "公开选调试点通过验收", en: "Pilot of open selection accepted", byZH: "验收意见（虚构）", byEN: "Report of acceptance (invented)"},
	{city: 1, item: "pilot", day: "05-20", zh: "民评点试点通过验收", en: "Pilot of service reviews accepted", byZH: "验收意见（虚构）", byEN: "Report of acceptance (invented)"},
	{city: 1, item: "award", day: "10-22", zh: "获市级创新奖", en: "Prize for innovation", byZH: "评奖公告（虚构）", byEN: "Announcement (invented)"},
	{city: 2, item: "award", day: "07-01", zh: "获先进集体", en: "Commended as a team", byZH: "表彰决定（虚构）", byEN: "Decision (invented)"},
	{city: 2, item: "project", day: "05-31", zh: "认领项目当月完成", en: "Claimed project on time", byZH: "项目台账（虚构）", byEN: "Ledger of projects (invented)"},
	{city: 2, item: "project", day: "09-30", zh: "认领项目当月完成", en: "Claimed project on time", byZH: "项目台账（虚构）", byEN: "Ledger of projects (invented)"},
	{city: 3, item: "pilot", day: "08-15", zh: "干部档案试点通过验收", en: "Pilot of records accepted", byZH: "验收意见（虚构）", byEN: "Report of acceptance (invented)"},
	{city: 3, item: "award", day: "12-01", zh: "获通报表扬", en: "Praised in a circular", byZH: "通报（虚构）", byEN: "Circular (invented)"},
	{city: 5, item: "award", day: "04-09", zh: "整改成效获通报表扬", en: "Praised for what it put right", byZH: "通报（虚构）", byEN: "Circular (invented)"},
	{city: 6, item: "absent", day: "01-25", zh: "全省调度会无故缺席", en: "Absent from the province's meeting", byZH: "会议签到表（虚构）", byEN: "List of attendance (invented)"},
	{city: 6, item: "absent", day: "04-25", zh: "二季度调度会无故缺席", en: "Absent again", byZH: "会议签到表（虚构）", byEN: "List of attendance (invented)"},
	{city: 6, item: "absent", day: "07-25", zh: "三季度调度会无故缺席", en: "Absent again", byZH: "会议签到表（虚构）", byEN: "List of attendance (invented)"},
	{city: 6, item: "absent", day: "10-25", zh: "四季度调度会无故缺席", en: "Absent again", byZH: "会议签到表（虚构）", byEN: "List of attendance (invented)"}, // beyond the cap
	{city: 8, item: "late", day: "03-11", zh: "一季度报表迟报三天", en: "Return three days late", byZH: "收文登记（虚构）", byEN: "Register (invented)"},
	{city: 12, item: "late", day: "06-11", zh: "二季度报表迟报一周", en: "Return a week late", byZH: "收文登记（虚构）", byEN: "Register (invented)"},
}

// quarterEarned is what cities earned in the quarter that is published, and learned.
var quarterEarned = []earned{
	{city: 0, item: "award", zh: "获省级表彰", en: "Commended by the province", byZH: "省委组织部表彰决定（虚构）", byEN: "Decision of the province (invented)"},
	{city: 1, item: "project", zh: "认领项目当月完成", en: "Claimed project on time", byZH: "项目台账（虚构）", byEN: "Ledger of projects (invented)"},
	{city: 4, item: "absent", zh: "全省调度会无故缺席", en: "Absent from the province's meeting", byZH: "会议签到表（虚构）", byEN: "List of attendance (invented)"},
	{city: 3, item: "absent", zh: "全省调度会未按时到会", en: "Not at the province's meeting in time", byZH: "会议签到表（虚构）", byEN: "List of attendance (invented)"},
	{city: 0, item: "course", zh: "组工干部培训班", en: "Course for organisation workers", byZH: "结业证书（虚构）", byEN: "Certificate (invented)", learned: true},
	{city: 1, item: "course", zh: "组工干部培训班", en: "Course for organisation workers", byZH: "结业证书（虚构）", byEN: "Certificate (invented)", learned: true},
	{city: 1, item: "online", zh: "网络学院专题班", en: "Online course", byZH: "学习记录（虚构）", byEN: "Record (invented)", learned: true},
}

// Points keeps a scheme of four parts, fills the cities' point cards over three
// years with somebody else's review, and publishes a quarter, to which two cities
// object: one objection waits, the other was upheld with a correction. The year of
// the earlier poll is appraised, decided and shown to leaders; that of the finished
// one is under way, with two suggestions decided otherwise or waiting. One entry
// waits for review. It sets the desk's clock and leaves it as it was.
func Points(ctx context.Context, svc *survey.Service, desk *points.Desk, ex Example, lang string, now time.Time) error {
	defer func(clock func() time.Time) { desk.Now = clock }(desk.Now)
	k := &keeping{ctx: ctx, room: desk.Within(svc.Within(everything())), lang: lang}
	desk.Now = func() time.Time { return time.Date(now.Year()-1, 1, 15, 10, 0, 0, 0, now.Location()) }
	k.scheme()
	k.earlier(strconv.Itoa(now.Year()-2), ex.Earlier)
	desk.Now = func() time.Time { return now }
	last := strconv.Itoa(now.Year() - 1)
	k.enter(k.lines(yearEarned, func(e earned) survey.Day { return survey.Day(last + "-" + e.day) }))
	k.enter(append(given(last), k.breach(4, survey.Day(last+"-08-03"))))
	from, to := lastQuarter(survey.DayOf(now, desk.Zone))
	k.enter(k.lines(quarterEarned, func(earned) survey.Day { return from.Add(40) }))
	k.publish(from, to)
	k.wait(to)
	k.appraise(last, ex.Finished)
	return k.err
}

// A keeping is the example's points under way; after an error it does nothing more.
type keeping struct {
	ctx  context.Context
	room points.Room
	lang string
	err  error
}

// in is a text in the language of the example.
func (k *keeping) in(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(k.lang) }

// as is the context in which somebody acts: who enters is not who reviews.
func (k *keeping) as(id, zh, en string) context.Context {
	return survey.WithActor(k.ctx, survey.Actor{ID: "demo-" + id, Name: k.in(zh, en), Via: survey.ViaSystem})
}

func (k *keeping) clerk() context.Context {
	return k.as("clerk", "绩效考核办", "Appraisal office")
}

func (k *keeping) inspector() context.Context { return k.as("inspector", "督查室", "Inspectors") }

func (k *keeping) scheme() { _, k.err = k.room.PutScheme(k.clerk(), "", 0, performance) }

// lines are what cities earned as entries.
func (k *keeping) lines(all []earned, day func(earned) survey.Day) (in []points.Input) {
	for _, e := range all {
		card := "year"
		if e.learned {
			card = "learning"
		}
		in = append(in, points.Input{Scheme: "performance", Unit: cityID(e.city), Day: day(e), Card: card, Item: e.item, Matter: k.in(e.zh, e.en), Basis: k.in(e.byZH, e.byEN)})
	}
	return in
}

// breach is the veto of a city, which bars it from the two best grades.
func (k *keeping) breach(city int, day survey.Day) points.Input {
	return points.Input{
		Scheme: "performance", Unit: cityID(city), Day: day, Veto: "breach", Matter: k.in("一名领导干部任用程序违规，已查实（虚构）", "An appointment against the rules, proven (invented)"),
	}
}

// given are the marks of cities at the end of a year, invented.
func given(year string) (in []points.Input) {
	for i := range cities {
		quality, once := float64(92-i*2+i*i%5), float64(90-i*3/2+i*7%6)
		day := survey.Day(year + "-12-20")
		in = append(in,
			points.Input{Scheme: "performance", Unit: cityID(i), Day: day, Part: "quality", Points: &quality},
			points.Input{Scheme: "performance", Unit: cityID(i), Day: day, Part: "once", Points: &once})
	}
	return in
}

// enter enters a table, and has somebody else confirm it.
func (k *keeping) enter(in []points.Input) {
	if k.err != nil {
		return
	}
	var wrong map[int]survey.FieldErrors
	if _, wrong, k.err = k.room.AddAll(k.clerk(), in, false); k.err != nil {
		return
	}
	for _, errs := range wrong {
		k.err = errs
		return
	}
	waiting, err := k.room.Entries(k.inspector(), points.Filter{State: points.Entered})
	for i := range waiting {
		if err == nil {
			_, err = k.room.Step(k.inspector(), waiting[i].ID, waiting[i].Revision, points.Confirm, "")
		}
	}
	k.err = err
}

// lastQuarter is the last quarter of a year that is over on a day.
func lastQuarter(today survey.Day) (from, to survey.Day) {
	t, _ := time.Parse(time.DateOnly, string(today)) // a Day of a time is one
	begins := time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	return survey.DayOf(begins.AddDate(0, -3, 0), time.UTC), survey.DayOf(begins.AddDate(0, 0, -1), time.UTC)
}

// publish publishes the quarter, and lets two cities object. What the first says is
// still to be decided; the second came late to a meeting and was entered as absent,
// which somebody else puts right.
func (k *keeping) publish(from, to survey.Day) {
	if k.err != nil {
		return
	}
	p, err := k.room.Publish(k.clerk(), points.PublicationInput{Scheme: "performance", Card: "year", From: from, To: to})
	if k.err = err; err != nil {
		return
	}
	k.object(k.as("city", "砚湖市委组织部", "Yanhu City"), &p, 4, k.in("当日已书面请假，附请假条，不应扣分。", "Leave had been asked for in writing; nothing should be taken away."))
	o := k.object(k.as("other", cities[3].zh+"委组织部", cities[3].en+" City"), &p, 3, k.in("签到在开会十分钟后，属迟到，不应按缺会扣分。", "We signed in ten minutes late: that is no absence."))
	if k.err != nil {
		return
	}
	one := -1.0
	o, err = k.room.Decide(k.as("head", "省委组织部分管领导", "Deputy head"), p.ID, o.ID, points.Ruling{
		Revision: o.Revision, State: points.Upheld, Why: k.in("签到表载明九时十分到会，按迟到处理。", "The list says ten past nine: it was late, not absent."),
		Correction: &points.Input{Points: &one, Matter: k.in("全省调度会迟到", "Late at the province's meeting")},
	})
	if k.err = err; err == nil {
		_, k.err = k.room.Step(k.inspector(), o.Correction, 1, points.Confirm, "")
	}
}

// object lets a city object to the first line of its card.
func (k *keeping) object(who context.Context, p *points.Publication, city int, reason string) (o points.Objection) {
	if k.err == nil {
		i := slices.IndexFunc(p.Cards, func(c points.Published) bool { return c.Unit == cityID(city) })
		o, k.err = k.room.Object(who, p.ID, cityID(city), p.Cards[i].Lines[0].ID, reason)
	}
	return o
}

// wait enters something that nobody has reviewed yet.
func (k *keeping) wait(day survey.Day) {
	if k.err == nil {
		_, k.err = k.room.Add(k.clerk(), points.Input{
			Scheme: "performance", Unit: cityID(2), Day: day, Card: "year", Item: "pilot", Matter: k.in("基层联系点试点通过验收", "Pilot accepted"), Basis: k.in("验收意见（虚构）", "Report of acceptance (invented)"),
		})
	}
}

// earlier appraises the year before: every grade is decided by one, where figures
// leave something to choose with the reason, agreed with by another, and shown.
func (k *keeping) earlier(year, poll string) {
	some := []earned{
		{city: 4, item: "award", day: "05-06", zh: "获专项表彰", en: "Commended", byZH: "专项表彰决定（虚构）", byEN: "Decision (invented)"},
		{city: 4, item: "pilot", day: "10-14", zh: "基层党建试点通过验收", en: "Pilot of local branches accepted", byZH: "验收意见（虚构）", byEN: "Report of acceptance (invented)"},
	}
	for i, e := range yearEarned {
		if i%3 < 2 {
			some = append(some, e)
		}
	}
	k.enter(k.lines(some, func(e earned) survey.Day { return survey.Day(year + "-" + e.day) }))
	k.enter(append(given(year), k.breach(1, survey.Day(year+"-06-17"))))
	if k.err != nil {
		return
	}
	a, err := k.room.Compute(k.clerk(), points.AppraisalInput{Scheme: "performance", Year: year, Polls: map[string]string{"satisfaction": poll}})
	if k.err = err; err != nil {
		return
	}
	var verdicts []points.Verdict
	var units []string
	for i := range a.Result.Units {
		u := &a.Result.Units[i]
		v := points.Verdict{Unit: u.Unit, Grade: u.Grade}
		if points.Open(u) {
			v.Reason = k.in("分差在误差之内，经集体研究，从其得分。", "The gap is within the error; after deliberation, by its score.")
		}
		verdicts, units = append(verdicts, v), append(units, u.Unit)
	}
	if a, k.err = k.room.Grade(k.clerk(), a.ID, a.Revision, verdicts); k.err != nil {
		return
	}
	if a, k.err = k.room.Agree(k.inspector(), a.ID, a.Revision, units); k.err == nil {
		_, k.err = k.room.Show(k.inspector(), a.ID, a.Revision, true, "")
	}
}

// appraise appraises a year: what leaves nothing to choose is taken as suggested
// and agreed with, one more is decided otherwise, and the rest is open.
func (k *keeping) appraise(year, poll string) {
	if k.err != nil {
		return
	}
	a, err := k.room.Compute(k.clerk(), points.AppraisalInput{Scheme: "performance", Year: year, Polls: map[string]string{"satisfaction": poll}})
	if k.err = err; err != nil {
		return
	}
	var verdicts []points.Verdict
	var units []string
	for i := range a.Result.Units {
		if u := &a.Result.Units[i]; !points.Open(u) {
			verdicts, units = append(verdicts, points.Verdict{Unit: u.Unit, Grade: u.Grade}), append(units, u.Unit)
		}
	}
	if a, k.err = k.room.Grade(k.clerk(), a.ID, a.Revision, verdicts); k.err != nil {
		return
	}
	if a, k.err = k.room.Agree(k.inspector(), a.ID, a.Revision, units); k.err != nil {
		return
	}
	_, k.err = k.room.Grade(k.clerk(), a.ID, a.Revision, []points.Verdict{{
		Unit: cityID(8), Grade: "fair", Reason: k.in("年内两项重点任务延期，经集体研究降一等。", "Two main tasks were late: one grade less, after deliberation."),
	}})
}
