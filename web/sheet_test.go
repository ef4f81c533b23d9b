package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/library"
	"minping/web/answer"
	"minping/web/design"
	"minping/web/site"
)

func developing(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.Design = true
	w.Serve(w.e, design.New(w.Site, answer.New(w.Site)).Routes())
	return w
}

// evaluating is a world with the open poll "bureau" about a team and so many of
// its members, and a code for each of the ballot categories.
func evaluating(t *testing.T, members int) (w *world, codes map[string]string) {
	t.Helper()
	w = emptyWorld(t)
	openBureau(t, w, members, survey.ByCode)
	codes = map[string]string{}
	for _, group := range []string{"A", "B", "C"} {
		_, made, err := w.service.IssueCodes(context.Background(), "bureau", survey.CodeBatch{Group: group}, 1)
		must(t, err)
		codes[group] = made[0]
	}
	return w, codes
}

// openBureau opens the poll "bureau" about a team and so many of its members.
func openBureau(t *testing.T, w *world, members int, access survey.Access) {
	t.Helper()
	ctx := context.Background()
	src, err := library.Source("leadership-evaluation")
	must(t, err)
	_, err = w.service.AddQuestionnaire(ctx, src)
	must(t, err)
	units := []survey.Unit{{ID: "bureau", Name: survey.Text{"zh": "霁川市林业局领导班子", "en": "Forestry Bureau, leadership team"}, Tier: "team"}}
	ids := []string{"bureau"}
	family, given := []rune("文齐岑林冉沈顾陶祝柏"), []string{"知远", "若川", "望舒"}
	familyEn, givenEn := []string{"Wen", "Qi", "Cen", "Lin", "Ran", "Shen", "Gu", "Tao", "Zhu", "Bai"}, []string{"Zhiyuan", "Ruochuan", "Wangshu"}
	for i := range members {
		f, g := i%len(family), i/len(family)%len(given)
		u := survey.Unit{ID: fmt.Sprintf("p-%02d", i+1), Tier: "person", Parent: "bureau", Name: survey.Text{"zh": string(family[f]) + given[g], "en": familyEn[f] + " " + givenEn[g]}}
		units, ids = append(units, u), append(ids, u.ID)
	}
	must(t, w.service.PutUnits(ctx, units))
	_, err = w.service.CreatePoll(ctx, survey.Poll{
		ID: "bureau", Title: survey.Text{"zh": "霁川市林业局领导班子和领导干部民主测评", "en": "Forestry Bureau: the team and its members"},
		Questionnaire: survey.QuestionnaireRef{ID: "leadership-evaluation"}, Access: access, Units: ids,
		Closes: now.Add(24 * time.Hour), Simulated: true,
	})
	must(t, err)
	must(t, w.service.OpenPoll(ctx, "bureau"))
}

// enter visits the poll with a code.
func enterSheet(t *testing.T, w *world, code string) *visitor {
	t.Helper()
	v := w.visit(t, "/p/bureau").sees(http.StatusOK, "Confidential")
	v.form.Set(answer.FieldCode, code)
	return v.press(site.FieldGo, "start")
}

// markAll gives every cell of a unit a mark, the grade first.
func (v *visitor) markAll(unit, letter, mark, grade string) {
	v.t.Helper()
	v.answer(unit+"/"+letter+"00", grade)
	for i := range 12 {
		v.answer(fmt.Sprintf("%s/%s%02d", unit, letter, i+1), mark)
	}
}

