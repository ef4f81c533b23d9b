package survey

import (
	"context"
	"slices"
)

// A BundleHand says how bundles reach their raters. Its parts are the slips,
// the mail and the recipients of other rooms.
type BundleHand struct {
	// Write makes a file of bundles.
	Write func([]Bundle) ([]byte, error)
	// Check says what is in the way of mailing so many, Send mails those that have
	// an address and returns the others; nil: nothing is mailed.
	Check func(n int) FieldErrors
	Send  func([]Bundle) (left []Bundle, err error)
	// Join notes who can be reminded; nil: nobody is.
	Join func([]Bundle) error
}

// Handed is what has become of bundles.
type Handed struct {
	Mailed int
	Left   []Bundle // that were not mailed
	File   []byte   // of these; nil: all were mailed
}

// HandOver issues the bundles of a poll and hands them over. Whatever can fail
// is tried while nothing is lost: the file is written, and the mail looked at,
// before who evaluates whom is forgotten.
func (v Scoped) HandOver(ctx context.Context, poll string, revision int64, hand BundleHand) (Handed, error) {
	var file []byte
	bundles, err := v.IssueBundles(ctx, poll, revision, func(bundles []Bundle) (err error) {
		if hand.Check != nil {
			addressed := 0
			for _, b := range bundles {
				if b.Rater.Mail != "" {
					addressed++
				}
			}
			if errs := hand.Check(addressed); len(errs) > 0 {
				return errs
			}
		}
		if file, err = hand.Write(bundles); err != nil || hand.Join == nil {
			return err
		}
		return hand.Join(bundles)
	})
	if err != nil {
		return Handed{}, err
	}
	if hand.Send == nil {
		return Handed{Left: bundles, File: file}, nil
	}
	left, failed := hand.Send(slices.Clone(bundles))
	given := Handed{Mailed: len(bundles) - len(left), Left: left}
	if failed != nil { // nothing was sent, and nobody may lose his bundle by that
		given = Handed{Left: bundles}
	}
	left = given.Left
	if len(left) > 0 {
		given.File, err = hand.Write(left)
	}
	return given, err
}
