package result

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// besideOpinion is how many raw statements a page shows beside each opinion,
// unless it is about that one alone.
const besideOpinion = 40

// A mergingPage is where the statements on a question are merged into opinions.
type mergingPage struct {
	site.Page
	Poll       survey.Poll
	Base       string // the address
	Item, Only string // the question; the one opinion shown, or ""
	Items      []site.Choice
	List       survey.OpinionList
	Opinions   []mergedOpinion
	Unmerged   []statementLine
	Left       int // unmerged
	Statements int
	Errors     []string
	Review     string // where comments are reviewed
	Results    string // the problem list; "": whoever asks may not read it
}

// A mergedOpinion is one in the form.
type mergedOpinion struct {
	ID, Wording, Findings string
	Count, Units          int
	Tone                  string // in words
	Statements            []statementLine
	More                  string // where all its statements are; "": here
}

// A statementLine is a raw statement.
type statementLine struct{ ID, Unit, Text string }

// mergingURL is where the opinions of a poll are merged.
func mergingURL(poll string) string { return site.ReviewURL(poll) + "/opinions" }

// merging shows the opinions on a question to whoever merges them.
func (s *Pages) merging(c echo.Context) error { return s.showMerging(c, nil, nil) }

// showMerging shows them after an attempt that failed with what was typed.
func (s *Pages) showMerging(c echo.Context, typed url.Values, failed []string) error {
	ctx := c.Request().Context()
	poll, err := s.Within(c).Poll(ctx, c.Param("poll"))
	if err != nil {
		return err
	}
	release, err := s.Within(c).ReviewedRelease(ctx, poll.ID)
	if err != nil {
		return err
	}
	page := mergingPage{Page: s.Page(c, "opinions.merge"), Poll: poll, Base: mergingURL(poll.ID), Only: c.QueryParam("opinion"), Review: site.ReviewURL(poll.ID), Errors: failed}
	page.Simulated, page.Failed = poll.Simulated, len(failed) > 0
	if page.Item = questionOf(c, release); page.Item == "" {
		return survey.ErrNotFound
	}
	if page.List, err = s.Within(c).MergedOpinions(ctx, poll.ID, page.Item); err != nil {
		return err
	}
	if s.MayRead(c, poll.ID) == nil {
		page.Results = site.ResultsURL(poll.ID) + "/problems"
	}
	names := resultsPage{Page: page.Page, Release: release}
	var items []string
	for _, q := range release.Open {
		items = append(items, q.ID, q.Text.In(page.Lang))
	}
	page.Items = site.Choices(page.Item, items...)
	page.fill(&names, typed)
	status := http.StatusOK
	if page.Failed {
		status = http.StatusUnprocessableEntity
	}
	return s.Render(c, status, "comments/opinions", page)
}

// questionOf returns the open question asked for, the first if none is.
func questionOf(c echo.Context, r *survey.Release) string {
	asked := c.FormValue("item")
	for _, q := range r.Open {
		if asked == "" || q.ID == asked {
			return q.ID
		}
	}
	return ""
}

// fill takes the list into the form, under what was typed.
func (p *mergingPage) fill(names *resultsPage, typed url.Values) {
	line := func(st survey.Statement) statementLine {
		return statementLine{st.ID, names.unitTitle(st.Unit), st.Text}
	}
	for _, o := range p.List.Opinions {
		p.Statements += len(o.Statements)
		if p.Only != "" && o.ID != p.Only {
			continue
		}
		m := mergedOpinion{ID: o.ID, Wording: o.Wording, Findings: strings.Join(o.Findings, " "), Count: len(o.Statements), Tone: toneWord(p.Page, o.Tone)}
		if typed.Has("wording." + o.ID) {
			m.Wording, m.Findings = typed.Get("wording."+o.ID), typed.Get("findings."+o.ID)
		}
		units := map[string]bool{}
		for i, st := range o.Statements {
			units[st.Unit] = true
			if i < besideOpinion || p.Only != "" {
				m.Statements = append(m.Statements, line(st))
			}
		}
		if m.Units = len(units); len(m.Statements) < m.Count {
			m.More = p.Base + "?" + url.Values{"item": {p.Item}, "opinion": {o.ID}}.Encode()
		}
		p.Opinions = append(p.Opinions, m)
	}
	p.Left = len(p.List.Unmerged)
	p.Statements += p.Left
	if p.Only != "" {
		return
	}
	for _, st := range p.List.Unmerged[:min(p.Left, besideOpinion)] {
		p.Unmerged = append(p.Unmerged, line(st))
	}
}

