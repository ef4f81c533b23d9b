package web

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// layoutPoll opens a poll about one unit in a layout.
func (w *world) layoutPoll(t testing.TB, id, questionnaire string, layout survey.Layout) {
	t.Helper()
	p := survey.Poll{
		ID: id, Title: survey.Text{"zh": "测评", "en": "Poll"}, Questionnaire: survey.QuestionnaireRef{ID: questionnaire},
		Units: []string{"west"}, Access: survey.OpenLink, Layout: layout,
	}
	_, err := w.service.CreatePoll(context.Background(), p)
	must(t, err)
	must(t, w.service.OpenPoll(context.Background(), id))
}

// reviewOf returns the questions and answers that the review lists.
func reviewOf(t *testing.T, v *visitor) string {
	t.Helper()
	v.sees(http.StatusOK, "Check your answers")
	var b strings.Builder
	for _, m := range givenLine.FindAllStringSubmatch(v.body, -1) {
		b.WriteString(m[1] + " " + m[2] + "\n")
	}
	return b.String()
}

var givenLine = regexp.MustCompile(`<dt>(.*?)</dt><dd>(.*?)(?: <button|</dd>)`)

// answerFirst takes the first option of every choice on the page.
func (v *visitor) answerFirst() *visitor {
	v.t.Helper()
	seen := make(map[string]bool)
	for n := range v.doc.Descendants() {
		item, ok := strings.CutPrefix(attr(n, "name"), answer.FieldAnswer)
		if ok && attr(n, "type") == "radio" && !seen[item] {
			seen[item] = true
			v.answer(item, attr(n, "value"))
		}
	}
	return v
}

// Each layout asks the same, finds the same mistakes, goes back and forth
// without losing anything, and hands in.
func TestLayoutOneByOne(t *testing.T) {
	w := newWorld(t)
	w.layoutPoll(t, "one", "everything", survey.OneByOne)
	v := w.visit(t, "/p/one").sees(http.StatusOK, "Question 1 of 11", "About Xiling", "The visit overall")
	if strings.Contains(v.body, "a.again") || strings.Contains(v.body, " checked") {
		t.Error("the first screen asks more than one question, or one is answered")
	}
	// A mistake is told on its screen; a bad answer calls for the reason at once.
	v.next().sees(http.StatusUnprocessableEntity, "1 question needs another look", "Choose one answer")
	if !strings.Contains(v.body, "<title>Error: ") || !strings.Contains(v.body, `href="#q-overall1"`) {
		t.Error("title or summary do not speak of the mistake")
	}
	v.answer("overall1", "1").next().sees(http.StatusOK, "Why not satisfied?")
	v.answer("why", "Queues").press(site.FieldGo, "back").sees(http.StatusOK, "The visit overall")
	if v.form.Get("a.why") != "Queues" || v.form.Get("a.overall1") != "1" {
		t.Errorf("answers lost going back: %v", v.form)
	}
	v.answer("overall1", "4").next().sees(http.StatusOK, "Manner of the staff", "Question 2 of 11")
	v.answer("staff.doctor", "5").answer("staff.nurse", "0").next().answer("again", "9").next()
	v.sees(http.StatusOK, "How did you hear of us?").press(site.FieldGo, "lang:zh").sees(http.StatusOK, "第 4 题，共 11 题").press(site.FieldGo, "lang:en")
	v.answer("heard", "web", "friend").next().answer("order", "signs", "queue").next()
	v.answer("visits", "60").next().sees(http.StatusUnprocessableEntity, "Please confirm 1 answer").press(site.FieldGo, "sure")
	v.next().answer("day", "2026-11-20").next()
	for range 6 { // what is left may be skipped, but for the age
		if strings.Contains(v.body, `type="radio" name="a.age"`) {
			v.answer("age", "a")
		}
		if strings.Contains(v.text(), "Check your answers") {
			break
		}
		v.next()
	}
	if got := reviewOf(t, v); !strings.Contains(got, "1. The visit overall Satisfied") || strings.Contains(got, "Why not") || !strings.Contains(got, "60 visits") {
		t.Errorf("the review says %s", got)
	}
	// From the review to a question and back.
	v.press(site.FieldGo, "to:_item.visits").sees(http.StatusOK, "Check answers").answer("visits", "3").next().sees(http.StatusOK, "3 visits")
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	w.ballots(t, "one", 1)
}

func TestLayoutList(t *testing.T) {
	w := newWorld(t)
	w.layoutPoll(t, "list", "everything", survey.AsList)
	v := w.visit(t, "/p/list").sees(http.StatusOK, "The visit overall", "How did you hear of us?", "Your age", "Check answers")
	v.answer("overall1", "1").answer("visits", "600").next()
	v.sees(http.StatusUnprocessableEntity, "questions need another look", "cannot be more than 99", "Choose one answer in each row")
	if v.form.Get("a.visits") != "600" || v.form.Get("a.overall1") != "1" {
		t.Errorf("answers lost: %v", v.form)
	}
	for _, id := range []string{"q-why", "q-staff", "q-again", "q-visits"} {
		if !strings.Contains(v.body, `href="#`+id+`"`) || !strings.Contains(v.body, `id="`+id+`"`) {
			t.Errorf("the summary does not lead to %s", id)
		}
	}
	v.answer("staff.doctor", "5").answer("staff.nurse", "0").answer("again", "9").answer("why", "Queues").answer("heard", "web")
	v.answer("visits", "60").answer("age", "a").next().sees(http.StatusUnprocessableEntity, "Please confirm 1 answer")
	v.press(site.FieldGo, "sure").sees(http.StatusOK, "Check your answers", "Queues", "60 visits")
	if !strings.Contains(v.body, `value="to:_all" formaction="/p/list#q-overall1"`) {
		t.Error("the review does not lead to the first part on the list")
	}
	v.press(site.FieldGo, "back").sees(http.StatusOK, "The visit overall").answer("overall1", "4").press(site.FieldGo, "sure")
	if got := reviewOf(t, v); strings.Contains(got, "Queues") {
		t.Errorf("an answer that does not apply any more is in the review: %s", got)
	}
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	w.ballots(t, "list", 1)
}

// The bundled questionnaire of 19 questions says the same in the review,
// however it was asked, and its numbers run on.
func TestLayoutsAgree(t *testing.T) {
	w := newWorld(t)
	var reviews []string
	for _, layout := range []survey.Layout{survey.InPages, survey.OneByOne, survey.AsList} {
		id := "l-" + string(layout) + "x"
		w.layoutPoll(t, id, "organisation-work", layout)
		v := w.visit(t, "/p/"+id+"?group=public")
		steps := 0
		for ; !strings.Contains(v.text(), "Check your answers"); steps++ {
			if steps > 60 {
				t.Fatalf("%q has no end", layout)
			}
			v.answerFirst().next()
		}
		if most := map[survey.Layout]int{survey.InPages: 8, survey.OneByOne: 40, survey.AsList: 1}[layout]; steps > most {
			t.Errorf("%q took %s steps", layout, strconv.Itoa(steps))
		}
		reviews = append(reviews, reviewOf(t, v))
		v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	}
	if reviews[0] != reviews[1] || reviews[0] != reviews[2] {
		t.Errorf("reviews differ:\n%s", strings.Join(reviews, "\n"))
	}
}
