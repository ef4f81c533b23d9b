package result

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// How much a slide holds, to be read from the back of a room.
const (
	mostOnSlide    = 15 // rows of a ranking
	mostLastNamed  = 6  // units in a list of them
	mostUnitsNamed = 4  // units of an action
	mostLarge      = 4  // units in a list of large type
)

// A slidesPage is one slide of the results for a meeting room.
type slidesPage struct {
	resultsPage
	Show
	Slide slide
	At    int // from 1
	Of    int
	Prev  string
}

// A Show is what the frame of a big screen needs.
type Show struct {
	Wait  int    // seconds until what is next
	Next  string // its address; "": nothing
	Moves bool   // what is next is something else, not the same anew
	Leave string // the address of what the screen is about
}

// A slide says one thing.
type slide struct {
	Ask, Head string
	Lead      template.HTML
	Notes     []string
	Figure    template.HTML
	Lists     []slideList
	Actions   []slideAction
}

// A slideList is units with a figure or two, under a heading.
type slideList struct {
	Title, Mark, None string
	Units             []slideUnit
	More              int // that are not named
}

type slideUnit struct{ Name, Figure, Detail, Way string }

// A slideAction is the problems that ask for one thing.
type slideAction struct {
	Word, Mark      string
	Problems, Units int
	Named           []slideUnit // the units with most of them
	More            int
}

const slideWait = 20

// slides shows one of the slides of a poll's results.
func (l *leader) slides(c echo.Context, p resultsPage) (site.PageData, error) {
	p.Figures.UnitURL = nil
	all, err := p.allSlides()
	if err != nil {
		return nil, err
	}
	at := 1
	if asked := c.QueryParam("slide"); asked != "" {
		if at, err = strconv.Atoi(asked); err != nil || at < 1 || at > len(all) {
			return nil, survey.ErrNotFound
		}
	}
	p.Title = p.Where
	page := slidesPage{resultsPage: p, Show: Show{Wait: slideWait, Leave: p.Base}, Slide: all[at-1], At: at, Of: len(all)}
	if len(all) > 1 {
		address := func(n int) string { return p.address("/screen", "slide", strconv.Itoa((n+len(all))%len(all)+1)) }
		page.Prev, page.Next, page.Moves = address(at-2), address(at), true
	}
	return page, nil
}

// allSlides are where we stand; of each tier its ranking, who is last and what
// changed; of an evaluation the grades by ticket; what was voted on; and what is
// to be put right.
func (p *resultsPage) allSlides() ([]slide, error) {
	var all []slide
	if p.scored() || len(p.Release.Votes) == 0 {
		all = append(all, p.standSlide())
	}
	for _, t := range p.tiers() {
		all = append(all, p.rankingSlides(t)...)
		all = append(all, p.lastSlide(t)...)
		all = append(all, p.changeSlide(t)...)
	}
	grades, err := p.gradeSlides()
	if err != nil {
		return nil, err
	}
	all = append(append(all, grades...), p.voteSlides()...)
	if len(p.Release.Findings) > 0 {
		all = append(all, p.actionSlide())
	}
	return all, nil
}

func (p *resultsPage) standSlide() slide {
	s := slide{Ask: p.T("r.ask.overview"), Head: p.Figures.Headline()}
	ballots := chart.Count(p.Release.Method.Ballots)
	lead := p.T("r.lead", "n", p.Release.Method.Ballots, "ballots", ballots)
	if whole := chart.Whole(p.Release); whole != nil {
		root := whole.Nodes[p.Release.Nodes[0].ID]
		lead += p.T("r.lead.whole", "name", template.HTMLEscapeString(whole.Name.In(p.Lang)), "score", chart.Points(root.Score),
			"interval", chart.Interval(root.Low, root.High), "level", chart.Percent(p.Release.Method.Level))
		lead += template.HTMLEscapeString(p.Figures.AreasLead(whole))
		s.Figure = p.Figures.Areas(whole.Unit)
		s.note(p.Figures.RoughNote(whole.Unit))
	}
	if hidden := len(slices.DeleteFunc(slices.Clone(p.Release.Units), func(u survey.UnitResult) bool { return !u.Suppressed })); hidden > 0 {
		lead += p.T("r.lead.hidden", "n", hidden)
	}
	s.Lead = template.HTML(lead) //nolint:gosec // catalog text, arguments escaped
	if in := p.Release.Integrity; in != nil && in.Mark != "green" {
		s.note(p.T("integrity.text") + p.T("r.method"))
	}
	s.note(p.paperLine())
	return s
}

// Few reports whether there is room for large type.
func (s slide) Few() bool {
	return !slices.ContainsFunc(s.Lists, func(l slideList) bool { return len(l.Units) > mostLarge })
}

func (s *slide) note(text string) {
	if text != "" {
		s.Notes = append(s.Notes, text)
	}
}

