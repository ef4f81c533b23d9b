package survey

import (
	"slices"
	"testing"
)

func unit(id, parent string) Unit { return Unit{ID: id, Parent: parent, Name: Text{"zh": id}} }

func TestCheckUnits(t *testing.T) {
	known := []Unit{unit("a", ""), unit("b", "a")}
	for _, tt := range []struct {
		name string
		put  []Unit
		want []string // field key
	}{
		{"new and old parents", []Unit{unit("d", "c"), unit("c", "b")}, nil},
		{"moved", []Unit{unit("b", "")}, nil},
		{"no id, no name", []Unit{{}}, []string{"units[0].id missing", "units[0].name missing"}},
		{"control character", []Unit{unit("a\x00", "")}, []string{"units[0].id bad_characters"}},
		{"twice", []Unit{unit("c", ""), unit("c", "")}, []string{"units[1].id duplicate"}},
		{"no such parent", []Unit{unit("c", "x")}, []string{"units[0].parent unknown_parent"}},
		{"its own parent", []Unit{unit("c", "c")}, []string{"units[0].parent circle_of_units"}},
		{"circle through a known one", []Unit{unit("a", "b")}, []string{"units[0].parent circle_of_units"}},
	} {
		var got []string
		for _, e := range checkUnits(known, tt.put) {
			got = append(got, e.Field+" "+e.Key)
			if e.Message("zh") == e.Key || e.Message("en") == e.Key {
				t.Errorf("%s: no message for %s", tt.name, e.Key)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestRosterOf(t *testing.T) {
	all := []Unit{unit("root", ""), unit("x", ""), unit("b", "mid"), unit("mid", "root"), unit("a", "mid")}
	for _, tt := range []struct {
		rollUp bool
		want   []string
	}{
		{false, []string{"b", "a"}},
		{true, []string{"root", "b", "mid", "a"}},
	} {
		var got []string
		for _, u := range RosterOf(all, []string{"a", "b"}, tt.rollUp) {
			got = append(got, u.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("roll up %t: %q, want %q", tt.rollUp, got, tt.want)
		}
	}
}
