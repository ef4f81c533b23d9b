package demo

import (
	"context"
	"crypto/rand"
	_ "embed" // the questionnaire
	"fmt"
	"math"
	mathrand "math/rand/v2"
	"strconv"
	"time"

	"minping/survey"
)

//go:embed evaluation.yaml
var evaluationForm []byte

// department is the team that is evaluated, and its members.
var (
	department = survey.Unit{ID: "water", Name: survey.Text{"zh": "澄川市水务局领导班子", "en": "Leadership of Chengchuan water affairs"}, Tier: "team"}
	members    = []string{
		"韩令仪", "Han Lingyi", "陆清和", "Lu Qinghe", "沈知微", "Shen Zhiwei", "裴行之", "Pei Xingzhi", "顾怀瑾", "Gu Huaijin",
		"林望舒", "Lin Wangshu", "苏景行", "Su Jingxing", "何其芳草", "He Qifangcao", "周以宁", "Zhou Yining",
	}
)

// tickets are how many of each ticket come.
var tickets = []struct {
	group string
	n     int
}{{"A", 4}, {"B", 9}, {"C", 22}, {"D", 35}}

// Evaluate runs an evaluation of a department's team of nine by four tickets to
// its end. It leaves the service's clock at time.Now.
func Evaluate(ctx context.Context, svc *survey.Service, now time.Time) (poll string, err error) {
	units := []survey.Unit{department}
	for i := 0; i < len(members); i += 2 {
		units = append(units, survey.Unit{
			ID: "water-" + strconv.Itoa(i/2+1), Name: survey.Text{"zh": members[i], "en": members[i+1]}, Tier: "person", Parent: department.ID,
		})
	}
	p := survey.Poll{ID: "evaluation-" + strconv.Itoa(now.Year()), Title: survey.Text{"zh": "澄川市水务局领导班子和成员民主测评", "en": "Chengchuan water affairs: evaluation of the leadership"}}
	chance := mathrand.New(mathrand.NewPCG(2026, 7))
	return runByCode(ctx, svc, evaluationForm, now.AddDate(0, -1, -10), p, units, func(q *survey.Questionnaire, poll survey.Poll) error {
		for _, t := range tickets {
			_, codes, err := svc.IssueCodes(ctx, poll.ID, survey.CodeBatch{Label: t.group, Group: t.group}, t.n)
			if err != nil {
				return err
			}
			for _, code := range codes {
				severe := 6 * chance.NormFloat64()
				var ballots []survey.Ballot
				for i, u := range units {
					ballots = append(ballots, survey.Ballot{Unit: u.ID, Answers: marks(q, u.Tier, 88-float64(i*i)/4-severe, chance)})
				}
				best(ballots, "m0", 4)
				if err := submit(ctx, svc, poll.ID, code, ballots...); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// best leaves no more than so many of the ballots the best grade, the first ones.
func best(ballots []survey.Ballot, grade string, most int) {
	for _, b := range ballots {
		if a := b.Answers[grade]; len(a) == 1 && a[0] == "A" {
			if most--; most < 0 {
				b.Answers[grade] = []string{"B"}
			}
		}
	}
}

// people is how many are evaluated in the 360.
const people = 60

// Evaluate360 runs a 360-degree evaluation of sixty invented people to its end.
// It leaves the service's clock at time.Now.
func Evaluate360(ctx context.Context, svc *survey.Service, questionnaire []byte, now time.Time) (poll string, err error) {
	chance := mathrand.New(mathrand.NewPCG(2026, 360))
	var units []survey.Unit
	for i := range people {
		zh, en := invented(i)
		units = append(units, survey.Unit{ID: "leader-" + strconv.Itoa(i+1), Name: survey.Text{"zh": zh, "en": en}, Tier: "person"})
	}
	raters := map[string]int{"self": 1, "superior": 1, "peer": 5, "subordinate": 5, "recipient": 4}
	p := survey.Poll{ID: "leadership-" + strconv.Itoa(now.Year()), Title: survey.Text{"zh": "澄川市中层干部 360 度评价", "en": "Chengchuan: 360-degree feedback of heads of sections"}}
	said := newVoices()
	poll, err = runByCode(ctx, svc, questionnaire, now.AddDate(0, -1, 0), p, units, func(q *survey.Questionnaire, poll survey.Poll) error {
		for i, u := range units {
			truth := 70 + 9*chance.NormFloat64()
			for _, g := range q.Groups {
				n := raters[g.ID]
				if i%11 == 3 && g.ID == "recipient" {
					n = 2 // too few to count
				}
				_, codes, err := svc.IssueCodes(ctx, poll.ID, survey.CodeBatch{Label: u.Name["zh"], Group: g.ID, Units: []string{u.ID}}, n)
				if err != nil {
					return err
				}
				for _, code := range codes {
					view := truth + 5*chance.NormFloat64()
					if g.ID == "self" {
						view += 8 // most people think well of themselves
					}
					a := marks(q, u.Tier, view, chance)
					said.write(a, g.ID)
					if err := submit(ctx, svc, poll.ID, code, survey.Ballot{Unit: u.ID, Answers: a}); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return poll, releaseRemarks(ctx, svc, poll)
}

// runByCode makes, opens, fills, closes and publishes a poll by code.
func runByCode(ctx context.Context, svc *survey.Service, questionnaire []byte, opens time.Time, p survey.Poll, units []survey.Unit, fill func(*survey.Questionnaire, survey.Poll) error) (string, error) {
	defer func() { svc.Now = time.Now }()
	svc.Now = func() time.Time { return opens }
	q, err := svc.AddQuestionnaire(ctx, questionnaire)
	if err != nil {
		return "", fmt.Errorf("questionnaire: %w", err)
	}
	if err := svc.PutUnits(ctx, units); err != nil {
		return "", fmt.Errorf("units: %w", err)
	}
	p.Questionnaire = survey.QuestionnaireRef{ID: q.ID, Version: q.Version}
	p.Access, p.Opens, p.Simulated, p.PublicResults, p.Organiser, p.Contact = survey.ByCode, opens, true, true, organiser, contact
	for _, u := range units {
		p.Units = append(p.Units, u.ID)
	}
	if p, err = svc.CreatePoll(ctx, p); err != nil {
		return "", fmt.Errorf("poll: %w", err)
	}
	if err := svc.OpenPoll(ctx, p.ID); err != nil {
		return "", err
	}
	if err := fill(q, p); err != nil {
		return "", fmt.Errorf("poll %s: %w", p.ID, err)
	}
	if err := svc.ClosePoll(ctx, p.ID); err != nil {
		return "", err
	}
	return p.ID, svc.PublishPoll(ctx, p.ID)
}

// submit hands in ballots under a code.
func submit(ctx context.Context, svc *survey.Service, poll, code string, ballots ...survey.Ballot) error {
	s := survey.Submission{Poll: poll, Code: code, Salt: make([]byte, 32), Ballots: ballots}
	rand.Read(s.Salt) // never fails
	_, err := svc.Accept(ctx, s)
	return err
}

// marks answers every choice that is asked about a tier by the option next to
// what somebody thinks, in points.
func marks(q *survey.Questionnaire, tier string, view float64, chance *mathrand.Rand) survey.Answers {
	a := survey.Answers{}
	part := q.For(tier)
	for i := range part.Items {
		it := &part.Items[i]
		if it.Type != survey.Choice && it.Type != survey.Matrix {
			continue
		}
		for _, id := range it.Answers() {
			a[id] = []string{nearest(part.ItemOptions(it), view+9*chance.NormFloat64())}
		}
	}
	return a
}

// nearest is the code of the option whose score is next to some points.
func nearest(options []survey.Option, points float64) (code string) {
	apart := math.Inf(1)
	for _, o := range options {
		if o.Score != nil && math.Abs(*o.Score-points) < apart {
			code, apart = o.Code, math.Abs(*o.Score-points)
		}
	}
	return code
}

// invented makes up a name.
func invented(i int) (zh, en string) {
	family := []string{"安", "An", "卞", "Bian", "岑", "Cen", "窦", "Dou", "樊", "Fan", "葛", "Ge", "霍", "Huo", "纪", "Ji", "柯", "Ke", "雷", "Lei"}
	given := []string{"知远", "Zhiyuan", "若谷", "Ruogu", "思齐", "Siqi", "明澈", "Mingche", "怀素", "Huaisu", "云帆", "Yunfan"}
	f, g := 2*(i%10), 2*(i/10)
	return family[f] + given[g], family[f+1] + " " + given[g+1]
}
