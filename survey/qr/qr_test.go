package qr

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"
)

const link = "http://192.0.2.1:8080/p/x?unit=county-17"

func encode(t *testing.T) Code {
	t.Helper()
	c, err := Encode(link)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTerminalHasAQuietZone(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(encode(t).Terminal(), "\n"), "\n")
	for _, i := range []int{0, 1, len(lines) - 1} {
		if strings.ContainsAny(lines[i], "█▀▄") {
			t.Errorf("line %d of %d is not empty: readers need a margin of four modules", i, len(lines))
		}
	}
}

// The drawing has the modules of the encoder, each once, inside the margin.
func TestSVGDrawsTheModules(t *testing.T) {
	c := encode(t)
	want, err := qr.Encode(link, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	drawn := make(map[[2]int]int)
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(c.SVG("x"), -1) {
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(run[i+1])
		}
		if n[2] != n[3] {
			t.Errorf("%s is not closed", run[0])
		}
		for x := range n[2] {
			drawn[[2]int{n[0] + x, n[1]}]++
		}
	}
	for y := -quiet; y < c.Size()+quiet; y++ {
		for x := -quiet; x < c.Size()+quiet; x++ {
			dark := 0
			if x >= 0 && y >= 0 && x < c.Size() && y < c.Size() {
				if red, _, _, _ := want.At(x, y).RGBA(); red == 0 {
					dark = 1
				}
			}
			if got := drawn[[2]int{x + quiet, y + quiet}]; got != dark {
				t.Fatalf("module %d,%d is drawn %d times, want %d", x, y, got, dark)
			}
		}
	}
}

func TestSVGLabelIsText(t *testing.T) {
	if s := encode(t).SVG(`"><script>`); strings.Contains(s, "<script>") || !strings.Contains(s, `aria-label="&quot;&gt;&lt;script&gt;"`) {
		t.Error(s[:200])
	}
}

func TestTooLong(t *testing.T) {
	if _, err := Encode(strings.Repeat("x", 5000)); err == nil {
		t.Error("no error")
	}
}
