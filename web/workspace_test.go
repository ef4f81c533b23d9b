package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"minping/api/middleware"
	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// circleForm asks colleagues and subordinates for three marks and a remark.
const circleForm = `
id: circle
version: "1"
languages: [zh, en]
title: {zh: 同事互评, en: Feedback among colleagues}
scales:
  often:
    - {code: "3", label: {zh: 经常, en: Often}, score: 100}
    - {code: "2", label: {zh: 有时, en: Sometimes}, score: 50}
    - {code: "1", label: {zh: 很少, en: Seldom}, score: 0}
    - {code: "0", label: {zh: 没有机会观察, en: Not observed}, kind: not_applicable}
groups:
  - {id: peer, title: {zh: 同级, en: Peer}, weight: 60, relation: peer}
  - {id: subordinate, title: {zh: 下级, en: Subordinate}, weight: 40, relation: subordinate}
overall: {zh: 得分, en: Score}
index:
  - {id: n1, title: {zh: 目标清楚, en: Clear aims}, weight: 1, item: clear}
  - {id: n2, title: {zh: 说到做到, en: Keeps promises}, weight: 1, item: keeps}
  - {id: n3, title: {zh: 听取意见, en: Listens}, weight: 1, item: listens}
items:
  - {id: clear, type: choice, required: true, text: {zh: 把目标讲清楚, en: Makes aims clear}, scale: often}
  - {id: keeps, type: choice, required: true, text: {zh: 说到做到, en: Keeps promises}, scale: often}
  - {id: listens, type: choice, required: true, text: {zh: 听取不同意见, en: Listens to other views}, scale: often}
  - {id: remark, type: longtext, text: {zh: 您的建议, en: Your advice}}
evaluation:
  types: [{tier: person}]
`

// circling is a world with the open 360 "circle": somebody who leads nine, who
// rate each other and him, 8 and 1 sheets each. It returns a rater's secret.
func circling(t *testing.T, change func(p *survey.Poll)) (w *world, secret string) {
	t.Helper()
	w = emptyWorld(t)
	ctx := context.Background()
	_, err := w.service.AddQuestionnaire(ctx, []byte(circleForm))
	must(t, err)
	r := survey.Rights{}
	r.Add(survey.ManageUnits, survey.Area{})
	r.Add(survey.ManagePolls, survey.Area{})
	v := w.service.Within(r)
	must(t, w.service.PutUnits(ctx, []survey.Unit{{ID: "office", Name: survey.Text{"zh": "霁川市林业局", "en": "Forestry Bureau"}, Tier: "county"}}))
	names := []string{"文知远", "齐若川", "岑望舒", "林清和", "冉景行", "沈以宁", "顾怀瑾", "陶令仪"}
	posts := []string{"局长", "规划处副处长", "资源处副处长", "执法支队副支队长", "办公室副主任", "人事处副处长", "财务处副处长", ""}
	staff := survey.RosterChange{}
	var ids []string
	for i, name := range names {
		p := survey.Person{ID: fmt.Sprintf("p-%d", i), Name: name, Team: "office", Post: posts[i], Rank: "副职", Tier: "person", Superior: "p-0"}
		if i == 0 {
			p.Rank, p.Superior = "正职", ""
		}
		staff.People, ids = append(staff.People, p), append(ids, p.ID)
	}
	staff.People = append(staff.People, survey.Person{ID: "rater", Name: "祝柏", Team: "office", Post: "法规处副处长", Rank: "副职", Superior: "p-0"})
	_, err = v.ChangeRoster(ctx, staff, nil)
	must(t, err)
	poll := survey.Poll{
		ID: "circle", Title: survey.Text{"zh": "霁川市林业局同事互评", "en": "Forestry Bureau: feedback among colleagues"}, Simulated: true,
		Questionnaire: survey.QuestionnaireRef{ID: "circle"}, Access: survey.ByCode, Units: ids, Closes: now.Add(8*24*time.Hour + 2*time.Hour),
	}
	if change != nil {
		change(&poll)
	}
	_, err = w.service.CreatePoll(ctx, poll)
	must(t, err)
	book, err := v.DrawAssignments(ctx, "circle", 0, survey.AssignmentPlan{Seed: 3, Rules: []survey.AssignmentRule{
		{Group: "peer", Relation: survey.RelationPeer}, {Group: "subordinate", Relation: survey.RelationSubordinate},
	}})
	must(t, err)
	bundles, err := v.IssueBundles(ctx, "circle", book.Revision, nil)
	must(t, err)
	for _, b := range bundles {
		if b.Rater.ID == "rater" {
			if secret = b.Secret; b.Sheets != 8 {
				t.Fatalf("%d sheets, want 8", b.Sheets)
			}
		}
	}
	if poll.Opens.IsZero() {
		must(t, w.service.OpenPoll(ctx, "circle"))
	}
	return w, secret
}

