package store

import (
	"context"
	"slices"

	"minping/survey"
	"minping/survey/notify"
	"minping/survey/rectify"
)

// toldSteps are the steps whose reason is told with an event.
var toldSteps = map[survey.EventKind][]rectify.Do{
	survey.OrderSubmitted: {rectify.Submit},
	survey.OrderReturned:  {rectify.Return, rectify.FellBack},
	survey.OrderReminded:  {rectify.Remind},
}

// OrderNote implements notify.OrderStore.
func (p *People) OrderNote(ctx context.Context, e survey.Event) (note notify.OrderNote, err error) {
	o, err := p.Order(ctx, e.Order)
	if err != nil {
		return note, err
	}
	note = notify.OrderNote{Number: o.Number, Title: o.Title, Unit: survey.Text{"zh": o.Unit}, Due: string(o.Due)}
	units, err := p.Units(ctx)
	if err != nil {
		return note, err
	}
	for _, u := range units {
		if u.ID == o.Unit {
			note.Unit = u.Name
		}
	}
	if e.Task == "" {
		tasks, err := p.Tasks(ctx)
		for _, t := range tasks {
			if t.Order == o.ID {
				note.Tasks++
			}
		}
		return note, err
	}
	t, err := p.Task(ctx, e.Task)
	if err != nil {
		return note, err
	}
	note.Task, note.Due, note.Tasks, note.Level = t.Title, string(t.Due), 1, t.Level
	for _, s := range slices.Backward(t.Steps) {
		if slices.Contains(toldSteps[e.Kind], s.Do) {
			note.Why = s.Why
			break
		}
	}
	return note, nil
}
