package clerk_test

import (
	"errors"
	"testing"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/form"
	"minping/survey/store"
)

const sheetSource = `
id: sheet
version: "1"
title: 测评
scales:
  s: [{code: A, label: 优秀, score: 100}, {code: B, label: 称职, score: 80}, {code: D, label: 不称职, score: 40}]
groups: [{id: a, title: A票}, {id: b, title: B票}]
items:
  - {id: t0, scale: s, text: 班子, required: true, tiers: [team]}
  - {id: m0, scale: s, text: 总评, required: true, tiers: [member]}
  - {id: m1, scale: s, text: 德, required: true, tiers: [member]}
index: [{item: t0, weight: 1}, {item: m0, weight: 1}, {item: m1, weight: 1}]
evaluation:
  types:
    - {tier: team, grade: t0}
    - {tier: member, raters: [a], grade: m0, best_at_most: 1, fits: 20}
  all_alike: refuse
`

// openSheet returns a desk with the open poll "sheet" over a team and two members.
func openSheet(t *testing.T) (*clerk.Desk, *survey.Service) {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, st.Close()) })
	s := survey.NewService(st.People, st.Ballots, form.Parse)
	_, err = s.AddQuestionnaire(ctx, []byte(sheetSource))
	must(t, err)
	units := []survey.Unit{{ID: "m1", Tier: "member"}, {ID: "m2", Tier: "member"}, {ID: "t", Tier: "team"}}
	ids := []string{}
	for i := range units {
		units[i].Name = survey.Text{"zh": units[i].ID}
		ids = append(ids, units[i].ID)
	}
	must(t, s.PutUnits(ctx, units))
	_, err = s.CreatePoll(ctx, survey.Poll{ID: "sheet", Title: survey.Text{"zh": "测评"}, Questionnaire: survey.QuestionnaireRef{ID: "sheet"}, Units: ids, Access: survey.OpenLink})
	must(t, err)
	must(t, s.OpenPoll(ctx, "sheet"))
	return clerk.New(st.People, s), s
}

// marks is a whole sheet: of the team, then grade and mark of each member.
func marks(letters string) clerk.Sheet {
	s := clerk.Sheet{Answers: survey.Answers{}}
	for i, id := range []string{"t/t0", "m1/m0", "m1/m1", "m2/m0", "m2/m1"} {
		if i < len(letters) && letters[i] != ' ' {
			s.Answers[id] = []string{letters[i : i+1]}
		}
	}
	return s
}

// A whole sheet of paper goes into the box whole; one that breaks a rule of the
// sheet is void, for the rule; two marks void their question, a blank sheet
// abstains.
func TestWholeSheets(t *testing.T) {
	desk, s := openSheet(t)
	sheets := []clerk.Sheet{
		marks("AABBB"), marks("BB!BA"), marks("B  BA"), // valid: also with a void mark and a unit left blank
		marks("AAAAB"), // two best
		marks("BADBB"), // a grade that contradicts
		marks("BBBBB"), // all alike
		{},             // abstains
	}
	b, err := desk.Open(ctx, "sheet", "", clerk.Totals{Group: "a", Eligible: 9, Issued: 8, Returned: len(sheets)})
	must(t, err)
	must(t, desk.Enter(ctx, "sheet", b.Number, wei, sheets, false))
	must(t, desk.Enter(ctx, "sheet", b.Number, li, sheets, false))
	must(t, desk.HandIn(ctx, "sheet", b.Number, 2, nil))
	b, err = desk.Batch(ctx, "sheet", b.Number)
	must(t, err)
	got := b.Totals
	if got.Valid != 4 || got.Invalid != 3 || got.Abstained != 1 || got.Reasons[survey.VoidMost] != 1 || got.Reasons[survey.VoidCheck] != 1 || got.Reasons[survey.VoidAlike] != 1 {
		t.Errorf("totals %+v", got)
	}
	must(t, s.ClosePoll(ctx, "sheet"))
	r, err := s.Release(ctx, "sheet")
	must(t, err)
	if r.Method.Ballots != 3*3 {
		t.Errorf("%d ballots of three sheets about three units", r.Method.Ballots)
	}
	v, err := s.Verify(ctx, "sheet")
	must(t, err)
	if len(v.Problems) > 0 {
		t.Errorf("verify: %v", v.Problems)
	}
}

// What sheets are about is checked against who may rate whom and the rules of
// the sheet; what is typed about others is refused by its column.
func TestSheetsOfRaters(t *testing.T) {
	desk, _ := openSheet(t)
	for _, tt := range []struct {
		unit, group, want string
	}{
		{"", "a", ""},
		{"", "b", ""}, // the team alone
		{"t", "b", ""},
		{"m1", "b", "group rates"},
		{"m1", "a", "unit whole"},
		{"x", "a", "unit unknown"},
	} {
		_, err := desk.Open(ctx, "sheet", "", clerk.Totals{Unit: tt.unit, Group: tt.group, Eligible: 2, Issued: 2, Returned: 1})
		got := ""
		var wrong survey.FieldErrors
		if errors.As(err, &wrong) {
			got = wrong[0].Field + " " + wrong[0].Key
		}
		if got != tt.want {
			t.Errorf("%q of %s: %q (%v), want %q", tt.unit, tt.group, got, err, tt.want)
		}
	}
	var wrong survey.FieldErrors
	if !errors.As(desk.Enter(ctx, "sheet", 2, wei, []clerk.Sheet{marks("AAB")}, false), &wrong) || wrong[0].Field != "0.m1/m0" || wrong[0].Key != "unknown_item" {
		t.Errorf("members on a sheet of the team: %v", wrong)
	}
}

