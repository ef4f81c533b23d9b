package report

import (
	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// The pigments of the house, as in its style sheets.
const (
	ink    = "16201E"
	ink2   = "45524F"
	accent = "0B5F57"
	red    = "AB2318"
	yellow = "785000"
	line   = "D3DBD8"
	edge   = "74807C"
)

// A look is how a cell looks; each is made into a style once.
type look struct {
	bold, right, center, wrap bool
	ruled                     bool // a rule below
	indented                  bool // ruled cells are
	head                      bool // a column head: a stronger rule
	size                      float64
	color                     string
	format                    string // of numbers
	vertical                  int    // text rotation in degrees; 255: stacked
	hatched                   bool   // suppressed
	white                     bool   // parted by white lines, as heat cells are
	top                       bool   // at the top of a row of several lines
}

func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	style := &excelize.Style{
		Font:      &excelize.Font{Bold: l.bold, Size: 10.5, Color: ink},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: l.wrap, TextRotation: l.vertical},
	}
	if l.size > 0 {
		style.Font.Size = l.size
	}
	if l.color != "" {
		style.Font.Color = l.color
	}
	switch {
	case l.right:
		style.Alignment.Horizontal = "right"
	case l.center:
		style.Alignment.Horizontal = "center"
	case l.ruled, l.indented:
		style.Alignment.Horizontal, style.Alignment.Indent = "left", 1
	}
	if l.wrap || l.top {
		style.Alignment.Vertical = "top"
	}
	if l.head {
		style.Alignment.Vertical = "bottom"
	}
	switch {
	case l.head && l.ruled:
		style.Border = []excelize.Border{{Type: "bottom", Color: ink, Style: 1}}
	case l.ruled:
		style.Border = []excelize.Border{{Type: "bottom", Color: line, Style: 1}}
	case l.white:
		for _, side := range []string{"right", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "FFFFFF", Style: 1})
		}
	}
	if l.hatched {
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 14, Color: []string{line}}
	}
	if l.format != "" {
		style.CustomNumFmt = &l.format
	}
	id, err := b.f.NewStyle(style)
	b.keep(err)
	b.styles[l] = id
	return id
}

// scoreLook shows a score as score prints it, and a blurred one as such.
func scoreLook(s survey.NodeScore) look {
	switch {
	case s.Blurred:
		return look{right: true, ruled: true, format: `"≈"0.0`}
	case decimals(float64(s.Score)) == 2:
		return look{right: true, ruled: true, format: "0.00"}
	}
	return look{right: true, ruled: true, format: "0.0"}
}

// The looks of the cells of lists.
var (
	textLook    = look{ruled: true}
	wrapLook    = look{ruled: true, wrap: true}
	countLook   = look{ruled: true, right: true, format: "#,##0"}
	pointLook   = look{ruled: true, right: true, format: "0.0"}
	errorLook   = look{ruled: true, right: true, format: "0.00"}
	chanceLook  = look{ruled: true, right: true, format: "0.000"}
	shareLook   = look{ruled: true, right: true, format: "0.0%"}
	changeLook  = look{ruled: true, right: true, format: "+0.0;−0.0;0.0"}
	rightLook   = look{ruled: true, right: true}
	certainLook = look{ruled: true, bold: true, color: red}
	verifyLook  = look{ruled: true, bold: true, color: yellow}
)

// atTop places a cell beside texts of several lines.
func atTop(l look) look {
	l.top = true
	return l
}
