package manage

import (
	"errors"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A releaseAccount is what the release of a closed poll tells and what it
// hides, as whoever publishes it should know.
type releaseAccount struct {
	*survey.DisclosureReport
	Rows    []accountRow
	Hidden  int // figures
	Blurred int
	Given   int // groups that the audit could derive: 0
	Results string
}

// An accountRow is a line of it.
type accountRow struct {
	survey.CellCount
	Tier string // as it is called
}

// fillAccount accounts for the release of a closed poll, for those who may read
// it before it is published.
func (s *Pages) fillAccount(c echo.Context, p *managePage) error {
	if p.Poll.State != survey.Closed {
		return nil
	}
	d, err := s.Within(c).Disclosure(c.Request().Context(), p.Poll.ID)
	if errors.Is(err, survey.ErrNotFound) {
		return nil // paper is waited for, or it is not for him to see
	}
	if err != nil {
		return err
	}
	a := &releaseAccount{DisclosureReport: d, Given: d.Audit.Small + d.Audit.Exact, Results: site.ResultsURL(p.Poll.ID)}
	for _, n := range d.Cells {
		a.Hidden += n.Few + n.Protecting
		a.Blurred += n.Blurred
		a.Rows = append(a.Rows, accountRow{n, site.TierOr(p.Page, n.Tier)})
	}
	p.Account = a
	return nil
}
