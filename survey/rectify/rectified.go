package rectify

import "minping/survey"

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
