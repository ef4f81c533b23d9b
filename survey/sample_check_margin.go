package survey

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A marginKey names whose population a margin is of: a unit's, or that of one
// group of it.
type marginKey struct{ unit, group string }

// marginTolerance is by how much, relatively, the totals of one unit's margins
// may differ: published figures are rounded.
const marginTolerance = 1e-6

// A statedMargin is a margin that was seen: where, of what, how many people.
type statedMargin struct {
	at, item string
	total    float64
}

// margins checks each margin by itself, then those of one unit together.
func (c *sampleCheck) margins() {
	seen := make(map[marginKey][]statedMargin)
	for i, m := range c.sample.Margins {
		at := indexed("margins", i)
		c.unit(at+".unit", m.Unit)
		c.group(at+".group", m.Group)
		now := statedMargin{at: at, item: m.Item, total: math.NaN()}
		if it := c.item(at+".item", m.Item, classTypes); it != nil {
			now.total = c.marginPopulation(at+".population", it, m.Population)
		}
		key := marginKey{m.Unit, m.Group}
		c.marginBeside(now, seen[key])
		seen[key] = append(seen[key], now)
	}
	c.marginGroups()
}

// marginBeside compares a margin with those before it of the same population.
func (c *sampleCheck) marginBeside(now statedMargin, before []statedMargin) {
	compared := math.IsNaN(now.total)
	for _, b := range before {
		if b.item == now.item {
			c.wrong(now.at+".item", "sample_margin_twice", "place", b.at, "item", Clip(now.item))
		}
		if compared || math.IsNaN(b.total) {
			continue
		}
		compared = true
		if math.Abs(now.total-b.total) > marginTolerance*b.total {
			c.wrong(now.at+".population", "sample_totals", "total", now.total, "other", b.item, "place", b.at, "want", b.total)
		}
	}
}

// marginPopulation checks the categories of a margin and returns how many
// people there are, NaN where something is wrong with it.
func (c *sampleCheck) marginPopulation(field string, it *Item, population map[string]float64) float64 {
	before, total := len(c.errs), 0.0
	codes, bounds := make(map[string]bool), make(map[float64]bool)
	for _, category := range slices.Sorted(maps.Keys(population)) {
		at, count := field+"."+category, population[category]
		if it.Type == Number {
			c.class(at, it, category, bounds)
		} else {
			c.category(at, it, category, codes)
		}
		if !(count >= 0) || math.IsInf(count, 0) {
			c.wrong(at, "sample_count", "count", count)
		}
		total += count
	}
	if len(c.errs) == before && total == 0 {
		c.wrong(field, "sample_empty")
	}
	if len(c.errs) > before {
		return math.NaN()
	}
	return total
}

// category checks the codes that make a category; seen are those of the margin.
func (c *sampleCheck) category(field string, it *Item, category string, seen map[string]bool) {
	for code := range strings.SplitSeq(category, categoryJoin) {
		if seen[code] {
			c.wrong(field, "sample_option_twice", "option", Clip(code))
		}
		seen[code] = true
		c.option(field, "sample_option", it, code)
	}
}

// class checks the lower bound of a class; seen are those of the margin.
func (c *sampleCheck) class(field string, it *Item, bound string, seen map[float64]bool) {
	x, ok := plainNumber(bound)
	switch {
	case !ok:
		c.wrong(field, "sample_bound", "bound", Clip(bound), "item", it.ID)
	case seen[x]:
		c.wrong(field, "sample_bound_twice", "bound", Clip(bound))
	}
	seen[x] = ok
}

// marginGroups checks that a unit has margins by group or as a whole, and where
// groups are pooled by all of them: a group whose weights add up to its
// population cannot be pooled with one that counts by the head.
func (c *sampleCheck) marginGroups() {
	whole, by := make(map[string]string), make(map[string]map[string]bool)
	for i, m := range c.sample.Margins {
		if m.Group == "" {
			if _, ok := whole[m.Unit]; !ok {
				whole[m.Unit] = indexed("margins", i)
			}
			continue
		}
		if by[m.Unit] == nil {
			by[m.Unit] = make(map[string]bool)
		}
		by[m.Unit][m.Group] = true
	}
	told := make(map[string]bool)
	for i, m := range c.sample.Margins {
		if m.Group == "" || told[m.Unit] {
			continue
		}
		told[m.Unit] = true
		at := indexed("margins", i) + ".group"
		if place, ok := whole[m.Unit]; ok {
			c.wrong(at, "sample_groups_mixed", "place", place)
		} else if missing := c.pooledWithout(by[m.Unit]); len(missing) > 0 {
			c.wrong(at, "sample_groups_missing", "groups", missing)
		}
	}
}

// pooledWithout returns the groups that are pooled and not among those given.
func (c *sampleCheck) pooledWithout(given map[string]bool) (missing []string) {
	for _, g := range c.q.Groups {
		if g.Weight > 0 {
			return nil
		}
		if !given[g.ID] {
			missing = append(missing, g.ID)
		}
	}
	return missing
}

// categoryJoin stands between the option codes of one category; no code holds it.
const categoryJoin = "|"

// classes returns the lower bounds of a margin's classes in order, with their names.
func (m *Margin) classes() (bounds []float64, names []string) {
	for name := range m.Population {
		names = append(names, name)
	}
	value := func(name string) float64 { x, _ := strconv.ParseFloat(name, 64); return x }
	slices.SortFunc(names, func(a, b string) int {
		if value(a) < value(b) {
			return -1
		}
		return 1
	})
	for _, name := range names {
		bounds = append(bounds, value(name))
	}
	return bounds, names
}
