package chart

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"minping/survey"
)

// all draws every figure that a release has.
func all(f Figures) map[string]template.HTML {
	out := map[string]template.HTML{}
	for _, t := range f.Release.Tiers {
		out["ranking "+t.ID], out["spread "+t.ID] = f.Ranking(t.ID), f.Spread(t.ID)
		out["ranking figures "+t.ID] = f.RankingFigures(t.ID)
		out["changes "+t.ID] = f.TierChange(t.ID, f.root())
		for _, o := range []HeatOptions{{}, {Sort: SortLow}, {Sort: SortParent, Desc: true}, {Low: true}, {Group: "g"}, {Query: "<"}} {
			out[fmt.Sprint("heat ", t.ID, o.Sort, o.Low, o.Group, o.Query)] = f.Heat(t.ID, o)
		}
	}
	var nodes []string
	for _, n := range f.Release.Nodes {
		nodes = append(nodes, n.ID)
	}
	for _, u := range f.Release.Units {
		out["areas "+u.Unit], out["position "+u.Unit] = f.Areas(u.Unit), f.Position(u.Unit)
		out["profile "+u.Unit], out["change "+u.Unit] = f.Profile(u.Unit), f.Change(u.Unit)
		out["diverge "+u.Unit] = f.Diverge(u.Unit, nodes...)
	}
	return out
}

// Two rows share a bar if and only if their units share a band, and bars on one
// lane do not touch.
func TestBarsAreTheBands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "units")
		var units []*survey.UnitResult
		var info survey.TierInfo
		share := map[[2]int]bool{}
		for i := range n {
			units = append(units, &survey.UnitResult{Unit: fmt.Sprint(i)})
		}
		for range rapid.IntRange(0, 5).Draw(t, "bands") {
			rows := rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 2, n, rapid.ID[int]).Draw(t, "band")
			var band []string
			for _, i := range rows {
				band = append(band, fmt.Sprint(i))
				for _, j := range rows {
					share[[2]int{i, j}] = true
				}
			}
			info.Bands = append(info.Bands, band)
		}
		list, lanes := bars(info, units)
		if len(list) != len(info.Bands) {
			t.Fatalf("%d bars for %d bands", len(list), len(info.Bands))
		}
		for i := range n {
			for j := range i {
				shared := slices.ContainsFunc(list, func(b bar) bool { return slices.Contains(b.Rows, i) && slices.Contains(b.Rows, j) })
				if shared != share[[2]int{j, i}] {
					t.Fatalf("rows %d and %d: share a bar %v, a band %v", j, i, shared, !shared)
				}
			}
		}
		for i, a := range list {
			if a.Lane >= lanes {
				t.Fatalf("lane %d of %d", a.Lane, lanes)
			}
			for _, b := range list[:i] {
				if a.Lane == b.Lane && a.First <= b.Last && b.First <= a.Last {
					t.Fatalf("rows %d–%d and %d–%d on lane %d", a.First, a.Last, b.First, b.Last, a.Lane)
				}
			}
		}
	})
}

// The demonstration's cities have bars, so the property above is not empty.
func TestExampleHasBars(t *testing.T) {
	f := Figures{Release: exampleRelease(t)}
	list, lanes := bars(f.tier("city"), f.ranked("city"))
	if len(list) == 0 || lanes == 0 {
		t.Fatal("no bars beside the 13 cities")
	}
}

var (
	badNumber = regexp.MustCompile(`NaN|Inf|%!|<no value>|&lt;nil&gt;`)
	styleAttr = regexp.MustCompile(`\sstyle=|<style|<script|\son[a-z]+=`)
	position  = regexp.MustCompile(`(?:x1|x2|x|cx|width)="(-?[0-9.]+)%"`)
)

