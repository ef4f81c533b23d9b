package scoring

import "strings"

var (
	_ = holds("*.nps", checkNetPromoter)
	_ = holds("*.nps_weighted", checkSampledPromoter)
	_ = holds("*.nps_cluster", checkSampledPromoter)
)

func checkNetPromoter(r *oracleRun) {
	var p struct {
		DetractorMax float64 `json:"detractor_max"`
		PromoterMin  float64 `json:"promoter_min"`
	}
	var want struct {
		N, Promoters, Passives, Detractors int
		NPS, SE, Lo, Hi                    float64
		Adjusted                           float64 `json:"adj_wald"`
		AdjustedLow                        float64 `json:"adj_lo"`
		AdjustedHigh                       float64 `json:"adj_hi"`
	}
	r.params(&p)
	r.expect(&want)
	item, _, _ := strings.Cut(r.c.ID, ".")
	got, err := NetPromoter(r.table().numbers(item), PromoterScale{p.DetractorMax, p.PromoterMin}, 0.95)
	if err != nil {
		r.Fatal(err)
	}
	if got.N != want.N || got.Promoters != want.Promoters || got.Passives != want.Passives || got.Detractors != want.Detractors {
		r.Errorf("%+v, want %+v", got, want)
	}
	r.close("NPS", got.NPS, want.NPS)
	r.close("SE", got.SE, want.SE)
	r.close("low", got.Low, want.Lo)
	r.close("high", got.High, want.Hi)
	r.close("adjusted", got.Adjusted, want.Adjusted)
	r.close("adjusted low", got.AdjustedLow, want.AdjustedLow)
	r.close("adjusted high", got.AdjustedHigh, want.AdjustedHigh)
}

func checkSampledPromoter(r *oracleRun) {
	var want struct {
		NPS, SE, Lo, Hi float64
		DF              *float64
	}
	r.expect(&want)
	d := r.table()
	design := SampleDesign{Weights: d.numbers("w")}
	if strings.HasSuffix(r.c.ID, "_cluster") {
		design.Clusters = d["cluster"]
	}
	s, err := NewSample(len(design.Weights), design)
	if err != nil {
		r.Fatal(err)
	}
	item, _, _ := strings.Cut(r.c.ID, ".")
	e, err := s.NetPromoter(d.numbers(item), UsualPromoterScale)
	if err != nil {
		r.Fatal(err)
	}
	r.close("NPS", e.Value, want.NPS)
	r.close("SE", e.SE, want.SE)
	r.close("low", e.Low, want.Lo)
	r.close("high", e.High, want.Hi)
	if want.DF != nil {
		r.close("df", e.DF, *want.DF)
	}
}
