package client

import (
	"context"
	"net/http"
)

// Once has a request of an account that makes something carried out once,
// however often it is sent within a day: give the same key, random and of your
// own choosing, to each try.
//
//	key := rand.Text()
//	answer, err := c.CreatePollWithResponse(ctx, poll, client.Once(key))
//
// The answer of the first that was carried out comes again; where it showed a
// secret, the problem key-secret comes in its place.
func Once(key string) RequestEditorFn {
	return func(_ context.Context, r *http.Request) error {
		r.Header.Set("Idempotency-Key", `"`+key+`"`)
		return nil
	}
}
