package slips

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// batch is n codes of a poll whose texts are hostile.
func batch(n int) Batch {
	b := Batch{
		Poll: survey.Poll{
			ID: "staff", Opens: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC), Closes: time.Date(2026, 12, 5, 10, 0, 0, 0, time.UTC),
			Organiser: survey.Text{"zh": "<script>主办</script>", "en": "<script>Host</script>"},
		},
		Title: survey.Text{"zh": "=测评", "en": "=Poll"}, Label: "+first <b>",
		As:    survey.Text{"zh": "干部", "en": "Officials"},
		Units: []survey.Unit{{ID: "east", Name: survey.Text{"zh": "@东", "en": "@East"}}, {ID: "west", Name: survey.Text{"zh": "西", "en": "West"}}},
		URL:   "https://survey.example.org", Zone: time.FixedZone("", 8*3600),
	}
	for i := range n {
		b.Codes = append(b.Codes, fmt.Sprintf("CODE-%04d", i))
	}
	return b
}

// Every code stands once on a slip of its own, in no address but as a
// fragment; the slips say confidential, never anonymous.
func TestHTML(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"<b>保密</b>", "=测评", "干部，评价@东、西", "2026年11月20日\u00a009:00 至 2026年12月5日\u00a018:00", "survey.example.org/p/staff"},
		"en": {"<b>Confidential</b>", "=Poll", "Officials, about @East, West", "20\u00a0November\u00a02026,\u00a009:00 to 5\u00a0December\u00a02026,\u00a018:00", "survey.example.org/p/staff"},
	} {
		b := batch(17)
		var out bytes.Buffer
		if err := HTML(&out, lang, b); err != nil {
			t.Fatal(err)
		}
		page := out.String()
		for _, s := range says {
			if !strings.Contains(strings.ReplaceAll(page, "&#43;", "+"), s) {
				t.Errorf("%s: the page does not say %q", lang, s)
			}
		}
		if got := regexp.MustCompile(`CODE-\d+`).FindAllString(page, -1); !slices.Equal(got, b.Codes) {
			t.Errorf("%s: codes on the page %v", lang, got)
		}
		if n := strings.Count(page, `class="sheet"`); n != 3 {
			t.Errorf("%s: %d sheets, want 3 of 8, 8 and 1", lang, n)
		}
		if n := strings.Count(page, `class="qr"`); n != 17 {
			t.Errorf("%s: %d QR codes", lang, n)
		}
		for _, banned := range []string{"<script", "<b>+first", "匿名", "nonymous", "http:"} {
			if strings.Contains(page, banned) {
				t.Errorf("%s: the page holds %q", lang, banned)
			}
		}
	}
	if got := batch(1).link("CODE"); got != "https://survey.example.org/p/staff#code=CODE" {
		t.Errorf("link %s", got)
	}
}

// The table opens in a spreadsheet and holds no formula (trust test 53).
func TestCSV(t *testing.T) {
	var out bytes.Buffer
	if err := CSV(&out, "en", batch(2)); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(out.String(), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked {
		t.Fatalf("byte order mark %v, %v", marked, err)
	}
	want := [][]string{csvColumns}
	for _, code := range []string{"CODE-0000", "CODE-0001"} {
		want = append(want, []string{code, "https://survey.example.org/p/staff#code=" + code, "staff", "'=Poll", "'+first <b>", "Officials", "'@East, West"})
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestWindow(t *testing.T) {
	opens, closes := batch(1).Poll.Opens, batch(1).Poll.Closes
	for _, tt := range []struct {
		opens, closes time.Time
		want          string
	}{
		{time.Time{}, time.Time{}, ""},
		{opens, time.Time{}, "From 20 November 2026, 09:00"},
		{time.Time{}, closes, "Until 5 December 2026, 18:00"},
	} {
		b := batch(1)
		b.Poll.Opens, b.Poll.Closes = tt.opens, tt.closes
		if got := strings.ReplaceAll(strings.Join((words{b, "en"}).Window(), " "), "\u00a0", " "); got != tt.want {
			t.Errorf("window %q, want %q", got, tt.want)
		}
	}
}

func TestWrite(t *testing.T) {
	if err := Write(new(bytes.Buffer), "docx", "en", batch(1)); err == nil || !strings.Contains(err.Error(), "pdf, html, csv") {
		t.Errorf("%v", err)
	}
	if errs := Limit("html", MaxSlips); errs != nil {
		t.Error(errs)
	}
	if errs := Limit("html", MaxSlips+1); len(errs) != 1 || len(Limit("pdf", MaxSlips+1)) != 1 || Limit("", MaxSlips+1) != nil || Limit("csv", MaxSlips+1) != nil {
		t.Errorf("%v", errs)
	}
}

// categories are batches of four categories, not in their order.
func categories() []Batch {
	var all []Batch
	for i, place := range []int{3, 1, 4, 2} {
		b := batch(2 + i)
		b.Place, b.Of, b.Label, b.Units = place, 4, "", nil
		b.As = survey.Text{"zh": fmt.Sprintf("%c 票", 'A'+place-1), "en": fmt.Sprintf("Ticket %c", 'A'+place-1)}
		for k := range b.Codes {
			b.Codes[k] = fmt.Sprintf("%c-CODE-%04d", 'A'+place-1, k)
		}
		all = append(all, b)
	}
	return all
}

// Slips of several categories go by category, are marked by words and by a band
// of their own, and begin with a sheet that counts them.
func TestCategories(t *testing.T) {
	var page bytes.Buffer
	if err := Write(&page, "html", "zh", categories()...); err != nil {
		t.Fatal(err)
	}
	sheets := strings.Split(page.String(), `<section class="sheet`)[1:]
	if len(sheets) != 5 {
		t.Fatalf("%d sheets, want the cover and four", len(sheets))
	}
	for i, want := range []string{"A 票</th><td>3</td>", "B 票</th><td>5</td>", "C 票</th><td>2</td>", "D 票</th><td>4</td>", "合计</th><td>14</td>"} {
		if !strings.Contains(sheets[0], want) {
			t.Errorf("the cover does not say %q", want)
		}
		if i == 4 {
			break
		}
		mark := fmt.Sprintf(`<i class="band %s">`, bands[i].name)
		codes := regexp.MustCompile(`[A-D]-CODE-`).FindAllString(sheets[i+1], -1)
		if len(codes) == 0 || len(slices.Compact(codes)) != 1 || !strings.HasPrefix(codes[0], string(rune('A'+i))) {
			t.Errorf("sheet %d has codes %v", i+1, codes)
		}
		if n := strings.Count(sheets[i+1], mark); n != strings.Count(sheets[i+1], `<article`) || !strings.Contains(sheets[0], mark) {
			t.Errorf("sheet %d: %d bands %s", i+1, n, mark)
		}
	}
	var single bytes.Buffer
	if err := Write(&single, "html", "zh", categories()[:1]...); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(single.String(), `class="sheet cover"`) || !strings.Contains(single.String(), `class="band edges"`) {
		t.Error("one category has a cover, or no band")
	}
}

// No two bands look alike where colours are gone.
func TestBandsInGrey(t *testing.T) {
	seen := map[string]string{}
	for _, b := range bands {
		pattern := fmt.Sprint(b.bars)
		if other, twice := seen[pattern]; twice {
			t.Errorf("%s and %s look alike", b.name, other)
		}
		seen[pattern] = b.name
		for _, bar := range b.bars {
			if bar.left+bar.width > bandWidth+1e-9 {
				t.Errorf("%s is wider than a band", b.name)
			}
		}
	}
}
