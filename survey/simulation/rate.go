package simulation

import (
	"math"

	"minping/survey"
)

// A Rate is a share, or a mean per case, over all rounds.
type Rate struct {
	Value survey.Num `json:"value"` // NaN: no case
	SE    survey.Num `json:"se"`    // Monte Carlo standard error, see rates
}

// A count is what one round has of something.
type count struct{ hits, of float64 }

func (c *count) add(hit bool) {
	c.of++
	if hit {
		c.hits++
	}
}

// A key names what is counted in a round: what of, where, in which tier.
type key struct {
	what, at string
	tier     int
}

// A round is the counts of one simulated poll, or of several with the same truth.
type round map[key]count

func (r round) add(k key, hit bool) {
	c := r[k]
	c.add(hit)
	r[k] = c
}

func (r round) sum(k key, x float64) {
	c := r[k]
	c.hits += x
	c.of++
	r[k] = c
}

// rate returns the ratio of all hits to all cases, r = Σ h / Σ o, and its error
// as that of a ratio over independent rounds,
//
//	se² = R/(R−1) Σ (h − r o)² / (Σ o)²
//
// since the cases of one round depend on each other.
func rate(rounds []round, k key) Rate {
	hits, of := 0.0, 0.0
	for _, r := range rounds {
		hits += r[k].hits
		of += r[k].of
	}
	if of == 0 {
		return Rate{survey.Num(math.NaN()), survey.Num(math.NaN())}
	}
	share, squares := hits/of, 0.0
	for _, r := range rounds {
		d := r[k].hits - share*r[k].of
		squares += d * d
	}
	n := float64(len(rounds))
	return Rate{survey.Num(share), survey.Num(math.Sqrt(n/(n-1)*squares) / of)}
}
