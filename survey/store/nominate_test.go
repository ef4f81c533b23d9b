package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// proposing is a circle whose ratees are asked whom they propose: ratee-000,
// the superior of all others, with the secrets of all.
func proposing(t *testing.T, o *office) (v survey.Scoped, plan survey.AssignmentPlan, book survey.AssignmentBook, secret map[string]string) {
	t.Helper()
	v, plan = circle(t, o, 4, 8, 2)
	change := survey.RosterChange{}
	people, err := v.People(ctx)
	ok(t, err)
	for _, p := range people {
		if p.Tier != "" && p.ID != "ratee-000" {
			p.Superior = "ratee-000"
			change.People = append(change.People, p)
		}
	}
	change.People = append(change.People,
		survey.Person{ID: "wang-1", Name: "王芳", Team: "city"}, survey.Person{ID: "wang-2", Name: "王芳", Team: "u0"}, survey.Person{ID: "zhao", Name: "赵明", Team: "city"})
	_, err = v.ChangeRoster(ctx, change, nil)
	ok(t, err)
	book, err = v.DrawAssignments(ctx, "ring", 0, plan)
	ok(t, err)
	invited, book, err := v.CallNominations(ctx, "ring", book.Revision, survey.NominationCall{Most: 2, Groups: []string{"served"}}, nil)
	ok(t, err)
	secret = map[string]string{}
	for _, i := range invited {
		secret[i.Person.ID] = i.Secret
	}
	if len(secret) != 4 {
		t.Fatalf("%d people are asked, want the four who are evaluated", len(secret))
	}
	return v, plan, book, secret
}

// proposals are the states of what one proposed, by rater.
func proposals(n survey.Nominations) (said []string) {
	for _, g := range n.Groups {
		for _, p := range g.Proposed {
			said = append(said, fmt.Sprint(p.Rater.ID, " ", p.Refused, " ", p.Reason))
		}
	}
	return said
}

// One proposes by name, one's superior approves or refuses, another is proposed
// in the place of whom he refused; once bundles are issued nothing of it is kept.
func TestNominations(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		v, plan, book, secret := proposing(t, o)
		nominate := func(who string, edits ...survey.NominationEdit) (survey.Nominations, error) {
			return o.Nominate(ctx, "ring", secret[who], edits)
		}
		propose := func(rater string) survey.NominationEdit {
			return survey.NominationEdit{Do: survey.Nominate, Group: "served", Rater: rater}
		}
		for _, wrong := range []struct{ who, rater, want string }{
			{"ratee-001", "王芳", "edits[0].rater nominations_several"},
			{"ratee-001", "王方", "edits[0].rater nominations_who"},
			{"ratee-001", "ratee-001", "edits[0].rater assign_self"},
		} {
			if _, err := nominate(wrong.who, propose(wrong.rater)); keysOf(err) != wrong.want {
				t.Errorf("%s proposed: %s, want %s", wrong.rater, keysOf(err), wrong.want)
			}
		}
		n, err := nominate("ratee-001", propose("zhao"), propose("王芳（"+teamName(t, v, "city")+"）"))
		ok(t, err)
		if diff := cmp.Diff([]string{"zhao false ", "wang-1 false "}, proposals(n)); diff != "" {
			t.Error(diff)
		}
		if _, err := nominate("ratee-001", propose("wang-2")); keysOf(err) != "edits[0].rater nominations_most" {
			t.Errorf("a third name: %s", keysOf(err))
		}
		if _, err := nominate("ratee-001", survey.NominationEdit{Do: survey.Approve, Ratee: "ratee-001", Group: "served", Rater: "zhao"}); keysOf(err) != "edits[0].rater nominations_unknown" {
			t.Errorf("he approves himself: %s", keysOf(err))
		}

		// The superior sees both, approves one and refuses the other.
		n, err = nominate("ratee-000")
		ok(t, err)
		if len(n.Waiting) != 2 || n.Waiting[0].Ratee.ID != "ratee-001" || n.Waiting[0].Rater.Name != "赵明" {
			t.Fatalf("the superior sees %+v", n.Waiting)
		}
		n, err = nominate("ratee-000",
			survey.NominationEdit{Do: survey.Approve, Ratee: "ratee-001", Group: "served", Rater: "zhao"},
			survey.NominationEdit{Do: survey.Decline, Ratee: "ratee-001", Group: "served", Rater: "wang-1", Reason: "不在同一条线"})
		ok(t, err)
		if len(n.Waiting) != 0 {
			t.Errorf("they wait still: %+v", n.Waiting)
		}
		n, err = nominate("ratee-001", propose("wang-2"))
		ok(t, err)
		if diff := cmp.Diff([]string{"zhao false ", "wang-1 true 不在同一条线", "wang-2 false "}, proposals(n)); diff != "" {
			t.Error(diff)
		}
		if _, err := nominate("ratee-001", propose("wang-1")); keysOf(err) != "edits[0].rater nominations_refused" {
			t.Errorf("the refused again: %s", keysOf(err))
		}

		// The organiser sees the same book; a new draw keeps what is proposed.
		if _, err := v.EditAssignments(ctx, "ring", book.Revision, nil); !errors.Is(err, survey.ErrStale) {
			t.Errorf("on a book from before: %v", err)
		}
		book, err = v.Assignments(ctx, "ring")
		ok(t, err)
		plan.Seed = 99
		book, err = v.DrawAssignments(ctx, "ring", book.Revision, plan)
		ok(t, err)
		waits := map[string]survey.AssignmentState{}
		for _, a := range book.Assignments {
			if a.Ratee == "ratee-001" && (a.Rater == "zhao" || a.Rater == "wang-2" || a.Rater == "wang-1") {
				waits[a.Rater] = a.State
			}
		}
		if diff := cmp.Diff(map[string]survey.AssignmentState{"zhao": survey.Nominated, "wang-2": survey.Nominated}, waits); diff != "" {
			t.Errorf("after a new draw: %s", diff)
		}
		if n, err = nominate("ratee-001", survey.NominationEdit{Do: survey.Remove, Group: "served", Rater: "wang-2"}); err != nil || len(proposals(n)) != 2 {
			t.Errorf("taken back: %v, %v", proposals(n), err)
		}

		// An end, a secret of an earlier call, and what is left once bundles are issued.
		book, err = v.Assignments(ctx, "ring")
		ok(t, err)
		book, err = v.EndNominations(ctx, "ring", book.Revision)
		ok(t, err)
		if _, err := nominate("ratee-001"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("after its end a secret opens: %v", err)
		}
		invited, book, err := v.CallNominations(ctx, "ring", book.Revision, survey.NominationCall{Most: 3, Groups: []string{"served"}, Until: o.now().Add(time.Hour)}, nil)
		ok(t, err)
		if n, err := o.Nominate(ctx, "ring", invited[1].Secret, nil); err != nil || n.Person.ID != "ratee-001" || len(proposals(n)) != 2 || !n.Open {
			t.Errorf("called again: %+v, %v", n, err)
		}
		if _, err := nominate("ratee-001"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("an earlier secret opens: %v", err)
		}
		o.move(2 * time.Hour)
		if _, err := o.Nominate(ctx, "ring", invited[1].Secret, []survey.NominationEdit{propose("wang-2")}); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("after the end: %v", err)
		}
		_, err = v.IssueBundles(ctx, "ring", book.Revision, nil)
		ok(t, err)
		if _, err := o.Nominate(ctx, "ring", invited[1].Secret, nil); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("after bundles are issued: %v", err)
		}
		if book, err = v.Assignments(ctx, "ring"); err != nil || book.Call != nil {
			t.Errorf("of the call is kept: %+v, %v", book.Call, err)
		}
	})
}

