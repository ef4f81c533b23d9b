package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey/document"
	"minping/survey/pdf/pdftest"
)

var files = flag.String("files", "", "folder to write the examples to, to be looked at")

func written(t interface{ Fatal(...any) }, d *document.Document) (docx, pdf []byte, html string) {
	var x, y bytes.Buffer
	if err := errors.Join(d.DOCX(&x), d.PDF(&y)); err != nil {
		t.Fatal(err)
	}
	h, err := d.HTML(1)
	if err != nil {
		t.Fatal(err)
	}
	return x.Bytes(), y.Bytes(), string(h)
}

// text returns the text of a DOCX file's body; every part of it is XML.
func text(t interface {
	Fatalf(string, ...any)
}, docx []byte,
) string {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var body strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%v", err)
		}
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		for d := xml.NewDecoder(r); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if chars, is := token.(xml.CharData); is && f.Name == "word/document.xml" {
				body.Write(chars)
			}
		}
	}
	return body.String()
}

func TestExamples(t *testing.T) {
	for name, d := range map[string]*document.Document{"summary": summary(), "notice": notice()} {
		docx, pdf, html := written(t, d)
		if *files != "" {
			for ending, content := range map[string][]byte{".docx": docx, ".pdf": pdf} {
				if err := os.WriteFile(filepath.Join(*files, name+ending), content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		again, _, _ := written(t, d)
		if !bytes.Equal(docx, again) {
			t.Errorf("%s: another file the second time", name)
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		for what, got := range map[string]string{"docx": text(t, docx), "pdf": pdftest.Text(t, pdf), "html": html} {
			for _, want := range map[string][]string{
				"summary": {"（其中A票）", "欧阳晓明", "监票人：____________", "得票情况", "84.4"},
				"notice":  {"某县委组织部：", "（一）举报受理不及时", "2026年11月22日", "某组办〔2026〕12号", "1.民意调查反馈问题清单", "附件1", "抄送：某市委组织部，某市信访局。"},
			}[name] {
				if !strings.Contains(bare(got), want) {
					t.Errorf("%s.%s lacks %q", name, what, want)
				}
			}
		}
	}
}

// Any text is in the files as it was, in Latin and Chinese, and makes no file
// that is not XML; tables of any cells hold together.
func TestAnyDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[一-龥a-z <>&"\x{1}\n。（]{0,60}`))
		cell := rapid.Custom(func(t *rapid.T) document.Cell {
			return document.Cell{Text: s.Draw(t, "cell"), Span: rapid.IntRange(0, 3).Draw(t, "span"), Down: rapid.IntRange(0, 3).Draw(t, "down")}
		})
		row := rapid.SliceOfN(cell, 0, 5)
		d := &document.Document{Title: s.Draw(t, "title"), Lang: "zh", Layout: document.Layout(rapid.IntRange(0, 1).Draw(t, "layout")), Wide: rapid.Bool().Draw(t, "wide")}
		words := rapid.StringMatching(`[一-三a-z]{1,20}`).Draw(t, "words")
		d.Blocks = []document.Block{
			document.Heading{Level: rapid.IntRange(-1, 5).Draw(t, "level"), Text: s.Draw(t, "heading")},
			document.Text(words),
			document.Text(s.Draw(t, "text")),
			document.Table{
				Caption: s.Draw(t, "caption"),
				Columns: make([]document.Column, rapid.IntRange(0, 4).Draw(t, "columns")),
				Head:    rapid.SliceOfN(row, 0, 3).Draw(t, "head"),
				Rows:    rapid.SliceOfN(row, 0, 25).Draw(t, "rows"),
			},
			document.Signatures{Who: []string{s.Draw(t, "who")}},
			document.Masthead{Name: s.Draw(t, "name"), Number: s.Draw(t, "number")},
			document.Attachments{Titles: rapid.SliceOfN(s, 0, 3).Draw(t, "titles")},
			document.Signed{Issuer: s.Draw(t, "issuer"), Date: s.Draw(t, "date")},
			document.Annex{Label: s.Draw(t, "label")},
			document.Imprint{Copies: s.Draw(t, "copies"), Office: s.Draw(t, "office"), Date: s.Draw(t, "printed")},
		}
		docx, pdf, html := written(t, d)
		if !strings.Contains(text(t, docx), words) || !strings.Contains(html, words) {
			t.Fatalf("%q is gone", words)
		}
		if !bytes.HasPrefix(pdf, []byte("%PDF")) {
			t.Fatal("no PDF")
		}
	})
}

// Texts are inert in a page.
func TestHTMLIsInert(t *testing.T) {
	const evil = `<script>alert("1")</script>`
	d := &document.Document{Blocks: []document.Block{
		document.Heading{Text: evil},
		document.Text(evil),
		document.Signatures{Who: []string{evil}},
		document.Masthead{Name: evil, Number: evil},
		document.Attachments{Titles: []string{evil}},
		document.Signed{Issuer: evil, Date: evil},
		document.Annex{Label: evil},
		document.Imprint{Copies: evil, Office: evil},
		document.Table{Caption: evil, Columns: make([]document.Column, 1), Head: [][]document.Cell{{{Text: evil}}}, Rows: [][]document.Cell{{{Text: evil}}}},
	}}
	if html, err := d.HTML(1); err != nil || strings.Contains(string(html), "<script") {
		t.Errorf("%v\n%s", err, html)
	}
}

// However much stands before them, headings one below the other stay on the page of
// the text that follows.
func TestHeadingsStayWithTheirText(t *testing.T) {
	for lines := range 30 {
		d := &document.Document{Title: "通报", Lang: "zh", Layout: document.Official}
		for range lines {
			d.Blocks = append(d.Blocks, document.Text("前文。"))
		}
		d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: "二、依据"}, document.Heading{Level: 2, Text: "（一）初评"}, document.Text("后文。"))
		_, file, _ := written(t, d)
		pages := strings.Split(strings.TrimRight(pdftest.Text(t, file), "\f\n"), "\f")
		last := strings.Join(strings.Fields(pages[len(pages)-1]), "")
		if !strings.Contains(last, "二、依据（一）初评后文。") {
			t.Errorf("after %d lines the last page is %q", lines, last)
		}
	}
}

