package builder

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
	"minping/web/site"
)

// A questionnairesPage lists drafts, versions, and what one can begin from.
type questionnairesPage struct {
	site.Page
	Drafts    []draftLine
	Published []publishedLine
	Bundled   []library.Entry
	New       string // the version just published, or ""
	Wrong     string
}

// A draftLine is a draft in the list.
type draftLine struct {
	survey.QuestionnaireDraft
	Name, Version, URL string
	Mistakes           int
}

// A publishedLine is a published questionnaire with its versions, the last first.
type publishedLine struct {
	ID, Name string
	Versions []publishedVersion
}

// A publishedVersion is one of them.
type publishedVersion struct {
	Ref, Version string
	Items        int
	UseURL       string // where a poll is made with it
	CompareURL   string // with the version before, or ""
}

// questionnaires shows the list.
func (s *Pages) questionnaires(c echo.Context) error {
	return s.showQuestionnaires(c, http.StatusOK, "")
}

func (s *Pages) showQuestionnaires(c echo.Context, status int, wrong string) error {
	ctx := c.Request().Context()
	p := questionnairesPage{Page: s.ManagePage(c, "builder.title"), Bundled: library.List(), New: c.QueryParam("published"), Wrong: wrong}
	p.Failed = wrong != ""
	drafts, err := s.Within(c).Drafts(ctx)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		line := draftLine{QuestionnaireDraft: d, Name: p.T("builder.untitled"), URL: draftURL(d.ID, "items")}
		if tree, err := form.ReadTree(d.Source); err == nil {
			line.Version = tree.Get("version")
			if title := tree.Label("title", p.Lang); title != "" {
				line.Name = title
			}
		}
		_, errs := form.Sketch(d.Source)
		line.Mistakes = len(errs)
		p.Drafts = append(p.Drafts, line)
	}
	all, err := s.Within(c).Questionnaires(ctx)
	if err != nil {
		return err
	}
	for _, q := range slices.Backward(all) {
		i := slices.IndexFunc(p.Published, func(l publishedLine) bool { return l.ID == q.ID })
		if i < 0 {
			i = len(p.Published)
			p.Published = append(p.Published, publishedLine{ID: q.ID, Name: q.Title.In(p.Lang)})
		}
		line := &p.Published[i]
		if n := len(line.Versions); n > 0 {
			line.Versions[n-1].CompareURL = compareURL(q.ID, q.Version, line.Versions[n-1].Version)
		}
		line.Versions = append(line.Versions, publishedVersion{
			Ref: q.ID + "@" + q.Version, Version: q.Version, Items: len(q.Items), UseURL: "/manage/new?questionnaire=" + url.QueryEscape(q.ID+"@"+q.Version),
		})
	}
	return s.Render(c, status, "builder/list", p)
}

func compareURL(id, from, to string) string {
	return questionnairesURL + "/compare?" + url.Values{"questionnaire": {id}, "from": {from}, "to": {to}}.Encode()
}

// beginDraft begins a draft from what the form names: "blank", "bundled:ID",
// "version:ID@VERSION" or "file" with a file.
func (s *Pages) beginDraft(c echo.Context) error {
	ctx, lang := c.Request().Context(), site.Negotiate(c)
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, 2*survey.DraftMaxSize)
	from, what, _ := strings.Cut(c.FormValue("from"), ":")
	var d survey.QuestionnaireDraft
	switch from {
	case "blank":
		languages := []string{"zh", "en"}
		if lang == "en" {
			languages = []string{"en", "zh"}
		}
		switch c.FormValue("languages") {
		case "zh", "en":
			languages = []string{c.FormValue("languages")}
		}
		d.Source = form.Blank("", languages...)
	case "bundled":
		src, err := library.Source(what)
		if err != nil {
			return err
		}
		d.Source = src
	case "version":
		id, version, _ := strings.Cut(what, "@")
		q, err := s.Within(c).Questionnaire(ctx, id, version)
		if err != nil {
			return err
		}
		d.Based, d.Source = survey.QuestionnaireRef{ID: q.ID, Version: q.Version}, q.YAML
	case "file":
		src, err := uploaded(c)
		if err != nil || len(src) == 0 {
			return s.showQuestionnaires(c, http.StatusUnprocessableEntity, site.Translate(lang, "builder.nofile"))
		}
		d.Source = src
	default:
		return site.ErrForm
	}
	if from == "bundled" || from == "version" {
		next, err := s.nextVersion(c, d.Source)
		if err != nil {
			return err
		}
		d.Source = next
	}
	d, err := s.Within(c).AddDraft(ctx, d)
	if errors.As(err, new(survey.FieldErrors)) {
		return s.showQuestionnaires(c, http.StatusRequestEntityTooLarge, site.Translate(lang, "builder.large"))
	}
	if err != nil {
		return err
	}
	part := "items"
	if from == "blank" {
		part = "about"
	}
	return c.Redirect(http.StatusSeeOther, draftURL(d.ID, part))
}

// uploaded reads the file of a form.
func uploaded(c echo.Context) ([]byte, error) {
	header, err := c.FormFile("file")
	if err != nil {
		return nil, err
	}
	f, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, survey.DraftMaxSize+1))
}

// nextVersion gives a file a version that is not published yet, if its own is.
func (s *Pages) nextVersion(c echo.Context, src []byte) ([]byte, error) {
	tree, err := form.ReadTree(src)
	if err != nil {
		return nil, err
	}
	all, err := s.Within(c).Questionnaires(c.Request().Context())
	if err != nil {
		return nil, err
	}
	taken := func(version string) bool {
		return slices.ContainsFunc(all, func(q *survey.Questionnaire) bool { return q.ID == tree.Get("id") && q.Version == version })
	}
	version := tree.Get("version")
	if !taken(version) {
		return src, nil
	}
	return form.Apply(src, form.Set("version", form.Str(form.NextVersion(version, taken))))
}
