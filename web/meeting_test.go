package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"minping/survey"
)

// plenary is the questionnaire of a meeting: four categories of tickets, three
// people, two items and a grade each.
const plenary = `id: plenary
version: 1
languages: [zh, en]
title: {zh: 全体会议民主测评, en: Evaluation by the plenary}
scales:
  four:
    - {code: A, label: {zh: 优秀, en: Excellent}, score: 100}
    - {code: B, label: {zh: 称职, en: Competent}, score: 80}
    - {code: C, label: {zh: 基本称职, en: Basically competent}, score: 60}
    - {code: D, label: {zh: 不称职, en: Incompetent}, score: 40}
groups:
  - {id: a, title: {zh: A 票, en: Ticket A}}
  - {id: b, title: {zh: B 票, en: Ticket B}}
  - {id: c, title: {zh: C 票, en: Ticket C}}
  - {id: d, title: {zh: D 票, en: Ticket D}}
index:
  - {id: virtue, title: {zh: 德, en: Virtue}, weight: 1, item: v}
  - {id: results, title: {zh: 绩, en: Results}, weight: 1, item: r}
items:
  - {id: v, scale: four, text: {zh: 政治态度, en: Attitude}}
  - {id: r, scale: four, text: {zh: 履职成效, en: Results of duty}}
  - {id: grade, scale: four, text: {zh: 总体评价, en: Overall}}
evaluation:
  types:
    - {tier: member, weights: {a: 40, b: 30, c: 20, d: 10}, grade: grade, quota: {share: 0.3}}
disclosure: {min_group: 5}
`

// meet opens a meeting's poll over three people.
func meet(t *testing.T, w *world, id string) {
	t.Helper()
	ctx := context.Background()
	_, err := w.service.AddQuestionnaire(ctx, []byte(plenary))
	must(t, err)
	units := []survey.Unit{}
	p := survey.Poll{
		ID: id, Title: survey.Text{"zh": "水务局全体会议测评", "en": "Plenary of water affairs"}, Questionnaire: survey.QuestionnaireRef{ID: "plenary"},
		Access: survey.ByCode, Closes: now.Add(42 * time.Minute), Organiser: survey.Text{"zh": "办公室", "en": "The office"},
	}
	for i, name := range []string{"韩令仪", "陆清和", "沈知微"} {
		units = append(units, survey.Unit{ID: "m" + strconv.Itoa(i+1), Name: survey.Text{"zh": name, "en": "Member " + strconv.Itoa(i+1)}, Tier: "member"})
		p.Units = append(p.Units, units[i].ID)
	}
	for _, g := range []string{"d", "b", "a", "c"} {
		p.CodesWanted = append(p.CodesWanted, survey.CodesWanted{Group: g, Count: 6})
	}
	must(t, w.service.PutUnits(ctx, units))
	_, err = w.service.CreatePoll(ctx, p)
	must(t, err)
	must(t, w.service.OpenPoll(ctx, id))
}

var printedCode = regexp.MustCompile(`class="code">([0-9A-Z-]+)<`)

// sheetOf is what one of those present hands in.
func sheetOf(i int) (all []survey.Ballot) {
	marks := []string{"A", "B", "B", "C"}
	for m := range 3 {
		mark := []string{marks[(i+m)%4]}
		all = append(all, survey.Ballot{Unit: "m" + strconv.Itoa(m+1), Answers: survey.Answers{"v": mark, "r": []string{marks[i%4]}, "grade": mark}})
	}
	return all
}

