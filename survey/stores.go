package survey

import "context"

// Definitions keeps what polls are made of and what came of them: in the
// database of people, apart from the ballots. What is not there is ErrNotFound.
type Definitions interface {
	// PutQuestionnaire keeps a file for good: the same id, version and hash
	// again changes nothing, another hash is ErrConflict.
	PutQuestionnaire(ctx context.Context, ref QuestionnaireRef, source []byte) error
	// QuestionnaireSource returns a file; version "" is the one put last.
	QuestionnaireSource(ctx context.Context, id, version string) (QuestionnaireRef, []byte, error)
	// QuestionnaireRefs lists all versions, as they were put.
	QuestionnaireRefs(ctx context.Context) ([]QuestionnaireRef, error)

	// PutUnits adds or replaces units, all or none, if they are at the revision;
	// else ErrConflict.
	PutUnits(ctx context.Context, units []Unit, at int64) error
	// UnitsRevision returns a number that rises with every change of units.
	UnitsRevision(ctx context.Context) (int64, error)
	// Units lists all units, in the order in which they were first put.
	Units(ctx context.Context) ([]Unit, error)

	// CreatePoll keeps a new poll; ErrConflict if its id is taken.
	CreatePoll(ctx context.Context, p Poll) error
	// ReplacePoll replaces a poll if its stored state is from and its revision
	// that of p, else ErrConflict. The revision rises.
	// A roster that is not nil is kept with it, and events are stored in the same
	// transaction, once for each who is told.
	ReplacePoll(ctx context.Context, p Poll, from State, roster []Unit, events ...Event) error
	// DeletePoll drops a draft of the revision with all that hangs on it; else ErrConflict.
	DeletePoll(ctx context.Context, id string, revision int64) error
	Poll(ctx context.Context, id string) (Poll, error)
	// Polls lists all polls, the one created last first.
	Polls(ctx context.Context) ([]Poll, error)
	// Roster returns the units as they were when the poll opened.
	Roster(ctx context.Context, poll string) ([]Unit, error)

	// ClosePaper takes no more batches of a poll from now on, and no change to
	// those there are. Those that are still typed are left out if that is wanted;
	// else, or where one is partly in the box, UnresolvedPaperError and nothing is
	// changed. What is closed stays so.
	ClosePaper(ctx context.Context, poll string, leaveOut bool) error
	// ClosedPaper returns the batches of a poll whose paper is closed, by number;
	// of others none.
	ClosedPaper(ctx context.Context, poll string) ([]PaperBatch, error)

	// Closing lists the open polls whose paper is closed: their closing was broken
	// off, or is under way.
	Closing(ctx context.Context) ([]string, error)

	// TakeOn reports whether a chore of this day falls to whoever asks: to the
	// first of all processes, once a day.
	TakeOn(ctx context.Context, chore, day string) (bool, error)
	// ChoreDay returns the last day that somebody took on.
	ChoreDay(ctx context.Context, chore string) (day string, err error)

	// Scrub leaves nothing in the files of what was deleted, such as typed
	// sheets of paper; ErrRead while others read.
	Scrub(ctx context.Context) error

	// PutRelease keeps a poll's release, and the events with it; one that is there
	// already stays, and nothing is told again.
	PutRelease(ctx context.Context, poll string, document []byte, events ...Event) error
	Release(ctx context.Context, poll string) ([]byte, error)

	DraftStore
	RosterStore
	AssignmentStore
	CommentStore
	OpinionStore
	SupervisionStore
	AuditLog
}

