package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/library"
	"minping/survey/notify"
)

// shownBatches is how many batches of codes a page lists.
const shownBatches = 50

var seedField = regexp.MustCompile(`name="seed" value="(\d+)"`)

// sectionsDesk is a desk with the roster and the draft of the demo's 360.
func sectionsDesk(t *testing.T) desk {
	t.Helper()
	d := newDesk(t)
	src, err := library.Source("leadership-360")
	must(t, err)
	q, err := d.service.AddQuestionnaire(t.Context(), src)
	must(t, err)
	must(t, demo.Assign360(t.Context(), d.service, survey.QuestionnaireRef{ID: q.ID, Version: q.Version}, now))
	return d
}

// book is what is kept of the demo's 360.
func (d desk) book(t *testing.T) survey.AssignmentBook {
	t.Helper()
	r := survey.Rights{}
	r.Add(survey.ManagePolls, survey.Area{})
	r.Add(survey.ManageUnits, survey.Area{})
	book, err := d.service.Within(r).Assignments(t.Context(), demo.Sections)
	must(t, err)
	return book
}

// A plan is looked at before anything is stored, stored as it was looked at,
// edited on its revision, and issued; then the page tells nothing of it.
func TestAssignmentPages(t *testing.T) {
	d := sectionsDesk(t)
	const at = "/manage/" + demo.Sections + "/assignments"
	page := d.page(t, "wei", at, http.StatusOK)
	for _, want := range []string{"raters evaluate 18 people", "2 nominations wait", "Some have too few raters", "There are no more on the roster"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not told:\n%s", want, page)
		}
	}
	was := d.book(t)

	form := url.Values{"go": {"preview"}, "revision": {fmt.Sprint(was.Revision)}, "limit": {"5"}, "relation.peer": {"peer"}, "count.peer": {"3"}, "relation.recipient": {"recipient"}, "served": {"bureau-1-1: bureau-2-4, bureau-3-5"}}
	preview := d.post(t, "wei", at+"/draw", form, http.StatusOK)
	if seedField.FindStringSubmatch(preview) == nil || !strings.Contains(preview, "nothing is stored yet") || d.book(t).Revision != was.Revision {
		t.Fatalf("the preview:\n%s", preview)
	}
	form.Set("seed", seedField.FindStringSubmatch(preview)[1])
	bad := url.Values{"go": {"preview"}, "revision": form["revision"], "limit": {"many"}, "served": {"nobody: bureau-1-1\nbureau-1-1"}, "relation.peer": {"peer"}}
	if refused := d.post(t, "wei", at+"/draw", bad, http.StatusUnprocessableEntity); !strings.Contains(refused, "line 1: nobody on the roster is called “nobody”") || !strings.Contains(refused, "line 2") || !strings.Contains(refused, `value="many"`) {
		t.Errorf("a bad plan:\n%s", refused)
	}
	form.Set("go", "draw")
	d.post(t, "wei", at+"/draw", form, http.StatusSeeOther)
	book := d.book(t)
	if fmt.Sprint(book.Plan.Seed) != form.Get("seed") || book.Revision != was.Revision+1 || book.Plan.Limit != 5 {
		t.Errorf("stored %+v", book.Plan)
	}
	if stale := d.post(t, "li", at+"/draw", form, http.StatusConflict); !strings.Contains(stale, "Somebody has just changed the assignments") {
		t.Errorf("a lost update:\n%s", stale)
	}

	first := book.Assignments[0]
	mark := first.Ratee + "|" + first.Group + "|" + first.Rater
	revision := func() []string { return []string{fmt.Sprint(d.book(t).Revision)} }
	edit := func(want int, pairs ...string) string {
		form := url.Values{"revision": revision(), "person": {first.Ratee}}
		for i := 0; i < len(pairs); i += 2 {
			form.Add(pairs[i], pairs[i+1])
		}
		return d.post(t, "wei", at, form, want)
	}
	if page := edit(http.StatusUnprocessableEntity, "go", "replace", "mark", mark); !strings.Contains(page, "msg") {
		t.Errorf("replaced without a reason:\n%s", page)
	}
	edit(http.StatusUnprocessableEntity, "go", "add", "group", "peer", "rater", "nobody at all")
	edit(http.StatusUnprocessableEntity, "go", "approve")
	edit(http.StatusSeeOther, "go", "replace", "mark", mark, "reason", "on leave")
	if page := d.page(t, "wei", at+"?person="+first.Ratee, http.StatusOK); !strings.Contains(page, "on leave") {
		t.Errorf("the reason is not shown:\n%s", page)
	}
	edit(http.StatusSeeOther, "go", "nominate", "group", "recipient", "rater", "bureau-6-6")
	edit(http.StatusSeeOther, "go", "approve", "mark", first.Ratee+"|recipient|bureau-6-6")
	found := d.page(t, "wei", at+"?by=rater&q=bureau-6-6", http.StatusOK)
	if !strings.Contains(found, "1 person found") {
		t.Errorf("the search:\n%s", found)
	}
	if csv := d.page(t, "wei", at+"/assignments.csv", http.StatusOK); !strings.Contains(csv, "on leave") || !strings.Contains(csv, first.Rater) {
		t.Errorf("the table: %.500s", csv)
	}

	ask := d.page(t, "wei", at+"?ask=issue", http.StatusOK)
	if !strings.Contains(ask, "cannot be replaced") || !strings.Contains(ask, "reminders go to all") || strings.Contains(ask, "anonymous") {
		t.Errorf("what follows is not said:\n%s", ask)
	}
	issue := url.Values{"format": {"pdf"}, "revision": revision(), "join": {"1"}}
	if file := d.post(t, "wei", at+"/issue", issue, http.StatusCreated); !strings.Contains(file, "%PDF-") {
		t.Errorf("no slips: %.100s", file)
	}
	d.post(t, "wei", at+"/issue", issue, http.StatusConflict)
	sent := d.page(t, "wei", at, http.StatusOK)
	if !strings.Contains(sent, "kept no longer") || strings.Contains(sent, "bureau-1-2") {
		t.Errorf("once issued:\n%s", sent)
	}
	d.post(t, "wei", at, url.Values{"go": {"recall"}, "revision": revision()}, http.StatusSeeOther)
	if after := d.page(t, "wei", at, http.StatusOK); !strings.Contains(after, "Plan of the draw") {
		t.Errorf("recalled:\n%s", after)
	}
}

