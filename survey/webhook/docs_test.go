package webhook_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"minping/survey/webhook"
)

// The receivers of docs/webhooks.md take what is signed with their secret, and
// nothing else.
func TestReceiversOfTheDocument(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "webhooks.md"))
	ok(t, err)
	for _, tt := range []struct{ language, file, program string }{
		{"go", "main.go", "go"},
		{"python", "receiver.py", "python3"},
	} {
		t.Run(tt.language, func(t *testing.T) {
			program, err := exec.LookPath(tt.program)
			if err != nil {
				if strings.Contains(os.Getenv("MINPING_TEST_REQUIRE"), tt.program) {
					t.Fatal(err)
				}
				t.Skipf("no %s", tt.program)
			}
			code := regexp.MustCompile("(?s)```" + tt.language + "\n(.*?)```").FindSubmatch(page)
			if code == nil {
				t.Fatal("the document has no receiver")
			}
			dir := t.TempDir()
			file := filepath.Join(dir, tt.file)
			ok(t, os.WriteFile(file, code[1], 0o600))
			if tt.language == "go" {
				build := exec.Command(program, "build", "-o", filepath.Join(dir, "receiver"), file)
				if out, err := build.CombinedOutput(); err != nil {
					t.Fatalf("%v: %s", err, out)
				}
				program, file = filepath.Join(dir, "receiver"), ""
			}
			tryReceiver(t, program, file)
		})
	}
}

// tryReceiver starts a receiver with a hook's secret, then with another.
func tryReceiver(t *testing.T, program, file string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	address := l.Addr().String()
	ok(t, l.Close())
	d := newDesk(t)
	h, secret, err := d.Add(ctx, webhook.Settings{URL: "http://" + address + "/"})
	ok(t, err)
	other := "whsec_" + strings.Repeat("A", 44)
	d.move(time.Since(d.Now())) // receivers go by the time of the day
	for _, run := range []struct {
		secret string
		want   int
	}{{secret, 200}, {other, 401}} {
		receiver := exec.Command(program)
		if file != "" {
			receiver.Args = append(receiver.Args, file)
		}
		receiver.Env = append(os.Environ(), "SECRET="+run.secret, "ADDR="+address)
		receiver.Stderr = t.Output()
		ok(t, receiver.Start())
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			conn, err := net.Dial("tcp", address)
			if err == nil {
				conn.Close()
				break
			}
			if time.Now().After(deadline) {
				t.Fatal(err)
			}
		}
		a, err := d.Try(ctx, h.ID)
		_ = receiver.Process.Kill()
		_ = receiver.Wait()
		if err != nil || a.Status != run.want {
			t.Errorf("answer %+v, %v, want %d", a, err, run.want)
		}
	}
}
