package points

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"minping/survey"
)

// A Graded is what an appraisal that is shown says of a unit.
type Graded struct {
	Appraisal string      `json:"appraisal"`
	Scheme    string      `json:"scheme"`
	Title     survey.Text `json:"title"` // of the scheme
	Year      string      `json:"year"`
	At        time.Time   `json:"at"`    // when it was computed
	Total     survey.Num  `json:"total"` // 0–100; null: none
	Low       survey.Num  `json:"low"`
	High      survey.Num  `json:"high"`
	Grade     survey.Text `json:"grade"` // as people decided
	Place     int         `json:"place"` // of the grade in the scheme, from 1, the best
	Of        int         `json:"of"`    // how many grades the scheme has
}

// Graded tells by unit what appraisals that are shown say of those whom whoever
// asks reads of: the latest year first, within it what was computed last. What
// is not shown is not told, not even to those who decide it.
func (r Room) Graded(ctx context.Context) (map[string][]Graded, error) {
	all, err := r.Appraisals(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	told := map[string][]Graded{}
	for i := range all {
		a := &all[i]
		if err != nil || !a.Shown {
			continue
		}
		var plan Plan
		if plan, err = r.Scheme(ctx, a.Scheme, a.Plan); err != nil {
			break
		}
		for _, u := range a.Result.Units {
			g := Graded{Appraisal: a.ID, Scheme: a.Scheme, Title: a.Result.Title, Year: a.Year, At: a.At, Total: u.Total, Low: u.Low, High: u.High, Of: len(plan.Scheme.Grades)}
			for n, grade := range plan.Scheme.Grades {
				if grade.ID == a.Decisions[u.Unit].Grade {
					g.Grade, g.Place = grade.Title, n+1
				}
			}
			told[u.Unit] = append(told[u.Unit], g)
		}
	}
	for _, of := range told {
		slices.SortStableFunc(of, func(x, y Graded) int { return cmp.Or(cmp.Compare(y.Year, x.Year), y.At.Compare(x.At)) })
	}
	return told, err
}
