package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/rectify"
)

const ratedForm = `id: rated
version: %d
title: 满意度
index: [{item: s, weight: 1}]
items:
  - id: s
    text: %s
    options: [{code: "3", label: 满意, score: 100}, {code: "2", label: 一般, score: 60}, {code: "1", label: 不满意, score: 0}]
`

// hold publishes a round over twelve counties, of which those in best are rated
// by all as well as can be.
func (d desk) hold(t *testing.T, id, previous, version string, best ...string) {
	t.Helper()
	ctx := t.Context()
	p := survey.Poll{
		ID: id, Title: survey.Text{"zh": "测评" + id, "en": "Round " + id}, Previous: previous,
		Questionnaire: survey.QuestionnaireRef{ID: "rated", Version: version}, Access: survey.OpenLink, Closes: now.AddDate(0, 0, 8),
	}
	for u := range 12 {
		p.Units = append(p.Units, fmt.Sprint("n", u))
	}
	_, err := d.service.CreatePoll(ctx, p)
	must(t, err)
	must(t, d.service.OpenPoll(ctx, id))
	for u, unit := range p.Units {
		for i := range 24 {
			answer := []string{"3", "2", "3", "2", "1"}[(i+i*u+u)%5]
			if u == 0 {
				answer = []string{"1", "2"}[i%2]
			}
			for _, b := range best {
				if b == unit {
					answer = "3"
				}
			}
			key := make([]byte, 32)
			copy(key, id+unit)
			key[31] = byte(i)
			_, err := d.service.Accept(ctx, survey.Submission{Poll: id, Key: key, Salt: key, Ballots: []survey.Ballot{{Unit: unit, Answers: survey.Answers{"s": {answer}}}}})
			must(t, err)
		}
	}
	must(t, d.service.Tick(ctx))
	must(t, d.service.ClosePoll(ctx, id))
	must(t, d.service.PublishPoll(ctx, id))
}

// The proof says where there is nothing to hold against, where nothing was
// ordered, what became of each order, apart from whether it is closed, and where
// the questionnaire broke; it can be downloaded, and is led to by the navigation.
func TestProofPage(t *testing.T) {
	d := newDesk(t)
	for version, text := range []string{"是否满意", "对服务是否满意"} {
		_, err := d.service.AddQuestionnaire(t.Context(), fmt.Appendf(nil, ratedForm, version+1, text))
		must(t, err)
	}
	var units []survey.Unit
	for u := range 12 {
		units = append(units, survey.Unit{ID: fmt.Sprint("n", u), Name: survey.Text{"zh": fmt.Sprintf("第%d县", u), "en": fmt.Sprint("County ", u)}, Tier: "county"})
	}
	must(t, d.service.PutUnits(t.Context(), units))
	d.hold(t, "one", "", "1")
	d.hold(t, "two", "one", "1", "n0")
	d.hold(t, "three", "two", "2")
	holds := func(path string, want ...string) string {
		t.Helper()
		body := d.page(t, "li", path, http.StatusOK)
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
		if m := inBody.FindString(body); m != "" {
			t.Errorf("%s has %q", path, m)
		}
		return body
	}
	holds("/r/one/proof", "There is no earlier round to hold the rectifications against")
	holds("/r/two/proof", "There is no rectification to prove", `href="/r/one/problems"`)
	holds("/r/two", `href="/r/two/proof"`)
	holds("/r/two/unit/n0", `href="/r/two/documents/feedback.docx?unit=n0"`)
	holds("/r/two/ranking?tier=county", `href="/r/two/documents/circular.pdf"`)
	if file := d.page(t, "li", "/r/two/documents/feedback.pdf?unit=n0", http.StatusOK); !strings.HasPrefix(file, "%PDF") {
		t.Error("the feedback report is no PDF")
	}

	var c rectify.Change
	for i, task := range []rectify.Task{
		{Unit: "n0", State: rectify.Closed, Steps: []rectify.Step{{Do: rectify.Close, At: now, To: rectify.Closed}}},
		{Unit: "n1", State: rectify.InProgress},
	} {
		for _, poll := range []string{"one", "two"} {
			task.Origins = append(task.Origins, rectify.Origin{Source: rectify.OfFinding, Poll: poll, Node: "overall"})
		}
		task.ID, task.Order, task.Poll = fmt.Sprint("ta_", i), fmt.Sprint("or_", i), "one"
		c.Tasks = append(c.Tasks, task)
		c.Orders = append(c.Orders, rectify.Order{ID: task.Order, Number: fmt.Sprintf("整改通知〔2026〕%d号", i+1), Unit: task.Unit, Poll: "one", Issued: now})
	}
	must(t, d.store.People.ChangeOrders(t.Context(), c))
	body := holds("/r/two/proof", "1 of 2 rectifications proved to have improved", "Of 1 closed on paper that can be judged, 1 proved",
		`<span class="al done">improved</span>`, `<span class="al blue">only noise</span>`, "整改通知〔2026〕2号", "not closed", "[&#43;", "Units in which nothing was done moved by")
	if i, j := strings.Index(body, "County 0"), strings.Index(body, "County 1"); i < 0 || j < i {
		t.Error("what was proved is not told first")
	}
	for name, starts := range map[string]string{"docx": "PK", "pdf": "%PDF", "xlsx": "PK", "csv": "\ufeffOrder,Unit,Unit id,"} {
		if file := d.page(t, "li", "/r/two/proof."+name, http.StatusOK); !strings.HasPrefix(file, starts) {
			t.Errorf("proof.%s begins %.8q", name, file)
		}
	}
	d.page(t, "li", "/r/one/proof.pdf", http.StatusNotFound)
	d.page(t, "li", "/r/one/proof.xlsx", http.StatusNotFound)
	d.page(t, "li", "/r/two/proof.ods", http.StatusNotFound)
	holds("/r/three/proof", "None of 2 rectifications can be judged yet", "is not compared: ", "Whether it worked, the next comparable round will tell")
	if stranger := d.get("/r/two/proof"); stranger.Code != http.StatusNotFound {
		t.Errorf("a stranger: %d", stranger.Code)
	}
}
