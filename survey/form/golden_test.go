package form

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

var update = flag.Bool("update", false, "write golden files")

// files returns the questionnaires of a folder of testdata.
func files(t *testing.T, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", folder, "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files in testdata/%s (%v)", folder, err)
	}
	return names
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// mistakes parses a bad file.
func mistakes(t *testing.T, src []byte) Errors {
	t.Helper()
	q, err := Parse(src)
	if q != nil || err == nil {
		t.Fatal("a bad file was accepted")
	}
	var errs Errors
	if !errors.As(err, &errs) {
		t.Fatalf("error is a %T", err)
	}
	return errs
}

// Every bad file gives the mistakes in the .txt beside it, in both languages.
func TestMistakes(t *testing.T) {
	for _, name := range files(t, "bad") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			errs := mistakes(t, readFile(t, name))
			got := errs.In("zh") + "\n\n" + errs.In("en") + "\n"
			golden := strings.TrimSuffix(name, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(string(readFile(t, golden)), got); d != "" {
				t.Errorf("messages (-want +got):\n%s", d)
			}
		})
	}
}

// The bad files meet every message that there is, and every mistake is placed
// inside its file.
func TestEveryMistakeIsMet(t *testing.T) {
	met := map[string]bool{
		"size":         true, // too large to keep; see TestHostileFiles
		"empty_design": true, // see TestDesignMistakes
		"empty_scheme": true, // see TestParseScheme
	}
	for _, name := range files(t, "bad") {
		src := readFile(t, name)
		lines := strings.Split(string(src), "\n")
		for _, e := range mistakes(t, src) {
			met[e.Key] = true
			if e.Line < 1 || e.Line > len(lines) || e.Column < 1 || e.Column > len([]rune(lines[e.Line-1]))+1 {
				t.Errorf("%s: %v lies outside", name, e)
			}
			if e.Problem("zh") == e.Key || e.Problem("en") == e.Key {
				t.Errorf("%s: no message for %q", name, e.Key)
			}
		}
	}
	for key := range messages {
		if !met[key] {
			t.Errorf("no bad file meets %q", key)
		}
	}
}

func TestMessagesFillInTheSame(t *testing.T) {
	names := func(parts [2]string) string {
		var found []string
		for rest := parts[0] + parts[1]; ; {
			_, after, ok := strings.Cut(rest, "{")
			name, tail, closed := strings.Cut(after, "}")
			if !ok || !closed {
				break
			}
			if !strings.Contains(name, " ") {
				found = append(found, name)
			}
			rest = tail
		}
		slices.Sort(found)
		return strings.Join(slices.Compact(found), " ")
	}
	for key, m := range messages {
		if zh, en := names(m.zh), names(m.en); zh != en {
			t.Errorf("%s: %q in Chinese, %q in English", key, zh, en)
		}
		if slices.Contains(m.zh[:], "") || slices.Contains(m.en[:], "") {
			t.Errorf("%s: something is left unsaid", key)
		}
	}
}

func TestErrorJSON(t *testing.T) {
	e := Error{Line: 3, Column: 7, Path: "items[0].scale", Key: "unknown_scale", Args: survey.Args("id", "fiv", "near", "five")}
	got, err := json.Marshal(Errors{e})
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"line":3,"column":7,"path":"items[0].scale","key":"unknown_scale",` +
		`"zh":{"problem":"没有量表“fiv”","remedy":"应为“five”吗？请填写 scales 中的名称，或用 options 写出选项"},` +
		`"en":{"problem":"there is no scale “fiv”","remedy":"did you mean “five”? name one of scales, or write options"}}]`
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("JSON (-want +got):\n%s", d)
	}
}
