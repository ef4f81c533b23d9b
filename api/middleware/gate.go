package middleware

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
)

// accounts is what the gate needs of access.Service.
type accounts interface {
	Begin(ctx context.Context, a access.Account, by access.Way, second bool, agent string) (access.Signin, error)
	Session(ctx context.Context, id string) (access.Account, access.Signin, error)
	Pass(ctx context.Context, id string) error
	End(ctx context.Context, account, id string) error
	Bearer(ctx context.Context, secret string) (access.Account, access.Token, error)
	Rights(ctx context.Context, account string, through access.Narrowed) (survey.Rights, error)
}

// A Gate knows who is signed in: by a session cookie or by an API token.
type Gate struct {
	accounts accounts
	sessions *scs.SessionManager
}

// sessionSignin is where a session holds the id of its access.Signin.
const sessionSignin = "signin"

// What a request carries once it is known who asks.
const (
	accountKey  = "minping.account"
	askedKey    = "minping.asked"
	rightsKey   = "minping.rights"
	narrowedKey = "minping.narrowed"
)

// whoAsks is the account that asks by a session, and the session.
type whoAsks struct {
	access.Account
	access.Signin
}

// NewGate returns a gate that keeps sessions in the store. Secure cookies are
// for servers that are reached by https.
func NewGate(a accounts, store scs.CtxStore, secure bool, log *slog.Logger) *Gate {
	s := scs.New()
	s.Store = store
	s.HashTokenInStore = true // a stolen database opens no session
	s.Lifetime = access.SessionLife
	s.IdleTimeout = access.SessionIdle
	s.Cookie.Name = "minping_session"
	s.Cookie.HttpOnly = true
	s.Cookie.SameSite = http.SameSiteLaxMode
	s.Cookie.Persist = false
	s.Cookie.Secure = secure
	if secure {
		s.Cookie.Name = "__Host-minping_session"
	}
	s.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		log.ErrorContext(r.Context(), "session", "error", err)
		w.Header().Set("Retry-After", "2")
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	}
	return &Gate{accounts: a, sessions: s}
}

// Load finds out who asks; handlers then call Signed, SignIn and SignOut. A
// token that does not hold is access.ErrDenied at once; a session that does
// not hold is none.
func (g *Gate) Load(next echo.HandlerFunc) echo.HandlerFunc {
	return echo.WrapMiddleware(g.sessions.LoadAndSave)(func(c echo.Context) error {
		err := g.identify(c)
		if err == nil {
			err = next(c)
		}
		if err != nil { // answered in here, so that the cookie is set once
			c.Error(err)
		}
		return nil
	})
}

func (g *Gate) identify(c echo.Context) error {
	ctx := c.Request().Context()
	if header := c.Request().Header.Get("Authorization"); header != "" {
		scheme, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return access.ErrDenied
		}
		a, t, err := g.accounts.Bearer(ctx, strings.TrimSpace(secret))
		if err != nil {
			return err
		}
		return g.admit(c, a, survey.ViaToken, t.Narrowed)
	}
	as(c, survey.Actor{Via: survey.ViaVisitor})
	id := g.sessions.GetString(ctx, sessionSignin)
	if id == "" {
		return nil
	}
	a, in, err := g.accounts.Session(ctx, id)
	if errors.Is(err, access.ErrDenied) {
		return g.sessions.Destroy(ctx)
	}
	if err != nil {
		return err
	}
	if err := fromBrowser(c.Request()); err != nil {
		return err
	}
	c.Set(askedKey, whoAsks{a, in})
	as(c, survey.Actor{ID: a.ID, Name: a.Name, Via: survey.ViaSession})
	if in.Half {
		return nil
	}
	return g.admit(c, a, survey.ViaSession, access.Narrowed{})
}

// admit notes who asks and what he may do at this moment: what was granted or
// taken away counts from the next request on, on all servers.
func (g *Gate) admit(c echo.Context, a access.Account, via survey.Via, through access.Narrowed) error {
	rights, err := g.accounts.Rights(c.Request().Context(), a.ID, through)
	if err != nil {
		return err
	}
	c.Set(accountKey, a)
	c.Set(rightsKey, rights)
	c.Set(narrowedKey, through)
	as(c, survey.Actor{ID: a.ID, Name: a.Name, Via: via})
	return nil
}

// as tells the audit log who asks.
func as(c echo.Context, who survey.Actor) {
	c.SetRequest(c.Request().WithContext(survey.WithActor(c.Request().Context(), who)))
}

// fromBrowser demands of a request that changes something by the power of a
// cookie that the browser says where it comes from; SameOrigin has judged it.
func fromBrowser(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == "" {
		return CrossOriginError{cause: errors.New("neither Origin nor Sec-Fetch-Site")}
	}
	return nil
}

// Signed returns the account that asks, if one is signed in for good: a half
// session, which lacks its second factor, is nobody's.
func Signed(c echo.Context) (access.Account, bool) {
	a, ok := c.Get(accountKey).(access.Account)
	return a, ok
}

// Rights returns what whoever asks may do; nil: nobody is signed in.
func Rights(c echo.Context) survey.Rights {
	r, _ := c.Get(rightsKey).(survey.Rights)
	return r
}

// Narrowed returns the part of what the account may do to which the token that
// asks is narrowed.
func Narrowed(c echo.Context) access.Narrowed {
	n, _ := c.Get(narrowedKey).(access.Narrowed)
	return n
}

// Asking returns the account that asks by a session, a half one too, and the
// session.
func Asking(c echo.Context) (access.Account, access.Signin, bool) {
	w, ok := c.Get(askedKey).(whoAsks)
	return w.Account, w.Signin, ok
}

// SignIn begins a session for the account, which signed in by a way, under a
// new token. Second says that the second factor was given.
func (g *Gate) SignIn(c echo.Context, a access.Account, by access.Way, second bool) (access.Signin, error) {
	ctx := c.Request().Context()
	if _, old, ok := Asking(c); ok { // it would go on without a cookie that leads to it
		if err := g.accounts.End(ctx, old.Account, old.ID); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return access.Signin{}, err
		}
	}
	in, err := g.accounts.Begin(ctx, a, by, second, c.Request().UserAgent())
	if err != nil {
		return in, err
	}
	if err := g.Renew(c); err != nil {
		return in, err
	}
	g.sessions.Put(ctx, sessionSignin, in.ID)
	return in, nil
}

// Renew gives the session a new token: the one before leads nowhere.
func (g *Gate) Renew(c echo.Context) error { return g.sessions.RenewToken(c.Request().Context()) }

// Pass makes a half session whole, under a new token.
func (g *Gate) Pass(c echo.Context) error {
	ctx := c.Request().Context()
	_, in, ok := Asking(c)
	if !ok {
		return access.ErrDenied
	}
	if err := g.accounts.Pass(ctx, in.ID); err != nil {
		return err
	}
	return g.Renew(c)
}

// SignOut ends the session for good.
func (g *Gate) SignOut(c echo.Context) error {
	ctx := c.Request().Context()
	if _, in, ok := Asking(c); ok {
		if err := g.accounts.End(ctx, in.Account, in.ID); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return err
		}
	}
	return g.sessions.Destroy(ctx)
}
