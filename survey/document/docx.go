package document

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"minping/survey/canvas"
)

// DOCX writes the document as Office Open XML (ECMA-376), the same bytes for
// the same document.
func (d *Document) DOCX(w io.Writer) error {
	b := &docx{d: d, sheet: d.sheet()}
	for i, block := range d.Blocks {
		if err := b.block(block, i); err != nil {
			return err
		}
	}
	z := zip.NewWriter(w)
	for _, part := range b.parts() {
		method := zip.Deflate
		if strings.HasSuffix(part.name, ".png") { // packed in itself
			method = zip.Store
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: method})
		if err == nil {
			_, err = io.WriteString(f, part.text)
		}
		if err != nil {
			return fmt.Errorf("document: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	return nil
}

// A docx is a document on its way into XML.
type docx struct {
	d        *Document
	sheet    sheet
	body     strings.Builder
	pictures []string // PNG
}

type part struct{ name, text string }

const (
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace     = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	relationSpace = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	drawingSpace  = `xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	relations     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	kinds         = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// parts are the files of the package.
func (b *docx) parts() []part {
	all := []part{
		{"[Content_Types].xml", b.contentTypes()},
		{"_rels/.rels", relationships(
			relation{"rId1", "officeDocument", "word/document.xml"},
			relation{"rId2", "metadata/core-properties", "docProps/core.xml"},
		)},
		{"docProps/core.xml", xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` +
			escape(b.d.Title) + `</dc:title><dc:creator>Minping</dc:creator><dc:language>` + language(b.d.Lang) + `</dc:language></cp:coreProperties>`},
		{"word/document.xml", xmlHead + `<w:document ` + mainSpace + ` ` + relationSpace + ` ` + drawingSpace + `><w:body>` + b.body.String() + b.section() + `</w:body></w:document>`},
		{"word/styles.xml", b.styles()},
		{"word/settings.xml", b.settings()},
		{"word/fontTable.xml", fontTable()},
		{"word/footer1.xml", b.footer(End)},
		{"word/footer2.xml", b.footer(Start)},
	}
	links := []relation{
		{"rId1", "styles", "styles.xml"},
		{"rId2", "settings", "settings.xml"},
		{"rId3", "footer", "footer1.xml"},
		{"rId4", "footer", "footer2.xml"},
		{"rId5", "fontTable", "fontTable.xml"},
	}
	for i, png := range b.pictures {
		name := "media/picture" + strconv.Itoa(i+1) + ".png"
		all = append(all, part{"word/" + name, png})
		links = append(links, relation{"picture" + strconv.Itoa(i+1), "image", name})
	}
	return append(all, part{"word/_rels/document.xml.rels", relationships(links...)})
}

func (b *docx) contentTypes() string {
	var types strings.Builder
	for _, t := range [][2]string{{"document", "document.main"}, {"styles", "styles"}, {"settings", "settings"}, {"fontTable", "fontTable"}, {"footer1", "footer"}, {"footer2", "footer"}} {
		fmt.Fprintf(&types, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, t[0], kinds, t[1])
	}
	return xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		types.String() + `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
}

type relation struct{ id, kind, target string }

func relationships(links ...relation) string {
	var out strings.Builder
	out.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, l := range links {
		kind := relations + l.kind
		if l.kind == "metadata/core-properties" {
			kind = "http://schemas.openxmlformats.org/package/2006/relationships/" + l.kind
		}
		fmt.Fprintf(&out, `<Relationship Id="%s" Type="%s" Target="%s"/>`, l.id, kind, l.target)
	}
	return out.String() + `</Relationships>`
}

// section is the page: its size, margins and footers.
func (b *docx) section() string {
	width, height := b.d.size()
	turned := ""
	if b.d.Wide {
		turned = ` w:orient="landscape"`
	}
	s := b.sheet
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>`+
		`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/></w:sectPr>`,
		twips(width), twips(height), turned, twips(s.top), twips(s.right), twips(s.bottom), twips(s.left), twips(max(8, s.bottom-12)))
}

// footer is the page's number; of official letters it stands outside.
func (b *docx) footer(outside Align) string {
	field := `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	align, indent := Centre, ""
	if b.sheet.dashes {
		align = outside
		indent = fmt.Sprintf(`<w:ind w:left="%d" w:right="%[1]d" w:firstLineChars="0" w:firstLine="0"/>`, points(footSize)) // one character from the edge
		field = `<w:r><w:t xml:space="preserve">— </w:t></w:r>` + field + `<w:r><w:t xml:space="preserve"> —</w:t></w:r>`
	}
	return xmlHead + `<w:ftr ` + mainSpace + `><w:p><w:pPr><w:pStyle w:val="Footer"/>` + indent + justify(align) + `</w:pPr>` + field + `</w:p></w:ftr>`
}

func (b *docx) settings() string {
	return xmlHead + `<w:settings ` + mainSpace + `><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>` +
		`<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`
}

// picture takes up a drawing as PNG, at twice its size.
func (b *docx) picture(p Picture) error {
	var png bytes.Buffer
	if err := canvas.PNG(&png, p.Drawing, 2); err != nil {
		return err
	}
	b.pictures = append(b.pictures, png.String())
	n := len(b.pictures)
	width := b.d.room()
	if p.Share > 0 {
		width *= p.Share
	}
	height := width * p.Drawing.Height / p.Drawing.Width
	fmt.Fprintf(&b.body, `<w:p><w:pPr><w:pStyle w:val="Cell"/><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="picture%d" title="%s" descr="%s"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="picture%d.png"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="picture%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		emus(width), emus(height), n, n, escape(p.Drawing.Title), escape(p.Drawing.Desc), n, n, n, emus(width), emus(height))
	return nil
}

// twips turns millimetres into twentieths of a point.
func twips(mm float64) int { return int(mm*1440/25.4 + .5) }

// emus turns millimetres into English metric units.
func emus(mm float64) int { return int(mm * 36000) }

func language(lang string) string {
	if strings.HasPrefix(lang, "en") {
		return "en-US"
	}
	return "zh-CN"
}

// escape makes a text one of XML: what XML cannot hold is left out.
func escape(s string) string {
	var out strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			out.WriteString("&amp;")
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r == '"':
			out.WriteString("&quot;")
		case r == '\t', r >= ' ' && r < 0xfffe && (r < 0xd800 || r > 0xdfff), r > 0xffff:
			out.WriteRune(r)
		case r == '\n', r == '\r':
			out.WriteByte(' ')
		}
	}
	return out.String()
}
