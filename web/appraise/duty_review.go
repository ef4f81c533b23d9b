package appraise

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/duty"
	"minping/web/site"
)

// A dutyPage is one round of duty reports: who handed in, the sheets, and what
// came of them.
type dutyPage struct {
	site.Page
	Review   duty.Review
	Headline string
	Word     string
	Home     string
	Reports  []dutyReportLine
	Results  []dutyFigure
	Judges   []dutyJudge
	Marks    []dutyMarkLine // of the sheet that is typed
	Sent     duty.Move
	Scores   bool // whoever asks may mark
	Manages  bool // and look after the round
	Holds    bool // and read all
	Edits    bool
	Forms    []dutyStepForm
	Steps    []dutyStep
	Poll     site.NavLink
	Letters  []string // of the grades
	Files    []site.NavLink
	Errors   []string
	Missing  int    // marks that judges still owe
	Panel    string // as it is typed, one a line
	MarksBy  survey.Day
}

// A dutyTable is the table of results, with the overall grades to be chosen or as
// they were decided.
type dutyTable struct {
	dutyPage
	Chooses bool
}

// Shown is the table as it was decided.
func (p dutyPage) Shown() dutyTable { return dutyTable{p, false} }

// Choosing is the table with grades to be decided.
func (p dutyPage) Choosing() dutyTable { return dutyTable{p, true} }

type dutyReportLine struct {
	Name, URL, Word, Mark string
	Day                   survey.Day
	Open                  int // questions without an answer
}

type dutyJudge struct {
	Name, URL string
	Out       bool // no sheet is in
	Marks     int
	Missing   int
}

// A dutyMarkLine is the line of a report on a sheet.
type dutyMarkLine struct {
	Unit, Name string
	Items      []string
	Grades     []site.Choice
	Closed     bool // not handed in
}

// A dutyStepForm is a step with a form of its own.
type dutyStepForm struct {
	Do   duty.Do
	Word string
	Open bool
}

type dutyStep struct {
	duty.Step
	Word string
}

func (s *Pages) dutyReview(c echo.Context) error {
	return s.showDuty(c, http.StatusOK, duty.Move{Judge: c.QueryParam("judge")}, nil, nil)
}

// showDuty shows a round; typed are the marks as they were typed, by field.
func (s *Pages) showDuty(c echo.Context, status int, sent duty.Move, typed url.Values, wrong []string) error {
	ctx := c.Request().Context()
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	r, reports, err := room.Reports(ctx, c.Param("review"))
	if err != nil {
		return err
	}
	may, err := room.May(ctx, r)
	if err != nil {
		return err
	}
	names, err := s.UnitNamer(c)
	if err != nil {
		return err
	}
	page := dutyPage{Page: s.ManagePage(c), Review: r, Sent: sent, Errors: wrong, Home: names(r.Home)}
	page.Title, page.Word, page.Failed = r.Title, r.State.Words().In(page.Lang), len(wrong) > 0
	if page.Holds, page.Manages, err = room.Holds(ctx, r); err != nil {
		return err
	}
	page.Scores = slices.Contains(may, duty.Score)
	page.Panel, page.MarksBy = strings.Join(r.Judges, "\n"), r.MarksBy
	if len(r.Judges) == 0 { // who has a sheet stays among them
		for _, sheet := range r.Sheets {
			page.Panel += sheet.Judge + "\n"
		}
	}
	if sent.Do == duty.Name {
		page.Panel, page.MarksBy = strings.Join(sent.Judges, "\n"), sent.MarksBy
	}
	page.Edits = r.State == duty.Planned && slices.Contains(may, duty.Start)
	for _, g := range duty.Grades {
		page.Letters = append(page.Letters, g.Words().In(page.Lang))
	}
	handed := page.reports(reports, room.Today(), names)
	page.results(names)
	if page.Holds {
		page.sheets(reports, typed, survey.ActorOf(ctx).Name, names)
	}
	for _, do := range may {
		if do != duty.Score {
			page.Forms = append(page.Forms, dutyStepForm{do, site.UpperFirst(do.Words().In(page.Lang)), do == sent.Do})
		}
	}
	for _, st := range slices.Backward(r.Steps) {
		page.Steps = append(page.Steps, dutyStep{st, site.UpperFirst(st.Do.Words().In(page.Lang))})
	}
	if r.Poll != "" {
		if poll, err := s.Within(c).ReadablePoll(ctx, r.Poll); err == nil {
			page.Poll = site.NavLink{Title: poll.Title.In(page.Lang), URL: "/r/" + url.PathEscape(r.Poll)}
		}
	}
	page.files()
	page.Headline = page.headline(handed)
	return s.Render(c, status, "duty/review", page)
}

