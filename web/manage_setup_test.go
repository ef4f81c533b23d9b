package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/web/manage"
	"minping/web/result"
	"minping/web/site"
)

// clicks counts what a new organiser has to press.
type clicks struct {
	*browser
	n int
}

func (c *clicks) press(sel string) { c.t.Helper(); c.n++; c.follow(sel) }
func (c *clicks) tick(sel string)  { c.t.Helper(); c.n++; c.click(sel) }
func (c *clicks) write(sel, text string) {
	c.t.Helper()
	c.do(chromedp.SendKeys(chromedp.CSS(sel), text))
}

// A new organiser comes from an empty folder to an open poll of five units with
// printed codes, without reading anything but the pages: docs/first-poll.md.
func TestBrowserFirstPoll(t *testing.T) {
	for _, lang := range site.Languages {
		t.Run(lang, func(t *testing.T) {
			w := emptyWorld(t).signsIn()
			token, err := w.Access.Setup(t.Context())
			must(t, err)
			b := &clicks{browser: openBrowser(t, w)}
			b.open("/setup?token=" + url.QueryEscape(token) + "&lang=" + lang)
			b.write("#name", "zhou")
			b.write("#password", password)
			b.write("#again", password)
			b.press(".acts .btn")
			b.press(`a[href="/manage"]`)
			b.press(`a[href="/manage/new"]`)
			b.tick(`[value="bundled:organisation-work"]`)
			b.press(".formacts .btn")
			b.write("#names", "青岚县\n云溯县\n泊远县\n沐原县\n砚湖县")
			b.write("#tier", "county")
			b.press(`[value="paste"]`)
			if n := eval[int](b.browser, `document.querySelectorAll('[name="unit"]:checked').length`); n != 5 {
				t.Fatalf("%d units are ticked", n)
			}
			b.press(`.btn[value="next"]`)
			b.tick(`[name="access"][value="code"]`)
			b.press(`.btn[value="next"]`)
			b.write(`[id="organiser.zh"]`, "青岚市民意调查中心")
			b.write(`[id="contact.zh"]`, "0000-12340")
			b.press(`.btn[value="next"]`)
			polls, err := w.service.Polls(context.Background())
			must(t, err)
			poll := polls[0]
			if poll.State != survey.Draft || len(poll.Units) != 5 || poll.Access != survey.ByCode || poll.Closes.IsZero() {
				t.Fatalf("%+v", poll)
			}
			// It is told that codes are missing, and where they are made: the browser saves the slips.
			b.press(`.found a[href$="#codes"]`)
			cookies := eval[string](b.browser, "document.cookie")
			if cookies != "" {
				t.Errorf("a script reads the session: %s", cookies)
			}
			slips := eval[string](b.browser, `(async () => {
				const form = document.querySelector('form[action$="/codes"]');
				form.elements.count.value = 150;
				const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
				return answer.status + ' ' + (await answer.text()).slice(0, 5);
			})()`)
			b.n += 1
			if slips != "201 %PDF-" {
				t.Fatalf("the slips: %s", slips)
			}
			b.open(site.ManageURL(poll.ID))
			b.press(`.btn[href$="/setup/check"]`)
			b.press(".asked .btn")
			b.open(site.ManageURL(poll.ID))
			if poll, err = w.service.Poll(context.Background(), poll.ID); err != nil || poll.State != survey.Open {
				t.Errorf("%s, %v", poll.State, err)
			}
			if b.n > 16 {
				t.Errorf("%d clicks", b.n)
			}
		})
	}
}

var revisionField = regexp.MustCompile(`name="revision" value="(\d+)"`)

// draftOf makes a draft by the form and returns its id.
func (d desk) draftOf(t *testing.T, form url.Values) string {
	t.Helper()
	to := d.post(t, "wei", "/manage/new", form, http.StatusSeeOther)
	return strings.Split(to, "/")[2]
}

// step sends a step of a draft on its revision.
func (d desk) step(t *testing.T, poll, step string, form url.Values, want int) string {
	t.Helper()
	page := d.page(t, "wei", site.StepURL(poll, step), http.StatusOK)
	form.Set("revision", revisionField.FindStringSubmatch(page)[1])
	return d.post(t, "wei", site.StepURL(poll, step), form, want)
}

