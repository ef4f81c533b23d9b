// Package library holds the questionnaires that come with Minping: complete in
// Chinese and English, each a file to start from. A published version never
// changes; a changed file gets a new version.
package library

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"minping/survey"
)

//go:embed *.yaml
var files embed.FS

// An Entry describes one bundled questionnaire.
type Entry struct {
	ID        string      `json:"id"`
	Version   string      `json:"version"`
	Title     survey.Text `json:"title"`
	About     survey.Text `json:"about"` // what it is for, one line
	Items     int         `json:"items"` // questions asked, a matrix row each
	Languages []string    `json:"languages"`
}

// List returns the bundled questionnaires, the best known first.
func List() []Entry { return slices.Clone(entries()) }

// entries reads the files once.
var entries = sync.OnceValue(func() []Entry {
	list := make([]Entry, 0, len(catalogue))
	for _, c := range catalogue {
		e, err := describe(c.id)
		if err != nil {
			panic("library: " + err.Error()) // the files are part of the program
		}
		e.About = c.about
		list = append(list, e)
	}
	return list
})

// Source returns the file of a bundled questionnaire, or survey.ErrNotFound
// with the ids there are.
func Source(id string) ([]byte, error) {
	ids := make([]string, len(catalogue))
	for i, c := range catalogue {
		if ids[i] = c.id; c.id == id {
			return files.ReadFile(id + ".yaml")
		}
	}
	return nil, fmt.Errorf("questionnaire %q: %w (bundled: %s)", id, survey.ErrNotFound, strings.Join(ids, ", "))
}

// describe reads what an entry says from the file itself.
func describe(id string) (Entry, error) {
	src, err := files.ReadFile(id + ".yaml")
	if err != nil {
		return Entry{}, err
	}
	var q survey.Questionnaire
	if err := yaml.Unmarshal(src, &q); err != nil {
		return Entry{}, fmt.Errorf("%s: %w", id, err)
	}
	e := Entry{ID: q.ID, Version: q.Version, Title: q.Title, Languages: q.Languages}
	for i := range q.Items {
		e.Items += questions(&q.Items[i])
	}
	return e, nil
}

// questions counts what a respondent answers in an item.
func questions(it *survey.Item) int {
	switch it.Type {
	case survey.Information, survey.Calculated:
		return 0
	case survey.Matrix:
		return len(it.Rows)
	default:
		return 1
	}
}
