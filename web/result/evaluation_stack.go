package result

import "minping/survey/document"

// A stackEntry is what a table of results says of one unit, as lines one below
// the other: all ballots first, then each group's.
type stackEntry struct {
	Name  string
	Lines []stackLine
}

// A stackLine is a row of the table.
type stackLine struct {
	Title string
	Facts []stackFact
}

// A stackFact is a cell, by the name of its column.
type stackFact struct{ Name, Value string }

// stack turns a table whose first cells each stand before several rows into
// entries. A share stands with the number before it.
func stack(t document.Table) (entries []stackEntry) {
	names := columnNames(t)
	for _, cells := range t.Rows {
		if len(cells) == len(names) {
			entries = append(entries, stackEntry{Name: cells[0].Text})
			cells = cells[1:]
		}
		if len(entries) == 0 || len(cells) == 0 {
			continue
		}
		line := stackLine{Title: cells[0].Text}
		for i, c := range cells[1:] {
			name := names[i+2]
			switch {
			case c.Text == "" || c.Text == "—" && name != "%":
			case name == "%" && len(line.Facts) > 0:
				if c.Text != "—" {
					line.Facts[len(line.Facts)-1].Value += " · " + c.Text + "%"
				}
			case name != "%":
				line.Facts = append(line.Facts, stackFact{name, c.Text})
			}
		}
		last := &entries[len(entries)-1]
		last.Lines = append(last.Lines, line)
	}
	return entries
}

// All is the line of all ballots.
func (e stackEntry) All() stackLine { return e.Lines[0] }

// Groups are the lines of each group.
func (e stackEntry) Groups() []stackLine { return e.Lines[1:] }

// columnNames are the headings of a table's columns, of two rows of them the
// lower one; of a number and its share the upper one, and "%".
func columnNames(t document.Table) (names []string) {
	var below []document.Cell
	if len(t.Head) > 1 {
		below = t.Head[1]
	}
	for _, c := range t.Head[0] {
		if c.Span < 2 {
			names = append(names, c.Text)
			continue
		}
		under := below[:c.Span]
		below = below[c.Span:]
		share := under[len(under)-1].Text == "%"
		for i, u := range under {
			name := u.Text
			if share && i == 0 {
				name = c.Text
			}
			names = append(names, name)
		}
	}
	return names
}
