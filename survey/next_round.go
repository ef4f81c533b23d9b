package survey

import (
	"context"
	"crypto/rand"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A NextRound says how another round is made of a poll that voted or evaluated.
// Without candidates it is the same again. Of a vote on units they become its
// units; of a vote among names, its options.
type NextRound struct {
	ID      string   // of the new poll; "": a short random one
	Title   Text     // nil: that of the round before, with the number of the round
	Item    string   // the vote whose candidates go on; "": the same again
	Unit    string   // whose vote it is, of a vote among names
	Listed  []string // candidates by id of unit or code of option
	Written []string // candidates who were written in, by name
}

// Nominees are the candidates of an item in another version of a questionnaire.
type Nominees struct {
	Item, Version string
	Keep          []string // codes of options that stay candidates
	Add           []string // names that become options
}

// A Nominator writes nominees into the file of a questionnaire and leaves the
// rest as it is written, with a version that is not taken.
type Nominator func(src []byte, n Nominees, taken func(version string) bool) ([]byte, error)

// Proposed are the candidates with most votes who go on to a round of m: those
// surely among them, and those tied over the border, of whom whoever holds the
// next round chooses. Nobody without a vote is proposed.
func (r *VoteResult) Proposed(m int) (sure, tied []Candidate) {
	voted := slices.DeleteFunc(slices.Clone(r.Candidates), func(c Candidate) bool { return c.Votes == 0 })
	if m < 1 {
		return nil, nil
	}
	if len(voted) <= m {
		return voted, nil
	}
	border := voted[m-1].Votes
	if voted[m].Votes < border {
		return voted[:m], nil
	}
	for _, c := range voted {
		switch {
		case c.Votes > border:
			sure = append(sure, c)
		case c.Votes == border:
			tied = append(tied, c)
		}
	}
	return sure, tied
}

// OnUnits reports whether the candidates are units.
func (r *VoteResult) OnUnits() bool { return len(r.Options) > 0 }

// NextRound makes a draft of the round after a released poll, and publishes the
// questionnaire that it needs through nominate. The poll must be one that
// whoever asks looks after and reads whole; a questionnaire is for those who
// publish them.
func (v Scoped) NextRound(ctx context.Context, poll string, n NextRound, nominate Nominator) (Poll, error) {
	p, err := v.ManagedPoll(ctx, poll)
	if err != nil {
		return Poll{}, err
	}
	r, err := v.Release(ctx, poll)
	if err != nil {
		return Poll{}, err
	}
	if r.Part || len(r.Votes) == 0 && r.Evaluation == nil {
		return Poll{}, FieldErrors{{Field: "poll", Key: "next_no_vote", Args: Args("poll", poll)}}
	}
	if p, err = v.nextPoll(ctx, p, n); err != nil {
		return Poll{}, err
	}
	if n.Item == "" {
		if len(n.Listed)+len(n.Written) > 0 {
			return Poll{}, FieldErrors{{Field: "item", Key: "missing"}}
		}
		return v.CreatePoll(ctx, p)
	}
	vote, errs := r.chosen(n)
	if len(errs) > 0 {
		return Poll{}, errs
	}
	if vote.OnUnits() {
		p.Units = slices.DeleteFunc(slices.Clone(p.Units), func(id string) bool { return !slices.Contains(n.Listed, id) })
		p.Quotas, p.Sample, p.CodesWanted = nil, nil, nil // these are about the other units too
		return v.CreatePoll(ctx, p)
	}
	if p.Questionnaire, err = v.nominated(ctx, p, n, nominate); err != nil {
		return Poll{}, err
	}
	return v.CreatePoll(ctx, p)
}

// nextPoll is the draft of the next round, as its poll was.
func (v Scoped) nextPoll(ctx context.Context, p Poll, n NextRound) (Poll, error) {
	round := 2
	for id := p.Previous; id != ""; round++ {
		before, err := v.s.definitions.Poll(ctx, id)
		if err != nil {
			return Poll{}, fmt.Errorf("previous poll %s: %w", id, err)
		}
		id = before.Previous
	}
	p.Previous = p.ID
	if p.ID = n.ID; p.ID == "" {
		p.ID = strings.ToLower(rand.Text()[:10])
	}
	if p.Title = titleOfRound(p.Title, round); len(n.Title) > 0 {
		p.Title = n.Title
	}
	p.State, p.Revision = Draft, 0
	p.Opens, p.Closes = time.Time{}, time.Time{}
	return p, nil
}

// roundSuffix is what titleOfRound writes behind a title.
var roundSuffix = regexp.MustCompile(`(（第\x{A0}[0-9]+\x{A0}轮）| \(round [0-9]+\))$`)

func titleOfRound(title Text, round int) Text {
	next := Text{}
	for lang, s := range title {
		s = roundSuffix.ReplaceAllString(s, "")
		if lang == "zh" {
			next[lang] = fmt.Sprintf("%s（第\u00a0%d\u00a0轮）", s, round)
		} else {
			next[lang] = fmt.Sprintf("%s (round %d)", s, round)
		}
	}
	return next
}

// chosen is the vote that n goes on from, or what is wrong with its candidates.
func (r *Release) chosen(n NextRound) (*VoteResult, FieldErrors) {
	i := slices.IndexFunc(r.Votes, func(v VoteResult) bool { return v.Item == n.Item && v.Unit == n.Unit })
	if i < 0 {
		return nil, FieldErrors{{Field: "item", Key: "next_no_vote_on", Args: Args("item", n.Item)}}
	}
	vote := &r.Votes[i]
	if len(n.Listed)+len(n.Written) == 0 {
		return nil, FieldErrors{{Field: "listed", Key: "next_nobody"}}
	}
	errs := vote.unknown("listed", n.Listed, func(c *Candidate) string { return c.ID }, false)
	return vote, append(errs, vote.unknown("written", n.Written, func(c *Candidate) string { return c.Name["zh"] }, true)...)
}

// unknown says which of some candidates are none, or are named twice.
func (r *VoteResult) unknown(field string, named []string, name func(*Candidate) string, written bool) (errs FieldErrors) {
	for i, s := range named {
		known := slices.ContainsFunc(r.Candidates, func(c Candidate) bool { return c.Written == written && name(&c) == s })
		if !known || slices.Contains(named[:i], s) {
			errs = append(errs, FieldError{Field: indexed(field, i), Key: "next_no_candidate", Args: Args("name", s)})
		}
	}
	return errs
}

// nominated publishes the questionnaire of the next round.
func (v Scoped) nominated(ctx context.Context, p Poll, n NextRound, nominate Nominator) (QuestionnaireRef, error) {
	if err := v.Require(ManageQuestionnaires); err != nil {
		return QuestionnaireRef{}, err
	}
	_, src, err := v.s.definitions.QuestionnaireSource(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return QuestionnaireRef{}, err
	}
	refs, err := v.s.definitions.QuestionnaireRefs(ctx)
	if err != nil {
		return QuestionnaireRef{}, err
	}
	taken := func(version string) bool {
		return slices.ContainsFunc(refs, func(r QuestionnaireRef) bool { return r.ID == p.Questionnaire.ID && r.Version == version })
	}
	src, err = nominate(src, Nominees{Item: n.Item, Version: p.Questionnaire.Version, Keep: n.Listed, Add: n.Written}, taken)
	if err != nil {
		return QuestionnaireRef{}, err
	}
	q, err := v.AddQuestionnaire(ctx, src)
	if err != nil {
		return QuestionnaireRef{}, err
	}
	return QuestionnaireRef{ID: q.ID, Version: q.Version, Hash: q.Hash}, nil
}
