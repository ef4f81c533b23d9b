package theme

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Term is a word or a phrase, and in how many texts it is.
type Term struct {
	Text  string
	Texts int
	Tone  float64 // mean Tone of the statements it is in, -1 to 1
	In    []int   // the texts, rising
}

const (
	phraseLink = 0.35 // least normalised pointwise mutual information of a phrase's parts
	covered    = 0.7  // a word that is that often in one phrase is told by the phrase alone
)

// Terms returns the words and phrases that are in least texts at least, the
// most frequent first. A phrase is two or three words side by side that come
// together more often than chance has it (normalised pointwise mutual
// information 0.35 at least; Bouma 2009); a word that mostly occurs inside a
// phrase is left out.
func Terms(texts []string, least int) []Term {
	least = max(least, 1)
	sentences := make([][]token, 0, len(texts))
	of, tone := []int{}, []float64{}
	for i, t := range texts {
		for _, s := range Statements(t) {
			sentences, of, tone = append(sentences, join(tokens(s))), append(of, i), append(tone, Tone(s))
		}
	}
	for range 2 { // pairs, then threes
		joinPhrases(sentences, least)
	}
	terms := gather(sentences, of, tone, least)
	slices.SortFunc(terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Texts, a.Texts), cmp.Compare(utf8.RuneCountInString(b.Text), utf8.RuneCountInString(a.Text)), cmp.Compare(a.Text, b.Text))
	})
	return terms
}

// join keeps the content words of a statement, each knowing whether it follows
// the one before at once.
func join(all []token) []token {
	var kept []token
	near := false
	for _, t := range all {
		w, ok := content(t.text)
		if !ok {
			near = false
			continue
		}
		kept = append(kept, token{text: w, next: near && t.next && len(kept) > 0})
		near = true
	}
	return kept
}

// joinPhrases makes one token of two that are a phrase.
func joinPhrases(sentences [][]token, least int) {
	ones, pairs, total := map[string]int{}, map[[2]string]int{}, 0
	for _, s := range sentences {
		for i, t := range s {
			ones[t.text]++
			total++
			if t.next {
				pairs[[2]string{s[i-1].text, t.text}]++
			}
		}
	}
	n := float64(total)
	isPhrase := func(a, b string) bool {
		both := pairs[[2]string{a, b}]
		if both < max(least, 2) {
			return false
		}
		p := float64(both) / n
		pmi := math.Log(p * n * n / float64(ones[a]) / float64(ones[b]))
		return pmi >= -phraseLink*math.Log(p)
	}
	for k, s := range sentences {
		var out []token
		for i := 0; i < len(s); i++ {
			t := s[i]
			if i+1 < len(s) && s[i+1].next && isPhrase(t.text, s[i+1].text) {
				u := s[i+1]
				parts := append(slices.Concat(t.parts, u.parts), t.text, u.text)
				out = append(out, token{text: together(t.text, u.text), next: t.next, parts: parts})
				i++
				continue
			}
			out = append(out, t)
		}
		sentences[k] = out
	}
}

// together writes two words as one phrase, with a space between Latin ones.
func together(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if last < utf8.RuneSelf || first < utf8.RuneSelf {
		return a + " " + b
	}
	return a + b
}

// gather counts in how many texts each term is, be it inside another.
func gather(sentences [][]token, of []int, tone []float64, least int) []Term {
	at := map[string]*Term{}
	statements := map[string]int{}
	for k, s := range sentences {
		for _, t := range s {
			for _, text := range append([]string{t.text}, t.parts...) {
				x := at[text]
				if x == nil {
					x = &Term{Text: text}
					at[text] = x
				}
				if len(x.In) == 0 || x.In[len(x.In)-1] != of[k] {
					x.In = append(x.In, of[k])
				}
				x.Tone += tone[k]
				statements[text]++
			}
		}
	}
	var terms []Term
	for text, x := range at {
		if len(x.In) < least || utf8.RuneCountInString(text) < 2 {
			continue
		}
		x.Texts, x.Tone = len(x.In), x.Tone/float64(statements[text])
		terms = append(terms, *x)
	}
	return slices.DeleteFunc(terms, func(t Term) bool {
		return slices.ContainsFunc(terms, func(p Term) bool {
			return len(p.Text) > len(t.Text) && strings.Contains(p.Text, t.Text) && float64(p.Texts) >= covered*float64(t.Texts)
		})
	})
}
