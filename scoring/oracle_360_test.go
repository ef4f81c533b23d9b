package scoring

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

var (
	_ = holds("s360.ratee", checkAggregate360)
	_ = holds("s360.gap_test", checkSelfOtherGap)
)

// ratees360 returns the plan and the assessments of the case ratee.
func (r *oracleRun) ratees360() (Plan360, []string, []Ratee360) {
	var p struct {
		Weights      map[string]float64 `json:"relation_weights"`
		MinRaters    int                `json:"min_raters"`
		Trim         float64
		DontKnow     float64 `json:"dont_know"`
		Competencies map[string][]string
	}
	for _, c := range r.file.Cases {
		if c.ID == "s360.ratee" {
			r.decode(c.Params, &p)
		}
	}
	d := r.table()
	plan := Plan360{Self: "self", Trim: p.Trim}
	for _, name := range []string{"boss", "peer", "report"} {
		least := p.MinRaters
		if name == "boss" {
			least = 1
		}
		plan.Relations = append(plan.Relations, Relation360{name, p.Weights[name], least})
	}
	items := []string{"i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8"}
	var competencies []string
	for name := range p.Competencies {
		competencies = append(competencies, name)
	}
	slices.Sort(competencies)
	for _, name := range competencies {
		var columns []int
		for _, item := range p.Competencies[name] {
			columns = append(columns, slices.Index(items, item))
		}
		plan.Competencies = append(plan.Competencies, columns)
	}
	forms := make([]Form360, len(d["ratee"]))
	for i := range forms {
		forms[i] = Form360{Ratee: d["ratee"][i], Relation: d["relation"][i]}
		for _, item := range items {
			x := number(d[item][i])
			if x == p.DontKnow {
				x = math.NaN()
			}
			forms[i].Items = append(forms[i].Items, x)
		}
	}
	return plan, competencies, Aggregate360(forms, plan)
}

// has compares a figure that may have no value, null.
func (r *oracleRun) has(what string, got float64, want json.RawMessage) {
	r.Helper()
	if string(want) == "null" {
		if !math.IsNaN(got) {
			r.Errorf("%s = %g, want none", what, got)
		}
		return
	}
	x, err := strconv.ParseFloat(string(want), 64)
	if err != nil {
		r.Fatalf("%s: %v", what, err)
	}
	r.close(what, got, x)
}

func checkAggregate360(r *oracleRun) {
	var want []map[string]json.RawMessage
	r.expect(&want)
	plan, competencies, got := r.ratees360()
	if len(got) != len(want) {
		r.Fatalf("%d ratees, want %d", len(got), len(want))
	}
	for i, w := range want {
		a := got[i]
		figures := map[string]float64{
			"self": a.Overall.Self, "others": a.Overall.Others, "gap": a.Overall.Gap,
			"profile_r": a.Pooled.ProfileR, "profile_rms": a.Pooled.ProfileRMS,
			"others_pooled_mean": a.Pooled.Mean, "others_trimmed": a.Pooled.Trimmed,
			"others_median": a.Pooled.Median, "others_sd": a.Pooled.SD,
		}
		for k, name := range competencies {
			figures["others_"+name], figures["gap_"+name] = a.Competencies[k].Others, a.Competencies[k].Gap
		}
		var used []string
		for k, rel := range a.Relations {
			name := plan.Relations[k].Name
			figures[name] = rel.Mean
			if name != "boss" {
				figures["n_"+name] = float64(rel.N)
			}
			if rel.Used {
				used = append(used, name)
			}
		}
		for key, raw := range w {
			switch x, ok := figures[key]; {
			case key == "ratee":
				if a.Ratee != string(raw) {
					r.Fatalf("ratee %s, want %s", a.Ratee, raw)
				}
			case key == "relations_used":
				var wantUsed []string
				if err := json.Unmarshal(raw, &wantUsed); err != nil {
					wantUsed = []string{strings.Trim(string(raw), `"`)} // one alone is not in a list
				}
				if !slices.Equal(used, wantUsed) {
					r.Errorf("%s: %v used, want %v", a.Ratee, used, wantUsed)
				}
			case !ok:
				r.Errorf("no figure %s", key)
			default:
				r.has(a.Ratee+" "+key, x, raw)
			}
		}
	}
}

func checkSelfOtherGap(r *oracleRun) {
	var want struct {
		N                int
		MeanGap          float64 `json:"mean_gap"`
		SDGap            float64 `json:"sd_gap"`
		T, DF, P, Lo, Hi float64
		R                float64
		Type             []string
	}
	r.expect(&want)
	_, _, ratees := r.ratees360()
	var self, others []float64
	for _, a := range ratees {
		self, others = append(self, a.Overall.Self), append(others, a.Overall.Others)
	}
	got, err := SelfOtherGap(self, others, 0.95)
	if err != nil || got.N != want.N || len(got.Types) != len(want.Type) {
		r.Fatalf("%+v, %v", got, err)
	}
	r.close("mean", got.Mean, want.MeanGap)
	r.close("sd", got.SD, want.SDGap)
	r.close("t", got.T, want.T)
	r.close("df", got.DF, want.DF)
	r.close("p", got.P, want.P)
	r.close("low", got.Low, want.Lo)
	r.close("high", got.High, want.Hi)
	r.close("r", got.R, want.R)
	for i, w := range want.Type {
		if got.Types[i].String() != w {
			r.Errorf("%s: %s, want %s", ratees[i].Ratee, got.Types[i], w)
		}
	}
}
