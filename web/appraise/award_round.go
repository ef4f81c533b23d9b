package appraise

import (
	"errors"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/awards"
	"minping/web/site"
)

// An awardRound is a round with its lines.
type awardRound struct {
	awards.Round
	Word, Basis string
	Panel       string // who its judges were, where the public is told
	Candidates  int
	Room        string // how many go on, or prizes there are
	Lines       []awardFigure
	Sources     []site.Choice
	Typed       []awardMark
	Named       []site.Choice // judges whose paper may be typed; none: anybody's
	Progress    []awardProgress
	Recusals    []awardRecusal
	Missing     []string // judges whose sheets are not in
	Table       *awardMarkTable
	MarkFiles   []site.NavLink
	Judge       string
	Settles     bool // it may be decided as it stands
	Marks       bool // whoever asks may enter marks
	Ties        int
	Open        bool
}

// Ranked reports whether the round goes by figures.
func (r awardRound) Ranked() bool { return r.Way != awards.ByMeeting }

// An awardFigure is a line of a round in words.
type awardFigure struct {
	awards.Line
	Name, Entry, Figure, Interval, Verdict, Outcome string
	Choices                                         []site.Choice // of who is tied, or named by a meeting
}

func (p *awardPage) figure(l awards.Line, names func(string) string) awardFigure {
	v := awardFigure{Line: l}
	if x := p.Award.Candidate(l.Candidate); x != nil {
		v.Name, v.Entry = names(x.Unit), x.Title
	}
	if l.Value.OK() {
		v.Figure = l.Figure()
	}
	if l.Low.OK() {
		v.Interval = awards.Number(l.Low, 2) + "–" + awards.Number(l.High, 2)
	}
	switch l.Verdict {
	case "carried", "lost", "inquorate":
		v.Verdict = p.T("awards.verdict." + l.Verdict)
	}
	return v
}

// awardNow is the round that is to be decided: how its candidates stand, and
// what is left to people.
func (s *Pages) awardNow(c echo.Context, page *awardPage, room awards.Room, at int, may []awards.Do, names func(string) string) error {
	ctx, a := c.Request().Context(), &page.Award
	r := a.Rounds[at]
	now := &awardRound{Round: r, Word: r.Way.Words().In(page.Lang), Candidates: len(a.In(at)), Room: strconv.Itoa(total(a.Places(at)))}
	page.Running = now
	decides := slices.Contains(may, awards.Settle)
	now.Marks = slices.Contains(may, awards.Mark)
	if r.Way == awards.ByPoll || r.Way == awards.ByAppraisal {
		sources, err := room.Sources(ctx, r.Way)
		if err != nil {
			return err
		}
		for _, x := range sources {
			now.Sources = append(now.Sources, site.Choice{Value: x.ID, Title: x.Title.In(page.Lang), Chosen: x.ID == page.Sent.Source})
		}
		if page.Sent.Source == "" {
			return nil
		}
	}
	lines, err := room.Standing(ctx, a.ID, page.Sent.Source, page.Sent.Part)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		if len(page.Errors) == 0 {
			page.Errors = s.awardMistakes(c, a, wrong)
		}
		return nil
	}
	if err != nil {
		return err
	}
	told := r.Way == awards.ByMeeting
	for _, l := range lines {
		v := page.figure(l, names)
		v.Outcome = a.Outcome(at, l).In(page.Lang)
		if l.Tied {
			now.Ties++
			v.Outcome = page.T("awards.tied")
		}
		if l.Tied || r.Way == awards.ByMeeting {
			v.Choices = page.classes(at, l)
		}
		told = told || l.Value.OK()
		now.Lines = append(now.Lines, v)
	}
	now.Settles = decides && told
	if r.Way == awards.ByMarks {
		if err := page.judges(ctx, room, now, at, names); err != nil {
			return err
		}
		if len(r.Sheets) == 0 {
			now.Lines = nil
		}
	}
	return nil
}

// classes are what may be decided of a candidate in a round.
func (p *awardPage) classes(round int, l awards.Line) []site.Choice {
	given, said := p.Sent.Choice[l.Candidate]
	all := []site.Choice{{Value: "", Title: p.T("awards.choose"), Chosen: !said}}
	last := round == len(p.Award.Rounds)-1
	for class := range len(p.Award.Places(round)) + 1 {
		if class == 0 || l.Tied && (class < l.Upper || l.Lower > 0 && class > l.Lower) {
			continue
		}
		title := p.T("awards.goes")
		if last {
			title = p.Award.Prizes[class-1].Title
		}
		all = append(all, site.Choice{Value: strconv.Itoa(class), Title: title, Chosen: said && class == given})
	}
	if l.Lower == 0 {
		title := p.T("awards.stays")
		all = append(all, site.Choice{Value: "0", Title: title, Chosen: said && given == 0})
	}
	return all
}
