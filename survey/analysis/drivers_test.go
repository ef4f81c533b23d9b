package analysis

import (
	"slices"
	"testing"
)

func TestDriversRefuse(t *testing.T) {
	table := sheet("y,a,b,c", "1,2,3,1", "2,2,1,1", "5,4,2,1", "4,5,1,1", "3,3,5,1")
	refuses(t,
		refusal{"the outcome drives itself", Drivers{Outcome: "y", Items: []string{"y", "a"}}, table, "从 --items 去掉", "leave it out of --items"},
		refusal{"too few rows", Drivers{Outcome: "y", Items: []string{"a", "b"}}, sheet("y,a,b", "1,2,3", "2,1,2", "3,3,"), "至少要 4 行", "need 4 or more"},
		refusal{"a facet that does not vary", Drivers{Outcome: "y", Items: []string{"a", "c"}}, table, "“c”在所用的行里都一样", "“c” is the same"},
		refusal{"a facet twice over", Drivers{Outcome: "y", Items: []string{"a", "b"}}, sheet("y,a,b", "1,2,4", "2,1,2", "5,3,6", "4,4,8"), "线性相关", "linearly dependent"},
	)
}

func TestECSIModelIsFoundInColumns(t *testing.T) {
	m, err := ecsi([]string{"id", "qual1", "QUAL2", "Sat_1", "sat2", "loy1", "value", "val1", "expe1"})
	if err != nil {
		t.Fatal(err)
	}
	want := []plsLatent{
		{"Expectation", []string{"expe1"}, nil},
		{"Quality", []string{"qual1", "QUAL2"}, []string{"Expectation"}},
		{"Value", []string{"val1"}, []string{"Expectation", "Quality"}},
		{"Satisfaction", []string{"Sat_1", "sat2"}, []string{"Expectation", "Quality", "Value"}},
		{"Loyalty", []string{"loy1"}, []string{"Satisfaction"}},
	}
	if !slices.EqualFunc(m.Latent, want, func(a, b plsLatent) bool {
		return a.Name == b.Name && slices.Equal(a.Items, b.Items) && slices.Equal(a.Causes, b.Causes)
	}) {
		t.Errorf("%+v", m.Latent)
	}
}

func TestPLSRefuses(t *testing.T) {
	table := sheet("a,b,c", "1,2,1", "2,1,1", "5,4,1", "4,5,1", "3,3,1")
	model := func(s string) PLS { return PLS{Model: []byte("latent:\n" + s), Scheme: "centroid"} }
	refuses(t,
		refusal{"no ECSI", PLS{Scheme: "centroid"}, table, "--model", "--model"},
		refusal{"no YAML", PLS{Model: []byte("latent: ["), Scheme: "centroid"}, table, "读不懂", "cannot be read"},
		refusal{"an unknown key", model("- {name: P, item: [a]}"), table, "读不懂", "cannot be read"},
		refusal{"one latent variable", model("- {name: P, items: [a]}"), table, "至少要两个", "two latent variables"},
		refusal{"a cause after its effect", model("- {name: P, items: [a], causes: [Q]}\n- {name: Q, items: [b]}"), table, "应列在它之前", "listed before it"},
		refusal{"an item twice", model("- {name: P, items: [a]}\n- {name: Q, items: [a], causes: [P]}"), table, "每题只能属于", "belongs to one"},
		refusal{"without a link", model("- {name: P, items: [a]}\n- {name: Q, items: [b], causes: [P]}\n- {name: R, items: [c]}"), table, "既无原因", "neither cause"},
		refusal{"no items", model("- {name: P}\n- {name: Q, items: [b], causes: [P]}"), table, "没有题目", "no items"},
		refusal{"an item that does not vary", model("- {name: P, items: [a]}\n- {name: Q, items: [c], causes: [P]}"), table, "c 在完整的行里", "c: the same"},
	)
}
