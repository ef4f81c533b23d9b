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

// start builds the program, starts it with the arguments, until the test ends,
// and returns the addresses that it names up to a line with the last words.
func start(t *testing.T, last string, args ...string) (pages []string) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "minping")
	if out, err := exec.Command("go", "build", "-o", program, "minping/cmd/minping").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// The shell ends the program when its input ends, as it does also with a test that is killed.
	run := exec.Command("sh", append([]string{"-c", `"$0" "$@" & read -r _; kill $!; wait $!`, program}, args...)...)
	run.Env = append(os.Environ(), "TMPDIR="+dir)
	run.Stderr = os.Stderr
	life, err := run.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		life.Close()
		io.Copy(io.Discard, said)
		if err := run.Wait(); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	})
	address := regexp.MustCompile(`http://\S+`)
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if url := address.FindString(lines.Text()); url != "" {
			pages = append(pages, url)
		}
		if strings.Contains(lines.Text(), last) {
			return pages
		}
	}
	t.Fatalf("%v never said %q", args, last)
	return nil
}
