package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"minping/survey"
	"minping/survey/casework"
)

// A counter is a service point of the example.
type counter struct {
	unit     string
	kind     casework.PointKind
	zh, en   string
	reviews  int     // good ones, within goodDays
	pleasure float64 // share of them that are of the best grade
	shut     bool
}

var counters = []counter{
	{unit: "x38", kind: casework.Window, zh: "政务大厅3号窗口", en: "Service hall, window 3", reviews: 210, pleasure: .62},
	{unit: "x13", kind: casework.Item, zh: "不动产登记", en: "Land registration", reviews: 150, pleasure: .7},
	{unit: "x26", kind: casework.Window, zh: "市民中心5号窗口", en: "Citizens' centre, window 5", reviews: 96, pleasure: .34},
	{unit: "x51", kind: casework.Site, zh: "网上办事大厅", en: "Online services", reviews: 124, pleasure: .48},
	{unit: "c01", kind: casework.Person, zh: "医保服务台", en: "Health insurance desk", reviews: 70, pleasure: .8},
	{unit: "x26", kind: casework.Window, zh: "老大厅1号窗口", en: "Old hall, window 1", shut: true},
}

// goodDays is over how many days good reviews are spread.
const goodDays = 88

// A complaint is something that came in, some days ago, and the steps that were
// taken since.
type complaint struct {
	at    int // counter
	kind  casework.Kind
	ago   int
	grade int
	zh    string
	en    string
	named bool // a contact was left
	path  []taken
}

// A taken step is so many days after the matter came in.
type taken struct {
	after int
	do    casework.Do
	end   casework.Outcome // of a call-back
}

// Ways on which cases go. Nothing is late where the unit's steps follow within
// four days, since five working days are never fewer than five.
var (
	handled  = []taken{{0, casework.Accept, ""}, {1, casework.Verify, ""}, {2, casework.Fix, ""}, {3, casework.Reply, ""}}
	rejected = []taken{{0, casework.Accept, ""}, {1, casework.Verify, ""}, {2, casework.Reject, ""}}
)

// along is a way with more steps behind it.
func along(way []taken, more ...taken) []taken { return append(way[:len(way):len(way)], more...) }

