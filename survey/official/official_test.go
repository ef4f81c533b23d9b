package official

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"minping/scoring"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/demo"
	"minping/survey/document"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/rectify"
	"minping/survey/report"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	files  = flag.String("files", "", "folder to write the documents to, to be looked at")
)

// example is the release of the demonstration's second round.
var exampleRelease = sync.OnceValues(func() (*survey.Release, error) {
	src, err := library.Source("organisation-work")
	if err != nil {
		return nil, err
	}
	q, err := form.Parse(src)
	if err != nil {
		return nil, err
	}
	var past []*survey.Release
	for round := range 2 {
		counter, encoder := survey.NewCounter(q, nil), survey.NewEncoder(q)
		ballot := scoring.Ballot{Weight: 1, Answers: make([]int16, len(q.Instrument().Items))}
		for b := range demo.Ballots(q, round) {
			ballot.Unit, ballot.Group = b.Unit, b.Group
			encoder.Encode(b.Answers, ballot.Answers)
			counter.Add(&ballot)
		}
		past = []*survey.Release{survey.Compute(survey.Inputs{
			Questionnaire: q, Units: demo.Units(), Ballots: counter, Past: past, MinGroup: 5,
			Poll: &survey.Poll{ID: "satisfaction-2026", Title: q.Title, Simulated: true},
		})}
	}
	return past[0], nil
})

const today = survey.Day("2026-11-23")

func resultsOf(t testing.TB, k Kind, lang string) resultsPaper {
	t.Helper()
	r, err := exampleRelease()
	if err != nil {
		t.Fatal(err)
	}
	poll := survey.Poll{
		Title:     survey.Text{"zh": "澄川省组织工作满意度民意调查（2026\u00a0年）", "en": "Chengchuan: satisfaction with organisation work (2026)"},
		Organiser: survey.Text{"zh": "澄川省民意调查中心", "en": "Chengchuan Opinion Centre"},
		Closes:    time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC),
	}
	return resultsPaper{kind: k, lang: lang, poll: poll, release: r, rankings: report.Rankings(r, lang), today: today, zone: time.UTC, crowd: chart.NewCrowd(r)}
}

// flaggedUnit is the unit with the most findings.
func flaggedUnit(r *survey.Release) string {
	count := map[string]int{}
	best := r.Findings[0].Unit
	for _, f := range r.Findings {
		if count[f.Unit]++; count[f.Unit] > count[best] {
			best = f.Unit
		}
	}
	return best
}

// orderOf is an order of the problems that were drafted for a unit.
func orderOf(t testing.TB, r *survey.Release, unit, lang, number string) OrderOf {
	t.Helper()
	o := OrderOf{Order: rectify.Order{
		ID: "or_" + unit, Number: number, Title: "民意调查反馈问题整改", Unit: unit, Due: "2026-12-31", Issued: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC),
	}}
	poll := survey.PollRef{ID: "satisfaction-2026", Title: survey.Text{"zh": "澄川省组织工作满意度民意调查（2026\u00a0年）", "en": "Chengchuan: satisfaction with organisation work (2026)"}}
	for _, p := range rectify.FromRelease(poll, r, lang, nil) {
		if p.Unit == unit {
			o.Tasks = append(o.Tasks, rectify.Task{
				ID: p.ID, No: len(o.Tasks) + 1, State: rectify.Issued, Unit: unit, Title: p.Title, Detail: p.Detail, Kind: p.Kind, Origins: p.Origins, Advice: p.Advice,
				Due: o.Due, Lead: "卓砚青", Person: "欧阳晓明", Cooperating: []string{"信访局", "督查室"},
			})
		}
	}
	if len(o.Tasks) == 0 {
		t.Fatalf("no problems at %s", unit)
	}
	return o
}

func ordersOf(t testing.TB, k Kind, lang string, several bool) ordersPaper {
	t.Helper()
	r := resultsOf(t, Circular, lang).release
	one := flaggedUnit(r)
	p := ordersPaper{
		kind: k, lang: lang, today: today, zone: time.UTC, poll: plain("澄川省组织工作满意度民意调查（2026\u00a0年）"), maker: "澄川省民意调查中心", simulated: true,
		orders: []OrderOf{orderOf(t, r, one, lang, "整改通知〔2026〕1号")},
		unit:   func(id string) string { return r.Unit(id).Name.In(lang) },
	}
	if lang == "en" {
		p.poll, p.maker = "Chengchuan: satisfaction with organisation work (2026)", "Chengchuan Opinion Centre"
	}
	for _, f := range r.Findings {
		if several && f.Unit != one {
			p.orders = append(p.orders, orderOf(t, r, f.Unit, lang, "整改通知〔2026〕2号"))
			break
		}
	}
	return p
}

