package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"minping/survey/access"
	"minping/survey/agenda"
	"minping/survey/awards"
	"minping/survey/casework"
	"minping/survey/clerk"
	"minping/survey/dossier"
	"minping/survey/duty"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/official"
	"minping/survey/outbound"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/rectify"
	"minping/survey/webhook"
)

// desk is a world with two accounts, and how to ask as each.
type desk struct {
	*world
	cookies map[string]*http.Cookie
}

func newDesk(t *testing.T) desk {
	t.Helper()
	w := withAccounts(t)
	w.Desk = clerk.New(w.store.People, w.service)
	w.Orders = rectify.New(w.store.People)
	w.Projects = projects.New(w.store.People)
	w.Dossiers = dossier.New(w.store.People, w.Orders)
	w.Dossiers.Projects = w.Projects
	w.Awards = awards.New(w.store.People)
	w.Papers = official.New(w.store.People, w.Orders, w.Awards)
	w.Awards.Now = w.Now
	w.Dossiers.Awards = w.Awards
	w.Duty = duty.New(w.store.People)
	w.Duty.Now = w.Now
	w.Dossiers.Duty = w.Duty
	w.Cases = casework.New(w.store.People)
	w.Cases.Now = w.Now
	w.Agenda = agenda.New(w.store.People)
	w.Agenda.Now, w.Agenda.Orders, w.Agenda.Cases, w.Agenda.Service = w.Now, w.Orders, w.Cases, w.service
	w.Agenda.Rights, w.Agenda.Awards = w.Access.RightsOf, w.Awards
	w.Points = points.New(w.store.People, form.ParseScheme)
	w.Points.Now = w.Now
	w.Awards.Points, w.Dossiers.Points = w.Points, w.Points
	w.Points.Duty, w.Agenda.Duty = w.Duty, w.Duty
	w.Agenda.Projects, w.Agenda.Points = w.Projects, w.Points
	w.Cabinet = evidence.NewCabinet(w.store.People)
	w.Cabinet.Owners = map[string]evidence.Owner{"case": w.Cases.Place, "project": w.Projects.Place, "award": w.Awards.Place, "duty": w.Duty.Place}
	w.Webhooks = webhook.New(w.store.People, outbound.New().Check, (&receivers{}).post)
	token, err := w.Access.Setup(t.Context())
	must(t, err)
	_, err = w.Access.Claim(t.Context(), token, "wei", password)
	must(t, err)
	li, err := w.Access.Add(t.Context(), "li", password)
	must(t, err)
	_, err = w.Access.Grant(t.Context(), access.Grant{Account: li.ID, Role: access.Organiser})
	must(t, err)
	d := desk{w, map[string]*http.Cookie{}}
	for _, name := range []string{"wei", "li"} {
		d.cookies[name] = session(t, w.send("/login", url.Values{"name": {name}, "password": {password}}, nil))
	}
	return d
}

// page is what an account sees.
func (d desk) page(t *testing.T, who, path string, want int) string {
	t.Helper()
	rec := d.get(path, "Cookie", d.cookies[who].String(), "Accept-Language", "en")
	if rec.Code != want {
		t.Fatalf("%s sees %s: %d\n%s", who, path, rec.Code, rec.Body)
	}
	return rec.Body.String()
}

// post sends a form as an account.
func (d desk) post(t *testing.T, who, path string, form url.Values, want int) string {
	t.Helper()
	rec := d.send(path, form, d.cookies[who])
	if rec.Code != want {
		t.Fatalf("%s sends %s: %d\n%s", who, path, rec.Code, rec.Body)
	}
	return rec.Header().Get("Location") + rec.Body.String()
}

// typed are three sheets as a form: one full, one void, one blank.
func typed(overall string) url.Values {
	return url.Values{
		"0.overall1": {overall}, "0.staff.doctor": {"5"}, "0.staff.nurse": {"！"}, "0.again": {"９"}, "0.heard": {"1 2"},
		"1.void!": {"illegible"},
	}
}

var batchOfThree = url.Values{"unit": {"west"}, "eligible": {"30"}, "issued": {"4"}, "returned": {"3"}}

