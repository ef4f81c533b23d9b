package chart

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
)

// places are names of units, none of which is part of another.
var places = []string{"Abe", "Brook End", "Castle Hill upon the Long River", "Dale", "Eastern Development Zone of the Capital", "Fen"}

// doubted is a release of a province and two tiers whose rules, scores, ranks
// and changes are at random, each unit's flag certain or not; sometimes a part.
func doubted(t *rapid.T) *survey.Release {
	base := small()
	r := &survey.Release{Method: base.Method, Nodes: base.Nodes, Items: base.Items, Part: rapid.IntRange(0, 3).Draw(t, "part") == 0}
	scores := func() map[string]survey.NodeScore {
		all := map[string]survey.NodeScore{}
		for _, n := range r.Nodes {
			all[n.ID] = doubtedScore(t)
		}
		return all
	}
	r.Units = []survey.UnitResult{{Unit: "p", Tier: "province", Name: survey.Text{"zh": "全省", "en": "Province"}, Nodes: scores()}}
	for _, tier := range []string{"city", "county"} {
		n := rapid.IntRange(2, 6).Draw(t, "units")
		k := rapid.IntRange(0, n).Draw(t, "last")
		r.Tiers = append(r.Tiers, survey.TierInfo{ID: tier, Units: n, Ranked: n})
		for i := range n {
			id, name := tier+strconv.Itoa(i), places[i]+" "+tier
			u := survey.UnitResult{
				Unit: id, Tier: tier, Parent: "p", Name: survey.Text{"zh": name, "en": name}, Nodes: scores(), Ballots: 100,
				Rank: &survey.UnitRank{
					Tier: tier, Rank: i + 1, Of: n, Low: rapid.IntRange(1, i+1).Draw(t, "low"), High: rapid.IntRange(i+1, n).Draw(t, "high"),
					LastK: map[string]survey.Num{strconv.Itoa(max(1, k)): survey.Num(rapid.Float64Range(0, 1).Draw(t, "chance"))},
				},
			}
			r.Units = append(r.Units, u)
			if i >= n-k {
				r.Flags = append(r.Flags, survey.Flag{ID: id, Kind: "last", Unit: id, Tier: tier, Node: "overall", Threshold: survey.Num(k), Certain: rapid.Bool().Draw(t, "certain")})
			}
		}
	}
	if r.Part { // the release has the units of the part alone
		keep := func(unit string) bool {
			return unit == "p" || !strings.HasSuffix(unit, "0") && !strings.HasSuffix(unit, "1")
		}
		r.Units = slices.DeleteFunc(r.Units, func(u survey.UnitResult) bool { return !keep(u.Unit) })
		r.Flags = slices.DeleteFunc(r.Flags, func(f survey.Flag) bool { return !keep(f.Unit) })
	}
	return r
}

func doubtedScore(t *rapid.T) survey.NodeScore {
	x := survey.Num(rapid.Float64Range(40, 90).Draw(t, "score"))
	half := survey.Num(rapid.Float64Range(.1, 12).Draw(t, "half"))
	s := survey.NodeScore{Score: x, SE: half / 2, DF: 50, Low: x - half, High: x + half, N: 100}
	if rapid.IntRange(0, 5).Draw(t, "compared") > 0 {
		d, w := survey.Num(rapid.Float64Range(-9, 9).Draw(t, "diff")), survey.Num(rapid.Float64Range(.1, 9).Draw(t, "width"))
		s.Change = &survey.Change{Previous: x - d, Diff: d, Low: d - w, High: d + w}
		s.Change.Real = (d-w > 0 || d+w < 0) && rapid.IntRange(0, 2).Draw(t, "adjusted") > 0 // a few are not, among many
	}
	return s
}

// certainIn counts the flags of a tier that hold beyond error, and all of them.
func certainIn(r *survey.Release, tier string) (certain, all int) {
	for _, f := range r.Flags {
		if f.Tier == tier || tier == "" {
			all++
			certain += count(f.Certain)
		}
	}
	return certain, all
}

var counted = regexp.MustCompile(`^(?:(none|\d+) of the last (\d+) (cities|counties) certain|of the last (\d+) (cities|counties) (none|\d+) certain(?:, (\d+) to verify)?|of the (cities|counties) shown (none|\d+) certainly among the last (\d+)(?:, (\d+) to verify)?)$`)

