package appraise

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/awards"
	"minping/web/site"
)

// judgingPath is where judges of awards find their sheets.
const judgingPath = "/judging"

// judgingRoutes are the pages of judges: no role opens them, but being named as a
// judge of a round.
func (s *Pages) judgingRoutes() []site.Route {
	return []site.Route{
		site.Get(judgingPath, site.SignedIn, s.judging),
		site.Get("/judging/:award/:round", site.SignedIn, s.judgingSheet),
		site.Post("/judging/:award/:round", site.SignedIn, s.markSheet),
	}
}

func judgingURL(award string, round int) string {
	return judgingPath + "/" + url.PathEscape(award) + "/" + strconv.Itoa(round)
}

// A judgingListPage lists the sheets of a judge.
type judgingListPage struct {
	site.Page
	Headline string
	Lines    []judgingLine
}

type judgingLine struct {
	awards.Paper
	URL, Word, Mark string
	Marked, Of      int
}

// judgingMark is the state of a sheet in words, and how it is marked on the page.
func judgingMark(p site.Page, x *awards.Paper) (word, mark string) {
	switch {
	case x.State == awards.Handed || x.State == awards.Typed:
		mark = "done"
	case x.Open:
		mark = "yellow"
	}
	return p.T("awards.sheet." + string(x.State)), mark
}

// Judges reports whether whoever is signed in has sheets to mark, or had.
func (s *Pages) Judges(c echo.Context) (bool, error) {
	if s.Awards == nil || s.Viewer(c) == "" {
		return false, nil
	}
	return s.Awards.Within(s.Within(c)).Judges(c.Request().Context())
}

func (s *Pages) judging(c echo.Context) error {
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	papers, err := room.Judging(c.Request().Context())
	if err != nil {
		return err
	}
	page := judgingListPage{Page: s.ManagePage(c, "judging.title")}
	left := 0
	for _, p := range papers {
		l := judgingLine{Paper: p, URL: judgingURL(p.Award, p.Round), Marked: p.Done(), Of: len(p.Entries)}
		l.Word, l.Mark = judgingMark(page.Page, &p)
		if p.Open && p.State != awards.Handed {
			left++
		}
		page.Lines = append(page.Lines, l)
	}
	switch {
	case len(papers) == 0:
		page.Headline = page.T("judging.none")
	case left == 0:
		page.Headline = page.T("judging.done")
	default:
		page.Headline = page.T("judging.left", "n", left)
	}
	return s.Render(c, http.StatusOK, "awards/judging", page)
}

// A judgingSheetPage is the sheet of a judge.
type judgingSheetPage struct {
	site.Page
	Paper    awards.Paper
	Headline string
	Word     string
	Mark     string
	Marks    []awardMark
	Items    []string
	Errors   []string
	Kept     bool // it was just kept
	Decided  bool
}

// paperRound is the round of the path; 0: none.
func paperRound(c echo.Context) int {
	n, _ := strconv.Atoi(c.Param("round")) // what is no number is no round
	return n
}

func (s *Pages) judgingSheet(c echo.Context) error {
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	p, err := room.Paper(c.Request().Context(), c.Param("award"), paperRound(c))
	if err != nil {
		return err
	}
	return s.showJudging(c, http.StatusOK, p, nil, nil)
}

// showJudging shows a sheet; with what was sent in place of what was kept.
func (s *Pages) showJudging(c echo.Context, status int, p awards.Paper, sent url.Values, wrong []string) error {
	page := judgingSheetPage{Page: s.ManagePage(c), Paper: p, Errors: wrong, Kept: c.QueryParam("kept") != "" && len(wrong) == 0}
	page.Title, page.Failed = p.Title, len(wrong) > 0
	page.Word, page.Mark = judgingMark(page.Page, &p)
	for _, x := range p.Items {
		page.Items = append(page.Items, itemLabel(page.Page, x))
	}
	for i := range p.Entries {
		page.Marks = append(page.Marks, page.entry(&p, &p.Entries[i], sent))
		page.Decided = page.Decided || len(p.Entries[i].Outcome) > 0
	}
	page.Headline = page.headline()
	return s.Render(c, status, "awards/sheet", page)
}

