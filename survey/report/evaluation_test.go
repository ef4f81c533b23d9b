package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/scoring"
	"minping/survey"
	"minping/survey/document"
	"minping/survey/form"
)

var files = flag.String("files", "", "folder to write the documents to, to be looked at")

const evaluated = `id: team
version: 1
title: {zh: 澄川市水务局领导班子成员民主测评, en: Leadership of Chengchuan water affairs}
scales:
  four:
    - {code: A, label: {zh: 优秀, en: Excellent}, score: 100}
    - {code: B, label: {zh: 称职, en: Competent}, score: 80}
    - {code: C, label: {zh: 基本称职, en: Basically competent}, score: 60}
    - {code: D, label: {zh: 不称职, en: Incompetent}, score: 40}
    - {code: "0", label: {zh: 弃权, en: Abstain}, kind: abstain}
groups:
  - {id: self, title: {zh: 本人, en: Self}, relation: self, attributable: true}
  - {id: a, title: {zh: A 票, en: Ticket A}}
  - {id: b, title: {zh: B 票, en: Ticket B}}
  - {id: c, title: {zh: C 票, en: Ticket C}}
index:
  - {id: virtue, title: {zh: 德, en: Virtue}, weight: 1, children: [{item: v1, weight: 1}, {item: v2, weight: 1}]}
  - {id: results, title: {zh: 绩, en: Results}, weight: 1, children: [{item: r1, weight: 1}, {item: r2, weight: 1}]}
items:
  - {id: v1, scale: four, text: {zh: 政治态度, en: Political attitude}}
  - {id: v2, scale: four, text: {zh: 思想品质, en: Moral quality}}
  - {id: r1, scale: four, text: {zh: 履行职责成效, en: Results of duty}}
  - {id: r2, scale: four, text: {zh: 解决复杂问题, en: Solving complex problems}}
  - {id: grade, scale: four, text: {zh: 总体评价, en: Overall}}
evaluation:
  types:
    - {tier: member, weights: {a: 40, b: 30, c: 30}, raters: [self, a, b, c], grade: grade, quota: {share: 0.2}}
`

// evaluation is the release of nine people; of the last one ticket C handed in
// too few ballots to be shown.
func evaluation(t testing.TB) *survey.Release {
	t.Helper()
	q, err := form.Parse([]byte(evaluated))
	if err != nil {
		t.Fatal(err)
	}
	counter, encoder := survey.NewCounter(q, nil), survey.NewEncoder(q)
	var units []survey.Unit
	for i, name := range []string{"欧阳晓明", "林若溪", "顾长庚", "孟采薇", "商陆", "白术", "沈南星", "苏木", "柳青黛"} {
		u := survey.Unit{ID: fmt.Sprint("m", i+1), Name: survey.Text{"zh": name, "en": fmt.Sprint("Member ", i+1)}, Tier: "member"}
		units = append(units, u)
		for g, n := range map[string]int{"self": 1, "a": 12, "b": 15, "c": 20} {
			if i == 8 && g == "c" {
				n = 3
			}
			for j := range n {
				mark := func(k int) []string { return []string{string("AABBC"[(i*(j+1)+k*j+len(g))%5])} }
				a := survey.Answers{"v1": mark(1), "v2": mark(2), "r1": mark(3), "r2": mark(4), "grade": mark(5)}
				b := scoring.Ballot{Unit: u.ID, Group: g, Weight: 1, Answers: make([]int16, len(encoder.Columns()))}
				encoder.Encode(a, b.Answers)
				counter.Add(&b)
			}
		}
	}
	return survey.Compute(survey.Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: 5})
}

// Both documents hold what the release says, in both languages, in all formats.
func TestEvaluationDocuments(t *testing.T) {
	r := evaluation(t)
	for _, lang := range []string{"zh", "en"} {
		for name, d := range map[string]*document.Document{"summary": Summary(r, "member", lang), "feedback": Feedback(r, "m1", lang)} {
			if d == nil {
				t.Fatalf("there is no %s", name)
			}
			var all bytes.Buffer
			for _, format := range DocumentFormats {
				var b bytes.Buffer
				if err := WriteDocument(&b, format, d); err != nil {
					t.Fatal(err)
				}
				all.Write(b.Bytes())
				if *files != "" {
					if err := os.WriteFile(filepath.Join(*files, name+"-"+lang+"."+format), b.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			html, err := d.HTML(1)
			if err != nil || strings.Contains(string(html), "NaN") || strings.Contains(string(html), "%!") {
				t.Errorf("%s %s: %v\n%s", name, lang, err, html)
			}
			want := map[string][]string{
				"summaryzh":  {"欧阳晓明", "其中 A 票", "监票人", "优秀名额：9 个对象的 20% 为 1.8，四舍五入得 2 个。"},
				"summaryen":  {"Member 1", "of which Ticket A", "Scrutineer", "Quota: 20% of 9 is 1.8, rounded half up 2."},
				"feedbackzh": {"欧阳晓明", "自评与他评", "只作对照", "得分最高的题目"},
				"feedbacken": {"Member 1", "Own view", "for comparison", "Best items"},
			}[name+lang]
			for _, w := range want {
				if !strings.Contains(string(html), w) {
					t.Errorf("%s %s lacks %q", name, lang, w)
				}
			}
		}
	}
	if Summary(r, "none", "zh") != nil || Feedback(r, "none", "zh") != nil {
		t.Error("documents about nobody")
	}
	if plain := (&survey.Release{}); Summary(plain, "member", "zh") != nil || Feedback(plain, "m1", "zh") != nil {
		t.Error("documents on what is no evaluation")
	}
}

// A figure that the release keeps back is in no document: the summary's cells
// of the small group are dashes.
func TestSummaryKeepsBack(t *testing.T) {
	r := evaluation(t)
	hidden := 0
	for _, u := range r.Evaluation.Units {
		for _, g := range u.Groups {
			if u.Unit == "m9" && g.Group == "c" && g.Grades == nil {
				hidden++
			}
		}
	}
	if hidden != 1 {
		t.Fatal("the release shows the small group")
	}
	html, err := Summary(r, "member", "zh").HTML(1)
	if err != nil {
		t.Fatal(err)
	}
	_, last, _ := strings.Cut(string(html), "柳青黛")
	_, small, found := strings.Cut(last, "其中 C 票")
	small, _, _ = strings.Cut(small, "</tr>")
	if !found || strings.ContainsAny(strings.NewReplacer("<td class=\"end\">", "", "</td>", "", "30%", "", "→0", "").Replace(small), "123456789") {
		t.Errorf("it says %q", small)
	}
}

// The archive has a file for each unit, the same bytes each time, under names
// that any system takes.
func TestFeedbackZip(t *testing.T) {
	r := evaluation(t)
	r.Units[0].Name = survey.Text{"zh": `../a:b\c`}
	var first, second bytes.Buffer
	n, err := FeedbackZip(&first, "docx", r, "member", "zh", nil)
	if err != nil || n != 9 {
		t.Fatalf("%d, %v", n, err)
	}
	if _, err := FeedbackZip(&second, "docx", r, "", "zh", nil); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("another archive: %v", err)
	}
	if d := cmp.Diff("___a_b_c", fileName(`../a:b\c`)); d != "" {
		t.Error(d)
	}
}

func BenchmarkFeedback(b *testing.B) {
	r := evaluation(b)
	for b.Loop() {
		if err := WriteDocument(new(bytes.Buffer), "pdf", Feedback(r, "m1", "zh")); err != nil {
			b.Fatal(err)
		}
	}
}