// TestMeeting is a meeting from the printing of the codes to the results on the
// big screen.
func TestMeeting(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	meet(t, d.world, "meeting")

	// Codes of four categories, printed at once, sorted, with a sheet that counts them.
	rec := d.asks("/manage/meeting/codes", url.Values{"id": {survey.NewBatchID()}, "format": {"html"}, "go": {"wanted"}})
	if rec.Code != http.StatusCreated {
		t.Fatalf("codes: %d", rec.Code)
	}
	sheets := strings.Split(rec.Body.String(), `<section class="sheet`)[1:]
	if len(sheets) != 5 || strings.Count(sheets[0], "<td>6</td>") != 4 || !strings.Contains(sheets[0], "<td>24</td>") {
		t.Fatalf("%d sheets, the first:\n%s", len(sheets), sheets[0])
	}
	var codes [][]string // by category
	for i, sheet := range sheets[1:] {
		if !strings.Contains(sheet, "Ticket "+string(rune('A'+i))) {
			t.Errorf("sheet %d is of another category", i+1)
		}
		var own []string
		for _, m := range printedCode.FindAllStringSubmatch(sheet, -1) {
			own = append(own, m[1])
		}
		codes = append(codes, own)
	}

	// Twenty of them hand in, and the screen tells it in steps.
	screen := func() string {
		d.service.Now = func() time.Time { return now.Add(time.Minute) } // turnouts may be ten seconds old
		return d.page(t, "wei", "/manage/meeting/screen?lang=en", http.StatusOK)
	}
	for i := range 20 {
		code := codes[i%4][i/4]
		_, err := d.service.Accept(ctx, survey.Submission{Poll: "meeting", Code: code, Salt: bytes.Repeat([]byte{byte(i)}, 32), Ballots: sheetOf(i)})
		must(t, err)
	}
	page := screen()
	for _, said := range []string{"Plenary of water affairs", "Ticket A", "Ticket D", "of 6 handed out", "42 min", `class="qr"`, `http-equiv="refresh"`} {
		if !strings.Contains(page, said) {
			t.Errorf("the screen does not say %q:\n%s", said, page)
		}
	}

	// Nobody has results before the end; closing asks first.
	d.page(t, "wei", "/r/meeting/protocol.html", http.StatusNotFound)
	if ask := d.page(t, "wei", "/manage/meeting?ask=close", http.StatusOK); !strings.Contains(ask, `name="go" value="close"`) {
		t.Error("closing is not asked about")
	}
	d.post(t, "wei", "/manage/meeting", url.Values{"go": {"close"}}, http.StatusSeeOther)

	// The record of the count, with the hash that verify prints.
	hash, err := d.service.ReleaseHash(ctx, "meeting")
	must(t, err)
	record := d.page(t, "wei", "/r/meeting/protocol.html?lang=en", http.StatusOK)
	for _, said := range []string{hash[:8], hash[56:], "Ticket A", ">6<", ">5<", "Chief scrutineer", "minping verify meeting"} {
		if !strings.Contains(record, said) {
			t.Errorf("the record does not say %q:\n%s", said, record)
		}
	}
	for _, file := range []string{"protocol.pdf", "protocol.docx", "meeting.pdf?tier=member", "meeting.docx?tier=member", "summary.html?tier=member"} {
		if got := d.page(t, "wei", "/r/meeting/"+file, http.StatusOK); len(got) < 1000 {
			t.Errorf("%s has %d bytes", file, len(got))
		}
	}
	if v, err := d.service.Verify(ctx, "meeting"); err != nil || !v.Sound() {
		t.Errorf("%+v, %v", v, err)
	}

	// Released, the results are on the big screen, grades by ticket among them.
	d.post(t, "wei", "/manage/meeting", url.Values{"go": {"publish"}}, http.StatusSeeOther)
	graded := false
	first := d.page(t, "wei", "/r/meeting/screen?lang=en", http.StatusOK)
	of := regexp.MustCompile(`class="at">1 / (\d+)<`).FindStringSubmatch(first)
	if of == nil {
		t.Fatalf("no number of slides:\n%s", first)
	}
	slides, err := strconv.Atoi(of[1])
	must(t, err)
	for n := range slides {
		body := d.page(t, "wei", fmt.Sprintf("/r/meeting/screen?lang=en&slide=%d", n+1), http.StatusOK)
		graded = graded || strings.Contains(body, "Excellent by ticket") && strings.Contains(body, "Member 3")
	}
	if !graded {
		t.Error("no slide has the grades by ticket")
	}
}

// A big screen of few codes tells bands alone, and of one category nothing more
// than the total.
func TestMeetingScreenOfOneCategory(t *testing.T) {
	d := newDesk(t)
	meet(t, d.world, "one")
	_, _, err := d.service.IssueCodes(t.Context(), "one", survey.CodeBatch{Group: "a"}, 30)
	must(t, err)
	if page := d.page(t, "wei", "/manage/one/screen?lang=en", http.StatusOK); strings.Contains(page, `class="tickets"`) {
		t.Error("one category is told beside the total")
	}
	_, codes, err := d.service.IssueCodes(t.Context(), "one", survey.CodeBatch{Group: "b"}, 30)
	must(t, err)
	for i := range 8 {
		_, err := d.service.Accept(t.Context(), survey.Submission{Poll: "one", Code: codes[i], Salt: bytes.Repeat([]byte{byte(i)}, 32), Ballots: sheetOf(i)})
		must(t, err)
	}
	page := d.page(t, "wei", "/manage/one/screen?lang=en", http.StatusOK)
	if !strings.Contains(page, `<dt>Ticket B</dt><dd><b>5</b>`) || !strings.Contains(page, `<dt>Ticket A</dt><dd><b>0</b>`) {
		t.Errorf("eight of thirty are not told as five:\n%s", page)
	}
}
