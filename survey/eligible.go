package survey

import (
	"context"
	"math"
	"slices"
)

// An eligibility is how many people may take part in a poll, as far as that is
// known: by the codes that were issued, or by the sizes that its sample states.
type eligibility struct {
	all   int            // 0: not known
	cells map[Cell]int   // by unit and group (Ballots is 0); absent: not known
	units map[string]int // of all groups together
}

// eligible returns who may take part in a poll.
func (s *Service) eligible(ctx context.Context, p *livePoll) (eligibility, error) {
	e := eligibility{cells: map[Cell]int{}, units: map[string]int{}}
	if p.Access != ByCode {
		e.addSizes(p.Sample)
		return e, nil
	}
	batches, err := s.box.CodeBatches(ctx, p.ID)
	for _, b := range batches {
		n := b.Issued
		if b.Void {
			n = b.Spent
		}
		units := b.Units
		if len(units) == 0 {
			units = p.Units
		}
		e.all += n
		for _, u := range units {
			e.add(u, b.Group, n)
		}
	}
	return e, err
}

// issued counts the codes of an evaluation by unit and group, nil for other polls.
func (s *Service) issued(ctx context.Context, p Poll, form *questionnaireForm) (map[Cell]int, error) {
	if p.Access != ByCode || !form.Evaluates() {
		return nil, nil
	}
	live, err := s.poll(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	e, err := s.eligible(ctx, live)
	return e.cells, err
}

func (e *eligibility) add(unit, group string, n int) {
	e.cells[Cell{Unit: unit, Group: group}] += n
	e.units[unit] += n
}

// addSizes adds the sizes of strata; nothing is known of all where one is of
// no unit.
func (e *eligibility) addSizes(s *Sample) {
	if s == nil {
		return
	}
	for _, size := range s.Populations {
		n := int(math.Round(size.Size))
		e.all += n
		if size.Unit != "" {
			e.add(size.Unit, size.Group, n)
		}
	}
}

// few reports whether somewhere few are eligible, so that exact numbers of the
// rest may tell of them by subtraction.
func (e *eligibility) few() bool {
	for _, n := range e.cells {
		if isFew(n) {
			return true
		}
	}
	return isFew(e.all)
}

// isFew reports of a known number of people whether it is few.
func isFew(eligible int) bool { return eligible > 0 && eligible < FewEligible }

// bandOfFew returns a Band where few are eligible, else nil.
func bandOfFew(came, eligible int) *Band {
	if !isFew(eligible) {
		return nil
	}
	b := ParticipationBand(came, eligible)
	return &b
}

// rounded returns a batch as it may be told: in steps of k, or as a band of the
// share where it is of few codes.
func (b CodeBatch) rounded(k int) CodeBatch {
	if b.Band = bandOfFew(b.Spent, b.Issued); b.Band != nil {
		b.Spent = 0
	} else {
		b.Spent -= b.Spent % k
	}
	return b
}

// unspent is at most how many codes of a batch are not spent, by what is told.
func (b CodeBatch) unspent() int {
	if b.Band != nil {
		return b.Issued - int(math.Ceil(float64(b.Band.Low)*float64(b.Issued)))
	}
	return b.Issued - b.Spent
}

// roundBatches rounds batches while the poll is open, and for ever where one is
// of few codes.
func roundBatches(batches []CodeBatch, open bool, k int) {
	if !open && !slices.ContainsFunc(batches, func(b CodeBatch) bool { return isFew(b.Issued) }) {
		return
	}
	for i, b := range batches {
		batches[i] = b.rounded(k)
	}
}
