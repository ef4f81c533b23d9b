package survey

import (
	"math"
	"slices"

	"minping/scoring"
)

// An answerCount folds ballots into what tells how well a questionnaire works
// among those who answered it: every ballot counts alike, whichever unit it is
// about. It is kept by group of respondents, since pooling groups that differ
// makes items look more alike than they are.
type answerCount struct {
	plan   *answerPlan
	groups []*groupAnswers // as the questionnaire's groups; one where it has none
	last   string          // ballots often come group by group
	at     int
	row    []float64
}

// groupAnswers are the ballots of one group.
type groupAnswers struct {
	ballots  int
	n        []int     // by slot: see answerPlan
	extra    []float64 // by slot: sum of weights less n; nil while every weight was 1
	careless *scoring.CarelessTally
	scales   []scaleAnswers
}

// scaleAnswers are the answers to one scale: the patterns where they can be
// counted, else the moments.
type scaleAnswers struct {
	patterns *scoring.Patterns
	moments  *scoring.Moments
}

func newAnswerCount(ins *scoring.Instrument) *answerCount {
	c := &answerCount{plan: newAnswerPlan(ins), row: make([]float64, len(ins.Items))}
	for range max(1, len(ins.Groups)) {
		c.groups = append(c.groups, c.plan.empty())
	}
	if len(ins.Groups) > 0 {
		c.last = ins.Groups[0].ID
	}
	return c
}

// add counts one ballot.
func (c *answerCount) add(b *scoring.Ballot) {
	if b.Group != c.last {
		c.last, c.at = b.Group, c.plan.groups[b.Group]
	}
	g, p := c.groups[c.at], c.plan
	g.ballots++
	for j, a := range b.Answers {
		slot := p.first[j] + int(a)
		g.n[slot]++
		c.row[j] = p.score[slot]
	}
	if b.Weight != 1 {
		g.weigh(p, b)
	}
	g.careless.Add(b.Answers, c.row)
	for i := range p.numbers {
		sum := uint64(0)
		for j, a := range b.Answers {
			sum += p.numbers[i].parts[p.first[j]+int(a)]
		}
		g.addPatterns(&p.numbers[i], sum)
	}
	for i := range p.scales {
		if s := &g.scales[i]; s.patterns == nil {
			s.addRow(&p.scales[i], c.row)
		}
	}
}

// addPlanes counts a pile of ballots.
func (c *answerCount) addPlanes(planes *scoring.Planes) {
	p := c.plan
	g := c.groups[p.groups[planes.Group()]]
	sheets := planes.Sheets()
	g.ballots += len(sheets) / len(p.first)
	planes.AddCounts(g.n)
	g.careless.AddPlanes(planes)
	for i := range p.scales {
		if s := &g.scales[i]; s.patterns == nil {
			s.moments.AddPlanes(planes, p.scales[i].columns)
		}
	}
	for i := range p.numbers {
		for at := 0; at < len(sheets); at += len(p.first) {
			sum := uint64(0)
			for j, mark := range sheets[at:][:len(p.first)] {
				sum += p.numbers[i].parts[p.first[j]-unscoredSlots+int(mark)]
			}
			g.addPatterns(&p.numbers[i], sum)
		}
	}
}

// addPatterns counts a ballot at the scales whose patterns it has the numbers of.
func (g *groupAnswers) addPatterns(of *patternNumbers, numbers uint64) {
	for _, scale := range of.scales {
		g.scales[scale].patterns.Add(int(numbers & 0xffff))
		numbers >>= 16
	}
}

func (g *groupAnswers) weigh(p *answerPlan, b *scoring.Ballot) {
	if g.extra == nil {
		g.extra = make([]float64, len(g.n))
	}
	for j, a := range b.Answers {
		g.extra[p.first[j]+int(a)] += b.Weight - 1
	}
}

// addRow counts a ballot at a scale of too many patterns.
func (s *scaleAnswers) addRow(p *scalePlan, scores []float64) {
	for k, item := range p.columns {
		if p.row[k] = scores[item]; math.IsNaN(p.row[k]) {
			s.moments.Skip()
			return
		}
	}
	s.moments.Add(p.row, 1)
}

// merge adds all that o has counted.
func (c *answerCount) merge(o *answerCount) {
	for i, g := range o.groups {
		c.groups[i].merge(g)
	}
}

func (g *groupAnswers) merge(o *groupAnswers) {
	g.ballots += o.ballots
	for i, n := range o.n {
		g.n[i] += n
	}
	if o.extra != nil && g.extra == nil {
		g.extra = make([]float64, len(g.n))
	}
	for i, w := range o.extra {
		g.extra[i] += w
	}
	g.careless.Merge(o.careless)
	for i := range g.scales {
		if s := &g.scales[i]; s.patterns != nil {
			s.patterns.Merge(o.scales[i].patterns)
		} else {
			s.moments.Merge(o.scales[i].moments)
		}
	}
}

// whole returns the answers of all groups together.
func (c *answerCount) whole() *groupAnswers {
	all := c.plan.empty()
	for _, g := range c.groups {
		all.merge(g)
	}
	return all
}

// mean returns the (weighted) mean score of an item, its standard deviation,
// both NaN without an answer, and how many ballots have one.
func (g *groupAnswers) mean(p *answerPlan, item int) (mean, sd float64, n int) {
	w, sum := 0.0, 0.0
	each := func(f func(x, w float64)) {
		for slot := p.first[item]; slot < p.first[item]+p.options[item]; slot++ {
			if weight := float64(g.n[slot]); weight > 0 && !math.IsNaN(p.score[slot]) {
				if g.extra != nil {
					weight += g.extra[slot]
				}
				f(p.score[slot], weight)
			}
		}
	}
	each(func(x, weight float64) { w, sum = w+weight, sum+weight*x })
	n = g.scored(p, item)
	squares := 0.0
	each(func(x, weight float64) { squares += weight * (x - sum/w) * (x - sum/w) })
	return sum / w, math.Sqrt(squares / w * float64(n) / float64(n-1)), n
}

// scored returns how many ballots have a score at an item.
func (g *groupAnswers) scored(p *answerPlan, item int) int {
	n := 0
	for slot := p.first[item]; slot < p.first[item]+p.options[item]; slot++ {
		if !math.IsNaN(p.score[slot]) {
			n += g.n[slot]
		}
	}
	return n
}

// scoredWith returns how many ballots have this score at an item.
func (g *groupAnswers) scoredWith(p *answerPlan, item int, score float64) int {
	n := 0
	for slot := p.first[item]; slot < p.first[item]+p.options[item]; slot++ {
		if p.score[slot] == score {
			n += g.n[slot]
		}
	}
	return n
}

// moments returns those of some of a scale's columns.
func (s scaleAnswers) of(columns ...int) *scoring.Moments {
	if s.patterns != nil {
		return s.patterns.Moments(middleScore, columns...)
	}
	return s.moments.Of(columns...)
}

// shares returns the drivers' shares of an outcome, the first of the columns.
func (s scaleAnswers) shares(columns []int, level float64) (scoring.DriverShares, error) {
	if s.patterns != nil {
		return s.patterns.ShareErrors(columns, level)
	}
	return s.moments.Of(columns...).ShareErrors(level)
}

// places returns where items stand among a scale's columns.
func (p *scalePlan) places(items []int) []int {
	at := make([]int, len(items))
	for i, item := range items {
		at[i] = slices.Index(p.columns, item)
	}
	return at
}
