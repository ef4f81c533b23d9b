package main

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"minping/survey/analysis"
)

var updateMethods = flag.Bool("update-methods", false, "write what the commands in docs/methods print anew")

var (
	consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```")
	referenceRow = regexp.MustCompile("^\\| `([^`]+)` \\| (-?[0-9.eE+-]+) \\|")
	referenceTop = regexp.MustCompile(`^\|[^|]*\| R, to ([0-9.e-]+) \|`)
)

// TestMethodPages runs the commands of docs/methods as they stand, from the
// root of the repository, and compares what they print, and their figures with
// the table of R's beneath them.
func TestMethodPages(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for name, m := range analysis.Methods() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("docs", "methods", name+".md")
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			page := string(raw)
			for _, part := range []string{"# " + name + "\n", m.About()["en"], "```r\n", "\n## Source\n"} {
				if !strings.Contains(page, part) {
					t.Errorf("%s has no %q", path, part)
				}
			}
			page = runConsoleBlocks(t, page)
			compareReferences(t, page)
			if *updateMethods {
				if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if page != string(raw) {
				t.Errorf("%s: its commands print something else now; go test ./cmd/minping -run MethodPages -update-methods, and look at the difference\n%s", path, page)
			}
		})
	}
}

var methodTable = regexp.MustCompile(`(?s)\| method \|.*?\n\n`)

// TestMethodIndex holds the table of docs/methods/README.md to the methods
// there are, in the order of their commands.
func TestMethodIndex(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "methods", "README.md")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "| method | what it answers |\n|---|---|\n"
	methods := analysis.Methods()
	for _, command := range analyzeNode(t).Children {
		if m, ok := methods[command.Name]; ok {
			about := m.About()
			want += "| [" + command.Name + "](" + command.Name + ".md) | " + about["en"] + "<br>" + about["zh"] + " |\n"
		}
	}
	page := methodTable.ReplaceAllLiteralString(string(raw), want+"\n")
	if *updateMethods {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if page != string(raw) {
		t.Errorf("%s should list\n%s", path, want)
	}
}

// runConsoleBlocks returns the page with what its commands print.
func runConsoleBlocks(t *testing.T, page string) string {
	t.Helper()
	blocks := 0
	page = consoleBlock.ReplaceAllStringFunc(page, func(block string) string {
		blocks++
		line, _, _ := strings.Cut(strings.TrimPrefix(block, "```console\n"), "\n")
		args, ok := strings.CutPrefix(line, "$ minping analyze ")
		if !ok {
			t.Errorf("%q is no minping analyze", line)
			return block
		}
		out, err := analyze(strings.Fields(args)...)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		return "```console\n" + line + "\n" + out + "```"
	})
	if blocks == 0 {
		t.Error("the page has no command")
	}
	return page
}

// compareReferences compares R's figures with those of the last command above
// them. A row names a figure by the keys to it, apart by /; a list is entered
// by number, or by the value of its entry's first key that has it: units/Japan/lo.
func compareReferences(t *testing.T, page string) {
	t.Helper()
	var figures any
	tolerance, rows := math.NaN(), 0
	for line := range strings.Lines(page) {
		if args, ok := strings.CutPrefix(line, "$ minping analyze "); ok {
			figures = analyzeJSON(t, strings.Fields(args)...)
		}
		if top := referenceTop.FindStringSubmatch(line); top != nil {
			tolerance, _ = strconv.ParseFloat(top[1], 64)
		}
		row := referenceRow.FindStringSubmatch(line)
		if row == nil || math.IsNaN(tolerance) {
			continue
		}
		rows++
		want, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		got, ok := at(figures, row[1]).(float64)
		if !ok || math.Abs(got-want) > tolerance*max(1, math.Abs(want)) {
			raw, _ := json.Marshal(at(figures, row[1]))
			t.Errorf("%s is %s, R says %v", row[1], raw, want)
		}
	}
	if rows == 0 {
		t.Error("the page has no figure of R")
	}
}

// at follows the keys into figures; nil where they lead nowhere.
func at(figures any, keys string) any {
	for _, key := range strings.Split(keys, "/") {
		switch x := figures.(type) {
		case map[string]any:
			figures = x[key]
		case []any:
			figures = entry(x, key)
		default:
			return nil
		}
	}
	return figures
}

// entry returns an entry of a list by its number or by one of its names.
func entry(list []any, key string) any {
	for _, e := range list {
		object, ok := e.(map[string]any)
		for _, name := range []string{"id", "unit", "by", "grp", "name", "item"} {
			if ok && object[name] == key {
				return e
			}
		}
	}
	if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(list) {
		return list[i]
	}
	return nil
}
