package demo

import (
	"context"
	"fmt"
	"time"

	"minping/survey"
	"minping/survey/projects"
)

// An undertaking is a project of the example: who asked for it, how many days
// ago it was agreed and how long it is to take, what was done by the end of each
// month, and how it ended.
type undertaking struct {
	zh, en string
	asks   []string // units; the first has it, where it was agreed
	ago    int
	days   int
	shares []int // month by month; fewer than there are: nothing was told since
	ends   []projects.Do
}

// undertakings are one of each kind: accepted, on its way, behind, not reported,
// waiting to be accepted, offered with and without somebody who asks, withdrawn.
var undertakings = []undertaking{
	{zh: "村级便民服务点改造", en: "Service points in villages", asks: []string{"x13"}, ago: 190, days: 180, shares: []int{15, 35, 55, 80, 95, 100}, ends: []projects.Do{projects.HandIn, projects.Accept}},
	{zh: "老旧小区供水改造", en: "Water for old housing", asks: []string{"x38"}, ago: 150, days: 240, shares: []int{10, 25, 40, 50, 60, 65}},
	{zh: "农村寄递物流站点", en: "Parcel stations in the country", asks: []string{"x26"}, ago: 160, days: 230, shares: []int{5, 10, 12, 15, 15, 18}}, // behind
	{zh: "社区托育点建设", en: "Day care in the communities", asks: []string{"x07"}, ago: 130, days: 200, shares: []int{20, 45}},                    // told nothing since
	{zh: "山区公交线路延伸", en: "Buses into the hills", asks: []string{"x51"}, ago: 155, days: 170, shares: []int{25, 50, 75, 90, 100}, ends: []projects.Do{projects.HandIn}},
	{zh: "卫生院远程会诊", en: "Consultations by video", asks: []string{"x02", "x15"}, days: 210}, // two ask
	{zh: "青年夜校", en: "Evening school", days: 180},
	{zh: "乡镇停车场扩建", en: "Car parks in townships", days: 150, ends: []projects.Do{projects.Withdraw}},
}

// Projects offers projects of a programme that counties take on, with reports
// month by month: one accepted, one behind, one that nobody tells of any more.
// It sets the desk's clock and leaves it as it was.
func Projects(ctx context.Context, svc *survey.Service, desk *projects.Desk, lang string, now time.Time) error {
	defer func(clock func() time.Time) { desk.Now = clock }(desk.Now)
	p := &programme{ctx: ctx, desk: desk, room: desk.Within(svc.Within(everything())), lang: lang, today: now}
	for _, u := range undertakings {
		if err := p.undertake(u); err != nil {
			return fmt.Errorf("project %s: %w", u.en, err)
		}
	}
	return nil
}

// programme is the example's projects under way.
type programme struct {
	ctx   context.Context
	desk  *projects.Desk
	room  projects.Room
	lang  string
	today time.Time
}

func (p *programme) in(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(p.lang) }

// at sets the clock to some days ago.
func (p *programme) at(ago int) {
	then := p.today.AddDate(0, 0, -ago)
	p.desk.Now = func() time.Time { return then }
}

// undertake takes a project to where it stands.
func (p *programme) undertake(u undertaking) error {
	p.at(u.ago + 10)
	x, err := p.room.Add(p.as(projects.Amend), projects.Project{
		Programme: p.in("民生实事工程（模拟）", "Works for the people (simulated)"), Title: p.in(u.zh, u.en),
		Lead: p.in("卓砚青", "Zhuo Yanqing"), Person: p.in("沈禾", "Shen He"),
		Due:      survey.DayOf(p.today.AddDate(0, 0, u.days-u.ago), p.desk.Zone),
		Measures: p.in("按季分解任务，每月报进度，验收时抽查使用情况。", "Steps by quarter, a report every month; use is looked at before it is accepted."),
	})
	for _, unit := range u.asks {
		x, err = p.move(x, err, projects.Move{Do: projects.Asking, Unit: unit, Why: p.in("已列入年度计划，资金和场地落实。", "Planned for the year; money and place are there.")})
	}
	if u.ago > 0 {
		p.at(u.ago)
		x, err = p.move(x, err, projects.Move{Do: projects.Agree, Unit: u.asks[0]})
		x, err = p.tell(x, err, u)
	}
	for i, do := range u.ends {
		p.at(min(u.ago, 6-3*i))
		x, err = p.move(x, err, projects.Move{Do: do, Why: p.reason(do)})
	}
	return err
}

// tell reports the months that are over, each on its last day, and visits in
// each quarter and today.
func (p *programme) tell(x projects.Project, err error, u undertaking) (projects.Project, error) {
	month := p.today.AddDate(0, 0, -u.ago).In(p.desk.Zone)
	for i, share := range u.shares {
		last := time.Date(month.Year(), month.Month()+time.Month(i+1), 0, 9, 0, 0, 0, p.desk.Zone)
		if last.After(p.today) {
			last = p.today
		}
		told := last.Format("2006-01")
		if err == nil && x.ReportOf(told) != nil {
			break // of the month that runs
		}
		p.desk.Now = func() time.Time { return last }
		x, err = p.move(x, err, projects.Move{Do: projects.Tell, Month: told, Share: share, Why: p.progress(share)})
		if i%3 == 2 || i == len(u.shares)-1 {
			x, err = p.move(x, err, projects.Move{Do: projects.Seen, Why: p.in("看了三处现场，与月报一致。", "Saw three places; as reported.")})
		}
	}
	return x, err
}

// progress words a month's report.
func (p *programme) progress(share int) string {
	switch {
	case share < 20:
		return p.in("完成摸底和选址，招标尚未完成。", "Sites are chosen; the tender is not done.")
	case share < 60:
		return p.in("主体施工过半，设备已订货。", "Half of the building is done, the equipment ordered.")
	case share < 100:
		return p.in("主体完工，设备安装调试。", "Built; the equipment is being installed.")
	}
	return p.in("全部建成并投入使用。", "All of it is built and in use.")
}

func (p *programme) reason(do projects.Do) string {
	switch do {
	case projects.HandIn:
		return p.in("建成并试运行一个月，申请验收。", "Built and tried for a month; please accept it.")
	case projects.Accept:
		return p.in("现场抽查 8 处，均正常使用。", "Eight places were looked at; all are in use.")
	}
	return p.in("与省级项目重复。", "A project of the province does the same.")
}

// as is the context in which a step is taken.
func (p *programme) as(do projects.Do) context.Context {
	name := p.in("整改办 周岚", "Zhou Lan, office")
	switch do.Right() {
	case survey.WorkOrders:
		name = p.in("单位经办 沈禾", "Shen He, the unit")
	case survey.CheckOrders:
		name = p.in("督查 贺遥", "He Yao, inspection")
	}
	return survey.WithActor(p.ctx, survey.Actor{Name: name, Via: survey.ViaSystem})
}

// move takes a step unless one before failed.
func (p *programme) move(x projects.Project, err error, m projects.Move) (projects.Project, error) {
	if err != nil {
		return x, err
	}
	after, err := p.room.Move(p.as(m.Do), x.ID, x.Revision, m)
	if err != nil {
		return x, fmt.Errorf("%s: %w", m.Do, err)
	}
	return after, nil
}
