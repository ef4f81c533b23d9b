package result

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// reviewedAtOnce is how many comments the reviewer sees at a time.
const reviewedAtOnce = 20

// A moderationPage is where comments are reviewed before readers get them.
type moderationPage struct {
	site.Page
	Poll          survey.Poll
	Base          string
	Errors        []string
	State         survey.CommentState
	States        []site.Choice
	Items, Units  []site.Choice
	Item, Unit    string
	Comments      []moderated
	Next          string
	Waiting       int
	Published     int
	Withheld      int
	Mark, Results string
	Whole         bool // he reviews all of them, and so may release them
}

// A moderated comment is one in the form.
type moderated struct {
	survey.Comment
	Question, Unit string
	Group          string // whose list it is in, if of one
	Changed        bool   // the proposal blacks something out
	Wrong          bool
}

// moderation shows comments to review. This is the one place, with its two
// forms, that shows what is not released; whoever has an account may review.
func (s *Pages) moderation(c echo.Context) error { return s.showModeration(c, nil) }

func (s *Pages) showModeration(c echo.Context, wrong survey.FieldErrors) error {
	ctx := c.Request().Context()
	poll, err := s.Within(c).Poll(ctx, c.Param("poll"))
	if err != nil {
		return err
	}
	release, err := s.Within(c).ReviewedRelease(ctx, poll.ID)
	if err != nil {
		return err
	}
	page := moderationPage{Page: s.Page(c, "comments.review"), Poll: poll, Base: site.ReviewURL(poll.ID), Mark: survey.Blackout, Whole: s.Within(c).ReviewsWhole(ctx, poll.ID)}
	if s.MayRead(c, poll.ID) == nil {
		page.Results = site.ResultsURL(poll.ID) + "/comments"
	}
	page.Simulated = poll.Simulated
	page.State, page.Item, page.Unit = survey.CommentState(c.QueryParam("state")), c.QueryParam("item"), c.QueryParam("unit")
	if !c.QueryParams().Has("state") {
		page.State = survey.CommentWaiting
	}
	q := survey.CommentQuery{State: page.State, Item: page.Item, Unit: page.Unit, After: c.QueryParam("after"), Limit: reviewedAtOnce + 1}
	comments, err := s.Within(c).ReviewedComments(ctx, poll.ID, q)
	if err != nil {
		return err
	}
	counts, err := s.Within(c).CommentCounts(ctx, poll.ID)
	if err != nil {
		return err
	}
	names := resultsPage{Page: page.Page, Release: release}
	if len(comments) > reviewedAtOnce {
		comments = comments[:reviewedAtOnce]
		page.Next = page.Base + "?" + url.Values{"state": {string(page.State)}, "item": {page.Item}, "unit": {page.Unit}, "after": {comments[reviewedAtOnce-1].ID}}.Encode()
	}
	for _, x := range comments {
		page.Comments = append(page.Comments, moderated{Comment: x, Question: names.question(x.List.Item), Unit: names.unitTitle(x.List.Unit), Group: names.voice(false, x.List), Changed: x.Shown != x.Body})
	}
	page.count(counts, &names)
	status := http.StatusOK
	for _, e := range wrong {
		page.Failed, status = true, http.StatusUnprocessableEntity
		page.Errors = append(page.Errors, e.Message(page.Lang))
	}
	return s.Render(c, status, "comments/review", page)
}

// count fills in the numbers and what can be chosen.
func (p *moderationPage) count(counts []survey.CommentCount, names *resultsPage) {
	items, units, seen := []string{"", p.T("r.all")}, []string{"", p.T("r.all")}, map[string]bool{}
	for _, n := range counts {
		switch n.State {
		case survey.CommentPublished:
			p.Published += n.Comments
		case survey.CommentWithheld:
			p.Withheld += n.Comments
		default:
			p.Waiting += n.Comments
		}
		if id := "unit " + n.List.Unit; !seen[id] {
			seen[id] = true
			units = append(units, n.List.Unit, names.unitTitle(n.List.Unit))
		}
	}
	for _, q := range names.Release.Open {
		items = append(items, q.ID, q.Text.In(p.Lang))
	}
	p.Items, p.Units = site.Choices(p.Item, items...), site.Choices(p.Unit, units...)
	var states []string
	for _, st := range []survey.CommentState{survey.CommentWaiting, survey.CommentPublished, survey.CommentWithheld} {
		states = append(states, string(st), p.T("comments.state."+string(st)))
	}
	p.States = site.Choices(string(p.State), states...)
}

// moderate notes what the form says of each comment on it.
func (s *Pages) moderate(c echo.Context) error {
	var verdicts []survey.CommentVerdict
	for i := range reviewedAtOnce {
		n := strconv.Itoa(i)
		if id := c.FormValue("id." + n); id != "" {
			verdicts = append(verdicts, survey.CommentVerdict{ID: id, State: survey.CommentState(c.FormValue("state." + n)), Shown: c.FormValue("shown." + n)})
		}
	}
	err := s.Within(c).ReviewComments(c.Request().Context(), c.Param("poll"), verdicts)
	return s.moderated(c, err)
}

// releaseComments makes the next release of comments.
func (s *Pages) releaseComments(c echo.Context) error {
	_, err := s.Within(c).ReleaseComments(c.Request().Context(), c.Param("poll"))
	return s.moderated(c, err)
}

// moderated leads back to the review, or says what is wrong.
func (s *Pages) moderated(c echo.Context, err error) error {
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showModeration(c, wrong)
	}
	if err != nil {
		return err
	}
	to := site.ReviewURL(c.Param("poll"))
	if query := c.QueryParams().Encode(); query != "" {
		to += "?" + query
	}
	return c.Redirect(http.StatusSeeOther, to)
}
