package builder

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/web/site"
)

// Routes are the pages on which questionnaires are written.
func (s *Pages) Routes() []site.Route {
	return []site.Route{
		site.Get("/manage/questionnaires", site.Author, s.questionnaires),
		site.Post("/manage/questionnaires", site.Author, s.beginDraft),
		site.Get("/manage/questionnaires/compare", site.Author, s.compareVersions),
		site.Get("/manage/questionnaires/:draft/preview", site.Author, s.previewDraft),
		site.Post("/manage/questionnaires/:draft/preview", site.Author, s.previewStep),
		site.Get("/manage/questionnaires/:draft/:part", site.Author, s.draftPart),
		site.Post("/manage/questionnaires/:draft/:part", site.Author, s.changeDraft),
	}
}

// DraftParts are the pages of a draft, in the order of the navigation.
var DraftParts = []string{"about", "items", "pages", "scales", "index", "groups", "evaluation", "votes", "rules", "supervision", "suggestions", "look", "compare", "yaml"}

const questionnairesURL = "/manage/questionnaires"

func draftURL(id, part string) string {
	return questionnairesURL + "/" + url.PathEscape(id) + "/" + part
}

// A draftPage is one part of a draft.
type draftPage struct {
	site.Page
	Draft   survey.QuestionnaireDraft
	Part    string
	Base    string // of the draft's pages
	Tabs    []site.NavLink
	Name    string // title of the questionnaire
	ID      string // of the questionnaire
	Version string
	Broken  bool // it is no YAML: only that page can mend it
	Ready   bool // nothing is wrong
	Wrong   []draftMistake
	Refused string // why an edit was not made, or ""
	Text    string // YAML
	Entries []draftEntry
	Add     []site.Choice // what can be added
	Blocks  []draftBlock
	At      string // path of the entry that is open
	Nodes   []draftNode
	Tree    string // path of the root's list
	Sum     string // of the weights at the top
	Compare *comparison
}

// A draftMistake is one thing wrong, with the page and field where it is put right.
type draftMistake struct {
	form.Error
	Said string
	URL  string
}

// A draftEntry is a line of a list of what can be opened.
type draftEntry struct {
	Path, ID, Title, Note string
	URL                   string
	Open                  bool
	Wrong                 int
	First, Last           bool
	Weight                *draftField
}

// readDraft reads a draft and what is wrong with it.
func (s *Pages) readDraft(c echo.Context) (survey.QuestionnaireDraft, error) {
	return s.Within(c).Draft(c.Request().Context(), c.Param("draft"))
}

// draftPart shows one part of a draft.
func (s *Pages) draftPart(c echo.Context) error {
	d, err := s.readDraft(c)
	if err != nil {
		return err
	}
	return s.showDraft(c, http.StatusOK, d, "")
}

// showDraft renders a part of a draft as it is given.
func (s *Pages) showDraft(c echo.Context, status int, d survey.QuestionnaireDraft, refused string) error {
	part := c.Param("part")
	if !slices.Contains(DraftParts, part) {
		return survey.ErrNotFound
	}
	p := &draftPage{Page: s.ManagePage(c), Draft: d, Part: part, Base: draftURL(d.ID, ""), Refused: refused, Text: string(d.Source)}
	p.Failed = refused != ""
	tree, broken := form.ReadTree(d.Source)
	_, errs := form.Sketch(d.Source)
	p.Ready = len(errs) == 0
	p.Name = p.T("builder.untitled")
	if broken == nil {
		p.ID, p.Version = tree.Get("id"), tree.Get("version")
		if title := tree.Label("title", p.Lang); title != "" {
			p.Name = title
		}
	}
	p.Title = p.T("builder.part.title", "part", p.T("builder.part."+part), "name", p.Name)
	for _, name := range DraftParts {
		p.Tabs = append(p.Tabs, site.NavLink{Title: p.T("builder.part." + name), URL: draftURL(d.ID, name), Current: name == part})
	}
	for _, e := range errs {
		p.Wrong = append(p.Wrong, draftMistake{e, said(e, p.Lang), p.placeOf(e)})
	}
	if p.Broken = broken != nil; p.Broken && part != "compare" {
		p.Part = "yaml"
		return s.Render(c, status, "builder/draft", p)
	}
	b := &draftForms{draftPage: p, tree: tree, languages: tree.Languages(), errs: errs}
	at := c.QueryParam("at")
	if at == "" {
		at = c.FormValue("at")
	}
	switch part {
	case "about":
		b.about()
	case "index":
		b.index()
	case "evaluation":
		b.evaluation()
	case "compare":
		if err := s.fillComparison(c, p); err != nil {
			return err
		}
	case "yaml", "look":
	default:
		b.list(draftLists[part], at)
	}
	return s.Render(c, status, "builder/draft", p)
}

