package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minping/web/answer"
	"minping/web/site"
)

// A visitor is a browser without script or cookies: it shows one page, fills
// in its form and presses a button.
type visitor struct {
	t      *testing.T
	w      *world
	status int
	header http.Header
	body   string
	doc    *html.Node
	form   url.Values // as the page's form stands now
	action string
	post   bool
}

func (w *world) visit(t *testing.T, path string) *visitor {
	t.Helper()
	v := &visitor{t: t, w: w}
	v.open(httptest.NewRequest(http.MethodGet, path, nil))
	return v
}

// open sends a request and reads the answer.
func (v *visitor) open(r *http.Request) {
	v.t.Helper()
	r.Header.Set("Accept-Language", "en")
	rec := httptest.NewRecorder()
	v.w.e.ServeHTTP(rec, r)
	v.status, v.header, v.body = rec.Code, rec.Header(), rec.Body.String()
	doc, err := html.Parse(strings.NewReader(v.body))
	must(v.t, err)
	v.doc, v.form, v.action = doc, url.Values{}, ""
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			v.read(n)
		}
	}
}

// read notes what an element adds to the form.
func (v *visitor) read(n *html.Node) {
	switch n.Data {
	case "form":
		if class := attr(n, "class"); class == "poll" || class == "pick" || class == "account" {
			v.action, v.post = attr(n, "action"), attr(n, "method") == "post"
		}
	case "input":
		kind := attr(n, "type")
		if (kind == "radio" || kind == "checkbox") && !has(n, "checked") {
			return
		}
		v.add(n, attr(n, "value"))
	case "textarea":
		v.add(n, text(n))
	case "select":
		value := ""
		for o := range n.Descendants() {
			if o.Data == "option" && has(o, "selected") {
				value = attr(o, "value")
			}
		}
		v.add(n, value)
	}
}

func (v *visitor) add(n *html.Node, value string) {
	if name := attr(n, "name"); name != "" && !has(n, "disabled") {
		v.form.Add(name, value)
	}
}

// answer fills in an item; the field must be on the page, and a code among its
// options.
func (v *visitor) answer(item string, values ...string) *visitor {
	v.t.Helper()
	name := answer.FieldAnswer + item
	var options []string
	found := false
	for n := range v.doc.Descendants() {
		if attr(n, "name") != name || attr(n, "type") == "hidden" {
			continue
		}
		found = true
		if kind := attr(n, "type"); kind == "radio" || kind == "checkbox" {
			options = append(options, attr(n, "value"))
		}
	}
	if !found {
		v.t.Fatalf("no field for %s on the page:\n%s", item, v.text())
	}
	for _, x := range values {
		if len(options) > 0 && !slices.Contains(options, x) {
			v.t.Fatalf("%s has no option %s, only %v", item, x, options)
		}
	}
	v.form[name] = values
	return v
}

// press sends the form as its button would: name and value may be empty.
func (v *visitor) press(name, value string) *visitor {
	v.t.Helper()
	form := url.Values{}
	for k, vs := range v.form {
		form[k] = vs
	}
	if name != "" {
		form.Add(name, value)
	}
	if v.action == "" {
		v.t.Fatalf("no form on the page:\n%s", v.text())
	}
	if v.post {
		v.open(postForm(v.action, form))
	} else {
		v.open(httptest.NewRequest(http.MethodGet, v.action+"?"+form.Encode(), nil))
	}
	return v
}

// next presses the button that goes on.
func (v *visitor) next() *visitor { v.t.Helper(); return v.press(site.FieldGo, "next") }

func postForm(path string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// sees demands texts on the page.
func (v *visitor) sees(status int, texts ...string) *visitor {
	v.t.Helper()
	if v.status != status {
		v.t.Fatalf("status %d, want %d:\n%s", v.status, status, v.text())
	}
	page := v.text()
	for _, s := range texts {
		if !strings.Contains(page, s) {
			v.t.Fatalf("the page does not say %q:\n%s", s, page)
		}
	}
	return v
}

// receipt returns the receipt number on the page, without its spaces.
func (v *visitor) receipt() string {
	for n := range v.doc.Descendants() {
		if attr(n, "class") == "code" {
			return strings.ReplaceAll(text(n), " ", "")
		}
	}
	v.t.Fatalf("no receipt on the page:\n%s", v.text())
	return ""
}

// text returns the words of the page.
func (v *visitor) text() string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Data == "style" || n.Data == "script" {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(v.doc)
	return strings.Join(strings.Fields(b.String()), " ")
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
