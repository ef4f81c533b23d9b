package store_test

import (
	"testing"

	"minping/survey"
	"minping/survey/form"
)

const decision = `id: decision
version: 1
title: 票决
items:
  - id: vote
    text: 是否同意
    required: true
    options: [{code: "Y", label: 同意}, {code: "N", label: 不同意}, {code: "0", label: 弃权, kind: abstain}]
votes:
  - {item: vote, approve: "Y", against: "N", quorum: 2/3, places: [1]}
`

// A committee of nine votes by codes on two proposals at once, and again on the
// one that was lost: nothing is scored, the first vote stands beside the second,
// and what is kept can be verified.
func TestVoteTwice(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.Parse = form.Parse
		_, err := o.AddQuestionnaire(ctx, []byte(decision))
		ok(t, err)
		ok(t, o.PutUnits(ctx, []survey.Unit{{ID: "u1", Name: survey.Text{"zh": "甲"}}, {ID: "u2", Name: survey.Text{"zh": "乙"}}}))
		vote := func(p survey.Poll, yes map[string]int) *survey.Release {
			t.Helper()
			p.Questionnaire = survey.QuestionnaireRef{ID: "decision", Version: "1"}
			p.Title, p.Access, p.Expected = survey.Text{"zh": "票决"}, survey.ByCode, 9
			p = o.openPoll(t, p)
			_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "委员"}, 8)
			ok(t, err)
			for i, code := range codes {
				s := survey.Submission{Poll: p.ID, Code: code, Salt: random32()}
				for _, u := range p.Units {
					answer := "N"
					if i < yes[u] {
						answer = "Y"
					}
					s.Ballots = append(s.Ballots, survey.Ballot{Unit: u, Answers: survey.Answers{"vote": {answer}}})
				}
				_, err := o.Accept(ctx, s)
				ok(t, err)
			}
			ok(t, o.ClosePoll(ctx, p.ID))
			r, err := o.Release(ctx, p.ID)
			ok(t, err)
			return r
		}
		first := vote(survey.Poll{ID: "first", Units: []string{"u1", "u2"}}, map[string]int{"u1": 6, "u2": 4})
		got := first.Votes[0].Candidates
		if len(got) != 2 || got[0].ID != "u1" || got[0].Verdict != "carried" || got[0].Class != 1 || got[1].Verdict != "lost" || got[0].Sheets.Expected != 9 || got[0].Sheets.Cast != 8 {
			t.Fatalf("%+v", got)
		}
		if len(first.Nodes) != 1 || len(first.Units[0].Nodes) > 0 {
			t.Errorf("something is scored: %+v", first.Units[0])
		}
		second := vote(survey.Poll{ID: "second", Units: []string{"u2"}, Previous: "first"}, map[string]int{"u2": 3})
		again := second.Votes[0].Candidates[0]
		if !again.TwiceLost() || again.Earlier[0].Votes != 4 || again.Earlier[0].Poll.ID != "first" {
			t.Errorf("%+v", again)
		}
		part := first.Within(func(unit string) bool { return unit == "u2" })
		if v := part.Votes[0]; len(v.Candidates) != 1 || v.Candidates[0].ID != "u2" || v.Cast != 0 {
			t.Errorf("a part tells of others: %+v", v)
		}
	})
}
