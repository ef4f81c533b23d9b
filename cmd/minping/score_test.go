package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

var updateExamples = flag.Bool("update-examples", false, "write the reports in docs/examples anew")

const examples = "../../docs/examples"

// exampleScores are the commands that docs/examples/README.md names.
var exampleScores = map[string]scoreCmd{
	"lq2002": {
		Questionnaire: "lq2002.yaml", Ballots: "data/lq2002.csv", Units: "data/lq2002_units.csv",
		Map: map[string]string{"COMPID": "unit", "SUB": "-"},
	},
	"insteval": {
		Questionnaire: "insteval.yaml", Ballots: "data/insteval_a.csv", Units: "data/insteval_units.csv",
		Map: map[string]string{"d": "unit"},
	},
}

// exampleReports are the reports kept beside them.
var exampleReports = []struct{ name, file, lang string }{
	{"lq2002", "lq2002.zh.html", "zh"},
	{"lq2002", "lq2002.en.html", "en"},
	{"lq2002", "lq2002.xlsx", "zh"},
	{"insteval", "insteval.en.html", "en"},
	{"insteval", "insteval.csv", "en"},
}

func (c scoreCmd) at(dir string) scoreCmd {
	c.Questionnaire, c.Ballots, c.Units = filepath.Join(dir, c.Questionnaire), filepath.Join(dir, c.Ballots), filepath.Join(dir, c.Units)
	return c
}

// styleSheet is left out of the comparison: figures and words must be today's,
// colours need not be.
var styleSheet = regexp.MustCompile(`(?s)<style>.*?</style>`)

