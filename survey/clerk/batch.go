package clerk

import (
	"context"

	"minping/survey"
)

// MaxSheets is how many sheets a batch may hold.
const MaxSheets = 100

// A State is where a batch stands.
type State string

// The states, in order.
const (
	Typing  State = "typing"  // entries may change
	Handing State = "handing" // settled for good, on its way into the box
	Done    State = "done"    // in the box; only the totals are left
)

// Totals are a batch's numbers of sheets.
type Totals struct {
	Unit      string `json:"unit"`
	Group     string `json:"group,omitempty"`
	Eligible  int    `json:"eligible"`  // 应到
	Issued    int    `json:"issued"`    // 发出
	Returned  int    `json:"returned"`  // 收回
	Valid     int    `json:"valid"`     // 有效, those left blank among them
	Invalid   int    `json:"invalid"`   // 无效
	Abstained int    `json:"abstained"` // 弃权: valid and wholly blank
}

// A Batch is the sheets of one unit and group that were collected together.
type Batch struct {
	Poll     string
	Number   int // 1, 2, … within the poll
	Revision int // rises with every change
	State    State
	Totals   Totals
	Work     *Work // nil once it is done
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
}

// A Sheet is one paper ballot. Without answers it abstains.
type Sheet struct {
	Void    bool           `json:"void,omitempty"` // invalid as a whole
	Answers survey.Answers `json:"answers,omitempty"`
}

// A Store keeps batches. What is not there is survey.ErrNotFound.
type Store interface {
	// AddPaper keeps a new batch; survey.ErrConflict if its number is taken.
	AddPaper(ctx context.Context, b Batch) error
	// ReplacePaper replaces a batch that is still at b.Revision, which rises by
	// one; else survey.ErrConflict.
	ReplacePaper(ctx context.Context, b Batch) error
	// Paper returns one batch.
	Paper(ctx context.Context, poll string, number int) (Batch, error)
	// Papers lists a poll's batches by number.
	Papers(ctx context.Context, poll string) ([]Batch, error)
}

// check returns what is wrong with the numbers given for a batch.
func (t Totals) check() (errs survey.FieldErrors) {
	for _, n := range []struct {
		field     string
		value, of int
	}{{"returned", t.Returned, min(MaxSheets, t.Issued)}, {"issued", t.Issued, t.Eligible}} {
		if n.value < 0 || n.value > n.of {
			errs = append(errs, survey.FieldError{Field: n.field, Key: "totals", Args: survey.Args("max", n.of)})
		}
	}
	if t.Returned == 0 {
		errs = append(errs, survey.FieldError{Field: "returned", Key: "none"})
	}
	return errs
}

// count fills in what became of the sheets that were returned.
func (t Totals) count(sheets []Sheet) Totals {
	t.Valid, t.Invalid, t.Abstained = 0, 0, 0
	for _, s := range sheets {
		switch {
		case s.Void:
			t.Invalid++
		case len(s.Answers) == 0:
			t.Valid++
			t.Abstained++
		default:
			t.Valid++
		}
	}
	return t
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
		s := &sums[i]
		s.Eligible += b.Totals.Eligible
		s.Issued += b.Totals.Issued
		s.Returned += b.Totals.Returned
		s.Valid += b.Totals.Valid
		s.Invalid += b.Totals.Invalid
		s.Abstained += b.Totals.Abstained
	}
	return sums
}
