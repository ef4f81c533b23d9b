// Package theme reads many comments together: which words and phrases they use,
// which of them say the same, and in what tone. It knows Chinese, simplified and
// traditional, and English, and no survey types.
//
// What it returns is an aid to whoever reads the comments, never a figure: it
// proposes which statements to merge, and people decide.
package theme

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/go-ego/gse"
)

//go:generate go run dict/make.go

var (
	//go:embed dict/words.txt
	wordFile string
	//go:embed dict/field.txt
	fieldFile string
	//go:embed dict/characters.txt
	characterFile string
	//go:embed dict/phrases.txt
	phraseFile string
	//go:embed dict/stop.txt
	stopFile string
	//go:embed dict/tone.txt
	toneFile string
	//go:embed dict/same.txt
	sameFile string
)

// fieldFrequency is how often a word of the field is taken to occur: often
// enough to win over the words it is made of.
const fieldFrequency = " 20000 n"

// segmenter reads the dictionary when the first text comes, once.
var segmenter = sync.OnceValue(func() *gse.Segmenter {
	s := &gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	var b strings.Builder
	b.WriteString(wordFile)
	for _, w := range entries(fieldFile) {
		b.WriteString(w[0] + fieldFrequency + "\n")
	}
	for _, words := range entries(sameFile) {
		for _, w := range words {
			b.WriteString(w + fieldFrequency + "\n")
		}
	}
	for _, list := range tones() {
		for _, w := range list.words {
			b.WriteString(w + fieldFrequency + "\n")
		}
	}
	if err := s.LoadDictStr(b.String()); err != nil {
		panic("theme: " + err.Error()) // the dictionary is inside the program
	}
	return s
})

// stops are the words that say nothing about a subject.
var stops = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(stopFile) {
		words[w] = true
	}
	return words
})

// same leads from a word to the one as which it is read where statements are
// compared.
var same = sync.OnceValue(func() map[string]string {
	first := map[string]string{}
	for _, words := range entries(sameFile) {
		for _, w := range words[1:] {
			if _, known := first[stem(w)]; !known {
				first[stem(w)] = stem(words[0])
			}
		}
	}
	return first
})

// entries are the lines of a file, in fields, without comments.
func entries(file string) [][]string {
	var lines [][]string
	for line := range strings.Lines(file) {
		if f := strings.Fields(line); len(f) > 0 && f[0] != "#" {
			lines = append(lines, f)
		}
	}
	return lines
}
