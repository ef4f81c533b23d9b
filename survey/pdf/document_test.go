package pdf

import (
	"bytes"
	"strings"
	"testing"

	"minping/survey/font"
	"minping/survey/pdf/pdftest"
)

const sample = "二〇二六年度领导班子民主测评：珺、喆、昇 “保密” ‰ ① ≤ é 100 %"

func TestPrintable(t *testing.T) {
	if got := New("", "zh").printable("a🎉\u202eb\tc\x00"); got != "a〓b c " {
		t.Errorf("%q", got)
	}
}

// What is set is what is read back, on as many pages as were begun.
func TestText(t *testing.T) {
	d := New(sample, "zh-CN")
	st := Style{Size: 10}
	for range 3 {
		d.Page()
		lines := d.Lines(strings.Repeat(sample, 5), 60, 99, st)
		for _, line := range lines {
			if w := d.Measure(font.Hang(line), st); w > 60 {
				t.Errorf("%q is %v wide", line, w)
			}
		}
		if end := d.Text(20, 20, 60, lines, st); end <= 20 {
			t.Errorf("the text ends at %v", end)
		}
	}
	var out bytes.Buffer
	n, err := d.WriteTo(&out)
	if err != nil || n != int64(out.Len()) || d.Pages() != 3 {
		t.Fatalf("%d of %d bytes, %d pages, %v", n, out.Len(), d.Pages(), err)
	}
	if n > 120_000 {
		t.Errorf("%d bytes: the font is not cut", n)
	}
	want := strings.Join(strings.Fields(strings.Repeat(sample, 15)), "")
	if got := strings.Join(strings.Fields(pdftest.Text(t, out.Bytes())), ""); got != want {
		t.Errorf("read back %q\nwant %q", got, want)
	}
}

func TestLinesEndInAnEllipsis(t *testing.T) {
	d := New("", "en")
	st := Style{Size: 10}
	d.Page()
	lines := d.Lines(strings.Repeat("测评", 100), 50, 2, st)
	if len(lines) != 2 || !strings.HasSuffix(lines[1], "…") || d.Measure(lines[1], st) > 50 {
		t.Errorf("%q", lines)
	}
}

// Hostile titles print something and break nothing.
func TestHostile(t *testing.T) {
	for _, text := range []string{strings.Repeat("很长", 5000), "🎉👩‍👩‍👧", "\u202eמבחן\u200f عربى", `=cmd|"/c"!A1`, "(\\) <</Type /Page>>", "\xff\xfe\x00", "e\u0301\u0302\u0303", "𠀀𠀁"} {
		d := New(text, "zh-CN")
		d.Page()
		st := Style{Size: 12, Bold: true}
		d.Text(10, 10, 80, d.Lines(text, 80, 3, st), st)
		var out bytes.Buffer
		if _, err := d.WriteTo(&out); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		pdftest.Text(t, out.Bytes())
	}
}
