package scoring

import (
	"errors"
	"fmt"
	"math"
)

// Errors of an index tree, wrapped with the node's id.
var (
	ErrTree   = errors.New("index tree is not in preorder with one root")
	ErrWeight = errors.New("index weights must not be negative and must not all be zero")
)

// Check returns what is wrong with the instrument, or nil. NewTallies panics
// with the same error. Every node rests on items, but where there are none at
// all: then nothing has a score. A node's children need a positive total weight; the
// groups' weights may all be zero (pooled), none may be negative.
func (in *Instrument) Check() error {
	if len(in.Nodes) == 0 || in.Nodes[0].Parent != -1 {
		return ErrTree
	}
	total := make([]float64, len(in.Nodes))
	children := make([]int, len(in.Nodes))
	for i, n := range in.Nodes {
		if i > 0 && (n.Parent < 0 || n.Parent >= i || in.Nodes[n.Parent].Item >= 0) {
			return fmt.Errorf("node %q: %w", n.ID, ErrTree)
		}
		if n.Item >= len(in.Items) || n.StandItem >= len(in.Items) || n.Item < -1 || n.StandItem < -1 {
			return fmt.Errorf("node %q: no such item", n.ID)
		}
		if i > 0 {
			if !(n.Weight >= 0) || math.IsInf(n.Weight, 0) {
				return fmt.Errorf("node %q: %w", n.ID, ErrWeight)
			}
			total[n.Parent] += n.Weight
			children[n.Parent]++
		}
	}
	for i, n := range in.Nodes {
		if n.Item < 0 && n.StandItem < 0 && children[i] == 0 && len(in.Items) > 0 {
			return fmt.Errorf("node %q: neither an item nor children", n.ID)
		}
		if n.StandItem < 0 && children[i] > 0 && total[i] == 0 {
			return fmt.Errorf("node %q: %w", n.ID, ErrWeight)
		}
	}
	for _, g := range in.Groups {
		if !(g.Weight >= 0) || math.IsInf(g.Weight, 0) {
			return fmt.Errorf("group %q: %w", g.ID, ErrWeight)
		}
	}
	return nil
}

// A tree is the index tree prepared for walking.
type tree struct {
	nodes    []Node
	children [][]int
	// item is the one item that a node's score rests on (a leaf's, or the one
	// that stands for it), -1 for a mean of children.
	item []int
	// counts holds the items that can enter a node's score: those that it rests
	// on through positive weights.
	counts [][]int
	// asked holds every item under a node, and those that stand for it or for a
	// node under it, each once.
	asked [][]int
}

func newTree(in *Instrument) tree {
	n := len(in.Nodes)
	t := tree{
		nodes: in.Nodes, children: make([][]int, n), item: make([]int, n),
		counts: make([][]int, n), asked: make([][]int, n),
	}
	for i := n - 1; i >= 0; i-- {
		node := in.Nodes[i]
		t.item[i] = node.Item
		if node.StandItem >= 0 {
			t.item[i] = node.StandItem
		}
		t.gather(i)
		if node.Parent >= 0 {
			p := node.Parent
			t.children[p] = append([]int{i}, t.children[p]...)
		}
	}
	return t
}

// gather fills counts and asked of a node from its children's.
func (t *tree) gather(i int) {
	node := t.nodes[i]
	for _, item := range []int{node.Item, node.StandItem} {
		if item >= 0 {
			t.asked[i] = union(t.asked[i], []int{item})
		}
	}
	if t.item[i] >= 0 {
		t.counts[i] = []int{t.item[i]}
	}
	for _, c := range t.children[i] {
		t.asked[i] = union(t.asked[i], t.asked[c])
		if t.item[i] < 0 && t.nodes[c].Weight > 0 {
			t.counts[i] = union(t.counts[i], t.counts[c])
		}
	}
}

// union returns a with those of b that it lacks.
func union(a, b []int) []int {
	for _, x := range b {
		found := false
		for _, y := range a {
			found = found || x == y
		}
		if !found {
			a = append(a, x)
		}
	}
	return a
}

// means writes each node's value into out, given its items' values (NaN: none):
//
//	I = Σ a_c I_c / Σ a_c  over the children c that have a value
//
// A node none of whose children with a positive weight has a value has none.
func (t *tree) means(items, out []float64) {
	for i := len(t.nodes) - 1; i >= 0; i-- {
		if t.item[i] >= 0 {
			out[i] = items[t.item[i]]
			continue
		}
		var m mean
		for _, c := range t.children[i] {
			m.add(out[c], t.nodes[c].Weight)
		}
		out[i] = m.value()
	}
}

// A mean is a weighted mean of the values that are not NaN. It never leaves
// the range of its values, whatever the rounding.
type mean struct{ sum, weight, low, high float64 }

func (m *mean) add(x, weight float64) {
	if weight == 0 || math.IsNaN(x) {
		return
	}
	if m.weight == 0 {
		m.low, m.high = x, x
	}
	m.low, m.high = min(m.low, x), max(m.high, x)
	m.sum += float64(weight * x)
	m.weight += weight
}

func (m *mean) value() float64 {
	if m.weight == 0 {
		return math.NaN()
	}
	return min(max(m.sum/m.weight, m.low), m.high)
}

// A term is one item's share in a node's value.
type term struct {
	column int
	share  float64
}

// shares returns, per node, the shares of the items in its value (they sum to
// 1; none: no value), given which items have a value.
func (t *tree) shares(valid []bool) [][]term {
	out := make([][]term, len(t.nodes))
	dense := make([]float64, len(valid))
	for i := len(t.nodes) - 1; i >= 0; i-- {
		if j := t.item[i]; j >= 0 {
			if valid[j] {
				out[i] = []term{{j, 1}}
			}
			continue
		}
		total := 0.0
		for _, c := range t.children[i] {
			if len(out[c]) > 0 {
				total += t.nodes[c].Weight
			}
		}
		if total == 0 {
			continue
		}
		for _, c := range t.children[i] {
			for _, x := range out[c] {
				dense[x.column] += t.nodes[c].Weight / total * x.share
			}
		}
		for _, j := range t.counts[i] {
			if dense[j] > 0 {
				out[i] = append(out[i], term{j, dense[j]})
			}
			dense[j] = 0
		}
	}
	return out
}
