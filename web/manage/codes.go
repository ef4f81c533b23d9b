package manage

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A poll of many people has a batch of codes for each of them and each group.
// From so many of these on a poll's page tells of them in one line, and leads
// to their list, of which a page shows so many.
const (
	foldedFrom   = 13
	shownBatches = 50
)

// A codesPage lists all batches of codes of a poll.
type codesPage struct {
	site.Page
	Poll       survey.Poll
	Base, Name string
	K          int
	TakesNew   bool
	Search     string
	Known      int
	Found      int
	Batches    []codeLine
	Parts      []site.ListPart
	Few        int
	Banded     bool
}

// A foldedCodes is batches that are told of in one line.
type foldedCodes struct {
	Batches, Issued, Void string
}

// fold takes batches of one unit and group out of a page that has many of them.
func (p *managePage) fold() {
	single := func(b codeLine) bool { return len(b.Units) == 1 && b.Group != "" }
	many, issued, void := 0, 0, 0
	for _, b := range p.Batches {
		if single(b) {
			many++
			issued += b.Issued
			if b.Void {
				void++
			}
		}
	}
	p.AllBatches = p.Batches
	if many < foldedFrom {
		return
	}
	p.Batches = slices.DeleteFunc(slices.Clone(p.Batches), single)
	p.Folded = &foldedCodes{strconv.Itoa(many), strconv.Itoa(issued), ""}
	if void > 0 {
		p.Folded.Void = strconv.Itoa(void)
	}
}

// codeBatches lists the batches of codes, those about whom is searched for.
func (s *Pages) codeBatches(c echo.Context) error {
	ctx := c.Request().Context()
	poll, err := s.Within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return err
	}
	q, err := s.Within(c).PollQuestionnaire(ctx, poll.ID)
	if err != nil {
		return err
	}
	m := managePage{Page: s.ManagePage(c, "manage.codes"), Poll: poll, ByCode: poll.Access == survey.ByCode}
	if m.ByCode {
		if err := s.fillCodes(c, &m, q); err != nil {
			return err
		}
	}
	p := codesPage{
		Page: m.Page, Poll: poll, Base: site.ManageURL(poll.ID), Name: cmp.Or(poll.Title.In(m.Lang), q.Title.In(m.Lang)), K: q.MinGroup(),
		TakesNew: m.ByCode && m.answerable(), Search: strings.TrimSpace(c.QueryParam("q")), Known: len(m.AllBatches), Few: survey.FewEligible, Banded: m.Banded,
	}
	p.Simulated = poll.Simulated
	found := slices.DeleteFunc(slices.Clone(m.AllBatches), func(b codeLine) bool {
		return p.Search != "" && !site.AnyContains(p.Search, b.Label, b.As, b.About, b.ID)
	})
	p.Found = len(found)
	p.Batches, p.Parts = site.Part(found, shownBatches, c.QueryParam("part"), p.Base+"/codes?", url.Values{"q": {p.Search}}, "")
	return s.Render(c, http.StatusOK, "manage/codes", p)
}
