package site

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// A UnitTier is the units of a tier, in the order of the directory.
type UnitTier struct {
	Title string
	Lines []UnitLine
}

// A UnitLine is a unit of the list.
type UnitLine struct {
	survey.Unit
	Above, URL string
}

// TierOr names a tier, also the empty one.
func TierOr(p Page, tier string) string {
	if tier == "" {
		return p.T("units.tier.none")
	}
	return survey.TierTitle(tier).In(p.Lang)
}

// UnitNames returns how units are called; what is not there any more, by its id.
func (s *Site) UnitNames(c echo.Context, lang string) (func(id string) string, error) {
	units, err := s.Within(c).Units(c.Request().Context())
	byID := make(map[string]string, len(units))
	for _, u := range units {
		byID[u.ID] = u.Name.In(lang)
	}
	return func(id string) string {
		if name, ok := byID[id]; ok {
			return name
		}
		return id
	}, err
}

// UnitNamer names units, also those that whoever asks does not see: what is
// shown of a project says whose it is.
func (s *Site) UnitNamer(c echo.Context) (func(id string) string, error) {
	reach, err := s.Within(c).Reach(c.Request().Context())
	if err != nil {
		return nil, err
	}
	named, lang := reach.Named(), Negotiate(c)
	return func(id string) string { return cmp.Or(named[id].Name.In(lang), id) }, nil
}
