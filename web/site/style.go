package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"sync"

	"minping/survey/chart"
)

// An inlineStyle is the one style element of a citizen page, and the hash by
// which the content security policy allows it.
type inlineStyle struct {
	element []byte
	hash    string
}

func newInlineStyle(css string) inlineStyle {
	sum := sha256.Sum256([]byte(css))
	return inlineStyle{
		element: []byte("<style>" + css + "</style>"),
		hash:    "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
	}
}

// stylePlace is where a page wants its style.
const stylePlace = "<style></style>"

// A styleSheet is CSS of which a page inlines what can apply to it.
type styleSheet struct {
	rules  []cssRule
	number map[string]int // of what selectors name, as cssNames writes it
	always nameSet        // what comes to be on pages after they were sent
	whole  inlineStyle

	mu   sync.Mutex
	cuts map[nameSet]inlineStyle
}

// mostCuts bounds the cuts that are kept. The pages there are need some thirty.
const mostCuts = 200

// citizenStyle is the tokens and the citizen style sheet: a page is one request.
// The style sheet of shared tablets uses its tokens as well.
var citizenStyle = newStyleSheet(
	string(lighten("tokens.css", []byte(chart.Tokens())))+string(assets["citizen.css"].content),
	string(assets["kiosk.css"].content)+string(assets["sheet.css"].content)+string(assets["sheet-grid.css"].content),
	"citizen.js", "begun.js", "send.js", "quote.js", "embed.js")

// newStyleSheet reads a style sheet whose tokens another one uses too, and whose
// pages run scripts.
func newStyleSheet(css, beside string, scripts ...string) *styleSheet {
	s := &styleSheet{rules: parseCSS(css), number: make(map[string]int), cuts: make(map[nameSet]inlineStyle)}
	for _, r := range s.rules {
		for _, sel := range r.selectors {
			for _, name := range cssNames(sel) {
				if _, ok := s.number[name]; !ok {
					s.number[name] = len(s.number)
				}
			}
		}
	}
	if len(s.number) > len(nameSet{})*64 {
		panic("web: a nameSet has no room for all names of the style sheet")
	}
	for _, script := range scripts {
		for _, text := range scriptText.FindAllString(string(assets[script].content), -1) {
			for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !inName(r) }) {
				for _, kind := range []string{"", ".", "["} {
					s.always.add(s.number, kind+word)
				}
			}
		}
	}
	s.always.add(s.number, "[open") // by the reader
	s.whole = newInlineStyle(usedTokens(writeCSS(s.rules, func(string) bool { return true }), beside))
	return s
}

var scriptText = regexp.MustCompile("'[^'\n]*'|`[^`]*`")

// dress puts into a page the style that it needs, and returns its hash. A page
// that scripts replace by whichever comes next needs all of it, and so does one
// with a style sheet beside.
func (s *styleSheet) dress(page []byte) (dressed []byte, hash string) {
	style := s.whole
	if !bytes.Contains(page, []byte("/sheet-grid.")) && !bytes.Contains(page, []byte(" data-words=")) && !bytes.Contains(page, []byte(" data-kiosk=")) {
		style = s.cut(s.named(page))
	}
	return bytes.Replace(page, []byte(stylePlace), style.element, 1), style.hash
}

// cut returns the style of a page that holds names.
func (s *styleSheet) cut(names nameSet) inlineStyle {
	s.mu.Lock()
	defer s.mu.Unlock()
	style, ok := s.cuts[names]
	if !ok {
		style = newInlineStyle(usedTokens(writeCSS(s.rules, func(selector string) bool {
			return !slices.ContainsFunc(cssNames(selector), func(name string) bool { return !names.has(s.number[name]) })
		})))
		if len(s.cuts) < mostCuts {
			s.cuts[names] = style
		}
	}
	return style
}

// named returns what a page holds of what selectors name: elements, classes and
// attributes of its tags, and its language.
func (s *styleSheet) named(page []byte) nameSet {
	names := s.always
	name := make([]byte, 0, 64)
	add := func(kind string, text []byte) {
		name = append(append(name[:0], kind...), text...)
		names.add(s.number, string(name))
	}
	for {
		at := bytes.IndexByte(page, '<')
		if at < 0 {
			return names
		}
		page = page[at+1:]
		var tag []byte
		if tag, page = word(page); len(tag) == 0 {
			continue // the end of an element, or the doctype
		}
		add("", tag)
		for {
			page = bytes.TrimLeft(page, " \n\t/:")
			var attribute, value []byte
			if attribute, page = word(page); len(attribute) == 0 {
				break
			}
			add("[", attribute)
			if rest, ok := bytes.CutPrefix(page, []byte(`="`)); ok {
				value, page, _ = bytes.Cut(rest, []byte(`"`))
			}
			switch string(attribute) {
			case "class":
				for class := range bytes.FieldsSeq(value) {
					add(".", class)
				}
			case "type":
				add("[type=", value)
			case "lang":
				if string(tag) == "html" {
					add(":root:lang(", value[:min(2, len(value))])
				}
			}
		}
	}
}

// word cuts a name off the front of a text.
func word[T string | []byte](text T) (name, rest T) {
	n := 0
	for n < len(text) && inName(rune(text[n])) {
		n++
	}
	return text[:n], text[n:]
}

// inName reports whether names have a letter.
func inName(r rune) bool {
	return r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// A nameSet is a set of names, by their numbers.
type nameSet [4]uint64

func (n nameSet) has(i int) bool { return n[i/64]>>(i%64)&1 == 1 }

// add adds a name, if it is numbered.
func (n *nameSet) add(number map[string]int, name string) {
	if i, ok := number[name]; ok {
		n[i/64] |= 1 << (i % 64)
	}
}

var (
	tokenUse = regexp.MustCompile(`var\((--[\w-]+)`)
	tokenSet = regexp.MustCompile(`(--[\w-]+):[^;{}]*;?`)
	emptySet = regexp.MustCompile(`[^{};]*\{\s*\}`)
)

// usedTokens drops the custom properties to which neither a style sheet refers,
// nor one beside it, nor a property that these refer to.
func usedTokens(css string, beside ...string) string {
	for {
		used := make(map[string]bool)
		for _, sheet := range append(beside, css) {
			for _, m := range tokenUse.FindAllStringSubmatch(sheet, -1) {
				used[m[1]] = true
			}
		}
		left := tokenSet.ReplaceAllStringFunc(css, func(set string) string {
			if name, _, _ := strings.Cut(set, ":"); !used[name] {
				return ""
			}
			return set
		})
		left = emptySet.ReplaceAllString(left, "")
		if left == css {
			return css
		}
		css = left
	}
}
