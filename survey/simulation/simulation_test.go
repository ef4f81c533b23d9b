package simulation

import (
	"context"
	"errors"
	"math"
	"reflect"
	"runtime"
	"testing"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

func questionnaire(t *testing.T, id string) *survey.Questionnaire {
	t.Helper()
	src, err := library.Source(id)
	if err != nil {
		t.Fatal(err)
	}
	q, err := form.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// within fails where a rate is further from what it should be than four
// Monte Carlo standard errors and some slack for what is only approximate.
func within(t *testing.T, what string, r Rate, want, slack float64) {
	t.Helper()
	if !(math.Abs(float64(r.Value)-want) <= 4*float64(r.SE)+slack) {
		t.Errorf("%s: %.4f (%.4f); want %.3f ± %.3f beside the Monte Carlo error", what, r.Value, r.SE, want, slack)
	}
}

// TestCoverage: 95 % intervals hold the truth in 95 % of samples, rank regions
// all true ranks in at least as many, and no rule is certain of more than its
// share of what is not there.
func TestCoverage(t *testing.T) {
	p := Default(questionnaire(t, "organisation-work"))
	p.Rounds, p.Ballots, p.Units, p.Last = 24, []int{60}, []int{4, 12}, []int{1, 3}
	r, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Intervals {
		within(t, "intervals, "+x.Level, x.Coverage, 0.95, 0.015)
	}
	for _, x := range r.Regions {
		if float64(x.Joint.Value)+4*math.Sqrt(0.05*0.95/float64(p.Rounds)) < 0.95 || float64(x.Equal.Value)+4*math.Sqrt(0.05*0.95/float64(p.Rounds)) < 0.95 {
			t.Errorf("regions of %d units hold together in %v and, all equal, %v", x.Units, x.Joint, x.Equal)
		}
	}
	for _, x := range r.Alarms {
		switch {
		case x.Rule == Rule{Kind: "drop", Scope: indicator}, x.Rule == Rule{Kind: "drop", Scope: overall}:
			within(t, "a fall of nothing, unadjusted", x.Certain, 0.025, 0.01)
		case x.Rule.Kind == "last":
			within(t, "listed among the last", x.Flagged, 0.25, 0.001)
		case x.Rule.Significant && float64(x.AnyFlagged.Value) > 0.05+4*math.Sqrt(0.05*0.95/float64(p.Rounds)):
			t.Errorf("significant drops in %v of polls without any", x.AnyFlagged)
		}
	}
}

// TestFallsAreFound: a fall of 25 points cannot be missed.
func TestFallsAreFound(t *testing.T) {
	p := Default(questionnaire(t, "organisation-work"))
	p.Rounds, p.Ballots, p.Units, p.Last, p.Drop = 6, []int{100}, []int{8}, []int{1}, 25
	r, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Falls {
		if x.Rule.Significant && x.Found.Value < 0.95 {
			t.Errorf("%+v: %v of falls by 25 points found", x.Rule, x.Found)
		}
	}
}

// TestAnyNumberOfProcessors: the figures depend on the seed alone.
func TestAnyNumberOfProcessors(t *testing.T) {
	p := Default(questionnaire(t, "service-review"))
	p.Rounds, p.Ballots, p.Units, p.Last, p.Cluster, p.Weights = 3, []int{7, 12}, []int{4}, []int{1}, 3, 2
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	one, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GOMAXPROCS(4)
	four, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	four.Plan, one.Plan = Plan{}, Plan{} // they hold the questionnaire
	if !sameFigures(reflect.ValueOf(one).Elem(), reflect.ValueOf(four).Elem()) {
		t.Errorf("one processor:\n%+v\nfour:\n%+v", one, four)
	}
	p.Seed++
	other, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	if sameFigures(reflect.ValueOf(one.Intervals), reflect.ValueOf(other.Intervals)) {
		t.Error("another seed gives the same intervals")
	}
}

// sameFigures is reflect.DeepEqual with NaN equal to NaN.
func sameFigures(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Float64:
		return math.Float64bits(a.Float()) == math.Float64bits(b.Float())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameFigures(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if !sameFigures(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

func TestPlanErrors(t *testing.T) {
	q := questionnaire(t, "organisation-work")
	first := *q
	first.Scoring.Aggregation = "respondent-first"
	for name, change := range map[string]func(*Plan){
		"rounds": func(p *Plan) { p.Rounds = 1 }, "ballots": func(p *Plan) { p.Ballots = []int{1} },
		"units": func(p *Plan) { p.Units = []int{1, 5} }, "last": func(p *Plan) { p.Last = []int{3} },
		"last of all": func(p *Plan) { p.Last = []int{13, 10} }, "don't know": func(p *Plan) { p.DontKnow = 1 },
		"leniency": func(p *Plan) { p.Leniency = 1 }, "weights": func(p *Plan) { p.Weights = 0.5 },
		"drop": func(p *Plan) { p.Drop = 0 }, "respondent-first": func(p *Plan) { p.Questionnaire = &first },
		"no index": func(p *Plan) { p.Questionnaire = &survey.Questionnaire{} }, "nothing": func(p *Plan) { p.Questionnaire = nil },
	} {
		p := Default(q)
		change(&p)
		_, err := Run(context.Background(), p)
		wrong, ok := errors.AsType[PlanError](err)
		if !ok || wrong.In("zh") == "" || wrong.In("en") == "" || wrong.In("zh") == wrong.In("en") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
