package agenda

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"minping/survey"
	"minping/survey/awards"
)

const (
	freshDays  = 14 // how long after a round began, or its judges were named, a judge is told of it
	soonDays   = 3  // how long before the end a judge is reminded
	judgePause = 10 * time.Minute
)

// as is the context in which an account acts, by the name that awards know judges
// by. Without a name nobody is a judge.
func (d *Desk) as(ctx context.Context, account string) (context.Context, error) {
	if d.Name == nil {
		return ctx, nil
	}
	name, err := d.Name(ctx, account)
	return survey.WithActor(ctx, survey.Actor{ID: account, Name: name}), err
}

// tellJudges mails to the judges of awards among those who want mail that a round
// waits for their marks, and again when its end is near and their sheets are not in.
func (d *Desk) tellJudges(ctx context.Context, list []Subscription) error {
	if d.Awards == nil || d.Name == nil || d.Now().In(d.Zone).Hour() < sendsAt || !d.judges() {
		return nil
	}
	var errs []error
	for _, s := range list {
		if err := d.tellJudge(ctx, s); err != nil && !errors.Is(err, survey.ErrNotFound) {
			errs = append(errs, fmt.Errorf("sheets of %s: %w", s.Account, err))
		}
	}
	return errors.Join(errs...)
}

// judges reports whether it is time to look for judges again, and notes it.
func (d *Desk) judges() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.Now()
	if now.Before(d.judged.Add(judgePause)) && !now.Before(d.judged) {
		return false
	}
	d.judged = now
	return true
}

// tellJudge mails to one judge; survey.ErrNotFound: the account may not sign in.
// Each letter has an id that says what it is about, by which it goes out once.
func (d *Desk) tellJudge(ctx context.Context, s Subscription) error {
	rights, err := d.Rights(ctx, s.Account)
	if err != nil {
		return err
	}
	if ctx, err = d.as(ctx, s.Account); err != nil {
		return err
	}
	papers, err := d.Awards.Within(d.Service.Within(rights)).Judging(ctx)
	errs := []error{err}
	today := d.Today()
	for i := range papers {
		p := &papers[i]
		if !p.Open || p.State == awards.Handed {
			continue
		}
		about := p.Award + "_" + strconv.Itoa(p.Round) + "_" + s.Account + "_"
		if news := max(p.Began, p.Named); today <= news.Add(freshDays) {
			errs = append(errs, d.Post(ctx, d.judgeLetter("judge", s, p, "msg_judge_"+about+compact(p.Began))))
			if today == news {
				continue // no two letters on one day
			}
		}
		if p.Due != "" && p.Due.Add(-soonDays) <= today && today <= p.Due {
			errs = append(errs, d.Post(ctx, d.judgeLetter("marks", s, p, "msg_marks_"+about+compact(p.Due))))
		}
	}
	return errors.Join(errs...)
}

// judgeWords are those of letters to judges. They name the award and the round, and
// neither candidates nor marks.
var judgeWords = map[string]survey.Text{
	"judge_subject": {"zh": "请您评审：{award}{round}", "en": "Please judge: {award}, {round}"},
	"judge": {
		"zh": "您是“{award}”{round}的评委，现在可以打分。共有 {of} 个参评对象[[，请在 {due} 前交表]]。\n\n{link}\n\n请用自己的账号登录。与参评对象有利害关系的，请在评分表上申请回避。交表之前，除您本人外谁也看不到您打的分。",
		"en": "You are a judge of “{award}”, {round}, which waits for your marks now. Candidates: {of}.[[ Please hand in by {due}.]]\n\n{link}\n\nSign in with your own account. Where you have an interest in a candidate, stand back from it on your sheet. Until you hand in, nobody but you sees what you marked.",
	},
	"marks_subject": {"zh": "请在 {due} 前交评分表：{award}{round}", "en": "Marks due by {due}: {award}, {round}"},
	"marks": {
		"zh": "“{award}”{round}请在 {due} 前交表，您的评分表还没有交[[，还有 {left} 个参评对象没有打分]]。\n\n{link}",
		"en": "Marks of “{award}”, {round}, are due by {due}, and your sheet is not in[[; left to mark: {left}]].\n\n{link}",
	},
	"judge_end": {"zh": "不想再收到，请在到期日历中停用邮件：{link}", "en": "To stop these mails, turn them off in the calendar: {link}"},
}

// judgeLetter words a letter to a judge about his sheet.
func (d *Desk) judgeLetter(key string, s Subscription, p *awards.Paper, id string) Letter {
	left, link := "", d.URL+"/judging/"+p.Award+"/"+strconv.Itoa(p.Round)
	if n := len(p.Entries) - p.Done(); n > 0 {
		left = strconv.Itoa(n)
	}
	args := survey.Args("award", oneLine(p.Title), "round", oneLine(p.Name), "of", len(p.Entries), "due", string(p.Due), "left", left, "link", link)
	text := survey.Fill(judgeWords[key].In(s.Lang), s.Lang, args) + "\n\n" + survey.Fill(judgeWords["judge_end"].In(s.Lang), s.Lang, survey.Args("link", d.URL+"/calendar"))
	return Letter{
		Kind: Judging, ID: id, To: s.Mail, Lang: s.Lang, Subject: survey.Fill(judgeWords[key+"_subject"].In(s.Lang), s.Lang, args), Text: text, Link: link,
	}
}
