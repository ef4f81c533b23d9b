package scoring

var (
	_ = holds("*.severity_ols", checkSeverityFixed)
	_ = holds("*.severity_reml", checkSeverityRandom)
)

func (r *oracleRun) ratings() Ratings {
	d := r.table()
	return Ratings{Ratee: d["idstud"], Rater: d["rater"], Value: d.numbers("total")}
}

// A wantSeverity is the expectation of both severity cases.
type wantSeverity struct {
	Mu       float64
	VarRatee float64 `json:"var_ratee"`
	VarRater float64 `json:"var_rater"`
	VarRes   float64 `json:"var_res"`
	Rater    []struct {
		Rater  string
		Effect float64
		N      int
	}
	Ratee []struct {
		Ratee         string
		Raw, Adjusted float64
		N             int
	}
}

func checkSeverityFixed(r *oracleRun) {
	var want wantSeverity
	r.expect(&want)
	ratings := r.ratings()
	got, err := SeverityFixed(ratings)
	if err != nil || len(got.Raters) != len(want.Rater) || len(got.Ratees) != len(want.Ratee) || got.N != len(ratings.Value) {
		r.Fatalf("%d raters, %d ratees, %d ratings, %v", len(got.Raters), len(got.Ratees), got.N, err)
	}
	r.close("μ", got.Mean, want.Mu)
	raters, ratees := map[string]RaterEffect{}, map[string]AdjustedRatee{}
	for _, e := range got.Raters {
		raters[e.Rater] = e
	}
	for _, a := range got.Ratees {
		ratees[a.Ratee] = a
	}
	for _, w := range want.Rater {
		r.close(w.Rater, raters[w.Rater].Effect, w.Effect)
		if n := raters[w.Rater].N; n != w.N {
			r.Errorf("%s gave %d, want %d", w.Rater, n, w.N)
		}
	}
	for _, w := range want.Ratee {
		r.close(w.Ratee+" raw", ratees[w.Ratee].Raw, w.Raw)
		r.close(w.Ratee, ratees[w.Ratee].Adjusted, w.Adjusted)
		if n := ratees[w.Ratee].N; n != w.N {
			r.Errorf("%s got %d, want %d", w.Ratee, n, w.N)
		}
	}
}

func checkSeverityRandom(r *oracleRun) {
	var want wantSeverity
	r.expect(&want)
	got, err := SeverityRandom(r.ratings())
	if err != nil || len(got.Raters) != len(want.Rater) || len(got.Ratees) != len(want.Ratee) {
		r.Fatalf("%d raters, %d ratees, %v", len(got.Raters), len(got.Ratees), err)
	}
	r.close("μ", got.Mean, want.Mu)
	r.close("variance of ratees", got.RateeVariance, want.VarRatee)
	r.close("variance of raters", got.RaterVariance, want.VarRater)
	r.close("residual variance", got.Residual, want.VarRes)
	effects, adjusted := map[string]float64{}, map[string]float64{}
	for _, e := range got.Raters {
		effects[e.Rater] = e.Effect
	}
	for _, a := range got.Ratees {
		adjusted[a.Ratee] = a.Adjusted
	}
	for _, w := range want.Rater {
		r.close(w.Rater, effects[w.Rater], w.Effect)
	}
	for _, w := range want.Ratee {
		r.close(w.Ratee, adjusted[w.Ratee], w.Adjusted)
	}
}
