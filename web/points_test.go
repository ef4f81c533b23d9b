package web

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

const pageScheme = `id: year
title: {zh: 年度考核, en: Appraisal}
parts:
  - {id: routine, title: {zh: 积分, en: Points}, weight: 100, card: card}
cards:
  - {id: card, title: {zh: 积分卡, en: Point card}, base: 60, items: [{id: award, title: {zh: 受表彰, en: Commended}, points: 10, cap: 20}]}
grades:
  - {id: best, title: {zh: 优秀, en: Excellent}, from: 70}
  - {id: rest, title: {zh: 其余, en: Other}}
`

var entrySent = regexp.MustCompile(`/points/entries/(pe_\w+)`)

// Points by the pages: the scheme, an entry by one and its review by another, the
// card, its publication and an objection.
func TestPointPages(t *testing.T) {
	d, _ := withPoint(t)
	d.Points.Zone = time.UTC
	d.page(t, "li", "/points", 200)
	if body := d.post(t, "li", "/schemes", url.Values{"source": {"id: year\ntitle: x\nparts: []\n"}}, 422); !strings.Contains(body, "1:1: grades") || !strings.Contains(body, "parts: []") {
		t.Errorf("a wrong file\n%s", body)
	}
	wrong := url.Values{"source": {"id: year\ntitle: x\nparts: []\n"}, "go": {"check"}}
	says(t, d.post(t, "li", "/schemes", wrong, 200), `aria-invalid="true"`, "parts: []", `id="w-source"`, `data-at="1:1"`, "1:1: grades")
	says(t, d.post(t, "li", "/schemes", url.Values{"source": {pageScheme}, "go": {"check"}}, 200), `data-live></div><p class="note"`, "Nothing is wrong")
	if body := d.page(t, "li", "/schemes", 200); strings.Contains(body, "plan=year") {
		t.Errorf("a check keeps the file\n%s", body)
	}
	d.post(t, "ying", "/schemes", wrong, 404)
	d.post(t, "ying", "/schemes", url.Values{"source": {pageScheme}}, 404)
	d.post(t, "li", "/schemes", url.Values{"source": {pageScheme}}, 303)
	if body := d.page(t, "du", "/schemes?plan=year", 200); !strings.Contains(body, "cap: 20") || strings.Contains(body, "<textarea") {
		t.Errorf("an inspector's scheme\n%s", body)
	}
	d.post(t, "li", "/schemes?plan=year", url.Values{"source": {pageScheme + "# 1\n"}, "revision": {"0"}}, 409)

	d.post(t, "li", "/schemes?plan=year", url.Values{"source": {strings.Replace(pageScheme, "cap: 20", "cap: 30", 1)}, "revision": {"1"}}, 303)
	if body := d.page(t, "du", "/schemes?plan=year&revision=1", 200); strings.Count(body, "<del>") != 1 || strings.Count(body, "<ins>") != 1 || !strings.Contains(body, "cap: 30") || !strings.Contains(body, "Revision 2") {
		t.Errorf("an older revision\n%s", body)
	}
	d.page(t, "du", "/schemes?plan=year&revision=9", 404)
	d.post(t, "li", "/schemes?plan=year", url.Values{"source": {pageScheme}, "revision": {"2"}}, 303)

	in := url.Values{"go": {"enter"}, "plan": {"year"}, "unit": {"east"}, "item": {"item/card/award"}, "points": {"eleven"}, "matter": {"获表彰"}}
	if body := d.post(t, "ying", "/points", in, 422); !strings.Contains(body, "获表彰") || !strings.Contains(body, `aria-invalid="true"`) {
		t.Errorf("points that are no number\n%s", body)
	}
	in.Set("points", "")
	d.post(t, "du", "/points", in, 404)
	d.post(t, "ying", "/points", in, 303)
	if own := d.page(t, "ying", "/points", 200); !strings.Contains(own, "Waits for somebody else") && !strings.Contains(own, `value="withdraw"`) {
		t.Errorf("whoever entered it\n%s", own)
	}
	queue := d.page(t, "du", "/points", 200)
	id := entrySent.FindStringSubmatch(queue)
	if id == nil || !strings.Contains(queue, `value="confirm"`) {
		t.Fatalf("the queue\n%s", queue)
	}
	at := "/points/entries/" + id[1]
	d.post(t, "ying", at, url.Values{"go": {"confirm"}, "revision": {"1"}}, 403)
	d.post(t, "du", at, url.Values{"go": {"refuse"}, "revision": {"1"}}, 422)
	d.post(t, "du", at, url.Values{"go": {"confirm"}, "revision": {"1"}}, 303)
	d.post(t, "li", at, url.Values{"go": {"withdraw"}, "revision": {"1"}, "why": {"误记"}}, 409)
	card := d.page(t, "ying", "/points/east?plan=year&card=card", 200)
	for _, want := range []string{"Point card of", "70 points", "获表彰", "ying", "du", "&#43;10"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %s", want)
		}
	}
	d.page(t, "ying", "/points/west?plan=year&card=card", 404)

	day := string(d.Points.Today())
	period := url.Values{"go": {"publish"}, "plan": {"year"}, "card": {"card"}, "from": {day}, "to": {"soon"}}
	d.post(t, "li", "/points", period, 422)
	period.Set("to", day)
	d.post(t, "ying", "/points", period, 404)
	public, _, _ := strings.Cut(d.post(t, "li", "/points", period, 303), "<")
	if body := d.page(t, "ying", public, 200); !strings.Contains(body, "60 → 70") || strings.Contains(body, "西") {
		t.Errorf("the publication, of one's own unit\n%s", body)
	}
	d.post(t, "ying", public, url.Values{"go": {"object"}, "unit": {"east"}, "entry": {id[1]}}, 422)
	d.post(t, "ying", public, url.Values{"go": {"object"}, "unit": {"east"}, "reason": {"应为两次"}}, 303)
	decided := d.page(t, "li", public, 200)
	objection := regexp.MustCompile(`value="(po_\w+)"`).FindStringSubmatch(decided)
	if objection == nil {
		t.Fatalf("no objection to decide\n%s", decided)
	}
	ruling := url.Values{"go": {"dismissed"}, "objection": {objection[1]}, "revision": {"1"}, "why": {"只有一次"}}
	d.post(t, "ying", public, ruling, 403)
	d.post(t, "li", public, ruling, 303)
	if body := d.page(t, "ying", public, 200); !strings.Contains(body, "只有一次") || !strings.Contains(body, "Dismissed") {
		t.Errorf("decided\n%s", body)
	}

	// An objection to a line is upheld with a correction, which its page shows.
	d.post(t, "ying", public, url.Values{"go": {"object"}, "unit": {"east"}, "entry": {id[1]}, "reason": {"应为五分"}}, 303)
	all := regexp.MustCompile(`value="(po_\w+)"`).FindStringSubmatch(d.page(t, "li", public, 200))
	correction := url.Values{
		"go": {"corrected"}, "objection": {all[1]}, "revision": {"1"}, "why": {"级别有误"}, "correction.card": {"card"}, "correction.item": {"award"},
		"correction.points": {"10"}, "correction.date": {day}, "correction.matter": {"获表彰"}, "correction.basis": {""},
	}
	says(t, d.post(t, "li", public, correction, 422), "<details class=\"do\" open>", "获表彰", "The correction is the same as the entry")
	correction.Set("correction.points", "many")
	says(t, d.post(t, "li", public, correction, 422), `value="many"`, "is no number")
	correction.Set("correction.points", "5")
	d.post(t, "ying", public, correction, 403)
	d.post(t, "li", public, correction, 303)
	says(t, d.page(t, "ying", public, 200), "Upheld", "级别有误", "Corrected to:", "获表彰", "5 points")
	says(t, d.page(t, "ying", "/points/east?plan=year&card=card", 200), "60 points", "级别有误")
}

