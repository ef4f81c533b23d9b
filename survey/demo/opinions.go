package demo

import (
	"context"
	_ "embed"
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

//go:embed opinions.txt
var remarkFile string

// forms is how many consultation forms come back: as many as in the published
// case that the example follows, where they gave 20 opinions.
const forms = 386

// hall is what the forms speak of.
var hall = survey.Unit{ID: "service-hall", Name: survey.Text{"zh": "澄川市政务服务中心", "en": "Chengchuan Service Hall"}, Tier: "department"}

// Consult runs a round of consultation forms to its end: remarks are released,
// and what says the same is merged into opinions, which readers see. It leaves
// the service's clock at time.Now.
func Consult(ctx context.Context, svc *survey.Service, questionnaire []byte, now time.Time) (poll string, err error) {
	defer func() { svc.Now = time.Now }()
	opens := now.AddDate(0, -3, 0)
	svc.Now = func() time.Time { return opens }
	q, err := svc.AddQuestionnaire(ctx, questionnaire)
	if err != nil {
		return "", fmt.Errorf("questionnaire: %w", err)
	}
	if err := svc.PutUnits(ctx, []survey.Unit{hall}); err != nil {
		return "", fmt.Errorf("units: %w", err)
	}
	p, err := svc.CreatePoll(ctx, consultation(q, opens))
	if err != nil {
		return "", fmt.Errorf("poll: %w", err)
	}
	if err := svc.OpenPoll(ctx, p.ID); err != nil {
		return "", err
	}
	if _, err := hand(ctx, svc, p.ID, filled()); err != nil {
		return "", err
	}
	if err := svc.ClosePoll(ctx, p.ID); err != nil {
		return "", err
	}
	if err := svc.PublishPoll(ctx, p.ID); err != nil {
		return "", err
	}
	return p.ID, mergeRemarks(ctx, svc, p.ID)
}

func consultation(q *survey.Questionnaire, opens time.Time) survey.Poll {
	year := strconv.Itoa(opens.Year())
	return survey.Poll{
		ID: "opinions-" + year,
		Title: survey.Text{
			"zh": hall.Name["zh"] + q.Title.In("zh") + "（" + year + "\u00a0年）",
			"en": hall.Name["en"] + ": " + q.Title.In("en") + " (" + year + ")",
		},
		Questionnaire: survey.QuestionnaireRef{ID: q.ID, Version: q.Version},
		Units:         []string{hall.ID},
		Access:        survey.OpenLink,
		Opens:         opens,
		PublicResults: true,
		Simulated:     true,
		Organiser:     organiser,
		Contact:       contact,
	}
}

// A remark is what somebody writes about one thing, under a question.
type remark struct{ item, text string }

// remarks are the wordings of opinions.txt.
func remarks() []remark {
	var all []remark
	item := ""
	for line := range strings.Lines(remarkFile) {
		line = strings.TrimSpace(line)
		if heading, found := strings.CutPrefix(line, "= "); found {
			item, _, _ = strings.Cut(heading, " ")
		} else if line != "" && line[0] != '#' {
			all = append(all, remark{item, line})
		}
	}
	return all
}

// filled are the forms, from a fixed seed: one remark on each, on every third
// two, with what people write around them.
func filled() iter.Seq[survey.Ballot] {
	around := []string{"%s", "%s。", "我觉得%s", "希望领导重视：%s", "%s，请解决", "1、%s"}
	return func(yield func(survey.Ballot) bool) {
		all, r := remarks(), rand.New(rand.NewPCG(2004, forms))
		for i := range forms {
			a := survey.Answers{
				"whole":    {[]string{"A", "B", "B", "B", "C", "C", "D", "0"}[r.IntN(8)]},
				"channel":  {[]string{"meeting", "paper", "paper", "online", "box", "phone"}[r.IntN(6)]},
				"relation": {[]string{"inside", "upper", "lower", "lower", "served", "served", "else"}[r.IntN(7)]},
			}
			write := func(m remark) { a[m.item] = []string{fmt.Sprintf(around[r.IntN(len(around))], m.text)} }
			if write(all[i%len(all)]); i%3 == 0 {
				write(all[r.IntN(len(all))])
			}
			if !yield(survey.Ballot{Unit: hall.ID, Answers: a}) {
				return
			}
		}
	}
}

// releaseRemarks publishes all that was written, as the review proposes it.
func releaseRemarks(ctx context.Context, svc *survey.Service, poll string) error {
	const atOnce = 500
	for q := (survey.CommentQuery{State: survey.CommentWaiting, Limit: atOnce}); ; {
		waiting, err := svc.ReviewedComments(ctx, poll, q)
		if err != nil {
			return fmt.Errorf("comments: %w", err)
		}
		if len(waiting) == 0 {
			break
		}
		var verdicts []survey.CommentVerdict
		for _, c := range waiting {
			verdicts = append(verdicts, survey.CommentVerdict{ID: c.ID, State: survey.CommentPublished})
		}
		if err := svc.ReviewComments(ctx, poll, verdicts); err != nil {
			return fmt.Errorf("comments: %w", err)
		}
	}
	if _, err := svc.ReleaseComments(ctx, poll); err != nil {
		return fmt.Errorf("comments: %w", err)
	}
	return nil
}

// mergeRemarks releases all remarks and merges those on each question.
func mergeRemarks(ctx context.Context, svc *survey.Service, poll string) error {
	if err := releaseRemarks(ctx, svc, poll); err != nil {
		return err
	}
	release, err := svc.Release(ctx, poll)
	if err != nil {
		return err
	}
	for _, q := range release.Open {
		if _, err := svc.EditOpinions(ctx, poll, q.ID, 0, []survey.OpinionEdit{{Do: survey.ProposeOpinions}, {Do: survey.ShowOpinions}}); err != nil {
			return fmt.Errorf("opinions on %s: %w", q.ID, err)
		}
	}
	return nil
}
