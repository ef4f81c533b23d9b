package form_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey/form"
)

const compared = `id: hall
version: 1
title: {zh: 大厅, en: Hall}
scales:
  five: [{code: 5, label: {zh: 好, en: Good}, score: 100}, {code: 1, label: {zh: 差, en: Bad}, score: 0}]
groups: [{id: p, title: {zh: 群众, en: Public}, weight: 1}]
index:
  - {item: a, weight: 1}
  - {item: b, weight: 1}
items:
  - {id: a, scale: five, text: {zh: 态度, en: Manner}}
  - {id: b, scale: five, text: {zh: 速度, en: Speed}}
  - {id: why, type: text, text: {zh: 意见, en: Remarks}}
`

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		name   string
		edits  []form.Edit
		zh, en []string // a leading "!": breaks comparability
	}{
		{"nothing", nil, nil, nil},
		{
			"a default written out",
			[]form.Edit{form.Set("scoring.level", form.Bare("0.95")), form.Set("items[0].type", form.Str("choice"))},
			nil, nil,
		},
		{
			"a scored item reworded",
			[]form.Edit{form.SetText("items[0].text", "en", "How staff treat you")},
			[]string{"!题目 a：文字由“态度”改为“态度”", "指标 a：标题由“态度”改为“态度”"},
			[]string{"!Item a: wording from “Manner” to “How staff treat you”", "Indicator a: title from “Manner” to “How staff treat you”"},
		},
		{
			"another item reworded",
			[]form.Edit{form.SetText("items[2].text", "zh", "建议")},
			[]string{"题目 why：文字由“意见”改为“建议”"},
			[]string{"Item why: wording from “Remarks” to “Remarks”"},
		},
		{
			"a weight",
			[]form.Edit{form.Set("index[1].weight", form.Bare("2"))},
			[]string{"!指标 b：权重由“1”改为“2”"},
			[]string{"!Indicator b: weight from “1” to “2”"},
		},
		{
			"a score",
			[]form.Edit{form.Set("scales.five[1].score", form.Bare("20"))},
			[]string{"!five 的选项 1：分值由“0”改为“20”"},
			[]string{"!five, option 1: score from “0” to “20”"},
		},
		{
			"a rule",
			[]form.Edit{form.Insert("flags", 0, form.Map(form.Pair{"id", form.Str("low")}, form.Pair{"below", form.Bare("60")}))},
			[]string{"新增预警规则 low"},
			[]string{"Rule low added"},
		},
		{
			"an item gone",
			[]form.Edit{form.Remove("index[1]"), form.Remove("items[1]")},
			[]string{"!删除题目 b：速度", "!删除指标 b：速度"},
			[]string{"!Item b removed: Speed", "!Indicator b removed: Speed"},
		},
		{
			"an item moved",
			[]form.Edit{form.Move("items", 2, 0)},
			[]string{"题目的顺序改变"},
			[]string{"Item: another order"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old, err := form.Parse([]byte(compared))
			if err != nil {
				t.Fatal(err)
			}
			src, err := form.Apply([]byte(compared), tt.edits...)
			if err != nil {
				t.Fatal(err)
			}
			now, err := form.Parse(src)
			if err != nil {
				t.Fatal(err)
			}
			var zh, en []string
			for _, d := range form.Compare(old, now) {
				if d.Part == "page" {
					continue // follows from the items
				}
				mark := map[bool]string{true: "!"}[d.Breaks]
				zh, en = append(zh, mark+d.In("zh")), append(en, mark+d.In("en"))
			}
			if !slices.Equal(zh, tt.zh) || !slices.Equal(en, tt.en) {
				t.Errorf("got\n%s\n%s", strings.Join(zh, "\n"), strings.Join(en, "\n"))
			}
		})
	}
}

// The lines of a comparison are those of both texts.
func TestLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-c]\n){0,9}[a-c]`)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		var was, is []string
		for _, l := range form.Lines(a, b) {
			if l.Op != '+' {
				was = append(was, l.Text)
			}
			if l.Op != '-' {
				is = append(is, l.Text)
			}
		}
		if strings.Join(was, "\n") != a || strings.Join(is, "\n") != b {
			t.Fatalf("%q and %q", was, is)
		}
		if a == b && slices.ContainsFunc(form.Lines(a, b), func(l form.Line) bool { return l.Op != ' ' }) {
			t.Fatal("a text differs from itself")
		}
	})
}

func TestNextVersion(t *testing.T) {
	for version, want := range map[string]string{"1": "3", "2011.2": "2011.4", "a": "a.2", "v9": "v11"} {
		taken := []string{"2", "2011.3", "v10"}
		if got := form.NextVersion(version, func(v string) bool { return slices.Contains(taken, v) }); got != want {
			t.Errorf("after %s comes %s", version, got)
		}
	}
}

// A blank file lacks what only people can give.
func TestBlank(t *testing.T) {
	src := form.Blank("hall", "zh", "en")
	_, errs := form.Sketch(src)
	var keys []string
	for _, e := range errs {
		keys = append(keys, e.Path+" "+e.Key)
	}
	if want := []string{"title missing_key", "items empty_list"}; !slices.Equal(keys, want) {
		t.Errorf("%s lacks %q", src, keys)
	}
}
