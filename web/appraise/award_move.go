package appraise

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/awards"
	"minping/web/site"
)

// moveAward takes a step with an award.
func (s *Pages) moveAward(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("award")
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	a, err := room.Award(ctx, id)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64) // what is none is no revision of any
	m, wrong, err := s.sentMove(c, &a)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		_, err = room.Move(ctx, id, revision, m)
	}
	status := http.StatusUnprocessableEntity
	var said []string
	switch {
	case len(wrong) > 0 || errors.As(err, &wrong):
		said = s.awardMistakes(c, &a, wrong)
	case errors.Is(err, survey.ErrStale):
		status, said = http.StatusConflict, []string{s.Page(c).T("awards.stale")}
	case err != nil:
		return err
	default:
		return c.Redirect(http.StatusSeeOther, site.AwardURL(id))
	}
	return s.showAward(c, status, m, said)
}

// sentMove reads the form of a step, and says what in it cannot be read.
func (s *Pages) sentMove(c echo.Context, a *awards.Award) (m awards.Move, wrong survey.FieldErrors, err error) {
	m = awards.Move{
		Do: awards.Do(c.FormValue("do")), Why: c.FormValue("why"), Judge: strings.TrimSpace(c.FormValue("judge")), Source: c.FormValue("source"), Part: c.FormValue("part"),
		Candidate: c.FormValue("candidate"), Finding: awards.Finding(c.FormValue("finding")), Number: c.FormValue("number"),
		Choice: map[string]int{}, Marks: map[string]float64{}, Items: map[string][]float64{}, Recused: map[string]string{},
	}
	m.Objection, _ = strconv.Atoi(c.FormValue("objection")) // what is none is no objection
	m.Round, _ = strconv.Atoi(c.FormValue("round"))         // what is none is the one that runs
	for i := range a.Candidates {
		id := a.Candidates[i].ID
		if class := c.FormValue("class-" + id); class != "" {
			n, err := strconv.Atoi(class)
			if err != nil {
				n = -1 // is told with what else is wrong
			}
			m.Choice[id] = n
		}
		if why := strings.TrimSpace(c.FormValue("out-" + id)); why != "" {
			m.Recused[id] = why
		}
	}
	if at := a.Current(); m.Do == awards.Mark && at >= 0 && c.FormValue("go") != "back" {
		sentMarks(c, a, &a.Rounds[at], &m)
	}
	if m.Do == awards.Name {
		reach, err := s.Within(c).Reach(c.Request().Context())
		if err != nil {
			return m, nil, err
		}
		units := []survey.Unit{}
		for _, u := range reach.Named() {
			units = append(units, u)
		}
		m.Judges, wrong = awards.ReadJudges(c.FormValue("judges"), units)
	}
	return m, wrong, nil
}

// sentMarks reads the marks of a judge's sheet.
func sentMarks(c echo.Context, a *awards.Award, r *awards.Round, m *awards.Move) {
	items := r.Marked()
	for i := range a.Candidates {
		id, given := a.Candidates[i].ID, []float64{}
		for j := range items {
			if text := c.FormValue(markName(id, j)); strings.TrimSpace(text) != "" {
				given = append(given, float64(readMark(text)))
			}
		}
		switch {
		case len(given) == 0:
		case len(r.Items) > 0:
			m.Items[id] = given
		default:
			m.Marks[id] = given[0]
		}
	}
}

// markName is the field of a candidate's mark for an item, from 0.
func markName(candidate string, item int) string { return fmt.Sprintf("mark-%s-%d", candidate, item) }

// readMark reads a mark as people type it, in digits of either width; what is none
// is -1, which no judge gives.
func readMark(text string) survey.Num {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		}
		return r
	}, strings.TrimSpace(text))
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || !(x >= 0) {
		return -1
	}
	return survey.Num(x)
}