// A BallotBox keeps ballots, spent markers and the keyed hashes of codes,
// nothing about people and no time. What is not there is ErrNotFound.
type BallotBox interface {
	// CreateBox makes a poll's box with the key for its codes; a box that is
	// there already stays as it is.
	CreateBox(ctx context.Context, poll string, key []byte) error
	// DropBox drops a poll's box, its codes with it; ErrConflict where a ballot
	// lies in it or it is fenced. One that is not there is no error.
	DropBox(ctx context.Context, poll string) error
	// PutQuotas sets how many ballots count towards each quota at most; one that
	// is there already stays as it is.
	PutQuotas(ctx context.Context, poll string, targets map[string]int) error
	// Taken returns how many stored ballots count towards each quota.
	Taken(ctx context.Context, poll string) (map[string]int, error)
	// BoxKey returns the key for the poll's codes.
	BoxKey(ctx context.Context, poll string) ([]byte, error)
	// Fence closes a box for good: no deposit after it has returned stores anything.
	Fence(ctx context.Context, poll string) error
	// Seal rewrites the storage so that nothing tells in which order ballots
	// came, and marks a fenced box as done; ErrRead while others read ballots.
	Seal(ctx context.Context, poll string) error
	// BoxState returns how far a box is.
	BoxState(ctx context.Context, poll string) (BoxState, error)
	// Strays lists the polls whose markers or ballots lie in no box.
	Strays(ctx context.Context) ([]string, error)
	// Rewrite rewrites the storage of the open boxes, so that nothing tells in
	// which order their ballots came so far; acceptance waits meanwhile. ErrRead
	// while others read ballots.
	Rewrite(ctx context.Context) error
	// Unsealed lists the boxes that are fenced and not sealed.
	Unsealed(ctx context.Context) ([]string, error)

	// PutCodes keeps the keyed hashes of a batch of codes, all or none. In the
	// same act it voids what is unspent of the batch replaced ("": none); one that
	// is not there or void already is ErrNotFound. Of all who put a batch with one
	// id one does, for the others it is ErrConflict.
	PutCodes(ctx context.Context, poll string, batch CodeBatch, hashes []Marker, replaces string) error
	// PutBatches keeps many batches of codes, all or none, in an order that says
	// nothing of which codes were made together.
	PutBatches(ctx context.Context, poll string, strata []CodeStratum) error
	// CodeBatches lists a poll's batches with what became of their codes.
	CodeBatches(ctx context.Context, poll string) ([]CodeBatch, error)
	// VoidCodes voids what is unspent of a batch, for good.
	VoidCodes(ctx context.Context, poll, batch string) error
	// Grant returns what the code with this hash entitles to.
	Grant(ctx context.Context, poll string, hash Marker) (CodeGrant, error)

	// Deposit stores a submission durably, whole and once. ErrUnavailable says
	// that nothing is known to be stored.
	Deposit(ctx context.Context, d Deposit) (Outcome, error)
	// Submissions counts the submissions of a poll.
	Submissions(ctx context.Context, poll string) (int, error)
	// Cells counts the ballots of a poll by unit and group; cells without any are
	// left out.
	Cells(ctx context.Context, poll string) ([]Cell, error)
	// Stream passes the ballots of one of so many parts of a poll to each, in no
	// order that means anything. The record is reused: each must not keep it.
	Stream(ctx context.Context, poll string, part, parts int, each func(*Record) error) error
	// StreamScored does the same without Record.Rest, in less time.
	StreamScored(ctx context.Context, poll string, part, parts int, each func(*Record) error) error
}

// A Marker stands for a submission key or a code: 256 bits that say nothing
// about a person.
type Marker [32]byte

// A Deposit is a submission as it is stored.
type Deposit struct {
	Poll    string
	Marker  Marker
	Leaf    [32]byte
	Late    bool // the window is over: only an earlier deposit is recognised
	Records []Record
	Seats   map[string]int // seats that it takes, by quota; nil: none
}

// A Cell is how many ballots a unit has of a group ("": there are no groups).
type Cell struct {
	Unit, Group string
	Ballots     int
}

// A Record is a ballot as it is stored.
type Record struct {
	Unit, Group []byte
	Scored      []byte // see recordCodec
	Rest        []byte // the answers that are not scored, as JSON; empty: none
}

// An Outcome is what became of a deposit.
type Outcome uint8

// The outcomes.
const (
	Stored   Outcome = iota + 1
	Known            // the same was stored before
	Conflict         // the marker was spent on something else
	Fenced           // the box is closed, nothing was stored
	Full             // a quota has too few seats left, nothing was stored
)
