package report

import (
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/document"
)

// Released comments about a unit itself stand on a page of their own, after all
// figures; lists that are kept back, or of others, do not.
func TestCommentsInFeedback(t *testing.T) {
	r := evaluation(t)
	r.Open = []survey.OpenQuestion{{ID: "why", Text: survey.Text{"zh": "建议", "en": "Advice"}}}
	unit := r.Evaluation.Units[0].Unit
	index := &survey.CommentIndex{Lists: []survey.CommentListing{
		{CommentList: survey.CommentList{Item: "why", Unit: unit}, Comments: 10},
		{CommentList: survey.CommentList{Item: "why", Unit: "other"}, Comments: 12},
		{CommentList: survey.CommentList{Item: "few", Unit: unit}, Why: survey.CommentsFew},
	}}
	f := newFeedback(r, unit, "en")
	if before := f.document(); slices.ContainsFunc(before.Blocks, func(b document.Block) bool { _, is := b.(document.Break); return is }) {
		t.Error("a page for comments that there are not")
	}
	err := f.hear(func(u string) ([]Said, error) {
		return Hear(index, u, func(l survey.CommentList) ([]string, error) { return []string{"listens well to " + l.Unit}, nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	blocks := f.document().Blocks
	at := slices.IndexFunc(blocks, func(b document.Block) bool { _, is := b.(document.Break); return is })
	if at < 0 {
		t.Fatal("comments have no page of their own")
	}
	if got := textOf(blocks[at:]); strings.Count(got, "listens well to") != 1 || !strings.Contains(got, "listens well to "+unit) {
		t.Errorf("comments: %s", got)
	}
	for _, b := range blocks[at:] {
		if _, is := b.(document.Table); is {
			t.Error("figures beside comments")
		}
	}
}

// Where groups are told apart each list stands under its group, a question said once.
func TestCommentsByGroupInFeedback(t *testing.T) {
	r := evaluation(t)
	r.Open = []survey.OpenQuestion{{ID: "why", Text: survey.Text{"zh": "建议", "en": "Advice"}}}
	unit, group := r.Evaluation.Units[0].Unit, r.Groups[0]
	index := &survey.CommentIndex{Groups: []survey.CommentGroup{{Group: group.ID}}, Lists: []survey.CommentListing{
		{CommentList: survey.CommentList{Item: "why", Unit: unit, Group: group.ID}, Comments: 5},
		{CommentList: survey.CommentList{Item: "why", Unit: unit}, Comments: 6},
	}}
	f := newFeedback(r, unit, "en")
	err := f.hear(func(u string) ([]Said, error) {
		return Hear(index, u, func(l survey.CommentList) ([]string, error) { return []string{"said by [" + l.Group + "]"}, nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	var heads []string
	for _, b := range f.comments() {
		if h, is := b.(document.Heading); is {
			heads = append(heads, h.Text)
		}
	}
	if want := []string{"Comments", "Advice", group.Title.In("en"), "Groups together"}; !slices.Equal(heads, want) {
		t.Errorf("headings %q, want %q", heads, want)
	}
	if got := textOf(f.comments()); !strings.Contains(got, "said by ["+group.ID+"]") || !strings.Contains(got, "said by []") {
		t.Errorf("comments: %s", got)
	}
}
