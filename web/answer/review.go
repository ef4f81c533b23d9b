package answer

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A reviewPage lists all answers before they are handed in.
type reviewPage struct {
	CitizenPage
	Hidden   []site.Hidden
	UnitName string
	Parts    []reviewPart
	Units    []unitChoice // the others that the same code covers
	Left     int          // of them not yet rated
}

// A reviewPart is the answers of one page of the questionnaire.
type reviewPart struct {
	Screen string // with its first question
	First  string // that question's item
	Title  string
	Lines  []reviewLine
}

// Single reports whether each question stood on a screen of its own.
func (p reviewPage) Single() bool { return p.Poll.Layout == survey.OneByOne }

// A reviewLine is one question with its answer.
type reviewLine struct {
	Number  int
	Text    string
	Answers []string // none: not answered
	Screen  string
	item    string
}

// ReviewScreen stands for the review among the screens.
const ReviewScreen = "_review"

// Review shows all answers, or the first screen on which something is wrong.
func (s *Pages) Review(c echo.Context, p *Paper) error {
	if at, errs := p.firstWrong(); len(errs) > 0 {
		p.Screen, p.Review = at, true
		return s.Show(c, p, errs)
	}
	page := reviewPage{CitizenPage: s.citizen(c, p)}
	page.UnitName = s.UnitName(c, p.Unit, page.Lang)
	kept, _ := p.Q.Check(p.Answers, true)
	number, all := 1, p.shown(kept)
	for _, sec := range sections(p.Q) {
		part := reviewPart{Title: sec.Title.In(page.Lang)}
		onScreen := sec.Items
		if p.Poll.Layout == survey.AsList {
			onScreen = all[0].items()
		}
		part.Lines, number = p.lines(page.Lang, sec, onScreen, kept, number)
		for i := range part.Lines {
			l := &part.Lines[i]
			if l.Screen = screenWith(all, l.item); i == 0 {
				part.Screen, part.First = l.Screen, l.item
			}
		}
		page.Parts = append(page.Parts, part)
	}
	p.Screen = ReviewScreen
	if err := s.otherUnits(c, p, &page); err != nil {
		return err
	}
	p.Review = false
	s.setTask(c, p)
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	page.Form, page.Enter = FormID, "submit"
	return s.Render(c, http.StatusOK, "citizen/review", page)
}

// lines returns the questions of a section with their answers, numbered from
// first, and the number after the last.
func (p *Paper) lines(lang string, sec section, onScreen []survey.Item, kept survey.Answers, first int) ([]reviewLine, int) {
	var out []reviewLine
	visible := p.Q.Visible(kept)
	asked, next := p.questions(lang, sec, onScreen, first)
	for _, qu := range asked {
		switch {
		case !visible[qu.ID] || qu.Kind == string(survey.Information):
		case len(qu.Rows) > 0:
			for _, r := range qu.Rows {
				out = append(out, reviewLine{item: qu.ID, Number: qu.Number, Text: site.Translate(lang, "row.of", "text", qu.Text, "row", r.Text), Answers: r.answers()})
			}
		default:
			out = append(out, reviewLine{item: qu.ID, Number: qu.Number, Text: qu.Text, Answers: qu.answers()})
		}
	}
	return out, next
}

// answers returns what was answered, in words.
func (q Question) answers() []string {
	var out []string
	for _, list := range append([][]Option{q.Options, q.Apart}, q.Places...) {
		for _, o := range list {
			if o.Chosen {
				out = append(out, o.Label)
			}
		}
	}
	if q.Value != "" {
		out = append(out, strings.TrimSpace(q.Value+" "+q.Measure))
	}
	return out
}

// otherUnits lists the units that the same code covers.
func (s *Pages) otherUnits(c echo.Context, p *Paper, page *reviewPage) error {
	if p.Poll.Access != survey.ByCode || len(p.allowed) < 2 {
		return nil
	}
	var list choosePage
	list.Page = page.Page
	if err := s.listUnits(c, p, &list); err != nil {
		return err
	}
	for _, g := range list.Units {
		for _, u := range g.Units {
			if u.ID == p.Unit {
				continue
			}
			page.Units = append(page.Units, u)
			if !u.Done && !u.Full {
				page.Left++
			}
		}
	}
	return nil
}
