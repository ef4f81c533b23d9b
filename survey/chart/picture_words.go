package chart

import (
	"cmp"
	"strings"

	"minping/survey"
)

// basis says what a picture shows and what it rests on.
func (f Figures) basis(what string) string {
	parts := []string{what, f.word("picture.scale"), f.word("picture.interval", "level", f.level())}
	if p := f.Release.Previous; p != nil && len(p.Title) > 0 {
		parts = append(parts, f.word("picture.round", "name", f.text(p.Title)))
	}
	return strings.Join(parts, f.word("picture.comma"))
}

// unitName names a unit, by its id where it has no name.
func (f Figures) unitName(u *survey.UnitResult) string { return cmp.Or(f.text(u.Name), u.Unit) }

// tierNotes are the line of the last k, those that are not ranked, and why
// scores are blurred.
func (f Figures) tierNotes(tier string) []string {
	var notes []string
	for _, note := range []string{f.BoundaryNote(tier), f.roughRoots(tier)} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	return append(notes, f.absentNotes(f.absent(tier))...)
}

// absentNotes say who is not compared, and why.
func (f Figures) absentNotes(list []absence) []string {
	var notes []string
	for _, a := range list {
		var units []string
		for _, u := range a.Units {
			units = append(units, u.Name+u.Figures)
		}
		notes = append(notes, f.word("picture.absent", "reason", a.Reason, "units", strings.Join(units, f.word("list.comma"))))
	}
	return notes
}
