package appraise

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/duty"
	"minping/web/follow"
	"minping/web/site"
)

// A dutyReportPage is the report of one unit or person: what it says, what was
// asked, and what the judges gave it.
type dutyReportPage struct {
	site.Page
	Review    duty.Review
	Report    duty.Report
	Name      string
	Word      string
	Mark      string
	Sections  []dutySection
	Questions []dutyQuestion
	Result    *dutyFigure
	Items     []dutyItemLine
	Judges    []dutyJudgeLine
	Steps     []dutyReportStep
	Writes    bool
	Takes     bool
	Returns   bool
	Asks      bool
	Sent      duty.ReportMove
	Errors    []string
	Letters   []string
	Files     follow.Attachments
}

type dutySection struct {
	ID, Title, Text, Error string
}

type dutyQuestion struct {
	duty.Question
	Answers bool // whoever asks may answer it
	Typed   string
}

type dutyItemLine struct{ Title, Full, Mean string }

type dutyJudgeLine struct {
	Name, Sum, Grade string
	Items            []string
}

type dutyReportStep struct {
	duty.ReportStep
	Word string
}

func (s *Pages) dutyReport(c echo.Context) error {
	return s.showDutyReport(c, http.StatusOK, duty.ReportMove{}, nil)
}

func (s *Pages) showDutyReport(c echo.Context, status int, sent duty.ReportMove, wrong survey.FieldErrors) error {
	ctx := c.Request().Context()
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	r, x, err := room.Report(ctx, c.Param("review"), c.Param("unit"))
	if err != nil {
		return err
	}
	may, err := room.MayReport(ctx, r, x)
	if err != nil {
		return err
	}
	names, err := s.UnitNamer(c)
	if err != nil {
		return err
	}
	page := dutyReportPage{Page: s.ManagePage(c), Review: r, Report: x, Name: names(x.Unit), Sent: sent}
	page.Title, page.Word = page.T("duty.report.of", "name", page.Name), x.State.Words().In(page.Lang)
	if x.Late(&r, room.Today()) {
		page.Mark, page.Word = "red", page.T("duty.late", "day", page.WriteDay(r.Due))
	}
	page.Writes = slices.Contains(may, duty.HandIn)
	page.Takes, page.Returns, page.Asks = slices.Contains(may, duty.Take), slices.Contains(may, duty.Return), slices.Contains(may, duty.Ask)
	page.sections(wrong)
	for _, q := range x.Questions {
		v := dutyQuestion{Question: q, Answers: q.Answered == "" && slices.Contains(may, duty.Answer)}
		if sent.Do == duty.Answer && sent.Question == q.ID {
			v.Typed = sent.Why
		}
		page.Questions = append(page.Questions, v)
	}
	for _, st := range slices.Backward(x.Steps) {
		page.Steps = append(page.Steps, dutyReportStep{st, site.UpperFirst(st.Do.Words().In(page.Lang))})
	}
	if page.Files, err = s.followed.AttachmentsTo(c, "duty", r.ID+":"+x.Unit); err != nil {
		return err
	}
	page.result()
	page.Failed = len(page.Errors) > 0
	return s.Render(c, status, "duty/report", page)
}

// sections are the parts of the report, as they were typed last, with what is
// wrong with each; what is wrong elsewhere stands above.
func (p *dutyReportPage) sections(wrong survey.FieldErrors) {
	texts := p.Report.Texts
	if len(p.Sent.Texts) == len(p.Review.Sections) {
		texts = p.Sent.Texts
	}
	for i, title := range p.Review.Sections {
		v := dutySection{ID: strconv.Itoa(i), Title: title}
		if i < len(texts) {
			v.Text = texts[i]
		}
		for _, e := range wrong {
			if e.Field == "texts["+v.ID+"]" {
				v.Error = e.Message(p.Lang)
				p.Errors = append(p.Errors, v.Error)
			}
		}
		p.Sections = append(p.Sections, v)
	}
	for _, e := range wrong {
		if !strings.HasPrefix(e.Field, "texts[") {
			p.Errors = append(p.Errors, e.Message(p.Lang))
		}
	}
}

// result is what the judges gave the report, once it is published; to those who
// hold the round also each judge's marks.
func (p *dutyReportPage) result() {
	for _, g := range duty.Grades {
		p.Letters = append(p.Letters, g.Words().In(p.Lang))
	}
	x := p.Review.Result(p.Report.Unit)
	if x != nil {
		v := dutyFigureOf(p.Page, *x, p.Name)
		p.Result = &v
		for i, it := range p.Review.Items {
			p.Items = append(p.Items, dutyItemLine{it.Title, duty.Number(survey.Num(it.Full), -1), v.Items[i]})
		}
	}
	for _, sh := range p.Review.Sheets {
		m, given := sh.Given[p.Report.Unit]
		if !given {
			continue
		}
		l := dutyJudgeLine{Name: sh.Judge, Sum: duty.Number(survey.Num(m.Sum()), -1), Grade: m.Grade.Words().In(p.Lang)}
		for _, x := range m.Items {
			l.Items = append(l.Items, duty.Number(survey.Num(x), -1))
		}
		p.Judges = append(p.Judges, l)
	}
}

func (s *Pages) moveDutyReport(c echo.Context) error {
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	id, unit := c.Param("review"), c.Param("unit")
	r, _, err := room.Report(c.Request().Context(), id, unit)
	if err != nil {
		return err
	}
	revision, err := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if err != nil {
		revision = -1 // of none
	}
	m := duty.ReportMove{Do: duty.ReportDo(c.FormValue("do")), Why: c.FormValue("why")}
	m.Question, _ = strconv.Atoi(c.FormValue("question")) // what is none is no question
	if m.Do == duty.Write || m.Do == duty.HandIn {
		for i := range r.Sections {
			m.Texts = append(m.Texts, c.FormValue("text-"+strconv.Itoa(i)))
		}
	}
	_, err = room.MoveReport(c.Request().Context(), id, unit, revision, m)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, site.DutyReportURL(id, unit))
	}
	var wrong survey.FieldErrors
	status := http.StatusUnprocessableEntity
	switch {
	case errors.As(err, &wrong):
	case errors.Is(err, survey.ErrStale):
		status, wrong = http.StatusConflict, duty.Stale()
	default:
		return err
	}
	return s.showDutyReport(c, status, m, wrong)
}
