package intake

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"minping/scoring"
	"minping/survey"
)

// A counting is the reading of one file of ballots: what all workers share.
type counting struct {
	q          *survey.Questionnaire
	o          Options
	enc        *survey.Encoder
	ins        *scoring.Instrument
	vocabulary *vocabulary
	layout     *layout
	options    []string          // the codes of each scored item, for messages
	units      names             // nil: any unit
	asked      map[string][]bool // unit → which items it is asked about; nil: all
	groups     names             // nil: the questionnaire has no groups
	groupIDs   []string
	ids        *idSet

	ballots   *survey.Counter
	votes     *survey.VoteCounter // nil: nothing is voted on
	voteItems []voteItem
	tiers     map[string]string // of units, where there is a roster
	sheets    map[string][]sheetRow
	void      int // sheets that break a rule
	problems  *Problems
}

func newCounting(q *survey.Questionnaire, o Options) *counting {
	c := &counting{
		q: q, o: o, enc: survey.NewEncoder(q), ins: q.Instrument(),
		ids: newIDSet(), problems: newProblems(o.Name),
	}
	c.vocabulary = newVocabulary(q, c.enc.Columns(), o)
	c.ballots = survey.NewCounter(q, o.Sample)
	c.votes, c.voteItems = survey.NewVoteCounter(q), voteItems(q, c.vocabulary.votes)
	c.sheets, c.tiers = map[string][]sheetRow{}, map[string]string{}
	for _, item := range c.ins.Items {
		codes := make([]string, len(item.Options))
		for i, option := range item.Options {
			codes[i] = option.Code
		}
		c.options = append(c.options, strings.Join(codes, ", "))
	}
	if len(q.Groups) > 0 {
		c.groups = names{}
		for _, g := range q.Groups {
			c.groups.add(g.ID, g.Title)
			c.groupIDs = append(c.groupIDs, g.ID)
		}
	}
	if o.Units != nil {
		c.units, c.asked = names{}, map[string][]bool{}
		for _, u := range o.Units {
			c.units.add(u.ID, u.Name)
			c.tiers[u.ID] = u.Tier
			if asked := q.Asked(u.Tier); asked != nil {
				c.asked[u.ID] = asked
			}
		}
	}
	return c
}

// header reads the row of column names. In lenient reading only a missing unit
// or group column is a problem that ends it.
func (c *counting) header(fields []string, no int) error {
	l, wrong := c.vocabulary.layout(fields, no)
	c.layout = l
	fatal := false
	for _, p := range wrong {
		c.problems.add(p)
		c.problems.leave(p.key)
		fatal = fatal || p.key == keyUnmapped || p.key == keyMissingDesignColumn || p.key == keyDesignColumn ||
			p.key == keyMissingColumn && (p.got == "unit" || p.got == "group")
	}
	if len(wrong) > 0 && (fatal || !c.o.Lenient) {
		return c.problems
	}
	return nil
}

// add takes over what a worker has counted.
func (c *counting) add(w *worker) {
	c.ballots.Merge(w.ballots)
	if c.votes != nil {
		c.votes.Merge(w.votes)
	}
	for name, rows := range w.sheets {
		c.sheets[name] = append(c.sheets[name], rows...)
	}
	c.problems.merge(w.problems)
}

// result returns the count, or what was wrong.
func (c *counting) result() (*Count, error) {
	p := c.problems
	c.countSheets()
	if p.total == 0 && c.ballots.Ballots() == 0 && c.void > 0 {
		return nil, p.fail(problem{key: keyAllVoid, n: c.void})
	}
	if p.total == 0 && c.ballots.Ballots() == 0 {
		return nil, p.fail(problem{key: keyNoBallots})
	}
	if p.total > 0 && (!c.o.Lenient || c.ballots.Ballots() == 0) {
		return nil, p
	}
	if wrong, ok := errors.AsType[*scoring.PopulationError](c.ballots.Tallies().Check()); ok {
		return nil, p.fail(sizeProblem(wrong))
	}
	count := &Count{
		Ballots: c.ballots, Weighted: c.layout.has(weightColumn), Stratified: c.layout.has(stratumColumn),
		Clustered: c.layout.has(clusterColumn), Corrected: c.layout.has(sizeColumn), LeftOut: p.leftOut(), VoidSheets: c.void, Votes: c.votes,
	}
	if p.total > 0 {
		count.Problems = p
	}
	return count, nil
}

// sizeProblem says which stratum's size of population cannot be right.
func sizeProblem(wrong *scoring.PopulationError) problem {
	name := cmp.Or(wrong.Stratum, wrong.Unit, "*")
	if wrong.Group != "" {
		name += "/" + wrong.Group
	}
	p := problem{key: keySmallSize, got: strings.ReplaceAll(name, "\x1f", "/"), n: wrong.Units, want: strconv.FormatFloat(wrong.Population, 'f', -1, 64)}
	if wrong.Disputed {
		p.key = keyDisputedSize
	}
	return p
}

// names finds units or groups by id or by title; a title that two share finds
// neither.
type names map[string]string

const ambiguous = "\x00"

func (n names) add(id string, title survey.Text) {
	n[id] = id
	for _, t := range title {
		if other, taken := n[t]; taken && other != id {
			if t != other {
				n[t] = ambiguous
			}
			continue
		}
		n[t] = id
	}
}

func (n names) find(text string) (id string, ok bool) {
	for _, s := range []string{text, plain(text)} {
		if id, ok = n[s]; ok && id != ambiguous {
			return id, true
		}
	}
	return "", false
}

// nearest returns the id or title most like the text.
func (n names) nearest(text string) string {
	all := make([]string, 0, len(n))
	for s := range n {
		all = append(all, s)
	}
	slices.Sort(all)
	return survey.Nearest(text, all)
}