// complaints are at every stage; one is overdue.
var complaints = []complaint{
	{at: 0, kind: casework.ByReview, ago: 0, grade: 2, zh: "叫号系统坏了，队排到门外，没有人维持秩序。", en: "The ticket machine was broken, the queue stood in the street and nobody looked after it."},
	{at: 3, kind: casework.ByReview, ago: 1, grade: 1, zh: "材料传了三次都提示失败，客服电话打不通。", en: "My papers failed to upload three times and the help line did not answer.", named: true, path: handled[:1]},
	{at: 0, kind: casework.ByReview, ago: 3, grade: 2, zh: "中午没有人值班，白跑一趟。", en: "Nobody was there at noon; I came for nothing.", path: handled[:2]},
	{at: 1, kind: casework.ByReview, ago: 4, grade: 2, zh: "一次性告知单漏了一项，又回去补材料。", en: "The list of papers left one out, so I had to come again.", named: true, path: along(handled[:2], taken{2, casework.Plan, ""})},
	{at: 1, kind: casework.ByReview, ago: 4, grade: 2, zh: "窗口说不清补正要求。", en: "The counter could not say what was to be corrected.", path: handled[:3]},
	{at: 3, kind: casework.ByReview, ago: 4, grade: 2, zh: "为什么必须本人到场人脸识别？", en: "Why must I show my face in person?", named: true, path: along(handled[:2], taken{3, casework.Explain, ""})},
	{at: 2, kind: casework.ByReview, ago: 13, grade: 1, zh: "等了两个小时，只开一个窗口。", en: "Two hours of waiting, and one counter open.", named: true, path: handled[:2]}, // overdue
	{at: 1, kind: casework.ByReview, ago: 3, grade: 1, zh: "全是骗子！！！", en: "All crooks!!!", path: rejected},
	{at: 0, kind: casework.ByReview, ago: 4, grade: 1, zh: "差差差差差差", en: "bad bad bad bad", path: along(rejected, taken{3, casework.Uphold, ""})},
	{at: 3, kind: casework.ByReview, ago: 6, grade: 1, zh: "不给办就一直差评。", en: "Bad reviews until you do it.", named: true, path: along(rejected, taken{3, casework.Uphold, ""}, taken{4, casework.Reply, ""}, taken{5, casework.CallBack, casework.Dissatisfied})}, // appealed
	{at: 0, kind: casework.ByReview, ago: 8, grade: 1, zh: "收了我的材料又说没收到。", en: "They took my papers and then said they never had them.", named: true, path: along(rejected, taken{3, casework.Uphold, ""}, taken{4, casework.Reply, ""}, taken{5, casework.CallBack, casework.Dissatisfied}, taken{7, casework.Overturn, ""})},
	{at: 1, kind: casework.ByReview, ago: 6, grade: 2, zh: "取号后被插队。", en: "Somebody was let in before me.", named: true, path: handled},
	{at: 3, kind: casework.ByReview, ago: 9, grade: 2, zh: "进度查询三天没有更新。", en: "The status had not changed for three days.", named: true, path: along(handled, taken{6, casework.CallBack, casework.Satisfied})},
	{at: 0, kind: casework.ByReview, ago: 9, grade: 2, zh: "复印要另外收钱。", en: "They charged for copies.", named: true, path: along(handled, taken{6, casework.CallBack, casework.Dissatisfied})}, // handled again
	{at: 4, kind: casework.ByReview, ago: 24, grade: 2, zh: "政策前后说法不一。", en: "They told me two different rules.", named: true, path: along(handled, taken{5, casework.CallBack, casework.Satisfied}, taken{6, casework.Close, ""})},
	{at: 1, kind: casework.ByLetter, ago: 12, zh: "来信反映登记档案查询要跑两个地方，建议合并。", en: "A letter: to look up the register one has to go to two places; could it be one?", named: true, path: along(handled[:2], taken{4, casework.Plan, ""})},
	{at: 2, kind: casework.ByVisit, ago: 16, zh: "来访反映安置房办证拖了一年多。", en: "A visitor: the papers of the new flats have been waiting for more than a year.", named: true, path: along(handled, taken{6, casework.CallBack, casework.Satisfied}, taken{7, casework.Close, ""})},
	{at: 4, kind: casework.ByCall, ago: 20, zh: "来电询问异地就医报销比例，未得到答复。", en: "A caller: nobody could say what is paid for treatment elsewhere.", path: along(handled, taken{5, casework.Close, ""})},
}

// Every slowDays at one point something is answered too late, so that its unit
// is below what the rules ask for in both full months before any day; another
// unit answers in time as often.
const slowDays = 14

// slow are those of the last months that are over.
func slow() (list []complaint) {
	late := []taken{{0, casework.Accept, ""}, {1, casework.Verify, ""}, {10, casework.Fix, ""}, {11, casework.Reply, ""}, {12, casework.Close, ""}}
	for ago := 94; ago >= 20; ago -= slowDays {
		list = append(list,
			complaint{at: 2, kind: casework.ByReview, ago: ago, grade: 2, zh: "排队时间太长。", en: "The queue takes too long.", path: late},
			complaint{at: 0, kind: casework.ByReview, ago: ago - 5, grade: 2, zh: "等候区座位不够。", en: "Too few seats.", path: along(handled, taken{5, casework.Close, ""})})
	}
	return list
}

