package analysis

import (
	"math"
	"testing"
)

// Two raters who rate two pairs of ratees in common, one of them two points
// milder; a third, alone with another ratee, can be compared with nobody.
func TestSeverityByParts(t *testing.T) {
	table := sheet("who,by,y", "a,m,5", "a,s,3", "b,m,4", "b,s,2", "c,x,1", "c,x,2", "d,m,")
	r, err := Severity{Ratee: "who", Rater: "by", Score: "y"}.Analyze(table)
	if err != nil {
		t.Fatal(err)
	}
	f := r.Figures.(severityFigures)
	if len(f.Parts) != 2 || f.Parts[0].Mean != 3.5 || f.Parts[1].Mean.OK() || f.Fixed.Mean.OK() {
		t.Errorf("parts %+v, mean %v", f.Parts, f.Fixed.Mean)
	}
	if f.Used != 6 || len(f.Dropped) != 1 || f.Dropped[0].Count != 1 {
		t.Errorf("%+v", f.Rows)
	}
	for _, e := range f.Fixed.Raters {
		if want := map[string]float64{"m": 1, "s": -1}[e.Rater]; math.Abs(float64(e.Effect)-want) > 1e-12 {
			t.Errorf("%s: %v, want %v", e.Rater, e.Effect, want)
		}
	}
}

// A relation with too few raters is withheld, and shown only when asked for.
func TestGapWithholdsSmallRelations(t *testing.T) {
	table := sheet("who,as,a,b", "1,self,5,5", "1,boss,3,3", "1,peer,4,4", "1,peer,2,2", "1,report,1,1")
	m := Gap{Ratee: "who", Relation: "as", Items: []string{"a", "b"}, Self: "self", MinRaters: 2, Single: []string{"boss"}, Trim: 0.2, Level: 0.95}
	for _, unpublished := range []bool{false, true} {
		m.Unpublished = unpublished
		r, err := m.Analyze(table)
		if err != nil {
			t.Fatal(err)
		}
		a := r.Figures.(gapFigures).Ratees[0]
		if a.Overall.Others != 3 || a.Overall.Gap != 2 {
			t.Errorf("%+v, want the mean of boss and peers", a.Overall)
		}
		report := a.Relations[2]
		if report.N != 1 || math.IsNaN(report.Mean) == unpublished || math.IsNaN(a.Pooled.Mean) == unpublished {
			t.Errorf("unpublished %v: report %+v, pooled %+v", unpublished, report, a.Pooled)
		}
	}
}

func TestSeverityAndGapRefuse(t *testing.T) {
	ratings := sheet("who,by,as,y", "a,m,boss,5", "b,n,peer,3")
	gap := Gap{Ratee: "who", Relation: "as", Items: []string{"y"}, Self: "self", MinRaters: 2, Trim: 0.2, Level: 0.95}
	with := func(change func(*Gap)) Gap {
		m := gap
		change(&m)
		return m
	}
	forms := sheet("who,as,y", "a,self,1", "a,peer,2", "a,gap,2")
	refuses(t,
		refusal{"nobody in common", Severity{Ratee: "who", Rater: "by", Score: "y"}, ratings, "没有一组评委", "can be compared"},
		refusal{"no ratings", Severity{Ratee: "who", Rater: "by", Score: "y"}, sheet("who,by,y", "a,m,"), "没有一组评委", "can be compared"},
		refusal{"a word for a rating", Severity{Ratee: "who", Rater: "by", Score: "as"}, ratings, "“boss”不对", "“boss” is not right"},
		refusal{"no self", gap, ratings, "--self", "boss, peer"},
		refusal{"a relation named as a key", gap, forms, "“gap”", "cannot be called “gap”"},
		refusal{"a weight for nobody", with(func(m *Gap) { m.Weights = map[string]float64{"boss": 1} }), forms, "“boss”", "“boss” of --weights"},
		refusal{"a weight of 0", with(func(m *Gap) { m.Weights = map[string]float64{"peer": 0} }), forms, "大于 0", "above 0"},
		refusal{"no raters needed", with(func(m *Gap) { m.MinRaters = 0 }), forms, "--min-raters", "--min-raters"},
		refusal{"a competency of other items", with(func(m *Gap) {
			m.Weights, m.Competency = map[string]float64{"peer": 1}, map[string]string{"A": "who"}
		}), forms, "“who”不在", "“who” of --competency A"},
	)
}
