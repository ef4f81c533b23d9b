// Package walk walks through the pages of the demo in Chromium, as people do.
// It is tests only.
package walk

import (
	"flag"
	"net/http"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"minping/api"
	"minping/web"
	"minping/web/browsertest"
	"minping/web/site"
)

var viewsOfEach = flag.Int("views", 4, "TestPages: look at each page in so many `views` of language, width and scheme: 4 or 8")

// A sight is a page as somebody gets to see it.
type sight struct {
	route  string     // of the table, without its method; "": of none
	name   string     // of its pictures and its line in tables
	path   string     // with $props of the stage
	as     string     // account; "": nobody
	status int64      // 0: 200
	steps  func(*tab) // from the path to the page that is meant
	early  bool       // before there is an account
	paper  bool       // to be printed: light in the dark too
	many   string     // what repeats so often that axe-core looks at some of it only
}

// notPages are the routes that answer no page, and what they answer.
var notPages = map[string]string{
	"/static/:file":                      "files of the pages",
	"/static/leader.css":                 "a file of the pages",
	"/cases/cases.xlsx":                  "a table",
	"/calendar/:feed":                    "a feed for calendars",
	"/cases/cases.csv":                   "a table",
	"/admin/audit/:file":                 "the log as a file",
	"/manage/units/:file":                "a table",
	"/manage/roster/:file":               "a table",
	"/projects/files/:file":              "a table",
	"/awards/:award/:file":               "a table",
	"/duty/:review/files/:file":          "a table or document",
	"/candidates/:list/:file":            "a table",
	"/orders/ledger/:file":               "a table",
	"/orders/:order/documents/:file":     "a document",
	"/r/:poll/documents/:file":           "a document",
	"/points/entries/files/:file":        "a table",
	"/appraisals/:appraisal/files/:file": "a document or table",
	"/orders/tasks/:task/files/:file":    "a file that was uploaded",
	"/attachments/:kind/:id/:file":       "a file that was uploaded",
	"/manage/:poll/assignments/:file":    "a table",
	"/admin/invitations/import.csv":      "a table to fill in",
	"/login/oidc":                        "leads to the provider of identities, and so does each page that it comes back to",
	"/login/oidc/back":                   "leads on",
	"/r/:poll/problems.xlsx":             "a table",
	"/r/:poll/chart/:file":               "a figure as a picture or table",
	"/r/:poll/:file":                     "results as a file",
}