// toneWord says in a word what statements sound like.
func toneWord(p site.Page, tone float64) string {
	const plain = 0.2
	switch {
	case tone <= -plain:
		return p.T("opinions.tone.blame")
	case tone >= plain:
		return p.T("opinions.tone.praise")
	}
	return p.T("opinions.tone.neutral")
}

// merge takes one step of merging, with the wordings that are on the form.
func (s *Pages) merge(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	poll, item := c.Param("poll"), form.Get("item")
	list, err := s.Within(c).MergedOpinions(c.Request().Context(), poll, item)
	if err != nil {
		return err
	}
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil {
		return survey.ErrNotFound
	}
	if edits := opinionEdits(form, list); len(edits) > 0 {
		_, err = s.Within(c).EditOpinions(c.Request().Context(), poll, item, revision, edits)
	}
	lang := s.Page(c).Lang
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		var said []string
		for _, e := range wrong {
			said = append(said, e.Message(lang))
		}
		return s.showMerging(c, form, said)
	case errors.Is(err, survey.ErrStale):
		return s.showMerging(c, form, []string{site.Translate(lang, "opinions.stale")})
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, mergingURL(poll)+"?"+url.Values{"item": {item}}.Encode())
}

// opinionEdits are what a form does to a list: first the wordings and findings
// that were changed, then the step of the button.
func opinionEdits(form url.Values, list survey.OpinionList) []survey.OpinionEdit {
	var edits []survey.OpinionEdit
	var chosen []string // in the order of the list
	for _, o := range list.Opinions {
		if slices.Contains(form["o"], o.ID) {
			chosen = append(chosen, o.ID)
		}
		if !form.Has("wording." + o.ID) {
			continue
		}
		if wording := strings.TrimSpace(form.Get("wording." + o.ID)); wording != o.Wording {
			edits = append(edits, survey.OpinionEdit{Do: survey.RewordOpinion, Opinion: o.ID, Wording: wording})
		}
		if findings := findingIDs(form.Get("findings." + o.ID)); !slices.Equal(findings, o.Findings) && len(findings)+len(o.Findings) > 0 {
			edits = append(edits, survey.OpinionEdit{Do: survey.AssignOpinion, Opinion: o.ID, Findings: findings})
		}
	}
	switch do := survey.OpinionDo(form.Get("go")); do {
	case survey.MergeOpinions:
		e := survey.OpinionEdit{Do: do}
		if len(chosen) > 0 {
			e.Opinion, e.Opinions = chosen[0], chosen[1:]
		}
		edits = append(edits, e)
	case survey.MoveStatements:
		edits = append(edits, survey.OpinionEdit{Do: do, Opinion: form.Get("to"), Statements: form["s"]})
	case survey.DropOpinion:
		for _, id := range chosen {
			edits = append(edits, survey.OpinionEdit{Do: do, Opinion: id})
		}
	case survey.ProposeOpinions, survey.ShowOpinions, survey.HideOpinions:
		edits = append(edits, survey.OpinionEdit{Do: do})
	}
	return edits
}

// findingIDs reads "F3, f12": sorted, each once.
func findingIDs(text string) []string {
	ids := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return strings.ContainsRune(" ,，、;；", r) })
	slices.Sort(ids)
	return slices.Compact(ids)
}
