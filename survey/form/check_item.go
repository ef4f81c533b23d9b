package form

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"minping/survey"
)

// fitting lists, by item type, the keys that an item may have besides id,
// type, text, hint and show_if.
var fitting = map[survey.ItemType][]string{
	survey.Choice:      {"scale", "options", "required", "profile", "checks", "shuffle"},
	survey.Multiple:    {"scale", "options", "required", "profile", "checks", "shuffle", "min", "max"},
	survey.Ranking:     {"scale", "options", "required", "profile", "checks", "shuffle", "min", "max"},
	survey.Rating:      {"options", "required", "profile", "checks", "from", "to", "from_label", "to_label", "reverse"},
	survey.Matrix:      {"scale", "options", "rows", "required", "checks", "shuffle"},
	survey.Number:      {"required", "profile", "checks", "min", "max", "decimals", "unit"},
	survey.Date:        {"required", "profile", "checks"},
	survey.ShortText:   {"required", "profile", "checks", "max"},
	survey.LongText:    {"required", "checks", "max"},
	survey.Calculated:  {"value", "profile"},
	survey.Information: {},
}

// needed lists the keys that an item of a type must have besides id.
var needed = map[survey.ItemType][]string{
	survey.Choice:      {"text"},
	survey.Multiple:    {"text"},
	survey.Ranking:     {"text"},
	survey.Rating:      {"text", "to"},
	survey.Matrix:      {"text", "rows"},
	survey.Number:      {"text"},
	survey.Date:        {"text"},
	survey.ShortText:   {"text"},
	survey.LongText:    {"text"},
	survey.Calculated:  {"value"},
	survey.Information: {"text"},
}

func (c *checker) item(path string, it *survey.Item) {
	c.need(path, "id")
	c.itemID(path+".id", it.ID)
	// A stray key is likely what should have told the type.
	if it.Type == "" && !c.has(path+".type") && !c.strays[path] && !c.failed[path] {
		c.wrong(path, "no_type")
		return
	}
	fits, known := fitting[it.Type]
	if !known {
		return
	}
	c.need(path, needed[it.Type]...)
	for _, key := range fieldsOf(itemType).names[2:] {
		if c.has(path+"."+key) && !slices.Contains(fits, key) && !slices.Contains(always, key) {
			c.wrongKey(path+"."+key, "unfit_key", "key", key, "type", string(it.Type), "keys", fits)
		}
	}
	if slices.Contains(fits, "options") {
		c.choices(path, it)
	}
	if slices.Contains(fits, "min") || it.Min == nil {
		c.limits(path, it)
	}
	if it.Type == survey.Matrix {
		c.rowsOf(path, it)
	}
	for i := range it.Checks {
		c.need(fmt.Sprintf("%s.checks[%d]", path, i), "that", "message")
	}
}

// always are the keys that every item may have.
var always = []string{"text", "hint", "show_if", "tiers"}

func (c *checker) itemID(path, id string) {
	if reservedItems[id] {
		c.wrong(path, "reserved_id", "id", id)
		return
	}
	c.id(path, id, itemID, false)
	if first, ok := c.items[id]; ok && fmt.Sprintf("items[%d].id", first) != path {
		c.wrong(path, "repeated_id", "id", survey.Clip(id), "line", c.at(fmt.Sprintf("items[%d].id", first)).line)
	}
}

// choices checks where an item's options come from.
func (c *checker) choices(path string, it *survey.Item) {
	scale, options := c.has(path+".scale"), c.has(path+".options")
	switch {
	case scale && options:
		c.wrongKey(path+".options", "scale_and_options")
	case !scale && !options && it.Type != survey.Rating:
		c.wrong(path, "no_options", "type", string(it.Type))
	}
	if _, known := c.q.Scales[it.Scale]; it.Scale != "" && !known {
		c.reference(path+".scale", "unknown_scale", it.Scale, slices.Sorted(maps.Keys(c.q.Scales)))
	}
	c.options(path+".options", it.Options, it.Type == survey.Multiple)
	if it.Type == survey.Rating {
		c.rating(path, it)
	}
}

func (c *checker) rating(path string, it *survey.Item) {
	switch {
	case !c.has(path + ".to"):
	case it.From >= it.To:
		c.wrong(path+".to", "from_to", "from", it.From, "to", it.To)
	case uint(it.To)-uint(it.From) > survey.MaxRatingSteps: // an int may overflow
		c.wrong(path+".to", "rating_steps", "max", survey.MaxRatingSteps)
	default:
		for i, o := range it.Options {
			at := fmt.Sprintf("%s.options[%d].", path, i)
			if o.Score != nil {
				c.wrongKey(at+"score", "rating_score")
			}
			for y := it.From; y <= it.To; y++ {
				if o.Code == fmt.Sprint(y) {
					c.wrong(at+"code", "rating_code", "code", o.Code)
				}
			}
		}
	}
}

// limits checks min, max and decimals, by what they mean for the type.
func (c *checker) limits(path string, it *survey.Item) {
	least, most := it.Min, it.Max
	if least != nil && most != nil && *least > *most {
		c.wrong(path+".min", "min_max", "min", *least, "max", *most)
	}
	switch it.Type {
	case survey.Multiple, survey.Ranking:
		n := float64(len(c.q.ItemOptions(it)))
		if n > 0 {
			c.count(path+".min", least, 0, n)
			c.count(path+".max", most, 1, n)
		}
	case survey.ShortText:
		c.count(path+".max", most, 1, 1000)
	case survey.LongText:
		c.count(path+".max", most, 1, 20000)
	case survey.Number:
		c.between(path+".decimals", float64(it.Decimals), 0, 6)
	}
}

// count checks a limit that counts options or characters.
func (c *checker) count(path string, x *float64, least, most float64) {
	if x != nil && (*x != math.Trunc(*x) || *x < least || *x > most) {
		c.wrong(path, "count", "value", *x, "min", least, "max", most)
	}
}

func (c *checker) rowsOf(path string, it *survey.Item) {
	if c.has(path+".rows") && c.lists[path+".rows"] == 0 {
		c.wrong(path+".rows", "empty_list")
	}
	seen := map[string]string{}
	for i, r := range it.Rows {
		at := fmt.Sprintf("%s.rows[%d]", path, i)
		c.need(at, "id", "text")
		c.id(at+".id", r.ID, itemID, false)
		c.unique(seen, at+".id", r.ID)
	}
}
