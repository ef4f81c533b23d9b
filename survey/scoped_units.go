package survey

import (
	"context"
	"fmt"
	"slices"
)

// Units lists the units in the scope of any right, in the order in which they
// were first put. Those at the top of it have no parent there.
func (v Scoped) Units(ctx context.Context) ([]Unit, error) {
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	return v.unitsOf(ctx, d)
}

// Lineage returns a unit that whoever asks sees, or in which he holds a right,
// and all units above it, also those that he does not see.
func (v Scoped) Lineage(ctx context.Context, unit string) (line []string, err error) {
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	seen, err := v.anywhere(ctx, d)
	if err != nil {
		return nil, err
	}
	for _, scope := range v.rights {
		for _, a := range scope {
			if a.Unit == unit && a.Inside == "" {
				seen = func(string) bool { return true }
			}
		}
	}
	if _, there := d.parent[unit]; !there || !seen(unit) {
		return nil, fmt.Errorf("unit %s: %w", unit, ErrNotFound)
	}
	for u := unit; u != "" && len(line) <= len(d.parent); u = d.parent[u] { // no circle lasts longer
		line = append(line, u)
	}
	return line, nil
}

// unitsOf returns those of a directory that whoever asks may see.
func (v Scoped) unitsOf(ctx context.Context, d *directory) ([]Unit, error) {
	scope, err := v.anywhere(ctx, d)
	if err != nil {
		return nil, err
	}
	return v.topped(d, slices.DeleteFunc(slices.Clone(d.units), func(u Unit) bool { return !scope(u.ID) })), nil
}

// anywhere returns what reports whether a unit lies in the scope of any right.
// Where a right holds in one poll, only units of that poll do.
func (v Scoped) anywhere(ctx context.Context, d *directory) (func(unit string) bool, error) {
	var areas Scope
	rated := make(map[string][]string)
	for _, scope := range v.rights {
		for _, a := range scope {
			if slices.Contains(areas, a) {
				continue
			}
			areas = append(areas, a)
			if a.Poll == "" {
				continue
			}
			p, err := v.s.poll(ctx, a.Poll)
			if err != nil && !isNotFound(err) {
				return nil, err
			}
			if err == nil {
				rated[a.Poll] = p.Units
			}
		}
	}
	return func(unit string) bool {
		return slices.ContainsFunc(areas, func(a Area) bool {
			return d.below(unit, a.Unit) && d.below(unit, a.Inside) && (a.Poll == "" || slices.Contains(rated[a.Poll], unit))
		})
	}, nil
}

// topped leaves out parents that are not among the units.
func (v Scoped) topped(d *directory, units []Unit) []Unit {
	if len(units) == len(d.units) {
		return units
	}
	there := make(map[string]bool, len(units))
	for _, u := range units {
		there[u.ID] = true
	}
	units = slices.Clone(units)
	for i := range units {
		if !there[units[i].Parent] {
			units[i].Parent = ""
		}
	}
	return units
}

// PutUnitsIf adds or replaces units, all or none, as Service.PutUnitsIf does; holds
// gets the units that Units returns. With a
// right over part of the directory only units below its top: neither the top
// itself nor a parent outside, which is answered as one that does not exist.
func (v Scoped) PutUnitsIf(ctx context.Context, units []Unit, holds func(all []Unit) error) error {
	return v.putUnits(ctx, units, holds, func([]Unit) []Unit { return units })
}

func (v Scoped) putUnits(ctx context.Context, units []Unit, holds func(all []Unit) error, choose func(all []Unit) []Unit) error {
	scope := slices.DeleteFunc(slices.Clone(v.rights[ManageUnits]), func(a Area) bool { return a.Poll != "" })
	if len(scope) == 0 {
		return ErrNotFound
	}
	if !scope.whole() {
		d, err := v.s.directory(ctx)
		if err != nil {
			return err
		}
		if errs := checkScope(d, scope, units); len(errs) > 0 {
			return errs
		}
	}
	seen := func([]Unit) error { return nil }
	if holds != nil {
		seen = func(all []Unit) error {
			units, err := v.unitsOf(ctx, newDirectory(all))
			if err != nil {
				return err
			}
			return holds(units)
		}
	}
	return v.s.putUnits(ctx, units, seen, choose)
}

// checkScope says which units cannot be put by somebody with the scope.
func checkScope(d *directory, scope Scope, units []Unit) (errs FieldErrors) {
	put := make(map[string]bool, len(units))
	for _, u := range units {
		put[u.ID] = true
	}
	for i, u := range units {
		above, known := d.parent[u.ID]
		if known && (above == "" || !scope.holds(d, above, "")) {
			key := "unit_taken"
			if scope.holds(d, u.ID, "") {
				key = "unit_top"
			}
			errs = append(errs, FieldError{Field: indexed("units", i) + ".id", Key: key, Args: Args("unit", u.ID)})
			continue
		}
		_, there := d.parent[u.Parent]
		switch {
		case u.Parent == "":
			errs = append(errs, FieldError{Field: indexed("units", i) + ".parent", Key: "missing"})
		case there && !scope.holds(d, u.Parent, ""), !there && !put[u.Parent]:
			errs = append(errs, FieldError{Field: indexed("units", i) + ".parent", Key: "unknown_parent", Args: Args("unit", u.Parent)})
		}
	}
	return errs
}
