package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// readBlocks reads all records of a file, in blocks of the size.
func readBlocks(t testing.TB, data []byte, size int) (records [][]string, rows []int) {
	blocks := &blockReader{r: bytes.NewReader(data), size: size, delim: ',', row: 1, turn: closed()}
	var buf []byte
	for {
		b, err := blocks.next(buf)
		if errors.Is(err, io.EOF) {
			return records, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rr := recordReader{data: b.data, delim: ','}
		for i := 0; rr.next(); i++ {
			if len(rr.fields) == 0 {
				continue
			}
			record := make([]string, len(rr.fields))
			for j, f := range rr.fields {
				record[j] = string(f)
			}
			records, rows = append(records, record), append(rows, b.row+i)
		}
		buf = b.data
	}
}

// readStandard reads all records as package encoding/csv does, whose line feeds
// inside quoted fields are never preceded by a carriage return.
func readStandard(data []byte) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	return r.ReadAll()
}

func TestBlocksReadAsTheStandardLibrary(t *testing.T) {
	field := rapid.OneOf(
		rapid.StringMatching(`[0-9a-z]{0,3}`),
		rapid.StringMatching(`[a-z",\n 满意]{0,8}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.SliceOfN(field, 2, 4), 0, 30).Draw(t, "records")
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(want); err != nil {
			t.Fatal(err)
		}
		data := out.Bytes()
		if n := len(data); n > 0 && rapid.Bool().Draw(t, "no last line feed") {
			data = data[:n-1]
		}
		size := rapid.IntRange(1, 64).Draw(t, "block size")
		got, rows := readBlocks(&testing.B{}, data, size)
		for _, record := range got {
			for i := range record {
				record[i] = strings.ReplaceAll(record[i], "\r\n", "\n")
			}
		}
		standard, err := readStandard(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(standard, got); diff != "" {
			t.Fatalf("blocks of %d (-standard +got):\n%s", size, diff)
		}
		for i, row := range rows {
			if row != i+1 {
				t.Fatalf("record %d is row %d", i+1, row)
			}
		}
	})
}

func TestRecords(t *testing.T) {
	for _, tt := range []struct {
		name, in    string
		want        [][]string
		stray, open int // in the last record
	}{
		{"plain", "a,b\n1,2\n", [][]string{{"a", "b"}, {"1", "2"}}, -1, -1},
		{"carriage returns", "a,b\r\n1,2\r\n", [][]string{{"a", "b"}, {"1", "2"}}, -1, -1},
		{"empty lines are rows without fields", "a\n\n1\n", [][]string{{"a"}, {}, {"1"}}, -1, -1},
		{"empty last field", "a,b\n1,\n", [][]string{{"a", "b"}, {"1", ""}}, -1, -1},
		{"no line feed at the end", "a,b\n1,", [][]string{{"a", "b"}, {"1", ""}}, -1, -1},
		{"quotes", `"a,""b""",c` + "\n", [][]string{{`a,"b"`, "c"}}, -1, -1},
		{"line feed in quotes", "\"a\nb\",c\n", [][]string{{"a\nb", "c"}}, -1, -1},
		{"a quote inside a field", "5\" pipe,c\n", [][]string{{`5" pipe`, "c"}}, -1, -1},
		{"text after the quote", `x,"a"b,c` + "\n", [][]string{{"x", "a", "c"}}, 1, -1},
		{"never closed", "x,\"a\nb,c\n", [][]string{{"x", "a\nb,c\n"}}, -1, 1},
		{"quoted last field", "a,\"b\"\r\n", [][]string{{"a", "b"}}, -1, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := recordReader{data: []byte(tt.in), delim: ','}
			var got [][]string
			stray, open := -1, -1
			for r.next() {
				record := []string{}
				for _, f := range r.fields {
					record = append(record, string(f))
				}
				got, stray, open = append(got, record), r.stray, r.open
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if stray != tt.stray || open != tt.open {
				t.Errorf("stray %d, open %d; want %d, %d", stray, open, tt.stray, tt.open)
			}
		})
	}
}

func FuzzRecords(f *testing.F) {
	f.Add([]byte("a,b\n\"1\n\"\"\",2\r\n,,\n"), 3)
	f.Add([]byte("x\",\"\n\"\n\"\""), 1)
	f.Fuzz(func(t *testing.T, data []byte, size int) {
		if size < 1 || size > 1<<10 || len(data) > 1<<12 {
			t.Skip()
		}
		inOne, rowsInOne := readBlocks(t, data, len(data)+1)
		inMany, rowsInMany := readBlocks(t, data, size)
		if diff := cmp.Diff(inOne, inMany); diff != "" {
			t.Fatalf("blocks of %d (-one block +many):\n%s", size, diff)
		}
		if !slices.Equal(rowsInOne, rowsInMany) {
			t.Fatalf("rows %v and %v", rowsInOne, rowsInMany)
		}
		standard, err := readStandard(data)
		if err == nil && !bytes.Contains(data, []byte{'\r'}) && !cmp.Equal(standard, inOne) {
			t.Fatal(cmp.Diff(standard, inOne))
		}
	})
}
