package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"minping/survey"
)

// A proposal of the committee, and how its members vote on it.
type proposal struct {
	unit                    survey.Unit
	yes, no, abstain, later int
}

// The committee has 25 members, of whom 23 come.
const expectedMembers = 25

// proposals are on appointments of invented people: one is lost, one is carried
// by a single vote.
var proposals = []proposal{
	{office("lin", "林若溪任澄川市水务局局长", "Lin Ruoxi as head of water affairs"), 21, 1, 1, 0},
	{office("gu", "顾长庚任澄川市统计局局长", "Gu Changgeng as head of statistics"), 19, 2, 2, 0},
	{office("meng", "孟采薇任澄川市档案馆馆长", "Meng Caiwei as director of archives"), 13, 6, 3, 1},
	{office("shang", "商陆任澄川市公交集团董事长", "Shang Lu as chairman of city buses"), 10, 8, 2, 3},
}

func office(id, zh, en string) survey.Unit {
	return survey.Unit{ID: "appointment-" + id, Name: survey.Text{"zh": zh, "en": en}, Tier: "appointment"}
}

// Vote holds a committee's vote on appointments, and another a month later on
// the one that was lost. It leaves the service's clock at time.Now.
func Vote(ctx context.Context, svc *survey.Service, questionnaire []byte, now time.Time) (poll string, err error) {
	defer func() { svc.Now = time.Now }()
	q, err := svc.AddQuestionnaire(ctx, questionnaire)
	if err != nil {
		return "", fmt.Errorf("questionnaire: %w", err)
	}
	var units []survey.Unit
	for _, p := range proposals {
		units = append(units, p.unit)
	}
	if err := svc.PutUnits(ctx, units); err != nil {
		return "", fmt.Errorf("units: %w", err)
	}
	lost := proposals[len(proposals)-1]
	lost.yes, lost.no, lost.abstain, lost.later = 11, 9, 3, 0
	for i, on := range [][]proposal{proposals, {lost}} {
		opens := now.AddDate(0, i-2, 0)
		svc.Now = func() time.Time { return opens }
		p := meeting(q, opens, now.Year(), i+1, on)
		p.Previous = poll
		if poll, err = hold(ctx, svc, p, on); err != nil {
			return "", fmt.Errorf("poll %s: %w", p.ID, err)
		}
	}
	return poll, nil
}

// meeting is the poll of one vote.
func meeting(q *survey.Questionnaire, opens time.Time, year, time int, on []proposal) survey.Poll {
	inYear, n := strconv.Itoa(year), strconv.Itoa(time)
	p := survey.Poll{
		ID:            "vote-" + inYear + "-" + n,
		Title:         survey.Text{"zh": "澄川市任免事项票决（" + inYear + "\u00a0年第\u00a0" + n + "\u00a0次）", "en": "Chengchuan: vote on appointments " + n + ", " + inYear},
		Questionnaire: survey.QuestionnaireRef{ID: q.ID, Version: q.Version},
		Access:        survey.ByCode, Opens: opens, PublicResults: true, Simulated: true, Organiser: organiser, Contact: contact,
		Expected: expectedMembers,
	}
	for _, x := range on {
		p.Units = append(p.Units, x.unit.ID)
	}
	return p
}

// hold runs a vote to its end.
func hold(ctx context.Context, svc *survey.Service, p survey.Poll, on []proposal) (string, error) {
	p, err := svc.CreatePoll(ctx, p)
	if err != nil {
		return "", err
	}
	if err := svc.OpenPoll(ctx, p.ID); err != nil {
		return "", err
	}
	came := on[0].yes + on[0].no + on[0].abstain + on[0].later
	_, codes, err := svc.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "委员"}, came)
	if err != nil {
		return "", err
	}
	for i, code := range codes {
		s := survey.Submission{Poll: p.ID, Code: code, Salt: make([]byte, 32)}
		rand.Read(s.Salt) // never fails
		for _, x := range on {
			s.Ballots = append(s.Ballots, survey.Ballot{Unit: x.unit.ID, Answers: survey.Answers{"vote": {x.vote(i)}}})
		}
		if _, err := svc.Accept(ctx, s); err != nil {
			return "", err
		}
	}
	if err := svc.ClosePoll(ctx, p.ID); err != nil {
		return "", err
	}
	return p.ID, svc.PublishPoll(ctx, p.ID)
}

// vote is the code that the i-th member chooses.
func (p *proposal) vote(i int) string {
	switch {
	case i < p.yes:
		return "Y"
	case i < p.yes+p.no:
		return "N"
	case i < p.yes+p.no+p.abstain:
		return "0"
	}
	return "P"
}
