package answer

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSheetHeads(t *testing.T) {
	for _, tt := range []struct {
		name    string
		columns []sheetColumn
		want    []sheetHead
	}{
		{"areas", []sheetColumn{{Name: "a", Area: "R"}, {Name: "b", Area: "R"}, {Name: "c", Area: "S"}, {Name: "All"}}, []sheetHead{{"R", 2, false}, {"S", 1, false}, {"All", 1, true}}},
		{"none", []sheetColumn{{Name: "a"}, {Name: "b"}}, nil},
	} {
		if diff := cmp.Diff(tt.want, (&sheetPart{Columns: tt.columns}).Heads()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
