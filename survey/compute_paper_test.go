package survey

import (
	"math/rand/v2"
	"testing"
)

func paperBatch(unit, group string, eligible, issued, returned, invalid, abstained int) PaperBatch {
	t := PaperTotals{Unit: unit, Group: group, Eligible: eligible, Issued: issued, Returned: returned, Valid: returned - invalid, Invalid: invalid, Abstained: abstained}
	if invalid > 0 {
		t.Reasons = map[string]int{VoidOther: invalid}
	}
	return PaperBatch{State: PaperDone, Totals: t}
}

// computePaper is the paper of a poll about so many units "a", "b", …, of
// groups x and y.
func computePaper(units int, batches []PaperBatch) *Paper {
	c := &computation{in: Inputs{MinGroup: 5, Paper: batches}, out: &Release{Groups: []GroupInfo{{ID: "x"}, {ID: "y"}}}}
	for i := range units {
		c.out.Units = append(c.out.Units, UnitResult{Unit: string(rune('a' + i))})
	}
	c.paper()
	return c.out.Paper
}

func TestPaperTotals(t *testing.T) {
	p := computePaper(2, []PaperBatch{
		paperBatch("b", "x", 40, 30, 25, 2, 1), paperBatch("a", "x", 50, 50, 40, 0, 0), paperBatch("b", "y", 30, 30, 30, 5, 0),
		paperBatch("b", "x", 20, 20, 20, 3, 2),
		{State: PaperLeftOut, Totals: PaperTotals{Unit: "a", Returned: 7}},
	})
	s := p.Sheets
	if p.Batches != 4 || p.Eligible != 140 || s.Issued != 130 || s.Returned != 115 || s.Valid != 105 || s.Invalid != 10 || s.Abstained != 3 {
		t.Errorf("the whole is %+v", s)
	}
	if s.Participation != ratio(115, 140) || s.ReturnRate != ratio(115, 130) || s.ValidRate != ratio(105, 115) {
		t.Errorf("the rates are %+v", s)
	}
	if len(s.Reasons) != 1 || s.Reasons[0].Count != 10 {
		t.Errorf("the reasons are %v", s.Reasons)
	}
	if p.Units[0].Unit != "a" || len(p.Units[1].Groups) != 2 || p.Units[1].Groups[0].Sheets.Returned != 45 {
		t.Errorf("the units are %+v", p.Units)
	}
	if left := leftOutPaper([]PaperBatch{{State: PaperLeftOut, Totals: PaperTotals{Returned: 7}}, {State: PaperRemoved, Totals: PaperTotals{Returned: 9}}}); len(left) != 1 || left[0].Count != 7 {
		t.Errorf("left out: %v", left)
	}
	if computePaper(1, nil) != nil {
		t.Error("a poll without paper has totals of paper")
	}
}

// Trust test 42: of a unit of 15 only a band is told, and nothing that tells
// more by subtraction.
func TestPaperOfFewIsBanded(t *testing.T) {
	for _, tt := range []struct {
		name    string
		batches []PaperBatch
		whole   bool   // told exactly
		units   []bool // likewise
		groups  [][]bool
	}{
		{"a unit of 15", []PaperBatch{paperBatch("a", "", 15, 15, 14, 0, 0)}, false, []bool{false}, [][]bool{nil}},
		{"beside a larger one", []PaperBatch{paperBatch("a", "", 15, 15, 14, 0, 0), paperBatch("b", "", 90, 90, 80, 0, 0)}, true, []bool{false, false}, [][]bool{nil, nil}},
		{"beside two larger ones", []PaperBatch{paperBatch("a", "", 15, 15, 14, 0, 0), paperBatch("b", "", 90, 90, 80, 0, 0), paperBatch("c", "", 60, 60, 50, 0, 0)}, true, []bool{false, true, false}, [][]bool{nil, nil, nil}},
		{"few who came", []PaperBatch{paperBatch("a", "", 30, 30, 4, 0, 4)}, false, []bool{false}, [][]bool{nil}},
		{"a small group", []PaperBatch{paperBatch("a", "x", 10, 10, 8, 0, 0), paperBatch("a", "y", 90, 90, 80, 0, 0)}, true, []bool{true}, [][]bool{{false, false}}},
		{"a banded unit bands its groups", []PaperBatch{paperBatch("a", "x", 40, 40, 30, 0, 0), paperBatch("a", "y", 40, 40, 30, 0, 0), paperBatch("b", "x", 12, 12, 9, 0, 0)}, true, []bool{false, false}, [][]bool{{false, false}, {false}}},
	} {
		p := computePaper(3, tt.batches)
		if (p.Sheets != nil) != tt.whole {
			t.Errorf("%s: the whole is told: %v", tt.name, p.Sheets != nil)
		}
		for i, u := range p.Units {
			if (u.Sheets != nil) != tt.units[i] || (u.Sheets == nil) != (u.Band != nil) {
				t.Errorf("%s: unit %s is %+v", tt.name, u.Unit, u.PaperFigures)
			}
			for j, g := range u.Groups {
				if (g.Sheets != nil) != tt.groups[i][j] {
					t.Errorf("%s: group %s of %s is %+v", tt.name, g.Group, u.Unit, g.PaperFigures)
				}
			}
		}
	}
}

// A whole that is told exactly hides no part alone, nor parts that are few
// people together; the parts that are told are large.
func TestPaperCannotBeSubtracted(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	audit := func(f PaperFigures, parts []PaperFigures) {
		if f.Sheets == nil {
			return
		}
		hidden, people := 0, 0
		for _, q := range parts {
			if q.Sheets == nil {
				hidden, people = hidden+1, people+q.Eligible
			}
		}
		if hidden == 1 || hidden > 1 && people < FewEligible {
			t.Fatalf("%d parts of %d people are hidden beside their sum", hidden, people)
		}
		if f.Eligible < FewEligible || f.Sheets.Returned < 5 {
			t.Fatalf("%+v is told", f.Sheets)
		}
	}
	for range 2000 {
		var batches []PaperBatch
		units := 1 + r.IntN(6)
		for range 1 + r.IntN(10) {
			eligible := 1 + r.IntN(60)
			batches = append(batches, paperBatch(string(rune('a'+r.IntN(units))), []string{"x", "y"}[r.IntN(2)], eligible, eligible, r.IntN(eligible+1), 0, 0))
		}
		p := computePaper(units, batches)
		var all []PaperFigures
		for _, u := range p.Units {
			all = append(all, u.PaperFigures)
			var groups []PaperFigures
			told := true
			for _, g := range u.Groups {
				groups = append(groups, g.PaperFigures)
				told = told && g.Sheets != nil
			}
			audit(u.PaperFigures, groups)
			if told && len(groups) > 0 && u.Sheets == nil {
				t.Fatalf("the groups of a hidden unit add up to it: %+v", u)
			}
		}
		audit(p.PaperFigures, all)
	}
}

// No band tells of a single number of people.
func TestParticipationBands(t *testing.T) {
	for eligible := 1; eligible < FewEligible; eligible++ {
		in := map[Band]int{}
		for came := range eligible + 1 {
			b := ParticipationBand(came, eligible)
			in[b]++
			if share := ratio(came, eligible); share < b.Low || share > b.High {
				t.Errorf("%d of %d: %v", came, eligible, b)
			}
		}
		for b, n := range in {
			if n < 2 {
				t.Errorf("of %d, %v tells of one number", eligible, b)
			}
		}
	}
}
