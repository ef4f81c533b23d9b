package scoring

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var plan360 = Plan360{
	Self:         "self",
	Relations:    []Relation360{{"boss", 0.5, 1}, {"peer", 0.3, 2}, {"report", 0.2, 2}},
	Competencies: [][]int{{0}, {1}},
}

func TestAggregate360Edges(t *testing.T) {
	nan := math.NaN()
	form := func(relation string, items ...float64) Form360 { return Form360{"a", relation, items} }
	for _, tt := range []struct {
		name      string
		forms     []Form360
		want      Gap360
		first     Gap360 // of the first competency
		used      []bool
		n         []int
		blank     int
		unknown   int
		published bool // pooled figures may be shown
	}{
		{"all there", []Form360{
			form("self", 4, 4), form("boss", 2, 2), form("peer", 3, 3), form("peer", 5, 5), form("report", 1, 1), form("report", 1, 3),
		}, Gap360{4, 2.5, 1.5}, Gap360{4, 2.4, 1.6}, []bool{true, true, true}, []int{1, 2, 2}, 0, 0, true},
		{"one report is not used, his weight is shared out", []Form360{
			form("self", 4, 4), form("boss", 2, 2), form("peer", 3, 3), form("peer", 5, 5), form("report", 1, 1),
		}, Gap360{4, 2.75, 1.25}, Gap360{4, 2.75, 1.25}, []bool{true, true, false}, []int{1, 2, 1}, 0, 0, false},
		{"a competency that one peer answered is without peers", []Form360{
			form("self", nan, 4), form("boss", 2, 2), form("peer", nan, 3), form("peer", 5, 5),
		}, Gap360{4, 2.75, 1.25}, Gap360{nan, 2, nan}, []bool{true, true, false}, []int{1, 2, 0}, 0, 0, true},
		{"blank and unknown forms are left out", []Form360{
			form("self", 4, 4), form("boss", nan, nan), form("client", 1, 1), form("peer", 3, 3), form("peer", nan, nan),
		}, Gap360{4, nan, nan}, Gap360{4, nan, nan}, []bool{false, false, false}, []int{0, 1, 0}, 2, 1, false},
		{
			"nobody but himself",
			[]Form360{form("self", 4, 2)},
			Gap360{3, nan, nan},
			Gap360{4, nan, nan},
			[]bool{false, false, false},
			[]int{0, 0, 0},
			0, 0, true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := Aggregate360(tt.forms, plan360)[0]
			same := func(a, b Gap360) bool {
				return agree(a.Self, b.Self, 1e-12) && agree(a.Others, b.Others, 1e-12) && agree(a.Gap, b.Gap, 1e-12)
			}
			if !same(a.Overall, tt.want) || !same(a.Competencies[0], tt.first) || a.Blank != tt.blank || a.Unknown != tt.unknown {
				t.Errorf("%+v", a)
			}
			if a.Forms+a.Blank+a.Unknown != len(tt.forms) {
				t.Errorf("%d forms, want %d", a.Forms+a.Blank+a.Unknown, len(tt.forms))
			}
			p := a.Published()
			for k, rel := range a.Relations {
				if rel.Used != tt.used[k] || rel.N != tt.n[k] || p.Relations[k].N != rel.N {
					t.Errorf("%s: %+v", plan360.Relations[k].Name, rel)
				}
				if math.IsNaN(p.Relations[k].Mean) == rel.Used {
					t.Errorf("published %s: %+v", plan360.Relations[k].Name, p.Relations[k])
				}
			}
			if a.Pooled.N > 0 && math.IsNaN(p.Pooled.Mean) == tt.published {
				t.Errorf("published %+v", p.Pooled)
			}
		})
	}
}

func TestAggregate360Order(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var forms []Form360
		for range rapid.IntRange(1, 25).Draw(t, "n") {
			f := Form360{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "ratee"), rapid.SampledFrom([]string{"self", "boss", "peer", "report"}).Draw(t, "relation"), nil}
			for range 2 {
				f.Items = append(f.Items, rapid.SampledFrom([]float64{1, 2, 3, 4, 5, math.NaN()}).Draw(t, "x"))
			}
			forms = append(forms, f)
		}
		var shuffled []Form360 // shifted and scaled
		for _, i := range rapid.Permutation(indices(len(forms))).Draw(t, "order") {
			f := forms[i]
			shuffled = append(shuffled, Form360{f.Ratee, f.Relation, []float64{10 + 2*f.Items[0], 10 + 2*f.Items[1]}})
		}
		moved := Aggregate360(shuffled, plan360)
		for _, a := range Aggregate360(forms, plan360) {
			b := moved[slices.IndexFunc(moved, func(b Ratee360) bool { return b.Ratee == a.Ratee })]
			low, high := math.Inf(1), math.Inf(-1)
			for k, rel := range a.Relations {
				if rel != b.Relations[k] && !agree(10+2*rel.Mean, b.Relations[k].Mean, 1e-12) {
					t.Fatalf("%+v, want %+v", b.Relations[k], rel)
				}
				if rel.Used {
					low, high = min(low, rel.Mean), max(high, rel.Mean)
				}
			}
			if !agree(10+2*a.Overall.Others, b.Overall.Others, 1e-12) || !agree(2*a.Overall.Gap, b.Overall.Gap, 1e-12) ||
				!agree(2*a.Pooled.SD, b.Pooled.SD, 1e-9) || !agree(a.Pooled.ProfileR, b.Pooled.ProfileR, 1e-9) {
				t.Fatalf("%+v, want %+v", b, a)
			}
			if o := a.Overall.Others; o < low-1e-12 || o > high+1e-12 {
				t.Fatalf("others %g outside the relations' %g..%g", o, low, high)
			}
		}
	})
}

func TestSelfOtherGapEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name         string
		self, others []float64
		n, missing   int
		types        []GapType
		err          error
	}{
		{"over, agree, under, none", []float64{5, 3, 1, 4}, []float64{1, 3, 5, nan}, 3, 1, []GapType{OverEstimator, InAgreement, UnderEstimator, GapUnknown}, nil},
		{"one ratee", []float64{5, nan}, []float64{1, 3}, 1, 1, nil, ErrTooFew},
		{"the same gap", []float64{0.3, 0.7, 5}, []float64{0.1, 0.5, 4.8}, 3, 0, nil, ErrSameGap},
		{"nobody", nil, nil, 0, 0, nil, ErrTooFew},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := SelfOtherGap(tt.self, tt.others, 0.95)
			if !errors.Is(err, tt.err) || got.N != tt.n || got.Missing != tt.missing || !slices.Equal(got.Types, tt.types) {
				t.Errorf("%+v, %v", got, err)
			}
			if err == nil && !(got.Low <= got.Mean && got.Mean <= got.High) {
				t.Errorf("%g outside %g..%g", got.Mean, got.Low, got.High)
			}
		})
	}
}
