package result

import (
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// maxShown is how many pages are kept as they were shown. With a heat table of
// 1,000 units at most some 100 MB; most pages have 50 kB.
const maxShown = 256

// A shownKey names everything that a page of results depends on. A release
// never changes, so neither does what is kept under its key.
type shownKey struct {
	release  *survey.Release
	address  string
	language string
	viewer   string
	large    bool
	scheme   site.Scheme
	private  bool
	paper    bool
	next     nextRights
	proves   bool
	orders   string                             // ordersView.key
	rounds   [survey.MostRounds]*survey.Release // as whoever asks may read them, where the page shows them
}

// A shownPage is a page as it was sent.
type shownPage struct {
	body []byte
	etag string
}

// shownPages keeps the pages last rendered, the oldest thrown out first.
type shownPages struct {
	mu    sync.Mutex
	pages map[shownKey]shownPage
	order []shownKey
	max   int
}

func newShownPages(most int) *shownPages {
	return &shownPages{pages: make(map[shownKey]shownPage), max: most}
}

func (s *shownPages) get(k shownKey) (shownPage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pages[k]
	return p, ok
}

func (s *shownPages) put(k shownKey, p shownPage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.pages[k]; ok {
		return
	}
	if len(s.order) >= s.max {
		delete(s.pages, s.order[0])
		s.order = s.order[1:]
	}
	s.pages[k] = p
	s.order = append(s.order, k)
}

// len returns how many pages are kept.
func (s *shownPages) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pages)
}

// Held returns how many pages of results, and how many trials of drafts, are
// held in memory.
func (s *Pages) Held() (pages, trials int) {
	s.trials.mu.Lock()
	defer s.trials.mu.Unlock()
	return s.leader.shown.len(), len(s.trials.kept)
}

// page makes a handler of a function that fills in a page of results. It is
// rendered once; whoever has it already is told so (304).
func (l *leader) page(name string, fill func(echo.Context, resultsPage) (site.PageData, error)) echo.HandlerFunc {
	return l.keep(name, l.results, fill)
}

// pageOverRounds is page for one that also shows earlier rounds: what whoever
// asks may read of those is part of the key.
func (l *leader) pageOverRounds(name string, fill func(echo.Context, resultsPage) (site.PageData, error)) echo.HandlerFunc {
	return l.keep(name, func(c echo.Context) (resultsPage, error) {
		p, err := l.results(c)
		if err == nil {
			p.Rounds, err = l.rounds(c, p)
		}
		return p, err
	}, fill)
}

// rounds returns this poll and those before it that whoever asks may read; a
// trial has no round but itself.
func (l *leader) rounds(c echo.Context, p resultsPage) ([]survey.Round, error) {
	if p.Trial {
		return []survey.Round{{Poll: survey.PollRef{ID: p.Poll.ID, Title: p.Poll.Title}, Release: p.Release}}, nil
	}
	return l.Within(c).Rounds(c.Request().Context(), p.Poll.ID)
}

// keep renders a page once for all that it depends on.
func (l *leader) keep(name string, start func(echo.Context) (resultsPage, error), fill func(echo.Context, resultsPage) (site.PageData, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := start(c)
		if err != nil {
			return err
		}
		key := shownKey{p.Release, c.Request().URL.RequestURI(), p.Lang, p.Viewer, p.Large, p.Scheme, p.private(), p.PaperDesk != "", p.next, p.Proves, p.Orders.key(), p.roundKey()}
		shown, ok := l.shown.get(key)
		if !ok {
			data, err := fill(c, p)
			if err != nil {
				return err
			}
			if shown.body, err = l.Execute(p.Lang, name, data); err != nil {
				return err
			}
			shown.etag = `"` + site.Digest(shown.body)[:32] + `"`
			l.shown.put(key, shown)
		}
		return l.send(c, p, shown)
	}
}

// roundKey is the earlier rounds that a page shows.
func (p *resultsPage) roundKey() (key [survey.MostRounds]*survey.Release) {
	for i, r := range p.Rounds {
		key[i] = r.Release
	}
	return key
}

// send writes a page, or 304 where the browser has it.
func (l *leader) send(c echo.Context, p resultsPage, shown shownPage) error {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", site.Policy("leader", "'self'"))
	h.Set("Content-Language", p.Lang)
	h.Add("Vary", "Accept-Language, Cookie")
	h.Set("Cache-Control", p.cacheControl())
	h.Set("ETag", shown.etag)
	if matches(c.Request().Header.Get("If-None-Match"), shown.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.HTMLBlob(http.StatusOK, shown.body)
}

// private reports whether only those who sign in may see the results.
func (p *resultsPage) private() bool {
	return !p.Poll.PublicResults || p.Poll.State != survey.Published && p.Poll.State != survey.Archived
}

// cacheControl lets browsers keep results that anybody may see, if they ask
// each time whether they still hold; nothing keeps others.
func (p *resultsPage) cacheControl() string {
	if p.private() || p.Viewer != "" {
		return "no-store"
	}
	return "private, no-cache"
}

// matches reports whether an If-None-Match header names the etag.
func matches(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == etag || tag == "*" {
			return true
		}
	}
	return false
}
