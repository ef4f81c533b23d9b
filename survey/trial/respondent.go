package trial

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"minping/survey"
)

// turns is how often a respondent whose answers are refused answers anew what
// was wrong.
const turns = 8

// A respondent answers a questionnaire by chance.
type respondent struct {
	q       *survey.Questionnaire // as it is asked about the unit
	rng     *rand.Rand
	quality float64 // of the unit that he answers about; standard normal
	mood    float64
}

// answer returns answers as the questionnaire keeps them, or what it refused
// them for in the end.
func (r *respondent) answer() (survey.Answers, survey.FieldErrors) {
	r.mood = r.rng.NormFloat64()
	given := survey.Answers{}
	for i := range r.q.Items {
		it := &r.q.Items[i]
		for _, id := range it.Answers() {
			given[id] = r.fill(it, false)
		}
	}
	return r.answerFrom(given)
}

// answerFrom mends given answers until they are kept.
func (r *respondent) answerFrom(given survey.Answers) (survey.Answers, survey.FieldErrors) {
	var kept survey.Answers
	var wrong survey.FieldErrors
	for range turns {
		if kept, wrong = r.q.Check(given, true); len(wrong) == 0 {
			return kept, nil
		}
		r.mend(given, wrong)
	}
	return nil, wrong
}

// mend answers anew what was refused: what is demanded is given, all else is
// tried again or left out where that may be.
func (r *respondent) mend(given survey.Answers, wrong survey.FieldErrors) {
	for _, e := range wrong {
		for i := range r.q.Items {
			it := &r.q.Items[i]
			for _, id := range it.Answers() {
				switch {
				case e.Field != id && e.Field != it.ID:
				case e.Key == "too_many" && it.Type == survey.LongText: // names beyond those chosen
					delete(given, id)
				default:
					given[id] = r.fill(it, true)
				}
			}
		}
	}
}

// fill answers an item; one that need not be answered is left out now and then,
// unless it is asked again.
func (r *respondent) fill(it *survey.Item, again bool) []string {
	text := it.Type == survey.ShortText || it.Type == survey.LongText
	if !again && !it.Required && (text && r.rng.Float64() < .7 || !text && r.rng.Float64() < .03) {
		return nil
	}
	switch it.Type {
	case survey.Choice, survey.Rating, survey.Matrix:
		return []string{r.choose(r.q.ItemOptions(it))}
	case survey.Multiple, survey.Ranking:
		return r.several(it)
	case survey.Number:
		return []string{r.number(it)}
	case survey.Date:
		return []string{"2026-01-01"}
	case survey.ShortText, survey.LongText:
		if it.Max != nil && *it.Max < 4 {
			return []string{"-"}
		}
		return []string{"（模拟）"}
	}
	return nil
}

// choose picks an option: of scored ones the better, the better the unit and the
// respondent's mood are; now and then one without a score; any where none has one.
func (r *respondent) choose(options []survey.Option) string {
	var scored, others []survey.Option
	for _, o := range options {
		if o.Score != nil {
			scored = append(scored, o)
		} else {
			others = append(others, o)
		}
	}
	switch {
	case len(options) == 0:
		return ""
	case len(scored) == 0:
		return others[r.rng.IntN(len(others))].Code
	case len(others) > 0 && r.rng.Float64() < .06:
		return others[r.rng.IntN(len(others))].Code
	}
	slices.SortStableFunc(scored, func(a, b survey.Option) int { return int(math.Copysign(1, *a.Score-*b.Score)) })
	opinion := .55 + .5*r.quality + .6*r.mood + .6*r.rng.NormFloat64()
	place := .5 * math.Erfc(-opinion/math.Sqrt2) // 0–1
	return scored[min(int(place*float64(len(scored))), len(scored)-1)].Code
}

// several picks as many options as may be, in any order; an exclusive one alone.
func (r *respondent) several(it *survey.Item) []string {
	options := slices.DeleteFunc(slices.Clone(r.q.ItemOptions(it)), func(o survey.Option) bool { return o.Exclusive })
	least, most := 1, len(options)
	if it.Min != nil {
		least = int(*it.Min)
	}
	if it.Max != nil {
		most = min(most, int(*it.Max))
	}
	least = max(1, min(least, most))
	r.rng.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	var codes []string
	for _, o := range options[:min(least+r.rng.IntN(most-least+1), len(options))] {
		codes = append(codes, o.Code)
	}
	return codes
}

// number picks a number in the item's range.
func (r *respondent) number(it *survey.Item) string {
	low, high := 0.0, 100.0
	if it.Min != nil {
		low, high = *it.Min, *it.Min+100
	}
	if it.Max != nil {
		high = *it.Max
		low = min(low, high)
	}
	return strconv.FormatFloat(math.Floor(low+(high-low)*r.rng.Float64()), 'f', 0, 64)
}
