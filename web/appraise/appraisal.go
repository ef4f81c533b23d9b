package appraise

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/points"
	"minping/survey/report"
	"minping/web/site"
)

// An appraisalPage is what a scheme made of a year, and what people decided.
type appraisalPage struct {
	site.Page
	Of       points.Appraisal
	Base     string
	Where    string
	Units    int
	Left     int // grades that nobody has decided, or nobody else agreed with
	Two      bool
	Manages  bool
	Accepts  int // suggestions that can be taken as they are
	Choose   int // undecided ones that leave something to choose
	Agrees   int // decisions that whoever asks may agree with
	Own      int // decisions of whoever asks that wait for another
	Tiers    []appraisedTier
	Bound    []boundPoll
	Verified *points.Verification
	Changed  []string // names of units whose figures are others now
	Since    []string // what entries would make of units that have changed since
	Why      string   // as typed
	Files    []site.NavLink
	Errors   []string
}

// An appraisedTier is the table of a tier.
type appraisedTier struct {
	Title  string // "" where there is one alone
	Parts  []string
	Rows   []appraisedRow
	Places []gradePlace
}

// An appraisedRow is a unit in the table.
type appraisedRow struct {
	URL, Name, Rank, Total, Half string
	Parts                        []string
	Grade, Decided               string
	Marks                        []listMark
	Other                        bool // decided otherwise than suggested
	Waits                        bool // for a second person
}

// A listMark is a word with its colour.
type listMark struct{ Mark, Word string }

// A gradePlace says how many there are of a grade.
type gradePlace struct {
	Grade, From, Places string
	Suggested, Decided  int
	Tied, Left          int
	Beyond              int // decided ones beyond the places
}

// A boundPoll is a poll that stands for one of the scheme.
type boundPoll struct{ Part, Title, URL string }

func (s *Pages) appraisal(c echo.Context) error { return s.showAppraisal(c, http.StatusOK, nil) }

func (s *Pages) showAppraisal(c echo.Context, status int, change func(*appraisalPage)) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	a, plan, err := room.appraisalOf(c)
	if err != nil {
		return err
	}
	p := appraisalPage{Page: s.ManagePage(c), Of: a, Base: appraisalURL(a.ID), Where: room.named[a.Unit].Name.In(site.Negotiate(c)), Units: len(a.Result.Units), Left: a.Unsettled(plan.Scheme), Two: plan.Scheme.Deciders > 1}
	if p.Manages, err = room.Manages(ctx, a); err != nil {
		return err
	}
	best := plan.Scheme.Grades[0]
	n := 0
	for i := range a.Result.Units {
		u := &a.Result.Units[i]
		d := a.Decisions[u.Unit]
		switch mine := d.By == survey.ActorOf(ctx).ID; {
		case d.Grade == "" && points.Open(u):
			p.Choose++
		case d.Grade == "":
			p.Accepts++
		case d.Settled(plan.Scheme):
		case mine:
			p.Own++
		default:
			p.Agrees++
		}
		if grade := d.Grade; grade == best.ID || grade == "" && u.Grade == best.ID {
			n++
		}
	}
	about := []any{"title", a.Result.Title.In(p.Lang), "year", a.Year, "best", best.Title.In(p.Lang), "count", chart.Count(n), "units", chart.Count(p.Units)}
	if p.Title = p.T("appraisals.headline.suggested", about...); p.Left == 0 {
		p.Title = p.T("appraisals.headline.decided", about...)
	}
	for i := range a.Result.Tiers {
		p.Tiers = append(p.Tiers, p.tier(plan.Scheme, &a, &a.Result.Tiers[i]))
	}
	if err := s.boundPolls(c, &p, plan.Scheme); err != nil {
		return err
	}
	for _, format := range []string{"xlsx", "csv", "docx", "pdf"} {
		p.Files = append(p.Files, site.NavLink{Title: fileNames[format], URL: p.Base + "/files/appraisal." + format})
	}
	if p.Manages && c.QueryParam("verify") != "" {
		v, err := room.Verify(ctx, a.ID)
		if err != nil {
			return err
		}
		p.Verified = &v
		for _, x := range v.Since {
			p.Since = append(p.Since, p.since(room, plan.Scheme, x))
		}
		for _, unit := range v.Changed {
			p.Changed = append(p.Changed, room.unit(unit))
		}
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "points/appraisal", p)
}

