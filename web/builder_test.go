package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A writer writes a questionnaire in a browser without script.
type writer struct {
	desk
	t    *testing.T
	at   string // the page
	body string
	form url.Values // of the draft, as the page has it
}

func (w *writer) open(at string, texts ...string) *writer {
	w.t.Helper()
	w.at = at
	w.take(w.page(w.t, "wei", at, http.StatusOK), texts)
	return w
}

// take reads the fields of the draft's form and looks for texts.
func (w *writer) take(body string, texts []string) {
	w.t.Helper()
	w.body, w.form = body, url.Values{}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			w.t.Errorf("%s does not say %q", w.at, text)
		}
	}
	doc, err := html.Parse(strings.NewReader(body))
	must(w.t, err)
	for n := range doc.Descendants() {
		if attr(n, "id") != "draft" {
			continue
		}
		for f := range n.Descendants() {
			name := attr(f, "name")
			switch {
			case name == "" || f.Data == "button":
			case f.Data == "textarea" && f.FirstChild != nil:
				w.form.Add(name, f.FirstChild.Data)
			case f.Data == "select":
				for o := range f.Descendants() {
					if o.Data == "option" && (hasAttr(o, "selected") || !w.form.Has(name)) {
						w.form.Set(name, attr(o, "value"))
					}
				}
			case f.Data == "input" && (attr(f, "type") != "checkbox" || hasAttr(f, "checked")):
				w.form.Add(name, attr(f, "value"))
			}
		}
	}
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// press fills in fields by pairs and presses a button that the page must have.
func (w *writer) press(button string, fields ...string) *writer {
	w.t.Helper()
	if !strings.Contains(w.body, `value="`+button+`"`) {
		w.t.Fatalf("%s has no button %s:\n%s", w.at, button, w.body)
	}
	for i := 0; i < len(fields); i += 2 {
		w.form.Set(fields[i], fields[i+1])
	}
	w.form.Set("go", button)
	rec := w.asks(w.at, w.form)
	if rec.Code != http.StatusSeeOther {
		w.t.Fatalf("%s at %s: %d\n%s", button, w.at, rec.Code, rec.Body)
	}
	to, _, _ := strings.Cut(rec.Header().Get("Location"), "#")
	return w.open(to)
}

// begin starts a draft and returns its address.
func (w *writer) begin(form url.Values) string {
	w.t.Helper()
	rec := w.asks("/manage/questionnaires", form)
	if rec.Code != http.StatusSeeOther {
		w.t.Fatalf("%v: %d", form, rec.Code)
	}
	to := rec.Header().Get("Location")
	return to[:strings.LastIndexByte(to, '/')+1]
}

var yamlText = regexp.MustCompile(`(?s)<textarea class="code"[^>]*>\n(.*?)</textarea>`)

func (w *writer) yaml(base string) string {
	w.t.Helper()
	w.open(base + "yaml")
	m := yamlText.FindStringSubmatch(w.body)
	if m == nil {
		w.t.Fatal("no file on the page")
	}
	return html.UnescapeString(m[1])
}

