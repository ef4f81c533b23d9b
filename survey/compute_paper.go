package survey

import "slices"

// LeftOutPaper is the reason of sheets of paper that were still being typed
// when the poll was closed without them.
const LeftOutPaper = "paper"

// leftOutPaper says how many sheets were left out when the poll closed.
func leftOutPaper(batches []PaperBatch) []LeftOut {
	n := 0
	for _, b := range batches {
		if b.State == PaperLeftOut {
			n += b.Totals.Returned
		}
	}
	if n == 0 {
		return nil
	}
	return []LeftOut{{Reason: LeftOutPaper, Count: n}}
}

// paper adds the numbers of sheets, by unit and group.
func (c *computation) paper() {
	out, whole := &Paper{Units: []PaperUnit{}}, &paperCell{}
	for _, b := range c.in.Paper {
		if b.State == PaperDone {
			out.Batches++
			whole.add(b.Totals, b.Totals.Unit, b.Totals.Group)
		}
	}
	if out.Batches == 0 {
		return
	}
	if c.in.MinGroup >= 2 {
		whole.settle(c.in.MinGroup)
	}
	out.PaperFigures = whole.figures()
	for i := range c.out.Units {
		u := whole.part(c.out.Units[i].Unit)
		if u == nil {
			continue
		}
		line := PaperUnit{Unit: u.name, PaperFigures: u.figures()}
		for _, info := range c.out.Groups {
			if g := u.part(info.ID); g != nil {
				line.Groups = append(line.Groups, PaperGroup{Group: g.name, PaperFigures: g.figures()})
			}
		}
		out.Units = append(out.Units, line)
	}
	c.out.Paper = out
}

// A paperCell is the sheets of some people, and of the parts they fall into:
// a poll of units, a unit of groups.
type paperCell struct {
	PaperTotals
	name   string
	parts  []*paperCell
	banded bool // participation is told roughly, and nothing else
}

// add counts sheets here and in the part on the path; "" ends it.
func (p *paperCell) add(t PaperTotals, path ...string) {
	p.Add(t)
	if len(path) == 0 || path[0] == "" {
		return
	}
	q := p.part(path[0])
	if q == nil {
		q = &paperCell{name: path[0]}
		p.parts = append(p.parts, q)
	}
	q.add(t, path[1:]...)
}

func (p *paperCell) part(name string) *paperCell {
	if i := slices.IndexFunc(p.parts, func(q *paperCell) bool { return q.name == name }); i >= 0 {
		return p.parts[i]
	}
	return nil
}

// settle bands what may not be told exactly: where few were eligible or fewer
// than k came, and what would tell of such by subtraction, upwards and
// downwards, until nothing changes.
func (p *paperCell) settle(k int) {
	for p.band(k) {
	}
}

func (p *paperCell) band(k int) (changed bool) {
	eligible, must := make([]int, len(p.parts)), make([]bool, len(p.parts))
	for i, q := range p.parts {
		changed = q.band(k) || changed
		eligible[i], must[i] = q.Eligible, q.banded
	}
	hidden, open := banded(eligible, must)
	for i, q := range p.parts {
		if hidden[i] {
			changed = q.hide() || changed
		}
	}
	few := p.Eligible < FewEligible || p.Returned < k
	if (few || !open) && !p.banded {
		p.banded, changed = true, true
	}
	return changed
}

// hide bands a cell with all its parts, which would tell it by their sum.
func (p *paperCell) hide() bool {
	changed := !p.banded
	p.banded = true
	for _, q := range p.parts {
		changed = q.hide() || changed
	}
	return changed
}

func (p *paperCell) figures() PaperFigures {
	f := PaperFigures{Eligible: p.Eligible}
	if p.banded {
		b := ParticipationBand(p.Returned, p.Eligible)
		f.Band = &b
		return f
	}
	s := &PaperSheets{
		Issued: p.Issued, Returned: p.Returned, Valid: p.Valid, Invalid: p.Invalid, Abstained: p.Abstained,
		Participation: ratio(p.Returned, p.Eligible), ReturnRate: ratio(p.Returned, p.Issued), ValidRate: ratio(p.Valid, p.Returned),
	}
	for _, reason := range VoidReasons {
		if n := p.Reasons[reason]; n > 0 {
			s.Reasons = append(s.Reasons, PaperReason{reason, n})
		}
	}
	f.Sheets = s
	return f
}

func ratio(part, whole int) Num { return Num(float64(part) / float64(whole)) }