// However much stands before a table, its last row is not alone on a page, and
// rows that stand together stay so.
func TestLastRowIsNotAlone(t *testing.T) {
	for lines := 18; lines < 32; lines++ {
		for _, down := range []int{1, 2} {
			d := &document.Document{Title: "反馈", Lang: "zh"}
			for range lines {
				d.Blocks = append(d.Blocks, document.Text("前文。"))
			}
			table := document.Table{Columns: make([]document.Column, 2), Head: [][]document.Cell{{{Text: "项目"}, {Text: "得分"}}}}
			for i := range 12 {
				row := []document.Cell{{Text: "行" + strconv.Itoa(i)}, {Text: "80"}}
				if down == 2 && i%2 == 0 {
					row[1].Down = 2
				} else if down == 2 {
					row = row[:1]
				}
				table.Rows = append(table.Rows, row)
			}
			d.Blocks = append(d.Blocks, table)
			_, file, _ := written(t, d)
			pages := strings.Split(strings.TrimRight(pdftest.Text(t, file), "\f\n"), "\f")
			last := pages[len(pages)-1]
			if n := strings.Count(last, "行"); len(pages) > 1 && n < 2*down {
				t.Errorf("after %d lines, rows over %d: %d of the last on their page: %q", lines, down, n, last)
			}
		}
	}
}

// A row that is higher than a page goes over several and loses nothing; rows that
// hang together and are too many for a page do so too.
func TestLongRows(t *testing.T) {
	for _, layout := range []document.Layout{document.Working, document.Official} {
		for lines := 1; lines < 300; lines += 41 {
			var first, second strings.Builder
			for i := range lines {
				fmt.Fprintf(&first, "甲%d号\n", i)
				fmt.Fprintf(&second, "乙%d号\n", lines-i)
			}
			hanging := document.Cell{Text: "同一单位", Down: lines}
			d := &document.Document{Title: "清单", Lang: "zh", Layout: layout, Blocks: []document.Block{document.Text("前文。"), document.Table{
				Columns: make([]document.Column, 3), Head: [][]document.Cell{{{Text: "一"}, {Text: "二"}, {Text: "三"}}},
				Rows: [][]document.Cell{{{Text: "某单位的全部问题", Span: 3}}, {{Text: first.String()}, {Text: second.String()}, {Text: "末"}}, {hanging, {Text: "行0"}, {Text: "丙"}}},
			}}}
			table := d.Blocks[1].(document.Table)
			for i := 1; i < lines; i++ {
				table.Rows = append(table.Rows, []document.Cell{{Text: "行" + strconv.Itoa(i)}, {Text: "丙"}})
			}
			d.Blocks[1] = table
			_, file, _ := written(t, d)
			pages := pdftest.Text(t, file)
			all := strings.Join(strings.Fields(pages), "")
			for i := range lines {
				for _, want := range []string{fmt.Sprintf("甲%d号", i), fmt.Sprintf("乙%d号", i+1), "行" + strconv.Itoa(i)} {
					if !strings.Contains(all, want) {
						t.Fatalf("%d lines: %s is gone", lines, want)
					}
				}
			}
			if first, _, _ := strings.Cut(pages, "\f"); !strings.Contains(first, "甲0号") {
				t.Errorf("%d lines: the row does not begin on the first page", lines)
			}
		}
	}
}

