package api

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minping/survey/access"
)

const eastLedger = "整改台账（2099 年）\n问题,责任单位,完成时限,整改措施\n公示时间短,east-0,2099-01-01,满五天\n答复慢,east-1,2099-02-01,七日内答复\n"

// The ledger goes in by the API, all or nothing, and out to everybody who sees
// tasks, of his units alone; what went out comes in again without a change.
func TestLedgerByTheAPI(t *testing.T) {
	f := twoSides(t)
	tokens := map[access.Role]string{}
	for _, role := range access.Roles {
		unit := "east"
		if role == access.Answerer {
			unit = "east-0"
		}
		if !role.Narrows() {
			unit = ""
		}
		tokens[role], _, _ = f.tokenFor(role, unit)
	}
	ask := func(role access.Role, method, path, body string) *httptest.ResponseRecorder {
		header := map[string]string{"Authorization": "Bearer " + tokens[role], "Accept-Language": "zh"}
		if method == "POST" {
			header["Content-Type"] = "text/csv"
		}
		return f.do(call{method: method, path: path, body: body, header: header})
	}
	const in = "/ledger/import"
	for _, role := range access.Roles {
		want := 404
		if role == access.Organiser {
			want = 200
		}
		if w := ask(role, "POST", in+"?check=true", eastLedger); w.Code != want {
			t.Errorf("checked by %s: %d, want %d: %s", role, w.Code, want, w.Body)
		}
	}
	wrong := ask(access.Organiser, "POST", in, eastLedger+"窗口推诿,west-0,2099-01-01,\n")
	if wrong.Code != 422 || !strings.Contains(wrong.Body.String(), `"line":5`) || !strings.Contains(wrong.Body.String(), "责任单位") {
		t.Errorf("a row of another's unit: %d %s", wrong.Code, wrong.Body)
	}
	long := ask(access.Organiser, "POST", in, fmt.Sprintf("问题,责任单位,完成时限,整改进展\n短,east-0,2099-01-01,2026-01-01 %s\n", strings.Repeat("很", 4001)))
	if long.Code != 422 || !strings.Contains(long.Body.String(), "4000") || !strings.Contains(long.Body.String(), "整改进展") {
		t.Errorf("a cell that says too much: %d %.600s", long.Code, long.Body)
	}
	const out = "/export/ledger?format=csv"
	if w := ask(access.Organiser, "GET", out, ""); strings.Count(w.Body.String(), "\r\n") != 1 {
		t.Errorf("what was checked or refused is kept: %s", w.Body)
	}
	if w := ask(access.Organiser, "POST", in, eastLedger); w.Code != 200 || !strings.Contains(w.Body.String(), `"stored":true`) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	sees := map[access.Role]int{access.Organiser: 2, access.Leader: 2, access.Inspector: 2, access.Auditor: 2, access.Client: 2, access.Answerer: 1}
	for _, role := range access.Roles {
		w := ask(role, "GET", out, "")
		n, there := sees[role]
		if want := map[bool]int{true: 200, false: 404}[there]; w.Code != want {
			t.Errorf("sent to %s: %d, want %d", role, w.Code, want)
		}
		if there && (strings.Count(w.Body.String(), "2099-0") != n || !strings.Contains(w.Body.String(), "公示时间短")) {
			t.Errorf("%s sees %s", role, w.Body)
		}
	}
	table := ask(access.Organiser, "GET", out, "").Body.String()
	if w := ask(access.Organiser, "POST", in, table); w.Code != 200 || !strings.Contains(w.Body.String(), `"unchanged":2`) {
		t.Errorf("in again: %d %s", w.Code, w.Body)
	}
	book, err := excelize.OpenReader(bytes.NewReader(ask(access.Organiser, "GET", "/export/ledger?format=xlsx", "").Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if head := strings.Join(rows[0], " "); !strings.HasPrefix(head, "文号 序号 来源 问题 ") || !strings.HasSuffix(head, "任务编号 修订号") {
		t.Errorf("headings %s", head)
	}
}
