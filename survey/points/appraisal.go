package points

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"minping/survey"
)

// An Appraisal 考核结果 is what a scheme made of its inputs. All but Decisions and
// Shown is frozen.
type Appraisal struct {
	ID     string             `json:"id"`
	Scheme string             `json:"scheme"`
	Plan   int64              `json:"plan"` // revision of the scheme
	Unit   string             `json:"unit"` // of those below it
	Year   string             `json:"year"`
	Polls  map[string]Binding `json:"polls"` // by the scheme's name of them
	// Reviews are the rounds of duty reports that gave the marks of a part, by part.
	Reviews   map[string]Binding  `json:"reviews,omitempty"`
	Units     []survey.Unit       `json:"units"`
	Marks     []survey.SchemeMark `json:"marks"`
	Points    []survey.PointEntry `json:"points"`
	Vetoes    []survey.VetoCase   `json:"vetoes"`
	Result    *survey.Appraisal   `json:"result"`
	Hash      string              `json:"hash"` // SHA-256 of the result as JSON, hex
	By        string              `json:"by,omitempty"`
	Name      string              `json:"name,omitempty"`
	At        time.Time           `json:"at"`
	Decisions map[string]Decision `json:"decisions"`     // by unit
	Shown     bool                `json:"shown"`         // to those who read results
	Why       string              `json:"why,omitempty"` // it is shown though objections wait, entries have changed since, or grades go beyond their places
	Revision  int64               `json:"revision"`
}

// A Binding says which poll stands for one of the scheme.
type Binding struct {
	Poll string `json:"poll"` // id, of a poll or a review; "": none, its parts have no value
	Hash string `json:"hash"` // of its release, or its results
}

// A Decision is the grade that people decided.
type Decision struct {
	Grade  string     `json:"grade"`
	Reason string     `json:"reason,omitempty"` // needed where it is not the suggested one
	By     string     `json:"by,omitempty"`
	Name   string     `json:"name,omitempty"`
	Day    survey.Day `json:"day"`
	// Second is whoever agreed, where the scheme takes two; nil: nobody yet.
	Second *Signature `json:"second,omitempty"`
}

// A Signature says who agreed with a decision, and when.
type Signature struct {
	By   string     `json:"by,omitempty"`
	Name string     `json:"name,omitempty"`
	Day  survey.Day `json:"day"`
}

// Settled reports whether as many people stand behind the decision as the scheme
// takes.
func (d *Decision) Settled(s *survey.Scheme) bool {
	return d.Grade != "" && (s.Deciders < 2 || d.Second != nil)
}

// Unsettled counts the units whose grades are not decided by as many people as
// the scheme takes.
func (a *Appraisal) Unsettled(s *survey.Scheme) (left int) {
	for i := range a.Result.Units {
		if d := a.Decisions[a.Result.Units[i].Unit]; !d.Settled(s) {
			left++
		}
	}
	return left
}

// Open reports whether a unit's suggestion leaves something for people to choose:
// it has no total, ties for the last places, or figures cannot say on which side
// of a border it is.
func Open(u *survey.UnitAppraisal) bool {
	return u.Grade == "" || slices.ContainsFunc(u.Steps, func(s survey.AppraisalStep) bool {
		return s.Kind == survey.StepTied || s.Kind == survey.StepClose
	})
}

// inputs are those of the scheme, with the releases of its polls.
func (a *Appraisal) inputs(releases map[string]*survey.Release) survey.SchemeInputs {
	return survey.SchemeInputs{Units: a.Units, Releases: releases, Marks: a.Marks, Points: a.Points, Vetoes: a.Vetoes}
}

