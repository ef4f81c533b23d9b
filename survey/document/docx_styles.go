package document

import (
	"fmt"
	"math"
	"strings"
)

// styles are the looks under the names that Word knows, so that headings make
// up its outline.
func (b *docx) styles() string {
	s := b.sheet
	var out strings.Builder
	out.WriteString(xmlHead + `<w:styles ` + mainSpace + `><w:docDefaults><w:rPrDefault><w:rPr>` + fontOf(s.body) +
		`<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	style := func(id, name, above string, l look, outline string) {
		kind := ` w:customStyle="1"`
		if name != "" {
			kind = ""
		} else {
			name = id
		}
		if id == "Normal" {
			kind = ` w:default="1"`
		}
		fmt.Fprintf(&out, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, kind, id, name)
		if above != "" {
			fmt.Fprintf(&out, `<w:basedOn w:val="%s"/>`, above)
		}
		out.WriteString(`<w:qFormat/><w:pPr>`)
		if outline != "" || id == "Title" || id == "Caption" {
			out.WriteString(`<w:keepNext/>`)
		}
		if id == "Cell" { // so that 2026年12月31日 is as wide as its characters
			out.WriteString(`<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>`)
		}
		fmt.Fprintf(&out, `<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="%s"/>`, points(l.before), points(l.after), points(l.lead), b.rule())
		if l.inset > 0 || id != "Normal" {
			fmt.Fprintf(&out, `<w:ind w:firstLineChars="%d" w:firstLine="%d"/>`, int(100*l.inset), points(l.inset*l.size))
		}
		out.WriteString(justify(l.align) + outline + `</w:pPr><w:rPr>` + fontOf(l))
		if l.bold {
			out.WriteString(`<w:b/>`)
		}
		if tight := b.sheet.set(l).size - l.size; tight < 0 {
			fmt.Fprintf(&out, `<w:spacing w:val="%d"/>`, int(math.Floor(20*tight)))
		}
		fmt.Fprintf(&out, `<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, int(2*l.size), int(2*l.size))
	}
	style("Normal", "Normal", "", s.body, "")
	style("Title", "Title", "Normal", s.title, "")
	for i, l := range s.headings {
		style(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), "Normal", l, fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, i))
	}
	style("Note", "", "Normal", s.small, "")
	style("Cell", "", "Normal", s.cell, "")
	caption := s.cell
	caption.bold, caption.before, caption.after = true, 6, 3
	style("Caption", "caption", "Normal", caption, "")
	style("Annex", "", "Normal", s.annex(), "")
	foot := s.cell
	if s.dashes {
		foot.size, foot.lead, foot.font = footSize, footSize*1.3, "宋体"
	}
	style("Footer", "footer", "Normal", foot, "")
	return out.String() + `</w:styles>`
}

// footSize is how large page numbers of letters are: size 4.
const footSize = 14

// fontTable says what stands in for fonts that a machine lacks.
func fontTable() string {
	var out strings.Builder
	out.WriteString(xmlHead + `<w:fonts ` + mainSpace + `>`)
	for _, f := range fallbacks {
		fmt.Fprintf(&out, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/><w:family w:val="%s"/><w:pitch w:val="default"/></w:font>`, f.font, f.others, f.family)
	}
	return out.String() + `<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`
}

// rule is how the distance of lines is meant: of official letters exactly.
func (b *docx) rule() string {
	if b.d.Layout == Official {
		return "exact"
	}
	return "atLeast"
}

// fontOf names a look's fonts.
func fontOf(l look) string {
	return fmt.Sprintf(`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="%s"/>`, l.font)
}

// points turns points into twentieths.
func points(pt float64) int { return int(20*pt + .5) }
