package main

import (
	"context"
	"os/user"

	"minping/survey"
)

// commandContext is the context of a command that changes something: the audit
// log notes which user of the machine gave it.
func commandContext() context.Context {
	who := survey.Actor{Via: survey.ViaCommand}
	if u, err := user.Current(); err == nil {
		who.Name = u.Username
	}
	return survey.WithActor(context.Background(), who)
}
