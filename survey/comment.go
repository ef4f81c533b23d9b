package survey

import (
	"context"
	"slices"
	"time"
)

// A Comment is what a respondent wrote in answer to an open question, cut off
// from his ballot. Its id is random, of this comment alone, and never shown to
// readers.
type Comment struct {
	ID    string
	List  CommentList
	Body  string       // as it was written
	Shown string       // what readers get: Body, or Body with parts blacked out
	State CommentState // what the reviewer decided
}

// A CommentList names the comments on one question about one unit: of all
// groups together, or of one that the plan tells apart. Where ballots roll up, a
// unit's list also takes the comments of units below that have too few of their
// own; each comment is in one list at most.
type CommentList struct {
	Item  string `json:"item"`
	Unit  string `json:"unit"`
	Group string `json:"group,omitempty"` // "": all that are not told apart
}

// Pooled is the group of a query that chooses lists that are of no group.
const Pooled = "*"

// CommentState is what became of a comment in review.
type CommentState string

// The states of a comment.
const (
	CommentWaiting   CommentState = "waiting"
	CommentPublished CommentState = "published" // goes into the next release of comments
	CommentWithheld  CommentState = "withheld"
)

// A CommentCount is how many comments of a list are in a state.
type CommentCount struct {
	List     CommentList
	State    CommentState
	Comments int
}

// A CommentQuery chooses comments; what is empty chooses all.
type CommentQuery struct {
	Item, Unit string
	Group      string       // whose lists; Pooled: those of no group
	Units      []string     // any of these; nil: all
	State      CommentState // of comments in review
	Text       string       // that they hold, capital or small
	After      string       // the id of the last one seen
	Limit      int
}

// A CommentRelease is a release of a poll's comments: frozen, numbered from 1.
type CommentRelease struct {
	Number int
	Lists  map[CommentList]int // comments in each
}

// A CommentStore keeps comments beside polls, apart from the ballots. What is
// not there is ErrNotFound.
type CommentStore interface {
	// AddComments keeps comments of a draw, to wait for review once the draw counts.
	AddComments(ctx context.Context, poll, draw string, comments []Comment) error
	// SettleDraw makes a draw the poll's, unless it has one, and drops all others.
	SettleDraw(ctx context.Context, poll, draw string, plan CommentPlan) error
	// CommentPlan returns the plan of the poll's draw.
	CommentPlan(ctx context.Context, poll string) (CommentPlan, error)
	// EachComment passes all comments of the poll's draw.
	EachComment(ctx context.Context, poll string, each func(Comment) error) error

	// Comment returns one comment, Comments those chosen in an order without meaning.
	Comment(ctx context.Context, poll, id string) (Comment, error)
	Comments(ctx context.Context, poll string, q CommentQuery) ([]Comment, error)
	CommentCounts(ctx context.Context, poll string) ([]CommentCount, error)
	// JudgeComments sets Shown and State of comments, of all or none.
	JudgeComments(ctx context.Context, poll string, comments []Comment) error

	// ReleaseComments freezes what is to be published, in lists of k at least, in
	// a new random order: unless one of its lists would differ from the same list
	// of an earlier release by fewer than k comments. Then those are late, and as
	// where nothing differs, the number is 0. Lists of known groups may be of one
	// comment and differ by one: everybody knows whose they are.
	ReleaseComments(ctx context.Context, poll string, k int, known []string, made time.Time) (number int, late []CommentList, err error)
	// CommentRelease describes the last release of comments, ReleasedComments
	// returns its texts; ids are of that release alone.
	CommentRelease(ctx context.Context, poll string) (CommentRelease, error)
	ReleasedComments(ctx context.Context, poll string, q CommentQuery) ([]Comment, error)
	// EachReleased passes what was released, in all releases, beside what it was made of.
	EachReleased(ctx context.Context, poll string, each func(number int, released, source Comment) error) error
}

// openQuestions are the items whose answers are comments: texts, but for those
// that tell about the respondent or name candidates.
func (q *Questionnaire) openQuestions() []OpenQuestion {
	var open []OpenQuestion
	for i := range q.Items {
		if it := &q.Items[i]; (it.Type == ShortText || it.Type == LongText) && !it.Profile && !slices.Contains(q.writeIns(), it.ID) {
			open = append(open, OpenQuestion{ID: it.ID, Text: it.Text})
		}
	}
	return open
}

// AsksInWords reports whether any answer becomes a comment.
func (q *Questionnaire) AsksInWords() bool { return len(q.openQuestions()) > 0 }

const (
	defaultMinComments = 10
	leastMinComments   = 5
)

// UsualComments is how many comments a list must have where nothing is said:
// ten, or five where groups are told apart, since the few raters of one person
// never come to ten.
func (d Disclosure) UsualComments() int {
	if d.CommentsByGroup {
		return leastMinComments
	}
	return defaultMinComments
}

// MinComments is how many comments a list must have at least, never fewer than
// the ballots that a figure rests on.
func (q *Questionnaire) MinComments() int {
	least := q.Disclosure.UsualComments()
	if q.Disclosure.MinComments > 0 {
		least = max(q.Disclosure.MinComments, leastMinComments)
	}
	return max(least, q.MinGroup())
}
