package web

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"minping/scoring"
	"minping/survey"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
	"minping/web/account"
	"minping/web/answer"
	"minping/web/follow"
	"minping/web/manage"
	"minping/web/result"
	"minping/web/site"
)

// A shelf is a store of finished polls: their releases by id. It answers what
// the pages of results ask; the rest of the store is left nil.
type shelf struct {
	survey.Definitions
	all map[string]survey.Poll
	out map[string]*survey.Release
}

func (s *shelf) Poll(_ context.Context, id string) (survey.Poll, error) {
	p, ok := s.all[id]
	if !ok {
		return p, survey.ErrNotFound
	}
	p.Questionnaire = survey.QuestionnaireRef{ID: "organisation-work", Version: "2011"}
	return p, nil
}

func (s *shelf) QuestionnaireSource(context.Context, string, string) (survey.QuestionnaireRef, []byte, error) {
	src, err := library.Source("organisation-work")
	if err != nil {
		return survey.QuestionnaireRef{}, nil, err
	}
	q, err := form.Parse(src)
	if err != nil {
		return survey.QuestionnaireRef{}, nil, err
	}
	return survey.QuestionnaireRef{ID: q.ID, Version: q.Version, Hash: q.Hash}, src, nil
}

func (s *shelf) Units(context.Context) ([]survey.Unit, error) { return nil, nil }

func (s *shelf) Release(_ context.Context, id string) ([]byte, error) {
	r, ok := s.out[id]
	if !ok {
		return nil, survey.ErrNotFound
	}
	return json.Marshal(r)
}

// exampleRelease computes the demonstration's second round, once for all tests.
var exampleRelease = sync.OnceValues(func() (*survey.Release, error) { return computeExample(5, everyBallot) })

// everyBallot counts each ballot once.
func everyBallot(int) int { return 1 }

// computeExample computes the demonstration's second round, with the first as
// the round before; times says how often the n-th ballot is counted.
func computeExample(minGroup int, times func(n int) int) (*survey.Release, error) {
	src, err := library.Source("organisation-work")
	if err != nil {
		return nil, err
	}
	q, err := form.Parse(src)
	if err != nil {
		return nil, err
	}
	var past []*survey.Release
	for round := range 2 {
		in := q.Instrument()
		counter, encoder := survey.NewCounter(q, nil), survey.NewEncoder(q)
		ballot := scoring.Ballot{Weight: 1, Answers: make([]int16, len(in.Items))}
		n := 0
		for b := range demo.Ballots(q, round) {
			ballot.Unit, ballot.Group = b.Unit, b.Group
			encoder.Encode(b.Answers, ballot.Answers)
			for range times(n) {
				counter.Add(&ballot)
			}
			n++
		}
		past = []*survey.Release{survey.Compute(survey.Inputs{
			Questionnaire: q, Units: demo.Units(), Ballots: counter, Past: past, MinGroup: minGroup,
			Poll: &survey.Poll{ID: "results", Title: survey.Text{"zh": "澄川省民意调查", "en": "Chengchuan poll"}, Simulated: true},
		})}
	}
	return past[0], nil
}

// resultsWorld is a site over finished polls: "results" (published, for
// everybody), "closed" (not published), "inside" (published, but only for who
// signs in), and "bare" (no flags, no earlier round, names that are markup).
func resultsWorld(t testing.TB) *world {
	t.Helper()
	r, err := exampleRelease()
	must(t, err)
	title := survey.Text{"zh": "澄川省民意调查", "en": "Chengchuan poll"}
	s := &shelf{all: map[string]survey.Poll{}, out: map[string]*survey.Release{"bare": bareRelease()}}
	for _, p := range []survey.Poll{
		{ID: "results", State: survey.Published, PublicResults: true, Simulated: true},
		{ID: "closed", State: survey.Closed, PublicResults: true, Simulated: true},
		{ID: "inside", State: survey.Published, Simulated: true},
		{ID: "bare", State: survey.Published, PublicResults: true},
		{ID: "open", State: survey.Open, PublicResults: true},
	} {
		p.Title = title
		s.all[p.ID] = p
		if s.out[p.ID] == nil && p.State != survey.Open {
			s.out[p.ID] = r
		}
	}
	return siteOver(s)
}

// siteOver is a site over a shelf.
// ownResults serves pages of results anew, so that what they hold is known.
func (w *world) ownResults() *result.Pages {
	r := result.New(w.Site, follow.New(w.Site))
	w.Serve(w.e, append(r.Routes(), manage.New(w.Site, account.New(w.Site), answer.New(w.Site), r).Routes()...))
	return r
}

func siteOver(s *shelf) *world {
	w := &world{e: echo.New()}
	w.Site = &site.Site{Service: survey.NewService(s, nil, form.Parse), Now: func() time.Time { return now }, Zone: time.UTC}
	w.e.HTTPErrorHandler = w.Error
	Register(w.e, w.Site)
	return w
}

// evilName is a unit's name that would be markup if it were not escaped.
const evilName = `<script>alert(1)</script>"'&`

// bareRelease has two units without tiers, one indicator and nothing else.
func bareRelease() *survey.Release {
	r := &survey.Release{
		Title:  survey.Text{"zh": "小测评"},
		Method: survey.Method{Level: .95, Ballots: 20},
		Nodes: []survey.NodeInfo{
			{ID: "overall", Title: survey.Text{"zh": "综合"}},
			{ID: "q", Parent: "overall", Depth: 1, Level: survey.LevelIndicator, Title: survey.Text{"zh": evilName}, Item: "q"},
		},
		Tiers: []survey.TierInfo{{Units: 2, Ranked: 2}},
	}
	for i, id := range []string{"a", "b/…?"} {
		score := survey.NodeScore{Score: survey.Num(70 - i), SE: 1, Low: survey.Num(68 - i), High: survey.Num(72 - i), N: 10}
		r.Units = append(r.Units, survey.UnitResult{
			Unit: id, Name: survey.Text{"zh": evilName}, Ballots: 10,
			Nodes:  map[string]survey.NodeScore{"overall": score, "q": score},
			Groups: map[string]survey.GroupResult{},
			Rank:   &survey.UnitRank{Of: 2, Rank: i + 1, Low: 1, High: 2},
		})
	}
	return r
}
