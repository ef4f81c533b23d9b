package scoring

var (
	_ = holds("*.poststrat", checkPostStratify)
	_ = holds("*.rake", checkRake(UnweightedSweeps))
	_ = holds("*.rake_calibrate", checkRake(RegressionResiduals))
)

// margin reads a margin of a case.
func (d table) margin(r *oracleRun, rows []map[string]any) Margin {
	r.Helper()
	m := Margin{Population: map[string]float64{}}
	for _, row := range rows {
		for column, value := range row {
			if column == "Freq" {
				continue
			}
			name, ok1 := value.(string)
			freq, ok2 := row["Freq"].(float64)
			if !ok1 || !ok2 {
				r.Fatalf("bad margin %v", row)
			}
			m.Of = d[column]
			m.Population[name] = freq
		}
	}
	return m
}

func checkPostStratify(r *oracleRun) {
	var p struct{ Margin []map[string]any }
	r.params(&p)
	s, d := r.sample()
	post, err := s.PostStratify(d.margin(r, p.Margin))
	if err != nil {
		r.Fatal(err)
	}
	r.calibrated(post, d)
	r.talliedMargins(p.Margin)
}

func checkRake(form RakeResiduals) func(*oracleRun) {
	return func(r *oracleRun) {
		var p struct{ Margins [][]map[string]any }
		r.params(&p)
		s, d := r.sample()
		var margins []Margin
		for _, rows := range p.Margins {
			margins = append(margins, d.margin(r, rows))
		}
		raked, report, err := s.Rake(margins, RakeOptions{Residuals: form})
		if err != nil || !report.Converged {
			r.Fatalf("%+v (%v)", report, err)
		}
		r.calibrated(raked, d)
		if form == RegressionResiduals {
			r.talliedMargins(p.Margins...)
		}
	}
}

// calibrated holds a sample weighted to margins against the case's figures.
func (r *oracleRun) calibrated(s *Sample, d table) {
	r.Helper()
	var want struct {
		Mean, SE, Total float64
		TotalSE         float64 `json:"total_se"`
		By              []wantEstimate
		Weights         []float64
		Kish            float64 `json:"kish_deff"`
	}
	r.expect(&want)
	y := d.numbers("api00")
	mean, err := s.Mean(y)
	if err != nil {
		r.Fatal(err)
	}
	total, err := s.Total(y)
	if err != nil {
		r.Fatal(err)
	}
	r.close("mean", mean.Value, want.Mean)
	r.close("SE", mean.SE, want.SE)
	r.close("Kish deff", mean.KishDeff, want.Kish)
	r.close("total", total.Value, want.Total)
	r.close("SE of the total", total.SE, want.TotalSE)
	w := s.Weights()
	if len(w) != len(want.Weights) {
		r.Fatalf("%d weights, want %d", len(w), len(want.Weights))
	}
	for i := range w {
		r.close("weight", w[i], want.Weights[i])
	}
	r.domains(s.MeansBy(y, d["awards"]), want.By, false) // the figures are those by awards
}
