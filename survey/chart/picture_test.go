package chart

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minping/survey"
)

// subjectsOf are what the figures of a release can be about.
func subjectsOf(f Figures) []Subject {
	subjects := []Subject{{}}
	for _, t := range f.Release.Tiers {
		subjects = append(subjects, Subject{Tier: t.ID}, Subject{Tier: t.ID, Node: "a2"}, Subject{Tier: t.ID, Group: "g"})
	}
	for _, n := range f.Release.Nodes {
		subjects = append(subjects, Subject{Node: n.ID})
	}
	for i, u := range f.Release.Units {
		n := len(f.Release.Units)
		subjects = append(subjects, Subject{Unit: u.Unit, Other: f.Release.Units[(i+1)%n].Unit, More: []string{f.Release.Units[(i+2)%n].Unit, f.Release.Units[(i+3)%n].Unit}})
		subjects = append(subjects, Subject{Unit: u.Unit, Other: f.Release.Units[(i+1)%len(f.Release.Units)].Unit})
	}
	return subjects
}

// eachPicture passes every figure that a release has about some subjects.
func eachPicture(f Figures, subjects []Subject, use func(where string, p *Picture)) {
	for _, name := range PictureNames() {
		for _, about := range subjects {
			if p := f.Picture(name, about); p != nil {
				use(fmt.Sprintf("%s %s %+v", f.Lang, name, about), p)
			}
		}
	}
}

// TestGoldenPictures holds the pictures of the small release against their
// files, in both languages.
func TestGoldenPictures(t *testing.T) {
	for _, lang := range languages {
		f := Figures{Release: small(), Lang: lang, Rounds: smallRounds()}
		for _, name := range PictureNames() {
			goldenPicture(t, f, name, name, Subject{Tier: "city", Unit: "c4", Other: "c1", Node: "a2"})
		}
		goldenPicture(t, f, "trend", "trend-tier", Subject{Tier: "city"})
		f.Opinions = smallOpinions()
		goldenPicture(t, f, "opinions", "opinions", Subject{Node: "why"})
		goldenPicture(t, f, "compare", "compare-four", Subject{Unit: "c4", Other: "c1", More: []string{"c2", "c5"}})
	}
}

func goldenPicture(t *testing.T, f Figures, name, file string, about Subject) {
	t.Helper()
	p := f.Picture(name, about)
	if p == nil {
		return
	}
	var svg, table bytes.Buffer
	if err := errors.Join(p.Write(&svg, "svg"), p.Write(&table, "csv")); err != nil {
		t.Fatal(err)
	}
	goldenFile(t, "picture-"+file+"."+f.Lang+".svg", svg.String())
	goldenFile(t, "picture-"+file+"."+f.Lang+".csv", table.String())
}

// smallOpinions are two opinions on a question, one of them in two units.
func smallOpinions() *survey.OpinionList {
	said := func(units ...string) (list []survey.Statement) {
		for _, u := range units {
			list = append(list, survey.Statement{Unit: u, Text: "窗口少"})
		}
		return list
	}
	return &survey.OpinionList{Item: "why", Release: 2, Shown: true, Revision: 3, Opinions: []survey.Opinion{
		{ID: "O1", Wording: "窗口少，排队时间长", Findings: []string{"F1", "F4"}, Statements: said("c1", "c4", "c1")},
		{ID: "O2", Wording: "材料多", Statements: said("c2")},
	}}
}

// Opinions are drawn for the question that they are about, and without scores.
func TestOpinionsPicture(t *testing.T) {
	f := Figures{Release: &survey.Release{}, Lang: "en", Opinions: smallOpinions()}
	if p := f.Picture("opinions", Subject{Node: "why"}); p == nil || p.Title != "4 statements come to 2 opinions, most often “窗口少，排队时间长” (3 times)" {
		t.Errorf("%+v", p)
	}
	if f.Picture("opinions", Subject{Node: "what"}) != nil {
		t.Error("opinions on one question are drawn as those on another")
	}
	f.Opinions = &survey.OpinionList{Item: "why"}
	if f.Picture("opinions", Subject{Node: "why"}) != nil || f.OpinionsHeadline() != "" {
		t.Error("no opinions are drawn")
	}
}

// smallRounds are three rounds that end with the small release; in the first
// item b1 was worded otherwise.
func smallRounds() []survey.Round {
	first, second, third := small(), small(), small()
	first.Items[2].Text = survey.Text{"zh": "另一种问法"}
	second.Items[2].Text, third.Items[2].Text = survey.Text{"zh": "问法"}, survey.Text{"zh": "问法"}
	for i, r := range []*survey.Release{first, second, third} {
		r.Questionnaire.Hash = string(rune('1' + i))
		for j := range r.Units {
			for id, s := range r.Units[j].Nodes {
				d := survey.Num((2-i)*(3-2*j)) / 2
				s.Score, s.Low, s.High = s.Score-d, s.Low-d, s.High-d
				r.Units[j].Nodes[id] = s
			}
		}
	}
	second.Previous, third.Previous = &survey.PollRef{ID: "first"}, &survey.PollRef{ID: "second"}
	year := func(y int) time.Time { return time.Date(y, 11, 1, 0, 0, 0, 0, time.UTC) }
	return []survey.Round{
		{Poll: survey.PollRef{ID: "first"}, Closes: year(2024), Release: first},
		{Poll: survey.PollRef{ID: "second"}, Closes: year(2025), Release: second},
		{Poll: survey.PollRef{ID: "third"}, Closes: year(2026), Release: third},
	}
}

