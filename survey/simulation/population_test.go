package simulation

import (
	"math"
	"math/rand/v2"
	"testing"

	"minping/scoring"
)

// TestTruth: the mean of many ballots is the truth that they were drawn from,
// also of a clustered, weighted and fallen population.
func TestTruth(t *testing.T) {
	p := Default(questionnaire(t, "organisation-work"))
	p.Units, p.Last, p.Cluster, p.Shared, p.Weights = []int{9}, []int{1}, 5, 0.2, 3
	s := newSetting(p)
	for name, pop := range map[string]*population{"spread": s.spread(), "equal": s.equal(), "fallen": s.fallen()} {
		e := newExperiment(p)
		rel := e.compute(newSampler(s, 3, 1), pop, e.plain.q, 8000, nil)
		for u := range rel.Units {
			for i, n := range rel.Nodes {
				got := rel.Units[u].Nodes[n.ID]
				if math.Abs(float64(got.Score)-pop.units[u].truth[i]) > 5*float64(got.SE) {
					t.Errorf("%s, unit %d, %s: %v ± %v, truth %v", name, u, n.ID, got.Score, got.SE, pop.units[u].truth[i])
				}
			}
		}
	}
}

// TestFallenByTheDrop: the truth of every item falls by as many points as the
// plan says, in every eighth unit of a tier and nowhere else.
func TestFallenByTheDrop(t *testing.T) {
	p := Default(questionnaire(t, "organisation-work"))
	p.Units, p.Last = []int{3, 10}, []int{1, 1}
	s := newSetting(p)
	before, after := s.equal(), s.fallen()
	for u := range after.units {
		want := 0.0
		if u == 0 || u == 3 || u == 11 {
			want = p.Drop
		}
		for i := range after.units[u].truth {
			if got := before.units[u].truth[i] - after.units[u].truth[i]; math.Abs(got-want) > 1e-9 {
				t.Errorf("unit %d, node %d: down by %v, want %v", u, i, got, want)
			}
		}
	}
}

// TestShares: a unit with no effect has the shares of the plan, nearly, and
// another number of options the same distribution function.
func TestShares(t *testing.T) {
	shares := Default(nil).Shares
	five := newScale(options(0, 25, 50, 75, 100), shares)
	m := newMixture(0)
	p := make([]float64, 5)
	sum := make([]float64, 5)
	for c, w := range m.weight {
		five.probabilities(p, 0, 0.45, m.level[c])
		for k := range sum {
			sum[k] += w * p[k]
		}
	}
	for k := range sum {
		if math.Abs(sum[k]-shares[k]) > 0.004 { // the leniency has classes
			t.Errorf("option %d: share %.4f, want %.2f", k, sum[k], shares[k])
		}
	}
	ten := newScale(options(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), shares)
	for k := range five.cuts {
		if math.Abs(ten.cuts[2*k+1]-five.cuts[k]) > 1e-12 {
			t.Errorf("cut %d: %v and %v", k, ten.cuts[2*k+1], five.cuts[k])
		}
	}
}

func options(scores ...float64) scoring.Item {
	var item scoring.Item
	for _, x := range scores {
		item.Options = append(item.Options, scoring.Option{Score: x})
	}
	return item
}

// TestRate: the error of a share over rounds, by hand: shares 1/2 and 3/6 of
// 4/8 deviate by 0, 0; 2/2 and 2/6 by 1 and -1.
func TestRate(t *testing.T) {
	k := key{what: "x"}
	same := rate([]round{{k: {1, 2}}, {k: {3, 6}}}, k)
	if same.Value != 0.5 || same.SE != 0 {
		t.Errorf("%v", same)
	}
	apart := rate([]round{{k: {2, 2}}, {k: {2, 6}}}, k)
	if apart.Value != 0.5 || math.Abs(float64(apart.SE)-2.0/8) > 1e-15 { // √(2/1 · 2)/8
		t.Errorf("%v", apart)
	}
	if none := rate([]round{{}, {}}, k); none.Value.OK() || none.SE.OK() {
		t.Errorf("%v", none)
	}
}

// TestAnswersFollowTheirProbabilities: counts of a drawn item lie within four
// standard errors of what the cut points say.
func TestAnswersFollowTheirProbabilities(t *testing.T) {
	p := Default(questionnaire(t, "organisation-work"))
	p.Units, p.Last = []int{2}, []int{1}
	s := newSetting(p)
	d := newSampler(s, 1, 1)
	d.rng = rand.New(rand.NewPCG(5, 6))
	cuts := s.equal().units[0].cells[0][classes/2]
	const n = 20000
	counts := map[int16]float64{}
	for range n {
		d.answer(cuts)
		counts[d.ballot.Answers[1]]++ // the upper half of a random number
	}
	before := 0.0
	for k, answer := range s.scales[1].answers {
		upTo := 1.0
		if k < len(cuts[1]) {
			upTo = float64(cuts[1][k]) / (1 << 32)
		}
		want := upTo - before
		before = upTo
		if got := counts[answer] / n; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/n) {
			t.Errorf("answer %d: %v, want %v", answer, got, want)
		}
	}
}
