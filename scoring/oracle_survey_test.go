package scoring

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	_ = holds("*[^p].mean", checkDesignMean) // not *.ciprop.mean
	_ = holds("*.vcov", checkDesignCovariance)
	_ = holds("*.total", checkDesignTotal)
	_ = holds("*.by", checkDesignBy)
	_ = holds("*.prop", checkDesignShares)
	_ = holds("*.ciprop.*", checkDesignProportion)
)

// sample returns the sample of the case's design, named before the first dot,
// with its data.
func (r *oracleRun) sample() (*Sample, table) {
	r.Helper()
	d := r.table()
	design := SampleDesign{Weights: d.numbers("pw")}
	name, _, _ := strings.Cut(r.c.ID, ".")
	name, corrected := strings.CutSuffix(name, "_fpc")
	switch name {
	case "strat": //nolint:misspell // a name in the oracle files
		design.Strata = d["stype"]
	case "clus":
		design.Clusters = d["dnum"]
	case "weights_only":
	default:
		r.Fatalf("unknown design %s", name)
	}
	if corrected {
		design.PSUs = d.numbers("fpc")
	}
	s, err := NewSample(len(design.Weights), design)
	if err != nil {
		r.Fatal(err)
	}
	return s, d
}

// call returns what the pattern finds in the R call of a case of the file.
func (r *oracleRun) call(id, pattern string) []string {
	r.Helper()
	raw, err := os.ReadFile(filepath.Join(r.file.dir, r.file.name+".oracle.json"))
	if err != nil {
		r.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID   string
			Call string `json:"r_call"`
		}
	}
	r.decode(raw, &file)
	for _, c := range file.Cases {
		if found := regexp.MustCompile(pattern).FindStringSubmatch(c.Call); c.ID == id && found != nil {
			return found[1:]
		}
	}
	r.Fatalf("no %s in the call of %s", pattern, id)
	return nil
}

type wantEstimate struct {
	By   string
	N    int
	Mean float64
	SE   float64
	Deff float64
	Low  float64 `json:"ci_lo"`
	High float64 `json:"ci_hi"`
}

func checkDesignMean(r *oracleRun) {
	var want struct {
		Mean, SE, Deff, Svyvar map[string]float64
		Low                    map[string]float64 `json:"ci_lo"`
		High                   map[string]float64 `json:"ci_hi"`
		DF                     float64
		Replace                map[string]float64 `json:"deff_replace"`
		Kish                   float64            `json:"kish_deff"`
		NEff                   float64            `json:"n_eff_kish"`
	}
	r.expect(&want)
	s, d := r.sample()
	for y := range want.Mean {
		e, err := s.Mean(d.numbers(y))
		if err != nil {
			r.Fatal(err)
		}
		for _, c := range []struct {
			what string
			got  float64
			want float64
		}{
			{"mean", e.Value, want.Mean[y]},
			{"SE", e.SE, want.SE[y]},
			{"low", e.Low, want.Low[y]},
			{"high", e.High, want.High[y]},
			{"df", e.DF, want.DF},
			{"deff", e.Deff, want.Deff[y]},
			{"deff replace", e.DeffReplace, want.Replace[y]},
			{"variance", e.Variance, want.Svyvar[y]},
			{"Kish deff", e.KishDeff, want.Kish},
			{"effective n", e.NEff, want.NEff},
		} {
			r.close(y+" "+c.what, c.got, c.want)
		}
		r.talliedMean(y, want.Mean[y], want.SE[y], want.Replace[y])
	}
}

// checkDesignCovariance takes the variables from the sibling case of the means.
func checkDesignCovariance(r *oracleRun) {
	var want [][]float64
	r.expect(&want)
	s, d := r.sample()
	means := strings.TrimSuffix(r.c.ID, "vcov") + "mean"
	var columns [][]float64
	for _, y := range strings.Split(r.call(means, `svymean\(~([^,]+), des`)[0], "+") {
		columns = append(columns, d.numbers(y))
	}
	m, err := s.Means(columns...)
	if err != nil {
		r.Fatal(err)
	}
	for i := range want {
		for j := range want[i] {
			r.close("covariance", m.Covariance.At(i, j), want[i][j])
		}
	}
}

func checkDesignTotal(r *oracleRun) {
	var want struct{ Total, SE float64 }
	r.expect(&want)
	s, d := r.sample()
	e, err := s.Total(d.numbers(r.call(r.c.ID, `svytotal\(~(\S+), des`)[0]))
	if err != nil {
		r.Fatal(err)
	}
	r.close("total", e.Value, want.Total)
	r.close("SE", e.SE, want.SE)
}

func checkDesignBy(r *oracleRun) {
	var want []wantEstimate
	r.expect(&want)
	s, d := r.sample()
	names := r.call(r.c.ID, `svyby\(~(\S+), ~(\S+), des`)
	got := s.MeansBy(d.numbers(names[0]), d[names[1]])
	r.domains(got, want, true)
}

// domains holds means by domain against the expected ones.
func (r *oracleRun) domains(got []DomainMean, want []wantEstimate, full bool) {
	r.Helper()
	if len(got) != len(want) {
		r.Fatalf("%d domains, want %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.Name != w.By || g.Err != nil || full && g.N != w.N {
			r.Errorf("domain %s of %d rows (%v), want %s of %d", g.Name, g.N, g.Err, w.By, w.N)
		}
		r.close(w.By+" mean", g.Value, w.Mean)
		r.close(w.By+" SE", g.SE, w.SE)
		if full {
			r.close(w.By+" deff", g.Deff, w.Deff)
			r.close(w.By+" low", g.Low, w.Low)
			r.close(w.By+" high", g.High, w.High)
		}
	}
}

func checkDesignShares(r *oracleRun) {
	var want struct{ Mean, SE map[string]float64 }
	r.expect(&want)
	s, d := r.sample()
	factor := r.call(r.c.ID, `factor\((\S+?)\)`)[0]
	got := s.Shares(d[factor], WaldInterval)
	if len(got) != len(want.Mean) {
		r.Fatalf("%d categories, want %d", len(got), len(want.Mean))
	}
	for _, g := range got {
		r.close(g.Name, g.Value, want.Mean[factor+g.Name])
		r.close(g.Name+" SE", g.SE, want.SE[factor+g.Name])
	}
}

func checkDesignProportion(r *oracleRun) {
	var want struct {
		P, SE float64
		Low   float64 `json:"ci_lo"`
		High  float64 `json:"ci_hi"`
	}
	r.expect(&want)
	s, d := r.sample()
	is := r.call(r.c.ID, `I\((\S+)=='(\S+)'\)`)
	y := make([]float64, len(d[is[0]]))
	for i, x := range d[is[0]] {
		if x == is[1] {
			y[i] = 1
		}
	}
	kind, ok := map[string]ProportionInterval{
		"logit": LogitInterval, "xlogit": LogitInterval, "mean": WaldInterval, "beta": BetaInterval,
	}[r.c.ID[strings.LastIndex(r.c.ID, ".")+1:]]
	if !ok {
		r.Fatal("unknown interval")
	}
	e, err := s.Proportion(y, kind)
	if err != nil {
		r.Fatal(err)
	}
	r.close("p", e.Value, want.P)
	r.close("SE", e.SE, want.SE)
	r.close("low", e.Low, want.Low)
	r.close("high", e.High, want.High)
}
