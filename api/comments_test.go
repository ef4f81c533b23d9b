package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minping/survey"
)

// A comment gets to readers by review and release only, blacked out as decided,
// page by page; until then no answer but that of the review holds it.
func TestComments(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	for i := range 14 {
		body := submissionBody(100+i, "north", fmt.Sprintf(`{"s1":3,"why":"ring 13800138000, says no %d"}`, i))
		f.must(call{method: "POST", path: "/polls/spring/submissions", body: body}, http.StatusCreated, nil)
	}
	f.must(call{method: "POST", path: "/polls/spring/close", signed: true}, http.StatusOK, nil)

	var queue ReviewedComments
	next := f.page("/polls/spring/comments/review?state=waiting&limit=9", &queue)
	var rest ReviewedComments
	if next = f.page(next, &rest); len(queue.Comments) != 9 || len(rest.Comments) != 5 || next != "" {
		t.Fatalf("pages of %d and %d comments", len(queue.Comments), len(rest.Comments))
	}
	var review CommentReview
	for i, c := range append(queue.Comments, rest.Comments...) {
		v := survey.CommentVerdict{ID: c.ID, State: survey.CommentPublished}
		if !strings.HasPrefix(c.Shown, "ring "+survey.Blackout+", says") {
			t.Errorf("proposed %q", c.Shown)
		}
		if i >= 12 {
			v.State = survey.CommentWithheld
		}
		review.Verdicts = append(review.Verdicts, v)
	}
	for _, path := range []string{"comments", "comments/lists", "results", "results/north", "turnout"} {
		if w := f.do(call{method: "GET", path: "/polls/spring/" + path, signed: true}); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "says no") {
			t.Errorf("%s before the release: %d %s", path, w.Code, w.Body)
		}
	}
	body, err := json.Marshal(review)
	if err != nil {
		t.Fatal(err)
	}
	f.must(call{method: "POST", path: "/polls/spring/comments/review", body: string(body), signed: true}, http.StatusNoContent, nil)
	var made CommentRelease
	f.must(call{method: "POST", path: "/polls/spring/comments/release", signed: true}, http.StatusCreated, &made)
	f.must(call{method: "POST", path: "/polls/spring/comments/release", signed: true}, http.StatusUnprocessableEntity, nil)

	var page Comments
	seen := map[string]bool{}
	for next := "/polls/spring/comments?limit=5&item=why&unit=north"; next != ""; {
		page = Comments{}
		next = f.page(next, &page)
		for _, c := range page.Comments {
			seen[c.Text] = true
			if strings.Contains(c.Text, "138") {
				t.Errorf("released %q", c.Text)
			}
		}
	}
	if len(seen) != 12 || made.Release != 1 || page.Release != 1 {
		t.Errorf("release %d has %d comments", page.Release, len(seen))
	}
	f.must(call{method: "GET", path: "/polls/spring/comments?q=NO%2011", signed: true}, http.StatusOK, &page)
	if len(page.Comments) != 1 && seen["ring "+survey.Blackout+", says no 11"] {
		t.Errorf("found %+v", page.Comments)
	}
	var index survey.CommentIndex
	f.must(call{method: "GET", path: "/polls/spring/comments/lists", signed: true}, http.StatusOK, &index)
	if fmt.Sprint(index) != "{1 10 [] [{{why north } 12  } {{why south } 0 few }]}" {
		t.Errorf("index %v", index)
	}
}
