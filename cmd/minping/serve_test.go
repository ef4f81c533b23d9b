package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey/store"
)

// A screen is what a command prints, safe to read meanwhile.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// A running server prints where it is, and stops when it is told to.
type running struct {
	base, setup string // addresses that it printed
	out, logs   *screen
	stop        func() error
}

var (
	printedBase  = regexp.MustCompile(`http://[^\s]+`)
	printedSetup = regexp.MustCompile(`http://\S+/setup\?token=\S+`)
)

// start runs minping serve on a free port.
func start(t *testing.T, cmd serveCmd) *running {
	t.Helper()
	cmd.Addr = "127.0.0.1:0"
	if cmd.SecondFactor == "" {
		cmd.SecondFactor = "optional"
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{out: new(screen), logs: new(screen)}
	done := make(chan error, 1)
	go func() { done <- cmd.run(ctx, r.out, r.logs) }()
	var once sync.Once
	var stopped error
	r.stop = func() error {
		once.Do(func() { cancel(); stopped = <-done })
		return stopped
	}
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-done:
			done <- err
			t.Fatalf("serve ended: %v", err)
		default:
		}
		r.base, r.setup = printedBase.FindString(r.out.String()), printedSetup.FindString(r.out.String())
		if r.base != "" && strings.Count(r.out.String(), "\n") >= 2 {
			if res, err := http.Get(r.base + "/readyz"); err == nil {
				res.Body.Close()
				return r
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("serve did not start: %s", r.out)
		}
	}
}

func TestServeOnAnEmptyFolder(t *testing.T) {
	dir := t.TempDir() + "/new"
	r := start(t, serveCmd{storageFlags: storageFlags{Data: dir}, speech: speech{"en"}})
	if r.setup == "" || !strings.Contains(r.out.String(), dir) {
		t.Fatalf("printed\n%s", r.out)
	}
	for path, want := range map[string]int{
		"/": 200, "/healthz": 200, "/readyz": 200, "/api/v1/openapi.json": 200, "/api/v1/polls": 200,
		"/api/v1/units": 401, "/api/v1/none": 404, "/none": 404,
	} {
		res, err := http.Get(r.base + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("GET %s: %d, want %d", path, res.StatusCode, want)
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") {
			t.Errorf("GET %s: policy %q", path, csp)
		}
	}
	setup, err := url.Parse(r.setup)
	if err != nil {
		t.Fatal(err)
	}
	claim := `{"token":"` + setup.Query().Get("token") + `","name":"admin","password":"correct horse battery"}`
	for i, want := range []int{201, 403} { // the link works once
		res, err := http.Post(r.base+"/api/v1/setup", "application/json", strings.NewReader(claim))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("claim %d: %d, want %d", i+1, res.StatusCode, want)
		}
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(r.logs.String()), "\n") {
		if !json.Valid([]byte(line)) {
			t.Errorf("log line is not JSON: %s", line)
		}
	}
	if strings.Contains(r.logs.String(), setup.Query().Get("token")) {
		t.Error("the log holds the setup token")
	}
	again := start(t, serveCmd{storageFlags: storageFlags{Data: dir}, speech: speech{"zh"}})
	if again.setup != "" || !strings.Contains(again.out.String(), "民评已启动") {
		t.Errorf("second start printed\n%s", again.out)
	}
}

func TestServeSignInOnPages(t *testing.T) {
	r := start(t, serveCmd{storageFlags: storageFlags{Data: t.TempDir()}, speech: speech{"en"}})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	post := func(path string, form url.Values) *http.Response {
		req, err := http.NewRequest(http.MethodPost, r.base+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", r.base)
		res, err := browser.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return res
	}
	setup, _ := url.Parse(r.setup)
	const password = "correct horse battery"
	post("/setup", url.Values{"token": {setup.Query().Get("token")}, "name": {"admin"}, "password": {password}, "again": {password}})
	signedIn := func() bool {
		res, err := browser.Get(r.base + "/api/v1/session")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	}
	if !signedIn() {
		t.Error("not signed in after setup")
	}
	post("/logout", nil)
	if signedIn() {
		t.Error("signed in after logout")
	}
	post("/login", url.Values{"name": {"Admin"}, "password": {password}})
	if !signedIn() {
		t.Error("not signed in after login")
	}
}

func TestServeRefusesWrongUse(t *testing.T) {
	for name, cmd := range map[string]serveCmd{
		"url":   {URL: "survey.example.org"},
		"proxy": {Proxy: []string{"10.0.0.1"}},
		"time":  {RewriteAt: "25:00"},
		"kiosk": {KioskIdle: new(time.Second)},
		"never": {KioskIdle: new(time.Duration)},
		"grace": {KioskGrace: new(11 * time.Minute)},
		"rest":  {KioskRest: new(-time.Minute)},
		"db":    {storageFlags: storageFlags{DB: "mysql://x/y"}},
	} {
		err := cmd.run(context.Background(), io.Discard, io.Discard)
		coded, ok := err.(interface{ ExitCode() int })
		if !ok || coded.ExitCode() != 2 {
			t.Errorf("%s: %v, want a usage error", name, err)
		}
	}
}

// Why a folder cannot be opened is said in both languages, with what to do.
func TestFolderErrorsAreExplained(t *testing.T) {
	for err, words := range map[error][]string{
		store.ErrInUse:    {"另一个民评进程", "another Minping"},
		store.ErrReadOnly: {"不可写", "cannot be written"},
	} {
		got := storageFlags{Data: "here"}.explain(fmt.Errorf("opening: %w", err))
		if !errors.Is(got, err) {
			t.Errorf("%v is no longer %v", got, err)
		}
		for _, w := range append(words, "here") {
			if !strings.Contains(got.Error(), w) {
				t.Errorf("%q does not say %q", got, w)
			}
		}
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	start(t, serveCmd{storageFlags: storageFlags{Data: dir}, speech: speech{"en"}})
	err := userListCmd{storageFlags: storageFlags{Data: dir}}.Run()
	if err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v, want one that names the folder", err)
	}
}

func TestInFlightIsFinished(t *testing.T) {
	r := start(t, serveCmd{storageFlags: storageFlags{Data: t.TempDir()}, speech: speech{"en"}})
	body, send := io.Pipe()
	reading := make(chan struct{}) // closed once a handler reads the body
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{Got100Continue: func() { close(reading) }})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.base+"/api/v1/session", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Expect", "100-continue")
	status := make(chan int, 1)
	go func() {
		res, err := (&http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}).Do(req)
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		res.Body.Close()
		status <- res.StatusCode
	}()
	<-reading
	stopped := make(chan error, 1)
	go func() { stopped <- r.stop() }()
	for { // until it takes no more connections
		res, err := http.Get(r.base + "/healthz")
		if err != nil {
			break
		}
		res.Body.Close()
		http.DefaultClient.CloseIdleConnections()
	}
	if _, err := send.Write([]byte(`{"name":"a","password":"b"}`)); err != nil {
		t.Fatal(err)
	}
	send.Close()
	if got := <-status; got != http.StatusUnauthorized {
		t.Errorf("the request under way was answered %d, want 401", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
