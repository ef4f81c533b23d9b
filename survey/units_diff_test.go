package survey

import (
	"slices"
	"testing"
)

func TestDiffUnits(t *testing.T) {
	zh := func(id, name string) Unit { return Unit{ID: id, Name: Text{"zh": name}, Tier: "county"} }
	known := []Unit{zh("a", "青岚县"), zh("b", "云溯县"), zh("c", "泊远经济开发区"), zh("s1", "第1小学校")}
	d := DiffUnits(known, []Unit{zh("a", "青岚县"), zh("b", "云溯区"), zh("d", "青岚 县"), zh("e", "泊远经济开放区"), zh("f", "沐原县"), zh("s2", "第2小学校")})
	var added, alike []string
	for _, u := range d.Added {
		added = append(added, u.ID)
	}
	for _, p := range d.Alike {
		alike = append(alike, p.Was.ID+"~"+p.Is.ID)
	}
	if d.Same != 1 || d.Left != 2 || len(d.Changed) != 1 || d.Changed[0].Was.ID != "b" ||
		!slices.Equal(added, []string{"d", "e", "f", "s2"}) || !slices.Equal(alike, []string{"a~d", "c~e"}) {
		t.Errorf("%+v, added %v, alike %v", d, added, alike)
	}
}

func TestProposeUnitID(t *testing.T) {
	taken := map[string]bool{"u1": true, "north-street": true}
	for _, tt := range []struct {
		name Text
		want string
	}{
		{Text{"zh": "青岚县"}, "u2"},
		{Text{"en": "South  Street!"}, "south-street"},
		{Text{"en": "North Street"}, "north-street-1"},
	} {
		if got := ProposeUnitID(tt.name, func(id string) bool { return taken[id] }); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.name, got, tt.want)
		}
	}
}
