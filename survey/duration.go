package survey

import (
	"math"
	"time"
	"unicode"
)

// Seconds that answering takes once a question is read. They are rules of
// thumb, on the slow side, for a telephone.
const (
	tickTime    = 3.0  // one choice among few
	rowTime     = 4.0  // one row of a matrix, its label included
	weighTime   = 1.0  // each option that may be ticked along others
	placeTime   = 4.0  // each option that is put in order
	figureTime  = 8.0  // a number or date
	lineTime    = 15.0 // a short text
	textTime    = 30.0 // a long text
	aroundTime  = 20.0 // what comes before the questions, and the review
	hanSpeed    = 6.0  // Chinese characters read in a second
	letterSpeed = 15.0 // other characters
)

// Duration estimates how long a respondent takes: for each item to read it in
// the questionnaire's first language and to answer it, by its kind. What only
// some are asked (show_if) counts half, and so does a text that may be left
// empty.
func (q *Questionnaire) Duration() time.Duration {
	sometimes := make(map[string]bool)
	for _, p := range q.Pages {
		for _, id := range p.Items {
			sometimes[id] = p.ShowIf != ""
		}
	}
	seconds := aroundTime
	for i := range q.Items {
		it := &q.Items[i]
		if it.Type == Calculated {
			continue
		}
		s := q.readingTime(it.Text) + q.readingTime(it.Hint) + q.answeringTime(it)
		if it.ShowIf != "" || sometimes[it.ID] {
			s /= 2
		}
		seconds += s
	}
	return time.Duration(math.Round(seconds)) * time.Second
}

// answeringTime is the seconds to answer an item that was read.
func (q *Questionnaire) answeringTime(it *Item) float64 {
	optional := 1.0
	if !it.Required {
		optional = 0.5
	}
	switch it.Type {
	case Matrix:
		return rowTime * float64(len(it.Rows))
	case Multiple:
		return tickTime + weighTime*float64(len(q.ItemOptions(it)))
	case Ranking:
		return placeTime * float64(len(q.ItemOptions(it)))
	case Number, Date:
		return figureTime
	case ShortText:
		return lineTime * optional
	case LongText:
		return textTime * optional
	case Information:
		return 0
	}
	return tickTime
}

// readingTime is the seconds to read a text.
func (q *Questionnaire) readingTime(t Text) float64 {
	lang := "zh"
	if len(q.Languages) > 0 {
		lang = q.Languages[0]
	}
	seconds := 0.0
	for _, r := range t.In(lang) {
		if unicode.Is(unicode.Han, r) {
			seconds += 1 / hanSpeed
		} else {
			seconds += 1 / letterSpeed
		}
	}
	return seconds
}
