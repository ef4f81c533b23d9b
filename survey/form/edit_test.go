package form_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey/form"
	"minping/survey/library"
)

const edited = `# head
id: hall   # the id
version: 1
title: {zh: '大厅', en: "Hall"}
scales:
  # five
  five: [{code: 5, label: 好, score: 100}, {code: 1, label: 差, score: 0}]

items:
  # about the staff
  - {id: a, scale: five, text: {zh: 态度, en: Manner}}   # tail
  - id: b

    scale: five
    text:
      zh: |-
        速度
        如何
      en: Speed

  # the rest
  - {id: c, type: text, text: {zh: 意见, en: Remarks}}
`

// An edit leaves everything as it is that it is not about.
func TestEdit(t *testing.T) {
	for _, tt := range []struct {
		name     string
		edit     form.Edit
		old, new string
	}{
		{"a plain scalar", form.Set("id", form.Str("place")), "id: hall   #", "id: place   #"},
		{"quotes where they are needed", form.Set("id", form.Str("a: b")), "id: hall ", `id: "a: b" `},
		{"a number as a text", form.Set("id", form.Str("12")), "id: hall ", `id: "12" `},
		{"single quotes stay", form.SetText("title", "zh", "it's"), "'大厅'", "'it''s'"},
		{"double quotes stay", form.SetText("title", "en", `a "b"`), `"Hall"`, `"a \"b\""`},
		{"a text in brackets", form.SetText("items[0].text", "zh", "态度, 如何"), "态度", `"态度, 如何"`},
		{"a new key in a flow mapping stands in its place", form.Set("items[0].required", form.Bare("true")), "en: Manner}}", "en: Manner}, required: true}"},
		{"a new key in a block mapping", form.Set("items[1].required", form.Bare("true")), "      en: Speed\n", "      en: Speed\n    required: true\n"},
		{"a new key at the top", form.Set("minutes", form.Bare("3")), "en: \"Hall\"}\n", "en: \"Hall\"}\nminutes: 3\n"},
		{"a text of lines", form.SetText("items[1].text", "zh", "一行"), "|-\n        速度\n        如何\n", "一行\n"},
		{"lines of a text", form.SetText("items[1].text", "en", "a\nb"), "en: Speed\n", "en: |-\n        a\n        b\n"},
		{"an entry of brackets", form.Remove("scales.five[0]"), "{code: 5, label: 好, score: 100}, ", ""},
		{"the last entry of brackets", form.Remove("scales.five[1]"), ", {code: 1, label: 差, score: 0}", ""},
		{"an entry with its comment", form.Remove("items[2]"), "  # the rest\n  - {id: c, type: text, text: {zh: 意见, en: Remarks}}\n", ""},
		{"a key", form.Remove("items[1].scale"), "    scale: five\n", ""},
		{"the key behind a dash", form.Remove("items[1].id"), "- id: b\n\n    scale", "- scale"},
		{"a key in brackets", form.Remove("items[0].scale"), "scale: five, text: {zh: 态度", "text: {zh: 态度"},
		{"a language", form.SetText("items[1].text", "en", ""), "      en: Speed\n", ""},
		{"swapped in brackets", form.Move("scales.five", 0, 1), "{code: 5, label: 好, score: 100}, {code: 1, label: 差, score: 0}", "{code: 1, label: 差, score: 0}, {code: 5, label: 好, score: 100}"},
		{"a new list", form.Insert("groups", 0, form.Map(form.Pair{"id", form.Str("x")})), "score: 0}]\n", "score: 0}]\ngroups:\n  - {id: x}\n"},
		{"a new entry", form.Insert("items", 2, form.Map(form.Pair{"id", form.Str("x")})), "en: Speed\n", "en: Speed\n  - {id: x}\n"},
		{"an entry at the front", form.Insert("scales.five", 0, form.Map(form.Pair{"code", form.Str("x")})), "[{code: 5", "[{code: x}, {code: 5"},
		{"a copy", form.Copy("items", 0), "  # tail\n", "  # tail\n  - {id: a, scale: five, text: {zh: 态度, en: Manner}}   # tail\n"},
		{"nested keys come into being", form.Set("scoring.level", form.Bare("0.9")), "en: Remarks}}\n", "en: Remarks}}\nscoring: {level: 0.9}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Count(edited, tt.old) != 1 {
				t.Fatalf("%q is not once in the text", tt.old)
			}
			got, err := form.Apply([]byte(edited), tt.edit)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Replace(edited, tt.old, tt.new, 1); string(got) != want {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// An entry moves with its comment; blank lines stay.
func TestEditMove(t *testing.T) {
	got, err := form.Apply([]byte(edited), form.Move("items", 2, 0))
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := "  # about the staff\n  - {id: a, scale: five, text: {zh: 态度, en: Manner}}   # tail", "  - id: b\n\n    scale: five\n    text:\n      zh: |-\n        速度\n        如何\n      en: Speed", "  # the rest\n  - {id: c, type: text, text: {zh: 意见, en: Remarks}}"
	head, _, _ := strings.Cut(edited, a)
	if want := head + c + "\n" + a + "\n\n" + b + "\n"; string(got) != want {
		t.Errorf("got\n%s", got)
	}
	if back, err := form.Apply(got, form.Move("items", 0, 2)); err != nil || string(back) != edited {
		t.Errorf("back: %v\n%s", err, back)
	}
}

// What cannot be edited is said, and nothing is written.
func TestEditRefused(t *testing.T) {
	for _, edit := range []form.Edit{
		form.Set("items[9].id", form.Str("x")), form.Set("id.x", form.Str("x")), form.Set("", form.Str("x")),
		form.Move("items", 0, 3), form.Move("nothing", 0, 0), form.Copy("items", 3), form.Remove("nothing"), form.Insert("id", 0, form.Str("x")),
	} {
		var refused form.UneditableError
		if out, err := form.Apply([]byte(edited), edit); !errors.As(err, &refused) {
			t.Errorf("%#v: %v\n%s", edit, err, out)
		}
	}
}

// bundled are all files that come with the program.
func bundled(t testing.TB) (all [][]byte) {
	t.Helper()
	for _, e := range library.List() {
		src, err := library.Source(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, src)
	}
	return append(all, []byte(edited), []byte(strings.ReplaceAll(edited, "\n", "\r\n")))
}

// paths lists what is in a file: its scalars, and its lists.
func paths(tree *form.Tree, path string, scalars, lists *[]string) {
	keys := tree.Keys(path)
	for _, key := range keys {
		at := key
		if path != "" {
			at = path + "." + key
		}
		paths(tree, at, scalars, lists)
	}
	if keys != nil {
		return
	}
	if !tree.Has(path + "[0]") {
		*scalars = append(*scalars, path)
		return
	}
	*lists = append(*lists, path)
	for i := range tree.Len(path) {
		paths(tree, fmt.Sprintf("%s[%d]", path, i), scalars, lists)
	}
}

// Any scalar of any bundled file takes any text, and only the lines change in
// which it stands.
func TestEditScalars(t *testing.T) {
	files := bundled(t)
	rapid.Check(t, func(t *rapid.T) {
		src := rapid.SampledFrom(files).Draw(t, "file")
		tree, err := form.ReadTree(src)
		if err != nil {
			t.Fatal(err)
		}
		var scalars, lists []string
		paths(tree, "", &scalars, &lists)
		path := rapid.SampledFrom(scalars).Draw(t, "path")
		text := rapid.OneOf(rapid.StringMatching(`[a-z ,:#\[\]{}'"|>&*!%@\-?~=\\]{1,12}`), rapid.StringMatching(`[一-三，：“”（）a ]{1,9}`),
			rapid.StringMatching(`[0-9.eE+-]{1,5}|true|null|no|~`), rapid.StringMatching(`(甲[a-c:# ]{0,4}\n){1,3}乙`)).Draw(t, "text")
		old := tree.Get(path)
		got, err := form.Apply(src, form.Set(path, form.Str(text)))
		if err != nil {
			t.Fatalf("%s = %q: %v", path, text, err)
		}
		after, err := form.ReadTree(got)
		if err != nil || after.Get(path) != text {
			t.Fatalf("%s reads as %q", path, after.Get(path))
		}
		from, to := 0, 0
		for from < len(src) && from < len(got) && src[from] == got[from] {
			from++
		}
		for to < len(src)-from && to < len(got)-from && src[len(src)-1-to] == got[len(got)-1-to] {
			to++
		}
		// A folded text stands in several lines, of forty characters or more.
		if changed := bytes.Count(src[from:len(src)-to], []byte("\n")); changed > strings.Count(old, "\n")+len(old)/40+2 {
			t.Fatalf("%s: %d lines changed", path, changed)
		}
	})
}

// Moves there and back, and copies taken away again, leave every byte.
func TestEditLists(t *testing.T) {
	files := bundled(t)
	rapid.Check(t, func(t *rapid.T) {
		src := rapid.SampledFrom(files).Draw(t, "file")
		tree, err := form.ReadTree(src)
		if err != nil {
			t.Fatal(err)
		}
		var scalars, lists []string
		paths(tree, "", &scalars, &lists)
		list := rapid.SampledFrom(lists).Draw(t, "list")
		n := tree.Len(list)
		from, to := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
		got, err := form.Apply(src, form.Move(list, from, to), form.Move(list, to, from))
		if err != nil || !bytes.Equal(got, src) {
			t.Fatalf("%s from %d to %d and back: %v\n%s", list, from, to, err, got)
		}
		got, err = form.Apply(src, form.Copy(list, from), form.Remove(fmt.Sprintf("%s[%d]", list, from+1)))
		if err != nil || !bytes.Equal(got, src) {
			t.Fatalf("%s[%d] copied and removed: %v\n%s", list, from, err, got)
		}
	})
}

// Every scalar of every bundled file, written as it reads, changes no byte.
func TestEditNothing(t *testing.T) {
	for _, src := range bundled(t) {
		tree, err := form.ReadTree(src)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"title", "items[0].text"} {
			for _, lang := range tree.Languages() {
				got, err := form.Apply(src, form.SetText(path, lang, tree.Text(path, lang)))
				if err != nil || !bytes.Equal(got, src) {
					t.Errorf("%s %s: %v", path, lang, err)
				}
			}
		}
	}
}

// Edits of anything that is YAML either say what was meant or are refused.
func FuzzApply(f *testing.F) {
	f.Add([]byte(edited), "items[1].text.zh", "x", uint8(0), uint8(1))
	f.Add([]byte("- - a\n  - b\n- c"), "[0]", "x: y", uint8(1), uint8(0))
	f.Add([]byte("a: >+\n  b\n\n\nc:\nd: {}"), "c", "- z", uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, src []byte, path, text string, from, to uint8) {
		if len(src) > 1<<12 {
			return
		}
		for _, edit := range []form.Edit{
			form.Set(path, form.Str(text)), form.SetText(path, "zh", text), form.Remove(path), form.Insert(path, int(from), form.Str(text)),
			form.Move(path, int(from), int(to)), form.Copy(path, int(from)),
		} {
			out, err := form.Apply(src, edit)
			if err != nil {
				continue
			}
			if _, err := form.ReadTree(out); err != nil {
				t.Errorf("%#v wrote what is no YAML: %v\n%q", edit, err, out)
			}
		}
	})
}

// A text of several lines keeps the comment behind the value that it replaces.
func TestSeveralLinesBesideAComment(t *testing.T) {
	got, err := form.Apply([]byte("id: hall   # the identity\nversion: \"1\"\n"), form.Set("id", form.Str("甲\n乙")))
	if want := "id: \"甲\\n乙\"   # the identity\nversion: \"1\"\n"; err != nil || string(got) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
}
