package survey

import "math"

// A weighing is a release's index tree and groups under other weights.
type weighing struct {
	release   *Release
	nodes     []NodeInfo
	index     map[string]int
	parent    []int // -1 for the root
	children  [][]int
	weight    []float64
	changed   []bool    // the score at the node rests on other weights than published
	group     []float64 // parallel to the release's groups; pooled: 1, or 0 left out
	pooled    bool
	regrouped bool // groups count otherwise than published
	reselects bool // other items count than published
	kinds     *kindWeights
}

func newWeighing(r *Release, s Scenario) *weighing {
	w := newTreeWeighing(r, s)
	w.kinds = newKinds(r, s)
	return w
}

// newTreeWeighing is newWeighing without the kinds of unit.
func newTreeWeighing(r *Release, s Scenario) *weighing {
	n := len(r.Nodes)
	w := &weighing{
		release: r, nodes: r.Nodes, index: make(map[string]int, n), parent: make([]int, n), children: make([][]int, n),
		weight: make([]float64, n), changed: make([]bool, n), pooled: !weighted(r.Groups),
	}
	for i, node := range r.Nodes {
		w.index[node.ID] = i
		w.parent[i] = -1
		if p, ok := w.index[node.Parent]; ok && i > 0 {
			w.parent[i] = p
			w.children[p] = append(w.children[p], i)
		}
		w.weight[i] = float64(node.Weight)
		if x, ok := s.Nodes[node.ID]; ok {
			w.weight[i] = x
		}
	}
	published := make([]float64, len(r.Groups))
	for g, info := range r.Groups {
		published[g] = float64(info.Weight)
		if w.pooled {
			published[g] = 1
		}
		w.group = append(w.group, published[g])
		if x, ok := s.Groups[info.ID]; ok {
			w.group[g] = x
		}
	}
	w.regrouped = !proportional(w.group, published)
	for i := n - 1; i >= 0; i-- {
		w.changed[i] = w.differs(i)
	}
	w.reselects = w.selectsOthers(0, true, true)
	return w
}

// selectsOthers reports whether some item below a node counts under the scenario
// and not as published, or the other way round; the node itself counts so.
func (w *weighing) selectsOthers(i int, now, then bool) bool {
	if len(w.nodes) == 0 || !now && !then {
		return false
	}
	if w.single(i) {
		return now != then
	}
	for _, c := range w.children[i] {
		if w.selectsOthers(c, now && w.weight[c] > 0, then && w.nodes[c].Weight > 0) {
			return true
		}
	}
	return false
}

// differs reports whether a node's score under the scenario rests on other
// weights than published.
func (w *weighing) differs(i int) bool {
	if w.single(i) {
		return false
	}
	var now, then []float64
	for _, c := range w.children[i] {
		if now, then = append(now, w.weight[c]), append(then, float64(w.nodes[c].Weight)); w.changed[c] {
			return true
		}
	}
	return !proportional(now, then)
}

// proportional reports whether two sets of weights weigh alike.
func proportional(a, b []float64) bool {
	sumA, sumB := 0.0, 0.0
	for i := range a {
		sumA, sumB = sumA+a[i], sumB+b[i]
	}
	for i := range a {
		if math.Abs(a[i]*sumB-b[i]*sumA) > 1e-12*sumA*sumB {
			return false
		}
	}
	return (sumA == 0) == (sumB == 0)
}

// single reports whether a node's score is that of one item: a leaf's, or of
// the one that stands for the node.
func (w *weighing) single(i int) bool { return len(w.children[i]) == 0 || w.nodes[i].StandIn != "" }

// covered reports whether weights below a node change nothing, since an item
// stands for it or for one above.
func (w *weighing) covered(i int) bool {
	for ; i >= 0; i = w.parent[i] {
		if w.nodes[i].StandIn != "" {
			return true
		}
	}
	return false
}

// counts reports whether any item counts under a node.
func (w *weighing) counts(i int) bool {
	if w.single(i) {
		return true
	}
	for _, c := range w.children[i] {
		if w.weight[c] > 0 && w.counts(c) {
			return true
		}
	}
	return false
}

// A source gives the published scores that a score is computed from: NaN where
// nobody answered, a reason where there is one but it is not known.
type source func(node int) (float64, Reason)

// mean computes a node's score from a source: as published where the weights
// below are, unless deep asks for the items' scores.
//
//	I = Σ a_c I_c / Σ a_c  over the children c that have a value
func (w *weighing) mean(i int, deep bool, get source) (float64, Reason) {
	if w.single(i) || !deep && !w.changed[i] {
		return get(i)
	}
	sum, total := 0.0, 0.0
	for _, c := range w.children[i] {
		if w.weight[c] == 0 {
			continue
		}
		x, why := w.mean(c, deep, get)
		if why != "" {
			return 0, why
		}
		if !math.IsNaN(x) {
			sum += float64(w.weight[c] * x)
			total += w.weight[c]
		}
	}
	return sum / total, "" // 0/0 is NaN: no value
}