// The sentence over the overview names as certain whom the release calls so,
// counts as many, says of a part nothing about the others, calls the whole's
// change a rise or fall if and only if it is real, and fits two lines.
func TestHeadlineClaimsNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := doubted(t)
		f := Figures{Release: r, Lang: "en"}
		s := f.Headline()
		if width(s) > headlineRoom || width((Figures{Release: r, Lang: "zh"}).Headline()) > headlineRoom {
			t.Fatalf("too long: %s", s)
		}
		for _, clause := range strings.Split(s, "; ") {
			checkClause(t, r, clause)
		}
		c := r.Units[0].Nodes["overall"].Change
		whole := Whole(r) != nil
		real := whole && c != nil && c.Real
		zh := (Figures{Release: r, Lang: "zh"}).Headline()
		up, down := strings.Contains(s, "overall up") || strings.Contains(s, " rose "), strings.Contains(s, "verall down") || strings.Contains(s, " fell ")
		up = up || strings.Contains(s, "Overall up")
		if up != (real && c.Low > 0) || up != strings.Contains(zh, "总体上升") || down != (real && c.High < 0) || down != strings.Contains(zh, "总体下降") {
			t.Fatalf("%+v: %s; %s", c, s, zh)
		}
	})
}

// checkClause holds a clause about a tier to its flags.
func checkClause(t *rapid.T, r *survey.Release, clause string) {
	certain := map[string]bool{}
	flagged := map[string]bool{}
	for _, f := range r.Flags {
		flagged[f.Unit], certain[f.Unit] = true, f.Certain
	}
	sure, _, _ := strings.Cut(clause, " certainly among")
	if sure == clause {
		sure = ""
	}
	for _, u := range r.Units {
		name := u.Name.In("en")
		if !strings.Contains(clause, name) || u.Unit == "p" {
			continue
		}
		if !flagged[u.Unit] || strings.Contains(sure, name) != certain[u.Unit] {
			t.Fatalf("%s: %s is flagged %v, certain %v", clause, name, flagged[u.Unit], certain[u.Unit])
		}
	}
	if r.Part && (strings.Contains(strings.ToLower(clause), "none of the last") || strings.Contains(clause, "of the last ")) {
		t.Fatalf("of a part: %s", clause)
	}
	m := counted.FindStringSubmatch(strings.ToLower(clause[:1]) + clause[1:])
	if m == nil {
		return
	}
	tier, k, n, verify := m[3]+m[5]+m[8], m[2]+m[4]+m[10], strings.Replace(m[1]+m[6]+m[9], "none", "0", 1), m[7]+m[11]
	tier = map[string]string{"cities": "city", "counties": "county"}[tier]
	c, all := certainIn(r, tier)
	if n != strconv.Itoa(c) || verify != "" && verify != strconv.Itoa(all-c) {
		t.Fatalf("%s: %d of %d certain", clause, c, all)
	}
	for _, fl := range r.Flags {
		if fl.Tier == tier && strconv.Itoa(int(fl.Threshold)) != k {
			t.Fatalf("%s: the last %v", clause, fl.Threshold)
		}
	}
}

// Rankings: surely first or last at the end of the joint interval only, alike
// if and only if no interval is narrower than the table, all certain only if
// each of the last k is.
func TestTierHeadlineClaimsNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := doubted(t)
		if rapid.Bool().Draw(t, "alike") {
			for i := range r.Units {
				if k := r.Units[i].Rank; k != nil {
					k.Low, k.High = 1, k.Of
				}
			}
		}
		for _, tier := range []string{"city", "county"} {
			say := func(f Figures) string { return f.TierHeadline(tier) }
			units := (Figures{Release: r}).ranked(tier)
			c, all := certainIn(r, tier)
			if r.Part {
				if len(units) > 0 && (claims(t, r, say, "确凿", "clearly") || claims(t, r, say, "位都能确定", "all of the last") || claims(t, r, say, "彼此无法区分", "told apart")) {
					t.Fatalf("of a part: %s", say(Figures{Release: r, Lang: "en"}))
				}
				continue
			}
			last, first := units[len(units)-1].Rank, units[0].Rank
			narrower := slices.ContainsFunc(units, func(u *survey.UnitResult) bool { return u.Rank.Low > 1 || u.Rank.High < u.Rank.Of })
			if claims(t, r, say, "末位确凿", "is clearly last") != (last.Low == last.Of) || claims(t, r, say, "首位确凿", "is clearly first") != (first.High == 1) {
				t.Fatalf("%+v %+v: %s", first, last, say(Figures{Release: r, Lang: "en"}))
			}
			if claims(t, r, say, "彼此无法区分", "cannot be told apart") == narrower {
				t.Fatalf("%s", say(Figures{Release: r, Lang: "en"}))
			}
			if claims(t, r, say, fmt.Sprintf("末 %d 位都能确定", all), fmt.Sprintf("all of the last %d are certain", all)) != (narrower && all > 0 && c == all) {
				t.Fatalf("%d of %d certain: %s", c, all, say(Figures{Release: r, Lang: "en"}))
			}
		}
	})
}

