// Package site is what all pages share: who may see them, how they are
// rendered, their addresses, forms, words and static files.
package site

import (
	"context"
	"net/http"
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
	"minping/survey/webhook"
)

// Polls is what the pages need of survey.Service: what those who answer need,
// whoever they are, and for all else the service within the rights of whoever
// asks. There is no other way to it.
type Polls interface {
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
	Service Polls               // a *survey.Service
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

	templates templateSet
}

// Who says who may enter a route.
type Who int

// In the order of what they ask for.
const (
	Anyone     Who = iota
	File           // anyone: what is asked for is the same for all
	Respondent     // anyone, and nothing is known or noted about him: no cookie, no log line
	Reader         // whoever may read results of the poll in the path: published for all, or he is signed in
	Halfway        // a session, also one that lacks its second factor
	SignedIn       // an account
	Organiser      // whoever may look after the poll in the path, or after some poll
	Author         // who writes questionnaires: survey.ManageQuestionnaires
	Manager        // who may manage accounts: survey.ManageAccounts
	Operator       // who connects the system: survey.ManageSystem
	Auditor        // who may read the log: survey.ReadAudit
)

// A Route is one line of the route table.
type Route struct {
	Method string
	Path   string
	Who    Who
	Handle echo.HandlerFunc
}

// Get is the route by which a page is asked for.
func Get(path string, who Who, handle echo.HandlerFunc) Route {
	return Route{http.MethodGet, path, who, handle}
}

// Post is the route that takes a form.
func Post(path string, who Who, handle echo.HandlerFunc) Route {
	return Route{http.MethodPost, path, who, handle}
}

// Serve adds routes to e, once what was left open is as it is by default.
func (s *Site) Serve(e *echo.Echo, routes []Route) {
	for _, r := range routes {
		e.Add(r.Method, r.Path, r.Handle, s.way(r.Who)...)
	}
}

// Prepare fills in what was left open, and finds the pages. It panics if a
// page of the program itself is broken.
func (s *Site) Prepare() {
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
}

// way returns what a request passes on its way to a handler, the first first.
func (s *Site) way(w Who) []echo.MiddlewareFunc {
	switch w {
	case File:
		return nil
	case Respondent:
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

// webhooks is what the pages need of webhook.Service.
type webhooks interface {
	Add(ctx context.Context, wanted webhook.Settings) (webhook.Hook, string, error)
	Change(ctx context.Context, id string, wanted webhook.Settings, active bool) (webhook.Hook, error)
	Renew(ctx context.Context, id string) (string, error)
	Remove(ctx context.Context, id string) error
	Hooks(ctx context.Context) ([]webhook.Hook, error)
	Hook(ctx context.Context, id string) (webhook.Hook, error)
	Deliveries(ctx context.Context, hook string) ([]webhook.Delivery, error)
	Delivery(ctx context.Context, hook, event string) (webhook.Delivery, []webhook.Attempt, error)
	SendAgain(ctx context.Context, hook, event string) error
	Try(ctx context.Context, id string) (webhook.Attempt, error)
}
