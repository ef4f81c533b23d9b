package main

import (
	"context"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"minping/api"
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
	"minping/survey/replay"
	"minping/survey/webhook"
	"minping/web"
	"minping/web/site"
)

// serverParts is what a server is put together from.
type serverParts struct {
	service  *survey.Service
	access   *access.Service
	paper    clerk.Store
	orders   *rectify.Desk
	papers   *official.Desk
	lists    dossier.Store
	projects *projects.Desk
	awards   *awards.Desk
	duty     *duty.Desk
	cabinet  *evidence.Cabinet
	cases    *casework.Desk
	agenda   *agenda.Desk
	points   *points.Desk
	devices  guard.Devices
	hooks    *webhook.Service
	replay   replay.Store // what requests with a key were answered
	pace     int          // requests a minute that an account may make; 0: no limit
	sessions scs.CtxStore
	ready    func(context.Context) error // nil: it can serve
	log      *slog.Logger
	secure   bool         // people reach it by https
	kiosk    site.Kiosk   // how long a shared tablet waits
	url      string       // where people reach it, if that was configured
	proxies  []*net.IPNet // whose X-Forwarded-For is believed
	notify   *notify.Service
	provider *provider.Provider // of identities; nil: none
	heads    survey.AuditSigner // of the audit log; nil: none is signed
	design   bool               // show the design system
}

// attended hands in the ballots of the desk: an account answers for what it typed.
type attended struct {
	*survey.Service
	watch *guard.Guard
}

// Accept implements what the desk needs.
func (a attended) Accept(ctx context.Context, sub survey.Submission) (survey.Receipt, error) {
	return a.watch.Accept(ctx, a.Service, sub, guard.Sender{Attended: true})
}

// newServer returns pages and API over one service.
func newServer(p serverParts) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard) // errors come to HTTPErrorHandler
	e.IPExtractor = addresses(p.proxies)
	e.Use(middleware.AccessLog(p.log), middleware.Recover(p.log), middleware.Headers(p.secure))

	gate := middleware.NewGate(p.access, p.sessions, p.secure, p.log)
	guesses := middleware.NewGuesses()
	watch := &guard.Guard{Devices: p.devices}
	p.service.Witness = watch
	desk := clerk.New(p.paper, attended{p.service, watch})
	shelf := dossier.New(p.lists, p.orders)
	shelf.Projects, shelf.Points, shelf.Awards, shelf.Duty, shelf.Cases, shelf.Files = p.projects, p.points, p.awards, p.duty, p.cases, p.cabinet
	p.points.Duty, p.agenda.Duty = p.duty, p.duty
	p.agenda.Projects, p.agenda.Points = p.projects, p.points
	p.cabinet.Folder = p.orders.Files
	p.cabinet.Owners = map[string]evidence.Owner{"case": p.cases.Place, "project": p.projects.Place, "award": p.awards.Place, "duty": p.duty.Place}
	pages := &site.Site{Service: p.service, Access: p.access, Gate: gate, Guesses: guesses, URL: p.url, Guard: watch, Kiosk: p.kiosk, Webhooks: p.hooks, Desk: desk, Orders: p.orders, Papers: p.papers, Dossiers: shelf, Projects: p.projects, Awards: p.awards, Duty: p.duty, Cabinet: p.cabinet, Cases: p.cases, Agenda: p.agenda, Points: p.points, Document: api.Document(), Notify: p.notify, Provider: p.provider, Heads: p.heads, Design: p.design}
	web.Register(e, pages)
	(&api.Server{
		Service: p.service, Access: p.access, Gate: gate, Guesses: guesses, URL: p.url, Guard: watch,
		Webhooks: p.hooks, Desk: desk, Orders: p.orders, Papers: p.papers, Dossiers: shelf, Projects: p.projects, Awards: p.awards, Duty: p.duty, Cabinet: p.cabinet, Cases: p.cases, Agenda: p.agenda, Points: p.points, Notify: p.notify, Replay: replay.Book{Store: p.replay, Now: time.Now}, Pace: &api.Pace{PerMinute: p.pace}, Log: p.log, Heads: p.heads,
	}).Register(e)
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			api.Answer(p.log, err, c)
			return
		}
		pages.Error(err, c)
		if c.Response().Status >= http.StatusInternalServerError {
			middleware.Report(p.log, err, c)
		}
	}
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", readiness(p.ready))
	return e
}

// readiness tells a load balancer whether requests can be served now.
func readiness(ready func(context.Context) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
		defer cancel()
		if ready != nil && ready(ctx) != nil {
			return c.String(http.StatusServiceUnavailable, "storage does not answer\n")
		}
		return c.String(http.StatusOK, "ready\n")
	}
}

// addresses says where a request comes from: who connected, unless that is a
// proxy that was named to us. A forged header has no effect.
func addresses(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// httpServer puts limits around a handler, so that slow clients hold nobody
// else up.
func httpServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      5 * time.Minute, // closing a poll counts its ballots
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it would name addresses
	}
}

// profiles serves pprof, for a listener of its own.
func profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
