package slips

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/pdf/pdftest"
)

// squeezed is a text without white space.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func document(t *testing.T, b Batch, lang string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := PDF(&out, lang, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Every code stands once on a slip that says what it is for and that it is
// confidential, eight to a page.
func TestPDF(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"保密：此码只证明您有资格填答；哪个码发给了谁，系统不留记录。限用一次，遗失不补。", "=测评", "干部，评价@东、西", "2026年11月20日09:00至2026年12月5日18:00", "survey.example.org/p/staff", "<script>主办</script>"},
		"en": {"Confidential:thecodeshowsonlythatyoumayanswer;whogotwhichisnotrecorded.", "=Poll", "Officials,about@East,West", "20November2026,09:00to5December2026,18:00", "survey.example.org/p/staff", "<script>Host</script>"},
	} {
		b := batch(17)
		doc := document(t, b, lang)
		text := squeezed(pdftest.Text(t, doc))
		for _, s := range says {
			if n := strings.Count(text, s); n != 17 {
				t.Errorf("%s: %q stands there %d times, want 17", lang, s, n)
			}
		}
		for _, banned := range []string{"匿名", "nonymous", "〓"} {
			if strings.Contains(text, banned) {
				t.Errorf("%s: the document says %q", lang, banned)
			}
		}
		got := regexp.MustCompile(`CODE-\d{4}`).FindAllString(text, -1)
		slices.Sort(got) // pdftotext reads columns in an order of its own
		if !slices.Equal(got, b.Codes) {
			t.Errorf("%s: codes %v", lang, got)
		}
		for n := range 3 {
			if page := fmt.Sprintf("%d/3", n+1); !strings.Contains(text, page) {
				t.Errorf("%s: no page %s", lang, page)
			}
		}
		if n := bytes.Count(doc, []byte("/Type /Page\n")); n != 3 {
			t.Errorf("%s: %d pages", lang, n)
		}
	}
}

// The QR codes of a printed page lead to the poll with each code.
func TestPDFCodesAreRead(t *testing.T) {
	b := batch(8)
	for i := range b.Codes {
		b.Codes[i] = fmt.Sprintf("7KQ2M-XV9PA-3TZ8C-WD4EH-6NRB1-%03d", i)
	}
	got := pdftest.Codes(t, document(t, b, "zh"), 1, 150)
	slices.Sort(got)
	var want []string
	for _, c := range b.Codes {
		want = append(want, "https://survey.example.org/p/staff#code="+c)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the codes say %q", got)
	}
}

// Texts that nothing was made for are printed as far as they can be, within
// their slip, and what cannot be is named.
func TestPDFOfHostileTexts(t *testing.T) {
	for name, title := range map[string]string{
		"long": strings.Repeat("很长的题目", 400), "emoji": "🎉 满意度 👩‍👩‍👧", "right to left": "\u202eמבחן عربى", "formula": `=HYPERLINK("http://evil")`,
		"syntax": `(\) endobj <</S/JavaScript>>`, "broken": "\xff\xfe", "word": strings.Repeat("x", 3000), "empty": "",
	} {
		b := batch(9)
		b.Title, b.Label, b.As = survey.Text{"zh": title}, title, survey.Text{"zh": title}
		b.Units[0].Name = survey.Text{"zh": title}
		doc := document(t, b, "zh")
		text := pdftest.Text(t, doc)
		if n := strings.Count(text, "CODE-"); n != 9 {
			t.Errorf("%s: %d codes", name, n)
		}
		if bytes.Contains(doc, []byte("/JavaScript")) || len(doc) > 200_000 {
			t.Errorf("%s: %d bytes", name, len(doc))
		}
		lacks := name == "emoji" || name == "right to left" || name == "broken"
		if (len(Uncovered(b, "zh")) > 0) != lacks || strings.Contains(text, "〓") != lacks {
			t.Errorf("%s: uncovered %q", name, string(Uncovered(b, "zh")))
		}
	}
}

// A thousand slips stay a file that can be sent.
func TestPDFStaysSmall(t *testing.T) {
	if n := len(document(t, batch(1000), "zh")); n > 1_500_000 {
		t.Errorf("1000 slips take %d bytes", n)
	}
}

// The cover of a document of four categories comes first and counts them.
func TestPDFCover(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, "pdf", "zh", categories()...); err != nil {
		t.Fatal(err)
	}
	text := squeezed(pdftest.Text(t, out.Bytes()))
	for _, said := range []string{"各票种测评码张数", "A票3", "B票5", "C票2", "D票4", "合计14"} {
		if !strings.Contains(text, said) {
			t.Errorf("it does not say %q: %.400s", said, text)
		}
	}
	if n := bytes.Count(out.Bytes(), []byte("/Type /Page\n")); n != 5 {
		t.Errorf("%d pages", n)
	}
	if *shown != "" {
		if err := os.WriteFile(*shown, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

var shown = flag.String("shown", "", "file to write the slips of four categories to, to be looked at")
