package web

import (
	"net/http"
	"strings"
	"testing"

	"minping/survey/form"
)

const unevaluated = `id: meeting
version: "1"
languages: [zh]
title: 测评
scales:
  four:
    - {code: A, label: 优秀, score: 100}
    - {code: B, label: 称职, score: 80}
    - {code: D, label: 不称职, score: 40} # kept
groups:
  - {id: a, title: A票}
  - {id: b, title: B票}
items:
  - {id: t0, scale: four, text: 班子总评}
  - {id: m0, scale: four, text: 个人总评}
  - {id: agree, text: 是否同意, options: [{code: "Y", label: 同意}, {code: "N", label: 不同意}]}
  - {id: names, type: multiple, max: 2, text: 推荐, options: [{code: n1, label: 甲}, {code: n2, label: 乙}]}
  - {id: more, type: longtext, text: 另提}
index:
  - {item: t0, weight: 1}
  - {item: m0, weight: 1}
`

// An evaluation is written through the forms: kinds of unit, who rates whom with
// weights to 100, rules of the sheet and thresholds; what is emptied is gone.
func TestBuilderOfAnEvaluation(t *testing.T) {
	w := &writer{desk: newDesk(t), t: t}
	base := w.draftOfFile([]byte(unevaluated))
	w.open(base+"items?at=items[1]").press("save", "v:items[1].id", "m0")
	w.open(base + "evaluation").press("add:evaluation.types")
	w.press("save", "v:evaluation.types[0].tier", "team", "v:evaluation.types[0].grade", "t0",
		"v:evaluation.types[0].weights.a", "60", "v:evaluation.types[0].weights.b", "30")
	if !strings.Contains(w.body, "90 of 100") || !strings.Contains(w.body, `class="missing"`) {
		t.Errorf("weights that are not 100 are not told:\n%s", w.body)
	}
	w.press("add:evaluation.types", "v:evaluation.types[0].weights.b", "40")
	if !strings.Contains(w.body, "100 of 100") {
		t.Error("the sum is not told")
	}
	// Members: A alone may rate; quota, cap, fit.
	w.form["m:evaluation.types[1].raters"] = []string{"a"}
	w.press("save", "v:evaluation.types[1].tier", "person", "v:evaluation.types[1].grade", "m0", "v:evaluation.types[1].weights.a", "100",
		"v:evaluation.types[1].best_share", "0.25", "v:evaluation.types[1].fits", "20",
		"v:evaluation.types[1].quota.share", "0.2", "v:evaluation.types[1].quota.rounding", "floor",
		"v:evaluation.empty", "block", "v:evaluation.all_alike", "refuse", "v:evaluation.trim_above", "5", "v:evaluation.linked", "true")
	w.press("add:evaluation.thresholds")
	w.press("save", "v:evaluation.thresholds[0].id", "low", "t:evaluation.thresholds[0].title|zh", "不称职票多", "v:evaluation.thresholds[0].tier", "person",
		"v:evaluation.thresholds[0].options", "D", "v:evaluation.thresholds[0].above", "0.3333")
	src := w.yaml(base)
	q, err := form.Parse([]byte(src))
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	e := q.Evaluation
	if len(e.Types) != 2 || e.Types[0].Weights["b"] != 40 || len(e.Types[0].Raters) != 0 || len(e.Types[1].Raters) != 1 || e.Types[1].BestShare != 0.25 ||
		e.Types[1].Quota == nil || e.Types[1].Quota.Share != 0.2 || e.Types[1].Quota.Rounding != "floor" || !e.Linked || e.Empty != "block" || e.TrimAbove != 5 ||
		e.AllAlike != "refuse" || len(e.Thresholds) != 1 || *e.Thresholds[0].Above != 0.3333 {
		t.Errorf("%+v\n%s", e, src)
	}
	if !strings.Contains(src, "# kept") {
		t.Error("a comment is lost")
	}
	// All may rate again, the quota and weights are emptied: nothing is left of them.
	w.open(base + "evaluation")
	w.form["m:evaluation.types[1].raters"] = []string{"a", "b"}
	w.press("save", "v:evaluation.types[1].quota.share", "", "v:evaluation.types[1].quota.rounding", "", "v:evaluation.types[0].weights.a", "", "v:evaluation.types[0].weights.b", "")
	src = w.yaml(base)
	if q, err = form.Parse([]byte(src)); err != nil || q.Evaluation.Types[0].Weights != nil || q.Evaluation.Types[1].Quota != nil || len(q.Evaluation.Types[1].Raters) != 0 {
		t.Errorf("emptied: %v\n%s", err, src)
	}
	// While typing the sum is told as it would be.
	w.open(base + "evaluation")
	w.form.Set("v:evaluation.types[1].weights.a", "70")
	w.form.Set("go", "check")
	if rec := w.asks(w.at, w.form); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "70 of 100") {
		t.Errorf("while typing: %d", rec.Code)
	}
	// Without kinds of unit and thresholds there is no evaluation.
	w.open(base + "evaluation").press("remove:evaluation.thresholds[0]").press("remove:evaluation.types[1]").press("remove:evaluation.types[0]")
	if src = w.yaml(base); strings.Contains(src, "types:") {
		t.Errorf("what is removed is left:\n%s", src)
	}
}

// Votes are written through the forms; an item that is renamed or removed is so
// in its vote.
func TestBuilderOfVotes(t *testing.T) {
	w := &writer{desk: newDesk(t), t: t}
	base := w.draftOfFile([]byte(unevaluated))
	w.open(base+"votes", "Nothing is voted on").press("add:votes")
	w.press("save", "v:votes[0].against", "N", "v:votes[0].quorum", "2/3", "v:votes[0].base", "cast", "v:votes[0].places", "1")
	w.press("add:votes")
	if !strings.Contains(w.body, "A ballot names 2 at most") || strings.Contains(w.body, "v:votes[1].quorum") {
		t.Errorf("a vote among names:\n%s", w.body)
	}
	w.press("save", "v:votes[1].places", "8 19 37", "v:votes[1].write_in", "more")
	src := w.yaml(base)
	q, err := form.Parse([]byte(src))
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	v, n := q.Votes[0], q.Votes[1]
	if v.Item != "agree" || v.Approve[0] != "Y" || v.Against[0] != "N" || v.Quorum != "2/3" || v.Majority != "1/2" || v.Base != "cast" || n.Item != "names" || len(n.Places) != 3 || n.Places[2] != 37 || n.WriteIn != "more" {
		t.Errorf("%+v %+v\n%s", v, n, src)
	}
	w.open(base+"votes?at=votes[0]").press("save", "v:votes[0].majority", "3/2")
	if !strings.Contains(w.body, `aria-invalid="true"`) {
		t.Errorf("a majority of more than all is not told:\n%s", w.body)
	}
	w.press("save", "v:votes[0].majority", "2/3")
	w.open(base+"items?at=items[3]").press("save", "v:items[3].id", "nominees")
	if src = w.yaml(base); !strings.Contains(src, "item: nominees") {
		t.Errorf("a renamed item is not renamed in its vote:\n%s", src)
	}
	w.open(base + "items?at=items[2]").press("remove:items[2]")
	if q, err = form.Parse([]byte(w.yaml(base))); err != nil || len(q.Votes) != 1 {
		t.Errorf("the vote on an item that is gone: %v %+v", err, q)
	}
	w.open(base + "votes?at=votes[0]").press("remove:votes[0]")
	if src = w.yaml(base); strings.Contains(src, "votes:") {
		t.Errorf("an empty list is left:\n%s", src)
	}
}