// Five items from nothing, through the forms, to a published version.
func TestBuilderFromBlank(t *testing.T) {
	w := &writer{desk: newDesk(t), t: t}
	base := w.begin(url.Values{"from": {"blank"}, "languages": {"zh"}})
	w.open(base+"about").press("save", "v:id", "hall", "t:title|zh", "政务大厅满意度", "t:intro|zh", "请评价。\n谢谢。")
	w.open(base + "scales").press("add:scales")
	w.open(base + "items")
	for i, text := range []string{"态度", "速度", "环境"} {
		w.press("add:items", "kind", "scale:scale1")
		at := "items[" + string(rune('0'+i)) + "]"
		w.press("save", "t:"+at+".text|zh", text)
	}
	w.press("add:items", "kind", "text").press("save", "t:items[3].text|zh", "原因", "v:items[3].show_if", "q1 in [1, 2]")
	w.press("add:items", "kind", "longtext").press("save", "t:items[4].text|zh", "意见")
	w.press("up:items[4]").press("undo")
	w.open(base + "items?at=items[1]").press("copy:items[1]")
	w.open(base + "items?at=items[2]").press("remove:items[2]")
	w.open(base+"index").press("add:index").press("save", "t:index[0].title|zh", "服务")
	for _, item := range []string{"q1", "q2", "q3"} {
		w.press("add:index[0].children", "leaf:index[0].children", item)
	}
	w.press("even:index[0].children")
	w.open(base+"groups").press("add:groups").press("save", "t:groups[0].title|zh", "群众")
	w.open(base + "rules").press("add:flags")
	w.open(base+"suggestions").press("add:suggestions").press("save", "t:suggestions[0].text|zh", "公开承诺")
	src := w.yaml(base)
	for _, line := range []string{"  - {id: q2, text: 速度, scale: scale1, required: true}\n", "  - {id: q4, type: text, text: 原因, show_if: \"q1 in [1, 2]\"}\n", "{item: q3, weight: 0.3333}"} {
		if !strings.Contains(src, line) {
			t.Errorf("the file lacks %q:\n%s", line, src)
		}
	}
	w.open(base + "look")
	if !strings.Contains(w.body, base+"preview") {
		t.Fatal("no preview")
	}
	first := w.page(t, "wei", base+"preview", http.StatusOK)
	if !strings.Contains(first, "态度") || strings.Contains(first, "citizen/preview") {
		t.Error("the preview does not ask")
	}
	w.open(base + "yaml").press("publish")
	if !strings.Contains(w.body, "hall@1") || !strings.Contains(w.body, "/manage/new?questionnaire=hall%401") {
		t.Errorf("the list does not show the version:\n%s", w.body)
	}
	w.page(t, "wei", base+"items", http.StatusNotFound)
}

// A bundled questionnaire keeps all that is not edited; mistakes are told at the
// field, are saved, and keep it from being published; what was made on an older
// revision is refused.
func TestBuilderFromBundled(t *testing.T) {
	w := &writer{desk: newDesk(t), t: t}
	base := w.begin(url.Values{"from": {"bundled:service-review"}})
	before := w.yaml(base)
	w.press("save")
	if w.yaml(base) != before {
		t.Error("saving unchanged changed the file")
	}
	w.open(base + "items?at=items[1]")
	stale := w.form
	w.press("save", "v:items[1].show_if", "nothing == 1", "t:items[1].text|en", "Reworded: yes, # all")
	if !strings.Contains(w.body, `aria-invalid="true"`) || !strings.Contains(w.body, "there is no item “nothing”") || strings.Contains(w.body, `value="publish"`) {
		t.Errorf("the mistake is not at the field:\n%s", w.body)
	}
	after := strings.Split(w.yaml(base), "\n")
	changed := 0
	for i, line := range strings.Split(before, "\n") {
		if i >= len(after) || after[i] != line {
			changed++
		}
	}
	if changed != 1 || !strings.Contains(strings.Join(after, "\n"), "'Reworded: yes, # all'") {
		t.Errorf("%d lines changed", changed)
	}
	stale.Set("go", "save")
	if rec := w.asks(base+"items", stale); rec.Code != http.StatusConflict || !strings.Contains(rec.Body.String(), "Not saved") {
		t.Errorf("an older page: %d", rec.Code)
	}
	check := w.open(base + "about").form
	check.Set("go", "check")
	check.Set("v:version", "!")
	if rec := w.asks(base+"about", check); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), `<div class="msg" id="w-f-version" data-live><p>`) {
		t.Errorf("while typing: %d", rec.Code)
	}
	w.open(base + "about").press("undo")
	if w.yaml(base) != before {
		t.Error("undone, the file is another")
	}
	w.form.Set("yaml", "id: [")
	w.form.Set("go", "save")
	if rec := w.asks(base+"yaml", w.form); rec.Code != http.StatusSeeOther {
		t.Errorf("a file that is no YAML: %d", rec.Code)
	}
	if w.open(base + "items"); !strings.Contains(w.body, `id="yaml"`) {
		t.Error("forms are shown of what is no YAML")
	}
	w.press("undo")
	w.press("publish")
	again := w.begin(url.Values{"from": {"version:service-review@" + regexp.MustCompile(`(?m)^version: "?([^"\n]+)`).FindStringSubmatch(before)[1]}})
	w.open(again+"items?at=items[1]").press("save", "t:items[1].text|en", "Another wording")
	if w.open(again + "compare"); !strings.Contains(w.body, "Another wording") || !strings.Contains(w.body, "<ins>") {
		t.Errorf("what differs:\n%s", w.body)
	}
}
