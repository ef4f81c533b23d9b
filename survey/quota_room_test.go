package survey

import "testing"

func TestRoom(t *testing.T) {
	option := func(codes ...string) (list []Option) {
		for _, c := range codes {
			list = append(list, Option{Code: c})
		}
		return list
	}
	q := &Questionnaire{
		Items: []Item{
			{ID: "age", Type: Choice, Profile: true, Required: true, Options: option("young", "old")},
			{ID: "sex", Type: Choice, Profile: true, Required: true, Options: option("m", "f")},
			{ID: "job", Type: Choice, Profile: true, Options: option("yes", "no")},
			{ID: "town", Type: Choice, Profile: true, Required: true, Options: option("a", "b")},
		},
		Pages: []Page{{ID: "p", Items: []string{"age", "sex", "job"}}, {ID: "q", Items: []string{"town"}, ShowIf: "job == 1"}},
	}
	where := func(pairs ...string) map[string]string {
		w := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			w[pairs[i]] = pairs[i+1]
		}
		return w
	}
	for _, tt := range []struct {
		name string
		full []Quota
		want bool // room about u as x
	}{
		{"nothing is full", nil, true},
		{"the unit", []Quota{{Unit: "u"}}, false},
		{"another unit", []Quota{{Unit: "v"}}, true},
		{"the group", []Quota{{Group: "x"}}, false},
		{"another group about the unit", []Quota{{Unit: "u", Group: "y"}}, true},
		{"the poll", []Quota{{}}, false},
		{"one age", []Quota{{Where: where("age", "old")}}, true},
		{"all ages", []Quota{{Where: where("age", "old")}, {Unit: "u", Where: where("age", "young")}}, false},
		{"all ages, one of them elsewhere", []Quota{{Where: where("age", "old")}, {Unit: "v", Where: where("age", "young")}}, true},
		{"both answers to what may be skipped", []Quota{{Where: where("job", "yes")}, {Where: where("job", "no")}}, true},
		{"both answers to what is asked of some", []Quota{{Where: where("town", "a")}, {Where: where("town", "b")}}, true},
		{"three of four cells", []Quota{{Where: where("age", "old", "sex", "m")}, {Where: where("age", "old", "sex", "f")}, {Where: where("age", "young", "sex", "f")}}, true},
		{"four cells, one of them wide", []Quota{{Where: where("age", "old")}, {Where: where("age", "young", "sex", "m")}, {Where: where("sex", "f")}}, false},
	} {
		room := Room{q: q, full: map[string][]Quota{}}
		for _, quota := range tt.full {
			room.full[quota.Unit] = append(room.full[quota.Unit], quota)
		}
		if got := room.For("u", "x"); got != tt.want {
			t.Errorf("%s: room %v, want %v", tt.name, got, tt.want)
		}
	}
	room := Room{q: q, full: map[string][]Quota{"": {{Where: where("age", "old")}, {Group: "x"}}, "v": {{Unit: "v", Where: where("age", "young")}}}}
	if got := room.Profiles("u", "x"); len(got) != 1 || got[0].Where["age"] != "old" {
		t.Errorf("profiles %v, want the old", got)
	}
}
