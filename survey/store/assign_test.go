package store_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/store"
)

// circle is a 360 of so many people of one team, each rated by some of as many
// others, who only rate and serve nobody else.
func circle(t *testing.T, o *office, ratees, raters, each int) (survey.Scoped, survey.AssignmentPlan) {
	t.Helper()
	o.prepare(t, "served", "peers")
	r := survey.Rights{}
	r.Add(survey.ManageUnits, survey.Area{})
	r.Add(survey.ManagePolls, survey.Area{})
	v := o.Within(r)
	change := survey.RosterChange{}
	plan := survey.AssignmentPlan{Seed: 11, Rules: []survey.AssignmentRule{{Group: "served", Relation: survey.RelationRecipient, Count: each}}, Recipients: map[string][]string{}}
	p := byCode("ring")
	p.Units = nil
	for i := range raters {
		change.People = append(change.People, survey.Person{ID: raterID(i), Name: "评价人", Team: "city"})
	}
	for i := range ratees {
		id := fmt.Sprintf("ratee-%03d", i)
		p.Units = append(p.Units, id)
		change.People = append(change.People, survey.Person{ID: id, Name: "被评人", Team: "u0", Tier: "person"})
		for j := range raters {
			plan.Recipients[id] = append(plan.Recipients[id], raterID(j))
		}
	}
	_, err := v.ChangeRoster(ctx, change, nil)
	ok(t, err)
	_, err = o.CreatePoll(ctx, p)
	ok(t, err)
	return v, plan
}

func raterID(i int) string { return fmt.Sprintf("rater-%03d", i) }

// Assignments are drawn, edited on what they were, and gone once bundles are
// issued; a bundle opens its rater's sheets, each once.
func TestAssignmentsAndBundles(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		v, plan := circle(t, o, 4, 6, 3)
		book, err := v.DrawAssignments(ctx, "ring", 0, plan)
		ok(t, err)
		if len(book.Assignments) != 12 || book.Revision != 1 || len(book.Short) != 0 {
			t.Fatalf("drawn %+v", book)
		}
		for _, err := range []error{
			second(v.DrawAssignments(ctx, "ring", 0, plan)),
			second(v.EditAssignments(ctx, "ring", 0, nil)),
			second(v.IssueBundles(ctx, "ring", 0, nil)),
		} {
			if !errors.Is(err, survey.ErrStale) {
				t.Errorf("on an older book: %v", err)
			}
		}
		if _, err := o.Within(nil).Assignments(ctx, "ring"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
		if _, err := v.DrawAssignments(ctx, "ring", 1, survey.AssignmentPlan{Rules: []survey.AssignmentRule{{Group: "none", Relation: "boss", Count: -1}}, Limit: -1}); keysOf(err) != "rules[0].group unknown_group, rules[0].relation assign_relation, rules[0].count too_small, limit assign_limit" {
			t.Errorf("a bad plan: %s", keysOf(err))
		}

		// Somebody declines: another one is drawn; somebody is nominated and approved.
		first := book.Assignments[0]
		book, err = v.EditAssignments(ctx, "ring", 1, []survey.AssignmentEdit{{Do: survey.Decline, Ratee: first.Ratee, Group: "served", Rater: first.Rater}})
		ok(t, err)
		of := func(state survey.AssignmentState) (raters []string) {
			for _, a := range book.Assignments {
				if a.Ratee == first.Ratee && a.State == state {
					raters = append(raters, a.Rater)
				}
			}
			return raters
		}
		if got := of(survey.Assigned); len(got) != 3 || slices.Contains(got, first.Rater) || len(of(survey.Declined)) != 1 {
			t.Fatalf("after declining %s: %+v", first.Rater, book.Assignments)
		}
		free := ""
		for i := range 6 {
			if id := raterID(i); !slices.Contains(of(survey.Assigned), id) && id != first.Rater {
				free = id
			}
		}
		edit := func(do survey.AssignmentDo, rater string) survey.AssignmentEdit {
			return survey.AssignmentEdit{Do: do, Ratee: first.Ratee, Group: "served", Rater: rater}
		}
		if _, err := v.EditAssignments(ctx, "ring", 2, []survey.AssignmentEdit{edit(survey.Nominate, free), edit(survey.Nominate, "nobody"), edit(survey.Approve, first.Rater), edit(survey.Nominate, first.Ratee), edit(survey.Remove, "rater-999")}); keysOf(err) != "edits[1].rater unknown_person, edits[2].do assign_do, edits[3].rater assign_self, edits[4].rater assign_unknown" {
			t.Errorf("bad edits: %s", keysOf(err))
		}
		book, err = v.EditAssignments(ctx, "ring", 2, []survey.AssignmentEdit{edit(survey.Nominate, free)})
		ok(t, err)
		book, err = v.EditAssignments(ctx, "ring", 3, []survey.AssignmentEdit{edit(survey.Approve, free)})
		ok(t, err)
		if got := of(survey.Assigned); len(got) != 4 {
			t.Errorf("approved: %v", got)
		}

		bundles, err := v.IssueBundles(ctx, "ring", book.Revision, nil)
		ok(t, err)
		if _, err := v.IssueBundles(ctx, "ring", book.Revision+1, nil); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("issued again: %v", err)
		}
		if left, err := v.Assignments(ctx, "ring"); err != nil || !left.Sent || len(left.Assignments) != 0 || left.Plan.Seed != 0 || left.Plan.Recipients != nil {
			t.Errorf("left: %+v, %v", left, err)
		}
		ok(t, o.OpenPoll(ctx, "ring"))
		want := map[string][]string{}
		for _, a := range book.Assignments {
			if a.State == survey.Assigned {
				want[a.Rater] = append(want[a.Rater], a.Ratee)
			}
		}
		if len(bundles) != len(want) {
			t.Errorf("%d bundles for %d raters", len(bundles), len(want))
		}
		for _, b := range bundles {
			sheets, err := o.Bundle(ctx, "ring", b.Secret)
			ok(t, err)
			var units []string
			for _, s := range sheets {
				units = append(units, s.Unit)
				if s.Group != "served" || s.Spent {
					t.Errorf("sheet %+v", s)
				}
			}
			slices.Sort(want[b.Rater.ID])
			if slices.Sort(units); !slices.Equal(units, want[b.Rater.ID]) || b.Sheets != len(units) {
				t.Errorf("%s opens %v, want %v", b.Rater.ID, units, want[b.Rater.ID])
			}
		}
		one, err := o.Bundle(ctx, "ring", bundles[0].Secret)
		ok(t, err)
		_, err = o.Accept(ctx, survey.Submission{Poll: "ring", Code: one[0].Code, Salt: make([]byte, 32), Ballots: []survey.Ballot{{Unit: one[0].Unit, Group: "served", Answers: survey.Answers{"a": {"5"}}}}})
		ok(t, err)
		again, err := o.Bundle(ctx, "ring", bundles[0].Secret)
		ok(t, err)
		if !again[0].Spent || len(again) > 1 && again[1].Spent {
			t.Errorf("after one sheet: %+v", again)
		}
		for _, none := range []string{"", "AAAA", one[0].Code} {
			if _, err := o.Bundle(ctx, "ring", none); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%q opens something: %v", none, err)
			}
		}
	})
}

