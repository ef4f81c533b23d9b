package api

import (
	"fmt"
	"strings"
	"testing"

	"minping/survey/access"
	"minping/survey/rectify"
)

// An order by the API, from a problem to a closed task: who may do what, and
// what whoever comes second is told.
func TestOrders(t *testing.T) {
	f := twoSides(t)
	organiser, _, _ := f.tokenFor(access.Organiser, "east")
	answerer, _, _ := f.tokenFor(access.Answerer, "east-0")
	other, _, _ := f.tokenFor(access.Answerer, "east-1")
	inspector, _, _ := f.tokenFor(access.Inspector, "east")
	do := func(token, method, path, body string, want int, into any) {
		t.Helper()
		f.must(call{method: method, path: path, body: body, header: map[string]string{"Authorization": "Bearer " + token}}, want, into)
	}
	var p rectify.Problem
	do(organiser, "POST", "/order-problems", `{"unit":"east-0","title":"公示时间短","advice":[{"text":"满五天","days":30}]}`, 201, &p)
	do(organiser, "POST", "/order-problems", `{"unit":"west-0","title":"公示时间短"}`, 422, nil)
	do(organiser, "POST", "/order-problems/"+p.ID+"/edit", `{"revision":1,"title":"公示时间短、范围窄","state":"confirmed"}`, 200, &p)
	do(organiser, "POST", "/order-problems/"+p.ID+"/edit", `{"revision":1,"title":"旧的","state":"draft"}`, 412, nil)
	var drafted OrderDrafted
	do(organiser, "POST", "/order-problems/draft", `{"poll":"east-published"}`, 200, &drafted)
	var problems []rectify.Problem
	do(organiser, "GET", "/order-problems", "", 200, &problems)
	if len(problems) != 1+drafted.Problems {
		t.Errorf("%d problems, %d of them drafted", len(problems), drafted.Problems)
	}
	var o rectify.Order
	do(organiser, "POST", "/orders", fmt.Sprintf(`{"unit":"east-0","title":"限期整改","due":"2099-01-01","problems":[%q]}`, p.ID), 201, &o)
	do(organiser, "POST", "/orders/"+o.ID+"/edit", `{"revision":1,"title":"关于限期整改的通知","due":"2099-02-01","issuer":"市委组织部"}`, 200, &o)
	var whole OrderWithTasks
	do(organiser, "GET", "/orders/"+o.ID, "", 200, &whole)
	task := whole.Tasks[0]
	do(organiser, "POST", "/tasks/"+task.ID+"/edit", fmt.Sprintf(`{"revision":%d,"title":"公示时间短、范围窄","due":"2099-01-20","cooperating":["县融媒体中心"]}`, task.Revision), 200, &task)
	do(answerer, "GET", "/tasks/"+task.ID, "", 404, nil) // not issued
	do(organiser, "POST", "/orders/"+o.ID+"/issue", `{"revision":2}`, 200, &o)
	if !strings.HasSuffix(o.Number, "〕1号") {
		t.Errorf("number %s", o.Number)
	}
	var tasks []rectify.Task
	for _, tt := range []struct {
		token, query string
		want         int
	}{{answerer, "", 1}, {other, "", 0}, {organiser, "?unit=east&open=true&state=issued&q=融媒体", 1}, {organiser, "?alert=red", 0}, {organiser, "?unit=east-1", 0}, {inspector, "?q=无", 0}} {
		do(tt.token, "GET", "/tasks"+tt.query, "", 200, &tasks)
		if len(tasks) != tt.want {
			t.Errorf("%q: %d tasks, want %d", tt.query, len(tasks), tt.want)
		}
	}
	at := func() int64 {
		do(answerer, "GET", "/tasks/"+task.ID, "", 200, &task)
		return task.Revision
	}
	step := func(token, more string, want int) {
		t.Helper()
		do(token, "POST", "/tasks/"+task.ID+"/steps", fmt.Sprintf(`{"revision":%d,%s}`, at(), more), want, nil)
	}
	step(other, `"do":"claim","person":"闻以澄"`, 404)
	step(inspector, `"do":"claim","person":"闻以澄"`, 403)
	step(answerer, `"do":"claim"`, 422)
	step(answerer, `"do":"claim","person":"闻以澄"`, 200)
	do(answerer, "POST", "/tasks/"+task.ID+"/steps", fmt.Sprintf(`{"revision":%d,"do":"plan","cause":"因","measure":"法"}`, at()-1), 412, nil)
	step(answerer, `"do":"plan","cause":"因","measure":"法"`, 200)
	step(answerer, `"do":"submit","why":"办完了","evidence":[{"name":"办法.pdf"}]`, 200)
	step(answerer, `"do":"check","why":"好"`, 403)
	step(inspector, `"do":"check","why":"属实"`, 200)
	step(inspector, `"do":"close"`, 200)
	if at(); task.State != rectify.Closed || task.Steps[1].Name == "" || task.Steps[1].By == "" {
		t.Errorf("%+v", task)
	}
	do(organiser, "POST", "/orders/"+o.ID+"/drop", `{"revision":3}`, 409, nil)
}
