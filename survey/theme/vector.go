package theme

import (
	"math"
	"slices"
	"unicode/utf8"
)

// A vector is a statement as weights of its features, of length 1, in the order
// of the features.
type vector []component

type component struct {
	feature int
	weight  float64
}

const (
	pairShare = 0.6 // weight of a pair of characters beside that of a word
	toneShare = 0.1 // what a like tone adds to a similarity, and an opposite one takes
	toned     = 0.3 // a tone from here on counts
)

// features are a statement's words, those that mean the same as one, and the
// pairs of characters inside them: so "服务意识" and "服务" have something in common.
func features(statement string) map[string]float64 {
	in := map[string]float64{}
	for _, w := range Words(statement) {
		in[w] = 1
		if first, known := same()[w]; known {
			delete(in, w)
			in[first] = 1
		}
		if first, _ := utf8.DecodeRuneInString(w); first < utf8.RuneSelf {
			continue
		}
		runes := []rune(w)
		for i := 1; i < len(runes); i++ {
			if pair := string(runes[i-1 : i+1]); in[pair] == 0 {
				in[pair] = pairShare
			}
		}
	}
	return in
}

// vectors weighs each feature by ln(1 + n/df) (inverse document frequency) and
// brings each statement to length 1; one without words is empty.
func vectors(statements []string) []vector {
	sets := make([]map[string]float64, len(statements))
	ids, df := map[string]int{}, []float64{}
	for i, s := range statements {
		sets[i] = features(s)
		names := make([]string, 0, len(sets[i]))
		for f := range sets[i] {
			names = append(names, f)
		}
		slices.Sort(names) // the same numbers at each run
		for _, f := range names {
			id, known := ids[f]
			if !known {
				id = len(df)
				ids[f], df = id, append(df, 0)
			}
			df[id]++
		}
	}
	n := float64(len(statements))
	all := make([]vector, len(statements))
	for i, set := range sets {
		v, square := make(vector, 0, len(set)), 0.0
		for f, share := range set {
			id := ids[f]
			w := share * math.Log(1+n/df[id])
			v, square = append(v, component{id, w}), square+w*w
		}
		for j := range v {
			v[j].weight /= math.Sqrt(square)
		}
		slices.SortFunc(v, func(a, b component) int { return a.feature - b.feature })
		all[i] = v
	}
	return all
}

// dot is the inner product: of two statements, their cosine.
func (v vector) dot(w vector) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(v) && j < len(w); {
		switch d := v[i].feature - w[j].feature; {
		case d < 0:
			i++
		case d > 0:
			j++
		default:
			sum += v[i].weight * w[j].weight
			i, j = i+1, j+1
		}
	}
	return sum
}

// side is the sign of a text's tone where it is plain.
func side(text string) float64 {
	switch t := Tone(text); {
	case t >= toned:
		return 1
	case t <= -toned:
		return -1
	}
	return 0
}
