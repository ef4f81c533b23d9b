package chart

import (
	"cmp"
	"strings"

	"minping/survey"
)

// CompareHeadline says whether the first unit is higher or lower than the
// others over all, and at how many indicators and areas, beyond error only.
func (f Figures) CompareHeadline(c *survey.Comparison) string {
	if len(c.Nodes) == 0 {
		return ""
	}
	root, name := c.Nodes[0].Differences, f.comparedName(c, 0)
	if len(c.Units) > 2 {
		return f.compareMany(c, root, name)
	}
	d, other := root[1], f.comparedName(c, 1)
	if d == nil || !finite(d.Diff) {
		return f.word("head.compare.none", "a", name, "b", other)
	}
	by := Signed(d.Diff)
	if d.Real {
		by = strings.TrimLeft(by, "+−")
	}
	parts := []string{f.word("head.compare."+wayOf(d), "a", name, "b", other, "by", by)}
	n := map[string]int{}
	for _, node := range c.Nodes[1:] {
		if d := node.Differences[1]; d != nil && finite(d.Diff) {
			n[wayOf(d)]++
		}
	}
	if all := n["up"] + n["down"] + n["flat"]; all > 0 {
		parts = append(parts, f.word("head.compare.nodes", "a", name, "n", all, "up", n["up"], "down", n["down"], "flat", n["flat"]))
	}
	return f.say(parts...)
}

// compareMany says which of several units are higher and lower than the first.
func (f Figures) compareMany(c *survey.Comparison, root []*survey.UnitDifference, name string) string {
	others := map[string][]string{}
	for i, d := range root[1:] {
		key := "none"
		if d != nil && finite(d.Diff) {
			key = wayOf(d)
		}
		others[key] = append(others[key], f.comparedName(c, i+1))
	}
	var parts []string
	for _, key := range []string{"up", "down", "flat", "none"} {
		if list := others[key]; len(list) > 0 {
			parts = append(parts, f.word("head.compare.many."+key, "a", name, "list", joined(f.lang(), list)))
		}
	}
	return f.say(parts...)
}

func (f Figures) comparedName(c *survey.Comparison, i int) string {
	return cmp.Or(f.text(c.Units[i].Name), c.Units[i].Unit)
}