func goldenFile(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, diff)
	}
}

// fits demands that nothing of a picture leaves its frame, that no text runs
// into another, and that it says where it is from.
func fits(t interface{ Errorf(string, ...any) }, where string, p *Picture) {
	d := p.Drawing()
	if ink := d.Ink(); ink.Left < 0 || ink.Top < 0 || ink.Right > d.Width+.01 || ink.Bottom > d.Height+.01 {
		t.Errorf("%s: %+v leaves the frame of %v×%v", where, ink, d.Width, d.Height)
	}
	texts := d.Texts()
	said := ""
	for i, x := range texts {
		said += x.Text + "\n"
		if m := badNumber.FindString(x.Text); m != "" {
			t.Errorf("%s prints %s in %q", where, m, x.Text)
		}
		for _, y := range texts[:i] {
			if x.Meets(y.Box) {
				t.Errorf("%s: %q runs into %q", where, x.Text, y.Text)
			}
		}
	}
	if p.Title == "" || !strings.Contains(said, Digest(p.figures.Release)) {
		t.Errorf("%s has no title, or no source", where)
	}
	if simulated := strings.Contains(said, p.figures.word("picture.simulated")); simulated != p.figures.Release.Simulated {
		t.Errorf("%s says that data are simulated: %v", where, simulated)
	}
	if len(p.Table.Rows) == 0 {
		t.Errorf("%s has no table", where)
	}
	for _, row := range p.Table.Rows {
		if len(row) != len(p.Table.Head) {
			t.Errorf("%s: a row of %d cells below a head of %d", where, len(row), len(p.Table.Head))
		}
	}
}

func TestPicturesFit(t *testing.T) {
	for name, r := range map[string]*survey.Release{"small": small(), "example": exampleRelease(t), "empty": {}} {
		for _, lang := range languages {
			for _, paper := range []bool{false, true} {
				n := 0
				f := Figures{Release: r, Lang: lang, Paper: paper, Rounds: []survey.Round{{Poll: survey.PollRef{ID: "before"}, Release: small()}, {Release: r}}}
				eachPicture(f, subjectsOf(f), func(where string, p *Picture) {
					if n++; name != "example" || n%29 == 0 { // a sample of hundreds
						fits(t, name+" "+where, p)
					}
				})
				if n == 0 && name != "empty" {
					t.Errorf("%s has no pictures", name)
				}
			}
		}
	}
}

// Any release makes pictures that fit and tables that are no formulas.
func TestAnyPictureFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Figures{Release: anyRelease(t), Lang: rapid.SampledFrom(languages).Draw(t, "lang")}
		f.Rounds = []survey.Round{{Release: anyRelease(t)}, {Release: f.Release}}
		eachPicture(f, []Subject{rapid.SampledFrom(subjectsOf(f)).Draw(t, "subject")}, func(where string, p *Picture) {
			fits(t, where, p)
			var svg, table bytes.Buffer
			if err := errors.Join(p.Write(&svg, "svg"), p.Write(&table, "csv")); err != nil {
				t.Fatal(err)
			}
			isXML(t, where, &svg)
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table.String(), "\ufeff"))).ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			for i, row := range rows[1:] {
				for j, cell := range row {
					if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "@") || strings.HasPrefix(cell, "-") && !p.Table.Rows[i][j].Number {
						t.Fatalf("%s: %q is a formula", where, cell)
					}
				}
			}
		})
	})
}

func isXML(t interface{ Fatalf(string, ...any) }, where string, r io.Reader) {
	for d := xml.NewDecoder(r); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", where, err)
		}
	}
}

