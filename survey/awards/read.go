package awards

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// ReadCandidates reads candidates as people write them, one a line: a unit, by
// name or id; or an entry, | and the unit whose it is, or id | entry | unit, where
// the id is what polls call it. What no unit can be found for is told by line.
func ReadCandidates(text string, units []survey.Unit) (all []Candidate, errs survey.FieldErrors) {
	known := unitsByName(units)
	for i, l := range strings.Split(text, "\n") {
		l = line(strings.ReplaceAll(l, "｜", "|"))
		if l == "" {
			continue
		}
		parts := strings.Split(l, "|")
		for j := range parts {
			parts[j] = strings.TrimSpace(parts[j])
		}
		unit := parts[len(parts)-1]
		ids := known[unit]
		if len(parts) > 3 || len(ids) != 1 {
			errs = append(errs, survey.FieldError{Field: "candidates", Key: "award_line", Args: survey.Args("line", i+1, "text", survey.Clip(l))})
			continue
		}
		c := Candidate{Unit: ids[0]}
		switch len(parts) {
		case 1:
			c.ID = c.Unit
		case 2:
			c.Title = parts[0]
		case 3:
			c.ID, c.Title = parts[0], parts[1]
		}
		all = append(all, c)
	}
	return all, errs
}

// unitsByName finds units by their ids and names.
func unitsByName(units []survey.Unit) map[string][]string {
	by := map[string][]string{}
	for _, u := range units {
		names := map[string]bool{u.ID: true}
		for _, lang := range []string{"zh", "en"} {
			if name := line(u.Name[lang]); name != "" {
				names[name] = true
			}
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			by[name] = append(by[name], u.ID)
		}
	}
	for _, u := range units { // an id goes before a name
		by[u.ID] = []string{u.ID}
	}
	return by
}

// WriteCandidates writes them as ReadCandidates reads them.
func WriteCandidates(all []Candidate) string {
	var b strings.Builder
	for _, c := range all {
		if c.Title != "" {
			b.WriteString(c.ID + " | " + strings.ReplaceAll(c.Title, "|", " ") + " | ")
		}
		b.WriteString(c.Unit + "\n")
	}
	return b.String()
}

// ReadPrizes reads classes of prizes as people write them, one a line: the title,
// and the number after the last space or colon.
func ReadPrizes(text string) (all []Prize, errs survey.FieldErrors) {
	for i, l := range strings.Split(text, "\n") {
		l = line(l)
		if l == "" {
			continue
		}
		at := strings.LastIndexAny(l, " :：,，")
		n, err := 0, strconv.ErrSyntax
		if at >= 0 {
			_, number, _ := strings.Cut(l[at:], string([]rune(l[at:])[0]))
			n, err = strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(number, "名"), "个"))
		}
		if err != nil {
			errs = append(errs, survey.FieldError{Field: "prizes", Key: "award_prize_line", Args: survey.Args("line", i+1, "text", survey.Clip(l))})
			continue
		}
		all = append(all, Prize{strings.TrimRight(l[:at], " :：,，"), n})
	}
	return all, errs
}

// WritePrizes writes them as ReadPrizes reads them.
func WritePrizes(all []Prize) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Title + " " + strconv.Itoa(p.Places) + "\n")
	}
	return b.String()
}

// ReadItems reads what judges mark as people write it: titles with full marks, in
// lines or between semicolons, commas or 、.
func ReadItems(text string) (all []Item, errs survey.FieldErrors) {
	for _, l := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n;；,，、", r) }) {
		if l = line(l); l == "" {
			continue
		}
		digits := strings.TrimRight(strings.TrimSuffix(l, "分"), " ")
		title := strings.TrimRight(digits, "0123456789.")
		full, err := strconv.ParseFloat(digits[len(title):], 64)
		if err != nil {
			errs = append(errs, survey.FieldError{Field: "rounds", Key: "award_item", Args: survey.Args("max", mostName)})
			continue
		}
		all = append(all, Item{strings.TrimRight(title, " :："), full})
	}
	return all, errs
}

// WriteItems writes them as ReadItems reads them.
func WriteItems(all []Item) string {
	var parts []string
	for _, x := range all {
		parts = append(parts, x.Title+" "+strconv.FormatFloat(x.Full, 'f', -1, 64))
	}
	return strings.Join(parts, "；")
}

// ReadJudges reads judges as people write them, one a line: the name, or name |
// unit, the judge's own.
func ReadJudges(text string, units []survey.Unit) (all []Judge, errs survey.FieldErrors) {
	known := unitsByName(units)
	for i, l := range strings.Split(text, "\n") {
		l = line(strings.ReplaceAll(l, "｜", "|"))
		if l == "" {
			continue
		}
		name, unit, own := strings.Cut(l, "|")
		name, unit = strings.TrimSpace(name), strings.TrimSpace(unit)
		j := Judge{Name: name}
		if ids := known[unit]; len(ids) == 1 {
			j.Unit = ids[0]
		}
		if name == "" || own && j.Unit == "" {
			errs = append(errs, survey.FieldError{Field: "judges", Key: "award_judge_line", Args: survey.Args("line", i+1, "text", survey.Clip(l))})
			continue
		}
		all = append(all, j)
	}
	return all, errs
}

// WriteJudges writes them as ReadJudges reads them.
func WriteJudges(all []Judge) string {
	var b strings.Builder
	for _, j := range all {
		b.WriteString(j.Name)
		if j.Unit != "" {
			b.WriteString(" | " + j.Unit)
		}
		b.WriteString("\n")
	}
	return b.String()
}
