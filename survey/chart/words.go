package chart

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"text/template"
)

// languages are those that figures exist in, the default first.
var languages = []string{"zh", "en"}

//go:embed words/*.json
var wordFiles embed.FS

// catalog holds the words of each language, by key.
var catalog = loadWords()

func loadWords() map[string]map[string]*template.Template {
	all := make(map[string]map[string]*template.Template, len(languages))
	for _, lang := range languages {
		src, err := wordFiles.ReadFile("words/" + lang + ".json")
		if err != nil {
			panic(err)
		}
		var words map[string]string
		if err := json.Unmarshal(src, &words); err != nil {
			panic(fmt.Errorf("chart: words %s: %w", lang, err))
		}
		all[lang] = make(map[string]*template.Template, len(words))
		for key, text := range words {
			all[lang][key] = template.Must(template.New(key).Option("missingkey=error").Parse(text))
		}
	}
	return all
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
