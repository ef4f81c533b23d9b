package survey

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PutUnits adds or replaces units, all or none; parents must exist and form no circle.
func (s *Service) PutUnits(ctx context.Context, units []Unit) error {
	return s.PutUnitsIf(ctx, units, nil)
}

// PutUnitsIf puts units as PutUnits does, if holds has nothing against all
// units as they are; nobody changes them in between.
func (s *Service) PutUnitsIf(ctx context.Context, units []Unit, holds func(all []Unit) error) error {
	return s.putUnits(ctx, units, holds, func([]Unit) []Unit { return units })
}

// putUnits stores those of the units that choose returns, given all that there
// are; nothing where it returns none.
func (s *Service) putUnits(ctx context.Context, units []Unit, holds func(all []Unit) error, choose func(all []Unit) []Unit) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	defer s.units.forget()
	return again(func() error {
		at, err := s.definitions.UnitsRevision(ctx)
		if err != nil {
			return err
		}
		known, err := s.definitions.Units(ctx)
		if err != nil {
			return err
		}
		if err := expected(holds, known); err != nil {
			return err
		}
		if errs := checkUnits(known, units); len(errs) > 0 {
			return errs
		}
		chosen := choose(known)
		if len(chosen) == 0 {
			return nil
		}
		return s.definitions.PutUnits(ctx, chosen, at)
	})
}

// Units returns all units, in the order in which they were first put.
func (s *Service) Units(ctx context.Context) ([]Unit, error) { return s.definitions.Units(ctx) }

// Unit returns one unit.
func (s *Service) Unit(ctx context.Context, id string) (Unit, error) {
	units, err := s.definitions.Units(ctx)
	if err != nil {
		return Unit{}, err
	}
	for _, u := range units {
		if u.ID == id {
			return u, nil
		}
	}
	return Unit{}, fmt.Errorf("unit %s: %w", id, ErrNotFound)
}

// checkUnits says what is wrong with units put beside those known.
func checkUnits(known, units []Unit) FieldErrors {
	parent := make(map[string]string, len(known)+len(units))
	for _, u := range known {
		parent[u.ID] = u.Parent
	}
	var errs FieldErrors
	put := make(map[string]bool, len(units))
	for i, u := range units {
		field := func(name string) string { return indexed("units", i) + "." + name }
		switch {
		case u.ID == "":
			errs = append(errs, FieldError{Field: field("id"), Key: "missing"})
		case put[u.ID]:
			errs = append(errs, FieldError{Field: field("id"), Key: "duplicate", Args: Args("value", u.ID)})
		}
		if len(u.Name) == 0 {
			errs = append(errs, FieldError{Field: field("name"), Key: "missing"})
		}
		if strings.ContainsFunc(u.ID+u.Tier, unicode.IsControl) {
			errs = append(errs, FieldError{Field: field("id"), Key: "bad_characters"})
		}
		errs = append(errs, longUnit(u, field)...)
		put[u.ID] = true
		parent[u.ID] = u.Parent
	}
	for i, u := range units {
		field := indexed("units", i) + ".parent"
		if _, ok := parent[u.Parent]; u.Parent != "" && !ok {
			errs = append(errs, FieldError{Field: field, Key: "unknown_parent", Args: Args("unit", u.Parent)})
		} else if circular(parent, u.ID) {
			errs = append(errs, FieldError{Field: field, Key: "circle_of_units", Args: Args("unit", u.ID)})
		}
	}
	return errs
}

// The longest ids of units and names of tiers, in characters.
const (
	longestUnitID = 64
	longestTier   = 32
)

// longUnit says what of a unit is too long.
func longUnit(u Unit, field func(name string) string) (errs FieldErrors) {
	for _, x := range []struct {
		name, text string
		most       int
	}{{"id", u.ID, longestUnitID}, {"tier", u.Tier, longestTier}, {"parent", u.Parent, longestUnitID}} {
		if utf8.RuneCountInString(x.text) > x.most {
			errs = append(errs, FieldError{Field: field(x.name), Key: "length_max", Args: Args("max", x.most)})
		}
	}
	return errs
}

// circular reports whether the parents of id lead into a circle.
func circular(parent map[string]string, id string) bool {
	for steps := 0; id != ""; id = parent[id] {
		if steps++; steps > len(parent)+1 {
			return true
		}
	}
	return false
}

// RosterOf returns the units that a poll is about, in the directory's order;
// with the units above them where ballots roll up.
func RosterOf(all []Unit, ids []string, rollUp bool) []Unit {
	byID := make(map[string]Unit, len(all))
	for _, u := range all {
		byID[u.ID] = u
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
		for up := byID[id].Parent; rollUp && up != "" && !wanted[up]; up = byID[up].Parent {
			wanted[up] = true
		}
	}
	list := make([]Unit, 0, len(wanted))
	for _, u := range all {
		if wanted[u.ID] {
			list = append(list, u)
		}
	}
	return list
}
