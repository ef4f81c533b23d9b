package scoring

var _ = holds("*.severity_ols", checkSeverityFixed)

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
