package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

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
	"minping/survey/rectify"
	"minping/survey/replay"
)

// Base is the path that all operations begin with.
const Base = "/api/v1"

// service is what the operations need of survey.Service: what those who answer
// need, whoever they are, and for all else the service within the rights of
// whoever asks. There is no other way to it.
type service interface {
	Within(r survey.Rights) survey.Scoped
	CodeGrant(ctx context.Context, poll, code string) (survey.CodeGrant, error)
	Workspace(ctx context.Context, secret string) (survey.Workspace, error)
	Nominate(ctx context.Context, poll, secret string, edits []survey.NominationEdit) (survey.Nominations, error)
	guard.Box
}

// accounts is what the operations need of access.Service.
type accounts interface {
	Claim(ctx context.Context, token, name, password string) (access.Account, error)
	Login(ctx context.Context, from, name, password string) (access.Account, error)
	ChangePassword(ctx context.Context, a access.Account, session, old, password string) error
	Enrolled(ctx context.Context, account string) (bool, error)
	MustEnrol(ctx context.Context, a access.Account) (bool, error)
	Offer(a access.Account) (access.Factor, error)
	Enrol(ctx context.Context, a access.Account, session, secret, code, current string) ([]string, error)
	GiveCode(ctx context.Context, a access.Account, code string) error
	Unenrol(ctx context.Context, a access.Account, code string) error
	RenewRecovery(ctx context.Context, a access.Account, code string) ([]string, error)
	RecoveryLeft(ctx context.Context, account string) (int, error)
	Sessions(ctx context.Context, account string) ([]access.Signin, error)
	End(ctx context.Context, account, id string) error
	EndOthers(ctx context.Context, account, but string) error
	Invite(ctx context.Context, list []access.Invitee) ([]access.Invited, error)
	ReadList(ctx context.Context, header []string, rows [][]string, zone *time.Location) ([]access.Invitee, []survey.CellError, error)
	Reset(ctx context.Context, name string, factor bool) (access.Invited, error)
	Invitations(ctx context.Context) ([]access.Invitation, error)
	Withdraw(ctx context.Context, id string) error
	Accept(ctx context.Context, from, secret, password string) (access.Account, error)
	Profiles(ctx context.Context) ([]access.Profile, error)
	Profile(ctx context.Context, id string) (access.Profile, error)
	AddClient(ctx context.Context, name string, grants ...access.Grant) (access.Account, error)
	SetDisabledIf(ctx context.Context, account string, disabled bool, check func(access.Profile) error) error
	Grant(ctx context.Context, g access.Grant) (access.Grant, error)
	GrantsOf(ctx context.Context, account string) ([]access.Grant, error)
	Identities(ctx context.Context, account string) ([]access.Identity, error)
	GrantWithin(ctx context.Context, d access.Delegate, name string, g access.Grant) (access.NamedGrant, error)
	InviteWithin(ctx context.Context, d access.Delegate, name string, g access.Grant) (access.Invited, error)
	GrantsWithin(ctx context.Context, d access.Delegate) ([]access.NamedGrant, error)
	EndWithin(ctx context.Context, d access.Delegate, grant string) error
	Unlink(ctx context.Context, account, issuer, subject string) error
	Revoke(ctx context.Context, account, grant string) error
	CreateClientToken(ctx context.Context, account, label string, life time.Duration) (string, access.Token, error)
	CreateToken(ctx context.Context, name, label string, life time.Duration, to access.Narrowed) (string, access.Token, error)
	Tokens(ctx context.Context) ([]access.Token, error)
	TokensOf(ctx context.Context, account string) ([]access.Token, error)
	RevokeTokenOf(ctx context.Context, account, id string) error
	RevokeToken(ctx context.Context, id string) error
}

