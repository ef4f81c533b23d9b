package survey

import (
	"context"
	"slices"
)

// What those who answer need, whoever they are. They have no rights.

// Landing returns a poll for whoever has its address, in any state: it is told
// what the poll is called and when it can be answered.
func (s *Service) Landing(ctx context.Context, id string) (Poll, error) { return s.Poll(ctx, id) }

// Landings lists the polls that are open, and those whose opening is announced.
func (s *Service) Landings(ctx context.Context) ([]Poll, error) {
	all, err := s.Polls(ctx)
	now := s.now()
	return slices.DeleteFunc(all, func(p Poll) bool {
		return p.State != Open && (p.State != Draft || !p.Opens.After(now))
	}), err
}

// LandingQuestionnaire returns what a poll asks.
func (s *Service) LandingQuestionnaire(ctx context.Context, id string) (*Questionnaire, error) {
	p, err := s.poll(ctx, id)
	if err != nil {
		return nil, err
	}
	return p.form.Questionnaire, nil
}

// LandingUnits returns the units that respondents choose from, and those above
// them, in the directory's order; where tiers are asked differently, with the
// tiers by which their ballots are checked.
func (s *Service) LandingUnits(ctx context.Context, id string) ([]Unit, error) {
	p, err := s.poll(ctx, id)
	if err != nil {
		return nil, err
	}
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	units := RosterOf(d.units, p.Units, true)
	for i, u := range units {
		if tier, ok := p.tiers[u.ID]; ok {
			units[i].Tier = tier
		}
	}
	return units, nil
}
