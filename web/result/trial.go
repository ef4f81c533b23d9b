package result

import (
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/trial"
	"minping/web/site"
)

// maxTrials is how many drafts' trials are kept in memory.
const maxTrials = 8

// A trialDesk shows what the results of drafts would look like, on answers by
// chance: all pages of results, under the address of the draft. It keeps what
// it has computed in memory alone, and of a draft of this revision alone, so
// that nothing of it is left once the poll opens.
type trialDesk struct {
	*leader
	pages *echo.Echo // the pages of results, to be found by their paths

	mu    sync.Mutex
	kept  map[string]keptTrial // by poll
	order []string
}

type keptTrial struct {
	revision int64
	trial    *trial.Trial
}

func newTrialDesk(s *Pages) *trialDesk {
	d := &trialDesk{pages: echo.New(), kept: map[string]keptTrial{}}
	d.leader = &leader{Pages: s, shown: newShownPages(maxTrials), trials: d}
	for _, r := range d.routes() {
		if strings.HasPrefix(r.Path, "/r/:poll") {
			d.pages.Add(r.Method, r.Path, r.Handle)
		}
	}
	return d
}

// TrialURL is where a draft is tried out.
func TrialURL(poll string) string { return site.ManageURL(poll) + "/trial" }

// trial shows a page of results of a draft that is tried out.
func (s *Pages) trial(c echo.Context) error {
	poll, rest := c.Param("poll"), c.Param("*")
	if rest != "" {
		rest = "/" + rest
	}
	s.trials.pages.Router().Find(http.MethodGet, "/r/"+poll+rest, c)
	return c.Handler()(c)
}

// ForgetTrial drops the trial of a draft that is no more.
func (s *Pages) ForgetTrial(poll string) { s.trials.forget(poll) }

// results starts a page about a draft that is tried out.
func (d *trialDesk) results(c echo.Context) (resultsPage, error) {
	poll, t, err := d.of(c)
	if err != nil {
		return resultsPage{}, err
	}
	poll.PublicResults = false // no cache keeps it
	p := resultsPage{Page: d.Page(c), Poll: poll, Release: t.Release, Base: TrialURL(poll.ID), Trial: true}
	p.Where, p.Simulated = p.T("setup.trial.where", "poll", poll.Title.In(p.Lang)), true
	p.Figures = chart.Figures{Release: p.Release, Lang: p.Lang, UnitURL: p.unitURL}
	return p, nil
}

// of returns a draft and its trial; of a poll that has opened there is none.
func (d *trialDesk) of(c echo.Context) (survey.Poll, *trial.Trial, error) {
	ctx := c.Request().Context()
	poll, err := d.Within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return poll, nil, err
	}
	if poll.State != survey.Draft || len(poll.Units) == 0 {
		d.forget(poll.ID)
		return poll, nil, survey.ErrNotFound
	}
	d.mu.Lock()
	kept, ok := d.kept[poll.ID]
	d.mu.Unlock()
	if ok && kept.revision == poll.Revision {
		return poll, kept.trial, nil
	}
	q, err := d.Within(c).PollQuestionnaire(ctx, poll.ID)
	if err != nil {
		return poll, nil, err
	}
	units, err := d.Within(c).Units(ctx)
	if err != nil {
		return poll, nil, err
	}
	t, err := trial.Run(q, poll, units)
	if err == nil {
		d.keep(poll, t)
	}
	return poll, t, err
}

func (d *trialDesk) keep(poll survey.Poll, t *trial.Trial) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.kept[poll.ID]; !ok {
		d.order = append(d.order, poll.ID)
	}
	d.kept[poll.ID] = keptTrial{poll.Revision, t}
	if len(d.order) > maxTrials {
		delete(d.kept, d.order[0])
		d.order = d.order[1:]
	}
}

// forget drops the trial of a poll.
func (d *trialDesk) forget(poll string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.kept, poll)
	for i, id := range d.order {
		if id == poll {
			d.order = append(d.order[:i], d.order[i+1:]...)
			break
		}
	}
}
