package main

import (
	"context"
	"errors"

	"minping/survey/access"
)

// userDisableCmd stops an account.
type userDisableCmd struct {
	storageFlags
	Name string `arg:"" help:"Name of the account."`
}

// Run stops the account.
func (u userDisableCmd) Run() error { return u.setDisabled(u.Name, true) }

// userEnableCmd lets a stopped account go on.
type userEnableCmd struct {
	storageFlags
	Name string `arg:"" help:"Name of the account."`
}

// Run lets the account go on.
func (u userEnableCmd) Run() error { return u.setDisabled(u.Name, false) }

// setDisabled stops the named account or lets it go on.
func (f storageFlags) setDisabled(name string, disabled bool) error {
	return f.withAccounts(func(ctx context.Context, s *access.Service) error {
		a, err := accountNamed(ctx, s, name)
		if err == nil {
			err = s.SetDisabled(ctx, a.ID, disabled)
		}
		if errors.Is(err, access.ErrLastOperator) {
			return errors.New("this is the last operator; make another account operator first, by minping user grant")
		}
		return err
	})
}
