package clerk

import (
	"context"
	"slices"

	"minping/survey"
)

// MaxSheets is how many sheets a batch may hold.
const MaxSheets = 100

// A State is where a batch stands.
type State = survey.PaperState

// The states.
const (
	Typing  = survey.PaperTyping
	Handing = survey.PaperHanding
	Done    = survey.PaperDone
	Removed = survey.PaperRemoved
	LeftOut = survey.PaperLeftOut
)

// Totals are a batch's numbers of sheets.
type Totals = survey.PaperTotals

// A Batch is the sheets of one group, about one unit or all of the poll's, that
// were collected together.
type Batch struct {
	Poll     string
	Number   int    // 1, 2, … within the poll, never given twice
	Label    string // what clerks call it; may be ""
	Revision int    // rises with every change
	State    State
	Totals   Totals
	Work     *Work // nil once it is done, removed or left out
}

// Complete are the entries that are finished and have as many sheets as were
// returned; the number may have been corrected since they were typed.
func (b *Batch) Complete() []Entry {
	if b.Work == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(b.Work.Entries), func(e Entry) bool { return e.Draft || len(e.Sheets) != b.Totals.Returned })
}

// Work is what has been typed.
type Work struct {
	Secret  []byte  `json:"secret"` // makes the keys and salts of its submissions
	Entries []Entry `json:"entries"`
	Final   []Sheet `json:"final,omitempty"`
}

// An Entry is a batch as one account typed it.
type Entry struct {
	Account string  `json:"account"`
	Name    string  `json:"name"`
	Sheets  []Sheet `json:"sheets"`
	Draft   bool    `json:"draft,omitempty"` // more is to be typed
}

// A Sheet is one paper ballot. Without answers it abstains.
type Sheet struct {
	Open    bool           `json:"open,omitempty"`   // more is to be typed of it: its entry is a draft
	Void    bool           `json:"void,omitempty"`   // invalid as a whole
	Reason  string         `json:"reason,omitempty"` // why it is; where clerks gave none, survey.VoidOther
	Answers survey.Answers `json:"answers,omitempty"`
}

// A Store keeps batches. What is not there is survey.ErrNotFound.
type Store interface {
	// AddPaper keeps a new batch; survey.ErrConflict if its number is taken,
	// survey.ErrClosed once the poll's paper is closed.
	AddPaper(ctx context.Context, b Batch) error
	// ReplacePaper replaces a batch that is still at b.Revision, which rises by
	// one; else survey.ErrConflict.
	ReplacePaper(ctx context.Context, b Batch) error
	// Paper returns one batch.
	Paper(ctx context.Context, poll string, number int) (Batch, error)
	// Papers lists a poll's batches by number.
	Papers(ctx context.Context, poll string) ([]Batch, error)
}

// check returns what is wrong with the numbers given for a batch: more returned
// than issued make a vote void, more issued than eligible cannot be.
func check(t Totals) (errs survey.FieldErrors) {
	wrong := func(field, key string, max int) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args("max", max)})
	}
	switch {
	case t.Eligible < 1:
		wrong("eligible", "none", 0)
	case t.Issued < 1:
		wrong("issued", "none", 0)
	case t.Issued > t.Eligible:
		wrong("issued", "issued", t.Eligible)
	}
	switch {
	case t.Returned < 1:
		wrong("returned", "none", 0)
	case t.Returned > t.Issued:
		wrong("returned", "returned", t.Issued)
	case t.Returned > MaxSheets:
		wrong("returned", "sheets", MaxSheets)
	}
	return errs
}

// Sum adds up the batches that are in the box, by unit and group in the order
// in which they first come.
func Sum(batches []Batch) []Totals {
	var sums []Totals
	at := make(map[[2]string]int)
	for _, b := range batches {
		if b.State != Done {
			continue
		}
		key := [2]string{b.Totals.Unit, b.Totals.Group}
		i, ok := at[key]
		if !ok {
			i = len(sums)
			at[key] = i
			sums = append(sums, Totals{Unit: key[0], Group: key[1]})
		}
		sums[i].Add(b.Totals)
	}
	return sums
}
