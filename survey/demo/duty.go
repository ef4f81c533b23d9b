package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"minping/survey"
	"minping/survey/duty"
)

// Duty holds two rounds of duty reports of the cities: last year's, marked by
// seven judges and published, and this half-year's, of which some reports were
// handed in, one was returned and one is late. It sets the desk's clock and leaves
// it as it was.
func Duty(ctx context.Context, svc *survey.Service, desk *duty.Desk, lang string, now time.Time) error {
	defer func(clock func() time.Time) { desk.Now = clock }(desk.Now)
	o := &officeHolders{ctx: ctx, desk: desk, room: desk.Within(svc.Within(everything())), lang: lang, today: now}
	o.published()
	o.underWay()
	return o.err
}

// officeHolders are the example's duty reports under way; after an error nothing
// more is done.
type officeHolders struct {
	ctx   context.Context
	desk  *duty.Desk
	room  duty.Room
	lang  string
	today time.Time
	now   duty.Review
	err   error
}

func (o *officeHolders) in(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(o.lang) }

// at sets the clock to some days ago.
func (o *officeHolders) at(ago int) {
	then := o.today.AddDate(0, 0, -ago)
	o.desk.Now = func() time.Time { return then }
}

func (o *officeHolders) as(name string) context.Context {
	return survey.WithActor(o.ctx, survey.Actor{Name: name})
}

// plan makes a round of cities that is due some days ago, and begins it.
func (o *officeHolders) plan(title string, year int, cities, ago int) {
	if o.err != nil {
		return
	}
	r := duty.Review{
		Title: title, Year: fmt.Sprint(year), Due: survey.DayOf(o.today.AddDate(0, 0, -ago), o.desk.Zone), Cut: 1,
		Sections: []string{o.in("履职情况", "What was done"), o.in("存在问题", "What went wrong"), o.in("下步打算", "What comes next")},
		Items:    []duty.Item{{Title: o.in("素质", "Conduct"), Full: 20}, {Title: o.in("任务", "Tasks"), Full: 50}, {Title: o.in("形象", "Standing"), Full: 30}},
	}
	for i := range cities {
		r.Units = append(r.Units, cityID(i))
	}
	clerk := o.as(o.in("卓砚青", "Zhuo Yanqing"))
	if o.now, o.err = o.room.Add(clerk, r); o.err == nil {
		o.move(clerk, duty.Move{Do: duty.Start})
	}
}

func (o *officeHolders) move(ctx context.Context, m duty.Move) {
	if o.err == nil {
		o.now, o.err = o.room.Move(ctx, o.now.ID, o.now.Revision, m)
	}
}

// steps takes a report from where it is through steps.
func (o *officeHolders) steps(city int, moves ...duty.ReportMove) {
	for _, m := range moves {
		if o.err != nil {
			return
		}
		_, p, err := o.room.Report(o.ctx, o.now.ID, cityID(city))
		who := o.in("沈禾", "Shen He")
		if m.Do != duty.Write && m.Do != duty.HandIn && m.Do != duty.Answer {
			who = o.in("闻以澄", "Wen Yicheng")
		}
		if o.err = err; err == nil {
			_, o.err = o.room.MoveReport(o.as(who), o.now.ID, cityID(city), p.Revision, m)
		}
	}
}

func (o *officeHolders) texts() []string {
	return []string{
		o.in("全年承担重点任务 12 项，办结 10 项，2 项转入下年；群众来信来访按期答复率 98%。", "Of 12 tasks of the year 10 are done and 2 go on; 98 % of letters and visits were answered in time."),
		o.in("窗口高峰时段排队时间仍长，偏远乡镇的办事点人手不足。", "Queues are still long at busy hours; offices in far townships lack staff."),
		o.in("增开午间窗口，为 6 个乡镇办事点补足人手，按季公布等候时间。", "Open at noon, staff six township offices, publish waiting times every quarter."),
	}
}

