// Package pdftest reads documents back with the tools of others, for tests.
package pdftest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Text returns the text of a document as poppler's pdftotext reads it.
func Text(t *testing.T, document []byte) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), tool(t, "pdftotext"), "-", "-") //nolint:gosec // a tool by its own name
	cmd.Stdin = bytes.NewReader(document)
	var said, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &complaints
	if err := cmd.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftotext: %v %s", err, complaints.Bytes())
	}
	return said.String()
}

// Codes returns what the QR codes of a page say, as zbarimg reads them from a
// picture of it at dpi dots an inch.
func Codes(t *testing.T, document []byte, page, dpi int) []string {
	t.Helper()
	base := filepath.Join(t.TempDir(), "page")
	draw := exec.CommandContext(t.Context(), tool(t, "pdftoppm"), "-r", strconv.Itoa(dpi), "-f", strconv.Itoa(page), "-l", strconv.Itoa(page), "-gray", "-singlefile", "-", base) //nolint:gosec // a tool by its own name
	draw.Stdin = bytes.NewReader(document)
	if b, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, b)
	}
	b, err := exec.CommandContext(t.Context(), tool(t, "zbarimg"), "--raw", "-q", "--nodbus", base+".pgm").Output() //nolint:gosec // a tool by its own name
	if err != nil {
		t.Fatalf("zbarimg: %v %s", err, b)
	}
	return strings.Fields(string(b))
}

// tool finds a program; the test is skipped where it is absent, and fails where
// MINPING_TEST_REQUIRE lists it.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("MINPING_TEST_REQUIRE"), ","), name) {
			t.Fatal(err)
		}
		t.Skipf("%s is not installed", name)
	}
	return path
}
