package notify

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"minping/survey"
)

// A Text is how a kind of message is worded in a language. Placeholders such as
// {poll} are filled in when it is sent; what [[ ]] encloses is left out where a
// placeholder in it is empty. Nothing else in it is interpreted.
type Text struct {
	Kind    Kind   `json:"kind"`
	Lang    string `json:"lang"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
	Own     bool   `json:"own"` // worded for this poll, not the default
}

// The most characters of a text.
const (
	maxSubject = 150
	maxBody    = 5000
)

// Names are the placeholders of a kind.
func (k Kind) Names() []string {
	switch k {
	case Invitation, Reminder:
		return []string{"closes", "contact", "how", "link", "name", "opens", "organiser", "poll"}
	case Bundle:
		return []string{"closes", "contact", "link", "name", "opens", "organiser", "poll", "sheets"}
	case Nomination:
		return []string{"closes", "contact", "link", "name", "opens", "organiser", "poll", "until"}
	case Account:
		return []string{"expires", "link", "name"}
	case Test:
		return []string{"link"}
	case OrderIssued, OrderSubmitted, OrderReturned, OrderClosed, OrderReminded, OrderOverdue:
		return []string{"due", "late", "level", "link", "number", "task", "tasks", "title", "unit", "why"}
	case CaseOpened, CaseDue, CaseOverdue, CaseReminded, CaseAppealed, CaseReturned, CaseAnswered, CaseClosed:
		return []string{"due", "kind", "late", "level", "link", "number", "unit", "waits"}
	}
	return []string{"closes", "link", "opens", "organiser", "poll"}
}

// DefaultText returns the wording of a kind that comes with the program.
func DefaultText(k Kind, lang string) Text {
	w := wordings[k]
	return Text{Kind: k, Lang: lang, Subject: w.subject.In(lang), Body: w.body.In(lang)}
}

var placeholder = regexp.MustCompile(`\{([^{}\s]*)\}`)

// Check says what is wrong with a text that an organiser worded.
func (t Text) Check() (errs survey.FieldErrors) {
	wrong := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if !slices.Contains(PollKinds, t.Kind) {
		wrong("kind", "unknown_text", "kind", string(t.Kind), "kinds", kindNames(PollKinds))
	}
	if t.Lang != "zh" && t.Lang != "en" {
		wrong("lang", "unknown_lang", "lang", t.Lang)
	}
	if strings.ContainsFunc(t.Subject, unicode.IsControl) {
		wrong("subject", "one_line")
	}
	if strings.ContainsFunc(t.Body, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }) {
		wrong("body", "bad_characters")
	}
	for _, part := range []struct {
		field, text string
		most        int
	}{{"subject", t.Subject, maxSubject}, {"body", t.Body, maxBody}} {
		switch n := utf8.RuneCountInString(part.text); {
		case strings.TrimSpace(part.text) == "":
			wrong(part.field, "missing")
		case n > part.most:
			wrong(part.field, "too_long", "max", part.most, "count", n)
		}
		errs = append(errs, t.checkNames(part.field, part.text)...)
	}
	return errs
}

// checkNames refuses placeholders that the kind does not have, each once.
func (t Text) checkNames(field, text string) (errs survey.FieldErrors) {
	names, told := t.Kind.Names(), map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if name := m[1]; !slices.Contains(names, name) && !told[name] {
			told[name] = true
			near := survey.Nearest(name, names)
			if near != "" {
				near = "{" + near + "}"
			}
			errs = append(errs, survey.FieldError{Field: field, Key: "unknown_placeholder", Args: survey.Args("name", "{"+name+"}", "near", near, "names", braced(names))})
		}
	}
	return errs
}

func kindNames(kinds []Kind) []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return names
}

// note fills the text in.
func (t Text) note(args map[string]any) Note {
	link, _ := args["link"].(string)
	return Note{
		Kind: t.Kind, Lang: t.Lang, Link: link,
		Subject: oneLine(survey.Fill(t.Subject, t.Lang, args)),
		Text:    tidy(survey.Fill(t.Body, t.Lang, args)),
	}
}

var emptyLines = regexp.MustCompile(`\n{3,}`)

// tidy leaves one empty line where a part that was left out had stood between two.
func tidy(text string) string {
	return strings.TrimSpace(emptyLines.ReplaceAllString(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n"))
}

// moment writes a time as texts have it, "" for none.
func moment(lang string, t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	if lang == "en" {
		return t.In(zone).Format("2 January 2006, 15:04")
	}
	return t.In(zone).Format("2006年1月2日 15:04")
}
