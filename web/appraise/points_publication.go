package appraise

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/points"
	"minping/web/site"
)

// A publicationPage is what was published of the units that whoever asks reads of.
type publicationPage struct {
	site.Page
	Of                              points.Publication
	Called, Base                    string
	FromOn, ToOn, OpensOn, ClosesOn time.Time
	Takes                           bool // objections
	Cards                           []publishedCard
	Objections                      []objectionView
	Units                           []site.Choice
	Lines                           []site.Choice
	Unchanged                       string // units whose card did not change
	Errors                          []string
	Reason, Why                     string
}

// A publishedCard is a card as it was published.
type publishedCard struct {
	points.Published
	Called, Before, After string
	Lines                 []cardEntry
	Gone                  []string
}

// An objectionView is an objection in words.
type objectionView struct {
	points.Objection
	Where, What, How, Mark string
	On, DecidedOn          time.Time
	Decides                bool          // whoever asks may
	Wrong                  *points.Line  // that it is about
	Items                  []site.Choice // of the card, for a correction
	Values                 map[string]string
	By                     map[string]string // what is wrong with a correction
	PutOn                  time.Time         // of the correction, its matter, and so on
	Put, PutPoints         string
	PutURL, PutHow         string
}

func (s *Pages) pointPublication(c echo.Context) error {
	return s.showPublication(c, http.StatusOK, nil)
}

func (s *Pages) showPublication(c echo.Context, status int, change func(*publicationPage)) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	of, err := room.Publication(ctx, c.Param("publication"))
	if err != nil {
		return err
	}
	objections, err := room.Objections(ctx, of.ID)
	if err != nil {
		return err
	}
	p := publicationPage{
		Page: s.ManagePage(c), Of: of, Called: of.Title.In(site.Negotiate(c)), Base: publicationURL(of.ID), Takes: of.Takes(room.Today()),
		FromOn: room.day(of.From), ToOn: room.day(of.To), OpensOn: room.day(of.Opens), ClosesOn: room.day(of.Closes),
	}
	p.Title = p.T("points.public.title", "card", p.Called)
	lines, wrong := map[string]string{}, map[string]*points.Line{}
	unchanged := []string{}
	for _, card := range of.Cards {
		view := publishedCard{Published: card, Called: card.Name.In(p.Lang), Before: plainPoints(card.Before), After: plainPoints(card.Balance.Balance)}
		p.Units = append(p.Units, site.Choice{Value: card.Unit, Title: view.Called})
		for _, line := range card.Gone {
			view.Gone = append(view.Gone, p.T("points.gone.line", "day", p.WriteDay(line.Day), "matter", cmp.Or(line.Matter, line.Title.In(p.Lang)), "points", signedPoints(line.Points)))
		}
		if len(card.Lines)+len(card.Gone) == 0 {
			unchanged = append(unchanged, p.T("points.kept", "unit", view.Called, "balance", view.After))
			continue
		}
		for i, line := range card.Lines {
			wrong[line.ID] = &card.Lines[i]
			e := cardEntry{Line: line, What: line.Title.In(p.Lang), Points: signedPoints(line.Points), Running: plainPoints(line.Running), On: room.day(line.Day)}
			lines[line.ID] = e.What + " " + line.Matter
			view.Lines = append(view.Lines, e)
			p.Lines = append(p.Lines, site.Choice{Value: line.ID, Title: view.Called + " " + string(line.Day) + " " + line.Matter})
		}
		p.Cards = append(p.Cards, view)
	}
	for _, o := range objections {
		view := objectionView{
			Objection: o, Where: room.unit(o.Unit), What: lines[o.Entry], How: o.State.Words().In(p.Lang), On: room.day(o.Day), DecidedOn: room.day(o.Decided),
			Mark:    map[points.Finding]string{points.Raised: "yellow", points.Upheld: "red", points.Dismissed: "done"}[o.State],
			Decides: o.State == points.Raised && room.Holds(survey.CheckOrders, o.Unit, "") && o.By != survey.ActorOf(ctx).ID,
			Wrong:   wrong[o.Entry],
		}
		if err := room.corrected(c, &p, &view); err != nil {
			return err
		}
		p.Objections = append(p.Objections, view)
	}
	p.Unchanged = strings.Join(unchanged, p.T("orders.sep"))
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "points/publication", p)
}

// objectToPoints raises an objection, or decides one.
func (s *Pages) objectToPoints(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("publication")
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	if _, err := room.Publication(ctx, id); err != nil {
		return err
	}
	switch do := c.FormValue(site.FieldGo); do {
	case "object":
		_, err = room.Object(ctx, id, c.FormValue("unit"), c.FormValue("entry"), c.FormValue("reason"))
	case string(points.Upheld), string(points.Dismissed):
		ruling := points.Ruling{Revision: site.RevisionOf(c), State: points.Finding(do), Why: c.FormValue("why")}
		_, err = room.Decide(ctx, id, c.FormValue("objection"), ruling)
	case "corrected":
		err = room.correct(c, id)
	default:
		return site.ErrForm
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, publicationURL(id)+"#objections")
	}
	status, by, above, rest := site.FormRefusal(site.Negotiate(c), err, correctionFields...)
	if rest != nil {
		return rest
	}
	return s.showPublication(c, status, func(p *publicationPage) {
		p.Errors, p.Reason, p.Why = above, c.FormValue("reason"), c.FormValue("why")
		for i := range p.Objections {
			if o := &p.Objections[i]; o.ID == c.FormValue("objection") && o.Values != nil && c.FormValue(site.FieldGo) == "corrected" {
				o.By = by
				for name := range o.Values {
					o.Values[name] = c.FormValue("correction." + name)
				}
				o.choose(o.Values["item"])
			}
		}
	})
}
