package answer

import (
	"math"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// FormID is the id of the form that a respondent fills in.
const FormID = "poll"

// A CitizenPage is what all pages of answering a poll have.
type CitizenPage struct {
	site.Page
	Poll          survey.Poll
	Questionnaire *survey.Questionnaire
	PollTitle     string
	UnitID        string
	Intro         bool // say what the poll is about
	Minutes       int
	Items         int // questions to answer
	Screens       int
	MinGroup      int      // no figure for fewer people
	Written       string   // who reads what of comments; "": groups are not told apart
	Keeps         bool     // what is begun is kept on the device
	Taken         []string // profiles of which no more ballots are needed, told before the first question
}

// Confidential reports whether respondents come with a code: then nothing on
// the page says anonymous.
func (p CitizenPage) Confidential() bool { return p.Poll.Access == survey.ByCode }

// Post reports whether what is chosen travels in a form and not in a link:
// where there is a code to hide, or nothing may stay in the history.
func (p CitizenPage) Post() bool { return p.Confidential() || p.Kiosk != "" }

// citizen starts a page of answering a poll.
func (s *Pages) citizen(c echo.Context, p *Paper) CitizenPage {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	page := CitizenPage{Page: s.Page(c), Poll: p.Poll, Questionnaire: p.Q, UnitID: p.Unit}
	page.PollTitle = p.Poll.Title.In(page.Lang)
	if page.PollTitle == "" {
		page.PollTitle = p.Q.Title.In(page.Lang)
	}
	page.Title = page.PollTitle
	page.Simulated = p.Poll.Simulated
	page.Keeps = page.Kiosk == "" && c.Get(site.Framed) == nil
	if page.Minutes = p.Q.Minutes; page.Minutes == 0 {
		page.Minutes = int(math.Ceil(p.Q.Duration().Minutes()))
	}
	page.MinGroup = p.Q.Disclosure.MinGroup
	page.Written = written(page.Page, p.Full, p.Group)
	if p.Fresh {
		page.Taken = p.taken(page.Lang)
	}
	all := sections(p.Q)
	if page.Screens = 1; p.Poll.Layout == survey.InPages {
		page.Screens = len(all)
	}
	for _, sec := range all {
		for _, it := range sec.Items {
			if it.Type == survey.Matrix {
				page.Items += len(it.Rows)
			} else if it.Type != survey.Information {
				page.Items++
			}
		}
	}
	return page
}
