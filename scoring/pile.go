package scoring

// PileSize is how many ballots a Pile holds at the most: the bits of a word.
const PileSize = 64

// A Pile is ballots about one unit, by one group, that wait to be counted
// together by Planes. Each has the weight 1 and neither stratum, cluster,
// population nor profile of its own.
type Pile struct {
	unit, group string
	items       int
	sheets      []byte // see AppendSheet: one byte an item, ballot by ballot
}

// NewPile returns an empty pile of ballots with so many items.
func NewPile(unit, group string, items int) *Pile {
	return &Pile{unit: unit, group: group, items: items}
}

// Fits reports whether a ballot may lie on a pile.
func (b *Ballot) Fits() bool {
	return b.Weight == 1 && b.Stratum == "" && b.Cluster == "" && b.Population == 0 && b.Profile == ""
}

// Add puts one ballot's answers on the pile, as AppendSheet writes them, and
// reports whether the pile is full. It panics if there are more or fewer bytes
// than items, and on a full pile.
func (p *Pile) Add(sheet []byte) (full bool) {
	if len(sheet) != p.items {
		panic("scoring: ballot has a wrong number of answers")
	}
	if p.Len() == PileSize {
		panic("scoring: a pile is full")
	}
	p.sheets = append(p.sheets, sheet...)
	return p.Len() == PileSize
}

// Len returns how many ballots lie on the pile.
func (p *Pile) Len() int { return len(p.sheets) / p.items }

// Clear takes all ballots off.
func (p *Pile) Clear() { p.sheets = p.sheets[:0] }

// sheet returns the answers of ballot i.
func (p *Pile) sheet(i int) []byte { return p.sheets[i*p.items:][:p.items] }

// Each calls f with every ballot; f must keep nothing of it.
func (p *Pile) Each(f func(*Ballot)) {
	b := &Ballot{Unit: p.unit, Group: p.group, Weight: 1, Answers: make([]int16, p.items)}
	for i := range p.Len() {
		readSheet(b.Answers, p.sheet(i))
		f(b)
	}
}

// readSheet writes the answers of a sheet with one byte an item.
func readSheet(answers []int16, sheet []byte) {
	for j, mark := range sheet {
		answers[j] = int16(mark) - unscoredKinds
	}
}
