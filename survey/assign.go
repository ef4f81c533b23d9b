package survey

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
)

// An Assignment 测评关系 says who evaluates whom in a 360, and as what.
type Assignment struct {
	Ratee  string          `json:"ratee"` // id of a person, and of the unit that he is
	Group  string          `json:"group"`
	Rater  string          `json:"rater"`
	State  AssignmentState `json:"state,omitempty"`
	Reason string          `json:"reason,omitempty"` // why it was declined
}

// An AssignmentState is how far an assignment is.
type AssignmentState string

// The states. Only assigned ones get a sheet.
const (
	Assigned  AssignmentState = ""          // drawn, or approved
	Nominated AssignmentState = "nominated" // by the ratee; the organiser has not approved it
	Declined  AssignmentState = "declined"  // by the rater, or a nomination by the organiser; he is not drawn again for this ratee
)

// An AssignmentRule is how many raters of one group each ratee gets.
type AssignmentRule struct {
	Group    string   `json:"group"` // of the questionnaire
	Relation Relation `json:"relation"`
	Count    int      `json:"count"` // 0: all there are
}

// An AssignmentPlan is how assignments are made from the roster. The same plan
// over the same people gives the same assignments.
type AssignmentPlan struct {
	Seed       uint64              `json:"seed,string"`
	Rules      []AssignmentRule    `json:"rules"`
	Limit      int                 `json:"limit"`                // sheets of one rater at most; 0: any number
	Recipients map[string][]string `json:"recipients,omitempty"` // ratee → people whom he serves
}

// A Shortfall is a ratee who gets fewer raters of a group than wanted: the
// limit leaves nobody. It is no shortfall where there are no more.
type Shortfall struct {
	Ratee  string `json:"ratee"`
	Group  string `json:"group"`
	Wanted int    `json:"wanted"` // of those that there are
	Got    int    `json:"got"`
}

// A slot is one ratee's need of raters of one group.
type slot struct {
	ratee, rule int
	want        int
	from        []int        // candidates, by number; peers of one class share them
	bar         map[int]bool // candidates who are something else to the ratee
	got         []int
}

// may reports whether a candidate can come into the slot.
func (s *slot) may(rater int) bool { return !s.bar[rater] && !slices.Contains(s.got, rater) }

// An assigning is the making of assignments. People are numbers in it.
type assigning struct {
	plan   AssignmentPlan
	may    func(group, ratee string) bool // nil: every group may rate everybody
	people []Person                       // by id
	number map[string]int
	below  map[int][]int    // subordinates
	peers  map[string][]int // of one team and rank group
	slots  []slot
	load   []int   // sheets of each rater
	of     [][]int // slots that each rater fills
}

// Assign makes assignments for the ratees from the roster: each gets, of each
// rule, as many raters as it wants, or as there are. One person is one thing to
// another: oneself, superior, subordinate, peer, recipient, the first that he
// is. Where a rule leaves a choice it falls by chance, so that no rater has two
// sheets more than another who could have had one of them.
func Assign(people []Person, ratees []string, plan AssignmentPlan) ([]Assignment, []Shortfall) {
	return assign(people, ratees, plan, nil)
}

// assign leaves out groups that may not rate a ratee.
func assign(people []Person, ratees []string, plan AssignmentPlan, may func(group, ratee string) bool) ([]Assignment, []Shortfall) {
	a := newAssigning(people, plan)
	a.may = may
	rng := a.chance()
	for _, class := range slices.Sorted(maps.Keys(a.peers)) {
		shuffle(rng, a.peers[class])
	}
	order := slices.Compact(slices.Sorted(slices.Values(ratees)))
	shuffle(rng, order)
	for _, id := range order {
		if ratee, there := a.number[id]; there {
			a.need(ratee)
		}
	}
	a.fill()
	a.complete()
	a.level()
	return a.result()
}

// chance is that of the seed, always the same.
func (a *assigning) chance() *rand.Rand { return rand.New(rand.NewPCG(a.plan.Seed, 0)) }

