package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"minping/survey"
)

// Options says how a file of ballots is read.
type Options struct {
	// Name is the file's name in messages.
	Name string
	// Map renames columns of the file: its name → what it is ("unit", "group",
	// "weight", "stratum", "cluster", "fpc", "id", "rater", "sheet", an item's id, or "-" to leave it out).
	Map map[string]string
	// Units is the roster. Where there is one, ballots about other units are
	// problems, and units may be given by name.
	Units []survey.Unit
	// Sample says how the respondents were drawn; nil: as the questionnaire says.
	Sample *survey.Sample
	// Lenient counts what is right and reports the rest as left out.
	Lenient bool
	// Workers is how many blocks of a CSV file are counted side by side; 0: 8.
	// Files with weights may come out different in the last digit with another number.
	Workers int
	// BlockSize is how much of a CSV file is read at a time; 0: 256 KiB.
	BlockSize int
	// Progress, if not nil, is told how many more bytes of the file are read.
	Progress func(n int)
}

// A Count is what a file of ballots came to.
type Count struct {
	Ballots    *survey.Counter
	Weighted   bool                // the file has a weight column
	Stratified bool                // … a stratum column
	Clustered  bool                // … a cluster column
	Corrected  bool                // … a column of the sizes of strata
	LeftOut    []survey.LeftOut    // sheets that are void; in lenient reading all that was not counted
	Votes      *survey.VoteCounter // nil: nothing is voted on
	VoidSheets int                 // sheets that break a rule of the sheet
	Problems   *Problems           // lenient reading: why; nil where nothing was wrong
}

// Ballots counts a file of ballots of the questionnaire. What is wrong with
// the file is a *Problems; in lenient reading only what leaves nothing to count.
func Ballots(path string, q *survey.Questionnaire, o Options) (*Count, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if o.Name == "" {
		o.Name = path
	}
	return Read(f, q, o)
}

// Read counts ballots from r as Ballots does.
func Read(r io.Reader, q *survey.Questionnaire, o Options) (*Count, error) {
	if o.Progress != nil {
		r = &progressReader{r, o.Progress}
	}
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", o.Name, err)
	}
	c := newCounting(q, o)
	switch {
	case bytes.HasPrefix(head, zipMark):
		err = c.xlsx(in)
	case bytes.HasPrefix(head, oldExcelMark):
		err = c.problems.fail(problem{key: keyOldExcel})
	default:
		err = c.csv(in)
	}
	if err != nil {
		return nil, err
	}
	return c.result()
}

// The first bytes of files that are no text.
var (
	zipMark      = []byte("PK\x03\x04")
	oldExcelMark = []byte("\xd0\xcf\x11\xe0")
)

// A progressReader tells how far it has read.
type progressReader struct {
	r    io.Reader
	tell func(int)
}

func (p *progressReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.tell(n)
	return n, err
}
