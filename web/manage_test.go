package web

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/web/manage"
	"minping/web/site"
)

// asks posts a form and returns the whole answer.
func (d desk) asks(path string, form url.Values) *httptest.ResponseRecorder {
	return d.send(path, form, d.cookies["wei"])
}

var newBatch = regexp.MustCompile(`name="id" value="([0-9a-f]{32})"`)

var batchID = regexp.MustCompile(`batch=([0-9a-f]+)"`)

// A batch is handed over once: the file holds the codes, no page does, and the
// same form again makes no other.
func TestManageCodes(t *testing.T) {
	d := newDesk(t)
	form := url.Values{"id": {survey.NewBatchID()}, "count": {"3"}, "group": {"cadres"}, "unit": {"west"}, "label": {"=first <b>"}, "format": {"csv"}}
	rec := d.asks("/manage/coded/codes", form)
	if rec.Code != http.StatusCreated || !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment") || rec.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", rec.Code, rec.Header())
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(rec.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	page := d.page(t, "wei", "/manage/coded", http.StatusOK)
	if strings.Contains(page, rows[1][0]) || strings.Contains(page, "<b>") || !strings.Contains(page, "=first &lt;b&gt;") || !strings.Contains(page, "Xiling") {
		t.Errorf("the page:\n%s", page)
	}
	if again := d.post(t, "wei", "/manage/coded/codes", form, http.StatusConflict); strings.Contains(again, rows[1][0]) || !newBatch.MatchString(again) || newBatch.FindStringSubmatch(again)[1] == form.Get("id") || !strings.Contains(again, `value="=first &lt;b&gt;"`) {
		t.Errorf("the same form again:\n%s", again)
	}
	if list := d.page(t, "wei", "/manage/coded/codes", http.StatusOK); strings.Contains(list, rows[1][0]) || !strings.Contains(list, "=first &lt;b&gt;") {
		t.Errorf("the list of batches:\n%s", list)
	}
	for format, begins := range map[string]string{"pdf": "%PDF-", "html": "<!doctype html>"} {
		form.Set("format", format)
		form.Set("id", survey.NewBatchID())
		if rec := d.asks("/manage/coded/codes", form); rec.Code != http.StatusCreated || !strings.HasPrefix(rec.Body.String(), begins) {
			t.Errorf("%s: %d %.40q", format, rec.Code, rec.Body)
		}
	}
	form.Set("id", survey.NewBatchID())
	for field, value := range map[string]string{"count": "0", "id": "mine", "group": "nobody", "unit": "nowhere"} {
		wrong := url.Values{}
		for k, v := range form {
			wrong[k] = v
		}
		wrong.Set(field, value)
		if page := d.post(t, "wei", "/manage/coded/codes", wrong, http.StatusUnprocessableEntity); !strings.Contains(page, `role="alert"`) {
			t.Errorf("%s %s is not explained", field, value)
		}
	}
	form.Set("format", "docx")
	d.post(t, "wei", "/manage/coded/codes", form, http.StatusUnprocessableEntity)
	if batches, err := d.service.CodeBatches(t.Context(), "coded"); err != nil || len(batches) != 3 {
		t.Errorf("%d batches, %v, want 3", len(batches), err)
	}
}

// A batch is voided after a question.
func TestManageVoid(t *testing.T) {
	d := newDesk(t)
	_, codes, err := d.service.IssueCodes(t.Context(), "coded", survey.CodeBatch{Label: "first", Group: "cadres"}, 2)
	must(t, err)
	id := batchID.FindStringSubmatch(d.page(t, "wei", "/manage/coded", http.StatusOK))
	if id == nil {
		t.Fatal("no batch can be voided")
	}
	ask := d.page(t, "wei", "/manage/coded?ask=void&batch="+id[1], http.StatusOK)
	if !strings.Contains(ask, `action="/manage/coded/codes/`+id[1]+`"`) || !strings.Contains(ask, "cannot be undone") {
		t.Errorf("no question:\n%s", ask)
	}
	if _, err := d.service.CodeGrant(t.Context(), "coded", codes[0]); err != nil {
		t.Fatalf("voided by asking: %v", err)
	}
	d.post(t, "wei", "/manage/coded/codes/"+id[1], url.Values{"go": {"void"}}, http.StatusSeeOther)
	if _, err := d.service.CodeGrant(t.Context(), "coded", codes[0]); err == nil {
		t.Error("the code is still good")
	}
	if page := d.page(t, "wei", "/manage/coded", http.StatusOK); batchID.MatchString(page) {
		t.Error("a void batch can be voided again")
	}
	d.post(t, "wei", "/manage/coded/codes/00", url.Values{"go": {"void"}}, http.StatusNotFound)
}