// rankingSlides are the ranking of a tier, and who is not ranked.
func (p *resultsPage) rankingSlides(t survey.TierInfo) []slide {
	var all []slide
	ask := p.T("r.ask.tier", "tier", p.tierTitle(t.ID))
	for _, part := range p.Figures.RankingParts(t.ID, mostOnSlide) {
		s := slide{Ask: ask, Head: p.Figures.TierHeadline(t.ID), Figure: part.Ranking}
		if part.Last-part.First+1 < part.Of {
			s.Ask = p.T("screen.part", "ask", ask, "first", part.First, "last", part.Last, "of", part.Of)
		}
		all = append(all, s)
	}
	if absent := p.Figures.Unranked(t.ID); absent != "" {
		all = append(all, slide{Ask: ask, Head: p.T("screen.unranked", "tier", p.tierTitle(t.ID)), Figure: absent})
	}
	return all
}

// lastSlide tells who is among the last of a tier for certain, where a rule asks.
func (p *resultsPage) lastSlide(t survey.TierInfo) []slide {
	last := p.Figures.Last(t.ID)
	if last == nil {
		return nil
	}
	s := slide{Ask: p.T("screen.ask.last", "tier", p.tierTitle(t.ID)), Head: last.Headline}
	s.note(p.Figures.BoundaryNote(t.ID))
	s.note(p.T("screen.chance", "k", last.K))
	for _, list := range []struct {
		key, mark string
		units     []chart.LastUnit
	}{{"sure", "red", last.Sure}, {"unsure", "yellow", last.Unsure}, {"near", "none", last.Near}} {
		out := slideList{Title: p.T("screen.last."+list.key, "k", last.K, "count", len(list.units)), Mark: list.mark, None: p.T("screen.nobody")}
		if n := len(list.units); n > mostLastNamed { // who is nearest to the end is named
			out.More, list.units = n-mostLastNamed, list.units[n-mostLastNamed:]
		}
		for _, u := range list.units {
			out.Units = append(out.Units, slideUnit{Name: u.Name, Figure: u.Chance, Detail: p.T("screen.last.of", "score", u.Score, "interval", u.Interval, "ranks", u.Ranks)})
		}
		s.Lists = append(s.Lists, out)
	}
	return []slide{s}
}

// changeSlide tells what rose and fell in a tier beyond error, where there was a
// round before.
func (p *resultsPage) changeSlide(t survey.TierInfo) []slide {
	root := p.Release.Nodes[0].ID
	up, down, flat := p.Figures.ChangedBeyond(t.ID, root)
	if len(up)+len(down)+flat == 0 {
		return nil
	}
	s := slide{Ask: p.T("change.ask", "tier", p.tierTitle(t.ID)), Head: p.Figures.TierChangeHeadline(t.ID, root)}
	s.note(p.T("screen.change", "level", chart.Percent(p.Release.Method.Level)))
	s.Lists = []slideList{p.changedList("down", "red", down), p.changedList("up", "done", up)}
	return []slide{s}
}

func (p *resultsPage) changedList(way, mark string, units []*survey.UnitResult) slideList {
	list := slideList{Title: p.T("screen.change."+way, "count", len(units)), Mark: mark, None: p.T("screen.nobody")}
	if n := len(units); n > mostLastNamed {
		list.More, units = n-mostLastNamed, units[:mostLastNamed]
	}
	for _, u := range units {
		c := u.Nodes[p.Release.Nodes[0].ID].Change
		list.Units = append(list.Units, slideUnit{
			Name: u.Name.In(p.Lang), Figure: chart.Signed(c.Diff), Way: way,
			Detail: p.T("screen.change.of", "was", chart.Points(c.Previous), "now", chart.Points(u.Nodes[p.Release.Nodes[0].ID].Score), "low", chart.Signed(c.Low), "high", chart.Signed(c.High)),
		})
	}
	return list
}

// actionSlide sums up the problems by what they ask for.
func (p *resultsPage) actionSlide() slide {
	s := slide{Ask: p.T("r.ask.problems"), Head: p.Figures.ProblemsHeadline()}
	type tally struct {
		action slideAction
		units  map[string]int
		order  []string
	}
	var all []*tally
	for i := range p.Release.Findings {
		v := p.problemView(&p.Release.Findings[i])
		at := slices.IndexFunc(all, func(t *tally) bool { return t.action.Word == v.Word })
		if at < 0 {
			at = len(all)
			all = append(all, &tally{action: slideAction{Word: v.Word, Mark: v.Mark}, units: map[string]int{}})
		}
		t := all[at]
		t.action.Problems++
		if t.units[v.Unit]++; t.units[v.Unit] == 1 {
			t.order = append(t.order, v.Unit)
		}
	}
	for _, t := range all {
		slices.SortStableFunc(t.order, func(a, b string) int { return cmp.Compare(t.units[b], t.units[a]) })
		t.action.Units = len(t.order)
		for _, name := range t.order[:min(mostUnitsNamed, len(t.order))] {
			t.action.Named = append(t.action.Named, slideUnit{Name: name, Figure: strconv.Itoa(t.units[name])})
		}
		t.action.More = t.action.Units - len(t.action.Named)
		s.Actions = append(s.Actions, t.action)
	}
	return s
}