// Steps are saved one by one, an older revision is refused and told, and what is
// wrong is said beside what was typed.
func TestSetupSteps(t *testing.T) {
	d := newDesk(t)
	if page := d.post(t, "wei", "/manage/new", url.Values{}, http.StatusUnprocessableEntity); !strings.Contains(page, "Choose a questionnaire first.") {
		t.Error("no questionnaire chosen is not told")
	}
	if page := d.post(t, "wei", "/manage/new", url.Values{"questionnaire": {"bundled:service-review"}, "id": {"open"}}, http.StatusConflict); !strings.Contains(page, "There is a poll of that id already") {
		t.Error("an id that is taken is not told")
	}
	id := d.draftOf(t, url.Values{"questionnaire": {"bundled:service-review"}})
	poll, err := d.service.Poll(t.Context(), id)
	must(t, err)
	if poll.Title["en"] == "" || !strings.Contains(poll.Title["en"], "2026") || poll.Organiser["en"] != "Dongjiang Survey Centre" || len(poll.Units) != 3 {
		t.Errorf("the defaults: %+v", poll)
	}
	// Units: all of a tier, none, one below another, and names.
	for _, tt := range []struct {
		form url.Values
		want []string
	}{
		{url.Values{"go": {"none"}, "unit": {"east"}}, nil},
		{url.Values{"go": {"tier:city"}}, []string{"east", "west"}},
		{url.Values{"go": {"below:east"}}, []string{"east", "east-1"}},
		{url.Values{"go": {"without:east"}, "unit": {"east", "west"}}, []string{"west"}},
		{url.Values{"go": {"paste"}, "unit": {"west"}, "names": {"柳溪县\nNorth | Beiyuan\n"}, "tier": {"city"}}, []string{"west", "east-1", "beiyuan"}},
	} {
		d.step(t, id, manage.StepUnits, tt.form, http.StatusSeeOther)
		if poll, err = d.service.Poll(t.Context(), id); err != nil || !slices.Equal(poll.Units, tt.want) {
			t.Errorf("%v: %v, %v", tt.form, poll.Units, err)
		}
	}
	if page := d.step(t, id, manage.StepTime, url.Values{"closes": {"soon"}}, http.StatusUnprocessableEntity); !strings.Contains(page, "A time is written like") {
		t.Error("a wrong time is not told")
	}
	if page := d.post(t, "wei", site.StepURL(id, manage.StepTime), url.Values{"revision": {"0"}}, http.StatusConflict); !strings.Contains(page, "Somebody else has just changed") {
		t.Error("an older revision is not told")
	}
	d.step(t, id, manage.StepPeople, url.Values{"access": {"open"}, "quota": {"40"}, "layout": {"one"}, "embed": {"https://www.example.gov.cn"}}, http.StatusSeeOther)
	if poll, err = d.service.Poll(t.Context(), id); err != nil || len(poll.Quotas) != 3 || poll.Layout != survey.OneByOne || len(poll.Embed) != 1 {
		t.Errorf("%+v, %v", poll, err)
	}
	if page := d.step(t, id, manage.StepPeople, url.Values{"access": {"open"}, "quota": {"2"}}, http.StatusUnprocessableEntity); !strings.Contains(page, "A quota is at least") {
		t.Error("a quota that is too small is not told")
	}
	if page := d.page(t, "wei", site.StepURL(id, site.StepCheck), http.StatusOK); !strings.Contains(page, "There is no end") || !strings.Contains(page, "Each unit needs about") {
		t.Errorf("the check:\n%s", page)
	}
	d.post(t, "wei", site.ManageURL(id)+"/delete", nil, http.StatusSeeOther)
	d.page(t, "wei", site.ManageURL(id), http.StatusNotFound)
}

