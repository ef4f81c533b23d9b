package survey

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxCodes is the most codes that one call of IssueCodes makes.
const MaxCodes = 1_000_000

// A CodeGrant is what a code entitles its bearer to.
type CodeGrant struct {
	Group string
	Units []string // none: all of the poll
	Spent bool
	Void  bool
	// Receipt is what was answered when it was spent, in hex; "" before.
	Receipt string
}

// A CodeBatch is codes that were issued together, and what became of them.
type CodeBatch struct {
	ID     string   `json:"id"`    // NewBatchID
	Label  string   `json:"label"` // what the organiser calls it: "first batch", a department
	Group  string   `json:"group"`
	Units  []string `json:"units"` // none: all of the poll
	Issued int      `json:"issued"`
	Spent  int      `json:"spent"`
	Void   bool     `json:"void"` // those not spent are worth nothing any more
	// Band is the share that is spent, where few were issued; Spent is 0 then.
	Band *Band `json:"band,omitempty"`
}

// batchIDBytes is the length of a batch's id before it is written in hex.
const batchIDBytes = 16

// NewBatchID returns an id for a batch of codes: 32 random hex digits. Whoever
// chooses the id before he asks for the batch can ask again and gets no second one.
func NewBatchID() string {
	id := make([]byte, batchIDBytes)
	rand.Read(id) // never fails
	return hex.EncodeToString(id)
}

func isBatchID(s string) bool {
	id, err := hex.DecodeString(s)
	return err == nil && len(id) == batchIDBytes && strings.ToLower(s) == s
}

// IssueCodes makes n one-time codes for a poll, each for the batch's group and
// units; only their keyed hashes are kept, in an order that says nothing.
// Codes can be issued until the poll closes. A batch whose ID is there already
// is ErrConflict; without an ID it gets one.
func (s *Service) IssueCodes(ctx context.Context, poll string, batch CodeBatch, n int) (CodeBatch, []string, error) {
	return s.issue(ctx, poll, batch, n, "")
}

// ReplaceCodes voids what is unspent of a batch and makes n codes for the same
// group and units under the same label, in one act. 0 makes as many as the
// batch has unspent, by the number that CodeBatches shows. A batch that is
// void already is ErrConflict.
func (s *Service) ReplaceCodes(ctx context.Context, poll, batch string, n int) (CodeBatch, []string, error) {
	batches, err := s.CodeBatches(ctx, poll)
	if err != nil {
		return CodeBatch{}, nil, err
	}
	i := slices.IndexFunc(batches, func(b CodeBatch) bool { return b.ID == batch })
	if i < 0 {
		return CodeBatch{}, nil, ErrNotFound
	}
	if n == 0 {
		n = batches[i].unspent()
	}
	again := batches[i]
	again.ID = ""
	fresh, codes, err := s.issue(ctx, poll, again, n, batch)
	if isNotFound(err) {
		err = fmt.Errorf("batch %s is void already: %w", batch, ErrConflict)
	}
	return fresh, codes, err
}

func (s *Service) issue(ctx context.Context, poll string, batch CodeBatch, n int, replaces string) (CodeBatch, []string, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return CodeBatch{}, nil, err
	}
	if err := s.checkIssue(p, batch, n); err != nil {
		return CodeBatch{}, nil, err
	}
	if err := s.createBox(ctx, poll); err != nil {
		return CodeBatch{}, nil, err
	}
	key, err := s.box.BoxKey(ctx, poll)
	if err != nil {
		return CodeBatch{}, nil, err
	}
	codes, hashes := newCodes(key, n)
	batch = CodeBatch{ID: cmp.Or(batch.ID, NewBatchID()), Label: batch.Label, Group: batch.Group, Units: batch.Units, Issued: n}
	act := codesAct(ActCodesIssued, poll, batch)
	if replaces != "" {
		act.Kind = ActCodesReplaced
	}
	return batch, codes, s.noted(ctx, act, func() error { return s.box.PutCodes(ctx, poll, batch, hashes, replaces) })
}

// codesAct is what was done to a batch: it says its group and number. Its id
// stands beside codes, and so in the database of ballots alone.
func codesAct(kind ActKind, poll string, batch CodeBatch) Act {
	return Act{Kind: kind, Poll: poll, Detail: map[string]string{"group": batch.Group, "codes": strconv.Itoa(batch.Issued)}}
}

// noted does something in the ballot box that the audit log, which lies
// elsewhere, notes before: were it noted after, a crash in between would leave
// it done and unknown. Where it was refused, that is noted too; where it is not
// known whether it was done, the batches that there are tell.
func (s *Service) noted(ctx context.Context, act Act, do func() error) error {
	if err := s.definitions.Note(ctx, act); err != nil {
		return err
	}
	err := do()
	if errors.Is(err, ErrConflict) || isNotFound(err) {
		refused := Act{Kind: ActCodesFailed, Poll: act.Poll, Detail: map[string]string{"what": string(act.Kind)}}
		return errors.Join(err, s.definitions.Note(ctx, refused))
	}
	return err
}

