package chart

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"text/template"
)

// languages are those that figures exist in, the default first.
var languages = []string{"zh", "en"}

//go:embed words/*.json
var wordFiles embed.FS

// catalog holds the words of each language, by key. A file is named
// <language>.json or <subject>.<language>.json.
var catalog = loadWords()

func loadWords() map[string]map[string]*template.Template {
	all := make(map[string]map[string]*template.Template, len(languages))
	for _, lang := range languages {
		all[lang] = map[string]*template.Template{}
		files, err := fs.Glob(wordFiles, "words/*"+lang+".json")
		if err != nil {
			panic(err)
		}
		for _, file := range files {
			for key, text := range readWords(file) {
				all[lang][key] = template.Must(template.New(key).Option("missingkey=error").Parse(text))
			}
		}
	}
	return all
}

func readWords(file string) (words map[string]string) {
	src, err := wordFiles.ReadFile(file)
	if err != nil {
		panic(err)
	}
	if err := json.Unmarshal(src, &words); err != nil {
		panic(fmt.Errorf("chart: %s: %w", file, err))
	}
	return words
}

// word returns a text in a language; args are name, value pairs. A missing key
// or argument is a bug and panics.
func word(lang, key string, args ...any) string {
	t := catalog[lang][key]
	if t == nil {
		panic("chart: no word " + key)
	}
	values := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		values[args[i].(string)] = args[i+1]
	}
	var b strings.Builder
	if err := t.Execute(&b, values); err != nil {
		panic(fmt.Errorf("chart: word %s: %w", key, err))
	}
	return keepTogether(b.String())
}

var (
	beforeHan = regexp.MustCompile(`([0-9]) (\p{Han})`)
	afterHan  = regexp.MustCompile(`(\p{Han}) ([0-9])`)
)

// keepTogether puts no-break spaces between a number and the words around it:
// 末 10 位.
func keepTogether(s string) string {
	return afterHan.ReplaceAllString(beforeHan.ReplaceAllString(s, "$1\u00a0$2"), "$1\u00a0$2")
}

// joined lists names: 甲、乙 or A, B and C.
func joined(lang string, names []string) string {
	if lang == "zh" || len(names) < 2 {
		return strings.Join(names, map[string]string{"zh": "、", "en": ", "}[lang])
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
