package result

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/form"
	"minping/web/site"
)

// A nextDesk is the forms on the page of votes with which the next round is
// made, for those who look after the poll.
type nextDesk struct {
	Base   string
	Errors []string
	Votes  []nextVote
	Bound  bool // names could go on, but whoever asks publishes no questionnaires
}

// A nextVote is the candidates of a vote who may go on.
type nextVote struct {
	Item, Unit, Title  string
	OnUnits            bool
	Top                string // how many are proposed; "": none by number
	Sure, Tied, Others []nextCandidate
	TiedText           string
}

// A nextCandidate can be ticked.
type nextCandidate struct {
	Name, Votes, About string
	Field, Value       string
	Ticked             bool
}

// nextRights are what whoever reads votes may do about the next round.
type nextRights struct{ manages, publishes bool }

// votedOn starts the page of votes: who may make the next round has its forms.
func (l *leader) votedOn(c echo.Context) (resultsPage, error) {
	p, err := l.results(c)
	if err != nil || p.Trial || p.Release.Part || len(p.Release.Votes) == 0 {
		return p, err
	}
	switch _, err := l.Within(c).ManagedPoll(c.Request().Context(), p.Poll.ID); {
	case errors.Is(err, survey.ErrNotFound):
		return p, nil
	case err != nil:
		return p, err
	}
	p.next.manages = true
	err = l.Within(c).Require(survey.ManageQuestionnaires)
	p.next.publishes = err == nil
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return p, err
	}
	return p, nil
}

// desk is the forms of the next round as whoever asks may use them.
func (p *votesPage) desk(c echo.Context) *nextDesk {
	if !p.next.manages {
		return nil
	}
	d := &nextDesk{Base: p.Base + "/votes"}
	for i := range p.Release.Votes {
		v := &p.Release.Votes[i]
		switch {
		case len(v.Candidates) == 0:
		case !v.OnUnits() && !p.next.publishes:
			d.Bound = true
		default:
			d.Votes = append(d.Votes, p.nextVote(c, v))
		}
	}
	return d
}

func (p *votesPage) nextVote(c echo.Context, v *survey.VoteResult) nextVote {
	n := nextVote{Item: v.Item, Unit: v.Unit, Title: p.voteTitle(v), OnUnits: v.OnUnits()}
	top := 0
	for _, places := range v.Places {
		top += places
	}
	mine := c.FormValue("item") == v.Item && c.FormValue("unit") == v.Unit
	if asked, err := strconv.Atoi(c.FormValue("top")); mine && err == nil && asked > 0 {
		top = min(asked, len(v.Candidates))
	}
	sure, tied := v.Proposed(top)
	if top == 0 { // of proposals those not carried, of names all
		sure = slices.DeleteFunc(slices.Clone(v.Candidates), func(c survey.Candidate) bool { return c.Verdict == "carried" })
	} else {
		n.Top = strconv.Itoa(top)
	}
	in := func(list []survey.Candidate, c *survey.Candidate) bool {
		return slices.ContainsFunc(list, func(o survey.Candidate) bool {
			return o.ID == c.ID && o.Written == c.Written && o.Name["zh"] == c.Name["zh"]
		})
	}
	again := mine && c.Request().Method == http.MethodPost // the ticks stay as they were sent
	for i := range v.Candidates {
		x := &v.Candidates[i]
		row := nextCandidate{Name: x.Name.In(p.Lang), Votes: p.T("next.votes", "count", chart.Count(x.Votes)), Field: "listed", Value: x.ID}
		if x.Written {
			row.Field, row.Value, row.About = "written", x.Name["zh"], p.T("votes.written")
		}
		list := &n.Others
		switch {
		case in(sure, x):
			list, row.Ticked = &n.Sure, true
		case in(tied, x):
			list, row.Ticked = &n.Tied, true
		}
		if again {
			row.Ticked = slices.Contains(c.Request().PostForm[row.Field], row.Value)
		}
		*list = append(*list, row)
	}
	if len(tied) > 0 {
		n.TiedText = p.T("next.tied", "tied", chart.Count(len(tied)), "votes", chart.Count(tied[0].Votes), "left", chart.Count(top-len(sure)))
	}
	return n
}

// nextRound makes the draft of the next round and leads to what it still needs.
func (l *leader) nextRound(c echo.Context) error {
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	n := survey.NextRound{}
	if c.FormValue("go") != "again" {
		n = survey.NextRound{Item: c.FormValue("item"), Unit: c.FormValue("unit"), Listed: params["listed"], Written: params["written"]}
	}
	var wrong survey.FieldErrors
	switch p, err := l.Within(c).NextRound(c.Request().Context(), c.Param("poll"), n, form.Nominate); {
	case errors.As(err, &wrong):
		return l.nextFailed(c, wrong)
	case err != nil:
		return err
	default:
		return c.Redirect(http.StatusSeeOther, site.StepURL(p.ID, site.StepCheck))
	}
}

// nextFailed shows the page again, with what was wrong.
func (l *leader) nextFailed(c echo.Context, wrong survey.FieldErrors) error {
	p, err := l.votedOn(c)
	if err != nil {
		return err
	}
	data, err := l.votes(c, p)
	if err != nil {
		return err
	}
	page := data.(votesPage)
	if page.Next == nil {
		page.Next = &nextDesk{Base: p.Base + "/votes"}
	}
	page.Next.Errors, page.Failed = site.MessagesOf(p.Lang, wrong), true
	return l.Render(c, http.StatusUnprocessableEntity, "leader/votes", page)
}
