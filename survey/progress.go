package survey

import "context"

// A GroupProgress is how many of a group's sheets are handed in, of all people
// rated together. Nobody can be told from it: the number is rounded down to a
// step of k, the least group shown, for ever; where few sheets were issued a
// band of their share is told in its place; and that all are in is never told,
// for it would say of everybody that he has answered.
type GroupProgress struct {
	Group  string `json:"group"`
	Sheets int    `json:"sheets"` // issued
	Done   int    `json:"done"`   // at least
	Band   *Band  `json:"band,omitempty"`
}

// Progress returns how far the groups of a poll by code are, in the
// questionnaire's order, for those who look after it.
func (v Scoped) Progress(ctx context.Context, poll string) ([]GroupProgress, error) {
	if err := v.whole(ctx, poll, ManagePolls); err != nil {
		return nil, err
	}
	p, err := v.s.poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	batches, err := v.s.box.CodeBatches(ctx, poll)
	return p.progress(batches), err
}

// progress adds batches up by group.
func (p *livePoll) progress(batches []CodeBatch) []GroupProgress {
	k, groups := p.form.MinGroup(), make([]GroupProgress, len(p.form.Groups))
	for i, g := range p.form.Groups {
		groups[i].Group = g.ID
		for _, b := range batches {
			if b.Group != g.ID {
				continue
			}
			groups[i].Done += b.Spent
			if b.Void {
				groups[i].Sheets += b.Spent
			} else {
				groups[i].Sheets += b.Issued
			}
		}
		groups[i] = groups[i].rounded(k)
	}
	return groups
}

// rounded returns the progress as it may be told.
func (g GroupProgress) rounded(k int) GroupProgress {
	if g.Band = bandOfFew(g.Done, g.Sheets); g.Band != nil {
		g.Done = 0
		return g
	}
	g.Done = min(g.Done, max(g.Sheets-1, 0)) / k * k
	return g
}
