package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// repacked is the workbook of workbook with parts added or in the place of
// those of the same name.
func repacked(t *testing.T, parts map[string]string) string {
	t.Helper()
	good := workbook(t)
	in, err := zip.NewReader(strings.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	write := func(name, body string) {
		w, err := out.Create(name)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range in.File {
		if _, ok := parts[f.Name]; ok {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		write(f.Name, string(body))
	}
	for name, body := range parts {
		write(name, body)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sheet is a worksheet of these rows.
func sheet(rows string) map[string]string {
	return map[string]string{"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`}
}

func cell(at, text string) string {
	return `<c r="` + at + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

// Files that attack whoever reads them are refused with a message, or read as
// the little table that they are (trust tests 54 and 56).
func TestHostileUploads(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("TMPDIR", ".")
	head := `<row r="1">` + cell("A1", "a") + cell("B1", "b") + `</row>`
	row := `<row r="2">` + cell("A2", "1") + cell("B2", "2") + `</row>`
	many := map[string]string{}
	for i := range uploaded.entries {
		many[fmt.Sprint("x", i)] = ""
	}
	for _, tt := range []struct{ name, in, want string }{
		{"bomb", repacked(t, sheet(head+row+strings.Repeat(" ", 51<<20))), "过大"},
		{"bomb, smaller", repacked(t, sheet(head+row+strings.Repeat(" ", 2<<20))), "过大"},
		{"many parts", repacked(t, many), "过大"},
		{"workbook in a workbook", repacked(t, map[string]string{"xl/embeddings/inner.xlsx": workbook(t)}), ""},
		{"names that lead out", repacked(t, map[string]string{"../../out.xml": "x", "/etc/out.xml": "x", `..\out.xml`: "x"}), ""},
		{"row 4294967297", repacked(t, sheet(head+`<row r="4294967297">`+cell("A2", "1")+`</row>`)), "行数超过 100000"},
		{"row 1048576", repacked(t, sheet(head+`<row r="1048576">`+cell("A1048576", "1")+`</row>`)), "行数超过 100000"},
		{"row -1", repacked(t, sheet(head+`<row r="-1">`+cell("A2", "1")+`</row>`)), "没有数据"},
		{"cell A-1", repacked(t, sheet(head+`<row r="2">`+cell("A-1", "1")+`</row>`)), "不是可读的"},
		{"column far right", repacked(t, sheet(head+row+`<row r="3">`+cell("XFD3", "1")+`</row>`)), "16384 格"},
		{"wide table", repacked(t, sheet(`<row r="1">`+cell("XFD1", "a")+`</row>`+strings.Repeat(`<row>`+cell("A2", "1")+`</row>`, 200))), "超过 2000000 格"},
		{"no end", strings.TrimSuffix(repacked(t, sheet(head+row)), "\x00\x00"), "不是可读的"},
		{"encrypted", string(oldExcelMark) + strings.Repeat("x", 512), "xls"},
		{"entities", repacked(t, map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`}), "列名"},
		{"large", strings.Repeat("a,b\n", MaxUpload/4+1), "超过 5 MiB"},
		{"many rows", "a\n" + strings.Repeat("1\n", uploaded.rows), "行数超过 100000"},
		{"wide rows", strings.Repeat("a,", 999) + "a\n" + strings.Repeat(strings.Repeat(",", 999)+"1\n", 2001), "超过 2000000 格"},
	} {
		_, err := UploadedTable(strings.NewReader(tt.in), tt.name)
		var wrong *Problems
		if tt.want == "" && err != nil || tt.want != "" && (!errors.As(err, &wrong) || !strings.Contains(wrong.In("zh"), tt.want)) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("files left: %v, %v", left, err)
	}
}

// Whatever is sent is a table within the limits, or refused in words.
func FuzzUploads(f *testing.F) {
	f.Add([]byte("unit,name\nu1,青岚\n"))
	f.Add([]byte("a;\"b\n\";c\n1;2;3\n"))
	f.Add([]byte(string(zipMark) + "x"))
	f.Add([]byte(workbook(f)))
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, read := range []func() (int, error){
			func() (int, error) {
				s, err := UploadedTable(bytes.NewReader(in), "x")
				if err != nil {
					return 0, err
				}
				for i, row := range s.Rows {
					if len(row) != len(s.Header) {
						t.Errorf("row %d has %d cells under %d columns", i, len(row), len(s.Header))
					}
				}
				return len(s.Rows) * len(s.Header), nil
			},
			func() (int, error) {
				u, err := UploadedUnits(bytes.NewReader(in), "x")
				return len(u), err
			},
		} {
			n, err := read()
			var wrong *Problems
			switch {
			case n > uploaded.cells:
				t.Errorf("%d cells", n)
			case err != nil && (!errors.As(err, &wrong) || wrong.In("zh") == "" || wrong.In("en") == ""):
				t.Errorf("%T: %v", err, err)
			}
		}
	})
}
