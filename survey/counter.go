package survey

import "minping/scoring"

// A Counter folds the ballots of a poll into all that its release needs of
// them. Counters of parts of the ballots merge into that of the whole. It is
// not safe for concurrent use.
type Counter struct {
	Tallies *scoring.Tallies    // for scores and their errors
	answers *answerCount        // for the quality of the questionnaire, and key drivers
	sheets  *scoring.SheetCount // for copied ballots; nil: not looked for
}

// NewCounter returns an empty counter. sample says how the respondents were
// drawn; nil: as the questionnaire says.
func NewCounter(q *Questionnaire, sample *Sample) *Counter {
	ins := q.Instrument()
	return &Counter{Tallies: scoring.NewTallies(ins, q.design(sample)), answers: newAnswerCount(ins)}
}

// Ballots returns how many ballots were added.
func (c *Counter) Ballots() int { return c.Tallies.Ballots() }

// Add counts one ballot. It keeps nothing of b.
func (c *Counter) Add(b *scoring.Ballot) {
	c.Tallies.Add(b)
	c.answers.add(b)
	if c.sheets != nil {
		c.sheets.Add(b.Unit, b.Answers)
	}
}

// Merge adds all that o has counted; it must be of the same questionnaire and
// sample.
func (c *Counter) Merge(o *Counter) {
	c.Tallies.Merge(o.Tallies)
	c.answers.merge(o.answers)
	if c.sheets != nil {
		c.sheets.Merge(o.sheets)
	}
}
