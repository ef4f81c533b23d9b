package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"minping/survey"
	"minping/survey/theme"
)

// prepareOpinions releases comments on a question, of two units.
func (o *office) prepareOpinions(t testing.TB) {
	t.Helper()
	o.prepareComments(t)
	o.Reader = theme.Reader{}
	o.say(t, "u0", 12, "窗口排队时间太长。停车难", "")
	o.say(t, "u1", 12, "办事排队太久；看病太贵", "")
	ok(t, o.ClosePoll(ctx, "p"))
	o.review(t, survey.CommentQuery{}, all)
	n, err := o.ReleaseComments(ctx, "p")
	ok(t, err)
	if n != 1 {
		t.Fatalf("release %d of comments", n)
	}
}

// Opinions keep their statements over a second release, which brings those
// that are new; one edit of two made at once is refused.
func TestOpinions(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareOpinions(t)
		if _, err := o.MergedOpinions(ctx, "p", "nothing"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("opinions on no question: %v", err)
		}
		before, err := o.MergedOpinions(ctx, "p", "why")
		ok(t, err)
		if len(before.Opinions) != 0 || len(before.Unmerged) != 48 || before.Release != 1 || before.Revision != 0 {
			t.Fatalf("before: %d opinions, %d unmerged, release %d, revision %d", len(before.Opinions), len(before.Unmerged), before.Release, before.Revision)
		}
		merged, err := o.EditOpinions(ctx, "p", "why", 0, []survey.OpinionEdit{{Do: survey.ProposeOpinions}})
		ok(t, err)
		if len(merged.Opinions) != 3 || len(merged.Opinions[0].Statements) != 24 || len(merged.Unmerged) != 0 || merged.Revision != 1 {
			t.Fatalf("proposed: %+v", merged)
		}
		if _, err := o.EditOpinions(ctx, "p", "why", 0, []survey.OpinionEdit{{Do: survey.ShowOpinions}}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("an edit of what it was before: %v", err)
		}
		again, err := o.MergedOpinions(ctx, "p", "why")
		ok(t, err)
		if again.Revision != 1 || len(again.Opinions) != 3 || again.Shown {
			t.Errorf("read again: %+v", again)
		}
		o.withhold(t, 6)
		later, err := o.MergedOpinions(ctx, "p", "why")
		ok(t, err)
		if later.Release != 2 || len(later.Opinions[0].Statements) != 12 || len(later.Unmerged) != 0 {
			t.Errorf("after a release without 6 comments of each unit: release %d, %d statements", later.Release, len(later.Opinions[0].Statements))
		}
	})
}

// withhold releases the comments again, without n of each list.
func (o *office) withhold(t testing.TB, n int) {
	t.Helper()
	taken := map[survey.CommentList]int{}
	o.review(t, survey.CommentQuery{}, func(c survey.Comment) bool {
		taken[c.List]++
		return taken[c.List] > n
	})
	_, err := o.ReleaseComments(ctx, "p")
	ok(t, err)
}

// TestOpinionsEditedAtOnce: of edits on one state, one is kept.
func TestOpinionsEditedAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareOpinions(t)
		var wg sync.WaitGroup
		results := make([]error, 6)
		for i := range results {
			wg.Go(func() {
				_, results[i] = o.EditOpinions(ctx, "p", "why", 0, []survey.OpinionEdit{{Do: survey.ProposeOpinions}})
			})
		}
		wg.Wait()
		kept := 0
		for _, err := range results {
			switch {
			case err == nil:
				kept++
			case !errors.Is(err, survey.ErrStale):
				t.Error(err)
			}
		}
		if kept != 1 {
			t.Errorf("%d of %d edits were kept", kept, len(results))
		}
	})
}

// TestOpinionsInScope: whoever reads one unit sees its statements alone, without
// ids, and nothing before it is shown; only who reviews the whole may merge.
func TestOpinionsInScope(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareOpinions(t)
		whole := survey.Rights{survey.Moderate: survey.Everything, survey.ReadResults: survey.Everything}
		east := survey.Rights{survey.Moderate: survey.Scope{{Unit: "u0"}}, survey.ReadResults: survey.Scope{{Unit: "u0"}}}
		propose := []survey.OpinionEdit{{Do: survey.ProposeOpinions}}
		if _, err := o.Within(east).EditOpinions(ctx, "p", "why", 0, propose); !errors.Is(err, survey.ErrNotFound) && !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("merged by a moderator of one unit: %v", err)
		}
		_, err := o.Within(whole).EditOpinions(ctx, "p", "why", 0, propose)
		ok(t, err)
		ok(t, o.PublishPoll(ctx, "p"))
		read := func(r survey.Rights) survey.OpinionList {
			t.Helper()
			l, err := o.Within(r).Opinions(context.Background(), "p", "why")
			ok(t, err)
			return l
		}
		if l := read(whole); l.Shown || len(l.Opinions) != 0 {
			t.Errorf("read before they were shown: %+v", l)
		}
		_, err = o.Within(whole).EditOpinions(ctx, "p", "why", 1, []survey.OpinionEdit{{Do: survey.ShowOpinions}})
		ok(t, err)
		if l := read(whole); len(l.Opinions) != 3 {
			t.Errorf("%d opinions are read", len(l.Opinions))
		}
		l := read(east)
		if len(l.Opinions) != 2 || len(l.Unmerged) != 0 {
			t.Fatalf("in u0: %+v", l)
		}
		for _, op := range l.Opinions {
			if slices.ContainsFunc(op.Statements, func(s survey.Statement) bool { return s.Unit != "u0" || s.ID != "" || strings.Contains(s.Text, "贵") }) {
				t.Errorf("in u0: %+v", op)
			}
		}
	})
}
