package form

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minping/survey"
)

// marshal writes a questionnaire as YAML, with every default written out.
func marshal(q *survey.Questionnaire) ([]byte, error) {
	return yaml.MarshalWithOptions(q, yaml.Indent(2), yaml.IndentSequence(true), yaml.UseLiteralStyleIfMultiline(true))
}

// good returns the good files by name: those of testdata and the bundled ones.
func good(t *testing.T) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	for _, name := range files(t, "good") {
		all[filepath.Base(name)] = readFile(t, name)
	}
	bundled, err := filepath.Glob("../library/*.yaml")
	if err != nil || len(bundled) == 0 {
		t.Fatalf("no bundled questionnaires (%v)", err)
	}
	for _, name := range bundled {
		all["library/"+filepath.Base(name)] = readFile(t, name)
	}
	return all
}

func mustParse(t interface {
	Helper()
	Fatalf(string, ...any)
}, src []byte,
) *survey.Questionnaire {
	t.Helper()
	q, err := Parse(src)
	if err != nil {
		t.Fatalf("%v\nin %.300s…", err, src)
	}
	return q
}

func TestGoodFiles(t *testing.T) {
	for name, src := range good(t) {
		t.Run(name, func(t *testing.T) {
			q := mustParse(t, src)
			if !bytes.Equal(q.YAML, src) {
				t.Error("the file is not kept as it was read")
			}
			written, err := marshal(q)
			if err != nil {
				t.Fatal(err)
			}
			again := mustParse(t, written)
			if d := cmp.Diff(string(Canonical(q)), string(Canonical(again))); d != "" {
				t.Errorf("written and read again (-want +got):\n%s", d)
			}
			q.Visible(survey.Answers{}) // expressions compile
		})
	}
}

// A golden hash: a change of the canonical form would make published
// questionnaires strangers to themselves.
func TestHashIsStable(t *testing.T) {
	q := mustParse(t, readFile(t, "testdata/good/least.yaml"))
	if want := "{\"disclosure\":{\"min_comments\":10,\"min_group\":5},\"id\":\"least\"," +
		"\"items\":[{\"id\":\"comment\",\"max\":2000,\"text\":{\"zh\":\"您的意见\"},\"type\":\"longtext\"}]," +
		"\"languages\":[\"zh\"],\"pages\":[{\"id\":\"page\",\"items\":[\"comment\"]}]," +
		"\"scoring\":{\"aggregation\":\"aggregate-first\",\"level\":0.95,\"lonely\":\"fail\",\"min_ballots\":0,\"roll_up\":false,\"strata\":\"none\"}," +
		"\"title\":{\"zh\":\"最小的问卷\"},\"version\":\"1\"}"; string(Canonical(q)) != want {
		t.Errorf("canonical form\n%s\nwant\n%s", Canonical(q), want)
	}
	// printf '%s' CANONICAL | sha256sum
	if want := "25ac184c5da6ae7d6c7423637cd3ddd602d3d9473819f445446c6fd59dfbe6fa"; q.Hash != want {
		t.Errorf("hash %s, want %s", q.Hash, want)
	}
}

// Layout, comments, quotes, line ends and written defaults do not change the
// hash.
func TestHashIgnoresLayout(t *testing.T) {
	want := mustParse(t, readFile(t, "testdata/good/least.yaml")).Hash
	for name, src := range map[string]string{
		"block style": "# comment\nitems:\n- text: 您的意见 # why\n  id: comment\n  type: longtext\ntitle: 最小的问卷\nversion: \"1\"\nid: least\n",
		"json":        `{"id": "least", "version": "1", "title": {"zh": "最小的问卷"}, "items": [{"id": "comment", "type": "longtext", "text": {"zh": "您的意见"}}]}`,
		"defaults":    "id: least\nversion: 1\nlanguages: [zh]\ntitle: 最小的问卷\nitems:\n  - {id: comment, type: longtext, text: 您的意见, max: 2000, required: false}\nscoring: {level: 0.95}\ndisclosure: {min_group: 5}\n",
		"CRLF":        "id: least\r\nversion: 1\r\ntitle: 最小的问卷\r\nitems:\r\n  - {id: comment, type: longtext, text: 您的意见}\r\n",
		"BOM":         "\ufeffid: least\nversion: 1\ntitle: 最小的问卷\nitems:\n  - {id: comment, type: longtext, text: 您的意见}\n",
		"document":    "---\nid: least\nversion: 1\ntitle: 最小的问卷\nitems:\n  - {id: comment, type: longtext, text: 您的意见}\n...\n",
	} {
		if got := mustParse(t, []byte(src)).Hash; got != want {
			t.Errorf("%s: hash differs", name)
		}
	}
}

