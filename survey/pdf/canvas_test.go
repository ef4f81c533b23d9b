package pdf

import (
	"bytes"
	"strings"
	"testing"

	"minping/survey/canvas"
	"minping/survey/pdf/pdftest"
)

// A drawing's texts are read back from the page, and it ends where its sides
// say.
func TestDrawing(t *testing.T) {
	ink := canvas.Paint{Fill: "#0b5f57", Stroke: "#16201e", Width: 2, Dash: 4}
	d := &canvas.Drawing{Width: 960, Height: 480, Paper: "#ffffff", Lang: "zh"}
	d.Text(480, 40, "末三位里只有一个能够确定", canvas.Type{Size: 24, Color: "#16201e", Bold: true, Anchor: canvas.Middle})
	d.Text(20, 300, "重要程度", canvas.Type{Size: 12, Color: "#45524f", Turned: true})
	d.Rect(10, 10, 50, 50, ink)
	d.Circle(100, 100, 5, ink)
	d.Path([]canvas.Point{{X: 1, Y: 2}, {X: 30, Y: 4}, {X: 5, Y: 60}}, true, ink)
	d.Path([]canvas.Point{{X: 1, Y: 2}, {X: 30, Y: 4}, {X: 5, Y: 60}}, false, ink)
	doc := New("", "zh-CN")
	doc.Page()
	if end := doc.Drawing(20, 30, 160, d); end != 30+80 {
		t.Errorf("it ends at %v", end)
	}
	var out bytes.Buffer
	if _, err := doc.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	got := pdftest.Text(t, out.Bytes())
	for _, want := range []string{"末三位里只有一个能够确定", "重要程度"} {
		if !strings.Contains(strings.Join(strings.Fields(got), ""), want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if doc.Drawing(0, 7, 100, &canvas.Drawing{}) != 7 {
		t.Error("an empty drawing takes room")
	}
}
