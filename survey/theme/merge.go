package theme

import (
	"cmp"
	"slices"
	"strings"
)

// Likeness is how alike the statements of one opinion must be on average, as
// Merge measures it: high enough that people part few of them, found on
// statements that were merged by hand (see the test).
const Likeness = 0.15

// atOnce is how many different statements are compared pair by pair; further
// ones join the opinions found, or wait for the next turn.
const atOnce = 3000

// An Opinion is statements that say the same.
type Opinion struct {
	Members []int   // of the statements, rising; at least one
	Lead    int     // the one that is most like the others: its wording stands for them
	Within  float64 // mean likeness of pairs of different wording, at most 1 + toneShare; 1 if there is one only
}

// Merge puts together statements that say the same, the largest opinions first.
// Each statement is in one opinion.
//
// Statements are compared by the cosine of their words and pairs of characters
// (TF-IDF), plus or minus a share where their tones are plainly alike or
// opposite; average-linkage clustering goes on while two opinions are alike on
// average by least. The same wording, signs apart, is one at once. The result
// depends on the statements and their order alone.
func Merge(statements []string, least float64) []Opinion {
	groups, texts := sameWording(statements)
	all, sides := vectors(texts), make([]float64, len(texts))
	for i, t := range texts {
		sides[i] = side(t)
	}
	alike := func(i, j int) float64 {
		if len(all[i]) == 0 || len(all[j]) == 0 {
			return 0
		}
		return all[i].dot(all[j]) + toneShare*sides[i]*sides[j]
	}
	waiting := make([]int, len(texts))
	for i := range waiting {
		waiting[i] = i
	}
	var clusters [][]int
	for len(waiting) > 0 {
		now := waiting[:min(atOnce, len(waiting))]
		rest := waiting[len(now):]
		found := cluster(now, alike, least)
		waiting = nil
		for _, i := range rest {
			if c := closest(i, found, alike, least); c >= 0 {
				found[c] = append(found[c], i)
			} else {
				waiting = append(waiting, i)
			}
		}
		clusters = append(clusters, found...)
	}
	opinions := make([]Opinion, len(clusters))
	for c, members := range clusters {
		lead, within := medoid(members, texts, groups, alike)
		o := Opinion{Lead: groups[lead][0], Within: within}
		for _, m := range members {
			o.Members = append(o.Members, groups[m]...)
		}
		slices.Sort(o.Members)
		opinions[c] = o
	}
	slices.SortFunc(opinions, func(a, b Opinion) int {
		return cmp.Or(cmp.Compare(len(b.Members), len(a.Members)), cmp.Compare(a.Members[0], b.Members[0]))
	})
	return opinions
}

// sameWording groups statements that have the same words in the same order;
// texts has one of each group.
func sameWording(statements []string) (groups [][]int, texts []string) {
	at := map[string]int{}
	for i, s := range statements {
		var key strings.Builder
		for _, t := range tokens(s) {
			key.WriteString(t.text + " ")
		}
		g, known := at[key.String()]
		if !known {
			g = len(groups)
			at[key.String()] = g
			groups, texts = append(groups, nil), append(texts, s)
		}
		groups[g] = append(groups[g], i)
	}
	return groups, texts
}

// closest returns the cluster that i is most like, by least at least; or -1.
// Large clusters are judged by some of their members.
func closest(i int, clusters [][]int, alike func(i, j int) float64, least float64) int {
	const judged = 20
	best := -1
	for c, members := range clusters {
		some := members[:min(judged, len(members))]
		sum := 0.0
		for _, m := range some {
			sum += alike(i, m)
		}
		if mean := sum / float64(len(some)); mean >= least {
			best, least = c, mean
		}
	}
	return best
}

// medoid returns a member that stands for the others: the shortest of those that
// are about as like the others as the best. How often a wording occurs counts.
// Of a large cluster the first members are compared.
func medoid(members []int, texts []string, groups [][]int, alike func(i, j int) float64) (lead int, within float64) {
	const compared, about = 200, 0.9
	some := members[:min(compared, len(members))]
	sums, pairs, total := make([]float64, len(some)), 0, 0.0
	for i, x := range some {
		for _, y := range some {
			if x == y {
				sums[i] += float64(len(groups[y]))
				continue
			}
			a := alike(x, y)
			sums[i] += a * float64(len(groups[y]))
			pairs, total = pairs+1, total+a
		}
	}
	best := slices.Max(sums)
	lead = -1
	for i, x := range some {
		if sums[i] >= about*best && (lead < 0 || len(texts[x]) < len(texts[lead])) {
			lead = x
		}
	}
	if pairs == 0 {
		return lead, 1
	}
	return lead, total / float64(pairs)
}