// Any change of meaning changes the hash: each value of the fullest file in
// turn.
func TestHashSeesMeaning(t *testing.T) {
	src := string(readFile(t, "testdata/good/everything.yaml"))
	want := mustParse(t, []byte(src)).Hash
	changed := 0
	for _, at := range regexp.MustCompile(`(?:score|weight|days|level|min_ballots|drop|gap|below|missing|max): [\d.]+|: true|zh: \p{Han}+`).FindAllStringIndex(src, -1) {
		value := src[at[0]:at[1]]
		other := value + "0"
		switch {
		case value == ": true":
			other = ": false"
		case strings.HasPrefix(value, "zh"):
			other = value + "改"
		case strings.Contains(value, "."):
			other = value + "1"
		case strings.HasSuffix(value, "0"):
			other = value[:len(value)-1] + "1"
			if strings.HasSuffix(value, " 100") {
				other = value[:len(value)-3] + "99"
			}
		case strings.HasPrefix(value, "max"), strings.HasPrefix(value, "drop"):
			other = strings.TrimRight(value, "23") + "1"
		}
		q, err := Parse([]byte(src[:at[0]] + other + src[at[1]:]))
		if err != nil {
			t.Fatalf("%q for %q: %v", other, value, err)
		}
		changed++
		if q.Hash == want {
			t.Errorf("%q for %q at %d leaves the hash", other, value, at[0])
		}
	}
	if changed < 60 {
		t.Errorf("only %d changes tried", changed)
	}
}

func TestDefaults(t *testing.T) {
	q := mustParse(t, readFile(t, "testdata/good/sketch.yaml"))
	area := q.Index[0]
	leaf := area.Children[1]
	if area.Level != survey.LevelArea || leaf.Level != survey.LevelIndicator || leaf.ID != "s2" {
		t.Errorf("levels %s and %s, leaf id %q", area.Level, leaf.Level, leaf.ID)
	}
	if leaf.Title["zh"] != "您对“{{s1}}”" {
		t.Errorf("a leaf's title is %q, not its item's text", leaf.Title["zh"])
	}
	var satisfied []string
	for _, o := range q.Scales["satisfaction"] {
		if o.Satisfied {
			satisfied = append(satisfied, o.Code)
		}
	}
	if d := cmp.Diff([]string{"5", "4", "3"}, satisfied); d != "" {
		t.Errorf("satisfied options: %s", d)
	}
	if k := q.Scales["satisfaction"][5].Kind; k != survey.DontKnow {
		t.Errorf("an unscored option of a scored scale is of kind %q, not don't know", k)
	}
	var pages []string
	for _, p := range q.Pages {
		pages = append(pages, p.ID+"="+strings.Join(p.Items, "+"))
	}
	if d := cmp.Diff([]string{"selection=s1+s2", "page=age+why"}, pages); d != "" {
		t.Errorf("pages: %s", d)
	}
	everything := mustParse(t, readFile(t, "testdata/good/everything.yaml"))
	if l := everything.Index[0].Level; l != survey.LevelComposite {
		t.Errorf("a node above areas is %q", l)
	}
	if f := everything.Flags[0]; f.Node != "overall" {
		t.Errorf("a rule without node looks at %q", f.Node)
	}
	if everything.Scales["five"][2].Satisfied {
		t.Error("an option counts as satisfied though others are marked")
	}
}

// A plain string is the text in the first language.
func TestPlainStrings(t *testing.T) {
	q := mustParse(t, []byte("id: a\nversion: 1\nlanguages: [en]\ntitle: Hello\nitems:\n  - {id: s, type: text, text: 12}\n"))
	if q.Title["en"] != "Hello" || q.Items[0].Text["en"] != "12" {
		t.Errorf("title %v, text %v", q.Title, q.Items[0].Text)
	}
}

