package appraise

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/intake"
	"minping/survey/official"
	"minping/web/follow"
	"minping/web/site"
)

// An awardPage is one award: who wins, the round that runs, and how it came about.
type awardPage struct {
	site.Page
	Award      awards.Award
	Headline   string
	Word       string
	Mark       string
	Home       string
	Prizes     []awardPrize
	Running    *awardRound // the round that is to be decided
	Naming     []awardNaming
	Recusing   []awardRecusing
	Rounds     []awardRound
	Objections []awardObjection
	Candidates []awardCandidate
	Steps      []awardStep
	Forms      []awardStepForm
	Live       []site.Choice // candidates who may leave, or be objected to
	Winners    []site.Choice // whose prize may be revoked
	Edits      bool
	Holds      bool
	Objects    bool
	Sent       awards.Move
	Errors     []string
	Files      []site.NavLink
	Attached   follow.Attachments
	Papers     []follow.PaperFile
	MiB        int // of a table of marks at most
}

// An awardPrize is a class of prizes with those who have one.
type awardPrize struct {
	Title  string
	Places int
	Won    []awardCandidate
}

type awardCandidate struct{ Name, Entry, URL, Gone string }

type awardObjection struct {
	awards.Objection
	About, Word, Mark string
	Rules             bool
}

type awardStep struct {
	awards.Step
	Word, Name, About string
}

// An awardStepForm is a step with a form of its own.
type awardStepForm struct {
	Do   awards.Do
	Word string
	Open bool
}

func (s *Pages) award(c echo.Context) error {
	return s.showAward(c, http.StatusOK, awards.Move{Source: c.QueryParam("source"), Part: c.QueryParam("part"), Judge: c.QueryParam("judge")}, nil)
}

func (s *Pages) showAward(c echo.Context, status int, sent awards.Move, wrong []string) error {
	ctx := c.Request().Context()
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	a, err := room.Award(ctx, c.Param("award"))
	if err != nil {
		return err
	}
	may, err := room.May(ctx, a)
	if err != nil {
		return err
	}
	names, err := s.UnitNamer(c)
	if err != nil {
		return err
	}
	page := awardPage{Page: s.ManagePage(c), Award: a, Word: a.State.Words().In(s.Page(c).Lang), Home: names(a.Home), Sent: sent, Errors: wrong}
	page.Title = a.Title
	if page.Holds, err = room.Holds(ctx, a); err != nil {
		return err
	}
	page.Edits = a.State == awards.Planned && slices.Contains(may, awards.Start)
	page.Objects = slices.Contains(may, awards.Object)
	page.people(names)
	page.history(names, may, survey.ActorOf(ctx).ID)
	if at := a.Current(); at >= 0 && page.Holds {
		if err := s.awardNow(c, &page, room, at, may, names); err != nil {
			return err
		}
	}
	if slices.Contains(may, awards.Name) {
		page.naming()
		page.recusing()
	}
	if page.Attached, err = s.followed.AttachmentsTo(c, "award", a.ID); err != nil {
		return err
	}
	page.forms(may)
	page.Headline, page.Failed = page.headline(), len(page.Errors) > 0
	for _, format := range []string{"xlsx", "csv"} {
		page.Files = append(page.Files, site.NavLink{Title: strings.ToUpper(format), URL: site.AwardURL(a.ID) + "/award." + format})
	}
	if page.Holds && s.Papers != nil {
		for _, k := range official.OfAward {
			if k.Of(&a) {
				page.Papers = append(page.Papers, follow.PaperFiles(page.Page, site.AwardURL(a.ID)+"/", k)...)
			}
		}
	}
	page.MiB = intake.MaxUpload >> 20
	return s.Render(c, status, "awards/award", page)
}

// headline says how the award stands.
func (p *awardPage) headline() string {
	won := 0
	for i := range p.Award.Candidates {
		if p.Award.Candidates[i].Won() > 0 {
			won++
		}
	}
	switch p.Award.State {
	case awards.Planned:
		return p.T("awards.h.planned", "title", p.Award.Title, "candidates", len(p.Award.Candidates), "rounds", len(p.Award.Rounds))
	case awards.Running:
		at := p.Award.Current()
		return p.T("awards.h.running", "title", p.Award.Title, "round", p.Award.Rounds[at].Title, "candidates", len(p.Award.In(at)), "places", total(p.Award.Places(at)))
	case awards.Chosen:
		return p.T("awards.h.chosen", "title", p.Award.Title, "won", won)
	case awards.Noticed:
		return p.T("awards.h.noticed", "title", p.Award.Title, "won", won, "day", p.WriteDay(p.Award.Closes))
	case awards.Conferred:
		return p.T("awards.h.conferred", "title", p.Award.Title, "won", won)
	}
	return p.T("awards.h.cancelled", "title", p.Award.Title)
}

