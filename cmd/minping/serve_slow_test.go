//go:build unix

package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// While thousands of clients are slow or idle, others are served; those whose
// headers or bodies do not come are let go of (trust test 60).
func TestSlowClients(t *testing.T) {
	r := start(t, serveCmd{storageFlags: withOpenPoll(t), speech: speech{"en"}})
	address := strings.TrimPrefix(r.base, "http://")
	n := connections(t, 10_000)
	connect := func(text string) net.Conn {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if _, err := fmt.Fprint(c, text); err != nil {
			t.Fatal(err)
		}
		return c
	}
	const post = "POST /api/v1/polls/p/submissions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
	var slow []net.Conn
	for i := range n {
		text := "" // idle
		switch i % 10 {
		case 0:
			text = "GET / HTTP/1.1\r\nHost:" // headers that do not end
		case 1:
			text = post + "\r\n{" // a body that does not come
		}
		slow = append(slow, connect(text))
	}
	fresh := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Minute}
	for i := range 20 {
		_, body := ballotNamed(t, fmt.Sprint(i))
		if status, err := handIn(fresh, r.base, 0, body); status != http.StatusCreated || err != nil {
			t.Errorf("ballot %d: status %d, %v", i, status, err)
		}
	}
	// The limits themselves: that of headers holds for those who say nothing too.
	limits := httpServer(nil)
	if limits.ReadHeaderTimeout <= 0 || limits.ReadTimeout <= 0 || limits.WriteTimeout <= 0 || limits.IdleTimeout <= 0 {
		t.Errorf("a client may wait for ever: %+v", limits)
	}
	for _, c := range slow[:1] {
		_ = c.SetReadDeadline(time.Now().Add(6 * limits.ReadHeaderTimeout))
		if _, err := c.Read(make([]byte, 1)); err == nil || strings.Contains(err.Error(), "timeout") {
			t.Errorf("headers that do not end: %v, want the connection closed", err)
		}
	}
	t.Logf("%d slow or idle connections", n)
}

// connections returns how many connections a test may hold, both ends in this
// process, at most want.
func connections(t *testing.T, want int) int {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = limit.Max
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	n := min(want, (int(limit.Cur)-500)/2)
	if n < want {
		t.Logf("%d connections instead of %d: raise the limit of open files (ulimit -n) above %d", n, want, 2*want+500)
	}
	return n
}