// published is a round from its reports to its results.
func (o *officeHolders) published() {
	o.at(330)
	const cities = 13
	o.plan(o.in("上年度述职评议（模拟）", "Duty reports of last year (simulated)"), o.today.Year()-1, cities, 320)
	for city := range cities {
		o.steps(city, duty.ReportMove{Do: duty.HandIn, Texts: o.texts()}, duty.ReportMove{Do: duty.Take})
	}
	chance := rand.New(rand.NewPCG(174, 7))
	for _, judge := range [][2]string{{"卓砚青", "Zhuo Yanqing"}, {"闻以澄", "Wen Yicheng"}, {"沈禾", "Shen He"}, {"林若溪", "Lin Ruoxi"}, {"顾长庚", "Gu Changgeng"}, {"孟采薇", "Meng Caiwei"}, {"商陆", "Shang Lu"}} {
		given, strict := map[string]duty.Mark{}, 3*chance.NormFloat64()
		for city := range cities {
			level := 84 - float64(city*5%13) + strict + 2*chance.NormFloat64()
			m := duty.Mark{Grade: duty.RatherSo}
			for _, it := range o.now.Items {
				m.Items = append(m.Items, min(it.Full, float64(int(it.Full*level/100+.5))))
			}
			switch sum := m.Sum(); {
			case sum >= 84:
				m.Grade = duty.Good
			case sum < 74:
				m.Grade = duty.Fair
			}
			given[cityID(city)] = m
		}
		o.move(o.as(o.in("卓砚青", "Zhuo Yanqing")), duty.Move{Do: duty.Score, Judge: o.in(judge[0], judge[1]), Given: given})
	}
	o.at(300)
	overall := map[string]duty.Grade{}
	for i, x := range o.now.Score() {
		if overall[x.Unit] = duty.RatherSo; i < 3 {
			overall[x.Unit] = duty.Good
		}
	}
	o.move(o.as(o.in("卓砚青", "Zhuo Yanqing")), duty.Move{Do: duty.Publish, Overall: overall})
}

// underWay is a round with a report in each state.
func (o *officeHolders) underWay() {
	o.at(20)
	o.plan(o.in("半年述职评议（模拟）", "Duty reports of the half-year (simulated)"), o.today.Year(), 6, 2)
	o.at(4)
	hand, take := duty.ReportMove{Do: duty.HandIn, Texts: o.texts()}, duty.ReportMove{Do: duty.Take}
	o.steps(0, hand, take)
	o.steps(1, hand, duty.ReportMove{Do: duty.Ask, Why: o.in("转入下年的两项任务卡在哪里？", "What holds up the two tasks that go on?")})
	o.steps(2, hand, duty.ReportMove{Do: duty.Ask, Why: o.in("等候时间怎么统计？", "How are waiting times measured?")},
		duty.ReportMove{Do: duty.Answer, Question: 1, Why: o.in("取号系统自动记录，按窗口汇总。", "By the machine that hands out numbers, window by window.")})
	o.steps(3, hand, duty.ReportMove{Do: duty.Return, Why: o.in("请补充群众满意度整改情况。", "Please add what was put right after the poll.")})
	o.steps(4, duty.ReportMove{Do: duty.Write, Texts: o.texts()})
	o.move(o.as(o.in("卓砚青", "Zhuo Yanqing")), duty.Move{
		Do: duty.Name, MarksBy: survey.DayOf(o.today.AddDate(0, 0, 5), o.desk.Zone),
		Judges: []string{o.in("卓砚青", "Zhuo Yanqing"), o.in("闻以澄", "Wen Yicheng"), o.in("林若溪", "Lin Ruoxi")},
	})
	given := map[string]duty.Mark{cityID(0): {Items: []float64{17, 43, 26}, Grade: duty.Good}, cityID(1): {Items: []float64{16, 40, 24}, Grade: duty.RatherSo}}
	o.move(o.as(o.in("卓砚青", "Zhuo Yanqing")), duty.Move{Do: duty.Score, Judge: o.in("卓砚青", "Zhuo Yanqing"), Given: given})
}
