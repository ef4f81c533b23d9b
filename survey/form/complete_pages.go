package form

import (
	"maps"
	"strconv"

	"minping/survey"
)

// pages lays items out where the file has no pages: in the order written, a
// page for each run of items of one area (with its title), and a page for each
// run of others.
func pages(q *survey.Questionnaire) []survey.Page {
	areas := make(map[string]*survey.Node)
	areaOf(q.Index, nil, areas)
	taken := make(map[string]bool)
	for _, it := range q.Items {
		taken[it.ID] = true
	}
	var out []survey.Page
	var last *survey.Node
	for i := range q.Items {
		it := &q.Items[i]
		if it.Type == survey.Calculated || it.ID == "" {
			continue
		}
		area := areas[q.Items[leads(q.Items, i)].ID]
		if len(out) == 0 || area != last {
			out = append(out, newPage(area, taken))
			last = area
		}
		p := &out[len(out)-1]
		p.Items = append(p.Items, it.ID)
	}
	return out
}

// leads is the number of the item that an information text introduces: the
// next one that asks something. Any other item stands for itself.
func leads(items []survey.Item, i int) int {
	for j := i; j < len(items); j++ {
		if items[j].Type != survey.Information && items[j].Type != survey.Calculated {
			return j
		}
	}
	return i
}

// newPage names a page after its area, and apart from every item and page.
func newPage(area *survey.Node, taken map[string]bool) survey.Page {
	p := survey.Page{ID: "page"}
	if area != nil {
		p.ID, p.Title = area.ID, maps.Clone(area.Title)
	}
	base := p.ID
	for n := 1; taken[p.ID]; n++ {
		p.ID = base + "-" + strconv.Itoa(n)
	}
	taken[p.ID] = true
	return p
}

// areaOf notes for every item of the index the area that it belongs to: the
// node above its leaf, or the node it stands for.
func areaOf(nodes []survey.Node, above *survey.Node, areas map[string]*survey.Node) {
	for i := range nodes {
		n := &nodes[i]
		if n.Item != "" {
			areas[itemOf(n.Item)] = above
		}
		if n.StandIn != "" && n.Level == survey.LevelArea {
			areas[itemOf(n.StandIn)] = n
		}
		areaOf(n.Children, n, areas)
	}
}
