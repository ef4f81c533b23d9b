package survey

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Nominations is what the bearer of a nomination's secret finds.
type Nominations struct {
	Poll    Poll
	Person  Colleague // whose secret it is
	Open    bool      // something can be changed now
	Until   time.Time
	Most    int
	Groups  []NominationGroup // for which he proposes raters of his; none: he is not evaluated
	Waiting []Nomination      // by people of his, whom he approves or refuses
}

// A NominationGroup is a group for which raters are proposed.
type NominationGroup struct {
	Group      string
	Title      Text
	Wanted     int         // raters of the plan; 0: all there are
	Candidates []Colleague // whom the roster knows to be of the group, where there are not too many
	Proposed   []Nomination
}

// A Colleague is somebody on the roster, as others may know him.
type Colleague struct {
	ID, Name, Post string
	Team           Text // what it is called
}

// A Nomination is a rater whom somebody proposes for himself.
type Nomination struct {
	Ratee, Rater Colleague
	Group        string
	Title        Text // of the group
	Refused      bool
	Reason       string
}

// A NominationEdit is one change by the bearer of a secret: Nominate and Remove
// of raters of his own, Approve and Decline of people's below him.
type NominationEdit struct {
	Do     AssignmentDo `json:"do"`
	Ratee  string       `json:"ratee,omitempty"` // of Approve and Decline
	Group  string       `json:"group"`
	Rater  string       `json:"rater"`            // an id; of Nominate also a name, with the team after it where several have it
	Reason string       `json:"reason,omitempty"` // of Decline, at most 200 characters
}

// mostCandidates is how many people of a group are listed to be chosen from.
const mostCandidates = 60

// Nominate makes the edits of the bearer of a secret, all or none, and tells
// what there is then; without edits it only tells. ErrNotFound where the secret
// opens nothing, ErrClosed where nothing is taken any more.
func (s *Service) Nominate(ctx context.Context, poll, secret string, edits []NominationEdit) (Nominations, error) {
	const tries = 8 // people propose at the same time
	for try := 1; ; try++ {
		n, err := s.nominate(ctx, poll, secret, edits)
		if !errors.Is(err, ErrStale) || try == tries {
			return n, err
		}
	}
}

func (s *Service) nominate(ctx context.Context, poll, secret string, edits []NominationEdit) (Nominations, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return Nominations{}, err
	}
	code, ok := parseCode(secret)
	if !ok {
		return Nominations{}, ErrNotFound
	}
	book, err := s.definitions.AssignmentBook(ctx, poll)
	if err != nil {
		return Nominations{}, err
	}
	if book.Call == nil {
		return Nominations{}, ErrNotFound
	}
	people, err := s.definitions.Persons(ctx)
	if err != nil {
		return Nominations{}, err
	}
	key, me := nominationKey(poll, code), -1
	for id, held := range book.Call.Keys {
		if held == key {
			me = slices.IndexFunc(people, func(q Person) bool { return q.ID == id })
		}
	}
	if me < 0 {
		return Nominations{}, ErrNotFound
	}
	if len(edits) > MaxProposals*len(book.Call.Groups)+MaxSheets {
		return Nominations{}, FieldErrors{{Field: "edits", Key: "assign_edits", Args: Args("max", MaxSheets)}}
	}
	state := p.stateAt(s.now())
	open := book.Call.takes(s.now()) && (state == Draft || state == Open)
	units, err := s.definitions.Units(ctx)
	if err != nil {
		return Nominations{}, err
	}
	b := &nominating{bookEditing: newBookEditing(book, p, people), me: people[me], teams: map[string]Text{}}
	for _, u := range units {
		b.teams[u.ID] = u.Name
	}
	if len(edits) > 0 {
		if !open {
			return Nominations{}, ErrClosed
		}
		if book, err = s.putNominations(ctx, poll, book, b, edits); err != nil {
			return Nominations{}, err
		}
	}
	n := b.shown()
	n.Poll, n.Open, n.Until, n.Most = p.Poll, open, book.Call.Until, book.Call.Most
	return n, nil
}

