//go:build linux

package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/form"
)

var soak = flag.Duration("soak", 10*time.Second, "how long TestSoak uses a server; 24h for the long run, with -race")

// A footprint is what a process holds.
type footprint struct {
	goroutines, files int
	heap              uint64 // bytes that live
}

func (f footprint) String() string {
	return fmt.Sprintf("%d goroutines, %d files, %.1f MiB", f.goroutines, f.files, float64(f.heap)/(1<<20))
}

// held waits until what the last requests left behind is gone, and measures.
func held(t *testing.T) (f footprint) {
	t.Helper()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	for range 20 { // connections end at their own pace
		time.Sleep(50 * time.Millisecond)
		if n := runtime.NumGoroutine(); n == f.goroutines {
			break
		} else {
			f.goroutines = n
		}
	}
	runtime.GC()
	runtime.GC() // what finalizers of the first have freed
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	f.files, f.heap = len(open), m.HeapAlloc
	return f
}

// In use for long, a server comes to hold no more goroutines, files or memory
// than it did soon after its start (trust test 74).
func TestSoak(t *testing.T) {
	f := withOpenPoll(t)
	token := soaked(t, f)
	r := start(t, serveCmd{storageFlags: f, Proxy: []string{"127.0.0.0/8"}, speech: speech{"en"}})
	rounds := 0
	round := func() {
		use(t, r.base, token, rounds)
		rounds++
	}
	for range 5 {
		round()
	}
	before := held(t)
	for began, told := time.Now(), time.Now(); time.Since(began) < *soak && !t.Failed(); round() {
		if time.Since(told) > time.Hour {
			told = time.Now()
			t.Logf("after %v and %d rounds: %v", time.Since(began).Round(time.Minute), rounds, held(t))
		}
	}
	after := held(t)
	t.Logf("%d rounds; before: %v; after: %v", rounds, before, after)
	const spare = 8 // connections to the database and to clients come and go
	if after.goroutines > before.goroutines+spare || after.files > before.files+spare || after.heap > before.heap+before.heap/2+(8<<20) {
		t.Errorf("before %v, after %v", before, after)
	}
}

// soaked adds a released poll "done" and an account with a token.
func soaked(t *testing.T, f storageFlags) (token string) {
	t.Helper()
	st, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ctx, s := t.Context(), survey.NewService(st.People, st.Ballots, form.Parse)
	p, err := s.Poll(ctx, "p")
	if err != nil {
		t.Fatal(err)
	}
	p.ID = "done"
	if _, err := s.CreatePoll(ctx, p); err != nil {
		t.Fatal(err)
	}
	err = s.OpenPoll(ctx, p.ID)
	for i := range 30 {
		b, _ := ballotNamed(t, fmt.Sprint("done ", i))
		b.Poll = p.ID
		_, handed := s.Accept(ctx, b)
		err = errors.Join(err, handed)
	}
	if err := errors.Join(err, s.ClosePoll(ctx, p.ID)); err != nil {
		t.Fatal(err)
	}
	accounts := access.New(st.People)
	link, err := accounts.Setup(ctx)
	if err != nil {
		t.Fatal(err)
	}
	a, err := accounts.Claim(ctx, link, "soak", "river otter lamp")
	if err != nil {
		t.Fatal(err)
	}
	if token, _, err = accounts.CreateToken(ctx, a.Name, "soak", 30*24*time.Hour, access.Narrowed{}); err != nil {
		t.Fatal(err)
	}
	return token
}

// use asks for what people and programs ask, rightly and wrongly.
func use(t *testing.T, base, token string, round int) {
	t.Helper()
	for i := range 20 {
		_, body := ballotNamed(t, fmt.Sprint(round, "-", i))
		for _, want := range []int{http.StatusCreated, http.StatusOK} {
			if status, err := handIn(http.DefaultClient, base, 20*round+i, body); status != want || err != nil {
				t.Errorf("round %d: submission %d: %d, %v", round, i, status, err)
			}
		}
	}
	for _, ask := range []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/", "", 200},
		{"GET", "/p/p", "", 200},
		{"GET", "/manage/p", "", 200},
		{"GET", "/r/done", "", 200},
		{"GET", "/r/done/ranking", "", 200},
		{"GET", "/r/done/download.xlsx", "", 200},
		{"GET", "/r/done/download.csv", "", 200},
		{"GET", "/api/v1/polls", "", 200},
		{"GET", "/api/v1/polls/done/results", "", 200},
		{"GET", "/api/v1/polls/p/turnout", "", 200},
		{"GET", "/api/v1/polls/none/results", "", 404},
		{"POST", "/api/v1/polls/p/submissions", `{"key":`, 400},
		{"POST", "/api/v1/units", `{}`, 405},
	} {
		req, err := http.NewRequest(ask.method, base+ask.path, bytes.NewReader([]byte(ask.body)))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if res.StatusCode != ask.want || err != nil {
			t.Errorf("round %d: %s %s: %d, %v", round, ask.method, ask.path, res.StatusCode, err)
		}
	}
}
