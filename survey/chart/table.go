package chart

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"

	"minping/survey"
)

// A Table is the numbers behind a figure.
type Table struct {
	Head []string
	Rows [][]Cell
}

// A Cell is a text or a number.
type Cell struct {
	Text   string
	Number bool // Text is a number as programs read it, or "" where it cannot be stated
}

// Told is a cell as people read it.
func (c Cell) Told() string {
	switch {
	case !c.Number:
		return c.Text
	case c.Text == "":
		return none
	}
	return minus(c.Text)
}

// text is a cell of text, number one of a number with so many decimals at most.
func text(s string) Cell { return Cell{Text: s} }

func number(n survey.Num, decimals int) Cell {
	if !finite(n) {
		return Cell{Number: true}
	}
	s := strconv.FormatFloat(float64(n), 'f', decimals, 64)
	if back, err := strconv.ParseFloat(s, 64); err == nil && back == 0 {
		s = strconv.FormatFloat(0, 'f', decimals, 64) // no signed zero
	}
	return Cell{Text: s, Number: true}
}

func integer(n int) Cell { return Cell{Text: strconv.Itoa(n), Number: true} }

// CSV writes the table for spreadsheets: with a byte order mark, so that they
// read it as UTF-8, and no text that they would take for a formula.
func (t Table) CSV(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	head := make([]string, len(t.Head))
	for i, h := range t.Head {
		head[i] = survey.PlainCell(h)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			if cells[i] = c.Text; !c.Number {
				cells[i] = survey.PlainCell(c.Text)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	if out.Flush(); out.Error() != nil {
		return out.Error()
	}
	return buffered.Flush()
}
