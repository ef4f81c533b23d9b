package appraise

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/dossier"
	"minping/web/site"
)

// A candidatesPage is the form of a list.
type candidatesPage struct {
	site.Page
	List                dossier.List
	Errors              []string
	Filter              dossier.Filter
	Tiers, Ranks, Above []site.Choice
	Chosen, Found       []candidateChoice
	More                int // that are found and not shown
	Polls               []columnGroup
	Kept                []columnChoice // point cards and appraisals, by name
	Others              []columnChoice
	Action              string
}

type candidateChoice struct {
	ID, Name, Team, Post, Rank, Kind string
	On                               bool
}

// A columnGroup is the columns of a poll.
type columnGroup struct {
	Title   string
	Columns []columnChoice // at the root
	Nodes   []columnChoice // scores of areas
}

type columnChoice struct {
	Value, Title string
	On           bool
}

// mostFound is how many of those found are shown at once.
const mostFound = 100

// columnValue is a column as the form sends it.
func columnValue(c dossier.Column) string {
	return strings.Join([]string{string(c.Kind), c.Poll, c.Node, c.Scheme, c.Card, c.Year}, "|")
}

func columnOf(value string) dossier.Column {
	of := append(strings.SplitN(value, "|", 6), "", "", "", "", "")
	return dossier.Column{Kind: dossier.Kind(of[0]), Poll: of[1], Node: of[2], Scheme: of[3], Card: of[4], Year: of[5]}
}

func (s *Pages) newCandidates(c echo.Context) error {
	return s.showCandidates(c, http.StatusOK, dossier.List{}, nil)
}

func (s *Pages) candidatesForm(c echo.Context) error {
	l, edits, err := s.shelf(c).List(c.Request().Context(), c.Param("list"))
	if err == nil && !edits {
		err = survey.ErrForbidden
	}
	if err != nil {
		return err
	}
	return s.showCandidates(c, http.StatusOK, l, nil)
}

// sentCandidates reads the form of a list.
func sentCandidates(c echo.Context) (dossier.List, error) {
	form, err := c.FormParams()
	if err != nil {
		return dossier.List{}, site.ErrForm
	}
	l := dossier.List{ID: c.Param("list"), Title: form.Get("title"), Note: form.Get("note"), Units: form["unit"]}
	l.Revision, _ = strconv.ParseInt(form.Get("revision"), 10, 64) // what is none is no revision of any
	for _, v := range form["column"] {
		l.Columns = append(l.Columns, columnOf(v))
	}
	return l, nil
}

func (s *Pages) addCandidates(c echo.Context) error {
	l, err := sentCandidates(c)
	if err != nil {
		return err
	}
	if c.FormValue(site.FieldGo) != "save" {
		return s.showCandidates(c, http.StatusOK, l, nil)
	}
	kept, err := s.shelf(c).AddList(c.Request().Context(), l)
	return s.afterCandidates(c, l, kept, err)
}

func (s *Pages) editCandidates(c echo.Context) error {
	l, err := sentCandidates(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	switch c.FormValue(site.FieldGo) {
	case "save":
		kept, err := s.shelf(c).EditList(ctx, l)
		return s.afterCandidates(c, l, kept, err)
	case "drop":
		err := s.shelf(c).DropList(ctx, l.ID, l.Revision)
		if errors.Is(err, survey.ErrStale) {
			return s.afterCandidates(c, l, l, err)
		}
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/candidates?done=dropped")
	}
	if _, edits, err := s.shelf(c).List(ctx, l.ID); err != nil || !edits {
		return cmp.Or(err, survey.ErrForbidden)
	}
	return s.showCandidates(c, http.StatusOK, l, nil)
}

// afterCandidates leads to the list that was kept, or shows what is wrong.
func (s *Pages) afterCandidates(c echo.Context, sent, kept dossier.List, err error) error {
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		said := make([]string, len(wrong))
		for i, e := range wrong {
			said[i] = e.Message(site.Negotiate(c))
		}
		return s.showCandidates(c, http.StatusUnprocessableEntity, sent, slices.Compact(said))
	case errors.Is(err, survey.ErrStale):
		return s.showCandidates(c, http.StatusConflict, sent, []string{s.Page(c).T("candidates.stale")})
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, candidatesURL(kept.ID)+"?sort=0")
}

