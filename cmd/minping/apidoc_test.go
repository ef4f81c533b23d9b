package main

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"minping/survey"
)

// TestAPIDocumentation runs the commands of docs/api.md as they stand.
func TestAPIDocumentation(t *testing.T) {
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("needs %s to run the commands of docs/api.md", tool)
		}
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(page, -1) {
		script.Write(block[1])
	}
	r := start(t, serveCmd{storageFlags: storageFlags{Data: t.TempDir()}, speech: speech{"en"}})
	setup, err := url.Parse(r.setup)
	if err != nil {
		t.Fatal(err)
	}
	sh := exec.Command("sh", "-eu", "-c", script.String())
	sh.Dir = t.TempDir()
	sh.Env = append(os.Environ(), "MINPING="+r.base, "SETUP="+setup.Query().Get("token"), "no_proxy=127.0.0.1")
	out, err := sh.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := strings.Count(string(out), `"receipt"`); got != 24 {
		t.Errorf("%d receipts, want 24\n%s", got, out)
	}
	b, err := os.ReadFile(filepath.Join(sh.Dir, "results.json"))
	if err != nil {
		t.Fatal(err)
	}
	var release survey.Release
	if err := json.Unmarshal(b, &release); err != nil {
		t.Fatal(err)
	}
	if north, south := release.Unit("north").Nodes["overall"].Score, release.Unit("south").Nodes["overall"].Score; north != 100 || south != 50 {
		t.Errorf("north scores %v, south %v, want 100 and 50", north, south)
	}
	if len(release.Flags) != 1 || len(release.Findings) == 0 {
		t.Errorf("flags %+v, findings %+v", release.Flags, release.Findings)
	}
}
