package report

import "minping/survey"

// Answers counts how an item was answered, over all units: ballots, unweighted.
type answers struct {
	asked, valid, dontKnow, abstain, notApplicable, blank, invalid int
}

// share is the part of what was asked, 0–1.
func (a answers) share(n int) survey.Num {
	if a.asked == 0 {
		return 0
	}
	return survey.Num(float64(n) / float64(a.asked))
}

// answersOf counts an item's answers. Where parents hold the ballots of the
// units below them, only units without units below count.
func answersOf(r *survey.Release, item survey.ItemInfo) answers {
	parents := map[string]bool{}
	if r.Method.RollUp {
		for _, u := range r.Units {
			parents[u.Parent] = true
		}
	}
	kinds := map[string]survey.Option{}
	for _, o := range item.Options {
		kinds[o.Code] = o
	}
	var a answers
	for _, u := range r.Units {
		if parents[u.Unit] {
			continue
		}
		for code, n := range u.Counts[item.ID] {
			a.add(code, kinds[code], n)
		}
	}
	return a
}

func (a *answers) add(code string, o survey.Option, n int) {
	a.asked += n
	switch {
	case code == "":
		a.blank += n
	case code == survey.InvalidMark:
		a.invalid += n
	case o.Kind == survey.DontKnow:
		a.dontKnow += n
	case o.Kind == survey.Abstain:
		a.abstain += n
	case o.Score != nil:
		a.valid += n
	default:
		a.notApplicable += n
	}
}

// satisfied tells which options count in the satisfaction rate: those marked,
// or where none is, those with a score of 60 or more.
func satisfied(options []survey.Option) []survey.Option {
	var marked, high []survey.Option
	for _, o := range options {
		if o.Satisfied {
			marked = append(marked, o)
		}
		if o.Score != nil && *o.Score >= 60 {
			high = append(high, o)
		}
	}
	if marked != nil {
		return marked
	}
	return high
}
