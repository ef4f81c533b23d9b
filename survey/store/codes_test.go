package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

func byCode(id string) survey.Poll {
	p := draft(id)
	p.Access = survey.ByCode
	return p
}

// A code is worth something in its poll, for its group and units, and once
// (trust tests 14, 15 and 18).
func TestCodes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p, other := o.openPoll(t, byCode("p")), o.openPoll(t, byCode("other"))
		_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Group: "x", Units: []string{"u0", "u1"}}, 20)
		ok(t, err)
		if slices.Sort(codes); len(slices.Compact(codes)) != 20 {
			t.Fatal("codes repeat")
		}
		grant, err := o.CodeGrant(ctx, p.ID, strings.ToLower(strings.ReplaceAll(codes[0], "-", " ")))
		if err != nil || grant.Group != "x" || !slices.Equal(grant.Units, []string{"u0", "u1"}) || grant.Spent {
			t.Errorf("grant %+v, %v", grant, err)
		}
		cast := func(poll, code, unit, group string) string {
			_, err := o.Accept(ctx, survey.Submission{
				Poll: poll, Code: code, Salt: make([]byte, 32),
				Ballots: []survey.Ballot{{Unit: unit, Group: group, Answers: survey.Answers{"a": {"5"}}}},
			})
			return kind(err)
		}
		wrongCheck := codes[0][:len(codes[0])-1] + string("01"[btoi(codes[0][len(codes[0])-1] == '0')])
		for _, tt := range []struct{ name, poll, code, unit, group, want string }{
			{"in another poll", other.ID, codes[0], "u0", "x", "not_found"},
			{"wrong check character", p.ID, wrongCheck, "u0", "x", "not_found"},
			{"nonsense", p.ID, "nonsense", "u0", "x", "not_found"},
			{"none", p.ID, "", "u0", "x", "not_found"},
			{"another unit", p.ID, codes[0], "u2", "x", "unknown_unit"},
			{"another group", p.ID, codes[0], "u0", "y", "unknown_group"},
			{"good", p.ID, codes[0], "u0", "x", "-"},
			{"the same again", p.ID, codes[0], "u0", "x", "-"},
			{"spent", p.ID, codes[0], "u1", "x", "conflict"},
			{"group left out", p.ID, codes[1], "u0", "", "-"},
		} {
			if got := cast(tt.poll, tt.code, tt.unit, tt.group); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
		if grant, err = o.CodeGrant(ctx, p.ID, codes[0]); err != nil || !grant.Spent {
			t.Errorf("spent: grant %+v, %v", grant, err)
		}
		if got, want := o.records(t, p.ID), []string{"u0/x/0100/", "u0/x/0100/"}; !slices.Equal(got, want) {
			t.Errorf("stored %q", got)
		}
	})
}