func TestPaperByTwoClerks(t *testing.T) {
	d := newDesk(t)
	d.post(t, "wei", "/paper/open", url.Values{"unit": {"west"}, "eligible": {"3"}, "issued": {"4"}, "returned": {"5"}}, http.StatusUnprocessableEntity)
	if to := d.post(t, "wei", "/paper/open", batchOfThree, http.StatusSeeOther); to != "/paper/open/1" {
		t.Fatalf("leads to %s", to)
	}
	if page := d.page(t, "wei", "/paper/open/1", http.StatusOK); strings.Count(page, `name="2.`) == 0 || strings.Contains(page, `name="3.`) {
		t.Error("the grid has not three rows")
	}
	d.post(t, "wei", "/paper/open/1", typed("7"), http.StatusUnprocessableEntity)
	d.post(t, "wei", "/paper/open/1", typed("4"), http.StatusSeeOther)
	if page := d.page(t, "wei", "/paper/open/1", http.StatusOK); !strings.Contains(page, `name="0.staff.nurse" value="!"`) {
		t.Error("what was typed is not there again")
	}
	if page := d.page(t, "li", "/paper/open/1", http.StatusOK); strings.Contains(page, `value="9"`) {
		t.Error("the second clerk sees what the first typed")
	}
	d.post(t, "li", "/paper/open/1", typed("5"), http.StatusSeeOther)
	page := d.page(t, "wei", "/paper/open/1", http.StatusOK)
	if !strings.Contains(page, "The two entries differ in 1 place") || strings.Count(page, `name="d`) != 2 {
		t.Errorf("no list of differences:\n%s", page)
	}
	d.post(t, "wei", "/paper/open/1", url.Values{"go": {"handin"}, "revision": {"2"}}, http.StatusConflict)
	for range 2 {
		d.post(t, "wei", "/paper/open/1", url.Values{"go": {"handin"}, "revision": {"2"}, "d0": {"2"}}, http.StatusSeeOther)
	}
	list := d.page(t, "li", "/paper/open", http.StatusOK)
	for _, want := range []string{"In the ballot box, in all", `<td class="num">30</td><td class="num">4</td><td class="num">3</td><td class="num">2</td><td class="num">1</td><td class="num">1</td><td class="num">10%</td><td class="num">75%</td><td class="num">67%</td>`} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q:\n%s", want, list)
		}
	}
	d.ballots(t, "open", 1)
	r, err := d.service.Release(t.Context(), "open")
	must(t, err)
	if n := r.Unit("west"); n == nil {
		t.Error("the ballot is not about the unit")
	}
	if page := d.page(t, "li", "/paper/open", http.StatusOK); strings.Contains(page, "<form class=\"plan") {
		t.Error("a poll that is over takes paper")
	}
}

func TestPaperIsForAccounts(t *testing.T) {
	d := newDesk(t)
	for _, path := range []string{"/paper/open", "/paper/open/1"} {
		if rec := d.get(path); rec.Code != http.StatusSeeOther || !strings.HasPrefix(rec.Header().Get("Location"), "/login") {
			t.Errorf("%s without an account: %d", path, rec.Code)
		}
	}
	for _, path := range []string{"/paper/coded", "/paper/nothing", "/paper/open/1", "/paper/open/x"} {
		d.page(t, "wei", path, http.StatusNotFound)
	}
}

// The grid by keyboard alone: a digit chooses and moves on, Enter and arrows
// move, what is no option is marked and held back.
func TestBrowserPaperGrid(t *testing.T) {
	d := newDesk(t)
	d.post(t, "wei", "/paper/open", batchOfThree, http.StatusSeeOther)
	// The browser is wei without signing in: its cookie goes with every request.
	e := echo.New()
	e.Any("/*", func(c echo.Context) error {
		c.Request().AddCookie(d.cookies["wei"])
		d.e.ServeHTTP(c.Response(), c.Request())
		return nil
	})
	shown := *d.world
	shown.e = e
	b := openBrowser(t, &shown)
	b.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(b.url+"/paper/open/1?lang=en"))
	b.awaits("Questions and keys")
	keys := func(s string) { b.do(chromedp.KeyEvent(s)) }
	focus := func(want string) {
		t.Helper()
		if got := eval[string](b, "document.activeElement.name"); got != want {
			t.Errorf("the focus is on %q, want %q", got, want)
		}
	}
	focus("0.overall1")
	keys("4")
	first := eval[string](b, "document.activeElement.name")
	if first == "0.overall1" {
		t.Error("a key does not move on")
	}
	b.do(chromedp.KeyEvent("\r"))
	if eval[string](b, "document.activeElement.name") == first {
		t.Error("Enter does not move")
	}
	eval[bool](b, `document.querySelector('[name="1.overall1"]').focus() ?? true`)
	keys("7")
	focus("1.overall1")
	if !eval[bool](b, `document.activeElement.matches('[aria-invalid]')`) {
		t.Error("what is no option is not marked")
	}
	b.click("#sheets .btn")
	focus("1.overall1")
	keys("\b5")
	b.click("#sheets .btn")
	b.awaits("Typed 1 time of 2")
}
