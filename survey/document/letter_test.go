package document

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// The official layout is what GB/T 9704-2012 asks for, 5.2 and 7.
func TestOfficialMeasures(t *testing.T) {
	d := &Document{Lang: "zh", Layout: Official, Blocks: []Block{Text("正文")}}
	s := d.sheet()
	if s.top != 37 || s.left != 28 || d.room() != 156 || long-s.top-s.bottom != 225 {
		t.Errorf("the type area begins at %g, %g and is %g by %g mm", s.top, s.left, d.room(), long-s.top-s.bottom)
	}
	if lines := (long - s.top - s.bottom) / (s.body.lead * point); lines < 22 || lines >= 23 {
		t.Errorf("%g lines on a page", lines)
	}
	if chars := d.room() / (s.set(s.body).size * point); chars < 27.999 || chars >= 29 {
		t.Errorf("%g characters on a line", chars)
	}
	if turned := (&Document{Layout: Official, Wide: true}); turned.room() != 225 || turned.sheet().top != 28 {
		t.Errorf("across, lines are %g mm long from %g", turned.room(), turned.sheet().top)
	}
	var file bytes.Buffer
	if err := d.DOCX(&file); err != nil {
		t.Fatal(err)
	}
	for part, wants := range map[string][]string{
		"word/document.xml": {`<w:pgSz w:w="11906" w:h="16838"/>`, `w:top="2098"`, `w:left="1587"`},
		"word/styles.xml": {
			`w:eastAsia="仿宋_GB2312"/><w:spacing w:val="-5"/><w:sz w:val="32"/>`, `w:line="576" w:lineRule="exact"`, `w:firstLineChars="200"`,
			`w:ascii="Times New Roman"`, `w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/>`, `w:eastAsia="楷体_GB2312"`,
		},
		"word/footer1.xml":   {`— </w:t>`, `<w:jc w:val="right"/>`},
		"word/footer2.xml":   {`— </w:t>`},
		"word/fontTable.xml": {`<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,`},
	} {
		text := readPart(t, file.Bytes(), part)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", part, want)
			}
		}
	}
}

func readPart(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The date stands four characters in, the issuer centred above it; a long
// issuer two, and the date centred below it (7.3.5.1).
func TestSealPlace(t *testing.T) {
	for _, tt := range []struct {
		issuer, date string
		right, below float64
	}{
		{"某市委办公室", "2026年11月22日", 4.5, 4}, // six characters above seven
		{"中共某省委组织部民意调查中心", "2026年11月22日", 2, 5.5},
	} {
		if right, below := (Signed{tt.issuer, tt.date}).place(); right != tt.right || below != tt.below {
			t.Errorf("%s stands %g in, %s %g", tt.issuer, right, tt.date, below)
		}
	}
}

func TestBalanced(t *testing.T) {
	for title, want := range map[string]string{
		"整改通知书": "整改通知书",
		"关于某市民意调查反馈问题整改工作情况的通报": "关于某市民意调查反馈问\n题整改工作情况的通报", // 21 characters
		"关于做好整改工作\n的通知":         "关于做好整改工作\n的通知",
		"":                      "",
	} {
		if got := balanced(title, 20, nil); got != want {
			t.Errorf("balanced(%q) = %q, want %q", title, got, want)
		}
	}
	words := func(string) []string {
		return strings.Fields("关于 某市 民意调查 反馈 问题 整改 工作情况 的 通报")
	}
	title := strings.Join(words(""), "")
	if got, want := balanced(title, 20, words), "关于某市民意调查反馈\n问题整改工作情况的通报"; got != want {
		t.Errorf("between words %q, want %q", got, want)
	}
}
