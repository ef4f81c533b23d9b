package survey

import "context"

// An Actor is who does something that the audit log notes.
type Actor struct {
	ID   string // of the account; "": none
	Name string // of the account; of a command the user of the machine
	Via  Via
}

// A Via is how an act comes to the store.
type Via string

// The ways.
const (
	ViaSystem  Via = "system"  // the server by itself: a time has come, a night's chore
	ViaSession Via = "session" // somebody signed in, in a browser
	ViaToken   Via = "token"   // a program with an API token
	ViaVisitor Via = "visitor" // somebody not signed in: a sign-in that failed, a setup link
	ViaCommand Via = "command" // the command line, on the machine itself
)

type actorKey struct{}

// WithActor returns a context in which the actor acts.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns who acts in a context; where nobody was named, the system.
func ActorOf(ctx context.Context) Actor {
	a, ok := ctx.Value(actorKey{}).(Actor)
	if !ok || a.Via == "" {
		a.Via = ViaSystem
	}
	return a
}
