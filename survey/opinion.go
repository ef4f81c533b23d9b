package survey

import (
	"maps"
	"unicode/utf8"
)

// A Statement is one thing that a released comment says: comments that list
// several are parted.
type Statement struct {
	ID   string `json:"id,omitempty"` // for those who merge; readers get none
	Unit string `json:"unit"`         // whose list the comment is in
	Text string `json:"text"`         // as it was released
}

// An Opinion (意见归并) is what several statements on one question say, in one
// wording, with the raw texts kept beside it.
type Opinion struct {
	ID         string      `json:"id"` // "O1", … of this question
	Wording    string      `json:"wording"`
	Findings   []string    `json:"findings"` // of the release, that it bears on
	Tone       float64     `json:"tone"`     // mean of its statements, -1 to 1: an aid, from a lexicon
	Statements []Statement `json:"statements"`
}

// An OpinionList is the opinions on one question, those of most statements
// first.
type OpinionList struct {
	Item     string      `json:"item"`
	Release  int         `json:"release"`  // of the comments; 0: none is released
	Shown    bool        `json:"shown"`    // readers see it
	Revision int64       `json:"revision"` // 0: nothing is merged yet
	Opinions []Opinion   `json:"opinions"`
	Unmerged []Statement `json:"unmerged"` // for those who merge
}

// An OpinionEdit is one step of merging.
type OpinionEdit struct {
	Do         OpinionDo `json:"do"`
	Opinion    string    `json:"opinion"`    // whose; of Move: where to, "" is a new one
	Opinions   []string  `json:"opinions"`   // of Merge: those that go into Opinion
	Statements []string  `json:"statements"` // of Move
	Wording    string    `json:"wording"`    // of Reword, and of Move to a new one
	Findings   []string  `json:"findings"`   // of Assign: all of them
}

// OpinionDo says what an edit does.
type OpinionDo string

// The edits.
const (
	ProposeOpinions OpinionDo = "propose" // merges what is not merged yet, by likeness
	MergeOpinions   OpinionDo = "merge"
	MoveStatements  OpinionDo = "move"
	RewordOpinion   OpinionDo = "reword"
	AssignOpinion   OpinionDo = "assign"
	DropOpinion     OpinionDo = "drop" // its statements are unmerged again
	ShowOpinions    OpinionDo = "show" // to readers
	HideOpinions    OpinionDo = "hide"
)

// A CommentReader reads comments together.
type CommentReader interface {
	// Statements parts a comment into what it says.
	Statements(comment string) []string
	// Merge groups statements that say the same; the first of each group is the
	// one whose wording stands for it.
	Merge(statements []string) [][]int
	// Tone tells praise (to 1) from blame (to -1).
	Tone(text string) float64
}

// An OpinionBook is how a question's opinions are kept: which statements are
// in which. Statements themselves are those of the last release of comments.
type OpinionBook struct {
	Made     int             `json:"made"` // opinions so far, for their ids
	Shown    bool            `json:"shown"`
	Opinions []bookedOpinion `json:"opinions"`
	Revision int64           `json:"-"`
}

type bookedOpinion struct {
	ID         string   `json:"id"`
	Wording    string   `json:"wording"`
	Findings   []string `json:"findings,omitempty"`
	Statements []string `json:"statements"` // ids
}

const mostWording = 500 // characters

var opinionMessages = map[string]message{
	"opinion_do":        {"没有这种操作。", "There is no such step."},
	"opinion_unknown":   {"没有这条归并意见：{opinion}。", "There is no such opinion: {opinion}."},
	"statement_unknown": {"没有这条原始意见，或它已不在公布之列。", "There is no such statement among the released comments."},
	"opinion_wording":   {"请写出归并后的意见，不超过 {max} 字。", "Say what the opinion is, in at most {max} characters."},
	"opinion_nothing":   {"请先选择要归并或移动的意见。", "Choose first what is to be merged or moved."},
	"finding_unknown":   {"问题清单中没有这一条：{finding}。", "There is no such finding: {finding}."},
	"opinion_reader":    {"本服务器不能自动归并意见。", "This server cannot propose opinions."},
}

func init() { maps.Copy(messages, opinionMessages) }

func checkWording(field, wording string) FieldErrors {
	if n := utf8.RuneCountInString(wording); n == 0 || n > mostWording {
		return FieldErrors{{Field: field, Key: "opinion_wording", Args: Args("max", mostWording)}}
	}
	return nil
}
