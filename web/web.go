// Package web serves the pages for people: citizens who answer a poll, and
// those who sign in to read results. Pages are rendered on the server and work
// without script; a handler reads the request, makes one call on the Service
// and writes the answer.
package web

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	gzip "github.com/labstack/echo/v4/middleware"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/agenda"
	"minping/survey/awards"
	"minping/survey/casework"
	"minping/survey/clerk"
	"minping/survey/dossier"
	"minping/survey/duty"
	"minping/survey/evidence"
	"minping/survey/guard"
	"minping/survey/notify"
	"minping/survey/official"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/provider"
	"minping/survey/rectify"
)

// polls is what the pages need of survey.Service: what those who answer need,
// whoever they are, and for all else the service within the rights of whoever
// asks. There is no other way to it.
type polls interface {
	Within(r survey.Rights) survey.Scoped
	Landing(ctx context.Context, poll string) (survey.Poll, error)
	Landings(ctx context.Context) ([]survey.Poll, error)
	LandingQuestionnaire(ctx context.Context, poll string) (*survey.Questionnaire, error)
	LandingUnits(ctx context.Context, poll string) ([]survey.Unit, error)
	CodeGrant(ctx context.Context, poll, code string) (survey.CodeGrant, error)
	Workspace(ctx context.Context, secret string) (survey.Workspace, error)
	Nominate(ctx context.Context, poll, secret string, edits []survey.NominationEdit) (survey.Nominations, error)
	Room(ctx context.Context, poll string) (survey.Room, error)
	guard.Box
}

// desks is what the pages need of clerk.Desk.
type desks interface {
	Within(may func(ctx context.Context, poll string) error) clerk.Seat
}

// A Site is the pages over one Service.
type Site struct {
	Service polls               // a *survey.Service
	Access  *access.Service     // accounts
	Gate    *middleware.Gate    // who is signed in; nil: nobody can sign in
	Guesses *middleware.Guesses // of codes, shared with the API
	Guard   *guard.Guard        // of open polls; nil: one of its own
	Now     func() time.Time
	URL     string // where people reach the server, without a slash at the end; "": as the request did
	// Zone is the time zone in which dates are written.
	Zone *time.Location

	Webhooks webhooks           // a *webhook.Service
	Heads    survey.AuditSigner // of the audit log; nil: none is signed
	Desk     desks              // where paper is entered, a *clerk.Desk; nil: nowhere
	Orders   *rectify.Desk      // where orders are kept
	Papers   *official.Desk     // where official documents are written
	Dossiers *dossier.Shelf     // where dossiers are put together
	Projects *projects.Desk     // that units take on
	Awards   *awards.Desk       // given in rounds
	Duty     *duty.Desk         // reports on duties, and their marks
	Cabinet  *evidence.Cabinet  // files of cases, projects, awards and duty reports
	Agenda   *agenda.Desk       // what is due
	Cases    *casework.Desk     // where reviews, letters and visits are answered
	Points   *points.Desk       // where point cards and schemes are kept
	// Kiosk is how long a shared tablet waits.
	Kiosk Kiosk

	// Notify tells people about polls.
	Notify *notify.Service

	// Provider is by which identities people sign in beside passwords; nil: none.
	Provider *provider.Provider

	Design bool // show the design system at /design: in development

	// Document is the API's OpenAPI document (YAML), for its reference.
	Document []byte

	trials        *trialDesk
	templates     templates
	readReference func() (reference, error)
}

// who says who may enter a route.
type who int

const (
	anyone     who = iota
	file           // anyone: what is asked for is the same for all
	respondent     // anyone, and nothing is known or noted about him: no cookie, no log line
	reader         // whoever may read results of the poll in the path: published for all, or he is signed in
	halfway        // a session, also one that lacks its second factor
	signedIn       // an account
	organiser      // whoever may look after the poll in the path, or after some poll
	author         // who writes questionnaires: survey.ManageQuestionnaires
	manager        // who may manage accounts: survey.ManageAccounts
	operator       // who connects the system: survey.ManageSystem
	auditor        // who may read the log: survey.ReadAudit
)

// A route is one line of the route table.
type route struct {
	method string
	path   string
	who    who
	handle echo.HandlerFunc
}

