package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

// withAccounts adds accounts with passwords.
func (o *office) withAccounts(t *testing.T, names ...string) {
	t.Helper()
	for _, n := range names {
		ok(t, o.store.People.AddAccount(ctx, access.Account{ID: n, Name: n, Hash: "h", Epoch: 1, Created: start}))
	}
}

func TestGrants(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		people := o.store.People
		o.prepare(t)
		o.openPoll(t, draft("p"))
		o.withAccounts(t, "a", "b")
		grants := []access.Grant{
			{ID: "1", Account: "a", Role: access.Leader, Unit: "city", Poll: "p", Ends: start.Add(time.Hour)},
			{ID: "2", Account: "a", Role: access.Operator},
			{ID: "3", Account: "b", Role: access.Operator},
		}
		for _, g := range grants {
			ok(t, people.AddGrant(ctx, g))
		}
		if err := people.AddGrant(ctx, access.Grant{ID: "4", Account: "nobody", Role: access.Leader}); err == nil {
			t.Error("nobody was granted a role")
		}
		if got, err := people.Grants(ctx); err != nil || !slices.Equal(got, grants) {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := people.GrantsOf(ctx, "b"); err != nil || !slices.Equal(got, grants[2:]) {
			t.Errorf("%+v, %v", got, err)
		}
		for _, tt := range []struct {
			unit, poll           string
			unitThere, pollThere bool
		}{{"", "", true, true}, {"city", "p", true, true}, {"nowhere", "none", false, false}} {
			if u, p, err := people.Places(ctx, tt.unit, tt.poll); u != tt.unitThere || p != tt.pollThere || err != nil {
				t.Errorf("%+v: %v, %v, %v", tt, u, p, err)
			}
		}
		if err := people.RemoveGrant(ctx, "b", "1"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("another's grant: %v", err)
		}
		ok(t, people.SetDisabled(ctx, "a", true))
		if a, err := people.Account(ctx, "a"); err != nil || !a.Disabled {
			t.Errorf("%+v, %v", a, err)
		}
		if err := people.RemoveGrant(ctx, "b", "3"); !errors.Is(err, access.ErrLastOperator) {
			t.Errorf("the last operator's grant: %v", err)
		}
		if err := people.SetDisabled(ctx, "b", true); !errors.Is(err, access.ErrLastOperator) {
			t.Errorf("the last operator: %v", err)
		}
		ok(t, people.SetDisabled(ctx, "a", false))
		ok(t, people.RemoveGrant(ctx, "b", "3"))
		if err := people.RemoveGrant(ctx, "b", "3"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("removed again: %v", err)
		}
	})
}

// Of operators who all end one another at once, one is left.
func TestLastOperatorAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		names := []string{"a", "b", "c", "d"}
		o.withAccounts(t, names...)
		for _, n := range names {
			ok(t, o.store.People.AddGrant(ctx, access.Grant{ID: n, Account: n, Role: access.Operator}))
		}
		errs := make([]error, len(names))
		var wg sync.WaitGroup
		for i, n := range names {
			wg.Go(func() { errs[i] = o.store.People.RemoveGrant(context.Background(), n, n) })
		}
		wg.Wait()
		refused := 0
		for _, err := range errs {
			if errors.Is(err, access.ErrLastOperator) {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		if left, err := o.store.People.Grants(ctx); refused != 1 || len(left) != 1 || err != nil {
			t.Errorf("%d refused, left %+v, %v", refused, left, err)
		}
	})
}
