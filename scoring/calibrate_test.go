package scoring

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// columnTallies counts rows of numbers as ballots of one unit "u" that answer
// one item per column; the index weights the items 1, 2, 3 … Numbers run from
// 0 to 100. Rows have a group where groups has.
func columnTallies(d SampleDesign, groups, profiles []string, columns ...[]float64) *Tallies {
	in := &Instrument{Nodes: []Node{{ID: "overall", Parent: -1, Item: -1, StandItem: -1}}}
	for _, g := range slices.Compact(slices.Sorted(slices.Values(groups))) {
		in.Groups = append(in.Groups, Group{ID: g})
	}
	option := make([]map[float64]int16, len(columns))
	for j, y := range columns {
		item := Item{ID: fmt.Sprint("q", j)}
		option[j] = map[float64]int16{}
		for _, x := range y {
			if _, ok := option[j][x]; !ok && !math.IsNaN(x) {
				option[j][x] = int16(len(item.Options))
				item.Options = append(item.Options, Option{Code: fmt.Sprint(x), Score: x})
			}
		}
		in.Items = append(in.Items, item)
		in.Nodes = append(in.Nodes, Node{ID: item.ID, Weight: float64(j + 1), Item: j, StandItem: -1})
	}
	t := NewTallies(in, Design{Lonely: d.Lonely, Level: d.Level})
	at := func(x []string, i int) string {
		if x == nil {
			return ""
		}
		return x[i]
	}
	for i := range columns[0] {
		b := Ballot{Unit: "u", Weight: 1, Group: at(groups, i), Stratum: at(d.Strata, i), Cluster: at(d.Clusters, i), Profile: at(profiles, i)}
		if d.Weights != nil {
			b.Weight = d.Weights[i]
		}
		if d.PSUs != nil {
			b.Population = d.PSUs[i]
		}
		for j, y := range columns {
			a := Blank
			if !math.IsNaN(y[i]) {
				a = option[j][y[i]]
			}
			b.Answers = append(b.Answers, a)
		}
		t.Add(&b)
	}
	return t
}

// drawMargins draws margins that some weights of the rows meet, for a sample
// and for its tallies.
func drawMargins(t *rapid.T, n int) (margins []Margin, plan Calibration, profiles []string) {
	levels := []int{2, 3, 2}[:rapid.SampledFrom([]int{1, 3}).Draw(t, "margins")]
	margins = make([]Margin, len(levels))
	profiles = make([]string, n)
	for m := range levels {
		margins[m].Population = map[string]float64{}
	}
	for i := range n {
		w := rapid.Float64Range(1, 3).Draw(t, "target")
		parts := make([]string, len(levels))
		for m, k := range levels {
			parts[m] = strconv.Itoa(rapid.IntRange(0, k-1).Draw(t, "category"))
			margins[m].Of = append(margins[m].Of, parts[m])
			margins[m].Population[parts[m]] += w
		}
		profiles[i] = strings.Join(parts, ProfileSeparator)
	}
	plan.Unit = "u"
	for m := range margins {
		plan.Margins = append(plan.Margins, TallyMargin{Name: fmt.Sprint(m), At: m, Population: margins[m].Population})
	}
	return margins, plan, profiles
}

// drawRows draws a sample with strata, clusters and populations, or not, whose
// weights are equal within strata, and answers from 0 to 100.
func drawRows(t *rapid.T) (SampleDesign, []float64) {
	d, y := drawSample(t)
	weights := map[string]float64{}
	for i := range y {
		y[i] = (y[i] + 100) / 2
		if w, ok := weights[d.Strata[i]]; ok {
			d.Weights[i] = w
		}
		weights[d.Strata[i]] = d.Weights[i]
	}
	if rapid.Bool().Draw(t, "no clusters") {
		d.Clusters = nil
	}
	if rapid.Bool().Draw(t, "populations") {
		population := map[string]float64{"0": 60, "1": 50}
		for _, h := range d.Strata {
			d.PSUs = append(d.PSUs, population[h])
		}
	}
	d.Lonely = Lonely(rapid.IntRange(0, 2).Draw(t, "lonely"))
	return d, y
}

