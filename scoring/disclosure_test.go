package scoring

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSuppress(t *testing.T) {
	for _, tt := range []struct {
		name   string
		counts []int
		k      int
		want   []bool
	}{
		{"all large enough", []int{5, 6, 70}, 5, []bool{false, false, false}},
		{"one small: the next smallest too", []int{4, 20, 9}, 5, []bool{true, false, true}},
		{"two small that hold k together", []int{3, 20, 2}, 5, []bool{true, false, true}},
		{"two small that hold fewer", []int{1, 20, 2}, 5, []bool{true, true, true}},
		{"of equals the first", []int{4, 9, 9}, 5, []bool{true, true, false}},
		{"empty cells hide nothing", []int{0, 4, 0, 30}, 5, []bool{false, true, false, true}},
		{"the only cell", []int{0, 3}, 5, []bool{false, true}},
		{"all empty", []int{0, 0}, 5, []bool{false, false}},
		{"no control", []int{1, 2}, 0, []bool{false, false}},
		{"one is no group", []int{1, 9}, 2, []bool{true, true}},
		{"none", nil, 5, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Suppress(tt.counts, tt.k); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func TestSuppressedCellsCannotBeToldApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 20), 0, 8).Draw(t, "counts")
		k := rapid.IntRange(2, 10).Draw(t, "k")
		cells, held, shown := 0, 0, 0
		for i, h := range Suppress(counts, k) {
			switch {
			case h:
				cells++
				held += counts[i]
			case counts[i] > 0:
				shown++
				if counts[i] < k {
					t.Fatalf("cell of %d is shown", counts[i])
				}
			}
		}
		if cells > 0 && shown > 0 && (cells == 1 || held < k) {
			t.Fatalf("%d hidden cells hold %d", cells, held)
		}
	})
}
