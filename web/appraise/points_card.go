package appraise

import (
	"cmp"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey/points"
	"minping/web/site"
)

// A cardPage is a unit's card.
type cardPage struct {
	site.Page
	Card                         points.Card
	Where, Called, Balance, Base string
	Required, Short, Beyond      string
	Items                        []cardItem
	Lines                        []cardEntry
	Others                       []site.Choice // the unit's other cards
}

// A cardItem is what an item adds up to.
type cardItem struct {
	Title, Points, Counted string
	Entries                int
	Capped                 bool
}

// A cardEntry is a line of a card.
type cardEntry struct {
	points.Line
	What, Points, Running, How, Mark string
	On                               time.Time
	May                              []points.Do
	Why                              string
}

// pointCard shows a unit's card of a year.
func (s *Pages) pointCard(c echo.Context) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	year := cmp.Or(c.QueryParam("year"), room.Year())
	card, err := room.Card(ctx, c.QueryParam(planParam), c.QueryParam("card"), c.Param("unit"), year)
	if err != nil {
		return err
	}
	plan, err := room.Scheme(ctx, card.Scheme, 0)
	if err != nil {
		return err
	}
	def := plan.Scheme.Card(card.Card)
	p := cardPage{Page: s.ManagePage(c), Card: card, Where: room.unit(card.Unit), Called: card.Title.In(site.Negotiate(c)), Balance: plainPoints(card.Balance.Balance), Base: plainPoints(card.Balance.Base)}
	p.Title = p.T("points.card.title", "unit", p.Where, "card", p.Called, "balance", p.Balance)
	if def.Required > 0 {
		p.Required = plainPoints(def.Required)
	}
	if card.Balance.Short > 0 {
		p.Short = plainPoints(card.Balance.Short)
	}
	if card.Balance.Beyond != 0 {
		p.Beyond = signedPoints(card.Balance.Beyond)
	}
	for _, line := range card.Balance.Items {
		p.Items = append(p.Items, cardItem{def.Item(line.Item).Title.In(p.Lang), signedPoints(line.Points), signedPoints(line.Counted), line.Entries, line.Capped})
	}
	for i := range plan.Scheme.Cards {
		of := &plan.Scheme.Cards[i]
		p.Others = append(p.Others, site.Choice{Value: cardURL(card.Scheme, of.ID, card.Unit, year), Title: of.Title.In(p.Lang), Chosen: of.ID == card.Card})
	}
	for _, line := range card.Lines {
		e, err := room.cardEntry(c, line)
		if err != nil {
			return err
		}
		p.Lines = append(p.Lines, e)
	}
	return s.Render(c, http.StatusOK, "points/card", p)
}

// entryMarks are how states look.
var entryMarks = map[points.State]string{points.Entered: "blue", points.Confirmed: "done", points.Refused: "red", points.Withdrawn: "none"}

func (r pointRoom) cardEntry(c echo.Context, line points.Line) (cardEntry, error) {
	may, err := r.May(c.Request().Context(), line.Entry)
	e := cardEntry{
		Line: line, What: line.Title.In(r.lang), Points: signedPoints(line.Points), Running: plainPoints(line.Running), How: line.State.Words().In(r.lang),
		Mark: entryMarks[line.State], On: r.day(line.Day), May: may,
	}
	if last := line.Steps[len(line.Steps)-1]; !line.Live() {
		e.Why = last.Why
	}
	return e, err
}