// sights are all pages, in all their states.
var sights = []sight{
	{route: "/setup", name: "setup", path: "/setup?token=$setup", early: true},
	{route: "/", name: "home", path: "/"},
	{name: "home-operator", path: "/", as: "wei"},
	{name: "not-found", path: "/nowhere", status: http.StatusNotFound},
	{route: "/plan", name: "plan", path: "/plan"},
	{name: "plan-computed", path: "/plan?poll=$finished"},
	{route: "/api/reference", name: "api-reference", path: "/api/reference", many: ".op:nth-of-type(n+4)"},

	{route: "/p/:poll", name: "answer-units", path: "/p/$open"},
	{name: "answer-group", path: "/p/$open?unit=x01"},
	{name: "answer-first", path: "/p/$open?unit=x01&group=public"},
	{name: "answer-errors", path: "/p/$open?unit=x01&group=public", status: http.StatusUnprocessableEntity, steps: func(b *tab) { b.followForward() }},
	{name: "answer-profile", path: "/p/$open?unit=x01&group=public", steps: func(b *tab) { b.answerPages(5) }},
	{name: "answer-review", path: "/p/$open?unit=x01&group=public", steps: func(b *tab) { b.answerPages(6) }},
	{name: "answer-receipt", path: "/p/$open?unit=x01&group=public", steps: func(b *tab) { b.answerPages(6); b.handIn() }},
	{name: "answer-code", path: "/p/coded"},
	{name: "answer-not-open", path: "/p/draft", status: http.StatusForbidden},
	{name: "answer-closed", path: "/p/closed", status: http.StatusGone},
	{route: "/p/:poll/poster", name: "poster", path: "/p/$open/poster?unit=x01", paper: true},
	{route: "/k/:poll", name: "kiosk", path: "/k/$open"},
	{route: "/w", name: "work-door", path: "/w"},
	{route: "/n/:poll", name: "nominate-door", path: "/n/$assigned"},

	{route: "/s", name: "follow", path: "/s"},
	{route: "/s/:point", name: "service", path: "/s/$point"},
	{route: "/calendar", name: "calendar", path: "/calendar", as: "wei"},
	{route: "/cases", name: "cases", path: "/cases", as: "wei"},
	{route: "/cases/:case", name: "case", path: "/cases/$case", as: "wei"},
	{route: "/services", name: "services", path: "/services"},
	{route: "/cases/reviews", name: "case-reviews", path: "/cases/reviews", as: "wei"},
	{route: "/cases/figures", name: "case-figures", path: "/cases/figures", as: "wei"},
	{route: "/cases/points", name: "case-points", path: "/cases/points?edit=$point", as: "wei"},
	{route: "/cases/points/:point", name: "case-poster", path: "/cases/points/$point", as: "wei", paper: true},
	{route: "/cases/new", name: "case-new", path: "/cases/new", as: "wei"},
	{route: "/cases/import", name: "case-import", path: "/cases/import", as: "wei"},
	{route: "/cases/rules", name: "case-rules", path: "/cases/rules", as: "wei"},

	{route: "/login", name: "login", path: "/login"},
	{name: "login-wrong", path: "/login", status: http.StatusUnauthorized, steps: func(b *tab) { b.signInWrongly() }},
	{route: "/login/code", name: "login-code", path: "/login/code", as: "half"},
	{route: "/invite", name: "invite", path: "/invite?token=$invite"},
	{route: "/account", name: "account", path: "/account", as: "wei"},
	{route: "/account/factor", name: "account-factor", path: "/account/factor", as: "wei"},
	{route: "/account/tokens", name: "account-tokens", path: "/account/tokens", as: "wei"},

	{route: "/manage", name: "manage", path: "/manage", as: "wei"},
	{route: "/manage/:poll", name: "manage-open", path: "/manage/$open", as: "wei"},
	{route: "/manage/new", name: "manage-new", path: "/manage/new", as: "wei"},
	{route: "/manage/:poll/setup/:step", name: "setup-check", path: "/manage/draft/setup/check", as: "wei"},
	{name: "setup-units", path: "/manage/draft/setup/units", as: "wei"},
	{name: "setup-people", path: "/manage/draft/setup/people?open=sample&rake=age", as: "wei"},
	{route: "/manage/:poll/preview", name: "setup-preview", path: "/manage/draft/preview", as: "wei"},
	{route: "/manage/:poll/trial", name: "trial", path: "/manage/draft/trial", as: "wei"},
	{route: "/manage/:poll/trial/*", name: "trial-method", path: "/manage/draft/trial/method", as: "wei"},
	{route: "/manage/units", name: "units", path: "/manage/units", as: "wei"},
	{route: "/manage/units/import", name: "units-import", path: "/manage/units/import", as: "wei"},
	{route: "/manage/people", name: "people", path: "/manage/people", as: "wei"},
	{route: "/manage/roster", name: "roster", path: "/manage/roster", as: "wei"},
	{route: "/manage/roster/person", name: "roster-person", path: "/manage/roster/person", as: "wei"},
	{route: "/manage/roster/import", name: "roster-import", path: "/manage/roster/import", as: "wei"},
	{route: "/attachments/:kind/:id", name: "attachments", path: "/attachments/case/$case", as: "wei"},
	{route: "/duty", name: "duty", path: "/duty", as: "wei"},
	{route: "/duty/new", name: "duty-new", path: "/duty/new", as: "wei"},
	{route: "/duty/:review", name: "duty-running", path: "/duty/$duty", as: "wei"},
	{name: "duty-published", path: "/duty/$dutytold", as: "wei"},
	{route: "/duty/:review/edit", name: "duty-edit", path: "/duty/$dutyplan/edit", as: "wei"},
	{route: "/duty/:review/sheets", name: "duty-sheets", path: "/duty/$duty/sheets", as: "wei"},
	{route: "/duty/:review/reports/:unit", name: "duty-report", path: "/duty/$dutytold/reports/c01", as: "wei"},
	{name: "duty-writing", path: "/duty/$duty/reports/c03", as: "wei"},
	{route: "/awards", name: "awards", path: "/awards", as: "wei"},
	{route: "/awards/new", name: "awards-new", path: "/awards/new", as: "wei"},
	{route: "/awards/:award", name: "award", path: "/awards/$award?source=$finished", as: "wei"},
	{name: "award-marks", path: "/awards/$marked", as: "wei"},
	{route: "/judging", name: "judging", path: "/judging", as: "li"},
	{route: "/judging/:award/:round", name: "judging-sheet", path: "/judging/$marked/1", as: "li"},
	{name: "award-noticed", path: "/awards/$noticed", as: "wei"},
	{route: "/awards/:award/edit", name: "award-edit", path: "/awards/$plannedaward/edit", as: "wei"},
	{route: "/projects", name: "projects", path: "/projects", as: "wei"},
	{route: "/projects/circular", name: "projects-circular", path: "/projects/circular?month=$month", as: "wei"},
	{route: "/projects/import", name: "projects-import", path: "/projects/import", as: "wei"},
	{route: "/projects/:project", name: "project", path: "/projects/$project", as: "wei"},
	{name: "project-claimed", path: "/projects/$claimed", as: "wei"},
	{route: "/units", name: "dossiers", path: "/units", as: "wei"},
	{route: "/units/:unit", name: "dossier", path: "/units/$unit", as: "wei"},
	{name: "dossier-person", path: "/units/bureau-4-2", as: "wei"},
	{route: "/candidates", name: "candidates", path: "/candidates", as: "wei"},
	{route: "/candidates/new", name: "candidates-new", path: "/candidates/new?tier=city", as: "wei"},
	{route: "/candidates/:list", name: "candidates-sheet", path: "/candidates/$candidates?sort=0", as: "wei"},
	{route: "/candidates/:list/edit", name: "candidates-edit", path: "/candidates/$candidates/edit?tier=city", as: "wei"},
	{route: "/manage/:poll/assignments", name: "assignments", path: "/manage/$assigned/assignments", as: "wei", many: ".book tr:nth-of-type(n+6)"},
	{name: "assignments-one", path: "/manage/$assigned/assignments?by=rater&person=bureau-4-2", as: "wei", many: ".book tr:nth-of-type(n+6)"},
	{name: "assignments-draw", path: "/manage/$assigned/assignments?ask=draw", as: "wei", many: ".book tr:nth-of-type(n+6)"},
	{name: "assignments-issue", path: "/manage/$assigned/assignments?ask=issue", as: "wei", many: ".book tr:nth-of-type(n+6)"},
	{route: "/manage/:poll/codes", name: "codes", path: "/manage/$feedback/codes", as: "wei"},
	{route: "/manage/:poll/screen", name: "screen-turnout", path: "/manage/$open/screen", as: "wei"},
	{route: "/meeting/:poll", name: "meeting", path: "/meeting/$open", as: "wei"},
	{name: "manage-codes", path: "/manage/coded", as: "wei"},
	{name: "manage-draft", path: "/manage/draft", as: "wei"},
	{name: "manage-close", path: "/manage/coded?ask=close", as: "wei"},
	{name: "manage-closed", path: "/manage/closed", as: "wei"},
	{route: "/manage/:poll/messages", name: "messages", path: "/manage/coded/messages", as: "wei"},

	{route: "/manage/questionnaires", name: "questionnaires", path: "/manage/questionnaires", as: "wei"},
	{route: "/manage/questionnaires/:draft/:part", name: "builder-items", path: "/manage/questionnaires/$questionnaire/items", as: "wei"},
	{name: "builder-index", path: "/manage/questionnaires/$questionnaire/index", as: "wei"},
	{name: "builder-evaluation", path: "/manage/questionnaires/$evaluating/evaluation", as: "wei"},
	{name: "builder-votes", path: "/manage/questionnaires/$nominating/votes", as: "wei"},
	{name: "builder-supervision", path: "/manage/questionnaires/$evaluating/supervision", as: "wei"},
	{name: "builder-yaml", path: "/manage/questionnaires/$questionnaire/yaml", as: "wei"},
	{route: "/manage/questionnaires/:draft/preview", name: "builder-preview", path: "/manage/questionnaires/$questionnaire/preview", as: "wei"},
	{route: "/manage/questionnaires/compare", name: "builder-compare", path: "/manage/questionnaires/compare?questionnaire=leadership-evaluation&from=1&to=2", as: "wei"},

	{route: "/paper/:poll", name: "paper", path: "/paper/$open", as: "wei"},
	{route: "/paper/:poll/:batch", name: "paper-typing", path: "/paper/$open/1", as: "wei"},
	{name: "paper-compare", path: "/paper/$open/2", as: "wei"},
	{name: "paper-sheet", path: "/paper/$sheets/1?type=1&sheet=1", as: "wei"},
	{name: "paper-done", path: "/paper/$open/3", as: "wei"},
	{route: "/paper/:poll/:batch/protocol", name: "paper-protocol", path: "/paper/$open/3/protocol", as: "wei", paper: true},
	{route: "/comments/:poll", name: "comments-review", path: "/comments/talk", as: "wei"},
	{name: "comments-review-groups", path: "/comments/$feedback?state=published", as: "wei"},
	{route: "/comments/:poll/opinions", name: "opinions-merge", path: "/comments/$opinions/opinions?item=service", as: "wei"},
	{name: "opinions-begin", path: "/comments/talk/opinions", as: "wei"},

	{route: "/admin", name: "admin", path: "/admin", as: "wei"},
	{route: "/admin/accounts", name: "accounts", path: "/admin/accounts", as: "wei"},
	{route: "/admin/accounts/:account", name: "account-grants", path: "/admin/accounts/$account", as: "wei"},
	{route: "/admin/invitations", name: "invitations", path: "/admin/invitations", as: "wei"},
	{route: "/admin/invitations/import", name: "invitations-import", path: "/admin/invitations/import", as: "wei"},
	{route: "/admin/webhooks", name: "webhooks", path: "/admin/webhooks", as: "wei"},
	{route: "/admin/webhooks/:hook", name: "webhook", path: "/admin/webhooks/$hook", as: "wei"},
	{route: "/admin/webhooks/:hook/:event", name: "webhook-delivery", path: "/admin/webhooks/$hook/$event", as: "wei"},
	{route: "/admin/notifications", name: "notifications", path: "/admin/notifications", as: "wei"},
	{route: "/admin/audit", name: "audit", path: "/admin/audit", as: "wei"},

	{route: "/r/:poll", name: "results", path: "/r/$finished"},
	{name: "results-of-a-city", path: "/r/$finished", as: "zhao"},
	{name: "results-first-round", path: "/r/talk"},
	{route: "/r/:poll/ranking", name: "ranking", path: "/r/$finished/ranking?tier=county"},
	{name: "ranking-cities", path: "/r/$finished/ranking?tier=city"},
	{route: "/r/:poll/change", name: "change", path: "/r/$finished/change"},
	{route: "/r/:poll/screen", name: "screen", path: "/r/$finished/screen"},
	{name: "screen-ranking", path: "/r/$finished/screen?slide=2"},
	{name: "screen-last", path: "/r/$finished/screen?slide=3"},
	{name: "screen-change", path: "/r/$finished/screen?slide=4"},
	{name: "screen-actions", path: "/r/$finished/screen?slide=$slides"},
	{route: "/r/:poll/heat", name: "heat", path: "/r/$finished/heat?tier=city"},
	{name: "heat-counties", path: "/r/$finished/heat?tier=county"},
	{route: "/r/:poll/indicator/:node", name: "indicator", path: "/r/$finished/indicator/D3?tier=city"},
	{name: "indicator-area", path: "/r/$finished/indicator/C?tier=county"},
	{route: "/r/:poll/compare", name: "compare", path: "/r/$finished/compare?a=c13&b=c12"},
	{name: "compare-four", path: "/r/$finished/compare?a=c13&b=c12&c=c11&d=x26"},
	{name: "compare-twice", path: "/r/$finished/compare?a=c13&b=c13"},
	{route: "/r/:poll/trend", name: "trend", path: "/r/$finished/trend?tier=city"},
	{name: "results-orders", path: "/r/$finished", as: "wei"},
	{name: "unit-orders", path: "/r/$finished/unit/$unit", as: "wei"},
	{route: "/r/:poll/unit/:unit", name: "unit", path: "/r/$finished/unit/$unit"},
	{name: "unit-city", path: "/r/$finished/unit/c13"},
	{route: "/r/:poll/flags", name: "flags", path: "/r/$finished/flags"},
	{route: "/r/:poll/problems", name: "problems", path: "/r/$finished/problems"},
	{route: "/points", name: "points", path: "/points", as: "wei"},
	{route: "/points/entries/import", name: "point-import", path: "/points/entries/import?plan=year", as: "wei"},
	{route: "/points/:unit", name: "point-card", path: "/points/$point_unit?plan=year&card=card", as: "wei"},
	{route: "/points/publications/:publication", name: "point-publication", path: "/points/publications/$publication", as: "wei"},
	{name: "point-publication-decided", path: "/points/publications/$decided", as: "wei"},
	{route: "/appraisals", name: "appraisals", path: "/appraisals", as: "wei"},
	{route: "/appraisals/:appraisal", name: "appraisal", path: "/appraisals/$appraisal", as: "wei", many: ".appraised tbody tr:nth-child(n+6)"},
	{route: "/appraisals/:appraisal/units/:unit", name: "appraised", path: "/appraisals/$appraisal/units/c01", as: "wei"},
	{name: "appraised-vetoed", path: "/appraisals/$appraisal/units/c05", as: "wei"},
	{name: "appraised-otherwise", path: "/appraisals/$appraisal/units/c09", as: "wei"},
	{name: "appraisal-of-a-city", path: "/appraisals/$shown", as: "zhao"},
	{name: "appraised-of-a-city", path: "/appraisals/$shown/units/c01", as: "zhao"},
	{route: "/schemes", name: "schemes", path: "/schemes?plan=year", as: "wei"},
	{route: "/orders", name: "orders", path: "/orders", as: "wei", many: ".ledger tbody tr:nth-child(n+4)"},
	{name: "orders-answerer", path: "/orders?state=open", as: "zhou"},
	{route: "/manage/documents", name: "papers", path: "/manage/documents", as: "wei", many: ".papers li:nth-child(n+4)"},
	{route: "/manage/documents/:kind/:lang", name: "document-template", path: "/manage/documents/notice/zh", as: "wei"},
	{name: "document-tried", path: "/manage/documents/notice/zh?about=$order", as: "wei"},
	{route: "/orders/import", name: "orders-import", path: "/orders/import", as: "wei"},
	{route: "/orders/problems", name: "problems-drafted", path: "/orders/problems", as: "wei", many: ".marking fieldset:nth-of-type(n+3)"},
	{route: "/orders/problems/:problem", name: "problem", path: "/orders/problems/$problem", as: "wei"},
	{route: "/orders/:order", name: "order", path: "/orders/$order", as: "wei"},
	{name: "order-draft", path: "/orders/$order_draft", as: "wei"},
	{name: "order-issue", path: "/orders/$order_draft?ask=issue", as: "wei"},
	{route: "/orders/tasks/:task", name: "task", path: "/orders/tasks/$task", as: "zhou"},
	{name: "task-refused", path: "/orders/tasks/$task", as: "zhou", status: http.StatusUnprocessableEntity, steps: func(b *tab) { b.follow(chromedp.Click(chromedp.CSS(`button[value="submit"]`))) }},
	{name: "task-draft", path: "/orders/tasks/$task_draft", as: "wei"},
	{route: "/r/:poll/supervision", name: "supervision", path: "/r/$finished/supervision", as: "wei"},
	{route: "/r/:poll/proof", name: "proof", path: "/r/$finished/proof", as: "wei"},
	{route: "/r/:poll/opinions", name: "opinions", path: "/r/$opinions/opinions?item=service"},
	{name: "opinions-none", path: "/r/talk/opinions"},
	{route: "/r/:poll/votes", name: "votes", path: "/r/$first_vote/votes"},
	{name: "votes-again", path: "/r/$vote/votes"},
	{route: "/r/:poll/evaluation", name: "evaluation", path: "/r/$team/evaluation?tier=person"},
	{name: "evaluation-360", path: "/r/$feedback/evaluation"},
	{route: "/r/:poll/feedback", name: "feedback", path: "/r/$feedback/feedback?unit=leader-4"},
	{name: "comments-words", path: "/r/$opinions/comments?item=service"},
	{route: "/r/:poll/comments", name: "comments", path: "/r/talk/comments"},
	{name: "comments-groups", path: "/r/$feedback/comments?unit=leader-4"},
	{name: "comments-none", path: "/r/$finished/comments"},
	{route: "/r/:poll/whatif", name: "whatif", path: "/r/$finished/whatif"},
	{route: "/r/:poll/drivers", name: "drivers", path: "/r/$finished/drivers"},
	{route: "/r/:poll/quality", name: "quality", path: "/r/$finished/quality"},
	{route: "/r/:poll/method", name: "method", path: "/r/$finished/method"},

	{route: "/design", name: "design", path: "/design"},
	{route: "/design/citizen", name: "design-citizen", path: "/design/citizen"},
	{route: "/design/sheet", name: "design-sheet", path: "/design/sheet"},
}

