package main

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Whoever organises the demo finds its pages of messages, which say that no
// mail can be sent.
func TestDemoHasNotifications(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	out, logs, done := new(screen), new(screen), make(chan error, 1)
	go func() { done <- demoCmd{Addr: "127.0.0.1:0", speech: speech{"en"}}.run(ctx, out, logs) }()
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	for deadline := time.Now().Add(2 * time.Minute); !strings.Contains(out.String(), "Ctrl+C"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the demo did not start: %s %s", out, logs)
		}
	}
	setup, err := url.Parse(printedSetup.FindString(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser, base := &http.Client{Jar: jar}, "http://"+setup.Host
	form := url.Values{"token": {setup.Query().Get("token")}, "name": {"admin"}, "password": {"correct horse battery"}, "again": {"correct horse battery"}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/setup", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	res, err := browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if page := look(t, browser, base+"/admin/notifications?lang=en"); !strings.Contains(page, "--smtp-addr") {
		t.Errorf("the page does not say that no mail can be sent: %s", page)
	}
	polls := regexp.MustCompile(`<h3><a href="(/manage/[^"]+)"`).FindAllStringSubmatch(look(t, browser, base+"/manage"), -1)
	if len(polls) < 3 {
		t.Errorf("%d polls are listed", len(polls))
	}
	for _, poll := range polls {
		look(t, browser, base+poll[1]+"/messages")
	}
}

// look reads a page that is there.
func look(t *testing.T, browser *http.Client, at string) string {
	t.Helper()
	res, err := browser.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body := new(strings.Builder)
	if _, err := io.Copy(body, res.Body); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("%s: %s, %v", at, res.Status, err)
	}
	return body.String()
}