// praise is what good reviews say; most say nothing.
var praise = []survey.Text{
	{"zh": "工作人员很耐心，帮我把材料一次理清。", "en": "Patient staff; they sorted my papers in one go."},
	{"zh": "全程网办，没跑一次腿。", "en": "All online, not one trip."},
	{"zh": "老人不会用手机，工作人员手把手教。", "en": "My mother cannot use a phone; they showed her step by step."},
	{"zh": "比承诺时间提前两天办好。", "en": "Done two days before they had promised."},
	{"zh": "窗口人少，十分钟办完。", "en": "Nobody before me; done in ten minutes."},
}

// Cases sets up service points with good reviews of three months, and cases at
// every stage of their life, one overdue, one a letter and one a visit. What it
// makes is the same for the same day. It sets the desk's clock and leaves it as
// it was.
func Cases(ctx context.Context, svc *survey.Service, desk *casework.Desk, lang string, now time.Time) error {
	defer func(clock func() time.Time) { desk.Now = clock }(desk.Now)
	c := &counterwork{ctx: ctx, desk: desk, room: desk.Within(svc.Within(everything())), lang: lang, today: now}
	if err := c.open(); err != nil {
		return err
	}
	for _, x := range append(slow(), complaints...) {
		if err := c.complain(x); err != nil {
			return fmt.Errorf("a case of %s: %w", counters[x.at].unit, err)
		}
	}
	desk.Now = func() time.Time { return now }
	rules := casework.Usual()
	rules.Public = true
	if _, err := c.room.EditRules(c.as("整改办 周岚", "Zhou Lan, office"), rules); err != nil {
		return err
	}
	if err := c.praised(); err != nil {
		return err
	}
	shut := c.points[len(counters)-1]
	shut.Shut = true
	_, err := c.room.PutPoint(ctx, shut)
	return err
}

// counterwork is the example's cases under way.
type counterwork struct {
	ctx    context.Context
	desk   *casework.Desk
	room   casework.Room
	lang   string
	today  time.Time
	points []casework.Point // as counters
}

func (c *counterwork) in(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(c.lang) }

// as is the context in which somebody acts.
func (c *counterwork) as(zh, en string) context.Context {
	return survey.WithActor(c.ctx, survey.Actor{Name: c.in(zh, en), Via: survey.ViaSystem})
}

// open sets up the service points.
func (c *counterwork) open() error {
	ctx := c.as("整改办 周岚", "Zhou Lan, office")
	for _, at := range counters {
		p, err := c.room.PutPoint(ctx, casework.Point{Unit: at.unit, Kind: at.kind, Name: c.in(at.zh, at.en), Hint: c.in("澄川省政务服务（虚构）", "Services of Chengchuan (invented)")})
		if err != nil {
			return fmt.Errorf("service point of %s: %w", at.unit, err)
		}
		c.points = append(c.points, p)
	}
	return nil
}

// complain enters one matter and lets it come to its stage.
func (c *counterwork) complain(x complaint) error {
	came := c.today.AddDate(0, 0, -x.ago)
	c.desk.Now = func() time.Time { return came }
	e := casework.Entry{Grade: x.grade, Words: c.in(x.zh, x.en)}
	if x.named {
		e.Contact = c.in("0000-1234567（示例）", "0000-1234567 (example)")
	}
	point := c.points[x.at]
	var t casework.Taken
	var err error
	if x.kind == casework.ByReview {
		e.Aspects = point.Kind.Aspects()[:1]
		t, err = c.desk.Review(c.ctx, point.ID, e, "")
	} else {
		e.Kind, e.Point = x.kind, point.ID
		t, err = c.room.Add(c.as("整改办 周岚", "Zhou Lan, office"), e)
	}
	if err != nil {
		return err
	}
	for i, s := range x.path {
		when := came.AddDate(0, 0, s.after)
		c.desk.Now = func() time.Time { return when }
		if err := c.step(t.Case, int64(i+1), s, x); err != nil {
			return fmt.Errorf("%s: %w", s.do, err)
		}
	}
	return nil
}

