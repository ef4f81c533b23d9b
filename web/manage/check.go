package manage

import (
	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/web/result"
	"minping/web/site"
)

// checkStep is a poll in words, what is missing, and what can be tried before
// it opens.
type checkStep struct {
	Missing  []checkNote // the poll cannot open without
	Advice   []checkNote // it can, but should not
	Facts    []checkNote
	Target   survey.Target
	Codes    int // one-time codes issued and good
	Lacking  []survey.CodesWanted
	Address  string
	TrialURL string

	PreviewURL string // of the pages of answering; "": there is nothing to answer about yet
}

// A checkNote says one thing about a poll; URL is where it is changed.
type checkNote struct{ What, Text, URL string }

// fillCheck says what will be, and what is missing.
func (s *Pages) fillCheck(c echo.Context, p *setupPage) error {
	ctx, poll := c.Request().Context(), &p.Poll
	var err error
	if p.Target, err = s.Within(c).Target(ctx, poll.ID); err != nil {
		return err
	}
	if poll.Access == survey.ByCode {
		batches, err := s.Within(c).CodeBatches(ctx, poll.ID)
		if err != nil {
			return err
		}
		for _, b := range batches {
			if !b.Void {
				p.Codes += b.Issued
			}
		}
		p.Lacking = poll.CodesMissing(batches)
	}
	p.Address, p.TrialURL = middleware.Address(c, s.URL)+site.PollURL(poll.ID), result.TrialURL(poll.ID)
	if len(poll.Units) > 0 {
		p.PreviewURL = PreviewURL(poll.ID)
	}
	names, err := s.UnitNames(c, p.Lang)
	if err != nil {
		return err
	}
	p.facts(names)
	p.missing()
	return nil
}

// note adds a note about what a step says.
func (p *setupPage) note(list *[]checkNote, step, text string) {
	*list = append(*list, checkNote{p.T("setup.step." + step), text, site.StepURL(p.Poll.ID, step)})
}

// mostListed is how many units are named one by one.
const mostListed = 6

// facts puts the poll in words.
func (p *setupPage) facts(names func(string) string) {
	poll := &p.Poll
	p.note(&p.Facts, StepQuestionnaire, p.T("setup.said.questionnaire", "title", p.Q.Title.In(p.Lang), "version", p.Q.Version))
	var units []string
	for _, u := range poll.Units[:min(mostListed, len(poll.Units))] {
		units = append(units, names(u))
	}
	text := p.T("setup.said.units", "n", len(poll.Units), "list", site.JoinList(p.Lang, units))
	if len(poll.Units) > mostListed {
		text = p.T("setup.said.units.more", "n", len(poll.Units), "list", site.JoinList(p.Lang, units))
	}
	p.note(&p.Facts, StepUnits, text)
	p.note(&p.Facts, StepPeople, p.T("manage.promise."+string(poll.Access)))
	if poll.Access == survey.ByCode {
		p.note(&p.Facts, StepPeople, p.T("setup.said.codes", "n", p.Codes))
	}
	if len(p.Q.Votes) > 0 && poll.Expected > 0 {
		p.note(&p.Facts, StepPeople, p.T("setup.said.expected", "people", poll.Expected))
	}
	if len(p.Lacking) > 0 {
		n := 0
		for _, w := range poll.CodesWanted {
			n += w.Count
		}
		p.Facts = append(p.Facts, checkNote{p.T("manage.codes"), p.T("setup.said.wanted", "n", n, "kinds", len(p.Lacking)), p.Base + "#codes"})
	}
	if poll.Sample != nil {
		p.note(&p.Facts, StepPeople, p.T("setup.said.sample"))
	}
	if n := len(poll.Quotas); n > 0 {
		p.note(&p.Facts, StepPeople, p.T("setup.said.quotas", "n", n))
	}
	results := p.T("setup.said.private")
	if poll.PublicResults {
		results = p.T("setup.said.public")
	}
	p.note(&p.Facts, StepTime, results)
	p.note(&p.Facts, StepQuestionnaire, p.T("setup.said.hidden", "k", p.Q.MinGroup()))
	switch {
	case !p.Q.AsksInWords():
	case p.Q.Disclosure.CommentsByGroup:
		p.note(&p.Facts, StepQuestionnaire, p.T("setup.said.comments.apart", "least", p.Q.MinComments()))
	default:
		p.note(&p.Facts, StepQuestionnaire, p.T("setup.said.comments", "least", p.Q.MinComments()))
	}
}

// missing says what the poll lacks.
func (p *setupPage) missing() {
	poll := &p.Poll
	if len(poll.Units) == 0 {
		p.note(&p.Missing, StepUnits, p.T("setup.lacks.units"))
	}
	if !poll.Closes.IsZero() && !poll.Closes.After(p.Now) {
		p.note(&p.Missing, StepTime, p.T("setup.lacks.closes.past"))
	}
	if poll.Access == survey.ByCode && p.Codes == 0 {
		p.Advice = append(p.Advice, checkNote{p.T("manage.codes"), p.T("setup.lacks.codes"), p.Base + "#codes"})
	}
	if poll.Closes.IsZero() {
		p.note(&p.Advice, StepTime, p.T("setup.lacks.closes"))
	}
	if len(poll.Organiser) == 0 || len(poll.Contact) == 0 {
		p.note(&p.Advice, StepTime, p.T("setup.lacks.organiser"))
	}
	if poll.Simulated {
		p.note(&p.Advice, StepTime, p.T("setup.lacks.real"))
	}
}
