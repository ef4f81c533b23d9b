package clerk_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/form"
	"minping/survey/store"
)

const source = `
id: hall
version: "1"
title: {en: Hall}
scales:
  s:
    - {code: 2, label: {en: Good}, score: 100}
    - {code: 1, label: {en: Bad}, score: 0}
    - {code: 0, label: {en: Don't know}}
index: [{id: a, item: a, weight: 1}, {id: b, item: b, weight: 1}]
items:
  - {id: a, scale: s, text: {en: A}, required: true}
  - {id: b, scale: s, text: {en: B}, required: true}
  - {id: from, type: multiple, text: {en: From}, max: 2, options: [{code: web, label: {en: Web}}, {code: friend, label: {en: Friend}}, {code: hall, label: {en: Hall}}]}
  - {id: why, type: longtext, text: {en: Why}}
`

var (
	ctx = context.Background()
	wei = clerk.Clerk{Account: "1", Name: "wei"}
	li  = clerk.Clerk{Account: "2", Name: "li"}
)

// A box is a Service of which the next submissions fail.
type box struct {
	*survey.Service
	fail int // so many more submissions are taken, then none; -1: all
}

func (b *box) Accept(ctx context.Context, sub survey.Submission) (survey.Receipt, error) {
	if b.fail == 0 {
		return survey.Receipt{}, survey.ErrUnavailable
	}
	b.fail--
	return b.Service.Accept(ctx, sub)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open returns a desk with the open poll "hall" and its questionnaire.
func open(t *testing.T) (*clerk.Desk, *box, *survey.Questionnaire) {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, st.Close()) })
	b := &box{survey.NewService(st.People, st.Ballots, form.Parse), -1}
	ref, err := b.AddQuestionnaire(ctx, []byte(source))
	must(t, err)
	must(t, b.PutUnits(ctx, []survey.Unit{{ID: "u", Name: survey.Text{"en": "U"}, Tier: "county"}}))
	for id, access := range map[string]survey.Access{"hall": survey.OpenLink, "codes": survey.ByCode} {
		_, err = b.CreatePoll(ctx, survey.Poll{ID: id, Title: survey.Text{"en": id}, Questionnaire: survey.QuestionnaireRef{ID: "hall"}, Units: []string{"u"}, Access: access})
		must(t, err)
		must(t, b.OpenPoll(ctx, id))
	}
	q, err := b.Questionnaire(ctx, ref.ID, ref.Version)
	must(t, err)
	return clerk.New(st.People, b), b, q
}

// sheets are six as they came: two full, one with a blank and a void mark, one
// that abstains, two void.
func sheets() []clerk.Sheet {
	return []clerk.Sheet{
		{Answers: survey.Answers{"a": {"2"}, "b": {"1"}, "from": {"web", "hall"}}},
		{Answers: survey.Answers{"a": {"2"}, "b": {"0"}, "why": {"queues"}}},
		{Answers: survey.Answers{"b": {survey.InvalidMark}, "from": {"web"}}},
		{},
		{Void: true},
		{Void: true},
	}
}

var hall = clerk.Totals{Unit: "u", Eligible: 10, Issued: 8, Returned: 6}

func TestBatchCountsOnce(t *testing.T) {
	desk, b, q := open(t)
	_, err := desk.Open(ctx, "hall", "", hall)
	must(t, err)
	must(t, desk.Enter(ctx, "hall", 1, wei, sheets(), false))
	if err := desk.HandIn(ctx, "hall", 1, 1, nil); !errors.Is(err, clerk.ErrUneven) {
		t.Fatalf("one entry: %v", err)
	}
	// The second clerk misread a mark, and took a void sheet for one that abstains.
	other := sheets()
	other[0].Answers["b"] = []string{"2"}
	other[4].Void = false
	must(t, desk.Enter(ctx, "hall", 1, li, other, false))
	batch, err := desk.Batch(ctx, "hall", 1)
	must(t, err)
	differences := clerk.Compare(formOf(q).Columns(), batch.Work.Entries[0].Sheets, batch.Work.Entries[1].Sheets)
	if len(differences) != 2 || differences[0].Column != "b" || differences[1].Sheet != 4 || differences[1].Column != "" {
		t.Fatalf("differences %+v", differences)
	}
	if err := desk.HandIn(ctx, "hall", 1, 2, nil); !errors.Is(err, clerk.ErrUneven) {
		t.Fatalf("not settled: %v", err)
	}
	if err := desk.Enter(ctx, "hall", 1, clerk.Clerk{Account: "3"}, sheets(), false); !errors.Is(err, clerk.ErrTwice) {
		t.Errorf("a third entry: %v", err)
	}

	if err := desk.HandIn(ctx, "hall", 1, 1, []bool{true, false}); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("settled by an older list: %v", err)
	}

	// The box fails after two of three ballots; again, and again once more.
	b.fail = 2
	if err := desk.HandIn(ctx, "hall", 1, 2, []bool{true, false}); !errors.Is(err, survey.ErrUnavailable) {
		t.Fatalf("a box that fails: %v", err)
	}
	if err := desk.Enter(ctx, "hall", 1, wei, sheets(), false); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("typed after some are in: %v", err)
	}
	b.fail = -1
	must(t, desk.HandIn(ctx, "hall", 1, 2, nil))
	must(t, desk.HandIn(ctx, "hall", 1, 2, nil))
	batch, err = desk.Batch(ctx, "hall", 1)
	must(t, err)
	want := clerk.Totals{Unit: "u", Eligible: 10, Issued: 8, Returned: 6, Valid: 4, Invalid: 2, Abstained: 1, Reasons: map[string]int{survey.VoidOther: 2}}
	if !reflect.DeepEqual(batch.Totals, want) || batch.State != clerk.Done || batch.Work != nil {
		t.Errorf("the batch is %+v", batch)
	}
	if batch.Totals.Returned != batch.Totals.Valid+batch.Totals.Invalid {
		t.Error("the totals do not add up")
	}

	must(t, b.ClosePoll(ctx, "hall"))
	r, err := b.Release(ctx, "hall")
	must(t, err)
	if r.Method.Ballots != 3 {
		t.Errorf("%d ballots counted, want 3", r.Method.Ballots)
	}
	if _, err := desk.Open(ctx, "hall", "", hall); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("a batch after the end: %v", err)
	}
}

