// Package browsertest finds and starts Chromium for tests, and the checker of
// accessibility that runs in it.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Path returns where Chromium is. Without one the test is skipped, or fails
// where MINPING_TEST_REQUIRE lists chromium.
func Path(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "chromium", "no Chromium: install it (Debian: apt-get install chromium) or put it on PATH")
	return ""
}

// Options are how Chromium is started for tests: as a browser that is driven,
// which takes clicks and keys before its first picture, since on a busy machine
// that comes late.
func Options(path string) []chromedp.ExecAllocatorOption {
	return append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("allow-pre-commit-input", true),
	)
}

// Start starts a Chromium that ends with the test, and returns the context of
// which contexts of tabs are made.
func Start(t testing.TB) context.Context {
	t.Helper()
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), Options(Path(t))...)
	t.Cleanup(stopAlloc)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// AxeVersion is the axe-core that pages are checked with.
const AxeVersion = "4.14.1"

// Axe returns the source of axe-core: the file that MINPING_AXE names, else what
// npm has put into .ci of the checkout at root. Without it the test is skipped,
// or fails where MINPING_TEST_REQUIRE lists axe.
func Axe(t testing.TB, root string) string {
	t.Helper()
	path := os.Getenv("MINPING_AXE")
	if path == "" {
		path = filepath.Join(root, ".ci", "node_modules", "axe-core", "axe.min.js")
	}
	src, err := os.ReadFile(path) //nolint:gosec // a file that whoever runs the test names
	if err != nil {
		missing(t, "axe", "no axe-core: npm install --no-save --prefix .ci axe-core@"+AxeVersion+", or name its axe.min.js in MINPING_AXE")
	}
	return string(src)
}

// missing skips a test that lacks what; it fails where that is required.
func missing(t testing.TB, what, how string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("MINPING_TEST_REQUIRE"), ","), what) {
		t.Fatal(how)
	}
	t.Skip(how)
}
