package simulation

import (
	"math"
	"math/rand/v2"
	"strconv"

	"minping/scoring"
	"minping/survey"
)

// A sampler draws polls from populations.
type sampler struct {
	set    *setting
	rng    *rand.Rand
	ballot scoring.Ballot
}

func newSampler(s *setting, seed, stream uint64) *sampler {
	return &sampler{set: s, rng: rand.New(rand.NewPCG(seed, stream)), ballot: scoring.Ballot{Answers: make([]int16, len(s.scales))}}
}

// poll draws n ballots per unit, in equal numbers per group, and counts them.
func (d *sampler) poll(p *population, q *survey.Questionnaire, n int) *survey.Counter {
	c := survey.NewCounter(q, nil)
	for u := range p.units {
		d.ballot.Unit = d.set.all[u]
		for g := range d.set.groups {
			d.group(c, &p.units[u], g, (n+len(d.set.groups)-1-g)/len(d.set.groups))
		}
	}
	return c
}

// group draws n ballots of a unit's group.
func (d *sampler) group(c *survey.Counter, u *unit, g, n int) {
	b := &d.ballot
	b.Group, b.Cluster = d.set.groups[g], ""
	common := 0
	for i := range n {
		if size := d.set.plan.Cluster; size > 0 && i%size == 0 {
			b.Cluster = b.Unit + "/" + strconv.Itoa(g) + "/" + strconv.Itoa(i/size)
			common = d.rng.IntN(classes)
		}
		b.Weight = 1
		if d.set.plan.Weights > 1 {
			b.Weight = math.Exp(math.Log(d.set.plan.Weights) * d.rng.Float64())
		}
		d.answer(u.cells[g][d.set.mixture.joined[d.rng.IntN(classes)][common]])
		c.Add(b)
	}
}

// answer draws all answers of a ballot, two from every random number.
func (d *sampler) answer(cuts answers) {
	var bits uint64
	for j, cut := range cuts {
		if j%2 == 0 {
			bits = d.rng.Uint64()
		} else {
			bits >>= 32
		}
		x, k := uint32(bits), 0
		for k < len(cut) && x >= cut[k] {
			k++
		}
		d.ballot.Answers[j] = d.set.scales[j].answers[k]
	}
}
