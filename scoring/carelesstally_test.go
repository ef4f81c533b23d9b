package scoring

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// What the tally counts is what LongStrings and IRV find in each row.
func TestCarelessTally(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(LeastAnswers, 12).Draw(t, "k")
		n := rapid.IntRange(1, 20).Draw(t, "n")
		scores := []float64{0, 30, 60, 80, 100}
		half, other := NewCarelessTally(k), NewCarelessTally(k)
		looked, runs, alike, narrow := 0, 0, 0, 0
		var spreads [widestSpread + 1]int
		for i := range n {
			options, row := make([]int16, k), make([]float64, k)
			answered := 0
			for j := range k {
				options[j] = int16(rapid.IntRange(-1, 4).Draw(t, "option"))
				if rapid.Bool().Draw(t, "again") && j > 0 {
					options[j] = options[j-1]
				}
				row[j] = math.NaN()
				if options[j] >= 0 {
					row[j] = scores[options[j]]
					answered++
				}
			}
			if i%2 == 0 {
				half.Add(options, row)
			} else {
				other.Add(options, row)
			}
			if answered < LeastAnswers || 2*answered < k {
				continue
			}
			x := mat.NewDense(1, k, row)
			irv := IRV(x).Value[0]
			looked++
			if 2*LongStrings(x)[0].Longest >= k {
				runs++
			}
			if irv == 0 {
				alike++
			}
			spreads[int(math.Round(irv))]++
			if math.Round(irv) <= 20 {
				narrow++
			}
		}
		half.Merge(other)
		got := half.Shares()
		if got.N != looked || got.Short != n-looked {
			t.Fatalf("%+v, want %d looked at of %d", got, looked, n)
		}
		if looked == 0 {
			if !math.IsNaN(got.Alike) || got.SpreadQuartile[1] != -1 {
				t.Fatalf("nothing to look at: %+v", got)
			}
			return
		}
		if !agree(got.HalfRun, float64(runs)/float64(looked), 1e-14) || !agree(got.Alike, float64(alike)/float64(looked), 1e-14) {
			t.Fatalf("%+v, want %d runs and %d alike of %d", got, runs, alike, looked)
		}
		if median := got.SpreadQuartile[1]; (median <= 20) != (2*narrow >= looked) {
			t.Fatalf("median spread %d, %d of %d at most 20", median, narrow, looked)
		}
	})
}
