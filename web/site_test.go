package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/notify"
	"minping/survey/store"
	"minping/survey/theme"
	"minping/web/site"
)

// now is the time of all tests.
var now = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// A world is a site over a real database, with polls to answer.
type world struct {
	*site.Site
	service *survey.Service
	store   *store.Store
	e       *echo.Echo
}

// newWorld opens a site with three units and these polls: "open" (all item
// types, any of three units), "work" (the bundled questionnaire with groups),
// "coded" (by code), "later" (not open yet).
func newWorld(t testing.TB) *world {
	t.Helper()
	w := emptyWorld(t)
	service := w.service

	ctx := context.Background()
	everything, err := os.ReadFile("testdata/everything.yaml")
	must(t, err)
	_, err = service.AddQuestionnaire(ctx, everything)
	must(t, err)
	work, err := library.Source("organisation-work")
	must(t, err)
	_, err = service.AddQuestionnaire(ctx, work)
	must(t, err)
	must(t, service.PutUnits(ctx, []survey.Unit{
		{ID: "east", Name: survey.Text{"zh": "东江市", "en": "Dongjiang"}, Tier: "city"},
		{ID: "east-1", Name: survey.Text{"zh": "柳溪县", "en": "Liuxi"}, Tier: "county", Parent: "east"},
		{ID: "west", Name: survey.Text{"zh": "西岭市", "en": "Xiling"}, Tier: "city"},
	}))
	for _, p := range []survey.Poll{
		{ID: "open", Questionnaire: survey.QuestionnaireRef{ID: "everything"}, Access: survey.OpenLink},
		{ID: "work", Questionnaire: survey.QuestionnaireRef{ID: "organisation-work"}, Access: survey.OpenLink, Simulated: true, PublicResults: true},
		{ID: "coded", Questionnaire: survey.QuestionnaireRef{ID: "organisation-work"}, Access: survey.ByCode},
		{ID: "later", Questionnaire: survey.QuestionnaireRef{ID: "everything"}, Access: survey.OpenLink, Opens: now.Add(24 * time.Hour)},
	} {
		p.Title = survey.Text{"zh": "测评 " + p.ID, "en": "Poll " + p.ID}
		p.Units = []string{"east", "east-1", "west"}
		p.Closes = now.Add(8 * 24 * time.Hour)
		p.Organiser = survey.Text{"zh": "东江市民意调查中心", "en": "Dongjiang Survey Centre"}
		p.Contact = survey.Text{"zh": "电话 0000-12340", "en": "Phone 0000-12340"}
		_, err := service.CreatePoll(ctx, p)
		must(t, err)
		if p.Opens.IsZero() {
			must(t, service.OpenPoll(ctx, p.ID))
		}
	}
	return w
}

// emptyWorld opens a site on an empty folder.
func emptyWorld(t testing.TB) *world {
	t.Helper()
	return worldIn(t, t.TempDir())
}

// worldIn is a world without polls whose files lie in a folder.
func worldIn(t testing.TB, dir string) *world {
	t.Helper()
	st, err := store.OpenSQLite(dir)
	must(t, err)
	t.Cleanup(func() { must(t, st.Close()) })
	service := survey.NewService(st.People, st.Ballots, form.Parse)
	service.Now, service.Reader = func() time.Time { return now }, theme.Reader{}
	w := &world{service: service, store: st, e: echo.New()}
	w.Site = &site.Site{Service: service, Now: service.Now, Zone: time.UTC, Notify: notify.New(st.People, service)}
	w.Notify.Now, w.Notify.Zone = service.Now, time.UTC
	w.e.HTTPErrorHandler = w.Error
	Register(w.e, w.Site)
	return w
}

// get fetches a page.
func (w *world) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.e.ServeHTTP(rec, r)
	return rec
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
