package theme

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A token is a word as it stands in a statement.
type token struct {
	text  string
	next  bool     // it follows the one before, with nothing between
	parts []string // of a phrase: its words, and the phrase of two in one of three
}

// apostrophes go, so that "wasn't" is one word.
var apostrophes = strings.NewReplacer("'", "", "’", "")

// tokens cuts a text into words, simplified and in lower case, with stop words
// and without signs.
func tokens(text string) []token {
	plain := apostrophes.Replace(strings.ToLower(Simplify(norm.NFKC.String(text))))
	var words []token
	near := false
	for _, w := range segmenter().Cut(plain) {
		w = strings.TrimFunc(w, unicode.IsSpace)
		if w == "" {
			continue
		}
		if !isWord(w) {
			near = w == "-"
			continue
		}
		words = append(words, token{text: w, next: near})
		near = true
	}
	return words
}

// Cut cuts a text into its words, signs and spaces, in order: together they are
// the text. Characters that follow one another and are in no word are taken for
// a name, as 岚屿市.
func Cut(text string) (all []string) {
	if !utf8.ValidString(text) {
		return []string{text}
	}
	left, name := []rune(text), false
	for _, w := range segmenter().Cut(strings.ToLower(text)) {
		n := min(utf8.RuneCountInString(w), len(left))
		lone := n == 1 && unicode.Is(unicode.Han, left[0]) && !stops()[w]
		if lone && name {
			all[len(all)-1] += string(left[:n])
		} else {
			all = append(all, string(left[:n]))
		}
		left, name = left[n:], lone
	}
	if len(left) > 0 {
		all = append(all, string(left))
	}
	return all
}

func isWord(w string) bool {
	for _, r := range w {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// Words returns the words of a text that say what it is about: simplified, in
// lower case, English ones without their endings, without stop words and numbers.
func Words(text string) []string {
	var words []string
	for _, t := range tokens(text) {
		if w, ok := content(t.text); ok {
			words = append(words, w)
		}
	}
	return words
}

// content returns a word as it is counted, unless it says nothing.
func content(w string) (string, bool) {
	if stops()[w] {
		return "", false
	}
	first, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsLetter(first) {
		return "", false
	}
	if first < utf8.RuneSelf {
		w = stem(w)
		return w, len(w) > 1 && !stops()[w]
	}
	return w, true
}

// stem takes the commonest endings off an English word.
func stem(w string) string {
	for _, end := range []struct{ from, to string }{{"sses", "ss"}, {"ies", "y"}, {"ing", ""}, {"ed", ""}, {"ly", ""}, {"s", ""}} {
		root, found := strings.CutSuffix(w, end.from)
		if !found || end.from == "s" && (strings.HasSuffix(root, "s") || strings.HasSuffix(root, "u")) {
			continue
		}
		if len(root) < 3 || !strings.ContainsAny(root, "aeiouy") {
			return w
		}
		if n := len(root); end.to == "" && end.from != "s" && root[n-1] == root[n-2] && !strings.ContainsRune("lsz", rune(root[n-1])) {
			root = root[:n-1] // queuing, running → run
		}
		return root + end.to
	}
	return w
}

var (
	// ends are where sentences and lines end. A full stop ends one after a letter
	// only, not in "2.5" and not in "1. first".
	ends = regexp.MustCompile(`[。！？；\n\r;!?]+`)
	stop = regexp.MustCompile(`(\pL)\.(?:\s+|$)`)
	// numbers are those of a list.
	numbers = regexp.MustCompile(`(?:^|[\s，,、：:])(?:[（(][0-9一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[.、)）]|[一二三四五六七八九十]{1,3}[、.])`)
	letter  = regexp.MustCompile(`\pL`)
)

// Statements parts a comment into what it says one after the other, as people
// list several things in one answer. What is lost is signs and numbers of lists.
func Statements(comment string) []string {
	var out []string
	add := func(s string) {
		if s = strings.Trim(s, " \t\u3000，,、：:。.；;-—•·*"); letter.MatchString(s) {
			out = append(out, s)
		}
	}
	for _, sentence := range ends.Split(stop.ReplaceAllString(comment, "$1\n"), -1) {
		from := 0
		for _, at := range numbers.FindAllStringIndex(sentence, -1) {
			if next := sentence[at[1]:]; next != "" && next[0] >= '0' && next[0] <= '9' {
				continue // 2.5
			}
			add(sentence[from:at[0]])
			from = at[1]
		}
		add(sentence[from:])
	}
	return out
}
