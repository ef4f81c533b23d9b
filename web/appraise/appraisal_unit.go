package appraise

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/points"
	"minping/web/site"
)

// An appraisedPage is how a unit's grade came about, down to its parts, and what
// people decided.
type appraisedPage struct {
	site.Page
	Of          points.Appraisal
	Back, Base  string
	Called      string // the scheme
	Unit        survey.UnitAppraisal
	Total, Half string
	Suggested   string
	Parts       []partLine
	Steps       []string
	Cards       []appraisedCard
	Decided     string
	Decision    points.Decision
	On, AgreeOn time.Time
	Waits       bool // for a second person
	Decides     bool
	Agrees      bool
	Grades      []site.Choice
	Reason      string
	Errors      []string
	By          map[string]string
}

// A partLine is a part of a total: what was found, what it is worth, and what it
// adds.
type partLine struct {
	Title, Source, URL     string
	Depth                  int
	Raw, Value, Err, Share string
	Weight                 int
	Adds                   string
	Whole                  bool // made of the parts below it
	Why                    string
}

// An appraisedCard is the entries of a card that an appraisal counted.
type appraisedCard struct {
	Title, Balance, Base, Beyond string
	Items                        []cardItem
	Lines                        []appraisedEntry
}

// An appraisedEntry is an entry as an appraisal counted it.
type appraisedEntry struct {
	survey.PointEntry
	What, Points string
	On           time.Time
	Counts       bool
}

func (s *Pages) appraised(c echo.Context) error { return s.showAppraised(c, http.StatusOK, nil) }

func (s *Pages) showAppraised(c echo.Context, status int, change func(*appraisedPage)) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	a, plan, err := room.appraisalOf(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(a.Result.Units, func(u survey.UnitAppraisal) bool { return u.Unit == c.Param("unit") })
	if i < 0 {
		return survey.ErrNotFound
	}
	u, sc := a.Result.Units[i], plan.Scheme
	p := appraisedPage{
		Page: s.ManagePage(c), Of: a, Back: appraisalURL(a.ID), Base: appraisedURL(a.ID, u.Unit), Called: a.Result.Title.In(room.lang), Unit: u,
		Total: twoDecimals(u.Total), Suggested: gradeTitle(sc, u.Grade, room.lang), Decision: a.Decisions[u.Unit], By: map[string]string{},
	}
	p.Decided, p.On, p.Reason = gradeTitle(sc, p.Decision.Grade, p.Lang), room.day(p.Decision.Day), p.Decision.Reason
	if p.Decision.Second != nil {
		p.AgreeOn = room.day(p.Decision.Second.Day)
	}
	if u.SE.OK() && u.SE > 0 {
		p.Half = chart.Points((u.High - u.Low) / 2)
	}
	switch name := u.Name.In(p.Lang); {
	case p.Decided != "":
		p.Title = p.T("appraisals.unit.decided", "unit", name, "grade", p.Decided, "total", p.Total)
	case p.Suggested != "":
		p.Title = p.T("appraisals.unit.suggested", "unit", name, "grade", p.Suggested, "total", p.Total)
	default:
		p.Title = p.T("appraisals.unit.none", "unit", name)
	}
	p.Parts = s.partLines(c, sc, &a, u.Parts, u.Unit, 0)
	for _, step := range u.Steps {
		p.Steps = append(p.Steps, step.In(p.Lang))
	}
	p.Cards = room.appraisedCards(sc, &a, &u)
	manages, err := room.Manages(ctx, a)
	if err != nil {
		return err
	}
	p.Waits = p.Decided != "" && !p.Decision.Settled(sc)
	p.Decides = manages && !a.Shown
	p.Agrees = p.Decides && p.Waits && p.Decision.By != survey.ActorOf(ctx).ID
	chosen := p.Decision.Grade
	if chosen == "" {
		chosen = u.Grade
	}
	for i := range sc.Grades {
		g := &sc.Grades[i]
		if a.Bar(sc, u.Unit, g.ID) != nil && g.ID != chosen {
			continue
		}
		p.Grades = append(p.Grades, site.Choice{Value: g.ID, Title: g.Title.In(p.Lang), Chosen: g.ID == chosen})
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "points/appraised", p)
}

// partLines writes parts out, each above those that it is made of.
func (s *Pages) partLines(c echo.Context, sc *survey.Scheme, a *points.Appraisal, parts []survey.PartAppraisal, unit string, depth int) (lines []partLine) {
	lang := site.Negotiate(c)
	for i := range parts {
		of := &parts[i]
		line := partLine{
			Title: of.Title.In(lang), Depth: depth, Weight: of.Weight, Value: chart.Points(of.Value), Adds: twoDecimals(of.Adds), Whole: len(of.Parts) > 0, Why: of.Why.Words().In(lang),
			Share: chart.Percent(of.Share),
		}
		if of.SE.OK() && of.SE > 0 {
			line.Err = chart.Points(of.SE)
		}
		if line.Whole {
			lines = append(lines, line)
			lines = append(lines, s.partLines(c, sc, a, of.Parts, unit, depth+1)...)
			continue
		}
		s.source(c, sc, a, of, unit, &line)
		lines = append(lines, line)
	}
	return lines
}

