package survey

import (
	"cmp"
	"context"
	"slices"
)

// An AssignmentAccount says what a book comes to, to look at before it is kept
// and before bundles are issued.
type AssignmentAccount struct {
	Ratees    int             `json:"ratees"` // who get a sheet
	Raters    int             `json:"raters"` // who have one
	Sheets    int             `json:"sheets"`
	Nominated int             `json:"nominated"` // wait for the organiser
	Declined  int             `json:"declined"`
	Load      Load            `json:"load"` // sheets of a rater
	Full      int             `json:"full"` // raters who have as many as the limit allows, or more
	Busiest   []RaterLoad     `json:"busiest"`
	Groups    []GroupAssigned `json:"groups"`  // in the plan's order
	Few       []TooFew        `json:"few"`     // by ratee
	Unknown   []string        `json:"unknown"` // units of the poll that are nobody on the roster
}

// A Load is how numbers are spread; all 0 where there are none.
type Load struct {
	Min    int     `json:"min"`
	Median float64 `json:"median"`
	Max    int     `json:"max"`
}

// A RaterLoad is how many sheets a rater has.
type RaterLoad struct {
	Rater  string `json:"rater"`
	Sheets int    `json:"sheets"`
}

// A GroupAssigned is the sheets of a group.
type GroupAssigned struct {
	Group  string `json:"group"`
	Sheets int    `json:"sheets"`
	Load   Load   `json:"load"` // raters of a ratee, of those whom the group may rate
}

// A TooFew is a ratee who has fewer raters of a group than count in a report.
type TooFew struct {
	Ratee string     `json:"ratee"`
	Group string     `json:"group"`
	Got   int        `json:"got"`
	Least int        `json:"least"`
	There int        `json:"there"` // who could rate him as that, by the roster
	Why   FewBecause `json:"why"`
}

// FewBecause says why somebody has too few raters.
type FewBecause string

// The reasons.
const (
	FewThere   FewBecause = "roster" // there are no more
	FewPlanned FewBecause = "plan"   // the plan asks for no more
	FewLimit   FewBecause = "limit"  // those who could have as many sheets as the limit allows
	FewEdited  FewBecause = "edit"   // somebody declined or was removed, and nobody came in his place
)

// busiest is how many of the raters with the most sheets an account names.
const busiest = 10

// loadOf tells how numbers are spread; it sorts them.
func loadOf(n []int) Load {
	if len(n) == 0 {
		return Load{}
	}
	slices.Sort(n)
	return Load{Min: n[0], Median: float64(n[(len(n)-1)/2]+n[len(n)/2]) / 2, Max: n[len(n)-1]}
}

// AssignmentAccount says what a book of a poll comes to: the one that is kept,
// or a preview.
func (v Scoped) AssignmentAccount(ctx context.Context, poll string, book AssignmentBook) (AssignmentAccount, error) {
	if err := v.whole(ctx, poll, ManagePolls); err != nil {
		return AssignmentAccount{}, err
	}
	p, err := v.s.poll(ctx, poll)
	if err != nil {
		return AssignmentAccount{}, err
	}
	people, err := v.People(ctx)
	return p.account(book, people), err
}

// account is that of a book over the people.
func (p *livePoll) account(book AssignmentBook, people []Person) AssignmentAccount {
	a := AssignmentAccount{Busiest: []RaterLoad{}, Groups: []GroupAssigned{}, Few: []TooFew{}, Unknown: []string{}}
	got, ratees := map[Cell]int{}, map[string]bool{}
	for _, x := range book.Assignments {
		switch x.State {
		case Nominated:
			a.Nominated++
		case Declined:
			a.Declined++
		case Assigned:
			a.Sheets++
			ratees[x.Ratee] = true
			got[Cell{Unit: x.Ratee, Group: x.Group}]++
		}
	}
	a.Ratees = len(ratees)
	a.countLoads(book)
	limited := map[Cell]bool{}
	for _, s := range book.Short {
		limited[Cell{Unit: s.Ratee, Group: s.Group}] = true
	}
	making := newAssigning(people, book.Plan)
	making.may = p.mayRate
	each := make([][]int, len(book.Plan.Rules))
	for _, unit := range p.Units {
		ratee, there := making.number[unit]
		if !there {
			a.Unknown = append(a.Unknown, unit)
			continue
		}
		for i, s := range making.available(ratee) {
			rule := book.Plan.Rules[i]
			cell := Cell{Unit: unit, Group: rule.Group}
			if !p.mayRate(rule.Group, unit) {
				continue
			}
			each[i] = append(each[i], got[cell])
			few := TooFew{Ratee: unit, Group: rule.Group, Got: got[cell], Least: p.leastRaters(rule.Group), There: s.want}
			if few.Got < few.Least {
				few.Why = why(few, rule, limited[cell])
				a.Few = append(a.Few, few)
			}
		}
	}
	for i, r := range book.Plan.Rules {
		g := GroupAssigned{Group: r.Group}
		for _, n := range each[i] {
			g.Sheets += n
		}
		g.Load = loadOf(each[i])
		a.Groups = append(a.Groups, g)
	}
	return a
}

// countLoads fills in who has how many sheets.
func (a *AssignmentAccount) countLoads(book AssignmentBook) {
	var loads []int
	for rater, n := range book.sheets() {
		if n == 0 {
			continue
		}
		loads = append(loads, n)
		a.Busiest = append(a.Busiest, RaterLoad{rater, n})
		if book.Plan.Limit > 0 && n >= book.Plan.Limit {
			a.Full++
		}
	}
	a.Raters, a.Load = len(loads), loadOf(loads)
	slices.SortFunc(a.Busiest, func(x, y RaterLoad) int {
		return cmp.Or(cmp.Compare(y.Sheets, x.Sheets), cmp.Compare(x.Rater, y.Rater))
	})
	a.Busiest = a.Busiest[:min(len(a.Busiest), busiest)]
}

// leastRaters is how many raters of a group a ratee needs for it to count.
func (p *livePoll) leastRaters(group string) int {
	for _, g := range p.form.Groups {
		if g.ID == group && !g.Attributable {
			return max(1, g.MinBallots)
		}
	}
	return 1
}

func why(few TooFew, rule AssignmentRule, limited bool) FewBecause {
	switch {
	case few.There < few.Least:
		return FewThere
	case rule.Count > 0 && rule.Count < few.Least:
		return FewPlanned
	case limited:
		return FewLimit
	}
	return FewEdited
}