// Hundreds of batches are one line of a poll's page, and are searched in a list
// of their own.
func TestCodesOfA360AreFolded(t *testing.T) {
	d := sectionsDesk(t)
	const at = "/manage/" + demo.Sections
	d.post(t, "wei", at+"/assignments/issue", url.Values{"format": {"csv"}, "revision": {fmt.Sprint(d.book(t).Revision)}}, http.StatusCreated)
	page := d.page(t, "wei", at, http.StatusOK)
	if !strings.Contains(page, "One batch a person and group") || strings.Count(page, "ask=void") != 0 {
		t.Errorf("not folded:\n%s", page)
	}
	list := d.page(t, "wei", at+"/codes", http.StatusOK)
	if n := strings.Count(list, "ask=void"); n != shownBatches || !strings.Contains(list, "part=2") {
		t.Errorf("%d batches on a page:\n%s", n, list)
	}
	found := d.page(t, "wei", at+"/codes?q="+url.QueryEscape("安知远"), http.StatusOK)
	if n := strings.Count(found, "ask=void"); n == 0 || n > 5 {
		t.Errorf("%d batches found:\n%s", n, found)
	}
	id := regexp.MustCompile(`batch=(\w+)`).FindStringSubmatch(found)[1]
	if asked := d.page(t, "wei", at+"?ask=void&batch="+id, http.StatusOK); !strings.Contains(asked, `/codes/`+id) {
		t.Errorf("a folded batch cannot be voided:\n%s", asked)
	}
}