// No figure prints a number that is none, carries a style or a script, leaves
// its cell, or is broken markup; whatever is missing from the release.
func TestFiguresAreSound(t *testing.T) {
	holes := small()
	for i := range holes.Units {
		for id, s := range holes.Units[i].Nodes {
			s.SE, s.Low, s.High = nan, nan, nan
			s.Change = &survey.Change{Previous: nan, Diff: nan, SE: nan, Low: nan, High: nan, P: nan, PAdjusted: nan, Expected: nan}
			s.Deff, s.NEff, s.Shrunken = nan, nan, &survey.Shrunken{Score: nan, SE: nan, Reliability: nan}
			holes.Units[i].Nodes[id] = s
		}
		if holes.Units[i].Rank != nil {
			holes.Units[i].Rank.LastK = nil
		}
	}
	for name, r := range map[string]*survey.Release{
		"small": small(), "holes": holes, "example": exampleRelease(t), "empty": {}, "no units": {Nodes: small().Nodes, Tiers: small().Tiers},
	} {
		for _, lang := range languages {
			for figure, h := range all(Figures{Release: r, Lang: lang}) {
				where := name + " " + lang + " " + figure
				if m := badNumber.FindString(string(h)); m != "" {
					t.Errorf("%s prints %s", where, m)
				}
				if m := styleAttr.FindString(string(h)); m != "" {
					t.Errorf("%s has %q", where, m)
				}
				for _, m := range position.FindAllStringSubmatch(string(h), -1) {
					var at float64
					if _, err := fmt.Sscan(m[1], &at); err != nil || math.IsNaN(at) || at < 0 || at > 100 {
						t.Errorf("%s: position %s", where, m[0])
					}
				}
				wellFormed(t, where, string(h))
			}
		}
	}
}

// wellFormed checks that tags close in order.
func wellFormed(t *testing.T, where, src string) {
	t.Helper()
	void := map[string]bool{"br": true, "input": true, "wbr": true}
	var open []string
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				t.Errorf("%s: %v", where, z.Err())
			}
			if len(open) > 0 {
				t.Errorf("%s: not closed: %v", where, open)
			}
			return
		case html.StartTagToken:
			if name, _ := z.TagName(); !void[string(name)] {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("%s: </%s> closes %v", where, name, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// A unit's name is text, whatever it holds.
func TestNamesAreInert(t *testing.T) {
	for figure, h := range all(Figures{Release: small(), UnitURL: func(string) string { return `javascript:alert(1)` }}) {
		if strings.Contains(string(h), "<script") || strings.Contains(string(h), `href="javascript:`) {
			t.Errorf("%s runs a name: %s", figure, h)
		}
	}
}

// A hidden unit is named but has no number; a hidden cell has none either, and
// neither has the table of a hidden group.
func TestHiddenStaysHidden(t *testing.T) {
	f := Figures{Release: small(), Lang: "en"}
	for _, h := range []template.HTML{f.Areas("c5"), f.Position("c5"), f.Profile("c5"), f.Change("c5"), f.Diverge("c5", "a1")} {
		if h != "" {
			t.Errorf("a figure of a hidden unit: %s", h)
		}
	}
	if h := string(f.Ranking("city")); !strings.Contains(h, "Not shown, to protect respondents") || strings.Contains(h, `<th scope="row">City 5`) {
		t.Error("the ranking must name the hidden unit beside the table, not in it")
	}
	group := string(f.Heat("city", HeatOptions{Group: "g"}))
	if strings.Contains(group, "data-v") {
		t.Error("the heat table of a hidden group holds numbers")
	}
	if n := strings.Count(string(f.Heat("city", HeatOptions{})), "hid"); n < 4 {
		t.Errorf("%d hidden cells: one of City 3 and three of City 5 expected", n)
	}
}

// A low score is never rounded up onto the line.
func TestPointsKeepBelowTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(0, 100).Draw(t, "score")
		for _, s := range []string{Points(survey.Num(x)), whole(survey.Num(x))} {
			var shown float64
			if _, err := fmt.Sscan(strings.TrimPrefix(s, "<"), &shown); err != nil {
				t.Fatal(err)
			}
			if x < lowLine && shown >= lowLine && !strings.HasPrefix(s, "<") || x >= lowLine && shown < lowLine {
				t.Fatalf("%v is shown as %s", x, s)
			}
		}
	})
}

// An axis holds all its values, with few ticks.
func TestAxisHoldsItsValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-100, 100), 0, 20).Draw(t, "values")
		nums := []survey.Num{nan}
		for _, v := range values {
			nums = append(nums, survey.Num(v))
		}
		a := axisOver(nums...)
		for _, v := range values {
			if v < a.Low-1e-9 || v > a.High+1e-9 {
				t.Fatalf("%v is not on the axis %v–%v", v, a.Low, a.High)
			}
		}
		if n := len(a.Ticks()); n < 2 || n > 7 {
			t.Fatalf("%d ticks on %v–%v", n, a.Low, a.High)
		}
	})
}

// compressed returns the size of a text as it is sent.
func compressed(t *testing.T, text string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
