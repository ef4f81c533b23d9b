package official

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/document"
)

// OfAward are the documents of one award.
var OfAward = []Kind{AwardNotice, Commendation}

// Of reports whether there is a document of a kind about an award as it stands:
// what is announced, once it is chosen; what is conferred, once it is.
func (k Kind) Of(a *awards.Award) bool {
	switch a.State {
	case awards.Conferred:
		return slices.Contains(OfAward, k)
	case awards.Chosen, awards.Noticed:
		return k == AwardNotice
	}
	return false
}

var ofAward = []Field{
	named("award", "评选名称", "title of the award"),
	named("number", "文号", "number of the decision"),
	named("candidates", "参评对象数", "number of candidates"),
	named("count", "获奖对象数", "number of those who have a prize"),
	named("rounds", "轮数", "number of rounds"),
	named("opens", "公示开始日期", "first day of public notice"),
	named("closes", "公示结束日期", "last day of public notice"),
	named("days", "公示天数", "days of public notice"),
	named("contact", "异议受理联系方式", "where objections go"),
	named("objections", "异议的处理情况", "objections, and what became of them"),
	named("conferred", "授予日期", "day of conferring"),
}

var ofPrize = []Field{
	named("no", "序号：1", "number: 1"),
	named("cn", "序号：一", "number in words, 一 (Chinese)"),
	named("prize", "等次", "class of prizes"),
	named("places", "名额", "number of prizes"),
	named("won", "评出个数", "how many were given"),
	named("winners", "获奖对象", "who has one"),
}

var ofRound = []Field{
	named("no", "序号：1", "number: 1"),
	named("cn", "序号：一", "number in words, 一 (Chinese)"),
	named("round", "轮次", "round"),
	named("how", "评定方式和结果", "how it was decided, and how many of how many"),
	named("decided", "确定日期", "day of the decision"),
	named("ties", "并列的处理", "ties, and how they were decided"),
	named("reason", "说明", "the reason that was given"),
	named("judges", "评委名单；方案规定公布时才有", "the judges, where the plan has them told"),
}

// awardScope is what templates about awards may name.
func awardScope() Scope {
	return Scope{
		Fields: slices.Concat(general, ofAward),
		Lists:  []List{{named("prizes", "逐个等次", "each class of prizes"), Scope{Fields: ofPrize}}, {named("rounds", "逐轮", "each round"), Scope{Fields: ofRound}}},
		Tables: []Field{named("list", "获奖名单表", "table of those who have a prize")},
	}
}

// awardPaper writes a document about an award.
type awardPaper struct {
	kind  Kind
	lang  string
	award awards.Award
	unit  func(id string) string
	today survey.Day
}

func (p awardPaper) say(zh, en string) string { return say(p.lang, zh, en) }

func (p awardPaper) paper(t Text) Paper { return Paper{Text: t, Lang: p.lang, Values: p.values()} }

func (p awardPaper) file(t Text) File {
	list := p.list()
	return File{Kind: p.kind, Lang: p.lang, paper: p.paper(t), list: &list, Name: nameOf(p.kind, p.lang, p.award.Title)}
}

// name is what a candidate is called: an entry with its unit, or the unit.
func (p awardPaper) name(c *awards.Candidate) string {
	if c.Title == "" {
		return p.unit(c.Unit)
	}
	return c.Title + p.say("（", " (") + p.unit(c.Unit) + p.say("）", ")")
}

func (p awardPaper) day(d survey.Day) string { return written(d, p.lang) }

func (p awardPaper) values() Values {
	a := &p.award
	dated := cmp.Or(a.Opens, p.today)
	if p.kind == Commendation {
		dated = cmp.Or(a.Conferred, p.today)
	}
	v := Values{Lists: map[string][]Values{}, Tables: map[string]Block{"list": p.list().table(p.lang)}}
	count := 0
	for i, prize := range a.Prizes {
		var won []string
		for _, c := range a.Ranked() {
			if c.Won() == i+1 {
				won = append(won, p.name(c))
			}
		}
		count += len(won)
		v.Lists["prizes"] = append(v.Lists["prizes"], Values{Fields: map[string]string{
			"no": strconv.Itoa(i + 1), "cn": numeral(i + 1), "prize": prize.Title, "places": strconv.Itoa(prize.Places), "won": strconv.Itoa(len(won)),
			"winners": cmp.Or(strings.Join(won, p.say("、", ", ")), p.say("空缺", "none")),
		}})
	}
	for i := range a.Rounds {
		if a.Rounds[i].Decided() {
			v.Lists["rounds"] = append(v.Lists["rounds"], Values{Fields: p.round(i)})
		}
	}
	v.Fields = map[string]string{
		"issuer": a.Issuer, "date": p.day(dated), "year": a.Year, "poll": "", "award": a.Title, "number": a.Number,
		"candidates": strconv.Itoa(len(a.Candidates)), "count": strconv.Itoa(count), "rounds": strconv.Itoa(len(a.Rounds)), "days": strconv.Itoa(a.Notice),
		"opens": p.day(a.Opens), "closes": p.day(a.Closes), "contact": a.Contact, "objections": p.objections(), "conferred": p.day(a.Conferred),
	}
	return v
}

