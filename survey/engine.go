package survey

// Check validates answers against the questionnaire as a respondent would
// meet it: hidden items (show_if) are dropped, required ones demanded, options,
// limits, patterns and checks enforced. It returns the answers to keep, with
// the calculated ones filled in, and all that is wrong; soft doubts are left
// out where confirmed.
func (q *Questionnaire) Check(a Answers, confirmed bool) (Answers, FieldErrors) {
	panic("survey: not written yet")
}

// Visible reports which items and pages are shown, given the answers so far.
func (q *Questionnaire) Visible(a Answers) map[string]bool { panic("survey: not written yet") }

// Quote returns the text in the language with {{item}} replaced by the labels
// of earlier answers.
func (q *Questionnaire) Quote(t Text, lang string, a Answers) string {
	panic("survey: not written yet")
}

// Branch returns a show_if expression as a small JSON-able tree for the
// browser: ["and", x, y], ["in", ["item","s1"], ["list","1","2"]], …
func (q *Questionnaire) Branch(show string) (any, error) { panic("survey: not written yet") }
