package follow

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/official"
	"minping/web/site"
)

// A templatePage is a template to edit, what it may name, and what it makes.
type templatePage struct {
	site.Page
	Kind, Language string
	Template       official.Template
	URL            string
	Errors         []string
	Fields         []templateField
	Names          []nameGroup
	Revisions      []revisionLine
	Preview        template.HTML
	Abouts         []site.Choice // what the preview can be about
	About          bool          // that the preview is about one of them
	Ask, Done      bool          // whether to go back; that it was kept
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
func (s *Pages) paperTemplate(c echo.Context) error {
	return s.showTemplate(c, http.StatusOK, nil, c.QueryParam("about"), nil)
}

// showTemplate shows a template with a text in the form (nil: that which is
// kept), what it makes of a subject ("": of an example), and what is wrong with it.
func (s *Pages) showTemplate(c echo.Context, status int, text *official.Text, about string, refused error) error {
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
	p := templatePage{Page: s.ManagePage(c), Kind: k.Words().In(site.Negotiate(c)), Template: t, URL: templateURL(t), Ask: c.QueryParam("ask") == "default", Done: c.QueryParam("done") != ""}
	p.Language = p.T("papers.lang." + lang)
	p.Title = p.T("papers.edit", "kind", p.Kind, "lang", p.Language)
	for _, r := range revisions {
		p.Revisions = append(p.Revisions, revisionLine{r, p.URL + "?revision=" + url.QueryEscape(chart.Count(int(r.Revision))), stands(p.Page, r), r.Revision == t.Revision})
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
	p.Names = nameGroups(p.Page, k)
	if err := p.try(ctx, room, *text, about); err != nil {
		return err
	}
	return s.Render(c, status, "manage/paper", p)
}

// try shows what a text makes of a subject, and what else it can be tried on. A
// subject that is gone gives way to the example.
func (p *templatePage) try(ctx context.Context, room official.Room, text official.Text, about string) error {
	k, lang := p.Template.Kind, p.Template.Lang
	subjects, err := room.Subjects(ctx, k, lang)
	if err != nil {
		return err
	}
	paper, err := room.Preview(ctx, k, lang, text, about)
	if about != "" && errors.Is(err, survey.ErrNotFound) {
		p.Errors, about = append(p.Errors, p.T("papers.about.gone")), ""
		paper, err = room.Preview(ctx, k, lang, text, about)
	}
	p.Abouts = append(p.Abouts, site.Choice{Title: p.T("papers.about.example"), Chosen: about == ""})
	for _, s := range subjects {
		p.Abouts = append(p.Abouts, site.Choice{Value: s.ID, Title: s.Title, Chosen: about == s.ID})
	}
	if wrong := survey.FieldErrors(nil); errors.As(err, &wrong) {
		return nil // it stands beside the text
	}
	if err != nil {
		return err
	}
	p.About = about != ""
	p.Preview, err = paper.Document().HTML(3)
	return err
}

// templateRefusal words why a text was refused: all that is wrong with a part
// beside it.
func templateRefusal(lang string, err error) (status int, by map[string]string, above []string, rest error) {
	if errors.Is(err, survey.ErrStale) {
		return http.StatusConflict, nil, []string{site.Translate(lang, "papers.stale")}, nil
	}
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return 0, nil, nil, err
	}
	by = map[string]string{}
	for _, e := range wrong {
		by[e.Field] = strings.TrimSpace(by[e.Field] + " " + e.Message(lang))
	}
	return http.StatusUnprocessableEntity, by, []string{site.Translate(lang, "papers.wrong")}, nil
}

// nameGroups are what templates of a kind may name, by where.
func nameGroups(p site.Page, k official.Kind) (groups []nameGroup) {
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
func (s *Pages) editPaperTemplate(c echo.Context) error {
	room, err := s.paperRoom(c)
	if err != nil {
		return err
	}
	t := official.Template{Kind: official.Kind(c.Param("kind")), Lang: c.Param("lang"), Revision: site.RevisionOf(c)}
	for _, part := range templateParts {
		*part.of(&t.Text) = strings.ReplaceAll(c.FormValue(part.name), "\r\n", "\n")
	}
	do := c.FormValue(site.FieldGo)
	if !slices.Contains([]string{"keep", "show", "default"}, do) {
		return site.ErrForm
	}
	about := c.FormValue("about")
	if do == "show" {
		_, err := room.Preview(c.Request().Context(), t.Kind, t.Lang, t.Text, "")
		return s.showTemplate(c, http.StatusOK, &t.Text, about, err)
	}
	t.Default = do == "default"
	if _, err = room.Edit(c.Request().Context(), t); err == nil {
		return c.Redirect(http.StatusSeeOther, templateURL(t)+"?done=1")
	}
	if t.Default {
		return s.showTemplate(c, http.StatusConflict, nil, about, err)
	}
	return s.showTemplate(c, http.StatusOK, &t.Text, about, err)
}
