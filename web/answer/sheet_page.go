package answer

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A sheetPage is a sheet to be filled in whole.
type sheetPage struct {
	CitizenPage
	Fresh        bool
	Hidden       []site.Hidden
	Sheet        *markSheet
	As           string     // the group, in words
	Attributable bool       // everybody can tell whose sheet it is
	Rules        []string   // that it must keep
	Work         *workSheet // of a bundle, or nil
}

// A sheetReview lists a sheet before it is handed in.
type sheetReview struct {
	CitizenPage
	Hidden []site.Hidden
	As     string
	Parts  []sheetSummary
}

// A sheetSummary is a part of a sheet in words.
type sheetSummary struct {
	Title string
	Rows  []sheetSaid
}

// A sheetSaid is what was said of a unit.
type sheetSaid struct {
	Name, Grade string
	Counts      []string // of the other marks
	Words       []reviewLine
	Number      int
}

// sheetScreen stands for the sheet among the screens.
const sheetScreen = "_sheet"

// Sheet reports whether the paper is a whole sheet, as where teams and people
// are evaluated, or units of different tiers are asked about.
func (p *Paper) Sheet() bool { return p.Full.Evaluates() || p.Full.Tiered() }

// readSheet reads the answers about each unit, and which units stand on it.
func (p *Paper) readSheet(form url.Values) {
	p.Unit, p.marks = "", map[string]survey.Answers{}
	p.onSheet = form[site.FieldUnit]
	known := answerable(p.Full)
	for name, values := range form {
		rest, ok := strings.CutPrefix(name, FieldAnswer)
		at := strings.LastIndexByte(rest, '/')
		if !ok || at < 0 || !slices.Contains(known, rest[at+1:]) || !slices.Contains(p.onSheet, rest[:at]) {
			continue
		}
		for _, v := range values {
			if v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n")); v == "" {
				continue
			}
			if p.marks[rest[:at]] == nil {
				p.marks[rest[:at]] = survey.Answers{}
			}
			p.marks[rest[:at]][rest[at+1:]] = append(p.marks[rest[:at]][rest[at+1:]], v)
		}
	}
}

// settleSheet finds the units of the sheet: those that the group may rate.
func (s *Pages) settleSheet(c echo.Context, p *Paper) error {
	all, err := s.Service.LandingUnits(c.Request().Context(), c.Param("poll"))
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(u survey.Unit) bool { return !slices.Contains(p.allowed, u.ID) })
	p.setUnits(p.Full.OnSheet(all, p.Group))
	return nil
}

// setUnits puts units on the sheet.
func (p *Paper) setUnits(units []survey.Unit) {
	p.Units, p.onSheet, p.Unit = units, nil, ""
	for _, u := range units {
		p.onSheet = append(p.onSheet, u.ID)
	}
}

// sheetBallots are the ballots of the sheet, in its order.
func (p *Paper) sheetBallots() []survey.Ballot {
	ballots := make([]survey.Ballot, len(p.onSheet))
	for i, unit := range p.onSheet {
		ballots[i] = survey.Ballot{Unit: unit, Group: p.Group, Answers: p.marks[unit]}
		if ballots[i].Answers == nil {
			ballots[i].Answers = survey.Answers{}
		}
	}
	return ballots
}

// checkSheet returns what Accept would find wrong with the answers.
func (p *Paper) checkSheet() (errs survey.FieldErrors) {
	tiers := make(map[string]string, len(p.Units))
	for _, u := range p.Units {
		tiers[u.ID] = u.Tier
	}
	ballots := p.sheetBallots()
	for i := range ballots {
		kept, wrong := p.Full.For(tiers[ballots[i].Unit]).Check(ballots[i].Answers, true)
		for _, e := range wrong {
			e.Field = survey.BallotField(i) + ".answers." + e.Field
			errs = append(errs, e)
		}
		ballots[i].Answers = kept
	}
	return append(errs, p.Full.CheckSheet(ballots, func(u string) string { return tiers[u] })...)
}

// StepSheet takes a sheet that was filled in, and shows what comes next.
func (s *Pages) StepSheet(c echo.Context, p *Paper, verb string) error {
	switch verb {
	case "next", "review":
		if errs := p.checkSheet(); len(errs) > 0 {
			return s.ShowSheet(c, p, errs)
		}
		return s.reviewSheet(c, p)
	case "back", "to":
		return s.ShowSheet(c, p, nil)
	case WorkDecline:
		if !p.decline() {
			return s.ShowSheet(c, p, nil)
		}
		return s.reviewSheet(c, p)
	}
	if p.Screen == ReviewScreen {
		return s.reviewSheet(c, p)
	}
	return s.ShowSheet(c, p, nil)
}

