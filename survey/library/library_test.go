package library_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

var update = flag.Bool("update", false, "add the hashes of new versions to testdata/hashes.golden")

// parsed keeps what parse has read.
var parsed = map[string]*survey.Questionnaire{}

// parse reads a bundled questionnaire strictly.
func parse(t *testing.T, id string) *survey.Questionnaire {
	t.Helper()
	if q := parsed[id]; q != nil {
		return q
	}
	src, err := library.Source(id)
	if err != nil {
		t.Fatal(err)
	}
	q, err := form.Parse(src)
	if err != nil {
		t.Fatalf("%s.yaml:\n%v", id, err)
	}
	parsed[id] = q
	return q
}

func all(t *testing.T) []*survey.Questionnaire {
	t.Helper()
	var list []*survey.Questionnaire
	for _, e := range library.List() {
		list = append(list, parse(t, e.ID))
	}
	return list
}

func TestList(t *testing.T) {
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files (%v)", len(files), err)
	}
	entries := library.List()
	if len(entries) != len(files) {
		t.Errorf("%d files, %d entries", len(files), len(entries))
	}
	for _, e := range entries {
		if !slices.Contains(files, e.ID+".yaml") {
			t.Errorf("%s: the id is not that of a file", e.ID)
		}
		q := parse(t, e.ID)
		if e.Version != q.Version || !reflect.DeepEqual(e.Title, q.Title) || !slices.Equal(e.Languages, []string{"zh", "en"}) {
			t.Errorf("%s: the entry %+v does not describe the file", e.ID, e)
		}
		asked := 0
		for i := range q.Items {
			if it := &q.Items[i]; it.Type != survey.Information && it.Type != survey.Calculated {
				asked += len(it.Answers())
			}
		}
		if e.Items != asked {
			t.Errorf("%s: %d questions listed, %d in the file", e.ID, e.Items, asked)
		}
		for _, lang := range e.Languages {
			if s := e.About[lang]; s == "" || strings.ContainsRune(s, '\n') {
				t.Errorf("%s: about in %s is %q, want one line", e.ID, lang, s)
			}
		}
	}
}

func TestSourceUnknown(t *testing.T) {
	for _, id := range []string{"nosuch", "", "../library", "organisation-work.yaml"} {
		_, err := library.Source(id)
		if !errors.Is(err, survey.ErrNotFound) || !strings.Contains(err.Error(), "leadership-team") {
			t.Errorf("Source(%q): %v, want ErrNotFound naming the ids there are", id, err)
		}
	}
}

// Every text is complete in both languages: Chinese holds Chinese characters,
// English none.
func TestBothLanguages(t *testing.T) {
	for _, q := range all(t) {
		n := 0
		texts(reflect.ValueOf(*q), q.ID, func(path string, text survey.Text) {
			n++
			zh, en := text["zh"], text["en"]
			if len(text) != 2 || zh == "" || en == "" {
				t.Errorf("%s: %v, want zh and en", path, text)
				return
			}
			if han(en) {
				t.Errorf("%s: Chinese in the English text %q", path, en)
			}
			if !han(zh) {
				t.Errorf("%s: no Chinese in %q", path, zh)
			}
			if i := strings.IndexAny(zh, ",;:?!()"); i >= 0 {
				t.Errorf("%s: half-width %q in %q", path, zh[i], zh)
			}
		})
		if n < 7 {
			t.Errorf("%s: only %d texts seen", q.ID, n)
		}
	}
}

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

var textType = reflect.TypeFor[survey.Text]()

// texts visits every text that v holds.
func texts(v reflect.Value, path string, visit func(string, survey.Text)) {
	switch {
	case v.Type() == textType:
		if !v.IsNil() {
			visit(path, v.Interface().(survey.Text))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				texts(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case v.Kind() == reflect.Map:
		for _, key := range v.MapKeys() {
			texts(v.MapIndex(key), path+"."+key.String(), visit)
		}
	}
}

// What respondents and readers need is there, and sources are names, not links.
func TestFilesAreComplete(t *testing.T) {
	link := regexp.MustCompile(`(?i)https?:|www\.|\.(com|cn|net|org)\b`)
	for _, q := range all(t) {
		if m := link.Find(q.YAML); m != nil {
			t.Errorf("%s: holds a link (%s)", q.ID, m)
		}
		for _, word := range []string{"# For:", "# Sourced", "# Proposed", "# 用途："} {
			if !strings.Contains(string(q.YAML), word) {
				t.Errorf("%s: the header does not say %q", q.ID, word)
			}
		}
		if q.Intro == nil || q.Source == nil || q.Minutes == 0 || len(q.Votes) == 0 && (len(q.Flags) == 0 || len(q.Suggestions) == 0) {
			t.Errorf("%s: lacks intro, source, minutes, flags or suggestions", q.ID)
		}
		for _, f := range q.Flags {
			if f.Title == nil || f.Action == "" {
				t.Errorf("%s: flag rule %s lacks a title or an action", q.ID, f.ID)
			}
		}
	}
}

// A published version is immutable: where this fails, give the changed file a
// new version, then run the test with -update.
func TestPublishedVersionsNeverChange(t *testing.T) {
	path := filepath.Join("testdata", "hashes.golden")
	pinned := map[string]string{}
	golden, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(golden)) {
		version, hash, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Fatalf("%s: cannot read %q", path, line)
		}
		pinned[version] = hash
	}
	for _, q := range all(t) {
		version := q.ID + " " + q.Version
		switch hash, ok := pinned[version]; {
		case !ok && *update:
			golden = fmt.Appendf(golden, "%s: %s\n", version, q.Hash)
		case !ok:
			t.Errorf("%s is not pinned: run this test with -update", version)
		case hash != q.Hash:
			t.Errorf("%s has changed (%s, was %s): bump its version", version, q.Hash, hash)
		}
	}
	if *update {
		if err := os.WriteFile(path, golden, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
