package survey

import (
	"math"
	"slices"
	"strings"
)

// Check returns all that is wrong with the sample of a poll over the units
// (nil: any) that asks q. Fields are paths within the sample: "margins[3].item".
func (s *Sample) Check(q *Questionnaire, units []string) FieldErrors {
	c := &sampleCheck{sample: s, q: q}
	if units != nil {
		c.units = make(map[string]bool, len(units))
		for _, id := range units {
			c.units[id] = true
		}
	}
	c.settings()
	c.populations()
	c.margins()
	return c.errs
}

// A sampleCheck is one call of Check under way.
type sampleCheck struct {
	sample *Sample
	q      *Questionnaire
	units  map[string]bool // nil: any
	errs   FieldErrors
}

func (c *sampleCheck) wrong(field, key string, args ...any) {
	c.errs = append(c.errs, FieldError{Field: field, Key: key, Args: Args(args...)})
}

// What the answers of an item can be used as.
var (
	categoryTypes = []ItemType{Choice, Rating}
	classTypes    = []ItemType{Choice, Rating, Number}
	clusterTypes  = []ItemType{Choice, Rating, Number, ShortText, Calculated}
	numberTypes   = []ItemType{Number, Calculated}
)

func (c *sampleCheck) settings() {
	s := c.sample
	switch s.Strata {
	case "", "none", "unit", "group":
	default:
		if c.q.item(s.Strata) == nil {
			c.wrong("strata", "sample_strata", "strata", Clip(s.Strata), "near", Nearest(Clip(s.Strata), append(c.profileItems(), "none", "unit", "group")))
			break
		}
		c.item("strata", s.Strata, categoryTypes)
	}
	switch s.Lonely {
	case "", "fail", "adjust", "certainty":
	default:
		c.wrong("lonely", "sample_lonely", "lonely", Clip(s.Lonely))
	}
	if s.Clusters != "" {
		c.item("clusters", s.Clusters, clusterTypes)
	}
	if s.Weight != "" {
		c.item("weight", s.Weight, numberTypes)
	}
	if !(s.Lowest >= 0 && s.Lowest < 1) {
		c.wrong("lowest", "sample_bounds")
	}
	if s.Highest != 0 && !(s.Highest > 1 && !math.IsInf(s.Highest, 0)) {
		c.wrong("highest", "sample_bounds")
	}
	if len(s.Margins) == 0 && s.Lowest != 0 {
		c.wrong("lowest", "sample_no_margins")
	}
	if len(s.Margins) == 0 && s.Highest != 0 {
		c.wrong("highest", "sample_no_margins")
	}
}

// item returns the profile item of the id, nil if it cannot be used here.
func (c *sampleCheck) item(field, id string, types []ItemType) *Item {
	it := c.q.item(id)
	switch known := c.profileItems(); {
	case it == nil && len(known) == 0:
		c.wrong(field, "sample_no_profile", "item", Clip(id))
	case it == nil:
		c.wrong(field, "sample_item", "item", Clip(id), "near", Nearest(Clip(id), known), "items", known)
	case !it.Profile:
		c.wrong(field, "sample_not_profile", "item", id)
	case !slices.Contains(types, it.Type):
		words := make([]string, len(types))
		for i, t := range types {
			words[i] = string(t)
		}
		c.wrong(field, "sample_type", "item", id, "type", string(it.Type), "types", words)
	default:
		return it
	}
	return nil
}

func (c *sampleCheck) profileItems() []string {
	var ids []string
	for _, it := range c.q.Items {
		if it.Profile {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

// item returns the item of the id, or nil.
func (q *Questionnaire) item(id string) *Item {
	for i := range q.Items {
		if q.Items[i].ID == id {
			return &q.Items[i]
		}
	}
	return nil
}

func (c *sampleCheck) unit(field, id string) {
	switch {
	case id == "":
		c.wrong(field, "missing")
	case c.units != nil && !c.units[id]:
		c.wrong(field, "unknown_unit", "unit", Clip(id))
	}
}

// group checks a group's id, unless it is empty.
func (c *sampleCheck) group(field, id string) {
	groups := make([]string, len(c.q.Groups))
	for i, g := range c.q.Groups {
		groups[i] = g.ID
	}
	switch {
	case id == "" || slices.Contains(groups, id):
	case len(groups) == 0:
		c.wrong(field, "sample_no_groups", "group", Clip(id))
	default:
		c.wrong(field, "unknown_group", "group", Clip(id), "groups", groups)
	}
}

// populations checks that each size names one stratum, and each stratum once.
func (c *sampleCheck) populations() {
	strata := c.q.strata(c.sample)
	seen := make(map[Population]string)
	for i, p := range c.sample.Populations {
		at := indexed("populations", i)
		c.part(at+".unit", p.Unit, strata, strata != "none")
		c.part(at+".group", p.Group, strata, strata == "group")
		c.part(at+".stratum", p.Stratum, strata, strata != "none" && strata != "unit" && strata != "group")
		if p.Unit != "" {
			c.unit(at+".unit", p.Unit)
		}
		if strata == "group" {
			c.group(at+".group", p.Group)
		}
		if it := c.q.item(strata); it != nil && p.Stratum != "" {
			c.option(at+".stratum", "unknown_option", it, p.Stratum)
		}
		if !(p.Size > 0) || math.IsInf(p.Size, 0) {
			c.wrong(at+".size", "sample_size", "size", p.Size)
		}
		p.Size = 0
		if first, twice := seen[p]; twice {
			c.wrong(at, "sample_size_twice", "place", first)
		} else {
			seen[p] = at
		}
	}
}

// part checks that a part of a stratum's name is there where it must be, and
// not elsewhere.
func (c *sampleCheck) part(field, value, strata string, wanted bool) {
	key := field[strings.LastIndexByte(field, '.')+1:]
	switch {
	case wanted && value == "":
		c.wrong(field, "sample_needs", "strata", strata, "key", key)
	case !wanted && value != "":
		c.wrong(field, "sample_unfit", "strata", strata, "key", key)
	}
}

// option checks an option's code; key is what to say of an unknown one.
func (c *sampleCheck) option(field, key string, it *Item, code string) {
	options := c.q.ItemOptions(it)
	if optionOf(options, code) == nil {
		c.wrong(field, key, "item", it.ID, "option", Clip(code), "options", optionCodes(options))
	}
}