// TestTalliesAgreeWithSample: raked or not, the score of one item is the mean
// of the sample, its error the sample's, and so are weights and design effect.
func TestTalliesAgreeWithSample(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, y := drawRows(t)
		s := mustSample(t, len(y), d)
		margins, c, profiles := drawMargins(t, len(y))
		tallies := columnTallies(d, nil, profiles, y)
		if err := tallies.Check(); err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "raked") {
			raked, want, err := s.Rake(margins, RakeOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if len(margins) == 1 {
				if raked, err = s.PostStratify(margins[0]); err != nil {
					t.Fatal(err)
				}
			}
			s = raked
			out, reports := tallies.Calibrate([]Calibration{c})
			tallies = out
			r := reports[0]
			if r.Failed != nil || r.Sweeps > want.Sweeps+2 || !r.Converged || r.Ballots != len(y) || !agree(r.MinRatio, want.MinRatio, 1e-8) ||
				!agree(r.MaxRatio, want.MaxRatio, 1e-8) || !agree(r.KishDeff, want.KishDeff, 1e-9) || !agree(r.NEff, want.NEff, 1e-8) {
				t.Fatalf("%+v, want %+v", r, want)
			}
		}
		got := tallies.Scores()[0].Nodes[1]
		want, _ := s.Mean(y)
		if !agree(got.Value, want.Value, 1e-9) || !agree(got.SE, want.SE, 1e-9) || got.N != want.N {
			t.Fatalf("%+v, want %+v", got, want)
		}
		replace := got.Deff * (1 - d.fraction()) * ratio(len(y)) / ratio(got.N)
		if want.SE > 0 && !agree(replace, want.DeffReplace, 1e-7) {
			t.Fatalf("design effect %g, want %g", replace, want.DeffReplace)
		}
	})
}

// ratio returns n/(n−1).
func ratio(n int) float64 { return float64(n) / float64(n-1) }

// fraction returns the share of the population's people that the sample has,
// clusters being taken as a whole.
func (d SampleDesign) fraction() float64 {
	if d.PSUs == nil {
		return 0
	}
	rows, units, population := map[string]float64{}, map[string]map[string]bool{}, map[string]float64{}
	for i, n := range d.PSUs {
		h, c := "", strconv.Itoa(i)
		if d.Strata != nil {
			h = d.Strata[i]
		}
		if d.Clusters != nil {
			c = d.Clusters[i]
		}
		if units[h] == nil {
			units[h] = map[string]bool{}
		}
		units[h][c] = true
		rows[h]++
		population[h] = n
	}
	people := 0.0
	for h, n := range rows {
		people += n * population[h] / float64(len(units[h]))
	}
	return float64(len(d.PSUs)) / people
}

// TestTalliesAgreeWithSampleMeans: an index of items is the combination of the
// sample's means, with their covariances.
func TestTalliesAgreeWithSampleMeans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, _ := drawRows(t)
		n := len(d.Weights)
		columns := make([][]float64, 3)
		for j := range columns {
			for range n {
				columns[j] = append(columns[j], float64(rapid.IntRange(0, 4).Draw(t, "answer"))*25)
			}
		}
		margins, c, profiles := drawMargins(t, n)
		raked, _, err := mustSample(t, n, d).Rake(margins, RakeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		tallies, _ := columnTallies(d, nil, profiles, columns...).Calibrate([]Calibration{c})
		got := tallies.Scores()[0].Nodes[0]
		want, err := raked.Means(columns...)
		if err != nil {
			if !math.IsNaN(got.SE) {
				t.Fatalf("%+v, want %v", got, err)
			}
			return
		}
		value, v := 0.0, 0.0
		for j := range columns {
			value += float64(j+1) / 6 * want.Values[j]
			for k := range columns {
				v += float64(j+1) / 6 * float64(k+1) / 6 * want.Covariance.At(j, k)
			}
		}
		if !agree(got.Value, value, 1e-9) || !agree(got.SE, math.Sqrt(max(v, 0)), 1e-6) {
			t.Fatalf("%+v, want %g ± %g", got, value, math.Sqrt(v))
		}
	})
}

