package result

import (
	"testing"

	"minping/survey"
	"minping/web/site"
)

// The headline of a vote says what was decided, and never that somebody was
// chosen who is tied.
func TestVoteHeadline(t *testing.T) {
	page := votesPage{resultsPage: resultsPage{Page: site.Page{Lang: "en"}}}
	for _, tt := range []struct {
		v    survey.VoteResult
		want string
	}{
		{survey.VoteResult{Few: true}, "So few voted that no numbers are given"},
		{survey.VoteResult{}, "Nothing was voted on"},
		{survey.VoteResult{Majority: "1/2", Candidates: []survey.Candidate{{Name: survey.Text{"en": "A"}, Votes: 9, Verdict: "carried"}}}, "A: carried with 9 in favour"},
		{survey.VoteResult{Majority: "1/2", Candidates: []survey.Candidate{{Verdict: "carried"}, {Verdict: "lost"}}}, "1 of 2 proposals carried"},
		{survey.VoteResult{Majority: "1/2", Candidates: []survey.Candidate{{Verdict: "inquorate"}, {Verdict: "inquorate"}}}, "Too few voted: nothing is decided"},
		{survey.VoteResult{Places: []int{2}, Candidates: []survey.Candidate{{Class: 1}, {Tied: true, Upper: 1}, {Tied: true, Upper: 1}}}, "1 chosen; 2 are tied over the border and need another vote"},
		{survey.VoteResult{Places: []int{1}, Candidates: []survey.Candidate{{Class: 1}, {}}}, "1 of 2 chosen"},
		{survey.VoteResult{Candidates: []survey.Candidate{{Name: survey.Text{"en": "B"}, Votes: 4}, {}}}, "B has most votes: 4"},
	} {
		if got := page.voteHeadline(&tt.v); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	prizes := &survey.VoteResult{Places: []int{8, 19}}
	for want, c := range map[string]survey.Candidate{
		"class 2": {Class: 2}, "not chosen": {}, "tied: class 1 or class 2": {Tied: true, Upper: 1, Class: 2}, "tied: class 2 or not chosen": {Tied: true, Upper: 2},
	} {
		if got := page.place(prizes, &c); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
