package web

import (
	"context"
	"errors"
	"html/template"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
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

// A templatePage is a template to edit, what it may name, and what it makes.
type templatePage struct {
	Page
	Kind, Language string
	Template       official.Template
	URL            string
	Errors         []string
	Fields         []templateField
	Names          []nameGroup
	Revisions      []revisionLine
	Preview        template.HTML
	Ask, Done      bool // whether to go back; that it was kept
}

// A templateField is a part of a template.
type templateField struct {
	Name, Label, Hint, Value, Message string
	Rows                              int // 1: a line
}

// A nameGroup is what may be named at a place.
type nameGroup struct {
	Title string
	Names []templateName
}

type templateName struct{ Write, Words string }

// A revisionLine is an earlier text.
type revisionLine struct {
	official.Template
	URL, Stands string
	Current     bool
}

// templateParts are the parts of a text in the order of the form, with how many
// lines they take.
var templateParts = []struct {
	name string
	rows int
	of   func(t *official.Text) *string
}{
	{"head", 1, func(t *official.Text) *string { return &t.Head }},
	{"number", 1, func(t *official.Text) *string { return &t.Number }},
	{"title", 2, func(t *official.Text) *string { return &t.Title }},
	{"to", 1, func(t *official.Text) *string { return &t.To }},
	{"body", 22, func(t *official.Text) *string { return &t.Body }},
	{"signer", 1, func(t *official.Text) *string { return &t.Signer }},
	{"date", 1, func(t *official.Text) *string { return &t.Date }},
	{"copies", 1, func(t *official.Text) *string { return &t.Copies }},
	{"office", 1, func(t *official.Text) *string { return &t.Office }},
}

// paperTemplate shows a template, or an earlier revision of it to begin from.
func (s *Site) paperTemplate(c echo.Context) error {
	return s.showTemplate(c, http.StatusOK, nil, nil)
}

// showTemplate shows a template with a text in the form (nil: that which is
// kept), and what is wrong with it.
func (s *Site) showTemplate(c echo.Context, status int, text *official.Text, refused error) error {
	ctx, k, lang := c.Request().Context(), official.Kind(c.Param("kind")), c.Param("lang")
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	t, err := room.Template(ctx, k, lang)
	if err != nil {
		return err
	}
	revisions, err := room.Revisions(ctx, k, lang)
	if err != nil {
		return err
	}
	p := templatePage{Page: s.managePage(c), Kind: k.Words().In(negotiate(c)), Template: t, URL: templateURL(t), Ask: c.QueryParam("ask") == "default", Done: c.QueryParam("done") != ""}
	p.Language = p.T("papers.lang." + lang)
	p.Title = p.T("papers.edit", "kind", p.Kind, "lang", p.Language)
	for _, r := range revisions {
		p.Revisions = append(p.Revisions, revisionLine{r, p.URL + "?revision=" + url.QueryEscape(chart.Count(int(r.Revision))), p.stands(r), r.Revision == t.Revision})
		if text == nil && c.QueryParam("revision") == chart.Count(int(r.Revision)) {
			text = &r.Text
		}
	}
	if text == nil {
		text = &t.Text
	}
	var wrong map[string]string
	if refused != nil {
		var rest error
		if status, wrong, p.Errors, rest = templateRefusal(p.Lang, refused); rest != nil {
			return rest
		}
	}
	p.Failed = len(p.Errors) > 0
	for _, part := range templateParts {
		p.Fields = append(p.Fields, templateField{
			Name: part.name, Label: p.T("papers.f." + part.name), Hint: p.T("papers.h." + part.name), Value: *part.of(text), Rows: part.rows, Message: wrong[part.name],
		})
	}
	p.Names = p.nameGroups(k)
	if paper, err := room.Preview(ctx, k, lang, *text); err == nil {
		if p.Preview, err = paper.Document().HTML(3); err != nil {
			return err
		}
	}
	return s.render(c, status, "manage/paper", p)
}

// templateRefusal words why a text was refused: all that is wrong with a part
// beside it.
func templateRefusal(lang string, err error) (status int, by map[string]string, above []string, rest error) {
	if errors.Is(err, survey.ErrStale) {
		return http.StatusConflict, nil, []string{translate(lang, "papers.stale")}, nil
	}
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return 0, nil, nil, err
	}
	by = map[string]string{}
	for _, e := range wrong {
		by[e.Field] = strings.TrimSpace(by[e.Field] + " " + e.Message(lang))
	}
	return http.StatusUnprocessableEntity, by, []string{translate(lang, "papers.wrong")}, nil
}

// nameGroups are what templates of a kind may name, by where.
func (p Page) nameGroups(k official.Kind) (groups []nameGroup) {
	names := k.Names()
	places := []string{""}
	for _, n := range names {
		if n.Use == "list" {
			places = append(places, n.Name)
		}
	}
	for _, in := range places {
		g := nameGroup{Title: p.T("papers.names")}
		if in != "" {
			g.Title = p.T("papers.names.in", "list", "{each "+in+"}")
		}
		for _, n := range names {
			if n.In != in {
				continue
			}
			write := "{" + n.Name + "}"
			switch n.Use {
			case "list":
				write = "{each " + n.Name + "} … {end}"
			case "table":
				write = "{table " + n.Name + "}"
			}
			g.Names = append(g.Names, templateName{write, n.Words.In(p.Lang)})
		}
		groups = append(groups, g)
	}
	return groups
}

// editPaperTemplate keeps a text, shows what it makes, or goes back to the
// default.
func (s *Site) editPaperTemplate(c echo.Context) error {
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	t := official.Template{Kind: official.Kind(c.Param("kind")), Lang: c.Param("lang"), Revision: revisionOf(c)}
	for _, part := range templateParts {
		*part.of(&t.Text) = strings.ReplaceAll(c.FormValue(part.name), "\r\n", "\n")
	}
	do := c.FormValue(fieldGo)
	if !slices.Contains([]string{"keep", "show", "default"}, do) {
		return errForm
	}
	if do == "show" {
		_, err := room.Preview(c.Request().Context(), t.Kind, t.Lang, t.Text)
		return s.showTemplate(c, http.StatusOK, &t.Text, err)
	}
	t.Default = do == "default"
	if _, err = room.Edit(c.Request().Context(), t); err == nil {
		return c.Redirect(http.StatusSeeOther, templateURL(t)+"?done=1")
	}
	if t.Default {
		return s.showTemplate(c, http.StatusConflict, nil, err)
	}
	return s.showTemplate(c, http.StatusOK, &t.Text, err)
}
