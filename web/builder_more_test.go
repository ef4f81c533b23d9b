package web

import (
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/form"
	"minping/web/builder"
)

// draftOfFile begins a draft from the text of a file, through the page of its text.
func (w *writer) draftOfFile(src []byte) string {
	w.t.Helper()
	base := w.begin(url.Values{"from": {"blank"}})
	w.open(base + "yaml")
	w.press("save", "yaml", string(src))
	return base
}

var entryLink = regexp.MustCompile(`href="[^"]*\?at=([^"#]+)#open"`)

// The forms show all that they can change, and change nothing by themselves:
// every part and every entry, saved as the page has it, leaves the file as it
// is, byte for byte.
func TestBuilderFormsKeepTheFile(t *testing.T) {
	files, err := filepath.Glob("../survey/form/testdata/good/*.yaml")
	must(t, err)
	w := &writer{desk: newDesk(t), t: t}
	for _, file := range append(files, "../survey/library/opinion-form.yaml", "../survey/library/leadership-evaluation.yaml",
		"../survey/library/leadership-360.yaml", "../survey/library/decision.yaml", "../survey/library/nomination.yaml", "../survey/library/award.yaml") {
		src, err := os.ReadFile(file)
		must(t, err)
		base := w.draftOfFile(src)
		before := w.yaml(base)
		saved := 0
		for _, part := range builder.DraftParts {
			if part == "look" || part == "compare" || part == "yaml" {
				continue
			}
			entries := []string{""}
			for _, m := range entryLink.FindAllStringSubmatch(w.open(base+part).body, -1) {
				entries = append(entries, "?at="+m[1])
			}
			for _, at := range entries {
				got, _, err := builder.Edited([]byte(before), part, w.open(base+part+at).form, "save", "")
				must(t, err)
				if string(got) != before {
					t.Fatalf("%s: saving %s%s as it is changes the file:\n%s", filepath.Base(file), part, at, diffOf(before, string(got)))
				}
				saved++
			}
		}
		if saved < 8 {
			t.Errorf("%s: only %d forms", file, saved)
		}
	}
}

// diffOf are the lines of two texts that differ.
func diffOf(a, b string) string {
	var out []string
	to := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i >= len(to) || to[i] != line {
			out = append(out, "- "+line)
			if i < len(to) {
				out = append(out, "+ "+to[i])
			}
		}
	}
	return strings.Join(out[:min(len(out), 20)], "\n")
}

const plainDraft = `id: hall
version: "1"
languages: zh
title: 大厅
scales:
  s:
    - {code: "1", label: 满意, score: 100}
    - {code: "0", label: 不满意, score: 0}
index:
  - id: all
    title: 服务
    weight: 1
    children:
      - {item: q1, weight: 1}
      - {item: q2, weight: 1}
items:
  - {id: q1, scale: s, text: 态度}
  - {id: q2, scale: s, text: 速度}
  - {id: q3, scale: s, text: 总体}
  - {id: names, type: multiple, text: 推荐, options: [{code: a, label: 甲}, {code: b, label: 乙}, {code: n, label: 都不}]}
  - {id: why, type: text, text: 原因}
`

// What could be written in the text of the file alone is written by forms:
// pages, options that exclude others or ask for a reason, levels, stand-ins,
// how scores are made, which sheets count. The file then says so, and is right.
func TestBuilderFormsOfTheRest(t *testing.T) {
	w := &writer{desk: newDesk(t), t: t}
	base := w.draftOfFile([]byte(plainDraft))
	w.open(base + "items?at=items[3]")
	w.form.Set("v:items[3].options[2].exclusive", "true")
	w.press("save")
	w.open(base+"scales").press("save", "v:scales.s[1].reason", "why")
	w.open(base+"index").press("save", "v:index[0].stand_in", "q3", "v:index[0].level", "composite", "t:index[0].children[0].title|zh", "待人")
	w.open(base+"about").press("save", "v:scoring.aggregation", "respondent-first", "v:scoring.level", "0.9", "v:scoring.strata", "unit", "v:validity.alike", "any", "v:validity.nominations", "names")
	w.form.Set("v:scoring.roll_up", "true")
	w.press("add:validity.most")
	w.press("save", "v:validity.most[0].option", "1", "v:validity.most[0].count", "2")
	w.open(base + "pages").press("add:pages") // as it has them by itself
	tree, err := form.ReadTree([]byte(w.yaml(base)))
	must(t, err)
	n := tree.Len("pages")
	q, wrong := form.Sketch([]byte(plainDraft))
	if len(wrong) > 0 || n != len(q.Pages) {
		t.Fatalf("%d pages written out, the questionnaire has %d (%v)", n, len(q.Pages), wrong)
	}
	w.open(base+"pages?at=pages[0]").press("save", "t:pages[0].title|zh", "第一页", "v:pages[0].show_if", "")
	w.open(base + "pages?at=pages[0]").press("down:pages[0].items[0]")
	// A new question goes on the last page; a copy behind its original; one that goes takes its place along.
	w.open(base+"items").press("add:items", "kind", "scale:s")
	w.open(base+"items?at=items[5]").press("save", "t:items[5].text|zh", "环境")
	w.open(base + "items?at=items[0]").press("copy:items[0]")
	w.open(base + "items?at=items[2]").press("remove:items[2]") // q2
	src := w.yaml(base)
	q, wrong = form.Sketch([]byte(src))
	if len(wrong) > 0 {
		t.Fatalf("the file is wrong: %v\n%s", wrong, src)
	}
	node := q.Index[0]
	switch {
	case q.Items[3].ID != "names" || !q.Items[3].Options[2].Exclusive:
		t.Error("no exclusive option")
	case q.Scales["s"][1].Reason != "why":
		t.Error("no reason is asked for")
	case node.StandIn != "q3" || node.Level != "composite" || node.Children[0].Title["zh"] != "待人":
		t.Errorf("the node %+v", node)
	case q.Scoring.Aggregation != "respondent-first" || q.Scoring.Level != .9 || q.Scoring.Strata != "unit" || !q.Scoring.RollUp:
		t.Errorf("scoring %+v", q.Scoring)
	case q.Validity.Alike != "any" || len(q.Validity.Nominations) != 1 || len(q.Validity.Most) != 1 || q.Validity.Most[0].Count != 2:
		t.Errorf("validity %+v", q.Validity)
	case q.Pages[0].Title["zh"] != "第一页":
		t.Errorf("pages %+v", q.Pages)
	}
	// A question with another id keeps its places; the last page that goes leaves them to themselves.
	w.open(base+"items?at=items[4]").press("save", "v:items[4].id", "what")
	w.open(base+"items?at=items[3]").press("save", "v:items[3].id", "whom")
	src = w.yaml(base)
	if q, wrong = form.Sketch([]byte(src)); len(wrong) > 0 || q.Scales["s"][1].Reason != "what" || q.Validity.Nominations[0] != "whom" {
		t.Errorf("after new ids: %v\n%s", wrong, src)
	}
	for tree.Len("pages") > 0 {
		w.open(base + "pages?at=pages[0]").press("remove:pages[0]")
		tree, err = form.ReadTree([]byte(w.yaml(base)))
		must(t, err)
	}
	if tree.Has("pages") {
		t.Error("pages are left")
	}
}