// A route without a sight fails, and so does a look at none.
func TestEveryPageIsLookedAt(t *testing.T) {
	e := echo.New()
	web.Register(e, &site.Site{Document: api.Document(), Design: true})
	rest := map[string]bool{}
	for _, r := range e.Routes() {
		if r.Method == http.MethodGet && notPages[r.Path] == "" {
			rest[r.Path] = true
		}
	}
	names := map[string]bool{}
	for _, l := range sights {
		if l.route != "" && !rest[l.route] {
			t.Errorf("%s is no route, or is looked at twice under its name", l.route)
		}
		delete(rest, l.route)
		if names[l.name] {
			t.Errorf("two sights are called %s", l.name)
		}
		names[l.name] = true
	}
	for route := range rest {
		t.Errorf("nobody looks at %s: give it a line in sights", route)
	}
}

// views are how a page is looked at: all 8, or 4 in which any two of language,
// width and scheme meet.
func views() []view {
	if *viewsOfEach < 8 {
		return []view{{"zh", 360, false}, {"zh", 1440, true}, {"en", 360, true}, {"en", 1440, false}}
	}
	var all []view
	for _, lang := range []string{"zh", "en"} {
		for _, width := range []int64{360, 1440} {
			all = append(all, view{lang, width, false}, view{lang, width, true})
		}
	}
	return all
}

