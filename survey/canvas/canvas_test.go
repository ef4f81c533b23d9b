package canvas

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var black = Paint{Fill: "#000000"}

// drawn rasterises a drawing at one pixel a pixel.
func drawn(t *testing.T, d *Drawing) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := PNG(&b, d, 1); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// dark sums up how much of a picture is covered with black, in pixels.
func dark(img image.Image) float64 {
	sum := 0.0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			sum += 1 - float64(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)/255
		}
	}
	return sum
}

// Shapes cover as many pixels as geometry says.
func TestAreas(t *testing.T) {
	line := Paint{Stroke: "#000000", Width: 2}
	for _, tt := range []struct {
		name string
		draw func(c Canvas)
		want float64
	}{
		{"rectangle", func(c Canvas) { c.Rect(10.5, 10, 20, 10, black) }, 200},
		{"circle", func(c Canvas) { c.Circle(50, 50, 20, black) }, math.Pi * 400},
		{"ring", func(c Canvas) { c.Circle(50, 50, 20, line) }, math.Pi * (21*21 - 19*19)},
		{"triangle", func(c Canvas) { c.Path([]Point{{0, 0}, {40, 0}, {0, 40}}, true, black) }, 800},
		{"an open path is not filled", func(c Canvas) { c.Path([]Point{{10, 10}, {40, 10}}, false, Paint{Fill: "#000000"}) }, 0},
		{"line", func(c Canvas) { c.Line(Point{10, 10}, Point{60, 10}, line) }, 100},
		{"slanted line", func(c Canvas) { c.Line(Point{10, 10}, Point{40, 50}, line) }, 100},
		{"dashes", func(c Canvas) { c.Line(Point{10, 10}, Point{70, 10}, Paint{Stroke: "#000000", Width: 2, Dash: 10}) }, 60},
		{"frame", func(c Canvas) { c.Rect(10, 10, 20, 20, line) }, 160},
		{"diamond", func(c Canvas) { Diamond(c, 50, 50, 10, black) }, 200},
		{"ellipse", func(c Canvas) { Ellipse(c, 50, 50, 30, 10, black) }, math.Pi * 300},
		{"hatch", func(c Canvas) { Hatch(c, 0, 0, 40, 20, 10, Paint{Stroke: "#000000", Width: 1}) }, math.Sqrt2 * (10 + 20 + 20 + 20 + 10)},
		{"outside", func(c Canvas) { c.Rect(-500, -500, 100, 100, black) }, 0},
		{"no number", func(c Canvas) { c.Circle(math.NaN(), 3, 4, black) }, 0},
	} {
		d := &Drawing{Width: 100, Height: 100, Paper: "#ffffff"}
		tt.draw(d)
		if got := dark(drawn(t, d)); math.Abs(got-tt.want) > .03*tt.want+1 {
			t.Errorf("%s covers %.1f pixels, want %.1f", tt.name, got, tt.want)
		}
	}
}

// A text covers the room that it says and nothing beside, whichever way it
// stands; what the font lacks is a box.
func TestTextRoom(t *testing.T) {
	for _, text := range []string{"干部评议 76.4", "Chengchuan (gy)", "🎉🎉", "“引”"} {
		for _, ty := range []Type{
			{Size: 20, Color: "#000000"},
			{Size: 20, Color: "#000000", Bold: true, Anchor: Middle},
			{Size: 20, Color: "#000000", Anchor: End},
			{Size: 20, Color: "#000000", Turned: true},
			{Size: 20, Color: "#000000", Turned: true, Anchor: End},
		} {
			d := &Drawing{Width: 400, Height: 400, Paper: "#ffffff", Lang: "zh"}
			d.Text(200, 200, text, ty)
			room := d.Texts()[0].Box
			img := drawn(t, d)
			inside := 0.0
			for y := range 400 {
				for x := range 400 {
					ink := 1 - float64(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)/255
					inside += ink
					if out := float64(x) < room.Left-2 || float64(x) > room.Right+2 || float64(y) < room.Top-3 || float64(y) > room.Bottom+3; out && ink > 0 {
						t.Fatalf("%q %+v: ink at %d, %d outside of %v", text, ty, x, y, room)
					}
				}
			}
			if area := (room.Right - room.Left) * (room.Bottom - room.Top); inside < .05*area || inside > .6*area {
				t.Errorf("%q %+v covers %.0f of %.0f pixels", text, ty, inside, area)
			}
		}
	}
}

