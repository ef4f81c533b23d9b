package simulation

import (
	"math"
	"slices"

	"minping/scoring"
)

// classes is how many kinds of respondent there are, from strict to lenient,
// all equally frequent: the levels Φ⁻¹((c+½)/classes) of a normal leniency.
const classes = 32

// A scale is the answers of one item in the order of a latent opinion: first
// "no score", then the scored options from the worst.
type scale struct {
	answers []int16   // option indices; no score: don't know, else blank
	scores  []float64 // of the scored options
	cuts    []float64 // standard normal cut points between scored options, one fewer
}

// newScale orders the options of an item and cuts the opinion so that a unit
// with no effect has the shares of the plan. An item with another number of
// scored options has the plan's distribution function, interpolated.
func newScale(item scoring.Item, shares []float64) scale {
	s := scale{answers: []int16{scoring.Blank}}
	var scored []int
	for i, o := range item.Options {
		switch {
		case !math.IsNaN(o.Score):
			scored = append(scored, i)
		case o.Kind == scoring.DontKnow:
			s.answers[0] = int16(i)
		}
	}
	slices.SortStableFunc(scored, func(a, b int) int {
		if item.Options[a].Score < item.Options[b].Score {
			return -1
		}
		return 1
	})
	for r, i := range scored {
		s.answers = append(s.answers, int16(i))
		s.scores = append(s.scores, item.Options[i].Score)
		if r > 0 {
			s.cuts = append(s.cuts, normalQuantile(below(shares, float64(r)/float64(len(scored)))))
		}
	}
	return s
}

// below returns the share of opinions in the lowest part of the scale, 0–1.
func below(shares []float64, part float64) float64 {
	total, sum := 0.0, 0.0
	for _, x := range shares {
		total += x
	}
	at := part * float64(len(shares))
	whole := int(at)
	for _, x := range shares[:whole] {
		sum += x
	}
	if whole < len(shares) {
		sum += (at - float64(whole)) * shares[whole]
	}
	return sum / total
}

// A mixture is how lenient respondents are: class c with probability weight[c].
type mixture struct {
	level  [classes]float64
	weight [classes]float64
	// joined[own][cluster] is the class of a respondent of a cluster.
	joined [classes][classes]uint8
}

// newMixture returns the classes of respondents; shared is the part of their
// leniency that the respondents of a cluster have in common, 0 without clusters.
func newMixture(shared float64) *mixture {
	m := &mixture{}
	for c := range classes {
		m.level[c] = normalQuantile((float64(c) + 0.5) / classes)
	}
	for own := range classes {
		for cluster := range classes {
			level := math.Sqrt(1-shared)*m.level[own] + math.Sqrt(shared)*m.level[cluster]
			c := min(classes-1, int(classes*normalCDF(level)))
			if shared == 0 {
				c = own
			}
			m.joined[own][cluster] = uint8(c)
			m.weight[c] += 1.0 / (classes * classes)
		}
	}
	return m
}

// probabilities writes the probability of each scored option for a class of
// respondents, given the effect of unit and item.
func (s *scale) probabilities(out []float64, effect, leniency, level float64) {
	before := 0.0
	for k := range s.scores {
		upTo := 1.0
		if k < len(s.cuts) {
			upTo = normalCDF((s.cuts[k] - effect - math.Sqrt(leniency)*level) / math.Sqrt(1-leniency))
		}
		out[k] = upTo - before
		before = upTo
	}
}

// mean returns the true score of an item: the mean over all respondents.
func (s *scale) mean(m *mixture, effect, leniency float64) float64 {
	p := make([]float64, len(s.scores))
	sum := 0.0
	for c, w := range m.weight {
		s.probabilities(p, effect, leniency, m.level[c])
		for k, x := range s.scores {
			sum += w * p[k] * x
		}
	}
	return sum
}

// shifted returns the effect that moves an item's true score by so many points,
// or to the end of its scale.
func (s *scale) shifted(m *mixture, effect, leniency, points float64) float64 {
	want := s.mean(m, effect, leniency) + points
	low, high := effect-8, effect+8
	for range 60 {
		middle := (low + high) / 2
		if s.mean(m, middle, leniency) < want {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

func normalQuantile(p float64) float64 { return -math.Sqrt2 * math.Erfcinv(2*p) }