// How many are entitled to vote is asked for where there is a vote, and said
// before the poll opens.
func TestSetupOfAVote(t *testing.T) {
	d := newDesk(t)
	plain := d.draftOf(t, url.Values{"questionnaire": {"bundled:service-review"}})
	if page := d.page(t, "wei", site.StepURL(plain, manage.StepPeople), http.StatusOK); strings.Contains(page, `name="expected"`) {
		t.Error("who is entitled to vote is asked for where nobody votes")
	}
	id := d.draftOf(t, url.Values{"questionnaire": {"bundled:decision"}})
	if page := d.page(t, "wei", site.StepURL(id, manage.StepPeople), http.StatusOK); !strings.Contains(page, `name="expected" value=""`) {
		t.Errorf("who is entitled to vote is not asked for:\n%s", page)
	}
	for _, wrong := range []string{"-1", "all", "10000001"} {
		page := d.step(t, id, manage.StepPeople, url.Values{"access": {"open"}, "expected": {wrong}}, http.StatusUnprocessableEntity)
		if !strings.Contains(page, "How many are entitled to vote: ") || !strings.Contains(page, `value="`+wrong+`" autocomplete="off" aria-invalid="true"`) {
			t.Errorf("%s is not told, or not kept:\n%s", wrong, page)
		}
	}
	d.step(t, id, manage.StepPeople, url.Values{"access": {"open"}, "expected": {" 31 "}}, http.StatusSeeOther)
	poll, err := d.service.Poll(t.Context(), id)
	must(t, err)
	if poll.Expected != 31 {
		t.Errorf("%d are expected", poll.Expected)
	}
	if page := d.page(t, "wei", site.StepURL(id, manage.StepPeople), http.StatusOK); !strings.Contains(page, `name="expected" value="31"`) {
		t.Error("what was said is not there again")
	}
	if page := d.page(t, "wei", site.StepURL(id, site.StepCheck), http.StatusOK); !strings.Contains(page, "31 are entitled to vote") {
		t.Error("the check does not say how many are entitled")
	}
	d.step(t, id, manage.StepPeople, url.Values{"access": {"open"}, "expected": {""}}, http.StatusSeeOther)
	if poll, err = d.service.Poll(t.Context(), id); err != nil || poll.Expected != 0 {
		t.Errorf("emptied: %d, %v", poll.Expected, err)
	}
}

// A trial says on every page that it is simulated, stores nothing, and is gone
// once the poll opens or is deleted.
func TestTrialLeavesNothing(t *testing.T) {
	d := newDesk(t)
	results := d.ownResults()
	id := d.draftOf(t, url.Values{"questionnaire": {"organisation-work@"}})
	for _, at := range []string{"", "/ranking", "/heat", "/flags", "/problems", "/method", "/unit/east", "/quality", "/drivers", "/trend", "/compare"} {
		page := d.page(t, "wei", result.TrialURL(id)+at, http.StatusOK)
		if !strings.Contains(page, `class="sim"`) || strings.Contains(page, `href="/r/`+id) {
			t.Errorf("%s does not say that it is simulated, or leads out of the trial", at)
		}
	}
	if rec := d.get(result.TrialURL(id)+"/download.json", "Cookie", d.cookies["wei"].String()); !strings.Contains(rec.Body.String(), `"simulated": true`) {
		t.Errorf("the file does not say that it is simulated: %d", rec.Code)
	}
	if n, err := d.store.Ballots.Submissions(t.Context(), id); err != nil || n != 0 {
		t.Errorf("%d submissions in the ballot box, %v", n, err)
	}
	if _, err := d.service.Release(t.Context(), id); err == nil {
		t.Error("a trial left a release")
	}
	d.step(t, id, manage.StepTime, url.Values{"closes": {now.AddDate(0, 0, 8).Format(manage.LocalTime)}}, http.StatusSeeOther)
	d.post(t, "wei", site.StepURL(id, site.StepCheck), nil, http.StatusSeeOther)
	d.page(t, "wei", result.TrialURL(id), http.StatusNotFound)
	d.page(t, "wei", site.ResultsURL(id), http.StatusNotFound)
	if _, trials := results.Held(); trials > 0 {
		t.Errorf("%d trials are held", trials)
	}
	if n, err := d.service.Turnout(t.Context(), id); err != nil || n.Submissions != 0 {
		t.Errorf("%+v, %v", n, err)
	}
}

