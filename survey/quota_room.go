package survey

import (
	"context"
	"maps"
	"slices"
)

// Room says which ballots a poll still takes, so that nobody starts in vain.
// The zero value takes all. A seat may be gone by the time that a submission
// arrives: only Accept decides.
type Room struct {
	q    *Questionnaire
	full map[string][]Quota // those without a free seat by unit, "" for any
}

// Room returns what a poll had room for at the last Tick, or when it last
// refused a submission.
func (s *Service) Room(ctx context.Context, poll string) (Room, error) {
	p, err := s.poll(ctx, poll)
	if err != nil || len(p.Quotas) == 0 {
		return Room{}, err
	}
	if room := p.room.Load(); room != nil {
		return *room, nil
	}
	progress, err := s.Quotas(ctx, poll)
	if err != nil {
		return Room{}, err
	}
	room := Room{q: p.form.Questionnaire, full: make(map[string][]Quota)}
	for _, q := range progress {
		if q.Full {
			room.full[q.Unit] = append(room.full[q.Unit], q.Quota)
		}
	}
	p.room.Store(&room)
	return room, nil
}

// For reports whether there is room for some ballot of the group about the
// unit: no full quota holds for it, whatever the respondent says of himself.
func (r Room) For(unit, group string) bool {
	var wheres []map[string]string
	for _, q := range r.of(unit, group) {
		wheres = append(wheres, q.Where)
	}
	return !r.covered(wheres)
}

// Profiles returns the full quotas for certain profiles that a ballot of the
// group about the unit may meet.
func (r Room) Profiles(unit, group string) []Quota {
	return slices.DeleteFunc(r.of(unit, group), func(q Quota) bool { return len(q.Where) == 0 })
}

// of returns the full quotas for a unit and group.
func (r Room) of(unit, group string) []Quota {
	all := r.full[""]
	if unit != "" {
		all = slices.Concat(all, r.full[unit])
	}
	var list []Quota
	for _, q := range all {
		if q.Group == "" || q.Group == group {
			list = append(list, q)
		}
	}
	return list
}

// covered reports whether every profile meets one of the conditions: it takes
// one item after the other and asks for each answer whether the rest does.
func (r Room) covered(wheres []map[string]string) bool {
	if len(wheres) == 0 {
		return false
	}
	if slices.ContainsFunc(wheres, func(w map[string]string) bool { return len(w) == 0 }) {
		return true
	}
	item := slices.Min(slices.Collect(maps.Keys(wheres[0])))
	codes, certain := r.answersTo(item)
	if !certain {
		codes = append(codes, "") // none of them
	}
	for _, code := range codes {
		var rest []map[string]string
		for _, w := range wheres {
			if want, asked := w[item]; !asked || want == code {
				w = maps.Clone(w)
				delete(w, item)
				rest = append(rest, w)
			}
		}
		if !r.covered(rest) {
			return false
		}
	}
	return true
}

// answersTo returns the option codes of a profile item, and whether every
// respondent gives exactly one of them.
func (r Room) answersTo(item string) (codes []string, certain bool) {
	codes, _ = profileCodes(r.q, item)
	conditional := slices.ContainsFunc(r.q.Pages, func(p Page) bool {
		return p.ShowIf != "" && slices.Contains(p.Items, item)
	})
	return codes, !conditional && slices.ContainsFunc(r.q.Items, func(it Item) bool {
		return it.ID == item && it.Type == Choice && it.Required && it.ShowIf == ""
	})
}