// The same form sent many times at once makes one batch, and whoever is late is
// told so.
func TestManageCodesAtOnce(t *testing.T) {
	d := newDesk(t)
	form := url.Values{"id": {survey.NewBatchID()}, "count": {"2"}, "group": {"cadres"}, "unit": {""}, "format": {"csv"}}
	statuses := map[int]int{}
	var mu sync.Mutex
	var pressing sync.WaitGroup
	for range 8 {
		pressing.Go(func() {
			rec := d.asks("/manage/coded/codes", form)
			mu.Lock()
			defer mu.Unlock()
			statuses[rec.Code]++
		})
	}
	pressing.Wait()
	if batches, err := d.service.CodeBatches(t.Context(), "coded"); err != nil || len(batches) != 1 || batches[0].ID != form.Get("id") || statuses[http.StatusCreated] != 1 || statuses[http.StatusConflict] != 7 {
		t.Errorf("%v, %+v, %v", statuses, batches, err)
	}
}

// A batch is replaced after a question that says what nobody can know, once.
func TestManageReplace(t *testing.T) {
	d := newDesk(t)
	old, codes, err := d.service.IssueCodes(t.Context(), "coded", survey.CodeBatch{Label: "first", Group: "cadres"}, 3)
	must(t, err)
	ask := d.page(t, "wei", "/manage/coded?ask=replace&batch="+old.ID, http.StatusOK)
	for _, want := range []string{`action="/manage/coded/codes/` + old.ID + `/replace"`, "can answer a second time", `name="count" min="1" max="1000000" required value="3"`} {
		if !strings.Contains(ask, want) {
			t.Errorf("the question lacks %q:\n%s", want, ask)
		}
	}
	to, form := "/manage/coded/codes/"+old.ID+"/replace", url.Values{"go": {"replace"}, "count": {"0"}, "format": {"csv"}}
	if wrong := d.post(t, "wei", to, form, http.StatusUnprocessableEntity); !strings.Contains(wrong, `action="`+to+`"`) {
		t.Errorf("not asked again:\n%s", wrong)
	}
	if _, err := d.service.CodeGrant(t.Context(), "coded", codes[0]); err != nil {
		t.Fatalf("voided by a mistake: %v", err)
	}
	form.Set("count", "2")
	rec := d.asks(to, form)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(rec.Body.String(), "\ufeff"))).ReadAll()
	if rec.Code != http.StatusCreated || err != nil || len(rows) != 3 {
		t.Fatalf("%d, %d rows, %v", rec.Code, len(rows), err)
	}
	if _, err := d.service.CodeGrant(t.Context(), "coded", codes[0]); err == nil {
		t.Error("the old code is still good")
	}
	if grant, err := d.service.CodeGrant(t.Context(), "coded", rows[1][0]); err != nil || grant.Group != "cadres" {
		t.Errorf("the new code: %+v, %v", grant, err)
	}
	if again := d.post(t, "wei", to, form, http.StatusConflict); !strings.Contains(again, "replaced or voided before") {
		t.Errorf("the same form again:\n%s", again)
	}
	d.post(t, "wei", "/manage/coded/codes/00/replace", form, http.StatusNotFound)
}

// A poll goes through its life from the page.
func TestManageMoves(t *testing.T) {
	d := newDesk(t)
	state := func(want survey.State) survey.Poll {
		t.Helper()
		p, err := d.service.Poll(t.Context(), "later")
		must(t, err)
		if p.State != want {
			t.Fatalf("the poll is %s, want %s", p.State, want)
		}
		return p
	}
	move := func(form url.Values, want int) { t.Helper(); d.post(t, "wei", "/manage/later", form, want) }
	if page := d.page(t, "wei", "/manage/later?ask=open", http.StatusOK); !strings.Contains(page, `name="go" value="open"`) {
		t.Error("opening is not asked about")
	}
	state(survey.Draft)
	move(url.Values{"go": {"close"}}, http.StatusSeeOther) // not offered: nothing happens
	state(survey.Draft)
	move(url.Values{"go": {"open"}}, http.StatusSeeOther)
	end := state(survey.Open).Closes
	for closes, want := range map[string]int{
		"soon": http.StatusUnprocessableEntity, end.Add(-time.Hour).Format(manage.LocalTime): http.StatusUnprocessableEntity,
		end.Add(time.Hour).Format(manage.LocalTime): http.StatusSeeOther,
	} {
		move(url.Values{"go": {"extend"}, "closes": {closes}}, want)
	}
	if p := state(survey.Open); !p.Closes.Equal(end.Add(time.Hour).Truncate(time.Minute)) {
		t.Errorf("closes at %v", p.Closes)
	}
	move(url.Values{"go": {"close"}}, http.StatusSeeOther)
	state(survey.Closed)
	move(url.Values{"go": {"publish"}}, http.StatusSeeOther)
	state(survey.Published)
	move(url.Values{"go": {"destroy"}}, http.StatusUnprocessableEntity)
	d.post(t, "wei", "/manage/none", url.Values{"go": {"open"}}, http.StatusNotFound)
}

