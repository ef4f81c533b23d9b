package official

import (
	"maps"
	"slices"
	"strings"

	"minping/survey"
)

// A Field is something that a template may name.
type Field struct {
	Name  string
	Words survey.Text // what it is
}

// A Scope is what may be named at a place of a template: in the whole, or
// within an entry of a list.
type Scope struct {
	Fields []Field
	Lists  []List
	Tables []Field
}

// A List is entries for each of which lines are repeated.
type List struct {
	Field
	Of Scope // what an entry has, beside what the whole has
}

func named(name, zh, en string) Field { return Field{name, survey.Text{"zh": zh, "en": en}} }

func (s Scope) list(name string) *List {
	for i := range s.Lists {
		if s.Lists[i].Name == name {
			return &s.Lists[i]
		}
	}
	return nil
}

// within is the scope of an entry of a list.
func (s Scope) within(l *List) Scope {
	return Scope{
		Fields: slices.Concat(s.Fields, l.Of.Fields), Lists: slices.Concat(s.Lists, l.Of.Lists), Tables: slices.Concat(s.Tables, l.Of.Tables),
	}
}

func names(fields []Field) (all []string) {
	for _, f := range fields {
		all = append(all, f.Name)
	}
	return all
}

func (s Scope) listNames() (all []string) {
	for _, l := range s.Lists {
		all = append(all, l.Name)
	}
	return all
}

// check says which names of a text do not exist, and which do.
func (s Scope) check(field string, lines []line) (errs survey.FieldErrors) {
	wrong := func(l line, key, name string, there []string) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args("line", l.no, "name", survey.Clip(name), "fields", listed(there))})
	}
	for _, l := range lines {
		switch l.kind {
		case words:
			for _, p := range l.pieces {
				if p.field != "" && !slices.Contains(names(s.Fields), p.field) {
					wrong(l, "template_field", p.field, names(s.Fields))
				}
			}
		case table:
			if !slices.Contains(names(s.Tables), l.name) {
				wrong(l, "template_table", l.name, names(s.Tables))
			}
		case when:
			if there := slices.Concat(names(s.Fields), s.listNames()); !slices.Contains(there, l.name) {
				wrong(l, "template_field", l.name, there)
			}
			errs = append(errs, s.check(field, l.inside)...)
		case each:
			list := s.list(l.name)
			if list == nil {
				wrong(l, "template_list", l.name, s.listNames())
				continue
			}
			errs = append(errs, s.within(list).check(field, l.inside)...)
		}
	}
	return errs
}

// listed writes names as they stand in a text: {unit} {due}.
func listed(all []string) string {
	if len(all) == 0 {
		return "—"
	}
	return "{" + strings.Join(all, "} {") + "}"
}

// Values are what a template's names stand for.
type Values struct {
	Fields map[string]string
	Lists  map[string][]Values
	Tables map[string]Block
}

// inside are the values of an entry, with those of the whole.
func (v Values) inside(entry Values) Values {
	out := Values{maps.Clone(v.Fields), maps.Clone(v.Lists), maps.Clone(v.Tables)}
	for _, into := range []*map[string]string{&out.Fields} {
		if *into == nil {
			*into = map[string]string{}
		}
	}
	maps.Copy(out.Fields, entry.Fields)
	if out.Lists == nil {
		out.Lists = map[string][]Values{}
	}
	maps.Copy(out.Lists, entry.Lists)
	if out.Tables == nil {
		out.Tables = map[string]Block{}
	}
	maps.Copy(out.Tables, entry.Tables)
	return out
}
