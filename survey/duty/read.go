package duty

import (
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// ReadItems reads items as people write them, one a line: the title, and the full
// marks after the last space or colon. What cannot be read is told by line.
func ReadItems(text string) (all []Item, errs survey.FieldErrors) {
	for i, l := range strings.Split(text, "\n") {
		l = line(l)
		if l == "" {
			continue
		}
		at := strings.LastIndexAny(l, " :：,，")
		full, err, title := 0.0, strconv.ErrSyntax, strings.TrimRight(l[:max(at, 0)], " :：,，")
		if title != "" {
			number := strings.TrimLeft(l[at:], " :：,，")
			full, err = strconv.ParseFloat(strings.TrimSuffix(number, "分"), 64)
		}
		if err != nil {
			errs = append(errs, survey.FieldError{Field: "items", Key: "duty_item_line", Args: survey.Args("line", i+1, "text", survey.Clip(l))})
			continue
		}
		all = append(all, Item{title, full})
	}
	return all, errs
}

// WriteItems writes them as ReadItems reads them.
func WriteItems(all []Item) string {
	var b strings.Builder
	for _, it := range all {
		b.WriteString(it.Title + " " + strconv.FormatFloat(it.Full, 'f', -1, 64) + "\n")
	}
	return b.String()
}

// ReadUnits reads who reports, one a line, by id or by a name that no other has.
func ReadUnits(text string, units []survey.Unit) (ids []string, errs survey.FieldErrors) {
	known := byName(units)
	for i, l := range strings.Split(text, "\n") {
		l = line(l)
		if l == "" {
			continue
		}
		if found := known[l]; len(found) == 1 {
			ids = append(ids, found[0])
			continue
		}
		errs = append(errs, survey.FieldError{Field: "units", Key: "duty_unit_line", Args: survey.Args("line", i+1, "text", survey.Clip(l))})
	}
	return ids, errs
}

// byName finds units by their names, and by their ids, which go before names.
func byName(units []survey.Unit) map[string][]string {
	by := map[string][]string{}
	for _, u := range units {
		names := []string{line(u.Name["zh"]), line(u.Name["en"])}
		for _, name := range slices.Compact(names) {
			if name != "" {
				by[name] = append(by[name], u.ID)
			}
		}
	}
	for _, u := range units {
		by[u.ID] = []string{u.ID}
	}
	return by
}