// What stands over all columns is on the page of the row below it.
func TestGroupsStayWithTheirRows(t *testing.T) {
	for lines := range 30 {
		d := &document.Document{Title: "清单", Lang: "zh", Layout: document.Official}
		for range lines {
			d.Blocks = append(d.Blocks, document.Text("前文。"))
		}
		d.Blocks = append(d.Blocks, document.Table{Columns: make([]document.Column, 2), Rows: [][]document.Cell{
			{{Text: "一"}, {Text: "二"}}, {{Text: "某单位", Span: 2}}, {{Text: "问题"}, {Text: "依据"}}, {{Text: "问题"}, {Text: "依据"}},
		}})
		_, file, _ := written(t, d)
		for page := range strings.SplitSeq(pdftest.Text(t, file), "\f") {
			if text := strings.Join(strings.Fields(page), ""); strings.Contains(text, "某单位") && !strings.Contains(text, "某单位问题") {
				t.Errorf("after %d lines: %q", lines, text)
			}
		}
	}
}

// However long a table is that ends a letter, its last rows are on the page of
// the signature.
func TestSignatureStaysWithATable(t *testing.T) {
	for rows := range 40 {
		table := document.Table{Columns: make([]document.Column, 2), Head: [][]document.Cell{{{Text: "单位"}, {Text: "处理"}}}}
		for range rows + 2 {
			table.Rows = append(table.Rows, []document.Cell{{Text: "某县"}, {Text: "督导"}})
		}
		d := &document.Document{Title: "督导名单", Lang: "zh", Layout: document.Official, Blocks: []document.Block{
			document.Text("名单如下。"), table, document.Signed{Issuer: "某市委组织部", Date: "2026年11月23日"},
		}}
		docx, file, _ := written(t, d)
		pages := strings.Split(strings.TrimRight(pdftest.Text(t, file), "\f\n"), "\f")
		if last := pages[len(pages)-1]; strings.Count(last, "某县") < 2 || !strings.Contains(last, "某市委组织部") {
			t.Errorf("%d rows: %q", rows+2, last)
		}
		if keep := strings.Count(text(t, docx), "某县"); keep != rows+2 {
			t.Errorf("%d of %d rows in the DOCX", keep, rows+2)
		}
	}
}

// What the font of a PDF lacks is said in it.
func TestCharactersThatAreLacking(t *testing.T) {
	for lang, want := range map[string]string{"zh": "本文件的字体缺 U+20BB7、U+2C4CA", "en": "lacks U+20BB7, U+2C4CA;"} {
		d := &document.Document{Lang: lang, Blocks: []document.Block{document.Text("𠮷某、𬓊某、𠮷某"), document.Heading{Text: "字"}}}
		_, file, _ := written(t, d)
		if text := pdftest.Text(t, file); !strings.Contains(text, want) {
			t.Errorf("%s: %s", lang, text)
		}
	}
	if _, file, _ := written(t, &document.Document{Lang: "zh", Blocks: []document.Block{document.Text("常用的字")}}); strings.Contains(pdftest.Text(t, file), "字体缺") {
		t.Error("it is said where nothing is lacking")
	}
}

// In a DOCX a row stays in one piece unless it could be higher than a page.
func TestTallRowsMayBreak(t *testing.T) {
	long := strings.Repeat("很长的整改建议。", 200)
	d := &document.Document{Lang: "zh", Layout: document.Official, Blocks: []document.Block{document.Table{
		Columns: make([]document.Column, 2), Head: [][]document.Cell{{{Text: "问题"}, {Text: "建议"}}}, Rows: [][]document.Cell{{{Text: "甲"}, {Text: long}}, {{Text: "乙"}, {Text: "短"}}},
	}, document.Signed{Issuer: "某办公室", Date: "2026年11月23日"}}}
	docx, _, _ := written(t, d)
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(string(body), "<w:tr>")[1:]
	for i, whole := range []bool{true, false, true} {
		if got := strings.Contains(rows[i], "<w:cantSplit/>"); got != whole {
			t.Errorf("row %d in one piece: %v", i, got)
		}
	}
	if strings.Contains(rows[1], "<w:keepNext/>") {
		t.Error("the tall row is kept with the next")
	}
}
