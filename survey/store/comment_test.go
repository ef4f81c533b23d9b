package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/store"
)

// prepareComments opens a poll of two open questions; counties roll up.
func (o *office) prepareComments(t testing.TB) {
	t.Helper()
	o.prepare(t)
	q, err := parse(questionnaire("talk"))
	ok(t, err)
	q.Items = append(q.Items, survey.Item{ID: "more", Type: survey.ShortText}, survey.Item{ID: "name", Type: survey.ShortText, Profile: true})
	q.Scoring.RollUp = true
	src, err := json.Marshal(q)
	ok(t, err)
	_, err = o.AddQuestionnaire(ctx, src)
	ok(t, err)
	p := draft("p")
	p.Questionnaire.Version = "talk"
	o.openPoll(t, p)
}

// say hands in n ballots about a unit with comments; blank texts say nothing.
func (o *office) say(t testing.TB, unit string, n int, why, more string) {
	t.Helper()
	for i := range n {
		s := submission("p")
		s.Ballots[0].Unit = unit
		a := survey.Answers{"a": {"5"}, "b": {"3"}, "name": {"secret name"}}
		for item, text := range map[string]string{"why": why, "more": more} {
			if text != "" {
				a[item] = []string{strings.ReplaceAll(text, "#", strconv.Itoa(i))}
			}
		}
		s.Ballots[0].Answers = a
		_, err := o.Accept(ctx, s)
		ok(t, err)
	}
}

// review decides about comments of the poll: publish returns false for those to withhold.
func (o *office) review(t testing.TB, q survey.CommentQuery, publish func(survey.Comment) bool) {
	t.Helper()
	q.Limit = 1000
	comments, err := o.ReviewedComments(ctx, "p", q)
	ok(t, err)
	var verdicts []survey.CommentVerdict
	for _, c := range comments {
		v := survey.CommentVerdict{ID: c.ID, State: survey.CommentWithheld}
		if publish(c) {
			v.State = survey.CommentPublished
		}
		verdicts = append(verdicts, v)
	}
	ok(t, o.ReviewComments(ctx, "p", verdicts))
}

func all(survey.Comment) bool { return true }

// released returns the texts of the last release by list.
func (o *office) released(t testing.TB) map[survey.CommentList][]string {
	t.Helper()
	comments, err := o.ReleasedComments(ctx, "p", survey.CommentQuery{Limit: 1000})
	ok(t, err)
	by := map[survey.CommentList][]string{}
	for _, c := range comments {
		by[c.List] = append(by[c.List], c.Shown)
	}
	return by
}

// Ten comments make a list and nine do not; what is blank, and what tells about
// the respondent, is no comment. A unit's comments that are too few go to the
// unit above, and are shown if they are enough there (trust test 39).
func TestCommentsBelowThreshold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareComments(t)
		o.say(t, "u0", 10, "u0 why #", "u0 more #")
		o.say(t, "u1", 9, "u1 why #", "u1 more #")
		o.say(t, "u2", 3, "u2 why #", "  ")
		o.say(t, "u2", 8, "", "\t")
		if _, err := o.ReviewedComments(ctx, "p", survey.CommentQuery{Limit: 9}); kind(err) != "not_found" {
			t.Errorf("comments of an open poll: %v", err)
		}
		ok(t, o.ClosePoll(ctx, "p"))
		counts, err := o.CommentCounts(ctx, "p")
		ok(t, err)
		want := "[{{more u0 } waiting 10} {{why city } waiting 12} {{why u0 } waiting 10}]"
		if got := fmt.Sprint(counts); got != want {
			t.Errorf("drawn %s, want %s", got, want)
		}
		if len(o.released(t)) > 0 {
			t.Error("comments are shown before a review")
		}
		o.review(t, survey.CommentQuery{}, all)
		number, err := o.ReleaseComments(ctx, "p")
		ok(t, err)
		lists := o.released(t)
		if number != 1 || len(lists) != 3 || len(lists[survey.CommentList{Item: "why", Unit: "city"}]) != 12 {
			t.Errorf("release %d: %v", number, lists)
		}
		if v := verified(t, o, "p"); !v.Sound() {
			t.Errorf("verify: %v %v", v.Differences, v.Problems)
		}
		index, err := o.CommentIndex(ctx, "p")
		ok(t, err)
		want = "[{{why city } 12  } {{why u0 } 10  } {{why u1 } 0 above city} {{why u2 } 0 above city}" +
			" {{more city } 0 few } {{more u0 } 10  } {{more u1 } 0 few } {{more u2 } 0 few }]"
		if got := fmt.Sprint(index.Lists); got != want {
			t.Errorf("index %s\nwant %s", got, want)
		}
	})
}