// A wrong check character is refused though nothing can be looked up (trust
// test 18).
func TestMistypedCodeIsNotLookedUp(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p := o.openPoll(t, byCode("p"))
		_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Group: "x"}, 1)
		ok(t, err)
		_, err = o.CodeGrant(ctx, p.ID, codes[0]) // the poll and its key are in memory from now on
		ok(t, err)
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := o.CodeGrant(cancelled, p.ID, codes[0]); !errors.Is(err, context.Canceled) {
			t.Errorf("a good code: %v, want the error of a lookup", err)
		}
		for i := range codes[0] {
			wrong := []byte(codes[0])
			if wrong[i] == '-' {
				continue
			}
			wrong[i] = "01"[btoi(wrong[i] == '0')]
			if _, err := o.CodeGrant(cancelled, p.ID, string(wrong)); kind(err) != "not_found" || survey.IsCode(string(wrong)) {
				t.Errorf("%s: %v", wrong, err)
			}
		}
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestIssueMistakes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		_, err := o.CreatePoll(ctx, byCode("drafted"))
		ok(t, err)
		p, link := o.openPoll(t, byCode("p")), o.openPoll(t, draft("link"))
		for _, tt := range []struct {
			name, poll, group string
			units             []string
			n                 int
			want              string
		}{
			{"all units", p.ID, "x", nil, 1, "-"},
			{"before it opens", "drafted", "x", nil, 1, "-"},
			{"no poll", "nowhere", "x", nil, 1, "not_found"},
			{"open link", link.ID, "x", nil, 1, "no_codes"},
			{"group", p.ID, "z", nil, 1, "unknown_group"},
			{"no group", p.ID, "", nil, 1, "missing"},
			{"unit", p.ID, "x", []string{"city"}, 1, "unknown_unit"},
			{"none", p.ID, "x", nil, 0, "code_count"},
			{"too many", p.ID, "x", nil, survey.MaxCodes + 1, "code_count"},
		} {
			_, codes, err := o.IssueCodes(ctx, tt.poll, survey.CodeBatch{Group: tt.group, Units: tt.units}, tt.n)
			if kind(err) != tt.want || err == nil && len(codes) != tt.n {
				t.Errorf("%s: %q, %v, want %s", tt.name, codes, err, tt.want)
			}
		}
		ok(t, o.ClosePoll(ctx, p.ID))
		if _, _, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Group: "x"}, 1); kind(err) != "closed" {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestCodeBatches(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p := o.openPoll(t, byCode("p"))
		first, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "甲 first", Group: "x", Units: []string{"u0"}}, 12)
		ok(t, err)
		second, _, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "乙 second", Group: "y"}, 3)
		ok(t, err)
		spend := func(code string) string {
			_, err := o.Accept(ctx, survey.Submission{
				Poll: p.ID, Code: code, Salt: make([]byte, 32),
				Ballots: []survey.Ballot{{Unit: "u0", Group: "x", Answers: survey.Answers{"a": {"5"}}}},
			})
			return kind(err)
		}
		for _, code := range codes[:7] {
			if got := spend(code); got != "-" {
				t.Fatalf("spending: %s", got)
			}
		}
		ok(t, o.VoidCodes(ctx, p.ID, first.ID))
		if got := spend(codes[0]); got != "-" {
			t.Errorf("the same ballot again after voiding: %s; what was accepted stands", got)
		}
		if got := spend(codes[11]); got != "not_found" {
			t.Errorf("a void code: %s, want not_found", got)
		}
		if _, err := o.CodeGrant(ctx, p.ID, codes[11]); kind(err) != "not_found" {
			t.Errorf("a void code's grant: %v", err)
		}
		if err := o.VoidCodes(ctx, p.ID, "00"); kind(err) != "not_found" {
			t.Errorf("no such batch: %v", err)
		}
		check := func(when string) {
			batches, err := o.CodeBatches(ctx, p.ID)
			ok(t, err)
			want := []survey.CodeBatch{
				{ID: second.ID, Label: "乙 second", Group: "y", Units: []string{}, Issued: 3, Band: &survey.Band{High: 1}},
				{ID: first.ID, Label: "甲 first", Group: "x", Units: []string{"u0"}, Issued: 12, Band: &survey.Band{Low: .5, High: .8}, Void: true},
			}
			slices.SortFunc(want, func(a, b survey.CodeBatch) int { return strings.Compare(a.Label, b.Label) })
			slices.SortFunc(batches, func(a, b survey.CodeBatch) int { return strings.Compare(a.Label, b.Label) })
			if diff := cmp.Diff(want, batches); diff != "" {
				t.Errorf("%s: %s", when, diff)
			}
		}
		check("open")
		ok(t, o.ClosePoll(ctx, p.ID))
		check("closed")
	})
}

// Of all who ask for a batch by one id at once, one gets it; nothing is left of
// what the others asked for.
func TestIssueCodesOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x")
		p := o.openPoll(t, byCode("p"))
		batch := survey.CodeBatch{ID: survey.NewBatchID(), Group: "x"}
		kinds := map[string]int{}
		var mu sync.Mutex
		var asking sync.WaitGroup
		for range 8 {
			asking.Go(func() {
				_, _, err := o.IssueCodes(ctx, p.ID, batch, 3)
				mu.Lock()
				defer mu.Unlock()
				kinds[kind(err)]++
			})
		}
		asking.Wait()
		if kinds["-"] != 1 || kinds["conflict"] != 7 {
			t.Errorf("outcomes %v", kinds)
		}
		batches, err := o.CodeBatches(ctx, p.ID)
		ok(t, err)
		if len(batches) != 1 || batches[0].ID != batch.ID || batches[0].Issued != 3 {
			t.Errorf("batches %+v", batches)
		}
		for _, id := range []string{"00", strings.Repeat("A", 32), strings.Repeat("x", 32)} {
			if _, _, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{ID: id, Group: "x"}, 1); kind(err) != "batch_id" {
				t.Errorf("id %q: %v", id, err)
			}
		}
	})
}