// hashOf is the hash of a result.
func hashOf(result *survey.Appraisal) (string, error) {
	text, err := json.Marshal(result)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// A Verification says whether an appraisal computed again is the same.
type Verification struct {
	Same    bool     `json:"same"`
	Hash    string   `json:"hash"`    // as stored
	Again   string   `json:"again"`   // as computed now
	Changed []string `json:"changed"` // units whose figures differ
	Polls   []string `json:"polls"`   // and reviews, whose results are others now, or gone
	Since   []Since  `json:"since"`   // what entries would make of it that have come, or gone, since it was computed
	Waiting int      `json:"waiting"` // objections to its points that nobody has decided, or that were upheld since to a card as a whole
}

// Since is what entries would make of a unit that have come, or gone, since an
// appraisal was computed: an objection was upheld, a line withdrawn or entered.
type Since struct {
	Unit     string      `json:"unit"`
	Was      survey.Num  `json:"was"` // the total
	Is       survey.Num  `json:"is"`
	GradeWas string      `json:"grade_was,omitempty"` // suggested
	GradeIs  string      `json:"grade_is,omitempty"`
	Parts    []SincePart `json:"parts"`            // that differ
	Vetoes   []SinceVeto `json:"vetoes,omitempty"` // that were stated, or taken back
}

// A SinceVeto is a veto that was stated of a unit since, or is no more.
type SinceVeto struct {
	Veto   string      `json:"veto"`
	Title  survey.Text `json:"title"`
	Stated bool        `json:"stated"`
}

// A SincePart is a part's value, before and after.
type SincePart struct {
	Part  string      `json:"part"`
	Title survey.Text `json:"title"`
	Was   survey.Num  `json:"was"`
	Is    survey.Num  `json:"is"`
}

// since says what differs between an appraisal as it was and as it is, of the same
// units and scheme.
func (a *Appraisal) since(is *Appraisal, s *survey.Scheme) []Since {
	all := []Since{}
	for i := range a.Result.Units {
		was, b := &a.Result.Units[i], &is.Result.Units[i]
		x := Since{Unit: was.Unit, Was: was.Total, Is: b.Total, GradeWas: was.Grade, GradeIs: b.Grade, Parts: differing([]SincePart{}, was.Parts, b.Parts)}
		for _, v := range s.Vetoes {
			if stated := is.stated(was.Unit, v.ID); stated != a.stated(was.Unit, v.ID) {
				x.Vetoes = append(x.Vetoes, SinceVeto{v.ID, v.Title, stated})
			}
		}
		if len(x.Parts)+len(x.Vetoes) > 0 || was.Grade != b.Grade || !same(was.Total, b.Total) {
			all = append(all, x)
		}
	}
	return all
}

// differing adds the parts, down to those that have none themselves, whose values
// differ.
func differing(all []SincePart, was, is []survey.PartAppraisal) []SincePart {
	for i := range was {
		switch p, q := &was[i], &is[i]; {
		case len(p.Parts) > 0:
			all = differing(all, p.Parts, q.Parts)
		case !same(p.Value, q.Value):
			all = append(all, SincePart{p.Part, p.Title, p.Value, q.Value})
		}
	}
	return all
}

// stated reports whether a veto is stated of a unit.
func (a *Appraisal) stated(unit, veto string) bool {
	return slices.ContainsFunc(a.Vetoes, func(c survey.VetoCase) bool { return c.Unit == unit && c.Veto == veto })
}

func same(a, b survey.Num) bool { return a == b || !a.OK() && !b.OK() }

// compare says which units differ.
func compare(stored, again *survey.Appraisal) []string {
	changed := []string{}
	by := map[string][]byte{}
	for i := range again.Units {
		by[again.Units[i].Unit], _ = json.Marshal(again.Units[i])
	}
	for i := range stored.Units {
		text, _ := json.Marshal(stored.Units[i])
		if !bytes.Equal(text, by[stored.Units[i].Unit]) {
			changed = append(changed, stored.Units[i].Unit)
		}
	}
	return changed
}

// Decided returns the grade decided of a unit, "" while there is none, and why.
func (a *Appraisal) Decided(unit string) (grade, reason string) {
	d := a.Decisions[unit]
	return d.Grade, d.Reason
}
