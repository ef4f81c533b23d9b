package result

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A votesPage is what was voted on, and what it came to.
type votesPage struct {
	resultsPage
	Headline string
	Votes    []voteSection
	Next     *nextDesk // nil: whoever asks does not look after the poll
}

// A voteSection is the vote on one item.
type voteSection struct {
	Title, Headline string
	Sheets, Rule    string
	Options         []string // columns: votes by option
	Groups          []string // columns: votes in favour by group
	Verdicts        bool
	Places          bool
	Earlier         string // the title of the round before; "": none
	Rows            []voteRow
}

// A voteRow is one candidate.
type voteRow struct {
	Rank, Name, About, Votes, Share string
	Bar                             float64 // 0–1
	Options, Groups                 []string
	Verdict, Way, Place, Earlier    string
}

// votesFirst leads those who ask for the overview of a poll of which nothing is
// scored to what was voted on.
func (l *leader) votesFirst(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := l.results(c)
		if err == nil && !p.scored() && len(p.Release.Votes) > 0 {
			return c.Redirect(http.StatusSeeOther, p.address("/votes"))
		}
		return next(c)
	}
}

// scored reports whether anything is scored.
func (p *resultsPage) scored() bool { return len(p.Release.Items) > 0 }

// votes shows what was voted on.
func (l *leader) votes(c echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/votes")
	page := votesPage{resultsPage: p}
	page.Title = p.T("votes.nav")
	for i := range p.Release.Votes {
		page.Votes = append(page.Votes, page.section(&p.Release.Votes[i]))
	}
	page.Next = page.desk(c)
	switch len(page.Votes) {
	case 0:
		page.Headline = p.T("votes.none")
	case 1:
		page.Headline, page.Votes[0].Headline = page.Votes[0].Headline, ""
	default:
		page.Headline = p.T("votes.several", "votes", chart.Count(len(page.Votes)))
	}
	return page, nil
}

func (p *votesPage) section(v *survey.VoteResult) voteSection {
	s := voteSection{Title: p.voteTitle(v), Headline: p.voteHeadline(v), Places: len(v.Places) > 0}
	if v.Cast > 0 {
		s.Sheets = p.sheets(v.VoteSheets)
	}
	s.Rule = p.voteRule(v)
	if v.Few {
		return s
	}
	options := beside(v)
	for _, o := range options {
		s.Options = append(s.Options, o.Label.In(p.Lang))
	}
	groups := p.voteGroups(v)
	for _, g := range groups {
		s.Groups = append(s.Groups, g.Title.In(p.Lang))
	}
	most := 1
	for _, c := range v.Candidates {
		most = max(most, c.Votes)
	}
	for i := range v.Candidates {
		c := &v.Candidates[i]
		s.Verdicts = s.Verdicts || c.Verdict != ""
		if len(c.Earlier) > 0 && c.Earlier[0].Poll != nil {
			s.Earlier = c.Earlier[0].Poll.Title.In(p.Lang)
		}
		s.Rows = append(s.Rows, p.voteRow(v, c, options, groups, most))
	}
	return s
}

// voteTitle is what is voted on, and whose vote it is where there are several.
func (p *votesPage) voteTitle(v *survey.VoteResult) string {
	title := v.Text.In(p.Lang)
	if v.Unit != "" && len(p.Release.Units) > 1 {
		return p.unitName(v.Unit) + p.T("votes.colon") + title
	}
	return title
}

// beside are the options of which votes are told beside those in favour: all
// of them where several are in favour.
func beside(v *survey.VoteResult) []survey.Option {
	if len(v.Approve) != 1 {
		return v.Options
	}
	return slices.DeleteFunc(slices.Clone(v.Options), func(o survey.Option) bool { return o.Code == v.Approve[0] })
}

// voteGroups are the groups of which votes are told.
func (p *votesPage) voteGroups(v *survey.VoteResult) (groups []survey.GroupInfo) {
	for _, g := range p.Release.Groups {
		for _, c := range v.Candidates {
			if _, told := c.Groups[g.ID]; told {
				groups = append(groups, g)
				break
			}
		}
	}
	return groups
}

