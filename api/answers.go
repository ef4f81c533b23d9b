package api

import (
	"bytes"
	"encoding/json"
	"fmt"

	"minping/survey"
)

// Answers are a ballot's answers as JSON: each a text, a number, or a list of
// these.
type Answers survey.Answers

// UnmarshalJSON reads every answer as the list of texts that it is inside. A
// number keeps the digits with which it was written.
func (a *Answers) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var values map[string]any
	if err := d.Decode(&values); err != nil {
		return err
	}
	*a = make(Answers, len(values))
	for item, v := range values {
		list, many := v.([]any)
		if !many {
			list = []any{v}
		}
		texts := make([]string, len(list))
		for i, v := range list {
			switch v := v.(type) {
			case string:
				texts[i] = v
			case json.Number:
				texts[i] = v.String()
			default:
				return fmt.Errorf("api: answer to %q is %T, not a text or number", item, v)
			}
		}
		if len(texts) > 0 {
			(*a)[item] = texts
		}
	}
	return nil
}
