package api

import (
	"fmt"
	"strings"
	"testing"

	"minping/survey/access"
	"minping/survey/casework"
)

// A bad review by the API, from the service point to the call-back: who may do
// what, and who reads the contact.
func TestCases(t *testing.T) {
	f := twoSides(t)
	organiser, _, _ := f.tokenFor(access.Organiser, "east")
	answerer, _, _ := f.tokenFor(access.Answerer, "east-0")
	other, _, _ := f.tokenFor(access.Answerer, "east-1")
	inspector, _, _ := f.tokenFor(access.Inspector, "east")
	second, _, _ := f.tokenFor(access.Inspector, "east-0")
	leader, _, _ := f.tokenFor(access.Leader, "west")
	do := func(token, method, path, body string, want int, into any) {
		t.Helper()
		c := call{method: method, path: path, body: body}
		if token != "" {
			c.header = map[string]string{"Authorization": "Bearer " + token}
		}
		f.must(c, want, into)
	}
	var p casework.Point
	do(organiser, "POST", "/service-points", `{"unit":"east-0","kind":"window","name":"3号窗口"}`, 201, &p)
	do(organiser, "POST", "/service-points", `{"unit":"west-0","kind":"window","name":"3号窗口"}`, 422, nil)
	do(answerer, "POST", "/service-points/"+p.ID+"/edit", `{"revision":1,"name":"4号窗口"}`, 404, nil)
	do(organiser, "POST", "/service-points/"+p.ID+"/edit", `{"revision":1,"name":"4号窗口"}`, 200, &p)
	do(organiser, "POST", "/service-points/"+p.ID+"/edit", `{"revision":1,"name":"5号窗口"}`, 412, nil)
	do(leader, "GET", "/service-points/"+p.ID+"/qr", "", 404, nil)
	do("", "GET", "/service-points/"+p.ID, "", 200, nil)

	var taken casework.Taken
	path := "/service-points/" + p.ID + "/reviews"
	do("", "POST", path, `{"grade":5,"aspects":["attitude"]}`, 201, &taken)
	if taken.Case != "" {
		t.Errorf("a good review is a case")
	}
	do("", "POST", path, `{"grade":6}`, 422, nil)
	do("", "POST", path, `{"grade":1,"aspects":["speed"],"words":"等了两个小时","contact":"13912345678"}`, 201, &taken)

	var c casework.Case
	var cases []casework.Case
	for _, tt := range []struct {
		token, query string
		want         int
	}{{answerer, "?mine=true", 1}, {inspector, "?mine=true", 0}, {other, "", 0}, {leader, "", 0}, {organiser, "?state=received&kind=review&open=true&q=两个小时", 1}, {organiser, "?alert=red", 0}, {organiser, "?unit=east-1", 0}} {
		do(tt.token, "GET", "/cases"+tt.query, "", 200, &cases)
		if len(cases) != tt.want {
			t.Errorf("%q: %d cases, want %d", tt.query, len(cases), tt.want)
		}
	}
	step := func(token, more string, want int) {
		t.Helper()
		do(answerer, "GET", "/cases/"+taken.Case, "", 200, &c)
		do(token, "POST", "/cases/"+taken.Case+"/steps", fmt.Sprintf(`{"revision":%d,%s}`, c.Revision, more), want, nil)
	}
	step(other, `"do":"accept","person":"闻以澄"`, 404)
	step(inspector, `"do":"accept","person":"闻以澄"`, 403)
	step(answerer, `"do":"accept"`, 422)
	step(answerer, `"do":"accept","person":"闻以澄"`, 200)
	do(answerer, "POST", "/cases/"+taken.Case+"/steps", `{"revision":1,"do":"verify","why":"旧"}`, 412, nil)
	step(organiser, `"do":"refer","why":"非本县事项","unit":"west-0"`, 422)
	step(answerer, `"do":"verify","why":"不是本单位的窗口"`, 200)
	step(answerer, `"do":"reject","ground":"mistaken","why":"误评"`, 200)
	step(answerer, `"do":"uphold","why":"属实"`, 403)
	step(inspector, `"do":"uphold","why":"属实"`, 200)
	step(answerer, `"do":"reply","why":"经核实不属本单位，已转告"`, 200)

	do("", "POST", "/cases/follow", `{"receipt":"`+taken.Receipt+`"}`, 200, nil)
	var followed casework.Followed
	do("", "POST", "/cases/say", `{"receipt":"`+taken.Receipt+`","outcome":"dissatisfied","why":"就是这个窗口"}`, 200, &followed)
	if followed.State != casework.Appealed {
		t.Errorf("dissatisfied with a rejection: %s", followed.State)
	}
	step(inspector, `"do":"overturn","why":"评价属实"`, 422) // upheld it before
	step(second, `"do":"overturn","why":"评价属实"`, 200)

	for token, want := range map[string]int{answerer: 403, other: 404, leader: 404} {
		do(token, "POST", "/cases/"+taken.Case+"/contact", "", want, nil)
	}
	var contact CaseContact
	do(inspector, "POST", "/cases/"+taken.Case+"/contact", "", 200, &contact)
	if contact.Contact != "13912345678" {
		t.Errorf("contact %q", contact.Contact)
	}
	for _, path := range []string{"/cases", "/cases/" + taken.Case, "/export/cases?format=csv", "/service-reviews", "/case-figures", "/audit"} {
		token := organiser
		if path == "/audit" {
			token = f.token
		}
		w := f.do(call{method: "GET", path: path, header: map[string]string{"Authorization": "Bearer " + token}})
		if body := w.Body.String(); w.Code != 200 || strings.Contains(body, "13912345678") || strings.Contains(body, taken.Receipt) {
			t.Errorf("%s: %d, or it tells the contact: %s", path, w.Code, body)
		}
	}
	f.log.mu.Lock()
	defer f.log.mu.Unlock()
	if log := f.log.b.String(); strings.Contains(log, "13912345678") || strings.Contains(log, p.ID) {
		t.Errorf("the log tells who reviewed: %s", log)
	}
}
