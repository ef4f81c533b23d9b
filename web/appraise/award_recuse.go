package appraise

import (
	"cmp"

	"minping/survey/awards"
	"minping/web/site"
)

// An awardRecusal is a candidate whom a judge does not mark, and why.
type awardRecusal struct{ Judge, Name, By, Why string }

// An awardRecusing is the form that recuses a judge of a round from a candidate, or
// takes that back.
type awardRecusing struct {
	Round      int // from 1
	Title      string
	Judges     []site.Choice
	Candidates []site.Choice
	Why        string
	Open       bool
}

// recused are the candidates whom a judge does not mark.
func (p *awardPage) recused(x awards.Progress, names func(string) string) (lines []awardRecusal) {
	for _, r := range x.Recusals {
		l := awardRecusal{Judge: x.Judge, Name: r.Candidate, Why: r.Why, By: p.T("awards.recused.own")}
		if c := p.Award.Candidate(r.Candidate); c != nil {
			l.Name = cmp.Or(c.Title, names(c.Unit))
		}
		switch {
		case r.Barred && r.Why == "":
			l.By, l.Why = p.T("awards.recused.rule"), p.T("awards.recused.unit")
		case r.Barred:
			l.By = p.T("awards.recused.organiser")
		}
		lines = append(lines, l)
	}
	return lines
}

// recusing are the forms that recuse judges, of each round that has some and is
// still to be marked.
func (p *awardPage) recusing() {
	sent := p.Sent.Do == awards.Recuse || p.Sent.Do == awards.Readmit
	for _, i := range p.Award.ToMark() {
		r := &p.Award.Rounds[i]
		if len(r.Judges) == 0 {
			continue
		}
		f := awardRecusing{Round: i + 1, Title: r.Title, Candidates: p.Live, Open: sent && max(p.Sent.Round, 1) == i+1}
		for _, j := range r.Judges {
			f.Judges = append(f.Judges, site.Choice{Value: j.Name, Title: j.Name, Chosen: f.Open && j.Name == p.Sent.Judge})
		}
		if f.Open {
			f.Why = p.Sent.Why
		}
		p.Recusing = append(p.Recusing, f)
	}
}
