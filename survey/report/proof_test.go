package report

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// proof is one of four counties of twenty-four.
func proof() *survey.Proof {
	var rounds [2]survey.Round
	scores := [2][]survey.Num{{60, 52, 74, 70}, {76, 67, 74.5, 58}}
	for i := range 20 {
		at := survey.Num(70 + i/2)
		scores[0], scores[1] = append(scores[0], at), append(scores[1], at+1+survey.Num(i%3)-survey.Num(i%2))
	}
	for i := range rounds {
		r := &survey.Release{
			Questionnaire: survey.QuestionnaireRef{ID: "q", Hash: "same"}, Method: survey.Method{Level: .95},
			Nodes: []survey.NodeInfo{{ID: "overall", Title: survey.Text{"zh": "总体满意度", "en": "Overall"}}},
		}
		for u, s := range scores[i] {
			se := survey.Num(1)
			if u == 1 {
				se = 5
			}
			r.Units = append(r.Units, survey.UnitResult{
				Unit: fmt.Sprint("c", u), Name: survey.Text{"zh": fmt.Sprintf("第%d县", u+1), "en": fmt.Sprint("County ", u+1)}, Tier: "county",
				Nodes: map[string]survey.NodeScore{"overall": {Score: s, SE: se, Low: s - 2*se, High: s + 2*se, DF: 200, N: 200}},
			})
		}
		rounds[i] = survey.Round{
			Poll:   survey.PollRef{ID: fmt.Sprint(i), Title: survey.Text{"zh": fmt.Sprintf("%d 年组织工作满意度", 2025+i), "en": fmt.Sprint("Satisfaction ", 2025+i)}},
			Closes: time.Date(2025+i, 9, 1, 0, 0, 0, 0, time.UTC), Release: r,
		}
	}
	var entries []survey.Rectified
	for i, unit := range []string{"c0", "c1", "c2", "c3", "c99"} {
		entries = append(entries, survey.Rectified{Order: fmt.Sprintf("〔2025〕%d号", i+1), Unit: unit, Node: "overall", Closed: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
	}
	return survey.ProofOf(rounds[0], rounds[1], entries)
}

// The report says what the proof says, in both languages and every form.
func TestProof(t *testing.T) {
	p := proof()
	for lang, want := range map[string][]string{
		"zh": {"整改成效核验表", "4 项整改中，1 项确有改进，1 项反而下降", "〔2025〕1号", "第1县", "确有改进", "均值回归", "已销号并可核验的 4 项中，1 项得到证实", "未整改", "Benjamini-Hochberg", "至多 5% 有误", "c99", "两轮中有一轮没有这个单位或指标"},
		"en": {"Which rectifications worked", "1 of 4 rectifications proved to have improved, 1 fell", "County 1", "regression to the mean", "no effect inside the interval can be ruled out"},
	} {
		d := Proof(p, lang)
		part, err := d.HTML(2)
		if err != nil {
			t.Fatal(err)
		}
		html := string(part)
		for _, s := range want {
			if !strings.Contains(html, s) {
				t.Errorf("%s: lacks %q in %s", lang, s, html)
			}
		}
		if strings.Contains(html, "NaN") || strings.Index(html, ">"+survey.EffectTitle("improved").In(lang)) > strings.Index(html, ">"+survey.EffectTitle("noise").In(lang)) {
			t.Errorf("%s: not by what became of them: %s", lang, html)
		}
		for _, format := range []string{"docx", "pdf"} {
			var b bytes.Buffer
			write := d.DOCX
			if format == "pdf" {
				write = d.PDF
			}
			if err := write(&b); err != nil || b.Len() < 2000 {
				t.Errorf("%s: %d bytes, %v", format, b.Len(), err)
			}
			if *files != "" {
				if err := os.WriteFile(filepath.Join(*files, "proof-"+lang+"."+format), b.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// The table has every figure of the proof as a number, what was proved first.
func TestProofTable(t *testing.T) {
	p := proof()
	for _, lang := range []string{"zh", "en"} {
		table := ProofTable(p, lang)
		if len(table.Rows) != len(p.Items) {
			t.Fatalf("%d rows of %d", len(table.Rows), len(p.Items))
		}
		for i, row := range table.Rows {
			if len(row) != len(table.Heads) {
				t.Fatalf("row %d has %d cells of %d", i, len(row), len(table.Heads))
			}
		}
		first := table.Rows[0]
		if first[2] != "c0" || first[6] != survey.EffectTitle("improved").In(lang) || first[7] != "2026-03-01" || first[8] != "60.00" || first[10] != "76.00" || first[12] != "16.00" {
			t.Errorf("%s: %q", lang, first)
		}
		var b bytes.Buffer
		if err := table.Write(&b, "xlsx", lang); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		if kind, err := book.GetCellType(table.Title, "M2"); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
			t.Errorf("%s: a change is no number: %v, %v", lang, kind, err)
		}
		if got, err := book.GetCellValue(table.Title, "M2"); err != nil || got != "16.00" {
			t.Errorf("%s: the change is %q, %v", lang, got, err)
		}
		book.Close()
		b.Reset()
		if err := table.Write(&b, "csv", lang); err != nil || strings.Contains(b.String(), "NaN") || strings.Count(b.String(), "\r\n") != 1+len(p.Items) {
			t.Errorf("%s: %v\n%s", lang, err, b.String())
		}
	}
}
