package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"minping/survey"
)

// An Invitation is a one-time link by which an account sets its password: a new
// one, or one whose owner has forgotten it.
type Invitation struct {
	ID      string
	Account string // id
	Name    string // of the account
	New     bool   // the account has no password yet
	Reset   bool   // it also removes the second factor and identities at providers
	Expires time.Time
}

// InvitationLife is how long an invitation is good for, ResetLife a link for a
// forgotten password, which is asked for when it is needed.
const (
	InvitationLife = 7 * 24 * time.Hour
	ResetLife      = 24 * time.Hour
)

// ErrInvitation says that a link is unknown, used, withdrawn or expired.
var ErrInvitation = errors.New("the link is not valid")

// An Invitee is an account to be made: its name, and what it may do.
type Invitee struct {
	Name   string
	Grants []Grant // without ids and accounts
}

// An Invited is an invitation with its secret, shown this once.
type Invited struct {
	Invitation
	Secret string
}

// A NewInvitation is what is stored of one.
type NewInvitation struct {
	Invitation
	Hash   string   // of the secret
	Make   *Account // to be made first; nil: there is one
	Grants []Grant  // for it
}

// invitations keeps invitations.
type invitations interface {
	// AddInvitations adds invitations, with their accounts and grants, all or
	// none; survey.ErrConflict if a name is taken.
	AddInvitations(ctx context.Context, list []NewInvitation) error
	// Invitations lists those that are good at now, by name.
	Invitations(ctx context.Context, now time.Time) ([]Invitation, error)
	// Invitation returns the one of a hash that is good at now.
	Invitation(ctx context.Context, hash string, now time.Time) (Invitation, error)
	RemoveInvitation(ctx context.Context, id string) error
	// AcceptInvitation spends all invitations of the account of the hash, sets
	// its password, ends its sessions and, where so invited, removes its second
	// factor. ErrInvitation if the hash is not good at now.
	AcceptInvitation(ctx context.Context, hash string, now time.Time, password string) error
}

// Invite makes accounts, all or none, and invites their owners. Errors:
// survey.FieldErrors (fields "[0].name", "[0].role", …), survey.ErrConflict (a
// name was taken at the same moment).
func (s *Service) Invite(ctx context.Context, list []Invitee) ([]Invited, error) {
	errs, err := s.CheckInvitees(ctx, list)
	if err != nil {
		return nil, err
	}
	if len(errs) > 0 {
		return nil, errs
	}
	now := s.Now()
	invited, stored := make([]Invited, len(list)), make([]NewInvitation, len(list))
	for i, w := range list {
		a := Account{ID: newID(), Name: strings.TrimSpace(w.Name), Epoch: 1, Created: now}
		for j, g := range w.Grants {
			g.ID, g.Account, g.Ends = newID(), a.ID, g.Ends.Truncate(time.Millisecond).UTC()
			w.Grants[j] = g
		}
		invited[i] = newInvited(Invitation{Account: a.ID, Name: a.Name, New: true, Expires: now.Add(InvitationLife)})
		stored[i] = NewInvitation{Invitation: invited[i].Invitation, Hash: hashSecret(invited[i].Secret), Make: &a, Grants: w.Grants}
	}
	if err := s.store.AddInvitations(ctx, stored); err != nil {
		return nil, err
	}
	return invited, nil
}

func newInvited(i Invitation) Invited {
	i.ID = newID()
	return Invited{Invitation: i, Secret: newSecret("")}
}

// CheckInvitees says what is wrong with accounts to be made; fields are as in
// Invite.
func (s *Service) CheckInvitees(ctx context.Context, list []Invitee) (errs survey.FieldErrors, err error) {
	wrong, err := s.inviteeErrors(ctx, list)
	for _, e := range wrong {
		e.Field = fmt.Sprintf("[%d].%s", e.invitee, e.Field)
		errs = append(errs, e.FieldError)
	}
	return errs, err
}

// An inviteeError is one thing wrong with an account to be made.
type inviteeError struct {
	invitee, grant int // from 0; grant -1: the account itself
	survey.FieldError
}

func (s *Service) inviteeErrors(ctx context.Context, list []Invitee) (wrong []inviteeError, err error) {
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	taken := make(map[string]bool, len(accounts))
	for _, a := range accounts {
		taken[fold(a.Name)] = true
	}
	for i, w := range list {
		for _, e := range checkName(strings.TrimSpace(w.Name)) {
			wrong = append(wrong, inviteeError{i, -1, e})
		}
		if taken[fold(w.Name)] {
			wrong = append(wrong, inviteeError{i, -1, survey.FieldError{Field: "name", Key: "account_taken", Args: survey.Args("name", survey.Clip(w.Name))}})
		}
		taken[fold(w.Name)] = true
		for j, g := range w.Grants {
			errs, err := s.checkGrant(ctx, g)
			if err != nil {
				return nil, err
			}
			for _, e := range errs {
				wrong = append(wrong, inviteeError{i, j, e})
			}
		}
	}
	return wrong, nil
}

// Reset makes a link by which the named account sets a new password, and
// loses its second factor if so asked. Errors: survey.ErrNotFound.
func (s *Service) Reset(ctx context.Context, name string, factor bool) (Invited, error) {
	a, err := s.store.AccountNamed(ctx, fold(name))
	if err != nil {
		return Invited{}, fmt.Errorf("account %s: %w", name, err)
	}
	life := ResetLife
	if a.Hash == "" {
		life = InvitationLife
	}
	made := newInvited(Invitation{Account: a.ID, Name: a.Name, New: a.Hash == "", Reset: factor, Expires: s.Now().Add(life)})
	return made, s.store.AddInvitations(ctx, []NewInvitation{{Invitation: made.Invitation, Hash: hashSecret(made.Secret)}})
}

// Invitations lists the links that are still good, by name.
func (s *Service) Invitations(ctx context.Context) ([]Invitation, error) {
	return s.store.Invitations(ctx, s.Now())
}

// Withdraw makes a link worthless, or answers survey.ErrNotFound.
func (s *Service) Withdraw(ctx context.Context, id string) error {
	return s.store.RemoveInvitation(ctx, id)
}

// CheckInvitation returns the invitation of a link's secret. From is the
// network that asks. Errors: ErrInvitation, ThrottledError.
func (s *Service) CheckInvitation(ctx context.Context, from, secret string) (Invitation, error) {
	i, err := s.store.Invitation(ctx, hashSecret(secret), s.Now())
	if !errors.Is(err, survey.ErrNotFound) {
		return i, err
	}
	if wait := s.byLink.Take(from, s.Now()); wait > 0 {
		return Invitation{}, ThrottledError{After: wait}
	}
	return Invitation{}, ErrInvitation
}

// Accept spends a link: its account has the password from now on. Errors:
// ErrInvitation, ThrottledError, survey.FieldErrors (field "password").
func (s *Service) Accept(ctx context.Context, from, secret, password string) (Account, error) {
	i, err := s.CheckInvitation(ctx, from, secret)
	if err != nil {
		return Account{}, err
	}
	if errs := checkPassword(i.Name, password); len(errs) > 0 {
		return Account{}, errs
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	if err := s.store.AcceptInvitation(ctx, hashSecret(secret), s.Now(), hash); err != nil {
		return Account{}, err
	}
	a, err := s.store.Account(ctx, i.Account)
	if err == nil && a.Disabled {
		err = ErrInvitation
	}
	return a, err
}