// TestCalibrationReportsWhatItDid: categories without ballots and ballots
// without a category leave the rest of the margin as it is.
func TestCalibrationReportsWhatItDid(t *testing.T) {
	profiles := []string{"m", "m", "m", "f", "", "x", "f", "f"}
	y := []float64{0, 20, 40, 60, 80, 100, 50, 70}
	population := map[string]float64{"m": 100, "f": 300, "d": 200, "n": 0}
	plain := columnTallies(SampleDesign{}, nil, profiles, y)
	tallies, reports := plain.Calibrate([]Calibration{{Unit: "u", Margins: []TallyMargin{{Name: "sex", Population: population}}}})
	r := reports[0]
	if r.Failed != nil || !slices.Equal(r.Empty[0], []string{"d"}) || r.Unknown[0] != 2 || !agree(r.Population, 600, 1e-12) || r.Trimmed != 0 {
		t.Fatalf("%+v", r)
	}
	// two of eight are unknown: 150 of 600; the others 450 as 100 to 300
	got := tallies.Scores()[0]
	want := (112.5*20 + 337.5*60 + 150*90) / 600
	if !agree(got.Nodes[0].Value, want, 1e-12) || !agree(got.Weight, 600, 1e-12) || got.Ballots != 8 {
		t.Errorf("%+v, want %g", got, want)
	}
	if plain.Scores()[0].Weight != 8 {
		t.Error("the tallies themselves were weighted")
	}
}

func TestCalibrationThatFails(t *testing.T) {
	sex := map[string]float64{"m": 40, "f": 60}
	with := func(margins ...map[string]float64) Calibration {
		c := Calibration{Unit: "u"}
		for i, m := range margins {
			c.Margins = append(c.Margins, TallyMargin{Name: "margin", At: i, Population: m})
		}
		return c
	}
	profiles := []string{"m\x1fa", "m\x1fa", "f\x1fb", "f\x1fb"}
	for _, tt := range []struct {
		name string
		plan []Calibration
		want error
	}{
		{"no ballots", []Calibration{{Unit: "v", Margins: with(sex).Margins}}, ErrNoBallots},
		{"totals differ", []Calibration{with(sex, map[string]float64{"a": 40, "b": 61})}, ErrMarginTotals},
		{"rounded totals do not", []Calibration{with(sex, map[string]float64{"a": 40.000004, "b": 60.000006})}, nil},
		{"nobody has a category", []Calibration{with(map[string]float64{"x": 1})}, ErrMarginCategory},
		{"nobody lives there", []Calibration{with(map[string]float64{"m": 0})}, ErrMarginCategory},
		{"less than nobody", []Calibration{with(map[string]float64{"m": -1, "f": 2})}, ErrMarginCategory},
		{"margins that contradict each other", []Calibration{with(sex, map[string]float64{"a": 50, "b": 50})}, ErrRaking},
		{"twice", []Calibration{with(sex), with(sex)}, ErrCalibrationTwice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tallies := columnTallies(SampleDesign{}, nil, profiles, []float64{10, 20, 60, 100})
			out, reports := tallies.Calibrate(tt.plan)
			r := reports[len(reports)-1]
			if !errors.Is(r.Failed, tt.want) {
				t.Fatalf("%v, want %v", r.Failed, tt.want)
			}
			before, after := tallies.Scores()[0], out.Scores()[0]
			if tt.want != nil && len(reports) == 1 && (after.Weight != 4 || !agree(after.Nodes[0].SE, before.Nodes[0].SE, 1e-12)) {
				t.Errorf("%+v, want the design weights' %+v", after, before)
			}
		})
	}
}

