package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/agenda"
)

// planner is the desk of what is due of an office, for one account that answers
// for u0; its letters are kept.
func (o *office) planner(t *testing.T) (*agenda.Desk, string, *[]agenda.Letter) {
	t.Helper()
	accounts := access.New(o.store.People)
	accounts.Now = o.now
	a, err := accounts.Add(ctx, "wen", "a good password")
	ok(t, err)
	_, err = accounts.Grant(ctx, access.Grant{Account: a.ID, Role: access.Answerer, Unit: "u0"})
	ok(t, err)
	letters := &[]agenda.Letter{}
	d := agenda.New(o.store.People)
	d.Now, d.Zone, d.URL, d.Service = o.now, time.UTC, "https://example.org", o
	d.Orders, d.Cases = o.rectifying(), o.counter()
	d.Rights = func(ctx context.Context, account string) (survey.Rights, error) {
		return accounts.Rights(ctx, account, access.Narrowed{})
	}
	d.Post = func(_ context.Context, l agenda.Letter) error {
		*letters = append(*letters, l)
		return nil
	}
	return d, a.ID, letters
}

func TestAgenda(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.issueOrder(t, "u0", 2)
		o.issueOrder(t, "u1", 1)
		taken := o.complain(t, o.window(t, "u0").ID)
		d, account, letters := o.planner(t)
		v := o.Within(survey.Rights{survey.ReadOrders: {{Unit: "u0"}}})
		today := d.Today()
		dues, err := d.Dues(ctx, v, agenda.Filter{From: today, To: orderDue})
		ok(t, err)
		if len(dues) != 3 || dues[0].Kind != agenda.Case || dues[0].ID != taken.Case || dues[2].Day != orderDue || dues[1].Unit != "u0" {
			t.Fatalf("due %+v", dues)
		}
		for _, x := range dues {
			if strings.Contains(x.What["zh"]+x.What["en"], complaint) {
				t.Errorf("it tells the words of a complaint: %+v", x)
			}
		}
		if dues, err := d.Dues(ctx, o.Within(nil), agenda.Filter{From: today, To: orderDue}); err != nil || len(dues) != 0 {
			t.Errorf("a stranger: %v, %v", dues, err)
		}
		if dues, err := d.Dues(ctx, v, agenda.Filter{From: today, To: orderDue, Unit: "u1"}); err != nil || len(dues) != 0 {
			t.Errorf("of another unit: %v, %v", dues, err)
		}

		// The digest: once a week, with the rights of the account.
		if _, err := d.Subscribe(ctx, account, true, "no address", "zh"); err == nil {
			t.Error("a digest to no address")
		}
		_, err = d.Subscribe(ctx, account, true, "wen@example.org", "zh")
		ok(t, err)
		for o.now().Weekday() != time.Wednesday {
			o.move(24 * time.Hour)
		}
		ok(t, d.Tick(ctx))
		ok(t, d.Tick(ctx))
		if len(*letters) != 1 || (*letters)[0].To != "wen@example.org" || !strings.Contains((*letters)[0].Text, taken.Case) || strings.Contains((*letters)[0].Text, complaint) {
			t.Fatalf("letters %+v", *letters)
		}
		o.move(7 * 24 * time.Hour)
		ok(t, d.Tick(ctx))
		if len(*letters) != 2 || !strings.Contains((*letters)[1].Subject, "逾期") || (*letters)[1].ID == (*letters)[0].ID {
			t.Errorf("the week after: %+v", *letters)
		}
		_, err = d.Subscribe(ctx, account, false, "", "zh")
		ok(t, err)
		o.move(7 * 24 * time.Hour)
		ok(t, d.Tick(ctx))
		if len(*letters) != 2 {
			t.Error("a digest to whoever wants none")
		}

		// The feed: by its secret, until it is renewed or taken away.
		first, err := d.RenewFeed(ctx, account, false)
		ok(t, err)
		text, err := d.Feed(ctx, first)
		ok(t, err)
		if n := strings.Count(text, "BEGIN:VEVENT"); n != 3 {
			t.Errorf("%d events in\n%s", n, text)
		}
		second, err := d.RenewFeed(ctx, account, false)
		ok(t, err)
		if _, err := d.Feed(ctx, first); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the address before: %v", err)
		}
		if _, err := d.Feed(ctx, second); err != nil {
			t.Error(err)
		}
		_, err = d.RenewFeed(ctx, account, true)
		ok(t, err)
		for _, secret := range []string{second, ""} {
			if _, err := d.Feed(ctx, secret); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%q after it was taken away: %v", secret, err)
			}
		}
		if !strings.Contains(o.kinds(t), string(survey.ActAgendaPut)) {
			t.Error("not noted")
		}
	})
}
