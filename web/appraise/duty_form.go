package appraise

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/duty"
	"minping/web/site"
)

// A dutyForm is the plan of a round of duty reports as it is typed.
type dutyForm struct {
	site.Page
	Action   string
	Review   duty.Review
	Homes    []site.Choice
	Tiers    []site.Choice
	Polls    []site.Choice
	Sections string
	Items    string
	Units    string
	Errors   []string
	New      bool
}

func (s *Pages) newDuty(c echo.Context) error {
	f := dutyForm{New: true}
	if room, err := s.duties(c); err == nil {
		f.Review.Year, f.Review.Due = string(room.Today())[:4], room.Today().Add(30)
	}
	f.Page = s.Page(c)
	f.Sections, f.Items = f.T("duty.sections.usual"), f.T("duty.items.usual")
	f.Review.Cut = 1
	return s.showDutyForm(c, http.StatusOK, f)
}

func (s *Pages) editDuty(c echo.Context) error {
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	r, err := room.Review(c.Request().Context(), c.Param("review"))
	if err != nil {
		return err
	}
	if _, manages, err := room.Holds(c.Request().Context(), r); err != nil || !manages {
		return survey.ErrNotFound
	}
	f := dutyForm{Review: r, Sections: strings.Join(r.Sections, "\n"), Items: duty.WriteItems(r.Items), Units: strings.Join(r.Units, "\n")}
	return s.showDutyForm(c, http.StatusOK, f)
}

func (s *Pages) showDutyForm(c echo.Context, status int, f dutyForm) error {
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	homes, whole, err := room.Homes(ctx)
	if err == nil && len(homes) == 0 && !whole {
		err = survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	f.Page = s.ManagePage(c, "duty.plan")
	f.Failed, f.Action = len(f.Errors) > 0, site.DutyPath
	if !f.New {
		f.Action = site.DutyURL(f.Review.ID) + "/edit"
	}
	if whole {
		f.Homes = append(f.Homes, site.Choice{Title: f.T("awards.home.all"), Chosen: f.Review.Home == ""})
	}
	f.Tiers = []site.Choice{{Title: f.T("awards.tier.none")}}
	for _, u := range homes {
		f.Homes = append(f.Homes, site.Choice{Value: u.ID, Title: u.Name.In(f.Lang), Chosen: u.ID == f.Review.Home})
		if !slices.ContainsFunc(f.Tiers, func(x site.Choice) bool { return x.Value == u.Tier }) {
			f.Tiers = append(f.Tiers, site.Choice{Value: u.Tier, Title: f.T("awards.tier.all", "tier", site.TierOr(f.Page, u.Tier))})
		}
	}
	f.Polls = []site.Choice{{Title: f.T("duty.poll.none")}}
	polls, err := s.Within(c).ReadablePolls(ctx)
	if err != nil {
		return err
	}
	for _, p := range slices.Backward(polls) {
		f.Polls = append(f.Polls, site.Choice{Value: p.ID, Title: p.Title.In(f.Lang), Chosen: p.ID == f.Review.Poll})
	}
	return s.Render(c, status, "duty/form", f)
}

// sentDuty reads the form of a plan, and says what in it cannot be read.
func (s *Pages) sentDuty(c echo.Context) (f dutyForm, errs survey.FieldErrors, err error) {
	reach, err := s.Within(c).Reach(c.Request().Context())
	if err != nil {
		return f, nil, err
	}
	said := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	f.Sections, f.Items, f.Units = c.FormValue("sections"), c.FormValue("items"), c.FormValue("units")
	r := duty.Review{Title: said("title"), Year: said("year"), Home: said("home"), Due: survey.Day(said("due")), Poll: said("poll"), Sections: strings.Split(f.Sections, "\n")}
	if text := said("cut"); text != "" {
		if r.Cut, err = strconv.Atoi(text); err != nil {
			r.Cut = -1 // is told with what else is wrong
		}
	}
	r.Revision, _ = strconv.ParseInt(said("revision"), 10, 64) // what is none is no revision of any
	named := reach.Named()
	units := reach.Units(survey.ManageOrders)
	if r.Home != "" {
		units = nil
		for _, id := range reach.Below(r.Home) {
			units = append(units, named[id])
		}
	}
	var wrong survey.FieldErrors
	r.Items, errs = duty.ReadItems(f.Items)
	r.Units, wrong = duty.ReadUnits(f.Units, units)
	errs = append(errs, wrong...)
	if tier := said("tier"); tier != "" {
		for _, u := range units {
			if u.Tier == tier && !slices.Contains(r.Units, u.ID) {
				r.Units = append(r.Units, u.ID)
			}
		}
	}
	f.Review = r
	return f, errs, nil
}

func (s *Pages) addDuty(c echo.Context) error {
	return s.keepDuty(c, true, func(room duty.Room, r duty.Review) (duty.Review, error) {
		return room.Add(c.Request().Context(), r)
	})
}

func (s *Pages) changeDuty(c echo.Context) error {
	return s.keepDuty(c, false, func(room duty.Room, r duty.Review) (duty.Review, error) {
		r.ID = c.Param("review")
		return room.Change(c.Request().Context(), r)
	})
}

func (s *Pages) keepDuty(c echo.Context, fresh bool, keep func(duty.Room, duty.Review) (duty.Review, error)) error {
	room, err := s.duties(c)
	if err == nil && s.Somewhere(c, survey.ManageOrders) != nil {
		err = survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	f, errs, err := s.sentDuty(c)
	if err != nil {
		return err
	}
	var kept duty.Review
	switch {
	case len(errs) > 0 && !fresh: // what is not there is not told of
		_, err = room.Review(c.Request().Context(), c.Param("review"))
	case len(errs) == 0:
		kept, err = keep(room, f.Review)
	}
	status := http.StatusUnprocessableEntity
	if err != nil {
		refused, said, rest := s.dutyRefusal(c, &f.Review, err)
		if rest != nil {
			return rest
		}
		status, f.Errors = refused, said
	} else if len(errs) == 0 {
		return c.Redirect(http.StatusSeeOther, site.DutyURL(kept.ID))
	}
	f.New, f.Review.ID = fresh, c.Param("review")
	f.Errors = append(f.Errors, s.dutyMistakes(c, &f.Review, errs)...)
	return s.showDutyForm(c, status, f)
}