// newCodes makes n codes and their keyed hashes, these in order.
func newCodes(key []byte, n int) (codes []string, hashes []Marker) {
	codes, hashes = make([]string, n), make([]Marker, n)
	for i := range codes {
		c := newCode()
		codes[i], hashes[i] = c.String(), c.hash(key)
	}
	slices.SortFunc(hashes, func(a, b Marker) int { return bytes.Compare(a[:], b[:]) })
	return codes, hashes
}

// CodeBatches lists a poll's batches of codes. While the poll is open the
// numbers of spent codes are rounded down to steps of k, as turnout is, and for
// ever where one is of few codes: of these only a band is told.
func (s *Service) CodeBatches(ctx context.Context, poll string) ([]CodeBatch, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	batches, err := s.box.CodeBatches(ctx, poll)
	roundBatches(batches, p.stateAt(s.now()) == Open, p.form.MinGroup())
	return batches, err
}

// VoidCodes voids a batch: codes that are not spent are unknown from now on,
// what was handed in with the others stands. It cannot be undone.
func (s *Service) VoidCodes(ctx context.Context, poll, batch string) error {
	if _, err := s.poll(ctx, poll); err != nil {
		return err
	}
	batches, err := s.box.CodeBatches(ctx, poll)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(batches, func(b CodeBatch) bool { return b.ID == batch })
	if i < 0 {
		return ErrNotFound
	}
	return s.noted(ctx, codesAct(ActCodesVoided, poll, batches[i]), func() error { return s.box.VoidCodes(ctx, poll, batch) })
}

// maxLabel is the most characters of a batch's label.
const maxLabel = 100

func (s *Service) checkIssue(p *livePoll, batch CodeBatch, n int) error {
	var errs FieldErrors
	if batch.ID != "" && !isBatchID(batch.ID) {
		errs = append(errs, FieldError{Field: "id", Key: "batch_id"})
	}
	if p.Access != ByCode {
		errs = append(errs, FieldError{Field: "poll", Key: "no_codes"})
	}
	if n < 1 || n > MaxCodes {
		errs = append(errs, FieldError{Field: "n", Key: "code_count", Args: Args("min", 1, "max", MaxCodes)})
	}
	errs = append(errs, p.checkGroup("group", batch.Group)...)
	if utf8.RuneCountInString(batch.Label) > maxLabel {
		errs = append(errs, FieldError{Field: "label", Key: "too_long", Args: Args("max", maxLabel, "count", utf8.RuneCountInString(batch.Label))})
	}
	for i, u := range batch.Units {
		if !p.units[u] {
			errs = append(errs, FieldError{Field: indexed("units", i), Key: "unknown_unit", Args: Args("unit", u)})
		} else {
			errs = append(errs, p.checkRater(indexed("units", i), batch.Group, u)...)
		}
	}
	if len(batch.Units) == 0 && len(p.Units) > 0 && len(p.rated(batch.Group)) == 0 {
		errs = append(errs, FieldError{Field: "group", Key: "rates_nobody", Args: Args("group", batch.Group)})
	}
	if len(errs) > 0 {
		return errs
	}
	if st := p.stateAt(s.now()); st != Draft && st != Open {
		return ErrClosed
	}
	return nil
}

// createBox makes the poll's ballot box, if it is not there yet.
func (s *Service) createBox(ctx context.Context, poll string) error {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	return s.box.CreateBox(ctx, poll, key)
}

// CodeGrant tells what a code entitles to, or ErrNotFound; Spent says that it
// was used. Its Units are never empty.
func (s *Service) CodeGrant(ctx context.Context, poll, code string) (CodeGrant, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return CodeGrant{}, err
	}
	_, grant, err := s.lookUp(ctx, p, code)
	if err == nil && len(grant.Units) == 0 {
		grant.Units = p.rated(grant.Group)
	}
	return grant, err
}

// rated returns the units of the poll that a group may rate, in the poll's order.
func (p *livePoll) rated(group string) []string {
	return slices.DeleteFunc(slices.Clone(p.Units), func(u string) bool { return !p.form.MayRate(group, p.tier(u)) })
}

// lookUp finds a code; one that is mistyped is refused without a look.
func (s *Service) lookUp(ctx context.Context, p *livePoll, code string) (Marker, CodeGrant, error) {
	c, ok := parseCode(code)
	if !ok || p.Access != ByCode {
		return Marker{}, CodeGrant{}, ErrNotFound
	}
	key, err := s.boxKey(ctx, p)
	if err != nil {
		return Marker{}, CodeGrant{}, err
	}
	marker := c.hash(key)
	grant, err := s.box.Grant(ctx, p.ID, marker)
	if err == nil && grant.Void && !grant.Spent {
		err = ErrNotFound
	}
	return marker, grant, err
}

// boxKey returns the key for the poll's codes, from memory once it was read.
func (s *Service) boxKey(ctx context.Context, p *livePoll) ([]byte, error) {
	if key := p.key.Load(); key != nil {
		return *key, nil
	}
	return shared(ctx, &s.reading, "key "+p.ID, func(ctx context.Context) ([]byte, error) {
		key, err := s.box.BoxKey(ctx, p.ID)
		if err == nil {
			p.key.Store(&key)
		}
		return key, err
	})
}
