//go:build unix

package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// BenchmarkSubmit is the whole way of a submission of one ballot of 19 items,
// from 256 clients in as many networks, without the net: handled as the API
// does, and only decoded and checked.
//
//	go test ./api -run - -bench Submit -benchtime 2s
func BenchmarkSubmit(b *testing.B) {
	b.Run("durable", func(b *testing.B) {
		f := newFixture(b)
		benchmarkSubmit(b, f, f.e)
	})
	b.Run("bare", func(b *testing.B) {
		f := newFixture(b)
		bare := echo.New()
		bare.POST(Base+"/polls/:poll/submissions", func(c echo.Context) error {
			var in SubmissionInput
			if err := json.NewDecoder(c.Request().Body).Decode(&in); err != nil {
				return err
			}
			q, err := f.service.Questionnaire(context.Background(), "nineteen", "1")
			if err != nil {
				return err
			}
			for _, ballot := range in.Ballots {
				if _, errs := q.Check(survey.Answers(ballot.Answers), true); len(errs) > 0 {
					return errs
				}
			}
			return c.JSON(http.StatusCreated, Receipt{Receipt: strings.Repeat("0", 64)})
		})
		benchmarkSubmit(b, f, bare)
	})
}

func benchmarkSubmit(b *testing.B, f *fixture, h http.Handler) {
	var form strings.Builder
	form.WriteString("id: nineteen\nversion: \"1\"\nlanguages: [zh]\ntitle: {zh: 问卷}\nscales: {s: [{code: 5, label: {zh: 好}, score: 100}, {code: 3, label: {zh: 中}, score: 60}, {code: 1, label: {zh: 差}, score: 0}]}\nitems:\n")
	answers := make([]string, 19)
	for i := range answers {
		fmt.Fprintf(&form, "  - {id: s%d, scale: s, text: {zh: 问}}\n", i+1)
		answers[i] = fmt.Sprintf("%q:%d", fmt.Sprint("s", i+1), 1+2*(i%3))
	}
	form.WriteString("index:\n")
	for i := range answers {
		fmt.Fprintf(&form, "  - {id: n%d, title: {zh: 问}, weight: 1, children: [{id: s%d, item: s%d, weight: 1}]}\n", i+1, i+1, i+1)
	}
	for _, c := range []call{
		{method: http.MethodPost, path: "/questionnaires", body: form.String(), header: map[string]string{"Content-Type": "application/yaml"}, signed: true},
		{method: http.MethodPut, path: "/units", body: units, signed: true},
		{method: http.MethodPost, path: "/polls", body: strings.Replace(poll, "service", "nineteen", 1), signed: true},
		{method: http.MethodPost, path: "/polls/spring/open", signed: true},
	} {
		if w := f.do(c); w.Code >= 300 {
			b.Fatalf("%s: %d %s", c.path, w.Code, w.Body)
		}
	}
	bodies := make([]string, b.N)
	for i := range bodies {
		bodies[i] = `{"key":"` + random32(i) + `","salt":"` + random32(i+1) + `","ballots":[{"unit":"north","answers":{` + strings.Join(answers, ",") + `}}]}`
	}
	var next atomic.Int64
	var clients sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	spent := cpuTime()
	for range 256 {
		clients.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				r := httptest.NewRequest(http.MethodPost, Base+"/polls/spring/submissions", strings.NewReader(bodies[i]))
				r.Header.Set("Content-Type", "application/json")
				r.RemoteAddr = fmt.Sprintf("10.%d.%d.1:80", byte(i>>8), byte(i))
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != http.StatusCreated {
					b.Errorf("%d %s", w.Code, w.Body)
					return
				}
			}
		})
	}
	clients.Wait()
	b.StopTimer()
	b.ReportMetric(float64((cpuTime()-spent).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpuTime is the processor time that this process has used so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(0, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