// The reports in docs/examples are those of today's program;
// go test ./cmd/minping -run Examples -update-examples writes them anew.
func TestExamplesAreFresh(t *testing.T) {
	for _, e := range exampleReports {
		t.Run(e.file, func(t *testing.T) {
			c := exampleScores[e.name].at(examples)
			c.Lang, c.Out = e.lang, filepath.Join(t.TempDir(), e.file)
			var stderr bytes.Buffer
			if err := c.run(&bytes.Buffer{}, &stderr); err != nil || stderr.Len() > 0 {
				t.Fatal(err, stderr.String())
			}
			got, err := os.ReadFile(c.Out)
			if err != nil {
				t.Fatal(err)
			}
			kept := filepath.Join(examples, e.file)
			if *updateExamples {
				if err := os.WriteFile(kept, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(kept)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(styleSheet.ReplaceAll(want, nil), styleSheet.ReplaceAll(got, nil)) {
				t.Errorf("%s is not what the program writes now; -update-examples writes it anew", kept)
			}
		})
	}
}

// Most lecturers cannot be told apart, and those with few ballots have no rank.
func TestFewLecturersCanBeToldApart(t *testing.T) {
	r := releaseOf(t, exampleScores["insteval"].at(examples))
	wide, ranked := 0, 0
	for _, u := range r.Units {
		if u.Ballots < 20 && u.Rank != nil {
			t.Errorf("lecturer %s is ranked on %d ballots", u.Unit, u.Ballots)
		}
		if u.Rank != nil {
			ranked++
			if u.Rank.High-u.Rank.Low >= u.Rank.Of/2 {
				wide++
			}
		}
	}
	if r.Method.Ballots != 32823 || wide < ranked/2 {
		t.Errorf("%d ballots; of %d ranked, %d with an interval of half the ranks or more", r.Method.Ballots, ranked, wide)
	}
}

func releaseOf(t *testing.T, c scoreCmd) *survey.Release {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c.JSON = true
	if err := c.run(&stdout, &stderr); err != nil {
		t.Fatal(err)
	}
	var r survey.Release
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	return &r
}

// generated writes ballots and their questionnaire, and returns the command
// that scores them.
func generated(t testing.TB, n int, seed uint64) scoreCmd {
	t.Helper()
	dir := t.TempDir()
	c := scoreCmd{Ballots: filepath.Join(dir, "ballots.csv"), Questionnaire: filepath.Join(dir, "q.yaml"), Map: generatedMap, speech: speech{"en"}}
	if err := os.WriteFile(c.Questionnaire, generatedQuestionnaire, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(c.Ballots)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := generate(f, n, seed); err != nil {
		t.Fatal(err)
	}
	return c
}

// A round before may be given as its ballots or as its results.
func TestPreviousRound(t *testing.T) {
	before, now := generated(t, 3000, 7), generated(t, 3000, 8)
	results := filepath.Join(t.TempDir(), "before.json")
	before.Out = results
	if err := before.run(&bytes.Buffer{}, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	now.Previous = before.Ballots
	fromBallots := releaseOf(t, now)
	now.Previous = results
	fromResults := releaseOf(t, now)
	u := fromBallots.Unit("1")
	if u == nil || u.Nodes["overall"].Change == nil || u.Rank.Previous == nil {
		t.Fatalf("unit 1 has no change: %+v", u)
	}
	same := cmp.Comparer(func(a, b survey.Num) bool { return a == b || !a.OK() && !b.OK() })
	if diff := cmp.Diff(fromBallots, fromResults, same); diff != "" {
		t.Error(diff)
	}
}

func TestScoreUsedWrongly(t *testing.T) {
	good := exampleScores["lq2002"].at(examples)
	for name, change := range map[string]func(*scoreCmd){
		"a format that is not there": func(c *scoreCmd) { c.Format = "docx" },
		"an extension that is none":  func(c *scoreCmd) { c.Out = "report.docx" },
		"two formats":                func(c *scoreCmd) { c.JSON, c.Format = true, "xlsx" },
		"no such bundled one":        func(c *scoreCmd) { c.Questionnaire = "library:nothing" },
	} {
		c := good
		c.Lang = "en"
		change(&c)
		var coded interface{ ExitCode() int }
		if err := c.run(&bytes.Buffer{}, &bytes.Buffer{}); !errors.As(err, &coded) || coded.ExitCode() != 2 {
			t.Errorf("%s: got %v; want a usage error", name, err)
		}
	}
}

func TestScoreFails(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := generated(t, 10, 1)
	for name, tt := range map[string]struct {
		change func(*scoreCmd)
		want   string
	}{
		"no such ballots":      {func(c *scoreCmd) { c.Ballots = filepath.Join(dir, "none.csv") }, "none.csv"},
		"a bad questionnaire":  {func(c *scoreCmd) { c.Questionnaire = file("bad.yaml", "id: x\nfoo: 1\n") }, "bad.yaml:2:1"},
		"bad ballots":          {func(c *scoreCmd) { c.Ballots = file("bad.csv", "unit,q1\nu,5\n") }, `no column "group"`},
		"bad ballots, Chinese": {func(c *scoreCmd) { c.Ballots, c.Lang = file("bad.csv", "unit,q1\nu,5\n"), "zh" }, "缺少“group”列"},
		"a bad roster":         {func(c *scoreCmd) { c.Units = file("units.csv", "name\nx\n") }, `no column "unit"`},
		"a bad earlier round":  {func(c *scoreCmd) { c.Previous = file("p.json", "{]") }, "no results of minping score"},
	} {
		c := good
		tt.change(&c)
		c.Out = filepath.Join(dir, "out.json")
		err := c.run(&bytes.Buffer{}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v; want it to say %q", name, err, tt.want)
		}
		if _, err := os.Stat(c.Out); err == nil {
			t.Errorf("%s: something was written", name)
		}
	}
}

func TestLenientScoreSaysWhatWasLeftOut(t *testing.T) {
	c := generated(t, 10, 1)
	data, err := os.ReadFile(c.Ballots)
	if err != nil {
		t.Fatal(err)
	}
	bad := strings.Replace(string(data), ",", ",7", 23) // the header, and the group of the first ballot
	bad = strings.SplitN(string(data), "\n", 2)[0] + "\n" + strings.SplitN(bad, "\n", 2)[1]
	if err := os.WriteFile(c.Ballots, []byte(bad), 0o644); err != nil {
		t.Fatal(err)
	}
	c.Lenient = true
	var stdout, stderr bytes.Buffer
	c.JSON = true
	if err := c.run(&stdout, &stderr); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(stderr.String(), "row 2") || !strings.Contains(stdout.String(), "unknown_group") {
		t.Errorf("standard error: %s", stderr.String())
	}
}

func TestShortTable(t *testing.T) {
	c := exampleScores["lq2002"].at(examples)
	for lang, want := range map[string][]string{
		"zh": {"连队领导力测评", "居末 5 位", "49 连", "（另有 24 个）"},
		"en": {"Leadership in 49 companies", "Last 5", "Company 49", "(24 more)"},
	} {
		c.Lang = lang
		var stdout bytes.Buffer
		if err := c.run(&stdout, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(stdout.String(), s) {
				t.Errorf("%s: the table lacks %q:\n%s", lang, s, stdout.String())
			}
		}
	}
}
