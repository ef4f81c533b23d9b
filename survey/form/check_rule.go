package form

import (
	"fmt"
	"slices"
	"strings"

	"minping/survey"
)

// ruleKinds are the keys of which a flag rule has exactly one.
var ruleKinds = []string{"last", "below", "drop", "gap", "missing"}

// whens are the kinds of problem that a suggestion may be for.
var whens = append(slices.Clone(ruleKinds), "repeat")

func (c *checker) flags() {
	seen := map[string]string{}
	for i := range c.q.Flags {
		path := fmt.Sprintf("flags[%d]", i)
		f := &c.q.Flags[i]
		c.need(path, "id")
		c.id(path+".id", f.ID, anyID, false)
		c.unique(seen, path+".id", f.ID)
		if survey.Unprintable(f.Tier) || f.Tier == "" && c.has(path+".tier") {
			c.wrong(path+".tier", "bad_id", "id", survey.Clip(f.Tier))
		}
		c.ruleKind(path)
		c.ruleNumbers(path, f)
		c.ruleNodes(path, f)
	}
}

func (c *checker) ruleKind(path string) {
	var set []string
	for _, key := range ruleKinds {
		if c.has(path + "." + key) {
			set = append(set, key)
		}
	}
	switch len(set) {
	case 0:
		c.wrong(path, "no_rule_kind", "kinds", ruleKinds)
	case 1:
	default:
		c.wrongKey(path+"."+set[1], "two_rule_kinds", "kinds", set)
	}
}

func (c *checker) ruleNumbers(path string, f *survey.FlagRule) {
	c.between(path+".last", float64(f.Last), 1, 10000)
	c.between(path+".rounds", float64(f.Rounds), 2, 20)
	for _, x := range []struct {
		key   string
		value *float64
		most  float64
	}{{"below", f.Below, 100}, {"drop", f.Drop, 100}, {"gap", f.Gap, 100}, {"missing", f.Missing, 1}} {
		if x.value != nil {
			c.between(path+"."+x.key, *x.value, 0, x.most)
		}
	}
	if c.has(path+".rounds") && !c.has(path+".last") {
		c.wrongKey(path+".rounds", "rounds_without_last")
	}
	if f.Significant && !c.has(path+".drop") {
		c.wrongKey(path+".significant", "significant_without_drop")
	}
}

func (c *checker) ruleNodes(path string, f *survey.FlagRule) {
	node, level := c.has(path+".node"), c.has(path+".level")
	switch {
	case node && level:
		c.wrongKey(path+".level", "node_and_level")
	case node:
		c.node(path+".node", f.Node)
	case level && slices.Contains(kinds[levelType], string(f.Level)) && !c.hasLevel(f.Level):
		c.wrong(path+".level", "empty_level", "level", string(f.Level))
	}
	if f.Gap != nil && (f.Node == overall || f.Level == survey.LevelOverall) {
		c.wrong(path+".gap", "gap_overall")
	}
}

func (c *checker) hasLevel(level survey.Level) bool {
	var in func([]survey.Node) bool
	in = func(nodes []survey.Node) bool {
		return slices.ContainsFunc(nodes, func(n survey.Node) bool { return n.Level == level || in(n.Children) })
	}
	return level == survey.LevelOverall || in(c.q.Index)
}

// node demands a node of the index tree.
func (c *checker) node(path, id string) {
	if id != "" && id != overall && !c.nodes[id] {
		c.reference(path, "unknown_node", id, c.tops)
	}
}

func (c *checker) suggestions() {
	seen := map[string]string{}
	for i, s := range c.q.Suggestions {
		path := fmt.Sprintf("suggestions[%d]", i)
		c.need(path, "id", "node", "text")
		c.id(path+".id", s.ID, anyID, false)
		c.unique(seen, path+".id", s.ID)
		c.node(path+".node", s.Node)
		c.between(path+".days", float64(s.Days), 1, 3650)
		for j, when := range s.When {
			if !slices.Contains(whens, when) {
				at := fmt.Sprintf("%s.when[%d]", path, j)
				c.wrongWord(at, when, whens)
			}
		}
	}
}

// settings checks how the poll is scored and what may be shown.
func (c *checker) settings() {
	s := c.q.Scoring
	c.word("scoring.aggregation", s.Aggregation, "aggregate-first respondent-first")
	c.word("scoring.strata", s.Strata, "none unit group")
	c.word("scoring.lonely", s.Lonely, "fail adjust certainty")
	if c.has("scoring.level") && (s.Level < 0.5 || s.Level >= 1) {
		c.wrong("scoring.level", "level_range", "value", s.Level)
	}
	c.between("scoring.min_ballots", float64(s.MinBallots), 0, 1e6)
	c.between("disclosure.min_group", float64(c.q.Disclosure.MinGroup), 3, 1000)
	c.between("disclosure.min_comments", float64(c.q.Disclosure.MinComments), 5, 1000)
}

// validity checks which sheets of paper are void.
func (c *checker) validity() {
	v := c.q.Validity
	var lists, codes []string
	for i := range c.q.Items {
		it := &c.q.Items[i]
		if it.Type == survey.Multiple || it.Type == survey.Ranking {
			lists = append(lists, it.ID)
		}
		for _, o := range c.q.ItemOptions(it) {
			codes = append(codes, o.Code)
		}
	}
	for i, id := range v.Nominations {
		if !slices.Contains(lists, id) {
			c.reference(fmt.Sprintf("validity.nominations[%d]", i), "unknown_item", id, lists)
		}
	}
	c.word("validity.alike", v.Alike, "any top")
	for i, limit := range v.Most {
		path := fmt.Sprintf("validity.most[%d]", i)
		c.need(path, "option", "count")
		if c.has(path+".option") && !slices.Contains(codes, limit.Option) {
			c.wrongWord(path+".option", limit.Option, slices.Compact(slices.Sorted(slices.Values(codes))))
		}
		c.between(path+".count", float64(limit.Count), 1, 1000)
	}
}

func (c *checker) word(path, s, words string) {
	if list := strings.Fields(words); c.has(path) && !slices.Contains(list, s) {
		c.wrongWord(path, s, list)
	}
}
