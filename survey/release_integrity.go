package survey

import "context"

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
	SilentNetwork = "silent"   // one network sent many ballots without a proof of work
	OneDevice     = "device"   // devices handed in more than a family does
	TooFast       = "fast"     // ballots were handed in sooner than answers can be ticked
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
// poll saw it since it started: from memory, and never by ballot. Devices are
// those of all servers.
type Arrivals struct {
	Seen     int          `json:"seen"`     // ballots handed in, a sheet of several units as one
	Proven   int          `json:"proven"`   // with a proof of work
	Fast     int          `json:"fast"`     // of them, sooner after its task was given out than answers can be ticked
	Attended int          `json:"attended"` // by an account: kiosk or paper
	Largest  NetworkShare `json:"largest"`  // the network with most on a day
	Unproven NetworkShare `json:"unproven"` // the network with most without a proof on a day
	Burst    int          `json:"burst"`    // most from one network within a minute
	Devices  DeviceShare  `json:"devices"`
}

// A NetworkShare is how many submissions of a day, or of a network's day, are of
// some kind.
type NetworkShare struct {
	Ballots int `json:"ballots"`
	Of      int `json:"of"`
}

// A DeviceShare sums up the devices that told a token.
type DeviceShare struct {
	Ballots int `json:"ballots"` // submissions with a token
	Most    int `json:"most"`    // from one device
	Beyond  int `json:"beyond"`  // what devices handed in beyond a family's worth
}

// A Witness saw how the ballots of a poll came in.
type Witness interface {
	Arrivals(ctx context.Context, poll string) (Arrivals, error)
	// Forget destroys what is known of a poll that is counted.
	Forget(ctx context.Context, poll string) error
}
