package survey

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// What a change says is what storing it does: beside the units that there were,
// the added and the changed give exactly the units that were put, and to put
// them again changes nothing.
func TestDiffIsWhatStoringDoes(t *testing.T) {
	draw := func(t *rapid.T, name string) []Unit {
		var units []Unit
		for i := range 6 {
			if rapid.Bool().Draw(t, name) {
				units = append(units, Unit{
					ID: strconv.Itoa(i), Name: Text{"zh": rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "name")},
					Tier: rapid.SampledFrom([]string{"", "county"}).Draw(t, "tier"), Parent: rapid.SampledFrom([]string{"", "top"}).Draw(t, "parent"),
				})
			}
		}
		return units
	}
	rapid.Check(t, func(t *rapid.T) {
		known, put := draw(t, "known"), draw(t, "put")
		c := DiffUnits(known, put)
		if len(c.Added)+len(c.Changed)+c.Same != len(put) {
			t.Fatalf("%d units put, %+v", len(put), c)
		}
		is := map[string]Unit{}
		for _, u := range known {
			is[u.ID] = u
		}
		for _, u := range c.Changed {
			if _, there := is[u.Is.ID]; !there {
				t.Fatalf("%s changed and was not there", u.Is.ID)
			}
		}
		for _, u := range c.units() {
			is[u.ID] = u
		}
		var all []Unit
		for _, u := range is {
			all = append(all, u)
		}
		if again := DiffUnits(all, put); again.Same != len(put) {
			t.Fatalf("put again: %+v", again)
		}
	})
}
