package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"minping/survey"
)

// A Grant gives an account a role, in a part of all units and polls.
type Grant struct {
	ID      string
	Account string // id
	Role    Role
	Unit    string    // with all below it; "": all
	Poll    string    // "": every poll
	Ends    time.Time // from when on it counts no more; zero: never
}

// ErrLastOperator says that nobody would be left who may look after accounts.
var ErrLastOperator = errors.New("the last operator must stay")

// GrantStore keeps grants. What is absent is survey.ErrNotFound.
type GrantStore interface {
	// AddGrant keeps a grant of an account that there is.
	AddGrant(ctx context.Context, g Grant) error
	// RemoveGrant ends a grant of an account for good; ErrLastOperator as below.
	RemoveGrant(ctx context.Context, account, id string) error
	// Grants lists the grants of all accounts, GrantsOf those of one.
	Grants(ctx context.Context) ([]Grant, error)
	GrantsOf(ctx context.Context, account string) ([]Grant, error)
	// SetDisabled stops an account or lets it go on. ErrLastOperator: no account
	// that may go on, and can sign in by a password or an identity, would be
	// operator without an end.
	SetDisabled(ctx context.Context, account string, disabled bool) error
	// SetDisabledIf does so unless check objects to what the account is until
	// then; nobody changes it in between.
	SetDisabledIf(ctx context.Context, account string, disabled bool, check func(Account) error) error
	// Places reports whether there are such a unit and such a poll ("" always is).
	Places(ctx context.Context, unit, poll string) (unitThere, pollThere bool, err error)
}

// Rights returns what an account may do now, by its own hand (through: zero) or
// through a token, which never has more than its account has.
func (s *Service) Rights(ctx context.Context, account string, through Narrowed) (survey.Rights, error) {
	grants, err := s.store.GrantsOf(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("grants: %w", err)
	}
	return rights(grants, through, s.Now()), nil
}

// rights adds up grants that have not ended.
func rights(grants []Grant, through Narrowed, now time.Time) survey.Rights {
	sum := survey.Rights{}
	for _, g := range grants {
		if !g.Ends.IsZero() && !now.Before(g.Ends) || through.Role != "" && through.Role != g.Role {
			continue
		}
		area, some := survey.Area{Unit: g.Unit, Poll: g.Poll}.And(through.Unit, through.Poll)
		if !some {
			continue
		}
		for _, right := range rightsOf[g.Role] {
			sum.Add(right, area)
		}
	}
	return sum
}

// Grant gives an account a role from now on. Errors: survey.FieldErrors (fields
// "role", "unit", "poll", "ends"), survey.ErrNotFound (no such account).
func (s *Service) Grant(ctx context.Context, g Grant) (Grant, error) {
	if _, err := s.store.Account(ctx, g.Account); err != nil {
		return Grant{}, fmt.Errorf("account %s: %w", g.Account, err)
	}
	g.ID, g.Unit, g.Poll = newID(), strings.TrimSpace(g.Unit), strings.TrimSpace(g.Poll)
	g.Ends = g.Ends.Truncate(time.Millisecond).UTC()
	errs, err := s.checkGrant(ctx, g)
	if err != nil {
		return Grant{}, err
	}
	if len(errs) > 0 {
		return Grant{}, errs
	}
	return g, s.store.AddGrant(ctx, g)
}

// checkGrant says what is wrong with a grant.
func (s *Service) checkGrant(ctx context.Context, g Grant) (survey.FieldErrors, error) {
	errs, err := s.checkPlace(ctx, g.Role, g.Unit, g.Poll)
	if err != nil {
		return nil, err
	}
	if g.Role == "" {
		errs = append(errs, survey.FieldError{Field: "role", Key: "required"})
	}
	if !g.Ends.IsZero() && !s.Now().Before(g.Ends) {
		errs = append(errs, survey.FieldError{Field: "ends", Key: "grant_past"})
	}
	return errs, nil
}

// checkPlace says what is wrong with a role in a part of all units and polls.
func (s *Service) checkPlace(ctx context.Context, role Role, unit, poll string) (errs survey.FieldErrors, err error) {
	if role != "" && !role.Known() {
		errs = append(errs, survey.FieldError{Field: "role", Key: "grant_role", Args: survey.Args("role", survey.Clip(string(role)), "roles", roleNames())})
	}
	unitThere, pollThere, err := s.store.Places(ctx, unit, poll)
	if err != nil {
		return nil, err
	}
	if !unitThere {
		errs = append(errs, survey.FieldError{Field: "unit", Key: "grant_unit", Args: survey.Args("unit", survey.Clip(unit))})
	}
	if !pollThere {
		errs = append(errs, survey.FieldError{Field: "poll", Key: "unknown_poll", Args: survey.Args("poll", survey.Clip(poll))})
	}
	if !role.Narrows() && unit+poll != "" {
		errs = append(errs, survey.FieldError{Field: "role", Key: "grant_whole"})
	}
	return errs, nil
}

// Revoke ends a grant of an account at once. Errors: survey.ErrNotFound,
// ErrLastOperator.
func (s *Service) Revoke(ctx context.Context, account, grant string) error {
	return s.store.RemoveGrant(ctx, account, grant)
}

// Grants lists the grants of all accounts, GrantsOf those of one.
func (s *Service) Grants(ctx context.Context) ([]Grant, error) { return s.store.Grants(ctx) }

// RightsOf returns what an account may do now, for what is sent to it;
// survey.ErrNotFound where it may not sign in.
func (s *Service) RightsOf(ctx context.Context, account string) (survey.Rights, error) {
	p, err := s.Profile(ctx, account)
	if err == nil && p.Disabled {
		err = survey.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return s.Rights(ctx, account, Narrowed{})
}

// GrantsOf lists the grants of one account, or answers survey.ErrNotFound.
func (s *Service) GrantsOf(ctx context.Context, account string) ([]Grant, error) {
	if _, err := s.store.Account(ctx, account); err != nil {
		return nil, fmt.Errorf("account %s: %w", account, err)
	}
	return s.store.GrantsOf(ctx, account)
}

// SetDisabled stops an account, its sessions and its tokens, or lets it go on.
// Errors: survey.ErrNotFound, ErrLastOperator.
func (s *Service) SetDisabled(ctx context.Context, account string, disabled bool) error {
	return s.store.SetDisabled(ctx, account, disabled)
}

// SetDisabledIf does so unless check objects to what there is until then.
func (s *Service) SetDisabledIf(ctx context.Context, account string, disabled bool, check func(Profile) error) error {
	return s.store.SetDisabledIf(ctx, account, disabled, func(a Account) error {
		is, err := s.profile(ctx, a)
		if err != nil {
			return err
		}
		return check(is)
	})
}

// whole is a grant of a role over everything.
func whole(account string, role Role) Grant { return Grant{ID: newID(), Account: account, Role: role} }

// FirstGrants are those of the first account: it looks after the system and
// organises polls, over everything.
func FirstGrants(account string) []Grant {
	return []Grant{whole(account, Operator), whole(account, Organiser)}
}