// An inspector ticks what waits and confirms it at once; whoever entered it has
// nothing to tick.
func TestPointsTogetherByPage(t *testing.T) {
	d, _ := withPoint(t)
	d.Points.Zone = time.UTC
	d.post(t, "li", "/schemes", url.Values{"source": {pageScheme}}, 303)
	for _, matter := range []string{"获表彰", "再获表彰"} {
		d.post(t, "ying", "/points", url.Values{"go": {"enter"}, "plan": {"year"}, "unit": {"east"}, "item": {"item/card/award"}, "matter": {matter}}, 303)
	}
	if body := d.page(t, "ying", "/points", 200); strings.Contains(body, `name="seen"`) {
		t.Errorf("whoever entered it ticks\n%s", body)
	}
	var seen []string
	for _, m := range regexp.MustCompile(`name="seen" value="([^"]+)"`).FindAllStringSubmatch(d.page(t, "du", "/points", 200), -1) {
		seen = append(seen, m[1])
	}
	if len(seen) != 2 {
		t.Fatalf("to tick are %q", seen)
	}
	together := func(who string, status int, seen ...string) string {
		t.Helper()
		return d.post(t, who, "/points", url.Values{"go": {"together"}, "plan": {"year"}, "seen": seen}, status)
	}
	says(t, together("du", 422), "Choose the entries to confirm")
	says(t, together("du", 409, seen[0], strings.Replace(seen[1], " 1", " 9", 1)), seen[0]+`" checked`)
	together("ying", 403, seen...)
	together("du", 303, seen...)
	says(t, d.page(t, "ying", "/points/east?plan=year&card=card", 200), "80 points")
}

