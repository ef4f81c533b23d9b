package appraise

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/points"
	"minping/web/site"
)

// Where point cards and the schemes that they belong to are.

// planParam says in an address or a form which scheme of appraisal is meant;
// schemeField are the colours of pages.
const planParam = "plan"

// pointRoutes are the pages of points. They are for whoever has one of the
// rights that the room asks for somewhere.
func (s *Pages) pointRoutes() []site.Route {
	return []site.Route{
		site.Get(site.PointsPath, site.SignedIn, s.pointCards),
		site.Post(site.PointsPath, site.SignedIn, s.enterPoints),
		site.Get("/points/entries/import", site.SignedIn, s.pointImportForm),
		site.Post("/points/entries/import", site.SignedIn, s.importPoints),
		site.Get("/points/entries/files/:file", site.SignedIn, s.pointFile),
		site.Post("/points/entries/:entry", site.SignedIn, s.stepPoints),
		site.Get("/points/publications/:publication", site.SignedIn, s.pointPublication),
		site.Post("/points/publications/:publication", site.SignedIn, s.objectToPoints),
		site.Get("/points/:unit", site.SignedIn, s.pointCard),
		site.Get(site.SchemesPath, site.SignedIn, s.schemes),
		site.Post(site.SchemesPath, site.SignedIn, s.putScheme),
	}
}

// A pointRoom is the desk of points for whoever asks, with the names of units.
type pointRoom struct {
	points.Room
	survey.Reach
	named map[string]survey.Unit
	lang  string
	zone  *time.Location
}

func (s *Pages) pointRoom(c echo.Context) (pointRoom, error) {
	if s.Points == nil {
		return pointRoom{}, survey.ErrNotFound
	}
	v := s.Within(c)
	reach, err := v.Reach(c.Request().Context())
	return pointRoom{s.Points.Within(v), reach, reach.Named(), site.Negotiate(c), s.Zone}, err
}

// unit is the name of a unit; of one that is gone, its id.
func (r pointRoom) unit(id string) string { return cmp.Or(r.named[id].Name.In(r.lang), id) }

// day is the start of a day; zero for none.
func (r pointRoom) day(d survey.Day) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), r.zone)
	return t
}

// A cardsPage is the cards of a scheme in a year, and what waits there.
type cardsPage struct {
	site.Page
	Plans, Years []site.Choice
	Within       []site.Choice // units whose cards are shown, with those below them
	Unit         string        // which of them; "": all
	Plan         points.Plan
	Year         string
	Cards        []cardLine
	Waiting      []entryView
	Ticks        int // how many of them may be confirmed at once
	Published    []publicationLine
	Units, Items []site.Choice
	Values       map[string]string // of the form that was refused
	Errors       []string
	By           map[string]string // what is wrong, by field
	Enters       bool
	Publishes    bool
	Edits        bool          // schemes
	Cap          []site.Choice // cards to publish
	Done         string
	Today        survey.Day
}

// A cardLine is a card in a list.
type cardLine struct {
	points.Card
	URL, Where, Called, Balance, Base string
	Short                             string
	Waiting                           int
}

// An entryView is an entry that waits for a step.
type entryView struct {
	points.Entry
	Where, What, Points, Entrant string
	On                           time.Time
	May                          []points.Do
	Seen                         string // as it is confirmed with others; "": not by whoever asks
	Chosen                       bool   // for that
}

// A publicationLine is a publication in a list.
type publicationLine struct {
	points.Publication
	URL, Called            string
	FromOn, ToOn, ClosesOn time.Time
	Open                   bool
}

// signedPoints writes points with their sign.
func signedPoints(x float64) string {
	if x < 0 {
		return "−" + plainPoints(-x)
	}
	return "+" + plainPoints(x)
}

func plainPoints(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), "-", "−", 1)
}

// cardURL is where a unit's card is.
func cardURL(scheme, card, unit, year string) string {
	return site.PointsPath + "/" + url.PathEscape(unit) + "?" + url.Values{planParam: {scheme}, "card": {card}, "year": {year}}.Encode()
}

func (s *Pages) pointCards(c echo.Context) error { return s.showCards(c, http.StatusOK, nil) }

func (s *Pages) showCards(c echo.Context, status int, change func(*cardsPage)) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	plans, err := room.Schemes(ctx)
	if err != nil {
		return err
	}
	p := cardsPage{Page: s.ManagePage(c, "points.title"), Year: yearOf(c, room.Year()), Edits: room.EditsSchemes(), Today: room.Today(), Values: map[string]string{}, By: map[string]string{}}
	chosen := c.FormValue(planParam)
	for i, plan := range plans {
		if p.Plan.ID == "" || plan.ID == chosen {
			p.Plan = plans[i]
		}
	}
	for _, plan := range plans {
		p.Plans = append(p.Plans, site.Choice{Value: plan.ID, Title: plan.Scheme.Title.In(p.Lang), Chosen: plan.ID == p.Plan.ID})
	}
	p.Years = yearChoices(room.Year(), p.Year)
	if p.Plan.Scheme != nil {
		if err := room.fill(c, &p); err != nil {
			return err
		}
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "points/cards", p)
}

