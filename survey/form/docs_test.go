package form

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

var block = regexp.MustCompile("(?s)```([a-z ]+)\n(.*?)```")

// Every example of the guide is a questionnaire, or becomes one with the least
// that a file needs; the wrong one gives the messages printed below it.
func TestGuide(t *testing.T) {
	guide := string(readFile(t, "../../docs/questionnaire.md"))
	examples, wrong := 0, ""
	for _, b := range block.FindAllStringSubmatch(guide, -1) {
		switch kind, text := b[1], b[2]; kind {
		case "yaml":
			examples++
			mustParse(t, completeExample(t, text))
		case "yaml wrong":
			wrong = text
		case "text":
			if d := cmp.Diff(text, mistakes(t, []byte(wrong)).In("en")+"\n"); d != "" {
				t.Errorf("messages (-guide +got):\n%s", d)
			}
		}
	}
	if examples < 6 || wrong == "" {
		t.Errorf("%d examples found, wrong one %q", examples, wrong)
	}
}

// completeExample adds id, version, title and an item where an example leaves them out.
func completeExample(t *testing.T, text string) []byte {
	t.Helper()
	if strings.HasPrefix(text, "id:") {
		return []byte(text)
	}
	whole := map[string]any{"id": "example", "version": "1", "title": "例", "items": []any{map[string]any{"id": "said", "type": "text", "text": "意见"}}}
	var part map[string]any
	if err := yaml.Unmarshal([]byte(text), &part); err != nil {
		t.Fatalf("%v\nin %s", err, text)
	}
	maps.Copy(whole, part)
	src, err := yaml.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// The guide names every key, every word and every function.
func TestGuideIsComplete(t *testing.T) {
	guide := string(readFile(t, "../../docs/questionnaire.md"))
	named := func(what, word string) {
		if !regexp.MustCompile(`\b` + regexp.QuoteMeta(word) + `\b`).MatchString(guide) {
			t.Errorf("the guide does not name the %s %q", what, word)
		}
	}
	for word := range keysOfSchema(t) {
		named("key", word)
	}
	for _, words := range kinds {
		for _, word := range words {
			named("word", word)
		}
	}
}
