package form

import (
	"fmt"
	"slices"
	"strconv"

	"minping/survey"
)

// votes checks which items are voted on.
func (c *checker) votes() {
	if c.has("votes") && c.lists["votes"] == 0 {
		c.wrong("votes", "empty_list")
	}
	seen := map[string]string{}
	for i := range c.q.Votes {
		path := fmt.Sprintf("votes[%d]", i)
		v := &c.q.Votes[i]
		c.need(path, "item")
		c.unique(seen, path+".item", v.Item)
		c.vote(path, v)
	}
}

func (c *checker) vote(path string, v *survey.Vote) {
	it := c.voted(path+".item", v.Item)
	c.fraction(path+".quorum", v.Quorum)
	c.fraction(path+".majority", v.Majority)
	if c.has(path+".places") && c.lists[path+".places"] == 0 {
		c.wrong(path+".places", "empty_list")
	}
	for i, n := range v.Places {
		if at := fmt.Sprintf("%s.places[%d]", path, i); c.has(at) && !c.failed[at] && (n < 1 || n > 10000) {
			c.wrong(at, "bad_places", "value", strconv.Itoa(n))
		}
	}
	if it == nil {
		return
	}
	if it.Type == survey.Choice {
		if !c.has(path + ".approve") {
			c.wrong(path, "no_approve")
		}
		c.stray(path, "multiple", "write_in")
	} else {
		c.stray(path, "choice", "approve", "against", "quorum", "majority", "base")
	}
	c.voteOptions(path, v, it)
	if c.has(path + ".write_in") {
		texts := c.textItems()
		if !slices.Contains(texts, v.WriteIn) {
			c.reference(path+".write_in", "unknown_item", v.WriteIn, texts)
		}
	}
}

// voted returns an item that can be voted on, or nil.
func (c *checker) voted(path, id string) *survey.Item {
	if id == "" {
		return nil
	}
	var fit []string
	for i := range c.q.Items {
		it := &c.q.Items[i]
		listed := it.Type == survey.Choice || it.Type == survey.Multiple || it.Type == survey.Ranking
		if listed && !c.inIndex(it.ID) {
			fit = append(fit, it.ID)
		}
	}
	if !slices.Contains(fit, id) {
		c.reference(path, "vote_item", id, fit)
		return nil
	}
	return &c.q.Items[c.items[id]]
}

// inIndex reports whether a node of the index tree rests on an item.
func (c *checker) inIndex(id string) bool {
	var in func([]survey.Node) bool
	in = func(nodes []survey.Node) bool {
		return slices.ContainsFunc(nodes, func(n survey.Node) bool { return n.Item == id || n.StandIn == id || in(n.Children) })
	}
	return in(c.q.Index)
}

// stray finds keys that go with another type of item.
func (c *checker) stray(path, kind string, keys ...string) {
	for _, key := range keys {
		if c.has(path + "." + key) {
			c.wrongKey(path+"."+key, "vote_key", "key", key, "type", kind)
		}
	}
}

func (c *checker) voteOptions(path string, v *survey.Vote, it *survey.Item) {
	var codes []string
	for _, o := range c.q.ItemOptions(it) {
		codes = append(codes, o.Code)
	}
	for _, key := range []string{"approve", "against"} {
		list := v.Approve
		if key == "against" {
			list = v.Against
		}
		for i, code := range list {
			at := fmt.Sprintf("%s.%s[%d]", path, key, i)
			switch {
			case !slices.Contains(codes, code):
				c.wrong(at, "vote_option", "code", survey.Clip(code), "codes", codes)
			case key == "against" && slices.Contains(v.Approve, code):
				c.wrong(at, "vote_both", "code", survey.Clip(code))
			}
		}
	}
}

func (c *checker) fraction(path, s string) {
	if _, ok := survey.ParseFraction(s); c.has(path) && !c.failed[path] && !ok {
		c.wrong(path, "bad_fraction", "found", survey.Clip(s))
	}
}
