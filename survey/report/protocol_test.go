package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"minping/survey"
	"minping/survey/document"
)

// closing is what is said of a poll beside its release.
func closing() Closing {
	return Closing{
		Poll: survey.Poll{
			ID: "plenary", Access: survey.ByCode, Expected: 70, Organiser: survey.Text{"zh": "办公室", "en": "The office"},
			Opens: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC), Closes: time.Date(2026, 11, 20, 2, 30, 0, 0, time.UTC),
		},
		Hash: strings.Repeat("0123456789abcdef", 4), Zone: time.FixedZone("", 8*3600),
	}
}

// cellsOf lists the rows of a document's tables as texts.
func cellsOf(d *document.Document) (rows []string) {
	for _, b := range d.Blocks {
		if t, is := b.(document.Table); is {
			for _, r := range t.Rows {
				var texts []string
				for _, c := range r {
					texts = append(texts, c.Text)
				}
				rows = append(rows, strings.Join(texts, "|"))
			}
		}
	}
	return rows
}

// The record of a count says what came of every ticket, when, and the hash;
// what the release hides it does not tell.
func TestProtocol(t *testing.T) {
	r := evaluation(t)
	d := Protocol(r, closing(), "zh")
	html, err := d.HTML(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"计票单", "2026年11月20日 09:00", "2026年11月20日 10:30", "70 / ", "01234567 89abcdef", "minping verify plenary", "监票人", "计票人", "填表人", "总监票人"} {
		if !strings.Contains(string(html), said) {
			t.Errorf("it does not say %q", said)
		}
	}
	all := strings.Join(cellsOf(d), "\n")
	for i := range r.Evaluation.Units {
		u := &r.Evaluation.Units[i]
		for _, g := range u.Groups {
			if g.Collected == nil && strings.Contains(all, r.Unit(u.Unit).Name.In("zh")+"|"+g.Group+"|") && !strings.Contains(all, "|—|—|—|") {
				t.Errorf("%s of %s is hidden, and told: %s", g.Group, u.Unit, all)
			}
		}
	}
	if part := *r; true {
		if part.Part = true; Protocol(&part, closing(), "zh") != nil {
			t.Error("there is a record of a part of the count")
		}
	}
	if of := closing(); true {
		if of.Hash = ""; Protocol(r, of, "zh") != nil {
			t.Error("there is a record without a hash")
		}
	}
}

// Where every ticket was a sheet about all, one line says how many of it there
// were; where units differ, each has lines of its own.
func TestProtocolTickets(t *testing.T) {
	n := func(i int) *int { return &i }
	r := evaluation(t)
	for i := range r.Evaluation.Units {
		u := &r.Evaluation.Units[i]
		u.Groups = []survey.GroupEvaluation{
			{Group: "a", BallotCounts: survey.BallotCounts{Issued: n(6), Collected: n(5), Abstained: n(0)}},
			{Group: "b", BallotCounts: survey.BallotCounts{Issued: n(20), Collected: n(18), Abstained: n(i % 2)}},
		}
	}
	got := strings.Join(cellsOf(Protocol(r, closing(), "zh"))[6:], "\n")
	if want := "A 票||6|5|5|0|0\nB 票||20|18|18|0|见各对象"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	r.Evaluation.Units[3].Groups[0].Collected = n(4)
	if got := cellsOf(Protocol(r, closing(), "zh"))[6:]; len(got) != 18 || !strings.HasSuffix(got[6], "|A 票||6|4|4|0|0") {
		t.Errorf("%d lines: %v", len(got), got)
	}
}

// Void sheets of paper and the votes stand in the record.
func TestProtocolPaperAndVotes(t *testing.T) {
	r := evaluation(t)
	sheets := survey.PaperSheets{Issued: 30, Returned: 28, Valid: 26, Invalid: 2, Abstained: 1}
	r.Paper = &survey.Paper{PaperFigures: survey.PaperFigures{Eligible: 31, Sheets: &sheets}, Units: []survey.PaperUnit{
		{PaperFigures: survey.PaperFigures{Eligible: 31, Sheets: &sheets}, Groups: []survey.PaperGroup{
			{Group: "a", PaperFigures: survey.PaperFigures{Eligible: 31, Sheets: &sheets}},
			{Group: "b", PaperFigures: survey.PaperFigures{Eligible: 9, Band: &survey.Band{Low: .5, High: 1}}},
		}},
	}}
	r.Votes = []survey.VoteResult{
		{Text: survey.Text{"zh": "通过"}, VoteSheets: survey.VoteSheets{Expected: 31, Cast: 28, Invalid: 2, Abstained: 1}},
		{Text: survey.Text{"zh": "缓议"}, VoteSheets: survey.VoteSheets{Expected: 4, Cast: 2, Invalid: 1}, Few: true},
	}
	got := strings.Join(cellsOf(Protocol(r, closing(), "zh"))[6:], "\n")
	want := "整张表|A 票|31|30|28|26|2|1\n整张表|B 票|9|—|50–100%|—|—|—\n|合计|31|30|28|26|2|1\n通过|31|28|26|2|1\n缓议|4|—|—|—|—"
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// The table for the meeting is one line a unit, on one page; a ticket that is
// hidden has no score in it.
func TestMeetingTable(t *testing.T) {
	r := evaluation(t)
	d := MeetingTable(r, "member", "zh")
	rows := cellsOf(d)
	if len(rows) != 9 || !d.Wide {
		t.Fatalf("%d lines, wide %v", len(rows), d.Wide)
	}
	if !strings.Contains(rows[8], "柳青黛") || strings.Count(rows[8], "—") < 2 {
		t.Errorf("the last line is %s", rows[8])
	}
	var b bytes.Buffer
	if err := d.PDF(&b); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b.Bytes(), []byte("/Type /Page\n")); n != 1 {
		t.Errorf("%d pages", n)
	}
	if MeetingTable(r, "nobody", "zh") != nil {
		t.Error("a tier without units has a table")
	}
	if *files != "" {
		for _, format := range DocumentFormats {
			for name, d := range map[string]*document.Document{"meeting": d, "meeting-en": MeetingTable(r, "member", "en"), "protocol": Protocol(r, closing(), "zh"), "protocol-en": Protocol(r, closing(), "en")} {
				var b bytes.Buffer
				if err := WriteDocument(&b, format, d); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(*files, name+"."+format), b.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		var b bytes.Buffer
		if err := XLSX(&b, r, "zh"); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*files, "all.xlsx"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// The workbook has every figure of the evaluation, and none that is kept back.
func TestEvaluationSheets(t *testing.T) {
	r := evaluation(t)
	var b bytes.Buffer
	if err := XLSX(&b, r, "zh"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	groups, nodes, selves := 0, 0, 0
	for i := range r.Evaluation.Units {
		u := &r.Evaluation.Units[i]
		groups += 1 + len(u.Groups)
		res := r.Unit(u.Unit)
		nodes += len(res.Nodes)
		for _, g := range res.Groups {
			nodes += len(g.Nodes)
		}
		if u.Self != nil {
			selves += len(u.Self.Nodes)
		}
	}
	for name, want := range map[string]int{"票种和等次": groups, "全部得分": nodes, "自评与他评": selves, "一致性和名额": len(r.Evaluation.Units)} {
		rows, err := f.GetRows(name)
		if err != nil || len(rows)-3 != want {
			t.Errorf("%s: %d rows, want %d, %v", name, len(rows)-3, want, err)
		}
	}
}