// source says what a part was taken from.
func (s *Pages) source(c echo.Context, sc *survey.Scheme, a *points.Appraisal, of *survey.PartAppraisal, unit string, line *partLine) {
	lang := site.Negotiate(c)
	part := sc.Part(of.Part)
	full := part.Full
	if full == 0 {
		full = 100
	}
	switch {
	case part.Poll != "":
		line.Source = site.Translate(lang, "appraisals.source.poll")
		if of.Value.OK() {
			line.Raw = line.Value
		}
		if id := a.Polls[part.Poll].Poll; id != "" {
			if poll, err := s.Within(c).ReadablePoll(c.Request().Context(), id); err == nil {
				line.Source, line.URL = poll.Title.In(lang), "/r/"+id+"/unit/"+unit
			}
		}
		if of.Blurred {
			line.Raw = site.Translate(lang, "appraisals.source.rough", "value", line.Value)
		}
	case part.Card != "":
		card := sc.Card(part.Card)
		line.Source, line.URL = card.Title.In(lang), cardURL(sc.ID, card.ID, unit, a.Year)
		line.Raw = site.Translate(lang, "appraisals.source.of", "value", plainPoints(of.Balance.Balance), "full", plainPoints(full))
	default:
		line.Source = site.Translate(lang, "appraisals.source.mark")
		for _, m := range a.Marks {
			if m.Unit == unit && m.Part == of.Part {
				line.Raw = site.Translate(lang, "appraisals.source.of", "value", plainPoints(m.Value), "full", plainPoints(full))
				s.reviewed(c, m.Review, unit, line)
			}
		}
	}
}

// reviewed names the round of duty reports that a mark comes from, with the
// report, where whoever asks may read it.
func (s *Pages) reviewed(c echo.Context, review, unit string, line *partLine) {
	if review == "" || s.Duty == nil {
		return
	}
	lang := site.Negotiate(c)
	line.Source = site.Translate(lang, "appraisals.source.duty")
	if r, _, err := s.Duty.Within(s.Within(c)).Report(c.Request().Context(), review, unit); err == nil {
		line.Source, line.URL = r.Title, site.DutyReportURL(review, unit)
	}
}

// appraisedCards are the entries that an appraisal counted for a unit, by card.
func (r pointRoom) appraisedCards(sc *survey.Scheme, a *points.Appraisal, u *survey.UnitAppraisal) (cards []appraisedCard) {
	var walk func(parts []survey.PartAppraisal)
	walk = func(parts []survey.PartAppraisal) {
		for i := range parts {
			of := &parts[i]
			walk(of.Parts)
			if of.Balance == nil {
				continue
			}
			card := sc.Card(sc.Part(of.Part).Card)
			view := appraisedCard{Title: card.Title.In(r.lang), Balance: plainPoints(of.Balance.Balance), Base: plainPoints(of.Balance.Base)}
			if of.Balance.Beyond != 0 {
				view.Beyond = signedPoints(of.Balance.Beyond)
			}
			for _, line := range of.Balance.Items {
				view.Items = append(view.Items, cardItem{card.Item(line.Item).Title.In(r.lang), signedPoints(line.Points), signedPoints(line.Counted), line.Entries, line.Capped})
			}
			for i := range a.Points {
				e := &a.Points[i]
				if e.Unit != u.Unit || e.Card != card.ID {
					continue
				}
				it := card.Item(e.Item)
				worth := it.Points
				if e.Points != nil {
					worth = *e.Points
				}
				view.Lines = append(view.Lines, appraisedEntry{PointEntry: *e, What: it.Title.In(r.lang), Points: signedPoints(worth), On: r.day(survey.Day(e.Date)), Counts: e.Counts()})
			}
			cards = append(cards, view)
		}
	}
	walk(u.Parts)
	return cards
}

// decideGrade decides a unit's grade, or agrees with what another decided.
func (s *Pages) decideGrade(c echo.Context) error {
	ctx, unit := c.Request().Context(), c.Param("unit")
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	a, _, err := room.appraisalOf(c)
	if err != nil {
		return err
	}
	grade, reason := c.FormValue("grade"), c.FormValue("reason")
	switch c.FormValue(site.FieldGo) {
	case "decide":
		_, err = room.Grade(ctx, a.ID, site.RevisionOf(c), []points.Verdict{{Unit: unit, Grade: grade, Reason: reason}})
	case "agree":
		_, err = room.Agree(ctx, a.ID, site.RevisionOf(c), []string{unit})
	default:
		return site.ErrForm
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, appraisedURL(a.ID, unit)+"#decision")
	}
	status, _, above, rest := site.FormRefusal(site.Negotiate(c), err)
	if rest != nil {
		return rest
	}
	return s.showAppraised(c, status, func(p *appraisedPage) {
		p.Errors, p.Reason = above, reason
		for i := range p.Grades {
			if grade != "" {
				p.Grades[i].Chosen = p.Grades[i].Value == grade
			}
		}
	})
}

// Indent is how far a part stands in, as a class.
func (l partLine) Indent() string { return "in" + strconv.Itoa(min(l.Depth, 3)) }
