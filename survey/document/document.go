package document

import "minping/survey/canvas"

// A Document is blocks one below the other.
type Document struct {
	Title  string // of the file, for whoever looks at its properties
	Lang   string // of its texts: "zh" or "en"
	Layout Layout
	Wide   bool                       // the pages lie on their long side
	Words  func(text string) []string // cuts a text into its words, between which lines of titles end; nil: anywhere
	Blocks []Block
}

// Layout is how a document looks.
type Layout uint8

// The layouts.
const (
	Working Layout = iota
	Official
)

// A Block is a part of a document: Heading, Paragraph, Table, Picture,
// Signatures or Break; of letters also Masthead, Attachments, Signed, Annex or
// Imprint.
type Block interface{ block() }

// A Heading begins a part.
type Heading struct {
	Level int // 0 for the title of the whole, 1–3 for parts
	Text  string
}

// A Paragraph is a text; newlines in it begin new lines.
type Paragraph struct {
	Runs  []Run
	Align Align
	Flush bool // the first line is not set in, where the layout would
	Small bool // a note: smaller
	Keep  bool // it stays on the page of what follows
}

// A Run is text in one look.
type Run struct {
	Text string
	Bold bool
}

// Text is a paragraph of plain text.
func Text(s string) Paragraph { return Paragraph{Runs: []Run{{Text: s}}} }

// Note is a paragraph of small text.
func Note(s string) Paragraph { return Paragraph{Runs: []Run{{Text: s}}, Small: true, Flush: true} }

// Align is where lines stand.
type Align uint8

// The alignments.
const (
	Start Align = iota
	Centre
	End
)

// A Table is rows of cells. The rows of its head are repeated on every page.
type Table struct {
	Caption string // above it; "": none
	Columns []Column
	Head    [][]Cell
	Rows    [][]Cell
	Bare    bool // without rules: for figures side by side
}

// A Column of a table.
type Column struct {
	Share float64 // of the width, among the columns
	Align Align
}

// A Cell of a table. A cell that spans columns or rows is written once, where
// it begins; what it covers is not written.
type Cell struct {
	Text   string
	Bold   bool
	Span   int  // columns; 0: one
	Down   int  // rows; 0: one
	Middle bool // centred, whatever the column
	Shaded bool
}

// A Picture is a drawing with the text for those who do not see it, which is
// the drawing's own.
type Picture struct {
	Drawing *canvas.Drawing
	Share   float64 // of the width; 0: all of it
}

// Signatures are lines to sign on, side by side: "监票人".
type Signatures struct{ Who []string }

// A Break begins a page.
type Break struct{}

func (Heading) block()     {}
func (Paragraph) block()   {}
func (Table) block()       {}
func (Picture) block()     {}
func (Signatures) block()  {}
func (Break) block()       {}
func (Masthead) block()    {}
func (Attachments) block() {}
func (Signed) block()      {}
func (Annex) block()       {}
func (Imprint) block()     {}

func (c Cell) span() int { return max(1, c.Span) }
func (c Cell) down() int { return max(1, c.Down) }