func (s *Service) putNominations(ctx context.Context, poll string, book AssignmentBook, b *nominating, edits []NominationEdit) (AssignmentBook, error) {
	did := map[AssignmentDo]int{}
	var errs FieldErrors
	for i, e := range edits {
		if wrong := b.change(e); wrong != nil {
			wrong.Field = indexed("edits", i) + "." + wrong.Field
			errs = append(errs, *wrong)
		}
		did[e.Do]++
	}
	if len(errs) > 0 {
		return book, errs
	}
	book.Assignments, book.Call = b.book, b.call
	act := Act{Kind: ActNominated, Poll: poll, Detail: map[string]string{}}
	for _, do := range slices.Sorted(maps.Keys(did)) {
		act.Detail[string(do)] = strconv.Itoa(did[do])
	}
	return book, s.definitions.PutAssignmentBook(WithActor(ctx, Actor{Via: ViaVisitor}), poll, book, act)
}

// A nominating is a book while one of the people changes what is his in it.
type nominating struct {
	*bookEditing
	me    Person
	teams map[string]Text // what they are called
}

// change makes one edit, or says why it cannot be made. What it says is the
// same whoever rates the ratee already, and whoever would not.
func (b *nominating) change(e NominationEdit) *FieldError {
	switch e.Do {
	case Nominate:
		return b.propose(e)
	case Remove:
		at := b.proposed(b.me.ID, e.Rater)
		if at < 0 || b.call.Proposals[at].Refused {
			return &FieldError{Field: "rater", Key: "nominations_unknown"}
		}
		b.call.Proposals = slices.Delete(b.call.Proposals, at, at+1)
		b.book = slices.DeleteFunc(b.book, func(a Assignment) bool {
			return a.Ratee == b.me.ID && a.Rater == e.Rater && a.State == Nominated
		})
		return nil
	case Approve, Decline:
		if !b.leads(e.Ratee) || !b.waits(e) {
			return &FieldError{Field: "rater", Key: "nominations_unknown"}
		}
		return b.edit(AssignmentEdit{Do: e.Do, Ratee: e.Ratee, Group: e.Group, Rater: e.Rater, Reason: e.Reason})
	}
	return &FieldError{Field: "do", Key: "nominations_do", Args: Args("do", string(e.Do))}
}

// proposed is where a proposal of a rater stands; -1: nowhere.
func (b *bookEditing) proposed(ratee, rater string) int {
	if b.call == nil {
		return -1
	}
	return slices.IndexFunc(b.call.Proposals, func(p Proposal) bool { return p.Ratee == ratee && p.Rater == rater })
}

// propose notes a rater whom the bearer proposes for himself. Whoever rates him
// already, or would not, is noted with him as everybody else is, so that he
// learns of neither.
func (b *nominating) propose(e NominationEdit) *FieldError {
	if !slices.Contains(b.call.Groups, e.Group) {
		return &FieldError{Field: "group", Key: "assign_group", Args: Args("group", e.Group)}
	}
	rater, wrong := b.find(e.Rater)
	if wrong != nil {
		return wrong
	}
	edit := AssignmentEdit{Do: Nominate, Ratee: b.me.ID, Group: e.Group, Rater: rater}
	if wrong := b.mayCome("rater", edit, rater); wrong != nil {
		return wrong
	}
	n := 0
	for _, p := range b.call.Proposals {
		switch {
		case p.Ratee != b.me.ID:
		case p.Rater == rater && p.Refused:
			return &FieldError{Field: "rater", Key: "nominations_refused", Args: Args("name", b.colleague(rater).Name)}
		case p.Rater == rater:
			return &FieldError{Field: "rater", Key: "nominations_twice", Args: Args("name", b.colleague(rater).Name)}
		case p.Group == e.Group && !p.Refused:
			n++
		}
	}
	if n >= b.call.Most {
		return &FieldError{Field: "rater", Key: "nominations_most", Args: Args("max", b.call.Most)}
	}
	b.call.Proposals = append(b.call.Proposals, Proposal{Ratee: b.me.ID, Group: e.Group, Rater: rater})
	b.await(b.call.Proposals[len(b.call.Proposals)-1])
	return nil
}

// await lets a proposal wait for approval, where nothing is settled of its rater.
func (b *bookEditing) await(p Proposal) {
	if p.Refused || slices.ContainsFunc(b.book, func(a Assignment) bool { return a.Ratee == p.Ratee && a.Rater == p.Rater }) {
		return
	}
	b.book = append(b.book, Assignment{Ratee: p.Ratee, Group: p.Group, Rater: p.Rater, State: Nominated})
}

