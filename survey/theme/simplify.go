package theme

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// conversions are OpenCC's tables from traditional to simplified Chinese:
// phrases, where a character by itself would go wrong, and characters.
var conversions = sync.OnceValue(func() (c struct {
	phrases    map[string]string
	characters map[rune]string
	starts     map[rune]int // the longest phrase that starts with it, in bytes
},
) {
	c.phrases, c.characters, c.starts = map[string]string{}, map[rune]string{}, map[rune]int{}
	for _, f := range entries(phraseFile) {
		if len(f) < 2 {
			continue
		}
		c.phrases[f[0]] = f[1]
		first, _ := utf8.DecodeRuneInString(f[0])
		c.starts[first] = max(c.starts[first], len(f[0]))
	}
	for _, f := range entries(characterFile) {
		if len(f) < 2 {
			continue
		}
		from, _ := utf8.DecodeRuneInString(f[0])
		if f[1] != f[0] {
			c.characters[from] = f[1]
		}
	}
	return c
})

// Simplify writes traditional Chinese in simplified characters, the longest
// phrase first; everything else stays as it is.
func Simplify(text string) string {
	c := conversions()
	var b strings.Builder
	b.Grow(len(text))
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		to, taken := "", 0
		for n := min(c.starts[r], len(text)); n > size; n-- {
			if p, ok := c.phrases[text[:n]]; ok {
				to, taken = p, n
				break
			}
		}
		if taken == 0 {
			taken = size
			if p, ok := c.characters[r]; ok {
				to = p
			} else {
				to = text[:size]
			}
		}
		b.WriteString(to)
		text = text[taken:]
	}
	return b.String()
}
