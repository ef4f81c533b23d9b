package duty

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Report is what one unit or person hands in to a review. One that was never
// touched is awaited, at revision 0.
type Report struct {
	Review    string       `json:"review"`
	Unit      string       `json:"unit"`
	Texts     []string     `json:"texts"` // as the review's sections
	State     ReportState  `json:"state"`
	Handed    survey.Day   `json:"handed,omitempty"` // the last time
	Questions []Question   `json:"questions"`        // in the order in which they came
	Steps     []ReportStep `json:"steps"`            // oldest first
	Revision  int64        `json:"revision"`
}

// A ReportState is how far a report is.
type ReportState string

// The states of reports.
const (
	Awaited  ReportState = "awaited"  // 待提交
	Handed   ReportState = "handed"   // 已提交
	Returned ReportState = "returned" // 退回修改
	Accepted ReportState = "accepted" // 已接收
)

// ReportStates are all of them.
var ReportStates = []ReportState{Awaited, Handed, Returned, Accepted}

// A Question was asked about a report.
type Question struct {
	ID       int        `json:"id"` // from 1
	Text     string     `json:"text"`
	Asker    string     `json:"asker,omitempty"` // name of the account
	Day      survey.Day `json:"day"`
	Answer   string     `json:"answer,omitempty"`
	Answerer string     `json:"answerer,omitempty"`
	Answered survey.Day `json:"answered,omitempty"`
}

// A ReportStep is something that was done about a report.
type ReportStep struct {
	Do   ReportDo    `json:"do"`
	At   time.Time   `json:"at"`
	Day  survey.Day  `json:"day"`
	By   string      `json:"by,omitempty"`
	Name string      `json:"name,omitempty"`
	From ReportState `json:"from"`
	To   ReportState `json:"to"`
	Why  string      `json:"why,omitempty"`
}

// A ReportDo is a kind of step with a report.
type ReportDo string

// The steps with a report. Write keeps it without handing it in.
const (
	Write  ReportDo = "write"   // 保存草稿: texts
	HandIn ReportDo = "hand_in" // 提交: texts
	Return ReportDo = "return"  // 退回: why
	Take   ReportDo = "accept"  // 接收
	Ask    ReportDo = "ask"     // 提问: why
	Answer ReportDo = "answer"  // 回答: question, why
)

// ReportDos are all of them, in the order of a report's life.
var ReportDos = []ReportDo{Write, HandIn, Take, Return, Ask, Answer}

// reportRules say from which states a step leads where; "": it stays as it is.
var reportRules = map[ReportDo]struct {
	from []ReportState
	to   ReportState
}{
	Write:  {[]ReportState{Awaited, Returned}, ""},
	HandIn: {[]ReportState{Awaited, Returned}, Handed},
	Take:   {[]ReportState{Handed}, Accepted},
	Return: {[]ReportState{Handed, Accepted}, Returned},
	Ask:    {[]ReportState{Handed, Accepted}, ""},
	Answer: {[]ReportState{Handed, Accepted}, ""},
}

// A ReportMove is a step with a report as somebody hands it in.
type ReportMove struct {
	Do       ReportDo `json:"do"`
	Texts    []string `json:"texts,omitempty"`    // Write, HandIn: as the review's sections
	Why      string   `json:"why,omitempty"`      // Return: the reason; Ask: the question; Answer: the answer
	Question int      `json:"question,omitempty"` // Answer
}

// A RevisedReportMove is a step with a report as it was read.
type RevisedReportMove struct {
	ReportMove
	Revision int64 `json:"revision"`
}

// Late reports whether the report should have been handed in before today.
func (p *Report) Late(r *Review, today survey.Day) bool {
	return r.State == Running && (p.State == Awaited || p.State == Returned) && r.Due < today
}

// Next lists the steps that a report may take, whoever asks.
func (p *Report) Next(r *Review) (next []ReportDo) {
	if r.State != Running {
		return nil
	}
	for _, d := range ReportDos {
		if slices.Contains(reportRules[d].from, p.State) && (d != Answer || p.open() > 0) {
			next = append(next, d)
		}
	}
	return next
}

// open counts the questions without an answer.
func (p *Report) open() (n int) {
	for _, q := range p.Questions {
		if q.Answered == "" {
			n++
		}
	}
	return n
}

// mostQuestions bounds those of a report.
const mostQuestions = 100

// Apply returns the report after a step; the report itself stays as it was. What
// is wrong with the step is survey.FieldErrors. Whether somebody may take it is
// for whoever calls.
func (p Report) Apply(r *Review, m ReportMove, now Moment) (Report, error) {
	rule, there := reportRules[m.Do]
	if !there {
		return p, survey.FieldErrors{{Field: "do", Key: "duty_do", Args: survey.Args("do", survey.Clip(string(m.Do)))}}
	}
	m.Why = strings.TrimSpace(m.Why)
	m.Texts = slices.Clone(m.Texts)
	for i := range m.Texts {
		m.Texts[i] = strings.TrimSpace(strings.ReplaceAll(m.Texts[i], "\r\n", "\n"))
	}
	if errs := p.wrong(r, m); len(errs) > 0 {
		return p, errs
	}
	p.Questions, p.Steps = slices.Clone(p.Questions), slices.Clone(p.Steps)
	step := ReportStep{Do: m.Do, At: now.At.UTC().Truncate(time.Millisecond), Day: now.Today, By: now.Actor.ID, Name: now.Actor.Name, From: p.State, To: cmp.Or(rule.to, p.State)}
	switch m.Do {
	case Write, HandIn:
		p.Texts = m.Texts
		if m.Do == HandIn {
			p.Handed = now.Today
		}
	case Return:
		step.Why = m.Why
	case Ask:
		p.Questions = append(p.Questions, Question{ID: len(p.Questions) + 1, Text: m.Why, Asker: now.Actor.Name, Day: now.Today})
	case Answer:
		q := &p.Questions[m.Question-1]
		q.Answer, q.Answerer, q.Answered = m.Why, now.Actor.Name, now.Today
	}
	p.State = step.To
	if last := len(p.Steps) - 1; m.Do != Write || last < 0 || p.Steps[last].Do != Write || p.Steps[last].By != step.By {
		p.Steps = append(p.Steps, step)
	} else {
		p.Steps[last] = step // drafts of one person are one step
	}
	return p, nil
}

// wrong says what a step lacks, or why it cannot be taken now.
func (p *Report) wrong(r *Review, m ReportMove) (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if !slices.Contains(p.Next(r), m.Do) {
		add("do", "duty_not_now", "do", m.Do.Words(), "state", p.State.Words())
		return errs
	}
	switch m.Do {
	case Write, HandIn:
		if len(m.Texts) != len(r.Sections) {
			add("texts", "duty_texts", "count", len(r.Sections))
			return errs
		}
		for i, text := range m.Texts {
			field := fmt.Sprintf("texts[%d]", i)
			if text == "" && m.Do == HandIn {
				add(field, "duty_section", "section", r.Sections[i])
			}
			errs = append(errs, long(field, text, mostWords*4)...)
		}
	case Return, Ask, Answer:
		if m.Why == "" {
			add("why", "duty_why_"+string(m.Do))
		}
		errs = append(errs, long("why", m.Why, mostWords)...)
		if m.Do == Answer && (m.Question < 1 || m.Question > len(p.Questions) || p.Questions[m.Question-1].Answered != "") {
			add("question", "duty_no_question")
		}
		if m.Do == Ask && len(p.Questions) >= mostQuestions {
			add("do", "duty_many_questions", "max", mostQuestions)
		}
	}
	return errs
}
