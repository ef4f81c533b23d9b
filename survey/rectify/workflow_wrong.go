package rectify

import (
	"cmp"
	"slices"

	"minping/survey"
)

// wrong says what a step lacks, or why it cannot be taken now.
func (t *Task) wrong(m Move, r rule, now Moment) (errs survey.FieldErrors) {
	if !slices.Contains(r.from, t.State) {
		return survey.FieldErrors{{Field: "do", Key: "order_not_now", Args: survey.Args("do", doWords[m.Do], "state", stateWords[t.State])}}
	}
	has := map[string]bool{
		"why": m.Why != "", "cause": cmp.Or(m.Cause, t.Cause) != "", "measure": cmp.Or(m.Measure, t.Measure) != "",
		"person": m.Person != "", "due": m.Due != "", "evidence": len(m.Evidence) > 0,
	}
	for _, field := range r.needs {
		if !has[field] {
			errs = append(errs, survey.FieldError{Field: field, Key: "order_" + field})
		}
	}
	if m.Do == Submit || m.Do == Close { // 销号 needs both, however the task came here
		for _, field := range []string{"cause", "measure"} {
			if !has[field] {
				errs = append(errs, survey.FieldError{Field: field, Key: "order_" + field})
			}
		}
	}
	if m.Due != "" && !m.Due.Valid() {
		errs = append(errs, survey.FieldError{Field: "due", Key: "not_a_date"})
	} else {
		errs = append(errs, t.wrongDue(m, now)...)
	}
	if m.Share < 0 || m.Share > 100 {
		errs = append(errs, survey.FieldError{Field: "share", Key: "order_share"})
	}
	if (m.Do == Grant || m.Do == Refuse) && t.Extension == nil {
		errs = append(errs, survey.FieldError{Field: "do", Key: "order_no_extension"})
	}
	if m.Do == Ask && t.Extension != nil {
		errs = append(errs, survey.FieldError{Field: "do", Key: "order_asked"})
	}
	if t.OwnWork(m.Do, now.Actor.ID) {
		errs = append(errs, survey.FieldError{Field: "do", Key: "order_own_work"})
	}
	for _, x := range []struct {
		field, text string
		most        int
	}{{"why", m.Why, mostWords}, {"cause", m.Cause, mostWords}, {"measure", m.Measure, mostWords}, {"person", m.Person, mostName}, {"lead", m.Lead, mostName}} {
		errs = append(errs, long(x.field, x.text, x.most)...)
	}
	if len(m.Evidence) > mostList || len(m.Cooperating) > mostList {
		errs = append(errs, survey.FieldError{Field: "evidence", Key: "order_many", Args: survey.Args("max", mostList)})
	}
	for i, e := range m.Evidence {
		errs = append(errs, long(indexed("evidence", i), e.Name, mostTitle)...)
	}
	return errs
}

// wrongDue says what is wrong with a new deadline.
func (t *Task) wrongDue(m Move, now Moment) survey.FieldErrors {
	switch m.Do {
	case Ask:
		if now.Today > t.Due { // 到期前申请
			return survey.FieldErrors{{Field: "due", Key: "order_ask_late", Args: survey.Args("due", string(t.Due))}}
		}
		if m.Due != "" && m.Due <= t.Due {
			return survey.FieldErrors{{Field: "due", Key: "order_later", Args: survey.Args("due", string(t.Due))}}
		}
	case FellBack, Amend, Grant:
		if m.Due != "" && m.Due < now.Today {
			return survey.FieldErrors{{Field: "due", Key: "order_past"}}
		}
	}
	if m.Do == Grant && t.Extension != nil && cmp.Or(m.Due, t.Extension.Due) <= t.Due {
		return survey.FieldErrors{{Field: "due", Key: "order_later", Args: survey.Args("due", string(t.Due))}}
	}
	return nil
}

// OwnWork reports whether a step would judge what the same account handed in or
// asked for.
func (t *Task) OwnWork(d Do, actor string) bool {
	var own *Step
	switch d {
	case Check, Close:
		own = t.last(Submit)
	case Grant:
		own = t.last(Ask)
	}
	return own != nil && actor != "" && own.By == actor
}