// since says what entries that have changed since would make of a unit.
func (p *appraisalPage) since(room pointRoom, of *survey.Scheme, x points.Since) string {
	two := func(n survey.Num) string {
		if !n.OK() {
			return "–"
		}
		return strconv.FormatFloat(float64(n), 'f', 2, 64)
	}
	said := []string{p.T("appraisals.since.one", "what", p.T("appraisals.total"), "was", two(x.Was), "is", two(x.Is))}
	for _, part := range x.Parts {
		said = append(said, p.T("appraisals.since.one", "what", part.Title.In(p.Lang), "was", two(part.Was), "is", two(part.Is)))
	}
	for _, v := range x.Vetoes {
		change := p.T("appraisals.since.lifted", "veto", v.Title.In(p.Lang))
		if v.Stated {
			change = p.T("appraisals.since.stated", "veto", v.Title.In(p.Lang))
		}
		said = append(said, change)
	}
	if x.GradeWas != x.GradeIs {
		said = append(said, p.T("appraisals.since.one", "what", p.T("appraisals.suggested"), "was", gradeTitle(of, x.GradeWas, p.Lang), "is", gradeTitle(of, x.GradeIs, p.Lang)))
	}
	return p.T("appraisals.since.unit", "unit", room.unit(x.Unit), "changes", strings.Join(said, p.T("orders.sep")))
}

// fileNames name kinds of files.
var fileNames = map[string]string{"xlsx": "XLSX", "csv": "CSV", "docx": "DOCX", "pdf": "PDF"}

// appraisalOf returns the appraisal that a page is about, with its scheme.
func (r pointRoom) appraisalOf(c echo.Context) (points.Appraisal, points.Plan, error) {
	ctx := c.Request().Context()
	a, err := r.Appraisal(ctx, c.Param("appraisal"))
	if err != nil {
		return a, points.Plan{}, err
	}
	plan, err := r.Scheme(ctx, a.Scheme, a.Plan)
	return a, plan, err
}

// tier is the table of a tier, with the places of its grades.
func (p *appraisalPage) tier(s *survey.Scheme, a *points.Appraisal, of *survey.TierAppraisal) appraisedTier {
	t := appraisedTier{}
	if len(a.Result.Tiers) > 1 {
		t.Title = survey.TierTitle(of.Tier).In(p.Lang)
	}
	for i := range s.Parts {
		t.Parts = append(t.Parts, s.Parts[i].Title.In(p.Lang)+" "+strconv.Itoa(s.Parts[i].Weight)+"%")
	}
	for _, u := range ranked(a.Result, of.Tier) {
		t.Rows = append(t.Rows, p.row(s, a, u))
	}
	for i := range s.Grades {
		g, told := &s.Grades[i], of.Grades[i]
		place := gradePlace{Grade: g.Title.In(p.Lang), Suggested: told.Units, Decided: decidedIn(a, of.Tier, g.ID), Tied: told.Tied, Left: told.Left}
		if g.From != nil {
			place.From = plainPoints(*g.From)
		}
		if told.Places != nil {
			place.Places = strconv.Itoa(*told.Places)
		}
		place.Beyond = a.Beyond(of.Tier, told)
		t.Places = append(t.Places, place)
	}
	return t
}

func (p *appraisalPage) row(s *survey.Scheme, a *points.Appraisal, u survey.UnitAppraisal) appraisedRow {
	d := a.Decisions[u.Unit]
	row := appraisedRow{
		URL: appraisedURL(a.ID, u.Unit), Name: u.Name.In(p.Lang), Total: twoDecimals(u.Total), Grade: gradeTitle(s, u.Grade, p.Lang), Decided: gradeTitle(s, d.Grade, p.Lang),
		Other: d.Grade != "" && d.Grade != u.Grade, Waits: d.Grade != "" && !d.Settled(s),
	}
	if u.Rank > 0 {
		row.Rank = strconv.Itoa(u.Rank)
	}
	if u.SE.OK() && u.SE > 0 {
		row.Half = chart.Points((u.High - u.Low) / 2)
	}
	for _, part := range u.Parts {
		row.Parts = append(row.Parts, chart.Points(part.Value))
	}
	row.Marks = p.marks(u)
	return row
}

// marks are what leaves a grade open, or bars one.
func (p *appraisalPage) marks(u survey.UnitAppraisal) (marks []listMark) {
	words := map[survey.StepKind]listMark{
		survey.StepMissing: {"none", p.T("appraisals.mark.missing")},
		survey.StepVeto:    {"red", p.T("appraisals.mark.veto")},
		survey.StepTied:    {"yellow", p.T("appraisals.mark.tied")},
		survey.StepClose:   {"yellow", p.T("appraisals.mark.close")},
		survey.StepWaiting: {"blue", p.T("appraisals.mark.waiting")},
	}
	seen := map[survey.StepKind]bool{}
	for _, step := range u.Steps {
		if of, marked := words[step.Kind]; marked && !seen[step.Kind] {
			marks, seen[step.Kind] = append(marks, of), true
		}
	}
	return marks
}

