package manage

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A meetingPage is a poll before whoever chairs the meeting: how many have taken
// part, and the one act that is his.
type meetingPage struct {
	site.Page
	Poll  survey.Poll
	Name  string
	Total string // who took part so far, in words; "": the poll is not open yet
	Wrong string // why it is not closed; "": nothing
	Typed string // what stands in the field of confirmation
}

// Word is what the chair types to close.
func (p meetingPage) Word() string { return p.T("meeting.word") }

func (s *Pages) meetingPage(c echo.Context) (*meetingPage, error) {
	ctx := c.Request().Context()
	poll, err := s.Within(c).ClosingPoll(ctx, c.Param("poll"))
	if err != nil {
		return nil, err
	}
	line, err := s.PollLine(c, poll)
	if err != nil {
		return nil, err
	}
	p := &meetingPage{Page: s.ManagePage(c), Poll: poll}
	p.Name = line.Name.In(p.Lang)
	p.Title, p.Simulated = p.Name, poll.Simulated
	if poll.State == survey.Draft {
		return p, nil
	}
	turnout, err := s.Within(c).Turnout(ctx, poll.ID)
	if err != nil {
		return nil, err
	}
	p.Total = came(turnout.Submissions, turnout.Band)
	return p, nil
}

// meeting shows the chair how the poll stands.
func (s *Pages) meeting(c echo.Context) error {
	p, err := s.meetingPage(c)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, "manage/meeting", p)
}

// closeMeeting closes the poll, once the word is typed.
func (s *Pages) closeMeeting(c echo.Context) error {
	p, err := s.meetingPage(c)
	if err != nil {
		return err
	}
	if p.Poll.State != survey.Open { // somebody was faster
		return c.Redirect(http.StatusSeeOther, meetingURL(p.Poll.ID))
	}
	if p.Typed = strings.TrimSpace(c.FormValue("word")); !strings.EqualFold(p.Typed, p.Word()) {
		p.Wrong = p.T("meeting.wrong.word", "word", p.Word())
		return s.Render(c, http.StatusUnprocessableEntity, "manage/meeting", p)
	}
	err = s.Within(c).ClosePoll(c.Request().Context(), p.Poll.ID)
	var paper survey.UnresolvedPaperError
	if errors.As(err, &paper) {
		p.Wrong = p.T("manage.wrong.paper", "n", paper.Sheets)
		return s.Render(c, http.StatusConflict, "manage/meeting", p)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, meetingURL(p.Poll.ID))
}

func meetingURL(poll string) string { return "/meeting/" + poll }
