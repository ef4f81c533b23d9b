package follow

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
	"minping/web/site"
)

// paperRoutes are the pages of official documents. Documents are for whoever may
// see what they are about, templates for organisers of the whole house, which
// the room asks for.
func (s *Pages) paperRoutes() []site.Route {
	return []site.Route{
		site.Get(site.PapersPath, site.SignedIn, s.papers),
		site.Get("/manage/documents/:kind/:lang", site.SignedIn, s.paperTemplate),
		site.Post("/manage/documents/:kind/:lang", site.SignedIn, s.editPaperTemplate),
		site.Get("/orders/:order/documents/:file", site.SignedIn, s.orderPaper),
		site.Get("/r/:poll/documents/:file", site.SignedIn, s.pollPaper),
	}
}

func (s *Pages) paperRoom(c echo.Context) (official.Room, error) {
	if s.Papers == nil {
		return official.Room{}, survey.ErrNotFound
	}
	return s.Papers.Within(s.Within(c)), nil
}

// A PaperFile is a document to have, in its formats.
type PaperFile struct {
	Title   string
	Formats []site.Choice // ending in capitals, and address
}

// PaperFiles are documents below an address.
func PaperFiles(p site.Page, base string, kinds ...official.Kind) (all []PaperFile) {
	for _, k := range kinds {
		f := PaperFile{Title: k.Words().In(p.Lang)}
		for _, format := range k.Formats() {
			f.Formats = append(f.Formats, site.Choice{Value: base + string(k) + "." + format, Title: strings.ToUpper(format)})
		}
		all = append(all, f)
	}
	return all
}

// batchFile is all documents of a kind to those of a poll.
func batchFile(p site.Page, base string, k official.Kind) PaperFile {
	f := PaperFile{Title: p.T("papers.all." + string(k))}
	for _, format := range k.Formats() {
		f.Formats = append(f.Formats, site.Choice{Value: base + string(k) + "-" + format + ".zip", Title: strings.ToUpper(format)})
	}
	return f
}

func orderPapersURL(order string) string { return site.OrderURL(order) + "/documents/" }
func pollPapersURL(poll string) string   { return site.ResultsURL(poll) + "/documents/" }

// A papersPage lists the documents that can be had, and their templates.
type papersPage struct {
	site.Page
	Headline  string
	Polls     []pollPapers
	Templates []templateLine // none: whoever asks does not look after the whole house
}

// pollPapers are the documents of a poll.
type pollPapers struct {
	Title string
	Count string // of orders
	Files []PaperFile
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
func (s *Pages) papers(c echo.Context) error {
	if !s.WritesPapers(c) {
		return survey.ErrNotFound
	}
	ctx := c.Request().Context()
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	p := papersPage{Page: s.ManagePage(c, "papers.title")}
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
	return s.Render(c, http.StatusOK, "manage/papers", p)
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
				line.Texts = append(line.Texts, templateText{URL: templateURL(t), Lang: p.T("papers.lang." + t.Lang), Stands: stands(p.Page, t)})
			}
		}
		p.Templates = append(p.Templates, line)
	}
	return nil
}

func templateURL(t official.Template) string {
	return site.PapersPath + "/" + string(t.Kind) + "/" + t.Lang
}

// stands says whether a template was changed.
func stands(p site.Page, t official.Template) string {
	if t.Default {
		return p.T("papers.default")
	}
	return p.T("papers.changed", "no", chart.Count(int(t.Revision)))
}

// ofPoll are the documents of a poll.
func (p papersPage) ofPoll(source official.Source) pollPapers {
	view, base := pollPapers{Title: source.Poll.Title.In(p.Lang)}, pollPapersURL(source.Poll.ID)
	if source.Results {
		view.Files = append(PaperFiles(p.Page, base, official.Circular, official.Supervision), batchFile(p.Page, base, official.Feedback))
	}
	if source.Orders > 0 {
		view.Count = p.T("papers.orders", "n", source.Orders)
		view.Files = append(view.Files, batchFile(p.Page, base, official.Notice))
		view.Files = append(view.Files, PaperFiles(p.Page, base, official.Problems, official.Tasks, official.Responsibilities)...)
	}
	return view
}

// orderPaper sends an official document of an order.
func (s *Pages) orderPaper(c echo.Context) error {
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	name, write, err := room.OfOrderFile(c.Request().Context(), c.Param("file"), c.Param("order"), site.Negotiate(c))
	if err != nil {
		return err
	}
	return s.SendPaper(c, name, write)
}

// pollPaper sends an official document of a poll, or all of a kind in an archive.
func (s *Pages) pollPaper(c echo.Context) error {
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	name, write, err := room.OfPollFile(c.Request().Context(), c.Param("file"), c.Param("poll"), c.QueryParam("unit"), site.Negotiate(c))
	if err != nil {
		return err
	}
	return s.SendPaper(c, name, write)
}

// SendPaper answers with a document, as a file of this name.
func (s *Pages) SendPaper(c echo.Context, name string, write func(io.Writer) error) error {
	ending := strings.TrimPrefix(filepath.Ext(name), ".")
	media, there := report.DocumentTypes[ending]
	if !there {
		media = site.MediaTypes[ending]
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", media)
	c.Response().WriteHeader(http.StatusOK)
	return write(c.Response())
}
