package casework

import (
	"time"

	"minping/survey"
)

// events tell of the last step of a case, where somebody has to act or know of
// it. They name nobody who complained, and quote nothing. What citizens did is
// told on the day after: at a counter, the minute would say who it was.
func (d *Desk) events(c Case, now Moment) []survey.Event {
	kind := tells(c.Steps[len(c.Steps)-1])
	if kind == "" {
		return nil
	}
	title := survey.Text{}
	for lang, word := range c.Kind.Words() {
		title[lang] = word + " " + c.ID
	}
	e := survey.Event{
		ID: survey.NewEventID(), Kind: kind, Case: c.ID, Unit: c.Unit, Title: title, At: now.At.UTC().Truncate(time.Millisecond),
	}
	if now.Citizen {
		e.At = now.Today.Time()
		e.From = midnight(now.Today.Add(1), d.Zone)
	}
	return []survey.Event{e}
}

// midnight is when a day begins in a zone.
func midnight(day survey.Day, zone *time.Location) time.Time {
	y, m, n := day.Time().Date()
	return time.Date(y, m, n, 0, 0, 0, 0, zone)
}

var toldDos = map[Do]survey.EventKind{
	Receive: survey.CaseOpened, Refer: survey.CaseOpened, Warn: survey.CaseDue, Escalate: survey.CaseOverdue,
	Remind: survey.CaseReminded, Accept: "",
}

var toldStates = map[State]survey.EventKind{
	Rejected: survey.CaseAppealed, Appealed: survey.CaseAppealed, Accepted: survey.CaseReturned,
	Replied: survey.CaseAnswered, Closed: survey.CaseClosed,
}

// tells returns what a step makes known: by what it is, else by the state that
// it brings the case into; "": nothing.
func tells(s Step) survey.EventKind {
	if kind, there := toldDos[s.Do]; there {
		return kind
	}
	if s.From == s.To {
		return ""
	}
	return toldStates[s.To]
}
