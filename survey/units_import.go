package survey

import "context"

// units lists what is to be stored.
func (d UnitDiff) units() []Unit {
	list := append([]Unit(nil), d.Added...)
	for _, u := range d.Changed {
		list = append(list, u.Is)
	}
	return list
}

// ImportUnits puts units as PutUnitsIf does, and says what that changes; with
// check it says so, and what is wrong, and stores nothing. What is as it was is
// not stored again.
func (v Scoped) ImportUnits(ctx context.Context, units []Unit, check bool, holds func(all []Unit) error) (UnitDiff, error) {
	var diff UnitDiff
	err := v.putUnits(ctx, units, holds, func(known []Unit) []Unit {
		diff = DiffUnits(known, units)
		if check {
			return nil
		}
		return diff.units()
	})
	if err != nil {
		return UnitDiff{}, err
	}
	return diff, nil
}
