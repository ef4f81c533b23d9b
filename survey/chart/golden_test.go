package chart

import (
	"flag"
	"html/template"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden holds every figure of the small release against its file, in both
// languages.
func TestGolden(t *testing.T) {
	for _, lang := range languages {
		f := Figures{Release: small(), Lang: lang, UnitURL: func(u string) string { return "unit/" + u }}
		for name, got := range map[string]template.HTML{
			"ranking":  f.Ranking("city"),
			"spread":   f.Spread("city"),
			"heat":     f.Heat("city", HeatOptions{SortURL: func(k string) string { return "?sort=" + k }}),
			"areas":    f.Areas("c1"),
			"position": f.Position("c4"),
			"profile":  f.Profile("c4"),
			"diverge":  f.Diverge("c4", "a", "a2"),
			"change":   f.Change("c3"),

			"rankingfigures": f.RankingFigures("city"),
			"changetier":     f.TierChange("city", "overall"),
		} {
			file := filepath.Join("testdata", name+"."+lang+".html")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, diff)
			}
		}
	}
}