// Whoever of a group has answered, what organisers see is the same: pages of the
// poll and of its assignments are equal byte for byte when others of as many have,
// and nothing is told of the groups in which one person alone rates somebody.
func TestNoPageTellsWhoAnswered(t *testing.T) {
	seen := map[string]string{}
	for round := range 2 {
		d := sectionsDesk(t)
		var secrets []string
		_, err := d.handOver(t, func(list []survey.Bundle) {
			for _, b := range list {
				secrets = append(secrets, b.Secret)
			}
		})
		must(t, err)
		must(t, d.service.OpenPoll(t.Context(), demo.Sections))
		if round == 1 {
			slices.Reverse(secrets)
		}
		handed := map[[2]string]int{}
		for _, secret := range secrets {
			sheets, err := d.service.Bundle(t.Context(), demo.Sections, secret)
			must(t, err)
			for _, sheet := range sheets {
				cell := [2]string{sheet.Unit, sheet.Group}
				single := sheet.Group == "self" || sheet.Group == "superior"
				own := []string{"bureau-1-2 self", "bureau-4-3 superior", "bureau-1-2 superior", "bureau-4-3 self"}[2*round:][:2]
				if handed[cell] < 1 && (!single || slices.Contains(own, sheet.Unit+" "+sheet.Group)) {
					handed[cell]++
					d.hand(t, sheet)
				}
			}
		}
		for _, path := range []string{"", "/assignments"} {
			page := scrubbed.ReplaceAllString(d.page(t, "wei", "/manage/"+demo.Sections+path, http.StatusOK), "")
			if before, there := seen[path]; there && before != page {
				t.Errorf("%s tells who has answered:\n%s", path, cmp.Diff(strings.Split(before, "\n"), strings.Split(page, "\n")))
			}
			seen[path] = page
		}
	}
}

// scrubbed is what differs between two sites by chance alone.
var scrubbed = regexp.MustCompile(`value="[0-9a-f]{32}"`)

// handOver issues the bundles of the demo's 360.
func (d desk) handOver(t *testing.T, take func([]survey.Bundle)) (survey.Handed, error) {
	t.Helper()
	r := survey.Rights{}
	r.Add(survey.ManagePolls, survey.Area{})
	r.Add(survey.ManageUnits, survey.Area{})
	return d.service.Within(r).HandOver(t.Context(), demo.Sections, d.book(t).Revision, survey.BundleHand{Write: func(list []survey.Bundle) ([]byte, error) {
		take(list)
		return []byte("x"), nil
	}})
}

// hand hands in a sheet with every answer the same.
func (d desk) hand(t *testing.T, sheet survey.BundleSheet) {
	t.Helper()
	p, err := d.service.Poll(t.Context(), demo.Sections)
	must(t, err)
	q, err := d.service.Questionnaire(t.Context(), p.Questionnaire.ID, p.Questionnaire.Version)
	must(t, err)
	answers, part := survey.Answers{}, q.For(survey.TierPerson)
	for i := range part.Items {
		if it := &part.Items[i]; it.Type == survey.Choice || it.Type == survey.Matrix {
			for _, id := range it.Answers() {
				answers[id] = []string{"4"}
			}
		}
	}
	_, err = d.service.Accept(t.Context(), survey.Submission{Poll: demo.Sections, Code: sheet.Code, Salt: bytes.Repeat([]byte{1}, 32), Ballots: []survey.Ballot{{Unit: sheet.Unit, Group: sheet.Group, Answers: answers}}})
	must(t, err)
}

// refusing is a mail server that takes nothing for some.
type refusing struct{ not string }

func (r refusing) Send(_ context.Context, m notify.Mail) error {
	if m.To.Address == r.not {
		return notify.PermanentError{Err: fmt.Errorf("no such box")}
	}
	return nil
}

// Whoever cannot be mailed gets a line in the file; nobody else is in it.
func TestBundlesThatCannotBeMailed(t *testing.T) {
	d := sectionsDesk(t)
	d.Notify.Mailer = refusing{"bureau-1-1@example.org"}
	form := url.Values{"format": {"csv"}, "revision": {fmt.Sprint(d.book(t).Revision)}, "mail": {"1"}, "join": {"1"}}
	file := d.post(t, "wei", "/manage/"+demo.Sections+"/assignments/issue", form, http.StatusCreated)
	if !strings.Contains(file, "bureau-1-1@example.org") || strings.Count(file, "\r\n") != 2 || !strings.Contains(file, "/w#") {
		t.Errorf("the file:\n%s", file)
	}
}
