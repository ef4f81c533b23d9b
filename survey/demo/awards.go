package demo

import (
	"context"
	"time"

	"minping/survey"
	"minping/survey/awards"
)

// Awards gives an award for new ways of working in three classes, by the results
// of the finished poll and then marks of judges, with a tie over the border of two
// prizes; another is being marked. It sets the desk's clock and leaves it as it was.
func Awards(ctx context.Context, svc *survey.Service, desk *awards.Desk, ex Example, lang string, now time.Time) error {
	defer func(clock func() time.Time) { desk.Now = clock }(desk.Now)
	g := &giving{ctx: ctx, desk: desk, room: desk.Within(svc.Within(everything())), lang: lang}
	g.conferred(ex, now)
	g.marking(now)
	return g.err
}

// A giving is the example's awards under way; after an error it does nothing more.
type giving struct {
	ctx  context.Context
	desk *awards.Desk
	room awards.Room
	lang string
	now  awards.Award
	err  error
}

func (g *giving) in(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(g.lang) }

// entries are the projects of the award, by city.
var entries = []struct{ zh, en string }{
	{"支部工作法库", "A library of ways of working"},
	{"干部档案一键核查", "Records checked at once"},
	{"民评点进社区", "Reviews in the neighbourhood"},
	{"干部夜校", "Evening school for officials"},
	{"公开选调全程网办", "Open selection, all online"},
	{"两新组织联建", "Joint branches"},
	{"整改看板", "A board of what is put right"},
	{"银发人才库", "A register of retired experts"},
	{"村务阳光墙", "Village accounts on the wall"},
	{"电话回访中心", "A centre of call-backs"},
	{"基层减负清单", "A list of what need not be reported"},
	{"青年干部蹲点", "Young officials in the villages"},
}

func (g *giving) candidates() (all []awards.Candidate) {
	for i, e := range entries {
		all = append(all, awards.Candidate{ID: cityID(i), Unit: cityID(i), Title: g.in(e.zh, e.en)})
	}
	return all
}

// items are those of published rules of such awards.
func (g *giving) items() []awards.Item {
	return []awards.Item{{Title: g.in("创新性", "Novelty"), Full: 40}, {Title: g.in("实效性", "Results"), Full: 40}, {Title: g.in("推广性", "Use elsewhere"), Full: 20}}
}

var judgeNames = []struct{ zh, en string }{{"卓砚青", "Zhuo Yanqing"}, {"闻以澄", "Wen Yicheng"}, {"高闻道", "Gao Wendao"}, {"陆知行", "Lu Zhixing"}, {"许清如", "Xu Qingru"}}

// judges mark on paper; the last two belong to a city, whose entry they leave out.
func (g *giving) judges() (all []awards.Judge) {
	for i, j := range judgeNames {
		judge := awards.Judge{Name: g.in(j.zh, j.en)}
		if i > 2 {
			judge.Unit = cityID(i)
		}
		all = append(all, judge)
	}
	return all
}

// sheet are the invented marks of a judge, whom he is recused from left out. Of
// the second and the third entry all judges' marks have one sum.
func (g *giving) sheet(judge int) awards.Move {
	m := awards.Move{Do: awards.Mark, Judge: g.in(judgeNames[judge].zh, judgeNames[judge].en), Items: map[string][]float64{}}
	for _, c := range g.now.In(g.now.Current()) {
		i := index(c.ID)
		if judge > 2 && i == judge {
			continue
		}
		first, shift := float64(37-i+judge%2), float64((judge*3+i*2)%3)
		switch i {
		case 1:
			m.Items[c.ID] = []float64{36 - shift, 34 + shift, 18}
		case 2:
			m.Items[c.ID] = []float64{34 + shift, 36 - shift, 18}
		default:
			m.Items[c.ID] = []float64{first, 36 - float64(i) + shift, 18 - float64(i%4)}
		}
	}
	return m
}

// index is which entry a candidate is.
func index(id string) int {
	for i := range entries {
		if cityID(i) == id {
			return i
		}
	}
	return len(entries)
}

func (g *giving) plan(a awards.Award, at time.Time) {
	g.desk.Now = func() time.Time { return at }
	a.Issuer, a.Contact, a.Notice = organiser.In(g.lang), g.in("创新奖评审办公室（虚构），电话 0000-12345", "Office of the award (invented), 0000-12345"), 7
	if g.err == nil {
		g.now, g.err = g.room.Add(g.as("office", "评审办公室", "Office of the award"), a)
	}
	g.move(at, awards.Move{Do: awards.Start})
}