// TestTrimmedCalibration: with equal design weights bounds do what those of
// Sample.Rake do.
func TestTrimmedCalibration(t *testing.T) {
	y := []float64{10, 20, 60, 100, 30, 50, 70, 90, 0, 40}
	sex := Margin{Of: strings.Fields("m m m m m m m m f f"), Population: map[string]float64{"m": 30, "f": 70}}
	age := Margin{Of: strings.Fields("a b a b a b a b a b"), Population: map[string]float64{"a": 60, "b": 40}}
	profiles := make([]string, len(y))
	for i := range y {
		profiles[i] = sex.Of[i] + ProfileSeparator + age.Of[i]
	}
	margins := []TallyMargin{{"sex", 0, sex.Population}, {"age", 1, age.Population}}
	for _, highest := range []float64{4, 3.6} {
		s, want, err := mustSample(t, len(y), SampleDesign{}).Rake([]Margin{sex, age}, RakeOptions{Lowest: 0.2, Highest: highest})
		out, reports := columnTallies(SampleDesign{}, nil, profiles, y).Calibrate([]Calibration{{"u", "", margins, 0.2, highest}})
		r := reports[0]
		if !errors.Is(r.Failed, err) || r.Trimmed != want.Trimmed && err == nil || r.Sweeps != want.Sweeps {
			t.Fatalf("%+v, want %+v (%v)", r, want, err)
		}
		if err != nil {
			continue
		}
		mean, _ := s.Mean(y)
		if got := out.Scores()[0].Nodes[0]; !agree(got.Value, mean.Value, 1e-9) || !agree(got.SE, mean.SE, 1e-9) {
			t.Errorf("%+v, want %+v", got, mean)
		}
	}
}

func TestCheckPopulations(t *testing.T) {
	ballot := func(unit, stratum string, n float64) Ballot {
		return Ballot{Unit: unit, Stratum: stratum, Weight: 1, Population: n, Answers: []int16{0, 0, 0, 0, 0}}
	}
	for _, tt := range []struct {
		name    string
		ballots []Ballot
		want    *PopulationError
	}{
		{"as large as the sample", []Ballot{ballot("u", "", 2), ballot("u", "", 2)}, nil},
		{"not given", []Ballot{ballot("u", "", 0), ballot("u", "", 0)}, nil},
		{"too small", []Ballot{ballot("u", "", 1), ballot("u", "", 1), ballot("v", "", 5)}, &PopulationError{Unit: "u", Units: 2, Population: 1}},
		{"two figures", []Ballot{ballot("u", "n", 7), ballot("v", "n", 8)}, &PopulationError{Stratum: "n", Units: 2, Population: 8, Disputed: true}},
		{"once not given", []Ballot{ballot("u", "n", 0), ballot("v", "n", 8)}, &PopulationError{Stratum: "n", Units: 2, Population: 8, Disputed: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			whole := count(twoAreas(false), Design{Strata: UnitStrata}, tt.ballots)
			parts := count(twoAreas(false), Design{Strata: UnitStrata}, tt.ballots[1:])
			parts.Merge(count(twoAreas(false), Design{Strata: UnitStrata}, tt.ballots[:1]))
			for _, tallies := range []*Tallies{whole, parts} {
				err := tallies.Check()
				var got *PopulationError
				if errors.As(err, &got) != (tt.want != nil) || got != nil && (*got != *tt.want || !errors.Is(err, ErrPopulationSize)) {
					t.Errorf("%v, want %v", err, tt.want)
				}
			}
		})
	}
}

func TestCalibratedTalliesAreFinal(t *testing.T) {
	tallies := columnTallies(SampleDesign{}, nil, []string{"m", "f"}, []float64{0, 100})
	margins := []TallyMargin{{"sex", 0, map[string]float64{"m": 1, "f": 3}}}
	done, _ := tallies.Calibrate([]Calibration{{Unit: "u", Margins: margins}})
	for name, f := range map[string]func(){
		"Add":       func() { done.Add(&Ballot{Unit: "u", Weight: 1, Answers: []int16{0}}) },
		"Merge":     func() { done.Merge(tallies) },
		"Calibrate": func() { done.Calibrate(nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			f()
		}()
	}
	if keys := slices.Collect(maps.Keys(done.RollUp(map[string]string{"u": "all"}).units)); len(keys) != 2 {
		t.Errorf("rolled up: %v", keys)
	}
}
