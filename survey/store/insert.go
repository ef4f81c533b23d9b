package store

import (
	"fmt"
	"strings"
)

// An insert puts many rows into a table by few statements.
type insert struct {
	into  string   // table and columns
	types []string // of the columns in PostgreSQL: text or bytea
	after string   // what follows the rows
}

// A bulk is how an engine takes many rows at once. Arguments stand row by row;
// those of type text are strings, the others bytes.
type bulk interface {
	// rows says how many of n rows one statement takes.
	rows(n int) int
	// statement returns the INSERT of these arguments, and what to send with it.
	statement(i *insert, args []any) (query string, send []any)
}

// next returns the statement for the first rows of args, and the args after.
func (i *insert) next(b bulk, args []any) (query string, send, rest []any) {
	n := b.rows(len(args)/len(i.types)) * len(i.types)
	query, send = b.statement(i, args[:n])
	return query, send, args[n:]
}

// lists writes all rows into the statement: SQLite's way. Parameters have no
// names, since the driver would search them for each argument.
type lists struct{}

// rows implements bulk.
func (lists) rows(n int) int { return chunk(n) }

// statement implements bulk.
func (lists) statement(i *insert, args []any) (query string, send []any) {
	row := "(?" + strings.Repeat(",?", len(i.types)-1) + ")"
	return "INSERT INTO " + i.into + " VALUES " + row + strings.Repeat(","+row, len(args)/len(i.types)-1) + i.after, args
}

// arrays sends a column as one argument: PostgreSQL's way, one statement for
// any number of rows.
type arrays struct{}

// rows implements bulk.
func (arrays) rows(n int) int { return n }

// statement implements bulk.
func (arrays) statement(i *insert, args []any) (query string, send []any) {
	parameters := make([]string, len(i.types))
	send = make([]any, len(i.types))
	for c, kind := range i.types {
		parameters[c] = "$" + string(rune('1'+c)) + "::" + kind + "[]"
		if kind == "text" {
			send[c] = column[string](args, c, len(i.types))
		} else {
			send[c] = column[[]byte](args, c, len(i.types))
		}
	}
	return "INSERT INTO " + i.into + " SELECT * FROM unnest(" + strings.Join(parameters, ",") + ")" + i.after, send
}

// column returns every columns-th argument from c on.
func column[T any](args []any, c, columns int) []T {
	values := make([]T, 0, len(args)/columns)
	for ; c < len(args); c += columns {
		values = append(values, args[c].(T))
	}
	return values
}

// chunk returns how many of n rows to insert at once: a power of 2, at most
// 16, so that few statements serve all.
func chunk(n int) int {
	size := 16
	for size > n {
		size /= 2
	}
	return size
}

// repeated returns an INSERT of one row, whose columns may be of any type, as
// an INSERT of so many rows.
func repeated(query string, rows int) string {
	before, rest, _ := strings.Cut(query, "VALUES (")
	row, after, _ := strings.Cut(rest, ")")
	columns := strings.Count(row, "$")
	var b strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
		case i%columns == 0:
			b.WriteString("),(")
		default:
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return before + "VALUES (" + b.String() + ")" + after
}
