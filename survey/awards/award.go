package awards

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"minping/survey"
)

// An Award is one choice among candidates. What was done about it stands in its
// steps; the fields are how it is now.
type Award struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	Year       string      `json:"year"`              // as 2026
	Home       string      `json:"home,omitempty"`    // unit below which candidates are; "": anywhere
	Notice     int         `json:"notice"`            // days of public notice
	Issuer     string      `json:"issuer,omitempty"`  // who signs its documents
	Contact    string      `json:"contact,omitempty"` // where objections go while the notice runs
	Panel      bool        `json:"panel,omitempty"`   // the public is told who the judges were
	Prizes     []Prize     `json:"prizes"`            // the highest first
	Candidates []Candidate `json:"candidates"`
	Rounds     []Round     `json:"rounds"` // in order; the last gives the prizes
	State      State       `json:"state"`
	Opens      survey.Day  `json:"opens,omitempty"` // of the notice
	Closes     survey.Day  `json:"closes,omitempty"`
	Conferred  survey.Day  `json:"conferred,omitempty"`
	Number     string      `json:"number,omitempty"` // of the document that confers it
	Objections []Objection `json:"objections"`       // in the order in which they came
	Steps      []Step      `json:"steps"`            // oldest first
	Revision   int64       `json:"revision"`
}

// A State is how far an award is.
type State string

// The states.
const (
	Planned   State = "planned"   // 筹备中
	Running   State = "running"   // 评选中
	Chosen    State = "chosen"    // 已评出，待公示
	Noticed   State = "noticed"   // 公示中
	Conferred State = "conferred" // 已表彰
	Cancelled State = "cancelled" // 已终止
)

// States are all of them, in the order of an award's life.
var States = []State{Planned, Running, Chosen, Noticed, Conferred, Cancelled}

// A Prize is a class of prizes.
type Prize struct {
	Title  string `json:"title"`
	Places int    `json:"places"`
}

// A Candidate is who or what may win.
type Candidate struct {
	ID    string   `json:"id"`              // as polls call it; of a unit by itself its id
	Unit  string   `json:"unit"`            // whose award it is
	Title string   `json:"title,omitempty"` // of an entry; "": the unit itself
	Prize int      `json:"prize,omitempty"` // class won, from 1; 0: none
	Out   *Leaving `json:"out,omitempty"`   // no longer in the choice, or its prize was taken away
}

// A Leaving says why a candidate is no longer one.
type Leaving struct {
	Day survey.Day `json:"day"`
	Why string     `json:"why"`
}

// Won is the class of the prize that a candidate has; 0: none.
func (c *Candidate) Won() int {
	if c.Out != nil {
		return 0
	}
	return c.Prize
}

// A Round is one step of the choice.
type Round struct {
	Title  string     `json:"title"`
	Way    Way        `json:"way"`
	Places int        `json:"places,omitempty"` // how many go on; 0 of the last round
	Full   float64    `json:"full,omitempty"`   // of marks: the highest that is given
	Cut    int        `json:"cut,omitempty"`    // of marks: how many of the highest, and of the lowest, are left out
	Items  []Item     `json:"items,omitempty"`  // of marks: what is marked by itself; none: the whole at once
	Due    survey.Day `json:"due,omitempty"`    // the day by which the round should be decided
	Judges []Judge    `json:"judges,omitempty"` // of marks: who is to mark; none: whoever hands in a sheet on paper
	Sheets []Sheet    `json:"sheets,omitempty"` // of marks, by judge
	Source string     `json:"source,omitempty"` // the poll or appraisal that decided
	Part   string     `json:"part,omitempty"`   // of a poll: item of the vote, or node of the index
	Hash   string     `json:"hash,omitempty"`   // of the source, as it was
	Lines  []Line     `json:"lines,omitempty"`  // once it is decided: by rank
	Day    survey.Day `json:"day,omitempty"`    // when it was decided; "": it is not
	Why    string     `json:"why,omitempty"`
}

// Decided reports whether the round has been decided.
func (r *Round) Decided() bool { return r.Day != "" }

// A Way is how a round decides.
type Way string

// The ways.
const (
	ByPoll      Way = "poll"      // 票决或测评: the released votes, or scores, of a poll
	ByMarks     Way = "marks"     // 评委打分
	ByAppraisal Way = "appraisal" // 考核结果: totals of a scheme
	ByMeeting   Way = "meeting"   // 会议研究
)

// Ways are all of them.
var Ways = []Way{ByPoll, ByMarks, ByAppraisal, ByMeeting}

