package points

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minping/survey"
)

// A Verdict is the grade that somebody decides of a unit.
type Verdict struct {
	Unit   string `json:"unit"`
	Grade  string `json:"grade"`
	Reason string `json:"reason,omitempty"` // needed where it is not the suggested one
}

// unsealed is managed, of an appraisal that is not shown.
func (r Room) unsealed(ctx context.Context, id string, revision int64) (Appraisal, *survey.Scheme, error) {
	a, err := r.managed(ctx, id, revision)
	if err != nil {
		return a, nil, err
	}
	if a.Shown {
		return a, nil, survey.FieldErrors{{Field: "shown", Key: "points_settled"}}
	}
	plan, err := r.Scheme(ctx, a.Scheme, a.Plan)
	return a, plan.Scheme, err
}

// Grade decides grades, all or none. A decision that is as it was before keeps
// its name and day; any other takes the place of what was decided, and of who
// agreed with it.
func (r Room) Grade(ctx context.Context, id string, revision int64, verdicts []Verdict) (Appraisal, error) {
	a, s, err := r.unsealed(ctx, id, revision)
	if err != nil {
		return Appraisal{}, err
	}
	now := r.desk.moment(ctx)
	var errs survey.FieldErrors
	var acts []survey.Act
	for i, v := range verdicts {
		v.Reason = strings.TrimSpace(v.Reason)
		if wrong := a.verdict(s, v); wrong != nil {
			wrong.Field = "grades[" + strconv.Itoa(i) + "]." + wrong.Field
			errs = append(errs, *wrong)
			continue
		}
		if was := a.Decisions[v.Unit]; was.Grade == v.Grade && was.Reason == v.Reason {
			continue
		}
		a.Decisions[v.Unit] = Decision{Grade: v.Grade, Reason: v.Reason, By: now.actor.ID, Name: now.actor.Name, Day: now.today}
		acts = append(acts, survey.Act{Kind: survey.ActGradeDecided, Object: a.ID, Unit: v.Unit, Detail: map[string]string{"grade": v.Grade}})
	}
	if len(verdicts) == 0 {
		errs = survey.FieldErrors{{Field: "grades", Key: "points_no_units"}}
	}
	if len(errs) > 0 {
		return Appraisal{}, errs
	}
	return r.keep(ctx, a, acts)
}

// verdict returns what is wrong with a decision, nil if nothing is.
func (a *Appraisal) verdict(s *survey.Scheme, v Verdict) *survey.FieldError {
	i := slices.IndexFunc(a.Result.Units, func(u survey.UnitAppraisal) bool { return u.Unit == v.Unit })
	switch n := utf8.RuneCountInString(v.Reason); {
	case i < 0:
		return &survey.FieldError{Field: "unit", Key: "points_unit", Args: survey.Args("unit", survey.Clip(v.Unit))}
	case !slices.ContainsFunc(s.Grades, func(g survey.SchemeGrade) bool { return g.ID == v.Grade }):
		return &survey.FieldError{Field: "grade", Key: "points_grade", Args: survey.Args("grade", survey.Clip(v.Grade))}
	case a.Bar(s, v.Unit, v.Grade) != nil:
		return &survey.FieldError{Field: "grade", Key: "points_barred", Args: survey.Args("veto", a.Bar(s, v.Unit, v.Grade).Title)}
	case v.Reason == "" && v.Grade != a.Result.Units[i].Grade:
		return &survey.FieldError{Field: "reason", Key: "points_reason"}
	case n > mostMatter:
		return &survey.FieldError{Field: "reason", Key: "points_long", Args: survey.Args("max", mostMatter, "count", n)}
	}
	return nil
}

// Beyond is by how many the units of a tier that were given a grade are more than
// its places.
func (a *Appraisal) Beyond(tier string, g survey.GradePlaces) int {
	if g.Places == nil {
		return 0
	}
	given := 0
	for i := range a.Result.Units {
		if u := &a.Result.Units[i]; u.Tier == tier && a.Decisions[u.Unit].Grade == g.Grade {
			given++
		}
	}
	return max(0, given-*g.Places)
}

// allBeyond is by how many grades go beyond their places in all.
func (a *Appraisal) allBeyond() (n int) {
	for _, t := range a.Result.Tiers {
		for _, g := range t.Grades {
			n += a.Beyond(t.Tier, g)
		}
	}
	return n
}

