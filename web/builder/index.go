package builder

import (
	"fmt"
	"slices"

	"minping/survey"
	"minping/web/site"
)

// A draftNode is a line of the index tree.
type draftNode struct {
	Path        string
	Depth       int
	Leaf        bool
	Title       string // of a leaf
	Item        string
	Fields      []draftField // id and titles
	More        []draftField // that few nodes need
	Weight      draftField
	First, Last bool
	Wrong       []string
	List        string // of a node: its children
	Sum         string // of their weights
}

// MoreOpen reports whether one of those has something in it or is wrong. A leaf
// that is called as its item says nothing by that.
func (n draftNode) MoreOpen() bool {
	return anyFilled(slices.DeleteFunc(slices.Clone(n.More), func(f draftField) bool {
		return len(f.Wrong) == 0 && n.Leaf && f.Value == n.Item
	}))
}

// index shows the whole tree with its weights.
func (b *draftForms) index() {
	b.Tree, b.Sum = "index", b.sum("index")
	placed := map[string]bool{}
	b.nodes("index", 0, placed)
	b.answers(func(at, answer string) {
		if b.scored(at) && !placed[answer] {
			b.Add = append(b.Add, site.Choice{Value: answer, Title: clip(answer+" "+b.itemText(answer), 40)})
		}
	})
	b.Blocks = []draftBlock{{Title: b.T("builder.root"), Fields: b.text("overall", "line")}}
}

// levels are the layers that a node may say it is of.
func (b *draftForms) levels() []site.Choice {
	all := []site.Choice{{Value: "", Title: b.T("builder.node.auto")}}
	for _, l := range []survey.Level{survey.LevelComposite, survey.LevelArea, survey.LevelIndicator} {
		all = append(all, site.Choice{Value: string(l), Title: b.T("builder.level." + string(l))})
	}
	return all
}

// standIns are the answers whose score may stand for a node.
func (b *draftForms) standIns() []site.Choice {
	all := []site.Choice{{Value: "", Title: b.T("builder.no")}}
	b.answers(func(at, answer string) {
		if b.scored(at) {
			all = append(all, site.Choice{Value: answer, Title: clip(answer+" "+b.itemText(answer), 40)})
		}
	})
	return all
}

// answers visits the answers of all items, of a matrix those of its rows.
func (b *draftForms) answers(visit func(at, answer string)) {
	for i := range b.tree.Len("items") {
		at := fmt.Sprintf("items[%d]", i)
		id := b.tree.Get(at + ".id")
		rows := b.tree.Len(at + ".rows")
		for j := range rows {
			visit(at, id+"."+b.tree.Get(fmt.Sprintf("%s.rows[%d].id", at, j)))
		}
		if rows == 0 {
			visit(at, id)
		}
	}
}

// scored reports whether the options of an item have scores.
func (b *draftForms) scored(at string) bool {
	options := at + ".options"
	if scale := b.tree.Get(at + ".scale"); scale != "" {
		options = "scales." + scale
	}
	switch b.kindOf(at) {
	case "rating":
		return true
	case "choice", "matrix":
		for i := range b.tree.Len(options) {
			if b.tree.Has(fmt.Sprintf("%s[%d].score", options, i)) {
				return true
			}
		}
	}
	return false
}

func (b *draftForms) nodes(list string, depth int, placed map[string]bool) {
	n := b.tree.Len(list)
	for i := range n {
		at := fmt.Sprintf("%s[%d]", list, i)
		node := draftNode{
			Path: at, Depth: min(depth, 5), Item: b.tree.Get(at + ".item"), Weight: b.value(at+".weight", "number"),
			First: i == 0, Last: i == n-1, Wrong: b.wrong(at, false),
		}
		_, node.Title = b.nodeName(at)
		node.Weight.Label = b.T("builder.weight.of", "what", node.Title)
		level := b.valueCalled(b.T("builder.node.level"), at+".level", "select", b.levels()...)
		if node.Leaf = node.Item != ""; node.Leaf {
			node.More = append(append(b.text(at+".title", "line"), b.value(at+".id", "line")), level)
			placed[node.Item] = true
			node.Wrong = append(node.Wrong, b.wrong(at+".item", false)...)
			b.Nodes = append(b.Nodes, node)
			continue
		}
		if stand := b.tree.Get(at + ".stand_in"); stand != "" {
			placed[stand] = true
		}
		node.Fields = append(b.text(at+".title", "line"), b.value(at+".id", "line"))
		node.More = []draftField{level, b.hinted(b.value(at+".stand_in", "select", b.standIns()...))}
		node.List, node.Sum = at+".children", b.sum(at+".children")
		node.Wrong = append(node.Wrong, b.wrong(at+".children", false)...)
		b.Nodes = append(b.Nodes, node)
		b.nodes(at+".children", depth+1, placed)
	}
}
