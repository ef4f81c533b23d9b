package answer

import (
	"strings"
	"testing"

	"minping/survey"
	"minping/web/site"
)

// Raters read before they answer where their words will stand; where groups are
// not told apart, or nothing is asked in words, nothing is said.
func TestWrittenIsToldBefore(t *testing.T) {
	q := &survey.Questionnaire{
		Groups: []survey.Group{
			{ID: "boss", Title: survey.Text{"zh": "上级", "en": "Superiors"}, Attributable: true},
			{ID: "peer", Title: survey.Text{"zh": "同级", "en": "Peers"}},
		},
		Items:      []survey.Item{{ID: "why", Type: survey.LongText}},
		Disclosure: survey.Disclosure{MinGroup: 3, CommentsByGroup: true},
	}
	for _, tt := range []struct {
		lang, group string
		holds       []string
	}{
		{"en", "boss", []string{"“Superiors”", "others can tell that it is yours"}},
		{"en", "peer", []string{"“Peers” if 5 or more", "none is shown"}},
		{"en", "", []string{"5 or more", "by Superiors stands"}},
		{"zh", "boss", []string{"“上级”名下", "看得出是您写的"}},
		{"zh", "peer", []string{"“同级”有 5 人以上", "不公布"}},
		{"zh", "", []string{"5 人以上", "上级写的话列在各自名下"}},
	} {
		got := written(site.Page{Lang: tt.lang}, q, tt.group)
		for _, words := range tt.holds {
			if !strings.Contains(got, words) {
				t.Errorf("%s, %q: %q does not say %q", tt.lang, tt.group, got, words)
			}
		}
	}
	if written(site.Page{Lang: "en"}, nil, "") != "" {
		t.Error("something is said of no questionnaire")
	}
	q.Items[0].Profile = true
	if got := written(site.Page{Lang: "en"}, q, "peer"); got != "" {
		t.Errorf("nothing is asked in words, and it says %q", got)
	}
	q.Items[0].Profile, q.Disclosure.CommentsByGroup = false, false
	if got := written(site.Page{Lang: "en"}, q, "peer"); got != "" {
		t.Errorf("groups are not told apart, and it says %q", got)
	}
}