// A batch is typed sheet by sheet: it is a draft while one is open, and the
// others stay as they were.
func TestSheetBySheet(t *testing.T) {
	desk, _ := openSheet(t)
	b, err := desk.Open(ctx, "sheet", "", clerk.Totals{Group: "a", Eligible: 3, Issued: 3, Returned: 3})
	must(t, err)
	type step struct {
		at    int
		sheet clerk.Sheet
		draft bool
	}
	half := marks("A")
	half.Open = true
	for i, s := range []step{{1, marks("AABBB"), true}, {0, half, true}, {2, clerk.Sheet{}, true}, {0, marks("AABBC"), false}} {
		err := desk.EnterSheet(ctx, "sheet", b.Number, wei, s.at, s.sheet)
		if i == 3 { // no such option: nothing is kept
			var wrong survey.FieldErrors
			if !errors.As(err, &wrong) || wrong[0].Field != "0.m2/m1" {
				t.Errorf("a wrong mark: %v", err)
			}
			continue
		}
		must(t, err)
		now, err := desk.Batch(ctx, "sheet", b.Number)
		must(t, err)
		if e := now.Work.Entries[0]; e.Draft != s.draft || len(now.Complete()) != 0 {
			t.Errorf("after %d: %+v", i, e)
		}
	}
	must(t, desk.EnterSheet(ctx, "sheet", b.Number, wei, 0, marks("AABBB")))
	now, err := desk.Batch(ctx, "sheet", b.Number)
	must(t, err)
	if e := now.Work.Entries[0]; e.Draft || len(e.Sheets[2].Answers) != 0 || e.Sheets[1].Answers["m2/m1"][0] != "B" || len(now.Complete()) != 1 {
		t.Errorf("typed: %+v", e)
	}
	for _, at := range []int{-1, 3} {
		if err := desk.EnterSheet(ctx, "sheet", b.Number, wei, at, clerk.Sheet{}); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("sheet %d: %v", at, err)
		}
	}
	// One sheet more was returned: it is open, and so is the entry with the next sheet typed.
	must(t, desk.Correct(ctx, "sheet", b.Number, now.Revision, "", clerk.Totals{Group: "a", Eligible: 4, Issued: 4, Returned: 4}))
	must(t, desk.EnterSheet(ctx, "sheet", b.Number, wei, 0, marks("BABBB")))
	now, err = desk.Batch(ctx, "sheet", b.Number)
	must(t, err)
	if e := now.Work.Entries[0]; !e.Draft || len(e.Sheets) != 4 || !e.Sheets[3].Open {
		t.Errorf("with one more: %+v", e)
	}
}

// Which rules a sheet breaks is told in the words of those who answer on a page.
func TestBrokenRules(t *testing.T) {
	desk, _ := openSheet(t)
	b, err := desk.Open(ctx, "sheet", "", clerk.Totals{Group: "a", Eligible: 1, Issued: 1, Returned: 1})
	must(t, err)
	f, err := desk.Form(ctx, b)
	must(t, err)
	for letters, want := range map[string]string{"AABBB": "", "AAAAB": "m2/m0 best_at_most", "BADBB": "m1/m0 grade_unfit", "BBBBB": " sheet_all_alike"} {
		got := ""
		if errs := f.Broken("a", marks(letters).Answers); len(errs) > 0 {
			got = errs[0].Field + " " + errs[0].Key
		}
		if got != want {
			t.Errorf("%s: %q, want %q", letters, got, want)
		}
	}
}

// Where options are letters, digits stand for their places; where they are
// digits, they mean themselves.
func TestPlaces(t *testing.T) {
	of := func(codes ...string) clerk.Column {
		c := clerk.Column{Item: &survey.Item{Type: survey.Choice}}
		for _, code := range codes {
			c.Options = append(c.Options, survey.Option{Code: code})
		}
		return c
	}
	for _, tt := range []struct {
		col   clerk.Column
		typed string
		want  string
	}{
		{of("A", "B", "0"), "1", "A"},
		{of("A", "B", "0"), "２", "B"},
		{of("A", "B", "0"), "0", "0"},
		{of("A", "B", "0"), "3", "0"},
		{of("A", "B", "0"), "4", "4"},
		{of("5", "3", "1"), "1", "1"},
		{of("5", "3", "1"), "2", "2"},
	} {
		if got := tt.col.Read(tt.typed); len(got) != 1 || got[0] != tt.want {
			t.Errorf("%q is %v, want %q", tt.typed, got, tt.want)
		}
	}
}
