package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// quotaPoll opens a poll with quotas about all units of the world.
func (w *world) quotaPoll(t *testing.T, id, questionnaire string, access survey.Access, quotas ...survey.Quota) {
	t.Helper()
	_, err := w.service.CreatePoll(context.Background(), survey.Poll{
		ID: id, Title: survey.Text{"zh": "配额测评", "en": "Poll with quotas"}, Questionnaire: survey.QuestionnaireRef{ID: questionnaire},
		Units: []string{"east", "east-1", "west"}, Access: access, Quotas: quotas,
	})
	must(t, err)
	must(t, w.service.OpenPoll(context.Background(), id))
}

// cast hands in n ballots with the same answers, and lets a second pass.
func (w *world) cast(t *testing.T, poll, unit, group string, n int, answers survey.Answers) {
	t.Helper()
	for i := range n {
		key := make([]byte, 32)
		copy(key, unit+group)
		key[31] = byte(i)
		_, err := w.service.Accept(context.Background(), survey.Submission{
			Poll: poll, Key: key, Salt: key, Ballots: []survey.Ballot{{Unit: unit, Group: group, Answers: answers}},
		})
		must(t, err)
	}
	must(t, w.service.Tick(context.Background()))
}

// everythingAnswered answers what "everything" requires.
func everythingAnswered(age string) survey.Answers {
	return survey.Answers{"overall1": {"4"}, "staff.doctor": {"5"}, "staff.nurse": {"0"}, "again": {"9"}, "heard": {"web"}, "age": {age}}
}

// workAnswered answers what "organisation-work" requires.
func workAnswered() survey.Answers {
	a := survey.Answers{}
	for part, n := range map[string]int{"A": 5, "B": 5, "C": 5, "D": 4} {
		for i := range n {
			a[part+string(rune('1'+i))] = []string{"5"}
		}
	}
	return a
}

func TestFullUnitsCannotBeChosen(t *testing.T) {
	w := newWorld(t)
	w.quotaPoll(t, "panel", "everything", survey.OpenLink, survey.Quota{Unit: "west", Target: 5}, survey.Quota{Unit: "east", Target: 5}, survey.Quota{Unit: "east-1", Target: 5})
	begun := fillAll(w.visit(t, "/p/panel?unit=west"))
	w.cast(t, "panel", "west", "", 5, everythingAnswered("a"))
	v := w.visit(t, "/p/panel").sees(http.StatusOK, "Xiling Full", "Dongjiang as a whole", "Liuxi")
	if strings.Contains(v.body, "unit=west") {
		t.Error("a unit that is full can be chosen")
	}
	w.visit(t, "/p/panel?unit=west&go=start").sees(http.StatusOK, "Which one do you want to rate?", "Xiling Full")
	// Who had begun is told that nothing was stored, keeps his answers, and may
	// rate another unit.
	key := begun.form.Get(answer.FieldKey)
	begun.press(site.FieldGo, "submit").sees(http.StatusConflict, "Nothing was stored", "The 5 ballots needed about Xiling are in", "Rate another")
	if begun.form.Get(answer.FieldKey) != key || begun.form.Get("a.overall1") != "4" {
		t.Errorf("the draft is lost: %v", begun.form)
	}
	begun.press(site.FieldGo, "review").sees(http.StatusOK, "Check your answers")
	w.cast(t, "panel", "east", "", 5, everythingAnswered("a"))
	w.cast(t, "panel", "east-1", "", 5, everythingAnswered("a"))
	w.visit(t, "/p/panel").sees(http.StatusConflict, "All the places are taken", "nothing was stored")
	w.visit(t, "/p/panel?unit=east").sees(http.StatusConflict, "All the places are taken")
}

func TestFullGroupsCannotBeChosen(t *testing.T) {
	w := newWorld(t)
	w.quotaPoll(t, "panel", "organisation-work", survey.OpenLink, survey.Quota{Group: "cadres", Unit: "west", Target: 5}, survey.Quota{Group: "public", Target: 10})
	w.cast(t, "panel", "west", "cadres", 5, workAnswered())
	v := w.visit(t, "/p/panel?unit=west&group=cadres").sees(http.StatusOK, "As what do you rate Xiling?", "Officials Full")
	for n := range v.doc.Descendants() {
		if attr(n, "name") == site.FieldGroup && has(n, "disabled") != (attr(n, "value") == "cadres") {
			t.Errorf("group %s: disabled %v", attr(n, "value"), has(n, "disabled"))
		}
	}
	w.visit(t, "/p/panel?unit=west&group=public").sees(http.StatusOK, "Part 1 of 6")
	w.visit(t, "/p/panel?unit=east&group=cadres").sees(http.StatusOK, "Part 1 of 6")
	w.cast(t, "panel", "east", "public", 10, workAnswered())
	w.visit(t, "/p/panel").sees(http.StatusOK, "Xiling Full", "Dongjiang as a whole")
	w.visit(t, "/p/panel?unit=west").sees(http.StatusOK, "Which one do you want to rate?")
}

