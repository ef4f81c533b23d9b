package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// The chair of a meeting sees how many have handed in, closes by typing the word,
// and may do nothing else.
func TestChairCloses(t *testing.T) {
	d := newDesk(t)
	meet(t, d.world, "meeting")
	other := survey.Poll{ID: "other", Title: survey.Text{"zh": "另一次"}, Questionnaire: survey.QuestionnaireRef{ID: "plenary"}, Units: []string{"m1"}, Access: survey.ByCode, Closes: now.AddDate(0, 0, 1)}
	_, err := d.service.CreatePoll(t.Context(), other)
	must(t, err)
	must(t, d.service.OpenPoll(t.Context(), "other"))
	a, err := d.Access.Add(t.Context(), "chair", password)
	must(t, err)
	_, err = d.Access.Grant(t.Context(), access.Grant{Account: a.ID, Role: access.Chair, Poll: "meeting"})
	must(t, err)
	d.cookies["chair"] = session(t, d.send("/login", url.Values{"name": {"chair"}, "password": {password}}, nil))

	for _, lang := range []string{"zh", "en"} {
		page := d.page(t, "chair", "/meeting/meeting?lang="+lang, http.StatusOK)
		for _, said := range []string{site.Translate(lang, "meeting.type", "word", site.Translate(lang, "meeting.word")), `name="word"`, site.Translate(lang, "manage.ask.close.text")} {
			if !strings.Contains(unmarked(page), said) {
				t.Errorf("%s: the page lacks %q:\n%s", lang, said, page)
			}
		}
	}
	for path, want := range map[string]int{"/meeting/other": 404, "/manage/meeting": 404, "/manage/meeting/screen": 404, "/paper/meeting": 404, "/r/meeting": 404} {
		d.page(t, "chair", path, want)
	}
	if page := d.post(t, "chair", "/meeting/meeting?lang=en", url.Values{"word": {"yes"}}, http.StatusUnprocessableEntity); !strings.Contains(page, "Not closed") || !strings.Contains(page, `value="yes"`) {
		t.Errorf("another word:\n%s", page)
	}
	if p, err := d.service.Poll(t.Context(), "meeting"); err != nil || p.State != survey.Open {
		t.Fatalf("%s, %v", p.State, err)
	}
	d.post(t, "chair", "/meeting/meeting?lang=en", url.Values{"word": {" Close "}}, http.StatusSeeOther)
	if page := d.page(t, "chair", "/meeting/meeting?lang=en", http.StatusOK); !strings.Contains(page, site.Translate("en", "meeting.closed")) || strings.Contains(page, `name="word"`) {
		t.Errorf("once it is closed:\n%s", page)
	}
	d.post(t, "chair", "/meeting/meeting", url.Values{"word": {"x"}}, http.StatusSeeOther) // somebody was faster
}
