package manage

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// unitsStep is which units a poll is about.
type unitsStep struct {
	Branches []unitBranch
	Tiers    []site.Choice
	Known    int // units that there are to choose from
	Parents  []site.Choice
	Titles   []site.Choice
}

// A unitBranch is the units below one, or of one tier.
type unitBranch struct {
	Key, Title string
	Units      []unitTick
	Chosen     int
}

// Open reports whether the branch is shown unfolded.
func (b unitBranch) Open() bool {
	return b.Chosen > 0 && b.Chosen < len(b.Units) || len(b.Units) <= answer.FewUnits
}

// A unitTick is a unit to tick.
type unitTick struct {
	ID, Name string
	Chosen   bool
}

// fillUnitsStep lists all units that whoever asks looks after: those with
// others below them head these, the others stand under their parent or else
// under their tier.
func (s *Pages) fillUnitsStep(c echo.Context, p *setupPage) error {
	all, err := s.Within(c).Units(c.Request().Context())
	if err != nil {
		return err
	}
	p.Known, p.Parents, p.Titles = len(all), parentChoices(p.Page, all, ""), tierChoices(p.Page, all)
	byID, parents := make(map[string]survey.Unit, len(all)), map[string]bool{}
	for _, u := range all {
		byID[u.ID] = u
		parents[u.Parent] = true
	}
	chosen := make(map[string]bool, len(p.Poll.Units))
	for _, id := range p.Poll.Units {
		chosen[id] = true
	}
	at, tiers := map[string]int{}, map[string]bool{}
	for _, u := range all {
		key, title := answer.Heading(u, byID, parents, p.Lang)
		i, seen := at[key]
		if !seen {
			i = len(p.Branches)
			at[key] = i
			p.Branches = append(p.Branches, unitBranch{Key: key, Title: title})
		}
		p.Branches[i].Units = append(p.Branches[i].Units, unitTick{u.ID, u.Name.In(p.Lang), chosen[u.ID]})
		if chosen[u.ID] {
			p.Branches[i].Chosen++
		}
		if !tiers[u.Tier] {
			tiers[u.Tier] = true
			p.Tiers = append(p.Tiers, site.Choice{Value: u.Tier, Title: site.TierOr(p.Page, u.Tier)})
		}
	}
	return nil
}

// readUnits reads the ticks, and what is to be done with many at once. It
// reports whether the step is to be shown again.
func (s *Pages) readUnits(c echo.Context, poll *survey.Poll) (stay bool, err error) {
	form, err := c.FormParams()
	if err != nil {
		return false, err
	}
	all, err := s.Within(c).Units(c.Request().Context())
	if err != nil {
		return false, err
	}
	chosen := map[string]bool{}
	for _, id := range form["unit"] {
		chosen[id] = true
	}
	do, which, _ := strings.Cut(c.FormValue(site.FieldGo), ":")
	byID, parents := make(map[string]survey.Unit, len(all)), map[string]bool{}
	for _, u := range all {
		byID[u.ID] = u
		parents[u.Parent] = true
	}
	for _, u := range all {
		key, _ := answer.Heading(u, byID, parents, "zh")
		switch {
		case do == "all", do == "tier" && u.Tier == which, do == "below" && key == which:
			chosen[u.ID] = true
		case do == "none", do == "without" && key == which:
			chosen[u.ID] = false
		}
	}
	poll.Units = nil
	for _, u := range all {
		if chosen[u.ID] {
			poll.Units = append(poll.Units, u.ID)
		}
	}
	if names := lines(c.FormValue("names")); len(names) > 0 {
		made, err := s.unitsNamed(c, all, names)
		if err != nil {
			return true, err
		}
		for _, id := range made {
			if !slices.Contains(poll.Units, id) {
				poll.Units = append(poll.Units, id)
			}
		}
		stay = do == "paste"
	}
	without(poll)
	if do == "next" && len(poll.Units) == 0 {
		return true, survey.FieldErrors{mistake("units", "no_units_chosen")}
	}
	return stay || do != "next" && do != "save", nil
}

// lines returns the lines of a text that are not empty.
func lines(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

// unitsNamed returns the ids of units by their names; those that there are not
// are made, all or none.
func (s *Pages) unitsNamed(c echo.Context, all []survey.Unit, names []string) (ids []string, err error) {
	taken, named := map[string]bool{}, map[string]string{}
	for _, u := range all {
		taken[u.ID] = true
		for _, name := range u.Name {
			named[name] = u.ID
		}
	}
	var fresh []survey.Unit
	for _, name := range names {
		id, ok := named[name]
		if !ok {
			u := survey.Unit{Name: nameOf(name), Tier: strings.TrimSpace(c.FormValue("tier")), Parent: c.FormValue("parent")}
			u.ID = survey.ProposeUnitID(u.Name, func(id string) bool { return taken[id] })
			taken[u.ID], id = true, u.ID
			fresh = append(fresh, u)
		}
		ids = append(ids, id)
	}
	if len(fresh) == 0 {
		return ids, nil
	}
	return ids, s.Within(c).PutUnitsIf(c.Request().Context(), fresh, nil)
}

// nameOf is a name as it was typed, perhaps in both languages: 青岚县 | Qinglan.
func nameOf(line string) survey.Text {
	zh, en, both := strings.Cut(line, "|")
	if name := (survey.Text{"zh": strings.TrimSpace(zh), "en": strings.TrimSpace(en)}); both && name["zh"] != "" && name["en"] != "" {
		return name
	}
	return survey.Text{"zh": strings.TrimSpace(strings.ReplaceAll(line, "|", " "))}
}