// A release of comments that differs from an older one by fewer than k comments
// of a list is refused, whether one is left out, added or blacked out (trust
// test 38, of comments).
func TestCommentLateExclusion(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareComments(t)
		o.say(t, "u0", 20, "why #", "")
		ok(t, o.ClosePoll(ctx, "p"))
		refused := func(what, key string) {
			t.Helper()
			before := o.released(t)
			if n, err := o.ReleaseComments(ctx, "p"); n != 0 || kind(err) != key {
				t.Errorf("%s: release %d, %v", what, n, err)
			}
			if fmt.Sprint(o.released(t)) != fmt.Sprint(before) {
				t.Errorf("%s: what is shown has changed", what)
			}
		}
		upTo := func(n int) func(survey.Comment) bool {
			return func(c survey.Comment) bool {
				i, err := strconv.Atoi(strings.TrimPrefix(c.Body, "why "))
				return err == nil && i < n
			}
		}
		refused("nothing reviewed", "comments_same")
		o.review(t, survey.CommentQuery{}, upTo(4))
		refused("fewer than k", "comments_same")
		o.review(t, survey.CommentQuery{}, upTo(10))
		if n, err := o.ReleaseComments(ctx, "p"); n != 1 || err != nil {
			t.Fatalf("release %d, %v", n, err)
		}
		refused("the same again", "comments_same")
		for _, n := range []int{9, 6, 11, 14} {
			o.review(t, survey.CommentQuery{}, upTo(n))
			refused(fmt.Sprint(n, " of 10"), "comments_late")
		}
		o.review(t, survey.CommentQuery{}, upTo(10))
		first, err := o.ReviewedComments(ctx, "p", survey.CommentQuery{State: survey.CommentPublished, Limit: 1})
		ok(t, err)
		ok(t, o.ReviewComments(ctx, "p", []survey.CommentVerdict{{ID: first[0].ID, State: survey.CommentPublished, Shown: survey.Blackout}}))
		refused("one blacked out", "comments_late")
		o.review(t, survey.CommentQuery{}, upTo(20))
		if n, err := o.ReleaseComments(ctx, "p"); n != 2 || err != nil {
			t.Fatalf("release %d, %v", n, err)
		}
		o.review(t, survey.CommentQuery{}, upTo(11)) // nine fewer than the last, one more than the first
		refused("one more than an older release", "comments_late")
		if v := verified(t, newOffice(o.store), "p"); !v.Sound() {
			t.Errorf("verify: %v %v", v.Differences, v.Problems)
		}
	})
}

// The order of comments tells nothing: it differs from question to question,
// from one release or export to the next, and in the database (trust test 40).
func TestCommentOrder(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareComments(t)
		const n = 300
		o.say(t, "u0", n, "why #", "more #")
		ok(t, o.ClosePoll(ctx, "p"))
		o.review(t, survey.CommentQuery{}, all)
		_, err := o.ReleaseComments(ctx, "p")
		ok(t, err)
		why, more := survey.CommentList{Item: "why", Unit: "u0"}, survey.CommentList{Item: "more", Unit: "u0"}
		orders := map[string][]int{"released why": numbers(t, o.released(t)[why]), "released more": numbers(t, o.released(t)[more])}
		for i, l := range []survey.CommentList{why, why, more} {
			texts, err := o.ShuffledComments(ctx, "p", l)
			ok(t, err)
			orders[fmt.Sprint("export ", i, l.Item)] = numbers(t, texts)
		}
		stored, err := o.store.People.Texts(`SELECT body FROM comments WHERE item = 'why'` + o.store.People.Physical())
		ok(t, err)
		orders["stored why"] = numbers(t, stored)
		if stored, err = o.store.People.Texts(`SELECT body FROM comments WHERE item = 'more'` + o.store.People.Physical()); err != nil {
			t.Fatal(err)
		}
		orders["stored more"] = numbers(t, stored)
		for a, x := range orders {
			for b, y := range orders {
				if a < b && alike(x, y) {
					t.Errorf("%s and %s come in like orders", a, b)
				}
			}
			if in := slices.Sorted(slices.Values(x)); len(in) != n || in[0] != 0 || in[n-1] != n-1 || alike(x, in) {
				t.Errorf("%s: %d comments, or in the order in which they came", a, len(in))
			}
		}
	})
}

// numbers reads the numbers at the end of texts.
func numbers(t *testing.T, texts []string) []int {
	t.Helper()
	list := make([]int, len(texts))
	for i, text := range texts {
		_, digits, _ := strings.Cut(text, " ")
		n, err := strconv.Atoi(digits)
		ok(t, err)
		list[i] = n
	}
	return list
}

// alike reports whether two orders of 0 … n−1 are correlated beyond chance: for
// n = 300 independent ones lie six standard errors from that.
func alike(x, y []int) bool {
	place := make([]float64, len(x))
	for i, v := range x {
		place[v] = float64(i)
	}
	mean, cross, spread := float64(len(x)-1)/2, 0.0, 0.0
	for i, v := range y {
		cross += (place[v] - mean) * (float64(i) - mean)
		spread += (float64(i) - mean) * (float64(i) - mean)
	}
	return cross > .35*spread || cross < -.35*spread
}

