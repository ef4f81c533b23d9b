package survey

import "minping/scoring"

// FewEligible is how many people may take part, at least, where it is told
// exactly how many did.
const FewEligible = 20

// A Band is a range of shares, 0–1, in which a share lies.
type Band struct {
	Low  Num `json:"low"`
	High Num `json:"high"`
}

// ParticipationBand tells roughly how many of few eligible people came. No
// band tells of a single number of people.
func ParticipationBand(came, eligible int) Band {
	edges := []float64{0, 1}
	switch {
	case eligible >= 10:
		edges = []float64{0, 0.5, 0.8, 1}
	case eligible >= 5:
		edges = []float64{0, 0.5, 1}
	}
	i := 0
	for share := float64(came) / float64(max(eligible, 1)); i+2 < len(edges) && share >= edges[i+1]; {
		i++
	}
	return Band{Num(edges[i]), Num(edges[i+1])}
}

// banded decides of the parts of a whole whose participation may be told
// exactly: not where few are eligible, nor where must says so; where that could
// be found by subtraction, the next smallest is not told either. open reports
// whether the whole may be told beside the rest.
func banded(eligible []int, must []bool) (hidden []bool, open bool) {
	hidden = scoring.Suppress(eligible, must, FewEligible)
	n, people := 0, 0
	for i, h := range hidden {
		if h && eligible[i] > 0 {
			n++
			people += eligible[i]
		}
	}
	return hidden, n == 0 || n > 1 && people >= FewEligible
}