// Rules of supervision are written through the forms: who is there now, over rounds,
// or fell; what is wrong is told at its field, and an empty list is no list.
func TestBuilderOfSupervision(t *testing.T) {
	w := &writer{desk: newDesk(t), t: t}
	base := w.draftOfFile([]byte(unevaluated))
	w.open(base+"supervision", "they follow from the flag rules").press("add:supervision")
	w.press("save", "v:supervision[0].id", "last-cities", "v:supervision[0].tier", "city")
	if !strings.Contains(w.body, "<small>among the last 3</small>") {
		t.Errorf("the rule is not in words:\n%s", w.body)
	}
	w.press("add:supervision").press("save", "v:supervision[1].id", "again", "v:supervision[1].last", "10", "v:supervision[1].times", "2",
		"v:supervision[1].of", "3", "v:supervision[1].step", "yellow_card", "t:supervision[1].title|zh", "再次末位")
	w.press("add:supervision").press("save", "v:supervision[2].id", "fall", "v:supervision[2].last", "", "v:supervision[2].drop", "5", "v:supervision[2].step", "talk")
	src := w.yaml(base)
	q, err := form.Parse([]byte(src))
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	want := []survey.SupervisionRule{
		{ID: "last-cities", Tier: "city", Last: 3, Times: 1, Of: 1, Step: survey.StepSupervision},
		{ID: "again", Title: survey.Text{"zh": "再次末位"}, Last: 10, Times: 2, Of: 3, Step: survey.StepYellowCard},
		{ID: "fall", Drop: 5, Step: survey.StepTalk},
	}
	if !reflect.DeepEqual(q.Supervision, want) || !strings.Contains(src, "# kept") {
		t.Errorf("%+v\n%s", q.Supervision, src)
	}
	// What is written in the file by hand stands in the forms, and stays when they are saved.
	hand := strings.Replace(src, "last: 10, times: 2, of: 3, step: yellow_card}", "last: 12, times: 2, of: 3, step: yellow_card} # by hand", 1)
	w.open(base + "yaml")
	w.form.Set("yaml", hand)
	w.press("save")
	w.open(base+"supervision?at=supervision[1]", `value="12"`).press("save")
	if got := w.yaml(base); got != hand {
		t.Errorf("saving the form unchanged:\n%s\nwas\n%s", got, hand)
	}
	for field, wrong := range map[string][2]string{
		"of": {"1", "at least"}, "times": {"40", "12"}, "drop": {"200", "100"}, "last": {"0", "1"}, "step": {"", "step"}, "id": {"a b", "a b"},
	} {
		w.open(base + "supervision?at=supervision[1]")
		before := w.form.Get("v:supervision[1]." + field)
		w.press("save", "v:supervision[1]."+field, wrong[0])
		if !strings.Contains(w.body, `aria-invalid="true"`) && !strings.Contains(w.body, `<p class="msg">`) || !strings.Contains(w.body, wrong[1]) || strings.Contains(w.body, `value="publish"`) {
			t.Errorf("%s %q is not told:\n%s", field, wrong[0], w.body)
		}
		w.press("save", "v:supervision[1]."+field, before)
	}
	w.open(base + "supervision?at=supervision[2]").press("remove:supervision[2]").press("remove:supervision[1]").press("remove:supervision[0]")
	if src := w.yaml(base); strings.Contains(src, "supervision") {
		t.Errorf("an empty list is left:\n%s", src)
	}
}
