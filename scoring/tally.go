package scoring

import (
	"math"
	"strings"
)

// Tallies is the mergeable summary of a stream of ballots: one tally per unit
// and group (and stratum, and cluster), all that scores and their errors need.
// Adding ballots one by one, in any order, or merging the Tallies of parts
// gives the same scores. It is not safe for concurrent use: count in parts and
// merge them.
type Tallies struct {
	layout     *layout
	design     Design
	units      map[string]*unitTally
	strata     map[stratumKey]*stratum
	ballots    int
	calibrated bool       // then weights are final
	last       *unitTally // ballots often come unit by unit
	scratch    scratch
}

// A unitTally holds the cells of one unit, by group.
type unitTally struct {
	id     string
	groups []groupTally
}

// A groupTally holds the cells of one unit and group.
type groupTally struct {
	plain *cell // of ballots with neither stratum, cluster nor profile of their own
	cells map[cellKey]*cell
	last  *cell
}

type cellKey struct {
	stratum     stratumKey
	clustered   bool
	profile     string
	calibration *calibration
}

// scratch is room for one ballot, so that counting allocates nothing.
type scratch struct {
	at        []int     // slots
	x         []float64 // scores, 0 where missing
	own       []float64 // respondents first: scores, NaN where missing
	satisfied []float64 // respondents first: 1 or 0, NaN where missing
	missing   []int
	gone      []uint64  // missing, as bits
	nodes     []float64 // respondents first: own node scores
	rates     []float64
}

// NewTallies returns empty tallies for the instrument and design. It panics
// with the error of in.Check.
func NewTallies(in *Instrument, d Design) *Tallies {
	d.level()
	l := newLayout(in)
	return &Tallies{
		layout: l, design: d,
		units:  map[string]*unitTally{},
		strata: map[stratumKey]*stratum{},
		scratch: scratch{
			at: make([]int, len(in.Items)),
			x:  make([]float64, len(in.Items)), own: make([]float64, len(in.Items)),
			satisfied: make([]float64, len(in.Items)),
			missing:   make([]int, 0, len(in.Items)),
			gone:      make([]uint64, (len(in.Items)+63)/64),
			nodes:     make([]float64, len(in.Nodes)), rates: make([]float64, len(in.Nodes)),
		},
	}
}

// Ballots returns how many ballots were added.
func (t *Tallies) Ballots() int { return t.ballots }

// Add counts one ballot. It keeps nothing of b. It panics if b has an unknown
// group or option, a wrong number of answers, a weight that is not positive or a
// population below 0, and on calibrated tallies.
func (t *Tallies) Add(b *Ballot) {
	l := t.layout
	if len(b.Answers) != len(l.in.Items) {
		panic("scoring: ballot has a wrong number of answers")
	}
	if !(b.Weight > 0) || math.IsInf(b.Weight, 0) {
		panic("scoring: ballot weight must be positive")
	}
	if !(b.Population >= 0) {
		panic("scoring: ballot population must not be negative")
	}
	t.checkOpen()
	t.read(b.Answers)
	c := t.cell(b)
	t.ballots++
	c.stratum.add(b)
	s, w := &t.scratch, b.Weight
	c.count(s.at, w)
	c.countAbsent(l, s, w)
	if l.in.Method == RespondentFirst {
		t.addOwn(c, b)
		return
	}
	c.pairs.add(l, b.Answers, s, w)
	if c.clustered {
		c.addCluster(b.Cluster, s, w)
	}
}

// checkOpen panics where weights are final.
func (t *Tallies) checkOpen() {
	if t.calibrated {
		panic("scoring: calibrated tallies take no more ballots and no other margins")
	}
}

// cell returns the cell of a ballot.
func (t *Tallies) cell(b *Ballot) *cell {
	u := t.last
	if u == nil || u.id != b.Unit {
		u = t.unit(b.Unit)
		t.last = u
	}
	g := &u.groups[t.layout.group(b.Group)]
	plain := b.Stratum == "" && b.Cluster == "" && b.Profile == ""
	if plain && g.plain != nil {
		return g.plain
	}
	key := cellKey{t.design.stratumOf(b), b.Cluster != "", b.Profile, nil}
	if g.last != nil && g.last.key() == key {
		return g.last
	}
	g.last = t.cellFor(g, key)
	if plain {
		g.plain = g.last
	}
	return g.last
}

func (c *cell) key() cellKey {
	return cellKey{c.stratum.key, c.clustered, c.profile, c.calibration}
}

// unit returns the tally of a unit, new if need be.
func (t *Tallies) unit(id string) *unitTally {
	u := t.units[id]
	if u == nil {
		id = strings.Clone(id)
		u = &unitTally{id: id, groups: make([]groupTally, t.layout.groups)}
		t.units[id] = u
	}
	return u
}

// cellFor returns a group's cell, new if need be.
func (t *Tallies) cellFor(g *groupTally, key cellKey) *cell {
	c := g.cells[key]
	if c == nil {
		if g.cells == nil {
			g.cells = map[cellKey]*cell{}
		}
		s := t.stratum(key.stratum)
		c = t.layout.newCell(s, key)
		g.cells[c.key()] = c
	}
	return c
}

// stratum returns a stratum of the design, new if need be.
func (t *Tallies) stratum(key stratumKey) *stratum {
	s := t.strata[key]
	if s == nil {
		key.name, key.group = strings.Clone(key.name), strings.Clone(key.group)
		s = &stratum{key: key}
		t.strata[key] = s
	}
	return s
}