// Whoever has both databases, with their logs, cannot match raters to codes
// better than by chance: nothing at rest holds a secret, the raters stand
// nowhere beside the codes, who evaluates whom is gone, and neither the order
// in which codes lie nor that of their hashes goes by raters.
func TestNobodyMatchesRatersToSheets(t *testing.T) {
	dir := t.TempDir()
	st, err := store.OpenSQLite(dir)
	ok(t, err)
	o := newOffice(st)
	const ratees, raters = 100, 20
	v, plan := circle(t, o, ratees, raters, raters)
	book, err := v.DrawAssignments(ctx, "ring", 0, plan)
	ok(t, err)
	bundles, err := v.IssueBundles(ctx, "ring", book.Revision, nil)
	ok(t, err)
	key, err := st.Ballots.BoxKey(ctx, "ring")
	ok(t, err)
	owner := map[survey.Marker]int{} // what only this test knows
	for i, b := range bundles {
		sheets, err := o.Bundle(ctx, "ring", b.Secret)
		ok(t, err)
		for _, s := range sheets {
			owner[codeHash(s.Code, key)] = i
		}
	}
	if len(owner) != ratees*raters {
		t.Fatalf("%d codes", len(owner))
	}
	ok(t, st.Close())
	atRest(t, dir, bundles)

	db, err := sql.Open("sqlite", filepath.Join(dir, "ballots.db"))
	ok(t, err)
	defer db.Close()
	for name, query := range map[string]string{
		"as they lie": `SELECT hash, hex(batch) FROM codes`, "by hash": `SELECT hash, hex(batch) FROM codes ORDER BY hash`,
	} {
		hits, beside := guesses(t, db, query, owner)
		// By chance: one hit a batch, and one neighbour in 20; six standard deviations.
		if hits < ratees-60 || hits > ratees+60 || beside > ratees+60 || beside < ratees-60 {
			t.Errorf("%s: %d of %d raters guessed by place, %d by neighbour; by chance %d", name, hits, ratees*raters, beside, ratees)
		}
	}
}

// guesses counts how often the nth code of a batch, in the order of the query,
// is the nth rater's, and how often neighbours are of one rater.
func guesses(t *testing.T, db *sql.DB, query string, owner map[survey.Marker]int) (hits, beside int) {
	t.Helper()
	rows, err := db.QueryContext(ctx, query)
	ok(t, err)
	defer rows.Close()
	place, before := map[string]int{}, -1
	for rows.Next() {
		var hash []byte
		var batch string
		ok(t, rows.Scan(&hash, &batch))
		who, known := owner[survey.Marker(hash)]
		if !known {
			t.Fatal("a code of nobody")
		}
		if who == place[batch] {
			hits++
		}
		if who == before {
			beside++
		}
		place[batch]++
		before = who
	}
	ok(t, rows.Err())
	return hits, beside
}

// codeHash is the keyed hash of a code, as it is kept.
func codeHash(code string, key []byte) survey.Marker {
	h := hmac.New(sha256.New, key)
	for _, r := range strings.ReplaceAll(code, "-", "")[:26] {
		h.Write([]byte{byte(strings.IndexRune("0123456789ABCDEFGHJKMNPQRSTVWXYZ", r))})
	}
	return survey.Marker(h.Sum(nil))
}

// atRest looks for what must lie in no file.
func atRest(t *testing.T, dir string, bundles []survey.Bundle) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	ok(t, err)
	for _, name := range files {
		content, err := os.ReadFile(name)
		ok(t, err)
		for _, b := range bundles {
			if bytes.Contains(content, []byte(b.Secret)) {
				t.Errorf("%s holds a secret", name)
			}
			if bytes.Contains(content, []byte(b.Rater.ID)) && filepath.Base(name)[:7] == "ballots" {
				t.Errorf("%s names a rater", name)
			}
		}
		if bytes.Contains(content, []byte(`"rater":"`)) {
			t.Errorf("%s says who evaluates whom", name)
		}
	}
}
