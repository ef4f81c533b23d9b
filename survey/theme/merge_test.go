package theme

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// readMerged returns the wordings of a file and the group of each.
func readMerged(t testing.TB, file string) (texts []string, group []int) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g := -1
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '=':
			g++
		default:
			texts, group = append(texts, line), append(group, g)
		}
	}
	return texts, group
}

// forms are n statements as they come on forms: wordings with what people
// write around them.
func forms(texts []string, group []int, n int) (statements []string, truth []int) {
	around := []string{"%s", "%s。", "我觉得%s", "希望领导重视：%s", "%s，请解决", "1、%s"}
	if texts[0][0] < utf8.RuneSelf {
		around = []string{"%s", "%s.", "I think that %s", "1. %s", "Please: %s"}
	}
	for i := 0; len(statements) < n; i++ {
		k := i % len(texts)
		s := Statements(fmt.Sprintf(around[(i/len(texts)+k)%len(around)], texts[k]))
		statements, truth = append(statements, s[0]), append(truth, group[k])
	}
	return statements, truth
}

// adjustedRand compares two partitions: 1 if they are the same, about 0 by
// chance (Hubert & Arabie 1985).
func adjustedRand(a, b []int) float64 {
	cells, rows, columns := map[[2]int]float64{}, map[int]float64{}, map[int]float64{}
	for i := range a {
		cells[[2]int{a[i], b[i]}]++
		rows[a[i]]++
		columns[b[i]]++
	}
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	both, inA, inB := 0.0, 0.0, 0.0
	for _, n := range cells {
		both += pairs(n)
	}
	for _, n := range rows {
		inA += pairs(n)
	}
	for _, n := range columns {
		inB += pairs(n)
	}
	chance := inA * inB / pairs(float64(len(a)))
	return (both - chance) / ((inA+inB)/2 - chance)
}

func labels(opinions []Opinion, n int) []int {
	of := make([]int, n)
	for o, x := range opinions {
		for _, m := range x.Members {
			of[m] = o
		}
	}
	return of
}

// TestMergeAsByHand holds the proposal against merging by hand. 386 forms gave
// 20 opinions in the case that the example follows.
func TestMergeAsByHand(t *testing.T) {
	for _, tt := range []struct {
		file      string
		forms     int
		most      int     // opinions
		agreement float64 // least adjusted Rand index
	}{
		{"../demo/opinions.txt", 386, 25, 0.88},
		{"testdata/merged.en.txt", 60, 7, 0.75},
	} {
		texts, group := readMerged(t, tt.file)
		statements, truth := forms(texts, group, tt.forms)
		opinions := Merge(statements, Likeness)
		ari := adjustedRand(labels(opinions, len(statements)), truth)
		t.Logf("%s: %d statements, %d opinions (by hand %d), adjusted Rand index %.3f", tt.file, len(statements), len(opinions), slices.Max(truth)+1, ari)
		for _, o := range opinions {
			t.Logf("%4d  %.2f  %s", len(o.Members), o.Within, statements[o.Lead])
		}
		if len(opinions) > tt.most || ari < tt.agreement {
			t.Errorf("%s: %d opinions at %.3f; want at most %d at %.2f", tt.file, len(opinions), ari, tt.most, tt.agreement)
		}
	}
}

func TestMergeIsAPartition(t *testing.T) {
	texts, _ := readMerged(t, "../demo/opinions.txt")
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(texts), rapid.String()), 0, 40).Draw(t, "statements")
		least := rapid.Float64Range(0, 1).Draw(t, "least")
		opinions := Merge(in, least)
		var all []int
		for i, o := range opinions {
			if !slices.Contains(o.Members, o.Lead) || !slices.IsSorted(o.Members) || i > 0 && len(o.Members) > len(opinions[i-1].Members) {
				t.Fatalf("opinion %d: %+v", i, o)
			}
			all = append(all, o.Members...)
		}
		slices.Sort(all)
		for i, m := range all {
			if i != m {
				t.Fatalf("%v is no partition of %d statements", all, len(in))
			}
		}
		if len(all) != len(in) {
			t.Fatalf("%d of %d statements", len(all), len(in))
		}
	})
}

// TestClusterIsAverageLinkage holds chains of nearest neighbours against the
// definition: the closest pair first.
func TestClusterIsAverageLinkage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		like, ties := make([][]float64, n), ties(n)
		for i := range like {
			like[i] = make([]float64, n)
			for j := range i {
				v := (float64(rapid.IntRange(0, 1000).Draw(t, "likeness")) + ties[i][j]) / 1001
				like[i][j], like[j][i] = v, v
			}
		}
		least := rapid.Float64Range(0.05, 0.95).Draw(t, "least")
		items := make([]int, n)
		for i := range items {
			items[i] = i
		}
		alike := func(i, j int) float64 { return like[i][j] }
		got, want := cluster(items, alike, least), closestFirst(n, alike, least)
		if g, w := partition(got), partition(want); g != w {
			t.Fatalf("got %s, want %s", g, w)
		}
	})
}

// ties are shares that tell equal numbers, and their means, apart.
func ties(n int) [][]float64 {
	apart, r := make([][]float64, n), rand.New(rand.NewPCG(1, 2))
	for i := range apart {
		for range i {
			apart[i] = append(apart[i], r.Float64())
		}
	}
	return apart
}

func closestFirst(n int, alike func(i, j int) float64, least float64) [][]int {
	var clusters [][]int
	for i := range n {
		clusters = append(clusters, []int{i})
	}
	for {
		best, a, b := least, -1, -1
		for i := range clusters {
			for j := range i {
				sum := 0.0
				for _, x := range clusters[i] {
					for _, y := range clusters[j] {
						sum += alike(x, y)
					}
				}
				if mean := sum / float64(len(clusters[i])*len(clusters[j])); mean >= best {
					best, a, b = mean, j, i
				}
			}
		}
		if a < 0 {
			return clusters
		}
		clusters[a] = append(clusters[a], clusters[b]...)
		clusters = slices.Delete(clusters, b, b+1)
	}
}

func partition(clusters [][]int) string {
	for _, c := range clusters {
		slices.Sort(c)
	}
	slices.SortFunc(clusters, func(a, b []int) int { return a[0] - b[0] })
	return fmt.Sprint(clusters)
}

// TestMergeOfMany goes beyond what is compared pair by pair.
func TestMergeOfMany(t *testing.T) {
	texts, _ := readMerged(t, "../demo/opinions.txt")
	var in []string
	for i := range atOnce + 500 {
		in = append(in, fmt.Sprintf("%s，%s%d号", texts[i%len(texts)], string(rune('甲'+i%7)), i))
	}
	opinions := Merge(in, Likeness)
	members := 0
	for _, o := range opinions {
		members += len(o.Members)
		if math.IsNaN(o.Within) {
			t.Fatal("an opinion without a likeness")
		}
	}
	if members != len(in) {
		t.Errorf("%d of %d statements are in an opinion", members, len(in))
	}
}

func BenchmarkMerge(b *testing.B) {
	texts, group := readMerged(b, "../demo/opinions.txt")
	for _, n := range []int{386, 3000} {
		in, _ := forms(texts, group, n)
		for i := range in {
			in[i] += fmt.Sprint("第", i) // no two the same
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Merge(in, Likeness)
			}
		})
	}
}
