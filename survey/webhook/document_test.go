package webhook

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"minping/survey"
)

// What is sent is as the API's document says, of every kind.
func TestMessagesAreAsDocumented(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join("..", "..", "api", "openapi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	schema := doc.Components.Schemas["PollEvent"].Value
	for _, kind := range survey.EventKinds {
		body, err := bodyOf(survey.Event{
			ID: survey.NewEventID(), Kind: kind, Poll: "spring",
			Title: survey.Text{"zh": "春季测评"}, At: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC),
		}, "https://minping.example.org/r/spring")
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(body, &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
