package survey

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// A Bundle opens all sheets of one rater: a secret written as codes are, from
// which his codes are derived. It exists until it is printed or mailed. What is
// kept are the keyed hashes of the codes, each in the batch of those who rate
// the same person as the same group; neither the secret nor which codes are of
// one bundle is kept or logged.
type Bundle struct {
	Rater  Person
	Secret string
	Sheets int
}

// A BundleSheet is one person to be evaluated by the bearer of a bundle.
type BundleSheet struct {
	Unit  string `json:"unit"`
	Group string `json:"group"`
	Spent bool   `json:"spent"`
	// Receipt is that of the sheet, in hex; "" until it is handed in.
	Receipt string `json:"receipt"`
	Code    string `json:"-"` // with which it is handed in; it is shown nowhere
}

// MaxSheets is how many sheets a bundle opens at most.
const MaxSheets = 500

// bytes returns the 128 bits of a code.
func (c rawCode) bytes() (bits [16]byte) {
	acc, have, next := uint(0), -2, 0 // the first two bits are always 0
	for _, v := range c {
		acc, have = acc<<5|uint(v), have+5
		if have >= 8 {
			have -= 8
			bits[next] = byte(acc >> have)
			next++
		}
	}
	return bits
}

// sheet derives the code of a bundle's nth sheet in a poll: the first 128 bits
// of HMAC-SHA-256 under the secret, which tells nothing of others.
func (c rawCode) sheet(poll string, n int) rawCode {
	secret := c.bytes()
	h := hmac.New(sha256.New, secret[:])
	h.Write([]byte("minping sheet\x00" + poll + "\x00"))
	h.Write(binary.BigEndian.AppendUint32(nil, uint32(n)))
	return codeOf([16]byte(h.Sum(nil)))
}

// IssueBundles makes a bundle for each rater of the poll's assignments, and
// forgets who evaluates whom: what is returned is the only trace of it.
// Nominations that were not approved get no sheet. Bundles are issued once;
// revision is that of the book. ready may look at them while they can be
// undone: where it fails, as for a document that cannot be made, all is as it was.
func (v Scoped) IssueBundles(ctx context.Context, poll string, revision int64, ready func([]Bundle) error) ([]Bundle, error) {
	book, p, people, err := v.bookAt(ctx, poll, revision)
	if err != nil {
		return nil, err
	}
	if p.Access != ByCode {
		return nil, FieldErrors{{Field: "poll", Key: "no_codes"}}
	}
	if err := v.s.createBox(ctx, poll); err != nil {
		return nil, err
	}
	key, err := v.s.box.BoxKey(ctx, poll)
	if err != nil {
		return nil, err
	}
	bundles, strata, err := bundle(poll, key, book, people)
	if err != nil {
		return nil, err
	}
	codes := 0
	for _, s := range strata {
		codes += len(s.Hashes)
	}
	act := Act{Kind: ActBundlesIssued, Poll: poll, Detail: map[string]string{"raters": strconv.Itoa(len(bundles)), "codes": strconv.Itoa(codes)}}
	if err := v.s.noted(ctx, act, func() error { return v.s.box.PutBatches(ctx, poll, strata) }); err != nil {
		return nil, err
	}
	if ready != nil {
		err = ready(bundles)
	}
	if err == nil {
		sent := AssignmentBook{Revision: book.Revision, Sent: true}
		_, err = v.putBook(ctx, poll, sent, ActAssignmentsSent)
	}
	if err != nil { // not ready, or somebody was faster: nobody holds these
		for _, s := range strata {
			err = errors.Join(err, v.s.box.VoidCodes(context.WithoutCancel(ctx), poll, s.Batch.ID))
		}
		return nil, err
	}
	if err := v.s.definitions.Scrub(ctx); err != nil && !errors.Is(err, ErrRead) { // the night does it then
		return nil, err
	}
	return bundles, nil
}

