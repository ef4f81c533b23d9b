package answer

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/guard"
)

// setTask gives the paper of an open poll a proof of work to find, which
// proof.js does while the questions are answered, unless it has a good one. A
// task that cannot be made is not set: the ballot then counts as unproven.
func (s *Pages) setTask(c echo.Context, p *Paper) {
	if p.Poll.Access != survey.OpenLink || p.Preview {
		return
	}
	now := s.Now()
	switch {
	case p.Proof != "" && !guard.Stale(p.Proof, now):
		p.Task = ""
	case p.Task == "" || guard.Stale(p.Task, now):
		p.Proof = ""
		p.Task, _ = s.Guard.Challenge(c.Request().Context(), s.Service, p.Poll.ID, middleware.Network(c))
	}
}

// accept hands the paper in. A proof that has expired, as when the ballot had
// to wait for a network, is as good as none.
func (s *Pages) accept(c echo.Context, p *Paper) (survey.Receipt, error) {
	if guard.Expired(p.Proof, s.Now()) {
		p.Proof = ""
	}
	return s.Guard.Accept(c.Request().Context(), s.Service, p.submission(), guard.Sender{
		Network: middleware.Network(c), Proof: p.Proof, Device: p.Device,
	})
}

// prove asks to hand in the same form again, with a new task.
func (s *Pages) prove(c echo.Context, p *Paper) error {
	p.Task, p.Proof = "", ""
	s.setTask(c, p)
	page := retryPage{CitizenPage: s.citizen(c, p)}
	page.Title, page.Text = page.T("proof.title"), page.T("proof.text")
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	return s.Render(c, http.StatusForbidden, "citizen/retry", page)
}
