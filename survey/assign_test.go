package survey

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var rules360 = []AssignmentRule{
	{"self", RelationSelf, 0}, {"up", RelationSuperior, 0}, {"peers", RelationPeer, 3}, {"down", RelationSubordinate, 2}, {"served", RelationRecipient, 2},
}

// smallOffice draws people of some teams, each of whom may have a superior
// with a smaller number, and a plan over them.
func smallOffice(t *rapid.T, most int) ([]Person, AssignmentPlan) {
	n := rapid.IntRange(1, 20).Draw(t, "people")
	people := make([]Person, n)
	for i := range people {
		people[i] = Person{ID: fmt.Sprintf("p%02d", i), Team: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "team"), Rank: rapid.SampledFrom([]string{"", "副职"}).Draw(t, "rank")}
		if up := rapid.IntRange(-1, i-1).Draw(t, "superior"); up >= 0 {
			people[i].Superior = people[up].ID
		}
	}
	plan := AssignmentPlan{Seed: rapid.Uint64().Draw(t, "seed"), Rules: rules360, Limit: rapid.IntRange(0, most).Draw(t, "limit"), Recipients: map[string][]string{}}
	for range rapid.IntRange(0, 10).Draw(t, "served") {
		a, b := rapid.IntRange(0, n-1).Draw(t, "ratee"), rapid.IntRange(0, n-1).Draw(t, "recipient")
		plan.Recipients[people[a].ID] = append(plan.Recipients[people[a].ID], people[b].ID)
	}
	return people, plan
}

func idsOf(people []Person) (ids []string) {
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids
}

// couldRate says by the roster alone, for each ratee and group, who could.
func couldRate(people []Person, plan AssignmentPlan) map[[2]string][]string {
	could := map[[2]string][]string{}
	for _, p := range people {
		could[[2]string{p.ID, "self"}] = []string{p.ID}
		for _, q := range people {
			group := ""
			switch {
			case q.ID == p.ID:
			case q.ID == p.Superior:
				group = "up"
			case q.Superior == p.ID:
				group = "down"
			case q.Team == p.Team && q.Rank == p.Rank:
				group = "peers"
			case slices.Contains(plan.Recipients[p.ID], q.ID):
				group = "served"
			}
			if group != "" {
				could[[2]string{p.ID, group}] = append(could[[2]string{p.ID, group}], q.ID)
			}
		}
	}
	return could
}

// Each ratee gets min(n, available) of each relation, or is reported; nobody
// rates somebody as what he is not, twice, or above the limit; the same plan
// gives the same; no rater has two sheets more than somebody who could have
// taken one of them.
func TestAssignKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people, plan := smallOffice(t, 6)
		all, short := Assign(people, idsOf(people), plan)
		shuffled := slices.Clone(people)
		slices.Reverse(shuffled)
		again, _ := Assign(shuffled, idsOf(shuffled), plan)
		if diff := cmp.Diff(all, again); diff != "" {
			t.Fatalf("the same plan: %s", diff)
		}
		could, got, load, pairs := couldRate(people, plan), map[[2]string][]string{}, map[string]int{}, map[[2]string]bool{}
		for _, a := range all {
			key := [2]string{a.Ratee, a.Group}
			if !slices.Contains(could[key], a.Rater) || pairs[[2]string{a.Ratee, a.Rater}] {
				t.Fatalf("%+v cannot be", a)
			}
			pairs[[2]string{a.Ratee, a.Rater}] = true
			got[key] = append(got[key], a.Rater)
			load[a.Rater]++
		}
		missing := map[[2]string]int{}
		for _, s := range short {
			missing[[2]string{s.Ratee, s.Group}] = s.Wanted - s.Got
		}
		for _, p := range people {
			for _, r := range rules360 {
				key := [2]string{p.ID, r.Group}
				want := len(could[key])
				if r.Count > 0 {
					want = min(want, r.Count)
				}
				if len(got[key])+missing[key] != want {
					t.Fatalf("%v: %d raters and %d missing of %d", key, len(got[key]), missing[key], want)
				}
			}
			if plan.Limit > 0 && load[p.ID] > plan.Limit {
				t.Fatalf("%s has %d sheets of %d", p.ID, load[p.ID], plan.Limit)
			}
		}
		if plan.Limit == 0 && len(short) > 0 {
			t.Fatalf("short without a limit: %v", short)
		}
		for key, raters := range got {
			for _, busy := range raters {
				for _, other := range could[key] {
					if !slices.Contains(raters, other) && load[busy] > load[other]+1 {
						t.Fatalf("%s has %d sheets, %s %d and could rate %v", busy, load[busy], other, load[other], key)
					}
				}
			}
		}
	})
}

// As many sheets as the limit allows are given out: what a search through all
// ways of giving them finds, in small organisations.
func TestAssignFillsWhatItCan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "people")
		people := make([]Person, n)
		plan := AssignmentPlan{Seed: rapid.Uint64().Draw(t, "seed"), Rules: []AssignmentRule{{"served", RelationRecipient, rapid.IntRange(1, 2).Draw(t, "count")}}, Limit: 1, Recipients: map[string][]string{}}
		for i := range people {
			people[i] = Person{ID: strconv.Itoa(i), Team: strconv.Itoa(i)}
		}
		for i := range people {
			for j := range people {
				if i != j && rapid.Bool().Draw(t, "serves") {
					plan.Recipients[people[i].ID] = append(plan.Recipients[people[i].ID], people[j].ID)
				}
			}
		}
		all, _ := Assign(people, idsOf(people), plan)
		if best := mostSheets(plan, idsOf(people), map[string]int{}); len(all) != best {
			t.Fatalf("%d sheets of %d: %v", len(all), best, all)
		}
	})
}

// mostSheets tries, for the raters left, each ratee or none.
func mostSheets(plan AssignmentPlan, raters []string, got map[string]int) int {
	if len(raters) == 0 {
		return 0
	}
	rater, rest := raters[0], raters[1:]
	best := mostSheets(plan, rest, got)
	for ratee := range plan.Recipients {
		if slices.Contains(plan.Recipients[ratee], rater) && got[ratee] < plan.Rules[0].Count {
			got[ratee]++
			best = max(best, 1+mostSheets(plan, rest, got))
			got[ratee]--
		}
	}
	return best
}

// bigOffice is 5,000 people in teams of 25, each with a head.
func bigOffice() ([]Person, AssignmentPlan) {
	people := make([]Person, 5000)
	for i := range people {
		head := i / 25 * 25
		people[i] = Person{ID: fmt.Sprintf("p%04d", i), Team: strconv.Itoa(head), Rank: "科员", Superior: fmt.Sprintf("p%04d", head)}
		if i == head {
			people[i].Rank, people[i].Superior = "正职", fmt.Sprintf("p%04d", i/625*625)
		}
		if i%625 == 0 {
			people[i].Superior = ""
		}
	}
	return people, AssignmentPlan{Seed: 7, Limit: 14, Rules: []AssignmentRule{{"up", RelationSuperior, 0}, {"peers", RelationPeer, 6}, {"down", RelationSubordinate, 6}, {"self", RelationSelf, 0}}}
}

func BenchmarkAssign(b *testing.B) {
	people, plan := bigOffice()
	ids := idsOf(people)
	for b.Loop() {
		all, _ := Assign(people, ids, plan)
		b.ReportMetric(float64(len(all)), "sheets")
	}
}
