package survey

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"slices"
)

// An AssignmentBook is who evaluates whom in a poll, until everybody has got
// what opens his sheets. Then it is empty, and says so.
type AssignmentBook struct {
	Revision    int64          `json:"revision"` // rises with every change; 0: there is none
	Plan        AssignmentPlan `json:"plan"`
	Assignments []Assignment   `json:"assignments"`
	Short       []Shortfall    `json:"short"`
	Sent        bool           `json:"sent"` // bundles were issued: who evaluates whom is kept no longer
}

// An AssignmentStore keeps books of assignments. What is not there is
// ErrNotFound.
type AssignmentStore interface {
	AssignmentBook(ctx context.Context, poll string) (AssignmentBook, error)
	// PutAssignmentBook keeps a book if what is kept has its revision (0:
	// nothing), else ErrStale. The revision rises by one; act says what was done.
	PutAssignmentBook(ctx context.Context, poll string, book AssignmentBook, act Act) error
}

// An AssignmentEdit is one change of who evaluates whom.
type AssignmentEdit struct {
	Do    AssignmentDo `json:"do"`
	Ratee string       `json:"ratee"`
	Group string       `json:"group"`
	Rater string       `json:"rater"`
}

// An AssignmentDo is what an edit does.
type AssignmentDo string

// The edits.
const (
	Nominate AssignmentDo = "nominate" // the ratee proposes a rater
	Approve  AssignmentDo = "approve"  // of somebody nominated
	Remove   AssignmentDo = "remove"   // also refuses somebody nominated
	Decline  AssignmentDo = "decline"  // the rater will not; another one is drawn where there is one
)

// Assignments returns who evaluates whom in a poll that whoever asks looks
// after; an empty book where nothing was drawn.
func (v Scoped) Assignments(ctx context.Context, poll string) (AssignmentBook, error) {
	if err := v.whole(ctx, poll, ManagePolls); err != nil {
		return AssignmentBook{}, err
	}
	book, err := v.s.definitions.AssignmentBook(ctx, poll)
	if isNotFound(err) {
		return AssignmentBook{}, nil
	}
	return book, err
}

// bookAt returns a poll's book if it is at the revision, else ErrStale, and
// ErrConflict once bundles were issued.
func (v Scoped) bookAt(ctx context.Context, poll string, revision int64) (AssignmentBook, *livePoll, []Person, error) {
	book, err := v.Assignments(ctx, poll)
	if err != nil {
		return book, nil, nil, err
	}
	switch {
	case book.Sent:
		return book, nil, nil, fmt.Errorf("bundles of poll %s are issued: %w", poll, ErrConflict)
	case book.Revision != revision:
		return book, nil, nil, fmt.Errorf("assignments of poll %s: %w", poll, ErrStale)
	}
	p, err := v.s.poll(ctx, poll)
	if err != nil {
		return book, nil, nil, err
	}
	if st := p.stateAt(v.s.now()); st != Draft && st != Open {
		return book, nil, nil, ErrClosed
	}
	people, err := v.People(ctx)
	return book, p, people, err
}

// DrawAssignments makes the assignments of a poll anew from the people that
// whoever asks looks after, for those of them whom the poll is about. A plan
// without a seed gets one, which the book keeps. revision is that of the book.
func (v Scoped) DrawAssignments(ctx context.Context, poll string, revision int64, plan AssignmentPlan) (AssignmentBook, error) {
	book, p, people, err := v.bookAt(ctx, poll, revision)
	if err != nil {
		return book, err
	}
	if errs := p.checkPlan(plan); len(errs) > 0 {
		return book, errs
	}
	if plan.Seed == 0 {
		var seed [8]byte
		rand.Read(seed[:]) // never fails
		plan.Seed = binary.BigEndian.Uint64(seed[:])
	}
	book.Plan = plan
	book.Assignments, book.Short = Assign(people, p.Units, plan)
	return v.putBook(ctx, poll, book, ActAssignmentsDrawn)
}

func (v Scoped) putBook(ctx context.Context, poll string, book AssignmentBook, kind ActKind) (AssignmentBook, error) {
	act := Act{Kind: kind, Poll: poll, Detail: map[string]string{"sheets": fmt.Sprint(len(book.Assignments))}}
	if err := v.s.definitions.PutAssignmentBook(ctx, poll, book, act); err != nil {
		return book, err
	}
	book.Revision++
	return book, nil
}

// checkPlan says what is wrong with a plan for the poll.
func (p *livePoll) checkPlan(plan AssignmentPlan) (errs FieldErrors) {
	if len(plan.Rules) == 0 {
		errs = append(errs, FieldError{Field: "rules", Key: "missing"})
	}
	groups, relations := map[string]bool{}, map[Relation]bool{}
	for i, r := range plan.Rules {
		at := indexed("rules", i) + "."
		errs = append(errs, p.checkGroup(at+"group", r.Group)...)
		if !slices.Contains(precedence, r.Relation) {
			errs = append(errs, FieldError{Field: at + "relation", Key: "assign_relation", Args: Args("relation", string(r.Relation))})
		}
		if groups[r.Group] || relations[r.Relation] {
			errs = append(errs, FieldError{Field: at + "group", Key: "duplicate", Args: Args("value", cmp.Or(r.Group, string(r.Relation)))})
		}
		if r.Count < 0 {
			errs = append(errs, FieldError{Field: at + "count", Key: "too_small", Args: Args("min", 0)})
		}
		groups[r.Group], relations[r.Relation] = true, true
	}
	if plan.Limit < 0 || plan.Limit > MaxSheets {
		errs = append(errs, FieldError{Field: "limit", Key: "assign_limit", Args: Args("max", MaxSheets)})
	}
	return errs
}

