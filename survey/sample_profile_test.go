package survey

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minping/scoring"
)

// What Fill writes for answers of all kinds.
func TestProfiler(t *testing.T) {
	q := surveyed()
	q.Items[0].Profile = true // scored as well
	s := &Sample{
		Strata: "area", Clusters: "village", Weight: "eligible",
		Populations: []Population{{Unit: "u", Stratum: "town", Size: 7}},
		Margins: []Margin{
			{Unit: "u", Item: "age", Population: map[string]float64{"18": 1, "30.5": 1, "100": 0}},
			{Unit: "u", Item: "sex", Population: map[string]float64{"m|x": 1, "f": 1}},
			{Unit: "u", Item: "p1", Population: map[string]float64{"3": 1, "2|1": 0.5, "9": 0}},
		},
	}
	p := NewProfiler(q, s)
	if d := cmp.Diff([]string{"area", "village", "eligible", "age", "sex"}, p.Asks()); d != "" {
		t.Fatal(d)
	}
	for _, tt := range []struct {
		name string
		unit string
		p1   int16
		said []string // area, village, eligible, age, sex
		want scoring.Ballot
		bad  bool
	}{
		{name: "all", unit: "u", said: []string{"town", "v", "2.5", "30", "x"}, want: scoring.Ballot{
			Stratum: "u\x1ftown", Cluster: "v", Weight: 2.5, Population: 7, Profile: "*\x1f18\x1fm|x\x1f3",
		}},
		{name: "at a bound", unit: "u", p1: 2, said: []string{"country", "", "1", "30.5", "f"}, want: scoring.Ballot{
			Stratum: "u\x1fcountry", Weight: 1, Profile: "*\x1f30.5\x1ff\x1f2|1",
		}},
		{name: "outside", unit: "u", p1: 3, said: []string{"", "", "1", "17", "!"}, want: scoring.Ballot{
			Stratum: "u\x1f", Weight: 1, Profile: "*\x1f\x1f\x1f",
		}},
		{name: "in a class of nobody", unit: "u", p1: scoring.Blank, said: []string{"", "", "1", "120", ""}, want: scoring.Ballot{
			Stratum: "u\x1f", Weight: 1, Profile: "*\x1f\x1f\x1f",
		}},
		{name: "no margins", unit: "other", said: []string{"town", "v", "1", "30", "m"}, want: scoring.Ballot{
			Stratum: "other\x1ftown", Cluster: "v", Weight: 1,
		}},
		{name: "no weight", unit: "u", said: []string{"town", "v", "", "30", "m"}, bad: true},
		{name: "weight 0", unit: "u", said: []string{"town", "v", "0", "30", "m"}, bad: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := scoring.Ballot{Unit: tt.unit, Weight: 1, Answers: []int16{tt.p1, 0}}
			said := make([][]byte, len(tt.said))
			for i, x := range tt.said {
				said[i] = []byte(x)
			}
			if ok := p.Fill(&b, said); ok == tt.bad {
				t.Fatalf("Fill says %v", ok)
			}
			if tt.bad {
				return
			}
			tt.want.Unit, tt.want.Answers = b.Unit, b.Answers
			if d := cmp.Diff(tt.want, b); d != "" {
				t.Error(d)
			}
		})
	}
}

// A sample that only names strata costs the counting nothing.
func TestNoProfiler(t *testing.T) {
	for _, s := range []*Sample{nil, {}, {Strata: "unit", Lonely: "adjust"}} {
		if NewProfiler(surveyed(), s) != nil {
			t.Errorf("%+v needs no answers", s)
		}
	}
}

// Margins of a group hold for its ballots only.
func TestProfilesByGroup(t *testing.T) {
	q := surveyed()
	q.Groups = []Group{{ID: "a", Weight: 1}, {ID: "b", Weight: 1}}
	p := NewProfiler(q, &Sample{Margins: []Margin{{Unit: "u", Group: "b", Item: "sex", Population: map[string]float64{"m": 1}}}})
	for group, want := range map[string]string{"a": "", "b": "*\x1fm"} {
		b := scoring.Ballot{Unit: "u", Group: group, Weight: 1}
		p.Fill(&b, [][]byte{[]byte("m")})
		if b.Profile != want {
			t.Errorf("group %s: profile %q, want %q", group, b.Profile, want)
		}
	}
}

// The reader finds in a stored ballot what a JSON parser finds.
func TestRestReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-e]{1,2}(\.r)?`)
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab\"\\{}[]:,村\n\x01😀")))
		answers := Answers(rapid.MapOf(id, rapid.SliceOf(text)).Draw(t, "answers"))
		items := rapid.SliceOfDistinct(id, func(s string) string { return s }).Draw(t, "items")
		rest := appendAnswers(nil, answers)
		var want Answers
		if err := json.Unmarshal(rest, &want); err != nil {
			t.Fatal(err)
		}
		r := newRestReader(items)
		if err := r.read(rest); err != nil {
			t.Fatal(err)
		}
		for i, item := range items {
			switch codes := want[item]; {
			case len(codes) == 0:
				if r.said[i] != nil {
					t.Fatalf("%s: found %q in %s", item, r.said[i], rest)
				}
			case codes[0] != string(r.said[i]):
				t.Fatalf("%s: %q, want %q in %s", item, r.said[i], codes[0], rest)
			}
		}
	})
}

func TestRestReaderRefusesWhatIsBroken(t *testing.T) {
	for _, rest := range []string{"x", `{"b"`, `{"b":["x}`, `{"b":"x"}`, `{"b":["x"`} {
		if err := newRestReader([]string{"a"}).read([]byte(rest)); err == nil {
			t.Errorf("%s was read", rest)
		}
	}
}

func BenchmarkRest(b *testing.B) {
	rest := appendAnswers(nil, Answers{"age": {"35"}, "area": {"town"}, "sex": {"m"}, "village": {"石桥村"}, "comment": {"窗口服务很好，等候时间稍长。"}})
	r := newRestReader([]string{"age", "sex", "village"})
	b.ReportAllocs()
	for b.Loop() {
		if err := r.read(rest); err != nil {
			b.Fatal(err)
		}
	}
}
