package webhook

import (
	"encoding/json"
	"time"

	"minping/survey"
)

// A message is what a receiver gets: that something happened, and where to
// look. It holds no answer, no figure and nobody.
type message struct {
	Type      survey.EventKind `json:"type"`
	Timestamp time.Time        `json:"timestamp"`
	Data      messageData      `json:"data"`
}

type messageData struct {
	Poll  string      `json:"poll,omitempty"`
	Order string      `json:"order,omitempty"`
	Task  string      `json:"task,omitempty"`
	Case  string      `json:"case,omitempty"`
	Unit  string      `json:"unit,omitempty"`
	Title survey.Text `json:"title,omitempty"`
	Link  string      `json:"link,omitempty"`
}

// bodyOf returns the message about an event.
func bodyOf(e survey.Event, link string) ([]byte, error) {
	return json.Marshal(message{e.Kind, e.At, messageData{e.Poll, e.Order, e.Task, e.Case, e.Unit, e.Title, link}})
}