// A batch is replaced whole or not at all: the old codes are worth nothing, as
// many new ones are for the same group and units, and nobody replaces it twice.
func TestReplaceCodes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p := o.openPoll(t, byCode("p"))
		old, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "first", Group: "x", Units: []string{"u0"}}, 9)
		ok(t, err)
		for _, code := range codes[:6] {
			_, err := o.Accept(ctx, survey.Submission{
				Poll: p.ID, Code: code, Salt: make([]byte, 32),
				Ballots: []survey.Ballot{{Unit: "u0", Group: "x", Answers: survey.Answers{"a": {"5"}}}},
			})
			ok(t, err)
		}
		for _, tt := range []struct {
			batch string
			n     int
			want  string
		}{{"00", 0, "not_found"}, {"", 0, "not_found"}, {old.ID, -1, "code_count"}, {old.ID, survey.MaxCodes + 1, "code_count"}} {
			if _, _, err := o.ReplaceCodes(ctx, p.ID, tt.batch, tt.n); kind(err) != tt.want {
				t.Errorf("replacing %q by %d: %v, want %s", tt.batch, tt.n, err, tt.want)
			}
		}
		if _, err := o.CodeGrant(ctx, p.ID, codes[8]); err != nil {
			t.Fatalf("a code whose replacement failed: %v", err)
		}
		fresh, made, err := o.ReplaceCodes(ctx, p.ID, old.ID, 0)
		ok(t, err)
		if len(made) != 4 {
			t.Errorf("%d new codes, want 9 less the 5 that are shown as spent", len(made))
		}
		if _, err := o.CodeGrant(ctx, p.ID, codes[8]); kind(err) != "not_found" {
			t.Errorf("a replaced code: %v", err)
		}
		grant, err := o.CodeGrant(ctx, p.ID, made[0])
		if err != nil || grant.Group != "x" || !slices.Equal(grant.Units, []string{"u0"}) {
			t.Errorf("a new code: %+v, %v", grant, err)
		}
		if _, _, err := o.ReplaceCodes(ctx, p.ID, old.ID, 3); kind(err) != "conflict" {
			t.Errorf("replacing it again: %v", err)
		}
		batches, err := o.CodeBatches(ctx, p.ID)
		ok(t, err)
		slices.SortFunc(batches, func(a, b survey.CodeBatch) int { return b.Issued - a.Issued })
		want := []survey.CodeBatch{
			{ID: old.ID, Label: "first", Group: "x", Units: []string{"u0"}, Issued: 9, Band: &survey.Band{Low: .5, High: 1}, Void: true},
			{ID: fresh.ID, Label: "first", Group: "x", Units: []string{"u0"}, Issued: 4, Band: &survey.Band{High: 1}},
		}
		if diff := cmp.Diff(want, batches); diff != "" {
			t.Error(diff)
		}
		ok(t, o.ClosePoll(ctx, p.ID))
		if _, _, err := o.ReplaceCodes(ctx, p.ID, fresh.ID, 1); kind(err) != "closed" {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestCodesWantedMistakes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		for i, tt := range []struct {
			access survey.Access
			wanted []survey.CodesWanted
			want   string
		}{
			{survey.ByCode, []survey.CodesWanted{{Group: "x", Count: 5}, {Unit: "u0", Group: "x", Count: 1}}, "-"},
			{survey.OpenLink, []survey.CodesWanted{{Group: "x", Count: 5}}, "no_codes"},
			{survey.ByCode, []survey.CodesWanted{{Count: 5}}, "missing"},
			{survey.ByCode, []survey.CodesWanted{{Group: "z", Count: 5}}, "unknown_group"},
			{survey.ByCode, []survey.CodesWanted{{Unit: "city", Group: "x", Count: 5}}, "unknown_unit"},
			{survey.ByCode, []survey.CodesWanted{{Group: "x"}}, "code_count"},
			{survey.ByCode, []survey.CodesWanted{{Group: "x", Count: 5}, {Group: "x", Count: 6}}, "codes_wanted_twice"},
			{survey.ByCode, []survey.CodesWanted{{Group: "x", Count: survey.MaxCodes}, {Group: "y", Count: 1}}, "codes_wanted_many"},
		} {
			p := draft(fmt.Sprintf("p%d", i))
			p.Access, p.CodesWanted = tt.access, tt.wanted
			if _, err := o.CreatePoll(ctx, p); kind(err) != tt.want {
				t.Errorf("%+v: %s, want %s", tt.wanted, kind(err), tt.want)
			}
		}
	})
}