// Units: among the last for certain only with a flag that is, weak only with
// the whole interval below the median of its peers; ranks and counts are those
// of the release.
func TestUnitHeadlinesClaimNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := doubted(t)
		f := Figures{Release: r, Lang: "en"}
		flags := map[string]*survey.Flag{}
		for i := range r.Flags {
			flags[r.Flags[i].Unit] = &r.Flags[i]
		}
		for i := range r.Units {
			u := &r.Units[i]
			say := func(f Figures) string { return f.UnitHeadline(u.Unit) }
			fl := flags[u.Unit]
			if claims(t, r, say, "确定在末", "for certain") != (fl != nil && fl.Certain) || claims(t, r, say, "但在误差之内", "but within error") != (fl != nil && !fl.Certain) {
				t.Fatalf("%+v: %s", fl, say(f))
			}
			low, high := 0, 0
			for _, n := range f.Indicators() {
				s, p := u.Nodes[n.ID], f.peers(u, n.ID)
				if p.n < fewestPeers {
					continue
				}
				low, high = low+count(s.High < p.median), high+count(s.Low > p.median)
				if _, weak, _ := strings.Cut(say(f), "weakest against its peers: "); strings.Contains(weak, f.nodeTitle(n.ID)) && s.High >= p.median {
					t.Fatalf("%s: %v reaches %v", weak, s.High, p.median)
				}
			}
			if head := f.ProfileHeadline(u.Unit); strings.Contains(head, "clearly") {
				word := func(n int) string { return strings.Replace(strconv.Itoa(n), "0", "none", 1) }
				if !strings.Contains(head, word(low)+" clearly below") || !strings.Contains(head, word(high)+" clearly above") {
					t.Fatalf("%d below, %d above: %s", low, high, head)
				}
			}
			if k := u.Rank; k != nil && f.PositionHeadline(u.Unit) != fmt.Sprintf("Rank %d of %d %s; the range of its rank is %s", k.Rank, k.Of, f.tierName(u.Tier), span(k.Low, k.High)) {
				t.Fatalf("%+v: %s", k, f.PositionHeadline(u.Unit))
			}
		}
	})
}

// Changes: a unit's, a tier's, the areas' and those after regression are told
// as rises and falls if and only if they are real.
func TestChangeHeadlinesClaimNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := doubted(t)
		f := Figures{Release: r, Lang: "en"}
		tally := func(changes []*survey.Change) (up, down, flat int) {
			for _, c := range changes {
				switch {
				case c == nil:
				case c.Real && c.Low > 0:
					up++
				case c.Real && c.High < 0:
					down++
				default:
					flat++
				}
			}
			return up, down, flat
		}
		for i := range r.Units {
			u := &r.Units[i]
			say := func(f Figures) string { return f.ChangeHeadline(u.Unit) }
			c := u.Nodes["overall"].Change
			if claims(t, r, say, "总体上升", "up ") && !(c != nil && c.Real && c.Low > 0) || claims(t, r, say, "总体下降", "down ") && !(c != nil && c.Real && c.High < 0) {
				t.Fatalf("%+v: %s", c, say(f))
			}
			up, down, flat := tally([]*survey.Change{u.Nodes["a"].Change, u.Nodes["b"].Change})
			want := ""
			if up+down+flat > 0 {
				want = f.word("head.areas", "n", up+down+flat, "up", up, "down", down, "flat", flat)
			}
			if got := f.AreasLead(u); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
		for _, tier := range []string{"city", "county"} {
			var changes []*survey.Change
			for _, u := range r.Units {
				if u.Tier == tier {
					changes = append(changes, u.Nodes["b1"].Change)
				}
			}
			up, down, _ := tally(changes)
			say := func(f Figures) string { return f.TierChangeHeadline(tier, "b1") }
			if s := say(f); up > 0 && !strings.Contains(s, fmt.Sprintf("%d rose", up)) || down > 0 && !strings.Contains(s, fmt.Sprintf("%d fell", down)) ||
				up+down == 0 && strings.Contains(s, "beyond error") {
				t.Fatalf("%d up, %d down: %s", up, down, s)
			}
			mid, half := rapid.Float64Range(-5, 5).Draw(t, "rest"), rapid.Float64Range(.1, 5).Draw(t, "half")
			i := slices.IndexFunc(r.Tiers, func(x survey.TierInfo) bool { return x.ID == tier })
			r.Tiers[i].Regression = &survey.Regression{Last: 2, Units: 2, Rest: survey.Num(mid), Low: survey.Num(mid - half), High: survey.Num(mid + half)}
			text := func(f Figures) string { return f.RegressionNote(tier).Text }
			if claims(t, r, text, "不只是回归", "up beyond error") != (mid-half > 0) || claims(t, r, text, "在误差之外的下降", "down beyond error") != (mid+half < 0) {
				t.Fatalf("%g ± %g: %s", mid, half, text(f))
			}
		}
	})
}

