package store_test

import (
	"slices"
	"strings"
	"testing"

	"minping/survey"
)

func byCode(id string) survey.Poll {
	p := draft(id)
	p.Access = survey.ByCode
	return p
}

func TestCodes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p, other := o.openPoll(t, byCode("p")), o.openPoll(t, byCode("other"))
		codes, err := o.IssueCodes(ctx, p.ID, "x", []string{"u0", "u1"}, 20)
		ok(t, err)
		if slices.Sort(codes); len(slices.Compact(codes)) != 20 {
			t.Fatal("codes repeat")
		}
		grant, err := o.CodeGrant(ctx, p.ID, strings.ToLower(strings.ReplaceAll(codes[0], "-", " ")))
		if err != nil || grant.Group != "x" || !slices.Equal(grant.Units, []string{"u0", "u1"}) || grant.Spent {
			t.Errorf("grant %+v, %v", grant, err)
		}
		cast := func(poll, code, unit, group string) string {
			_, err := o.Accept(ctx, survey.Submission{
				Poll: poll, Code: code, Salt: make([]byte, 32),
				Ballots: []survey.Ballot{{Unit: unit, Group: group, Answers: survey.Answers{"a": {"5"}}}},
			})
			return kind(err)
		}
		wrongCheck := codes[0][:len(codes[0])-1] + string("01"[btoi(codes[0][len(codes[0])-1] == '0')])
		for _, tt := range []struct{ name, poll, code, unit, group, want string }{
			{"in another poll", other.ID, codes[0], "u0", "x", "not_found"},
			{"wrong check character", p.ID, wrongCheck, "u0", "x", "not_found"},
			{"nonsense", p.ID, "nonsense", "u0", "x", "not_found"},
			{"none", p.ID, "", "u0", "x", "not_found"},
			{"another unit", p.ID, codes[0], "u2", "x", "unknown_unit"},
			{"another group", p.ID, codes[0], "u0", "y", "unknown_group"},
			{"good", p.ID, codes[0], "u0", "x", "-"},
			{"the same again", p.ID, codes[0], "u0", "x", "-"},
			{"spent", p.ID, codes[0], "u1", "x", "conflict"},
			{"group left out", p.ID, codes[1], "u0", "", "-"},
		} {
			if got := cast(tt.poll, tt.code, tt.unit, tt.group); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
		if grant, err = o.CodeGrant(ctx, p.ID, codes[0]); err != nil || !grant.Spent {
			t.Errorf("spent: grant %+v, %v", grant, err)
		}
		if got, want := o.records(t, p.ID), []string{"u0/x/0100/", "u0/x/0100/"}; !slices.Equal(got, want) {
			t.Errorf("stored %q", got)
		}
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestIssueMistakes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		_, err := o.CreatePoll(ctx, byCode("drafted"))
		ok(t, err)
		p, link := o.openPoll(t, byCode("p")), o.openPoll(t, draft("link"))
		for _, tt := range []struct {
			name, poll, group string
			units             []string
			n                 int
			want              string
		}{
			{"all units", p.ID, "x", nil, 1, "-"},
			{"before it opens", "drafted", "x", nil, 1, "-"},
			{"no poll", "nowhere", "x", nil, 1, "not_found"},
			{"open link", link.ID, "x", nil, 1, "no_codes"},
			{"group", p.ID, "z", nil, 1, "unknown_group"},
			{"no group", p.ID, "", nil, 1, "missing"},
			{"unit", p.ID, "x", []string{"city"}, 1, "unknown_unit"},
			{"none", p.ID, "x", nil, 0, "code_count"},
			{"too many", p.ID, "x", nil, survey.MaxCodes + 1, "code_count"},
		} {
			codes, err := o.IssueCodes(ctx, tt.poll, tt.group, tt.units, tt.n)
			if kind(err) != tt.want || err == nil && len(codes) != tt.n {
				t.Errorf("%s: %q, %v, want %s", tt.name, codes, err, tt.want)
			}
		}
		ok(t, o.ClosePoll(ctx, p.ID))
		if _, err := o.IssueCodes(ctx, p.ID, "x", nil, 1); kind(err) != "closed" {
			t.Errorf("after the end: %v", err)
		}
	})
}
