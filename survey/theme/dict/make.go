//go:build ignore

// Make cuts gse's dictionary down to words.txt.
package main

import (
	"bytes"
	"cmp"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const least = 50 // occurrences

// left are the parts of speech that are left out: names of people, numbers, signs.
var left = []string{"nr", "nrt", "nrfg", "m", "x"}

func main() {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
	if err != nil {
		log.Fatal(err)
	}
	all, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "data", "dict", "zh", "s_1.txt"))
	if err != nil {
		log.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(all)) {
		f := strings.Fields(line)
		if len(f) != 3 || slices.Contains(left, f[2]) {
			continue
		}
		if n, err := strconv.Atoi(f[1]); err == nil && n >= least {
			kept = append(kept, strings.Join(f, " "))
		}
	}
	slices.SortFunc(kept, cmp.Compare[string])
	var b bytes.Buffer
	for _, line := range slices.Compact(kept) {
		b.WriteString(line + "\n")
	}
	if err := os.WriteFile("dict/words.txt", b.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
