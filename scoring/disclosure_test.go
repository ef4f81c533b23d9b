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
		must   []bool
		k      int
		want   []bool
	}{
		{"all large enough", []int{5, 6, 70}, nil, 5, []bool{false, false, false}},
		{"one small: the next smallest too", []int{4, 20, 9}, nil, 5, []bool{true, false, true}},
		{"two small that hold k together", []int{3, 20, 2}, nil, 5, []bool{true, false, true}},
		{"two small that hold fewer", []int{1, 20, 2}, nil, 5, []bool{true, true, true}},
		{"of equals the first", []int{4, 9, 9}, nil, 5, []bool{true, true, false}},
		{"empty cells hide nothing", []int{0, 4, 0, 30}, nil, 5, []bool{false, true, false, true}},
		{"the only cell", []int{0, 3}, nil, 5, []bool{false, true}},
		{"all empty", []int{0, 0}, nil, 5, []bool{false, false}},
		{"no control", []int{1, 2}, nil, 0, []bool{false, false}},
		{"one is no group", []int{1, 9}, nil, 2, []bool{true, true}},
		{"one hidden for another reason", []int{40, 20, 9}, []bool{true, false, false}, 5, []bool{true, false, true}},
		{"an empty one hidden for another reason", []int{40, 0, 9}, []bool{false, true, false}, 5, []bool{false, true, false}},
		{"no control but for another reason", []int{1, 2}, []bool{false, true}, 0, []bool{false, true}},
		{"none", nil, nil, 5, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Suppress(tt.counts, tt.must, tt.k); !slices.Equal(got, tt.want) {
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
		for i, h := range Suppress(counts, nil, k) {
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
