package scoring

import (
	"flag"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

var stuffingPolls = flag.Int("stuffing-polls", 60, "simulated polls of each kind in the stuffing tests")

// openPoll is an open poll of honest people: their answers go together by a
// general opinion, units differ, some tick the same place throughout, some
// don't know.
type openPoll struct {
	ins      *Instrument
	units    []string
	sizes    []int
	straight float64 // share who tick the same place throughout
	halo     float64 // correlation of two answers of a person, before rounding
}

const scaleOptions = 5 // and one for don't know

func newOpenPoll(rng *rand.Rand, items, units, least, most int, straight, halo float64) openPoll {
	p := openPoll{ins: &Instrument{}, straight: straight, halo: halo}
	for range items {
		p.ins.Items = append(p.ins.Items, Item{Options: make([]Option, scaleOptions+1)})
	}
	for u := range units {
		p.units = append(p.units, string(rune('A'+u)))
		p.sizes = append(p.sizes, least+rng.IntN(most-least+1))
	}
	return p
}

func (p openPoll) answers(rng *rand.Rand, unit float64, items []float64) []int16 {
	a := make([]int16, len(p.ins.Items))
	opinion := unit + rng.NormFloat64()
	place := int16(rng.IntN(2)) // of those who tick the same throughout: the two best
	habit := rng.Float64() < p.straight
	for j := range a {
		x := items[j] + math.Sqrt(p.halo)*opinion + math.Sqrt(1-p.halo)*rng.NormFloat64()
		switch {
		case habit:
			a[j] = place
		case rng.Float64() < 0.03:
			a[j] = scaleOptions
		default:
			a[j] = int16(min(scaleOptions-1, max(0, int(math.Floor(1.5-1.1*x)))))
		}
	}
	return a
}

// count casts the honest ballots of all units.
func (p openPoll) count(rng *rand.Rand) *SheetCount {
	c := NewSheetCount(p.ins, len(p.units))
	items := make([]float64, len(p.ins.Items))
	for j := range items {
		items[j] = 0.6 * rng.NormFloat64()
	}
	for u, id := range p.units {
		quality := 0.35 * rng.NormFloat64()
		for range p.sizes[u] {
			c.Add(id, p.answers(rng, quality, items))
		}
	}
	return c
}

// likelyMost is the most successes that are seen in n trials of chance p, but
// for 1 in 1000 runs.
func likelyMost(n int, p float64) int {
	k := 0
	for (distuv.Binomial{N: float64(n), P: p}).CDF(float64(k)) < 0.999 {
		k++
	}
	return k
}

// Trust tests 66 and 67: honest polls, short questionnaires and habits of
// ticking the same among them, raise no alarm in more than 1 of 100.
func TestHonestPollsAreNotStuffed(t *testing.T) {
	for _, tt := range []struct {
		name                      string
		items, units, least, most int
		straight, halo            float64
	}{
		{"five questions, one unit", 5, 1, 200, 2000, 0.1, 0.5},
		{"five questions, strong general opinion", 5, 6, 50, 500, 0.2, 0.8},
		{"five questions, many ballots", 5, 3, 3000, 8000, 0.05, 0.6},
		{"ten questions", 10, 8, 30, 300, 0.25, 0.6},
		{"twenty questions, most tick the same", 20, 10, 100, 400, 0.6, 0.7},
		{"twenty questions, no general opinion", 20, 10, 100, 400, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 67))
			red := 0
			for range *stuffingPolls {
				found := newOpenPoll(rng, tt.items, tt.units, tt.least, tt.most, tt.straight, tt.halo).count(rng).Stuffing(nil)
				if slices.ContainsFunc(found, func(r Repeat) bool { return !r.Alike }) {
					red++
				}
			}
			t.Logf("red: %d of %d", red, *stuffingPolls)
			if red > likelyMost(*stuffingPolls, 0.01) {
				t.Errorf("%d of %d honest polls are red", red, *stuffingPolls)
			}
		})
	}
}

// A sheet that was copied 50 times is found in 99 of 100 polls; all the best
// ticked throughout is found where other units show what is common.
func TestCopiedSheetsAreFound(t *testing.T) {
	for _, tt := range []struct {
		name                      string
		items, units, least, most int
		straight, halo            float64
		sheet                     func(rng *rand.Rand, a []int16)
	}{
		{"ten questions, mostly the best", 10, 1, 100, 600, 0.1, 0.5, mostlyBest},
		{"twenty questions, mostly the best", 20, 8, 50, 800, 0.3, 0.6, mostlyBest},
		{"five questions, at random", 5, 3, 50, 400, 0.1, 0.5, atRandom},
		{"twenty questions, the best throughout", 20, 12, 60, 150, 0.02, 0.4, func(*rand.Rand, []int16) {}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(2, 62))
			missed := 0
			for range *stuffingPolls {
				c := newOpenPoll(rng, tt.items, tt.units, tt.least, tt.most, tt.straight, tt.halo).count(rng)
				forged := make([]int16, tt.items)
				tt.sheet(rng, forged)
				for range 50 {
					c.Add("A", forged)
				}
				if !slices.ContainsFunc(c.Stuffing(nil), func(r Repeat) bool { return r.Unit == "A" && slices.Equal(r.Answers, forged) }) {
					missed++
				}
			}
			t.Logf("missed: %d of %d", missed, *stuffingPolls)
			if missed > likelyMost(*stuffingPolls, 0.01) {
				t.Errorf("missed in %d of %d polls", missed, *stuffingPolls)
			}
		})
	}
}

