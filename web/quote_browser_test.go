package web

import (
	"net/http"
	"testing"

	"minping/survey"
)

// A question that quotes an answer of its own screen follows it; without
// script it speaks of the answer, whatever was chosen before.
func TestBrowserQuotes(t *testing.T) {
	w := newWorld(t)
	w.layoutPoll(t, "list", "everything", survey.AsList)
	for lang, want := range map[string][3]string{
		"en": {"You said “[your answer to question 1]”. What went wrong?", "You said “Dissatisfied”. What went wrong?", "You said “Rather dissatisfied”. What went wrong?"},
		"zh": {"您说“［第 1 题的答案］”，请说说哪里不好", "您说“不满意”，请说说哪里不好", "您说“不太满意”，请说说哪里不好"},
	} {
		b := openBrowser(t, w)
		b.open("/p/list?lang=" + lang)
		if got := eval[string](b, "document.querySelector('#q-what .ask').textContent"); got != want[0] {
			t.Errorf("at first it asks %q, want %q", got, want[0])
		}
		b.option("overall1", "1")
		b.awaits(want[1])
		b.option("overall1", "2")
		b.awaits(want[2])
		b.follow(forward) // with mistakes
		b.awaits(want[2])
	}
	plain := w.visit(t, "/p/list").answer("overall1", "1").next()
	plain.sees(http.StatusUnprocessableEntity, "[your answer to question 1]")
}