// A sheet is one form: what is wrong stands beside its cell and in the summary,
// nothing is lost, and it goes into the box whole.
func TestSheetWithoutScript(t *testing.T) {
	w, codes := evaluating(t, 3)
	v := enterSheet(t, w, codes["B"]).sees(http.StatusOK, "Ballot B", "4 to rate, 52 marks", "at most 1 of 3 may be graded “Excellent”", "A mark of Poor, Incompetent needs a reason", "Political direction")
	if strings.Contains(v.body, "nonymous") || v.header.Get("Set-Cookie") != "" {
		t.Error("the sheet says anonymous, or sets a cookie")
	}
	v.next().sees(http.StatusUnprocessableEntity, "52 things need another look", "Wen Zhiyuan · Political attitude", "Not marked yet")
	v.markAll("bureau", "T", "B", "A")
	v.markAll("p-01", "M", "B", "A")
	v.markAll("p-02", "M", "A", "A")
	v.markAll("p-03", "M", "0", "0")
	v.answer("p-03/M05", "D")
	v.next().sees(http.StatusUnprocessableEntity, "2 things need another look", "Cen Zhiyuan · Reason for the lowest grade", "At most 1 of 3 may be graded “Excellent” (there are 2); please change 1")
	if v.form.Get("a.p-02/M07") != "A" || v.form.Get("a.p-03/M05") != "D" {
		t.Error("marks are lost")
	}
	for _, link := range []string{`href="#c-3-M00"`, `href="#q-p-03/reason"`} {
		if !strings.Contains(v.body, link) {
			t.Errorf("no link %s in the summary", link)
		}
	}
	v.answer("p-02/M00", "B").answer("p-03/reason", "late with\r\nevery report")
	// Another language on the way loses nothing.
	v.press(site.FieldGo, "lang:zh").sees(http.StatusOK, "德", "填表规则")
	v.form.Set(site.LangField, "en")
	v.next().sees(http.StatusOK, "Check your answers", "Wen Zhiyuan", "Competent 12", "Abstain 11", "late with")
	v.press(site.FieldGo, "to:2").sees(http.StatusOK, "Rules of the sheet")
	v.next().press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	first := v.receipt()

	ctx := context.Background()
	must(t, w.service.ClosePoll(ctx, "bureau"))
	r, err := w.service.Release(ctx, "bureau")
	must(t, err)
	if len(first) != 64 || r.Method.Ballots != 4 {
		t.Errorf("receipt %q, %d ballots", first, r.Method.Ballots)
	}
}

// The same sheet again is the same submission; another one under its code is
// none.
func TestSheetCountsOnce(t *testing.T) {
	w, codes := evaluating(t, 1)
	v := enterSheet(t, w, codes["A"])
	v.markAll("bureau", "T", "B", "B")
	v.markAll("p-01", "M", "A", "A")
	v.next().sees(http.StatusOK, "Check your answers")
	review := *v
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	again := review
	if again.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you"); again.receipt() != v.receipt() {
		t.Error("sent again it has another receipt")
	}
	review.form.Set("a.p-01/M00", "B")
	review.press(site.FieldGo, "submit").sees(http.StatusConflict)
	enterSheet(t, w, codes["A"]).sees(http.StatusConflict)
}

// A wholly abstaining sheet is a valid one; items that are not on it are not
// taken, nor are units.
func TestSheetAbstains(t *testing.T) {
	w, codes := evaluating(t, 2)
	v := enterSheet(t, w, codes["C"])
	for _, unit := range []string{"bureau", "p-01", "p-02"} {
		letter := "M"
		if unit == "bureau" {
			letter = "T"
		}
		v.markAll(unit, letter, "0", "0")
	}
	v.form.Set("a.p-02/T01", "A")
	v.form.Set("a.nobody/M01", "A")
	v.next().sees(http.StatusUnprocessableEntity, "1 thing needs another look", "no item")
	v.form.Del("a.p-02/T01")
	v.next().press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
}

// A sheet of a team, 30 people and 12 items takes 24,000 bytes, its module
// 2,500, its styles 3,500, all packed.
func TestSheetBudget(t *testing.T) {
	w, codes := evaluating(t, 30)
	v := enterSheet(t, w, codes["A"])
	for name, c := range map[string]struct {
		content []byte
		most    int
	}{
		"the page": {[]byte(v.body), 24_000}, "sheet.js": {w.get("/static/sheet.js").Body.Bytes(), 2500},
		"styles": {append(w.get("/static/sheet.css").Body.Bytes(), w.get("/static/sheet-grid.css").Body.Bytes()...), 3500},
	} {
		n := packed(t, c.content)
		t.Logf("%s: %d bytes, %d packed", name, len(c.content), n)
		if n > c.most {
			t.Errorf("%s: %d bytes packed", name, n)
		}
	}
}

// The design system's sheet is checked as a real one, and forgotten.
func TestDesignSheet(t *testing.T) {
	v := developing(t).visit(t, "/design/sheet").sees(http.StatusOK, "4 to rate", "People 2")
	v.next().sees(http.StatusUnprocessableEntity, "52 things need another look")
}
