package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A PromoterScale divides the answers to "how likely are you to recommend us?":
// promoters answer PromoterMin or more, detractors DetractorMax or less, the
// others are passive. On the usual scale of 0–10 (and on 1–10) these are 9 and 6.
type PromoterScale struct {
	DetractorMax, PromoterMin float64
}

// UsualPromoterScale is that of answers 0–10.
var UsualPromoterScale = PromoterScale{DetractorMax: 6, PromoterMin: 9}

// score returns 100 for a promoter, 0, or −100 for a detractor; NaN for NaN.
func (p PromoterScale) score(y float64) float64 {
	switch {
	case math.IsNaN(y):
		return y
	case y >= p.PromoterMin:
		return 100
	case y <= p.DetractorMax:
		return -100
	}
	return 0
}

func (p PromoterScale) check() {
	if !(p.DetractorMax < p.PromoterMin) {
		panic("scoring: promoters must answer more than detractors")
	}
}

// A PromoterScore is the net promoter score of a simple random sample, in
// points from −100 to 100.
type PromoterScore struct {
	Promoters, Passives, Detractors int

	NPS       float64
	SE        float64
	Low, High float64 // Wald; of width 0 if all answers are of one kind
	// Adjusted is the score with 3/4, 3/2, 3/4 added to promoters, passives and
	// detractors, and its interval, which keeps its level with few answers.
	Adjusted, AdjustedLow, AdjustedHigh float64

	N       int // answers
	Missing int // NaN
}

// NetPromoter returns the net promoter score of the answers y (NaN: not
// answered) with intervals at the level (0–1). With shares p of promoters and q
// of detractors among n answers:
//
//	NPS = 100 (p−q),  se = 100 √((p+q−(p−q)²)/n),  NPS ± z se
//
// The adjusted Wald interval is the same with 3/4 promoters, 3/2 passives and
// 3/4 detractors added. Bounds are cut at ±100. No answers give ErrNoAnswers
// and NaN. It panics on a scale without order or a level outside 0–1.
//
// Reichheld, F. F. (2003), Harvard Business Review 81(12), 46–54; Rocks, B.
// (2016), The American Statistician 70, 365–372.
func NetPromoter(y []float64, scale PromoterScale, level float64) (PromoterScore, error) {
	scale.check()
	if !(level > 0 && level < 1) {
		panic("scoring: the level must lie between 0 and 1")
	}
	var s PromoterScore
	for _, x := range y {
		switch v := scale.score(x); {
		case math.IsNaN(v):
			s.Missing++
			continue
		case v > 0:
			s.Promoters++
		case v < 0:
			s.Detractors++
		default:
			s.Passives++
		}
		s.N++
	}
	p, q, n := float64(s.Promoters), float64(s.Detractors), float64(s.N)
	if s.N == 0 {
		nan := math.NaN()
		s.NPS, s.SE, s.Low, s.High = nan, nan, nan, nan
		s.Adjusted, s.AdjustedLow, s.AdjustedHigh = nan, nan, nan
		return s, ErrNoAnswers
	}
	s.NPS, s.SE, s.Low, s.High = promoterWald(p, q, n, level)
	s.Adjusted, _, s.AdjustedLow, s.AdjustedHigh = promoterWald(p+0.75, q+0.75, n+3, level)
	return s, nil
}

// promoterWald returns the score of p promoters and q detractors among n.
func promoterWald(p, q, n, level float64) (nps, se, low, high float64) {
	d := (p - q) / n
	nps, se = 100*d, 100*math.Sqrt(max(0, (p+q)/n-d*d)/n)
	half := distuv.UnitNormal.Quantile((1+level)/2) * se
	return nps, se, max(-100, nps-half), min(100, nps+half)
}

// NetPromoter estimates the net promoter score of the population: the mean of
// 100 for promoters, 0 and −100 for detractors, under the design. Errors are
// those of Mean; bounds may pass ±100, and a score of ±100 has no width.
func (s *Sample) NetPromoter(y []float64, scale PromoterScale) (SampleEstimate, error) {
	scale.check()
	scores := make([]float64, len(y))
	for i, x := range y {
		scores[i] = scale.score(x)
	}
	return s.Mean(scores)
}
