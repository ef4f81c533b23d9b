package site

import (
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// A Kiosk says how long a shared tablet waits for a person; what is 0 is a
// minute, twenty seconds, half a minute.
type Kiosk struct {
	Idle  time.Duration // without a touch or key, until it asks whether somebody is there
	Grace time.Duration // that it waits for an answer to that
	Rest  time.Duration // that the receipt stays
}

// atKiosk returns the start screen that a request's page goes back to, or "".
func atKiosk(c echo.Context) string {
	if !strings.HasPrefix(c.Path(), kioskPath) {
		return ""
	}
	return KioskURL(c.Param("poll"))
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

// Home returns where the pages of a request begin.
func Home(c echo.Context) string {
	if start := atKiosk(c); start != "" {
		return start
	}
	return "/"
}
