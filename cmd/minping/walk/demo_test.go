package walk

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// startDemo builds the program, starts its demo, which ends with the test, and
// returns the addresses that it names.
func startDemo(t *testing.T) (pages []string) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "minping")
	if out, err := exec.Command("go", "build", "-o", program, "minping/cmd/minping").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// The shell ends the demo when its input ends, as it does also with a test that is killed.
	demo := exec.Command("sh", "-c", `"$0" demo --addr 127.0.0.1:0 --lang zh & read -r _; kill $!; wait $!`, program)
	demo.Env = append(os.Environ(), "TMPDIR="+dir)
	demo.Stderr = os.Stderr
	life, err := demo.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := demo.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		life.Close()
		io.Copy(io.Discard, said)
		if err := demo.Wait(); err != nil {
			t.Errorf("the demo: %v", err)
		}
	})
	address := regexp.MustCompile(`http://\S+`)
	lines := bufio.NewScanner(said)
	for lines.Scan() && !strings.Contains(lines.Text(), "Ctrl+C") {
		if url := address.FindString(lines.Text()); url != "" {
			pages = append(pages, url)
		}
	}
	return pages
}