// EditAssignments takes edits of a poll's assignments, all of them or none.
// revision is that of the book that they were made on.
func (v Scoped) EditAssignments(ctx context.Context, poll string, revision int64, edits []AssignmentEdit) (AssignmentBook, error) {
	book, p, people, err := v.bookAt(ctx, poll, revision)
	if err != nil {
		return book, err
	}
	book.Assignments = slices.Clone(book.Assignments)
	var errs FieldErrors
	for i, e := range edits {
		if wrong := book.edit(p, people, e); wrong != nil {
			wrong.Field = indexed("edits", i) + "." + wrong.Field
			errs = append(errs, *wrong)
		}
	}
	if len(errs) > 0 {
		return book, errs
	}
	return v.putBook(ctx, poll, book, ActAssignmentsEdited)
}

// edit makes one edit, or says why it cannot be made.
func (b *AssignmentBook) edit(p *livePoll, people []Person, e AssignmentEdit) *FieldError {
	at := slices.IndexFunc(b.Assignments, func(a Assignment) bool {
		return a.Ratee == e.Ratee && a.Rater == e.Rater && (a.Group == e.Group || e.Do == Nominate)
	})
	if e.Do == Nominate {
		return b.nominate(p, people, e, at)
	}
	if at < 0 {
		return &FieldError{Field: "rater", Key: "assign_unknown", Args: Args("ratee", e.Ratee, "rater", e.Rater)}
	}
	switch a := &b.Assignments[at]; {
	case e.Do == Approve && a.State == Nominated:
		if busy := b.sheets()[e.Rater]; b.Plan.Limit > 0 && busy >= b.Plan.Limit {
			return &FieldError{Field: "rater", Key: "assign_full", Args: Args("rater", e.Rater, "max", b.Plan.Limit)}
		}
		a.State = Assigned
	case e.Do == Remove && a.State != Declined:
		b.Assignments = slices.Delete(b.Assignments, at, at+1)
	case e.Do == Decline && a.State == Assigned:
		a.State = Declined
		if rater, found := b.replacement(people, e); found {
			b.Assignments = append(b.Assignments, Assignment{Ratee: e.Ratee, Group: e.Group, Rater: rater})
		}
	default:
		return &FieldError{Field: "do", Key: "assign_do", Args: Args("do", string(e.Do))}
	}
	return nil
}

// nominate notes a rater whom a ratee proposes.
func (b *AssignmentBook) nominate(p *livePoll, people []Person, e AssignmentEdit, at int) *FieldError {
	known := func(id string) bool { return slices.ContainsFunc(people, func(p Person) bool { return p.ID == id }) }
	rule := slices.IndexFunc(b.Plan.Rules, func(r AssignmentRule) bool { return r.Group == e.Group })
	switch {
	case !p.units[e.Ratee] || !known(e.Ratee):
		return &FieldError{Field: "ratee", Key: "unknown_person", Args: Args("person", e.Ratee)}
	case !known(e.Rater):
		return &FieldError{Field: "rater", Key: "unknown_person", Args: Args("person", e.Rater)}
	case rule < 0:
		return &FieldError{Field: "group", Key: "assign_group", Args: Args("group", e.Group)}
	case (e.Ratee == e.Rater) != (b.Plan.Rules[rule].Relation == RelationSelf):
		return &FieldError{Field: "rater", Key: "assign_self"}
	case at >= 0:
		return &FieldError{Field: "rater", Key: "duplicate", Args: Args("value", e.Rater)}
	}
	b.Assignments = append(b.Assignments, Assignment{Ratee: e.Ratee, Group: e.Group, Rater: e.Rater, State: Nominated})
	return nil
}

// sheets counts the sheets of each rater.
func (b *AssignmentBook) sheets() map[string]int {
	n := map[string]int{}
	for _, a := range b.Assignments {
		if a.State == Assigned {
			n[a.Rater]++
		}
	}
	return n
}

// replacement finds somebody for a place that is free: of those who could have
// been drawn the one with the fewest sheets, by chance of the seed among equals.
func (b *AssignmentBook) replacement(people []Person, e AssignmentEdit) (rater string, found bool) {
	a := newAssigning(people, b.Plan)
	rule := slices.IndexFunc(b.Plan.Rules, func(r AssignmentRule) bool { return r.Group == e.Group })
	ratee, there := a.number[e.Ratee]
	if rule < 0 || !there {
		return "", false
	}
	from, bar := a.candidates(ratee)
	relation := b.Plan.Rules[rule].Relation
	sheets, taken := b.sheets(), map[string]bool{}
	for _, x := range b.Assignments {
		taken[x.Rater] = taken[x.Rater] || x.Ratee == e.Ratee
	}
	free := slices.Clone(from[relation])
	shuffle(a.chance(), free)
	for _, c := range free {
		id := a.people[c].ID
		if taken[id] || relation == RelationPeer && bar[c] || b.Plan.Limit > 0 && sheets[id] >= b.Plan.Limit {
			continue
		}
		if !found || sheets[id] < sheets[rater] {
			rater, found = id, true
		}
	}
	return rater, found
}
