package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
)

// An inserter inserts rows, many in a statement.
type inserter struct {
	to      *sql.Tx
	engine  goose.Dialect
	into    string // table and columns
	columns int
	buffer  [copyAtOnce * 32]any // so many rows of up to 32 columns
	rows    int
	bytes   int // of the buffer's texts and bytes
	one     *sql.Stmt
	many    *sql.Stmt
}

const (
	copyAtOnce = 64      // rows in a statement
	copyBytes  = 1 << 20 // that wait for the next statement, at most by one row more
)

// next returns where to put the values of the next row.
func (in *inserter) next() []any {
	row := make([]any, in.columns)
	for i := range row {
		row[i] = &in.buffer[in.rows*in.columns+i]
	}
	return row
}

// add takes the row that was put where next said.
func (in *inserter) add(ctx context.Context) error {
	for _, v := range in.buffer[in.rows*in.columns : (in.rows+1)*in.columns] {
		switch v := v.(type) {
		case string:
			in.bytes += len(v)
		case []byte:
			in.bytes += len(v)
		}
	}
	if in.rows++; in.rows < copyAtOnce && in.bytes < copyBytes {
		return nil
	}
	return in.flush(ctx)
}

func (in *inserter) flush(ctx context.Context) (err error) {
	defer func() { in.rows, in.bytes = 0, 0 }()
	if in.rows == copyAtOnce {
		if in.many == nil {
			if in.many, err = in.to.PrepareContext(ctx, in.statement(copyAtOnce)); err != nil {
				return err
			}
		}
		_, err = in.many.ExecContext(ctx, in.buffer[:in.rows*in.columns]...)
		return err
	}
	if in.one == nil {
		if in.one, err = in.to.PrepareContext(ctx, in.statement(1)); err != nil {
			return err
		}
	}
	for i := range in.rows {
		if _, err := in.one.ExecContext(ctx, in.buffer[i*in.columns:(i+1)*in.columns]...); err != nil {
			return err
		}
	}
	return nil
}

// statement returns the INSERT of so many rows. For SQLite parameters have no
// names, since the driver would search them for each argument.
func (in *inserter) statement(rows int) string {
	if in.engine == goose.DialectSQLite3 {
		row := "(?" + strings.Repeat(",?", in.columns-1) + ")"
		return "INSERT INTO " + in.into + " VALUES " + row + strings.Repeat(","+row, rows-1)
	}
	values := make([]string, in.columns)
	for i := range values {
		values[i] = fmt.Sprintf("$%d", i+1)
	}
	return repeated("INSERT INTO "+in.into+" VALUES ("+strings.Join(values, ",")+")", rows)
}

func (in *inserter) close() {
	for _, s := range []*sql.Stmt{in.one, in.many} {
		if s != nil {
			_ = s.Close() // ends with the transaction
		}
	}
}
