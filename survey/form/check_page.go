package form

import (
	"fmt"

	"minping/survey"
)

// pages checks that every item that is shown stands on exactly one page.
func (c *checker) pages() {
	if !c.has("pages") {
		return
	}
	if c.lists["pages"] == 0 {
		c.wrong("pages", "empty_list")
		return
	}
	ids, placed := map[string]string{}, map[string]string{}
	for i, p := range c.q.Pages {
		path := fmt.Sprintf("pages[%d]", i)
		c.need(path, "id", "items")
		c.id(path+".id", p.ID, anyID, false)
		c.unique(ids, path+".id", p.ID)
		if _, item := c.items[p.ID]; item {
			c.wrong(path+".id", "page_and_item", "id", p.ID)
		}
		if c.has(path+".items") && c.lists[path+".items"] == 0 {
			c.wrong(path+".items", "empty_list")
		}
		for j, id := range p.Items {
			c.pageItem(fmt.Sprintf("%s.items[%d]", path, j), id, placed)
		}
	}
	for i, it := range c.q.Items {
		if _, ok := placed[it.ID]; !ok && it.ID != "" && it.Type != survey.Calculated {
			c.wrong(fmt.Sprintf("items[%d].id", i), "no_page", "id", it.ID)
		}
	}
}

func (c *checker) pageItem(path, id string, placed map[string]string) {
	i, known := c.items[id]
	switch {
	case !known:
		c.reference(path, "unknown_item", id, c.ids)
	case c.q.Items[i].Type == survey.Calculated:
		c.wrong(path, "calculated_page", "id", id)
	case placed[id] != "":
		c.wrong(path, "repeated_page", "id", id, "line", c.at(placed[id]).line)
	default:
		placed[id] = path
	}
}