// fill says what there is of the scheme.
func (r pointRoom) fill(c echo.Context, p *cardsPage) error {
	ctx := c.Request().Context()
	if slices.ContainsFunc(site.OrderRights, r.Anywhere) {
		r.within(c, p)
		cards, err := r.Cards(ctx, p.Plan.ID, "", p.Unit, p.Year)
		if err != nil {
			return err
		}
		for _, card := range cards {
			line := cardLine{
				Card: card, URL: cardURL(card.Scheme, card.Card, card.Unit, card.Year), Where: r.unit(card.Unit), Called: card.Title.In(p.Lang),
				Balance: plainPoints(card.Balance.Balance), Base: plainPoints(card.Balance.Base), Waiting: card.Balance.Waiting,
			}
			if card.Balance.Short > 0 {
				line.Short = plainPoints(card.Balance.Short)
			}
			p.Cards = append(p.Cards, line)
		}
		waiting, err := r.Entries(ctx, points.Filter{Scheme: p.Plan.ID, Unit: p.Unit, State: points.Entered})
		if err != nil {
			return err
		}
		for _, e := range waiting {
			view, err := r.entry(c, p.Plan.Scheme, e)
			if err != nil {
				return err
			}
			p.Waiting = append(p.Waiting, view)
			if view.Seen != "" {
				p.Ticks++
			}
		}
	}
	published, err := r.Publications(ctx)
	if err != nil {
		return err
	}
	for _, of := range published {
		if of.Scheme == p.Plan.ID {
			p.Published = append(p.Published, publicationLine{
				Publication: of, URL: publicationURL(of.ID), Called: of.Title.In(p.Lang), FromOn: r.day(of.From), ToOn: r.day(of.To), ClosesOn: r.day(of.Closes), Open: of.Takes(r.Today()),
			})
		}
	}
	return r.forms(c, p)
}

// within offers the units that have others below them, and takes the one asked for.
func (r pointRoom) within(c echo.Context, p *cardsPage) {
	asked := c.QueryParam("unit")
	p.Within = append(p.Within, site.Choice{Title: p.T("appraisals.all")})
	for _, u := range r.Units(survey.ReadOrders) {
		if len(r.Below(u.ID)) > 1 {
			p.Within = append(p.Within, site.Choice{Value: u.ID, Title: u.Name.In(p.Lang), Chosen: u.ID == asked})
		}
		if u.ID == asked {
			p.Unit = asked
		}
	}
}

func publicationURL(id string) string { return site.PointsPath + "/publications/" + url.PathEscape(id) }

// entry puts an entry in words, with the steps that whoever asks may take.
func (r pointRoom) entry(c echo.Context, s *survey.Scheme, e points.Entry) (entryView, error) {
	may, err := r.May(c.Request().Context(), e)
	view := entryView{Entry: e, Where: r.unit(e.Unit), What: points.TitleOf(s, &e).In(r.lang), Entrant: e.EnteredBy(), On: r.day(e.Day), May: may}
	switch e.Kind() {
	case points.OfPoints:
		view.Points = signedPoints(e.Points)
	case points.OfMark:
		view.Points = plainPoints(e.Points)
	}
	if slices.Contains(may, points.Confirm) {
		view.Seen = e.ID + " " + strconv.FormatInt(e.Revision, 10)
	}
	return view, err
}

// forms says what may be entered and published.
func (r pointRoom) forms(c echo.Context, p *cardsPage) error {
	units, err := r.MayEnter(c.Request().Context())
	if err != nil {
		return err
	}
	s := p.Plan.Scheme
	for _, u := range units {
		if len(s.Tiers) == 0 || slices.Contains(s.Tiers, u.Tier) {
			p.Units = append(p.Units, site.Choice{Value: u.ID, Title: u.Name.In(p.Lang)})
		}
	}
	p.Enters, p.Publishes = len(p.Units) > 0, r.Holds(survey.ManageOrders, "", "")
	for i := range s.Cards {
		card := &s.Cards[i]
		p.Cap = append(p.Cap, site.Choice{Value: card.ID, Title: card.Title.In(p.Lang)})
		for _, it := range card.Items {
			title := it.Title.In(p.Lang) + " " + signedPoints(it.Points)
			if len(s.Cards) > 1 {
				title = card.Title.In(p.Lang) + p.T("points.of") + title
			}
			p.Items = append(p.Items, site.Choice{Value: "item/" + card.ID + "/" + it.ID, Title: title})
		}
	}
	for _, part := range s.Marked() {
		p.Items = append(p.Items, site.Choice{Value: "mark/" + part.ID, Title: p.T("points.mark.of", "part", part.Title.In(p.Lang))})
	}
	for _, v := range s.Vetoes {
		p.Items = append(p.Items, site.Choice{Value: "veto/" + v.ID, Title: p.T("points.veto.of", "veto", v.Title.In(p.Lang))})
	}
	return nil
}

