package access

import (
	"context"
	"fmt"
)

// SetPassword gives the named account a new password and ends its sessions.
// Errors: survey.FieldErrors (field "password"), survey.ErrNotFound.
func (s *Service) SetPassword(ctx context.Context, name, password string) error {
	a, err := s.store.AccountNamed(ctx, fold(name))
	if err != nil {
		return fmt.Errorf("account %s: %w", name, err)
	}
	return s.setPassword(ctx, a, password, "")
}

// ChangePassword gives an account a new password, for whoever knows the old
// one. All its sessions end but the one named. Errors: ErrLogin (the old one is
// wrong), ThrottledError, survey.FieldErrors (field "password").
func (s *Service) ChangePassword(ctx context.Context, a Account, session, old, password string) error {
	if err := s.CheckPassword(ctx, a, old); err != nil {
		return err
	}
	return s.setPassword(ctx, a, password, session)
}

// CheckPassword asks an account that is signed in for its password once more,
// before something by which it could be taken over. Errors: ErrLogin (it is
// wrong), ThrottledError.
func (s *Service) CheckPassword(ctx context.Context, a Account, password string) error {
	if wait := s.byName.Take(fold(a.Name), s.Now()); wait > 0 {
		return ThrottledError{After: wait}
	}
	hash := a.Hash
	if hash == "" {
		hash = nobody
	}
	if ok, _, err := s.verify(ctx, hash, password); err != nil {
		return err
	} else if !ok {
		return ErrLogin
	}
	s.byName.clear(fold(a.Name))
	return nil
}

func (s *Service) setPassword(ctx context.Context, a Account, password, session string) error {
	if errs := checkPassword(a.Name, password); len(errs) > 0 {
		return errs
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.SetPassword(ctx, a.ID, hash, session)
}