func (s *Pages) showCandidates(c echo.Context, status int, l dossier.List, wrong []string) error {
	all, err := s.shelf(c).Choice(c.Request().Context())
	if err != nil {
		return err
	}
	page := candidatesPage{Page: s.ManagePage(c, "candidates.new"), List: l, Errors: wrong, Action: "/candidates"}
	page.Failed = len(wrong) > 0
	if l.ID != "" {
		page.Title, page.Action = page.T("candidates.edit"), candidatesURL(l.ID)
	}
	page.Filter = dossier.Filter{Text: strings.TrimSpace(c.FormValue("q")), Tier: c.FormValue("tier"), Group: c.FormValue("rank"), Above: c.FormValue("above")}
	page.candidates(all)
	page.columns(all)
	return s.Render(c, status, "dossier/edit", page)
}

// candidates offers those whom the filter lets through; whoever is chosen stays.
func (p *candidatesPage) candidates(all dossier.Choice) {
	view := func(c dossier.Candidate, on bool) candidateChoice {
		return candidateChoice{c.ID, c.Name.In(p.Lang), c.Team.In(p.Lang), c.Person.Post, c.Person.Rank, survey.TierTitle(c.Tier).In(p.Lang), on}
	}
	byID := make(map[string]dossier.Candidate, len(all.Candidates))
	p.Tiers, p.Ranks, p.Above = []site.Choice{{Title: p.T("roster.any")}}, []site.Choice{{Title: p.T("roster.any")}}, []site.Choice{{Title: p.T("roster.any")}}
	seen := map[string]bool{}
	offer := func(list *[]site.Choice, what, value, title, chosen string) {
		if value != "" && !seen[what+value] {
			seen[what+value] = true
			*list = append(*list, site.Choice{Value: value, Title: title, Chosen: value == chosen})
		}
	}
	for _, c := range all.Candidates {
		byID[c.ID] = c
		offer(&p.Tiers, "tier ", c.Tier, survey.TierTitle(c.Tier).In(p.Lang), p.Filter.Tier)
		offer(&p.Ranks, "rank ", c.Person.Rank, c.Person.Rank, p.Filter.Group)
		if len(c.Team) > 0 {
			offer(&p.Above, "above ", c.Parent, c.Team.In(p.Lang), p.Filter.Above)
		}
	}
	for _, id := range p.List.Units {
		c, there := byID[id]
		if !there {
			c.ID, c.Name = id, survey.Text{"zh": id}
		}
		p.Chosen = append(p.Chosen, view(c, true))
	}
	for _, c := range p.Filter.Of(all.Candidates) {
		switch {
		case slices.Contains(p.List.Units, c.ID):
		case len(p.Found) == mostFound:
			p.More++
		default:
			p.Found = append(p.Found, view(c, false))
		}
	}
}

// columns offers what they can be compared by.
func (p *candidatesPage) columns(all dossier.Choice) {
	pick := func(c dossier.Column, title string) columnChoice {
		return columnChoice{columnValue(c), title, slices.Contains(p.List.Columns, c)}
	}
	for _, poll := range all.Polls {
		if len(poll.Nodes) == 0 {
			continue
		}
		g := columnGroup{Title: poll.Title.In(p.Lang)}
		for _, kind := range dossier.Kinds {
			if kind.OfPoll() {
				g.Columns = append(g.Columns, pick(dossier.Column{Kind: kind, Poll: poll.ID}, kind.Words().In(p.Lang)))
			}
		}
		for _, n := range poll.Nodes[1:] {
			g.Nodes = append(g.Nodes, pick(dossier.Column{Kind: dossier.Score, Poll: poll.ID, Node: n.ID}, cmp.Or(n.Title.In(p.Lang), n.ID)))
		}
		p.Polls = append(p.Polls, g)
	}
	for _, h := range all.Columns {
		p.Kept = append(p.Kept, pick(h.Column, p.T("candidates.kept", "kind", h.Title.In(p.Lang), "of", h.Of.In(p.Lang))))
	}
	for _, kind := range dossier.Kinds {
		if !kind.OfPoll() && !kind.OfCard() && !kind.OfAppraisal() {
			p.Others = append(p.Others, pick(dossier.Column{Kind: kind}, kind.Words().In(p.Lang)))
		}
	}
	for _, c := range p.List.Columns { // chosen by a program, or of a poll that is gone
		if value := columnValue(c); !slices.ContainsFunc(p.offered(), func(o columnChoice) bool { return o.Value == value }) {
			p.Others = append(p.Others, pick(c, strings.Join(strings.Fields(strings.Join([]string{c.Kind.Words().In(p.Lang), c.Poll, c.Node, c.Scheme, c.Card, c.Year}, " ")), " ")))
		}
	}
}

// offered are all columns of the form.
func (p *candidatesPage) offered() []columnChoice {
	all := append(slices.Clone(p.Others), p.Kept...)
	for _, g := range p.Polls {
		all = append(append(all, g.Columns...), g.Nodes...)
	}
	return all
}