// Bar is the veto that keeps a unit from a grade, nil if none does.
func (a *Appraisal) Bar(s *survey.Scheme, unit, grade string) *survey.SchemeVeto {
	for i := range s.Vetoes {
		v := &s.Vetoes[i]
		if slices.Contains(v.Bars, grade) && slices.ContainsFunc(a.Vetoes, func(c survey.VetoCase) bool { return c.Unit == unit && c.Veto == v.ID }) {
			return v
		}
	}
	return nil
}

// Agree is the second person's, where the scheme takes two to decide: he agrees
// with the decisions about units, all or none, that others took.
func (r Room) Agree(ctx context.Context, id string, revision int64, units []string) (Appraisal, error) {
	a, s, err := r.unsealed(ctx, id, revision)
	if err != nil {
		return Appraisal{}, err
	}
	var errs survey.FieldErrors
	switch {
	case s.Deciders < 2:
		errs = survey.FieldErrors{{Field: "units", Key: "points_alone"}}
	case len(units) == 0:
		errs = survey.FieldErrors{{Field: "units", Key: "points_no_units"}}
	}
	now := r.desk.moment(ctx)
	var acts []survey.Act
	for i, unit := range units {
		d, there := a.Decisions[unit]
		key := ""
		switch {
		case !there || d.Second != nil:
			key = "points_agree_none"
		case d.By == now.actor.ID:
			key = "points_agree_own"
		}
		if key != "" {
			errs = append(errs, survey.FieldError{Field: "units[" + strconv.Itoa(i) + "]", Key: key, Args: survey.Args("unit", a.name(unit))})
			continue
		}
		d.Second = &Signature{By: now.actor.ID, Name: now.actor.Name, Day: now.today}
		a.Decisions[unit] = d
		acts = append(acts, survey.Act{Kind: survey.ActGradeAgreed, Object: a.ID, Unit: unit, Detail: map[string]string{"grade": d.Grade}})
	}
	if len(errs) > 0 {
		return Appraisal{}, errs
	}
	return r.keep(ctx, a, acts)
}

// name is a unit's name; of one that is not appraised, its id.
func (a *Appraisal) name(unit string) survey.Text {
	for _, u := range a.Units {
		if u.ID == unit {
			return u.Name
		}
	}
	return survey.Text{"zh": survey.Clip(unit), "en": survey.Clip(unit)}
}

// Show opens an appraisal to those who read results, each of the units in his
// scope, once all grades are decided; or closes it again. Where objections to its
// points wait, its entries are others now, or grades go beyond their places, it is
// shown for a reason.
func (r Room) Show(ctx context.Context, id string, revision int64, shown bool, why string) (Appraisal, error) {
	a, err := r.managed(ctx, id, revision)
	if err != nil {
		return Appraisal{}, err
	}
	plan, err := r.Scheme(ctx, a.Scheme, a.Plan)
	if err != nil {
		return Appraisal{}, err
	}
	if left := a.Unsettled(plan.Scheme); shown && left > 0 {
		return Appraisal{}, survey.FieldErrors{{Field: "shown", Key: "points_undecided", Args: survey.Args("count", left)}}
	}
	why = strings.TrimSpace(why)
	switch n := utf8.RuneCountInString(why); {
	case !shown:
		why = ""
	case n > mostMatter:
		return Appraisal{}, survey.FieldErrors{{Field: "why", Key: "points_long", Args: survey.Args("max", mostMatter, "count", n)}}
	case n == 0:
		v, err := r.Verify(ctx, id)
		if err != nil {
			return Appraisal{}, err
		}
		if beyond := a.allBeyond(); v.Waiting > 0 || len(v.Since) > 0 || beyond > 0 {
			return Appraisal{}, survey.FieldErrors{{Field: "why", Key: "points_show_why", Args: survey.Args("objections", v.Waiting, "units", len(v.Since), "beyond", beyond)}}
		}
	}
	detail := map[string]string{"shown": strconv.FormatBool(shown)}
	if why != "" {
		detail["reason"] = "true"
	}
	a.Shown, a.Why = shown, why
	return r.keep(ctx, a, []survey.Act{{Kind: survey.ActAppraisalShown, Object: a.ID, Unit: a.Unit, Detail: detail}})
}

// keep stores an appraisal; one of which nothing was changed stays as it is.
func (r Room) keep(ctx context.Context, a Appraisal, acts []survey.Act) (Appraisal, error) {
	if len(acts) == 0 {
		return a, nil
	}
	err := r.desk.store.ChangePoints(ctx, Change{Appraisals: []Appraisal{a}, Acts: acts})
	a.Revision++
	return a, err
}
