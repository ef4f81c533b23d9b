package dossier

import (
	"cmp"
	"slices"

	"minping/survey"
	"minping/survey/points"
)

// appraisal is the one whose scheme and year a column tells of: those that it
// names, else those of the latest that any of the list was graded by.
func (w *world) appraisal(c Column) (of points.Graded, told bool) {
	for _, unit := range w.list.Units {
		for _, g := range w.graded[unit] {
			if c.Scheme != "" && c.Scheme != g.Scheme || c.Year != "" && c.Year != g.Year {
				continue
			}
			if !told || cmp.Or(cmp.Compare(g.Year, of.Year), g.At.Compare(of.At)) > 0 {
				of, told = g, true
			}
		}
	}
	return of, told
}

// appraised is what the appraisals of a scheme and year say of a unit; of
// several the one that was computed last.
func (w *world) appraised(kind Kind, of points.Graded, unit string) Cell {
	c := blank()
	i := slices.IndexFunc(w.graded[unit], func(g points.Graded) bool { return g.Scheme == of.Scheme && g.Year == of.Year })
	if i < 0 {
		return c
	}
	switch g := w.graded[unit][i]; kind {
	case Total:
		c.Value, c.Low, c.High = g.Total, g.Low, g.High
	case Grade:
		c.Value, c.Text = survey.Num(g.Of-g.Place+1), g.Grade
	}
	return c
}

// ofYear is a title with a year.
func ofYear(title survey.Text, year string) survey.Text {
	return survey.Text{"zh": title.In("zh") + " " + year, "en": title.In("en") + " " + year}
}
