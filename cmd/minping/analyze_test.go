package main

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"minping/survey/analysis"
)

// analyzeNode returns kong's model of minping analyze.
func analyzeNode(t *testing.T) *kong.Node {
	t.Helper()
	for _, node := range newParser().Model.Children {
		if node.Name == "analyze" {
			return node
		}
	}
	t.Fatal("there is no minping analyze")
	return nil
}

// TestEveryMethodIsACommand walks the commands: each is a known method that
// says in both languages what it answers, every option has help, and some test
// repeats reference numbers with it.
func TestEveryMethodIsACommand(t *testing.T) {
	methods := analysis.Methods()
	node := analyzeNode(t)
	tested := map[string]bool{}
	for _, command := range analyzeOracles {
		tested[strings.Fields(command.args)[0]] = true
	}
	commands := map[string]bool{}
	for _, command := range node.Children {
		commands[command.Name] = true
		m, ok := methods[command.Name]
		if !ok {
			continue // simulate and samplesize take no table, and have tests of their own
		}
		about := m.About()
		if about["zh"] == "" || about["en"] == "" || command.Help != about["en"] || command.Detail != about["zh"] {
			t.Errorf("%s: help %q and %q, about %v", command.Name, command.Help, command.Detail, about)
		}
		for _, flag := range command.Flags {
			if flag.Help == "" {
				t.Errorf("%s --%s has no help", command.Name, flag.Name)
			}
		}
		if !tested[command.Name] {
			t.Errorf("no reference numbers are repeated with %s", command.Name)
		}
	}
	for name := range methods {
		if !commands[name] {
			t.Errorf("%s is no command", name)
		}
	}
}

func TestAnalyzeRefusesOptionsOfOthers(t *testing.T) {
	if code := run([]string{"analyze", "means", "x.csv", "--items", "a", "--score", "b"}); code != 2 {
		t.Errorf("an option that means does not take exits %d, want 2", code)
	}
}

func TestAnalyzeNamesTheFileInErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ballots.csv")
	if err := os.WriteFile(path, []byte("unit,quality\nA,5\nB,good\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ items, lang, want string }{
		{"quality", "en", `ballots\.csv: row 3, column “quality”: “good” is not right; it should be a number`},
		{"quality", "zh", `ballots\.csv：第 3 行“quality”列：“good”不对；应是数字`},
		{"qualiti", "en", `there is no column “qualiti”; did you mean “quality”\? there are unit, quality`},
	} {
		_, err := analyze("means", path, "--items", tt.items, "--lang", tt.lang)
		if err == nil || !regexp.MustCompile(tt.want).MatchString(err.Error()) {
			t.Errorf("--items %s in %s: %v, want %s", tt.items, tt.lang, err, tt.want)
		}
	}
	if _, err := analyze("means", path, "--items", "QUALITY", "--missing", "good", "--lang", "en"); err != nil {
		t.Errorf("a column named in another case, with a code for no answer: %v", err)
	}
}

// TestRakeWritesWeights adds the weights written by --out up to the margins.
func TestRakeWritesWeights(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	out := filepath.Join(t.TempDir(), "raked.csv")
	_, err := analyze("rake", "scoring/testdata/api_strat.csv", "--margins", "docs/methods/data/api_margins.csv", "--weight", "pw", "--out", out)
	if err != nil {
		t.Fatal(err)
	}
	figures := analyzeJSON(t, "means", out, "--items", "raked_weight", "--unit", "sch.wide")
	sizes := map[string]float64{"No": 1072, "Yes": 5122}
	for by, want := range sizes {
		mean, n := at(figures, "by/raked_weight/"+by+"/mean").(float64), at(figures, "by/raked_weight/"+by+"/n").(float64)
		if math.Abs(mean*n-want) > 1e-6*want {
			t.Errorf("weights of %s add up to %v, want %v", by, mean*n, want)
		}
	}
}
