package survey

import "time"

// State is where a poll stands in its life.
type State string

// The states, in order. Rules freeze when a poll opens.
const (
	Draft     State = "draft"
	Open      State = "open"
	Closed    State = "closed"    // released, not yet shown
	Published State = "published" // results may be seen
	Archived  State = "archived"
)

// Access is how respondents come in.
type Access string

// The access modes: an open link (mode O), or one-time codes (mode C, confidential).
const (
	OpenLink Access = "open"
	ByCode   Access = "code"
)

// KnowsWhoTookPart reports whether one can tell, without looking into the box,
// who has taken part: an open link asks nobody who he is, and whose a code is
// nobody keeps. Modes that name their respondents would be listed here.
func (a Access) KnowsWhoTookPart() bool { return a != OpenLink && a != ByCode }

// A Poll is one round of one questionnaire over some units.
type Poll struct {
	ID            string           `json:"id"` // short, part of links
	Title         Text             `json:"title"`
	Questionnaire QuestionnaireRef `json:"questionnaire"`
	Units         []string         `json:"units"` // ids of the units that may be rated
	Access        Access           `json:"access"`
	Opens         time.Time        `json:"opens"`  // the window opens by itself; zero: by hand
	Closes        time.Time        `json:"closes"` // and closes by itself; zero: by hand
	State         State            `json:"state"`
	Previous      string           `json:"previous,omitempty"` // the poll of the round before
	Quotas        []Quota          `json:"quotas,omitempty"`
	PublicResults bool             `json:"public_results"` // anybody may see a published release
	Simulated     bool             `json:"simulated"`      // made-up ballots, said on every page
	Organiser     Text             `json:"organiser,omitempty"`
	Contact       Text             `json:"contact,omitempty"`
	Sample        *Sample          `json:"sample,omitempty"` // how the respondents are drawn; nil: as the questionnaire says
	Layout        Layout           `json:"layout,omitempty"` // how much is asked at once
	Embed         []string         `json:"embed,omitempty"`  // origins of the sites that may frame the pages of answering; may change while open
	CodesWanted   []CodesWanted    `json:"codes_wanted,omitempty"`
	Revision      int64            `json:"-"`                  // of what is stored: an older one replaces nothing
	Expected      int              `json:"expected,omitempty"` // people entitled to vote 应到, absent ones among them; 0: as many as codes and sheets were handed out
}

// A QuestionnaireRef names one version of a questionnaire.
type QuestionnaireRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Hash    string `json:"hash,omitempty"`
}
