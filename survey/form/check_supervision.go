package form

import (
	"fmt"

	"minping/survey"
)

// supervisionKinds are the keys of which a supervision rule has exactly one.
var supervisionKinds = []string{"last", "drop"}

// supervision checks whom the results call on.
func (c *checker) supervision() {
	if c.has("supervision") && c.lists["supervision"] == 0 {
		c.wrong("supervision", "empty_list")
	}
	seen := map[string]string{}
	for i := range c.q.Supervision {
		path := fmt.Sprintf("supervision[%d]", i)
		r := &c.q.Supervision[i]
		c.need(path, "id", "step")
		c.id(path+".id", r.ID, anyID, false)
		c.unique(seen, path+".id", r.ID)
		if survey.Unprintable(r.Tier) || r.Tier == "" && c.has(path+".tier") {
			c.wrong(path+".tier", "bad_id", "id", survey.Clip(r.Tier))
		}
		c.between(path+".last", float64(r.Last), 1, 10000)
		c.between(path+".times", float64(r.Times), 1, survey.MostRounds)
		c.between(path+".of", float64(r.Of), 1, survey.MostRounds)
		c.between(path+".drop", r.Drop, 0.1, 100)
		c.supervisionKind(path, r)
	}
}

func (c *checker) supervisionKind(path string, r *survey.SupervisionRule) {
	last, drop := c.has(path+".last"), c.has(path+".drop")
	switch {
	case last && drop:
		c.wrongKey(path+".drop", "two_rule_kinds", "kinds", supervisionKinds)
	case !last && !drop:
		c.wrong(path, "no_rule_kind", "kinds", supervisionKinds)
	case drop:
		for _, key := range []string{"times", "of"} {
			if c.has(path + "." + key) {
				c.wrongKey(path+"."+key, "rounds_of_drop", "key", key)
			}
		}
	case c.has(path+".of") && !c.has(path+".times"):
		c.wrongKey(path+".of", "of_without_times")
	case c.has(path+".of") && !c.failed[path+".of"] && !c.failed[path+".times"] && r.Of < r.Times:
		c.wrong(path+".of", "of_below_times", "times", r.Times, "of", r.Of)
	}
}