// Tables of points by the pages: what is wrong is told by row and nothing is
// taken; what is right is shown before it is entered, goes out again, and is
// known when it comes back.
func TestPointTables(t *testing.T) {
	d, _ := withPoint(t)
	d.Points.Zone = time.UTC
	d.post(t, "li", "/schemes", url.Values{"source": {pageScheme}}, 303)
	if body := d.page(t, "ying", "/points/entries/import?plan=year", 200); !strings.Contains(body, "Commended") {
		t.Errorf("the form\n%s", body)
	}
	d.page(t, "du", "/points/entries/import?plan=year", 404) // inspectors enter nothing
	send := func(who, do, list string, status int) string {
		t.Helper()
		return d.post(t, who, "/points/entries/import", url.Values{"go": {do}, "plan": {"year"}, "name": {"p.csv"}, "list": {list}}, status)
	}
	head := "单位,项目,加扣分,事项\n"
	if body := send("ying", "check", head+"east,award,11,多\nwest,award,,别处\n", 422); !strings.Contains(body, "p.csv") || !strings.Contains(body, "2") || !strings.Contains(body, "nothing was entered") {
		t.Errorf("mistakes\n%s", body)
	}
	rows := head + "east,受表彰,,获表彰\neast,award,5,再获表彰\n"
	preview := send("ying", "check", rows, 200)
	if !strings.Contains(preview, "2 entries will be made") || !strings.Contains(preview, "再获表彰") {
		t.Errorf("the preview\n%s", preview)
	}
	if body := d.page(t, "ying", "/points", 200); strings.Contains(body, "再获表彰") {
		t.Error("a preview enters something")
	}
	d.cookies["wei"] = d.cookies["li"] // by whom upload sends
	if rec := d.upload(t, "/points/entries/import", "p.csv", rows, url.Values{"go": {"check"}, "plan": {"year"}}); rec.Code != 200 || !strings.Contains(rec.Body.String(), "将录入 2 条") {
		t.Errorf("a file that is uploaded: %d\n%s", rec.Code, rec.Body)
	}
	send("ying", "import", rows, 303)
	if body := d.page(t, "du", "/points?unit=east", 200); strings.Count(body, `value="confirm"`) != 2 {
		t.Errorf("what waits\n%s", body)
	}
	csv := d.page(t, "ying", "/points/entries/files/points.csv?plan=year", 200)
	if !strings.Contains(csv, "再获表彰") || !strings.Contains(csv, "pe_") {
		t.Errorf("the table\n%s", csv)
	}
	if again := send("ying", "check", strings.TrimPrefix(csv, "\ufeff"), 200); !strings.Contains(again, "2 are there already") || strings.Contains(again, `value="import"`) {
		t.Errorf("the same again\n%s", again)
	}
	if far := d.page(t, "far", "/points/entries/files/points.csv?plan=year", 200); strings.Contains(far, "pe_") {
		t.Errorf("another unit's table\n%s", far)
	}
	d.page(t, "ying", "/points/entries/files/points.odt?plan=year", 404)
}

// darkLink finds the link to another colour of the page.
var darkLink = regexp.MustCompile(`href="([^"]*scheme=dark)"`)

// Whoever wants a page in other colours keeps the scheme of appraisal that he looks
// at, and the other way round.
func TestSchemesAndColours(t *testing.T) {
	d, _ := withPoint(t)
	other := strings.NewReplacer("id: year", "id: another", "Appraisal", "Another appraisal").Replace(pageScheme)
	for _, source := range []string{pageScheme, other} {
		d.post(t, "li", "/schemes", url.Values{"source": {source}}, 303)
	}
	for path, names := range map[string]string{
		"/points?plan=another":                "Another appraisal",
		"/points/east?plan=another&card=card": `/points?plan=another`,
		"/points/entries/import?plan=another": `name="plan" value="another"`,
		"/schemes?plan=another":               "<h1>Another appraisal",
		"/appraisals?plan=another":            `name="plan" value="another"`,
	} {
		link := darkLink.FindStringSubmatch(d.page(t, "li", path, 200))
		if link == nil {
			t.Fatalf("%s: no other colours", path)
		}
		body := d.page(t, "li", html.UnescapeString(link[1]), 200)
		if !strings.Contains(body, `data-theme="dark"`) || !strings.Contains(body, names) {
			t.Errorf("%s in the dark is of another scheme\n%s", path, body)
		}
	}
}