// routes is the table of all pages.
func (s *Site) routes() []route {
	return append([]route{
		{http.MethodGet, "/", anyone, s.home},
		{http.MethodGet, "/static/:file", file, s.static},

		{http.MethodGet, "/plan", anyone, s.plan},
		{http.MethodGet, "/api/reference", anyone, s.referenceDocs},

		{http.MethodGet, answerPath, anyone, s.landing},
		{http.MethodPost, answerPath, respondent, s.step},
		{http.MethodGet, "/p/:poll/poster", anyone, s.poster},
		{http.MethodGet, workPath, respondent, s.workDoor},
		{http.MethodPost, workPath, respondent, s.work},
		{http.MethodGet, nominatePath, respondent, s.nominateDoor},
		{http.MethodPost, nominatePath, respondent, s.nominate},
		{http.MethodGet, "/k/:poll", respondent, s.kiosk},
		{http.MethodPost, "/k/:poll", respondent, s.step},

		{http.MethodGet, "/paper/:poll", signedIn, s.batches},
		{http.MethodPost, "/paper/:poll", signedIn, s.newBatch},
		{http.MethodPost, "/paper/:poll/count", signedIn, s.countWithout},
		{http.MethodGet, "/paper/:poll/:batch", signedIn, s.batch},
		{http.MethodPost, "/paper/:poll/:batch", signedIn, s.typeBatch},
		{http.MethodPost, "/paper/:poll/:batch/edit", signedIn, s.editBatch},
		{http.MethodGet, "/paper/:poll/:batch/protocol", signedIn, s.protocol},

		{http.MethodGet, "/meeting/:poll", signedIn, s.meeting},
		{http.MethodPost, "/meeting/:poll", signedIn, s.closeMeeting},

		{http.MethodGet, "/comments/:poll", signedIn, s.moderation},
		{http.MethodPost, "/comments/:poll", signedIn, s.moderate},
		{http.MethodPost, "/comments/:poll/release", signedIn, s.releaseComments},
		{http.MethodGet, "/comments/:poll/opinions", signedIn, s.merging},
		{http.MethodPost, "/comments/:poll/opinions", signedIn, s.merge},

		{http.MethodGet, "/setup", anyone, s.setupForm},
		{http.MethodPost, "/setup", anyone, s.setup},
		{http.MethodGet, "/login", anyone, s.loginForm},
		{http.MethodPost, "/login", anyone, s.login},
		{http.MethodGet, "/login/code", halfway, s.codeForm},
		{http.MethodPost, "/login/code", halfway, s.giveCode},
		{http.MethodGet, "/login/oidc", anyone, s.setOut},
		{http.MethodGet, "/login/oidc/back", anyone, s.comeBack},
		{http.MethodPost, "/logout", anyone, s.logout},
	}, slices.Concat(s.manageRoutes(), s.builderRoutes(), s.messageRoutes(), s.adminRoutes(), s.leaderRoutes(), s.dossierRoutes(), s.projectRoutes(), s.awardRoutes(), s.dutyRoutes(), s.attachmentRoutes(), s.judgingRoutes(), s.orderRoutes(), s.paperRoutes(), s.caseRoutes(), s.pointRoutes(), s.appraisalRoutes(), s.calendarRoutes(), s.designRoutes())...)
}

// Register adds the pages to e.
func (s *Site) Register(e *echo.Echo) {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Guard == nil {
		s.Guard = guard.New()
		s.Guard.Now = s.Now
	}
	if s.Zone == nil {
		s.Zone = time.Local
	}
	var err error
	if s.templates, err = s.findTemplates(); err != nil {
		panic(err)
	}
	s.trials = newTrialDesk(s)
	s.readReference = sync.OnceValues(func() (reference, error) { return newReference(s.Document) })
	for _, r := range s.routes() {
		e.Add(r.method, r.path, r.handle, s.way(r.who)...)
	}
}

// way returns what a request passes on its way to a handler, the first first.
func (s *Site) way(w who) []echo.MiddlewareFunc {
	switch w {
	case file:
		return nil
	case respondent:
		return []echo.MiddlewareFunc{compress, headers, middleware.Anonymous}
	}
	way := []echo.MiddlewareFunc{compress, headers, middleware.SameOrigin(), middleware.RememberLang}
	if s.Gate != nil {
		way = append(way, s.Gate.Load)
	}
	return append(way, s.guard(w))
}

// compress packs what is worth it, once: the gate answers an error while the
// page that failed would be packed. Pages hold no secret beside what a request
// puts into them.
func compress(next echo.HandlerFunc) echo.HandlerFunc {
	packs := pack(next)
	return func(c echo.Context) error {
		if c.Get(packing) != nil {
			return next(c)
		}
		c.Set(packing, true)
		defer c.Set(packing, nil)
		return packs(c)
	}
}

var pack = gzip.GzipWithConfig(gzip.GzipConfig{MinLength: 1024})

// packing marks a request whose answer is packed on its way out.
const packing = "packing"

// headers sets what every page carries. Pages hold answers or results, so no
// cache keeps them; static files and the pages of respondents overrule this.
func headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		return next(c)
	}
}
