package store

import (
	"context"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/notify"
)

// CaseNote implements notify.CaseStore.
func (p *People) CaseNote(ctx context.Context, e survey.Event) (notify.CaseNote, error) {
	c, err := p.Case(ctx, e.Case)
	if err != nil {
		return notify.CaseNote{}, err
	}
	note := notify.CaseNote{Number: c.ID, Kind: c.Kind.Words(), Unit: survey.Text{"zh": e.Unit}, Due: string(c.Due), Level: c.Level}
	if !c.State.WithUnit() {
		set, err := p.CaseRules(ctx)
		if err != nil {
			return note, err
		}
		note.Due, note.Waits = string(c.WaitsBy(set)), c.State.Waits()
	}
	if c.State == casework.Received && e.Kind != survey.CaseDue {
		note.Due = string(min(c.StartBy, c.Due))
	}
	units, err := p.Units(ctx)
	for _, u := range units {
		if u.ID == e.Unit {
			note.Unit = u.Name
		}
	}
	return note, err
}