// axeIn is axe-core where it looks at the i-th page in its k-th view: at all of
// them when the record is made, else in one language, which is the other for
// the next page, at both widths and both schemes.
func axeIn(axe string, i, k int) string {
	if *record != "" || *viewsOfEach >= 8 || k/2 == i%2 {
		return axe
	}
	return ""
}

// Every page, in every state, as everyone who may see it: no wider than the
// screen, without errors, without requests to other hosts, with language, title
// and one heading, and without violations of WCAG 2.2 AA that axe-core finds.
func TestPages(t *testing.T) {
	axe := browsertest.Axe(t, "../../..")
	s := openStage(t)
	tabs := []*tab{s.openTab(t), s.openTab(t)}
	seen := &tally{pages: map[string]pageTally{}, titles: map[string]string{}}
	s.walk(t, tabs, axe, seen, func(l sight) bool { return l.early })
	s.set(t)
	t.Run("what is wrong is seen", func(t *testing.T) { tabs[0].within(t).seesWhatIsWrong(axe) })
	s.walk(t, tabs, axe, seen, func(l sight) bool { return !l.early })
	if *shots != "" {
		writeGallery(t, *shots, seen.titles)
	}
	if *record != "" {
		writeRecord(t, *record, seen)
	}
	t.Logf("%d pages × %d views: %d looked at; axe-core %s: %d rules held, %d violations",
		len(sights), len(views()), seen.views, browsertest.AxeVersion, seen.held, seen.violated)
}