// openBundle visits the workspace.
func openBundle(t *testing.T, w *world, secret string) *visitor {
	t.Helper()
	v := w.visit(t, "/w").sees(http.StatusOK, "Your evaluations")
	v.form.Set(answer.FieldBundle, secret)
	return v.press(site.FieldGo, "open")
}

// Half of a bundle without script: one by one, back to the list in between, one
// that cannot be judged; nothing that is handed in is shown again.
func TestWorkspaceWithoutScript(t *testing.T) {
	w, secret := circling(t, nil)
	v := openBundle(t, w, secret).sees(http.StatusOK, "Please evaluate 8 people", "8 days left", "for the 8 people left", "As: Peer", "As: Subordinate", "文知远", "局长", "Confidential", "Nothing that is kept ties you to your sheets")
	if strings.Contains(v.body, "nonymous") || len(v.header["Set-Cookie"]) > 0 || v.header.Get("Referrer-Policy") != "no-referrer" || strings.Contains(v.body, "Receipts of") {
		t.Error("the list says anonymous, sets a cookie, tells where it leads from, or has receipts")
	}
	v.toward("rate:0").sees(http.StatusOK, "You evaluate as: Subordinate. 3 marks in all", "Makes aims clear", "I cannot judge this person", "“Not observed”")
	v.answerOnly("clear", "3").answerOnly("keeps", "2")
	v.next().sees(http.StatusUnprocessableEntity, "1 thing needs another look")
	v.answerOnly("listens", "3").answerOnly("remark", "SECRET REMARK")
	v.next().sees(http.StatusOK, "Check your answers").press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you", "7 people are left", "Back to the list")
	first := v.receipt()
	v.toward("list").sees(http.StatusOK, "7 of 8 people are left", "Handed in", "Receipts of", strings.ToUpper(first[:4]))
	if strings.Contains(v.body, "SECRET REMARK") {
		t.Error("what was handed in is shown again")
	}
	v.toward("rate:0").sees(http.StatusOK, "This sheet was handed in before", "7 of 8")
	v.toward("rate:1").press(site.FieldGo, answer.WorkDecline).sees(http.StatusOK, "Check your answers", "Not observed 3").press(site.FieldGo, "submit").sees(http.StatusOK, "6 people are left")
	for n := 2; n < 8; n++ {
		v.toward(fmt.Sprint("rate:", n))
		v.answerOnly("clear", "2").answerOnly("keeps", "2").answerOnly("listens", "1")
		v.next().press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	}
	v.sees(http.StatusOK, "You have evaluated everybody").toward("list").sees(http.StatusOK, "All 8 sheets are in, thank you")
	if n := strings.Count(v.body, `class="code"`); n != 8 {
		t.Errorf("%d receipts", n)
	}
	w.ballots(t, "circle", 8)
}

// toward presses a button of the workspace, which leads to the sheets or the list.
func (v *visitor) toward(what string) *visitor {
	v.t.Helper()
	v.action, v.post = answer.WorkPath, true
	if strings.HasPrefix(what, answer.WorkRate) {
		v.action = "/p/circle"
	}
	return v.press(site.FieldGo, what)
}

// answerOnly answers a question of a sheet about one.
func (v *visitor) answerOnly(item, option string) *visitor {
	v.t.Helper()
	return v.answer(v.form.Get(site.FieldUnit)+"/"+item, option)
}

