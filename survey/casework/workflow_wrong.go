package casework

import (
	"slices"

	"minping/survey"
)

// wrong says what a step lacks, or why it cannot be taken now.
func (c *Case) wrong(m Move, r rule, now Moment, set Settings) (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	switch {
	case !slices.Contains(r.from, c.State):
		add("do", "case_not_now", "do", doWords[m.Do], "state", stateWords[c.State])
		return errs
	case m.Do == Close && !c.allows(Close):
		add("do", "case_call_first")
		return errs
	case !c.allows(m.Do):
		add("do", "case_not_so", "do", doWords[m.Do])
		return errs
	}
	has := map[string]bool{
		"why": m.Why != "", "person": m.Person != "", "unit": m.Unit != "", "measure": m.Measure != "", "due": m.Due != "",
		"ground": m.Ground != "", "outcome": m.Outcome != "",
	}
	for _, field := range r.needs {
		if !has[field] {
			add(field, "case_"+field)
		}
	}
	if m.Ground != "" && !slices.Contains(Grounds, m.Ground) {
		add("ground", "case_ground")
	}
	if m.Outcome != "" && !slices.Contains(Outcomes, m.Outcome) {
		add("outcome", "case_outcome")
	}
	if m.Do == Refer && m.Unit == c.Unit && m.Unit != "" {
		add("unit", "case_same_unit")
	}
	switch {
	case m.Due != "" && !m.Due.Valid():
		add("due", "case_date", "value", survey.Clip(string(m.Due)))
	case (m.Do == Plan || m.Do == Amend) && m.Due != "" && m.Due < now.Today:
		add("due", "case_past")
	case m.Do == Plan && m.Due > c.latest(set, now.Today):
		add("due", "case_beyond", "day", string(c.latest(set, now.Today)))
	}
	if c.ownWork(m.Do, now.Actor.ID) {
		add("do", "case_own_work")
	}
	if m.Do == CallBack && m.Outcome == Unreachable {
		if s := c.last(CallBack); s != nil && s.Outcome == Unreachable && s.Day == now.Today {
			add("outcome", "case_called_today")
		}
	}
	errs = append(errs, long("why", m.Why, MostWords)...)
	errs = append(errs, long("measure", m.Measure, MostWords)...)
	errs = append(errs, long("person", m.Person, mostName)...)
	return append(errs, long("theme", m.Theme, mostName)...)
}

// ownWork reports whether a step would judge what the same account did before:
// a rejection is rechecked by somebody else, an appeal by somebody who neither
// rejected nor rechecked, and nobody asks what people think of his own answer.
func (c *Case) ownWork(d Do, actor string) bool {
	if actor == "" {
		return false
	}
	var before []Do
	switch d {
	case Uphold, Overturn:
		before = []Do{Reject, Uphold}
	case CallBack, Close:
		before = []Do{Reply}
	}
	for _, b := range before {
		if s := c.last(b); s != nil && s.By == actor {
			return true
		}
	}
	return false
}
