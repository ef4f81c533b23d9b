package survey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A NominationCall 提名 asks those who are evaluated to propose raters
// themselves, and their superiors to approve whom they propose. Each comes with
// a secret of his own, of which a digest is kept. It is gone with the book, when
// bundles are issued.
type NominationCall struct {
	Until  time.Time `json:"until"`  // nothing is taken afterwards; zero: until bundles are issued
	Most   int       `json:"most"`   // names that one may propose for a group
	Groups []string  `json:"groups"` // for which raters are proposed
	// Keys are the digests of secrets in hex, by person; nil: the call has ended.
	Keys      map[string]string `json:"keys,omitempty"`
	Proposals []Proposal        `json:"proposals,omitempty"`
}

// A Proposal is a rater whom a ratee proposed, as the ratee knows of it: not
// whether that rater will rate him, which draw, approval and refusal decide.
type Proposal struct {
	Ratee   string `json:"ratee"`
	Group   string `json:"group"`
	Rater   string `json:"rater"`
	Refused bool   `json:"refused,omitempty"` // by the superior or the organiser; another one may be proposed
	Reason  string `json:"reason,omitempty"`
}

// MaxProposals is how many names of a group one may be asked for.
const MaxProposals = 20

// takes reports whether a call takes something at a time.
func (c *NominationCall) takes(now time.Time) bool {
	return c != nil && len(c.Keys) > 0 && (c.Until.IsZero() || now.Before(c.Until))
}

// A NominationInvitation is what opens the nominations of one of the people. It
// exists until it is handed over.
type NominationInvitation struct {
	Person Person
	Secret string
}

// nominationKey is what is kept of a secret.
func nominationKey(poll string, secret rawCode) string {
	digest := sha256.Sum256(append([]byte("minping nomination\x00"+poll+"\x00"), secret[:]...))
	return hex.EncodeToString(digest[:])
}

// CallNominations asks for nominations: everybody whom the poll is about and
// who is on the roster, and everybody's superior, gets a secret. Secrets of an
// earlier call open nothing any more; what was proposed stays. revision is that
// of the book. Before any of it counts, check hears how many are invited who
// have an address for mail; nil: nothing is in the way.
func (v Scoped) CallNominations(ctx context.Context, poll string, revision int64, call NominationCall, check func(addressed int) FieldErrors) ([]NominationInvitation, AssignmentBook, error) {
	book, p, people, err := v.bookAt(ctx, poll, revision)
	if err != nil {
		return nil, book, err
	}
	if errs := checkCall(book.Plan, call, v.s.now()); len(errs) > 0 {
		return nil, book, errs
	}
	made := &NominationCall{Until: call.Until, Most: call.Most, Groups: call.Groups, Keys: map[string]string{}}
	if book.Call != nil {
		made.Proposals = book.Call.Proposals
	}
	asked := map[string]bool{}
	for _, person := range people {
		if p.units[person.ID] {
			asked[person.ID], asked[person.Superior] = true, true
		}
	}
	var invited []NominationInvitation
	for _, person := range people {
		if asked[person.ID] {
			secret := newCode()
			made.Keys[person.ID] = nominationKey(poll, secret)
			invited = append(invited, NominationInvitation{Person: person, Secret: secret.String()})
		}
	}
	if len(invited) == 0 {
		return nil, book, FieldErrors{{Field: "poll", Key: "nominations_nobody"}}
	}
	if errs := checkAddressed(invited, check); len(errs) > 0 {
		return nil, book, errs
	}
	book.Call = made
	book, err = v.putCall(ctx, poll, book, ActNominationsCalled, map[string]string{"people": strconv.Itoa(len(invited))})
	return invited, book, err
}

func checkAddressed(invited []NominationInvitation, check func(addressed int) FieldErrors) FieldErrors {
	if check == nil {
		return nil
	}
	addressed := 0
	for _, one := range invited {
		if one.Person.Mail != "" {
			addressed++
		}
	}
	return check(addressed)
}

// EndNominations ends a call: its secrets open nothing any more. What was
// proposed stays.
func (v Scoped) EndNominations(ctx context.Context, poll string, revision int64) (AssignmentBook, error) {
	book, _, _, err := v.bookAt(ctx, poll, revision)
	if err != nil {
		return book, err
	}
	if book.Call == nil || len(book.Call.Keys) == 0 {
		return book, fmt.Errorf("poll %s asks for no nominations: %w", poll, ErrConflict)
	}
	call := *book.Call
	call.Keys = nil
	book.Call = &call
	return v.putCall(ctx, poll, book, ActNominationsEnded, nil)
}

func (v Scoped) putCall(ctx context.Context, poll string, book AssignmentBook, kind ActKind, detail map[string]string) (AssignmentBook, error) {
	if err := v.s.definitions.PutAssignmentBook(ctx, poll, book, Act{Kind: kind, Poll: poll, Detail: detail}); err != nil {
		return book, err
	}
	book.Revision++
	return book, nil
}

// checkCall says what is wrong with a call under a plan.
func checkCall(plan AssignmentPlan, call NominationCall, now time.Time) (errs FieldErrors) {
	if len(call.Groups) == 0 {
		errs = append(errs, FieldError{Field: "groups", Key: "missing"})
	}
	for i, g := range call.Groups {
		rule := slices.IndexFunc(plan.Rules, func(r AssignmentRule) bool { return r.Group == g })
		switch {
		case rule < 0:
			errs = append(errs, FieldError{Field: indexed("groups", i), Key: "assign_group", Args: Args("group", g)})
		case !proposable(plan.Rules[rule].Relation):
			errs = append(errs, FieldError{Field: indexed("groups", i), Key: "nominations_group", Args: Args("group", g)})
		}
	}
	if call.Most < 1 || call.Most > MaxProposals {
		errs = append(errs, FieldError{Field: "most", Key: "nominations_count", Args: Args("max", MaxProposals)})
	}
	if !call.Until.IsZero() && !call.Until.After(now) {
		errs = append(errs, FieldError{Field: "until", Key: "nominations_past"})
	}
	return errs
}

// proposable reports whether one proposes raters of a relation: who one's
// superior is, and who one is, the roster says.
func proposable(r Relation) bool { return r != RelationSelf && r != RelationSuperior }

// CallGroups returns the groups of a plan for which raters can be proposed.
func (p AssignmentPlan) CallGroups() (groups []string) {
	for _, r := range p.Rules {
		if proposable(r.Relation) {
			groups = append(groups, r.Group)
		}
	}
	return groups
}