// A secret that does not open anything is told why.
func TestWorkspaceRefuses(t *testing.T) {
	w, secret := circling(t, nil)
	for wrong, says := range map[string]string{"": "There is no such code", "7KQ2": "typing mistake", "0000-0000-0000-0000-0000-0000-000": "There is no such code"} {
		openBundle(t, w, wrong).sees(http.StatusNotFound, says)
	}
	ctx := context.Background()
	batches, err := w.service.CodeBatches(ctx, "circle")
	must(t, err)
	for _, b := range batches {
		must(t, w.service.VoidCodes(ctx, "circle", b.ID))
	}
	openBundle(t, w, secret).sees(http.StatusGone, "These sheets were withdrawn", "taken these sheets back")

	w, secret = circling(t, nil)
	sheets, err := w.service.Bundle(ctx, "circle", secret)
	must(t, err)
	_, err = w.service.Accept(ctx, survey.Submission{Poll: "circle", Code: sheets[0].Code, Salt: make([]byte, 32), Ballots: []survey.Ballot{
		{Unit: sheets[0].Unit, Group: sheets[0].Group, Answers: survey.Answers{"clear": {"3"}, "keeps": {"3"}, "listens": {"1"}}},
	}})
	must(t, err)
	must(t, w.service.ClosePoll(ctx, "circle"))
	v := openBundle(t, w, secret).sees(http.StatusOK, "7 of 8 sheets were not handed in", "It is closed", "Not handed in", "Receipts of")
	if strings.Contains(v.body, "rate:") {
		t.Error("a closed poll offers sheets")
	}

	w, secret = circling(t, func(p *survey.Poll) { p.Opens = now.Add(time.Hour) })
	openBundle(t, w, secret).sees(http.StatusOK, "It has not begun")
}

// sheetByTouch marks whom the sheet is about.
func (b *browser) sheetByTouch(mark string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(".marksheet")))
	for i := range 3 {
		b.click(fmt.Sprintf("#r-1 .cell:nth-of-type(%d) input[value=\"%s\"] + span", i+1, mark))
	}
}

// All eight by touch on a phone, with a draft that is left and taken up again;
// the drafts of other sheets outlive one that is handed in.
func TestBrowserWorkspaceOnPhone(t *testing.T) {
	for _, lang := range sheetLanguages() {
		w, secret := circling(t, nil)
		b := openBrowser(t, w)
		b.clock(now)
		b.do(chromedp.Navigate(b.url + "/w?lang=" + lang + "#" + secret))
		b.fits()
		if got := eval[string](b, "location.href + document.querySelector('#bundle').value"); !strings.HasSuffix(got, "/w?lang="+lang+secret) {
			t.Fatalf("the secret of the link: %s", got)
		}
		b.picture("work-phone-" + lang + "-1-door")
		b.follow(".acts .btn")
		b.fits()
		b.picture("work-phone-" + lang + "-2-list")
		b.follow(".work [value='rate:2']")
		b.fits()
		b.picture("work-phone-" + lang + "-3-sheet")
		b.sheetByTouch("2")
		b.do(chromedp.PollFunction[chromedp.Void](`() => Object.keys(localStorage).some(k => k.startsWith('draft:circle/~'))`))
		b.follow(".aside [value=list]")
		if got := eval[string](b, "document.querySelector(\".work [value='rate:2'] small\").className"); got != "begun" || b.drafts() != 1 {
			t.Fatalf("the draft is not marked: %q, %d drafts", got, b.drafts())
		}
		b.picture("work-phone-" + lang + "-4-draft")
		if stored := eval[string](b, "JSON.stringify(localStorage) + location.href"); strings.Contains(stored, secret) {
			t.Error("the secret is kept on the device, or in the address")
		}
		for n := range 8 {
			if n == 0 {
				b.follow(".work .next-one .btn")
			} else {
				b.follow(".work .acts .btn:first-child")
			}
			if eval[bool](b, "document.querySelector('[data-begun]').checkVisibility()") {
				b.follow("[data-act=resume]")
				if open := eval[int](b, "document.querySelectorAll('.cell.open').length"); open != 0 {
					t.Errorf("%d marks of the draft are lost", open)
				}
			} else {
				b.sheetByTouch("3")
			}
			b.follow(".last")
			b.click(handIn)
			b.do(chromedp.WaitVisible(chromedp.CSS("[data-done]")))
			b.fits()
			if n == 0 {
				b.picture("work-phone-" + lang + "-5-thanks")
				if b.drafts() != 1 {
					t.Errorf("%d drafts after another sheet was handed in, want 1", b.drafts())
				}
			}
		}
		b.follow(".work .acts .btn")
		b.fits()
		b.picture("work-phone-" + lang + "-6-done")
		if n := eval[int](b, "document.querySelectorAll('.receipts div').length"); n != 8 || b.drafts() != 0 {
			t.Errorf("%d receipts, %d drafts", n, b.drafts())
		}
		w.ballots(t, "circle", 8)
	}
}