// Whatever is changed of comments, their lists or what was released of them,
// verify names it.
func TestVerifyComments(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareComments(t)
		o.say(t, "u0", 12, "why #", "call 13800138000 #")
		ok(t, o.ClosePoll(ctx, "p"))
		o.review(t, survey.CommentQuery{}, all)
		_, err := o.ReleaseComments(ctx, "p")
		ok(t, err)
		if got := o.released(t)[survey.CommentList{Item: "more", Unit: "u0"}]; !strings.HasPrefix(got[0], "call "+survey.Blackout) {
			t.Errorf("released %q", got)
		}
		if v := verified(t, o, "p"); !v.Sound() {
			t.Fatalf("found %v %v", v.Differences, v.Problems)
		}
		for _, tt := range []struct{ change, undo, want string }{
			{`UPDATE comments SET body = 'why not' WHERE body = 'why 3'`, `UPDATE comments SET body = 'why 3' WHERE body = 'why not'`, "verify_comments"},
			{`UPDATE comments SET item = 'more' WHERE body = 'why 3'`, `UPDATE comments SET item = 'why' WHERE body = 'why 3'`, "verify_comments"},
			{`UPDATE released_comments SET body = 'why not' WHERE body = 'why 3'`, `UPDATE released_comments SET body = 'why 3' WHERE body = 'why not'`, "verify_released_comment"},
			{`UPDATE released_comments SET unit = 'u1' WHERE body = 'why 3'`, `UPDATE released_comments SET unit = 'u0' WHERE unit = 'u1'`, "verify_released_comment"},
			{`UPDATE draws SET plan = replace(plan, '12', '13')`, `UPDATE draws SET plan = replace(plan, '13', '12')`, "verify_comment_plan"},
			{`DELETE FROM draws`, ``, "verify_no_comments"},
		} {
			ok(t, o.store.People.Exec(tt.change))
			v := verified(t, o, "p")
			if !slices.ContainsFunc(v.Problems, func(e survey.FieldError) bool { return e.Key == tt.want && e.Message("en") != e.Key }) {
				t.Errorf("%s: found %v", tt.change, v.Problems)
			}
			if tt.undo == "" {
				return
			}
			ok(t, o.store.People.Exec(tt.undo))
			if v := verified(t, o, "p"); !v.Sound() {
				t.Fatalf("%s: found %v", tt.undo, v.Problems)
			}
		}
	})
}

// Two processes that draw at once leave one draw.
func TestCommentsDrawnTwice(t *testing.T) {
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) {
		o := newOffice(reopen())
		people := o.store.People
		o.prepareComments(t)
		list := survey.CommentList{Item: "why", Unit: "u0"}
		plan := survey.CommentPlan{Least: 10, Lists: []survey.PlannedList{{CommentList: list, Comments: 1}}}
		for _, draw := range []string{"first", "second"} {
			ok(t, people.AddComments(ctx, "p", draw, []survey.Comment{{ID: draw, List: list, Body: draw, Shown: draw, State: survey.CommentWaiting}}))
		}
		for _, draw := range []string{"second", "first"} {
			ok(t, people.SettleDraw(ctx, "p", draw, plan))
		}
		left, err := people.Comments(ctx, "p", survey.CommentQuery{Limit: 9})
		ok(t, err)
		if len(left) != 1 || left[0].ID != "second" {
			t.Errorf("left %v", left)
		}
		texts, err := people.Texts(`SELECT body FROM comments`)
		ok(t, err)
		if len(texts) != 1 {
			t.Errorf("stored %q", texts)
		}
	})
}

// Only parts of a text may be blacked out; verdicts are noted all or none.
func TestReviewRefusesRewriting(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareComments(t)
		o.say(t, "u0", 10, "why #", "")
		ok(t, o.ClosePoll(ctx, "p"))
		comments, err := o.ReviewedComments(ctx, "p", survey.CommentQuery{Limit: 2})
		ok(t, err)
		fine := survey.CommentVerdict{ID: comments[0].ID, State: survey.CommentPublished, Shown: survey.Blackout + comments[0].Body[3:]}
		for key, v := range map[string]survey.CommentVerdict{
			"comment_rewritten": {ID: comments[1].ID, State: survey.CommentPublished, Shown: "all is well"},
			"comment_state":     {ID: comments[1].ID, State: "burnt"},
		} {
			if err := o.ReviewComments(ctx, "p", []survey.CommentVerdict{fine, v}); kind(err) != key {
				t.Errorf("%s: %v", key, err)
			}
		}
		if err := o.ReviewComments(ctx, "p", []survey.CommentVerdict{{ID: "none", State: survey.CommentPublished}}); kind(err) != "not_found" {
			t.Errorf("an unknown comment: %v", err)
		}
		if waiting, err := o.ReviewedComments(ctx, "p", survey.CommentQuery{State: survey.CommentWaiting, Limit: 99}); err != nil || len(waiting) != 10 {
			t.Errorf("%d are waiting, %v", len(waiting), err)
		}
	})
}