func (g *giving) as(id, zh, en string) context.Context {
	return survey.WithActor(g.ctx, survey.Actor{ID: "demo-" + id, Name: g.in(zh, en), Via: survey.ViaSystem})
}

func (g *giving) move(at time.Time, m awards.Move) {
	if g.err == nil {
		g.desk.Now = func() time.Time { return at }
		g.now, g.err = g.room.Move(g.as("office", "评审办公室", "Office of the award"), g.now.ID, g.now.Revision, m)
	}
}

// settle decides the round; of those tied the first has the better class.
func (g *giving) settle(at time.Time, m awards.Move) {
	m.Do, m.Choice = awards.Settle, map[string]int{}
	if g.err != nil {
		return
	}
	var lines []awards.Line
	if lines, g.err = g.room.Standing(g.ctx, g.now.ID, m.Source, m.Part); g.err != nil {
		return
	}
	class := 0
	for _, l := range lines {
		if l.Tied {
			m.Choice[l.Candidate] = max(class, l.Upper)
			class = m.Choice[l.Candidate] + 1
		}
	}
	g.move(at, m)
}

func (g *giving) conferred(ex Example, now time.Time) {
	day := func(ago int) time.Time { return now.AddDate(0, 0, -ago) }
	year := now.AddDate(0, 0, -60).Format("2006")
	g.plan(awards.Award{
		Title: year + g.in("年度组织工作创新奖", " award for new ways of organisation work"), Year: year, Candidates: g.candidates(), Panel: true,
		Prizes: []awards.Prize{{Title: g.in("一等奖", "First prize"), Places: 2}, {Title: g.in("二等奖", "Second prize"), Places: 3}, {Title: g.in("三等奖", "Third prize"), Places: 4}},
		Rounds: []awards.Round{
			{Title: g.in("初评", "First round"), Way: awards.ByPoll, Places: 10},
			{Title: g.in("终评", "Final round"), Way: awards.ByMarks, Cut: 1, Items: g.items()},
		},
	}, day(60))
	g.settle(day(50), awards.Move{Source: ex.Finished, Why: g.in("初评以民意调查总体满意度为序，界线上并列的一并进入下一轮。", "By the poll's overall score.")})
	g.move(day(49), awards.Move{Do: awards.Name, Judges: g.judges()})
	for i := range judgeNames {
		if g.err == nil && g.now.Current() == 1 {
			g.move(day(40-i), g.sheet(i))
		}
	}
	g.settle(day(30), awards.Move{Why: g.in("评审委员会会议研究：并列的，以首创在先者为优。", "The committee met: of those tied, whoever began first goes first.")})
	g.move(day(28), awards.Move{Do: awards.Publish})
	g.move(day(26), awards.Move{Do: awards.Object, Candidate: cityID(1), Why: g.in("有关数据请核实。", "Please verify the figures.")})
	if g.err == nil {
		g.desk.Now = func() time.Time { return day(24) }
		g.now, g.err = g.room.Move(g.as("inspector", "督查室", "Inspectors"), g.now.ID, g.now.Revision, awards.Move{
			Do: awards.Rule, Objection: 1, Finding: awards.Dismissed, Why: g.in("已核对原始台账，数据属实。", "Checked against the ledger: they are right."),
		})
	}
	g.move(day(15), awards.Move{Do: awards.Confer, Number: g.in("澄组发〔"+year+"〕18号", "No. 18 of "+year)})
}

// marking is an award whose judges are at work: three sheets are in of five.
func (g *giving) marking(now time.Time) {
	day := func(ago int) time.Time { return now.AddDate(0, 0, -ago) }
	year := now.Format("2006")
	g.plan(awards.Award{
		Title: year + g.in("年度优秀案例评选", " choice of good examples"), Year: year, Candidates: g.candidates()[:8],
		Prizes: []awards.Prize{{Title: g.in("优秀案例", "Good example"), Places: 3}},
		Rounds: []awards.Round{
			{Title: g.in("评委评审", "Judges"), Way: awards.ByMarks, Places: 5, Items: g.items(), Due: survey.DayOf(now, g.desk.Zone).Add(3)},
			{Title: g.in("会议审定", "Meeting"), Way: awards.ByMeeting, Due: survey.DayOf(now, g.desk.Zone).Add(10)},
		},
	}, day(9))
	g.move(day(8), awards.Move{Do: awards.Name, Judges: g.judges()})
	for i := range 3 {
		if g.err == nil {
			g.move(day(5-i), g.sheet(i))
		}
	}
}
