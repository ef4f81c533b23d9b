package manage

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// peopleStep is who answers, and how.
type peopleStep struct {
	Groups  []string
	Layouts []site.Choice
	Embed   string
	quotaForm
	codesPlan
	sampleForm
}

func (s *Pages) fillPeople(c echo.Context, p *setupPage) error {
	for _, g := range p.Q.Groups {
		p.Groups = append(p.Groups, g.Title.In(p.Lang))
	}
	p.Layouts = site.Choices(string(p.Poll.Layout),
		string(survey.InPages), p.T("setup.layout.pages"), string(survey.OneByOne), p.T("setup.layout.one"), string(survey.AsList), p.T("setup.layout.list"))
	p.Embed = strings.Join(p.Poll.Embed, "\n")
	names, err := s.UnitNames(c, p.Lang)
	if err != nil {
		return err
	}
	p.fillQuotas(names)
	p.fillCodesPlan(names)
	p.fillSample(names, c.QueryParams()["rake"])
	return nil
}

// readPeople reads the step of who answers, and how. It returns the form that
// stays open, "" to go on.
func (s *Pages) readPeople(c echo.Context, poll *survey.Poll) (open string, err error) {
	q, err := s.Within(c).PollQuestionnaire(c.Request().Context(), poll.ID)
	if err != nil {
		return "", err
	}
	form := c.Request().PostForm
	poll.Access = survey.Access(form.Get("access"))
	poll.Layout = survey.Layout(form.Get("layout"))
	poll.Embed = strings.Fields(form.Get("embed"))
	if form.Has("expected") { // asked for where there is a vote
		poll.Expected = expectedOf(form.Get("expected"))
	}
	if !slices.Contains([]survey.Access{survey.OpenLink, survey.ByCode}, poll.Access) {
		return "", site.ErrForm
	}
	poll.Quotas = readQuotas(form, q, poll)
	poll.CodesWanted = readCodesWanted(form, q, poll)
	sample, wrong := readSample(form, q, poll)
	if poll.Sample = sample; len(wrong) > 0 {
		return "", wrong
	}
	switch form.Get(site.FieldGo) {
	case "quota":
		return "?open=quota#quotas", nil
	case "codes":
		return "?open=codes#codes", nil
	case "sample":
		return "?open=sample" + raked(form, q) + "#sample", nil
	}
	return "", nil
}

// without takes from a draft all that it says of units that it is not about.
func without(poll *survey.Poll) {
	gone := func(unit string) bool { return unit != "" && !slices.Contains(poll.Units, unit) }
	poll.Quotas = slices.DeleteFunc(slices.Clone(poll.Quotas), func(q survey.Quota) bool { return gone(q.Unit) })
	poll.CodesWanted = slices.DeleteFunc(slices.Clone(poll.CodesWanted), func(w survey.CodesWanted) bool { return gone(w.Unit) })
	if poll.Sample != nil {
		kept := *poll.Sample
		kept.Populations = slices.DeleteFunc(slices.Clone(kept.Populations), func(p survey.Population) bool { return gone(p.Unit) })
		kept.Margins = slices.DeleteFunc(slices.Clone(kept.Margins), func(m survey.Margin) bool { return gone(m.Unit) })
		poll.Sample = &kept
	}
}

// whole reads a whole number; what is none is 0, which is refused as too small.
func whole(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return 0
	}
	return n
}

// expectedOf reads how many are entitled to vote; nothing is 0, and what is no
// number is refused as such a number.
func expectedOf(text string) int {
	if text = strings.TrimSpace(text); text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

// Expected is how many are entitled to vote, as typed or as stored; "" where
// nobody has said so.
func (p setupPage) Expected() string {
	if p.typed.Has("expected") {
		return p.typed.Get("expected")
	}
	if p.Poll.Expected == 0 {
		return ""
	}
	return strconv.Itoa(p.Poll.Expected)
}

// decimal writes a number as people type it; 0 is nothing.
func decimal(x float64) string {
	if x == 0 {
		return ""
	}
	return site.Number(x)
}

// posted reports whether a form holds a field, be it empty.
func posted(form url.Values, field string) bool { _, ok := form[field]; return ok }
