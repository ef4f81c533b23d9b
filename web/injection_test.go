package web

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// scripts are texts that would run, or break out, where a page forgot to
// escape them, or took them for a query or a header (trust tests 51 and 52).
var scripts = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`javascript:alert(1)`,
	`</textarea><svg onload=alert(1)>`,
	`</title></style><script>alert(1)</script>`,
	`{{.Page}} ${1} <!-- <b x=`,
	`</fieldset></form><form action=//evil>`,
	`'; DROP TABLE ballots; --`,
}

// inert demands that a page holds our own script, form and links, and no other.
func inert(t *testing.T, where, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	must(t, err)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			if !strings.HasPrefix(attr(n, "src"), "/static/citizen.js?") {
				t.Errorf("%s: a foreign script", where)
			}
		case "form":
			if !strings.HasPrefix(attr(n, "action"), "/") || strings.HasPrefix(attr(n, "action"), "//") {
				t.Errorf("%s: a form to %q", where, attr(n, "action"))
			}
		case "img", "iframe", "object", "embed", "base":
			t.Errorf("%s: an element %s", where, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("%s: attribute %s=%q", where, a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "data:text/plain;") {
				t.Errorf("%s: a link to %q", where, a.Val)
			}
		}
	}
}

func TestScriptsInQuestionnaireAreInert(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	for i, bad := range scripts {
		quoted, err := json.Marshal(strings.ReplaceAll(bad, "{{", "{ {")) // a quote of no item would be a mistake in the file
		must(t, err)
		text := `{zh: ` + string(quoted) + `, en: ` + string(quoted) + `}`
		id := "bad" + string(rune('a'+i))
		_, err = w.service.AddQuestionnaire(ctx, []byte(`id: `+id+`
version: "1"
languages: [zh, en]
title: `+text+`
intro: `+text+`
source: `+text+`
groups: [{id: g, title: `+text+`, weight: 1}, {id: h, title: `+text+`, weight: 1}]
pages: [{id: p, title: `+text+`, hint: `+text+`, items: [i, c, m, r, t, x, n]}]
items:
  - {id: i, type: info, text: `+text+`}
  - {id: c, type: choice, required: true, text: `+text+`, hint: `+text+`, options: [{code: "1", label: `+text+`, score: 1}, {code: "2", label: `+text+`, kind: dont_know}]}
  - {id: m, type: multiple, text: `+text+`, options: [{code: "1", label: `+text+`}, {code: "2", label: `+text+`}]}
  - {id: r, type: ranking, text: `+text+`, options: [{code: "1", label: `+text+`}, {code: "2", label: `+text+`}]}
  - {id: t, type: longtext, text: `+text+`}
  - {id: x, type: text, text: `+text+`, show_if: 'c == "1"'}
  - {id: n, type: number, text: `+text+`, unit: `+text+`}
index: [{id: a, title: `+text+`, weight: 1, children: [{id: l, item: c, weight: 1}]}]
`))
		must(t, err)
		must(t, w.service.PutUnits(ctx, []survey.Unit{{ID: id, Name: survey.Text{"zh": bad, "en": bad}, Tier: "city"}, {ID: id + "2", Name: survey.Text{"zh": bad}, Tier: "city", Parent: id}}))
		_, err = w.service.CreatePoll(ctx, survey.Poll{
			ID: id, Title: survey.Text{"zh": bad, "en": bad}, Questionnaire: survey.QuestionnaireRef{ID: id}, Units: []string{id, id + "2"},
			Access: survey.OpenLink, Closes: now.Add(time.Hour), Organiser: survey.Text{"zh": bad}, Contact: survey.Text{"en": bad},
		})
		must(t, err)
		must(t, w.service.OpenPoll(ctx, id))

		v := w.visit(t, "/p/"+id)
		inert(t, "choose "+bad, v.body)
		inert(t, "home", w.visit(t, "/").body)
		inert(t, "group "+bad, w.visit(t, "/p/"+id+"?unit="+id).body)
		v = w.visit(t, "/p/"+id+"?unit="+id+"&group=g")
		inert(t, "first "+bad, v.body)
		inert(t, "missing "+bad, v.next().body)
		v.answer("c", "1").answer("t", bad).answer("x", bad).answer("r", "2", "1").next()
		inert(t, "review "+bad, v.body)
		inert(t, "thanks "+bad, v.press(site.FieldGo, "submit").sees(200, "Thank you").body)
	}
}

func TestScriptsInRequestsAreInert(t *testing.T) {
	w := newWorld(t)
	for _, bad := range append([]string{"x\r\nSet-Cookie: s=stolen\r\n\r\n<script>alert(1)</script>"}, scripts...) {
		escaped := url.QueryEscape(bad)
		for _, path := range []string{
			"/p/work?q=" + escaped, "/p/open?unit=" + escaped + "&group=" + escaped, "/p/open?lang=" + escaped + "&size=" + escaped,
			"/p/" + url.PathEscape(bad), "/" + url.PathEscape(bad), "/login?then=" + escaped, "/?x=" + escaped,
		} {
			inert(t, path, w.get(path).Body.String())
		}
		v := &visitor{t: t, w: w}
		form := url.Values{}
		for _, f := range []string{answer.FieldCode, answer.FieldKey, answer.FieldSalt, answer.FieldSeed, site.FieldUnit, site.FieldGroup, answer.FieldScreen, answer.FieldReview, site.FieldGo, site.LangField, site.SizeField} {
			form.Set(f, bad)
		}
		v.open(postForm("/p/coded", form))
		inert(t, "code "+bad, v.body)
		form.Set(site.FieldUnit, "west")
		form.Set("a.town", bad)
		v.open(postForm("/p/open", form))
		inert(t, "form "+bad, v.body)
	}
}