// A Line is what a round says of a candidate.
type Line struct {
	Candidate string     `json:"candidate"`
	Value     survey.Num `json:"value"` // votes in favour, a score, a mean mark; null: none
	Low       survey.Num `json:"low"`   // 95 % interval; null: none is told
	High      survey.Num `json:"high"`
	N         int        `json:"n,omitempty"`       // ballots or marks it rests on
	Verdict   string     `json:"verdict,omitempty"` // of a vote: carried, lost, inquorate
	Rank      int        `json:"rank,omitempty"`    // 0: without a figure
	Class     int        `json:"class,omitempty"`   // of the last round: prize, from 1; of others 1: goes on; 0: neither
	Tied      bool       `json:"tied,omitempty"`    // at the line; Class is what the organiser decided
	Upper     int        `json:"upper,omitempty"`   // of those tied: the highest class that they stand for
	Lower     int        `json:"lower,omitempty"`   // and the lowest; 0: none
}

// An Objection says that a candidate should not have the prize, or another should.
type Objection struct {
	ID        int        `json:"id"` // from 1
	Candidate string     `json:"candidate,omitempty"`
	Text      string     `json:"text"`
	By        string     `json:"by,omitempty"` // account that entered it
	Name      string     `json:"name,omitempty"`
	Day       survey.Day `json:"day"`
	State     Finding    `json:"state"`
	Why       string     `json:"why,omitempty"`
	Decider   string     `json:"decider,omitempty"`
	Decided   survey.Day `json:"decided,omitempty"`
	Met       bool       `json:"met,omitempty"` // upheld, and its candidate has left or the choice was taken up again
}

// A Finding is what became of an objection.
type Finding string

// The findings.
const (
	Raised    Finding = "raised"
	Upheld    Finding = "upheld"
	Dismissed Finding = "dismissed"
)

// A Step is something that was done about an award.
type Step struct {
	Do        Do         `json:"do"`
	At        time.Time  `json:"at"` // UTC, to the millisecond
	Day       survey.Day `json:"day"`
	By        string     `json:"by,omitempty"`
	Name      string     `json:"name,omitempty"` // of the account, as it was then
	From      State      `json:"from"`
	To        State      `json:"to"`
	Round     string     `json:"round,omitempty"`
	Judge     string     `json:"judge,omitempty"`
	Candidate string     `json:"candidate,omitempty"`
	Why       string     `json:"why,omitempty"`
}

// Current is the place of the round that is to be decided; -1: none is.
func (a *Award) Current() int {
	if a.State != Running {
		return -1
	}
	return slices.IndexFunc(a.Rounds, func(r Round) bool { return !r.Decided() })
}

// Candidate returns the one of an id; nil: there is none.
func (a *Award) Candidate(id string) *Candidate {
	for i := range a.Candidates {
		if a.Candidates[i].ID == id {
			return &a.Candidates[i]
		}
	}
	return nil
}

// In lists the candidates of a round: those who went on from the one before and
// have not left.
func (a *Award) In(round int) (in []*Candidate) {
	for i := range a.Candidates {
		c := &a.Candidates[i]
		if c.Out == nil && (round == 0 || a.Rounds[round-1].line(c.ID).Class > 0) {
			in = append(in, c)
		}
	}
	return in
}

func (r *Round) line(candidate string) Line {
	for _, l := range r.Lines {
		if l.Candidate == candidate {
			return l
		}
	}
	return Line{}
}

// Places are those that a round gives: of the last the prizes by class, of
// others how many go on.
func (a *Award) Places(round int) (places []int) {
	if round < len(a.Rounds)-1 {
		return []int{a.Rounds[round].Places}
	}
	for _, p := range a.Prizes {
		places = append(places, p.Places)
	}
	return places
}

// open counts the objections that wait for a decision.
func (a *Award) open() (n int) {
	for _, o := range a.Objections {
		if o.State == Raised {
			n++
		}
	}
	return n
}

// unmet are the objections that were upheld and have changed nothing yet.
func (a *Award) unmet() (all []Objection) {
	for _, o := range a.Objections {
		if o.State == Upheld && !o.Met {
			all = append(all, o)
		}
	}
	return all
}

// meet notes what became of objections that were upheld: of one candidate, or of
// all of them ("").
func (a *Award) meet(candidate string) {
	for i := range a.Objections {
		o := &a.Objections[i]
		o.Met = o.Met || o.State == Upheld && (candidate == "" || o.Candidate == candidate)
	}
}

// The longest texts, in characters, and lists, in entries.
const (
	mostTitle = 200
	mostName  = 120
	mostWords = 4000
	// MostCandidates, MostRounds and MostPrizes bound an award.
	MostCandidates = 500
	MostRounds     = 8
	MostPrizes     = 8
	mostPlaces     = 500
	mostNotice     = 90
	mostSheets     = 60
	fullMarks      = 100
)

