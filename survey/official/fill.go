package official

import (
	"strings"

	"minping/survey/document"
)

// A Block is a table in a document.
type Block = document.Table

// A filled line is a text or a table.
type filled struct {
	text  string
	table *Block
}

// fill puts values into lines. Lines of which nothing is left are left out.
func fill(lines []line, v Values) (all []filled) {
	for _, l := range lines {
		switch l.kind {
		case words:
			if s := l.fill(v); strings.TrimSpace(s) != "" {
				for part := range strings.SplitSeq(s, "\n") {
					all = append(all, filled{text: strings.TrimSpace(part)})
				}
			}
		case table:
			if t, there := v.Tables[l.name]; there {
				all = append(all, filled{table: &t})
			}
		case when:
			if strings.TrimSpace(v.Fields[l.name]) != "" || len(v.Lists[l.name]) > 0 {
				all = append(all, fill(l.inside, v)...)
			}
		case each:
			for _, entry := range v.Lists[l.name] {
				all = append(all, fill(l.inside, v.inside(entry))...)
			}
		}
	}
	return all
}

// fill puts values into one line.
func (l line) fill(v Values) string {
	empty := map[int]bool{}
	for _, p := range l.pieces {
		if p.field != "" && v.Fields[p.field] == "" {
			empty[p.bound] = true
		}
	}
	var b strings.Builder
	for _, p := range l.pieces {
		switch {
		case p.bound > 0 && empty[p.bound]:
		case p.field != "":
			b.WriteString(v.Fields[p.field])
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// one fills a text of one line, or of few.
func one(field, text string, v Values) string {
	lines, _ := parse(field, text) // it was checked when it was kept
	var all []string
	for _, f := range fill(lines, v) {
		if f.table == nil {
			all = append(all, f.text)
		}
	}
	return strings.Join(all, "\n")
}
