package result

import (
	"bytes"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/report"
	"minping/web/site"
)

// commentsAtOnce is how many comments a page shows.
const commentsAtOnce = 50

// A commentsPage is the page on which released comments are read: never beside
// scores.
type commentsPage struct {
	resultsPage
	Number              int // of the release; 0: none yet
	Least               int
	Item, Unit, Query   string
	Items, Units        []site.Choice
	Lists               []commentLine // where nothing is chosen
	Few, Above, Waiting int           // lists that are not there, and why
	Why                 string        // the one that is chosen is not there
	Groups              []commentGroup
	Next                string
	Review              string
	Files               []site.NavLink
	Chosen              bool
	Terms               []termLine
	Opinions            string // the page of opinions
	Apart               bool   // groups are told apart
}

// A commentLine is a list in the overview.
type commentLine struct {
	Question, Unit, URL string
	Group               string // whose comments, where groups are told apart
	Comments            int
}

// A commentGroup is the comments of one list on a page.
type commentGroup struct {
	Question, Unit string
	Group          string     // whose comments, where groups are told apart
	Texts          [][]string // lines of each
}

// comments shows the released comments: an overview of the lists, or the texts
// of those chosen. It is not kept: comments are released after the figures.
func (l *leader) comments(c echo.Context) error {
	p, err := l.results(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	index, err := l.Within(c).CommentIndex(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	p.navigate(p.Base + "/comments")
	p.Title = p.T("comments.title")
	page := commentsPage{
		resultsPage: p, Number: index.Release, Least: index.Least,
		Item: c.QueryParam("item"), Unit: c.QueryParam("unit"), Query: strings.TrimSpace(c.QueryParam("q")), Apart: len(index.Groups) > 0,
	}
	page.Chosen = page.Item != "" || page.Unit != "" || page.Query != ""
	page.choose(index)
	if l.Within(c).Reviews(ctx, p.Poll.ID) {
		page.Review = site.ReviewURL(p.Poll.ID)
	}
	if page.Number > 0 && page.Chosen {
		q := survey.CommentQuery{Item: page.Item, Unit: page.Unit, Text: page.Query, After: c.QueryParam("after"), Limit: commentsAtOnce + 1}
		comments, err := l.Within(c).ReleasedComments(ctx, p.Poll.ID, q)
		if err != nil {
			return err
		}
		page.show(comments)
	}
	if page.Number > 0 && page.Query == "" {
		if page.Terms, err = l.terms(c, &page); err != nil {
			return err
		}
	}
	page.Opinions = p.address("/opinions", "item", page.Item)
	body, err := l.Execute(p.Lang, "leader/comments", page)
	if err != nil {
		return err
	}
	return l.send(c, p, shownPage{body: body, etag: `"` + site.Digest(body)[:32] + `"`})
}

// choose fills in the lists and what can be chosen.
func (p *commentsPage) choose(index *survey.CommentIndex) {
	questions, units := []string{"", p.T("r.all")}, []string{"", p.T("r.all")}
	for _, q := range p.Release.Open {
		questions = append(questions, q.ID, q.Text.In(p.Lang))
	}
	with := map[string]bool{}
	for _, x := range index.Lists {
		chosen := (p.Item == "" || x.Item == p.Item) && (p.Unit == "" || x.Unit == p.Unit)
		if x.Comments > 0 {
			with[x.Unit] = true
			p.Lists = append(p.Lists, commentLine{
				Question: p.question(x.Item), Unit: p.unitTitle(x.Unit), Group: p.voice(p.Apart, x.CommentList), Comments: x.Comments, URL: p.address("/comments", "item", x.Item, "unit", x.Unit),
			})
			continue
		}
		if !chosen {
			continue
		}
		switch x.Why {
		case survey.CommentsAbove:
			p.Above++
		case survey.CommentsWaiting:
			p.Waiting++
		default:
			p.Few++
		}
	}
	for _, u := range p.Release.Units {
		if with[u.Unit] || u.Unit == p.Unit {
			units = append(units, u.Unit, u.Name.In(p.Lang))
		}
	}
	p.Items, p.Units = site.Choices(p.Item, questions...), site.Choices(p.Unit, units...)
	if p.Number > 0 {
		for _, format := range report.CommentFormats {
			p.Files = append(p.Files, site.NavLink{Title: strings.ToUpper(format), URL: p.Base + "/comments." + format})
		}
	}
}

// show groups the comments of a page by list; they come in that order.
func (p *commentsPage) show(comments []survey.Comment) {
	if len(comments) > commentsAtOnce {
		comments = comments[:commentsAtOnce]
		p.Next = p.address("/comments", "item", p.Item, "unit", p.Unit, "q", p.Query, "after", comments[commentsAtOnce-1].ID)
	}
	var last survey.CommentList
	for _, c := range comments {
		if c.List != last {
			last = c.List
			p.Groups = append(p.Groups, commentGroup{Question: p.question(last.Item), Unit: p.unitTitle(last.Unit), Group: p.voice(p.Apart, last)})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Texts = append(g.Texts, strings.Split(c.Shown, "\n"))
	}
}

// voice names the group of a list, where groups are told apart.
func (p *resultsPage) voice(apart bool, l survey.CommentList) string {
	switch {
	case l.Group != "":
		return p.groupName(l.Group)
	case apart:
		return p.T("comments.together")
	}
	return ""
}

// question is the text of an open question.
func (p *resultsPage) question(id string) string {
	for _, q := range p.Release.Open {
		if q.ID == id {
			return q.Text.In(p.Lang)
		}
	}
	return id
}

func (p *resultsPage) unitTitle(id string) string {
	if u := p.Release.Unit(id); u != nil {
		return u.Name.In(p.Lang)
	}
	return id
}

// commentFile sends all released comments, each list in an order of this file.
func (l *leader) commentFile(c echo.Context, p resultsPage, format string) error {
	ctx := c.Request().Context()
	index, err := l.Within(c).CommentIndex(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	if index.Release == 0 {
		return survey.ErrNotFound
	}
	book := report.Comments{Release: p.Release, Index: index, Texts: func(list survey.CommentList) ([]string, error) {
		return l.Within(c).ShuffledComments(ctx, p.Poll.ID, list)
	}}
	var b bytes.Buffer
	if err := book.Write(&b, format, p.Lang); err != nil {
		return err
	}
	return l.attach(c, p, p.Poll.ID+"-comments."+format, site.MediaTypes[format], b.Bytes())
}
