package site

// A numberGrid is a table of numbers to fill in.
type numberGrid struct {
	Title string
	Head  []string // of the columns; none: there is one
	Rows  []GridRow
}

// A GridRow is a row of numbers to fill in.
type GridRow struct {
	Title string
	Cells []GridCell
}

// A GridCell is one of them.
type GridCell struct {
	Field, Label, Value string
	Wrong               string // what is wrong with it
}
