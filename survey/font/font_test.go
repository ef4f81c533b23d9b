package font

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

const sample = "二〇二六年度领导班子民主测评：珺、喆、昇 “保密” ‰ ① ≤ é 100 %"

func TestMissing(t *testing.T) {
	if got := Missing(sample, "a\tb\nc\u200b\ufe0f"); len(got) != 0 {
		t.Errorf("missing %q", string(got))
	}
	if got, want := Missing("龘評🎉e\u0301", "評\u202eש"), []rune{'ש', '評', '🎉'}; !slices.Contains(got, '🎉') || !slices.IsSorted(got) || len(slices.Compact(got)) != len(got) || !slices.Contains(got, want[0]) {
		t.Errorf("missing %q", string(got))
	}
	if got := Plain("a🎉\u202eb\tc\x00", func(rune) rune { return -1 }); got != "ab c " {
		t.Errorf("%q", got)
	}
}

// The font in the tree is the one that its script makes, where its sources are
// at hand: MINPING_FONT names the font before cutting.
func TestFontIsCutAsSaid(t *testing.T) {
	full := os.Getenv("MINPING_FONT")
	if full == "" {
		t.Skip("MINPING_FONT names no font to cut")
	}
	out := filepath.Join(t.TempDir(), "cut.ttf")
	cut := exec.Command("/usr/bin/python3", "cut.py", full, "/usr/share/unicode/Unihan_OtherMappings.txt.bz2", "../..", out)
	if b, err := cut.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	got, err := characters(b)
	if err != nil {
		t.Fatal(err)
	}
	for c := range covered() {
		if !got[c] {
			t.Errorf("%q is in the tree's font only", c)
		}
	}
	for c := range got {
		if !covered()[c] {
			t.Errorf("%q is missing from the tree's font: cut it anew", c)
		}
	}
}
