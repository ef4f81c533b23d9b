package theme

// cluster puts items together by average linkage while two clusters are alike
// by least on average. It follows chains of nearest neighbours, which finds the
// same merges as always taking the closest pair, in n² steps and n²/2 numbers.
//
// Murtagh, F. (1983), The Computer Journal 26, 354–359.
func cluster(items []int, alike func(i, j int) float64, least float64) [][]int {
	n := len(items)
	like := make([][]float32, n) // lower triangle
	for i := range like {
		like[i] = make([]float32, i)
		for j := range i {
			like[i][j] = float32(alike(items[i], items[j]))
		}
	}
	at := func(i, j int) *float32 {
		if i < j {
			i, j = j, i
		}
		return &like[i][j]
	}
	members, live := make([][]int, n), make([]bool, n)
	for i := range members {
		members[i], live[i] = []int{items[i]}, true
	}
	var done [][]int
	var chain []int
	for next := 0; ; {
		if len(chain) == 0 {
			for next < n && !live[next] {
				next++
			}
			if next == n {
				return done
			}
			chain = append(chain, next)
		}
		tip := chain[len(chain)-1]
		before := -1
		if len(chain) > 1 {
			before = chain[len(chain)-2]
		}
		nearest, best := -1, float32(least)
		if before >= 0 {
			nearest, best = before, *at(tip, before)
		}
		for j := range n {
			if live[j] && j != tip && (*at(tip, j) > best || nearest < 0 && *at(tip, j) >= best) {
				nearest, best = j, *at(tip, j)
			}
		}
		switch nearest {
		case -1: // nothing is close enough, nor will be
			done = append(done, members[tip])
			live[tip], chain = false, chain[:len(chain)-1]
		case before: // each is the other's nearest
			chain = chain[:len(chain)-2]
			a, b := float32(len(members[before])), float32(len(members[tip]))
			for j := range n {
				if live[j] && j != tip && j != before {
					*at(before, j) = (a*(*at(before, j)) + b*(*at(tip, j))) / (a + b)
				}
			}
			members[before] = append(members[before], members[tip]...)
			live[tip] = false
		default:
			chain = append(chain, nearest)
		}
	}
}
