package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/form"
)

const sheetForm = `id: sheet
version: 1
title: 测评
scales:
  four:
    - {code: A, label: 优秀, score: 100}
    - {code: B, label: 称职, score: 80}
    - {code: D, label: 不称职, score: 40, reason: why}
    - {code: "0", label: 弃权, kind: abstain}
groups: [{id: a, title: A票}, {id: b, title: B票}, {id: c, title: C票}]
items:
  - {id: t0, scale: four, text: 班子总评, required: true, tiers: [team]}
  - {id: m0, scale: four, text: 总评, required: true, tiers: [member]}
  - {id: m1, scale: four, text: 德, required: true, tiers: [member]}
  - {id: why, type: text, text: 理由}
index: [{item: t0, weight: 1}, {item: m0, weight: 1}, {item: m1, weight: 1}]
evaluation:
  types:
    - {tier: team, raters: [a, b], grade: t0}
    - {tier: member, raters: [a], grade: m0, best_share: 0.5, fits: 20}
  all_alike: refuse
`

// sheets is an office with an open poll "sheet" over a team and three members,
// and another, "link", that anybody answers.
func (o *office) sheets(t testing.TB) {
	t.Helper()
	q, err := form.Parse([]byte(sheetForm))
	ok(t, err)
	src, err := json.Marshal(q)
	ok(t, err)
	_, err = o.AddQuestionnaire(ctx, src)
	ok(t, err)
	units := []survey.Unit{{ID: "t", Name: survey.Text{"zh": "班子"}, Tier: "team"}, {ID: "o", Name: survey.Text{"zh": "旁"}, Tier: "other"}}
	for i := range 3 {
		units = append(units, survey.Unit{ID: fmt.Sprintf("m%d", i), Name: survey.Text{"zh": "成员"}, Tier: "member", Parent: "t"})
	}
	ok(t, o.PutUnits(ctx, units))
	p := survey.Poll{ID: "sheet", Title: survey.Text{"zh": "测评"}, Questionnaire: survey.QuestionnaireRef{ID: "sheet"}, Units: []string{"t", "m0", "m1", "m2"}, Access: survey.ByCode}
	o.openPoll(t, p)
	p.ID, p.Access = "link", survey.OpenLink
	o.openPoll(t, p)
}

// sheetBy is a submission whose ballots are "unit marks", the grade first.
func sheetBy(group string, ballots ...string) survey.Submission {
	s := survey.Submission{Poll: "link", Key: random32(), Salt: random32()}
	for _, b := range ballots {
		unit, marks, _ := strings.Cut(b, " ")
		ballot := survey.Ballot{Unit: unit, Group: group, Answers: survey.Answers{}}
		for i, m := range marks {
			ballot.Answers[fmt.Sprintf("%c%d", unit[0], i)] = []string{string(m)}
		}
		s.Ballots = append(s.Ballots, ballot)
	}
	return s
}

// Each ballot is checked by what is asked of its tier, by who may rate it, and
// all of them by the rules of the sheet; mistakes name ballot and item.
func TestAcceptSheets(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.sheets(t)
		for _, tt := range []struct {
			name string
			sub  survey.Submission
			want string
		}{
			{"a whole sheet", sheetBy("a", "t A", "m0 BA", "m1 AA", "m2 BB"), ""},
			{"all abstain", sheetBy("a", "t 0", "m0 00", "m1 00", "m2 00"), ""},
			{"some units only", sheetBy("b", "t A"), ""},
			{"an item of another tier", func() survey.Submission {
				s := sheetBy("a", "t A")
				s.Ballots[0].Answers["m0"] = []string{"A"}
				return s
			}(), "ballots[0].answers.m0 unknown_item"},
			{"a grade is missing", sheetBy("a", "t A", "m0 "), "ballots[1].answers.m0 required; ballots[1].answers.m1 required"},
			{"no reason", sheetBy("a", "t D", "m0 BA"), "ballots[0].answers.why reason_required"},
			{"who may not rate members", sheetBy("b", "t A", "m0 BA"), "ballots[1].group may_not_rate"},
			{"who may rate nobody", sheetBy("c", "t A"), "ballots[0].group may_not_rate"},
			{"too many best", sheetBy("a", "t A", "m0 AA", "m1 AA", "m2 BB"), "ballots[2].answers.m0 best_at_most"},
			{"a grade that does not fit", sheetBy("a", "t A", "m0 BB", "m1 DA"), "ballots[2].answers.why reason_required; ballots[2].answers.m0 grade_unfit"},
			{"all alike", sheetBy("a", "t B", "m0 BB", "m1 BB"), "ballots sheet_all_alike"},
		} {
			_, err := o.Accept(ctx, tt.sub)
			if got := fields(err); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		}
		if n := len(o.records(t, "link")); n != 4+4+1 {
			t.Errorf("%d ballots are stored", n)
		}
	})
}

