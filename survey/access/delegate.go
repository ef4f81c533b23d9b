package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// Delegated are the roles that whoever looks after polls may grant within what
// he is granted himself; none brings a right that he has not.
var Delegated = []Role{Leader, Chair, Moderator, Assessor, Answerer, Inspector}

// A Delegate is somebody who may grant within his own grants.
type Delegate struct {
	Account string // id
	Through Narrowed
	Ground  Ground
}

// A Ground is the units and polls that somebody sees; survey.Scoped is one.
// What he does not see is survey.ErrNotFound, like what there is not.
type Ground interface {
	// Lineage returns a unit and all units above it.
	Lineage(ctx context.Context, unit string) ([]string, error)
	Poll(ctx context.Context, id string) (survey.Poll, error)
}

// A NamedGrant is a grant with the name of its account.
type NamedGrant struct {
	Grant
	Name string
}

// A power is a grant by which somebody may grant.
type power struct {
	survey.Area
	role Role
	ends time.Time // zero: never
}

// powers returns by what a delegate may grant now; survey.ErrNotFound if by
// nothing.
func (s *Service) powers(ctx context.Context, d Delegate) (list []power, err error) {
	grants, err := s.store.GrantsOf(ctx, d.Account)
	if err != nil {
		return nil, fmt.Errorf("grants: %w", err)
	}
	now := s.Now()
	for _, g := range grants {
		area, some := survey.Area{Unit: g.Unit, Poll: g.Poll}.And(d.Through.Unit, d.Through.Poll)
		ended := !g.Ends.IsZero() && !now.Before(g.Ends)
		if some && !ended && (d.Through.Role == "" || d.Through.Role == g.Role) && slices.Contains(rightsOf[g.Role], survey.ManagePolls) {
			list = append(list, power{area, g.Role, g.Ends})
		}
	}
	if len(list) == 0 {
		return nil, survey.ErrNotFound
	}
	return list, nil
}

// covers reports whether a grant lies within the power, apart from its end.
// Lineage is the grant's unit and those above it; none: it is for all units.
func (p power) covers(g Grant, lineage []string) bool {
	inside := func(unit string) bool { return unit == "" || slices.Contains(lineage, unit) }
	return slices.Contains(Delegated, g.Role) && inside(p.Unit) && inside(p.Inside) && (p.Poll == "" || p.Poll == g.Poll) &&
		!slices.ContainsFunc(rightsOf[g.Role], func(r survey.Right) bool { return !slices.Contains(rightsOf[p.role], r) })
}

// outlasts reports whether the power lasts at least until an end.
func (p power) outlasts(ends time.Time) bool {
	return p.ends.IsZero() || !ends.IsZero() && !ends.After(p.ends)
}

// checkDelegated says what keeps a delegate from a grant. What he does not see
// is said to be absent.
func (s *Service) checkDelegated(ctx context.Context, d Delegate, g Grant) (errs survey.FieldErrors, err error) {
	powers, err := s.powers(ctx, d)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Delegated, g.Role) {
		errs = append(errs, survey.FieldError{Field: "role", Key: "grant_delegated", Args: survey.Args("roles", namesOf(Delegated))})
	}
	var lineage []string
	if g.Unit != "" {
		lineage, err = d.Ground.Lineage(ctx, g.Unit)
		if errors.Is(err, survey.ErrNotFound) {
			errs = append(errs, survey.FieldError{Field: "unit", Key: "grant_unit", Args: survey.Args("unit", survey.Clip(g.Unit))})
		} else if err != nil {
			return nil, err
		}
	}
	if g.Poll != "" {
		_, err := d.Ground.Poll(ctx, g.Poll)
		if errors.Is(err, survey.ErrNotFound) {
			errs = append(errs, survey.FieldError{Field: "poll", Key: "unknown_poll", Args: survey.Args("poll", survey.Clip(g.Poll))})
		} else if err != nil {
			return nil, err
		}
	}
	if !g.Ends.IsZero() && !s.Now().Before(g.Ends) {
		errs = append(errs, survey.FieldError{Field: "ends", Key: "grant_past"})
	}
	if len(errs) > 0 {
		return errs, nil
	}
	powers = slices.DeleteFunc(powers, func(p power) bool { return !p.covers(g, lineage) })
	switch {
	case len(powers) == 0:
		errs = append(errs, survey.FieldError{Field: "unit", Key: "grant_within"})
	case !slices.ContainsFunc(powers, func(p power) bool { return p.outlasts(g.Ends) }):
		errs = append(errs, survey.FieldError{Field: "ends", Key: "grant_outlasts"})
	}
	return errs, nil
}

