package points

import (
	"time"

	"minping/survey"
)

// A Plan is one revision of a stored scheme.
type Plan struct {
	ID       string         `json:"id"`
	Revision int64          `json:"revision"` // from 1; 0: not kept yet
	Source   string         `json:"source"`   // the file, as it was written
	Hash     string         `json:"hash"`     // SHA-256 of it, hex
	By       string         `json:"by,omitempty"`
	Name     string         `json:"name,omitempty"`
	At       time.Time      `json:"at"`
	Scheme   *survey.Scheme `json:"-"` // what it says
}

// A Publication 公示 shows the cards of a period as they stood.
type Publication struct {
	ID     string          `json:"id"`
	Scheme string          `json:"scheme"`
	Card   string          `json:"card"`
	Title  survey.Text     `json:"title"` // of the card
	Kind   survey.CardKind `json:"kind"`
	Unit   string          `json:"unit"`  // published of it and those below it
	From   survey.Day      `json:"from"`  // the period, within one year
	To     survey.Day      `json:"to"`    // included
	Opens  survey.Day      `json:"opens"` // the days on which objections are taken
	Closes survey.Day      `json:"closes"`
	By     string          `json:"by,omitempty"`
	Name   string          `json:"name,omitempty"`
	At     time.Time       `json:"at"`
	Cards  []Published     `json:"cards"` // in the directory's order
}

// A Published is a card as it was published.
type Published struct {
	Unit    string               `json:"unit"`
	Name    survey.Text          `json:"name"`
	Before  float64              `json:"before"` // the balance when the period began
	Balance *survey.PointBalance `json:"balance"`
	Lines   []Line               `json:"lines"`          // of the period, those that count
	Gone    []Line               `json:"gone,omitempty"` // that earlier publications told and that count no more
}

// Takes reports whether objections are taken on a day.
func (p *Publication) Takes(today survey.Day) bool { return p.Opens <= today && today <= p.Closes }

// An Objection 异议 says that a publication is wrong.
type Objection struct {
	ID          string     `json:"id"`
	Publication string     `json:"publication"`
	Unit        string     `json:"unit"`
	Entry       string     `json:"entry,omitempty"` // the line that is wrong; "": another mistake of the unit's card
	Reason      string     `json:"reason"`
	By          string     `json:"by,omitempty"`
	Name        string     `json:"name,omitempty"`
	Day         survey.Day `json:"day"`
	State       Finding    `json:"state"`
	Why         string     `json:"why,omitempty"` // of the decision
	Decider     string     `json:"decider,omitempty"`
	DeciderName string     `json:"decider_name,omitempty"`
	Decided     survey.Day `json:"decided,omitempty"`
	Correction  string     `json:"correction,omitempty"` // the entry that takes the place of the wrong one
	Revision    int64      `json:"revision"`
}

// A Finding is what became of an objection.
type Finding string

// The findings.
const (
	Raised    Finding = "raised"    // 待处理
	Upheld    Finding = "upheld"    // 成立
	Dismissed Finding = "dismissed" // 不成立
)
