package web

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minping/web/locales"
)

// catalogKeys returns the keys of all message files of a language, each with
// the names of the arguments that its message takes.
func catalogKeys(t *testing.T, lang string) map[string][]string {
	t.Helper()
	files, err := fs.Glob(locales.Files, "*"+lang+".json")
	must(t, err)
	argument := regexp.MustCompile(`\{\{\.(\w+)\}\}`)
	keys := make(map[string][]string)
	for _, f := range files {
		b, err := locales.Files.ReadFile(f)
		must(t, err)
		var messages map[string]json.RawMessage
		must(t, json.Unmarshal(b, &messages))
		for k, m := range messages {
			if _, twice := keys[k]; twice {
				t.Errorf("%s: %s stands in two files", f, k)
			}
			var names []string
			for _, a := range argument.FindAllStringSubmatch(string(m), -1) {
				names = append(names, a[1])
			}
			slices.Sort(names)
			keys[k] = slices.Compact(names)
		}
	}
	return keys
}

// Every message is in every language, with the same arguments.
func TestCatalogsAgree(t *testing.T) {
	zh, en := catalogKeys(t, "zh"), catalogKeys(t, "en")
	for _, k := range slices.Sorted(maps.Keys(zh)) {
		args, ok := en[k]
		if !ok {
			t.Errorf("%s is missing in en", k)
		} else if !slices.Equal(zh[k], args) {
			t.Errorf("%s takes %v in zh and %v in en", k, zh[k], args)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(en)) {
		if _, ok := zh[k]; !ok {
			t.Errorf("%s is missing in zh", k)
		}
	}
}

// A message names its arguments as {{.name}}: a name in single braces would
// stand on the page. One message tells of the marks that bodies of hooks have.
func TestCatalogArgumentsAreNamed(t *testing.T) {
	files, err := fs.Glob(locales.Files, "*.json")
	must(t, err)
	single := regexp.MustCompile(`[^{]\{\w+\}[^}]`)
	for _, f := range files {
		b, err := locales.Files.ReadFile(f)
		must(t, err)
		for line := range strings.Lines(string(b)) {
			if m := single.FindString(line); m != "" && !strings.Contains(line, `"notifications.body.help"`) {
				t.Errorf("%s: an argument in single braces: %s", f, line)
			}
		}
	}
}

// Every key that a page or a handler names exists, and none is left over. Keys
// put together from parts ("error." + key) are checked by their prefix.
func TestCatalogKeysAreUsed(t *testing.T) {
	used, prefixes := usedKeys(t)
	keys := catalogKeys(t, "zh")
	for k, where := range used {
		if _, ok := keys[k]; !ok {
			t.Errorf("%s: no message %q", where, k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if _, ok := used[k]; ok {
			continue
		}
		if !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(k, p) }) {
			t.Errorf("message %q is used nowhere", k)
		}
	}
}

// usedKeys returns the keys named in templates and code, and the prefixes of
// those that are put together.
func usedKeys(t *testing.T) (used map[string]string, prefixes []string) {
	t.Helper()
	inTemplate := regexp.MustCompile(`\bth? \(?(?:print[f]? )?"([\w.-]+)"`)
	inCode := regexp.MustCompile(`(?:\.T\(|[tT]ranslate\([\w.]+, |\.(?:P|adminP|ManageP|caseP)age\(c, |Key: )"([\w.-]+)"( \+)?`)
	used = make(map[string]string)
	note := func(file string, text []byte, re *regexp.Regexp) {
		for _, m := range re.FindAllStringSubmatch(string(text), -1) {
			if strings.HasSuffix(m[1], ".") {
				prefixes = append(prefixes, m[1])
			} else {
				used[m[1]] = file
			}
		}
	}
	must(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		switch filepath.Ext(path) {
		case ".html":
			note(path, b, inTemplate)
		case ".go":
			note(path, b, inCode)
		}
		return err
	}))
	return used, prefixes
}