// All eight by keys alone on a wide screen.
func TestBrowserWorkspaceByKeys(t *testing.T) {
	for _, lang := range sheetLanguages() {
		w, secret := circling(t, nil)
		b := openBrowser(t, w)
		b.width = 1440
		b.do(chromedp.EmulateViewport(1440, 900))
		b.do(chromedp.Navigate(b.url + "/w?lang=" + lang + "#" + secret))
		enter := func(sel string) {
			t.Helper()
			b.do(chromedp.Focus(chromedp.CSS(sel)))
			_, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent("\r"))
			must(t, err)
			b.fits()
		}
		enter("#bundle")
		b.picture("work-keys-" + lang + "-1-list")
		for n := range 8 {
			if n == 0 {
				enter(".work .next-one .btn")
				b.picture("work-keys-" + lang + "-2-sheet")
			} else {
				enter(".work .acts .btn:first-child")
			}
			b.do(chromedp.WaitVisible(chromedp.CSS(".live")), chromedp.Focus(chromedp.CSS("#r-1 .cell input")))
			for _, key := range "3\r2\r3\r" {
				b.do(chromedp.KeyEvent(string(key)))
			}
			enter(".last")
			b.do(chromedp.Focus(chromedp.CSS(handIn)), chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("[data-done]")))
		}
		b.picture("work-keys-" + lang + "-3-last")
		enter(".work .acts .btn")
		b.picture("work-keys-" + lang + "-4-done")
		w.ballots(t, "circle", 8)
	}
}

// Four with script and four without, in the same browser.
func TestBrowserWorkspaceHalfWithoutScript(t *testing.T) {
	w, secret := circling(t, nil)
	b := openBrowser(t, w)
	b.do(chromedp.Navigate(b.url + "/w?lang=en#" + secret))
	b.follow(".acts .btn")
	rate := func(n int) {
		t.Helper()
		b.follow(fmt.Sprintf(".work [value='rate:%d'].unit", n))
		b.sheetByTouch("1")
		b.follow(".last")
	}
	for n := range 4 {
		rate(n)
		b.click(handIn)
		b.do(chromedp.WaitVisible(chromedp.CSS("[data-done]")))
		b.follow(".work [value=list]")
	}
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	b.do(chromedp.Navigate(b.url + "/w?lang=en"))
	b.do(chromedp.SendKeys(chromedp.CSS("#bundle"), secret))
	b.follow(".acts .btn")
	b.says("4 of 8 people are left")
	for n := 4; n < 8; n++ {
		rate(n)
		b.follow(handIn)
		b.follow(".work [value=list]")
	}
	b.says("All 8 sheets are in")
	w.ballots(t, "circle", 8)
}

// Whoever guesses secrets is asked to wait; one in the address is not shown, so
// that nobody makes such links.
func TestGuessedBundles(t *testing.T) {
	w, secret := circling(t, nil)
	w.Guesses = middleware.NewGuesses()
	w.Guesses.Now = func() time.Time { return now }
	_, unknown, err := w.service.IssueCodes(context.Background(), "circle", survey.CodeBatch{Group: "peer"}, 21)
	must(t, err)
	for _, code := range unknown[:20] {
		openBundle(t, w, code).sees(http.StatusNotFound, "There is no such code")
	}
	openBundle(t, w, unknown[20]).sees(http.StatusTooManyRequests, "please wait a moment")
	openBundle(t, w, secret).sees(http.StatusOK, "Please evaluate 8 people")
	if got := w.get("/w?bundle=" + url.QueryEscape("7KQ2")); got.Code != http.StatusOK || strings.Contains(got.Body.String(), "7KQ2") {
		t.Errorf("a secret in the address: %d", got.Code)
	}
}
