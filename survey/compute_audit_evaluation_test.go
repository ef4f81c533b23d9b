package survey

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
)

// evaluation360 draws a questionnaire of a 360: oneself and one's superior, whom
// everybody knows, and groups of whom nobody is to be known.
func evaluation360(rt *rapid.T) *Questionnaire {
	q := small()
	q.Groups = []Group{
		{ID: "self", Relation: RelationSelf, Attributable: true},
		{ID: "boss", Relation: RelationSuperior, Attributable: true},
		{ID: "peer", Relation: RelationPeer},
		{ID: "report", Relation: RelationSubordinate},
		{ID: "guest", Relation: RelationRecipient},
	}
	for i := range q.Groups[2:] {
		q.Groups[2+i].MinBallots = rapid.IntRange(0, 4).Draw(rt, "min ballots")
	}
	weights := rapid.SampledFrom([]map[string]int{
		{"boss": 40, "peer": 30, "report": 30},
		{"boss": 20, "peer": 20, "report": 20, "guest": 40},
		{"self": 10, "peer": 50, "report": 40},
		{"peer": 100},
		nil,
	})
	q.Evaluation = Evaluation{
		Types: []EvaluationType{{Tier: "t", Weights: weights.Draw(rt, "weights"), Grade: "p1"}, {Tier: "team", Weights: weights.Draw(rt, "weights of teams")}},
		Empty: rapid.SampledFrom([]EmptyRule{"", EmptyBlock, EmptyZero}).Draw(rt, "empty"),
	}
	if rapid.Bool().Draw(rt, "tiered") {
		q.Items[2].Tiers = []string{"t"}
	}
	return q
}

// TestNothingSmallIsDerivableIn360 draws organisations whose people are rated by
// themselves, a superior, peers, subordinates and guests, with weights by kind of
// unit and every rule for groups that are few or empty, and asks of each release
// whether all that it shows, together with what everybody knows, gives away a
// group below k (10,000 organisations: -rapid.checks=10000).
func TestNothingSmallIsDerivableIn360(t *testing.T) {
	shown, hidden := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		q := evaluation360(rt)
		q.Scoring.RollUp = rapid.IntRange(0, 2).Draw(rt, "roll up") == 0
		k := rapid.IntRange(3, 5).Draw(rt, "k")
		units := organisation(rt)
		for i := range units {
			if rapid.IntRange(0, 3).Draw(rt, "team") == 0 {
				units[i].Tier = "team"
			}
		}
		most := map[string]int{"self": 1, "boss": 2, "peer": 12, "report": 9, "guest": 6}
		counter, people := NewCounter(q, nil), map[cellKey]int{}
		for _, u := range units {
			for _, g := range q.Groups {
				for range rapid.IntRange(0, most[g.ID]).Draw(rt, "people") {
					addRater(rt, counter, people, q, u, g.ID)
				}
			}
		}
		r := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: k})
		o := &openCase{rt: rt, q: q, r: r, people: people, k: k}
		for _, u := range r.Units {
			for id, g := range u.Groups {
				if g.Suppressed {
					hidden++
				}
				if n := people[cellKey{u.Unit, id, rootNode}]; q.group(id).Attributable && n > 0 && !r.Method.RollUp {
					if s, ok := g.Nodes[rootNode]; !ok || s.Blurred || s.N != n {
						rt.Errorf("%s of %s is known to everybody, and told as %+v", id, u.Unit, g)
					}
					shown++
				}
			}
		}
		o.audit("")
		for _, n := range r.Nodes {
			o.audit(n.ID)
		}
		o.audit(answeredTo + "p1")
		if !r.Method.RollUp {
			o.equations()
		}
	})
	if shown == 0 || hidden == 0 {
		t.Errorf("%d attributable groups shown, %d others hidden: nothing was put to the test", shown, hidden)
	}
}

func (q *Questionnaire) group(id string) Group {
	for _, g := range q.Groups {
		if g.ID == id {
			return g
		}
	}
	return Group{}
}

// An openCase is a release beside who answered what.
type openCase struct {
	rt     *rapid.T
	q      *Questionnaire
	r      *Release
	people map[cellKey]int
	k      int
}

// audit asks of one measure ("": ballots) for small groups that follow from what
// is shown, or exact figures of fewer than ten that follow from exact ones.
func (o *openCase) audit(node string) {
	for _, exactly := range []bool{false, true} {
		least := o.k
		switch {
		case strings.HasPrefix(node, answeredTo):
			least = leastAnswers(o.k)
		case exactly && node == "":
			continue
		case exactly:
			least = fewAnswers
		}
		atoms, totals, names := o.published(node, exactly)
		for _, set := range scoring.Derivable(atoms, totals, least) {
			o.rt.Errorf("measure %q (exactly: %v) gives away %s", node, exactly, members(set, atoms, names))
		}
	}
}

