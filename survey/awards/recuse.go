package awards

import (
	"slices"

	"minping/survey"
)

// A Recusal is a candidate whom a judge does not mark.
type Recusal struct {
	Candidate string `json:"candidate"`
	Why       string `json:"why,omitempty"`    // "": of his own unit, one above or one below
	Barred    bool   `json:"barred,omitempty"` // by his unit or the organiser; else he stood back by himself
}

// near reports whether a unit is another's, above it or below it.
func near(reach survey.Reach, unit, other string) bool {
	return unit != "" && (slices.Contains(reach.Below(unit), other) || slices.Contains(reach.Below(other), unit))
}

// recuse bars judges from the candidates of their own units, of those above and
// of those below, beside whom the organiser named. Of a judge about whom nothing
// is said whom he named for the round before stay named.
func (r Room) recuse(reach survey.Reach, a *Award, round int, judges []Judge) []Judge {
	all := slices.Clone(judges)
	for i := range all {
		j := &all[i]
		before := j.Recused
		if j.Recused == nil && round >= 0 && round < len(a.Rounds) {
			before = a.barredBy(reach, a.Rounds[round].judge(j.Name))
		}
		j.Recused = slices.Clone(before)
		for _, c := range a.Candidates {
			if near(reach, j.Unit, c.Unit) {
				j.Recused = append(j.Recused, c.ID)
			}
		}
	}
	return all
}

// barredBy are the candidates from whom a judge is recused, but not by his unit.
func (a *Award) barredBy(reach survey.Reach, j *Judge) (ids []string) {
	if j == nil {
		return nil
	}
	for _, id := range j.Recused {
		if c := a.Candidate(id); c != nil && !near(reach, j.Unit, c.Unit) {
			ids = append(ids, id)
		}
	}
	return ids
}

// readmits says what keeps a judge from marking a candidate again: his unit.
func (a *Award) readmits(reach survey.Reach, m Move) survey.FieldErrors {
	at, c := a.named(m), a.Candidate(m.Candidate)
	if at < 0 || at >= len(a.Rounds) || c == nil {
		return nil // is told with what else is wrong
	}
	if j := a.Rounds[at].judge(m.Judge); j != nil && near(reach, j.Unit, c.Unit) {
		return survey.FieldErrors{{Field: "candidate", Key: "award_recused_unit", Args: survey.Args("judge", survey.Clip(j.Name))}}
	}
	return nil
}

// wrongRecusal says what is wrong with recusing a judge from a candidate, or with
// taking that back.
func (a *Award) wrongRecusal(m Move, add func(field, key string, args ...any)) {
	at := a.named(m)
	if !slices.Contains(a.ToMark(), at) {
		add("round", "award_no_marks")
		return
	}
	j := a.Rounds[at].judge(m.Judge)
	if j == nil {
		if m.Judge != "" {
			add("judge", "award_judge_unknown", "judge", survey.Clip(m.Judge))
		}
		return
	}
	out := slices.Contains(j.Recused, m.Candidate)
	switch sheet := a.Rounds[at].sheetOf(j.Name); {
	case m.Candidate == "":
	case m.Do == Readmit && !out:
		add("candidate", "award_not_recused", "judge", survey.Clip(j.Name))
	case m.Do == Recuse && out:
		add("candidate", "award_recused_twice", "judge", survey.Clip(j.Name))
	case m.Do == Recuse && sheet != nil && len(sheet.marks(m.Candidate)) > 0:
		add("candidate", "award_judge_marked", "judge", survey.Clip(j.Name))
	}
}

// recusal recuses a judge from a candidate, or takes that back, and returns the
// round and the judge by their names.
func (a *Award) recusal(m Move) (round, judge string) {
	r := &a.Rounds[a.named(m)]
	r.Judges = slices.Clone(r.Judges)
	j := r.judge(m.Judge)
	if m.Do == Recuse {
		j.Recused = slices.Sorted(slices.Values(append(slices.Clone(j.Recused), m.Candidate)))
	} else {
		j.Recused = slices.DeleteFunc(slices.Clone(j.Recused), func(id string) bool { return id == m.Candidate })
	}
	return r.Title, j.Name
}

// recusals are the candidates of a round, from 0, whom a judge does not mark; own
// are those from whom he stood back by himself, with his reasons.
func (a *Award) recusals(round int, j *Judge, own map[string]string) (all []Recusal) {
	for _, c := range a.In(round) {
		why, back := own[c.ID]
		switch {
		case slices.Contains(j.Recused, c.ID):
			all = append(all, Recusal{c.ID, a.recusedFor(round, j, c.ID), true})
		case back:
			all = append(all, Recusal{c.ID, why, false})
		}
	}
	return all
}

// recusedFor is the reason that the organiser gave last; "": none.
func (a *Award) recusedFor(round int, j *Judge, candidate string) string {
	for _, s := range slices.Backward(a.Steps) {
		if s.Do == Recuse && s.Round == a.Rounds[round].Title && s.Candidate == candidate && j.called(s.Judge) {
			return s.Why
		}
	}
	return ""
}
