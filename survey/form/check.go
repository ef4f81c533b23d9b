package form

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"minping/survey"
)

// A checker looks for what the types alone cannot say.
type checker struct {
	*reader
	q     *survey.Questionnaire
	words *survey.Vocabulary
	ids   []string       // of items, in order
	items map[string]int // by id: index into q.Items
	rows  map[string]int // by "m.r": index into q.Items
	nodes map[string]bool
	tops  []string       // ids that rules may look at: overall, then the nodes in preorder
	order map[string]int // by item id: place in the order of showing
}

func (c *checker) all() {
	c.index()
	for _, check := range []func(){
		c.head, c.texts, c.scales, c.groups, c.everyItem, c.tree, c.pages, c.references, c.flags, c.supervision, c.suggestions, c.settings, c.validity, c.evaluation, c.votes,
	} {
		if c.enough() {
			return
		}
		check()
	}
}

func (c *checker) scales() {
	for _, name := range slices.Sorted(maps.Keys(c.q.Scales)) {
		path := join("scales", name)
		c.id(path, name, anyID, true)
		c.options(path, c.q.Scales[name], false)
	}
}

func (c *checker) everyItem() {
	for i := range c.q.Items {
		if c.enough() {
			return
		}
		c.item(fmt.Sprintf("items[%d]", i), &c.q.Items[i])
	}
}

// index prepares the look-up of items and nodes.
func (c *checker) index() {
	c.items, c.rows, c.nodes = map[string]int{}, map[string]int{}, map[string]bool{}
	for i, it := range c.q.Items {
		if _, known := c.items[it.ID]; !known && it.ID != "" {
			c.items[it.ID] = i
			c.ids = append(c.ids, it.ID)
		}
		for _, r := range it.Rows {
			c.rows[it.ID+"."+r.ID] = i
		}
	}
	c.order = map[string]int{}
	for i, it := range c.q.Order() {
		c.order[it.ID] = i
	}
	c.tops = []string{overall}
	var walk func([]survey.Node)
	walk = func(nodes []survey.Node) {
		for _, n := range nodes {
			c.nodes[n.ID] = true
			c.tops = append(c.tops, n.ID)
			walk(n.Children)
		}
	}
	walk(c.q.Index)
}

func (c *checker) head() {
	c.need("", "id", "version", "title", "items")
	c.id("id", c.q.ID, anyID, false)
	if v := c.q.Version; v != "" && !version.MatchString(v) {
		c.wrong("version", "bad_version", "version", survey.Clip(v))
	}
	seen := map[string]bool{}
	for i, lang := range c.q.Languages {
		path := fmt.Sprintf("languages[%d]", i)
		switch {
		case !c.has("languages"):
		case !language.MatchString(lang):
			c.wrong(path, "bad_language", "language", survey.Clip(lang))
		case seen[lang]:
			c.wrong(path, "repeated", "what", survey.Clip(lang))
		}
		seen[lang] = true
	}
	if c.has("languages") && c.lists["languages"] == 0 {
		c.wrong("languages", "empty_list")
	}
	c.between("minutes", float64(c.q.Minutes), 0, 600)
	if c.has("items") && c.lists["items"] == 0 {
		c.wrong("items", "empty_list")
	}
}

// need demands keys of a mapping.
func (c *checker) need(path string, keys ...string) {
	for _, key := range keys {
		if at := join(path, key); !c.has(at) {
			c.wrong(at, "missing_key", "key", key)
		}
	}
}

// id checks an id's shape. atKey says that it is written as a key.
func (c *checker) id(path, id string, shape *regexp.Regexp, atKey bool) {
	if id == "" && !c.has(path) || shape.MatchString(id) {
		return
	}
	key := "bad_id"
	if shape == itemID {
		key = "bad_item_id"
	}
	if atKey {
		c.wrongKey(path, key, "id", survey.Clip(id))
		return
	}
	c.wrong(path, key, "id", survey.Clip(id))
}

// unique notes a second use of an id in a list; where tells the first.
func (c *checker) unique(seen map[string]string, path, id string) {
	if id == "" {
		return
	}
	if first, twice := seen[id]; twice {
		c.wrong(path, "repeated_id", "id", survey.Clip(id), "line", c.at(first).line)
		return
	}
	seen[id] = path
}

func (c *checker) between(path string, x, least, most float64) {
	if c.has(path) && (x < least || x > most) {
		c.wrong(path, "range", "value", x, "min", least, "max", most)
	}
}

// reference notes a name that nothing has.
func (c *checker) reference(path, key, id string, known []string) {
	c.wrong(path, key, "id", survey.Clip(id), "near", c.nearest(id, known))
}

// texts demands every declared language, and no other, of every text.
func (c *checker) texts() {
	var declared []string
	for _, lang := range c.q.Languages {
		if language.MatchString(lang) && !slices.Contains(declared, lang) {
			declared = append(declared, lang)
		}
	}
	texts(reflect.ValueOf(c.q).Elem(), "", func(path string, t survey.Text) {
		if !c.has(path) {
			return
		}
		for _, lang := range slices.Sorted(maps.Keys(t)) {
			at := join(path, lang)
			switch {
			case !slices.Contains(declared, lang):
				c.wrongKey(at, "undeclared_language", "language", survey.Clip(lang), "languages", declared,
					"near", c.nearest(lang, declared))
			case strings.TrimSpace(t[lang]) == "":
				c.wrong(at, "empty_text")
			case survey.Unprintable(t[lang]):
				c.wrong(at, "unprintable")
			}
		}
		for _, lang := range declared {
			if _, ok := t[lang]; !ok && !c.has(join(path, lang)) {
				c.wrong(path, "missing_language", "language", lang, "example", "{"+lang+": …}")
			}
		}
	})
}

func (c *checker) groups() {
	seen := map[string]string{}
	for i, g := range c.q.Groups {
		path := fmt.Sprintf("groups[%d]", i)
		c.need(path, "id", "title")
		c.id(path+".id", g.ID, anyID, false)
		c.unique(seen, path+".id", g.ID)
		c.weight(path+".weight", g.Weight)
		c.between(path+".min_ballots", float64(g.MinBallots), 1, 1000)
	}
}

func (c *checker) weight(path string, w float64) {
	if w < 0 {
		c.wrong(path, "negative_weight", "value", w)
	}
}
