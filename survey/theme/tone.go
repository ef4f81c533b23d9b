package theme

import (
	"math"
	"strconv"
	"sync"
	"unicode/utf8"
)

// A toneList is a line of the lexicon: words of one kind.
type toneList struct {
	kind  string // "+", "-", "!" or a factor
	words []string
}

var tones = sync.OnceValue(func() []toneList {
	var lists []toneList
	for _, f := range entries(toneFile) {
		lists = append(lists, toneList{f[0], f[1:]})
	}
	return lists
})

type toneLexicon struct {
	value  map[string]float64 // of praise and blame
	factor map[string]float64 // what multiplies what follows; negative: negates
}

// within values a word that the dictionary joins with its negation or its
// degree: "不好", "太慢".
func (x toneLexicon) within(w string) (float64, bool) {
	_, first := utf8.DecodeRuneInString(w)
	if first < 2 { // Latin
		return 0, false
	}
	f, scales := x.factor[w[:first]]
	v, valued := x.value[w[first:]]
	return f * v, scales && valued
}

// lexicon says what words do to the tone of a statement.
var lexicon = sync.OnceValue(func() (x toneLexicon) {
	x.value, x.factor = map[string]float64{}, map[string]float64{}
	for _, list := range tones() {
		for _, w := range list.words {
			switch list.kind {
			case "+":
				x.value[w] = 1
			case "-":
				x.value[w] = -1
			case "!":
				x.factor[w] = negated
			default:
				f, err := strconv.ParseFloat(list.kind, 64)
				if err != nil {
					panic("theme: tone.txt: " + list.kind)
				}
				x.factor[w] = f
			}
		}
	}
	return x
})

const (
	negated = -0.8 // "not good" is less bad than "bad" is
	reach   = 3    // words that a negation or a degree reaches
	damping = 1    // of Tone: one plain word makes ±0.5
)

// Tone returns whether a text praises or blames, from -1 to 1: the sum s of its
// words' values, each times the negations and degrees up to three words
// before, as s/(|s|+1). 0 is neutral, unknown or balanced. A wish
// ("希望加强…") is blame where it names a fault, else neutral.
//
// It goes by a lexicon alone, sees no irony, and is an aid to sort by.
func Tone(text string) float64 {
	x := lexicon()
	sum, factor, left := 0.0, 1.0, 0
	for _, t := range tokens(text) {
		if !t.next {
			factor, left = 1, 0
		}
		w := t.text
		v, valued := x.value[w]
		f, scales := x.factor[w]
		if !valued && !scales {
			v, valued = x.within(w)
		}
		switch {
		case valued:
			sum += v * factor
			if factor, left = 1, 0; scales { // "lacks patience": blame, and no praise after it
				factor, left = f, reach
			}
		case scales:
			factor, left = factor*f, reach
		case left > 0:
			if left--; left == 0 {
				factor = 1
			}
		}
	}
	return sum / (math.Abs(sum) + damping)
}
