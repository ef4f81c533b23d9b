package survey

import "strings"

// ServedMarks part names in a line that says whom somebody serves; the first is
// between him and them.
const ServedMarks = ":：,，、;；\t\n\r"

// ReadServed reads who serves whom, as a plan needs it for recipients, from lines
// such as “沈远舟：陆清禾、林望舒”. find returns the id of somebody by what is
// typed. What is wrong is told by line.
func ReadServed(text string, find func(string) (string, error)) (map[string][]string, FieldErrors) {
	served := map[string][]string{}
	var errs FieldErrors
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		names := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(ServedMarks, r) })
		ids := make([]string, 0, len(names))
		for _, name := range names {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			id, err := find(name)
			if err != nil {
				errs = append(errs, FieldError{Field: "recipients", Key: "assign_line", Args: Args("line", i+1, "name", Clip(name))})
				continue
			}
			ids = append(ids, id)
		}
		if len(names) < 2 {
			errs = append(errs, FieldError{Field: "recipients", Key: "assign_line_short", Args: Args("line", i+1)})
			continue
		}
		if len(ids) > 1 {
			served[ids[0]] = append(served[ids[0]], ids[1:]...)
		}
	}
	return served, errs
}
