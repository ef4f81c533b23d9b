package web

import (
	"math"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// formID is the id of the form that a respondent fills in.
const formID = "poll"

// A citizenPage is what all pages of answering a poll have.
type citizenPage struct {
	Page
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
func (p citizenPage) Confidential() bool { return p.Poll.Access == survey.ByCode }

// Post reports whether what is chosen travels in a form and not in a link:
// where there is a code to hide, or nothing may stay in the history.
func (p citizenPage) Post() bool { return p.Confidential() || p.Kiosk != "" }

// citizen starts a page of answering a poll.
func (s *Site) citizen(c echo.Context, p *paper) citizenPage {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	page := citizenPage{Page: s.page(c), Poll: p.poll, Questionnaire: p.q, UnitID: p.Unit}
	page.PollTitle = p.poll.Title.In(page.Lang)
	if page.PollTitle == "" {
		page.PollTitle = p.q.Title.In(page.Lang)
	}
	page.Title = page.PollTitle
	page.Simulated = p.poll.Simulated
	page.Keeps = page.Kiosk == "" && c.Get(framed) == nil
	if page.Minutes = p.q.Minutes; page.Minutes == 0 {
		page.Minutes = int(math.Ceil(p.q.Duration().Minutes()))
	}
	page.MinGroup = p.q.Disclosure.MinGroup
	page.Written = page.written(p.full, p.Group)
	if p.Fresh {
		page.Taken = p.taken(page.Lang)
	}
	all := sections(p.q)
	if page.Screens = 1; p.poll.Layout == survey.InPages {
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
