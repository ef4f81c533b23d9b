package canvas

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// fonts are those that texts of an SVG are set in, the first that there is.
const fonts = "'Noto Sans SC','Source Han Sans SC','Noto Sans CJK SC','PingFang SC','HarmonyOS Sans SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"

// SVG writes a drawing as a file of its own: texts as texts, no script, no
// style sheet, nothing from elsewhere.
func SVG(w io.Writer, d *Drawing) error {
	out := &svg{bufio.NewWriter(w)}
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" xml:lang="%s" role="img" aria-labelledby="t d" font-family="%s">`,
		number(d.Width), number(d.Height), escaped(d.Lang), fonts)
	fmt.Fprintf(out, "<title id=\"t\">%s</title><desc id=\"d\">%s</desc>\n", escaped(d.Title), escaped(d.Desc))
	if d.Paper != "" {
		out.Rect(0, 0, d.Width, d.Height, Paint{Fill: d.Paper})
	}
	d.Draw(out)
	fmt.Fprint(out, "</svg>\n")
	return out.Flush()
}

type svg struct{ *bufio.Writer }

func (s *svg) Line(from, to Point, p Paint) {
	fmt.Fprintf(s, `<line x1="%s" y1="%s" x2="%s" y2="%s"%s/>`+"\n", number(from.X), number(from.Y), number(to.X), number(to.Y), stroke(p))
}

func (s *svg) Rect(x, y, width, height float64, p Paint) {
	fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="%s"%s/>`+"\n", number(x), number(y), number(max(0, width)), number(max(0, height)), paint(p))
}

func (s *svg) Circle(x, y, r float64, p Paint) {
	fmt.Fprintf(s, `<circle cx="%s" cy="%s" r="%s"%s/>`+"\n", number(x), number(y), number(r), paint(p))
}

func (s *svg) Path(points []Point, closed bool, p Paint) {
	name := "polyline"
	if closed {
		name = "polygon"
	} else {
		p.Fill = ""
	}
	fmt.Fprintf(s, `<%s points="`, name)
	for i, at := range points {
		if i > 0 {
			fmt.Fprint(s, " ")
		}
		fmt.Fprint(s, number(at.X)+","+number(at.Y))
	}
	fmt.Fprintf(s, `"%s/>`+"\n", paint(p))
}

func (s *svg) Text(x, y float64, text string, t Type) {
	fmt.Fprintf(s, `<text x="%s" y="%s" font-size="%s" fill="%s"`, number(x), number(y), number(t.Size), escaped(string(t.Color)))
	if t.Bold {
		fmt.Fprint(s, ` font-weight="600"`)
	}
	if t.Anchor != Start {
		fmt.Fprintf(s, ` text-anchor="%s"`, t.Anchor)
	}
	if t.Turned {
		fmt.Fprintf(s, ` transform="rotate(-90 %s %s)"`, number(x), number(y))
	}
	fmt.Fprintf(s, ">%s</text>\n", escaped(text))
}

// paint are the attributes of a shape that has an inside.
func paint(p Paint) string {
	fill := p.Fill
	if fill == "" {
		fill = "none"
	}
	return fmt.Sprintf(` fill="%s"`, escaped(string(fill))) + stroke(p)
}

func stroke(p Paint) string {
	if p.Stroke == "" || p.Width <= 0 {
		return ""
	}
	attributes := fmt.Sprintf(` stroke="%s" stroke-width="%s"`, escaped(string(p.Stroke)), number(p.Width))
	if p.Dash > 0 {
		attributes += fmt.Sprintf(` stroke-dasharray="%s"`, number(p.Dash))
	}
	return attributes
}

// number writes a length to a hundredth; one that is none is 0.
func number(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(100*x)/100+0, 'f', -1, 64)
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder has no errors
	return b.String()
}