// clean trims what people typed, and keeps only what a plan says.
func (a Award) clean() Award {
	p := Award{ID: a.ID, Title: line(a.Title), Year: line(a.Year), Home: a.Home, Notice: a.Notice, State: Planned, Objections: []Objection{}, Steps: a.Steps, Revision: a.Revision}
	p.Issuer, p.Contact, p.Panel = line(a.Issuer), line(a.Contact), a.Panel
	if p.Steps == nil {
		p.Steps = []Step{}
	}
	p.Prizes, p.Candidates, p.Rounds = []Prize{}, []Candidate{}, []Round{}
	for _, x := range a.Prizes {
		p.Prizes = append(p.Prizes, Prize{line(x.Title), x.Places})
	}
	for _, x := range a.Candidates {
		c := Candidate{ID: line(x.ID), Unit: line(x.Unit), Title: line(x.Title)}
		if c.ID == "" && c.Title == "" {
			c.ID = c.Unit
		}
		p.Candidates = append(p.Candidates, c)
	}
	for i, x := range a.Rounds {
		r := Round{Title: line(x.Title), Way: x.Way, Places: x.Places, Due: survey.Day(line(string(x.Due)))}
		if x.Way == ByMarks {
			r.Full, r.Cut = x.Full, x.Cut
			r.items(x.Items)
		}
		if i == len(a.Rounds)-1 {
			r.Places = 0
		}
		p.Rounds = append(p.Rounds, r)
	}
	p.number()
	return p
}

// number gives entries without an id one that no other has.
func (a *Award) number() {
	used := map[string]bool{}
	for _, c := range a.Candidates {
		used[c.ID] = true
	}
	next := 1
	for i := range a.Candidates {
		if c := &a.Candidates[i]; c.ID == "" {
			for used[fmt.Sprint("e", next)] {
				next++
			}
			c.ID = fmt.Sprint("e", next)
			used[c.ID] = true
		}
	}
}

// check says what is wrong with a plan by itself.
func (a *Award) check() (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if a.Title == "" {
		add("title", "missing")
	}
	errs = append(errs, slices.Concat(long("title", a.Title, mostTitle), long("issuer", a.Issuer, mostTitle), long("contact", a.Contact, mostTitle))...)
	if !survey.Day(a.Year + "-01-01").Valid() {
		add("year", "award_year")
	}
	if a.Notice < 1 || a.Notice > mostNotice {
		add("notice", "award_notice", "max", mostNotice)
	}
	a.checkPrizes(add)
	a.checkRounds(add)
	switch n := len(a.Candidates); {
	case n == 0:
		add("candidates", "award_nobody")
	case n > MostCandidates:
		add("candidates", "award_many", "max", MostCandidates)
	}
	seen := map[string]bool{}
	for i, c := range a.Candidates {
		field := fmt.Sprintf("candidates[%d]", i)
		if c.Unit == "" {
			add(field, "missing")
		}
		if seen[c.ID] {
			add(field, "award_twice", "candidate", survey.Clip(c.ID))
		}
		seen[c.ID] = true
		errs = append(errs, append(long(field, c.Title, mostTitle), long(field, c.ID, mostName)...)...)
	}
	return errs
}

func (a *Award) checkPrizes(add func(field, key string, args ...any)) {
	if n := len(a.Prizes); n == 0 || n > MostPrizes {
		add("prizes", "award_prizes", "max", MostPrizes)
	}
	for i, p := range a.Prizes {
		field := fmt.Sprintf("prizes[%d]", i)
		if p.Title == "" || utf8.RuneCountInString(p.Title) > mostName {
			add(field, "award_prize_title", "max", mostName)
		}
		if p.Places < 1 || p.Places > mostPlaces {
			add(field, "award_places", "max", mostPlaces)
		}
	}
}

func (a *Award) checkRounds(add func(field, key string, args ...any)) {
	if n := len(a.Rounds); n == 0 || n > MostRounds {
		add("rounds", "award_rounds", "max", MostRounds)
	}
	for i, r := range a.Rounds {
		field := fmt.Sprintf("rounds[%d]", i)
		if r.Title == "" || utf8.RuneCountInString(r.Title) > mostName {
			add(field, "award_round_title", "max", mostName)
		}
		if !slices.Contains(Ways, r.Way) {
			add(field, "award_way", "way", survey.Clip(string(r.Way)))
		}
		if i < len(a.Rounds)-1 && (r.Places < 1 || r.Places > mostPlaces) {
			add(field, "award_places", "max", mostPlaces)
		}
		r.checkMarks(field, add)
		if r.Due != "" && !r.Due.Valid() {
			add(field, "award_due", "day", survey.Clip(string(r.Due)))
		}
		if r.Cut < 0 || r.Cut > 5 {
			add(field, "award_cut")
		}
	}
}

// line is a text of one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func long(field, text string, most int) survey.FieldErrors {
	if n := utf8.RuneCountInString(text); n > most {
		return survey.FieldErrors{{Field: field, Key: "too_long", Args: survey.Args("max", most, "count", n)}}
	}
	return nil
}
