package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"minping/survey"
)

// DefaultBody is what a JSON channel posts unless it says otherwise.
const DefaultBody = `{"subject": "{subject}", "text": "{text}", "link": "{link}"}`

// jsonNames are the placeholders of a JSON body.
var jsonNames = []string{"kind", "lang", "link", "poll", "subject", "text", "time"}

var errBody = errors.New("the body must be one JSON value")

// fillJSON fills the placeholders in the strings of a JSON value. Only values
// are filled, after parsing: nothing that is filled in can change the form.
func fillJSON(body string, n Note, now time.Time) (any, error) {
	parsed, err := parseBody(body)
	if err != nil {
		return nil, err
	}
	return filled(parsed, survey.Args(
		"kind", string(n.Kind), "lang", n.Lang, "link", n.Link, "poll", n.Poll,
		"subject", oneLine(n.Subject), "text", n.Text, "time", now.UTC().Format(time.RFC3339),
	)), nil
}

// parseBody reads one JSON value; "" is the default.
func parseBody(body string) (any, error) {
	if strings.TrimSpace(body) == "" {
		body = DefaultBody
	}
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("%w: %w", errBody, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errBody
	}
	return v, nil
}

func filled(v any, args map[string]any) any {
	switch v := v.(type) {
	case string:
		return survey.Fill(v, "en", args)
	case []any:
		for i := range v {
			v[i] = filled(v[i], args)
		}
	case map[string]any:
		for k := range v {
			v[k] = filled(v[k], args)
		}
	}
	return v
}
