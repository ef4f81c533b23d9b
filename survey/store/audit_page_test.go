package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
)

// sequences are those of the entries that a query finds.
func (o *office) sequences(t *testing.T, q survey.AuditQuery) []int64 {
	t.Helper()
	page, err := o.store.People.AuditPage(ctx, q)
	ok(t, err)
	found := []int64{}
	for _, e := range page {
		found = append(found, e.Sequence)
	}
	return found
}

// noteSix notes six acts, an hour between them.
func (o *office) noteSix(t *testing.T) {
	t.Helper()
	at := start
	o.store.People.Now = func() time.Time { return at }
	wang := survey.Actor{ID: "a1", Name: "王", Via: survey.ViaSession}
	li := survey.Actor{ID: "a2", Name: "Li", Via: survey.ViaToken}
	for _, n := range []struct {
		who survey.Actor
		act survey.Act
	}{
		{wang, survey.Act{Kind: survey.ActPollCreated, Poll: "p"}},
		{li, survey.Act{Kind: survey.ActPollOpened, Poll: "p", Unit: "East-1"}},
		{li, survey.Act{Kind: survey.ActTokenMade, Object: "t1", Detail: map[string]string{"label": `100% <a> "x" \ _ 局`}}},
		{wang, survey.Act{Kind: survey.ActPollOpened, Poll: "q"}},
		{wang, survey.Act{Kind: survey.ActTokenRevoked, Object: "t1", Detail: map[string]string{"label": "100x", "account": "label"}}},
		{wang, survey.Act{Kind: survey.ActBackupMade, Object: "Evening"}},
	} {
		ok(t, o.store.People.Note(survey.WithActor(ctx, n.who), n.act))
		at = at.Add(time.Hour)
	}
}

// What the log is asked for is found, and nothing else; what people type is
// text and no pattern.
func TestAuditPage(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.noteSix(t)
		for _, tt := range []struct {
			name string
			q    survey.AuditQuery
			want []int64
		}{
			{"all", survey.AuditQuery{}, []int64{6, 5, 4, 3, 2, 1}},
			{"oldest first", survey.AuditQuery{Oldest: true}, []int64{1, 2, 3, 4, 5, 6}},
			{"actor by id", survey.AuditQuery{Actor: "a2"}, []int64{3, 2}},
			{"actor by name", survey.AuditQuery{Actor: "王"}, []int64{6, 5, 4, 1}},
			{"part of a name", survey.AuditQuery{Actor: "L"}, nil},
			{"kind", survey.AuditQuery{Kind: survey.ActPollOpened}, []int64{4, 2}},
			{"kind of a poll", survey.AuditQuery{Kind: survey.ActPollOpened, Poll: "q"}, []int64{4}},
			{"poll", survey.AuditQuery{Poll: "p"}, []int64{2, 1}},
			{"from", survey.AuditQuery{From: start.Add(3 * time.Hour)}, []int64{6, 5, 4}},
			{"from a nanosecond later", survey.AuditQuery{From: start.Add(3*time.Hour + 1)}, []int64{6, 5}},
			{"to", survey.AuditQuery{To: start.Add(time.Hour)}, []int64{1}},
			{"object in another case", survey.AuditQuery{Text: "eVENing"}, []int64{6}},
			{"unit", survey.AuditQuery{Text: "east"}, []int64{2}},
			{"detail", survey.AuditQuery{Text: "局"}, []int64{3}},
			{"markup", survey.AuditQuery{Text: `<A> "x" \ _`}, []int64{3}},
			{"percent", survey.AuditQuery{Text: "100%"}, []int64{3}},
			{"underscore", survey.AuditQuery{Text: "100_"}, nil},
			{"quote", survey.AuditQuery{Text: "' OR 1=1 --"}, nil},
			{"a value, not the name of a detail", survey.AuditQuery{Text: "label"}, []int64{5}},
			{"NUL and broken UTF-8", survey.AuditQuery{Text: "\x00\xff", Actor: "\x00"}, nil},
			{"before", survey.AuditQuery{Before: 3}, []int64{2, 1}},
			{"after", survey.AuditQuery{After: 4}, []int64{6, 5}},
		} {
			tt.q.Most = 10
			if got := o.sequences(t, tt.q); !slices.Equal(got, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
			}
		}
		// One that only the exact look leaves out does not make a page short.
		if got := o.sequences(t, survey.AuditQuery{Text: "label", Oldest: true, Most: 1}); !slices.Equal(got, []int64{5}) {
			t.Errorf("a page of one: %v", got)
		}
	})
}

// Pages by cursor neither repeat nor leave out an entry while new ones come.
func TestAuditPagesAreStable(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.noteSix(t)
		q, got := survey.AuditQuery{Most: 2}, []int64{}
		for {
			page := o.sequences(t, q)
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			q.Before = page[len(page)-1]
			ok(t, o.store.People.Note(ctx, survey.Act{Kind: survey.ActSetupMade}))
		}
		if want := []int64{6, 5, 4, 3, 2, 1}; !slices.Equal(got, want) {
			t.Errorf("pages of two: %v, want %v", got, want)
		}
	})
}

// An export holds all that is found, over more than one batch, oldest first;
// and no cell of it is a formula.
func TestWriteAudit(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		const n = 501
		for i := range n {
			ok(t, o.store.People.Note(ctx, survey.Act{Kind: survey.ActSetupMade, Object: fmt.Sprintf("=%d", i), Poll: "@p", Unit: "+u"}))
		}
		var lines, table strings.Builder
		ok(t, survey.WriteAudit(ctx, &lines, "ndjson", o.store.People, survey.AuditQuery{Text: "="}))
		ok(t, survey.WriteAudit(ctx, &table, "csv", o.store.People, survey.AuditQuery{}))
		rows := strings.Split(strings.TrimSpace(lines.String()), "\n")
		if len(rows) != n || !strings.HasPrefix(rows[0], `{"sequence":1,`) || !strings.HasPrefix(rows[n-1], `{"sequence":501,`) {
			t.Errorf("%d lines, from %s", len(rows), rows[0])
		}
		text, marked := strings.CutPrefix(table.String(), "\ufeff")
		if rows = strings.Split(strings.TrimSpace(text), "\r\n"); len(rows) != n+1 || !marked {
			t.Errorf("%d rows, marked: %v", len(rows), marked)
		}
		if !strings.Contains(rows[1], ",'=0,'@p,'+u,{},") {
			t.Errorf("row %s", rows[1])
		}
		if err := survey.WriteAudit(ctx, &table, "xml", o.store.People, survey.AuditQuery{}); err == nil {
			t.Error("a format that does not exist was written")
		}
	})
}