// fields lists the mistakes of an error as "field key".
func fields(err error) string {
	if err == nil {
		return ""
	}
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return err.Error()
	}
	var all []string
	for _, e := range wrong {
		all = append(all, e.Field+" "+e.Key)
	}
	return strings.Join(all, "; ")
}

// Codes go to groups for units that they may rate; for all of the poll they
// are for those of its units that the group may.
func TestCodesOfRaters(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.sheets(t)
		for _, tt := range []struct {
			group string
			units []string
			want  string
			grant string
		}{
			{"a", nil, "", "t m0 m1 m2"},
			{"b", nil, "", "t"},
			{"b", []string{"t"}, "", "t"},
			{"b", []string{"t", "m1"}, "units[1] may_not_rate", ""},
			{"c", nil, "group rates_nobody", ""},
		} {
			_, codes, err := o.IssueCodes(ctx, "sheet", survey.CodeBatch{Group: tt.group, Units: tt.units}, 1)
			if got := fields(err); got != tt.want {
				t.Errorf("%s %v: %q, want %q", tt.group, tt.units, got, tt.want)
			}
			if err != nil {
				continue
			}
			grant, err := o.CodeGrant(ctx, "sheet", codes[0])
			if got := strings.Join(grant.Units, " "); err != nil || got != tt.grant {
				t.Errorf("%s %v: %s, %v", tt.group, tt.units, got, err)
			}
			s := sheetBy(tt.group, "t A", "m0 BA")
			s.Poll, s.Key, s.Code = "sheet", nil, codes[0]
			_, err = o.Accept(ctx, s)
			if (err == nil) != (tt.group == "a") {
				t.Errorf("%s %v rates a member: %v", tt.group, tt.units, err)
			}
		}
	})
}

// Tiers are those of the opening: whoever changes the units afterwards changes
// nothing of what is asked.
func TestTiersAreFrozen(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.sheets(t)
		ok(t, o.PutUnits(ctx, []survey.Unit{{ID: "m0", Name: survey.Text{"zh": "成员"}, Tier: "team"}}))
		ok(t, o.Tick(ctx))
		if _, err := o.Accept(ctx, sheetBy("a", "m0 BA")); err != nil {
			t.Error(err)
		}
		units, err := o.LandingUnits(ctx, "link")
		ok(t, err)
		if i := slices.IndexFunc(units, func(u survey.Unit) bool { return u.ID == "m0" }); units[i].Tier != "member" {
			t.Errorf("who answers sees tier %s", units[i].Tier)
		}
	})
}

// Whatever is handed in, typed by clerks or not: what is taken keeps the rules.
func TestNoRuleIsBroken(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.sheets(t)
		letters := rapid.SampledFrom([]string{"A", "B", "D", "0", "!", ""})
		rapid.Check(t, func(rt *rapid.T) {
			var ballots []string
			for _, unit := range []string{"t", "m0", "m1", "m2"} {
				if marks := letters.Draw(rt, unit); rapid.Bool().Draw(rt, "rated") {
					if unit != "t" {
						marks += letters.Draw(rt, unit+" part")
					}
					ballots = append(ballots, unit+" "+marks)
				}
			}
			s := sheetBy(rapid.SampledFrom([]string{"a", "b", "c", ""}).Draw(rt, "group"), ballots...)
			s.Paper = rapid.Bool().Draw(rt, "paper")
			for _, b := range s.Ballots {
				b.Answers["why"] = []string{"因为"}
			}
			if _, err := o.Accept(ctx, s); err != nil {
				return
			}
			members, best, marks, seen := 0, 0, 0, map[string]bool{}
			for _, b := range s.Ballots {
				for _, id := range []string{"t0", "m0", "m1"} {
					for _, code := range b.Answers[id] {
						marks++
						seen[code] = true
					}
				}
				if b.Unit != "t" {
					members++
					if slices.Equal(b.Answers["m0"], []string{"A"}) {
						best++
					}
					if s.Ballots[0].Group != "a" {
						rt.Fatalf("group %q rates %s", b.Group, b.Unit)
					}
				}
			}
			if best > max(1, members/2) {
				rt.Fatalf("%d of %d are best: %v", best, members, ballots)
			}
			if len(seen) == 1 && !seen["0"] && !seen["!"] && marks > 1 {
				rt.Fatalf("all alike: %v", ballots)
			}
		})
	})
}