// documents are one of each kind.
func documents(t testing.TB, lang string) map[string]File {
	all := map[string]File{}
	for _, k := range OfOrder {
		all[string(k)] = ordersOf(t, k, lang, false).file(Default(k, lang))
		if k.List() {
			all[string(k)+"-poll"] = ordersOf(t, k, lang, true).file(Default(k, lang))
		}
	}
	for _, k := range []Kind{Circular, Supervision} {
		all[string(k)] = resultsOf(t, k, lang).file(Default(k, lang), "")
	}
	results := resultsOf(t, Feedback, lang)
	all["feedback"] = results.file(Default(Feedback, lang), flaggedUnit(results.release))
	return all
}

// What the documents say, word for word.
func TestGolden(t *testing.T) {
	for _, lang := range Languages {
		for name, f := range documents(t, lang) {
			got := textOf(f.Document())
			path := filepath.Join("testdata", name+"."+lang+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is another: go test ./survey/official -update, and look at the difference", path)
			}
			if *files != "" {
				write(t, f, filepath.Join(*files, name+"."+lang))
			}
		}
	}
}

func write(t *testing.T, f File, path string) {
	t.Helper()
	for _, format := range f.Kind.Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, format); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+"."+format, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// textOf is a document as plain text: tables as lines of cells.
func textOf(d *document.Document) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, " | ") + "\n") }
	table := func(rows [][]document.Cell) {
		for _, row := range rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, strings.ReplaceAll(c.Text, "\n", " / "))
			}
			line(cells...)
		}
	}
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case document.Heading:
			line(strings.Repeat("#", x.Level+1) + " " + strings.ReplaceAll(x.Text, "\n", " / "))
		case document.Paragraph:
			text := ""
			for _, r := range x.Runs {
				text += r.Text
			}
			line(text)
		case document.Table:
			table(x.Head)
			table(x.Rows)
		case document.Masthead:
			line("[red] "+x.Name, x.Number)
		case document.Attachments:
			line("[attachments] " + strings.Join(x.Titles, "; "))
		case document.Signed:
			line("[signed] "+x.Issuer, x.Date)
		case document.Annex:
			line("[annex] " + x.Label)
		case document.Imprint:
			line("[imprint] "+x.Copies, x.Office, x.Date)
		}
	}
	return b.String()
}

// Every part of a DOCX is XML, and a workbook has the rows of the list.
func TestFilesAreWhole(t *testing.T) {
	for name, f := range documents(t, "zh") {
		var docx bytes.Buffer
		if err := f.Write(&docx, "docx"); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(docx.Bytes()), int64(docx.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			for d := xml.NewDecoder(r); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %s: %v", name, part.Name, err)
				}
			}
		}
		if !f.Kind.List() {
			if err := f.Write(io.Discard, "xlsx"); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s as a workbook: %v", name, err)
			}
			continue
		}
		var book bytes.Buffer
		if err := f.Write(&book, "xlsx"); err != nil {
			t.Fatal(err)
		}
		x, err := excelize.OpenReader(&book)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.GetRows(f.Kind.Words()["zh"])
		above := f.paper.above()
		if err != nil || len(rows) != len(above)+1+len(f.list.rows) {
			t.Fatalf("%s has %d rows of %d: %v", name, len(rows), len(f.list.rows), err)
		}
		if !strings.Contains(above[0], rows[0][0]) || above[1] != "（模拟数据：单位和数字均为虚构）" || !strings.Contains(strings.Join(above, ""), written(today, "zh")) {
			t.Errorf("above %s stands %q", name, above)
		}
		if typ, err := x.GetCellType(f.Kind.Words()["zh"], "A"+strconv.Itoa(len(above)+2)); err != nil || typ != excelize.CellTypeUnset {
			t.Errorf("the numbers of %s are of type %v: %v", name, typ, err)
		}
		rows = rows[len(above):]
		for i, row := range f.list.rows {
			for _, cell := range row {
				if cell != "" && !slices.Contains(rows[i+1], cell) {
					t.Errorf("%s: row %d lacks %q: %q", name, i+1, cell, rows[i+1])
				}
			}
		}
	}
}

// report1 prints a figure with one decimal, as the release has it.
func report1(n survey.Num) string { return strconv.FormatFloat(float64(n), 'f', 1, 64) }