// anyRelease is a release of the small one's shape with any numbers, names and
// holes.
func anyRelease(t *rapid.T) *survey.Release {
	r := small()
	num := func(low, high float64) survey.Num {
		if rapid.IntRange(0, 9).Draw(t, "hole") == 0 {
			return nan
		}
		return survey.Num(rapid.Float64Range(low, high).Draw(t, "value"))
	}
	plain := rapid.Map(rapid.StringN(0, 60, -1), func(s string) string { return strings.ReplaceAll(s, "%", "") }) // "%!" fits takes for a slip of ours
	name := rapid.OneOf(plain, rapid.SampledFrom([]string{"=1+1", evil, "第一市", strings.Repeat("很长的名字", 12), "🎉", "\u202eabc", "-3"}))
	r.Simulated = rapid.Bool().Draw(t, "simulated")
	r.Title = survey.Text{"zh": name.Draw(t, "title")}
	for i := range r.Nodes {
		r.Nodes[i].Title = survey.Text{"zh": name.Draw(t, "node")}
	}
	for i := range r.Units {
		u := &r.Units[i]
		u.Name = survey.Text{"zh": name.Draw(t, "name")}
		for _, id := range slices.Sorted(maps.Keys(u.Nodes)) {
			s := u.Nodes[id]
			s.Score = num(0, 100)
			s.Low, s.High = s.Score-num(0, 20), s.Score+num(0, 20)
			s.Blurred = rapid.IntRange(0, 5).Draw(t, "blurred") == 0
			s.Change = nil
			if rapid.Bool().Draw(t, "changed") {
				d := num(-30, 30)
				s.Change = &survey.Change{Previous: num(0, 100), Diff: d, Low: d - 2, High: d + 2, P: num(0, 1), PAdjusted: num(0, 1), SE: num(0, 3), Expected: num(-3, 3), Real: rapid.Bool().Draw(t, "real")}
			}
			if u.Nodes[id] = s; rapid.IntRange(0, 9).Draw(t, "absent") == 0 && id != "overall" {
				delete(u.Nodes, id)
			}
		}
		for _, id := range slices.Sorted(maps.Keys(u.Counts)) {
			u.Counts[id] = map[string]int{"3": rapid.IntRange(0, 99).Draw(t, "3"), "2": rapid.IntRange(0, 99).Draw(t, "2"), "1": rapid.IntRange(0, 99).Draw(t, "1"), "9": rapid.IntRange(0, 99).Draw(t, "9")}
		}
	}
	return r
}

// A PNG is as large as the drawing says, twice over, and has its texts.
func TestPNG(t *testing.T) {
	p := Figures{Release: exampleRelease(t), Lang: "zh"}.Picture("ranking", Subject{Tier: "city"})
	var b bytes.Buffer
	if err := p.Write(&b, "png"); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	d := p.Drawing()
	if got := img.Bounds(); got.Dx() != int(Sharp*d.Width) || got.Dy() < int(Sharp*d.Height) || got.Dy() > int(Sharp*d.Height)+1 {
		t.Errorf("%v for a drawing of %v×%v", got, d.Width, d.Height)
	}
	for _, text := range d.Texts() {
		dark := 0
		for y := int(Sharp * text.Top); y < int(Sharp*text.Bottom); y++ {
			for x := int(Sharp * text.Left); x < int(Sharp*text.Right); x++ {
				if color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y < 128 {
					dark++
				}
			}
		}
		if dark < 4 {
			t.Errorf("%q has %d dark pixels", text.Text, dark)
		}
	}
}

// A character that the font lacks is told of in words.
func TestMissingCharactersAreTold(t *testing.T) {
	r := small()
	r.Units[0].Name = survey.Text{"zh": "🎉市"}
	said := ""
	for _, x := range (Figures{Release: r, Lang: "zh"}).Picture("ranking", Subject{}).Drawing().Texts() {
		said += x.Text
	}
	if !strings.Contains(said, "U+1F389") {
		t.Error("not a word of the character")
	}
}

// Of too many units the picture says how many it leaves out; the table has all.
func TestManyUnits(t *testing.T) {
	r := small()
	one := r.Units[0]
	r.Units = nil
	for i := range 301 {
		u, place := one, *one.Rank
		place.Rank, place.Of, place.Low, place.High = i+1, 301, max(1, i-9), min(301, i+11)
		u.Unit, u.Rank = fmt.Sprint("u", i), &place
		r.Units = append(r.Units, u)
	}
	p := Figures{Release: r, Lang: "en"}.Picture("ranking", Subject{Tier: "city"})
	if len(p.Table.Rows) != 301 {
		t.Errorf("%d rows", len(p.Table.Rows))
	}
	fits(t, "301 units", p)
	said := ""
	for _, x := range p.Drawing().Texts() {
		said += x.Text + " "
	}
	if !strings.Contains(said, "the 101 between are in the CSV table") {
		t.Error("the units that are left out are not told of")
	}
}

// The palettes have every colour that figures are drawn in.
func TestPalettes(t *testing.T) {
	for _, name := range []string{"paper", "ink", "ink-2", "ink-3", "line", "grid", "accent", "red", "red-wash", "peer", "d1", "d7", "on-d", "on-d1", "on-d7"} {
		if lightPalette.of(name) == "" || printPalette.of(name) == "" {
			t.Errorf("no %s", name)
		}
	}
	if lightPalette["paper"] != "#ffffff" || printPalette["ink"] != "#000000" || lightPalette["ink"] == printPalette["ink"] {
		t.Errorf("light %s, print %s", lightPalette["ink"], printPalette["ink"])
	}
}