func total(all []int) (sum int) {
	for _, n := range all {
		sum += n
	}
	return sum
}

// people puts candidates in words: by prize, and before that all of them.
func (p *awardPage) people(names func(string) string) {
	a := &p.Award
	for _, x := range a.Prizes {
		p.Prizes = append(p.Prizes, awardPrize{Title: x.Title, Places: x.Places})
	}
	for _, x := range a.Ranked() {
		v := awardCandidate{Name: names(x.Unit), Entry: x.Title, URL: dossierURL(x.Unit)}
		if x.Out != nil {
			v.Gone = p.T("awards.gone", "day", p.WriteDay(x.Out.Day), "why", x.Out.Why)
		}
		if x.Prize > 0 {
			p.Prizes[x.Prize-1].Won = append(p.Prizes[x.Prize-1].Won, v)
		}
		p.Candidates = append(p.Candidates, v)
		title := cmp.Or(x.Title, v.Name)
		if x.Out == nil {
			p.Live = append(p.Live, site.Choice{Value: x.ID, Title: title, Chosen: x.ID == p.Sent.Candidate})
		}
		if x.Won() > 0 {
			p.Winners = append(p.Winners, site.Choice{Value: x.ID, Title: title, Chosen: x.ID == p.Sent.Candidate})
		}
	}
}

// history puts what was decided, objected and done in words, the latest first;
// account is whose page it is.
func (p *awardPage) history(names func(string) string, may []awards.Do, account string) {
	a := &p.Award
	about := func(id string) string {
		if x := a.Candidate(id); x != nil {
			return cmp.Or(x.Title, names(x.Unit))
		}
		return id
	}
	for i := range a.Rounds {
		r := &a.Rounds[i]
		if !r.Decided() || len(r.Lines) == 0 {
			continue
		}
		v := awardRound{Round: *r, Word: r.Way.Words().In(p.Lang), Room: strconv.Itoa(total(a.Places(i))), Candidates: len(r.Lines), Open: len(p.Rounds) == 0}
		for _, l := range r.Lines {
			v.Lines = append(v.Lines, p.figure(l, names))
			v.Lines[len(v.Lines)-1].Outcome = a.Outcome(i, l).In(p.Lang)
		}
		v.Table = p.markTable(r, names)
		if p.Holds {
			v.MarkFiles = p.markFiles(i)
		}
		if !p.Holds && len(r.Judges) > 0 {
			v.Panel = p.T("awards.panel.told", "judges", site.JoinList(p.Lang, judgeNames(r.Judges)))
		}
		p.Rounds = slices.Insert(p.Rounds, 0, v)
	}
	for i := range p.Rounds {
		p.Rounds[i].Open = i == 0
	}
	for _, o := range slices.Backward(a.Objections) {
		v := awardObjection{Objection: o, About: about(o.Candidate), Word: o.State.Words().In(p.Lang), Mark: "yellow", Rules: o.State == awards.Raised && slices.Contains(may, awards.Rule) && o.By != account}
		if o.State != awards.Raised {
			v.Mark = "done"
		}
		p.Objections = append(p.Objections, v)
	}
	for _, st := range slices.Backward(a.Steps) {
		p.Steps = append(p.Steps, awardStep{st, site.UpperFirst(st.Do.Words().In(p.Lang)), st.Name, about(st.Candidate)})
	}
}

// forms are the steps that have a form of their own beside the round's.
func (p *awardPage) forms(may []awards.Do) {
	for _, do := range may {
		switch do {
		case awards.Name, awards.Recuse, awards.Readmit, awards.Mark, awards.Settle, awards.Rule, awards.Object:
			continue
		}
		p.Forms = append(p.Forms, awardStepForm{do, site.UpperFirst(do.Words().In(p.Lang)), do == p.Sent.Do})
	}
}