// Files made to hurt are refused, and messages quote little of them.
func TestHostileFiles(t *testing.T) {
	head := "id: a\nversion: 1\ntitle: t\nitems:\n"
	for name, src := range map[string]string{
		"100 MiB":             strings.Repeat("x", 100<<20),
		"deep brackets":       "id: " + strings.Repeat("[", 10_000),
		"deep braces":         "id: " + strings.Repeat("{a: ", 10_000),
		"deep entries":        strings.Repeat("- ", 10_000),
		"deep blocks":         deepBlocks(200),
		"explicit keys":       strings.Repeat("? ", 10_000),
		"alias bomb":          "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + head,
		"many closers":        strings.Repeat("]", 10_000),
		"long line":           "id: \"" + strings.Repeat("x", 1<<20),
		"many keys":           strings.Repeat("a: 1\n", 100_000),
		"many keys in braces": "id: {" + strings.Repeat("a: 1, ", 100_000) + "}",
		"many unknown names":  head + numbered("  - {id: s%d, type: text, text: t, show_if: nobody%d == 'x'}\n", 5000),
		"many circles":        head + numbered("  - {id: c%d, value: c%d + d%d}\n", 5000),
		"many unknown keys":   head + strings.Repeat("  - {idd: a}\n", 5000),
		"long rating":         head + "  - {id: r, type: rating, from: 0, to: 2000000000, text: t}\n",
		"longer rating":       head + "  - {id: r, type: rating, from: -1000000000000000000, to: 1000000000000000000, text: t}\n",
		"rating to nowhere":   head + "  - {from: 10}\n",
		"NUL":                 "id: a\x00",
		"long key":            strings.Repeat("k", 1<<16) + ": 1\n",
		"binary":              "\x89PNG\r\n\x1a\n",
		"template":            head + "  - {id: '{{.}}', type: text, text: t}\n",
		"SQL":                 "id: \"a'; DROP TABLE polls; --\"\nversion: 1\ntitle: t\nitems: []\n",
		"path":                "id: ../../etc/passwd\nversion: 1\ntitle: t\nitems: []\n",
		"header":              "id: \"a\\r\\nSet-Cookie: x=1\"\nversion: 1\ntitle: t\nitems: []\n",
		"script id":           "id: <script>alert(1)</script>\nversion: 1\ntitle: t\nitems: []\n",
		"escaped control":     head + "  - {id: a, type: text, text: \"a\\u0000b\"}\n",
		"escaped turned text": head + "  - {id: a, type: text, text: \"a\\u202Eb\"}\n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, e := range mistakes(t, []byte(src)) {
				if len([]rune(e.In("zh"))) > 800 || strings.ContainsAny(e.In("en"), "\r\n\x00\u202e") {
					t.Errorf("a message quotes too much: %.100q…", e.In("en"))
				}
			}
		})
	}
}

// numbered repeats a line, with its number in place of each %d.
func numbered(line string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "%d", strconv.Itoa(i)))
	}
	return b.String()
}

func deepBlocks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// Where a file is cut off or a byte of it changed, Parse answers with a
// questionnaire or with mistakes that lie in the file.
func TestDamagedFiles(t *testing.T) {
	src := readFile(t, "testdata/good/everything.yaml")
	rapid.Check(t, func(t *rapid.T) {
		damaged := bytes.Clone(src)
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			at := rapid.IntRange(0, len(damaged)-1).Draw(t, "at")
			damaged[at] = rapid.SampledFrom([]byte("{}[]:,-#'\"&*!|>% \n\t0a\xff")).Draw(t, "byte")
		}
		checkParse(t, damaged[:rapid.IntRange(0, len(damaged)).Draw(t, "length")])
	})
}

// checkParse holds what must be true of Parse for any input.
func checkParse(t interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, src []byte,
) {
	t.Helper()
	q, err := Parse(src)
	if err != nil {
		var errs Errors
		if !errors.As(err, &errs) || len(errs) == 0 || q != nil {
			t.Fatalf("questionnaire %v, error %T", q != nil, err)
		}
		lines := bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r")) + 1
		for i, e := range errs {
			if e.Line < 1 || e.Line > lines || e.Column < 1 {
				t.Errorf("%v lies outside the file", e)
			}
			if i > 0 && e.Line < errs[i-1].Line {
				t.Errorf("%v comes after %v", e, errs[i-1])
			}
			if e.In("zh") == "" || e.Problem("en") == e.Key {
				t.Errorf("no message for %q", e.Key)
			}
		}
		return
	}
	written, err := marshal(q)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if again := mustParse(t, written); again.Hash != q.Hash {
		t.Errorf("written and read again, the hash differs:\n%s", cmp.Diff(string(Canonical(q)), string(Canonical(again))))
	}
	q.Visible(survey.Answers{}) // every expression compiles
}

func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/*/*.yaml", "../library/*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) { checkParse(t, src) })
}

func BenchmarkParse(b *testing.B) {
	src, err := os.ReadFile("../library/organisation-work.yaml")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(src); err != nil {
			b.Fatal(err)
		}
	}
}
