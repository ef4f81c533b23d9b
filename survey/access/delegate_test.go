package access_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/access"
)

// country is units with those above them.
var country = map[string]string{"east": "", "east-1": "east", "east-1-a": "east-1", "east-2": "east", "west": ""}

// A ground is the country, of which somebody sees all, and two polls.
type ground struct{}

func (ground) Lineage(_ context.Context, unit string) (line []string, err error) {
	if _, there := country[unit]; !there {
		return nil, survey.ErrNotFound
	}
	for ; unit != ""; unit = country[unit] {
		line = append(line, unit)
	}
	return line, nil
}

func (ground) Poll(_ context.Context, id string) (p survey.Poll, err error) {
	if id != "spring" && id != "autumn" {
		err = survey.ErrNotFound
	}
	return p, err
}

// A ledger keeps grants of two accounts in memory.
type ledger struct {
	access.Store
	grants map[string][]access.Grant
}

func (l ledger) GrantsOf(_ context.Context, account string) ([]access.Grant, error) {
	return l.grants[account], nil
}

func (l ledger) AccountNamed(_ context.Context, name string) (access.Account, error) {
	if name != "grantee" {
		return access.Account{}, survey.ErrNotFound
	}
	return access.Account{ID: name, Name: name, Hash: "h"}, nil
}

func (l ledger) Factor(context.Context, string) (secret string, err error) {
	return "", survey.ErrNotFound
}

func (l ledger) Identities(context.Context, string) ([]access.Identity, error) { return nil, nil }

func (l ledger) AddGrant(_ context.Context, g access.Grant) error {
	l.grants[g.Account] = append(l.grants[g.Account], g)
	return nil
}

// holds reports whether a right holds in a unit and a poll; "" are all of them,
// also those to come.
func holds(r survey.Rights, right survey.Right, unit, poll string) bool {
	below := func(root string) bool {
		for u := unit; u != ""; u = country[u] {
			if u == root {
				return true
			}
		}
		return root == ""
	}
	return slices.ContainsFunc(r[right], func(a survey.Area) bool {
		return below(a.Unit) && below(a.Inside) && (a.Poll == "" || a.Poll == poll)
	})
}

// Whatever somebody grants, at no time has the grantee a right anywhere that he
// who granted it has not there then; and all that lies within is granted.
func TestNobodyGrantsMoreThanHeHas(t *testing.T) {
	start := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	units := []string{"", "east", "east-1", "east-1-a", "east-2", "west"}
	polls := []string{"", "spring", "autumn"}
	ends := []time.Time{{}, start.Add(time.Hour), start.Add(2 * time.Hour), start.Add(-time.Hour)}
	rights := []survey.Right{
		survey.ReadResults, survey.ReadUnpublished, survey.ReadTurnout, survey.Moderate, survey.ManagePolls, survey.EnterPaper,
		survey.ManageUnits, survey.ReadQuestionnaires, survey.ManageQuestionnaires, survey.ManageAccounts, survey.ManageSystem, survey.ReadAudit,
		survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders,
	}
	granted, refused := 0, 0
	check := func(t *rapid.T) {
		draw := func(label string) access.Grant {
			return access.Grant{
				Role: rapid.SampledFrom(access.Roles).Draw(t, label+" role"), Unit: rapid.SampledFrom(units).Draw(t, label+" unit"),
				Poll: rapid.SampledFrom(polls).Draw(t, label+" poll"), Ends: rapid.SampledFrom(ends).Draw(t, label+" ends"),
			}
		}
		l := ledger{grants: map[string][]access.Grant{}}
		for range rapid.IntRange(0, 3).Draw(t, "grants") {
			g := draw("has")
			if rapid.Bool().Draw(t, "organises") {
				g.Role = access.Organiser
			}
			l.grants["granter"] = append(l.grants["granter"], g)
		}
		now := start
		s := access.New(l)
		s.Now = func() time.Time { return now }
		through := access.Narrowed{}
		if rapid.Bool().Draw(t, "through a token") {
			through.Role = rapid.SampledFrom([]access.Role{"", "", access.Organiser, access.Leader}).Draw(t, "through role")
			through.Unit, through.Poll = rapid.SampledFrom(units).Draw(t, "through unit"), rapid.SampledFrom(polls).Draw(t, "through poll")
		}
		ask := draw("asks")
		if rapid.Bool().Draw(t, "of those offered") {
			ask.Role = rapid.SampledFrom(access.Delegated).Draw(t, "offered")
		}
		if has := l.grants["granter"]; len(has) > 0 && rapid.Bool().Draw(t, "where he has one") {
			g := rapid.SampledFrom(has).Draw(t, "of")
			ask.Unit, ask.Poll, ask.Ends = g.Unit, g.Poll, g.Ends
		}
		_, err := s.GrantWithin(t.Context(), access.Delegate{Account: "granter", Through: through, Ground: ground{}}, "grantee", ask)
		if err != nil && !errors.Is(err, survey.ErrNotFound) && !errors.As(err, new(survey.FieldErrors)) {
			t.Fatal(err)
		}
		if err == nil {
			granted++
		} else {
			refused++
		}
		whole := slices.ContainsFunc(l.grants["granter"], func(g access.Grant) bool {
			return g.Role == access.Organiser && g.Unit == "" && g.Poll == "" && g.Ends.IsZero()
		})
		if err != nil && whole && through == (access.Narrowed{}) && slices.Contains(access.Delegated, ask.Role) && !ask.Ends.Equal(ends[3]) {
			t.Fatalf("an organiser of everything cannot grant %+v: %v", ask, err)
		}
		for _, now = range []time.Time{start, start.Add(90 * time.Minute), start.Add(3 * time.Hour)} {
			his, err := s.Rights(t.Context(), "granter", through)
			if err != nil {
				t.Fatal(err)
			}
			gained, err := s.Rights(t.Context(), "grantee", access.Narrowed{})
			if err != nil {
				t.Fatal(err)
			}
			for _, right := range rights {
				for _, u := range units {
					for _, p := range polls {
						if holds(gained, right, u, p) && !holds(his, right, u, p) {
							t.Fatalf("at %v %s in unit %q, poll %q: gained by %+v", now, right, u, p, ask)
						}
					}
				}
			}
		}
	}
	for range 50 { // a check takes microseconds, and what goes wrong may be rare
		rapid.Check(t, check)
	}
	if granted == 0 || refused == 0 {
		t.Errorf("%d granted, %d refused", granted, refused)
	}
}