// pointFields are those of the form that enters, publishFields those of the one
// that publishes.
var (
	pointFields   = []string{"unit", "item", "date", "points", "matter", "basis"}
	publishFields = []string{"card", "from", "to", "opens", "closes"}
)

// enterPoints enters something, confirms what was ticked, or publishes the cards
// of a period.
func (s *Pages) enterPoints(c echo.Context) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	scheme, fields := c.FormValue(planParam), pointFields
	var values map[string]string
	switch c.FormValue(site.FieldGo) {
	case "enter":
		values = site.SentFields(c, fields)
		in, wrong := inputOf(scheme, values)
		if len(wrong) > 0 {
			err = wrong
		} else {
			_, err = room.Add(ctx, in)
		}
		if err == nil {
			return c.Redirect(http.StatusSeeOther, site.PointsPath+"?"+url.Values{planParam: {scheme}}.Encode()+"#waiting")
		}
	case "together":
		if err = room.confirm(c); err == nil {
			return c.Redirect(http.StatusSeeOther, site.PointsPath+"?"+url.Values{planParam: {scheme}}.Encode()+"#waiting")
		}
	case "publish":
		fields = publishFields
		values = site.SentFields(c, fields)
		var p points.Publication
		p, err = room.Publish(ctx, points.PublicationInput{
			Scheme: scheme, Card: values["card"], From: survey.Day(values["from"]), To: survey.Day(values["to"]), Opens: survey.Day(values["opens"]), Closes: survey.Day(values["closes"]),
		})
		if err == nil {
			return c.Redirect(http.StatusSeeOther, publicationURL(p.ID))
		}
	default:
		if _, err := room.Schemes(ctx); err != nil {
			return err
		}
		return site.ErrForm
	}
	status, by, above, rest := site.FormRefusal(site.Negotiate(c), err, fields...)
	if rest != nil {
		return rest
	}
	return s.showCards(c, status, func(p *cardsPage) {
		p.Errors, p.By, p.Values = above, by, values
		for i := range p.Units {
			p.Units[i].Chosen = p.Units[i].Value == values["unit"]
		}
		for i := range p.Items {
			p.Items[i].Chosen = p.Items[i].Value == values["item"]
		}
		for i, e := range p.Waiting {
			p.Waiting[i].Chosen = slices.Contains(c.Request().PostForm["seen"], e.Seen)
		}
	})
}

// confirm confirms the entries that were ticked, as they were shown.
func (r pointRoom) confirm(c echo.Context) error {
	var seen []points.Seen
	for _, s := range c.Request().PostForm["seen"] {
		id, at, _ := strings.Cut(s, " ")
		revision, _ := strconv.ParseInt(at, 10, 64) // of what is no number there is none
		seen = append(seen, points.Seen{ID: id, Revision: revision})
	}
	_, err := r.ConfirmAll(c.Request().Context(), seen)
	return err
}

// inputOf reads what somebody enters.
func inputOf(scheme string, values map[string]string) (in points.Input, wrong survey.FieldErrors) {
	in = points.Input{Scheme: scheme, Unit: values["unit"], Day: survey.Day(values["date"]), Matter: values["matter"], Basis: values["basis"]}
	kind, of, _ := strings.Cut(values["item"], "/")
	switch kind {
	case "item":
		in.Card, in.Item, _ = strings.Cut(of, "/")
	case "mark":
		in.Part = of
	case "veto":
		in.Veto = of
	}
	if text := values["points"]; text != "" {
		in.Points, wrong = points.ReadPoints(text)
	}
	return in, wrong
}

// stepPoints confirms, refuses or withdraws an entry.
func (s *Pages) stepPoints(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("entry")
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	e, err := room.Entry(ctx, id)
	if err != nil {
		return err
	}
	_, err = room.Step(ctx, id, site.RevisionOf(c), points.Do(c.FormValue(site.FieldGo)), c.FormValue("why"))
	if err == nil {
		if e.Kind() == points.OfPoints && c.FormValue("from") == "card" {
			return c.Redirect(http.StatusSeeOther, cardURL(e.Scheme, e.Card, e.Unit, e.Year()))
		}
		return c.Redirect(http.StatusSeeOther, site.PointsPath+"?"+url.Values{planParam: {e.Scheme}}.Encode()+"#waiting")
	}
	status, by, above, rest := site.FormRefusal(site.Negotiate(c), err, "why")
	if rest != nil {
		return rest
	}
	return s.showCards(c, status, func(p *cardsPage) {
		p.Errors = above
		if by["why"] != "" {
			p.Errors = []string{by["why"]}
		}
		p.Values["why"] = c.FormValue("why")
	})
}
