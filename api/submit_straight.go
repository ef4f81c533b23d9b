package api

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// A submission whose body is announced to be longer takes the general way.
const maxStraight = 64 << 10

// straight takes submissions that are plainly as the document says, a fifth of
// the work of checking them against it; all others go on.
func (s *Server) straight(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !plainName(c.Param("poll")) || r.URL.RawQuery != "" || r.URL.RawPath != "" ||
			!isPlainJSON(r.Header.Get("Content-Type")) || r.ContentLength < 0 || r.ContentLength > maxStraight {
			return next(c)
		}
		body, err := readBody(r)
		if err != nil {
			return readError(err)
		}
		in, ok := parsePlain(string(body))
		if !ok {
			r.Body = io.NopCloser(bytes.NewReader(body))
			return next(c)
		}
		answer, err := s.handIn(r.Context(), c, c.Param("poll"), &in)
		if err != nil {
			return err
		}
		return answer.VisitSubmitResponse(c.Response())
	}
}

// plainName reports whether a part of an address can mean only itself.
func plainName(s string) bool {
	foreign := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}
	return s != "" && len(s) <= longestName && !strings.ContainsFunc(s, foreign)
}

func isPlainJSON(mediaType string) bool {
	return mediaType == "application/json" || strings.EqualFold(mediaType, "application/json; charset=utf-8")
}

// readBody reads a body; memory for a long one is taken as it arrives.
func readBody(r *http.Request) ([]byte, error) {
	const page = 4 << 10
	b := bytes.NewBuffer(make([]byte, 0, min(int(r.ContentLength), page)+bytes.MinRead))
	_, err := b.ReadFrom(r.Body)
	return b.Bytes(), err
}