func TestMissing(t *testing.T) {
	d := &Drawing{}
	d.Text(0, 0, "评🎉🎉", Type{Size: 10})
	if got := string(d.Missing()); got != "🎉" {
		t.Errorf("missing %q", got)
	}
}

// A large drawing becomes a smaller picture, never one too large.
func TestPictureIsBounded(t *testing.T) {
	d := &Drawing{Width: 1000, Height: 90_000}
	var b bytes.Buffer
	if err := PNG(&b, d, 2); err != nil {
		t.Fatal(err)
	}
	c, err := png.DecodeConfig(&b)
	if err != nil || c.Width*c.Height > MaxPixels+c.Width+c.Height || c.Width < 400 {
		t.Errorf("%d×%d, %v", c.Width, c.Height, err)
	}
	if err := PNG(io.Discard, &Drawing{}, 2); err == nil {
		t.Error("a picture of nothing")
	}
}

// Any text makes an SVG that is XML and holds the text.
func TestSVGIsXML(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		d := &Drawing{Width: 100, Height: 100, Lang: "zh", Title: text, Desc: `"<&`}
		d.Text(10, 10, text, Type{Size: 10, Color: "#000000", Turned: true})
		d.Path([]Point{{1, 2}, {3, math.NaN()}}, true, Paint{Fill: Color(text)})
		var b bytes.Buffer
		if err := SVG(&b, d); err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		in := false
		for dec := xml.NewDecoder(&b); ; {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				in = x.Name.Local == "text"
			case xml.EndElement:
				in = false
			case xml.CharData:
				if in {
					said.Write(x)
				}
			}
		}
		if want := plain(text); strings.TrimSpace(valid(want)) != strings.TrimSpace(said.String()) {
			t.Fatalf("%q became %q", want, said.String())
		}
	})
}

// valid replaces what XML has no place for, as encoding/xml does.
func valid(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xfffe || r == 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
}

func TestLines(t *testing.T) {
	ty := Type{Size: 10}
	for _, line := range Lines("干部选拔任用工作，the whole of it", 60, ty) {
		if w := Measure(line, ty); w > 60 {
			t.Errorf("%q is %v wide", line, w)
		}
	}
	if w := Measure("干部", ty); w != 20 {
		t.Errorf("two Chinese characters are %v wide", w)
	}
}

func FuzzDrawing(f *testing.F) {
	f.Add("评\u202e🎉<", 10.0, 5.0, 3.0)
	f.Fuzz(func(t *testing.T, text string, x, y, size float64) {
		d := &Drawing{Width: 60, Height: 40, Paper: "#ffffff"}
		d.Text(x, y, text, Type{Size: math.Mod(size, 50), Color: Color(text), Anchor: Middle})
		d.Circle(x, y, size, Paint{Fill: "#112233", Stroke: "#445566", Width: 1})
		if PNG(io.Discard, d, 1) != nil || SVG(io.Discard, d) != nil {
			t.Fatal("it was not drawn")
		}
	})
}

// A picture of many colours keeps those that cover most, and no pixel goes far.
func TestPaletted(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		c := color.RGBA{0x0b, 0x5f, 0x57, 255}
		if i >= 2048 {
			c = color.RGBA{uint8(i / 8), uint8(i % 256), 128, 255}
		}
		img.SetRGBA(i%64, i/64, c)
	}
	small, ok := paletted(img).(*image.Paletted)
	if !ok || len(small.Palette) != 256 {
		t.Fatalf("%T of %d colours", small, len(small.Palette))
	}
	for i := range 64 * 64 {
		was, is := img.RGBAAt(i%64, i/64), color.RGBAModel.Convert(small.At(i%64, i/64)).(color.RGBA)
		if i < 2048 && is != was {
			t.Fatalf("pixel %d was %v, is %v", i, was, is)
		}
	}
	few := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		few.SetRGBA(i%16, i/16, color.RGBA{uint8(i), 0, 0, 255})
	}
	same := paletted(few)
	for i := range 256 {
		if color.RGBAModel.Convert(same.At(i%16, i/16)) != few.RGBAAt(i%16, i/16) {
			t.Fatalf("colour %d of 256 changed", i)
		}
	}
}