// A Server answers the operations of the document.
type Server struct {
	Service  service  // a *survey.Service
	Access   accounts // an *access.Service
	Webhooks webhooks // a *webhook.Service
	Gate     *middleware.Gate
	Guesses  *middleware.Guesses // of codes, shared with the pages
	URL      string              // where people reach the server, without a slash at the end; "": as the request did
	Guard    *guard.Guard        // of open polls; nil: one of its own
	Desk     *clerk.Desk         // where paper is entered
	Orders   *rectify.Desk       // where orders are kept
	Papers   *official.Desk      // where official documents are written
	Dossiers *dossier.Shelf      // where dossiers are put together
	Projects *projects.Desk      // that units take on
	Awards   *awards.Desk        // given in rounds
	Duty     *duty.Desk          // reports on duties, and their marks
	Cabinet  *evidence.Cabinet   // files of cases, projects, awards and duty reports
	Agenda   *agenda.Desk        // what is due
	Cases    *casework.Desk      // where reviews, letters and visits are answered
	Points   *points.Desk        // where point cards and schemes are kept
	Notify   *notify.Service     // nil: nobody is told of anything
	Replay   replay.Book         // of requests with a key; without a store keys have no effect
	Pace     *Pace               // of accounts; nil: UsualPace
	Log      *slog.Logger        // nil: the usual one
	Heads    survey.AuditSigner  // of the audit log; nil: none is signed

	renderings renderings
	easel      sync.Mutex // held while a chart is drawn: a large one takes memory and a processor
}

// Bodies larger than this are refused. A submission may hold a comment of a
// megabyte and still be told what is wrong with it.
const (
	maxBody      = 5 << 20
	maxAnonymous = 2 << 20
)

// Register adds all operations to e, each behind what the document says of
// it: who may call it, and what a request looks like.
func (s *Server) Register(e *echo.Echo) {
	if s.Guard == nil {
		s.Guard = guard.New()
	}
	if s.Pace == nil {
		s.Pace = &Pace{PerMinute: UsualPace}
	}
	sameOrigin := middleware.SameOrigin()
	chains := make(map[string][]echo.MiddlewareFunc)
	for id, op := range document.operations {
		if op.anonymous {
			chains[id] = []echo.MiddlewareFunc{s.Gate.Attended, middleware.Anonymous, sameOrigin, middleware.BodyLimit(maxAnonymous), op.check}
		} else {
			chains[id] = []echo.MiddlewareFunc{sameOrigin, s.Gate.Load, s.Pace.limit, middleware.BodyLimit(s.bodyLimit(op)), op.check}
		}
		if op.route.Method == http.MethodGet && !op.stream {
			chains[id] = append(chains[id], conditional)
		}
	}
	for id, op := range document.operations {
		if op.keyed {
			chains[id] = append(chains[id], s.once(op))
		}
	}
	submit := chains["submit"] // checked in the end, as all others
	chains["submit"] = slices.Insert(submit, len(submit)-1, s.straight)
	strict := NewStrictHandler(s, []StrictMiddlewareFunc{withCaller, validated})
	RegisterHandlersWithOptions(withHead{e}, strict, RegisterHandlersOptions{BaseURL: Base, OperationMiddlewares: chains})
}

// formRoom is what a form around a file may take.
const formRoom = 64 << 10

// bodyLimit is how large the body of an operation may be.
func (s *Server) bodyLimit(op operation) int64 {
	if op.upload && s.Orders != nil && s.Orders.Files != nil {
		return s.Orders.UploadLimit() + formRoom
	}
	return maxBody
}

func (s *Server) log() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}

type callerKey struct{}

// withCaller lets an operation find the request behind its context.
func withCaller(next StrictHandlerFunc, _ string) StrictHandlerFunc {
	return func(c echo.Context, request any) (any, error) {
		r := c.Request()
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
		return next(c, request)
	}
}

// caller returns the request behind an operation's context.
func caller(ctx context.Context) echo.Context { return ctx.Value(callerKey{}).(echo.Context) }

// within returns the service for whoever asks.
func (s *Server) within(ctx context.Context) survey.Scoped {
	return s.Service.Within(middleware.Rights(caller(ctx)))
}