func (p *votesPage) voteRow(v *survey.VoteResult, c *survey.Candidate, options []survey.Option, groups []survey.GroupInfo, most int) voteRow {
	row := voteRow{Rank: strconv.Itoa(c.Rank), Name: c.Name.In(p.Lang), Votes: chart.Count(c.Votes), Bar: float64(c.Votes) / float64(most)}
	sheets := v.VoteSheets
	if c.Sheets != nil {
		sheets = *c.Sheets
	}
	base := sheets.Cast
	if v.Base == survey.BaseExpected && sheets.Expected > 0 {
		base = sheets.Expected
	}
	if base > 0 {
		row.Share = chart.Percent(survey.Num(float64(c.Votes) / float64(base)))
	}
	if c.Written {
		row.About = p.T("votes.written")
	}
	for _, o := range options {
		row.Options = append(row.Options, chart.Count(c.Options[o.Code]))
	}
	for _, g := range groups {
		row.Groups = append(row.Groups, chart.Count(c.Groups[g.ID]))
	}
	if c.Verdict != "" {
		row.Verdict = p.T("votes.verdict." + c.Verdict)
		row.Way = map[string]string{"carried": "up", "lost": "down", "inquorate": "flat"}[c.Verdict]
		if c.TwiceLost() {
			row.Verdict = p.T("votes.twice")
		}
	}
	row.Place = p.place(v, c)
	if len(c.Earlier) > 0 {
		e := c.Earlier[0]
		row.Earlier = p.T("votes.earlier.of", "votes", chart.Count(e.Votes), "cast", chart.Count(e.Cast))
		if e.Verdict != "" {
			row.Earlier += p.T("votes.comma") + p.T("votes.verdict."+e.Verdict)
		}
	}
	return row
}

// place says what a candidate won.
func (p *votesPage) place(v *survey.VoteResult, c *survey.Candidate) string {
	name := func(class int) string {
		switch {
		case class == 0:
			return p.T("votes.place.none")
		case len(v.Places) == 1:
			return p.T("votes.place.chosen")
		default:
			return p.T("votes.place.class", "class", strconv.Itoa(class))
		}
	}
	switch {
	case c.Tied:
		return p.T("votes.place.tied", "upper", name(c.Upper), "lower", name(c.Class))
	case len(v.Places) > 0:
		return name(c.Class)
	}
	return ""
}

func (p *votesPage) sheets(s survey.VoteSheets) string {
	text := p.T("votes.sheets", "cast", chart.Count(s.Cast), "valid", chart.Count(s.Cast-s.Invalid), "invalid", chart.Count(s.Invalid), "abstained", chart.Count(s.Abstained))
	if s.Expected > 0 {
		text = p.T("votes.expected", "expected", chart.Count(s.Expected)) + text
	}
	return text
}

// voteRule says by which rule it was decided.
func (p *votesPage) voteRule(v *survey.VoteResult) string {
	text := ""
	if v.Quorum != "" {
		text = p.T("votes.quorum", "share", v.Quorum)
	}
	if v.Majority != "" {
		text += p.T("votes.majority."+string(v.Base), "share", v.Majority)
	}
	return text
}

// voteHeadline is the finding of a vote.
func (p *votesPage) voteHeadline(v *survey.VoteResult) string {
	carried, tied, chosen, quorate := 0, 0, 0, true
	for _, c := range v.Candidates {
		switch {
		case c.Tied:
			tied++
		case c.Class > 0:
			chosen++
		}
		if c.Verdict == "carried" {
			carried++
		}
		quorate = quorate && c.Verdict != "inquorate"
	}
	switch {
	case v.Few:
		return p.T("votes.head.few")
	case len(v.Candidates) == 0:
		return p.T("votes.none")
	case !quorate:
		return p.T("votes.head.inquorate")
	case tied > 0:
		return p.T("votes.head.tied", "chosen", chosen, "tied", tied)
	case v.Majority != "" && len(v.Candidates) == 1:
		return p.T("votes.head.one."+v.Candidates[0].Verdict, "what", v.Candidates[0].Name.In(p.Lang), "votes", chart.Count(v.Candidates[0].Votes))
	case v.Majority != "":
		return p.T("votes.head.carried", "all", chart.Count(len(v.Candidates)), "carried", carried)
	case len(v.Places) > 0:
		return p.T("votes.head.chosen", "chosen", chosen, "all", chart.Count(len(v.Candidates)))
	}
	return p.T("votes.head.first", "who", v.Candidates[0].Name.In(p.Lang), "votes", chart.Count(v.Candidates[0].Votes))
}
