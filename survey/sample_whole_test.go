package survey

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"minping/scoring"
)

// surveyed asks two scored items and four things about the respondent.
func surveyed() *Questionnaire {
	return &Questionnaire{
		ID: "surveyed", Version: "1", Title: Text{"zh": "抽样"},
		Scales: map[string]Scale{"s": {
			{Code: "3", Score: score(100)},
			{Code: "2", Score: score(60)},
			{Code: "1", Score: score(0)},
			{Code: "9", Kind: DontKnow},
		}},
		Items: []Item{
			{ID: "p1", Type: Choice, Scale: "s"},
			{ID: "p2", Type: Choice, Scale: "s"},
			{ID: "sex", Type: Choice, Profile: true, Options: []Option{{Code: "m"}, {Code: "f"}, {Code: "x"}}},
			{ID: "age", Type: Number, Profile: true},
			{ID: "area", Type: Choice, Profile: true, Options: []Option{{Code: "town"}, {Code: "country"}}},
			{ID: "village", Type: ShortText, Profile: true},
			{ID: "eligible", Type: Number, Profile: true, Decimals: 2},
			{ID: "why", Type: LongText},
		},
		Index: []Node{
			{ID: "p1", Level: LevelIndicator, Weight: 1, Item: "p1"},
			{ID: "p2", Level: LevelIndicator, Weight: 3, Item: "p2"},
		},
	}
}

// A drawn ballot is one of a random sample, as the product and as scoring.Sample
// see it.
type drawn struct {
	ballot                 Ballot
	stratum, village       string
	weight, villages       float64
	sexMargin, classMargin string
	y                      [2]float64
}

var scored = map[string]float64{"3": 100, "2": 60, "1": 0, "9": math.NaN()}

// draw makes n ballots of a unit: two strata of several villages each.
func draw(r *rand.Rand, unit string, n int) []drawn {
	out := make([]drawn, n)
	for i := range out {
		area := []string{"town", "country"}[i%2]
		village := fmt.Sprintf("“村”\t%d", r.IntN(5)+i%2)
		sex := []string{"m", "f"}[min(1, r.IntN(3))]
		age := 18 + r.IntN(60)
		weight := float64(1+r.IntN(400)) / 100
		codes := [2]string{[]string{"3", "2", "1", "9"}[r.IntN(4)], []string{"3", "2", "1"}[r.IntN(3)]}
		class := "18"
		if age >= 35 {
			class = "35"
		}
		if age >= 60 {
			class = "60"
		}
		out[i] = drawn{
			ballot: Ballot{Unit: unit, Answers: Answers{
				"p1": {codes[0]}, "p2": {codes[1]}, "sex": {sex}, "age": {strconv.Itoa(age)}, "area": {area}, "village": {village},
				"eligible": {strconv.FormatFloat(weight, 'f', -1, 64)}, "why": {"“\\\"]}," + village},
			}},
			stratum: unit + area, village: village, weight: weight, villages: map[string]float64{"town": 12, "country": 40}[area],
			sexMargin: unit + sex, classMargin: unit + class, y: [2]float64{scored[codes[0]], scored[codes[1]]},
		}
		if unit == "plain" {
			out[i].sexMargin, out[i].classMargin = unit, unit
		}
	}
	return out
}

// wholeDesign is what draw draws by; the unit plain has no margins.
func wholeDesign() *Sample {
	s := &Sample{Strata: "area", Clusters: "village", Weight: "eligible"}
	for i, unit := range []string{"north", "south", "plain"} {
		s.Populations = append(s.Populations,
			Population{Unit: unit, Stratum: "town", Size: 12}, Population{Unit: unit, Stratum: "country", Size: 40})
		if unit != "plain" {
			k := float64(i + 1)
			s.Margins = append(s.Margins,
				Margin{Unit: unit, Item: "sex", Population: map[string]float64{"m": 5200 * k, "f": 4800 * k}},
				Margin{Unit: unit, Item: "age", Population: map[string]float64{"60": 2500 * k, "18": 3500 * k, "35": 4000 * k}})
		}
	}
	return s
}

