//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// firstCommand returns the first command that the README tells a new user to run.
func firstCommand(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(readme)) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			return strings.Fields(command)
		}
	}
	t.Fatal("the README has no command")
	return nil
}

// TestFirstCommandOfTheREADME runs it as a new user would, from the top of the
// checkout, looks at every page that it names, and stops it.
func TestFirstCommandOfTheREADME(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the demo")
	}
	args := firstCommand(t)
	if got := strings.Join(args, " "); got != "go run ./cmd/minping demo" {
		t.Fatalf("the README begins with %q", got)
	}
	temp := t.TempDir()
	cmd := exec.Command(args[0], append(args[1:], "--addr", "127.0.0.1:0", "--lang", "en")...)
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "TMPDIR="+temp)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	group := -cmd.Process.Pid
	stuck := time.AfterFunc(5*time.Minute, func() { syscall.Kill(group, syscall.SIGKILL) })
	defer stuck.Stop()
	defer syscall.Kill(group, syscall.SIGKILL) // no harm once it has ended

	pages := announcedPages(out)
	if len(pages) != 10 {
		t.Fatalf("it names %d pages to look at, want 10: %v", len(pages), pages)
	}
	if body := get(t, pages[9]); !strings.Contains(body, `name="password"`) {
		t.Errorf("%s asks for no password to organise with", pages[9])
	}
	for _, url := range pages[:9] {
		if body := get(t, url); !strings.Contains(body, "Simulated") && !strings.Contains(body, "模拟") {
			t.Errorf("%s does not say that it is simulated", url)
		}
	}
	if err := syscall.Kill(group, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, out)
	cmd.Wait() // go run passes on how it was stopped
	if left, _ := filepath.Glob(filepath.Join(temp, "minping-demo-*")); len(left) > 0 {
		t.Errorf("it left %v behind", left)
	}
}

// announcedPages reads what the demo says, up to its last line, and returns
// the addresses in it.
func announcedPages(out io.Reader) (pages []string) {
	address := regexp.MustCompile(`http://\S+`)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url := address.FindString(lines.Text()); url != "" {
			pages = append(pages, url)
		}
		if strings.Contains(lines.Text(), "Ctrl+C") {
			break
		}
	}
	return pages
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%s: %s, %v", url, resp.Status, err)
	}
	return string(body)
}