// published returns the groups whose people are not known, and what is told of them.
func (o *openCase) published(node string, exactly bool) (atoms []int, totals [][]int, names []string) {
	parent, tier := map[string]string{}, map[string]string{}
	var keys []cellKey
	for _, u := range o.r.Units {
		parent[u.Unit], tier[u.Unit] = u.Parent, u.Tier
		for _, g := range o.q.Groups {
			n := o.people[cellKey{u.Unit, g.ID, node}]
			if g.Attributable {
				n = 0
			}
			keys, atoms, names = append(keys, cellKey{u.Unit, g.ID, ""}), append(atoms, n), append(names, u.Unit+"/"+g.ID)
		}
	}
	within := func(unit, ancestor string) bool {
		for u := unit; ; u = parent[u] {
			if u == ancestor {
				return true
			}
			if parent[u] == "" || !o.r.Method.RollUp {
				return false
			}
		}
	}
	// counts reports whether a group is part of its unit's own figure.
	counts := func(unit, group string) bool {
		if node == "" || strings.HasPrefix(node, answeredTo) {
			return true
		}
		weights, least := o.q.EvaluationType(tier[unit]).Weights, max(1, o.q.group(group).MinBallots)
		root, here := 0, 0
		for _, key := range keys {
			if key.group == group && within(key.unit, unit) {
				root += o.people[cellKey{key.unit, group, rootNode}]
				here += o.people[cellKey{key.unit, group, node}]
			}
		}
		return root >= least && (weights == nil || weights[group] > 0 && here >= least)
	}
	for i, u := range o.r.Units {
		shows := func(ballots int, nodes map[string]NodeScore) bool {
			score, ok := nodes[node]
			return ok && (!exactly || !score.Blurred) || node == "" && ballots > 0
		}
		total := func(group string) {
			var set []int
			for a, key := range keys {
				if within(key.unit, u.Unit) && (key.group == group || group == "" && counts(u.Unit, key.group)) {
					set = append(set, a)
				}
			}
			totals = append(totals, set)
		}
		if item, is := strings.CutPrefix(node, answeredTo); is {
			if _, told := u.Counts[item]; told || o.r.Evaluation.Units[i].Grades != nil {
				total("")
			}
			for _, g := range o.r.Evaluation.Units[i].Groups {
				if g.Grades != nil {
					total(g.Group)
				}
			}
			continue
		}
		if shows(u.Ballots, u.Nodes) {
			total("")
		}
		for _, g := range o.q.Groups {
			if result, ok := u.Groups[g.ID]; ok && shows(result.Ballots, result.Nodes) {
				total(g.ID)
			}
		}
	}
	return atoms, totals, names
}

// answeredTo, before an item, is the measure of its distribution.
const answeredTo = "#"

// equations asks whether a group whose mean at an item is not told as it is
// follows from figures that add groups up in different ways: the unit's score
// weighs their means, its distribution pools their answers, and so does what is
// told of all raters together.
func (o *openCase) equations() {
	for i, u := range o.r.Units {
		weights := o.q.EvaluationType(u.Tier).Weights
		for _, n := range o.r.Nodes {
			var groups []string
			var rows [][]float64
			told := map[string]bool{}
			for _, g := range o.q.Groups {
				if !g.Attributable && o.people[cellKey{u.Unit, g.ID, n.ID}] > 0 {
					groups = append(groups, g.ID)
					score, ok := u.Groups[g.ID].Nodes[n.ID]
					told[g.ID] = ok && !score.Blurred
				}
			}
			if score, ok := u.Nodes[n.ID]; ok && !score.Blurred {
				row := make([]float64, len(groups))
				for k, g := range groups {
					people, least := o.people[cellKey{u.Unit, g, n.ID}], max(1, o.q.group(g).MinBallots)
					switch {
					case o.people[cellKey{u.Unit, g, rootNode}] < least:
					case weights == nil:
						row[k] = 1
					case people >= least:
						row[k] = float64(weights[g]) / float64(people)
					}
				}
				rows = append(rows, row)
			}
			_, distribution := u.Counts[n.Item]
			if distribution && n.Item != "" || n.ID == rootNode && o.r.Evaluation.Units[i].Raters != nil {
				row := make([]float64, len(groups))
				for k := range row {
					row[k] = 1
				}
				rows = append(rows, row)
			}
			alone := func(k int) []float64 {
				own := make([]float64, len(groups))
				own[k] = 1
				return own
			}
			for k, g := range groups {
				if told[g] {
					rows = append(rows, alone(k))
				}
			}
			for k, g := range groups {
				few := o.people[cellKey{u.Unit, g, n.ID}] < fewAnswers
				if few && !told[g] && rank(append(slices.Clone(rows), alone(k))) == rank(rows) {
					o.rt.Errorf("%s: what %s said at %s follows from sums that weigh groups differently", u.Unit, g, n.ID)
				}
			}
		}
	}
}

// rank is the number of independent rows.
func rank(rows [][]float64) (n int) {
	var left [][]float64
	for _, r := range rows {
		left = append(left, slices.Clone(r))
	}
	for col := 0; len(left) > 0 && col < len(left[0]); col++ {
		at := -1
		for i := n; i < len(left); i++ {
			if math.Abs(left[i][col]) > 1e-9 && (at < 0 || math.Abs(left[i][col]) > math.Abs(left[at][col])) {
				at = i
			}
		}
		if at < 0 {
			continue
		}
		left[n], left[at] = left[at], left[n]
		for i := n + 1; i < len(left); i++ {
			f := left[i][col] / left[n][col]
			for c := range left[i] {
				left[i][c] -= f * left[n][c]
			}
		}
		n++
	}
	return n
}

// addRater adds a ballot about a unit, with nothing about items that it is not
// asked about.
func addRater(rt *rapid.T, c *Counter, people map[cellKey]int, q *Questionnaire, u Unit, group string) {
	in, asked := q.Instrument(), q.Asked(u.Tier)
	b := scoring.Ballot{Unit: u.ID, Group: group, Weight: 1, Answers: make([]int16, len(in.Items))}
	for j := range b.Answers {
		b.Answers[j] = scoring.Blank
		if asked == nil || asked[j] {
			b.Answers[j] = int16(rapid.IntRange(-1, 3).Draw(rt, "answer"))
			if b.Answers[j] != scoring.Blank {
				people[cellKey{u.ID, group, answeredTo + in.Items[j].ID}]++
			}
		}
	}
	countPerson(c, people, in, &b)
}
