package rectify

import (
	"context"

	"minping/survey"
)

// Rectified returns what a proof asks for (survey.ProofOf): of the tasks that were
// issued and not withdrawn, every indicator that a finding of the poll named, once a task. Numbers are
// those of the orders, by id.
func Rectified(tasks []Task, poll string, numbers map[string]string) []survey.Rectified {
	list := []survey.Rectified{}
	for i := range tasks {
		t := &tasks[i]
		if t.State == Draft || t.State == Withdrawn {
			continue
		}
		seen := map[string]bool{}
		for _, o := range t.Origins {
			if o.Poll != poll || o.Node == "" || seen[o.Node] {
				continue
			}
			seen[o.Node] = true
			list = append(list, survey.Rectified{Order: numbers[t.Order], Unit: t.Unit, Node: o.Node, Closed: at(t.ClosedBy())})
		}
	}
	return list
}

// Proof holds what was done about the findings of the round before a poll against
// the results of the poll, of the tasks that whoever asks sees. It rests on all
// tasks, so that everybody is told the same of one. survey.ErrNotFound is as of
// survey.Scoped.Proof, and for whoever sees no orders at all.
func (r Room) Proof(ctx context.Context, poll string) (*survey.Proof, error) {
	reach, err := r.reach(ctx, orderRights...)
	if err != nil {
		return nil, err
	}
	rounds, err := r.v.Proof(ctx, poll, nil) // which round was before
	if err != nil {
		return nil, err
	}
	then := rounds.Then.ID
	tasks, err := r.desk.store.Tasks(ctx)
	if err != nil {
		return nil, err
	}
	orders, err := r.desk.store.Orders(ctx)
	if err != nil {
		return nil, err
	}
	numbers := make(map[string]string, len(orders))
	for _, o := range orders {
		numbers[o.ID] = o.Number
	}
	proof, err := r.v.Proof(ctx, poll, Rectified(tasks, then, numbers))
	if err != nil {
		return nil, err
	}
	unseen := map[string]bool{} // units with tasks that are not for whoever asks
	for _, t := range tasks {
		if !sees(reach, t.Unit, t.Poll, t.State == Draft) && len(Rectified([]Task{t}, then, nil)) > 0 {
			unseen[t.Unit] = true
		}
	}
	if len(unseen) == 0 {
		return proof, nil
	}
	return proof.Within(func(unit string) bool { return !unseen[unit] }), nil
}
