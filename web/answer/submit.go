package answer

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A receiptPage says that the answers are in.
type receiptPage struct {
	CitizenPage
	Leaf   string       // in groups of four
	File   template.URL // the receipt as a text file
	Closed bool
	QR     template.HTML // of the receipt, on a shared tablet
	Work   *workNext     // of a sheet of a bundle: what comes next, or nil
	Done   string        // whose drafts on the device are let go
}

// A retryPage keeps a filled-in form while the ballot box cannot be reached.
type retryPage struct {
	CitizenPage
	Text   string
	Hidden []site.Hidden
}

// submit hands the paper in. Nothing is said about a ballot that Accept has
// not said.
func (s *Pages) submit(c echo.Context, p *Paper) error {
	receipt, err := s.accept(c, p)
	var wrong survey.FieldErrors
	var full survey.FullError
	switch {
	case err == nil:
		return s.thank(c, p, receipt)
	case errors.As(err, &full):
		return s.noRoom(c, p, full)
	case errors.As(err, &wrong) && p.Sheet():
		return s.sheetSentBack(c, p, wrong)
	case errors.As(err, &wrong):
		return s.sentBack(c, p)
	case errors.Is(err, survey.ErrConflict) && p.Bundle != "":
		return s.showWork(c, p.Bundle, workWas(c))
	case errors.Is(err, survey.ErrConflict):
		return site.ErrSpent
	case errors.Is(err, survey.ErrClosed), errors.Is(err, survey.ErrNotOpen):
		return s.notNow(c, p.Poll, err)
	case errors.Is(err, survey.ErrNotFound) && p.Poll.Access == survey.ByCode:
		return s.choose(c, p, s.unknownCode(c, p))
	case errors.Is(err, survey.ErrProof):
		return s.prove(c, p)
	case errors.Is(err, survey.ErrUnavailable):
		return s.retry(c, p)
	}
	return err
}

// sentBack shows a refused paper from the first thing that is wrong with it.
func (s *Pages) sentBack(c echo.Context, p *Paper) error {
	if ready, err := s.settle(c, p); err != nil || !ready {
		return s.Begin(c, p)
	}
	if _, errs := p.firstWrong(); len(errs) > 0 {
		return s.Review(c, p)
	}
	for _, b := range p.Done {
		if _, errs := p.Q.Check(b.Answers, true); len(errs) > 0 {
			p.turnTo(b.Unit)
			return s.Review(c, p)
		}
	}
	return site.ErrForm
}

// thank shows the receipt.
func (s *Pages) thank(c echo.Context, p *Paper, r survey.Receipt) error {
	page := receiptPage{CitizenPage: s.citizen(c, p), Leaf: inFours(r.Leaf), Closed: p.Poll.State != survey.Open}
	page.Title = page.T("thanks.title")
	text := page.T("receipt.file") + "\n" + page.PollTitle + "\n" + page.Leaf + "\n"
	page.File = template.URL("data:text/plain;charset=utf-8," + url.PathEscape(text)) //nolint:gosec // escaped text
	page.Form, page.Done = "", p.Poll.ID+"/"
	if err := s.workOn(c, p, &page); err != nil {
		return err
	}
	if page.Kiosk != "" {
		page.Refresh = true
		var err error
		if page.QR, err = receiptQR(text, page.T("kiosk.qr")); err != nil {
			return err
		}
	}
	return s.Render(c, http.StatusOK, "citizen/thanks", page)
}

// retry keeps the form for another try with the same body.
func (s *Pages) retry(c echo.Context, p *Paper) error {
	page := retryPage{CitizenPage: s.citizen(c, p)}
	page.Title, page.Text = page.T("retry.title"), page.T("retry.text")
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	c.Response().Header().Set("Retry-After", site.RetryAfter)
	return s.Render(c, http.StatusServiceUnavailable, "citizen/retry", page)
}

// inFours writes a receipt number in capitals and groups of four.
func inFours(leaf string) string {
	leaf = strings.ToUpper(leaf)
	var b strings.Builder
	for i := 0; i < len(leaf); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(leaf[i:min(i+4, len(leaf))])
	}
	return b.String()
}
