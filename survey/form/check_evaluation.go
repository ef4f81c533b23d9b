package form

import (
	"fmt"
	"maps"
	"slices"

	"minping/survey"
)

// evaluation checks how teams and people are evaluated.
func (c *checker) evaluation() {
	e := &c.q.Evaluation
	if c.has("evaluation") {
		c.need("evaluation", "types")
		if c.has("evaluation.types") && c.lists["evaluation.types"] == 0 {
			c.wrong("evaluation.types", "empty_list")
		}
	}
	c.between("evaluation.trim_above", float64(e.TrimAbove), 2, 100000)
	seen := map[string]string{}
	for i := range e.Types {
		path := fmt.Sprintf("evaluation.types[%d]", i)
		c.need(path, "tier")
		c.unique(seen, path+".tier", e.Types[i].Tier)
		c.tier(path+".tier", e.Types[i].Tier)
		c.evaluationType(path, &e.Types[i])
	}
	ids := map[string]string{}
	for i := range e.Thresholds {
		path := fmt.Sprintf("evaluation.thresholds[%d]", i)
		c.unique(ids, path+".id", e.Thresholds[i].ID)
		c.threshold(path, &e.Thresholds[i])
	}
	for i := range c.q.Items {
		for j, tier := range c.q.Items[i].Tiers {
			c.tier(fmt.Sprintf("items[%d].tiers[%d]", i, j), tier)
		}
	}
}

// tier checks the name of a tier.
func (c *checker) tier(path, tier string) {
	if survey.Unprintable(tier) || tier == "" && c.has(path) {
		c.wrong(path, "bad_id", "id", survey.Clip(tier))
	}
}

func (c *checker) evaluationType(path string, t *survey.EvaluationType) {
	c.groupWeights(path+".weights", t)
	for i, id := range t.Raters {
		c.group(fmt.Sprintf("%s.raters[%d]", path, i), id)
	}
	c.grade(path+".grade", t)
	c.between(path+".best_at_most", float64(t.BestAtMost), 1, 1000)
	c.share(path+".best_share", t.BestShare)
	c.share(path+".fits", t.Fits/100)
	if c.has(path+".best_at_most") && c.has(path+".best_share") {
		c.wrongKey(path+".best_share", "best_twice")
	}
	for _, key := range []string{"best_at_most", "best_share", "fits", "quota"} {
		if c.has(path+"."+key) && !c.has(path+".grade") {
			c.wrongKey(path+"."+key, "no_grade", "key", key)
		}
	}
	if c.has(path + ".quota") {
		c.need(path+".quota", "share")
		if t.Quota != nil {
			c.share(path+".quota.share", t.Quota.Share)
		}
	}
}

// share demands a share above 0.
func (c *checker) share(path string, x float64) {
	if c.has(path) && !(x > 0 && x <= 1) {
		c.wrong(path, "bad_share")
	}
}

// groupWeights demands whole weights of known groups to 100, of groups that may rate.
func (c *checker) groupWeights(path string, t *survey.EvaluationType) {
	sum := 0
	for _, id := range slices.Sorted(maps.Keys(t.Weights)) {
		at := join(path, id)
		if !c.isGroup(id) {
			c.wrongKey(at, "unknown_group", "id", survey.Clip(id), "near", c.nearest(id, c.groupIDs()))
		} else if len(t.Raters) > 0 && !slices.Contains(t.Raters, id) {
			c.wrongKey(at, "weight_without_right", "group", survey.Clip(id))
		}
		c.between(at, float64(t.Weights[id]), 1, 100)
		sum += t.Weights[id]
	}
	if c.has(path) && !c.failed[path] && sum != 100 {
		c.wrong(path, "weights_sum", "sum", sum)
	}
}

// grade demands an item of the type's units with options that have scores.
func (c *checker) grade(path string, t *survey.EvaluationType) {
	if !c.has(path) || t.Grade == "" {
		return
	}
	i, known := c.items[t.Grade]
	if !known || c.q.Items[i].Type != survey.Choice || !c.hasScores(&c.q.Items[i]) {
		c.reference(path, "unknown_grade", t.Grade, c.scored())
		return
	}
	if tiers := c.q.Items[i].Tiers; len(tiers) > 0 && !slices.Contains(tiers, t.Tier) {
		c.wrong(path, "grade_elsewhere", "id", survey.Clip(t.Grade), "tier", survey.Clip(t.Tier))
	}
}

func (c *checker) threshold(path string, t *survey.Threshold) {
	c.need(path, "id", "title", "options")
	c.id(path+".id", t.ID, anyID, false)
	above, least := c.has(path+".above"), c.has(path+".least")
	switch {
	case above && least:
		c.wrongKey(path+".least", "two_limits")
	case !above && !least:
		c.wrong(path, "no_limit")
	}
	if t.Above != nil {
		c.between(path+".above", *t.Above, 0, 1)
	}
	if t.Least != nil {
		c.between(path+".least", *t.Least, 0, 1)
	}
	codes := c.gradeCodes(t.Tier)
	for i, code := range t.Options {
		if !slices.Contains(codes, code) {
			c.wrong(fmt.Sprintf("%s.options[%d]", path, i), "unknown_grade_option", "code", survey.Clip(code), "codes", codes)
		}
	}
}

// gradeCodes are the codes of the grades of a tier, "" for all.
func (c *checker) gradeCodes(tier string) (codes []string) {
	for _, t := range c.q.Evaluation.Types {
		if i, known := c.items[t.Grade]; known && (tier == "" || t.Tier == tier) {
			for _, o := range c.q.ItemOptions(&c.q.Items[i]) {
				if !slices.Contains(codes, o.Code) {
					codes = append(codes, o.Code)
				}
			}
		}
	}
	return codes
}

func (c *checker) groupIDs() (ids []string) {
	for _, g := range c.q.Groups {
		ids = append(ids, g.ID)
	}
	return ids
}

func (c *checker) isGroup(id string) bool { return slices.Contains(c.groupIDs(), id) }

func (c *checker) group(path, id string) {
	if !c.isGroup(id) {
		c.reference(path, "unknown_group", id, c.groupIDs())
	}
}
