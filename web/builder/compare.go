package builder

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/web/site"
)

// A comparison is what is other in one version of a questionnaire than in another.
type comparison struct {
	From, To string // versions
	Choices  []site.Choice
	Breaking []string // what makes scores incomparable
	Other    []string
	Lines    []comparedLine
	None     bool
}

// A comparedLine is a line of the text; Gap says that lines were left out before it.
type comparedLine struct {
	form.Line
	Gap bool
}

// around is how many lines are shown around those that differ.
const around = 3

// fill compares two files.
func (x *comparison) fill(lang string, a, b *survey.Questionnaire, was, is string) {
	for _, d := range form.Compare(a, b) {
		if d.Breaks {
			x.Breaking = append(x.Breaking, d.In(lang))
		} else {
			x.Other = append(x.Other, d.In(lang))
		}
	}
	lines := form.Lines(was, is)
	near := make([]bool, len(lines))
	for i, l := range lines {
		if l.Op == ' ' {
			continue
		}
		for j := max(0, i-around); j < min(len(lines), i+around+1); j++ {
			near[j] = true
		}
	}
	for i, l := range lines {
		if near[i] {
			x.Lines = append(x.Lines, comparedLine{l, i > 0 && !near[i-1]})
		}
	}
	x.None = len(x.Breaking)+len(x.Other) == 0
}

// fillComparison compares a draft with a published version: the one named, the
// one that it began from, or the last one of its id.
func (s *Pages) fillComparison(c echo.Context, p *draftPage) error {
	ctx := c.Request().Context()
	all, err := s.Within(c).Questionnaires(ctx)
	if err != nil {
		return err
	}
	want := c.QueryParam("with")
	if want == "" && p.Draft.Based.ID != "" {
		want = p.Draft.Based.ID + "@" + p.Draft.Based.Version
	}
	var old *survey.Questionnaire
	p.Compare = &comparison{To: p.Version}
	for _, q := range all {
		ref := q.ID + "@" + q.Version
		if q.ID == p.ID || ref == want {
			p.Compare.Choices = append(p.Compare.Choices, site.Choice{Value: ref, Title: q.Title.In(p.Lang) + " " + q.Version})
			if old == nil || old.ID+"@"+old.Version != want {
				old = q
			}
		}
	}
	now, _ := form.Sketch(p.Draft.Source)
	if old == nil || now == nil {
		p.Compare.Choices = nil
		return nil
	}
	for i := range p.Compare.Choices {
		p.Compare.Choices[i].Chosen = p.Compare.Choices[i].Value == old.ID+"@"+old.Version
	}
	p.Compare.From = old.Version
	p.Compare.fill(p.Lang, old, now, string(old.YAML), p.Text)
	return nil
}

// A versionsPage compares two published versions.
type versionsPage struct {
	site.Page
	Compare *comparison
}

// compareVersions shows what is other in one version than in another.
func (s *Pages) compareVersions(c echo.Context) error {
	ctx, id := c.Request().Context(), c.QueryParam("questionnaire")
	a, err := s.Within(c).Questionnaire(ctx, id, c.QueryParam("from"))
	b, err2 := s.Within(c).Questionnaire(ctx, id, c.QueryParam("to"))
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	p := versionsPage{Page: s.ManagePage(c), Compare: &comparison{From: a.Version, To: b.Version}}
	p.Title = p.T("builder.compare.title", "name", b.Title.In(p.Lang), "from", a.Version, "to", b.Version)
	p.Compare.fill(p.Lang, a, b, string(a.YAML), string(b.YAML))
	return s.Render(c, http.StatusOK, "builder/compare", p)
}
