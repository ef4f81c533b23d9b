package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey/qr"
)

// A Kiosk says how long a shared tablet waits for a person; what is 0 is a
// minute, twenty seconds, half a minute.
type Kiosk struct {
	Idle  time.Duration // without a touch or key, until it asks whether somebody is there
	Grace time.Duration // that it waits for an answer to that
	Rest  time.Duration // that the receipt stays
}

// A kioskPage is the start screen of a shared tablet.
type kioskPage struct {
	citizenPage
	Hidden []hidden
}

// kioskPath begins the addresses of polls on a shared tablet.
const kioskPath = "/k/"

// kioskURL is where a poll is answered on a shared tablet.
func kioskURL(id string) string { return kioskPath + url.PathEscape(id) }

// atKiosk returns the start screen that a request's page goes back to, or "".
func atKiosk(c echo.Context) string {
	if !strings.HasPrefix(c.Path(), kioskPath) {
		return ""
	}
	return kioskURL(c.Param("poll"))
}

// kiosk shows the start screen of a poll.
func (s *Site) kiosk(c echo.Context) error {
	poll, q, err := s.pollOf(c)
	if err != nil {
		return err
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	page := kioskPage{citizenPage: s.citizen(c, &paper{poll: poll, full: q, q: q})}
	page.Hidden = []hidden{{langField, page.Lang}}
	if page.Large {
		page.Hidden = append(page.Hidden, hidden{sizeField, sizeLarge})
	}
	return s.render(c, http.StatusOK, "citizen/kiosk", page)
}

// home returns where the pages of a request begin.
func home(c echo.Context) string {
	if start := atKiosk(c); start != "" {
		return start
	}
	return "/"
}

// Idle is Kiosk.Idle in seconds.
func (p Page) Idle() int { return seconds(p.waits.Idle, time.Minute) }

// Grace is Kiosk.Grace in seconds.
func (p Page) Grace() int { return seconds(p.waits.Grace, 20*time.Second) }

// Rest is Kiosk.Rest in seconds.
func (p Page) Rest() int { return seconds(p.waits.Rest, 30*time.Second) }

// seconds writes a time that is at least one second; 0 is the default.
func seconds(d, otherwise time.Duration) int {
	if d <= 0 {
		d = otherwise
	}
	return max(1, int(d/time.Second))
}

// receiptQR draws a receipt for a person who has only a camera with him.
func receiptQR(text, label string) (template.HTML, error) {
	code, err := qr.Encode(text)
	return template.HTML(code.SVG(label)), err //nolint:gosec // the label is escaped
}
