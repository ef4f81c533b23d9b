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
	// Call asks people to propose raters themselves; nil: nobody was asked.
	Call *NominationCall `json:"call,omitempty"`
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
	// Reason is why, at most 200 characters: of Decline, and Replace must have one.
	Reason string `json:"reason,omitempty"`
	// By is who comes in the rater's place, of Decline and Replace; "": one is drawn.
	By string `json:"by,omitempty"`
}

// An AssignmentDo is what an edit does.
type AssignmentDo string

// The edits.
const (
	Add      AssignmentDo = "add"      // the organiser assigns a rater
	Nominate AssignmentDo = "nominate" // the ratee proposes a rater
	Approve  AssignmentDo = "approve"  // of somebody nominated
	Remove   AssignmentDo = "remove"   // without a trace; also of somebody nominated
	Decline  AssignmentDo = "decline"  // the rater will not: another one is drawn where there is one; or the organiser declines a nomination
	Replace  AssignmentDo = "replace"  // by another rater, which must be possible
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
	return v.draw(ctx, poll, revision, plan, false)
}

// PreviewAssignments is what DrawAssignments would make, and keeps nothing. The
// plan of the book has the seed with which it is made so again.
func (v Scoped) PreviewAssignments(ctx context.Context, poll string, revision int64, plan AssignmentPlan) (AssignmentBook, error) {
	return v.draw(ctx, poll, revision, plan, true)
}

func (v Scoped) draw(ctx context.Context, poll string, revision int64, plan AssignmentPlan, preview bool) (AssignmentBook, error) {
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
	book.Assignments, book.Short = assign(people, p.Units, plan, p.mayRate)
	if book.Call != nil { // what people proposed waits again, where the draw has not settled it
		b := newBookEditing(book, p, people)
		for _, proposal := range book.Call.Proposals {
			b.await(proposal)
		}
		book.Assignments = b.book
	}
	if preview {
		return book, nil
	}
	return v.putBook(ctx, poll, book, ActAssignmentsDrawn)
}

// mayRate reports whether a group may rate a ratee.
func (p *livePoll) mayRate(group, ratee string) bool { return p.form.MayRate(group, p.tier(ratee)) }

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
