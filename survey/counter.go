package survey

import "minping/scoring"

// A Counter folds the ballots of a poll into all that its release needs of
// them. Counters of parts of the ballots merge into that of the whole. It is
// not safe for concurrent use.
//
// Ballots that count alike wait in piles, by unit and group, so that a pile is
// counted at once.
type Counter struct {
	tallies *scoring.Tallies    // for scores and their errors
	answers *answerCount        // for the quality of the questionnaire, and key drivers
	sheets  *scoring.SheetCount // for copied ballots; nil: not looked for
	planes  *scoring.Planes     // nil: ballots are counted one by one
	held    *heldBallots        // of evaluations; nil: none are held
	piles   map[string]*scoring.Pile
	waiting int // ballots in piles
	key     []byte
	sheet   []byte
}

// fewBallots of a pile are counted one by one: where units have few, their sums
// take more room than they do.
const fewBallots = 16

// NewCounter returns an empty counter. sample says how the respondents were
// drawn; nil: as the questionnaire says.
func NewCounter(q *Questionnaire, sample *Sample) *Counter {
	ins := q.Instrument()
	c := &Counter{tallies: scoring.NewTallies(ins, q.design(sample)), answers: newAnswerCount(ins), piles: make(map[string]*scoring.Pile)}
	if q.Evaluates() {
		c.held = new(heldBallots)
	} else {
		c.planes = scoring.NewPlanes(ins)
	}
	return c
}

// Ballots returns how many ballots were added.
func (c *Counter) Ballots() int { return c.tallies.Ballots() + c.waiting }

// Tallies returns those of all ballots added so far.
func (c *Counter) Tallies() *scoring.Tallies { return c.settled().tallies }

// AddFrom counts one ballot of a sheet, under a name that says which ballots of
// an evaluation come from one rater ("": not known). It keeps nothing of b.
func (c *Counter) AddFrom(sheet string, b *scoring.Ballot) {
	if c.held != nil {
		c.held.add(sheet, b)
	}
	c.enter(b)
}

// Add counts one ballot. It keeps nothing of b.
func (c *Counter) Add(b *scoring.Ballot) { c.AddFrom("", b) }

// enter counts one ballot, at once or with others like it.
func (c *Counter) enter(b *scoring.Ballot) {
	if c.planes == nil || !b.Fits() {
		c.one(b)
		return
	}
	c.sheet = scoring.AppendSheet(c.sheet[:0], b.Answers)
	c.key = append(append(append(c.key[:0], b.Unit...), 0), b.Group...)
	c.put(len(b.Unit), c.sheet)
}

// addSheet counts a ballot that fits a pile: sheet holds its answers as
// scoring.AppendSheet writes them. There must be planes.
func (c *Counter) addSheet(unit, group, sheet []byte) {
	c.key = append(append(append(c.key[:0], unit...), 0), group...)
	c.put(len(unit), sheet)
}

// put lays a sheet on the pile of the key: unit, zero byte, group.
func (c *Counter) put(unit int, sheet []byte) {
	p := c.piles[string(c.key)]
	if p == nil {
		key := string(c.key)
		p = scoring.NewPile(key[:unit], key[unit+1:], len(c.answers.plan.first))
		c.piles[key] = p
	}
	c.waiting++
	if p.Add(sheet) {
		c.count(p)
	}
}

// count counts what lies on a pile, and clears it.
func (c *Counter) count(p *scoring.Pile) {
	c.waiting -= p.Len()
	if p.Len() < fewBallots {
		p.Each(c.one)
	} else {
		c.planes.Turn(p)
		c.tallies.AddPlanes(c.planes)
		c.answers.addPlanes(c.planes)
		if c.sheets != nil {
			c.sheets.AddPlanes(c.planes)
		}
	}
	p.Clear()
}

// one counts one ballot.
func (c *Counter) one(b *scoring.Ballot) {
	c.tallies.Add(b)
	c.answers.add(b)
	if c.sheets != nil {
		c.sheets.Add(b.Unit, b.Answers)
	}
}

// settled counts all that waits, and returns c.
func (c *Counter) settled() *Counter {
	if c.waiting == 0 {
		return c
	}
	for _, p := range c.piles {
		if p.Len() > 0 {
			c.count(p)
		}
	}
	clear(c.piles)
	return c
}

// Merge adds all that o has counted; it must be of the same questionnaire and
// sample.
func (c *Counter) Merge(o *Counter) {
	c.settled()
	c.tallies.Merge(o.settled().tallies)
	c.answers.merge(o.answers)
	if c.sheets != nil {
		c.sheets.Merge(o.sheets)
	}
	if c.held != nil {
		c.held.ballots = append(c.held.ballots, o.held.ballots...)
	}
}