// ShowSheet shows the sheet, with what is wrong in it.
func (s *Pages) ShowSheet(c echo.Context, p *Paper, errs survey.FieldErrors) error {
	page := sheetPage{CitizenPage: s.citizen(c, p), Fresh: p.Screen == ""}
	page.Sheet = p.NewMarkSheet(page.Lang)
	page.Sheet.complain(page.Lang, errs)
	for _, g := range p.Full.Groups {
		if g.ID == p.Group {
			page.As, page.Attributable = g.Title.In(page.Lang), g.Attributable
		}
	}
	page.Rules = p.SheetRules(page.Page, page.Sheet)
	page.Work = p.workSheet(page.Lang)
	page.Sheets, page.Wide, page.Form, page.Enter = true, true, FormID, "next"
	p.Screen = sheetScreen
	s.setTask(c, p)
	page.Hidden = p.hiddenBeside(page.Lang, page.Large)
	status := http.StatusOK
	if page.Failed = len(page.Sheet.Wrong) > 0; page.Failed {
		status = http.StatusUnprocessableEntity
	}
	return s.Render(c, status, "citizen/sheet", page)
}

// hiddenBeside are the fields that the sheet itself does not have.
func (p *Paper) hiddenBeside(lang string, large bool) []site.Hidden {
	return slices.DeleteFunc(p.hidden(lang, large, nil), func(h site.Hidden) bool { return strings.HasPrefix(h.Name, FieldAnswer) })
}

// SheetRules words the rules of the sheet.
func (p *Paper) SheetRules(page site.Page, sheet *markSheet) (rules []string) {
	for _, part := range sheet.Parts {
		if part.Cap > 0 {
			rules = append(rules, page.T("sheet.rule.cap", "part", part.Title, "n", part.Cap, "of", len(part.Rows), "mark", part.Best))
		}
		if t := p.Full.EvaluationType(part.Tier); t != nil && t.Fits > 0 {
			rules = append(rules, page.T("sheet.rule.fits", "part", part.Title, "n", strconv.FormatFloat(t.Fits, 'f', -1, 64)))
		}
	}
	var need []string
	for _, part := range sheet.Parts {
		for _, col := range part.Columns {
			for _, m := range col.Marks {
				if m.Why != "" && !slices.Contains(need, m.Name) {
					need = append(need, m.Name)
				}
			}
		}
	}
	if len(need) > 0 {
		rules = append(rules, page.T("sheet.rule.why", "marks", site.JoinList(page.Lang, need)))
	}
	e := p.Full.Evaluation
	switch {
	case e.AllAlike == survey.RefuseSheet:
		rules = append(rules, page.T("sheet.rule.alike"))
	case e.AllTop == survey.RefuseSheet:
		rules = append(rules, page.T("sheet.rule.top"))
	}
	return rules
}

// reviewSheet lists what was said before it is handed in.
func (s *Pages) reviewSheet(c echo.Context, p *Paper) error {
	page := sheetReview{CitizenPage: s.citizen(c, p), As: p.GroupName(site.Negotiate(c), p.Group)}
	sheet := p.NewMarkSheet(page.Lang)
	for _, part := range sheet.Parts {
		sum := sheetSummary{Title: part.Title}
		for _, row := range part.Rows {
			sum.Rows = append(sum.Rows, row.said(page.Lang))
		}
		page.Parts = append(page.Parts, sum)
	}
	p.Screen = ReviewScreen
	s.setTask(c, p)
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	page.Sheets, page.Form, page.Enter = true, FormID, "submit"
	return s.Render(c, http.StatusOK, "citizen/sheet-review", page)
}

// said sums a row up: the grade, how often each mark, what was written.
func (r *sheetRow) said(lang string) sheetSaid {
	said := sheetSaid{Name: r.Name, Number: r.Number}
	counts := map[string]int{}
	var names []string
	for _, c := range r.Cells {
		for _, m := range c.Marks {
			switch {
			case m.Code != c.Given:
			case c.Overall:
				said.Grade = m.Name
			default:
				if counts[m.Name]++; counts[m.Name] == 1 {
					names = append(names, m.Name)
				}
			}
		}
	}
	for _, m := range r.part.Legend() {
		if slices.Contains(names, m.Name) {
			said.Counts = append(said.Counts, site.Translate(lang, "sheet.count", "mark", m.Name, "n", counts[m.Name]))
		}
	}
	for _, b := range r.Beside {
		if a := b.answers(); len(a) > 0 {
			said.Words = append(said.Words, reviewLine{Text: b.Text, Answers: a})
		}
	}
	return said
}

// sheetSentBack shows a sheet that was refused, with what is wrong in it.
func (s *Pages) sheetSentBack(c echo.Context, p *Paper, wrong survey.FieldErrors) error {
	if ready, err := s.settle(c, p); err != nil || !ready {
		return s.Begin(c, p)
	}
	if errs := p.checkSheet(); len(errs) > 0 {
		wrong = errs // in the order in which the sheet is settled now
	}
	return s.ShowSheet(c, p, wrong)
}

// SampleSheet is a sheet of a questionnaire about units that there are not: one
// of the first kind, three of each other.
func SampleSheet(p *Paper, lang string) {
	var units []survey.Unit
	for i, t := range p.Full.Evaluation.Types {
		n := 3
		if i == 0 && len(p.Full.Evaluation.Types) > 1 {
			n = 1
		}
		for j := range n {
			name := survey.TierTitle(t.Tier).In(lang)
			if n > 1 {
				name += " " + strconv.Itoa(j+1)
			}
			units = append(units, survey.Unit{ID: t.Tier + "-" + strconv.Itoa(j+1), Name: survey.Text{lang: name}, Tier: t.Tier})
		}
	}
	p.setUnits(units)
}
