package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// generalSubmission reads a submission the general way.
func generalSubmission(text string) (in SubmissionInput, err error) {
	value, err := parseJSON([]byte(text))
	if err != nil {
		return in, err
	}
	err = document.operations["submit"].body.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.EnableFormatValidation())
	if err != nil {
		return in, err
	}
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return in, err
	}
	return in, rules.Struct(in)
}

// plainSubmissions are read the straight way.
var plainSubmissions = []string{
	submissionBody(1, "north", `{"s1":3}`),
	submissionBody(2, "北区", `{"s1":"3","reasons":["time",2],"age":-40.50,"why":"慢"}`),
	submissionBody(3, "north", `{}`),
	` { "ballots" : [ { "answers" : { "a.b" : "" } ,` + "\n\t" + `"unit" : "n" } , {"unit":"s","answers":{"0":0}} ] ,` +
		` "salt":"` + random32(4) + `","code":"ABC","proof":"x.1","device":"d1"}` + "\r\n",
}

// unusualSubmissions are as the document says, but not plainly.
var unusualSubmissions = []string{
	submissionBody(1, "north", `{"s1":1e2}`),
	submissionBody(1, "north", `{"s1":1234567890123456}`),
	submissionBody(1, "north", `{"why":"a\nb"}`),
	submissionBody(1, "north", `{"s1":[]}`),
	submissionBody(1, strings.Repeat("北", 64), `{}`),
	strings.Replace(submissionBody(1, "north", `{}`), `"group":"public"`, `"group":""`, 1),
}

// wrongSubmissions are not as the document says.
var wrongSubmissions = []string{
	"", "{}", "[]", "null", `{"ballots"`,
	submissionBody(1, "north", `{"s1":3}`) + "x",
	submissionBody(1, "north", `{"s1":3,"s1":3}`),
	submissionBody(1, "north", `{"s1":03}`),
	submissionBody(1, "north", `{"s1":-}`),
	submissionBody(1, "north", `{"s1":3.}`),
	submissionBody(1, "north", `{"s1":.3}`),
	submissionBody(1, "north", `{"s1":true}`),
	submissionBody(1, "north", `{"s1":null}`),
	submissionBody(1, "north", `{"s1":[[3]]}`),
	submissionBody(1, "north", `{"s1":3,}`),
	submissionBody(1, "north", `{"s1":[3,]}`),
	submissionBody(1, "north", `{,}`),
	submissionBody(1, "north", `{"why":"`+"\xff"+`"}`),
	submissionBody(1, "north", `{"why":"`+"\x01"+`"}`),
	submissionBody(1, "north", `{"why":"`+strings.Repeat("a", longestAnswer+1)+`"}`),
	submissionBody(1, "north", `{"why":[`+strings.Repeat(`1,`, mostChosen)+`1]}`),
	submissionBody(1, strings.Repeat("n", longestName+1), `{}`),
	submissionBody(1, "", `{}`),
	strings.Replace(submissionBody(1, "north", `{}`), `"unit"`, `"Unit"`, 1),
	strings.Replace(submissionBody(1, "north", `{}`), `"unit"`, `"unit":"south","unit"`, 1),
	strings.Replace(submissionBody(1, "north", `{}`), `"key"`, `"who":"me","key"`, 1),
	strings.Replace(submissionBody(1, "north", `{}`), `"salt":"AgA`, `"salt":"A_A`, 1),
	strings.Replace(submissionBody(1, "north", `{}`), `"salt":"AgAA`, `"salt":"`, 1),
	strings.Replace(submissionBody(1, "north", `{}`), `"salt"`, `"key"`, 1),
	`{"salt":"` + random32(1) + `","ballots":[]}`,
	`{"salt":"` + random32(1) + `","ballots":[{"unit":"north"}]}`,
	`{"salt":"` + random32(1) + `","ballots":[` + strings.Repeat(`{"unit":"n","answers":{}},`, mostBallots) + `{"unit":"n","answers":{}}]}`,
}

func TestPlainSubmissions(t *testing.T) {
	for _, body := range plainSubmissions {
		plainAsGeneral(t, body)
		if _, ok := parsePlain(body); !ok {
			t.Errorf("not plain: %s", body)
		}
	}
	for _, body := range unusualSubmissions {
		if _, ok := parsePlain(body); ok {
			t.Errorf("plain: %s", body)
		}
		if _, err := generalSubmission(body); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	for _, body := range wrongSubmissions {
		if _, ok := parsePlain(body); ok {
			t.Errorf("plain: %.200s", body)
		}
		if _, err := generalSubmission(body); err == nil {
			t.Errorf("not wrong: %.200s", body)
		}
	}
}

// plainAsGeneral: what is plain is as the document says, and read the same.
func plainAsGeneral(t *testing.T, body string) {
	t.Helper()
	plain, ok := parsePlain(body)
	if !ok {
		return
	}
	general, err := generalSubmission(body)
	if err != nil {
		t.Fatalf("plain, but %v: %q", err, body)
	}
	if diff := cmp.Diff(general, plain, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%q (-general +plain):\n%s", body, diff)
	}
}

// FuzzPlain is trust test 75 for the straight way of submissions.
func FuzzPlain(f *testing.F) {
	for _, list := range [][]string{plainSubmissions, unusualSubmissions, wrongSubmissions} {
		for _, body := range list {
			f.Add(body)
		}
	}
	f.Fuzz(plainAsGeneral)
}

// A submission is answered the same on the straight and on the general way.
func TestStraightAsGeneral(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	general := map[string]string{"Content-Type": "application/json;charset=UTF-8"}
	straight := map[string]string{"Content-Type": "application/json"}
	for _, body := range []string{
		submissionBody(1, "north", `{"s1":3,"reasons":"time"}`),
		submissionBody(1, "north", `{"s1":1}`),
		submissionBody(5, "nowhere", `{"s1":3}`),
		submissionBody(5, "north", `{"s1":9,"s2":1}`),
		submissionBody(5, "north", `{"reasons":["time","price"]}`),
		strings.Replace(submissionBody(5, "north", `{"s1":3}`), `"key":"`+random32(5)+`",`, "", 1),
	} {
		for _, path := range []string{"/polls/spring/submissions", "/polls/winter/submissions"} {
			f.do(call{method: http.MethodPost, path: path, body: body, header: straight}) // so that none is the first
			a := f.do(call{method: http.MethodPost, path: path, body: body, header: straight})
			b := f.do(call{method: http.MethodPost, path: path, body: body, header: general})
			if a.Code != b.Code || a.Body.String() != b.Body.String() || !cmp.Equal(a.Header(), b.Header()) {
				t.Errorf("%s\nstraight: %d %v %s\ngeneral: %d %v %s", body, a.Code, a.Header(), a.Body, b.Code, b.Header(), b.Body)
			}
		}
	}
}
