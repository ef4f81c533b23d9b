package main

import (
	"context"
	"errors"
	"fmt"

	"minping/survey/access"
)

// userUnlinkCmd unlinks an account's identities.
type userUnlinkCmd struct {
	storageFlags
	Name   string `arg:"" help:"Name of the account."`
	Issuer string `placeholder:"URL" help:"Only those of this provider."`
}

// Run unlinks the identities and prints each that is gone.
func (u userUnlinkCmd) Run() error {
	return u.withAccounts(func(ctx context.Context, s *access.Service) error {
		a, err := accountNamed(ctx, s, u.Name)
		if err != nil {
			return err
		}
		linked, err := s.Identities(ctx, a.ID)
		if err != nil {
			return err
		}
		gone := 0
		for _, l := range linked {
			if u.Issuer != "" && l.Issuer != u.Issuer {
				continue
			}
			err := s.Unlink(ctx, a.ID, l.Issuer, l.Subject)
			if errors.Is(err, access.ErrLastOperator) {
				return errors.New("the last operator signs in by this identity alone; print a link for a password first, by minping user reset")
			}
			if err != nil {
				return err
			}
			gone++
			fmt.Println(l.Issuer, l.Subject)
		}
		if gone == 0 {
			return fmt.Errorf("no such identity belongs to %s", a.Name)
		}
		return nil
	})
}
