package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// Lists are answered in pages. A request says how long one may be (limit), and
// from the second on where it begins (cursor); an answer that is not the last
// links to the next page (Link, RFC 8288).
const (
	usualPage   = 1000
	longestPage = 5000 // as the document says
)

// A cursor is the id of the last element of a page, bound to the list that it
// is of. It opens nothing: rights are looked at anew for each page, so that its
// check need not be secret, only tell what another list, a typing mistake or
// somebody's fancy has made.
const cursorCheck = 8 // bytes of SHA-256

// newCursor points behind the element with an id.
func newCursor(list, id string) string {
	sum := sha256.Sum256([]byte(list + "\x00" + id))
	return base64.RawURLEncoding.EncodeToString(append(sum[:cursorCheck:cursorCheck], id...))
}

// readCursor returns the id that a cursor of a list holds.
func readCursor(list, cursor string) (id string, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(b) <= cursorCheck {
		return "", false
	}
	id = string(b[cursorCheck:])
	return id, newCursor(list, id) == cursor
}

// errCursor: a cursor that was not made for this list, or whose element is gone.
func errCursor() error {
	return mistakes{{Parameter: "cursor", Key: "cursor", words: survey.FieldError{Key: "cursor"}.Message}}
}

// listOf names the list that a request asks for: its address with the filters,
// and its edition where there are several.
func listOf(c echo.Context, edition string) string {
	return c.Request().URL.Path + "?" + filters(c).Encode() + "#" + edition
}

// filters are a request's parameters that choose what is listed.
func filters(c echo.Context) url.Values {
	q := url.Values{}
	for name, v := range c.QueryParams() {
		if name != "cursor" && name != "limit" && name != "lang" {
			q[name] = v
		}
	}
	return q
}

// pageAfter returns the id of the last element that was listed before; "": none.
func pageAfter(ctx context.Context, edition string) (string, error) {
	c := caller(ctx)
	cursor := c.QueryParam("cursor")
	if cursor == "" {
		return "", nil
	}
	id, ok := readCursor(listOf(c, edition), cursor)
	if !ok {
		return "", errCursor()
	}
	return id, nil
}

// pageLimit returns how long the page may be; the request was checked.
func pageLimit(ctx context.Context) int {
	n, err := strconv.Atoi(caller(ctx).QueryParam("limit"))
	if err != nil {
		return usualPage
	}
	return min(max(n, 1), longestPage)
}

// goesOn links to the page behind the element with an id.
func goesOn(ctx context.Context, edition, id string) {
	c := caller(ctx)
	q := filters(c)
	for _, name := range []string{"limit", "lang"} {
		if v := c.QueryParam(name); v != "" {
			q.Set(name, v)
		}
	}
	q.Set("cursor", newCursor(listOf(c, edition), id))
	next := url.URL{Path: c.Request().URL.Path, RawQuery: q.Encode()}
	c.Response().Header().Add("Link", "<"+next.String()+`>; rel="next"`)
}

// paged returns the page of a list that is asked for. The order of the list
// must not change, but elements may come in anywhere.
func paged[T any](ctx context.Context, all []T, id func(T) string) ([]T, error) {
	after, err := pageAfter(ctx, "")
	if err != nil {
		return nil, err
	}
	if after != "" {
		at := slices.IndexFunc(all, func(x T) bool { return id(x) == after })
		if at < 0 {
			return nil, errCursor()
		}
		all = all[at+1:]
	}
	return cut(ctx, "", all, pageLimit(ctx), id), nil
}

// cut takes a page off the front of what is left of a list, which may be one
// element longer than the page to say that there is more.
func cut[T any](ctx context.Context, edition string, rest []T, limit int, id func(T) string) []T {
	if len(rest) > limit {
		rest = rest[:limit]
		goesOn(ctx, edition, id(rest[limit-1]))
	}
	return list(rest)
}