// objections say what became of them.
func (p awardPaper) objections() string {
	if p.award.State != awards.Conferred {
		return ""
	}
	upheld := 0
	for _, o := range p.award.Objections {
		if o.State == awards.Upheld {
			upheld++
		}
	}
	switch n := len(p.award.Objections); n {
	case 0:
		return p.say("公示期内没有收到异议", "no objections were received")
	default:
		if upheld == 0 {
			return p.say(fmt.Sprintf("公示期内收到异议%d条，经核实均不成立", n), fmt.Sprintf("objections received: %d, none upheld", n))
		}
		return p.say(fmt.Sprintf("公示期内收到异议%d条，均已核实处理，其中成立%d条", n, upheld), fmt.Sprintf("objections received: %d, all ruled on; upheld: %d", n, upheld))
	}
}

// round are the fields of a round that is decided.
func (p awardPaper) round(at int) map[string]string {
	r := &p.award.Rounds[at]
	chosen, ties := 0, []string{}
	for _, l := range r.Lines {
		if l.Class > 0 {
			chosen++
		}
		if c := p.award.Candidate(l.Candidate); l.Tied && c != nil {
			ties = append(ties, p.name(c)+p.say("：", ": ")+p.award.Decided(at, l).In(p.lang))
		}
	}
	how := r.Way.Words().In(p.lang)
	if p.lang == "en" {
		how = strings.ToUpper(how[:1]) + how[1:]
	}
	if n := len(r.Sheets); n > 0 {
		how += p.say(fmt.Sprintf("，%d位评委", n), fmt.Sprintf(", judges: %d", n))
	}
	switch {
	case r.Cut == 1:
		how += p.say("，去掉一个最高分、一个最低分后取平均", ", without the highest and the lowest mark")
	case r.Cut > 1:
		how += p.say(fmt.Sprintf("，去掉%[1]d个最高分、%[1]d个最低分后取平均", r.Cut), fmt.Sprintf(", without the %[1]d highest and the %[1]d lowest marks", r.Cut))
	}
	how += p.say(fmt.Sprintf("，%d个参评，%d个入选", len(r.Lines), chosen), fmt.Sprintf("; %d of %d chosen", chosen, len(r.Lines)))
	judges := []string{}
	if p.award.Panel {
		for _, j := range r.Judges {
			judges = append(judges, j.Name)
		}
	}
	return map[string]string{
		"no": strconv.Itoa(at + 1), "cn": numeral(at + 1), "round": r.Title, "how": how, "decided": p.day(r.Day), "reason": stop(r.Why),
		"ties": strings.Join(ties, p.say("；", "; ")), "judges": strings.Join(judges, p.say("、", ", ")),
	}
}

// list is the table of those who have a prize.
func (p awardPaper) list() sheet {
	s := sheet{heads: []column{
		{name: p.say("序号", "No."), share: 1.2, align: document.Centre},
		{name: p.say("等次", "Prize"), share: 2, align: document.Centre},
	}}
	entries := slices.ContainsFunc(p.award.Candidates, func(c awards.Candidate) bool { return c.Title != "" })
	if entries {
		s.heads = append(s.heads, col(p.say("项目", "Entry"), 6))
	}
	s.heads = append(s.heads, col(p.say("单位", "Unit"), 4))
	for _, c := range p.award.Ranked() {
		if c.Won() == 0 {
			continue
		}
		row := []string{strconv.Itoa(len(s.rows) + 1), p.award.Prizes[c.Won()-1].Title}
		if entries {
			row = append(row, c.Title)
		}
		s.rows = append(s.rows, append(row, p.unit(c.Unit)))
	}
	return s
}

// OfAwardFile prepares a file of an award by its name, for those who hold the
// award: what it is saved as, and what writes it. What there is not is
// survey.ErrNotFound.
func (r Room) OfAwardFile(ctx context.Context, file, award, lang string) (name string, write func(io.Writer) error, err error) {
	k, format, batch := Parts(file)
	if batch || !slices.Contains(k.Formats(), format) {
		return "", nil, fmt.Errorf("document %s: %w", survey.Clip(file), survey.ErrNotFound)
	}
	text, err := r.text(ctx, k, lang)
	if err != nil {
		return "", nil, err
	}
	f, err := r.ofAward(ctx, k, award, lang, text)
	return f.Name + "." + format, func(w io.Writer) error { return f.Write(w, format) }, err
}

func (r Room) ofAward(ctx context.Context, k Kind, award, lang string, text Text) (File, error) {
	a, err := r.awards.Award(ctx, award)
	if err != nil {
		return File{}, err
	}
	held, err := r.awards.Holds(ctx, a)
	if err != nil {
		return File{}, err
	}
	if !held || !k.Of(&a) {
		return File{}, fmt.Errorf("document %s: %w", survey.Clip(string(k)), survey.ErrNotFound)
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return File{}, err
	}
	units := reach.Named()
	return awardPaper{kind: k, lang: lang, award: a, today: r.awards.Today(), unit: func(id string) string {
		if u, there := units[id]; there {
			return u.Name.In(lang)
		}
		return id
	}}.file(text), nil
}
