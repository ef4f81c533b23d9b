package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"minping/survey"
)

// Comments of a 360 go from ballots by code to readers by group: a group with
// five by name, those with fewer together, a superior whom everybody knows by
// himself. The release may differ by his one comment, by one of others never;
// a comment moved to another group is found.
func TestCommentsByGroup(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepareByGroup(t)
		for group, n := range map[string]int{"boss": 1, "peer": 6, "report": 3, "guest": 2} {
			_, codes, err := o.IssueCodes(ctx, "p", survey.CodeBatch{Group: group, Label: group}, n)
			ok(t, err)
			for i, code := range codes {
				_, err := o.Accept(ctx, survey.Submission{Poll: "p", Code: code, Salt: random32(), Ballots: []survey.Ballot{
					{Unit: "u0", Answers: survey.Answers{"a": {"5"}, "b": {"3"}, "why": {fmt.Sprint(group, " ", i)}}},
				}})
				ok(t, err)
			}
		}
		ok(t, o.ClosePoll(ctx, "p"))
		o.review(t, survey.CommentQuery{}, func(c survey.Comment) bool { return c.List.Group != "boss" })
		releases := func(want int, what string) {
			t.Helper()
			if n, err := o.ReleaseComments(ctx, "p"); n != want || err != nil {
				t.Fatalf("%s: release %d, %v", what, n, err)
			}
		}
		releases(1, "without the superior's")
		o.review(t, survey.CommentQuery{Group: "boss"}, all)
		releases(2, "one comment more, of whom everybody knows")
		o.review(t, survey.CommentQuery{Group: survey.Pooled}, func(c survey.Comment) bool { return c.Body != "guest 0" })
		if n, err := o.ReleaseComments(ctx, "p"); n != 0 || kind(err) != "comments_late" {
			t.Errorf("one comment fewer of those together: release %d, %v", n, err)
		}
		o.review(t, survey.CommentQuery{}, all)
		for group, want := range map[string]int{"boss": 1, "peer": 6, "": 5} {
			l := survey.CommentList{Item: "why", Unit: "u0", Group: group}
			texts, err := o.ShuffledComments(ctx, "p", l)
			ok(t, err)
			if len(texts) != want || len(o.released(t)[l]) != want || group != "" && slices.ContainsFunc(texts, func(s string) bool { return !strings.HasPrefix(s, group) }) {
				t.Errorf("of %q: %q", group, texts)
			}
		}
		stored, err := o.store.People.Texts(`SELECT body FROM comments WHERE grp IN ('report', 'guest')`)
		ok(t, err)
		if len(stored) > 0 {
			t.Errorf("the group is kept of comments that are shown together: %q", stored)
		}
		if v := verified(t, o, "p"); !v.Sound() {
			t.Fatalf("verify: %v %v", v.Differences, v.Problems)
		}
		ok(t, o.store.People.Exec(`UPDATE comments SET grp = 'peer' WHERE body = 'guest 1'`))
		if v := verified(t, o, "p"); !slices.ContainsFunc(v.Problems, func(e survey.FieldError) bool {
			return e.Key == "verify_comments" && strings.Contains(e.Field, "[peer]")
		}) {
			t.Errorf("moved to another group: found %v", v.Problems)
		}
	})
}

// prepareByGroup opens a poll by code whose comments are told apart by group.
func (o *office) prepareByGroup(t testing.TB) {
	t.Helper()
	o.prepare(t)
	q, err := parse(questionnaire("apart"))
	ok(t, err)
	q.Groups = []survey.Group{{ID: "boss", Attributable: true}, {ID: "peer"}, {ID: "report"}, {ID: "guest"}}
	for i := range q.Groups {
		q.Groups[i].Title = survey.Text{"zh": q.Groups[i].ID}
	}
	q.Disclosure = survey.Disclosure{MinGroup: 3, CommentsByGroup: true}
	src, err := json.Marshal(q)
	ok(t, err)
	_, err = o.AddQuestionnaire(ctx, src)
	ok(t, err)
	p := draft("p")
	p.Questionnaire.Version, p.Units, p.Access = "apart", []string{"u0"}, survey.ByCode
	o.openPoll(t, p)
}