// GrantWithin gives the named account a role, within what the delegate is
// granted himself, also in time. Errors: survey.ErrNotFound (he may grant
// nothing), survey.FieldErrors (fields "role", "unit", "poll", "ends", "name"),
// ThrottledError. A name that does not exist is answered as one that is
// disabled or a program's; who tries many is told to wait.
func (s *Service) GrantWithin(ctx context.Context, d Delegate, name string, g Grant) (NamedGrant, error) {
	g = trimmed(g)
	errs, err := s.checkDelegated(ctx, d, g)
	if err != nil {
		return NamedGrant{}, err
	}
	if len(errs) > 0 {
		return NamedGrant{}, errs
	}
	a, err := s.store.AccountNamed(ctx, fold(name))
	var p Profile
	if err == nil {
		p, err = s.profile(ctx, a)
	}
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return NamedGrant{}, err
	}
	if err != nil || p.Disabled || p.Program() {
		return NamedGrant{}, s.noName(d, survey.FieldErrors{{Field: "name", Key: "grant_name", Args: survey.Args("name", survey.Clip(name))}})
	}
	g.ID, g.Account = newID(), a.ID
	return NamedGrant{g, a.Name}, s.store.AddGrant(ctx, g)
}

// InviteWithin makes an account with a role within what the delegate is granted
// himself, and a link for its owner. Errors: as of GrantWithin,
// survey.ErrConflict (the name was taken at the same moment).
func (s *Service) InviteWithin(ctx context.Context, d Delegate, name string, g Grant) (Invited, error) {
	g = trimmed(g)
	errs, err := s.checkDelegated(ctx, d, g)
	if err != nil {
		return Invited{}, err
	}
	if len(errs) > 0 {
		return Invited{}, errs
	}
	made, err := s.Invite(ctx, []Invitee{{Name: name, Grants: []Grant{g}}})
	if errors.As(err, &errs) {
		for i := range errs {
			errs[i].Field = strings.TrimPrefix(errs[i].Field, "[0].")
		}
		return Invited{}, s.noName(d, errs)
	}
	if err != nil {
		return Invited{}, err
	}
	return made[0], nil
}

// noName counts that a delegate named an account in vain.
func (s *Service) noName(d Delegate, errs survey.FieldErrors) error {
	if wait := s.byGrantee.Take(d.Account, s.Now()); wait > 0 {
		return ThrottledError{After: wait}
	}
	return errs
}

func trimmed(g Grant) Grant {
	g.Unit, g.Poll = strings.TrimSpace(g.Unit), strings.TrimSpace(g.Poll)
	g.Ends = g.Ends.Truncate(time.Millisecond).UTC()
	return g
}

// GrantsWithin lists the grants of people that the delegate could have made, by
// name, also those that have ended. survey.ErrNotFound: he may grant nothing.
func (s *Service) GrantsWithin(ctx context.Context, d Delegate) (list []NamedGrant, err error) {
	powers, err := s.powers(ctx, d)
	if err != nil {
		return nil, err
	}
	profiles, err := s.Profiles(ctx)
	if err != nil {
		return nil, err
	}
	lineages := map[string][]string{"": nil}
	for _, p := range profiles {
		if p.Program() {
			continue
		}
		for _, g := range p.Grants {
			lineage, known := lineages[g.Unit]
			if !known {
				if lineage, err = d.Ground.Lineage(ctx, g.Unit); err != nil && !errors.Is(err, survey.ErrNotFound) {
					return nil, err
				}
				lineages[g.Unit] = lineage
			}
			if slices.ContainsFunc(powers, func(w power) bool { return w.covers(g, lineage) && w.outlasts(g.Ends) }) {
				list = append(list, NamedGrant{g, p.Name})
			}
		}
	}
	return list, nil
}

// EndWithin ends a grant that the delegate could have made, at once; any other
// is survey.ErrNotFound.
func (s *Service) EndWithin(ctx context.Context, d Delegate, grant string) error {
	list, err := s.GrantsWithin(ctx, d)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(g NamedGrant) bool { return g.ID == grant })
	if i < 0 {
		return fmt.Errorf("grant %s: %w", grant, survey.ErrNotFound)
	}
	return s.store.RemoveGrant(ctx, list[i].Account, grant)
}