func shuffle[T any](rng *rand.Rand, list []T) {
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func newAssigning(people []Person, plan AssignmentPlan) *assigning {
	a := &assigning{plan: plan, people: slices.Clone(people), number: make(map[string]int, len(people)), below: map[int][]int{}, peers: map[string][]int{}}
	slices.SortFunc(a.people, func(p, q Person) int { return cmp.Compare(p.ID, q.ID) })
	for i, p := range a.people {
		a.number[p.ID] = i
	}
	for i, p := range a.people {
		if up, there := a.number[p.Superior]; there && up != i {
			a.below[up] = append(a.below[up], i)
		}
		a.peers[classOf(p)] = append(a.peers[classOf(p)], i)
	}
	a.load, a.of = make([]int, len(a.people)), make([][]int, len(a.people))
	return a
}

// precedence lists the relations: of two that somebody has to a ratee the
// earlier one counts.
var precedence = []Relation{RelationSelf, RelationSuperior, RelationSubordinate, RelationPeer, RelationRecipient}

// classOf names those who are peers of each other: one team, one rank group.
func classOf(p Person) string { return p.Team + "\x00" + p.Rank }

// candidates returns who is what to a ratee, and who of his class is no peer.
func (a *assigning) candidates(ratee int) (from map[Relation][]int, bar map[int]bool) {
	p := a.people[ratee]
	from = map[Relation][]int{RelationSelf: {ratee}, RelationPeer: a.peers[classOf(p)]}
	bar = map[int]bool{ratee: true}
	if up, there := a.number[p.Superior]; there && up != ratee {
		from[RelationSuperior] = []int{up}
		bar[up] = true
	}
	for _, c := range a.below[ratee] {
		if !bar[c] {
			from[RelationSubordinate] = append(from[RelationSubordinate], c)
			bar[c] = true
		}
	}
	for _, id := range a.plan.Recipients[p.ID] {
		c, there := a.number[id]
		peer := there && classOf(a.people[c]) == classOf(p)
		if there && !bar[c] && !peer && !slices.Contains(from[RelationRecipient], c) {
			from[RelationRecipient] = append(from[RelationRecipient], c)
		}
	}
	return from, bar
}

// available is a slot of a ratee for each rule, in which all are wanted that
// there are.
func (a *assigning) available(ratee int) []slot {
	from, bar := a.candidates(ratee)
	slots := make([]slot, len(a.plan.Rules))
	for rule, r := range a.plan.Rules {
		s := slot{ratee: ratee, rule: rule, from: from[r.Relation], want: len(from[r.Relation])}
		if r.Relation == RelationPeer {
			s.bar = bar
			for c := range bar {
				if classOf(a.people[c]) == classOf(a.people[ratee]) {
					s.want--
				}
			}
		}
		if a.may != nil && !a.may(r.Group, a.people[ratee].ID) {
			s.want = 0
		}
		slots[rule] = s
	}
	return slots
}

// need adds the slots of a ratee, one a rule.
func (a *assigning) need(ratee int) {
	for rule, s := range a.available(ratee) {
		r := a.plan.Rules[rule]
		if r.Count > 0 {
			s.want = min(s.want, r.Count)
		}
		if s.want > 0 {
			a.slots = append(a.slots, s)
		}
	}
}

// room reports whether a rater may have one more sheet.
func (a *assigning) room(rater int) bool { return a.plan.Limit == 0 || a.load[rater] < a.plan.Limit }

func (a *assigning) put(slot, rater int) {
	a.slots[slot].got = append(a.slots[slot].got, rater)
	a.of[rater] = append(a.of[rater], slot)
	a.load[rater]++
}

func (a *assigning) drop(slot, rater int) {
	is := func(n int) func(int) bool { return func(m int) bool { return m == n } }
	a.slots[slot].got = slices.DeleteFunc(a.slots[slot].got, is(rater))
	a.of[rater] = slices.DeleteFunc(a.of[rater], is(slot))
	a.load[rater]--
}

// fill gives each slot the candidates with the fewest sheets so far; those
// without a choice go first.
func (a *assigning) fill() {
	slices.SortStableFunc(a.slots, func(s, t slot) int {
		choice := func(s slot) int { return min(len(s.from)-s.want, 1) }
		return cmp.Compare(choice(s), choice(t))
	})
	for i := range a.slots {
		s := &a.slots[i]
		for len(s.got) < s.want {
			best := -1
			for k := range s.from { // from another place for each slot, so that ties fall evenly
				c := s.from[(k+i)%len(s.from)]
				if s.may(c) && a.room(c) && (best < 0 || a.load[c] < a.load[best]) {
					best = c
				}
			}
			if best < 0 {
				break
			}
			a.put(i, best)
		}
	}
}

// A handover says by which slot, and from which rater, a search came to a rater.
type handover struct{ slot, from int }

// move lets a rater take the place that leads to him, and so on back to the
// start of the search.
func (a *assigning) move(rater int, way map[int]handover) {
	for at := way[rater]; at.from >= 0; rater, at = at.from, way[at.from] {
		a.drop(at.slot, at.from)
		a.put(at.slot, rater)
	}
	if at := way[rater]; at.slot >= 0 {
		a.put(at.slot, rater)
	}
}

// search looks for a rater who fits, from those in way on, each of whom could
// give a place of his to those who could fill it.
func (a *assigning) search(queue []int, way map[int]handover, fits func(rater int) bool) (int, bool) {
	for len(queue) > 0 {
		rater := queue[0]
		queue = queue[1:]
		for _, slot := range a.of[rater] {
			s := &a.slots[slot]
			if len(s.got) == len(s.from) {
				continue
			}
			for _, c := range s.from {
				if _, seen := way[c]; seen || !s.may(c) {
					continue
				}
				way[c] = handover{slot, rater}
				if fits(c) {
					return c, true
				}
				queue = append(queue, c)
			}
		}
	}
	return 0, false
}

// complete fills what the limit left open, by moving others, as far as can be.
func (a *assigning) complete() {
	for i := range a.slots {
		for s := &a.slots[i]; len(s.got) < s.want; {
			way, queue := map[int]handover{}, []int(nil)
			for _, c := range s.from {
				if s.may(c) {
					way[c] = handover{i, -1}
					queue = append(queue, c)
				}
			}
			c, found := a.search(queue, way, a.room)
			if !found {
				break
			}
			a.move(c, way)
		}
	}
}

// level moves sheets from raters with many to raters with two fewer, directly
// or along others, until nobody can be relieved so.
func (a *assigning) level() {
	settled := make(map[int]bool) // from these on nobody with fewer can be reached
	for len(settled) < len(a.people) {
		most := -1
		for c, n := range a.load {
			if !settled[c] && n > most {
				most = n
			}
		}
		if most < 2 {
			return
		}
		way, queue := map[int]handover{}, []int(nil)
		for c, n := range a.load {
			if n == most && !settled[c] {
				way[c] = handover{-1, -1}
				queue = append(queue, c)
			}
		}
		for c := range settled {
			way[c] = handover{-1, -1}
		}
		c, found := a.search(queue, way, func(c int) bool { return a.load[c] <= most-2 })
		if found {
			a.move(c, way)
			clear(settled)
			continue
		}
		for c := range way {
			settled[c] = true
		}
	}
}

// result lists the assignments by ratee, group and rater, and what is missing.
func (a *assigning) result() (all []Assignment, short []Shortfall) {
	for _, s := range a.slots {
		ratee, group := a.people[s.ratee].ID, a.plan.Rules[s.rule].Group
		for _, c := range s.got {
			all = append(all, Assignment{Ratee: ratee, Group: group, Rater: a.people[c].ID})
		}
		if len(s.got) < s.want {
			short = append(short, Shortfall{ratee, group, s.want, len(s.got)})
		}
	}
	SortAssignments(all)
	slices.SortFunc(short, func(x, y Shortfall) int { return cmp.Or(cmp.Compare(x.Ratee, y.Ratee), cmp.Compare(x.Group, y.Group)) })
	return all, short
}

// SortAssignments sorts assignments by ratee, group and rater.
func SortAssignments(all []Assignment) {
	slices.SortFunc(all, func(x, y Assignment) int {
		return cmp.Or(cmp.Compare(x.Ratee, y.Ratee), cmp.Compare(x.Group, y.Group), cmp.Compare(x.Rater, y.Rater))
	})
}
