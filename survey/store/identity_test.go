package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

func TestIdentities(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		ctx, people := t.Context(), o.store.People
		for _, id := range []string{"a1", "a2"} {
			if err := people.AddAccount(ctx, access.Account{ID: id, Name: id, Epoch: 1, Created: start}); err != nil {
				t.Fatal(err)
			}
		}
		first := access.Identity{Issuer: "https://id.example.org", Subject: "1", Account: "a1", Name: "王芳", Linked: start}
		second := access.Identity{Issuer: "https://other.example.org", Subject: "1", Account: "a1", Linked: start.Add(time.Second)}
		for _, i := range []access.Identity{second, first} {
			if err := people.AddIdentity(ctx, i); err != nil {
				t.Fatal(err)
			}
		}
		stolen := first
		stolen.Account = "a2"
		if err := people.AddIdentity(ctx, stolen); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("what belongs to another: %v", err)
		}
		if got, err := people.Identity(ctx, first.Issuer, "1"); err != nil || got != first {
			t.Errorf("%+v, %v", got, err)
		}
		for _, key := range [][2]string{{first.Issuer, "2"}, {"https://id.example.com", "1"}} {
			if _, err := people.Identity(ctx, key[0], key[1]); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%v: %v", key, err)
			}
		}
		if list, err := people.Identities(ctx, "a1"); err != nil || len(list) != 2 || list[0] != first || list[1] != second {
			t.Errorf("%+v, %v", list, err)
		}
		if err := people.RemoveIdentity(ctx, "a2", first.Issuer, "1"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("removed by another: %v", err)
		}
		if err := people.RemoveIdentity(ctx, "a1", first.Issuer, "1"); err != nil {
			t.Error(err)
		}
		if err := people.AddIdentity(ctx, stolen); err != nil {
			t.Errorf("what belongs to nobody any more: %v", err)
		}
		linked, unlinked := 0, 0
		if err := people.EachAudit(ctx, 0, func(e survey.AuditEntry) error {
			switch e.Kind {
			case survey.ActIdentityLinked:
				linked++
			case survey.ActIdentityUnlinked:
				unlinked++
			}
			return nil
		}); err != nil || linked != 3 || unlinked != 1 {
			t.Errorf("%d linked, %d unlinked in the log, %v", linked, unlinked, err)
		}
	})
}

// An operator who signs in by an identity alone is an operator: he may be the
// last, and then keeps the identity.
func TestLastOperatorByIdentity(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		people := o.store.People
		o.withAccounts(t, "by password")
		ok(t, people.AddAccount(ctx, access.Account{ID: "by identity", Name: "by identity", Epoch: 1, Created: start}))
		for _, a := range []string{"by password", "by identity"} {
			ok(t, people.AddGrant(ctx, access.Grant{ID: a, Account: a, Role: access.Operator}))
		}
		if err := people.RemoveGrant(ctx, "by password", "by password"); !errors.Is(err, access.ErrLastOperator) {
			t.Errorf("before there is an identity: %v", err)
		}
		for _, subject := range []string{"1", "2"} {
			ok(t, people.AddIdentity(ctx, access.Identity{Issuer: "https://id.example.org", Subject: subject, Account: "by identity", Linked: start}))
		}
		if list, err := people.Identified(ctx); err != nil || !slices.Equal(list, []string{"by identity"}) {
			t.Errorf("with identities: %q, %v", list, err)
		}
		ok(t, people.RemoveGrant(ctx, "by password", "by password"))
		ok(t, people.RemoveIdentity(ctx, "by identity", "https://id.example.org", "1"))
		if err := people.RemoveIdentity(ctx, "by identity", "https://id.example.org", "2"); !errors.Is(err, access.ErrLastOperator) {
			t.Errorf("the last identity: %v", err)
		}
		if list, err := people.Identities(ctx, "by identity"); err != nil || len(list) != 1 {
			t.Errorf("left %+v, %v", list, err)
		}
		ok(t, people.SetPassword(ctx, "by identity", "h", ""))
		ok(t, people.RemoveIdentity(ctx, "by identity", "https://id.example.org", "2"))
	})
}
