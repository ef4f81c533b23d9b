package access

import (
	"context"
	"errors"
	"time"

	"minping/survey"
)

// A Signin is one session of an account: what its owner sees of it, and by
// what it ends. It holds no address, since whoever looks for a session that is
// not his own knows it by browser and time.
type Signin struct {
	ID      string
	Account string // id
	Epoch   int64  // of the account when it began
	Second  bool   // the second factor was given, or a provider of identities answers for it
	Agent   string // browser and system, such as "Firefox, Windows"
	Began   time.Time
	Used    time.Time // by the minute
	Ends    time.Time // at the latest

	Enrolled bool // the account has a second factor
	Half     bool // nothing but the second factor can be given, or enrolled
}

// A Way is by what somebody signs in.
type Way string

// The ways.
const (
	ByPassword Way = "password" // also a new one, set by a one-time link
	ByProvider Way = "provider" // of identities
)

// Bounds of a session.
const (
	SessionLife = 12 * time.Hour   // altogether
	SessionIdle = 30 * time.Minute // without a request
	usedEvery   = time.Minute      // how exactly its use is noted
)

// signins keeps sessions.
type signins interface {
	// AddSignin adds a session, and drops those that have ended by now.
	AddSignin(ctx context.Context, in Signin, by Way, now time.Time) error
	// Signin returns the session and its account, if it has not ended by now and
	// the account's epoch is that at which it began. Half is not set.
	Signin(ctx context.Context, id string, now time.Time) (Account, Signin, error)
	// Signins lists what Signin would return of an account, the last used first.
	Signins(ctx context.Context, account string, now time.Time) ([]Signin, error)
	// UseSignin notes when a session was used.
	UseSignin(ctx context.Context, id string, used time.Time) error
	// PassSignin notes that the second factor was given.
	PassSignin(ctx context.Context, id string) error
	// RemoveSignin ends a session of an account.
	RemoveSignin(ctx context.Context, account, id string) error
	// RemoveSignins ends all sessions of an account but one; "" spares none.
	RemoveSignins(ctx context.Context, account, but string) error
}

// Begin begins a session for the account, which signed in by a way. Second says
// that the second factor was given; agent is what the browser calls itself.
func (s *Service) Begin(ctx context.Context, a Account, by Way, second bool, agent string) (Signin, error) {
	now := s.Now()
	in := Signin{ID: newID(), Account: a.ID, Epoch: a.Epoch, Second: second, Agent: shortAgent(agent), Began: now, Used: now, Ends: now.Add(SessionLife)}
	who := survey.Actor{ID: a.ID, Name: a.Name, Via: survey.ViaSession} // for the audit log
	if err := s.store.AddSignin(survey.WithActor(ctx, who), in, by, now); err != nil {
		return Signin{}, err
	}
	var err error
	if in.Enrolled, err = s.Enrolled(ctx, a.ID); err != nil {
		return Signin{}, err
	}
	in.Half, err = s.half(ctx, a, in)
	return in, err
}

// Session returns a session and its account, or ErrDenied if it has ended.
func (s *Service) Session(ctx context.Context, id string) (Account, Signin, error) {
	now := s.Now()
	a, in, err := s.store.Signin(ctx, id, now)
	if errors.Is(err, survey.ErrNotFound) {
		return Account{}, Signin{}, ErrDenied
	}
	if err != nil {
		return Account{}, Signin{}, err
	}
	if now.Sub(in.Used) >= usedEvery {
		if err := s.store.UseSignin(ctx, id, now); err != nil {
			return Account{}, Signin{}, err
		}
	}
	in.Half, err = s.half(ctx, a, in)
	return a, in, err
}

// half reports whether a session lacks a second factor that it needs: one that
// the account has, or must have.
func (s *Service) half(ctx context.Context, a Account, in Signin) (bool, error) {
	if in.Second || in.Enrolled {
		return !in.Second, nil
	}
	return s.MustEnrol(ctx, a)
}

// Pass makes a half session whole, once a code was taken.
func (s *Service) Pass(ctx context.Context, id string) error { return s.store.PassSignin(ctx, id) }

// Sessions lists the sessions of an account that go on, the last used first.
func (s *Service) Sessions(ctx context.Context, account string) ([]Signin, error) {
	now := s.Now()
	list, err := s.store.Signins(ctx, account, now)
	live := list[:0]
	for _, in := range list {
		if now.Sub(in.Used) < SessionIdle+usedEvery {
			live = append(live, in)
		}
	}
	return live, err
}

// End ends a session of an account at once, or answers survey.ErrNotFound.
func (s *Service) End(ctx context.Context, account, id string) error {
	return s.store.RemoveSignin(ctx, account, id)
}

// EndOthers ends all sessions of an account but one at once.
func (s *Service) EndOthers(ctx context.Context, account, but string) error {
	return s.store.RemoveSignins(ctx, account, but)
}
