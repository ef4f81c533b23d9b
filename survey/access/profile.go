package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Profile is an account as those see it who look after accounts.
type Profile struct {
	Account
	SecondFactor bool
	SingleSignOn bool    // it signs in by an identity at a provider
	Grants       []Grant // also those that have ended
}

// Program reports whether the account is a program's: it cannot sign in and
// acts by tokens alone.
func (p Profile) Program() bool {
	return p.Hash == "" && !p.SingleSignOn && slices.ContainsFunc(p.Grants, func(g Grant) bool { return g.Role == Client })
}

// ErrNotProgram says that only a program gets its tokens from others; a person makes his
// own.
var ErrNotProgram = errors.New("the account is a person's")

// Profiles lists all accounts, by name.
func (s *Service) Profiles(ctx context.Context) ([]Profile, error) {
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	grants, err := s.store.Grants(ctx)
	if err != nil {
		return nil, err
	}
	enrolled, err := s.store.Enrolled(ctx)
	if err != nil {
		return nil, err
	}
	identified, err := s.store.Identified(ctx)
	if err != nil {
		return nil, err
	}
	granted := make(map[string][]Grant)
	for _, g := range grants {
		granted[g.Account] = append(granted[g.Account], g)
	}
	second, single := setOf(enrolled), setOf(identified)
	list := make([]Profile, len(accounts))
	for i, a := range accounts {
		list[i] = Profile{Account: a, SecondFactor: second[a.ID], SingleSignOn: single[a.ID], Grants: granted[a.ID]}
	}
	return list, nil
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// Profile returns one account, or survey.ErrNotFound.
func (s *Service) Profile(ctx context.Context, id string) (Profile, error) {
	a, err := s.store.Account(ctx, id)
	if err != nil {
		return Profile{}, fmt.Errorf("account %s: %w", id, err)
	}
	return s.profile(ctx, a)
}

func (s *Service) profile(ctx context.Context, a Account) (p Profile, err error) {
	p.Account = a
	if p.Grants, err = s.store.GrantsOf(ctx, a.ID); err != nil {
		return Profile{}, err
	}
	if p.SecondFactor, err = s.Enrolled(ctx, a.ID); err != nil {
		return Profile{}, err
	}
	linked, err := s.store.Identities(ctx, a.ID)
	p.SingleSignOn = len(linked) > 0
	return p, err
}

// AddClient makes an account of a program, with its grants: it has no password
// and cannot sign in, only tokens. Errors: survey.FieldErrors (fields "name",
// "role", "unit", "poll", "ends"), survey.ErrConflict (the name was taken at the
// same moment).
func (s *Service) AddClient(ctx context.Context, name string, grants ...Grant) (Account, error) {
	errs, err := s.CheckInvitees(ctx, []Invitee{{Name: name, Grants: grants}})
	if err != nil {
		return Account{}, err
	}
	if len(errs) > 0 {
		for i := range errs {
			errs[i].Field = strings.TrimPrefix(errs[i].Field, "[0].")
		}
		return Account{}, errs
	}
	a := Account{ID: newID(), Name: strings.TrimSpace(name), Epoch: 1, Created: s.Now()}
	grants = slices.Clone(grants)
	for i := range grants {
		grants[i].ID, grants[i].Account = newID(), a.ID
		grants[i].Ends = grants[i].Ends.Truncate(time.Millisecond).UTC()
	}
	return a, s.store.AddAccount(ctx, a, grants...)
}

// CreateClientToken makes a token for a program, good for its role of client
// and nothing else that the account may be granted; its secret is shown this
// once. Errors: as of CreateToken, ErrNotProgram.
func (s *Service) CreateClientToken(ctx context.Context, account, label string, life time.Duration) (secret string, t Token, err error) {
	p, err := s.Profile(ctx, account)
	if err != nil {
		return "", Token{}, err
	}
	if !p.Program() {
		return "", Token{}, ErrNotProgram
	}
	return s.CreateToken(ctx, p.Name, label, life, Narrowed{Role: Client})
}
