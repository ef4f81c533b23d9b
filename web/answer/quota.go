package answer

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A fullPage refuses a paper for which there was no room, and keeps it.
type fullPage struct {
	CitizenPage
	Hidden  []site.Hidden
	Reasons []string
	Leave   []unitChoice // ballots that found no room among others that may
	Another bool         // another unit may be rated in place of this one
}

// findRoom takes a choice of unit or group back for which there is no room, before
// anything was answered. ErrFull says that no choice is left.
func (s *Pages) findRoom(c echo.Context, p *Paper) error {
	var err error
	if p.room, err = s.Service.Room(c.Request().Context(), p.Poll.ID); err != nil {
		return err
	}
	if p.Screen != "" || len(p.Answers) > 0 || len(p.Done) > 0 {
		return nil // what was begun may be handed in: only the ballot box decides
	}
	if p.Poll.Access == survey.OpenLink && len(p.Q.Groups) > 1 && p.Unit != "" && !p.takes(p.Unit) {
		p.Group = ""
	}
	if !slices.ContainsFunc(p.allowed, p.takes) {
		return survey.ErrFull
	}
	if !p.takes(p.Unit) {
		p.Unit = ""
	}
	return nil
}

// takes reports whether there is room for a ballot of this respondent about a
// unit, as one of the groups that he may choose.
func (p *Paper) takes(unit string) bool {
	if p.Group != "" || len(p.Q.Groups) == 0 {
		return p.room.For(unit, p.Group)
	}
	return slices.ContainsFunc(p.Q.Groups, func(g survey.Group) bool { return p.room.For(unit, g.ID) })
}

// holds reports whether a ballot about the unit is on the paper already.
func (p *Paper) holds(unit string) bool {
	return slices.ContainsFunc(p.Done, func(b survey.Ballot) bool { return b.Unit == unit })
}

// taken lists the profiles of which no more ballots are needed.
func (p *Paper) taken(lang string) []string {
	var list []string
	for _, q := range p.room.Profiles(p.Unit, p.Group) {
		list = append(list, p.Profile(lang, q.Where))
	}
	return list
}

// markFull closes the options for which there is no room, given what was
// answered on other screens: answers on this one may still change. One that is
// chosen stays open, since only the ballot box decides.
func (p *Paper) markFull(q *Question, onScreen []survey.Item) {
	for _, quota := range p.room.Profiles(p.Unit, p.Group) {
		code, asked := quota.Where[q.ID]
		if !asked || !p.meets(quota.Where, q.ID, onScreen) {
			continue
		}
		for _, options := range [][]Option{q.Options, q.Apart} {
			for i := range options {
				if options[i].Code == code && !options[i].Chosen {
					options[i].Full, q.InRow = true, false
				}
			}
		}
	}
}

// meets reports whether the answers of other screens meet all conditions but
// that on one item.
func (p *Paper) meets(where map[string]string, but string, onScreen []survey.Item) bool {
	for id, code := range where {
		if id == but {
			continue
		}
		here := slices.ContainsFunc(onScreen, func(it survey.Item) bool { return it.ID == id })
		if here || !slices.Contains(p.Answers[id], code) {
			return false
		}
	}
	return true
}

// Profile writes the profile that a quota asks for: the questions with the
// answers.
func (p *Paper) Profile(lang string, where map[string]string) string {
	var said []string
	for _, id := range slices.Sorted(maps.Keys(where)) {
		for i := range p.Q.Items {
			item := &p.Q.Items[i]
			if item.ID != id {
				continue
			}
			for _, o := range p.Q.ItemOptions(item) {
				if o.Code == where[id] {
					said = append(said, site.Translate(lang, "row.of", "text", item.Text.In(lang), "row", o.Label.In(lang)))
				}
			}
		}
	}
	return site.JoinList(lang, said)
}

// noRoom says that nothing was stored and which ballots found no room.
func (s *Pages) noRoom(c echo.Context, p *Paper, full survey.FullError) error {
	if _, err := s.settle(c, p); err != nil {
		return err
	}
	page := fullPage{CitizenPage: s.citizen(c, p)}
	page.Title = page.T("full.title")
	ballots := p.submission().Ballots
	for _, e := range full.Ballots {
		var i int
		if _, err := fmt.Sscanf(e.Field, "ballots[%d]", &i); err != nil {
			return err
		}
		unit := unitChoice{ID: ballots[i].Unit, Name: s.UnitName(c, ballots[i].Unit, page.Lang)}
		where, _ := e.Args["where"].(map[string]string)
		page.Reasons = append(page.Reasons, page.T("full."+e.Key, "unit", unit.Name, "group", p.GroupName(page.Lang, ballots[i].Group),
			"profile", p.Profile(page.Lang, where), "n", e.Args["target"]))
		if len(ballots) > 1 && !p.Sheet() {
			page.Leave = append(page.Leave, unit)
		}
	}
	if len(page.Leave) == len(ballots) {
		page.Leave = nil // nothing would be left
	}
	page.Another = p.Poll.Access == survey.OpenLink && slices.ContainsFunc(p.allowed, func(u string) bool { return u != p.Unit && p.takes(u) })
	page.Hidden = p.hidden(page.Lang, page.Large, nil)
	page.Form = FormID
	return s.Render(c, http.StatusConflict, "citizen/full", page)
}

// GroupName returns a group's title.
func (p *Paper) GroupName(lang, id string) string {
	for _, g := range p.Q.Groups {
		if g.ID == id {
			return g.Title.In(lang)
		}
	}
	return id
}
