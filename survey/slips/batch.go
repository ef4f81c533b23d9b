// Package slips prints one-time codes, to hand out: a page of slips to cut
// apart, or a table for a mail merge. Codes are shown this once, so nothing
// here is kept.
package slips

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Batch is codes with what is said beside them. Codes are random, and so is
// their order.
type Batch struct {
	Poll  survey.Poll
	Title survey.Text // the poll's, or its questionnaire's
	Label string      // what the organiser calls the batch
	Group string      // id of the group as which the bearers answer, or ""
	As    survey.Text // its title
	Units []survey.Unit
	Codes []string
	URL   string         // where people reach the server, without a slash at the end
	Zone  *time.Location // in which times are written
	Place int            // of the group among the questionnaire's, from 1; 0: none
	Of    int            // groups that the questionnaire has
}

// source is what is read of survey.Service.
type source interface {
	Poll(ctx context.Context, id string) (survey.Poll, error)
	Questionnaire(ctx context.Context, id, version string) (*survey.Questionnaire, error)
	Units(ctx context.Context) ([]survey.Unit, error)
}

// Gather puts together what slips say of codes that were issued, in the time
// zone of this machine; url is where people reach the server, without a slash
// at its end. Units are named only where the codes do not cover all of the poll.
func Gather(ctx context.Context, s source, poll, url string, issued survey.CodeBatch, codes []string) (Batch, error) {
	p, err := s.Poll(ctx, poll)
	if err != nil {
		return Batch{}, err
	}
	q, err := s.Questionnaire(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return Batch{}, err
	}
	units, err := s.Units(ctx)
	b := Batch{Poll: p, Title: p.Title, Label: issued.Label, Codes: codes, URL: url, Zone: time.Local}
	if len(b.Title) == 0 {
		b.Title = q.Title
	}
	b.Of = len(q.Groups)
	for i, g := range q.Groups {
		if g.ID == issued.Group {
			b.As, b.Place = g.Title, i+1
		}
	}
	for _, u := range units {
		if slices.Contains(issued.Units, u.ID) {
			b.Units = append(b.Units, u)
		}
	}
	return b, err
}

// Formats lists the formats that Write knows.
var Formats = []string{"pdf", "html", "csv"}

// Write writes batches of one poll, at least one, as one file in a format of
// Formats; lang, "zh" or "en", is that of the slips. They go by category. Slips
// of several categories are marked by words and by a band whose colour and
// pattern tell them apart, and begin with a sheet that says how many there are of
// each, to tick off while they are handed out.
func Write(w io.Writer, format, lang string, batches ...Batch) error {
	batches = slices.Clone(batches)
	slices.SortStableFunc(batches, func(a, b Batch) int { return cmp.Compare(a.Place, b.Place) })
	switch format {
	case "pdf":
		return PDF(w, lang, batches...)
	case "html":
		return HTML(w, lang, batches...)
	case "csv":
		return CSV(w, lang, batches...)
	}
	return fmt.Errorf("no format of slips %q: there are %s", format, strings.Join(Formats, ", "))
}

// MaxSlips is how many slips a page or a document of them holds: 625 sheets of
// paper, which browsers still print.
const MaxSlips = 5000

// Limit says what is wrong with asking for n codes in a format, so that none
// are issued that could not be handed over.
func Limit(format string, n int) survey.FieldErrors {
	if format != "csv" && format != "" && n > MaxSlips {
		return survey.FieldErrors{{Field: "n", Key: "slip_count", Args: survey.Args("max", MaxSlips)}}
	}
	return nil
}

// address is where the poll is answered, as people type it.
func (b Batch) address() string { return b.URL + "/p/" + b.Poll.ID }

// link leads to the poll with a code in the fragment, which browsers keep to
// themselves: no server or proxy sees it.
func (b Batch) link(code string) string { return b.address() + "#code=" + code }

// unitNames lists the names of the units that the codes are for.
func (b Batch) unitNames(lang string) string {
	names := make([]string, len(b.Units))
	for i, u := range b.Units {
		names[i] = u.Name.In(lang)
	}
	return strings.Join(names, map[string]string{"zh": "、", "en": ", "}[lang])
}
