package result

import (
	"testing"

	"minping/survey"
	"minping/web/site"
)

// A weighting that left nothing open is not doubted.
func TestWeightingWithoutDoubt(t *testing.T) {
	r := &survey.Release{Weighting: &survey.Weighting{Items: []string{"age"}, Units: []survey.UnitWeighting{
		{Unit: "a", Ballots: 10, Population: 51234.4, Converged: true, MinRatio: .5, MaxRatio: 2.25, Deff: 1.2, NEff: 8.33},
	}}}
	p := &resultsPage{Page: site.Page{Lang: "en"}, Release: r}
	if got := p.weighting(); len(got) != 1 || got[0].Doubt != "" {
		t.Errorf("%+v", got)
	}
	r.Weighting.Units[0].Trimmed = 2
	if got := p.weighting(); len(got) != 1 || got[0].Doubt == "" {
		t.Errorf("weights that were cut are not doubted: %+v", got)
	}
}