// A table of units is compared before it does anything; what is not in it stays.
func TestUnitImport(t *testing.T) {
	d := newDesk(t)
	table := "代码,单位名称,层级,上级\neast,东江市,city,\nwest,西岭区,city,\nnew,柳 溪县,county,east\n"
	guess := d.post(t, "wei", "/manage/units/import", url.Values{"go": {"check"}, "name": {"u.csv"}, "list": {table}}, http.StatusOK)
	if !strings.Contains(guess, "代码") {
		t.Errorf("the columns are not shown:\n%s", guess)
	}
	form := url.Values{"go": {"check"}, "name": {"u.csv"}, "list": {table}, "column.0": {"unit"}, "column.1": {"name"}, "column.2": {"tier"}, "column.3": {"parent"}}
	page := d.post(t, "wei", "/manage/units/import", form, http.StatusOK)
	if !strings.Contains(page, "1 new, 1 changed, 1 as they are") || !strings.Contains(unmarked(page), "“柳 溪县” and “Liuxi” (east-1)") || !strings.Contains(page, "1 that is not in the table stays") {
		t.Errorf("the difference:\n%s", page)
	}
	form.Set("known", regexp.MustCompile(`name="known" value="(\w+)"`).FindStringSubmatch(page)[1])
	form.Set("go", "import")
	must(t, d.service.PutUnits(t.Context(), []survey.Unit{{ID: "late", Name: survey.Text{"zh": "迟"}}}))
	again := d.post(t, "wei", "/manage/units/import", form, http.StatusConflict)
	form.Set("known", regexp.MustCompile(`name="known" value="(\w+)"`).FindStringSubmatch(again)[1])
	d.post(t, "wei", "/manage/units/import", form, http.StatusSeeOther)
	units, err := d.service.Units(t.Context())
	must(t, err)
	if len(units) != 5 || units[2].Name["zh"] != "西岭区" || units[2].Name["en"] != "Xiling" {
		t.Errorf("%+v", units)
	}
	bad := d.post(t, "wei", "/manage/units/import", url.Values{"go": {"check"}, "name": {"u.csv"}, "list": {"unit,name,parent\nq,Q,nowhere\n"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(bad, "nowhere") {
		t.Errorf("an unknown parent is not told:\n%s", bad)
	}
	file := d.get("/manage/units/units.csv", "Cookie", d.cookies["wei"].String())
	if !bytes.Contains(file.Body.Bytes(), []byte("new,柳 溪县,,county,east\r\n")) {
		t.Errorf("the export: %s", file.Body)
	}
}

// One unit is added with an id of its own, edited, and not edited over another's edit.
func TestUnitForm(t *testing.T) {
	d := newDesk(t)
	d.post(t, "wei", "/manage/units", url.Values{"zh": {"北原市"}, "en": {"Beiyuan"}, "tier": {"city"}}, http.StatusSeeOther)
	u, err := d.service.Unit(t.Context(), "beiyuan")
	must(t, err)
	form := url.Values{"id": {"beiyuan"}, "zh": {"北原区"}, "en": {"Beiyuan"}, "tier": {"city"}}
	if page := d.post(t, "wei", "/manage/units", form, http.StatusConflict); !strings.Contains(page, "There is a unit “beiyuan” already") {
		t.Error("an id that is taken is not told")
	}
	form.Set("was", manage.UnitDigest(u))
	d.post(t, "wei", "/manage/units", form, http.StatusSeeOther)
	if page := d.post(t, "wei", "/manage/units", form, http.StatusConflict); !strings.Contains(page, "Somebody has just changed it") {
		t.Error("an older edit is not told")
	}
	if page := d.page(t, "wei", "/manage/units?q=xiling", http.StatusOK); !strings.Contains(page, "Xiling") || strings.Contains(page, ">Dongjiang</th>") {
		t.Error("the search finds the wrong units")
	}
}

// The pages of set-up fit a phone and a screen in both languages.
func TestBrowserSetupPages(t *testing.T) {
	d := newDesk(t)
	id := d.draftOf(t, url.Values{"questionnaire": {"organisation-work@"}})
	b := openBrowser(t, d.world)
	b.open("/login?lang=en")
	b.do(chromedp.SendKeys(chromedp.CSS("#name"), "wei"), chromedp.SendKeys(chromedp.CSS("#password"), password))
	b.follow("main .btn")
	shots := os.Getenv("MINPING_SETUP_SHOTS")
	for _, lang := range site.Languages {
		for _, at := range []string{"/manage", "/manage/new", "/manage/units", "/manage/units/import", site.StepURL(id, manage.StepQuestionnaire), site.StepURL(id, manage.StepUnits), site.StepURL(id, manage.StepPeople), site.StepURL(id, manage.StepTime), site.StepURL(id, site.StepCheck), site.ManageURL(id), "/manage/work", result.TrialURL(id)} {
			b.open(at + "?lang=" + lang)
			if got := eval[string](b, "document.documentElement.lang"); !strings.HasPrefix(got, lang) {
				t.Errorf("%s is in %s", at, got)
			}
			if shots == "" {
				continue
			}
			for _, width := range []int{360, 1440} {
				b.do(chromedp.EmulateViewport(int64(width), 900))
				png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
				must(t, err)
				must(t, os.WriteFile(filepath.Join(shots, strings.ReplaceAll(strings.Trim(at, "/"), "/", "_")+"-"+lang+"-"+string(rune('0'+width/360))+".png"), png, 0o644))
			}
			b.do(chromedp.EmulateViewport(360, 740))
		}
	}
}
