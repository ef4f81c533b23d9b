package survey

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// The most of one call of EditAssignments, and the most characters of a reason.
const (
	MaxAssignmentEdits  = 5000
	maxAssignmentReason = 200
)

// EditAssignments takes edits of a poll's assignments, all of them or none.
// revision is that of the book that they were made on.
func (v Scoped) EditAssignments(ctx context.Context, poll string, revision int64, edits []AssignmentEdit) (AssignmentBook, error) {
	book, p, people, err := v.bookAt(ctx, poll, revision)
	if err != nil {
		return book, err
	}
	if len(edits) > MaxAssignmentEdits {
		return book, FieldErrors{{Field: "edits", Key: "assign_edits", Args: Args("max", MaxAssignmentEdits)}}
	}
	b := newBookEditing(book, p, people)
	var errs FieldErrors
	for i, e := range edits {
		if wrong := b.edit(e); wrong != nil {
			wrong.Field = indexed("edits", i) + "." + wrong.Field
			errs = append(errs, *wrong)
		}
	}
	if len(errs) > 0 {
		return book, errs
	}
	book.Assignments, book.Call = b.book, b.call
	return v.putBook(ctx, poll, book, ActAssignmentsEdited)
}

// A bookEditing is a book while it is edited.
type bookEditing struct {
	plan   AssignmentPlan
	poll   *livePoll
	people []Person
	known  map[string]bool // who is on the roster
	book   []Assignment
	sheets map[string]int // of each rater
	call   *NominationCall
}