// step takes one step with a case.
func (c *counterwork) step(id string, revision int64, s taken, x complaint) error {
	ctx, m := c.as("单位经办 沈禾", "Shen He, the unit"), casework.Move{Do: s.do, Outcome: s.end}
	switch s.do {
	case casework.Accept:
		m.Person = c.in("沈禾", "Shen He")
	case casework.Verify:
		m.Why = c.in("调取当日叫号和监控记录核对。", "Checked with the day's queue and the cameras.")
		if x.at == 2 {
			m.Theme = c.in("等候时间长", "Long waiting")
		}
	case casework.Fix:
		m.Measure = c.in("当日整改到位，同类环节一并检查。", "Put right the same day, and the like looked at too.")
	case casework.Plan:
		m.Measure = c.in("列入整改台账，按期完成。", "Entered in the ledger with a limit.")
		m.Due = survey.DayOf(c.today.AddDate(0, 0, 1), c.desk.Zone)
		if x.kind != casework.ByReview {
			m.Due = m.Due.Add(5)
		}
	case casework.Explain:
		m.Why = c.in("按现行规定须本人核验，可就近到乡镇便民服务中心办理。", "The rules ask for it; the office of the township nearby can do it.")
	case casework.Reject:
		m.Ground, m.Why = casework.Malicious, c.in("当日没有对应的办件记录，内容没有具体事由。", "No such matter on that day, and nothing is said of what happened.")
	case casework.Uphold:
		ctx, m.Why = c.as("督查 贺遥", "He Yao, inspection"), c.in("复核无新情况，维持。", "Nothing new was found.")
	case casework.Overturn:
		ctx, m.Why = c.as("督查 宋知夏", "Song Zhixia, inspection"), c.in("材料签收单可以证明，应当办理。", "A receipt of the papers was found; it is to be handled.")
	case casework.Reply:
		m.Why = c.in("反映的情况已经核实处理，感谢您的监督。", "We looked into it and acted on it. Thank you for telling us.")
	case casework.CallBack:
		ctx = c.as("督查 贺遥", "He Yao, inspection")
		if s.end == casework.Dissatisfied {
			m.Why = c.in("没有答复到具体问题。", "The answer does not meet the point.")
		}
	case casework.Close:
		ctx = c.as("督查 贺遥", "He Yao, inspection")
	}
	_, err := c.room.Move(ctx, id, revision, m)
	return err
}

// praised enters what was handled, and the good reviews of it, as tables.
func (c *counterwork) praised() error {
	r := rand.New(rand.NewPCG(2026, 8))
	var matters, reviews [][]string
	for i, at := range counters {
		for n := range at.reviews * 5 / 4 { // the rest said nothing
			day := string(survey.DayOf(c.today.AddDate(0, 0, -r.IntN(goodDays)), c.desk.Zone))
			number := fmt.Sprintf("CC%d-%04d", i+1, n+1)
			matters = append(matters, []string{"matter", day, c.points[i].ID, number})
			if n >= at.reviews {
				continue
			}
			grade, words, invited := 5, "", ""
			if r.Float64() > at.pleasure {
				grade = 3 + r.IntN(2)
			}
			if grade == 5 && r.IntN(7) == 0 {
				words = praise[r.IntN(len(praise))].In(c.lang)
			}
			if r.IntN(3) > 0 {
				invited = "yes"
			}
			reviews = append(reviews, []string{"review", day, c.points[i].ID, number, strconv.Itoa(grade), words, invited})
		}
	}
	return errors.Join(c.enter(matters), c.enter(reviews))
}

// enter imports a table.
func (c *counterwork) enter(rows [][]string) error {
	header := []string{"kind", "day", "point", "number", "grade", "words", "invited"}
	_, wrong, err := c.room.Import(c.as("整改办 周岚", "Zhou Lan, office"), header, rows, func(row int) int { return row + 2 }, false)
	if err == nil && len(wrong) > 0 {
		err = fmt.Errorf("row %d: %s %s", wrong[0].Row, wrong[0].Field, wrong[0].Key)
	}
	return err
}
