package manage

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/report"
	"minping/web/site"
)

// editBatch corrects or removes a batch, or takes back an entry.
func (s *Pages) editBatch(c echo.Context) error {
	base, _, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	ctx, poll := c.Request().Context(), base.Poll.ID
	number, _ := strconv.Atoi(c.Param("batch"))
	revision, _ := strconv.Atoi(c.FormValue("revision"))
	switch c.FormValue(site.FieldGo) {
	case "remove":
		if c.FormValue("sure") == "" {
			return s.showBatch(c, nil, nil, "paper.sure.missing")
		}
		if err = s.Seat(c).Remove(ctx, poll, number, revision); err == nil {
			return c.Redirect(http.StatusSeeOther, base.Base)
		}
	case "withdraw":
		err = s.Seat(c).Withdraw(ctx, poll, number, revision, clerkOf(c))
	default:
		given := readBatchForm(c)
		err = s.Seat(c).Correct(ctx, poll, number, revision, given.Label, given.Given)
		var wrong survey.FieldErrors
		if errors.As(err, &wrong) {
			return s.showCorrection(c, given, wrong)
		}
	}
	return s.afterBatch(c, base, nil, err)
}

// A correctionPage is what is wrong with a correction.
type correctionPage struct {
	clerkPage
	batchForm
	Number, Revision int
}

func (s *Pages) showCorrection(c echo.Context, given batchForm, wrong survey.FieldErrors) error {
	base, q, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	page := correctionPage{clerkPage: base, batchForm: given}
	page.Number, _ = strconv.Atoi(c.Param("batch"))
	page.Revision, _ = strconv.Atoi(c.FormValue("revision"))
	s.choices(c, &page.batchForm, base, q)
	page.complain(wrong)
	return s.Render(c, http.StatusUnprocessableEntity, "clerk/correct", page)
}

// countWithout counts a poll that waits for paper without what is still typed.
func (s *Pages) countWithout(c echo.Context) error {
	base, _, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	waits, err := s.Within(c).WaitsForPaper(c.Request().Context(), base.Poll.ID)
	switch {
	case err != nil:
		return err
	case !waits:
		return s.listBatches(c, batchForm{}, nil, "paper.count.not")
	case c.FormValue("sure") == "":
		return s.listBatches(c, batchForm{}, nil, "paper.sure.missing")
	}
	err = s.Within(c).ClosePollWithoutPaper(c.Request().Context(), base.Poll.ID)
	if errors.As(err, new(survey.UnresolvedPaperError)) {
		return s.listBatches(c, batchForm{}, nil, "paper.count.stuck")
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, base.Base)
}

// A protocolPage is the record of a batch to print and sign.
type protocolPage struct {
	clerkPage
	Batch   batchLine
	Reasons []protocolReason
}

type protocolReason struct {
	Reason string
	Count  int
}

// protocol shows the record of a batch that is in the box.
func (s *Pages) protocol(c echo.Context) error {
	base, q, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(c.Param("batch"))
	b, err := s.Seat(c).Batch(c.Request().Context(), base.Poll.ID, number)
	if err != nil {
		return err
	}
	if b.State != clerk.Done {
		return survey.ErrNotFound
	}
	page := protocolPage{clerkPage: base, Batch: s.batchLine(c, q, b)}
	page.Title = page.T("paper.protocol")
	for _, reason := range survey.VoidReasons {
		if n := b.Totals.Reasons[reason]; n > 0 {
			page.Reasons = append(page.Reasons, protocolReason{report.VoidReason(reason, page.Lang), n})
		}
	}
	return s.Render(c, http.StatusOK, "clerk/protocol", page)
}
