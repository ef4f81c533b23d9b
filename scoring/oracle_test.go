package scoring

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// An oracle file holds the expected numbers of one data set; see
// testdata/README.md for the format.
type oracleFile struct {
	Dataset string       `json:"dataset"`
	Source  string       `json:"source"`
	Cases   []oracleCase `json:"cases"`

	name string // without .oracle.json
	dir  string
}

type oracleCase struct {
	ID     string          `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Expect json.RawMessage `json:"expect"`
	Tol    struct{ Rel, Abs float64 }
}

// oracleFolders returns the module's own testdata and what MINPING_ORACLES names.
func oracleFolders() []string {
	return append([]string{"testdata"}, filepath.SplitList(os.Getenv("MINPING_ORACLES"))...)
}

func readOracles(t *testing.T) []*oracleFile {
	t.Helper()
	var files []*oracleFile
	for _, dir := range oracleFolders() {
		paths, err := filepath.Glob(filepath.Join(dir, "*.oracle.json"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no *.oracle.json in %s", dir)
		}
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f := &oracleFile{dir: dir, name: strings.TrimSuffix(filepath.Base(path), ".oracle.json")}
			if err := json.Unmarshal(raw, f); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			files = append(files, f)
		}
	}
	return files
}

// TestOracles holds the package against reference implementations (R survey and
// others): one subtest per case of every oracle file, none left out.
func TestOracles(t *testing.T) {
	cases, passed := 0, 0
	for _, f := range readOracles(t) {
		for _, c := range f.Cases {
			cases++
			ok := t.Run(filepath.Base(f.dir)+"/"+f.name+"/"+c.ID, func(t *testing.T) {
				check := oracleCheck(t, c)
				if check == nil {
					t.Fatalf("no method is known for this case: %s", c.Method)
				}
				check(&oracleRun{t, f, c})
			})
			if ok {
				passed++
			}
		}
	}
	fmt.Printf("oracles: %d of %d cases passed\n", passed, cases)
	if os.Getenv("MINPING_ORACLES") == "" {
		t.Log("MINPING_ORACLES is not set: only the data sets in testdata were used")
	}
}

// oracleChecks maps the ids of cases, as path.Match patterns, to what checks
// them; the files beside this one add their methods.
var oracleChecks = map[string]func(*oracleRun){
	"*.indicators":       checkIndicators,
	"*.areas_overall":    checkAreas,
	"*.group_weighted":   checkGroupWeighted,
	"*.respondent_first": checkRespondentFirst,
	"*.kww90_article":    checkArticle,
	"*.kww_*":            checkKleinWrightWieczorek,
	"*.pairwise_*":       checkPairwise,
	"*.rank_prob":        checkRankProbabilities,
	"*.p_adjust":         checkAdjustP,
	"dept.unit_table":    checkUnitTable("dept", "id"),
	"lecturers.table":    checkUnitTable("d", "d"),
}

// holds adds a check for the cases whose ids match the pattern.
func holds(pattern string, check func(*oracleRun)) struct{} {
	oracleChecks[pattern] = check
	return struct{}{}
}

// oracleCheck returns the check of a case's method, or nil.
func oracleCheck(t *testing.T, c oracleCase) (check func(*oracleRun)) {
	t.Helper()
	for pattern, f := range oracleChecks {
		ok, err := path.Match(pattern, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if ok && check != nil {
			t.Fatalf("case %s matches two patterns", c.ID)
		}
		if ok {
			check = f
		}
	}
	return check
}

// An oracleRun is one case being checked.
type oracleRun struct {
	*testing.T
	file *oracleFile
	c    oracleCase
}

// close reports a number outside the case's tolerance.
func (r *oracleRun) close(what string, got, want float64) {
	r.Helper()
	if !(math.Abs(got-want) <= r.c.Tol.Abs+r.c.Tol.Rel*math.Abs(want)) {
		r.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

func (r *oracleRun) expect(into any) { r.decode(r.c.Expect, into) }
func (r *oracleRun) params(into any) { r.decode(r.c.Params, into) }

func (r *oracleRun) decode(raw json.RawMessage, into any) {
	r.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		r.Fatal(err)
	}
}

// A table is a CSV file by column.
type table map[string][]string

func (r *oracleRun) table() table {
	r.Helper()
	f, err := os.Open(filepath.Join(r.file.dir, r.file.Dataset))
	if err != nil {
		r.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		r.Fatal(err)
	}
	t := table{}
	for k, name := range rows[0] {
		for _, row := range rows[1:] {
			t[name] = append(t[name], row[k])
		}
	}
	return t
}

func (t table) numbers(column string) []float64 {
	out := make([]float64, len(t[column]))
	for i, s := range t[column] {
		out[i] = number(s)
	}
	return out
}

// number parses a field; an empty one is NaN.
func number(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
