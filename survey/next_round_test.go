package survey

import (
	"strings"
	"testing"
)

// Who goes on is by votes alone: all who are tied over the border are named, and
// nobody whom nobody voted for.
func TestProposed(t *testing.T) {
	names := func(list []Candidate) string {
		var all []string
		for _, c := range list {
			all = append(all, c.ID)
		}
		return strings.Join(all, " ")
	}
	r := VoteResult{Candidates: []Candidate{{ID: "a", Votes: 7}, {ID: "b", Votes: 5}, {ID: "c", Votes: 5}, {ID: "d", Votes: 5}, {ID: "e", Votes: 2}, {ID: "f"}}}
	for _, tt := range []struct {
		m          int
		sure, tied string
	}{{0, "", ""}, {1, "a", ""}, {2, "a", "b c d"}, {3, "a", "b c d"}, {4, "a b c d", ""}, {5, "a b c d e", ""}, {9, "a b c d e", ""}} {
		if sure, tied := r.Proposed(tt.m); names(sure) != tt.sure || names(tied) != tt.tied {
			t.Errorf("of %d: %s, tied %s; want %s, tied %s", tt.m, names(sure), names(tied), tt.sure, tt.tied)
		}
	}
	if sure, tied := (&VoteResult{}).Proposed(2); sure != nil || tied != nil {
		t.Errorf("of nobody: %v, %v", sure, tied)
	}
}

// Candidates of the next round are such of this one, each once.
func TestChosen(t *testing.T) {
	r := &Release{Votes: []VoteResult{{Item: "names", Unit: "u", Candidates: []Candidate{{ID: "a", Name: Text{"zh": "甲"}}, {Name: Text{"zh": "李某"}, Written: true}}}}}
	for name, tt := range map[string]struct {
		n    NextRound
		want string
	}{
		"all":                   {NextRound{Item: "names", Unit: "u", Listed: []string{"a"}, Written: []string{"李某"}}, ""},
		"no such vote":          {NextRound{Item: "names", Listed: []string{"a"}}, "item next_no_vote_on"},
		"nobody":                {NextRound{Item: "names", Unit: "u"}, "listed next_nobody"},
		"nobody of this name":   {NextRound{Item: "names", Unit: "u", Listed: []string{"a", "b"}}, "listed[1] next_no_candidate"},
		"twice":                 {NextRound{Item: "names", Unit: "u", Listed: []string{"a", "a"}}, "listed[1] next_no_candidate"},
		"listed is not written": {NextRound{Item: "names", Unit: "u", Written: []string{"甲"}}, "written[0] next_no_candidate"},
		"written has no own id": {NextRound{Item: "names", Unit: "u", Listed: []string{""}}, "listed[0] next_no_candidate"},
	} {
		_, errs := r.chosen(tt.n)
		got := ""
		if len(errs) > 0 {
			got = errs[0].Field + " " + errs[0].Key
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
