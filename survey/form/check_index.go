package form

import (
	"fmt"
	"slices"

	"minping/survey"
)

// A treeCheck walks the index tree once.
type treeCheck struct {
	*checker
	ids    map[string]string // node id → path
	leaves map[string]string // item → path of the leaf that uses it
	stands map[string]string // item → path of the node that it stands for
	scored map[string]bool   // what a leaf may name
	known  []string          // the same in order, then all items
}

func (c *checker) tree() {
	if !c.has("index") {
		return
	}
	if c.lists["index"] == 0 {
		c.wrong("index", "empty_list")
		return
	}
	t := treeCheck{c, map[string]string{}, map[string]string{}, map[string]string{}, map[string]bool{}, c.scored()}
	for _, id := range t.known {
		t.scored[id] = true
	}
	t.known = append(t.known, c.ids...)
	t.siblings("index", c.q.Index)
}

// scored lists the answers that have scores, in order.
func (c *checker) scored() []string {
	var ids []string
	for i := range c.q.Items {
		it := &c.q.Items[i]
		switch it.Type {
		case survey.Choice, survey.Rating, survey.Matrix:
			if c.hasScores(it) {
				ids = append(ids, it.Answers()...)
			}
		}
	}
	return ids
}

// hasScores is true also where the scale is not known, which is a mistake of
// its own.
func (c *checker) hasScores(it *survey.Item) bool {
	if _, known := c.q.Scales[it.Scale]; it.Scale != "" && !known {
		return true
	}
	return it.Type == survey.Rating || slices.ContainsFunc(c.q.ItemOptions(it), func(o survey.Option) bool {
		return o.Score != nil
	})
}

func (t *treeCheck) siblings(path string, nodes []survey.Node) {
	total := 0.0
	for i := range nodes {
		if t.enough() {
			return
		}
		t.node(fmt.Sprintf("%s[%d]", path, i), &nodes[i])
		total += nodes[i].Weight
	}
	written := slices.ContainsFunc(nodes, func(n survey.Node) bool { return n.Weight != 0 })
	if len(nodes) > 0 && total == 0 && !written && t.weighted(path, len(nodes)) {
		t.wrong(path, "zero_weights")
	}
}

// weighted reports whether every sibling has a weight in the file.
func (t *treeCheck) weighted(path string, n int) bool {
	for i := range n {
		if !t.has(fmt.Sprintf("%s[%d].weight", path, i)) {
			return false
		}
	}
	return true
}

func (t *treeCheck) node(path string, n *survey.Node) {
	t.need(path, "weight")
	t.weight(path+".weight", n.Weight)
	leaf := t.has(path + ".item")
	if !leaf {
		t.need(path, "id")
	}
	t.nodeID(path, n.ID)
	if n.Level == survey.LevelOverall {
		t.wrong(path+".level", "overall_level")
	}
	switch children := t.has(path + ".children"); {
	case leaf && children:
		t.wrongKey(path+".children", "item_and_children")
	case leaf:
		t.leaf(path, n)
	case !children:
		t.wrong(path, "no_item")
	default:
		t.inner(path, n)
	}
}

func (t *treeCheck) nodeID(path, id string) {
	at := path + ".id"
	if !t.has(at) {
		at = path + ".item"
	}
	if id == overall {
		t.wrong(at, "overall_id")
		return
	}
	if t.has(path + ".id") {
		t.id(at, id, nodeID, false)
	}
	t.unique(t.ids, at, id)
}

func (t *treeCheck) leaf(path string, n *survey.Node) {
	if t.has(path + ".stand_in") {
		t.wrongKey(path+".stand_in", "leaf_stand_in")
	}
	if n.Item != "" && t.answer(path+".item", n.Item) {
		t.once(t.leaves, path+".item", n.Item, "repeated_leaf")
	}
}

func (t *treeCheck) inner(path string, n *survey.Node) {
	t.need(path, "title")
	if t.lists[path+".children"] == 0 && len(n.Children) == 0 {
		t.wrong(path+".children", "empty_list")
	}
	if n.StandIn != "" && t.answer(path+".stand_in", n.StandIn) {
		t.once(t.stands, path+".stand_in", n.StandIn, "repeated_stand_in")
	}
	t.siblings(path+".children", n.Children)
}

func (t *treeCheck) once(used map[string]string, path, item, key string) {
	if first, twice := used[item]; twice {
		t.wrong(path, key, "id", item, "line", t.at(first).line)
		return
	}
	used[item] = path
}

// answer demands a scored item, or a row of a scored matrix.
func (t *treeCheck) answer(path, id string) bool {
	if t.scored[id] {
		return true
	}
	i, isItem := t.items[id]
	_, isRow := t.rows[id]
	switch {
	case isItem && t.q.Items[i].Type == survey.Matrix && len(t.q.Items[i].Rows) > 0:
		t.wrong(path, "matrix_leaf", "id", id, "row", t.q.Items[i].Rows[0].ID)
	case isItem || isRow:
		t.wrong(path, "not_scored", "id", id)
	default:
		t.reference(path, "unknown_item", id, t.known)
	}
	return false
}
