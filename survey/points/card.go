package points

import (
	"slices"

	"minping/survey"
)

// A Card is a unit's card of a year.
type Card struct {
	Scheme  string               `json:"scheme"`
	Card    string               `json:"card"`
	Unit    string               `json:"unit"`
	Year    string               `json:"year"`
	Title   survey.Text          `json:"title"`
	Kind    survey.CardKind      `json:"kind"`
	Balance *survey.PointBalance `json:"balance"`
	Lines   []Line               `json:"lines"` // by day; all entries, those that do not count too
}

// A Line is an entry on a card.
type Line struct {
	Entry
	Title   survey.Text `json:"title"`   // of the item
	Entrant string      `json:"entrant"` // 录入人
	Checker string      `json:"checker"` // 审核人; "": none yet
	Counts  bool        `json:"counts"`
	// Running is the balance after the line, caps and bounds applied 累计.
	Running float64 `json:"running"`
	// Late says that a publication tells of the line after its period: no earlier one did.
	Late bool `json:"late,omitempty"`
}

// CardOf makes a unit's card of a year from entries, in whatever order they come.
func CardOf(s *survey.Scheme, card *survey.PointCard, unit, year string, entries []Entry) Card {
	c := Card{Scheme: s.ID, Card: card.ID, Unit: unit, Year: year, Title: card.Title, Kind: card.Kind, Lines: []Line{}}
	if c.Kind == "" {
		c.Kind = survey.CardPoints
	}
	mine := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool {
		return e.Scheme != s.ID || e.Card != card.ID || e.Unit != unit || e.Year() != year
	})
	slices.SortStableFunc(mine, order)
	var counted []survey.PointEntry
	for i := range mine {
		e := &mine[i]
		line := Line{Entry: *e, Entrant: e.EnteredBy(), Checker: e.ReviewedBy()}
		if it := card.Item(e.Item); it != nil {
			line.Title = it.Title
		}
		if of, live := e.Line(); live {
			counted = append(counted, of)
			line.Counts = of.Counts()
		}
		c.Balance = card.Balance(counted)
		line.Running = c.Balance.Balance
		c.Lines = append(c.Lines, line)
	}
	if c.Balance == nil {
		c.Balance = card.Balance(nil)
	}
	return c
}
