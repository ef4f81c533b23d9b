package survey

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompareDocuments(t *testing.T) {
	for _, tt := range []struct {
		name, released, recounted string
		want                      []Difference
	}{
		{"equal", `{"a":1,"b":[{"id":"x"}]}`, `{"b":[{"id":"x"}],"a":1.0}`, nil},
		{"added in another order", `{"a":71.60000000000001}`, `{"a":71.6}`, nil},
		{"a small change", `{"a":71.600001}`, `{"a":71.6}`, []Difference{{"a", "71.600001", "71.6"}}},
		{"a value for none", `{"a":0}`, `{"a":null}`, []Difference{{"a", "0", "null"}}},
		{"left out", `{}`, `{"a":null}`, []Difference{{"a", "", "null"}}},
		{"another kind", `{"a":[1]}`, `{"a":{"b":1}}`, []Difference{{"a", "[1]", `{"b":1}`}}},
		{"a longer list", `{"a":[1,2]}`, `{"a":[1]}`, []Difference{{"a[1]", "2", ""}}},
		{
			"an entry missing", `{"units":[{"unit":"v","n":2}]}`, `{"units":[{"unit":"u","n":1},{"unit":"v","n":2}]}`,
			[]Difference{{"units[u]", "", `{"n":1,"unit":"u"}`}},
		},
		{
			"another order", `{"flags":[{"id":"r/u"},{"id":"r/v"}]}`, `{"flags":[{"id":"r/v"},{"id":"r/u"}]}`,
			[]Difference{{"flags[]", `"1: r/u"`, `"1: r/v"`}},
		},
	} {
		got, leaves, err := compareDocuments([]byte(tt.released), []byte(tt.recounted))
		if err != nil || leaves == 0 && tt.want == nil {
			t.Errorf("%s: %d leaves, %v", tt.name, leaves, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