func TestFullProfileIsToldAndRefused(t *testing.T) {
	w := newWorld(t)
	w.quotaPoll(t, "panel", "everything", survey.OpenLink, survey.Quota{Where: map[string]string{"age": "a"}, Target: 5})
	w.cast(t, "panel", "west", "", 5, everythingAnswered("a"))
	for _, path := range []string{"/p/panel", "/p/panel?unit=west", "/p/panel?unit=west&go=start"} {
		w.visit(t, path).sees(http.StatusOK, "No more answers are needed from people who would say: Your age: Under 35.")
	}
	v := fillAll(w.visit(t, "/p/panel?unit=west"))
	v.press(site.FieldGo, "submit").sees(http.StatusConflict, "Nothing was stored", "5 people like you (Your age: Under 35) have answered", "Your answers are still on this page")
	for name, values := range map[string]string{"a.overall1": "4", "a.age": "a", "a.visits": "3"} {
		if v.form.Get(name) != values {
			t.Errorf("%s is lost: %v", name, v.form)
		}
	}
	v.press(site.FieldGo, "lang:zh").sees(http.StatusOK, "核对您的答案")
}

// A code for several units goes on without the one that is full.
func TestFullUnitOfASheet(t *testing.T) {
	w := newWorld(t)
	w.quotaPoll(t, "panel", "organisation-work", survey.ByCode, survey.Quota{Unit: "west", Target: 5})
	_, codes, err := w.service.IssueCodes(context.Background(), "panel", survey.CodeBatch{Group: "cadres", Units: []string{"east", "west"}}, 7)
	must(t, err)
	come := func(code string) *visitor {
		v := w.visit(t, "/p/panel")
		v.form.Set(answer.FieldCode, code)
		return v.press(site.FieldGo, "start")
	}
	v := come(codes[0]).press(site.FieldUnit, "west")
	rateWork(v, "5")
	rateWork(v.press(site.FieldGo, "unit:east"), "5")
	for _, code := range codes[1:6] {
		_, err := w.service.Accept(context.Background(), survey.Submission{
			Poll: "panel", Code: code, Salt: make([]byte, 32), Ballots: []survey.Ballot{{Unit: "west", Group: "cadres", Answers: workAnswered()}},
		})
		must(t, err)
	}
	v.press(site.FieldGo, "submit").sees(http.StatusConflict, "Your code has not been used up", "The 5 ballots needed about Xiling are in", "Leave out Xiling")
	v.press(site.FieldGo, "without:west").sees(http.StatusOK, "About Dongjiang", "Xiling Full").press(site.FieldGo, "unit:west").sees(http.StatusOK, "Check your answers", "Xiling Full")
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	come(codes[6]).sees(http.StatusOK, "Dongjiang", "Xiling Full").press(site.FieldUnit, "west").sees(http.StatusOK, "Which one do you want to rate?")
}

func TestGoldenFull(t *testing.T) {
	w := newWorld(t)
	w.quotaPoll(t, "panel", "everything", survey.OpenLink, survey.Quota{Unit: "west", Target: 5}, survey.Quota{Where: map[string]string{"age": "a"}, Target: 6})
	begun := fillAll(plain(w.visit(t, "/p/panel?unit=west")))
	w.cast(t, "panel", "west", "", 5, everythingAnswered("a"))
	w.cast(t, "panel", "east", "", 1, everythingAnswered("a"))
	for _, lang := range site.Languages {
		golden(t, "full-choose-"+lang, w.visit(t, "/p/panel?lang="+lang).body)
		begun.form.Set(site.LangField, lang)
		again := *begun
		golden(t, "full-refused-"+lang, again.press(site.FieldGo, "submit").body)
	}
}

// An option whose cell is full is closed where it is asked, by the answers of
// other screens; what was chosen before stays, and the box decides.
func TestFullOptionsAreClosed(t *testing.T) {
	w := newWorld(t)
	w.quotaPoll(t, "panel", "everything", survey.OpenLink, survey.Quota{Where: map[string]string{"age": "a"}, Target: 5})
	begun := fillAll(w.visit(t, "/p/panel?unit=west")) // says a
	w.cast(t, "panel", "west", "", 5, everythingAnswered("a"))
	options := func(v *visitor) (disabled []string, asked bool) {
		for n := range v.doc.Descendants() {
			if name, value := attr(n, "name"), attr(n, "value"); strings.HasPrefix(name, "a.") {
				asked = asked || name == "a.age"
				if has(n, "disabled") {
					disabled = append(disabled, name+"="+value)
				}
			}
		}
		return disabled, asked
	}
	var screens []string
	for n := range begun.doc.Descendants() {
		if value := attr(n, "value"); strings.HasPrefix(value, "to:") {
			screens = append(screens, value)
		}
	}
	found := false
	for _, screen := range screens {
		again := *begun
		disabled, asked := options(again.press(site.FieldGo, screen))
		found = found || asked
		if len(disabled) > 0 {
			t.Errorf("an option that was chosen is closed: %q", disabled)
		}
	}
	if !found {
		t.Fatalf("the question is on none of the screens %q", screens)
	}
	begun.press(site.FieldGo, "submit").sees(http.StatusConflict, "Nothing was stored")

	v := fillVisit(w.visit(t, "/p/panel?unit=west")).next()
	v.answer("heard", "web").next()
	if disabled, asked := options(v); !asked || strings.Join(disabled, " ") != "a.age=a" {
		t.Errorf("asked: %v, closed: %q", asked, disabled)
	}
	v.sees(http.StatusOK, "Under 35 Full")
}
