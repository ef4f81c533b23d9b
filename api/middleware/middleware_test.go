package middleware

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// request is a context for a request with headers.
func request(target string, header map[string]string) (echo.Context, *httptest.ResponseRecorder) {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for name, v := range header {
		r.Header.Set(name, v)
	}
	w := httptest.NewRecorder()
	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	return e.NewContext(r, w), w
}

func TestLang(t *testing.T) {
	for _, tt := range []struct {
		target, cookie, accept string
		want                   string
	}{
		{"/", "", "", "zh"},
		{"/", "", "en-GB,en;q=0.9", "en"},
		{"/", "", "zh-TW", "zh"},
		{"/", "", "fr, en;q=0.5", "en"},
		{"/", "", "fr", "en"}, // CLDR: rather English than Chinese
		{"/", "", "not a language !", "zh"},
		{"/", "en", "zh", "en"},
		{"/", "xx", "en", "en"},
		{"/?lang=zh", "en", "en", "zh"},
		{"/?lang=fr", "", "en", "en"},
	} {
		c, _ := request(tt.target, map[string]string{"Accept-Language": tt.accept, "Cookie": "lang=" + tt.cookie})
		if got := Lang(c); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

func TestRememberLang(t *testing.T) {
	ok := func(echo.Context) error { return nil }
	for target, want := range map[string]string{"/?lang=en": "lang=en", "/?lang=xx": "", "/": ""} {
		c, w := request(target, nil)
		if err := RememberLang(ok)(c); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Set-Cookie"); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s sets %q", target, got)
		}
	}
	c, w := request("/?lang=en", nil)
	if err := Anonymous(RememberLang(ok))(c); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Set-Cookie"); got != "" {
		t.Errorf("an anonymous route sets %q", got)
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.77":        "203.0.113.0/24",
		"::ffff:203.0.113.77": "203.0.113.0/24",
		"2001:db8:1:2ff::1":   "2001:db8:1:200::/56",
		"pipe":                "unknown",
	} {
		c, _ := request("/", map[string]string{"X-Forwarded-For": "198.51.100.1"}) // forged
		c.Request().RemoteAddr = net.JoinHostPort(address, "1234")
		if got := Network(c); got != want {
			t.Errorf("%s is in %s, want %s", address, got, want)
		}
	}
}

func TestAnonymousDropsCredentials(t *testing.T) {
	c, w := request("/", map[string]string{"Cookie": "a=b", "Authorization": "Bearer x"})
	err := Anonymous(func(c echo.Context) error {
		if h := c.Request().Header; h.Get("Cookie") != "" || h.Get("Authorization") != "" {
			t.Errorf("the handler sees %v", h)
		}
		return nil
	})(c)
	if err != nil || !IsAnonymous(c) || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%v, headers %v", err, w.Header())
	}
}

func TestAccessLogSaysLittle(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, nil))
	e := echo.New()
	e.Use(AccessLog(log), Recover(log))
	e.GET("/thing/:id", func(c echo.Context) error { return c.String(http.StatusTeapot, "tea") })
	e.GET("/panic", func(echo.Context) error { panic("secret") }, Anonymous)
	e.GET("/secret", func(c echo.Context) error { return c.String(http.StatusOK, "") }, Anonymous)
	for _, target := range []string{"/thing/secret?code=secret", "/secret", "/panic", "/unknown/secret"} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Header.Set("User-Agent", "secret")
		e.ServeHTTP(httptest.NewRecorder(), r)
	}
	if strings.Contains(b.String(), "secret") || strings.Contains(b.String(), "192.0.2.1") {
		t.Errorf("the log says %s", b.String())
	}
	var first struct {
		Route  string
		Status int
	}
	if err := json.NewDecoder(&b).Decode(&first); err != nil || first.Route != "/thing/:id" || first.Status != http.StatusTeapot {
		t.Errorf("first line %+v, %v", first, err)
	}
}

func TestRecoverKeepsAborts(t *testing.T) {
	c, _ := request("/", nil)
	defer func() {
		if recover() != http.ErrAbortHandler { //nolint:errorlint // the value itself
			t.Error("an abort is swallowed")
		}
	}()
	_ = Recover(slog.New(slog.DiscardHandler))(func(echo.Context) error { panic(http.ErrAbortHandler) })(c)
}

func TestBodyLimit(t *testing.T) {
	for _, tt := range []struct {
		size    int
		chunked bool
		fits    bool
	}{{10, false, true}, {11, false, false}, {10, true, true}, {11, true, false}} {
		c, _ := request("/", nil)
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", tt.size)))
		if tt.chunked {
			r.ContentLength = -1
		}
		c.SetRequest(r)
		err := BodyLimit(10)(func(c echo.Context) error {
			_, err := io.ReadAll(c.Request().Body)
			return err
		})(c)
		var tooLarge *http.MaxBytesError
		if tt.fits != (err == nil) || err != nil && !errors.As(err, &tooLarge) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

func TestHeaders(t *testing.T) {
	c, w := request("/", nil)
	if err := Headers(true)(func(echo.Context) error { return nil })(c); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Content-Security-Policy":   "default-src 'none'",
		"X-Content-Type-Options":    "nosniff",
		"Referrer-Policy":           "no-referrer",
		"X-Frame-Options":           "DENY",
		"Strict-Transport-Security": "max-age=",
	} {
		if got := w.Header().Get(name); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, banned := range []string{"unsafe-inline", "unsafe-eval", "*"} {
		if strings.Contains(w.Header().Get("Content-Security-Policy"), banned) {
			t.Errorf("the policy holds %s", banned)
		}
	}
}
