package survey

// Order returns the items in the order in which respondents meet them: page by
// page where there are pages, else as written. Items on no page come last;
// calculated items follow at the end, which is where their values are stored.
func (q *Questionnaire) Order() []*Item {
	byID := make(map[string]*Item, len(q.Items))
	for i := range q.Items {
		byID[q.Items[i].ID] = &q.Items[i]
	}
	order := make([]*Item, 0, len(q.Items))
	take := func(id string) {
		if it, ok := byID[id]; ok && it.Type != Calculated {
			order = append(order, it)
			delete(byID, id)
		}
	}
	for _, p := range q.Pages {
		for _, id := range p.Items {
			take(id)
		}
	}
	for i := range q.Items {
		take(q.Items[i].ID)
	}
	for i := range q.Items {
		if q.Items[i].Type == Calculated {
			order = append(order, &q.Items[i])
		}
	}
	return order
}