// A tally counts what was looked at.
type tally struct {
	sync.Mutex
	pageTally
	pages  map[string]pageTally // by name
	titles map[string]string    // of those of which pictures were taken
}

// A pageTally is what was seen of a page.
type pageTally struct {
	views, held, violated int     // looks at it; rules of axe-core that held in these, and that did not
	weight                *weight // nil: it was not weighed
}

// add counts what was seen of a page.
func (t *tally) add(name string, seen pageTally) {
	t.Lock()
	defer t.Unlock()
	t.views += seen.views
	t.held += seen.held
	t.violated += seen.violated
	t.pages[name] = seen
}

// walk looks at all pages that are meant.
func (s *stage) walk(t *testing.T, tabs []*tab, axe string, seen *tally, meant func(sight) bool) {
	t.Helper()
	queue := make(chan int)
	var wg sync.WaitGroup
	for _, b := range tabs {
		wg.Go(func() {
			for i := range queue {
				l := sights[i]
				t.Run(l.name, func(t *testing.T) {
					b := b.within(t)
					b.become(l.as)
					var p pageTally
					for k, v := range views() {
						held, violated := b.visit(l, v, axeIn(axe, i, k))
						p.views, p.held, p.violated = p.views+1, p.held+held, p.violated+violated
					}
					b.tabThrough()
					b.narrow()
					if *record != "" && l.steps == nil {
						w := b.weigh(l)
						p.weight = &w
					}
					seen.add(l.name, p)
					if *shots != "" {
						title := b.shoot(l)
						seen.Lock()
						seen.titles[l.name] = title
						seen.Unlock()
					}
				})
			}
		})
	}
	for i, l := range sights {
		if meant(l) {
			queue <- i
		}
	}
	close(queue)
	wg.Wait()
}
