package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/official"
	"minping/survey/report"
)

// papersPath is where official documents and their templates are.
const papersPath = "/manage/documents"

// paperRoutes are the pages of official documents. Documents are for whoever may
// see what they are about, templates for organisers of the whole house, which
// the room asks for.
func (s *Site) paperRoutes() []route {
	return []route{
		{http.MethodGet, papersPath, signedIn, s.papers},
		{http.MethodGet, "/manage/documents/:kind/:lang", signedIn, s.paperTemplate},
		{http.MethodPost, "/manage/documents/:kind/:lang", signedIn, s.editPaperTemplate},
		{http.MethodGet, "/orders/:order/documents/:file", signedIn, s.orderPaper},
		{http.MethodGet, "/r/:poll/documents/:file", signedIn, s.pollPaper},
	}
}

// writesPapers reports whether whoever asks has official documents written.
func (s *Site) writesPapers(c echo.Context) bool {
	return s.Papers != nil && s.somewhere(c, survey.ManageOrders) == nil
}

func (s *Site) paperRoom(c echo.Context) (official.Room, error) {
	if s.Papers == nil {
		return official.Room{}, survey.ErrNotFound
	}
	return s.Papers.Within(s.within(c)), nil
}

// A paperFile is a document to have, in its formats.
type paperFile struct {
	Title   string
	Formats []choice // ending in capitals, and address
}

// paperFiles are documents below an address.
func (p Page) paperFiles(base string, kinds ...official.Kind) (all []paperFile) {
	for _, k := range kinds {
		f := paperFile{Title: k.Words().In(p.Lang)}
		for _, format := range k.Formats() {
			f.Formats = append(f.Formats, choice{Value: base + string(k) + "." + format, Title: strings.ToUpper(format)})
		}
		all = append(all, f)
	}
	return all
}

// batchFile is all documents of a kind to those of a poll.
func (p Page) batchFile(base string, k official.Kind) paperFile {
	f := paperFile{Title: p.T("papers.all." + string(k))}
	for _, format := range k.Formats() {
		f.Formats = append(f.Formats, choice{Value: base + string(k) + "-" + format + ".zip", Title: strings.ToUpper(format)})
	}
	return f
}

func orderPapersURL(order string) string { return orderURL(order) + "/documents/" }
func pollPapersURL(poll string) string   { return resultsURL(poll) + "/documents/" }

// A papersPage lists the documents that can be had, and their templates.
type papersPage struct {
	Page
	Headline  string
	Polls     []pollPapers
	Templates []templateLine // none: whoever asks does not look after the whole house
}

// pollPapers are the documents of a poll.
type pollPapers struct {
	Title string
	Count string // of orders
	Files []paperFile
}

// A templateLine is a kind of documents, and what its texts are in each language.
type templateLine struct {
	Title string
	Texts []templateText
}

type templateText struct {
	URL, Lang, Stands string
}

// papers shows the page.
func (s *Site) papers(c echo.Context) error {
	if !s.writesPapers(c) {
		return survey.ErrNotFound
	}
	ctx := c.Request().Context()
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	p := papersPage{Page: s.managePage(c, "papers.title")}
	sources, err := room.Sources(ctx)
	if err != nil {
		return err
	}
	orders := 0
	for _, source := range sources {
		orders += source.Orders
		p.Polls = append(p.Polls, p.ofPoll(source))
	}
	p.Headline = p.T("papers.headline.none", "polls", chart.Count(len(sources)))
	if orders > 0 {
		p.Headline = p.T("papers.headline", "n", orders, "polls", chart.Count(len(sources)))
	}
	may, err := room.May(ctx)
	if err != nil {
		return err
	}
	if may {
		if err := p.listTemplates(ctx, room); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "manage/papers", p)
}

// listTemplates lists the templates by kind and language.
func (p *papersPage) listTemplates(ctx context.Context, room official.Room) error {
	templates, err := room.Templates(ctx)
	if err != nil {
		return err
	}
	for _, k := range official.Kinds {
		line := templateLine{Title: k.Words().In(p.Lang)}
		for _, t := range templates {
			if t.Kind == k {
				line.Texts = append(line.Texts, templateText{URL: templateURL(t), Lang: p.T("papers.lang." + t.Lang), Stands: p.stands(t)})
			}
		}
		p.Templates = append(p.Templates, line)
	}
	return nil
}

func templateURL(t official.Template) string {
	return papersPath + "/" + string(t.Kind) + "/" + t.Lang
}

// stands says whether a template was changed.
func (p Page) stands(t official.Template) string {
	if t.Default {
		return p.T("papers.default")
	}
	return p.T("papers.changed", "no", chart.Count(int(t.Revision)))
}

// ofPoll are the documents of a poll.
func (p papersPage) ofPoll(source official.Source) pollPapers {
	view, base := pollPapers{Title: source.Poll.Title.In(p.Lang)}, pollPapersURL(source.Poll.ID)
	if source.Results {
		view.Files = append(p.paperFiles(base, official.Circular, official.Supervision), p.batchFile(base, official.Feedback))
	}
	if source.Orders > 0 {
		view.Count = p.T("papers.orders", "n", source.Orders)
		view.Files = append(view.Files, p.batchFile(base, official.Notice))
		view.Files = append(view.Files, p.paperFiles(base, official.Problems, official.Tasks, official.Responsibilities)...)
	}
	return view
}

// orderPaper sends an official document of an order.
func (s *Site) orderPaper(c echo.Context) error {
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	name, write, err := room.OfOrderFile(c.Request().Context(), c.Param("file"), c.Param("order"), negotiate(c))
	if err != nil {
		return err
	}
	return s.sendPaper(c, name, write)
}

// pollPaper sends an official document of a poll, or all of a kind in an archive.
func (s *Site) pollPaper(c echo.Context) error {
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	name, write, err := room.OfPollFile(c.Request().Context(), c.Param("file"), c.Param("poll"), c.QueryParam("unit"), negotiate(c))
	if err != nil {
		return err
	}
	return s.sendPaper(c, name, write)
}

func (s *Site) sendPaper(c echo.Context, name string, write func(io.Writer) error) error {
	ending := strings.TrimPrefix(filepath.Ext(name), ".")
	media, there := report.DocumentTypes[ending]
	if !there {
		media = mediaTypes[ending]
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", media)
	c.Response().WriteHeader(http.StatusOK)
	return write(c.Response())
}
