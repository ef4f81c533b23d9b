package web

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// A paper is a ballot while it is being filled in. The server keeps nothing
// of it: all of it travels in the form from page to page.
type paper struct {
	poll survey.Poll
	full *survey.Questionnaire
	q    *survey.Questionnaire // as it is asked about Unit

	Code   string // one-time code, where the poll asks for one
	Bundle string // secret of the bundle that the code is of, or ""
	Key    string // hex; the same key is the same submission
	Salt   string // hex
	Seed   string // of the order of shuffled items and options
	Unit   string
	Group  string

	Answers survey.Answers  // about Unit
	Done    []survey.Ballot // about other units, where one code covers several

	// Of a whole sheet, where teams and people are evaluated.
	units   []survey.Unit             // that stand on it, in its order, once settled
	onSheet []string                  // their ids
	marks   map[string]survey.Answers // by unit

	Task  string // the proof of work that is asked for, or ""
	Proof string // and what was found, or ""

	Device string // the token that the device made up for this poll, or ""

	Screen string // id of the screen that was filled in
	Review bool   // it was opened from the review: go back there
	Fresh  bool   // no screen was filled in yet: a local draft may fill the form

	Preview bool // of a poll that takes nothing yet: any code will do, and there is room for all

	allowed []string    // units that may be rated, once settled
	room    survey.Room // what the poll has room for, once settled

	numbers map[string]int // of the questions listed so far, by item
}

// The names of the form's fields. An item's answers are in fieldAnswer + its id.
const (
	fieldCode   = "code"
	fieldBundle = "bundle"
	fieldKey    = "key"
	fieldSalt   = "salt"
	fieldSeed   = "seed"
	fieldUnit   = "unit"
	fieldGroup  = "group"
	fieldDone   = "done"
	fieldTask   = "task"
	fieldProof  = "proof"
	fieldDevice = "device"
	fieldScreen = "screen"
	fieldReview = "review"
	fieldGo     = "go"
	fieldAnswer = "a."
)

// maxForm is the largest form that is read, in bytes.
const maxForm = 1 << 20

// readPaper reads the form. What is not of this questionnaire is dropped.
func readPaper(c echo.Context, poll survey.Poll, q *survey.Questionnaire) (*paper, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxForm)
	form, err := c.FormParams()
	if err != nil {
		return nil, errForm
	}
	p := &paper{
		poll: poll, full: q, q: q,
		Code:   strings.TrimSpace(form.Get(fieldCode)),
		Bundle: strings.TrimSpace(form.Get(fieldBundle)),
		Key:    form.Get(fieldKey),
		Salt:   form.Get(fieldSalt),
		Seed:   form.Get(fieldSeed),
		Unit:   form.Get(fieldUnit),
		Group:  form.Get(fieldGroup),
		Screen: form.Get(fieldScreen),
		Task:   form.Get(fieldTask),
		Proof:  form.Get(fieldProof),
		Device: form.Get(fieldDevice),
		Review: form.Get(fieldReview) != "",
	}
	p.Fresh = p.Screen == ""
	for _, name := range []*string{&p.Key, &p.Salt, &p.Seed} {
		if b, err := hex.DecodeString(*name); err != nil || len(b) != 32 {
			*name = randomHex()
		}
	}
	if p.sheet() {
		p.readSheet(form)
		return p, nil
	}
	p.Answers = readAnswers(form, q)
	for _, s := range form[fieldDone] {
		var b survey.Ballot
		if json.Unmarshal([]byte(s), &b) != nil {
			return nil, errForm
		}
		p.Done = append(p.Done, b)
	}
	return p, nil
}

// randomHex returns 32 random bytes.
func randomHex() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand
	return hex.EncodeToString(b)
}

// readAnswers picks the answers out of a form: white space around them and
// empty fields are no answers.
func readAnswers(form url.Values, q *survey.Questionnaire) survey.Answers {
	a := survey.Answers{}
	for _, id := range answerable(q) {
		for _, v := range form[fieldAnswer+id] {
			v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
			if v != "" {
				a[id] = append(a[id], v)
			}
		}
	}
	return a
}

