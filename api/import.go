package api

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"minping/survey"
	"minping/survey/intake"
)

// tableMistakes are what is wrong with a table: each says its line and column.
func tableMistakes(p *intake.Problems) mistakes {
	places := p.Places()
	all := make(mistakes, len(places))
	for i, at := range places {
		all[i] = Mistake{Line: at.Row, Column: at.Column, Key: at.Key, words: at.Message}
		if at.Index >= 0 {
			all[i].Pointer = rowPointer(at.Index)
			if at.Name != "" {
				all[i].Pointer += "/" + escape(at.Name)
			}
		}
	}
	return all
}

// rowPointer points to a row of a body that is a table or lines.
func rowPointer(i int) string { return "/rows/" + strconv.Itoa(i) }

// mostLines is how many lines a body may have.
const mostLines = 100_000

// A lineReader reads a body that is a JSON value a line, each as a schema of
// the document says and under the rules of T. No more than a line is in memory
// beside what was read.
type lineReader[T any] struct {
	schema *openapi3.Schema
	rows   []T
	lines  []int // where each stands
	wrong  mistakes
}

func (r *lineReader[T]) read(body io.Reader) error {
	in := bufio.NewReaderSize(body, 64<<10)
	for line := 1; ; line++ {
		text, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return readError(err)
		}
		if len(strings.TrimSpace(string(text))) > 0 {
			if len(r.lines) >= mostLines {
				e := survey.FieldError{Key: "items_max", Args: survey.Args("max", mostLines)}
				r.wrong = append(r.wrong, Mistake{Line: line, Key: e.Key, words: e.Message})
				return invalid(r.wrong)
			}
			r.add(text, line)
		}
		if err != nil || len(r.wrong) >= maxMistakes {
			break
		}
	}
	if len(r.lines) == 0 {
		return malformedError{survey.FieldError{Key: "json_empty"}}
	}
	if r.wrong != nil {
		return invalid(r.wrong)
	}
	return nil
}

// add reads a line.
func (r *lineReader[T]) add(text []byte, line int) {
	index := len(r.lines)
	r.lines = append(r.lines, line)
	var row T
	wrong := r.check(text)
	if wrong == nil {
		if err := json.Unmarshal(text, &row); err != nil {
			wrong = mistakes{mistake("", survey.FieldError{Key: "schema", Args: survey.Args("rule", "type")})}
		}
	}
	for _, m := range wrong {
		m.Pointer, m.Line = rowPointer(index)+m.Pointer, line
		r.wrong = append(r.wrong, m)
	}
	r.rows = append(r.rows, row)
}

// check says what is wrong with a line.
func (r *lineReader[T]) check(text []byte) mistakes {
	value, err := parseJSON(text)
	var broken malformedError
	var fields survey.FieldErrors
	switch {
	case errors.As(err, &broken):
		m := mistake("", broken.Mistake)
		switch at := broken.Mistake.Args["offset"].(type) {
		case int64:
			m.Column = int(at)
		case int: // it ends too early
			m.Column = at
		}
		return mistakes{m}
	case errors.As(err, &fields):
		return fieldMistakes(fields)
	}
	err = r.schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsRequest(),
		openapi3.EnableFormatValidation(), openapi3.DisableSchemaErrorDetails())
	if err != nil {
		return schemaMistakes(err)
	}
	return nil
}

// A sentRoster is units and where they stood in a body.
type sentRoster struct {
	units   []survey.Unit
	lines   []int
	columns map[string]int // of a table: by field
}

// readRoster reads units from a table, or from lines of JSON.
func readRoster(media string, body io.Reader) (sentRoster, error) {
	if strings.HasPrefix(media, "text/csv") {
		r, err := intake.UploadedRoster(unbroken{body}, "units.csv")
		var wrong *intake.Problems
		if errors.As(err, &wrong) {
			return sentRoster{}, tableMistakes(wrong)
		}
		if err != nil {
			return sentRoster{}, err
		}
		return sentRoster{r.Units, r.Lines, r.Columns}, nil
	}
	lines := lineReader[survey.Unit]{schema: document.doc.Components.Schemas["Unit"].Value}
	if err := lines.read(body); err != nil {
		return sentRoster{}, err
	}
	return sentRoster{lines.rows, lines.lines, nil}, nil
}

// unbroken tells a body that breaks off from a failure of ours.
type unbroken struct{ io.Reader }

// Read implements io.Reader.
func (b unbroken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = readError(err)
	}
	return n, err
}

// place says where in the body what is wrong with units stands.
func (r sentRoster) place(errs survey.FieldErrors) mistakes {
	all := make(mistakes, len(errs))
	for i, m := range fieldMistakes(errs) {
		index, field, _ := strings.Cut(strings.TrimPrefix(m.Pointer, "/units/"), "/")
		if n, err := strconv.Atoi(index); err == nil && n < len(r.lines) {
			m.Pointer, m.Line, m.Column = rowPointer(n)+"/"+field, r.lines[n], r.columns[field]
		}
		all[i] = m
	}
	return all
}

// ImportUnits puts the units of a table, or of lines of JSON.
func (s *Server) ImportUnits(ctx context.Context, request ImportUnitsRequestObject) (ImportUnitsResponseObject, error) {
	r := caller(ctx).Request()
	roster, err := readRoster(r.Header.Get("Content-Type"), r.Body)
	if err != nil {
		return nil, err
	}
	change, err := s.within(ctx).ImportUnits(ctx, roster.units, request.Params.Check, mayMatch[[]survey.Unit](ctx))
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return nil, invalid(roster.place(wrong))
	}
	return ImportUnits200JSONResponse{
		Stored: !request.Params.Check, Added: list(change.Added), Changed: list(change.Changed), Unchanged: change.Same,
	}, err
}