// What one is told of a name that one proposes is the same whether it is
// somebody who rates one already, who would not, or nobody of both.
func TestNominationsTellOfNoRater(t *testing.T) {
	o, _ := sqliteOffice(t)
	v, _, book, secret := proposing(t, o)
	var rates, would string
	for _, a := range book.Assignments {
		switch {
		case a.Ratee != "ratee-002":
		case rates == "":
			rates = a.Rater
		case would == "":
			would = a.Rater
		}
	}
	_, err := v.EditAssignments(ctx, "ring", book.Revision, []survey.AssignmentEdit{{Do: survey.Decline, Ratee: "ratee-002", Group: "served", Rater: would, Reason: "回避"}})
	ok(t, err)
	var said []survey.Nominations
	for _, rater := range []string{rates, would, "zhao"} {
		n, err := o.Nominate(ctx, "ring", secret["ratee-002"], []survey.NominationEdit{{Do: survey.Nominate, Group: "served", Rater: rater}})
		ok(t, err)
		for i := range n.Groups[0].Proposed { // who it is is what he said himself
			n.Groups[0].Proposed[i].Rater = survey.Colleague{}
		}
		said = append(said, n)
		_, err = o.Nominate(ctx, "ring", secret["ratee-002"], []survey.NominationEdit{{Do: survey.Remove, Group: "served", Rater: rater}})
		ok(t, err)
	}
	for _, other := range said[1:] {
		if diff := cmp.Diff(said[0], other); diff != "" {
			t.Errorf("he is told of who rates him: %s", diff)
		}
	}
	book, err = v.Assignments(ctx, "ring")
	ok(t, err)
	for _, a := range book.Assignments {
		if a.Ratee == "ratee-002" && a.State == survey.Nominated {
			t.Errorf("what was taken back waits: %+v", a)
		}
	}
	rated := false
	for _, a := range book.Assignments {
		rated = rated || a.Ratee == "ratee-002" && a.Rater == rates && a.State == survey.Assigned
	}
	if !rated {
		t.Error("who rates him already does not, once his name was taken back")
	}
}

// People who propose at the same time lose nothing.
func TestNominationsAtOnce(t *testing.T) {
	o, _ := sqliteOffice(t)
	v, _, _, secret := proposing(t, o)
	var all sync.WaitGroup
	for _, who := range []string{"ratee-000", "ratee-001", "ratee-002", "ratee-003"} {
		all.Go(func() {
			if _, err := o.Nominate(ctx, "ring", secret[who], []survey.NominationEdit{{Do: survey.Nominate, Group: "served", Rater: "zhao"}}); err != nil {
				t.Errorf("%s: %v", who, err)
			}
		})
	}
	all.Wait()
	book, err := v.Assignments(ctx, "ring")
	ok(t, err)
	if n := len(book.Call.Proposals); n != 4 {
		t.Errorf("%d proposals are kept of 4", n)
	}
}

// teamName is what a team is called.
func teamName(t *testing.T, v survey.Scoped, id string) string {
	t.Helper()
	units, err := v.Units(ctx)
	ok(t, err)
	for _, u := range units {
		if u.ID == id {
			return u.Name.In("zh")
		}
	}
	t.Fatalf("no team %s", id)
	return ""
}