// said words a mistake: what is wrong and what would be right.
func said(e form.Error, lang string) string {
	text := e.Problem(lang)
	if remedy := e.Remedy(lang); remedy != "" {
		text += site.Translate(lang, "builder.stop") + remedy
	}
	return text
}

// partOf is the page on which what stands at a path is edited.
func partOf(path string) string {
	top, _, _ := strings.Cut(path, ".")
	top, _, _ = strings.Cut(top, "[")
	for name, list := range draftLists {
		if list.path == top {
			return name
		}
	}
	switch {
	case top == "index" || top == "overall":
		return "index"
	case top == "evaluation":
		return top
	case slices.Contains(aboutKeys, top):
		return "about"
	}
	return "yaml"
}

// placeOf is where a mistake is put right.
func (p *draftPage) placeOf(e form.Error) string {
	part := partOf(e.Path)
	at := draftURL(p.Draft.ID, part)
	if list, ok := draftLists[part]; ok && e.Path != list.path {
		at += "?at=" + url.QueryEscape(entryOf(e.Path))
	}
	if part == "yaml" {
		return at + "#L" + strconv.Itoa(e.Line)
	}
	return at + "#f-" + e.Path
}

// entryOf is the path of the entry of a list, or of a scale, that a path is in.
func entryOf(path string) string {
	if i := strings.IndexByte(path, ']'); i >= 0 && !strings.HasPrefix(path, "scales") {
		return path[:i+1]
	}
	end := len("scales.")
	if len(path) < end {
		return path
	}
	if i := strings.IndexAny(path[end:], ".["); i >= 0 {
		return path[:end+i]
	}
	return path
}

// changeDraft saves what a form holds and does what its button says.
func (s *Pages) changeDraft(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, 2*survey.DraftMaxSize)
	posted, err := c.FormParams()
	if err != nil {
		return site.ErrForm
	}
	lang := site.Negotiate(c)
	d, err := s.readDraft(c)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(posted.Get(site.FieldGo), ":")
	at, _ := strconv.ParseInt(posted.Get("revision"), 10, 64)
	if at != d.Revision && verb != "check" {
		return s.showDraft(c, http.StatusConflict, d, site.Translate(lang, "builder.stale", "who", d.By))
	}
	next := draftURL(d.ID, c.Param("part"))
	switch verb {
	case "undo":
		_, err = s.Within(c).UndoDraft(ctx, d.ID, at)
	case "remove-draft":
		err, next = s.Within(c).RemoveDraft(ctx, d.ID, at), questionnairesURL
	case "publish":
		var q *survey.Questionnaire
		q, err = s.Within(c).PublishDraft(ctx, d.ID, at)
		if q != nil {
			next = questionnairesURL + "?published=" + url.QueryEscape(q.ID+"@"+q.Version)
		}
	default:
		return s.edit(c, d, posted, verb, arg)
	}
	var wrong form.Errors
	switch {
	case errors.Is(err, survey.ErrConflict) && verb == "publish":
		return s.showDraft(c, http.StatusConflict, d, site.Translate(lang, "builder.taken"))
	case errors.Is(err, survey.ErrConflict), errors.As(err, &wrong): // the page says what
	case errors.Is(err, survey.ErrStale):
		return s.showDraft(c, http.StatusConflict, d, site.Translate(lang, "builder.stale", "who", d.By))
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// edit writes into the file what was typed, then does the act of the button.
func (s *Pages) edit(c echo.Context, d survey.QuestionnaireDraft, posted url.Values, verb, arg string) error {
	lang := site.Negotiate(c)
	src, to, err := Edited(d.Source, c.Param("part"), posted, verb, arg)
	var refused form.UneditableError
	var wrong form.Errors
	switch {
	case errors.As(err, &refused):
		return s.showDraft(c, http.StatusUnprocessableEntity, d, site.Translate(lang, "builder.uneditable", "path", refused.Path))
	case errors.As(err, &wrong): // it is no YAML now
		return s.showDraft(c, http.StatusUnprocessableEntity, d, "")
	case err != nil:
		return err
	}
	if verb == "check" { // as it would be
		d.Source = src
		return s.showDraft(c, http.StatusOK, d, "")
	}
	_, err = s.Within(c).SaveDraft(c.Request().Context(), d.ID, d.Revision, src)
	switch {
	case errors.Is(err, survey.ErrStale):
		return s.showDraft(c, http.StatusConflict, d, site.Translate(lang, "builder.stale", "who", d.By))
	case errors.As(err, new(survey.FieldErrors)):
		return s.showDraft(c, http.StatusRequestEntityTooLarge, d, site.Translate(lang, "builder.large"))
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, draftURL(d.ID, c.Param("part"))+to.query())
}
