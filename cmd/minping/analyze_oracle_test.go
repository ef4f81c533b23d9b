package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// An oracleCommand repeats cases of the files of reference numbers with a
// command, whose JSON must have the figures of the case under the same keys.
type oracleCommand struct {
	file, id string // expressions that the file's name and the case's id match
	args     string // of minping analyze; FILE is the data set, or what data writes, DATA always the former, $1 what the id's first group matched
	at       string // where in the JSON the case's figures are, keys apart by /; $1 as in args
	// data, if not nil, writes the data that a case holds itself and returns
	// what replaces FILE.
	data func(t *testing.T, c analyzeCase) string
	// holds, if not nil, compares instead of sameFigures.
	holds func(t *testing.T, c analyzeCase, got any)
}

// analyzeOracles lists the commands; files of methods add theirs.
var analyzeOracles []oracleCommand

// repeats adds commands to analyzeOracles.
func repeats(commands ...oracleCommand) struct{} {
	analyzeOracles = append(analyzeOracles, commands...)
	return struct{}{}
}

// An analyzeCase is a case of a file of reference numbers.
type analyzeCase struct {
	ID     string         `json:"id"`
	Params map[string]any `json:"params"`
	Expect any            `json:"expect"`
	Tol    struct{ Rel, Abs float64 }

	siblings []analyzeCase // all cases of the file
}

// notAnalyzed are the cases, by file and id, that no analyze command is for:
// indices of questionnaires and scores of their units are minping score's, one
// list is the order of another case's rows, and one repeats an article that
// rounds its intervals.
var notAnalyzed = regexp.MustCompile(`^(index_.*|.*/\w+\.linear_index|insteval_a/\w+\.(unit_)?table|hcahps_state/h23\.states|.*/tt\.kww90_article)$`)

// TestAnalyzeOracles holds the JSON of the analyze commands against the files
// of reference numbers, key by key: those that the repository carries, and
// those in the folders named by MINPING_ORACLES.
func TestAnalyzeOracles(t *testing.T) {
	for _, dir := range append([]string{filepath.Join("..", "..", "scoring", "testdata")}, filepath.SplitList(os.Getenv("MINPING_ORACLES"))...) {
		files, err := filepath.Glob(filepath.Join(dir, "*.oracle.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no *.oracle.json in %s", dir)
		}
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".oracle.json")
			dataset, cases := readAnalyzeCases(t, file)
			for _, c := range cases {
				if notAnalyzed.MatchString(name + "/" + c.ID) {
					continue
				}
				t.Run(name+"/"+c.ID, func(t *testing.T) {
					repeatCase(t, name, filepath.Join(dir, dataset), c)
				})
			}
		}
	}
}

func readAnalyzeCases(t *testing.T, file string) (dataset string, cases []analyzeCase) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var oracle struct {
		Dataset string
		Cases   []analyzeCase
	}
	if err := json.Unmarshal(raw, &oracle); err != nil {
		t.Fatal(err)
	}
	for i := range oracle.Cases {
		oracle.Cases[i].siblings = oracle.Cases
	}
	return oracle.Dataset, oracle.Cases
}

// repeatCase runs the one command of the case.
func repeatCase(t *testing.T, name, dataset string, c analyzeCase) {
	t.Helper()
	found, file := 0, dataset
	for _, command := range analyzeOracles {
		id := regexp.MustCompile("^(?:" + command.id + ")$")
		match := id.FindStringSubmatchIndex(c.ID)
		if match == nil || !regexp.MustCompile("^(?:"+command.file+")$").MatchString(name) {
			continue
		}
		found++
		if command.data != nil {
			file = command.data(t, c)
		}
		expand := func(template string) string { return string(id.ExpandString(nil, template, c.ID, match)) }
		args := strings.Fields(strings.NewReplacer("FILE", file, "DATA", dataset).Replace(expand(command.args)))
		got := analyzeJSON(t, args...)
		for _, key := range strings.FieldsFunc(expand(command.at), func(r rune) bool { return r == '/' }) {
			object, _ := got.(map[string]any)
			if got = object[key]; got == nil {
				t.Fatalf("minping analyze %s: no %q", strings.Join(args, " "), key)
			}
		}
		if command.holds != nil {
			command.holds(t, c, got)
		} else {
			c.sameFigures(t, c.ID, got, c.Expect)
		}
	}
	if found != 1 {
		t.Errorf("%d commands repeat this case, want 1", found)
	}
}

// sameFigures reports what of want is missing in got or differs from it; got
// may have more keys.
func (c analyzeCase) sameFigures(t *testing.T, where string, got, want any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s is %v, want an object", where, got)
			return
		}
		for key, w := range want {
			if g, ok := object[key]; ok {
				c.sameFigures(t, where+"/"+key, g, w)
			} else {
				t.Errorf("%s has no %q", where, key)
			}
		}
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			t.Errorf("%s is %v, want %d entries", where, got, len(want))
			return
		}
		for i := range want {
			c.sameFigures(t, fmt.Sprintf("%s/%d", where, i), list[i], want[i])
		}
	case float64:
		x, ok := got.(float64)
		if ok && math.Abs(x-want) <= c.Tol.Abs+c.Tol.Rel*math.Abs(want) {
			return
		}
		if fmt.Sprint(got) != fmt.Sprint(want) { // names that are numbers
			t.Errorf("%s = %v, want %v", where, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s = %v, want %v", where, got, want)
		}
	}
}
