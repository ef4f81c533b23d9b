package dossier

import (
	"slices"

	"minping/survey"
)

// counts reports whether a column of the kind tells of a card; nil: there is none.
func (k Kind) counts(card *survey.PointCard) bool {
	return card != nil && k.OfCard() && (k == Credits) == (card.Kind == survey.CardCredits)
}

// card is the one that a column tells of: the card that it names, else the first
// of its kind, in the order of schemes, that any of the list has. Cards of several
// schemes do not add up, so a column is of one, which its heading names.
func (w *world) card(c Column) (of Card, told bool) {
	for _, p := range w.plans {
		for i := range p.Scheme.Cards {
			card := &p.Scheme.Cards[i]
			if !c.Kind.counts(card) || c.Card != "" && (c.Scheme != p.ID || c.Card != card.ID) {
				continue
			}
			for _, unit := range w.list.Units {
				if has := w.cardOf(p.ID, card.ID, unit); has != nil {
					return *has, true
				}
			}
		}
	}
	return of, false
}

// cardOf is a unit's card, nil if it has none.
func (w *world) cardOf(scheme, card, unit string) *Card {
	cards := w.taken[unit].cards
	if i := slices.IndexFunc(cards, func(c Card) bool { return c.Scheme == scheme && c.Card == card }); i >= 0 {
		return &cards[i]
	}
	return nil
}

// carded is what a card says of a unit.
func (w *world) carded(of Card, unit string) Cell {
	c := blank()
	if has := w.cardOf(of.Scheme, of.Card, unit); has != nil {
		c.Value = survey.Num(has.Balance)
	}
	return c
}
