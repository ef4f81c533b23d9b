package form

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// designed is the example questionnaire, which the designs of testdata are for,
// and its units.
func designed(t *testing.T) (*survey.Questionnaire, []string) {
	t.Helper()
	return mustParse(t, readFile(t, "../../docs/examples/counters.yaml")), []string{"north", "south"}
}

func TestDesign(t *testing.T) {
	q, units := designed(t)
	src := readFile(t, "../../docs/examples/counters_design.yaml")
	got, err := ParseDesign(src, q, units)
	if err != nil {
		t.Fatal(err)
	}
	var want survey.Sample
	if err := yaml.Unmarshal(src, &want); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&want, got); d != "" {
		t.Errorf("read strictly (-plainly +strictly):\n%s", d)
	}
	if len(got.Margins) != 4 || got.Margins[1].Population["35"] != 42000 || got.Populations[3].Size != 95 || got.Highest != 3 {
		t.Errorf("got %+v", got)
	}
}

// The example of the guide is the example file.
func TestDesignGuide(t *testing.T) {
	guide := string(readFile(t, "../../docs/sample-design.md"))
	src := string(readFile(t, "../../docs/examples/counters_design.yaml"))
	if !strings.Contains(guide, "```yaml\n"+src+"```\n") {
		t.Error("docs/sample-design.md does not show docs/examples/counters_design.yaml")
	}
}

// Every bad design gives the mistakes in the .txt beside it, in both languages,
// all placed inside the file.
func TestDesignMistakes(t *testing.T) {
	q, units := designed(t)
	for _, name := range files(t, "design/bad") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			src := readFile(t, name)
			s, err := ParseDesign(src, q, units)
			var errs Errors
			if s != nil || !errors.As(err, &errs) {
				t.Fatalf("a bad design gave %v, %v", s, err)
			}
			lines := strings.Split(string(src), "\n")
			for _, e := range errs {
				if e.Line < 1 || e.Line > len(lines) || e.Column < 1 || e.Column > len([]rune(lines[e.Line-1]))+1 {
					t.Errorf("%v lies outside", e)
				}
			}
			got := errs.In("zh") + "\n\n" + errs.In("en") + "\n"
			golden := strings.TrimSuffix(name, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(string(readFile(t, golden)), got); d != "" {
				t.Errorf("messages (-want +got):\n%s", d)
			}
		})
	}
}

// A province of many units is read in no time to speak of.
func TestDesignOfManyUnits(t *testing.T) {
	q, _ := designed(t)
	var b strings.Builder
	b.WriteString("margins:\n")
	for i := range 3000 {
		unit := "u" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26)
		b.WriteString("  - {unit: " + unit + ", item: sex, population: {m: 51200, f: 48800}}\n")
	}
	if s, err := ParseDesign([]byte(b.String()), q, nil); err != nil || len(s.Margins) != 3000 {
		t.Error(err)
	}
}
