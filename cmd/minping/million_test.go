package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the database to compare with
)

const million = 1_000_000

// BenchmarkScoreMillion runs `minping score --json` on a million generated
// ballots as a process of its own, and reports what the system says of it.
func BenchmarkScoreMillion(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "minping")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	c := generated(b, million, 20260101)
	var wall, user, peak float64
	for b.Loop() {
		cmd := exec.Command(bin, "score", "-q", c.Questionnaire, "--map", "w=weight", c.Ballots, "--json")
		start := time.Now()
		out, err := cmd.Output()
		if err != nil {
			b.Fatal(err)
		}
		if len(out) == 0 {
			b.Fatal("no results")
		}
		wall += time.Since(start).Seconds()
		user += cmd.ProcessState.UserTime().Seconds()
		peak = max(peak, peakMiB(cmd.ProcessState))
	}
	b.ReportMetric(wall/float64(b.N), "wall-s/op")
	b.ReportMetric(user/float64(b.N), "user-s/op")
	b.ReportMetric(peak, "peak-MiB")
}

// peakMiB is the largest resident memory of a process that has ended; Linux
// counts it in KiB.
func peakMiB(p *os.ProcessState) float64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(usage.Maxrss) / 1024
}

// BenchmarkSQLiteMillion loads the same ballots into SQLite, one connection,
// and asks for the plain mean of each item by unit and group: far less than a
// score, which is weighted and has errors, ranks and flags.
func BenchmarkSQLiteMillion(b *testing.B) {
	c := generated(b, million, 20260101)
	var load, query, loadUser, queryUser float64
	for b.Loop() {
		db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "ballots.db"))
		if err != nil {
			b.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		start, user := time.Now(), userSeconds(b)
		if err := loadSQLite(b.Context(), db, c.Ballots); err != nil {
			b.Fatal(err)
		}
		load += time.Since(start).Seconds()
		loadUser += userSeconds(b) - user
		start, user = time.Now(), userSeconds(b)
		rows, err := groupBy(b.Context(), db)
		if err != nil {
			b.Fatal(err)
		}
		if want := generatedUnits * 3; rows != want {
			b.Fatalf("%d rows, want %d", rows, want)
		}
		query += time.Since(start).Seconds()
		queryUser += userSeconds(b) - user
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(load/float64(b.N), "load-s/op")
	b.ReportMetric(query/float64(b.N), "query-s/op")
	b.ReportMetric(loadUser/float64(b.N), "load-user-s/op")
	b.ReportMetric(queryUser/float64(b.N), "query-user-s/op")
}

// userSeconds is the time that this process has computed for.
func userSeconds(b *testing.B) float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano()).Seconds()
}

// loadSQLite inserts the ballots in one transaction, with no care for crashes.
func loadSQLite(ctx context.Context, db *sql.DB, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	columns := []string{"unit INTEGER", "grp INTEGER", "weight REAL"}
	for j := range generatedItems {
		columns = append(columns, fmt.Sprintf("q%d INTEGER", j+1))
	}
	for _, stmt := range []string{
		"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "CREATE TABLE ballots (" + strings.Join(columns, ", ") + ")",
	} {
		if _, err := db.ExecContext(ctx, stmt); err != nil {
			return err
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO ballots VALUES (?"+strings.Repeat(", ?", len(columns)-1)+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	r := csv.NewReader(bufio.NewReader(f))
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err
	}
	args := make([]any, len(columns))
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return tx.Commit()
		}
		if err != nil {
			return err
		}
		if err := ballotArgs(args, record); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
}

// ballotArgs turns a record into numbers; 9, don't know, is NULL.
func ballotArgs(args []any, record []string) (err error) {
	for i, s := range record {
		switch {
		case i == 2:
			args[i], err = strconv.ParseFloat(s, 64)
		case i > 2 && s == "9":
			args[i] = nil
		default:
			args[i], err = strconv.Atoi(s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// groupBy asks for the mean of each item and counts the rows.
func groupBy(ctx context.Context, db *sql.DB) (n int, err error) {
	means := make([]string, generatedItems)
	for j := range means {
		means[j] = fmt.Sprintf("AVG(q%d)", j+1)
	}
	rows, err := db.QueryContext(ctx, "SELECT unit, grp, COUNT(*), "+strings.Join(means, ", ")+" FROM ballots GROUP BY unit, grp")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}
