package answer

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
	"minping/web/site"
)

// A Paper is a ballot while it is being filled in. The server keeps nothing
// of it: all of it travels in the form from page to page.
type Paper struct {
	Poll survey.Poll
	Full *survey.Questionnaire
	Q    *survey.Questionnaire // as it is asked about Unit

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
	Units   []survey.Unit             // that stand on it, in its order, once settled
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
	FieldCode   = "code"
	FieldBundle = "bundle"
	FieldKey    = "key"
	FieldSalt   = "salt"
	FieldSeed   = "seed"
	FieldDone   = "done"
	FieldTask   = "task"
	FieldProof  = "proof"
	fieldDevice = "device"
	FieldScreen = "screen"
	FieldReview = "review"
	FieldAnswer = "a."
)

// ReadPaper reads the form. What is not of this questionnaire is dropped.
func ReadPaper(c echo.Context, poll survey.Poll, q *survey.Questionnaire) (*Paper, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, site.MaxForm)
	form, err := c.FormParams()
	if err != nil {
		return nil, site.ErrForm
	}
	p := &Paper{
		Poll: poll, Full: q, Q: q,
		Code:   strings.TrimSpace(form.Get(FieldCode)),
		Bundle: strings.TrimSpace(form.Get(FieldBundle)),
		Key:    form.Get(FieldKey),
		Salt:   form.Get(FieldSalt),
		Seed:   form.Get(FieldSeed),
		Unit:   form.Get(site.FieldUnit),
		Group:  form.Get(site.FieldGroup),
		Screen: form.Get(FieldScreen),
		Task:   form.Get(FieldTask),
		Proof:  form.Get(FieldProof),
		Device: form.Get(fieldDevice),
		Review: form.Get(FieldReview) != "",
	}
	p.Fresh = p.Screen == ""
	for _, name := range []*string{&p.Key, &p.Salt, &p.Seed} {
		if b, err := hex.DecodeString(*name); err != nil || len(b) != 32 {
			*name = RandomHex()
		}
	}
	if p.Sheet() {
		p.readSheet(form)
		return p, nil
	}
	p.Answers = readAnswers(form, q)
	for _, s := range form[FieldDone] {
		var b survey.Ballot
		if json.Unmarshal([]byte(s), &b) != nil {
			return nil, site.ErrForm
		}
		p.Done = append(p.Done, b)
	}
	return p, nil
}

// RandomHex returns 32 random bytes.
func RandomHex() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand
	return hex.EncodeToString(b)
}

// readAnswers picks the answers out of a form: white space around them and
// empty fields are no answers.
func readAnswers(form url.Values, q *survey.Questionnaire) survey.Answers {
	a := survey.Answers{}
	for _, id := range answerable(q) {
		for _, v := range form[FieldAnswer+id] {
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

// hidden returns the fields that carry the paper, but for the answers to the
// items in shown, which the page asks for again.
func (p *Paper) hidden(lang string, large bool, shown []string) []site.Hidden {
	h := []site.Hidden{{Name: site.LangField, Value: lang}}
	if large {
		h = append(h, site.Hidden{Name: site.SizeField, Value: site.SizeLarge})
	}
	for _, f := range []site.Hidden{
		{Name: FieldKey, Value: p.Key},
		{Name: FieldSalt, Value: p.Salt},
		{Name: FieldSeed, Value: p.Seed},
		{Name: FieldCode, Value: p.Code},
		{Name: FieldBundle, Value: p.Bundle},
		{Name: site.FieldUnit, Value: p.Unit},
		{Name: site.FieldGroup, Value: p.Group},
		{Name: FieldScreen, Value: p.Screen},
		{Name: FieldTask, Value: p.Task},
		{Name: FieldProof, Value: p.Proof},
		{Name: fieldDevice, Value: p.Device},
	} {
		if f.Value != "" {
			h = append(h, f)
		}
	}
	if p.Review {
		h = append(h, site.Hidden{Name: FieldReview, Value: "1"})
	}
	for _, b := range p.Done {
		j, _ := json.Marshal(b) // strings only: cannot fail
		h = append(h, site.Hidden{Name: FieldDone, Value: string(j)})
	}
	for _, unit := range p.onSheet {
		h = append(h, site.Hidden{Name: site.FieldUnit, Value: unit})
		for _, id := range answerable(p.Full) {
			for _, v := range p.marks[unit][id] {
				h = append(h, site.Hidden{Name: sheetField(unit, id), Value: v})
			}
		}
	}
	for _, id := range answerable(p.Q) {
		if slices.Contains(shown, id) {
			continue
		}
		for _, v := range p.Answers[id] {
			h = append(h, site.Hidden{Name: FieldAnswer + id, Value: v})
		}
	}
	return h
}

// turnTo puts the ballot in hand aside and takes up the one about unit.
func (p *Paper) turnTo(unit string) {
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
func (p *Paper) leave(unit string) {
	if last := len(p.Done) - 1; unit == p.Unit && last >= 0 {
		p.Unit, p.Answers = p.Done[last].Unit, p.Done[last].Answers
		p.Done = p.Done[:last]
		return
	}
	p.Done = slices.DeleteFunc(p.Done, func(b survey.Ballot) bool { return b.Unit == unit })
}

// submission returns what is handed in.
func (p *Paper) submission() survey.Submission {
	key, _ := hex.DecodeString(p.Key) // readPaper checked them
	salt, _ := hex.DecodeString(p.Salt)
	sub := survey.Submission{Poll: p.Poll.ID, Code: p.Code, Salt: salt}
	if p.Poll.Access == survey.OpenLink {
		sub.Key = key
	}
	if p.Sheet() {
		sub.Ballots = p.sheetBallots()
		return sub
	}
	for _, b := range append(slices.Clone(p.Done), survey.Ballot{Unit: p.Unit, Group: p.Group, Answers: p.Answers}) {
		b.Answers, _ = p.Q.Check(b.Answers, true)
		sub.Ballots = append(sub.Ballots, b)
	}
	return sub
}