// answerable returns the ids under which a questionnaire's items are answered
// on its pages.
func answerable(q *survey.Questionnaire) []string {
	var ids []string
	for i := range q.Items {
		if q.Items[i].Type != survey.Calculated {
			ids = append(ids, q.Items[i].Answers()...)
		}
	}
	return ids
}

// A hidden is one hidden field.
type hidden struct{ Name, Value string }

// hidden returns the fields that carry the paper, but for the answers to the
// items in shown, which the page asks for again.
func (p *paper) hidden(lang string, large bool, shown []string) []hidden {
	h := []hidden{{langField, lang}}
	if large {
		h = append(h, hidden{sizeField, sizeLarge})
	}
	for _, f := range []hidden{
		{fieldKey, p.Key},
		{fieldSalt, p.Salt},
		{fieldSeed, p.Seed},
		{fieldCode, p.Code},
		{fieldBundle, p.Bundle},
		{fieldUnit, p.Unit},
		{fieldGroup, p.Group},
		{fieldScreen, p.Screen},
		{fieldTask, p.Task},
		{fieldProof, p.Proof},
		{fieldDevice, p.Device},
	} {
		if f.Value != "" {
			h = append(h, f)
		}
	}
	if p.Review {
		h = append(h, hidden{fieldReview, "1"})
	}
	for _, b := range p.Done {
		j, _ := json.Marshal(b) // strings only: cannot fail
		h = append(h, hidden{fieldDone, string(j)})
	}
	for _, unit := range p.onSheet {
		h = append(h, hidden{fieldUnit, unit})
		for _, id := range answerable(p.full) {
			for _, v := range p.marks[unit][id] {
				h = append(h, hidden{sheetField(unit, id), v})
			}
		}
	}
	for _, id := range answerable(p.q) {
		if slices.Contains(shown, id) {
			continue
		}
		for _, v := range p.Answers[id] {
			h = append(h, hidden{fieldAnswer + id, v})
		}
	}
	return h
}

// turnTo puts the ballot in hand aside and takes up the one about unit.
func (p *paper) turnTo(unit string) {
	p.Done = append(p.Done, survey.Ballot{Unit: p.Unit, Group: p.Group, Answers: p.Answers})
	p.Unit, p.Answers, p.Screen, p.Review = unit, survey.Answers{}, "", false
	p.Done = slices.DeleteFunc(p.Done, func(b survey.Ballot) bool {
		if b.Unit != unit {
			return false
		}
		p.Answers = b.Answers
		return true
	})
}

// leave takes the ballot about a unit out of a paper that holds others.
func (p *paper) leave(unit string) {
	if last := len(p.Done) - 1; unit == p.Unit && last >= 0 {
		p.Unit, p.Answers = p.Done[last].Unit, p.Done[last].Answers
		p.Done = p.Done[:last]
		return
	}
	p.Done = slices.DeleteFunc(p.Done, func(b survey.Ballot) bool { return b.Unit == unit })
}

// submission returns what is handed in.
func (p *paper) submission() survey.Submission {
	key, _ := hex.DecodeString(p.Key) // readPaper checked them
	salt, _ := hex.DecodeString(p.Salt)
	sub := survey.Submission{Poll: p.poll.ID, Code: p.Code, Salt: salt}
	if p.poll.Access == survey.OpenLink {
		sub.Key = key
	}
	if p.sheet() {
		sub.Ballots = p.sheetBallots()
		return sub
	}
	for _, b := range append(slices.Clone(p.Done), survey.Ballot{Unit: p.Unit, Group: p.Group, Answers: p.Answers}) {
		b.Answers, _ = p.q.Check(b.Answers, true)
		sub.Ballots = append(sub.Ballots, b)
	}
	return sub
}
