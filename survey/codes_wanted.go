package survey

import "slices"

// CodesWanted is how many one-time codes of a kind a poll is to have. They are
// made as one batch a kind; nothing is made before somebody asks for it.
type CodesWanted struct {
	Unit  string `json:"unit,omitempty"`  // "": good for all units of the poll
	Group string `json:"group,omitempty"` // as which the bearers answer
	Count int    `json:"count"`
}

// Batch is what is to be issued, under an id.
func (w CodesWanted) Batch(id string) CodeBatch {
	b := CodeBatch{ID: id, Group: w.Group}
	if w.Unit != "" {
		b.Units = []string{w.Unit}
	}
	return b
}

// CodesMissing returns the kinds of codes that a poll wants and of which there
// is no batch that is good.
func (p *Poll) CodesMissing(batches []CodeBatch) (missing []CodesWanted) {
	for _, w := range p.CodesWanted {
		there := slices.ContainsFunc(batches, func(b CodeBatch) bool {
			return !b.Void && b.Group == w.Group && slices.Equal(b.Units, w.Batch(b.ID).Units)
		})
		if !there {
			missing = append(missing, w)
		}
	}
	return missing
}

// checkCodesWanted checks what a draft says of its codes.
func (p *Poll) checkCodesWanted(q *Questionnaire) (errs FieldErrors) {
	if len(p.CodesWanted) > 0 && p.Access != ByCode {
		return FieldErrors{{Field: "codes_wanted", Key: "no_codes"}}
	}
	groups := make([]string, len(q.Groups))
	for i, g := range q.Groups {
		groups[i] = g.ID
	}
	seen, total := map[CodesWanted]bool{}, 0
	for i, w := range p.CodesWanted {
		wrong := func(field, key string, args ...any) {
			errs = append(errs, FieldError{Field: indexed("codes_wanted", i) + field, Key: key, Args: Args(args...)})
		}
		if w.Unit != "" && !slices.Contains(p.Units, w.Unit) {
			wrong(".unit", "unknown_unit", "unit", Clip(w.Unit))
		}
		switch {
		case w.Group == "" && len(groups) > 0:
			wrong(".group", "missing")
		case w.Group != "" && !slices.Contains(groups, w.Group):
			wrong(".group", "unknown_group", "group", Clip(w.Group), "groups", groups)
		}
		if w.Count < 1 || w.Count > MaxCodes {
			wrong(".count", "code_count", "min", 1, "max", MaxCodes)
		} else {
			total += w.Count
		}
		if w.Count = 0; seen[w] {
			wrong("", "codes_wanted_twice")
		}
		seen[w] = true
	}
	if total > MaxCodes {
		errs = append(errs, FieldError{Field: "codes_wanted", Key: "codes_wanted_many", Args: Args("total", total, "max", MaxCodes)})
	}
	return errs
}
