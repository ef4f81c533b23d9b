package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/form"
)

// Where the example design and those that are wrong lie.
const (
	goodDesign = examples + "/counters_design.yaml"
	badDesign  = "../../survey/form/testdata/design/bad/words.yaml"
)

// A client speaks to a running server as its administrator.
type client struct {
	t       *testing.T
	base    string
	cookies []*http.Cookie
	token   string
}

// newClient claims the server and makes a token.
func newClient(t *testing.T, r *running) *client {
	t.Helper()
	setup, err := url.Parse(r.setup)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, base: r.base}
	c.must(http.MethodPost, "/setup", `{"token":"`+setup.Query().Get("token")+`","name":"admin","password":"correct horse battery"}`, nil)
	c.must(http.MethodPost, "/session", `{"name":"admin","password":"correct horse battery"}`, nil)
	var made struct{ Secret string }
	c.must(http.MethodPost, "/tokens", `{"label":"test","days":1}`, &made)
	c.token = made.Secret
	return c
}

// send answers a request; a body that is no JSON is YAML.
func (c *client) send(method, path, body string) (status int, answer []byte) {
	c.t.Helper()
	r, err := http.NewRequest(method, c.base+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if !strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/yaml")
	}
	r.Header.Set("Origin", c.base)
	if method == http.MethodPut {
		r.Header.Set("If-Match", "*")
	}
	for _, cookie := range c.cookies {
		r.AddCookie(cookie)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	if set := res.Cookies(); len(set) > 0 {
		c.cookies = set
	}
	answer, err = io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, answer
}

// must sends a request that succeeds and reads the answer into v.
func (c *client) must(method, path, body string, v any) {
	c.t.Helper()
	status, answer := c.send(method, path, body)
	if status >= 300 {
		c.t.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	if v != nil {
		if err := json.Unmarshal(answer, v); err != nil {
			c.t.Fatal(err)
		}
	}
}

// sheet makes a file of ballots as the design of testdata draws them.
func sheet(n int) [][]string {
	r := rand.New(rand.NewPCG(7, 7))
	rows := [][]string{{"unit", "s1", "s2", "sex", "age", "area", "village", "adults"}}
	for i := range n {
		age := strconv.Itoa(16 + r.IntN(70))
		if i%40 == 5 {
			age = ""
		}
		rows = append(rows, []string{
			[]string{"north", "south"}[i%2], []string{"3", "2", "1", "9"}[r.IntN(4)], []string{"3", "2", "1"}[r.IntN(3)],
			[]string{"m", "f", "f"}[r.IntN(3)], age, []string{"town", "country"}[i/2%2], fmt.Sprintf("村%d", r.IntN(6)), strconv.Itoa(1 + r.IntN(4)),
		})
	}
	return rows
}

func csvOf(t *testing.T, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A poll with a design made by the API releases the figures that minping score
// computes from the same ballots and the same design in files.
func TestDesignOfAPollAndOfAFile(t *testing.T) {
	questionnaire, design := examples+"/counters.yaml", goodDesign
	rows := sheet(240)
	ballots := filepath.Join(t.TempDir(), "ballots.csv")
	if err := os.WriteFile(ballots, csvOf(t, rows), 0o600); err != nil {
		t.Fatal(err)
	}
	scored := releaseOf(t, scoreCmd{Questionnaire: questionnaire, Ballots: ballots, Design: design, MinGroup: 5})
	polled := pollRelease(t, questionnaire, design, rows)
	if len(scored.Weighting.Units) != 2 || len(polled.Weighting.Units) != 2 || scored.Method.Strata != "area" || !polled.Method.FPC {
		t.Fatalf("scored %+v %+v, polled %+v %+v", scored.Weighting, scored.Method, polled.Weighting, polled.Method)
	}
	for i, want := range scored.Units {
		got := polled.Units[i]
		for id, w := range want.Nodes {
			g := got.Nodes[id]
			for name, pair := range map[string][2]survey.Num{
				"score": {w.Score, g.Score}, "se": {w.SE, g.SE}, "low": {w.Low, g.Low}, "rate": {w.Rate, g.Rate}, "n_eff": {w.NEff, g.NEff},
			} {
				if !(math.Abs(float64(pair[0]-pair[1])) <= 1e-12*math.Abs(float64(pair[0]))) {
					t.Errorf("%s %s %s: %v by file, %v by poll", want.Unit, id, name, pair[0], pair[1])
				}
			}
		}
	}
	for i, want := range scored.Weighting.Units {
		got := polled.Weighting.Units[i]
		if !want.Converged || want.Population != got.Population || want.Trimmed != got.Trimmed || !slices.Equal(want.Unknown, got.Unknown) {
			t.Errorf("weighting %+v by file, %+v by poll", want, got)
		}
	}
	plain := releaseOf(t, scoreCmd{Questionnaire: questionnaire, Ballots: ballots})
	if a, b := plain.Units[0].Nodes["overall"], scored.Units[0].Nodes["overall"]; a.Score == b.Score || a.SE == b.SE {
		t.Errorf("the design changes nothing: %v, %v", a, b)
	}
}

// pollRelease runs a poll with the design from draft to release.
func pollRelease(t *testing.T, questionnaire, design string, rows [][]string) *survey.Release {
	t.Helper()
	src, err := os.ReadFile(questionnaire)
	if err != nil {
		t.Fatal(err)
	}
	q, err := form.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := os.ReadFile(design)
	if err != nil {
		t.Fatal(err)
	}
	sample, err := form.ParseDesign(drawn, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, start(t, serveCmd{storageFlags: storageFlags{Data: t.TempDir()}, speech: speech{"en"}}))
	c.must(http.MethodPost, "/questionnaires", string(src), nil)
	c.must(http.MethodPut, "/units", `{"units":[{"id":"north","name":{"en":"North"},"tier":"county"},{"id":"south","name":{"en":"South"},"tier":"county"}]}`, nil)
	poll := func(s *survey.Sample) string {
		b, err := json.Marshal(map[string]any{
			"id": "drawn", "title": survey.Text{"en": "Drawn"}, "questionnaire": map[string]string{"id": q.ID},
			"units": []string{"north", "south"}, "access": "open", "sample": s,
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	wrong := *sample
	wrong.Margins = append([]survey.Margin{{Unit: "north", Item: "sx", Population: map[string]float64{"m": 1}}}, sample.Margins[1:]...)
	if status, answer := c.send(http.MethodPost, "/polls", poll(&wrong)); status != http.StatusUnprocessableEntity ||
		!bytes.Contains(answer, []byte(`"/sample/margins/0/item"`)) || !bytes.Contains(answer, []byte("您是否指“sex”")) {
		t.Errorf("a wrong design: %d %s", status, answer)
	}
	c.must(http.MethodPost, "/polls", poll(sample), nil)
	c.must(http.MethodPost, "/polls/drawn/open", "{}", nil)
	if status, answer := c.send(http.MethodPut, "/polls/drawn", poll(&survey.Sample{})); status != http.StatusConflict {
		t.Errorf("a design changed after opening: %d %s", status, answer)
	}
	for i, row := range rows[1:] {
		c.must(http.MethodPost, "/polls/drawn/submissions", submission(t, i, rows[0], row), nil)
	}
	c.must(http.MethodPost, "/polls/drawn/close", "{}", nil)
	var release survey.Release
	c.must(http.MethodGet, "/polls/drawn/results", "", &release)
	return &release
}

// submission is the body that hands in a row of a file.
func submission(t *testing.T, i int, header, row []string) string {
	t.Helper()
	answers := map[string]string{}
	for k, x := range row[1:] {
		if x != "" {
			answers[header[k+1]] = x
		}
	}
	key := make([]byte, 32)
	key[0], key[1], key[2] = byte(i), byte(i>>8), 1
	b, err := json.Marshal(map[string]any{
		"key": key, "salt": key, "ballots": []any{map[string]any{"unit": row[0], "answers": answers}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The figures of docs/sample-design.md, made by R's survey 4.1.1 as it says there.
func TestDesignOfTheGuide(t *testing.T) {
	r := releaseOf(t, scoreCmd{Questionnaire: examples + "/counters.yaml", Ballots: examples + "/data/counters.csv", Design: goodDesign})
	got := r.Unit("north").Nodes["attitude"]
	if math.Abs(float64(got.Score)-81.596200089691) > 1e-9 || math.Abs(float64(got.SE)-1.728588186042) > 1e-9 {
		t.Errorf("%v ± %v, R has 81.596200089691 ± 1.728588186042", got.Score, got.SE)
	}
}

// What a design needs and a file has not, or has twice, is named.
func TestDesignAndColumns(t *testing.T) {
	rows := sheet(40)
	for _, tt := range []struct {
		name, lang string
		change     func(header []string)
		want       string
	}{
		{"no column", "en", func(h []string) { h[6] = "comment" }, `the sample design needs item "village", but there is no such column`},
		{"no column", "zh", func(h []string) { h[6] = "comment" }, "抽样设计要用题目“village”，但没有这一列"},
		{"a column that says the same", "en", func(h []string) { h[2], h[3] = "s2", "weight" }, `the column "weight" says what weight of the sample design says`},
	} {
		t.Run(tt.name+" "+tt.lang, func(t *testing.T) {
			changed := append([][]string{append([]string(nil), rows[0]...)}, rows[1:]...)
			tt.change(changed[0])
			file := filepath.Join(t.TempDir(), "ballots.csv")
			if err := os.WriteFile(file, csvOf(t, changed), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			err := scoreCmd{
				Questionnaire: examples + "/counters.yaml", Ballots: file, Design: goodDesign, speech: speech{tt.lang},
			}.run(&out, &errs)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// check reports the mistakes of a design with file, line and column.
func TestCheckDesign(t *testing.T) {
	for _, tt := range []struct {
		design, out, errs string
		ok                bool
	}{
		{goodDesign, "design.yaml: OK\n", "", true},
		{badDesign, "", "words.yaml:1:9: strata: “aera” names no strata", false},
	} {
		var out, errs bytes.Buffer
		cmd := checkCmd{File: examples + "/counters.yaml", Design: tt.design, speech: speech{"en"}}
		if err := cmd.run(&out, &errs); (err == nil) != tt.ok || !strings.Contains(out.String(), tt.out) || !strings.Contains(errs.String(), tt.errs) {
			t.Errorf("%s: %v\n%s\n%s", tt.design, err, out.String(), errs.String())
		}
		cmd.JSON = true
		out.Reset()
		err := cmd.run(&out, &errs)
		var said struct {
			OK     bool
			Design struct {
				OK     bool
				Errors []struct{ Line int }
			}
		}
		if json.Unmarshal(out.Bytes(), &said) != nil || said.OK != tt.ok || said.Design.OK != tt.ok || (len(said.Design.Errors) > 0) == tt.ok || (err == nil) != tt.ok {
			t.Errorf("%s: %v with %s", tt.design, err, out.String())
		}
	}
}
