package answer

import (
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey/qr"
	"minping/web/site"
)

// A kioskPage is the start screen of a shared tablet.
type kioskPage struct {
	CitizenPage
	Hidden []site.Hidden
}

// kiosk shows the start screen of a poll.
func (s *Pages) kiosk(c echo.Context) error {
	poll, q, err := s.PollOf(c)
	if err != nil {
		return err
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	page := kioskPage{CitizenPage: s.citizen(c, &Paper{Poll: poll, Full: q, Q: q})}
	page.Hidden = []site.Hidden{{Name: site.LangField, Value: page.Lang}}
	if page.Large {
		page.Hidden = append(page.Hidden, site.Hidden{Name: site.SizeField, Value: site.SizeLarge})
	}
	return s.Render(c, http.StatusOK, "citizen/kiosk", page)
}

// receiptQR draws a receipt for a person who has only a camera with him.
func receiptQR(text, label string) (template.HTML, error) {
	code, err := qr.Encode(text)
	return template.HTML(code.SVG(label)), err //nolint:gosec // the label is escaped
}