// A poll whose paper is still being typed is not closed over it.
func TestManageWaitsForPaper(t *testing.T) {
	d := newDesk(t)
	d.post(t, "wei", "/paper/open", batchOfThree, http.StatusSeeOther)
	page := d.post(t, "wei", "/manage/open", url.Values{"go": {"close"}}, http.StatusConflict)
	if !strings.Contains(page, "3 paper ballots are not in the ballot box yet") {
		t.Errorf("not explained:\n%s", page)
	}
	if p, err := d.service.Poll(t.Context(), "open"); err != nil || p.State != survey.Open {
		t.Errorf("the poll is %s, %v", p.State, err)
	}
}

// Pages of organisers are for accounts, and take forms from this site only.
func TestManageIsForOrganisers(t *testing.T) {
	d := newDesk(t)
	paths := strings.NewReplacer(":poll", "coded", ":batch", "00")
	apart := []string{"/manage/questionnaires", "/manage/documents"} // for authors, and by rights of orders
	tried := 0
	for _, r := range routes(d.Site) {
		if !strings.HasPrefix(r.Path, "/manage") || slices.ContainsFunc(apart, func(p string) bool { return strings.HasPrefix(r.Path, p) }) {
			continue
		}
		tried++
		if r.Who != site.Organiser {
			t.Errorf("%s %s is not for organisers", r.Method, r.Path)
		}
		path := paths.Replace(r.Path)
		request := httptest.NewRequest(r.Method, path, nil)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		rec := httptest.NewRecorder()
		d.e.ServeHTTP(rec, request)
		if rec.Code != http.StatusSeeOther || !strings.HasPrefix(rec.Header().Get("Location"), "/login") {
			t.Errorf("%s %s without an account: %d", r.Method, path, rec.Code)
		}
		if r.Method == http.MethodGet {
			continue
		}
		foreign := postForm(path, url.Values{"go": {"close"}})
		foreign.Header.Set("Sec-Fetch-Site", "cross-site")
		foreign.AddCookie(d.cookies["wei"])
		rec = httptest.NewRecorder()
		d.e.ServeHTTP(rec, foreign)
		if rec.Code != http.StatusForbidden {
			t.Errorf("%s %s from another site: %d", r.Method, path, rec.Code)
		}
	}
	if tried < 40 {
		t.Errorf("%d routes were tried", tried)
	}
	d.page(t, "wei", "/manage/none", http.StatusNotFound)
	if home := d.page(t, "wei", "/", http.StatusOK); !strings.Contains(home, `href="/manage"`) {
		t.Error("home does not lead to the polls")
	}
	list := d.page(t, "wei", "/manage", http.StatusOK)
	for _, id := range []string{"open", "work", "coded", "later"} {
		if !strings.Contains(list, `href="/manage/`+id+`"`) {
			t.Errorf("%s is not on the list", id)
		}
	}
}

// Numbers are in steps, quotas against their targets, full ones marked.
func TestManageNumbers(t *testing.T) {
	d := newDesk(t)
	d.limited(t)
	page := d.page(t, "wei", "/manage/limited", http.StatusOK)
	for _, want := range []string{
		`<progress max="5" value="5"`, `class="al done">Full`, `<progress max="20" value="5"`, "Not full", "Dongjiang", "Your age: Under 35",
		`<th scope="row">Dongjiang</th><td class="num">5</td>`, `href="/p/limited/poster?unit=east"`, `href="/k/limited"`, `href="/paper/limited"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

// limited is a poll with a full quota and one that is not.
func (w *world) limited(t *testing.T) {
	t.Helper()
	w.quotaPoll(t, "limited", "everything", survey.OpenLink, survey.Quota{Where: map[string]string{"age": "a"}, Target: 5}, survey.Quota{Unit: "east", Target: 20})
	w.cast(t, "limited", "east", "", 5, everythingAnswered("a"))
}

func TestGoldenManage(t *testing.T) {
	d := newDesk(t)
	d.limited(t)
	_, _, err := d.service.IssueCodes(t.Context(), "coded", survey.CodeBatch{Label: "first", Group: "cadres", Units: []string{"east"}}, 12)
	must(t, err)
	hex := regexp.MustCompile(`batch=[0-9a-f]+`)
	for _, lang := range site.Languages {
		for name, path := range map[string]string{"manage-list": "/manage?lang=", "manage-coded": "/manage/coded?lang=", "manage-limited": "/manage/limited?ask=close&lang="} {
			rec := d.get(path+lang, "Cookie", d.cookies["wei"].String())
			page := newBatch.ReplaceAllString(rec.Body.String(), `name="id" value="ID"`)
			golden(t, name+"-"+lang, hex.ReplaceAllString(page, "batch=ID"))
		}
	}
}