// From stored ballots to the release, figures are those of scoring.Sample: the
// same strata, clusters, sizes and weights, raked to the same margins.
func TestSampleAllTheWay(t *testing.T) {
	q, s := surveyed(), wholeDesign()
	if errs := s.Check(q, []string{"north", "south", "plain"}); errs != nil {
		t.Fatal(errs)
	}
	form := &questionnaireForm{Questionnaire: q, codec: newRecordCodec(q)}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		var rows []drawn
		for _, unit := range []string{"north", "south", "plain"} {
			rows = append(rows, draw(r, unit, 60+r.IntN(60))...)
		}
		parts := []*pollCount{newPollCount(form, Poll{Sample: s}), newPollCount(form, Poll{Sample: s})}
		for i, row := range rows {
			record := form.codec.encode(row.ballot, "")
			if err := parts[i%2].add(&record); err != nil {
				t.Fatal(err)
			}
		}
		parts[0].counter.Merge(parts[1].counter)
		release := Compute(Inputs{Questionnaire: q, Ballots: parts[0].counter, Sample: s})
		sample := reference(t, rows)
		for _, unit := range []string{"north", "south", "plain"} {
			compareWithSample(t, release.Unit(unit), sample, rows)
		}
		for i, u := range release.Weighting.Units {
			if !u.Converged || u.Failed != "" || math.Abs(float64(u.Population)/[]float64{10000, 20000}[i]-1) > 1e-9 {
				t.Errorf("seed %d: %+v", seed, u)
			}
		}
	}
}

// reference returns the rows as scoring.Sample, raked.
func reference(t *testing.T, rows []drawn) *scoring.Sample {
	t.Helper()
	var d scoring.SampleDesign
	sexes, classes, plain := []string{}, []string{}, 0.0
	for _, row := range rows {
		d.Weights, d.Strata = append(d.Weights, row.weight), append(d.Strata, row.stratum)
		d.Clusters, d.PSUs = append(d.Clusters, row.village), append(d.PSUs, row.villages)
		sexes, classes = append(sexes, row.sexMargin), append(classes, row.classMargin)
		if row.ballot.Unit == "plain" {
			plain += row.weight
		}
	}
	sample, err := scoring.NewSample(len(rows), d)
	if err != nil {
		t.Fatal(err)
	}
	raked, _, err := sample.Rake([]scoring.Margin{
		{Of: sexes, Population: map[string]float64{"northm": 5200, "northf": 4800, "southm": 10400, "southf": 9600, "plain": plain}},
		{Of: classes, Population: map[string]float64{
			"north18": 3500, "north35": 4000, "north60": 2500, "south18": 7000, "south35": 8000, "south60": 5000, "plain": plain,
		}},
	}, scoring.RakeOptions{Tolerance: 1e-12})
	if err != nil {
		t.Fatal(err)
	}
	return raked
}

func compareWithSample(t *testing.T, u *UnitResult, sample *scoring.Sample, rows []drawn) {
	t.Helper()
	in, y := make([]bool, len(rows)), [2][]float64{}
	for i, row := range rows {
		in[i] = row.ballot.Unit == u.Unit
		y[0], y[1] = append(y[0], row.y[0]), append(y[1], row.y[1])
	}
	domain, weights := sample.Domain(in), sample.Weights()
	overall, z := 0.0, make([]float64, len(rows)) // the index, and what it is linearised to
	for i, node := range []string{"p1", "p2"} {
		want, err := domain.Mean(y[i])
		if err != nil {
			t.Fatal(err)
		}
		same(t, u, node, want.Value, want.SE)
		share, total := []float64{.25, .75}[i], 0.0
		overall += share * want.Value
		for k := range rows {
			if in[k] && !math.IsNaN(y[i][k]) {
				total += weights[k]
			}
		}
		for k := range rows {
			if in[k] && !math.IsNaN(y[i][k]) {
				z[k] += share * (y[i][k] - want.Value) / total
			}
		}
	}
	index, err := sample.Total(z)
	if err != nil {
		t.Fatal(err)
	}
	same(t, u, "overall", overall, index.SE)
}

// same compares a unit's score at a node, both out of 100.
func same(t *testing.T, u *UnitResult, node string, value, se float64) {
	t.Helper()
	got := u.Nodes[node]
	if !(math.Abs(float64(got.Score)-value) <= 1e-9) || !(math.Abs(float64(got.SE)-se) <= 1e-9) {
		t.Errorf("%s %s: %.12g ± %.12g, Sample has %.12g ± %.12g", u.Unit, node, got.Score, got.SE, value, se)
	}
}