func TestBatchesAreNumbered(t *testing.T) {
	desk, _, _ := open(t)
	for want := 1; want <= 3; want++ {
		b, err := desk.Open(ctx, "hall", "", hall)
		must(t, err)
		if b.Number != want {
			t.Errorf("number %d, want %d", b.Number, want)
		}
	}
	if _, err := desk.Open(ctx, "codes", "", hall); !errors.Is(err, clerk.ErrCodes) {
		t.Errorf("a poll by code: %v", err)
	}
}

func TestTotalsAreChecked(t *testing.T) {
	desk, _, _ := open(t)
	for _, tt := range []struct {
		totals clerk.Totals
		field  string
	}{
		{clerk.Totals{Unit: "u", Eligible: 5, Issued: 6, Returned: 4}, "issued"},
		{clerk.Totals{Unit: "u", Eligible: 9, Issued: 6, Returned: 7}, "returned"},
		{clerk.Totals{Unit: "u", Eligible: 9, Issued: 6}, "returned"},
		{clerk.Totals{Unit: "u", Eligible: 999, Issued: 999, Returned: clerk.MaxSheets + 1}, "returned"},
		{clerk.Totals{Unit: "x", Eligible: 9, Issued: 6, Returned: 5}, "unit"},
		{clerk.Totals{Unit: "u", Group: "x", Eligible: 9, Issued: 6, Returned: 5}, "group"},
	} {
		_, err := desk.Open(ctx, "hall", "", tt.totals)
		var wrong survey.FieldErrors
		if !errors.As(err, &wrong) || wrong[0].Field != tt.field {
			t.Errorf("%+v: %v", tt.totals, err)
		}
	}
}

func TestSheetsAreChecked(t *testing.T) {
	desk, _, q := open(t)
	_, err := desk.Open(ctx, "hall", "", clerk.Totals{Unit: "u", Eligible: 1, Issued: 1, Returned: 1})
	must(t, err)
	for _, answers := range []survey.Answers{
		{"a": {"7"}}, {"why": {strings.Repeat("x", 5000)}}, {"from": {survey.InvalidMark, "web"}}, {"nothing": {"1"}},
	} {
		var wrong survey.FieldErrors
		if err := desk.Enter(ctx, "hall", 1, wei, []clerk.Sheet{{Answers: answers}}, false); !errors.As(err, &wrong) {
			t.Errorf("%v was taken: %v", answers, err)
		}
	}
	if errs := formOf(q).Check([]clerk.Sheet{{}, {Answers: survey.Answers{"a": {survey.InvalidMark}}}}); len(errs) > 0 {
		t.Errorf("blank and void: %v", errs)
	}
	if _, errs := q.Check(survey.Answers{"a": {survey.InvalidMark}, "b": {"1"}}, true); len(errs) == 0 {
		t.Error("a void mark from a respondent was taken")
	}
}

func TestTyping(t *testing.T) {
	_, _, q := open(t)
	columns := map[string]clerk.Column{}
	for _, c := range formOf(q).Columns() {
		columns[c.ID] = c
	}
	for _, tt := range []struct {
		column, typed string
		want          []string
	}{
		{"a", "2", []string{"2"}},
		{"a", " ２ ", []string{"2"}}, // full width
		{"a", "！", []string{"!"}},
		{"a", "", nil},
		{"a", "7", []string{"7"}},
		{"a", "2 1", []string{"!"}}, // two marks
		{"a", "2 7", []string{"2 7"}},
		{"from", "1 3", []string{"web", "hall"}},
		{"from", "3、1", []string{"hall", "web"}},
		{"from", "friend", []string{"friend"}},
		{"why", " 好，便宜 ", []string{"好，便宜"}},
	} {
		got := columns[tt.column].Read(tt.typed)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s %q: %q, want %q", tt.column, tt.typed, got, tt.want)
		}
		if again := columns[tt.column].Read(columns[tt.column].Type(got)); !slices.Equal(again, got) {
			t.Errorf("%s %q: typed again %q", tt.column, tt.typed, again)
		}
	}
}

// formOf is the form of the poll "hall".
func formOf(q *survey.Questionnaire) clerk.Form {
	return clerk.NewForm(q, []survey.Unit{{ID: "u", Tier: "county"}}, "u", "")
}