// RecallBundles voids the bundles of a poll that has not opened, so that
// assignments can be drawn again: whoever holds one holds nothing. revision is
// that of the book. Later it is ErrConflict: some may have answered, and would
// answer again.
func (v Scoped) RecallBundles(ctx context.Context, poll string, revision int64) error {
	book, err := v.Assignments(ctx, poll)
	if err != nil {
		return err
	}
	p, err := v.s.poll(ctx, poll)
	switch {
	case err != nil:
		return err
	case !book.Sent:
		return fmt.Errorf("no bundles of poll %s are issued: %w", poll, ErrConflict)
	case p.stateAt(v.s.now()) != Draft:
		return fmt.Errorf("poll %s has opened: %w", poll, ErrConflict)
	case book.Revision != revision:
		return fmt.Errorf("assignments of poll %s: %w", poll, ErrStale)
	}
	batches, err := v.s.box.CodeBatches(ctx, poll)
	if err != nil {
		return err
	}
	codes := 0
	batches = slices.DeleteFunc(batches, func(b CodeBatch) bool { return b.Void || !b.OfBundles() })
	for _, b := range batches {
		codes += b.Issued
	}
	act := Act{Kind: ActBundlesRecalled, Poll: poll, Detail: map[string]string{"codes": strconv.Itoa(codes)}}
	err = v.s.noted(ctx, act, func() error {
		for _, b := range batches {
			if err := v.s.box.VoidCodes(ctx, poll, b.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = v.putBook(ctx, poll, AssignmentBook{Revision: book.Revision}, ActAssignmentsEdited)
	return err
}

// OfBundles reports whether the codes of a batch came in bundles.
func (b CodeBatch) OfBundles() bool {
	return len(b.Units) == 1 && b.Label == b.Units[0] && b.Group != ""
}

// Bundled reports whether a poll's raters got bundles, and answer in a
// workspace of their own.
func (s *Service) Bundled(ctx context.Context, poll string) (bool, error) {
	book, err := s.definitions.AssignmentBook(ctx, poll)
	if isNotFound(err) {
		err = nil
	}
	return book.Sent, err
}

// A CodeStratum is a batch of codes and their keyed hashes.
type CodeStratum struct {
	Batch  CodeBatch
	Hashes []Marker
}

// bundle derives the codes of all raters, in strata of one ratee and group.
func bundle(poll string, key []byte, book AssignmentBook, people []Person) (bundles []Bundle, strata []CodeStratum, err error) {
	at := map[[2]string]int{}
	sheets := map[string][]Assignment{}
	for _, a := range book.Assignments {
		if a.State == Assigned {
			sheets[a.Rater] = append(sheets[a.Rater], a)
		}
	}
	for _, p := range people {
		mine := sheets[p.ID]
		if len(mine) == 0 {
			continue
		}
		if len(mine) > MaxSheets {
			return nil, nil, FieldErrors{{Field: "assignments", Key: "assign_full", Args: Args("rater", p.Name, "max", MaxSheets)}}
		}
		secret := newCode()
		for n, a := range mine {
			stratum := [2]string{a.Ratee, a.Group}
			i, there := at[stratum]
			if !there {
				i = len(strata)
				at[stratum] = i
				strata = append(strata, CodeStratum{Batch: CodeBatch{ID: NewBatchID(), Label: a.Ratee, Group: a.Group, Units: []string{a.Ratee}}})
			}
			strata[i].Hashes = append(strata[i].Hashes, secret.sheet(poll, n).hash(key))
		}
		bundles = append(bundles, Bundle{Rater: p, Secret: secret.String(), Sheets: len(mine)})
	}
	if len(bundles) == 0 {
		return nil, nil, FieldErrors{{Field: "assignments", Key: "missing"}}
	}
	for i := range strata {
		slices.SortFunc(strata[i].Hashes, func(a, b Marker) int { return bytes.Compare(a[:], b[:]) })
	}
	slices.SortFunc(strata, func(a, b CodeStratum) int { return cmp.Compare(a.Batch.ID, b.Batch.ID) })
	return bundles, strata, nil
}

// Bundle tells the sheets that a bundle opens, or ErrNotFound. Those of a batch
// that was voided are left out unless they were handed in.
func (s *Service) Bundle(ctx context.Context, poll, secret string) ([]BundleSheet, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	c, ok := parseCode(secret)
	if !ok || p.Access != ByCode {
		return nil, ErrNotFound
	}
	key, err := s.boxKey(ctx, p)
	if err != nil {
		return nil, err
	}
	return s.sheetsOf(ctx, poll, key, c)
}

func (s *Service) sheetsOf(ctx context.Context, poll string, key []byte, secret rawCode) (sheets []BundleSheet, err error) {
	for n := range MaxSheets {
		code := secret.sheet(poll, n)
		grant, err := s.box.Grant(ctx, poll, code.hash(key))
		if isNotFound(err) {
			if n == 0 {
				return nil, ErrNotFound
			}
			break
		}
		if err != nil {
			return nil, err
		}
		if len(grant.Units) == 1 && (grant.Spent || !grant.Void) {
			sheets = append(sheets, BundleSheet{Unit: grant.Units[0], Group: grant.Group, Spent: grant.Spent, Receipt: grant.Receipt, Code: code.String()})
		}
	}
	return sheets, nil
}
