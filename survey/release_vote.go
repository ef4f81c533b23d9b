package survey

// A VoteResult is what the votes on one item came to.
type VoteResult struct {
	Item string `json:"item"`
	Text Text   `json:"text"`
	Unit string `json:"unit,omitempty"` // whose vote it is; absent: the units are the candidates
	// Of a choice: the rule, as it was stated before the vote.
	Quorum   string   `json:"quorum,omitempty"`
	Majority string   `json:"majority,omitempty"`
	Base     VoteBase `json:"base,omitempty"`
	Options  []Option `json:"options,omitempty"` // of a choice
	Approve  []string `json:"approve,omitempty"` // codes of those in favour
	Places   []int    `json:"places,omitempty"`
	VoteSheets
	// Few says that fewer than the least group voted: nothing else is told.
	Few        bool        `json:"few,omitempty"`
	Candidates []Candidate `json:"candidates"` // by votes, the most first; equal ones in their order
}

// VoteSheets are how many voted.
type VoteSheets struct {
	Expected  int `json:"expected"`  // entitled to vote 应到; 0: not known
	Cast      int `json:"cast"`      // handed in 收回, void and abstaining ones among them
	Invalid   int `json:"invalid"`   // void 无效: more names than allowed, two marks, unreadable
	Abstained int `json:"abstained"` // blank, or saying so 弃权
}

// A Candidate is who or what was voted on.
type Candidate struct {
	ID      string `json:"id"` // of the unit or option; "" of somebody written in
	Name    Text   `json:"name"`
	Written bool   `json:"written,omitempty"`
	Votes   int    `json:"votes"` // in favour
	// Of a choice: who voted on this unit, votes by option, and the verdict:
	// "carried", "lost" or "inquorate".
	Sheets  *VoteSheets    `json:"sheets,omitempty"`
	Options map[string]int `json:"options,omitempty"`
	Verdict string         `json:"verdict,omitempty"`
	// Groups are the votes in favour by group; absent where a group had so few
	// ballots that they would tell of it.
	Groups map[string]int `json:"groups,omitempty"`
	Rank   int            `json:"rank"`
	Class  int            `json:"class,omitempty"` // of places won, from 1; 0: none
	Tied   bool           `json:"tied,omitempty"`  // as many votes as others over a border: another vote must decide
	Upper  int            `json:"upper,omitempty"` // the class that those tied stand for
	// Earlier are the votes on the same candidate in the rounds before, the latest
	// first: a vote that is repeated stands beside the first.
	Earlier []EarlierVote `json:"earlier,omitempty"`
}

// An EarlierVote is a candidate's votes in a round before.
type EarlierVote struct {
	Poll    *PollRef `json:"poll,omitempty"`
	Votes   int      `json:"votes"`
	Cast    int      `json:"cast"`
	Verdict string   `json:"verdict,omitempty"`
}

// TwiceLost reports whether the candidate lost this vote and the one before:
// where the rule is that such a proposal does not come back, it does not.
func (c *Candidate) TwiceLost() bool {
	const lost = "lost"
	return c.Verdict == lost && len(c.Earlier) > 0 && c.Earlier[0].Verdict == lost
}
