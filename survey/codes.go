package survey

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
)

// MaxCodes is the most codes that one call of IssueCodes makes.
const MaxCodes = 1_000_000

// A CodeGrant is what a code entitles its bearer to.
type CodeGrant struct {
	Group string
	Units []string // none: all of the poll
	Spent bool
}

// IssueCodes makes n one-time codes for a poll, each for the group and units
// (none: all of the poll); only their keyed hashes are kept, in an order that
// says nothing. Codes can be issued until the poll closes.
func (s *Service) IssueCodes(ctx context.Context, poll, group string, units []string, n int) ([]string, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	if err := s.checkIssue(p, group, units, n); err != nil {
		return nil, err
	}
	if err := s.createBox(ctx, poll); err != nil {
		return nil, err
	}
	key, err := s.box.BoxKey(ctx, poll)
	if err != nil {
		return nil, err
	}
	codes := make([]string, n)
	hashes := make([]Marker, n)
	for i := range codes {
		c := newCode()
		codes[i], hashes[i] = c.String(), c.hash(key)
	}
	slices.SortFunc(hashes, func(a, b Marker) int { return bytes.Compare(a[:], b[:]) })
	if err := s.box.PutCodes(ctx, poll, CodeGrant{Group: group, Units: units}, hashes); err != nil {
		return nil, err
	}
	return codes, nil
}

func (s *Service) checkIssue(p *livePoll, group string, units []string, n int) error {
	var errs FieldErrors
	if p.Access != ByCode {
		errs = append(errs, FieldError{Field: "poll", Key: "no_codes"})
	}
	if n < 1 || n > MaxCodes {
		errs = append(errs, FieldError{Field: "n", Key: "code_count", Args: Args("min", 1, "max", MaxCodes)})
	}
	errs = append(errs, p.checkGroup("group", group)...)
	for i, u := range units {
		if !p.units[u] {
			errs = append(errs, FieldError{Field: indexed("units", i), Key: "unknown_unit", Args: Args("unit", u)})
		}
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
		grant.Units = slices.Clone(p.Units)
	}
	return grant, err
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
	return marker, grant, err
}

// boxKey returns the key for the poll's codes, from memory once it was read.
func (s *Service) boxKey(ctx context.Context, p *livePoll) ([]byte, error) {
	if key := p.key.Load(); key != nil {
		return *key, nil
	}
	key, err := s.box.BoxKey(ctx, p.ID)
	if err == nil {
		p.key.Store(&key)
	}
	return key, err
}
