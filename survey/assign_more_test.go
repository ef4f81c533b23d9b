package survey

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Nobody's part follows from the progress of a group: whatever is told, it
// could be so with any one of the raters in, and with any one not.
func TestProgressTellsOfNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheets, k := rapid.IntRange(1, 200).Draw(t, "sheets"), rapid.IntRange(3, 10).Draw(t, "k")
		told := func(done int) GroupProgress {
			g := GroupProgress{Sheets: sheets, Done: done}.rounded(k)
			if g.Band != nil {
				g.Done = int(100 * g.Band.Low)
				g.Band = nil
			}
			return g
		}
		done := rapid.IntRange(0, sheets).Draw(t, "done")
		is, someIn, someOut := told(done), false, false
		for n := range sheets + 1 {
			if told(n) == is {
				someIn, someOut = someIn || n > 0, someOut || n < sheets
			}
		}
		if !someIn || !someOut {
			t.Fatalf("%d of %d, k %d, told %+v: it says of everybody whether he is in", done, sheets, k, is)
		}
	})
}

// An account says of each ratee who has too few raters, and why.
func TestAccountSaysWhy(t *testing.T) {
	people := []Person{{ID: "a", Team: "t"}, {ID: "b", Team: "t"}, {ID: "c", Team: "t"}, {ID: "d", Team: "t"}, {ID: "e", Team: "u"}}
	q := &Questionnaire{Groups: []Group{{ID: "peers", MinBallots: 3, Relation: RelationPeer}}}
	p := &livePoll{Poll: Poll{Units: []string{"a", "b", "e", "gone"}}, form: &questionnaireForm{Questionnaire: q}}
	for _, tt := range []struct {
		count, limit int
		want         string
	}{
		{0, 0, "e roster"},
		{2, 0, "a plan, b plan, e roster"},
		{3, 1, "a limit, e roster"},
	} {
		book := AssignmentBook{Plan: AssignmentPlan{Seed: 1, Limit: tt.limit, Rules: []AssignmentRule{{"peers", RelationPeer, tt.count}}}}
		book.Assignments, book.Short = Assign(people, p.Units, book.Plan)
		a := p.account(book, people)
		var got []string
		for _, f := range a.Few {
			got = append(got, f.Ratee+" "+string(f.Why))
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != tt.want || !slices.Equal(a.Unknown, []string{"gone"}) || a.Sheets != len(book.Assignments) {
			t.Errorf("%d of each, limit %d: %v, unknown %v", tt.count, tt.limit, got, a.Unknown)
		}
	}
}

// FuzzServed: whatever is typed as a list of people served is read, or told by
// line; nobody comes in who was not found.
func FuzzServed(f *testing.F) {
	f.Add("沈远舟：陆清禾、林望舒\nb: a, c")
	f.Add(":\n,,\n a \t b;c\r\n")
	known := []string{"a", "b", "c", "沈远舟", "陆清禾"}
	f.Fuzz(func(t *testing.T, text string) {
		served, errs := ReadServed(text, func(name string) (string, error) {
			if slices.Contains(known, name) {
				return name, nil
			}
			return "", errors.New("nobody")
		})
		for ratee, list := range served {
			if !slices.Contains(known, ratee) || slices.ContainsFunc(list, func(id string) bool { return !slices.Contains(known, id) }) {
				t.Fatalf("%q serves %q", ratee, list)
			}
		}
		for _, e := range errs {
			if e.Message("zh") == "" || e.Message("en") == "" {
				t.Fatalf("%+v", e)
			}
		}
	})
}