// mostlyBest ticks the best, at two items the next best.
func mostlyBest(rng *rand.Rand, a []int16) {
	for _, j := range rng.Perm(len(a))[:2] {
		a[j] = 1
	}
}

// atRandom ticks anything, not the same throughout.
func atRandom(rng *rand.Rand, a []int16) {
	for isStraight(a) {
		for j := range a {
			a[j] = int16(rng.IntN(scaleOptions))
		}
	}
}

// Merged parts count as the whole does, while nothing is forgotten.
func TestSheetsMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ins := &Instrument{Items: []Item{{Options: make([]Option, 2)}, {Options: make([]Option, 200)}}}
		whole, parts := NewSheetCount(ins, 2), []*SheetCount{NewSheetCount(ins, 2), NewSheetCount(ins, 2)}
		for i := range rapid.IntRange(0, 60).Draw(t, "ballots") {
			answers := []int16{rapid.Int16Range(-2, 1).Draw(t, "a"), rapid.Int16Range(-2, 199).Draw(t, "b")}
			unit := rapid.SampledFrom([]string{"x", "y"}).Draw(t, "unit")
			whole.Add(unit, answers)
			parts[i%2].Add(unit, answers)
		}
		parts[0].Merge(parts[1])
		for _, c := range []*SheetCount{whole, parts[0]} { // a sheet that each part has seen once is counted, but not read
			for _, u := range c.units {
				u.read = nil
			}
		}
		counts := cmp.Transformer("counts", func(c digestCount) map[uint64]int { return maps.Collect(c.all()) })
		if diff := cmp.Diff(whole.units, parts[0].units, cmp.AllowUnexported(unitSheets{}), counts); diff != "" {
			t.Fatal(diff)
		}
	})
}

// However many different sheets come, few are kept; what is said of a frequent
// one is at most what there was, and short by no more than is said.
func TestSheetsAreBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	p := newOpenPoll(rng, 20, 1, 1, 1, 0, 0)
	c := NewSheetCount(p.ins, sheetBudget/leastSheets)
	noise, items := p, make([]float64, 20)
	forged := noise.answers(rng, 0, items)
	const copies = 2000
	for i := range 20000 {
		c.Add("A", noise.answers(rng, 0, items))
		if i%(20000/copies) == 0 {
			c.Add("A", forged)
		}
	}
	u := c.units["A"]
	n := u.sheets.count(c.digest(forged))
	if u.sheets.len() > leastSheets || n > copies || n+u.missed < copies {
		t.Errorf("%d sheets kept; %d + %d of %d copies", u.sheets.len(), n, u.missed, copies)
	}
	if u.missed > 4*(20000+copies)/leastSheets {
		t.Errorf("%d may be missed of every sheet", u.missed)
	}
}

// Digests are counted as by a map, also those that fall on the same slot.
func TestDigestsCountAsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c digestCount
		want := make(map[uint64]int)
		for range rapid.IntRange(0, 200).Draw(t, "digests") {
			d, n := rapid.Uint64Range(0, 60).Draw(t, "digest")*16, rapid.IntRange(1, 3).Draw(t, "n")
			want[d] += n
			if got := c.add(d, n); got != want[d] {
				t.Fatalf("%d counted %d times, want %d", d, got, want[d])
			}
			if c.len() > 40 {
				cut := c.halve()
				maps.DeleteFunc(want, func(d uint64, n int) bool {
					want[d] = n - cut
					return n <= cut
				})
			}
		}
		if got := maps.Collect(c.all()); !maps.Equal(got, want) || c.len() != len(want) || c.count(1) != 0 {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// The tail of the binomial. R: pbinom(k-1, n, p, lower.tail = FALSE)
func TestBinomialTail(t *testing.T) {
	for _, tt := range []struct {
		k, n int
		p    float64
		want float64
	}{
		{0, 5, 0.3, 1}, {6, 5, 0.3, 0}, {5, 5, 0.3, 0.00243}, {3, 5, 1, 1}, {2, 5, 0.3, 0.47178},
	} {
		if got := BinomialTail(tt.k, tt.n, tt.p); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("P(X ≥ %d | %d, %g) = %g, want %g", tt.k, tt.n, tt.p, got, tt.want)
		}
	}
}