// twoDecimals writes a total as grades go by it.
func twoDecimals(n survey.Num) string {
	if !n.OK() {
		return "–"
	}
	return strconv.FormatFloat(float64(n), 'f', 2, 64)
}

// gradeTitle names a grade, "" where there is none.
func gradeTitle(s *survey.Scheme, id, lang string) string {
	for i := range s.Grades {
		if s.Grades[i].ID == id {
			return s.Grades[i].Title.In(lang)
		}
	}
	return ""
}

// boundPolls names the polls that an appraisal rests on, with the pages of those
// that whoever asks may read.
func (s *Pages) boundPolls(c echo.Context, p *appraisalPage, of *survey.Scheme) error {
	for _, name := range of.Polls() {
		bound := boundPoll{Part: partsOf(of, name, p.Lang), Title: p.T("appraisals.poll.none")}
		if id := p.Of.Polls[name].Poll; id != "" {
			bound.Title = id
			poll, err := s.Within(c).ReadablePoll(c.Request().Context(), id)
			if err != nil && !errors.Is(err, survey.ErrNotFound) {
				return err
			}
			if err == nil {
				bound.Title, bound.URL = poll.Title.In(p.Lang), "/r/"+url.PathEscape(id)
			}
		}
		p.Bound = append(p.Bound, bound)
	}
	for _, part := range of.Marked() {
		id := p.Of.Reviews[part.ID].Poll
		if id == "" || s.Duty == nil {
			continue
		}
		bound := boundPoll{Part: part.Title.In(p.Lang), Title: id}
		if r, err := s.Duty.Within(s.Within(c)).Review(c.Request().Context(), id); err == nil {
			bound.Title, bound.URL = r.Title, site.DutyURL(id)
		}
		p.Bound = append(p.Bound, bound)
	}
	return nil
}

// changeAppraisal takes the suggestions that leave nothing to choose, agrees with
// what others decided, shows the appraisal or hides it.
func (s *Pages) changeAppraisal(c echo.Context) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	a, plan, err := room.appraisalOf(c)
	if err != nil {
		return err
	}
	switch c.FormValue(site.FieldGo) {
	case "accept":
		var verdicts []points.Verdict
		for i := range a.Result.Units {
			if u := &a.Result.Units[i]; a.Decisions[u.Unit].Grade == "" && !points.Open(u) {
				verdicts = append(verdicts, points.Verdict{Unit: u.Unit, Grade: u.Grade})
			}
		}
		_, err = room.Grade(ctx, a.ID, site.RevisionOf(c), verdicts)
	case "agree":
		var units []string
		for i := range a.Result.Units {
			unit := a.Result.Units[i].Unit
			if d := a.Decisions[unit]; d.Grade != "" && !d.Settled(plan.Scheme) && d.By != survey.ActorOf(ctx).ID {
				units = append(units, unit)
			}
		}
		_, err = room.Agree(ctx, a.ID, site.RevisionOf(c), units)
	case "show":
		_, err = room.Show(ctx, a.ID, site.RevisionOf(c), true, c.FormValue("why"))
	case "hide":
		_, err = room.Show(ctx, a.ID, site.RevisionOf(c), false, "")
	default:
		return site.ErrForm
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, appraisalURL(a.ID))
	}
	status, _, above, rest := site.FormRefusal(site.Negotiate(c), err)
	if rest != nil {
		return rest
	}
	return s.showAppraisal(c, status, func(p *appraisalPage) { p.Errors, p.Why = above, c.FormValue("why") })
}

// appraisalFile sends an appraisal as a table or document.
func (s *Pages) appraisalFile(c echo.Context) error {
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	a, plan, err := room.appraisalOf(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	media, lang := site.XLSXType, room.lang
	switch c.Param("file") {
	case "appraisal.xlsx":
		table := report.AppraisalTable(plan.Scheme, a.Result, a.Decided, lang)
		err = table.XLSX(&b, lang)
	case "appraisal.csv":
		media, err = "text/csv; charset=utf-8", report.AppraisalCSV(&b, plan.Scheme, a.Result, lang)
	case "appraisal.docx":
		media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		err = report.WriteDocument(&b, "docx", report.AppraisalDocument(plan.Scheme, a.Result, a.Decided, lang))
	case "appraisal.pdf":
		media, err = "application/pdf", report.WriteDocument(&b, "pdf", report.AppraisalDocument(plan.Scheme, a.Result, a.Decided, lang))
	default:
		return survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Scheme + "-" + a.Year + "-" + c.Param("file")}))
	return c.Blob(http.StatusOK, media, b.Bytes())
}
