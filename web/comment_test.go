package web

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

const talkForm = `id: talk
version: "1"
title: {zh: 谈一谈, en: Talk}
items:
  - {id: s, type: rating, from: 1, to: 5, required: true, text: {zh: 打分, en: Score}}
  - {id: why, type: longtext, text: {zh: 为什么？, en: Why?}}
index:
  - {id: s, item: s, weight: 1}
`

// newTalk is a world with a closed and published poll about comments: 12 about
// east, 9 about west.
func newTalk(t *testing.T, comment string) desk {
	t.Helper()
	d := newDesk(t)
	_, err := d.service.AddQuestionnaire(t.Context(), []byte(talkForm))
	must(t, err)
	_, err = d.service.CreatePoll(t.Context(), survey.Poll{
		ID: "talk", Title: survey.Text{"zh": "谈一谈", "en": "Talk"}, Questionnaire: survey.QuestionnaireRef{ID: "talk"},
		Units: []string{"east", "west"}, Access: survey.OpenLink, PublicResults: true,
	})
	must(t, err)
	must(t, d.service.OpenPoll(t.Context(), "talk"))
	random := func() []byte { b := make([]byte, 32); rand.Read(b); return b }
	for unit, n := range map[string]int{"east": 12, "west": 9} {
		for i := range n {
			_, err := d.service.Accept(t.Context(), survey.Submission{Poll: "talk", Key: random(), Salt: random(), Ballots: []survey.Ballot{{
				Unit: unit, Answers: survey.Answers{"s": {"4"}, "why": {fmt.Sprintf("%s %s %d", comment, unit, i)}},
			}}})
			must(t, err)
		}
	}
	must(t, d.service.ClosePoll(t.Context(), "talk"))
	must(t, d.service.PublishPoll(t.Context(), "talk"))
	return d
}

var (
	commentID    = regexp.MustCompile(`name="id\.(\d+)" value="([^"]+)"`)
	everyComment = []string{"/r/talk/comments", "/r/talk/comments?unit=east", "/r/talk/comments?q=east", "/r/talk", "/r/talk/unit/east", "/r/talk/download.json", "/r/talk/download.csv"}
)

// verdicts is the form that judges all comments of a page alike.
func verdicts(page, state string, shown func(i int) string) url.Values {
	form := url.Values{}
	for _, m := range commentID.FindAllStringSubmatch(page, -1) {
		i, _ := strconv.Atoi(m[1])
		form.Set("id."+m[1], m[2])
		form.Set("state."+m[1], state)
		form.Set("shown."+m[1], shown(i))
	}
	return form
}

// Comments are read by nobody but the reviewer before they are released, and
// then as released, in every format; a unit with nine has none (trust test 39).
func TestCommentsAreReviewed(t *testing.T) {
	const comment = "=1+1 <script>alert(1)</script> 13800138000"
	d := newTalk(t, comment)
	if rec := d.get("/comments/talk"); rec.Code != http.StatusSeeOther {
		t.Errorf("the review is open to strangers: %d", rec.Code)
	}
	unseen := func() {
		t.Helper()
		for _, path := range everyComment {
			if page := d.get(path); page.Code != http.StatusOK || strings.Contains(html.UnescapeString(page.Body.String()), "=1+1") {
				t.Errorf("%s: %d holds an unreleased comment", path, page.Code)
			}
		}
	}
	unseen()
	if page := d.get("/r/talk/comments", "Accept-Language", "en").Body.String(); !strings.Contains(page, "reviewed first") || !strings.Contains(page, "fewer than 10") {
		t.Errorf("the empty page does not say why:\n%s", page)
	}
	page := d.page(t, "wei", "/comments/talk", http.StatusOK)
	if n := len(commentID.FindAllString(page, -1)); n != 12 || strings.Contains(page, "<script>alert") || !strings.Contains(page, "Dongjiang") || strings.Contains(page, "Xiling") {
		t.Fatalf("%d comments in review", n)
	}
	d.post(t, "wei", "/comments/talk", verdicts(page, "published", func(int) string { return "all is well" }), http.StatusUnprocessableEntity)
	d.post(t, "wei", "/comments/talk", verdicts(page, "published", func(int) string { return "" }), http.StatusSeeOther)
	unseen()
	d.post(t, "li", "/comments/talk/release", url.Values{}, http.StatusSeeOther)
	if answer := d.post(t, "li", "/comments/talk/release", url.Values{}, http.StatusUnprocessableEntity); !strings.Contains(answer, "nothing new") {
		t.Errorf("a second release: %s", answer)
	}

	released := d.get("/r/talk/comments?unit=east&item=why", "Accept-Language", "en").Body.String()
	if strings.Count(html.UnescapeString(released), "=1+1 <script>") != 12 || strings.Contains(released, "138001") || strings.Contains(released, "<script>alert") {
		t.Errorf("released:\n%s", released)
	}
	if found := d.get("/r/talk/comments?q=EAST%2011").Body.String(); strings.Count(found, "east 11") < 1 || strings.Contains(found, "east 10") {
		t.Errorf("found:\n%s", found)
	}
	d.checkFiles(t)
}

// checkFiles reads the released comments in all formats: the same texts, as
// texts, in unlike orders.
func (d desk) checkFiles(t *testing.T) {
	t.Helper()
	file := func(format string) []byte {
		rec := d.get("/r/talk/comments." + format)
		if rec.Code != http.StatusOK || bytes.Contains(rec.Body.Bytes(), []byte("west")) || bytes.Contains(rec.Body.Bytes(), []byte("<script>alert")) && format == "html" {
			t.Errorf("%s: %d", format, rec.Code)
		}
		return rec.Body.Bytes()
	}
	var out struct {
		Release   int
		Questions []struct {
			Units []struct{ Comments []string }
		}
	}
	must(t, json.Unmarshal(file("json"), &out))
	texts := out.Questions[0].Units[0].Comments
	if out.Release != 1 || len(texts) != 12 || !strings.HasPrefix(texts[0], "=1+1") {
		t.Errorf("json holds %q", texts)
	}
	rows, err := csv.NewReader(bytes.NewReader(file("csv"))).ReadAll()
	must(t, err)
	if len(rows) != 13 || !strings.HasPrefix(rows[1][4], "'=1+1") {
		t.Errorf("csv holds %q", rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader(file("xlsx")))
	must(t, err)
	sheet := book.GetSheetList()[0]
	if kind, err := book.GetCellType(sheet, "B5"); err != nil || kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
		t.Errorf("xlsx keeps a comment as type %v, %v", kind, err)
	}
	if formula, err := book.GetCellFormula(sheet, "B5"); err != nil || formula != "" {
		t.Errorf("xlsx holds the formula %q, %v", formula, err)
	}
	if n := strings.Count(string(file("html")), "<li>"); n != 12 {
		t.Errorf("html holds %d", n)
	}
	same := 0
	for range 4 { // 12! orders
		var again struct {
			Questions []struct{ Units []struct{ Comments []string } }
		}
		must(t, json.Unmarshal(file("json"), &again))
		if fmt.Sprint(again.Questions[0].Units[0].Comments) == fmt.Sprint(texts) {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d of 4 exports come in the same order", same)
	}
}
