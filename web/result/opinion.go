package result

import (
	"bytes"
	"cmp"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/report"
	"minping/survey/theme"
	"minping/web/site"
)

// An opinionsPage is where readers see what comments say, merged.
type opinionsPage struct {
	resultsPage
	Item, Question string
	Items          []site.Choice
	List           survey.OpinionList
	Opinions       []opinionLine
	Merging        string // where they are merged
	Files          []site.NavLink
}

// An opinionLine is one opinion with what was said.
type opinionLine struct {
	Wording, Tone string
	Count, Units  int
	Share         float64 // of the most frequent one, 0–1: the length of its bar
	Findings      []site.NavLink
	Statements    []statementLine
}

// opinions shows the opinions on one question. Like comments they are not kept:
// they change after the figures.
func (l *leader) opinions(c echo.Context) error {
	page, err := l.opinionsPage(c)
	if err != nil {
		return err
	}
	body, err := l.Execute(page.Lang, "leader/opinions", page)
	if err != nil {
		return err
	}
	return l.send(c, page.resultsPage, shownPage{body: body, etag: `"` + site.Digest(body)[:32] + `"`})
}

func (l *leader) opinionsPage(c echo.Context) (opinionsPage, error) {
	p, err := l.results(c)
	if err != nil {
		return opinionsPage{}, err
	}
	ctx := c.Request().Context()
	p.navigate(p.Base + "/comments")
	page := opinionsPage{resultsPage: p, Item: questionOf(c, p.Release)}
	if page.Item == "" {
		return page, survey.ErrNotFound
	}
	if page.List, err = l.Within(c).Opinions(ctx, p.Poll.ID, page.Item); err != nil {
		return page, err
	}
	var items []string
	for _, q := range p.Release.Open {
		items = append(items, q.ID, q.Text.In(p.Lang))
	}
	page.Items, page.Question = site.Choices(page.Item, items...), p.question(page.Item)
	for _, format := range report.OpinionFormats {
		page.Files = append(page.Files, site.NavLink{Title: strings.ToUpper(format), URL: p.address("/opinions."+format, "item", page.Item)})
	}
	if l.Within(c).ReviewsWhole(ctx, p.Poll.ID) {
		page.Merging = mergingURL(p.Poll.ID) + "?" + url.Values{"item": {page.Item}}.Encode()
	}
	page.show()
	page.Figures.Opinions = &page.List
	page.Title = cmp.Or(page.Figures.OpinionsHeadline(), page.T("opinions.title"))
	return page, nil
}

func (p *opinionsPage) show() {
	most := 0
	for _, o := range p.List.Opinions {
		most = max(most, len(o.Statements))
	}
	for _, o := range p.List.Opinions {
		line := opinionLine{Wording: o.Wording, Tone: toneWord(p.Page, o.Tone), Count: len(o.Statements), Share: float64(len(o.Statements)) / float64(most)}
		units := map[string]bool{}
		for _, st := range o.Statements {
			units[st.Unit] = true
			line.Statements = append(line.Statements, statementLine{Unit: p.unitTitle(st.Unit), Text: st.Text})
		}
		for _, f := range o.Findings {
			line.Findings = append(line.Findings, site.NavLink{Title: f, URL: p.Base + "/problems#" + f})
		}
		line.Units = len(units)
		p.Opinions = append(p.Opinions, line)
	}
}

// opinionFile sends the opinions on a question, with the raw statements.
func (l *leader) opinionFile(c echo.Context, p resultsPage, format string) error {
	item := questionOf(c, p.Release)
	list, err := l.Within(c).Opinions(c.Request().Context(), p.Poll.ID, item)
	if err != nil {
		return err
	}
	book := report.Opinions{Release: p.Release, List: list}
	var b bytes.Buffer
	if err := book.Write(&b, format, p.Lang); err != nil {
		return err
	}
	return l.attach(c, p, p.Poll.ID+"-opinions-"+item+"."+format, site.MediaTypes[format], b.Bytes())
}

// A termLine is a word or phrase of the comments.
type termLine struct {
	Text, URL, Tone string
	Count           int
	Share           float64 // of the most frequent one, 0–1
}

// mostTerms is how many words and phrases a page shows.
const mostTerms = 24

// terms are the most frequent words and phrases of the comments chosen.
func (l *leader) terms(c echo.Context, p *commentsPage) ([]termLine, error) {
	read, err := l.Within(c).CommentsToRead(c.Request().Context(), p.Poll.ID, p.Item, p.Unit)
	if err != nil {
		return nil, err
	}
	var lines []termLine
	for _, t := range theme.Terms(read.Comments, read.Least) {
		if len(lines) == mostTerms {
			break
		}
		line := termLine{Text: t.Text, Count: t.Texts, Tone: toneWord(p.Page, t.Tone), URL: p.address("/comments", "item", p.Item, "unit", p.Unit, "q", t.Text)}
		lines = append(lines, line)
	}
	for i := range lines {
		lines[i].Share = float64(lines[i].Count) / float64(lines[0].Count)
	}
	return lines, nil
}