// Lists and tables: flags by certainty; low cells with their intervals; the
// lowest indicator with all whose intervals reach it.
func TestListHeadlinesClaimNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := doubted(t)
		f := Figures{Release: r, Lang: "en"}
		c, all := certainIn(r, "")
		want := map[bool]string{true: "of which " + strconv.Itoa(c) + " hold", false: "within error"}[c > 0]
		if c == all {
			want = "beyond error"
		}
		if s := f.FlagsHeadline(); all > 0 && !strings.Contains(s, want) || all == 0 && s != "No unit is flagged" {
			t.Fatalf("%d of %d: %s", c, all, s)
		}
		low, sure := 0, 0
		for _, u := range r.Units {
			for _, id := range []string{"a1", "a2", "b1"} {
				low, sure = low+count(u.Tier == "city" && u.Nodes[id].Score < lowLine), sure+count(u.Tier == "city" && u.Nodes[id].High < lowLine)
			}
		}
		if s := f.HeatHeadline("city", ""); low > 0 && sure > 0 && !strings.Contains(s, fmt.Sprintf("%d with all of the interval", sure)) || low > 0 && sure == 0 && !strings.Contains(s, "none with all of the interval") {
			t.Fatalf("%d low, %d for certain: %s", low, sure, s)
		}
		whole := r.Units[0]
		nodes := f.Weakest(whole.Unit)
		near := 0
		for _, n := range nodes[1:] {
			if whole.Nodes[n.ID].Low <= whole.Nodes[nodes[0].ID].High {
				near++
			}
		}
		say := func(f Figures) string { return f.WeakestHeadline(whole.Unit) }
		if alone := !claims(t, r, say, "重叠", "overlap"); alone != (near == 0) || slices.ContainsFunc(nodes, func(n *survey.NodeInfo) bool { return n.ID == "a1" }) {
			t.Fatalf("%d near: %s", near, say(f))
		}
	})
}

// The questionnaire: reliable, fair and not reliable by the interval of α of the
// worst group, fitting and not by the interval of an item's correlation.
func TestQualityHeadlineClaimsNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3).Draw(t, "areas")
		intervals := make([][2]survey.Num, n)
		for i := range intervals {
			low := rapid.Float64Range(.5, .9).Draw(t, "low")
			intervals[i] = [2]survey.Num{survey.Num(low), survey.Num(low + rapid.Float64Range(.01, .1).Draw(t, "wide"))}
		}
		r := scales(intervals...)
		fits, misfits, items := 0, 0, 0
		for i := range r.Quality.Scales[1:] {
			s := &r.Quality.Scales[i+1]
			for j := range rapid.IntRange(0, 3).Draw(t, "items") {
				low := rapid.Float64Range(-.2, .5).Draw(t, "r")
				x := survey.ScaleItem{Item: fmt.Sprint(s.Node, j), RLow: survey.Num(low), RHigh: survey.Num(low + .2)}
				s.Items = append(s.Items, x)
				fits, misfits, items = fits+count(x.RLow >= fitR), misfits+count(x.RHigh < fitR), items+1
			}
		}
		f := Figures{Release: r, Lang: "en"}
		all := func(ok func([2]survey.Num) bool) bool {
			return !slices.ContainsFunc(intervals, func(x [2]survey.Num) bool { return !ok(x) })
		}
		some := func(ok func([2]survey.Num) bool) bool { return slices.ContainsFunc(intervals, ok) }
		s := strings.ToLower(f.ReliabilityHeadline())
		if strings.Contains(s, "measured reliably") && !strings.Contains(s, " of ") != all(func(x [2]survey.Num) bool { return x[0] >= goodAlpha }) && strings.HasPrefix(s, "all") {
			t.Fatalf("%v: %s", intervals, s)
		}
		if strings.Contains(s, "not reliable") != some(func(x [2]survey.Num) bool { return x[1] < fairAlpha }) {
			t.Fatalf("%v: %s", intervals, s)
		}
		for i, x := range intervals {
			if reliable, rest, ok := strings.Cut(s, "reliable (α at least 0.80): "); ok && reliable == "" {
				rest, _, _ = strings.Cut(rest, ";")
				if strings.Contains(rest, strings.ToLower("Area "+string(rune('A'+i)))) && x[0] < goodAlpha {
					t.Fatalf("%v: %s", intervals, s)
				}
			}
		}
		head := f.FitHeadline()
		if (head == "Every item fits its area") != (items > 0 && fits == items) || strings.Contains(head, "not fit") != (misfits > 0) {
			t.Fatalf("%d of %d fit, %d do not: %s", fits, items, misfits, head)
		}
	})
}
