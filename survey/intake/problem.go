package intake

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// maxListed is how many problems are told one by one.
const maxListed = 20

// A problem is one thing wrong with a file. got is what was found, want what
// would be right.
type problem struct {
	row, col  int    // 1, 2, …; 0: of the whole row or file
	name      string // of the column
	key       key
	got, want string
	n, of     int
	field     *survey.FieldError // says it in place of a message of its own; nil: none
}

// in puts the problem in words, with its place.
func (p problem) in(file, lang string) string { return p.place(file, lang) + p.words(lang) }

// words puts the problem in words.
func (p problem) words(lang string) string {
	if p.field != nil {
		return p.field.Message(lang)
	}
	text := messages[p.key].In(lang)
	if p.want == "" {
		text = cmp.Or(bareMessages[p.key].In(lang), text)
	}
	return strings.NewReplacer(
		"{got}", shown(p.got), "{want}", p.want, "{name}", p.name,
		"{n}", strconv.Itoa(p.n), "{of}", strconv.Itoa(p.of),
	).Replace(text)
}

// place says where the problem is: "ballots.csv, row 3, column 5 (q2): ".
func (p problem) place(file, lang string) string {
	row, col, name := strconv.Itoa(p.row), strconv.Itoa(p.col), ""
	if lang == "zh" {
		if p.name != "" {
			name = "（" + shown(p.name) + "）"
		}
		switch {
		case p.row == 0:
			return file + "："
		case p.col == 0:
			return file + " 第 " + row + " 行："
		}
		return file + " 第 " + row + " 行第 " + col + " 列" + name + "："
	}
	if p.name != "" {
		name = " (" + shown(p.name) + ")"
	}
	switch {
	case p.row == 0:
		return file + ": "
	case p.col == 0:
		return file + ", row " + row + ": "
	}
	return file + ", row " + row + ", column " + col + name + ": "
}

// shown makes a text from a file fit for a message: one line, not too long.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

// Problems is all that is wrong with a file: an error that knows where.
type Problems struct {
	File  string
	list  []problem // the first maxListed, by row and column
	total int
	left  map[key]int // what a lenient reading leaves out
	// unread: what follows one of the problems could not be read.
	unread bool
	rows   []int // where the rows below the header stand, as far as they were read
}

// A Place is where something is wrong with a file, and what.
type Place struct {
	Index   int    // of the rows below the header, from 0; -1: of none of them
	Row     int    // as a spreadsheet counts, from 1; 0: of the whole file
	Column  int    // from 1; 0: of the whole row
	Name    string // of the column
	Key     string // stable
	Message func(lang string) string
}

// Places lists what Error says one by one, the last one being how many more there are.
func (p *Problems) Places() []Place {
	list := make([]Place, 0, len(p.list)+1)
	for _, pr := range p.list {
		at := Place{Index: -1, Row: pr.row, Column: pr.col, Name: pr.name, Key: string(pr.key), Message: pr.words}
		if pr.field != nil {
			at.Key = pr.field.Key
		}
		if i, found := slices.BinarySearch(p.rows, pr.row); found {
			at.Index = i
		}
		list = append(list, at)
	}
	if more := p.total - len(p.list); more > 0 {
		list = append(list, Place{Index: -1, Key: string(keyMore), Message: func(lang string) string {
			return strings.TrimLeft(problem{key: keyMore, n: more}.words(lang), "：: ")
		}})
	}
	return list
}

// seen notes where the next row below the header stands.
func (p *Problems) seen(row int) { p.rows = append(p.rows, row) }

// Error says it in English.
func (p *Problems) Error() string { return p.In("en") }

// In says it in the language, one line a problem.
func (p *Problems) In(lang string) string {
	lines := make([]string, 0, len(p.list)+1)
	for _, pr := range p.list {
		lines = append(lines, pr.in(p.File, lang))
	}
	if more := p.total - len(p.list); more > 0 {
		text := messages[keyMore].In(lang)
		lines = append(lines, p.File+strings.ReplaceAll(text, "{n}", strconv.Itoa(more)))
	}
	return strings.Join(lines, "\n")
}

// Len returns how many problems there are, those not listed included.
func (p *Problems) Len() int { return p.total }

// add notes a problem. Problems of a worker come in the order of the file, so
// that its first ones are the ones to keep.
func (p *Problems) add(pr problem) {
	p.total++
	if len(p.list) < maxListed {
		p.list = append(p.list, pr)
	}
}

// addUnread notes a problem after which nothing can be read.
func (p *Problems) addUnread(pr problem) {
	p.add(pr)
	p.unread = true
}

// merge adds the problems of another part of the file.
func (p *Problems) merge(o *Problems) {
	p.total += o.total
	p.unread = p.unread || o.unread
	p.list = append(p.list, o.list...)
	slices.SortStableFunc(p.list, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col))
	})
	p.list = p.list[:min(len(p.list), maxListed)]
	for k, n := range o.left {
		p.left[k] += n
	}
}

// leave counts something that a lenient reading leaves out.
func (p *Problems) leave(k key) { p.left[k]++ }

// leftOut lists what was left out.
func (p *Problems) leftOut() []survey.LeftOut {
	var out []survey.LeftOut
	for _, k := range slices.Sorted(maps.Keys(p.left)) {
		out = append(out, survey.LeftOut{Reason: string(k), Count: p.left[k]})
	}
	return out
}

// fail adds a problem that leaves nothing to count, and returns them all.
func (p *Problems) fail(pr problem) error {
	p.add(pr)
	return p
}

func newProblems(file string) *Problems { return &Problems{File: file, left: map[key]int{}} }
