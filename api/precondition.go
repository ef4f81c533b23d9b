package api

import (
	"context"
	"errors"
	"strings"

	"minping/survey"
)

// errNoMatch: an edit that does not say what it was made on.
var errNoMatch = errors.New("If-Match is missing")

// ifMatch objects to what there is unless it is what the request was made on:
// its tag stands in If-Match, or that says "*". The store lets nobody change
// it between this look and the edit.
func ifMatch[T any](ctx context.Context) func(T) error {
	header := caller(ctx).Request().Header.Get("If-Match")
	return func(is T) error {
		if header == "*" || strongly(header, tagOf(is)) {
			return nil
		}
		return survey.ErrStale
	}
}

// mayMatch objects as ifMatch does where the request says what it was made on.
func mayMatch[T any](ctx context.Context) func(T) error {
	if caller(ctx).Request().Header.Get("If-Match") == "" {
		return func(T) error { return nil }
	}
	return ifMatch[T](ctx)
}

// shownAs looks at a value as it is answered.
func shownAs[T, S any](holds func(S) error, show func(T) S) func(T) error {
	return func(is T) error { return holds(show(is)) }
}

// strongly applies If-Match (RFC 9110, 13.1.1: a weak tag matches nothing).
func strongly(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		if strings.TrimSpace(tag) == etag {
			return true
		}
	}
	return false
}
