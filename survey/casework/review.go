package casework

import (
	"slices"
	"strings"

	"minping/survey"
)

// A Review is what somebody said of one service; or, imputed, what a rule put
// where nobody did.
type Review struct {
	ID      string     `json:"id"`
	Unit    string     `json:"unit"`
	Point   string     `json:"point,omitempty"`
	About   PointKind  `json:"about"` // of the point; without one a window
	Day     survey.Day `json:"day"`
	Channel Channel    `json:"channel"`
	Grade   int        `json:"grade"` // 5 very satisfied … 1 very dissatisfied
	Aspects []string   `json:"aspects"`
	Words   string     `json:"words,omitempty"`
	Matter  string     `json:"matter,omitempty"` // number of what was handled; "": not said
	Invited bool       `json:"invited"`          // somebody asked for it
	Imputed bool       `json:"imputed"`          // nobody said it: in no rate
	Void    bool       `json:"void"`             // a recheck found it malicious or mistaken: in no rate
	Case    string     `json:"case,omitempty"`   // that it became
}

// worstBad is the best grade of a bad review.
const worstBad = 2

// Bad reports whether a review is a bad one, 差评.
func (r Review) Bad() bool { return r.Grade <= worstBad }

// A Matter is something that was handled for somebody.
type Matter struct {
	Number string     `json:"number"`
	Unit   string     `json:"unit"`
	Point  string     `json:"point,omitempty"`
	Day    survey.Day `json:"day"`
}

// A Channel is the way by which something came in.
type Channel string

// The channels.
const (
	Hall   Channel = "hall"   // 现场
	Online Channel = "online" // 网上
	Phone  Channel = "phone"  // 电话
	Letter Channel = "letter" // 来信
	Visit  Channel = "visit"  // 来访
)

// Channels are all of them.
var Channels = []Channel{Hall, Online, Phone, Letter, Visit}

// A Kind says what a case began with.
type Kind string

// The kinds of cases. Handled is none: it is how a table names matters.
const (
	ByReview Kind = "review" // 差评
	ByLetter Kind = "letter" // 来信
	ByVisit  Kind = "visit"  // 来访
	ByCall   Kind = "call"   // 来电
	Handled  Kind = "matter" // 办件
)

// Kinds are the kinds of cases.
var Kinds = []Kind{ByReview, ByLetter, ByVisit, ByCall}

// channel is how a kind comes in where nobody says otherwise.
func (k Kind) channel() Channel {
	return map[Kind]Channel{ByLetter: Letter, ByVisit: Visit, ByCall: Phone, ByReview: Hall, Handled: Hall}[k]
}

// An Entry is something that came in: a review, letter, visit or call.
type Entry struct {
	Kind    Kind       `json:"kind"`
	Unit    string     `json:"unit,omitempty"`  // the point's, where there is one
	Point   string     `json:"point,omitempty"` // id
	Channel Channel    `json:"channel,omitempty"`
	Day     survey.Day `json:"day,omitempty"` // "": today
	Grade   int        `json:"grade,omitempty"`
	Aspects []string   `json:"aspects,omitempty"`
	Words   string     `json:"words,omitempty"`
	Matter  string     `json:"matter,omitempty"`
	Invited bool       `json:"invited,omitempty"`
	Contact string     `json:"contact,omitempty"` // how to call back
	Complex bool       `json:"complex,omitempty"`
}

func (e Entry) clean() Entry {
	e.Words, e.Contact, e.Matter = strings.TrimSpace(e.Words), plain(e.Contact), plain(e.Matter)
	if e.Channel == "" {
		e.Channel = e.Kind.channel()
	}
	aspects := []string{}
	for _, a := range Aspects {
		if slices.Contains(e.Aspects, a) {
			aspects = append(aspects, a)
		}
	}
	e.Aspects = aspects
	return e
}

// check says what is wrong with an entry as of a day.
func (e Entry) check(today survey.Day) (errs survey.FieldErrors) {
	wrong := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if !slices.Contains(Kinds, e.Kind) {
		wrong("kind", "case_kind", "value", survey.Clip(string(e.Kind)))
	}
	if !slices.Contains(Channels, e.Channel) {
		wrong("channel", "case_channel", "value", survey.Clip(string(e.Channel)))
	}
	if e.Unit == "" {
		errs = append(errs, missing("unit"))
	}
	switch {
	case !e.Day.Valid():
		wrong("day", "case_date", "value", survey.Clip(string(e.Day)))
	case e.Day > today:
		wrong("day", "case_future")
	}
	switch {
	case e.Kind == ByReview && (e.Grade < 1 || e.Grade > 5):
		wrong("grade", "case_grade")
	case e.Kind != ByReview && e.Grade != 0:
		wrong("grade", "case_no_grade")
	case e.Kind != ByReview && e.Words == "":
		wrong("words", "case_words")
	}
	errs = append(errs, long("words", e.Words, MostWords)...)
	errs = append(errs, long("contact", e.Contact, mostTitle)...)
	return append(errs, long("matter", e.Matter, mostName)...)
}