func (p *dutyPage) files() {
	if p.Review.State == duty.Published || p.Holds && p.Review.State == duty.Running {
		for _, format := range []string{"docx", "pdf", "xlsx", "csv"} {
			p.Files = append(p.Files, site.NavLink{Title: strings.ToUpper(format), URL: site.DutyURL(p.Review.ID) + "/files/duty." + format})
		}
	}
	if p.Holds && p.Review.State != duty.Planned {
		p.Files = append(p.Files, site.NavLink{Title: p.T("duty.sheets.file"), URL: site.DutyURL(p.Review.ID) + "/files/sheets.xlsx"})
	}
}

// headline says how the round stands.
func (p *dutyPage) headline(handed int) string {
	r := &p.Review
	switch {
	case r.State == duty.Running:
		return p.T("duty.h.running", "title", r.Title, "handed", handed, "units", len(r.Units))
	case r.State == duty.Published && p.Holds && len(p.Results) > 0 && p.Results[0].Score != "":
		return p.T("duty.h.published", "title", r.Title, "first", p.Results[0].Name, "score", p.Results[0].Score, "ranks", p.Results[0].Ranks)
	case r.State == duty.Published:
		return p.T("duty.h.told", "title", r.Title, "day", p.WriteDay(r.Published))
	case r.State == duty.Cancelled:
		return p.T("duty.h.cancelled", "title", r.Title)
	}
	return p.T("duty.h.planned", "title", r.Title, "units", len(r.Units))
}

// reports puts the reports in words, and counts those that were handed in.
func (p *dutyPage) reports(reports []duty.Report, today survey.Day, names func(string) string) (handed int) {
	for i := range reports {
		x := &reports[i]
		l := dutyReportLine{Name: names(x.Unit), URL: site.DutyReportURL(x.Review, x.Unit), Word: x.State.Words().In(p.Lang), Day: x.Handed}
		for _, q := range x.Questions {
			if q.Answered == "" {
				l.Open++
			}
		}
		switch {
		case x.Late(&p.Review, today):
			l.Mark, l.Word = "red", p.T("duty.late", "day", p.WriteDay(p.Review.Due))
		case x.State == duty.Accepted:
			l.Mark = "done"
		case x.State == duty.Returned:
			l.Mark = "yellow"
		case x.State == duty.Handed:
			l.Mark = "blue"
		}
		if x.State == duty.Handed || x.State == duty.Accepted {
			handed++
		}
		p.Reports = append(p.Reports, l)
	}
	return handed
}

// results are those that were published, or what the sheets would make now.
func (p *dutyPage) results(names func(string) string) {
	results := p.Review.Results
	if p.Review.State == duty.Running && p.Holds && len(p.Review.Sheets) > 0 {
		results = p.Review.Score()
	}
	for _, x := range results {
		v := dutyFigureOf(p.Page, x, names(x.Unit))
		v.URL = site.DutyReportURL(p.Review.ID, x.Unit)
		given := p.Sent.Overall[x.Unit]
		v.Overall = []site.Choice{{Title: p.T("duty.undecided")}}
		for _, g := range duty.Grades {
			v.Overall = append(v.Overall, site.Choice{Value: string(g), Title: g.Words().In(p.Lang), Chosen: g == given})
		}
		p.Results = append(p.Results, v)
	}
}

