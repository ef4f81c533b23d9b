package survey

import (
	"math"
	"strings"
	"testing"
)

// Each mistake in a design is named with its place, and none that is not there.
func TestSampleCheck(t *testing.T) {
	sexes := map[string]float64{"m": 60, "f": 40}
	margin := func(unit, group, item string, population map[string]float64) Margin {
		return Margin{Unit: unit, Group: group, Item: item, Population: population}
	}
	grouped := surveyed()
	grouped.Groups = []Group{{ID: "a"}, {ID: "b"}}
	weighted := surveyed()
	weighted.Groups = []Group{{ID: "a", Weight: 1}, {ID: "b", Weight: 2}}
	for _, tt := range []struct {
		name string
		q    *Questionnaire // nil: surveyed
		s    Sample
		want string // field and key of each mistake
	}{
		{"nothing", nil, Sample{}, ""},
		{"all right", nil, *wholeDesign(), ""},
		{"bounds", nil, Sample{Margins: []Margin{margin("north", "", "sex", sexes)}, Lowest: .3, Highest: 3}, ""},
		{"several codes in one category", nil, Sample{Margins: []Margin{margin("north", "", "sex", map[string]float64{"m|x": 1, "f": 2})}}, ""},
		{"groups apart, not pooled", weighted, Sample{Margins: []Margin{margin("north", "a", "sex", sexes)}}, ""},
		{"all groups", grouped, Sample{Margins: []Margin{margin("north", "a", "sex", sexes), margin("north", "b", "sex", sexes)}}, ""},

		{"strata that are no item", nil, Sample{Strata: "aera"}, "strata sample_strata"},
		{"strata of numbers", nil, Sample{Strata: "age"}, "strata sample_type"},
		{"strata that are not about the respondent", nil, Sample{Strata: "p1"}, "strata sample_not_profile"},
		{"lonely", nil, Sample{Lonely: "remove"}, "lonely sample_lonely"},
		{"clusters", nil, Sample{Clusters: "vilage"}, "clusters sample_item"},
		{"clusters of long texts", nil, Sample{Clusters: "why"}, "clusters sample_not_profile"},
		{"weight of codes", nil, Sample{Weight: "sex"}, "weight sample_type"},
		{"bad bounds", nil, Sample{Margins: []Margin{margin("north", "", "sex", sexes)}, Lowest: 1, Highest: .5}, "lowest sample_bounds, highest sample_bounds"},
		{"bounds that are no numbers", nil, Sample{Margins: []Margin{margin("north", "", "sex", sexes)}, Lowest: math.NaN(), Highest: math.Inf(1)}, "lowest sample_bounds, highest sample_bounds"},
		{"bounds of nothing", nil, Sample{Lowest: .5, Highest: 2}, "lowest sample_no_margins, highest sample_no_margins"},

		{"a size for all", nil, Sample{Populations: []Population{{Size: 100}}}, ""},
		{"a size with a unit where all is one stratum", nil, Sample{Populations: []Population{{Unit: "north", Size: 100}}}, "populations[0].unit sample_unfit"},
		{"a size without its unit", nil, Sample{Strata: "unit", Populations: []Population{{Size: 100}}}, "populations[0].unit sample_needs"},
		{"a size with a group", grouped, Sample{Strata: "unit", Populations: []Population{{Unit: "north", Group: "a", Size: 100}}}, "populations[0].group sample_unfit"},
		{"a size of an unknown group", grouped, Sample{Strata: "group", Populations: []Population{{Unit: "north", Group: "c", Size: 100}}}, "populations[0].group unknown_group"},
		{"a size of a group where there is none", nil, Sample{Strata: "group", Populations: []Population{{Unit: "north", Group: "c", Size: 100}}}, "populations[0].group sample_no_groups"},
		{"a size of an unknown unit", nil, Sample{Strata: "unit", Populations: []Population{{Unit: "east", Size: 100}}}, "populations[0].unit unknown_unit"},
		{"a size of an unknown stratum", nil, Sample{Strata: "area", Populations: []Population{{Unit: "north", Stratum: "sea", Size: 100}}}, "populations[0].stratum unknown_option"},
		{"sizes below nothing", nil, Sample{Strata: "unit", Populations: []Population{{Unit: "north", Size: -3}, {Unit: "south"}}}, "populations[0].size sample_size, populations[1].size sample_size"},
		{"a size twice", nil, Sample{Strata: "unit", Populations: []Population{{Unit: "north", Size: 3}, {Unit: "north", Size: 4}}}, "populations[1] sample_size_twice"},

		{"a margin of nobody", nil, Sample{Margins: []Margin{{}}}, "margins[0].unit missing, margins[0].item sample_item"},
		{"a margin of an unknown unit", nil, Sample{Margins: []Margin{margin("east", "", "sex", sexes)}}, "margins[0].unit unknown_unit"},
		{"a margin of a text", nil, Sample{Margins: []Margin{margin("north", "", "village", sexes)}}, "margins[0].item sample_type"},
		{"an unknown option", nil, Sample{Margins: []Margin{margin("north", "", "sex", map[string]float64{"m": 1, "w": 2})}}, "margins[0].population.w sample_option"},
		{"an option twice", nil, Sample{Margins: []Margin{margin("north", "", "sex", map[string]float64{"m": 1, "m|f": 2})}}, "margins[0].population.m|f sample_option_twice"},
		{"a class that is no number", nil, Sample{Margins: []Margin{margin("north", "", "age", map[string]float64{"18-34": 1, "35": 2})}}, "margins[0].population.18-34 sample_bound"},
		{"a class twice", nil, Sample{Margins: []Margin{margin("north", "", "age", map[string]float64{"18": 1, "18.0": 2})}}, "margins[0].population.18.0 sample_bound_twice"},
		{"fewer than nobody", nil, Sample{Margins: []Margin{margin("north", "", "sex", map[string]float64{"m": -1, "f": 2})}}, "margins[0].population.m sample_count"},
		{"nobody at all", nil, Sample{Margins: []Margin{margin("north", "", "sex", map[string]float64{"m": 0})}}, "margins[0].population sample_empty"},
		{"no category", nil, Sample{Margins: []Margin{margin("north", "", "sex", nil)}}, "margins[0].population sample_empty"},
		{"totals that differ", nil, Sample{Margins: []Margin{
			margin("north", "", "sex", sexes), margin("south", "", "sex", sexes), margin("north", "", "age", map[string]float64{"18": 99}),
		}}, "margins[2].population sample_totals"},
		{"a margin twice", nil, Sample{Margins: []Margin{margin("north", "", "sex", sexes), margin("north", "", "sex", sexes)}}, "margins[1].item sample_margin_twice"},
		{"a unit as a whole and by group", weighted, Sample{Margins: []Margin{margin("north", "", "sex", sexes), margin("north", "b", "sex", sexes)}}, "margins[1].group sample_groups_mixed"},
		{"one of two pooled groups", grouped, Sample{Margins: []Margin{margin("north", "a", "sex", sexes)}}, "margins[0].group sample_groups_missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := tt.q
			if q == nil {
				q = surveyed()
			}
			var got []string
			for _, e := range tt.s.Check(q, []string{"north", "south", "plain"}) {
				got = append(got, e.Field+" "+e.Key)
				for _, lang := range []string{"zh", "en"} {
					if m := e.Message(lang); m == e.Key || strings.Contains(m, "{") || strings.Contains(m, "[[") {
						t.Errorf("message in %s: %s", lang, m)
					}
				}
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("got %s, want %s", strings.Join(got, ", "), tt.want)
			}
		})
	}
}

// Without a roster any unit may be named.
func TestSampleCheckKnowsNoUnits(t *testing.T) {
	if errs := wholeDesign().Check(surveyed(), nil); errs != nil {
		t.Error(errs)
	}
}