func newBookEditing(book AssignmentBook, p *livePoll, people []Person) *bookEditing {
	b := &bookEditing{plan: book.Plan, poll: p, people: people, book: slices.Clone(book.Assignments), known: make(map[string]bool, len(people)), sheets: book.sheets()}
	for _, p := range people {
		b.known[p.ID] = true
	}
	if book.Call != nil {
		call := *book.Call
		call.Proposals = slices.Clone(call.Proposals)
		b.call = &call
	}
	return b
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

// room reports whether a rater may have one more sheet.
func (b *bookEditing) room(rater string) bool {
	return b.plan.Limit == 0 || b.sheets[rater] < b.plan.Limit
}

// full says that a rater may not.
func (b *bookEditing) full(field, rater string) *FieldError {
	return &FieldError{Field: field, Key: "assign_full", Args: Args("rater", rater, "max", b.plan.Limit)}
}

// edit makes one edit, or says why it cannot be made.
func (b *bookEditing) edit(e AssignmentEdit) *FieldError {
	e.Reason = strings.TrimSpace(e.Reason)
	if n := utf8.RuneCountInString(e.Reason); n > maxAssignmentReason {
		return &FieldError{Field: "reason", Key: "too_long", Args: Args("max", maxAssignmentReason, "count", n)}
	}
	comes := e.Do == Nominate || e.Do == Add
	at := slices.IndexFunc(b.book, func(a Assignment) bool {
		return a.Ratee == e.Ratee && a.Rater == e.Rater && (a.Group == e.Group || comes)
	})
	if comes {
		return b.enter(e, at)
	}
	if at < 0 {
		return &FieldError{Field: "rater", Key: "assign_unknown", Args: Args("ratee", e.Ratee, "rater", e.Rater)}
	}
	switch was := b.book[at].State; {
	case e.Do == Approve && was == Nominated:
		if !b.room(e.Rater) {
			return b.full("rater", e.Rater)
		}
		b.book[at].State = Assigned
		b.sheets[e.Rater]++
	case e.Do == Remove && was != Declined:
		if was == Assigned {
			b.sheets[e.Rater]--
		}
		b.book = slices.Delete(b.book, at, at+1)
	case e.Do == Decline && was == Nominated:
		b.book[at].State, b.book[at].Reason = Declined, e.Reason
		if at := b.proposed(e.Ratee, e.Rater); at >= 0 { // the ratee may propose another
			b.call.Proposals[at].Refused, b.call.Proposals[at].Reason = true, e.Reason
		}
	case (e.Do == Decline || e.Do == Replace) && was == Assigned:
		return b.replace(e, at)
	default:
		return &FieldError{Field: "do", Key: "assign_do", Args: Args("do", string(e.Do))}
	}
	return nil
}

// enter notes a rater whom a ratee proposes, or assigns one.
func (b *bookEditing) enter(e AssignmentEdit, at int) *FieldError {
	if wrong := b.mayCome("rater", e, e.Rater); wrong != nil {
		return wrong
	}
	if at >= 0 && b.book[at].State != Declined {
		return &FieldError{Field: "rater", Key: "duplicate", Args: Args("value", e.Rater)}
	}
	if at >= 0 && e.Do == Nominate {
		return &FieldError{Field: "rater", Key: "assign_declined", Args: Args("ratee", e.Ratee, "rater", e.Rater)}
	}
	if e.Do == Nominate {
		b.book = append(b.book, Assignment{Ratee: e.Ratee, Group: e.Group, Rater: e.Rater, State: Nominated})
		return nil
	}
	if !b.room(e.Rater) {
		return b.full("rater", e.Rater)
	}
	if at >= 0 { // the organiser knows better than the reason for which he declined
		b.book = slices.Delete(b.book, at, at+1)
	}
	b.assign(e.Ratee, e.Group, e.Rater)
	return nil
}

func (b *bookEditing) assign(ratee, group, rater string) {
	b.book = append(b.book, Assignment{Ratee: ratee, Group: group, Rater: rater})
	b.sheets[rater]++
}

// mayCome says why somebody cannot rate the ratee of an edit in its group.
func (b *bookEditing) mayCome(field string, e AssignmentEdit, rater string) *FieldError {
	rule := slices.IndexFunc(b.plan.Rules, func(r AssignmentRule) bool { return r.Group == e.Group })
	switch {
	case !b.poll.units[e.Ratee] || !b.known[e.Ratee]:
		return &FieldError{Field: "ratee", Key: "unknown_person", Args: Args("person", e.Ratee)}
	case !b.known[rater]:
		return &FieldError{Field: field, Key: "unknown_person", Args: Args("person", rater)}
	case rule < 0:
		return &FieldError{Field: "group", Key: "assign_group", Args: Args("group", e.Group)}
	case (e.Ratee == rater) != (b.plan.Rules[rule].Relation == RelationSelf):
		return &FieldError{Field: field, Key: "assign_self"}
	}
	if wrong := b.poll.checkRater("group", e.Group, e.Ratee); len(wrong) > 0 {
		return &wrong[0]
	}
	return nil
}

// replace takes somebody out for good and another one in.
func (b *bookEditing) replace(e AssignmentEdit, at int) *FieldError {
	if e.Do == Replace && e.Reason == "" {
		return &FieldError{Field: "reason", Key: "missing"}
	}
	by, found := e.By, e.By != ""
	if !found {
		by, found = b.replacement(e)
	} else if wrong := b.mayReplace(e); wrong != nil {
		return wrong
	}
	if !found && e.Do == Replace {
		return &FieldError{Field: "by", Key: "assign_nobody", Args: Args("ratee", e.Ratee)}
	}
	b.book[at].State, b.book[at].Reason = Declined, e.Reason
	b.sheets[e.Rater]--
	if found {
		b.assign(e.Ratee, e.Group, by)
	}
	return nil
}

// mayReplace says why whom an edit names cannot come.
func (b *bookEditing) mayReplace(e AssignmentEdit) *FieldError {
	if wrong := b.mayCome("by", e, e.By); wrong != nil {
		return wrong
	}
	if slices.ContainsFunc(b.book, func(a Assignment) bool { return a.Ratee == e.Ratee && a.Rater == e.By }) {
		return &FieldError{Field: "by", Key: "duplicate", Args: Args("value", e.By)}
	}
	if !b.room(e.By) {
		return b.full("by", e.By)
	}
	return nil
}

// replacement finds somebody for a place that is free: of those who could have
// been drawn the one with the fewest sheets, by chance of the seed among equals.
func (b *bookEditing) replacement(e AssignmentEdit) (rater string, found bool) {
	a := newAssigning(b.people, b.plan)
	rule := slices.IndexFunc(b.plan.Rules, func(r AssignmentRule) bool { return r.Group == e.Group })
	ratee, there := a.number[e.Ratee]
	if rule < 0 || !there {
		return "", false
	}
	from, bar := a.candidates(ratee)
	relation := b.plan.Rules[rule].Relation
	taken := map[string]bool{}
	for _, x := range b.book {
		taken[x.Rater] = taken[x.Rater] || x.Ratee == e.Ratee
	}
	free := slices.Clone(from[relation])
	shuffle(a.chance(), free)
	for _, c := range free {
		id := a.people[c].ID
		if taken[id] || relation == RelationPeer && bar[c] || !b.room(id) {
			continue
		}
		if !found || b.sheets[id] < b.sheets[rater] {
			rater, found = id, true
		}
	}
	return rater, found
}