// sheets are those that are in, and the one that is typed: of the judge who is
// named, or of whoever asks.
func (p *dutyPage) sheets(reports []duty.Report, typed url.Values, account string, names func(string) string) {
	r := &p.Review
	open := 0
	for i := range reports {
		if reports[i].State == duty.Handed || reports[i].State == duty.Accepted {
			open++
		}
	}
	for _, sh := range r.Sheets {
		p.judge(sh.Judge, len(sh.Given), open)
	}
	for _, j := range r.Judges {
		if r.Sheet(j) == nil {
			p.judge(j, 0, open)
		}
	}
	if !p.Manages {
		p.Sent.Judge = account
	}
	kept := r.Sheet(p.Sent.Judge)
	for i := range reports {
		x := &reports[i]
		l := dutyMarkLine{Unit: x.Unit, Name: names(x.Unit), Closed: x.State != duty.Handed && x.State != duty.Accepted}
		grade := typed.Get("grade-" + x.Unit)
		for k := range r.Items {
			text := typed.Get(dutyField(x.Unit, k))
			if typed == nil && kept != nil {
				if m, given := kept.Given[x.Unit]; given {
					text, grade = duty.Number(survey.Num(m.Items[k]), -1), string(m.Grade)
				}
			}
			l.Items = append(l.Items, text)
		}
		l.Grades = []site.Choice{{Title: "—"}}
		for _, g := range duty.Grades {
			l.Grades = append(l.Grades, site.Choice{Value: string(g), Title: g.Words().In(p.Lang), Chosen: string(g) == grade})
		}
		p.Marks = append(p.Marks, l)
	}
}

// judge lists a judge who marked some of the reports that are in.
func (p *dutyPage) judge(name string, marks, open int) {
	j := dutyJudge{name, site.DutyURL(p.Review.ID) + "?judge=" + url.QueryEscape(name) + "#mark", marks == 0, marks, open - marks}
	p.Missing += max(0, j.Missing)
	p.Judges = append(p.Judges, j)
}

// dutyField is the name of the field of a mark.
func dutyField(unit string, item int) string { return "mark-" + strconv.Itoa(item) + "-" + unit }

func (s *Pages) moveDuty(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("review")
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	r, err := room.Review(ctx, id)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return site.ErrForm
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64) // what is none is no revision of any
	m := duty.Move{Do: duty.Do(form.Get("do")), Why: form.Get("why"), Judge: strings.TrimSpace(form.Get("judge"))}
	var errs survey.FieldErrors
	switch m.Do {
	case duty.Name:
		m.Judges, m.MarksBy = strings.Split(form.Get("judges"), "\n"), survey.Day(strings.TrimSpace(form.Get("marks_by")))
	case duty.Score:
		m.Given, errs = sentDutyMarks(&r, form)
	case duty.Publish:
		m.Overall = map[string]duty.Grade{}
		for _, unit := range r.Units {
			if g := form.Get("overall-" + unit); g != "" {
				m.Overall[unit] = duty.Grade(g)
			}
		}
	}
	if len(errs) > 0 {
		err = errs
	} else {
		_, err = room.Move(ctx, id, revision, m)
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, site.DutyURL(id))
	}
	status, said, rest := s.dutyRefusal(c, &r, err)
	if rest != nil {
		return rest
	}
	return s.showDuty(c, status, m, form, said)
}

// sentDutyMarks reads the marks that were typed. A report without any is not marked;
// of others all items are.
func sentDutyMarks(r *duty.Review, form url.Values) (given map[string]duty.Mark, errs survey.FieldErrors) {
	given = map[string]duty.Mark{}
	for _, unit := range r.Units {
		m, any := duty.Mark{Grade: duty.Grade(form.Get("grade-" + unit))}, form.Get("grade-"+unit) != ""
		var wrong survey.FieldErrors
		for k, it := range r.Items {
			text := strings.TrimSpace(form.Get(dutyField(unit, k)))
			any = any || text != ""
			mark, errs := duty.ReadMark(text, it)
			for _, e := range errs {
				e.Field += "." + unit
				wrong = append(wrong, e)
			}
			m.Items = append(m.Items, mark)
		}
		if any {
			given[unit] = m
			errs = append(errs, wrong...)
		}
	}
	return given, errs
}