// find returns who is meant by an id, a name, or a name and a team.
func (b *nominating) find(typed string) (string, *FieldError) {
	typed = strings.TrimSpace(typed)
	if b.known[typed] {
		return typed, nil
	}
	name, team, _ := strings.Cut(strings.NewReplacer("（", "(", "）", "", ")", "").Replace(typed), "(")
	name, team = strings.TrimSpace(name), strings.TrimSpace(team)
	found := ""
	for _, p := range b.people {
		if p.Name != name || team != "" && !b.isTeam(p.Team, team) {
			continue
		}
		if found != "" {
			return "", &FieldError{Field: "rater", Key: "nominations_several", Args: Args("name", name)}
		}
		found = p.ID
	}
	if found == "" {
		return "", &FieldError{Field: "rater", Key: "nominations_who", Args: Args("name", typed)}
	}
	return found, nil
}

// isTeam reports whether a team is called so in some language.
func (b *nominating) isTeam(id, name string) bool {
	for _, in := range b.teams[id] {
		if strings.EqualFold(in, name) {
			return true
		}
	}
	return false
}

// leads reports whether the bearer is a ratee's superior.
func (b *nominating) leads(ratee string) bool {
	return slices.ContainsFunc(b.people, func(p Person) bool { return p.ID == ratee && p.Superior == b.me.ID && p.ID != b.me.ID })
}

// waits reports whether a nomination waits for approval.
func (b *nominating) waits(e NominationEdit) bool {
	return slices.ContainsFunc(b.book, func(a Assignment) bool {
		return a.State == Nominated && a.Ratee == e.Ratee && a.Group == e.Group && a.Rater == e.Rater
	})
}

func (b *nominating) colleague(id string) Colleague {
	at := slices.IndexFunc(b.people, func(p Person) bool { return p.ID == id })
	if at < 0 {
		return Colleague{ID: id, Name: id}
	}
	p := b.people[at]
	return Colleague{ID: id, Name: p.Name, Post: p.Post, Team: b.teams[p.Team]}
}

// shown is what the bearer may know.
func (b *nominating) shown() Nominations {
	n := Nominations{Person: b.colleague(b.me.ID), Groups: []NominationGroup{}, Waiting: []Nomination{}}
	title := func(group string) Text {
		for _, g := range b.poll.form.Groups {
			if g.ID == group {
				return g.Title
			}
		}
		return nil
	}
	if b.poll.units[b.me.ID] {
		for _, r := range b.plan.Rules {
			if slices.Contains(b.call.Groups, r.Group) && b.poll.mayRate(r.Group, b.me.ID) {
				n.Groups = append(n.Groups, NominationGroup{Group: r.Group, Title: title(r.Group), Wanted: r.Count, Candidates: b.candidatesOf(r.Relation), Proposed: []Nomination{}})
			}
		}
	}
	for _, p := range b.call.Proposals {
		for i := range n.Groups {
			if g := &n.Groups[i]; p.Ratee == b.me.ID && p.Group == g.Group {
				g.Proposed = append(g.Proposed, Nomination{Ratee: b.colleague(p.Ratee), Rater: b.colleague(p.Rater), Group: p.Group, Title: g.Title, Refused: p.Refused, Reason: p.Reason})
			}
		}
	}
	for _, a := range b.book {
		if a.State == Nominated && b.leads(a.Ratee) {
			n.Waiting = append(n.Waiting, Nomination{Ratee: b.colleague(a.Ratee), Rater: b.colleague(a.Rater), Group: a.Group, Title: title(a.Group)})
		}
	}
	return n
}

// candidatesOf lists who is something to the bearer by the roster, whoever of
// them was drawn; none where they are too many to be chosen from.
func (b *nominating) candidatesOf(r Relation) []Colleague {
	a := newAssigning(b.people, b.plan)
	from, bar := a.candidates(a.number[b.me.ID])
	out := []Colleague{}
	for _, c := range from[r] {
		if !bar[c] || r != RelationPeer {
			out = append(out, b.colleague(a.people[c].ID))
		}
	}
	if len(out) > mostCandidates {
		return []Colleague{}
	}
	slices.SortFunc(out, func(x, y Colleague) int { return strings.Compare(x.ID, y.ID) })
	return out
}