// headline says what is left to do.
func (p *judgingSheetPage) headline() string {
	left := len(p.Paper.Entries) - p.Paper.Done()
	switch {
	case p.Decided:
		return p.T("judging.h.decided", "title", p.Paper.Title, "round", p.Paper.Name)
	case p.Paper.State == awards.Handed || p.Paper.State == awards.Typed:
		return p.T("judging.h.handed", "title", p.Paper.Title, "round", p.Paper.Name)
	case left == 0:
		return p.T("judging.h.ready", "title", p.Paper.Title, "round", p.Paper.Name)
	}
	return p.T("judging.h.left", "title", p.Paper.Title, "round", p.Paper.Name, "left", left)
}

// entry puts a candidate on a judge's sheet in words.
func (p *judgingSheetPage) entry(of *awards.Paper, e *awards.Entry, sent url.Values) awardMark {
	unit := cmp.Or(e.UnitName.In(p.Lang), e.Unit)
	v := awardMark{ID: e.Candidate, Name: cmp.Or(e.Title, unit), Barred: e.Barred, Why: e.Why, Recused: e.Recused}
	if e.Title != "" {
		v.Unit = unit
	}
	sum := 0.0
	for i, item := range of.Items {
		x := awardCell{Name: markName(e.Candidate, i), Label: itemLabel(p.Page, item), Value: num(e.Marks[i])}
		sum += float64(e.Marks[i])
		if sent != nil {
			x.Value = sent.Get(x.Name)
		}
		v.Cells = append(v.Cells, x)
	}
	if sent != nil {
		v.Recused = sent.Get("out-" + e.Candidate)
	}
	if e.Done() && !e.Out() && len(of.Items) > 1 {
		v.Sum = strconv.FormatFloat(awards.Exact(sum), 'f', -1, 64)
	}
	if len(e.Outcome) > 0 && e.Value.OK() {
		v.Told = p.T("judging.told", "mean", awards.Number(e.Value, 2), "rank", e.Rank, "outcome", e.Outcome.In(p.Lang))
	}
	return v
}

// markSheet keeps a judge's sheet, or hands it in.
func (s *Pages) markSheet(c echo.Context) error {
	ctx, award, round := c.Request().Context(), c.Param("award"), paperRound(c)
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	p, err := room.Paper(ctx, award, round)
	if err != nil {
		return err
	}
	m := awards.Marking{Marks: map[string][]survey.Num{}, Recused: map[string]string{}, Hand: c.FormValue("go") == "hand"}
	m.Revision, _ = strconv.ParseInt(c.FormValue("revision"), 10, 64) // what is none is no revision of any
	for i := range p.Entries {
		id := p.Entries[i].Candidate
		var marks []survey.Num
		for j := range p.Items {
			x := awards.Unknown
			if text := c.FormValue(markName(id, j)); strings.TrimSpace(text) != "" {
				x = readMark(text)
			}
			marks = append(marks, x)
		}
		if slices.ContainsFunc(marks, survey.Num.OK) {
			m.Marks[id] = marks
		}
		if why := strings.TrimSpace(c.FormValue("out-" + id)); why != "" {
			m.Recused[id] = why
		}
	}
	_, err = room.Mark(ctx, award, round, m)
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return s.showJudging(c, http.StatusUnprocessableEntity, p, c.Request().PostForm, s.judgingMistakes(c, &p, wrong))
	case errors.Is(err, survey.ErrStale):
		p.Revision = m.Revision // what is typed cannot go over what is kept, until it is looked at
		return s.showJudging(c, http.StatusConflict, p, c.Request().PostForm, []string{s.Page(c).T("judging.stale")})
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, judgingURL(award, round)+"?kept=1")
}

// judgingMistakes words what is wrong with a sheet, each with its candidate.
func (s *Pages) judgingMistakes(c echo.Context, p *awards.Paper, wrong survey.FieldErrors) (said []string) {
	lang := site.Negotiate(c)
	for _, e := range wrong {
		m := e.Message(lang)
		_, id, _ := strings.Cut(e.Field, ".")
		for i := range p.Entries {
			if x := &p.Entries[i]; x.Candidate == id {
				m = site.Translate(lang, "roster.mistake", "field", cmp.Or(x.Title, x.UnitName.In(lang), x.Unit), "what", m)
			}
		}
		said = append(said, m)
	}
	return said
}
