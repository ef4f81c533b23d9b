package survey

// An Integrity says whether an open poll looks stuffed, and why. Nothing is
// dropped: all figures of the release are those of all ballots, and the
// screened scores stand beside them.
type Integrity struct {
	Mark     Mark              `json:"mark"`
	Reasons  []IntegrityReason `json:"reasons"` // the gravest first; none: green
	Ballots  int               `json:"ballots"`
	Marked   int               `json:"marked"`   // of them look copied
	Arrivals Arrivals          `json:"arrivals"` // how they came in
	Units    []ScreenedUnit    `json:"units"`    // those with marked ballots, in the release's order
}

// A Mark is the verdict on an open poll.
type Mark string

// The marks.
const (
	Green Mark = "green" // nothing was found
	Amber Mark = "amber" // look closer
	Red   Mark = "red"   // ballots were copied
)

// An IntegrityReason is something that speaks against a poll.
type IntegrityReason struct {
	Kind    string `json:"kind"`
	Mark    Mark   `json:"mark"` // what it makes the poll, by itself
	Unit    string `json:"unit,omitempty"`
	Ballots int    `json:"ballots"` // that it concerns
	Of      int    `json:"of"`
	P       Num    `json:"p"` // the chance that honest people do this, adjusted; null: no test
}

// The kinds of reason.
const (
	CopiedSheets  = "copied"   // the same answers beyond what honest people repeat
	StraightLines = "straight" // far more straight-lining about a unit than about any other
	OneNetwork    = "network"  // one network sent most ballots of a day
	Burst         = "burst"    // one network sent as many in a minute as no room of people does
	Unproven      = "unproven" // many ballots without a proof of work
)

// A ScreenedUnit is a unit's overall score with and without the marked ballots.
type ScreenedUnit struct {
	Unit     string `json:"unit"`
	Ballots  int    `json:"ballots"`
	Marked   int    `json:"marked"`
	Score    Num    `json:"score"`
	Screened Num    `json:"screened"`
	Low      Num    `json:"low"` // of the screened score
	High     Num    `json:"high"`
}

// Arrivals tells how ballots came in, as far as the server that closed the
// poll saw it since it started: from memory, by network, and never by ballot.
type Arrivals struct {
	Seen     int          `json:"seen"`     // ballots handed in, a sheet of several units as one
	Proven   int          `json:"proven"`   // with a proof of work
	Attended int          `json:"attended"` // by an account: kiosk or paper
	Largest  NetworkShare `json:"largest"`  // the network with most on a day
	Burst    int          `json:"burst"`    // most from one network within a minute
}

// A NetworkShare is how many of a day's submissions came from one network.
type NetworkShare struct {
	Ballots int `json:"ballots"`
	Of      int `json:"of"`
}

// A Witness tells, once, how the ballots of a poll came in.
type Witness interface{ Arrivals(poll string) Arrivals }
